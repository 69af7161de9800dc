//! Records as a table for spreadsheets: one row a statement.

use std::borrow::Cow;
use std::io::{self, Write};

use onrecord::record::{Phrase, Record, Statement, Words};

use super::RecordWriter;

/// The columns, in their order.
const COLUMNS: [&str; 25] = [
    "article",
    "url",
    "outlet",
    "title",
    "published",
    "statement",
    "form",
    "act",
    "negated",
    "speaker",
    "kind",
    "role",
    "anonymous",
    "basis",
    "source",
    "cue",
    "content",
    "via",
    "inside",
    "when",
    "date",
    "where",
    "condition",
    "confidence",
    "start",
];

/// Writes statements as rows.
pub(super) struct Csv {
    rows: ::csv::Writer<Box<dyn Write + Send>>,
}

impl Csv {
    pub(super) fn new(mut output: Box<dyn Write + Send>, continued: bool) -> io::Result<Self> {
        if !continued {
            // spreadsheets take a table for one in the charset of the machine unless it begins so
            output.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut rows = ::csv::WriterBuilder::new().from_writer(output);
        if !continued {
            rows.write_record(COLUMNS)?;
        }
        Ok(Csv { rows })
    }
}

impl RecordWriter for Csv {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for statement in &record.statements {
            let cells = row(record, statement);
            self.rows.write_record(cells.iter().map(|cell| safe(cell).into_owned()))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.rows.flush()
    }
}

fn row(record: &Record, statement: &Statement) -> [String; COLUMNS.len()] {
    let document = &record.document;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let words = |words: &Option<Words>| words.as_ref().map_or_else(String::new, |words| words.text.clone());
    let phrase =
        |phrase: &Option<Phrase>| phrase.as_ref().map_or_else(String::new, |phrase| phrase.text.clone());
    let speaker = &statement.speaker;
    let when = statement.when.as_ref();
    [
        text(&document.id),
        text(&document.url),
        text(&document.outlet),
        text(&document.title),
        text(&document.published),
        statement.id.clone(),
        statement.form.name().to_owned(),
        statement.act.kind.name().to_owned(),
        statement.act.negated.to_string(),
        text(&speaker.name),
        speaker.kind.name().to_owned(),
        text(&speaker.role),
        speaker.anonymous.to_string(),
        text(&speaker.basis),
        words(&statement.source),
        words(&statement.cue),
        statement.content.text.clone(),
        statement.via.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join("; "),
        text(&statement.inside),
        when.map_or_else(String::new, |when| when.text.clone()),
        when.and_then(|when| when.date.clone()).unwrap_or_default(),
        phrase(&statement.place),
        phrase(&statement.condition),
        statement.confidence.to_string(),
        statement.content.spans.first().map_or_else(String::new, |span| span.start.to_string()),
    ]
}

/// A spreadsheet runs cells that begin like a formula; an apostrophe makes them text.
fn safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_become_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        assert_eq!(safe("said - twice"), "said - twice");
    }
}
