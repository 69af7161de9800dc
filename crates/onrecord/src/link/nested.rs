//! Attributions inside the content of another: 'Reuters said that she said that ...'.
//!
//! The training corpus marks only the outermost attribution, so the words of a content are read again as if
//! they stood alone, without the quotation marks around them. Most contents hold no word that could
//! be a cue, and are not read again.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::{Attribution, clauses, outermost};
use crate::segment::{Quote, Segments};
use crate::tag::{Model, Scratch, Tagged};

/// Words that were part of a cue often enough in training.
static CUE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("cue_words.txt").lines().collect());

/// Shortest content that may hold another attribution, in tokens.
const SHORTEST: usize = 6;
/// Longest gap between parts of a content that are read together, in tokens.
const WIDEST_GAP: usize = 12;
/// How deep attributions nest at most.
const DEEPEST: usize = 3;

/// Appends the attributions inside `found`'s contents; vectors of tokens that had none join `seen`.
pub(super) fn find(
    model: &Model,
    segments: &Segments,
    found: &mut Vec<Attribution>,
    seen: &mut Tagged,
    scratch: &mut Scratch,
) {
    let mut next = 0;
    for _ in 1..DEEPEST {
        let last = found.len();
        for parent in next..last {
            for content in passages(&found[parent]) {
                let (range, quotes) = without_marks(segments, &content);
                if range.len() < SHORTEST {
                    continue;
                }
                let mut inner = Vec::new();
                if range.clone().any(|i| clauses::promises(segments, i)) {
                    let tagged = model.tag_part(segments, range.clone(), &quotes, scratch);
                    let found = outermost(segments, &tagged).into_iter().filter(|a| a.cue.is_some());
                    inner.extend(found.filter(|a| fits(a, &range) && !is_auxiliary(segments, a)));
                    for (token, vector) in tagged.vectors {
                        seen.vectors.entry(token).or_insert(vector);
                    }
                }
                inner.extend(clauses::missed(segments, &range, &inner));
                for attribution in &mut inner {
                    without_conjunction(segments, attribution);
                }
                found.extend(inner.into_iter().map(|a| Attribution { inside: Some(parent), ..a }));
            }
        }
        next = last;
    }
}

/// The content's parts, those joined between which only a few words were left out ('told aides in December to ...').
fn passages(attribution: &Attribution) -> Vec<Range<usize>> {
    let own = |token: usize| attribution.cue.iter().chain(&attribution.source).any(|r| r.contains(&token));
    let mut out: Vec<Range<usize>> = Vec::new();
    for part in &attribution.content {
        match out.last_mut() {
            Some(last) if part.start - last.end <= WIDEST_GAP && !(last.end..part.start).any(own) => {
                last.end = part.end
            }
            _ => out.push(part.clone()),
        }
    }
    out
}

/// Takes the 'that' which opens the clause out of a source: 'that the minister' where 'that' begins the content.
fn without_conjunction(segments: &Segments, attribution: &mut Attribution) {
    for source in &mut attribution.source {
        let that = source.len() > 1 && segments.word(source.start) == "that";
        let next = segments.word(source.start + usize::from(that));
        let name = next.starts_with(char::is_uppercase);
        let noun =
            matches!(next, "the" | "a" | "an" | "his" | "her" | "their" | "its" | "one" | "two" | "three");
        if that && (name || noun) {
            source.start += 1;
        }
    }
}

/// The content without marks at its ends, and its quotation marks read anew.
fn without_marks(segments: &Segments, content: &Range<usize>) -> (Range<usize>, Vec<Quote>) {
    let mark = |i: usize| segments.tokens[i].quote == Quote::Mark;
    let (mut start, mut end) = (content.start, content.end);
    while start < end && mark(start) {
        start += 1;
    }
    while end > start && mark(end - 1) {
        end -= 1;
    }
    (start..end, segments.quotes_within(start..end))
}

/// Whether a word was a cue often enough to be one here.
pub(super) fn could_be_cue(segments: &Segments, token: usize) -> bool {
    is_cue(&segments.word(token).to_lowercase())
}

/// The same of a word in small letters.
pub(super) fn is_cue(word: &str) -> bool {
    CUE_WORDS.contains(word)
}

/// Whether a cue is no more than an auxiliary, which says nothing of saying: 'would open an inquiry'.
fn is_auxiliary(segments: &Segments, attribution: &Attribution) -> bool {
    let auxiliary = |i: usize| {
        matches!(segments.word(i), "would" | "will" | "could" | "can" | "may" | "might" | "has" | "had")
    };
    attribution.cue.iter().cloned().flatten().all(auxiliary)
}

/// Whether an attribution leaves room for its own cue and source beside its content.
fn fits(attribution: &Attribution, range: &Range<usize>) -> bool {
    let content: usize = attribution.content.iter().map(|r| r.len()).sum();
    !attribution.source.is_empty() && content + 2 <= range.len()
}
