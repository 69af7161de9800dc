//! Text -> tokens.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::{Quote, Token};

/// What lies between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing.
    Joined,
    /// White space.
    Space,
    /// A paragraph starts.
    Paragraph,
}

/// Letters, numbers and the underscore: Python's `\w`, which the training data was cut with.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

/// Python's `\s`: Unicode white space and the four separators of ASCII.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The tokens of a text; paragraphs, sentences and quotations are not set yet.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Paragraph;
    while let Some((start, c)) = chars.next() {
        if is_space(c) {
            if gap == Gap::Joined {
                gap = Gap::Space;
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        if is_word(c) {
            while let Some((at, c)) = chars.next_if(|(_, c)| is_word(*c)) {
                end = at + c.len_utf8();
            }
        }
        out.push(Token { bytes: start..end, gap, quote: Quote::Outside, paragraph: 0, sentence: 0 });
        gap = Gap::Joined;
    }
    out
}
