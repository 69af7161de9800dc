//! A record's spans over its text -> a sequence of openings, closings and text that nests.
//!
//! Spans may cross each other, and paragraphs may end inside them; an element of a page may not. What
//! crosses is closed and opened again.

use std::ops::Range;

use onrecord::record::{Record, Span};
use onrecord::segment::Segments;
use onrecord::text::Offsets;

/// Marks open at once; further ones are left out, so that no record makes a page too deep to show.
const MOST_OPEN: usize = 16;

/// What marked words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What is said.
    Content,
    /// The words that name who says it.
    Source,
    /// The words that mark it as said.
    Cue,
    /// A name or epithet given.
    Label,
}

impl Role {
    /// The word for it, which is also its class.
    pub fn word(self) -> &'static str {
        match self {
            Role::Content => "content",
            Role::Source => "source",
            Role::Cue => "cue",
            Role::Label => "label",
        }
    }
}

/// A piece of the marked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// A paragraph begins.
    ParagraphStart,
    /// It ends.
    ParagraphEnd,
    /// The number of the statement with this index belongs here.
    Number(usize),
    /// Marked words begin; the number is the index of the statement, or of the label.
    Open(Role, usize),
    /// They end.
    Close(Role),
    /// Words.
    Text(&'t str),
}

/// One span to mark, in bytes.
struct Mark {
    bytes: Range<usize>,
    role: Role,
    of: usize,
    /// Whether the statement's number stands before it.
    numbered: bool,
}

/// The text in pieces. Marks nest and none crosses a paragraph.
pub fn pieces<'t>(record: &Record, text: &'t str) -> Vec<Piece<'t>> {
    let marks = marks(record, &Offsets::new(text));
    let segments = Segments::new(text);
    let mut writer = Writer { text, out: Vec::new(), open: Vec::new() };
    let mut next = 0;
    for paragraph in &segments.paragraphs {
        let bytes = segments.bytes(paragraph);
        writer.out.push(Piece::ParagraphStart);
        let carried = std::mem::take(&mut writer.open);
        carried.into_iter().filter(|mark| mark.bytes.end > bytes.start).for_each(|mark| writer.push(mark));
        let mut at = bytes.start;
        while at < bytes.end {
            while let Some(mark) = marks.get(next).filter(|mark| mark.bytes.start <= at) {
                writer.start(mark, at);
                next += 1;
            }
            let starts = marks.get(next).map(|mark| mark.bytes.start);
            let ends = writer.open.iter().map(|mark| mark.bytes.end).min();
            let to = [starts, ends].into_iter().flatten().fold(bytes.end, usize::min);
            writer.out.push(Piece::Text(&writer.text[at..to]));
            at = to;
            writer.end(at);
        }
        // what goes on in the next paragraph is opened there again
        let roles: Vec<Role> = writer.open.iter().rev().map(|mark| mark.role).collect();
        writer.out.extend(roles.into_iter().map(Piece::Close));
        writer.out.push(Piece::ParagraphEnd);
    }
    writer.out
}

struct Writer<'t, 'm> {
    text: &'t str,
    out: Vec<Piece<'t>>,
    open: Vec<&'m Mark>,
}

impl<'m> Writer<'_, 'm> {
    fn start(&mut self, mark: &'m Mark, at: usize) {
        if mark.numbered {
            self.out.push(Piece::Number(mark.of));
        }
        if mark.bytes.end > at && self.open.len() < MOST_OPEN {
            self.push(mark);
        }
    }

    fn push(&mut self, mark: &'m Mark) {
        self.out.push(Piece::Open(mark.role, mark.of));
        self.open.push(mark);
    }

    /// Closes what ends here; what was opened after it and goes on is closed and opened again.
    fn end(&mut self, at: usize) {
        let Some(outermost) = self.open.iter().position(|mark| mark.bytes.end <= at) else { return };
        let closed: Vec<&Mark> = self.open.drain(outermost..).collect();
        self.out.extend(closed.iter().rev().map(|mark| Piece::Close(mark.role)));
        closed.into_iter().filter(|mark| mark.bytes.end > at).for_each(|mark| self.push(mark));
    }
}

