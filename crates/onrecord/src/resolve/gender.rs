//! Whether words stand for a man or a woman, as far as they tell.
//!
//! First names come from the United States Census of 1990 (public domain): those that one sex bears at
//! least nine times as often as the other. What the article says ('Mrs', 'chairwoman', a linked
//! pronoun) counts before the list.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::segment::{Pronoun, pronoun};

/// Whom words can stand for, as the pair head knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Man,
    Woman,
    Many,
    Thing,
    First,
    Second,
}

static FIRST_NAMES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| {
    let rows = include_str!("first_names.txt").lines().filter_map(|line| line.split_once(' '));
    rows.map(|(name, sex)| (name, if sex == "m" { Gender::Man } else { Gender::Woman })).collect()
});

/// From the words alone, the way the pair head was trained (`train/onrecord_train/model.py`).
pub(super) fn of_words(words: &[String], named: bool) -> Option<Gender> {
    let first = words.first()?;
    if words.len() == 1
        && let Some(pronoun) = pronoun(first)
    {
        return Some(match pronoun {
            Pronoun::Man => Gender::Man,
            Pronoun::Woman => Gender::Woman,
            Pronoun::Many => Gender::Many,
            Pronoun::Thing => Gender::Thing,
            Pronoun::First => Gender::First,
            Pronoun::Second => Gender::Second,
        });
    }
    of_title(first).or_else(|| FIRST_NAMES.get(first.as_str()).copied().filter(|_| named && words.len() > 1))
}

/// From a first name that stands alone.
pub(super) fn of_first_name(name: &str) -> Option<Gender> {
    FIRST_NAMES.get(name).copied()
}

/// From a title.
pub(super) fn of_title(word: &str) -> Option<Gender> {
    match word {
        "mr" | "sir" | "lord" => Some(Gender::Man),
        "mrs" | "ms" | "miss" | "lady" | "dame" | "madam" => Some(Gender::Woman),
        _ => None,
    }
}

/// From a role noun.
pub(super) fn of_noun(noun: &str) -> Option<Gender> {
    let noun = noun.to_lowercase();
    let woman = matches!(
        noun.as_str(),
        "woman"
            | "mother"
            | "wife"
            | "daughter"
            | "sister"
            | "queen"
            | "princess"
            | "actress"
            | "barmaid"
            | "widow"
            | "grandmother"
            | "aunt"
            | "niece"
            | "girl"
            | "girlfriend"
            | "mum"
            | "mom"
            | "nun"
            | "duchess"
            | "heroine"
            | "waitress"
            | "hostess"
            | "goddess"
            | "baroness"
            | "countess"
            | "bride"
            | "landlady"
            | "granddaughter"
    );
    let man = matches!(
        noun.as_str(),
        "man"
            | "father"
            | "husband"
            | "son"
            | "brother"
            | "king"
            | "prince"
            | "actor"
            | "widower"
            | "grandfather"
            | "uncle"
            | "nephew"
            | "boy"
            | "boyfriend"
            | "dad"
            | "monk"
            | "duke"
            | "priest"
            | "waiter"
            | "baron"
            | "count"
            | "groom"
            | "landlord"
            | "grandson"
            | "gentleman"
    );
    if woman || noun.ends_with("woman") {
        Some(Gender::Woman)
    } else if man
        || (noun.ends_with("man") && noun.len() > 4 && !noun.ends_with("human") && !noun.ends_with("german"))
    {
        Some(Gender::Man)
    } else {
        None
    }
}
