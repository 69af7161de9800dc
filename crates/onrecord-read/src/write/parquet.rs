//! Records as Parquet: one row a record, in nested types that every engine for tables reads.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use arrow_schema::{ArrowError, SchemaRef};
use onrecord::record::Record;
use serde_json::Value;

use super::{RecordWriter, record_rows};
use crate::rows;

/// How many rows are encoded at once.
const ROWS: usize = 64;

/// How many bytes are held before they become a row group.
const GROUP: usize = 32 << 20;

/// Writes records as rows.
pub(super) struct Parquet {
    schema: SchemaRef,
    rows: Vec<Value>,
    file: ArrowWriter<Box<dyn Write + Send>>,
}

impl Parquet {
    pub(super) fn new(output: Box<dyn Write + Send>) -> io::Result<Self> {
        let schema = Arc::new(record_rows::schema());
        let properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let file = ArrowWriter::try_new(output, Arc::clone(&schema), Some(properties)).map_err(of_parquet)?;
        Ok(Parquet { schema, rows: Vec::new(), file })
    }

    fn encode_rows(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let batch = rows::batch(&self.schema, &self.rows).map_err(of_arrow)?;
        self.rows.clear();
        self.file.write(&batch).map_err(of_parquet)?;
        if self.file.in_progress_size() > GROUP {
            self.file.flush().map_err(of_parquet)?;
        }
        Ok(())
    }
}

impl RecordWriter for Parquet {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        self.rows.push(record_rows::row(record)?);
        if self.rows.len() < ROWS { Ok(()) } else { self.encode_rows() }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encode_rows()?;
        self.file.flush().map_err(of_parquet)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.encode_rows()?;
        self.file.finish().map_err(of_parquet)?;
        self.file.inner_mut().flush()
    }
}

fn of_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}

fn of_arrow(error: ArrowError) -> io::Error {
    io::Error::other(error)
}
