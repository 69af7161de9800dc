//! Gold and predictions -> figures.
//!
//! Every figure is a micro average over documents, counted on tokens: runs of word characters, or
//! single other signs. Only tokens with a word character count, so that where a comma or a
//! quotation mark belongs makes no difference.
//!
//! - `token.ROLE`: tokens that carry the role in any attribution.
//! - `exact.ROLE`: spans of the role whose tokens are all equal.
//! - `relation.loose`: attributions matched one to one, greedily by the Jaccard index of their
//!   contents, that share at least half of the content's tokens and a token of the source (two
//!   empty sources also agree).
//! - `relation.strict`: attributions whose source, cue and content are all equal.

use std::collections::{BTreeMap, HashMap};
use std::ops::{AddAssign, Range};

use onrecord::record::Span;
use onrecord::segment::{Segments, is_word};
use onrecord::text::Offsets;
use serde::Serialize;

use crate::gold::{Annotated, Attribution};

/// The roles, in the order of an attribution.
const ROLES: [&str; 3] = ["source", "cue", "content"];
const TOKEN: [&str; 3] = ["token.source", "token.cue", "token.content"];
const EXACT: [&str; 3] = ["exact.source", "exact.cue", "exact.content"];
const CONTENT: usize = 2;
const LOOSE: &str = "relation.loose";
const STRICT: &str = "relation.strict";

/// Counts behind one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Found and right.
    pub right: u64,
    /// Found.
    pub predicted: u64,
    /// In gold.
    pub gold: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// One figure: shares between 0 and 1, and how many there were.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Precision: the share of what was found that is right.
    #[serde(rename = "p")]
    pub precision: f64,
    /// Recall: the share of gold that was found.
    #[serde(rename = "r")]
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// How many gold has.
    pub gold: u64,
    /// How many were found.
    #[serde(rename = "pred")]
    pub predicted: u64,
}

impl From<Count> for Figure {
    fn from(count: Count) -> Self {
        let share = |of: u64| if of > 0 { count.right as f64 / of as f64 } else { 0.0 };
        let (p, r) = (share(count.predicted), share(count.gold));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Figure { precision: p, recall: r, f1, gold: count.gold, predicted: count.predicted }
    }
}

/// Counts by the name of their figure, over one document or many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores(BTreeMap<&'static str, Count>);

impl Scores {
    /// Every figure, by name.
    pub fn figures(&self) -> BTreeMap<&'static str, Figure> {
        self.0.iter().map(|(name, count)| (*name, Figure::from(*count))).collect()
    }

    /// The counts behind the figures, by name.
    pub fn counts(&self) -> &BTreeMap<&'static str, Count> {
        &self.0
    }

    fn add(&mut self, name: &'static str, right: usize, predicted: usize, gold: usize) {
        *self.0.entry(name).or_default() +=
            Count { right: right as u64, predicted: predicted as u64, gold: gold as u64 };
    }
}

impl AddAssign<&Scores> for Scores {
    fn add_assign(&mut self, other: &Scores) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += *count;
        }
    }
}

/// Scores one document.
pub fn score(gold: &Annotated, predicted: &[Attribution]) -> Scores {
    let tokens = word_tokens(&gold.text);
    let sets = |side: &[Attribution]| -> Vec<[Set; 3]> { side.iter().map(|a| roles(a, &tokens)).collect() };
    let (gold, predicted) = (sets(&gold.attributions), sets(predicted));
    let mut out = Scores::default();
    for role in 0..ROLES.len() {
        let (g, p) = (union(&gold, role), union(&predicted, role));
        out.add(TOKEN[role], shared(&g, &p), p.len(), g.len());
        let spans = |side: &[[Set; 3]]| tally(side.iter().map(|a| a[role].clone()).filter(|s| !s.is_empty()));
        let (g, p) = (spans(&gold), spans(&predicted));
        out.add(EXACT[role], in_both(&g, &p), p.values().sum(), g.values().sum());
    }
    let loose = pairs(&gold, &predicted)
        .into_iter()
        .filter(|(jaccard, g, p)| {
            let (g, p) = (&gold[*g][0], &predicted[*p][0]);
            *jaccard >= 0.5 && (shared(g, p) > 0 || (g.is_empty() && p.is_empty()))
        })
        .count();
    out.add(LOOSE, loose, predicted.len(), gold.len());
    let (g, p) = (tally(gold.iter().cloned()), tally(predicted.iter().cloned()));
    out.add(STRICT, in_both(&g, &p), predicted.len(), gold.len());
    out
}

