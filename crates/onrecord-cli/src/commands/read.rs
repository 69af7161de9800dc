//! `onrecord read`: articles in, their attributions out, for people and for programs.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use onrecord::Engine;
use onrecord::record::Record;
use onrecord_present::{html, text};
use onrecord_read::write::{OutputFormat, RecordWriter, brat, writer};

use crate::arguments::Reading;
use crate::inputs::{self, Done};
use crate::outcome::{Outcome, complain};
use crate::present::{answer, explain};
use crate::{ordered, present};

/// Read articles and show who said what
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord read article.txt
  onrecord read https://example.com/news/1.html --format html > article.html
  onrecord read article.txt --published 2022-04-14 --format json
  onrecord read article.txt --explain s3
  pbpaste | onrecord read -")]
pub struct Read {
    /// Files, folders, patterns, addresses, or - for standard input; of any format that onrecord knows
    #[arg(required = true, value_name = "FILE|URL|-")]
    inputs: Vec<String>,
    /// How to show the records
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
    /// Say why each field of a statement has its value; without ID, of every statement
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "")]
    explain: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

/// How records are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An account to read, coloured on a terminal
    #[default]
    Text,
    /// One JSON object; a list of them where there are several articles
    Json,
    /// One JSON object a line
    Jsonl,
    /// One page, the article with its attributions marked
    Html,
    /// One row a statement, for a spreadsheet
    Csv,
    /// W3C Web Annotations, one a line
    Annotation,
    /// A brat annotation file
    Brat,
}

impl Read {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let engine = self.reading.model.engine()?;
        if let Some(id) = &self.explain {
            return self.explain(&engine, id);
        }
        let mut reading = self.reading;
        // these show where words stand, or what stands around them
        reading.with_text |= matches!(self.format, Format::Annotation | Format::Brat);
        let mut shown = Shown::new(self.format, self.inputs.len() > 1)?;
        let items = inputs::open(&self.inputs, &reading);
        let mut failures = 0;
        let work = |item| inputs::read(&engine, &reading, item);
        ordered::map(items, reading.jobs(), work, |result| match result {
            Ok(done) => shown.show(done),
            Err(failed) => {
                failures += 1;
                complain(failed);
                Ok(())
            }
        })?;
        shown.finish()?;
        Ok(Outcome::of_failures(failures))
    }
}

impl Read {
    /// Shows why, for the statement with an id, or for all.
    fn explain(&self, engine: &Engine, id: &str) -> anyhow::Result<Outcome> {
        let (mut failures, mut found) = (0, false);
        for item in inputs::open(&self.inputs, &self.reading) {
            let item = match item {
                Ok(item) => item,
                Err(error) => {
                    failures += 1;
                    complain(error);
                    continue;
                }
            };
            let (record, mut reasons) = engine.read_explained(&item.article);
            reasons.retain(|reason| id.is_empty() || reason.statement == id);
            found |= !reasons.is_empty();
            match self.format {
                Format::Text => write!(anstream::stdout(), "{}", explain::account(&record, &reasons))?,
                Format::Json => answer::json(&reasons)?,
                _ => bail!("reasons can be shown as text or json"),
            }
        }
        if !found && !id.is_empty() {
            bail!("no statement is called {id}; `onrecord read` shows the id of each, as in s3");
        }
        Ok(Outcome::of_failures(failures))
    }
}

/// Standard output, in one of the forms.
#[allow(clippy::large_enum_variant)]
enum Shown {
    Text { width: usize, shown: usize },
    Json(JsonList),
    Html { open: bool, shown: usize },
    Records(Box<dyn RecordWriter>),
    Brat,
}

impl Shown {
    fn new(format: Format, several: bool) -> io::Result<Self> {
        let records = |format| {
            let out = writer(format, Box::new(BufWriter::new(io::stdout())), false)?;
            Ok::<_, io::Error>(Shown::Records(out))
        };
        Ok(match format {
            Format::Text => Shown::Text { width: present::width(), shown: 0 },
            Format::Json => Shown::Json(JsonList { several, first: None, written: 0 }),
            Format::Html => Shown::Html { open: false, shown: 0 },
            Format::Jsonl => records(OutputFormat::JsonLines)?,
            Format::Csv => records(OutputFormat::Csv)?,
            Format::Annotation => records(OutputFormat::Annotations)?,
            Format::Brat => Shown::Brat,
        })
    }

    fn show(&mut self, done: Done) -> anyhow::Result<()> {
        match self {
            Shown::Text { width, shown } => {
                let gap = if *shown > 0 { "\n\n" } else { "" };
                *shown += 1;
                let account = text::account(&done.place, &done.record, done.text(), *width);
                write!(anstream::stdout(), "{gap}{account}")?;
            }
            Shown::Json(list) => list.show(done.record)?,
            Shown::Html { open, shown } => {
                let mut out = BufWriter::new(io::stdout());
                if !*open {
                    out.write_all(html::opening(&done.place, &done.record).as_bytes())?;
                    *open = true;
                }
                *shown += 1;
                out.write_all(html::article(*shown, &done.place, &done.record, done.text()).as_bytes())?;
                out.flush()?;
            }
            Shown::Records(writer) => writer.write(&done.record)?,
            Shown::Brat => {
                let without =
                    || format!("{}: the record does not hold its text, which brat needs", done.place);
                let pair = brat(&done.record).with_context(without)?;
                io::stdout().write_all(pair.annotations.as_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Shown::Json(list) => list.finish()?,
            Shown::Html { open: true, .. } => io::stdout().write_all(html::CLOSING.as_bytes())?,
            Shown::Records(writer) => writer.finish()?,
            Shown::Text { .. } | Shown::Html { .. } | Shown::Brat => {}
        }
        Ok(())
    }
}

/// Records as JSON: one alone as an object, several as a list.
struct JsonList {
    /// Whether it is known that there are several.
    several: bool,
    /// The first record, until it is known whether others follow.
    first: Option<Record>,
    written: usize,
}

impl JsonList {
    fn show(&mut self, record: Record) -> anyhow::Result<()> {
        match self.first.take() {
            None if self.written == 0 && !self.several => {
                self.first = Some(record);
                return Ok(());
            }
            None => {}
            Some(first) => {
                self.several = true;
                self.write(&first)?;
            }
        }
        self.write(&record)
    }

    fn write(&mut self, record: &Record) -> anyhow::Result<()> {
        let before = if self.written == 0 { "[" } else { "," };
        self.written += 1;
        let mut out = BufWriter::new(io::stdout());
        writeln!(out, "{before}")?;
        present::json(record, &mut out)?;
        out.flush()?;
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        let mut out = BufWriter::new(io::stdout());
        match self.first {
            Some(record) => present::json(&record, &mut out)?,
            None if self.written > 0 => write!(out, "\n]")?,
            None if self.several => write!(out, "[]")?,
            None => return Ok(()),
        }
        writeln!(out)?;
        out.flush()?;
        Ok(())
    }
}
