//! Attributions inside a content that their grammar alone gives away: 'I told him that it would rain'.
//!
//! The training corpus marks nothing inside a content, and what people say of their own sayings ('I tell him that ...')
//! is rarer still in its narration: the model misses some. A subject, a verb that was a cue often enough, and a
//! clause with 'that' (a question word behind 'ask') leave no doubt.

use std::ops::Range;

use super::Attribution;
use super::nested::is_cue;
use crate::segment::{Segments, is_word};

/// How many words may stand between a verb and its 'that' ('told the people of Olsk that').
const OBJECT: usize = 4;
/// The same where who speaks stands between ('told by a former aide that').
const AGENT: usize = 8;
/// How many words of a subject are looked at.
const SUBJECT: usize = 4;
/// Below what the model itself finds.
const CONFIDENCE: f32 = 0.4;

/// The attributions of a passage whose cue is in none of those found.
pub(super) fn missed(segments: &Segments, passage: &Range<usize>, found: &[Attribution]) -> Vec<Attribution> {
    let known = |verb: usize| {
        found.iter().any(|a| {
            let clause = a.content.iter().any(|c| c.start > verb && c.start - verb <= OBJECT + 1);
            clause || a.cue.iter().cloned().flatten().any(|i| i == verb)
        })
    };
    let verbs = passage.clone().filter(|i| speaks(segments, *i) && !known(*i));
    verbs.filter_map(|verb| attribution(segments, passage, verb)).collect()
}

/// Whether a passage with this word is worth a reading of its own: a word that was a cue often enough, or a verb of
/// thinking or telling in a form that people use of themselves.
pub(super) fn promises(segments: &Segments, token: usize) -> bool {
    let word = segments.word(token).to_lowercase();
    let own = matches!(
        word.as_str(),
        "think"
            | "thought"
            | "believe"
            | "believed"
            | "know"
            | "knew"
            | "tell"
            | "hope"
            | "promise"
            | "swear"
            | "swore"
            | "guess"
            | "feel"
            | "felt"
            | "wish"
            | "heard"
            | "hear"
            | "ask"
            | "wonder"
            | "admit"
            | "explain"
            | "remember"
    );
    own || is_cue(&word)
}

/// Whether a word is a form of a verb that takes a clause.
fn speaks(segments: &Segments, token: usize) -> bool {
    let word = segments.word(token).to_lowercase();
    let base = || ["s", "d", "ed"].iter().any(|end| is_cue(&format!("{word}{end}")));
    promises(segments, token) || word.len() > 3 && base()
}

fn attribution(segments: &Segments, passage: &Range<usize>, verb: usize) -> Option<Attribution> {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let sentence = segments.sentence_of(verb);
    let bounds = passage.start.max(sentence.start)..passage.end.min(sentence.end);
    let asks = matches!(lower(verb).as_str(), "ask" | "asks" | "asked" | "wonder" | "wonders" | "wondered");
    let opens = |i: &usize| match lower(*i).as_str() {
        "that" => !asks,
        "whether" => true,
        "when" | "why" | "how" | "what" | "who" | "where" | "if" => asks,
        _ => false,
    };
    let passive = is_passive(segments, &bounds, verb);
    let by = passive && verb + 1 < bounds.end && lower(verb + 1) == "by";
    let behind = verb + 1..bounds.end.min(verb + 2 + if by { AGENT } else { OBJECT });
    let clause = behind.take_while(|i| segments.word(*i).starts_with(is_word)).find(opens)?;
    // 'said that' alone has no clause behind it
    let mut end = bounds.end;
    while end > clause && !segments.word(end - 1).starts_with(is_word) {
        end -= 1;
    }
    let cue = auxiliaries(segments, &bounds, verb)..verb + 1;
    let subject = match (passive, by) {
        (true, true) => Some(verb + 2..clause).filter(|agent| !agent.is_empty())?,
        (true, false) => return None,
        _ => subject(segments, &bounds, cue.start)?,
    };
    (end > clause + 2).then(|| Attribution {
        cue: Some(cue),
        source: vec![subject],
        content: std::iter::once(clause..end).collect(),
        confidence: CONFIDENCE,
        ..Attribution::default()
    })
}

