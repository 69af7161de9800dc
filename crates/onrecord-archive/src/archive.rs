//! The archive itself: opening, adding, taking in another one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use onrecord::record::Record;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;

use crate::add;
use crate::error::{ArchiveError, At};
use crate::people;
use crate::schema::{self, State};

/// How long a writer waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many prepared statements a connection keeps.
const PREPARED: usize = 200;
/// How many pages the log of a writer may have before they are copied into the file.
const LOG_PAGES: i64 = 8000;
/// Memory for pages, in thousands of bytes: of a writer, which comes back to all parts of its indexes.
const WRITER_CACHE: i64 = 128_000;
/// The same of a reader.
const READER_CACHE: i64 = 32_000;

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
    /// Where the file is something else, damaged, of a newer version, or cannot be written or opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let path = path.as_ref();
        let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let state = schema::state(&db, path)?;
        if db.is_readonly("main").at(path)? {
            return Err(ArchiveError::ReadOnly { path: path.to_owned() });
        }
        db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).at(path)?;
        // survives a killed process; a power cut may cost the last articles, never the file
        db.pragma_update(None, "synchronous", "NORMAL").at(path)?;
        // articles touch the same pages over and over: copy them into the file less often
        db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES).at(path)?;
        db.pragma_update(None, "cache_size", -WRITER_CACHE).at(path)?;
        if state != State::Current {
            schema::migrate(&mut db, path)?;
        }
        Ok(Archive { db, path: path.to_owned() })
    }

    /// Makes a new archive.
    ///
    /// # Errors
    /// [`ArchiveError::Exists`] where there is a file already; else as [`Archive::open`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(ArchiveError::Exists { path: path.to_owned() });
        }
        Archive::open(path)
    }

    /// Opens an archive for questions alone. Works on a file that may not be written.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where there is no file; else as [`Archive::open`].
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(ArchiveError::Missing { path: path.to_owned() });
        }
        let db = connect_read_only(path)?;
        match schema::state(&db, path)? {
            State::Current => Ok(Archive { db, path: path.to_owned() }),
            State::Empty => Err(ArchiveError::NotAnArchive { path: path.to_owned() }),
            State::Old => {
                drop(db);
                // bringing it up to date is the only way to read it
                Archive::open(path)?;
                let db = connect_read_only(path)?;
                Ok(Archive { db, path: path.to_owned() })
            }
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another process that writes; 30 seconds unless set.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn set_patience(&self, patience: Duration) -> Result<(), ArchiveError> {
        self.db.busy_timeout(patience).at(&self.path)
    }

    /// Lets the file grow to so many bytes and no further; adding then ends in [`ArchiveError::Full`].
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn set_greatest_size(&self, bytes: u64) -> Result<(), ArchiveError> {
        let page: u64 = self.db.query_row("PRAGMA page_size", [], |row| row.get(0)).at(&self.path)?;
        let pages = (bytes / page.max(1)).max(1);
        self.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).at(&self.path)
    }

    /// A number that grows with each change to the archive, by whatever process: two equal numbers
    /// mean that every answer is the same. Good for caches and ETags.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn generation(&self) -> Result<u64, ArchiveError> {
        self.db
            .prepare_cached("SELECT coalesce((SELECT value FROM meta WHERE name = 'generation'), 0)")
            .and_then(|mut select| select.query_row([], |row| row.get(0)))
            .at(&self.path)
    }

    /// Adds the record of one article, whole or not at all.
    ///
    /// Two records with the same address are versions of one article; without an address, the id
    /// (within its outlet) counts, and without an id, the text. A record with `document.text` is
    /// kept with its text; one without is kept without. Confidences alone make no new version.
    ///
    /// # Errors
    /// [`ArchiveError::Record`] where ids or spans point nowhere; else where the file cannot be written.
    pub fn add(&mut self, record: &Record) -> Result<Added, ArchiveError> {
        add::check(record)?;
        self.change(|transaction| add::add(transaction, record))
    }

    /// Takes in all that another archive holds: lists of people, merges and splits, articles with
    /// their versions. The other one is only read. Of two versions of an article the one that was
    /// added later is the present one. Taking it in twice changes nothing.
    ///
    /// # Errors
    /// As [`Archive::open_read_only`] and [`Archive::add`]; what was taken in before stays.
    pub fn merge_from(&mut self, other: impl AsRef<Path>) -> Result<Merged, ArchiveError> {
        let other = Archive::open_read_only(other)?;
        self.change(|db| people::copy(db, &other.db))?;
        let mut merged = Merged::default();
        for id in other.document_ids()? {
            let theirs = other.document(&id)?;
            add::check(&theirs.record)?;
            match self.change(|db| add::take_in(db, &theirs))? {
                Added::New => merged.new += 1,
                Added::Unchanged => merged.unchanged += 1,
                Added::Replaced => merged.replaced += 1,
            }
        }
        Ok(merged)
    }

    /// How much the archive holds.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn counts(&self) -> Result<Counts, ArchiveError> {
        let select = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM versions),
            (SELECT count(*) FROM statements), (SELECT count(*) FROM people),
            (SELECT count(*) FROM families), (SELECT count(*) FROM labels), (SELECT count(*) FROM outlets)";
        self.db
            .query_row(select, [], |row| {
                Ok(Counts {
                    documents: row.get(0)?,
                    versions: row.get(1)?,
                    statements: row.get(2)?,
                    people: row.get(3)?,
                    families: row.get(4)?,
                    labels: row.get(5)?,
                    outlets: row.get(6)?,
                })
            })
            .at(&self.path)
    }

    /// Reads the whole file and says whether it is sound.
    ///
    /// # Errors
    /// [`ArchiveError::Corrupt`] with the first thing found wrong.
    pub fn check(&self) -> Result<(), ArchiveError> {
        let said: String =
            self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).at(&self.path)?;
        if said != "ok" {
            return Err(ArchiveError::Corrupt { path: self.path.clone(), reason: said });
        }
        Ok(())
    }

    /// Runs a change whole or not at all, and counts the generation up where something changed.
    pub(crate) fn change<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        let path = self.path.clone();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).at(&path)?;
        let before = transaction.total_changes();
        let out = change(&transaction).at(&path)?;
        if transaction.total_changes() == before {
            transaction.rollback().at(&path)?;
            return Ok(out);
        }
        transaction
            .execute(
                "INSERT INTO meta VALUES ('generation', 1)
                 ON CONFLICT (name) DO UPDATE SET value = value + 1",
                [],
            )
            .at(&path)?;
        transaction.commit().at(&path)?;
        Ok(out)
    }
}

/// A connection that may only read; where even the helper files of a reader cannot be made (a disk
/// that may not be written), the file is taken as it stands.
pub(crate) fn connect_read_only(path: &Path) -> Result<Connection, ArchiveError> {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let probe = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    match probe {
        Ok(_) => Ok(db),
        Err(error) => {
            let error = ArchiveError::from_sqlite(path, error);
            if !matches!(error, ArchiveError::Open { .. } | ArchiveError::ReadOnly { .. }) {
                return Err(error);
            }
            let uri = format!("file:{}?immutable=1", escape(path));
            connect(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
        }
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, ArchiveError> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).at(path)?;
    db.busy_timeout(PATIENCE).at(path)?;
    db.set_prepared_statement_cache_capacity(PREPARED);
    // else SQLite plans a kept statement anew whenever a value is bound
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).at(path)?;
    db.pragma_update(None, "cache_size", -READER_CACHE).at(path)?;
    db.pragma_update(None, "temp_store", "MEMORY").at(path)?;
    Ok(db)
}

/// A path as part of a `file:` address.
fn escape(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => out.push(*byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
