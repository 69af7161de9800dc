//! Records as a folder of brat files: for each a text and its annotations, numbered in order.

use std::fs;
use std::io;
use std::path::PathBuf;

use onrecord::record::Record;
use onrecord_read::write::{RecordWriter, brat};

/// Longest part of an id that goes into a file's name.
const LONGEST: usize = 60;

/// A folder that takes records.
pub struct BratFolder {
    folder: PathBuf,
    /// Number of the record that was written last.
    written: u64,
}

impl BratFolder {
    /// Makes the folder where it is not there; `written` records stand in it already.
    pub fn open(folder: PathBuf, written: u64) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(BratFolder { folder, written })
    }
}

impl RecordWriter for BratFolder {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        let pair = brat(record).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "the record does not hold its text, which brat needs")
        })?;
        self.written += 1;
        let name = name(self.written, record.document.id.as_deref().unwrap_or_default());
        fs::write(self.folder.join(format!("{name}.txt")), pair.text)?;
        fs::write(self.folder.join(format!("{name}.ann")), pair.annotations)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// A name for a file on any system: a number that keeps the order, and what of the id is harmless.
fn name(number: u64, id: &str) -> String {
    let harmless = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(LONGEST);
    let harmless: String = harmless.collect();
    if harmless.is_empty() { format!("{number:06}") } else { format!("{number:06}-{harmless}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(name(7, "../../etc/passwd"), "000007-etcpasswd");
        assert_eq!(name(7, "…"), "000007");
    }
}
