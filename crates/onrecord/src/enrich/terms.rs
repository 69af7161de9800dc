//! A lower-case view of the tokens that the rules match words against.

use std::borrow::Cow;
use std::collections::HashSet;

use super::lexicon;
use crate::segment::{Gap, Quote, Segments};

/// The tokens of an article with their lower-case forms. Positions beyond the end hold the empty word.
pub(super) struct Terms<'a> {
    /// The article.
    pub segments: &'a Segments<'a>,
    lower: Vec<Cow<'a, str>>,
    /// For every token, whether no word stands before it in its sentence.
    first: Vec<bool>,
    /// Words that stand capitalised inside a sentence.
    capitalised: HashSet<Cow<'a, str>>,
    /// Words that stand without a capital.
    common: HashSet<Cow<'a, str>>,
}

impl<'a> Terms<'a> {
    /// Lower-cases every token once.
    pub fn new(segments: &'a Segments<'a>) -> Self {
        let lower = (0..segments.tokens.len()).map(|i| lower_case(segments.word(i))).collect();
        let first = Vec::with_capacity(segments.tokens.len());
        let mut terms = Terms { segments, lower, first, capitalised: HashSet::new(), common: HashSet::new() };
        for i in 0..terms.len() {
            let opens = i == segments.sentence_of(i).start;
            let first = opens || terms.first[i - 1] && !terms.is_word(i - 1);
            terms.first.push(first);
        }
        for i in 0..terms.len() {
            let word = &terms.lower[i];
            if !terms.is_capital(i) {
                terms.common.insert(word.clone());
            } else if !terms.starts_sentence(i) {
                terms.capitalised.insert(word.clone());
            }
        }
        terms
    }

    /// Whether the token is the first word of its sentence, quotation marks aside.
    pub fn starts_sentence(&self, i: usize) -> bool {
        self.first[i] || (i > 0 && self.is_mark(i - 1)) || (i > 0 && self.word(i - 1) == ":")
    }

    /// Whether the word is a proper name as far as its capital tells: at the start of a sentence it
    /// must stand capitalised inside another, and nowhere without.
    pub fn is_proper(&self, i: usize) -> bool {
        self.is_capital(i)
            && (!self.starts_sentence(i)
                || (self.capitalised.contains(self.word(i)) && !self.common.contains(self.word(i))))
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// The lower-case word at a token; curly apostrophes are straight.
    pub fn word(&self, i: usize) -> &str {
        match self.lower.get(i).map(Cow::as_ref) {
            Some("’") => "'",
            Some(word) => word,
            None => "",
        }
    }

    /// The word as printed.
    pub fn raw(&self, i: usize) -> &'a str {
        if i < self.lower.len() { self.segments.word(i) } else { "" }
    }

    /// Whether the word is one of these.
    pub fn is(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.word(i))
    }

    /// Where a phrase that starts at a token ends, if it stands there; words are separated by blanks.
    pub fn phrase(&self, i: usize, phrase: &str) -> Option<usize> {
        let (mut at, mut rest) = (i, phrase);
        loop {
            let word = self.word(at);
            if word.as_bytes().first() != rest.as_bytes().first() {
                return None;
            }
            let after = rest.strip_prefix(word)?;
            at += 1;
            if after.is_empty() {
                return Some(at);
            }
            rest = after.strip_prefix(' ')?;
        }
    }

    /// Where one of several phrases ends, if it stands at a token; the first that fits counts.
    pub fn any_phrase(&self, i: usize, phrases: &[&str]) -> Option<usize> {
        let initial = self.word(i).as_bytes().first();
        let begun = phrases.iter().filter(|phrase| phrase.as_bytes().first() == initial);
        begun.into_iter().find_map(|phrase| self.phrase(i, phrase))
    }

    /// The lemma of a table that the word is a form of.
    pub fn lemma(&self, i: usize, table: &[&'static str]) -> Option<&'static str> {
        lexicon::lemma_in(self.word(i), table)
    }

    /// Whether the word starts with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        self.raw(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word stands without a capital somewhere in the article.
    pub fn is_common(&self, i: usize) -> bool {
        self.common.contains(self.word(i))
    }

    /// Whether the token is a word or a number, not a sign.
    pub fn is_word(&self, i: usize) -> bool {
        self.raw(i).chars().next().is_some_and(char::is_alphanumeric)
    }

    /// Whether the token is a quotation mark.
    pub fn is_mark(&self, i: usize) -> bool {
        self.segments.tokens.get(i).is_some_and(|t| t.quote == Quote::Mark)
    }

    /// Whether the token stands inside quotation marks.
    pub fn is_quoted(&self, i: usize) -> bool {
        self.segments.tokens.get(i).is_some_and(|t| t.quote == Quote::Inside)
    }

    /// Whether the token touches the one before.
    pub fn is_joined(&self, i: usize) -> bool {
        self.segments.tokens.get(i).is_some_and(|t| t.gap == Gap::Joined)
    }

    /// Whether the token is the 't' of 'n't'.
    pub fn is_contracted_not(&self, i: usize) -> bool {
        i >= 2
            && self.word(i) == "t"
            && self.word(i - 1) == "'"
            && self.word(i - 2).ends_with('n')
            && self.is_joined(i)
            && self.is_joined(i - 1)
    }

    /// Whether a comma, colon, dash or bracket parts the clause here; a hyphen inside a word does not.
    pub fn parts(&self, i: usize) -> bool {
        match self.word(i) {
            "," | ";" | "—" | "–" | "(" | ")" | "[" | "]" | "―" => !self.is_inside_number(i),
            ":" => !self.is_inside_number(i),
            "-" => !self.is_joined(i) || !self.is_joined(i + 1),
            "." | "!" | "?" | "…" => self.ends_sentence(i),
            _ => false,
        }
    }

    fn is_inside_number(&self, i: usize) -> bool {
        i > 0
            && self.is_joined(i)
            && self.is_joined(i + 1)
            && self.raw(i - 1).ends_with(|c: char| c.is_ascii_digit())
            && self.raw(i + 1).starts_with(|c: char| c.is_ascii_digit())
    }

    fn ends_sentence(&self, i: usize) -> bool {
        match (self.segments.tokens.get(i), self.segments.tokens.get(i + 1)) {
            (Some(here), Some(next)) => here.sentence != next.sentence || self.is_mark(i + 1),
            _ => true,
        }
    }
}

/// A word in lower case; most are, and are not copied.
fn lower_case(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}
