//! `onrecord sql`: questions in SQL, to an archive or over files of articles. They can only read.

use std::io::Write;
use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;
use onrecord_archive::{Archive, Rows, SqlLimits};
use serde_json::Value;

use crate::arguments::{Address, AnswerFormat, ArchiveFile, cores};
use crate::distributed;
use crate::outcome::{Outcome, complain};
use crate::present::answer::{self, DETAIL, line};

/// Ask in SQL, an archive or files of articles; it can only be read
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord sql 'select outlet, count(*) from documents group by outlet' --format csv
  onrecord sql --over 'news/*.parquet' \\
    'select id, unnest(attributions(text, published)) as statement from news'

docs/archive.md describes the tables of an archive, docs/scale.md questions over files.")]
pub struct Sql {
    /// One select
    #[arg(value_name = "SELECT")]
    select: String,
    /// Ask these files instead of an archive: Parquet, CSV or JSON Lines, the table `news`
    #[arg(long, value_name = "PATTERN", conflicts_with = "db")]
    over: Vec<String>,
    /// Work on a cluster, which finds the files under the same paths
    #[arg(long, value_name = "HOST:PORT", requires = "over")]
    cluster: Option<Address>,
    /// Into how many parts a cluster cuts the work [default: one for each file, from 16 to 512]
    #[arg(long, value_name = "N", requires = "cluster")]
    parts: Option<NonZeroUsize>,
    /// Threads to use [default: one for each core]
    #[arg(long, short, value_name = "N", requires = "over", conflicts_with = "cluster")]
    jobs: Option<NonZeroUsize>,
    /// Most rows to print
    #[arg(long, value_name = "N", default_value_t = SqlLimits::default().rows)]
    rows: usize,
    /// Break off after so many seconds [default: 30 where an archive is asked]
    #[arg(long, value_name = "SECONDS")]
    time: Option<u64>,
    /// How the answer is printed
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

/// A question over files.
#[cfg_attr(not(feature = "cluster"), expect(dead_code))]
pub struct Over {
    /// Paths and patterns.
    pub files: Vec<String>,
    /// The question.
    pub select: String,
    /// Most rows of the answer.
    pub rows: usize,
    /// Seconds after which it is broken off.
    pub time: Option<u64>,
    /// The scheduler of the cluster that answers.
    pub cluster: Option<Address>,
    /// Into how many parts the cluster cuts the work.
    pub parts: Option<usize>,
    /// Threads to use here.
    pub jobs: usize,
}

impl Sql {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let (format, most) = (self.format, self.rows);
        let rows = self.ask()?;
        match format {
            AnswerFormat::Json => answer::json(&rows)?,
            AnswerFormat::Csv => {
                let names: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
                let cells = rows.rows.iter().map(|row| row.iter().map(shown).collect());
                answer::table(&names, cells)?;
            }
            AnswerFormat::Text => write!(anstream::stdout(), "{}", text(&rows))?,
        }
        if rows.truncated {
            complain(format_args!("there are more than {most} rows; see more with --rows"));
        }
        Ok(Outcome::Complete)
    }

    fn ask(self) -> anyhow::Result<Rows> {
        if !self.over.is_empty() {
            return distributed::select(Over {
                files: self.over,
                select: self.select,
                rows: self.rows,
                time: self.time,
                cluster: self.cluster,
                parts: self.parts.map(NonZeroUsize::get),
                jobs: cores(self.jobs),
            });
        }
        let time = self.time.map_or(SqlLimits::default().time, Duration::from_secs);
        let limits = SqlLimits { rows: self.rows, time };
        Ok(Archive::open_read_only(&self.archive.db)?.sql(&self.select, limits)?)
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
