//! An archive in Python's hands.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use onrecord_archive::{Added, ArchiveError, Hit, Order, Query};
use onrecord_read::rows;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::capsule::{Table, invalid};
use crate::record::Raw;

/// The most hits of one page of an answer.
const PAGE: usize = 500;

/// An open archive.
#[pyclass(frozen)]
pub struct Archive {
    inner: Mutex<onrecord_archive::Archive>,
}

#[pymethods]
impl Archive {
    #[new]
    fn new(path: PathBuf, read_only: bool) -> PyResult<Self> {
        let open = if read_only {
            onrecord_archive::Archive::open_read_only(path)
        } else {
            onrecord_archive::Archive::open(path)
        };
        Ok(Archive { inner: Mutex::new(open.map_err(failed)?) })
    }

    /// Adds a record; says whether it was `new`, `unchanged` or `replaced` an earlier version.
    fn add(&self, py: Python<'_>, raw: &Raw, text: Option<String>) -> PyResult<&'static str> {
        let record = raw.whole(text);
        let added = py.detach(|| self.lock()?.add(&record).map_err(failed))?;
        Ok(match added {
            Added::New => "new",
            Added::Unchanged => "unchanged",
            Added::Replaced => "replaced",
        })
    }

    /// Takes in another archive; how many articles were new, unchanged, replaced.
    fn merge_from(&self, py: Python<'_>, other: PathBuf) -> PyResult<(u64, u64, u64)> {
        let merged = py.detach(|| self.lock()?.merge_from(other).map_err(failed))?;
        Ok((merged.new, merged.unchanged, merged.replaced))
    }

    /// How much there is, by name, as JSON.
    fn counts(&self, py: Python<'_>) -> PyResult<String> {
        let counts = py.detach(|| self.lock()?.counts().map_err(failed))?;
        serde_json::to_string(&counts).map_err(invalid)
    }

    /// Statements that fit a question, at most `limit`.
    fn search(&self, py: Python<'_>, question: &Bound<'_, PyDict>, limit: usize) -> PyResult<Table> {
        let mut query = query(question)?;
        py.detach(|| {
            let archive = self.lock()?;
            let (schema, mut batches, mut left) = (schema(), Vec::new(), limit);
            while left > 0 {
                query.limit = left.min(PAGE) as u32;
                let page = archive.search(&query).map_err(failed)?;
                left = left.saturating_sub(page.items.len());
                let rows: Vec<Value> =
                    page.items.iter().map(row).collect::<Result<_, _>>().map_err(invalid)?;
                batches.push(rows::batch(&schema, &rows).map_err(invalid)?);
                query.cursor = page.next;
                if query.cursor.is_none() {
                    break;
                }
            }
            Ok(Table::new(schema, batches))
        })
    }
}

impl Archive {
    fn lock(&self) -> PyResult<MutexGuard<'_, onrecord_archive::Archive>> {
        self.inner.lock().map_err(|_| PyRuntimeError::new_err("the archive failed earlier; open it again"))
    }
}

/// The types of what is found.
fn schema() -> SchemaRef {
    let optional = |name: &str, kind: DataType| Field::new(name, kind, true);
    let text = |name: &str| optional(name, DataType::Utf8);
    let piece = DataType::Struct(Fields::from(vec![text("text"), optional("hit", DataType::Boolean)]));
    let fields = vec![
        text("id"),
        text("document"),
        text("url"),
        text("outlet"),
        text("title"),
        text("published"),
        text("person"),
        optional("tellings", DataType::Int32),
        optional("statement", rows::statement_type()),
        optional("pieces", DataType::List(Arc::new(Field::new("item", piece, true)))),
    ];
    Arc::new(Schema::new(fields))
}

fn row(hit: &Hit) -> serde_json::Result<Value> {
    serde_json::to_value(hit)
}

fn query(question: &Bound<'_, PyDict>) -> PyResult<Query> {
    let text = |name: &str| -> PyResult<Option<String>> {
        question.get_item(name)?.filter(|value| !value.is_none()).map(|value| value.extract()).transpose()
    };
    Ok(Query {
        words: text("words")?.unwrap_or_default(),
        speaker: text("speaker")?,
        outlet: text("outlet")?,
        since: text("since")?,
        until: text("until")?,
        form: word("form", text("form")?)?,
        act: word("act", text("act")?)?,
        anonymous: question
            .get_item("anonymous")?
            .filter(|value| !value.is_none())
            .map(|value| value.extract())
            .transpose()?,
        label: text("label")?,
        via: text("via")?,
        order: match text("order")?.as_deref() {
            None | Some("best") => Order::Best,
            Some("newest") => Order::Newest,
            Some("oldest") => Order::Oldest,
            Some(other) => {
                return Err(PyValueError::new_err(format!(
                    "order: `{other}` is neither best, newest nor oldest"
                )));
            }
        },
        ..Query::default()
    })
}

/// One of the words that a record uses.
fn word<T: DeserializeOwned>(name: &str, value: Option<String>) -> PyResult<Option<T>> {
    let read = |value: String| {
        serde_json::from_value(Value::String(value)).map_err(|error| invalid(format!("{name}: {error}")))
    };
    value.map(read).transpose()
}

fn failed(error: ArchiveError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
