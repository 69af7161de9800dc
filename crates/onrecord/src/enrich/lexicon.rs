//! English inflection for small tables of lemmas.
//!
//! The rules of this stage name verbs and nouns by their lemma; what an article prints is an
//! inflected form. Irregular verbs are listed, the regular pattern is computed. No part of speech
//! is known here: 'claims' is a form of 'claim', verb or noun, and the rules look at what stands
//! around it.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Nouns of one kind, looked up in singular or plural.
pub(super) struct Nouns(LazyLock<HashSet<&'static str>>);

/// Human beings.
pub(super) static PEOPLE: Nouns = Nouns(LazyLock::new(|| nouns(include_str!("words/people.txt"))));
/// Bodies, documents and things that a source may be, or that end like a noun for people.
pub(super) static BODIES: Nouns = Nouns(LazyLock::new(|| nouns(include_str!("words/bodies.txt"))));
/// Nouns that judge whom they name.
pub(super) static LOADED: Nouns = Nouns(LazyLock::new(|| nouns(include_str!("words/loaded.txt"))));
/// Nouns that make a phrase one of manner or reference, not of place.
pub(super) static MANNERS: Nouns = Nouns(LazyLock::new(|| nouns(include_str!("words/manners.txt"))));
/// What 'on' takes when it names a medium, a stage or a journey.
pub(super) static SURFACES: Nouns = Nouns(LazyLock::new(|| nouns(include_str!("words/surfaces.txt"))));

fn nouns(file: &'static str) -> HashSet<&'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

impl Nouns {
    /// Whether a lower-case word is one of the nouns, or its plural.
    pub fn holds(&self, word: &str) -> bool {
        let men = || word.strip_suffix("men").map(|stem| format!("{stem}man"));
        let ies = || word.strip_suffix("ies").map(|stem| format!("{stem}y"));
        self.0.contains(word)
            || word.strip_suffix('s').is_some_and(|stem| self.0.contains(stem))
            || word.strip_suffix("es").is_some_and(|stem| self.0.contains(stem))
            || irregular(word).is_some_and(|lemma| self.0.contains(lemma))
            || men().or_else(ies).is_some_and(|lemma| self.0.contains(lemma.as_str()))
    }
}

/// Irregular forms, each with its lemma.
const IRREGULAR: &[(&str, &str)] = &[
    ("said", "say"),
    ("told", "tell"),
    ("thought", "think"),
    ("thinks", "think"),
    ("wrote", "write"),
    ("written", "write"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("held", "hold"),
    ("felt", "feel"),
    ("meant", "mean"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("began", "begin"),
    ("begun", "begin"),
    ("gave", "give"),
    ("given", "give"),
    ("made", "make"),
    ("took", "take"),
    ("taken", "take"),
    ("went", "go"),
    ("gone", "go"),
    ("goes", "go"),
    ("came", "come"),
    ("saw", "see"),
    ("seen", "see"),
    ("found", "find"),
    ("fell", "fall"),
    ("fallen", "fall"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("sought", "seek"),
    ("pled", "plead"),
    ("kept", "keep"),
    ("stood", "stand"),
    ("understood", "understand"),
    ("undertook", "undertake"),
    ("undertaken", "undertake"),
    ("knew", "know"),
    ("known", "know"),
    ("shied", "shy"),
    ("men", "man"),
    ("women", "woman"),
    ("people", "person"),
    ("spokesmen", "spokesman"),
    ("spokeswomen", "spokeswoman"),
    ("aides", "aide"),
    ("employees", "employee"),
];

/// Whether a lower-case word is a form of a lemma: -s, -ed, -ing with their spellings, or irregular.
#[cfg(test)]
pub(super) fn inflects(word: &str, lemma: &str) -> bool {
    irregular(word) == Some(lemma) || is_regular(word, lemma)
}

/// [`IRREGULAR`] by the last five bits of the first byte: most words are looked up here.
static BY_INITIAL: LazyLock<[Vec<(&str, &str)>; 32]> = LazyLock::new(|| {
    let slot = |form: &str| usize::from(form.as_bytes()[0] & 31);
    std::array::from_fn(|k| IRREGULAR.iter().copied().filter(|(form, _)| slot(form) == k).collect())
});

/// The lemma of an irregular form.
fn irregular(word: &str) -> Option<&'static str> {
    let forms = &BY_INITIAL[usize::from(word.as_bytes().first()? & 31)];
    forms.iter().find(|(form, _)| *form == word).map(|(_, lemma)| *lemma)
}

/// Whether a lower-case word is a lemma, or a regular form of it.
fn is_regular(word: &str, lemma: &str) -> bool {
    // tables are long, and few lemmas begin as the word does
    if word.as_bytes().first() != lemma.as_bytes().first() {
        return false;
    }
    if word == lemma {
        return true;
    }
    let mut initial = lemma.chars();
    let (Some(first), Some(last)) = (initial.next(), lemma.chars().last()) else { return false };
    if !word.starts_with(first) || word.len() <= lemma.len().saturating_sub(2) {
        return false;
    }
    if let Some(rest) = word.strip_prefix(lemma) {
        if matches!(rest, "s" | "es" | "ed" | "ing") || (rest == "d" && last == 'e') {
            return true;
        }
        let mut doubled = rest.chars();
        return doubled.next() == Some(last)
            && !matches!(last, 'e' | 's')
            && matches!(doubled.as_str(), "ed" | "ing");
    }
    let stem = &lemma[..lemma.len() - last.len_utf8()];
    match (word.strip_prefix(stem), last) {
        (Some(rest), 'e') => rest == "ing",
        (Some(rest), 'y') => matches!(rest, "ies" | "ied"),
        _ => false,
    }
}

/// The lemma of a table that a lower-case word is a form of.
pub(super) fn lemma_in(word: &str, table: &[&'static str]) -> Option<&'static str> {
    let irregular = irregular(word);
    table.iter().find(|lemma| irregular == Some(**lemma) || is_regular(word, lemma)).copied()
}

/// Forms of 'be', 'have', 'do' and the modals, with the stumps that 'n't' leaves.
pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "be" | "am"
            | "is"
            | "are"
            | "was"
            | "were"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "having"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
    )
}

/// Adverbs without -ly that stand between a subject and its verb.
const ADVERBS: &[&str] = &[
    "also",
    "ever",
    "even",
    "yet",
    "still",
    "just",
    "now",
    "then",
    "again",
    "often",
    "once",
    "so",
    "far",
    "since",
    "already",
    "always",
    "soon",
    "long",
    "later",
    "too",
    "instead",
    "however",
    "further",
    "first",
    "only",
    "twice",
    "meanwhile",
    "thus",
    "quite",
    "sometimes",
    "all",
    "both",
    "each",
    "much",
    "well",
    "either",
    "otherwise",
    "therefore",
    "simply",
    "rather",
    "almost",
    "afterwards",
    "afterward",
    "privately",
    "earlier",
    "there",
    "here",
    "perhaps",
    "indeed",
];

/// Whether a lower-case word is an adverb by its ending or by the table.
pub(super) fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word)
        || (word.len() > 4
            && word.ends_with("ly")
            && !matches!(
                word,
                "family"
                    | "reply"
                    | "italy"
                    | "ally"
                    | "rally"
                    | "assembly"
                    | "daily"
                    | "supply"
                    | "july"
                    | "tally"
                    | "bully"
                    | "weekly"
                    | "monthly"
                    | "friendly"
                    | "elderly"
                    | "monopoly"
            ))
}

/// Words that open a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "my"
            | "our"
            | "your"
            | "some"
            | "any"
            | "every"
            | "each"
            | "no"
            | "another"
            | "both"
            | "all"
            | "many"
            | "several"
            | "most"
            | "few"
    )
}

