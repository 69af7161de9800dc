//! Questions in SQL, which can only read.

use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};
use serde::Serialize;
use serde_json::Value;

use crate::archive::{Archive, connect_read_only};
use crate::error::ArchiveError;

/// How many steps SQLite makes between two looks at the clock.
const STEPS: i32 = 10_000;

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
        // a connection of its own: it may only read, and its limits bind nobody else
        let mut db = connect_read_only(&self.path)?;
        let until = Instant::now() + limits.time;
        let refuse = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::DatabaseBusy) => {
                ArchiveError::from_sqlite(&self.path, error)
            }
            Some(ErrorCode::OperationInterrupted) => {
                question(format!("it took longer than {:?}", limits.time))
            }
            _ => question(error.to_string()),
        };
        db.authorizer(Some(allow)).map_err(refuse)?;
        db.progress_handler(STEPS, Some(move || Instant::now() > until)).map_err(refuse)?;
        answer(&db, select, limits.rows).map_err(refuse)
    }
}

fn question(reason: String) -> ArchiveError {
    ArchiveError::Question { what: "sql".to_owned(), reason }
}

fn allow(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        // the words indexes ask for the first when they are read; the others describe tables
        AuthAction::Pragma { pragma_name: "data_version", pragma_value: None }
        | AuthAction::Pragma {
            pragma_name: "table_info" | "table_list" | "index_list" | "index_info", ..
        } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn answer(db: &Connection, select: &str, limit: usize) -> rusqlite::Result<Rows> {
    let mut select = db.prepare(select)?;
    let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
    let mut out = Rows { columns, rows: Vec::new(), truncated: false };
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if out.rows.len() == limit {
            out.truncated = true;
            break;
        }
        let values = (0..out.columns.len()).map(|at| row.get_ref(at).map(value));
        out.rows.push(values.collect::<rusqlite::Result<_>>()?);
    }
    Ok(out)
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
    }
}
