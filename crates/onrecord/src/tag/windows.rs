//! Tokens -> windows of wordpieces: whole paragraphs where they fit, with a little left context.
//!
//! Mirrors `train/onrecord_train/windows.py` and, for the fast model, `fast.py`.

use std::ops::Range;

use super::wordpiece::{Cache, Wordpieces};
use crate::segment::{Gap, Quote, Segments, is_word};

/// What bounds a window, counted in what the encoder reads.
pub(super) struct Bounds {
    /// In a window, what opens and closes it aside.
    pub(super) longest: usize,
    /// Of left context.
    pub(super) context: usize,
    /// What the start of a paragraph adds.
    pub(super) paragraph: usize,
}

/// Wordpieces of the accurate model: 256, of which two are special.
pub(super) const PIECES: Bounds = Bounds { longest: 254, context: 24, paragraph: 1 };
/// Tokens of the fast model.
pub(super) const TOKENS: Bounds = Bounds { longest: 512, context: 32, paragraph: 0 };
/// Added to the feature of a token that starts a paragraph, for the fast model.
const NEW_PARAGRAPH: u8 = 16;

/// Tokens `context..tokens.end` go in; `tokens` are read off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) context: usize,
    pub(super) tokens: Range<usize>,
}

/// What goes into an encoder.
#[derive(Default)]
pub(super) struct Input {
    pub(super) pieces: Vec<u32>,
    /// One a piece for the accurate model, one a token for the fast one.
    pub(super) features: Vec<u8>,
    /// For each token from `context` on, the row of its first piece.
    pub(super) first: Vec<usize>,
}

/// The windows of an article. `sizes` holds what every token takes of a window: its wordpieces, or one.
pub(super) fn windows(segments: &Segments, sizes: &[u8], bounds: &Bounds) -> Vec<Window> {
    let opens = |i: usize| bounds.paragraph * usize::from(segments.tokens[i].gap == Gap::Paragraph);
    let mut out = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    while start < sizes.len() {
        let (mut context, mut used) = (start, 0);
        while context > 0 && used + sizes[context - 1] as usize + opens(context - 1) <= bounds.context {
            context -= 1;
            used += sizes[context] as usize + opens(context);
        }
        let budget = bounds.longest - used;
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

/// Fills `input` with tokens `range` as the fast model reads them.
pub(super) fn fill_tokens(
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
    for i in range {
        let word = segments.word(i);
        let opens = segments.tokens[i].gap == Gap::Paragraph;
        input.first.push(input.pieces.len());
        input.pieces.extend_from_slice(vocabulary.of(word, cache));
        input.features.push(feature(word, quotes(i)) + if opens { NEW_PARAGRAPH } else { 0 });
    }
}

/// Fills `input` with the wordpieces and features of tokens `range` as the accurate model reads them.
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
