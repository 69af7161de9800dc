//! Tokens -> windows of wordpieces: whole paragraphs where they fit, with a little left context.
//!
//! Mirrors `train/onrecord_train/windows.py`.

use std::ops::Range;

use super::wordpiece::{Cache, Wordpieces};
use crate::segment::{Gap, Quote, Segments, is_word};

/// Wordpieces in a window, the two special ones included.
const LONGEST: usize = 256;
/// Wordpieces of left context.
const CONTEXT: usize = 24;

/// Tokens `context..tokens.end` go in; `tokens` are read off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) context: usize,
    pub(super) tokens: Range<usize>,
}

/// What goes into the encoder.
#[derive(Default)]
pub(super) struct Input {
    pub(super) pieces: Vec<u32>,
    pub(super) features: Vec<u8>,
    /// For each token from `context` on, the row of its first piece.
    pub(super) first: Vec<usize>,
}

/// The windows of an article. `sizes` holds the number of wordpieces of every token.
pub(super) fn windows(segments: &Segments, sizes: &[u8]) -> Vec<Window> {
    let opens = |i: usize| usize::from(segments.tokens[i].gap == Gap::Paragraph);
    let mut out = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    while start < sizes.len() {
        let (mut context, mut used) = (start, 0);
        while context > 0 && used + sizes[context - 1] as usize + opens(context - 1) <= CONTEXT {
            context -= 1;
            used += sizes[context] as usize + opens(context);
        }
        let budget = LONGEST - 2 - used;
        let (mut end, mut size) = (start, 0);
        let mut whole = None;
        while end < sizes.len() {
            size += sizes[end] as usize + opens(end);
            if size > budget {
                break;
            }
            end += 1;
            while paragraph < segments.paragraphs.len() && segments.paragraphs[paragraph].end < end {
                paragraph += 1;
            }
            if segments.paragraphs[paragraph].end == end {
                whole = Some(end);
            }
        }
        let end = whole.unwrap_or(end.max(start + 1));
        out.push(Window { context, tokens: start..end });
        start = end;
    }
    out
}

/// Fills `input` with the wordpieces and features of tokens `range`.
pub(super) fn fill(
    segments: &Segments,
    range: Range<usize>,
    quotes: impl Fn(usize) -> Quote,
    vocabulary: &Wordpieces,
    cache: &mut Cache,
    input: &mut Input,
) {
    input.pieces.clear();
    input.features.clear();
    input.first.clear();
    input.pieces.push(vocabulary.start);
    input.features.push(0);
    for i in range.clone() {
        if segments.tokens[i].gap == Gap::Paragraph && i > range.start {
            input.pieces.push(vocabulary.stop);
            input.features.push(0);
        }
        input.first.push(input.pieces.len());
        let word = segments.word(i);
        let pieces = vocabulary.of(word, cache);
        input.pieces.extend_from_slice(pieces);
        input.features.resize(input.pieces.len(), feature(word, quotes(i)));
    }
    input.pieces.push(vocabulary.stop);
    input.features.push(0);
}

/// The input feature of a token, 1 to 15: its shape and its place in quotation marks.
fn feature(word: &str, quote: Quote) -> u8 {
    let first = word.chars().next().unwrap_or(' ');
    let shape = if !is_word(first) || first == '_' {
        0
    } else if first.is_numeric() {
        1
    } else if word.chars().nth(1).is_some() && is_upper(word) {
        2
    } else if first.is_uppercase() {
        3
    } else {
        4
    };
    let quote = match quote {
        Quote::Outside => 0,
        Quote::Inside => 1,
        Quote::Mark => 2,
    };
    1 + shape * 3 + quote
}

/// Whether a word has capitals and no small letters.
fn is_upper(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}