/// Every span of the record, by its start, longer ones first.
fn marks(record: &Record, offsets: &Offsets<'_>) -> Vec<Mark> {
    let mut out = Vec::new();
    for (of, statement) in record.statements.iter().enumerate() {
        let first = crate::start(statement);
        let roles = [
            (Role::Content, Some(&statement.content)),
            (Role::Cue, statement.cue.as_ref()),
            (Role::Source, statement.source.as_ref()),
        ];
        let mut numbered = false;
        for (role, words) in roles {
            for span in words.iter().flat_map(|words| &words.spans) {
                let here = !numbered && Some(span.start) == first;
                numbered |= here;
                out.push(Mark { bytes: bytes(*span, offsets), role, of, numbered: here });
            }
        }
    }
    for (of, label) in record.labels.iter().enumerate() {
        out.push(Mark { bytes: bytes(label.span, offsets), role: Role::Label, of, numbered: false });
    }
    out.sort_by(|a, b| a.bytes.start.cmp(&b.bytes.start).then(b.bytes.end.cmp(&a.bytes.end)));
    out
}

/// A span in bytes; a record from a file may hold any numbers.
fn bytes(span: Span, offsets: &Offsets<'_>) -> Range<usize> {
    let bytes = offsets.bytes(span);
    bytes.start..bytes.end.max(bytes.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord::record::{Label, Party};
    use proptest::prelude::*;

    fn label(start: u32, end: u32) -> Label {
        let target = Party { entity: None, name: String::new() };
        Label { label: String::new(), target, by: None, cue: None, quoted: false, span: Span { start, end } }
    }

    fn record(spans: &[(u32, u32)]) -> Record {
        let labels = spans.iter().map(|&(start, end)| label(start, end)).collect();
        Record { labels, ..Record::default() }
    }

    fn show(text: &str, spans: &[(u32, u32)]) -> String {
        let record = record(spans);
        let pieces = pieces(&record, text);
        let shown = pieces.iter().map(|piece| match piece {
            Piece::ParagraphStart => "{",
            Piece::ParagraphEnd => "}",
            Piece::Open(..) => "[",
            Piece::Close(_) => "]",
            Piece::Number(_) => "#",
            Piece::Text(text) => text,
        });
        shown.collect()
    }

    #[test]
    fn nested_marks_nest() {
        assert_eq!(show("one two six", &[(0, 11), (4, 7)]), "{[one [two] six]}");
    }

    #[test]
    fn crossing_marks_are_opened_again() {
        assert_eq!(show("one two six", &[(0, 7), (4, 11)]), "{[one [two]][ six]}");
    }

    #[test]
    fn marks_do_not_cross_paragraphs() {
        assert_eq!(show("one.\n\ntwo.", &[(0, 10)]), "{[one.]}{[two.]}");
    }

    #[test]
    fn spans_that_are_not_in_the_text_do_no_harm() {
        assert_eq!(show("one", &[(3, 3), (2, 1), (50, 90), (0, 1000)]), "{[one]}");
    }

    proptest! {
        #[test]
        fn every_word_is_there_once_and_marks_close(
            text in "[a-zß“” \n]{0,80}",
            spans in proptest::collection::vec((0u32..90, 0u32..90), 0..40),
        ) {
            let record = record(&spans);
            let (mut open, mut words) = (Vec::new(), String::new());
            for piece in pieces(&record, &text) {
                match piece {
                    Piece::Open(role, _) => open.push(role),
                    Piece::Close(role) => prop_assert_eq!(open.pop(), Some(role)),
                    Piece::Text(text) => words.push_str(text),
                    Piece::ParagraphStart | Piece::ParagraphEnd => prop_assert!(open.is_empty()),
                    Piece::Number(_) => {}
                }
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&words), letters(&text));
        }
    }
}
