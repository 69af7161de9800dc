//! A table of articles in, a table of what became of each out: all that an engine for data needs.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use onrecord::Engine;
use onrecord_read::Options;
use onrecord_read::rows::{self, Articles};
use pyo3::prelude::*;

use crate::capsule::{Given, Stream, Table, invalid};
use crate::ordered::{Lost, Ordered, jobs};
use crate::reading::{engine, record_of};

/// Rows read at once by a thread: few enough that short tables keep all threads busy.
const ROWS: usize = 32;
/// Parts of a table under way for each thread.
const AHEAD: usize = 2;

/// The types of the table that `extract_rows` makes, as a table without rows.
#[pyfunction]
pub fn outcome_schema() -> Table {
    Table::new(rows::outcome_schema(), Vec::new())
}

/// The types of the Parquet files that the command writes, as a table without rows.
#[pyfunction]
pub fn record_schema() -> Table {
    Table::new(rows::schema(), Vec::new())
}

/// Reads the articles of a table while the result is read.
#[pyfunction]
pub fn extract_rows(
    table: &Bound<'_, PyAny>,
    text: Option<String>,
    asked: Option<usize>,
    any_language: bool,
    with_text: bool,
) -> PyResult<Stream> {
    let engine = engine()?;
    let given = Given::new(table)?;
    let options = Options { text_column: text, ..Options::default() };
    // says at once where there is no column of texts
    Articles::new(RecordBatch::new_empty(given.schema().clone()), &options).map_err(invalid)?;
    let work = move |part: Part| part.read(engine, any_language, with_text);
    let threads = Ordered::new(jobs(asked), AHEAD, work);
    let schema = rows::outcome_schema();
    Ok(Stream::new(Box::new(Extraction { given, options, schema, current: None, failed: None, threads })))
}

/// Some rows of a table.
struct Part {
    articles: Arc<Articles>,
    from: usize,
    to: usize,
}

impl Part {
    fn read(self, engine: &Engine, any_language: bool, with_text: bool) -> Result<RecordBatch, ArrowError> {
        let read = self.articles.read(self.from..self.to)?.map(|item| {
            let item = item.map_err(|cause| cause.to_string())?;
            let text = with_text.then(|| item.article.text.clone());
            let mut record = record_of(engine, item, any_language)?;
            record.document.text = text;
            Ok(record)
        });
        rows::outcomes(&read.collect::<Vec<_>>())
    }
}

struct Extraction {
    given: Given,
    options: Options,
    schema: SchemaRef,
    /// The batch at hand, and the first of its rows that was not given to a thread.
    current: Option<(Arc<Articles>, usize)>,
    /// What went wrong with the table, to be said after the rows before it.
    failed: Option<ArrowError>,
    threads: Ordered<Part, Result<RecordBatch, ArrowError>>,
}

impl Extraction {
    fn next_part(&mut self) -> Option<Part> {
        loop {
            if self.failed.is_some() {
                return None;
            }
            if let Some((articles, from)) = &mut self.current
                && *from < articles.len()
            {
                let to = (*from + ROWS).min(articles.len());
                let part = Part { articles: Arc::clone(articles), from: *from, to };
                *from = to;
                return Some(part);
            }
            self.current = None;
            let articles = self.given.next()?.and_then(|batch| {
                Articles::new(batch, &self.options)
                    .map_err(|cause| ArrowError::InvalidArgumentError(cause.to_string()))
            });
            match articles {
                Ok(articles) => self.current = Some((Arc::new(articles), 0)),
                Err(error) => self.failed = Some(error),
            }
        }
    }
}

impl Iterator for Extraction {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.threads.has_room()
            && let Some(part) = self.next_part()
        {
            self.threads.push(part);
        }
        match self.threads.pop() {
            Some(Ok(batch)) => Some(batch),
            Some(Err(Lost)) => {
                Some(Err(ArrowError::ComputeError("a thread of onrecord ended early".to_owned())))
            }
            None => self.failed.take().map(Err),
        }
    }
}

impl RecordBatchReader for Extraction {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}
