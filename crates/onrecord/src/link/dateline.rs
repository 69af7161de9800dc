//! Datelines: 'OSLO, March 3 (Newsline) - The minister said ...'.
//!
//! The place that opens a report speaks no more than the agency behind it, and is no part of what is said.

use super::Attribution;
use crate::segment::{Gap, Segments};

/// Tokens of a dateline at most.
const LONGEST: usize = 16;

/// Where the text behind a paragraph's dateline starts, if it has one: it opens in capitals and ends in a dash.
fn end(segments: &Segments, paragraph: usize) -> Option<usize> {
    let range = &segments.paragraphs[paragraph];
    let first = segments.word(range.start);
    let capitals = first.chars().count() > 1 && first.chars().all(char::is_uppercase);
    let dash = |i: &usize| {
        matches!(segments.word(*i), "-" | "–" | "—")
            && segments.tokens[*i].gap == Gap::Space
            && segments.tokens.get(i + 1).is_some_and(|next| next.gap == Gap::Space)
    };
    // 'NATO said it rained - for a day' is a sentence
    let named = |i: usize| {
        let word = segments.word(i);
        !word.starts_with(char::is_lowercase) && !matches!(word, "!" | "?" | ":" | ";")
    };
    let limit = range.end.min(range.start + LONGEST);
    let dash = (range.start + 1..limit).find(dash).filter(|_| capitals)?;
    (range.start..dash).all(named).then_some(dash + 1)
}

/// Takes datelines out of sources and contents.
pub(super) fn strip(segments: &Segments, found: &mut Vec<Attribution>) {
    for attribution in found.iter_mut() {
        let start = attribution.start();
        let paragraph = segments.tokens[start].paragraph as usize;
        let Some(end) = end(segments, paragraph).filter(|end| start < *end) else { continue };
        if attribution.cue.as_ref().is_some_and(|cue| cue.start < end) {
            continue;
        }
        attribution.source.retain(|source| source.end > end);
        attribution.content.retain(|content| content.end > end);
        for range in attribution.source.iter_mut().chain(&mut attribution.content) {
            range.start = range.start.max(end);
        }
    }
    found.retain(|attribution| !attribution.content.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, words: std::ops::Range<usize>) -> String {
        let segments = Segments::new(text);
        let content: Vec<_> = std::iter::once(segments.tokens.len() - 3..segments.tokens.len()).collect();
        let mut found =
            vec![Attribution { source: vec![words], content, confidence: 1.0, ..Attribution::default() }];
        strip(&segments, &mut found);
        found[0].source.first().map_or(String::new(), |s| segments.slice(s).to_owned())
    }

    #[test]
    fn a_dateline_is_no_source() {
        assert_eq!(read("OLSK, May 3 (Newsline) - The mayor said it had rained.", 0..10), "The mayor");
        assert_eq!(read("OLSK — The mayor said it had rained.", 0..1), "");
        assert_eq!(read("NATO said it had rained - for a day or so.", 0..1), "NATO");
        assert_eq!(read("Olsk - a town - said it had rained all day.", 0..1), "Olsk");
    }
}
