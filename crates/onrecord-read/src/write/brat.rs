//! Records as brat standoff.

use std::fmt::Write;

use onrecord::record::{Record, Words};
use onrecord::text::Offsets;

use crate::format::brat::{RECORD_NOTE, STATEMENT_NOTE, fragments};

/// A record as a pair of brat files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BratPair {
    /// What goes into `NAME.txt`.
    pub text: String,
    /// What goes into `NAME.ann`.
    pub annotations: String,
}

/// Writes a record as a pair of files: spans for sources, cues and contents, relations from each content to its
/// source and cue, and notes with everything else. `None` where the record does not hold its text.
pub fn brat(record: &Record) -> Option<BratPair> {
    let text = record.document.text.as_deref()?;
    let offsets = Offsets::new(text);
    let mut standoff = Standoff { offsets: &offsets, lines: String::new(), spans: 0, relations: 0, notes: 0 };
    let mut rest = record.clone();
    rest.statements.clear();
    rest.document.text = None;
    let first_line = text.lines().next().unwrap_or_default().chars().count();
    let whole = standoff.line_of_spans(
        "Document",
        &format!("0 {first_line}"),
        text.lines().next().unwrap_or_default(),
    );
    standoff.note(RECORD_NOTE, whole, &serde_json::to_string(&rest).ok()?);
    for statement in &record.statements {
        // a content without words has no span of its own
        let content = standoff.words("Content", &statement.content).unwrap_or(whole);
        for (kind, words) in [("Source", &statement.source), ("Cue", &statement.cue)] {
            if let Some(part) = words.as_ref().and_then(|words| standoff.words(kind, words)) {
                standoff.relation(kind, content, part);
            }
        }
        standoff.note(STATEMENT_NOTE, content, &serde_json::to_string(statement).ok()?);
    }
    // a mark at the beginning belongs to the text here, but would be taken for one of the charset
    let mark = if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
    Some(BratPair { text: format!("{mark}{text}"), annotations: standoff.lines })
}

/// The annotation file being written. Spans, relations and notes are numbered each on their own.
struct Standoff<'t> {
    offsets: &'t Offsets<'t>,
    lines: String,
    spans: u32,
    relations: u32,
    notes: u32,
}

impl Standoff<'_> {
    /// A span or several of one type; `None` where there is nothing in them.
    fn words(&mut self, kind: &str, words: &Words) -> Option<u32> {
        let cut = fragments(self.offsets, &words.spans);
        if cut.is_empty() {
            return None;
        }
        let places: Vec<String> = cut.iter().map(|span| format!("{} {}", span.start, span.end)).collect();
        let texts: Vec<&str> =
            cut.iter().map(|span| &self.offsets.text()[self.offsets.bytes(*span)]).collect();
        Some(self.line_of_spans(kind, &places.join(";"), &texts.join(" ")))
    }

    fn line_of_spans(&mut self, kind: &str, places: &str, text: &str) -> u32 {
        self.spans += 1;
        let _ = writeln!(self.lines, "T{}\t{kind} {places}\t{text}", self.spans);
        self.spans
    }

    fn relation(&mut self, kind: &str, from: u32, to: u32) {
        self.relations += 1;
        let _ = writeln!(self.lines, "R{}\t{kind} Arg1:T{from} Arg2:T{to}", self.relations);
    }

    fn note(&mut self, kind: &str, on: u32, json: &str) {
        self.notes += 1;
        let _ = writeln!(self.lines, "#{}\t{kind} T{on}\t{json}", self.notes);
    }
}
