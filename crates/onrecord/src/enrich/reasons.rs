//! Where the words of a reason begin and end.

use std::ops::Range;

use super::lexicon;
use super::terms::Terms;

/// How many tokens may stand between what is explained and its reason.
const FARTHEST: usize = 12;

/// Words that open a reason wherever they stand.
const OPENERS: &[&str] = &[
    "because",
    "since",
    "citing",
    "lest",
    "given",
    "fearing",
    "afraid",
    "worried",
    "wary",
    "mindful",
    "fearful",
    "concerned",
    "saying",
    "while",
    "until",
    "pending",
];

/// Phrases that do.
const OPENING_PHRASES: &[&str] = &[
    "for fear",
    "for the",
    "for his",
    "for her",
    "for their",
    "for legal",
    "for security",
    "for safety",
    "for family",
    "for personal",
    "for professional",
    "for political",
    "for privacy",
    "for reasons",
    "so as",
    "so that",
    "so they",
    "so he",
    "so she",
    "in order to",
    "in case",
    "in line with",
    "in keeping with",
    "in accordance with",
    "in view of",
    "in light of",
    "in compliance with",
    "out of",
    "due to",
    "owing to",
    "thanks to",
    "under",
    "on legal",
    "on the advice",
    "on advice",
    "on the orders",
    "on grounds",
    "on the grounds",
    "at the request",
    "at her request",
    "at his request",
    "at their request",
    "by law",
    "by order",
    "by court order",
    "not wanting",
    "not wishing",
];

/// Whether a reason for what stands ahead begins at a token.
fn opens(terms: &Terms, i: usize) -> bool {
    terms.is(i, OPENERS)
        || terms.any_phrase(i, OPENING_PHRASES).is_some()
        || terms.is(i, &["as"])
            && terms.is_word(i + 1)
            && !terms.is(i + 1, &["a", "an", "well", "soon", "long"])
        || terms.is(i, &["to"])
            && terms.is_word(i + 1)
            && !lexicon::is_determiner(terms.word(i + 1))
            && !terms.is(i + 1, &["be"])
}

/// The reason behind the words that end at a token: 'because the talks were private'.
pub(super) fn behind(
    terms: &Terms,
    end: usize,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> Option<Range<usize>> {
    for i in end..reach.end.min(end + FARTHEST) {
        let quoted = terms.is_mark(i) && opens(terms, i + 1);
        if quoted {
            let close = (i + 1..reach.end).find(|j| terms.is_mark(*j)).unwrap_or(reach.end);
            return Some(i + 1..close);
        }
        if content(i) || tells(terms, i) {
            return None;
        }
        let explains = terms.is(i, &[":", "—", "–"]) && terms.is_word(i + 1) && terms.parts(i);
        if explains || opens(terms, i) {
            let from = i + usize::from(explains);
            let end = clause_end(terms, from + 1, reach, content);
            return (end > from + 1).then_some(from..end);
        }
    }
    None
}

/// The reason ahead of a token, told of the source: 'Fearing for his job, the clerk asked not to be named'; 'a teller, afraid
/// that she would be sacked, asked'; 'who had been sworn to secrecy and so asked'.
pub(super) fn ahead(
    terms: &Terms,
    source: &Range<usize>,
    end: usize,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let first = (reach.start..reach.end).find(|i| terms.is_word(*i))?;
    let leads = opens(terms, first) && !terms.is(first, &["while", "until", "under", "as", "to"])
        || terms
            .any_phrase(first, &["in order to", "to protect", "to avoid", "under the", "under rules"])
            .is_some();
    if leads && first < source.start {
        let comma = clause_end(terms, first + 1, reach, content);
        return (comma <= source.start.max(end) && terms.is(comma, &[","])).then_some(first..comma);
    }
    // 'He feared losing his licence and asked'
    let pronoun = terms.is(first, &["he", "she", "they", "both"]) && !content(first);
    if pronoun && terms.lemma(first + 1, &["fear", "worry"]).is_some() {
        let stop = (first + 2..end).find(|i| terms.is(*i, &["and"]) || terms.parts(*i));
        return Some(first + 1..stop?);
    }
    let from = source.end.min(end);
    for i in from..end {
        let bound = terms.is(
            i,
            &[
                "afraid",
                "worried",
                "wary",
                "mindful",
                "fearful",
                "fearing",
                "concerned",
                "citing",
                "bound",
                "barred",
                "forbidden",
            ],
        ) || terms
            .any_phrase(i, &["under the", "under rules", "under military", "in line with"])
            .is_some();
        if bound && !content(i) {
            let stop = clause_end(terms, i + 1, reach, content);
            let and = (i + 1..stop).find(|j| terms.is(*j, &["and"]) && asks(terms, *j));
            return Some(i..and.unwrap_or(stop));
        }
        if terms.is(i, &["who"]) {
            let and = (i + 2..end)
                .find(|j| terms.is(*j, &["and"]) && terms.is(j + 1, &["so", "therefore", "hence", "thus"]));
            if let Some(and) = and {
                return Some(i + 1..and);
            }
        }
    }
    None
}

/// Whether somebody asks for something right behind an 'and'.
fn asks(terms: &Terms, and: usize) -> bool {
    (and + 1..and + 4)
        .any(|i| terms.lemma(i, &["ask", "request", "decline", "refuse", "insist", "beg"]).is_some())
}

/// Where a reason ends: at punctuation, with the content or the sentence, or where the telling goes on.
pub(super) fn clause_end(
    terms: &Terms,
    start: usize,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> usize {
    let mut end = start;
    while end < reach.end && !content(end) && !terms.parts(end) && !terms.is_mark(end) && !tells(terms, end) {
        end += 1;
    }
    end
}

/// A finite verb of saying ends a reason inside a relative clause: 'who asked not to be named to avoid trouble said'.
fn tells(terms: &Terms, i: usize) -> bool {
    terms.is(i, &["said", "says", "told", "tells", "added", "adds"])
        && !terms.is(i.wrapping_sub(1), &["he", "she", "they", "it", "what", "who", "as"])
}
