//! What can go wrong with an archive, each told apart so that a caller can act on it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why an archive refused or failed. In every case the file holds what it held before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// There is no file.
    #[error("there is no archive at {path}; add an article to make one, or check the path")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a file where a new one was to be made.
    #[error("{path} exists already; open it, or give another path")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file of another kind, or somebody else's database.
    #[error("{path} is not an archive of onrecord; give another path, nothing was changed")]
    NotAnArchive {
        /// The file.
        path: PathBuf,
    },
    /// Made by a later onrecord.
    #[error(
        "{path} was written by a later onrecord (schema {found}, this one knows up to {known}); update onrecord"
    )]
    NewerVersion {
        /// The file.
        path: PathBuf,
        /// The schema's number in the file.
        found: i64,
        /// The highest number this build knows.
        known: i64,
    },
    /// The file is damaged.
    #[error(
        "{path} is damaged ({reason}); restore a copy, or save what can be read with `sqlite3 FILE .recover`"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The file, or the archive as it was opened, may not be written.
    #[error("{path} can only be read; make it writable, or give another file")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// No room left on the disk, or the file has reached its greatest size.
    #[error("no room left for {path}; free some space and add the article again, nothing of it was kept")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another process kept writing for longer than the waiting time.
    #[error("another process is writing to {path}; try again when it is done")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{path} cannot be opened: {reason}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A record whose parts do not fit together.
    #[error("the record of {document} cannot be kept: {reason}")]
    Record {
        /// The document's address, identifier or title.
        document: String,
        /// What does not fit.
        reason: String,
    },
    /// Nothing by that name or id.
    #[error("the archive holds no {what} `{id}`")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// The id or name given.
        id: String,
    },
    /// A name that fits several people.
    #[error("`{name}` may be {}; give an id", candidates.join(", "))]
    Ambiguous {
        /// The name given.
        name: String,
        /// `NAME (id)` of each.
        candidates: Vec<String>,
    },
    /// A question that cannot be answered as it was put.
    #[error("{what}: {reason}")]
    Question {
        /// The part of the question.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of a list of people that cannot be used; nothing of the list was taken.
    #[error("line {line} of the list of people: {reason}")]
    PeopleList {
        /// Counted from 1, the head line included.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// Anything else that SQLite said.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl ArchiveError {
    /// Sorts what SQLite said.
    pub(crate) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let Some(code) = source.sqlite_error_code() else {
            return ArchiveError::Sqlite { path, source };
        };
        match code {
            ErrorCode::DatabaseCorrupt => ArchiveError::Corrupt { path, reason: source.to_string() },
            ErrorCode::NotADatabase => ArchiveError::NotAnArchive { path },
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => ArchiveError::ReadOnly { path },
            ErrorCode::DiskFull => ArchiveError::Full { path },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ArchiveError::Busy { path },
            ErrorCode::CannotOpen => ArchiveError::Open { path, reason: source.to_string() },
            _ => ArchiveError::Sqlite { path, source },
        }
    }
}

/// Names the file that SQLite's error is about.
pub(crate) trait At<T> {
    /// The same, with the error sorted.
    fn at(self, path: &Path) -> Result<T, ArchiveError>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T, ArchiveError> {
        self.map_err(|source| ArchiveError::from_sqlite(path, source))
    }
}
