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

/// Bytes of the longest pronoun.
const LONGEST: usize = 10;

/// The pronoun that a word is, in any case.
pub fn pronoun(word: &str) -> Option<Pronoun> {
    // asked of every token: nothing is allocated
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(match str::from_utf8(lower).ok()? {
        "he" | "him" | "his" | "himself" => Pronoun::Man,
        "she" | "her" | "hers" | "herself" => Pronoun::Woman,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Many,
        "it" | "its" | "itself" => Pronoun::Thing,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::First,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Pronoun::Second,
        _ => return None,
    })
}
