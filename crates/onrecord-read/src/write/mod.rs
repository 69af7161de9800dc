//! Records into the forms that people use.
//!
//! Each writer takes records one by one and needs memory for few of them. JSON Lines, Parquet and brat come back
//! unchanged when read again, as long as the records hold their text.

mod annotations;
mod brat;
mod csv;
mod json_lines;
mod parquet;
pub(crate) mod record_rows;

use std::io::{self, Write};

use onrecord::record::Record;

pub use self::annotations::annotations;
pub use self::brat::{BratPair, brat};

/// Takes records and writes them somewhere.
pub trait RecordWriter: Send {
    /// Writes one record. It may stay in a buffer until [`RecordWriter::flush`].
    ///
    /// # Errors
    /// Where writing fails.
    fn write(&mut self, record: &Record) -> io::Result<()>;

    /// Hands everything written so far to the output.
    ///
    /// # Errors
    /// Where writing fails.
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what the format wants at its end, and hands everything to the output.
    ///
    /// # Errors
    /// Where writing fails.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// The forms a stream of records can be written in. brat wants two files a record: see [`brat`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// One record a line.
    JsonLines,
    /// One row a statement.
    Csv,
    /// One row a record, nested types. Can be read only after [`RecordWriter::finish`], and cannot be continued.
    Parquet,
    /// One W3C Web Annotation a line, one for each statement.
    Annotations,
}

impl OutputFormat {
    /// Whether a file that was broken off can be gone on with after its last whole line.
    pub fn can_continue(self) -> bool {
        self != OutputFormat::Parquet
    }
}

/// A writer of a form over an output.
///
/// `continued` says that the output holds earlier records already, so that no header is written.
///
/// # Errors
/// Where the form cannot be continued, or its beginning cannot be written.
pub fn writer(
    format: OutputFormat,
    output: Box<dyn Write + Send>,
    continued: bool,
) -> io::Result<Box<dyn RecordWriter>> {
    Ok(match format {
        OutputFormat::JsonLines => Box::new(json_lines::JsonLines::new(output)),
        OutputFormat::Csv => Box::new(csv::Csv::new(output, continued)?),
        OutputFormat::Parquet if continued => {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "a Parquet file cannot be continued"));
        }
        OutputFormat::Parquet => Box::new(parquet::Parquet::new(output)?),
        OutputFormat::Annotations => Box::new(annotations::Annotations::new(output)),
    })
}
