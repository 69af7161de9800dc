//! What must hold for every text and every attribution, sensible or not.

use std::ops::Range;

use proptest::prelude::*;

use super::enrich;
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::resolve::{Entities, Entity, Mention};
use crate::segment::Segments;

const WORDS: &[&str] = &[
    "Orr",
    "Ida",
    "said",
    "denied",
    "not",
    "never",
    "refused",
    "to",
    "say",
    "that",
    "who",
    "whom",
    "called",
    "dubbed",
    "as",
    "a",
    "the",
    "\"",
    "'",
    "’",
    ",",
    ".",
    ":",
    "—",
    "-",
    "(",
    ")",
    "on",
    "in",
    "at",
    "of",
    "by",
    "Monday",
    "March",
    "3",
    "2021",
    "two",
    "days",
    "earlier",
    "if",
    "unless",
    "should",
    "she",
    "officials",
    "they",
    "because",
    "were",
    "authorized",
    "condition",
    "anonymity",
    "and",
    "so-called",
    "n't",
    "don't",
    "\n\n",
    "s",
    "O'Brien",
    "é",
    "hit",
    "piece",
    "yesterday",
    "interview",
    "with",
    "Herald",
    "p.m.",
    "no",
    "Nobody",
    "It",
    "is",
    "true",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|words| words.join(" "))
}

/// Ranges in thousandths of the text.
fn part() -> impl Strategy<Value = (usize, usize)> {
    (0usize..1000, 1usize..300)
}

fn range(tokens: usize, (start, length): (usize, usize)) -> Range<usize> {
    let start = start * tokens / 1000;
    start..(start + (length * tokens / 1000).max(1)).min(tokens)
}

type Parts = (Option<(usize, usize)>, Vec<(usize, usize)>, Vec<(usize, usize)>, Option<usize>);

fn parts() -> impl Strategy<Value = Parts> {
    (
        prop::option::of(part()),
        prop::collection::vec(part(), 0..2),
        prop::collection::vec(part(), 0..3),
        prop::option::of(0usize..6),
    )
}

proptest! {
    #[test]
    fn nothing_panics_and_every_range_lies_in_the_text(
        text in words(),
        parts in prop::collection::vec(parts(), 0..6),
        mentions in prop::collection::vec((part(), any::<bool>()), 0..4),
        dated in any::<bool>(),
    ) {
        let segments = Segments::new(&text);
        let count = segments.tokens.len();
        let mut attributions = Vec::new();
        for (cue, source, content, inside) in parts {
            let all = |ranges: Vec<(usize, usize)>| {
                let mut ranges: Vec<_> = ranges.into_iter().map(|p| range(count, p)).collect();
                ranges.sort_by_key(|r| r.start);
                ranges
            };
            let cue = cue.map(|p| range(count, p)).filter(|r| !r.is_empty());
            attributions.push(Attribution { cue, source: all(source), content: all(content), inside, confidence: 1.0, ..Attribution::default() });
        }
        let mut entities = Entities { all: Vec::new(), at: vec![None; count] };
        for (part, name) in mentions {
            let tokens = range(count, part);
            let kind = if name { MentionKind::Name } else { MentionKind::Nominal };
            for token in tokens.clone() {
                entities.at[token] = Some((entities.all.len(), 0));
            }
            let mentions = vec![Mention { tokens, kind }];
            entities.all.push(Entity { name: "N".into(), kind: Kind::Person, roles: Vec::new(), mentions });
        }
        let published = dated.then(|| jiff::civil::date(2024, 3, 14));
        let found = enrich(&segments, &attributions, &entities, &[], published).0;
        prop_assert_eq!(found.len(), attributions.len());
        let inside = |r: &Range<usize>| r.start < r.end && r.end <= count;
        for details in &found {
            let ranges = [
                details.when.as_ref().map(|w| w.tokens.clone()),
                details.place.clone(),
                details.condition.clone(),
                details.unnamed.as_ref().map(|u| u.role.clone()),
                details.unnamed.as_ref().and_then(|u| u.basis.clone()),
            ];
            for range in ranges.iter().flatten() {
                prop_assert!(inside(range), "{:?} in {:?}", range, text);
            }
        }
        for label in enrich(&segments, &attributions, &entities, &[], None).1 {
            prop_assert!(inside(&label.label) && inside(&label.target.tokens), "{:?} in {:?}", label, text);
        }
    }
}
