//! Where a statement was made: the place, occasion or medium that the reporting clause names.
//!
//! 'at a press conference in Paris', 'in an interview with the paper', 'on the courthouse steps'.
//! Prepositional phrases of manner and reference ('in writing', 'on behalf of', 'in response to')
//! are left out by their noun.

use std::ops::Range;

use super::date;
use super::frame::{Frame, Piece, Position};
use super::lexicon;
use super::terms::Terms;

/// The place or occasion of the telling.
pub(super) fn place(terms: &Terms, frame: &Frame) -> Option<Range<usize>> {
    frame.pieces.iter().find_map(|piece| in_piece(terms, piece, &frame.cue))
}

/// Prepositions that open a place or an occasion.
const OPENERS: [&str; 12] =
    ["in", "at", "on", "during", "outside", "inside", "near", "via", "aboard", "over", "by", "from"];

/// Nouns that make a phrase of manner, reference or reason.
const NOT_PLACES: &[&str] = &[
    "writing",
    "private",
    "public",
    "response",
    "reply",
    "part",
    "particular",
    "fact",
    "behalf",
    "condition",
    "subject",
    "least",
    "first",
    "last",
    "length",
    "time",
    "turn",
    "addition",
    "view",
    "opinion",
    "past",
    "english",
    "french",
    "german",
    "spanish",
    "russian",
    "arabic",
    "chinese",
    "matter",
    "issue",
    "question",
    "point",
    "ground",
    "basis",
    "order",
    "favor",
    "favour",
    "support",
    "defence",
    "defense",
    "contrast",
    "general",
    "detail",
    "effect",
    "essence",
    "principle",
    "theory",
    "practice",
    "confidence",
    "secret",
    "jest",
    "anger",
    "frustration",
    "reference",
    "regard",
    "relation",
    "connection",
    "anonymity",
    "future",
    "end",
    "beginning",
    "moment",
    "once",
    "all",
    "most",
    "worst",
    "best",
    "case",
    "face",
    "wake",
    "light",
    "event",
    "name",
    "record",
    "background",
    "oath",
    "tear",
    "terms",
    "sense",
    "way",
    "manner",
    "tone",
    "voice",
    "whisper",
    "charge",
    "question",
    "total",
    "agreement",
    "protest",
    "disgust",
    "surprise",
    "suspicion",
    "purpose",
    "account",
    "short",
    "sum",
    "hindsight",
    "hope",
    "belief",
    "expectation",
    "age",
    "cost",
    "expense",
    "risk",
    "stake",
    "issue",
    "odds",
    "concern",
    "bid",
    "effort",
    "attempt",
    "decade",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "advance",
    "area",
];

/// What 'by' and 'over' take when they name a medium.
const MEDIA: &[&str] = &[
    "phone",
    "telephone",
    "email",
    "letter",
    "radio",
    "text",
    "video",
    "satellite",
    "fax",
    "skype",
    "mail",
    "e",
];

fn in_piece(terms: &Terms, piece: &Piece, cue: &Range<usize>) -> Option<Range<usize>> {
    let mut i = piece.tokens.start;
    while i < piece.tokens.end {
        if i > piece.tokens.start && stops(terms, i) {
            return None;
        }
        // between source and cue a phrase belongs to the source's noun
        if piece.position != Position::Between && opens_place(terms, i, piece, cue) {
            let end = extent(terms, i, piece.tokens.end);
            if end > i + 1 {
                return Some(i..end);
            }
        }
        i = date::at(terms, i).map_or(i + 1, |e| e.tokens.end.max(i + 1));
    }
    None
}

