//! Questions in SQL, which can only read.

use std::time::Duration;

use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;

/// How far a question in SQL may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlLimits {
    /// At most so many rows are returned.
    pub rows: usize,
    /// It is broken off after this time.
    pub time: Duration,
}

impl Default for SqlLimits {
    fn default() -> Self {
        SqlLimits { rows: 10_000, time: Duration::from_secs(30) }
    }
}

/// The answer to a question in SQL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values by column: null, number or string; a blob as hexadecimal digits.
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Whether there were more rows than allowed.
    pub truncated: bool,
}

impl Archive {
    /// Answers one `select`. Whatever would write, attach another file or change a setting is refused.
    ///
    /// # Errors
    /// [`ArchiveError::Question`] with what SQLite said of it.
    pub fn sql(&self, select: &str, limits: SqlLimits) -> Result<Rows, ArchiveError> {
        let _ = (select, limits);
        unimplemented!()
    }
}
