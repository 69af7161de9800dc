//! Records into the forms that people use.
//!
//! Each writer takes records one by one and needs memory for few of them. JSON Lines, Parquet and brat come back
//! unchanged when read again, as long as the records hold their text.

mod brat;
pub(crate) mod record_rows;

use std::io::{self, Write};

use onrecord::record::Record;

pub use self::brat::{BratPair, brat};

/// Takes records and writes them somewhere.
pub trait RecordWriter: Send {
    /// Writes one record.
    ///
    /// # Errors
    /// Where writing fails.
    fn write(&mut self, record: &Record) -> io::Result<()>;

    /// Hands everything written so far to the output.
    ///
    /// # Errors
    /// Where writing fails.
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what the format wants at its end.
    ///
    /// # Errors
    /// Where writing fails.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// The forms a stream of records can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// One record a line.
    JsonLines,
    /// One row a statement.
    Csv,
    /// One row a record, nested types.
    Parquet,
    /// W3C Web Annotations, one a line.
    Annotations,
}

/// A writer of a form over an output.
///
/// # Errors
/// Where the beginning of the form cannot be written.
pub fn writer(format: OutputFormat, output: Box<dyn Write + Send>) -> io::Result<Box<dyn RecordWriter>> {
    let _ = (format, output);
    Err(io::Error::other("not yet"))
}
