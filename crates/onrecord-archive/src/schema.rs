//! The tables, and how a file of an earlier version is brought up to date.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{ArchiveError, At};

/// What `PRAGMA application_id` says of every archive: `onrc`.
const APPLICATION: i64 = 0x6f6e_7263;

/// Each step brings a file from the version before to its own; the first makes an empty file one.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// The version this build writes.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing is in it.
    Empty,
    /// An archive of an earlier version.
    Old,
    /// An archive of this version.
    Current,
}

/// Looks at a file without changing it.
pub(crate) fn state(db: &Connection, path: &Path) -> Result<State, ArchiveError> {
    let application: i64 = db.query_row("PRAGMA application_id", [], |row| row.get(0)).at(path)?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).at(path)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).at(path)?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(State::Empty);
    }
    if application != APPLICATION || version < 1 {
        return Err(ArchiveError::NotAnArchive { path: path.to_owned() });
    }
    match version {
        VERSION => Ok(State::Current),
        found if found > VERSION => {
            Err(ArchiveError::NewerVersion { path: path.to_owned(), found, known: VERSION })
        }
        _ => Ok(State::Old),
    }
}

/// Brings a file up to date, all steps or none.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<(), ArchiveError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate).at(path)?;
    // another process may have done it while this one waited
    if state(&transaction, path)? == State::Current {
        return Ok(());
    }
    let version: usize =
        transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).at(path)? as usize;
    for step in &STEPS[version..] {
        transaction.execute_batch(step).at(path)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).at(path)?;
    transaction.pragma_update(None, "user_version", VERSION).at(path)?;
    transaction.commit().at(path)
}
