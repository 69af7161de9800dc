//! `onrecord sql`: questions to an archive in its own language, which can only read.

use std::io::Write;
use std::time::Duration;

use clap::Args;
use onrecord_archive::{Archive, Rows, SqlLimits};
use serde_json::Value;

use crate::arguments::{AnswerFormat, ArchiveFile};
use crate::outcome::{Outcome, complain};
use crate::present::answer::{self, DETAIL, line};

/// Ask an archive in SQL; it can only be read
#[derive(Debug, Args)]
#[command(after_help = "Example:
  onrecord sql 'select outlet, count(*) from documents group by outlet' --format csv

docs/archive.md describes the tables.")]
pub struct Sql {
    /// One select
    #[arg(value_name = "SELECT")]
    select: String,
    /// Most rows to print
    #[arg(long, value_name = "N", default_value_t = SqlLimits::default().rows)]
    rows: usize,
    /// Break off after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = SqlLimits::default().time.as_secs())]
    time: u64,
    /// How the answer is printed
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl Sql {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let limits = SqlLimits { rows: self.rows, time: Duration::from_secs(self.time) };
        let rows = Archive::open_read_only(&self.archive.db)?.sql(&self.select, limits)?;
        match self.format {
            AnswerFormat::Json => answer::json(&rows)?,
            AnswerFormat::Csv => {
                let names: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
                let cells = rows.rows.iter().map(|row| row.iter().map(shown).collect());
                answer::table(&names, cells)?;
            }
            AnswerFormat::Text => write!(anstream::stdout(), "{}", text(&rows))?,
        }
        if rows.truncated {
            complain(format_args!("there are more than {} rows; see more with --rows", self.rows));
        }
        Ok(Outcome::Complete)
    }
}

/// The rows in aligned columns.
fn text(rows: &Rows) -> String {
    let cells: Vec<Vec<String>> =
        rows.rows.iter().map(|row| row.iter().map(|value| line(&shown(value))).collect()).collect();
    let names: Vec<String> = rows.columns.iter().map(|name| line(name)).collect();
    let width = |column: usize| {
        let column = cells.iter().filter_map(|row| row.get(column)).chain(names.get(column));
        column.map(|cell| textwrap::core::display_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let aligned = |row: &[String]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(textwrap::core::display_width(cell))))
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut out = format!("{DETAIL}{}{DETAIL:#}\n", aligned(&names));
    cells.iter().for_each(|row| out.push_str(&(aligned(row) + "\n")));
    out
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
