//! Tokens -> wordpieces of BERT's uncased vocabulary (Wu et al., 2016; greedy, longest first).
//!
//! Written here because it runs token by token with a cache, which the libraries' whole-text
//! interfaces do not allow; `tag/parity.rs` holds it to the tokenizer the model was trained with.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

static VOCABULARY: &str = include_str!("model/vocabulary.txt");

/// Wordpieces kept of one token.
const MOST: usize = 6;
/// Characters of a word that is still cut into pieces.
const LONGEST: usize = 100;
/// Tokens a cache holds before it starts anew.
const CACHED: usize = 50_000;

/// The vocabulary.
pub(super) struct Wordpieces {
    first: HashMap<&'static str, u32>,
    later: HashMap<&'static str, u32>,
    unknown: u32,
    /// `[CLS]`, which opens a window.
    pub(super) start: u32,
    /// `[SEP]`, which closes a window and every paragraph.
    pub(super) stop: u32,
}

/// The pieces of the tokens met so far.
#[derive(Default)]
pub(super) struct Cache {
    /// Where in `pieces` those of a token lie.
    tokens: HashMap<String, (usize, usize)>,
    pieces: Vec<u32>,
}

impl Wordpieces {
    pub(super) fn new() -> Self {
        let (mut first, mut later) = (HashMap::with_capacity(32_000), HashMap::with_capacity(8_000));
        for (id, piece) in VOCABULARY.lines().enumerate() {
            match piece.strip_prefix("##").filter(|rest| !rest.is_empty()) {
                Some(rest) => later.insert(rest, id as u32),
                None => first.insert(piece, id as u32),
            };
        }
        let of = |name| first.get(name).copied().unwrap_or(0);
        let (unknown, start, stop) = (of("[UNK]"), of("[CLS]"), of("[SEP]"));
        Wordpieces { first, later, unknown, start, stop }
    }

    /// The pieces of one token: at least one, at most [`MOST`].
    pub(super) fn of<'c>(&self, token: &str, cache: &'c mut Cache) -> &'c [u32] {
        if let Some((start, end)) = cache.tokens.get(token) {
            return &cache.pieces[*start..*end];
        }
        if cache.tokens.len() >= CACHED {
            cache.tokens.clear();
            cache.pieces.clear();
        }
        let start = cache.pieces.len();
        self.cut(token, &mut cache.pieces);
        cache.tokens.insert(token.to_owned(), (start, cache.pieces.len()));
        &cache.pieces[start..]
    }

    /// Appends the pieces of one token.
    fn cut(&self, token: &str, out: &mut Vec<u32>) {
        let plain: String = if token.is_ascii() {
            token.to_ascii_lowercase()
        } else {
            let kept = token.chars().filter(|c| !c.is_control() && *c != '\u{fffd}');
            kept.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
        };
        let before = out.len();
        let mut rest = plain.as_str();
        while let Some(c) = rest.chars().next() {
            let end =
                if stands_alone(c) { c.len_utf8() } else { rest.find(stands_alone).unwrap_or(rest.len()) };
            self.word(&rest[..end], out);
            rest = &rest[end..];
        }
        if out.len() == before {
            out.push(self.unknown);
        }
        out.truncate(before + MOST);
    }

    fn word(&self, word: &str, out: &mut Vec<u32>) {
        // looked at first: every prefix of a longer one would be looked up
        if word.chars().nth(LONGEST).is_some() {
            out.push(self.unknown);
            return;
        }
        let before = out.len();
        let mut start = 0;
        while start < word.len() {
            let table = if start == 0 { &self.first } else { &self.later };
            let end = (start + 1..=word.len())
                .rev()
                .find(|end| word.is_char_boundary(*end) && table.contains_key(&word[start..*end]));
            match end {
                Some(end) => {
                    out.push(table[&word[start..end]]);
                    start = end;
                }
                None => {
                    out.truncate(before);
                    out.push(self.unknown);
                    return;
                }
            }
        }
    }
}

/// Whether BERT makes a character a word of its own: punctuation, and Chinese characters.
fn stands_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let code = c as u32;
    let chinese = matches!(code, 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F);
    chinese || c.general_category_group() == GeneralCategoryGroup::Punctuation
}
