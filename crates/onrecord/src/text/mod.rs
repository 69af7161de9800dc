//! The article's text, which never changes, and offsets into it.
//!
//! Inside the engine an offset counts bytes, since that is what slicing needs. In a record it
//! counts Unicode code points, since that is what every other language can use. [`Offsets`]
//! translates; nothing else does.

use std::ops::Range;

use crate::record::{Document, Phrase, Span, Words};

/// One article to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// What is known about it; `text` is ignored.
    pub document: Document,
    /// The plain text. Paragraphs are separated by blank lines or line breaks.
    pub text: String,
}

impl Article {
    /// An article of which nothing but the text is known.
    pub fn new(text: impl Into<String>) -> Self {
        Article { document: Document::default(), text: text.into() }
    }
}

/// Every how many bytes the number of code points is kept.
const STRIDE: usize = 128;

/// Translates between byte offsets and code points of one text, in constant time.
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points that begin before byte `k * STRIDE`; empty where all of the text is ASCII.
    before: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                before.push(count);
                count += chunk.iter().filter(|b| begins(**b)).count() as u32;
            }
        }
        Offsets { text, before }
    }

    /// The text translated for.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Code points before a byte offset, which must lie on a character's border.
    pub fn code_point(&self, byte: usize) -> u32 {
        if self.before.is_empty() {
            return byte as u32;
        }
        let chunk = (byte / STRIDE).min(self.before.len() - 1);
        let rest = &self.text.as_bytes()[chunk * STRIDE..byte];
        self.before[chunk] + rest.iter().filter(|b| begins(**b)).count() as u32
    }

    /// The byte offset of a code point; the text's length where there are fewer.
    pub fn byte(&self, code_point: u32) -> usize {
        if self.before.is_empty() {
            return (code_point as usize).min(self.text.len());
        }
        let chunk = self.before.partition_point(|&n| n <= code_point) - 1;
        let mut left = code_point - self.before[chunk];
        for (at, byte) in self.text.bytes().enumerate().skip(chunk * STRIDE) {
            if begins(byte) {
                if left == 0 {
                    return at;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// A byte range as a span of the record.
    pub fn span(&self, bytes: &Range<usize>) -> Span {
        Span { start: self.code_point(bytes.start), end: self.code_point(bytes.end) }
    }

    /// A span of the record as a byte range.
    pub fn bytes(&self, span: Span) -> Range<usize> {
        self.byte(span.start)..self.byte(span.end)
    }

    /// Byte ranges as words of the record.
    pub fn words(&self, ranges: &[Range<usize>]) -> Words {
        let texts: Vec<&str> = ranges.iter().map(|r| &self.text[r.clone()]).collect();
        Words { text: texts.join(" ... "), spans: ranges.iter().map(|r| self.span(r)).collect() }
    }

    /// A byte range as a phrase of the record.
    pub fn phrase(&self, bytes: &Range<usize>) -> Phrase {
        Phrase { text: self.text[bytes.clone()].to_owned(), span: self.span(bytes) }
    }
}

/// Whether a UTF-8 byte begins a character.
fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_agree(text in "\\PC{0,400}") {
            let offsets = Offsets::new(&text);
            let mut seen = 0;
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.code_point(byte), n as u32);
                prop_assert_eq!(offsets.byte(n as u32), byte);
                seen = n as u32 + 1;
            }
            prop_assert_eq!(offsets.code_point(text.len()), seen);
            prop_assert_eq!(offsets.byte(seen), text.len());
        }
    }
}
