//! Where paragraphs start.
//!
//! A blank line always starts one. A single line break does too, unless the text is wrapped at a
//! fixed width: then a line that is about as long as the longest goes on in the next.

use super::{Gap, Token};

/// Shortest line that counts as full in a wrapped text, as a share of the longest usual line.
const FULL: f32 = 0.75;
/// A text is wrapped where its lines are many, none is longer than this, and most are full.
const WIDEST: usize = 110;
const NARROWEST: usize = 40;
const FEWEST_LINES: usize = 6;

/// Sets the gap of every token that starts a paragraph.
pub(super) fn mark(text: &str, tokens: &mut [Token]) {
    let width = wrapped_width(text);
    for i in 1..tokens.len() {
        if tokens[i].gap != Gap::Space {
            continue;
        }
        let between = tokens[i - 1].bytes.end..tokens[i].bytes.start;
        let breaks = text[between.clone()].bytes().filter(|b| *b == b'\n').count();
        let starts = match (breaks, width) {
            (0, _) => false,
            (1, Some(width)) => !line_is_full(text, between.start, width),
            _ => true,
        };
        if starts {
            tokens[i].gap = Gap::Paragraph;
        }
    }
}

/// The width that a text is wrapped at, in bytes; `None` where every line is a paragraph.
fn wrapped_width(text: &str) -> Option<usize> {
    let (mut lines, mut longest, mut inner, mut full) = (0, 0, 0, 0);
    for line in text.lines() {
        lines += 1;
        longest = longest.max(line.trim_end().len());
        if longest > WIDEST {
            return None;
        }
    }
    if lines < FEWEST_LINES || longest < NARROWEST {
        return None;
    }
    let mut previous: Option<&str> = None;
    for line in text.lines() {
        if let Some(before) = previous.filter(|before| !before.trim().is_empty() && !line.trim().is_empty()) {
            inner += 1;
            full += usize::from(before.trim_end().len() as f32 >= FULL * longest as f32);
        }
        previous = Some(line);
    }
    (inner >= 3 && full * 10 >= inner * 8).then_some(longest)
}

/// Whether the line that ends at a byte is so long that the writer had to break it.
fn line_is_full(text: &str, end: usize, width: usize) -> bool {
    let start = text.as_bytes()[..end].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    (end - start) as f32 >= FULL * width as f32
}
