//! What a record looks like to a reader: as text on a terminal, as a page.
//!
//! The command, the server and the Python package show records alike, so that is done here, apart from both. Whatever comes from
//! an article is escaped or made printable. Nothing here prints.

pub mod html;
pub mod marks;
mod printable;
pub mod text;

use std::collections::HashMap;

pub use printable::Printable;

use onrecord::record::{Act, ActKind, Party, Record, Statement};
use onrecord::segment::Segments;
use onrecord::text::Offsets;

/// Nesting deeper than this is shown as if it were this deep.
const DEEPEST: usize = 8;

/// Tells on which line and in which paragraph of an article a code point stands, both from 1.
struct Places {
    lines: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl Places {
    fn new(text: &str) -> Self {
        let offsets = Offsets::new(text);
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).map(|byte| offsets.code_point(byte)).collect();
        let segments = Segments::new(text);
        let first = |paragraph: &std::ops::Range<usize>| segments.tokens[paragraph.start].bytes.start;
        let paragraphs = segments.paragraphs.iter().map(|p| offsets.code_point(first(p))).collect();
        Places { lines, paragraphs }
    }

    fn line(&self, code_point: u32) -> usize {
        self.lines.partition_point(|start| *start <= code_point)
    }

    fn paragraph(&self, code_point: u32) -> usize {
        self.paragraphs.partition_point(|start| *start <= code_point).max(1)
    }
}

/// For each statement how many others hold it, `DEEPEST` at most.
fn depths(record: &Record) -> Vec<usize> {
    let place: HashMap<&str, usize> =
        record.statements.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let outer = |s: &Statement| s.inside.as_deref().and_then(|id| place.get(id).copied());
    let depth = |s: &Statement| {
        // bounded, since a record from a file may nest a statement in itself
        let chain = std::iter::successors(outer(s), |i| outer(&record.statements[*i]));
        chain.take(DEEPEST).count()
    };
    record.statements.iter().map(depth).collect()
}

/// Where a statement begins: its content, else its cue, else its source.
pub fn start(statement: &Statement) -> Option<u32> {
    let parts = [Some(&statement.content), statement.cue.as_ref(), statement.source.as_ref()];
    parts.into_iter().flatten().find_map(|words| words.spans.first()).map(|span| span.start)
}

/// Who speaks, as a reader would put it.
pub fn speaker(statement: &Statement) -> String {
    let speaker = &statement.speaker;
    let Some(name) = speaker.name.clone() else { return "Somebody the article does not name".to_owned() };
    let said = name.to_lowercase();
    match speaker.role.as_deref().filter(|role| !said.contains(&role.to_lowercase())) {
        Some(role) => format!("{name}, {role}"),
        None => name,
    }
}

/// Whether the article refers to the speaker by other words than the name.
fn source_differs(statement: &Statement) -> Option<&str> {
    let source = statement.source.as_ref()?.text.as_str();
    (statement.speaker.name.as_deref() != Some(source)).then_some(source)
}

/// The chain of those who relay a statement, nearest the speaker first.
pub fn chain(via: &[Party]) -> String {
    let names: Vec<&str> = via.iter().map(|party| party.name.as_str()).collect();
    names.join(" → ")
}

/// What the speaker does, as a verb.
pub fn act(act: Act) -> &'static str {
    if !act.negated {
        return act.kind.name();
    }
    match act.kind {
        ActKind::States => "does not state",
        ActKind::Denies => "does not deny",
        ActKind::Asks => "does not ask",
        ActKind::Urges => "does not urge",
        ActKind::Intends => "does not intend",
        ActKind::Believes => "does not believe",
        ActKind::Hopes => "does not hope",
        ActKind::Fears => "does not fear",
    }
}

/// `1 statement`, `2 statements`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What the record says about itself, in one line.
fn totals(record: &Record) -> String {
    let parts = [
        count(record.statements.len(), "statement", "statements"),
        count(record.labels.len(), "label", "labels"),
        count(record.entities.len(), "entity", "entities"),
    ];
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one() {
        let places = Places::new("Ça va.\n\nNo, “no”.\nThird.");
        let at = |n| (places.line(n), places.paragraph(n));
        assert_eq!([at(0), at(8), at(18)], [(1, 1), (3, 2), (4, 3)]);
        assert_eq!((Places::new("").line(0), Places::new("").paragraph(0)), (1, 1));
    }
}
