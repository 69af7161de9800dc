//! Contents that no cue claims: a quotation that goes on after a break, or one without a cue.

use std::collections::HashMap;
use std::ops::Range;

use super::Attribution;
use crate::segment::{Quote, Segments};
use crate::tag::{Part, Role};

/// A content is an orphan where cues cover at most this share of it.
const COVERED: f32 = 0.3;
/// How many neighbours are weighed.
const NEAR: usize = 64;
/// Tokens of a label before a colon at most.
const LONGEST_LABEL: usize = 5;
/// How sure the tags must be of it.
const LEAST: f32 = 0.5;

/// Joins each orphan to the quotation it continues, or makes it an attribution without a cue.
pub(super) fn adopt(segments: &Segments, unclaimed: &[Part], found: &mut Vec<Attribution>) {
    let mut covered = vec![false; segments.tokens.len()];
    for attribution in found.iter() {
        for range in attribution.content.iter().chain(&attribution.source).chain(&attribution.cue) {
            covered[range.clone()].fill(true);
        }
    }
    let sources: Vec<&Range<usize>> =
        unclaimed.iter().filter(|p| p.role == Role::Source).map(|p| &p.tokens).collect();
    let paragraph = |token: usize| segments.tokens[token].paragraph;
    let mut ending: HashMap<u32, Vec<usize>> = HashMap::new();
    for (k, attribution) in found.iter().enumerate() {
        for content in &attribution.content {
            ending.entry(paragraph(content.end - 1)).or_default().push(k);
        }
    }
    for part in unclaimed.iter().filter(|p| p.role == Role::Content && p.probability >= LEAST) {
        let range = &part.tokens;
        let taken = range.clone().filter(|i| covered[*i]).count();
        if taken as f32 > COVERED * range.len() as f32 || !opens_with_mark(segments, range) {
            continue;
        }
        let home = paragraph(range.start);
        let from = sources.partition_point(|s| paragraph(s.start) < home);
        let here = sources[from..].iter().take_while(|s| paragraph(s.start) == home).take(NEAR);
        let gap = |s: &Range<usize>| s.start.saturating_sub(range.end) + range.start.saturating_sub(s.end);
        let label = label(segments, range);
        let nearest = label.as_ref().or_else(|| here.min_by_key(|s| gap(s)).copied());
        let near =
            [home.checked_sub(1), Some(home)].into_iter().flatten().filter_map(|p| ending.get(&p)).flatten();
        let ends_before = |k: &usize| found[*k].content.iter().any(|c| c.end <= range.start);
        let last = |k: &usize| found[*k].content.iter().map(|c| c.end).max();
        let before = near.copied().filter(ends_before).take(NEAR).max_by_key(last);
        match before {
            Some(k) if nearest.is_none() && continues(segments, &found[k], range) => {
                found[k].content.push(range.clone());
                ending.entry(paragraph(range.end - 1)).or_default().push(k);
            }
            _ => {
                let (content, cue) = trailing_cue(segments, range, nearest);
                found.push(Attribution {
                    cue,
                    source: nearest.cloned().into_iter().collect(),
                    content: vec![content],
                    confidence: 0.5 * part.probability,
                    ..Attribution::default()
                })
            }
        }
    }
}

/// 'Lund: "It rained."': the words in capitals between a sentence's beginning and the colon before its quotation.
fn label(segments: &Segments, range: &Range<usize>) -> Option<Range<usize>> {
    let mark = |i: usize| segments.tokens[i].quote == Quote::Mark;
    let opening = range.start - usize::from(!mark(range.start) && range.start > 0 && mark(range.start - 1));
    let colon = opening.checked_sub(1).filter(|i| segments.word(*i) == ":")?;
    let label = segments.sentence_of(colon).start..colon;
    let named = |i: usize| {
        let word = segments.word(i);
        segments.tokens[i].quote == Quote::Outside
            && (word.starts_with(char::is_uppercase)
                || matches!(word, "." | "-" | "'" | "’" | "de" | "van" | "von"))
    };
    ((1..=LONGEST_LABEL).contains(&label.len()) && label.clone().all(named)).then_some(label)
}

/// 'It rained, according to' right before its source is a content and its cue: quoted whole, the cue passes for content.
fn trailing_cue(
    segments: &Segments,
    range: &Range<usize>,
    source: Option<&Range<usize>>,
) -> (Range<usize>, Option<Range<usize>>) {
    let cue = range.end.saturating_sub(2)..range.end;
    let adjacent = source.is_some_and(|s| s.start == range.end) && range.len() > cue.len() + 2;
    if !adjacent || !segments.slice(&cue).eq_ignore_ascii_case("according to") {
        return (range.clone(), None);
    }
    let comma = usize::from(segments.word(cue.start - 1) == ",");
    (range.start..cue.start - comma, Some(cue))
}

/// Whether a quotation begins at a range's first token or right before it.
fn opens_with_mark(segments: &Segments, range: &Range<usize>) -> bool {
    let mark = |i: usize| segments.tokens[i].quote == Quote::Mark;
    mark(range.start) || range.start > 0 && mark(range.start - 1)
}

/// Whether a quotation goes on from the last content of an attribution: that one was left open, or stood last in
/// its paragraph, and this one is a whole paragraph of quotation.
fn continues(segments: &Segments, attribution: &Attribution, range: &Range<usize>) -> bool {
    let Some(last) = attribution.content.iter().max_by_key(|c| c.end) else { return false };
    let quoted = |i: usize| segments.tokens[i].quote != Quote::Outside;
    if !quoted(last.end - 1) {
        return false;
    }
    let home = segments.paragraph_of(range.start);
    range.start <= home.start + 1
        && segments.tokens[last.end - 1].paragraph < segments.tokens[range.start].paragraph
}
