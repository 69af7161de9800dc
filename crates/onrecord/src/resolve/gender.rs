//! Whether words stand for a man or a woman, as far as they tell.
//!
//! First names come from the United States Social Security Administration (public domain): those given to at
//! least fifty children since 1880, nineteen in twenty of one sex. What the article says ('Mrs',
//! 'chairwoman', a linked pronoun) counts before the list.

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

/// `name sex` a line, sorted by name; the sex is a capital where the name is common.
static FIRST_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("first_names.txt").lines().collect());

/// Where in [`FIRST_NAMES`] those with each [`opening`] begin.
static OPENINGS: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let start = |code: usize| FIRST_NAMES.partition_point(|line| opening(line) < code);
    (0..=32 * 32).map(start).collect()
});

/// The first two letters of a name as a number that rises with them.
fn opening(name: &str) -> usize {
    let letter = |at: usize| name.as_bytes().get(at).map_or(0, |byte| usize::from(byte & 31));
    letter(0) * 32 + letter(1)
}

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
    of_title(first).or_else(|| of_first_name(first).filter(|_| named && words.len() > 1))
}

/// From a first name.
pub(super) fn of_first_name(name: &str) -> Option<Gender> {
    Some(if row(name)?.ends_with(['m', 'M']) { Gender::Man } else { Gender::Woman })
}

/// From a name that stands alone and may be a surname: only common first names tell.
pub(super) fn of_lone_name(name: &str) -> Option<Gender> {
    of_first_name(name).filter(|_| row(name).is_some_and(|row| row.ends_with(['M', 'F'])))
}

fn row(name: &str) -> Option<&'static str> {
    let code = opening(name);
    let alike = &FIRST_NAMES[OPENINGS[code]..OPENINGS[code + 1]];
    let at = alike.binary_search_by(|line| line[..line.len() - 2].cmp(name)).ok()?;
    alike.get(at).copied()
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