fn opens_place(terms: &Terms, i: usize, piece: &Piece, cue: &Range<usize>) -> bool {
    if !terms.is(i, &OPENERS) || i + 1 >= piece.tokens.end || date::at(terms, i).is_some() {
        return false;
    }
    if i + 1 == cue.end && cue.contains(&i) && cue.len() == 2 {
        // a particle of the cue: 'insisted on', 'called in'
        return false;
    }
    let object = noun(terms, i + 1, piece.tokens.end);
    let Some(head) = object.last().copied() else { return false };
    if object.iter().any(|&n| date::at(terms, n).is_some()) && !terms.is(i, &["during", "at", "in"]) {
        return false;
    }
    if terms.lemma(head, NOT_PLACES).is_some() || (object.len() == 1 && lexicon::is_pronoun(terms.word(head)))
    {
        return false;
    }
    let bare = object.len() == 1 && !terms.is_capital(head) && !lexicon::is_determiner(terms.word(i + 1));
    match terms.word(i) {
        "by" | "over" => object.iter().any(|&n| terms.lemma(n, MEDIA).is_some()),
        "from" => lexicon::is_determiner(terms.word(i + 1)) || terms.is_capital(i + 1),
        // 'in parliament', 'on television' but not 'in anger', 'on reflection'
        "in" | "on" if bare => terms.lemma(head, BARE).is_some(),
        _ => !terms.word(i + 1).ends_with("ing") || object.len() > 1,
    }
}

/// Nouns that name a place or medium without an article.
const BARE: &[&str] = &[
    "parliament",
    "court",
    "congress",
    "church",
    "television",
    "tv",
    "radio",
    "air",
    "camera",
    "stage",
    "twitter",
    "facebook",
    "instagram",
    "school",
    "prison",
    "jail",
    "town",
    "print",
    "testimony",
    "committee",
    "person",
    "interview",
    "evidence",
    "statement",
    "comment",
    "post",
    "email",
    "speech",
    "filing",
    "paper",
    "footage",
    "line",
];

/// The tokens of the noun phrase at `start` up to its head, determiner aside.
fn noun(terms: &Terms, start: usize, end: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for i in start..end {
        let word = terms.word(i);
        if lexicon::is_determiner(word) && i == start {
            continue;
        }
        let joiner = matches!(word, "-" | "'" | "." | "&") && (terms.is_joined(i) || word == "&");
        if joiner || (word == "s" && terms.is(i.wrapping_sub(1), &["'"])) {
            continue;
        }
        if !terms.is_word(i)
            || lexicon::is_preposition(word)
            || lexicon::opens_clause(word)
            || lexicon::is_auxiliary(word)
            || (!found.is_empty() && (lexicon::is_adverb(word) || date::at(terms, i).is_some()))
            || (!found.is_empty() && lexicon::is_determiner(word))
        {
            break;
        }
        found.push(i);
    }
    found
}

/// Whether the phrase before must end: another clause, a purpose, a time.
fn stops(terms: &Terms, i: usize) -> bool {
    let word = terms.word(i);
    (lexicon::opens_clause(word) && !matches!(word, "and" | "or"))
        || matches!(
            word,
            "after"
                | "before"
                | "following"
                | "despite"
                | "amid"
                | "since"
                | "until"
                | "about"
                | "regarding"
                | "without"
        )
        || (matches!(word, "and" | "but")
            && !terms.is_capital(i + 1)
            && !lexicon::is_determiner(terms.word(i + 1)))
}

/// Where the phrase that starts with a preposition ends; phrases that follow directly belong to it.
fn extent(terms: &Terms, start: usize, limit: usize) -> usize {
    let mut end = start + 1;
    while end < limit {
        let word = terms.word(end);
        let time = date::at(terms, end).is_some_and(|found| !possessive(terms, found.tokens.end));
        if time
            || stops(terms, end)
            || (end > start + 1 && lexicon::is_adverb(word))
            || is_cue_like(terms, end)
        {
            break;
        }
        end += 1;
    }
    while end > start + 1 && (lexicon::is_preposition(terms.word(end - 1)) || !terms.is_word(end - 1)) {
        end -= 1;
    }
    end
}

/// 'this morning' of 'this morning's briefing' is part of the phrase.
fn possessive(terms: &Terms, i: usize) -> bool {
    terms.is(i, &["'"]) && terms.is(i + 1, &["s"])
}

fn is_cue_like(terms: &Terms, i: usize) -> bool {
    terms.is(i, &["he", "she", "they", "it", "i", "we", "to"])
}