/// Scores many documents; one that has no prediction counts as one in which nothing was found.
pub fn score_all(gold: &[Annotated], predicted: &[Annotated]) -> Scores {
    let by_id: HashMap<&str, &Annotated> = predicted.iter().map(|p| (p.id.as_str(), p)).collect();
    let mut out = Scores::default();
    for document in gold {
        let found = by_id.get(document.id.as_str()).map_or(&[][..], |p| &p.attributions);
        out += &score(document, found);
    }
    out
}

/// Numbers of tokens, ascending.
type Set = Vec<u32>;

/// Code points of the tokens that count.
fn word_tokens(text: &str) -> Vec<Range<u32>> {
    let offsets = Offsets::new(text);
    let tokens = Segments::new(text).tokens;
    let words = tokens.iter().filter(|t| text[t.bytes.clone()].starts_with(is_word));
    words.map(|t| offsets.code_point(t.bytes.start)..offsets.code_point(t.bytes.end)).collect()
}

/// The tokens that each role covers.
fn roles(attribution: &Attribution, tokens: &[Range<u32>]) -> [Set; 3] {
    [&attribution.source, &attribution.cue, &attribution.content].map(|spans| covered(spans, tokens))
}

/// The tokens that overlap any of the spans.
fn covered(spans: &[Span], tokens: &[Range<u32>]) -> Set {
    let mut out = Vec::new();
    for span in spans {
        let first = tokens.partition_point(|t| t.end <= span.start);
        let inside = tokens[first..].iter().take_while(|t| t.start < span.end).count();
        out.extend((first..first + inside).map(|i| i as u32));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The tokens that carry a role in any attribution.
fn union(side: &[[Set; 3]], role: usize) -> Set {
    let mut out: Set = side.iter().flat_map(|a| a[role].iter().copied()).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// How many tokens two sets share.
fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut out) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, out) = (i + 1, j + 1, out + 1),
        }
    }
    out
}

/// How often each item comes.
fn tally<T: std::hash::Hash + Eq>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut out = HashMap::new();
    for item in items {
        *out.entry(item).or_default() += 1;
    }
    out
}

/// How many items two tallies have in common.
fn in_both<T: std::hash::Hash + Eq>(a: &HashMap<T, usize>, b: &HashMap<T, usize>) -> usize {
    a.iter().map(|(item, n)| *n.min(b.get(item).unwrap_or(&0))).sum()
}

