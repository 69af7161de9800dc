//! Records as JSON Lines: one record a line, as the schema describes it.

use std::io::{self, BufWriter, Write};

use onrecord::record::Record;

use super::RecordWriter;

/// Writes records as lines.
pub(super) struct JsonLines {
    output: BufWriter<Box<dyn Write + Send>>,
}

impl JsonLines {
    pub(super) fn new(output: Box<dyn Write + Send>) -> Self {
        JsonLines { output: BufWriter::new(output) }
    }
}

impl RecordWriter for JsonLines {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.output, record)?;
        self.output.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.output.flush()
    }
}