/// Whether a participle stands behind 'be': 'had been told by an aide that'.
fn is_passive(segments: &Segments, bounds: &Range<usize>, verb: usize) -> bool {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let participle = lower(verb).ends_with("ed") || lower(verb) == "told";
    let adverb =
        |i: &usize| matches!(lower(*i).as_str(), "also" | "already" | "often" | "never" | "not" | "once");
    let before = (bounds.start..verb).rev().find(|i| !adverb(i));
    participle
        && before
            .is_some_and(|i| matches!(lower(i).as_str(), "was" | "were" | "been" | "being" | "is" | "are"))
}

/// Where a verb begins with its auxiliaries, negation and adverbs: 'did not say', 'had often remarked'.
fn auxiliaries(segments: &Segments, bounds: &Range<usize>, verb: usize) -> usize {
    let belongs = |i: usize| {
        let word = segments.word(i).to_lowercase();
        let be = matches!(word.as_str(), "is" | "are" | "was" | "were" | "am" | "been" | "re" | "m");
        be && segments.word(verb).ends_with("ing")
            || matches!(
                word.as_str(),
                "have"
                    | "has"
                    | "had"
                    | "do"
                    | "does"
                    | "did"
                    | "not"
                    | "never"
                    | "always"
                    | "often"
                    | "once"
                    | "also"
                    | "will"
                    | "would"
                    | "can"
                    | "could"
                    | "should"
                    | "must"
                    | "may"
                    | "might"
                    | "just"
                    | "still"
                    | "then"
                    | "t"
                    | "'"
                    | "’"
                    | "don"
                    | "didn"
                    | "doesn"
                    | "haven"
                    | "hasn"
                    | "hadn"
                    | "won"
                    | "wouldn"
                    | "ve"
                    | "d"
                    | "ll"
            )
    };
    let mut start = verb;
    while start > bounds.start && belongs(start - 1) {
        start -= 1;
    }
    start
}

/// The pronoun, or the determiner and noun or the name, right before the verb.
fn subject(segments: &Segments, bounds: &Range<usize>, verb: usize) -> Option<Range<usize>> {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let last = verb.checked_sub(1).filter(|i| *i >= bounds.start)?;
    if matches!(
        lower(last).as_str(),
        "i" | "we" | "he" | "she" | "they" | "you" | "it" | "who" | "people" | "everyone"
    ) {
        return Some(last..verb);
    }
    let from = bounds.start.max(verb.saturating_sub(SUBJECT));
    let determined = (from..last).rev().take_while(|i| segments.word(*i).starts_with(is_word)).find(|i| {
        matches!(lower(*i).as_str(), "the" | "my" | "his" | "her" | "our" | "their" | "your" | "a" | "an")
    });
    let name = segments.word(last).starts_with(char::is_uppercase);
    let first = (from..=last).rev().take_while(|i| segments.word(*i).starts_with(char::is_uppercase)).last();
    determined.or(first.filter(|_| name)).map(|start| start..verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let segments = Segments::new(text);
        let words = |r: &Range<usize>| segments.slice(r).to_owned();
        missed(&segments, &(0..segments.tokens.len()), &[])
            .iter()
            .map(|a| {
                let part = |ranges: &[Range<usize>]| ranges.iter().map(words).collect::<Vec<_>>().join(" ");
                format!(
                    "{} | {} | {}",
                    part(&a.source),
                    a.cue.as_ref().map(words).unwrap_or_default(),
                    part(&a.content)
                )
            })
            .collect()
    }

    #[test]
    fn a_subject_a_verb_and_a_clause() {
        assert_eq!(read("I tell him that it rains a lot."), ["I | tell | that it rains a lot"]);
        assert_eq!(read("I did not say that it would fall."), ["I | did not say | that it would fall"]);
        assert_eq!(read("My aunt asks me when it will rain."), ["My aunt | asks | when it will rain"]);
        assert_eq!(
            read("Ada Orr had often said that it rains."),
            ["Ada Orr | had often said | that it rains"]
        );
    }

    #[test]
    fn who_speaks_behind_a_passive() {
        assert_eq!(
            read("the panel had been told by a former aide that it rained"),
            ["a former aide | told | that it rained"]
        );
        assert!(read("the panel had already been told that it rained").is_empty());
    }

    #[test]
    fn nothing_less() {
        assert!(read("I say that.").is_empty());
        assert!(read("It is said that it rains here.").is_empty());
        assert!(read("I told him a story when it rained.").is_empty());
    }
}
