//! Text -> paragraphs, sentences, tokens and quotation marks.
//!
//! Everything later works on token numbers; a token knows its bytes. The tokens are the words that
//! the model was trained on (`train/onrecord_train/text.py`), so this module and that one must
//! agree; `tag/parity.rs` holds them together.

mod outlets;
mod paragraphs;
mod pronouns;
mod quotes;
mod sentences;
mod words;

use std::ops::Range;

pub use outlets::is_outlet;
pub use pronouns::{Pronoun, pronoun};
pub use quotes::Quote;
pub use words::{Gap, is_word};

/// A run of word characters, or one other sign that is not white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text.
    pub bytes: Range<usize>,
    /// What lies between it and the token before.
    pub gap: Gap,
    /// Whether it stands inside quotation marks, or is one.
    pub quote: Quote,
    /// Number of its paragraph.
    pub paragraph: u32,
    /// Number of its sentence.
    pub sentence: u32,
}

/// The parts of one text.
#[derive(Clone, Debug)]
pub struct Segments<'t> {
    /// The text.
    pub text: &'t str,
    /// In the order of the text.
    pub tokens: Vec<Token>,
    /// Token ranges; together they hold every token once.
    pub paragraphs: Vec<Range<usize>>,
    /// Token ranges; together they hold every token once. None crosses a paragraph.
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Segments<'t> {
    /// Segments a text, in time linear in its size.
    pub fn new(text: &'t str) -> Self {
        let mut tokens = words::tokens(text);
        paragraphs::mark(text, &mut tokens);
        let paragraphs = group(&mut tokens, |_, token| token.gap == Gap::Paragraph, |t, n| t.paragraph = n);
        quotes::mark(text, &mut tokens);
        let starts = sentences::starts(text, &tokens);
        let sentences = group(&mut tokens, |i, _| starts[i], |t, n| t.sentence = n);
        Segments { text, tokens, paragraphs, sentences }
    }

    /// The words of one token.
    pub fn word(&self, token: usize) -> &'t str {
        &self.text[self.tokens[token].bytes.clone()]
    }

    /// The same; empty behind the last token.
    pub fn word_at(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |token| &self.text[token.bytes.clone()])
    }

    /// Whether a token is a pronoun. 'US' in capitals is a country.
    pub fn is_pronoun(&self, token: usize) -> bool {
        let word = self.word(token);
        word != "US" && pronoun(word).is_some()
    }

    /// The quotation marks of a token range read as if it stood alone, without marks around it.
    pub fn quotes_within(&self, tokens: Range<usize>) -> Vec<Quote> {
        quotes::within(self.text, &self.tokens, tokens)
    }

    /// The bytes that a token range covers; empty for an empty range.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        self.tokens[tokens.start].bytes.start..self.tokens[tokens.end - 1].bytes.end
    }

    /// The text that a token range covers.
    pub fn slice(&self, tokens: &Range<usize>) -> &'t str {
        &self.text[self.bytes(tokens)]
    }

    /// The paragraph that holds a token, as a token range.
    pub fn paragraph_of(&self, token: usize) -> Range<usize> {
        self.paragraphs[self.tokens[token].paragraph as usize].clone()
    }

    /// The sentence that holds a token, as a token range.
    pub fn sentence_of(&self, token: usize) -> Range<usize> {
        self.sentences[self.tokens[token].sentence as usize].clone()
    }
}

/// Splits the tokens into ranges, a new one wherever `starts` says so, and numbers each token with its range.
fn group(
    tokens: &mut [Token],
    starts: impl Fn(usize, &Token) -> bool,
    set: impl Fn(&mut Token, u32),
) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, token) in tokens.iter_mut().enumerate() {
        if i == 0 || starts(i, token) {
            out.push(i..i);
        }
        set(token, out.len() as u32 - 1);
        if let Some(last) = out.last_mut() {
            last.end = i + 1;
        }
    }
    out
}
