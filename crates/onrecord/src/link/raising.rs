//! Hearsay: in 'Finch is alleged to have boasted that ...' nobody is named who alleges it, and Finch is who boasts.
//!
//! The model marks 'is alleged' as the cue and leaves the source empty. Where an infinitive of speech or thought
//! follows, the subject is its source (subject raising: Rosenbaum, 1967). The cue keeps both verbs, so that the
//! hearsay stays in sight.

use std::ops::Range;

use super::Attribution;
use super::nested::could_be_cue;
use crate::segment::{Segments, is_word};

/// How far behind the infinitive its 'that' may stand, in tokens.
const REACH: usize = 10;

/// Gives the infinitive's subject as the source of what it says.
pub(super) fn settle(segments: &Segments, found: &mut [Attribution]) {
    for attribution in found {
        if let Some(settled) = settled(segments, attribution) {
            *attribution = settled;
        }
    }
}

fn settled(segments: &Segments, attribution: &Attribution) -> Option<Attribution> {
    let cue = attribution.cue.clone().filter(|_| attribution.source.is_empty())?;
    let lower = |i: usize| segments.word(i).to_lowercase();
    let passive = cue.clone().any(|i| matches!(lower(i).as_str(), "is" | "are" | "was" | "were" | "been"))
        && is_hearsay(&lower(cue.end - 1));
    let sentence = segments.sentence_of(cue.start);
    let subject: Vec<Range<usize>> = attribution
        .content
        .iter()
        .filter(|c| c.end <= cue.start && c.start >= sentence.start)
        .cloned()
        .collect();
    let rest = attribution.content.iter().find(|c| c.start == cue.end && lower(c.start) == "to")?;
    let verb = (rest.start + 1..rest.end.min(rest.start + 3)).find(|i| lower(*i) != "have")?;
    if !passive || subject.is_empty() || !(could_be_cue(segments, verb) || is_thought(&lower(verb))) {
        return None;
    }
    let after = verb + 1..rest.end;
    let that = after.clone().take(REACH).find(|i| lower(*i) == "that");
    let start = that.or_else(|| after.clone().find(|i| segments.word(*i).starts_with(is_word)))?;
    let mut content: Vec<Range<usize>> = std::iter::once(start..rest.end).collect();
    content.extend(attribution.content.iter().filter(|c| c.start >= rest.end).cloned());
    Some(Attribution { cue: Some(cue.start..verb + 1), source: subject, content, ..attribution.clone() })
}

/// Participles by which a report leaves open who reports.
fn is_hearsay(participle: &str) -> bool {
    matches!(
        participle,
        "said"
            | "alleged"
            | "believed"
            | "thought"
            | "reported"
            | "understood"
            | "rumoured"
            | "rumored"
            | "known"
            | "claimed"
            | "expected"
    )
}

/// Verbs of thought whose infinitive is rarely a cue of its own.
fn is_thought(verb: &str) -> bool {
    matches!(
        verb,
        "believe"
            | "think"
            | "feel"
            | "want"
            | "fear"
            | "hope"
            | "intend"
            | "favour"
            | "favor"
            | "regard"
            | "consider"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_of_hearsay_is_its_source() {
        let segments = Segments::new("Lund is said to have told a neighbour that the yard would burn.");
        let hearsay = Attribution {
            cue: Some(1..3),
            source: Vec::new(),
            content: vec![0..1, 3..13],
            confidence: 0.5,
            ..Attribution::default()
        };
        let mut found = vec![hearsay];
        settle(&segments, &mut found);
        let words = |r: &Range<usize>| segments.slice(r);
        assert_eq!(found[0].source.iter().map(words).collect::<Vec<_>>(), ["Lund"]);
        assert_eq!(found[0].cue.as_ref().map(words), Some("is said to have told"));
        assert_eq!(found[0].content.iter().map(words).collect::<Vec<_>>(), ["that the yard would burn"]);
    }

    #[test]
    fn what_is_expected_to_happen_is_said_by_nobody() {
        let segments = Segments::new("The trial is expected to last three weeks.");
        let expected = Attribution {
            cue: Some(2..4),
            source: Vec::new(),
            content: vec![0..2, 4..8],
            confidence: 0.5,
            ..Attribution::default()
        };
        let mut found = vec![expected.clone()];
        settle(&segments, &mut found);
        assert_eq!(found, [expected]);
    }
}
