//! English pronouns, by whom they can stand for.

/// Whom a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// he
    Man,
    /// she
    Woman,
    /// they
    Many,
    /// it
    Thing,
    /// I, we: whoever speaks
    First,
    /// you: whoever is spoken to
    Second,
}

/// The pronoun that a word is, in any case.
pub fn pronoun(word: &str) -> Option<Pronoun> {
    if word.len() > 10 {
        return None;
    }
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::Man,
        "she" | "her" | "hers" | "herself" => Pronoun::Woman,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Many,
        "it" | "its" | "itself" => Pronoun::Thing,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::First,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Pronoun::Second,
        _ => return None,
    })
}
