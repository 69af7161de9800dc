//! Parquet: each row becomes an object of named values and is read like one.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::errors::ParquetError;
use arrow_array::RecordBatch;
use arrow_json::LineDelimitedWriter;
use serde_json::{Map, Value};

use super::object;
use crate::error::{Cause, Format, ReadError};
use crate::item::{Item, Options};
use crate::source::Source;
use crate::write::record_rows;

/// How many rows are unpacked at once.
const ROWS: usize = 64;

/// Articles from the rows of a Parquet file.
///
/// The groups of rows are read one by one, so that a damaged one costs no more than its rows.
pub(crate) struct Rows {
    file: File,
    metadata: ArrowReaderMetadata,
    /// The group after the one that is being read, and how many rows are in those before it.
    next_group: usize,
    rows_before: u64,
    batches: Option<ParquetRecordBatchReader>,
    rows: std::vec::IntoIter<Map<String, Value>>,
    source: Source,
    options: Options,
    number: u64,
}

impl Rows {
    pub(crate) fn new(file: File, source: Source, options: &Options) -> Result<Self, ReadError> {
        let opened = guarded(|| {
            let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::default())?;
            let names: Vec<String> =
                metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
            Ok((metadata, names))
        });
        let (metadata, names) = opened.map_err(|cause| ReadError::new(source.name.clone(), cause))?;
        let is_record =
            names.iter().any(|name| name == "statements") && names.iter().any(|name| name == "document");
        if !is_record && !names.iter().any(|name| object::is_text_column(name, options)) {
            let column = options.text_column.clone().unwrap_or_else(|| "text".to_owned());
            let cause = Cause::NoColumn { column, columns: names.join(", ") };
            return Err(ReadError::new(source.name, cause));
        }
        let rows = Vec::new().into_iter();
        Ok(Rows {
            file,
            metadata,
            next_group: 0,
            rows_before: 0,
            batches: None,
            rows,
            source,
            options: options.clone(),
            number: 0,
        })
    }

    fn read(&self, mut row: Map<String, Value>, place: String) -> Result<Item, ReadError> {
        record_rows::restore(&mut row);
        let length: usize = row.values().filter_map(Value::as_str).map(str::len).sum();
        if length as u64 > self.options.max_bytes {
            return Err(ReadError::new(place, Cause::TooLarge { limit: self.options.max_bytes }));
        }
        object::read(row, Format::Parquet, place.clone(), &self.options)
            .map_err(|cause| ReadError::new(place, cause))
    }

    /// Goes to the next group of rows; false at the end of the file.
    fn next_group(&mut self) -> Result<bool, Cause> {
        let groups = self.metadata.metadata().row_groups();
        let Some(group) = groups.get(self.next_group) else { return Ok(false) };
        let (number, rows) = (self.next_group, u64::try_from(group.num_rows()).unwrap_or(0));
        self.next_group += 1;
        self.number = self.rows_before;
        self.rows_before += rows;
        let (file, metadata) = (self.file.try_clone()?, self.metadata.clone());
        self.batches = Some(guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
            builder.with_row_groups(vec![number]).with_batch_size(ROWS).build()
        })?);
        Ok(true)
    }

    /// Unpacks the next rows of the group; false at its end.
    fn next_batch(&mut self) -> Result<bool, Cause> {
        let Some(batches) = &mut self.batches else { return Ok(false) };
        let rows = guarded(|| match batches.next() {
            None => Ok(None),
            Some(batch) => Ok(Some(objects(&batch?)?)),
        })?;
        let more = rows.is_some();
        self.rows = rows.unwrap_or_default().into_iter();
        Ok(more)
    }

    /// Unpacks more rows, of this group or the next one; false at the end of the file.
    fn more(&mut self) -> Result<bool, Cause> {
        Ok(self.next_batch()? || self.next_group()?)
    }
}

impl Iterator for Rows {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                self.number += 1;
                let place = self.source.at_number(self.number);
                return Some(self.read(row, place));
            }
            match self.more() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(cause) => {
                    // the rest of the group is lost with it
                    self.batches = None;
                    return Some(Err(ReadError::new(self.source.at_number(self.number + 1), cause)));
                }
            }
        }
    }
}

/// The rows of a batch as objects; absent values are left out.
pub(crate) fn objects(batch: &RecordBatch) -> Result<Vec<Map<String, Value>>, ParquetError> {
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write(batch)?;
    writer.finish()?;
    let bytes = writer.into_inner();
    let stream = serde_json::Deserializer::from_slice(&bytes).into_iter().collect::<Result<_, _>>();
    stream.map_err(|error| ParquetError::General(error.to_string()))
}

/// The library panics on some damaged files.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Cause> {
    let damaged = |reason: String| Cause::Damaged { format: Format::Parquet, reason };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| damaged(error.to_string())),
        Err(_) => Err(damaged("its parts contradict each other".to_owned())),
    }
}
