//! The condition that a statement hangs on: 'if elected', 'unless the jury apologises'.
//!
//! It stands in the content, or beside the cue ('If elected, she says, ...'). The complement of a
//! verb of asking or knowing ('asked if she would resign') is none, nor is 'even if' or 'as if',
//! nor the condition of anonymity.

use std::ops::Range;

use super::frame::Frame;
use super::lexicon;
use super::terms::Terms;

/// The first condition in these token ranges that is not already another's.
pub(super) fn condition(
    terms: &Terms,
    content: &[Range<usize>],
    frame: &Frame,
    inner: &[Range<usize>],
) -> Option<Range<usize>> {
    let within = |range: &Range<usize>| {
        (range.start..range.end)
            .filter(|i| !inner.iter().any(|r| r.contains(i)))
            .find_map(|i| clause(terms, i, range))
    };
    let sentences = |r: &Range<usize>| {
        let number = |i: usize| terms.segments.tokens.get(i).map_or(0, |t| t.sentence as usize);
        if r.is_empty() { 0 } else { number(r.end - 1) - number(r.start) + 1 }
    };
    // a long quotation does not hang on an 'if' somewhere in it, only on one in its first sentence
    let short = content.iter().map(sentences).sum::<usize>() <= LONGEST;
    let first = content
        .first()
        .map_or(0, |r| terms.segments.sentence_of(r.start.min(terms.len().saturating_sub(1))).end);
    content
        .iter()
        .find_map(within)
        .filter(|found| short || found.start < first)
        .or_else(|| frame.conditional.iter().find_map(within))
        .or_else(|| frame.pieces.iter().find_map(|piece| within(&piece.tokens)))
}

/// Most sentences that a content may have to hang, as a whole, on a condition in a later one.
const LONGEST: usize = 3;

/// Openers of a condition.
const OPENERS: &[&str] = &[
    "unless",
    "provided that",
    "provided",
    "providing that",
    "providing",
    "as long as",
    "so long as",
    "on condition that",
    "on the condition that",
    "in the event of",
    "in the event that",
    "in the event",
    "only when",
    "only once",
    "only if",
    "assuming that",
    "assuming",
    "on the understanding that",
    "contingent on",
    "contingent upon",
    "conditional on",
    "conditional upon",
    "in case of",
    "in case",
    "if and when",
    "if",
];

/// Verbs and adjectives whose 'if' means 'whether'.
const WHETHER: &[&str] = &[
    "ask",
    "wonder",
    "know",
    "see",
    "tell",
    "decide",
    "determine",
    "check",
    "doubt",
    "question",
    "find",
    "say",
    "sure",
    "unclear",
    "clear",
    "uncertain",
    "inquire",
    "enquire",
    "consider",
    "discuss",
    "examine",
    "matter",
    "remember",
    "learn",
    "judge",
    "assess",
    "investigate",
    "discover",
    "debate",
    "explain",
    "reveal",
    "confirm",
];

fn clause(terms: &Terms, i: usize, range: &Range<usize>) -> Option<Range<usize>> {
    let opener = terms.any_phrase(i, OPENERS).or_else(|| inverted(terms, i, range))?;
    if opener > range.end || !opens(terms, i, opener, range) {
        return None;
    }
    let end = extent(terms, i, opener, range);
    (end > opener || (opener > i + 1 && end > i + 1)).then_some(i..end)
}

/// 'Should she win, ...', 'were he to resign': the auxiliary ahead of its subject at the start of a clause.
fn inverted(terms: &Terms, i: usize, range: &Range<usize>) -> Option<usize> {
    let starts = i == range.start
        || terms.parts(i - 1)
        || terms.is_mark(i - 1)
        || ends_sentence(terms, i - 1)
        || terms.is(i - 1, &["that", "and", "but"]);
    let subject = terms.is_capital(i + 1)
        || lexicon::is_pronoun(terms.word(i + 1))
        || lexicon::is_determiner(terms.word(i + 1));
    match terms.word(i) {
        "should" if subject => {
            // a question ends in '?': 'Should we leave?'
            let mut end = i;
            while end < range.end && !ends_sentence(terms, end) {
                end += 1;
            }
            (!terms.is(end, &["?"]) && (starts || trailing(terms, i))).then_some(i + 1)
        }
        "were" if subject && starts => {
            let to = (i + 2..range.end.min(i + 8)).any(|j| terms.is(j, &["to"]));
            to.then_some(i + 1)
        }
        _ => None,
    }
}