/// Personal pronouns that stand for somebody.
pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "it"
            | "they"
            | "him"
            | "her"
            | "them"
            | "i"
            | "we"
            | "me"
            | "us"
            | "you"
            | "himself"
            | "herself"
            | "itself"
            | "themselves"
            | "myself"
            | "ourselves"
    )
}

/// Prepositions that open a phrase of time, place or manner.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "of"
            | "for"
            | "from"
            | "to"
            | "by"
            | "with"
            | "about"
            | "against"
            | "during"
            | "outside"
            | "inside"
            | "near"
            | "via"
            | "through"
            | "before"
            | "after"
            | "under"
            | "over"
            | "between"
            | "among"
            | "into"
            | "onto"
            | "around"
            | "across"
            | "despite"
            | "amid"
            | "since"
            | "until"
            | "without"
            | "as"
            | "than"
            | "per"
            | "toward"
            | "towards"
            | "within"
            | "behind"
            | "beside"
            | "aboard"
    )
}

/// Whether a noun means news media without naming one: 'Tarvian television'.
pub(super) fn is_medium(word: &str) -> bool {
    matches!(
        word,
        "television"
            | "tv"
            | "radio"
            | "media"
            | "press"
            | "newspapers"
            | "papers"
            | "tabloids"
            | "broadcasters"
    )
}

/// Words that open a subordinate or coordinate clause, and so end the phrase before.
pub(super) fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "where"
            | "when"
            | "while"
            | "because"
            | "although"
            | "though"
            | "whether"
            | "if"
            | "unless"
            | "as"
            | "how"
            | "why"
            | "what"
            | "and"
            | "but"
            | "or"
            | "nor"
            | "so"
    )
}

/// Number words from one to twelve, and 'a'.
pub(super) fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if let Some(at) = WORDS.iter().position(|w| *w == word) {
        return Some(at as i64 + 1);
    }
    (word.len() <= 4).then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms() {
        for (word, lemma) in [
            ("denied", "deny"),
            ("denies", "deny"),
            ("denying", "deny"),
            ("denial", "denial"),
            ("refused", "refuse"),
            ("refusing", "refuse"),
            ("rejects", "reject"),
            ("dubbed", "dub"),
            ("labelled", "label"),
            ("labeled", "label"),
            ("said", "say"),
            ("pledges", "pledge"),
            ("wishes", "wish"),
            ("people", "person"),
            ("dismissing", "dismiss"),
        ] {
            assert!(inflects(word, lemma), "{word} is a form of {lemma}");
        }
    }

    #[test]
    fn other_words_are_no_forms() {
        for (word, lemma) in [
            ("sayings", "say"),
            ("hopeful", "hope"),
            ("plant", "plan"),
            ("planet", "plan"),
            ("refuge", "refuse"),
            ("", "say"),
            ("é", "say"),
        ] {
            assert!(!inflects(word, lemma), "{word} is no form of {lemma}");
        }
    }
}