/// Greedy one-to-one pairs `(jaccard, gold, predicted)`, the highest first. Of equal ones the later
/// gold goes first, then the later prediction: which of two is taken changes the figures, so the
/// order is part of the measure.
fn pairs(gold: &[[Set; 3]], predicted: &[[Set; 3]]) -> Vec<(f64, usize, usize)> {
    let mut edges = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let (g, p) = (&g[CONTENT], &p[CONTENT]);
            let both = shared(g, p);
            if both > 0 {
                edges.push((both as f64 / (g.len() + p.len() - both) as f64, i, j));
            }
        }
    }
    edges.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)));
    let (mut gold_used, mut predicted_used) = (vec![false; gold.len()], vec![false; predicted.len()]);
    edges.retain(|&(_, i, j)| {
        let free = !gold_used[i] && !predicted_used[j];
        if free {
            (gold_used[i], predicted_used[j]) = (true, true);
        }
        free
    });
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Ada said it rains, and Bo asked why.` with spans given by their words.
    const TEXT: &str = "Ada said it rains, and Bo asked why.";

    fn spans(words: &[&str]) -> Vec<Span> {
        words
            .iter()
            .map(|w| {
                let start = TEXT.find(w).unwrap() as u32;
                Span { start, end: start + w.len() as u32 }
            })
            .collect()
    }

    fn attribution(source: &[&str], cue: &[&str], content: &[&str]) -> Attribution {
        Attribution { source: spans(source), cue: spans(cue), content: spans(content) }
    }

    fn gold() -> Annotated {
        let attributions =
            vec![attribution(&["Ada"], &["said"], &["it rains"]), attribution(&["Bo"], &["asked"], &["why"])];
        Annotated { id: "a".into(), text: TEXT.into(), attributions, extra: Default::default() }
    }

    #[test]
    fn gold_against_itself_is_perfect() {
        let gold = gold();
        for (name, figure) in score(&gold, &gold.attributions).figures() {
            assert_eq!((figure.precision, figure.recall, figure.f1), (1.0, 1.0, 1.0), "{name}");
        }
    }

    #[test]
    fn nothing_found_scores_nothing() {
        for (name, figure) in score(&gold(), &[]).figures() {
            assert_eq!(
                (figure.precision, figure.recall, figure.f1, figure.predicted),
                (0.0, 0.0, 0.0, 0),
                "{name}"
            );
        }
    }

    #[test]
    fn signs_do_not_count() {
        let found = [attribution(&["Ada"], &["said"], &["it rains,"])];
        let figures = score(&gold(), &found).figures();
        assert_eq!(figures["exact.content"].precision, 1.0);
        assert_eq!(figures["relation.strict"].recall, 0.5);
    }

    #[test]
    fn half_of_the_content_and_a_word_of_the_source_are_loosely_right() {
        let half = [attribution(&["Ada said"], &["said"], &["it"])];
        let figures = score(&gold(), &half).figures();
        assert_eq!(figures["relation.loose"].precision, 1.0);
        assert_eq!(figures["relation.strict"].precision, 0.0);
        let other_source = [attribution(&["Bo"], &["said"], &["it rains"])];
        assert_eq!(score(&gold(), &other_source).figures()["relation.loose"].precision, 0.0);
    }

    #[test]
    fn two_absent_sources_agree_and_one_does_not() {
        let mut gold = gold();
        gold.attributions = vec![attribution(&[], &["said"], &["it rains"])];
        let none = [attribution(&[], &[], &["it rains"])];
        assert_eq!(score(&gold, &none).figures()["relation.loose"].f1, 1.0);
        let one = [attribution(&["Ada"], &[], &["it rains"])];
        assert_eq!(score(&gold, &one).figures()["relation.loose"].f1, 0.0);
    }

    #[test]
    fn each_gold_attribution_is_found_once() {
        let twice = [
            attribution(&["Ada"], &["said"], &["it rains"]),
            attribution(&["Ada"], &["said"], &["it rains"]),
        ];
        let figures = score(&gold(), &twice).figures();
        assert_eq!(figures["relation.loose"].precision, 0.5);
        assert_eq!(figures["exact.cue"].precision, 0.5);
        assert_eq!(figures["token.cue"].precision, 1.0);
    }

    #[test]
    fn of_equal_pairs_the_later_is_taken() {
        let content = || vec![vec![], vec![], vec![1, 2]];
        let side: Vec<[Set; 3]> = (0..2).map(|_| content().try_into().unwrap()).collect();
        assert_eq!(pairs(&side, &side), [(1.0, 1, 1), (1.0, 0, 0)]);
        assert_eq!(pairs(&side, &side[..1]), [(1.0, 1, 0)]);
    }

    #[test]
    fn offsets_count_code_points() {
        let tokens = word_tokens("“Ça”, dit-il");
        assert_eq!(tokens, [1..3, 6..9, 10..12]);
    }
}
