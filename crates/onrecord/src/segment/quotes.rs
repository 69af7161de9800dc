//! Which tokens stand inside quotation marks.
//!
//! Straight and curly marks, double and single, guillemets, low marks, and two apostrophes in a row.
//! An apostrophe is told from a closing mark by what stands around it. A quotation never crosses a
//! paragraph here (the next paragraph opens its own), so a mark that is never closed cannot swallow
//! the rest of an article.

use std::ops::Range;

use super::words::is_word;
use super::{Gap, Token};

/// Whether a token stands inside quotation marks, or is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Outside.
    Outside,
    /// Inside.
    Inside,
    /// A quotation mark.
    Mark,
}

const OPENERS: [&str; 4] = ["“", "«", "„", "‟"];
const CLOSERS: [&str; 2] = ["”", "»"];
const SINGLE: [&str; 6] = ["'", "‘", "’", "‚", "‛", "`"];
const DOUBLE: [&str; 2] = ["\"", "＂"];
/// Words that lose their first letters to an apostrophe.
const ELIDED: [&str; 12] =
    ["tis", "twas", "em", "cause", "til", "till", "n", "bout", "round", "ere", "neath", "cos"];
/// How many tokens a single mark looks ahead for the one that closes it.
const LOOK_AHEAD: usize = 400;

/// Sets `quote` on every token; paragraphs must be known.
pub(super) fn mark(text: &str, tokens: &mut [Token]) {
    let mut start = 0;
    while start < tokens.len() {
        let mut end = start + 1;
        while end < tokens.len() && tokens[end].gap != Gap::Paragraph {
            end += 1;
        }
        let states = Paragraph { text, tokens, range: start..end }.states();
        for (token, state) in tokens[start..end].iter_mut().zip(states) {
            token.quote = state;
        }
        start = end;
    }
}

/// The marks of a token range read as if it were a paragraph of its own.
pub(super) fn within(text: &str, tokens: &[Token], range: Range<usize>) -> Vec<Quote> {
    Paragraph { text, tokens, range }.states()
}

struct Paragraph<'a> {
    text: &'a str,
    tokens: &'a [Token],
    range: Range<usize>,
}

impl<'a> Paragraph<'a> {
    fn states(&self) -> Vec<Quote> {
        let mut out = Vec::with_capacity(self.range.len());
        let mut double = false;
        let mut closer = None;
        let mut i = self.range.start;
        while i < self.range.end {
            let token = self.word(i);
            if (token == "'" || token == "`") && self.tight_after(i) && self.word(i + 1) == token {
                double = !double;
                out.extend([Quote::Mark, Quote::Mark]);
                i += 2;
                continue;
            }
            let state = if OPENERS.contains(&token) {
                double = true;
                Quote::Mark
            } else if CLOSERS.contains(&token) {
                double = false;
                Quote::Mark
            } else if DOUBLE.contains(&token) {
                let (opens, closes) = (self.can_open(i), self.can_close(i));
                double = if opens != closes { opens } else { !double };
                Quote::Mark
            } else if SINGLE.contains(&token) && closer == Some(i) {
                closer = None;
                Quote::Mark
            } else if SINGLE.contains(&token) && closer.is_none() && self.opens_single(i) {
                closer = self.closer_of(i);
                if closer.is_some() { Quote::Mark } else { inside(double) }
            } else {
                inside(double || closer.is_some())
            };
            out.push(state);
            i += 1;
        }
        out
    }

    fn word(&self, i: usize) -> &'a str {
        &self.text[self.tokens[i].bytes.clone()]
    }

    fn starts_with_word(&self, i: usize) -> bool {
        self.word(i).starts_with(is_word)
    }

    fn tight_before(&self, i: usize) -> bool {
        i > self.range.start && self.tokens[i].gap == Gap::Joined
    }

    fn tight_after(&self, i: usize) -> bool {
        i + 1 < self.range.end && self.tokens[i + 1].gap == Gap::Joined
    }

    fn can_open(&self, i: usize) -> bool {
        let blocked = self.tight_before(i)
            && (self.starts_with_word(i - 1)
                || matches!(self.word(i - 1), "," | "." | "!" | "?" | ";" | ":" | ")" | "]" | "…"));
        self.tight_after(i) && !blocked
    }

    fn can_close(&self, i: usize) -> bool {
        self.tight_before(i) && !(self.tight_after(i) && self.starts_with_word(i + 1))
    }

    fn opens_single(&self, i: usize) -> bool {
        if !self.can_open(i) || self.word(i) == "’" {
            return false;
        }
        let after = self.word(i + 1);
        if after.starts_with(is_digit) || ELIDED.contains(&after.to_lowercase().as_str()) {
            return false;
        }
        after.starts_with(is_word)
            || matches!(after, "“" | "\"" | "…" | "[" | "$" | "£" | "€" | "-" | "—" | "(")
            || SINGLE.contains(&after)
    }

    /// Whether a closing single mark cannot be a plural possessive.
    fn sure_close(&self, i: usize) -> bool {
        let before = self.word(i - 1);
        if !self.starts_with_word(i - 1) || !before.to_lowercase().ends_with('s') {
            return true;
        }
        i + 1 >= self.range.end || !self.starts_with_word(i + 1)
    }

    /// The token that closes the single mark at `i`.
    fn closer_of(&self, i: usize) -> Option<usize> {
        let mut maybe = None;
        for j in i + 2..self.range.end.min(i + LOOK_AHEAD) {
            if SINGLE.contains(&self.word(j)) && self.can_close(j) {
                if self.sure_close(j) {
                    return Some(j);
                }
                maybe = maybe.or(Some(j));
            }
        }
        maybe
    }
}

fn inside(quoted: bool) -> Quote {
    if quoted { Quote::Inside } else { Quote::Outside }
}

fn is_digit(c: char) -> bool {
    c.is_numeric()
}
