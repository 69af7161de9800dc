//! The archive itself: opening the file.

use std::path::{Path, PathBuf};

use onrecord::record::Record;
use rusqlite::Connection;
use serde::Serialize;

use crate::error::ArchiveError;

/// An open archive. One per thread: readers go on while one writes.
#[derive(Debug)]
pub struct Archive {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

/// What adding an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Added {
    /// The archive did not have it.
    New,
    /// The archive had it, word for word; nothing changed.
    Unchanged,
    /// The archive had another version, which it keeps beside the new one.
    Replaced,
}

/// How much an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Articles, each counted once.
    pub documents: u64,
    /// Versions that were replaced.
    pub versions: u64,
    /// Statements of the current versions.
    pub statements: u64,
    /// People and bodies that speak or are named, over all articles.
    pub people: u64,
    /// Groups of two or more tellings.
    pub families: u64,
    /// Names and epithets given.
    pub labels: u64,
    /// Outlets.
    pub outlets: u64,
}

/// What taking in another archive did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Articles that were new.
    pub new: u64,
    /// Articles that were here already.
    pub unchanged: u64,
    /// Articles of which the other archive had a later version.
    pub replaced: u64,
}

impl Archive {
    /// Opens an archive for reading and adding, and makes it where there is no file.
    ///
    /// An archive of an earlier version is brought up to date.
    ///
    /// # Errors
    /// Where the file is something else, damaged, of a newer version, or cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let _ = path.as_ref();
        unimplemented!()
    }

    /// Makes a new archive.
    ///
    /// # Errors
    /// Where there is a file already.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let _ = path.as_ref();
        unimplemented!()
    }

    /// Opens an archive for questions alone. Works on a file that may not be written.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where there is no file; else as [`Archive::open`].
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let _ = path.as_ref();
        unimplemented!()
    }

    /// An archive in memory, for tests and trials.
    ///
    /// # Errors
    /// Where SQLite has no memory.
    pub fn in_memory() -> Result<Self, ArchiveError> {
        unimplemented!()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that grows with each change to the archive, by whatever process: two equal numbers
    /// mean that every answer is the same. Good for caches and ETags.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn generation(&self) -> Result<u64, ArchiveError> {
        unimplemented!()
    }

    /// Adds the record of one article, whole or not at all.
    ///
    /// Two records with the same address are versions of one article; without an address, the id
    /// (within its outlet) counts, and without an id, the text. A record with `document.text` is
    /// kept with its text; one without is kept without.
    ///
    /// # Errors
    /// [`ArchiveError::Record`] where ids or spans point nowhere; else where the file cannot be written.
    pub fn add(&mut self, record: &Record) -> Result<Added, ArchiveError> {
        let _ = record;
        unimplemented!()
    }

    /// Takes in all that another archive holds: articles with their versions, lists of people,
    /// merges and splits. The other one is only read.
    ///
    /// # Errors
    /// As [`Archive::open_read_only`] and [`Archive::add`]; what was taken in before stays.
    pub fn merge_from(&mut self, other: impl AsRef<Path>) -> Result<Merged, ArchiveError> {
        let _ = other.as_ref();
        unimplemented!()
    }

    /// How much the archive holds.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn counts(&self) -> Result<Counts, ArchiveError> {
        unimplemented!()
    }
}