/// 'he would resign should the vote fail': an auxiliary stands earlier in the clause, none right before.
fn trailing(terms: &Terms, i: usize) -> bool {
    i > 0
        && terms.is_word(i - 1)
        && !lexicon::is_pronoun(terms.word(i - 1))
        && !terms.is_capital(i - 1)
        && (i.saturating_sub(20)..i).any(|j| terms.is(j, &["would", "will", "could", "can", "may", "might"]))
        && !terms.is(
            i - 1,
            &[
                "what", "why", "how", "when", "where", "who", "which", "that", "and", "but", "or", "they",
                "people",
            ],
        )
        && (terms.is_capital(i + 1)
            || lexicon::is_determiner(terms.word(i + 1))
            || lexicon::is_pronoun(terms.word(i + 1)))
}

fn ends_sentence(terms: &Terms, i: usize) -> bool {
    terms.is(i, &[".", "!", "?"]) && terms.parts(i)
}

fn opens(terms: &Terms, i: usize, opener: usize, range: &Range<usize>) -> bool {
    let before = |n: usize| if i >= n { terms.word(i - n) } else { "" };
    match terms.word(i) {
        "if" => {
            if terms.is(opener, &["only", "any", "anything", "ever", "so", ","]) && terms.word(opener) != ","
            {
                return false;
            }
            if matches!(before(1), "even" | "as" | "what" | "but" | "or" | "and")
                && before(1) != "and"
                && before(1) != "but"
            {
                return false;
            }
            // 'if I may', 'if you will'
            let polite = terms.is(opener, &["i", "you", "we"])
                && terms.is(opener + 1, &["may", "will", "like", "please", "wish"])
                && !terms.is_word(opener + 2);
            !polite && !asks_whether(terms, i, range)
        }
        "provided" | "providing" | "assuming" => {
            // 'provided that', or 'provided' behind a clause and ahead of a subject; not 'was provided with'
            opener > i + 1 && !lexicon::is_preposition(before(1)) && !lexicon::is_auxiliary(before(1))
                || (!lexicon::is_auxiliary(before(1))
                    && (i == range.start || terms.parts(i - 1))
                    && (lexicon::is_determiner(terms.word(opener))
                        || lexicon::is_pronoun(terms.word(opener))
                        || terms.is_capital(opener)))
        }
        // 'as long as two years' measures
        "as" | "so" => {
            lexicon::number(terms.word(opener)).is_none_or(|_| terms.is(opener, &["a", "an", "one"]))
        }
        "on" => !terms.is(opener, &["anonymity"]),
        "in" if before(1) == "just" => false,
        _ => true,
    }
}

/// Whether a verb of asking or knowing stands right before, with no more than its object between.
fn asks_whether(terms: &Terms, i: usize, range: &Range<usize>) -> bool {
    if i > 0 && (terms.parts(i - 1) || terms.is_mark(i - 1)) {
        return false;
    }
    let floor = i.saturating_sub(4).max(range.start.saturating_sub(4));
    for at in (floor..i).rev() {
        if terms.parts(at) {
            return false;
        }
        if let Some(verb) = terms.lemma(at, WHETHER) {
            let near = i - at == 1;
            // 'say it if you must' has an object that the verb takes anyway; only verbs that ask reach over one
            return near
                || matches!(verb, "ask" | "tell" | "wonder" | "question")
                    && !lexicon::is_auxiliary(terms.word(i - 1));
        }
    }
    // a content that starts with 'if' right behind a cue that asks is seen above
    false
}

/// Where the clause ends: at its comma, or with the sentence or the range.
fn extent(terms: &Terms, start: usize, opener: usize, range: &Range<usize>) -> usize {
    let quoted = terms.is_quoted(start);
    let mut i = opener;
    while i < range.end {
        if terms.is_mark(i) {
            // a closing mark ends what started inside
            if quoted && !(opener..i).any(|j| terms.is_mark(j)) {
                break;
            }
        } else if terms.is(i, &[","]) && terms.parts(i) {
            match parenthesis(terms, i, opener, range.end) {
                Some(past) => {
                    i = past;
                    continue;
                }
                None => break,
            }
        } else if terms.parts(i) || (terms.is(i, &["but", "then"]) && i > opener + 1) {
            break;
        }
        i += 1;
    }
    while i > start
        && !terms.is_word(i - 1)
        && !(terms.is_mark(i - 1) && !quoted && (start..i - 1).any(|j| terms.is_mark(j)))
    {
        i -= 1;
    }
    i
}

/// Where a parenthesis that opens at a comma closes: 'if, as expected, he wins'.
fn parenthesis(terms: &Terms, comma: usize, opener: usize, end: usize) -> Option<usize> {
    let opens = comma == opener || terms.is(comma + 1, &["who", "which", "whose", "however", "as"]);
    if !opens {
        return None;
    }
    let close = (comma + 1..end).find(|&j| terms.parts(j))?;
    (terms.is(close, &[","]) && close + 1 < end).then_some(close + 1)
}
