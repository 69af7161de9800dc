//! Turns of a transcript: 'MS LUND: We had no choice.'
//!
//! A paragraph that opens with a speaker's label is what that speaker said, without a cue and without
//! quotation marks, so that the model, trained on prose, does not see it. A text is a transcript only where labels
//! recur: 'Correction: ...' opens a paragraph too.

use std::collections::HashMap;
use std::ops::Range;

use super::Attribution;
use crate::segment::{Gap, Quote, Segments, is_word};

/// Tokens of a label at most, the colon aside.
const LONGEST_LABEL: usize = 6;
/// Turns of recurring labels that make a transcript.
const FEWEST_TURNS: usize = 3;
/// A label is printed, not guessed; what is left to doubt is whether the paragraph is all speech.
const CONFIDENCE: f32 = 0.9;

/// Where a paragraph's label ends, if it opens with one; the colon stands there.
fn label_end(segments: &Segments, paragraph: &Range<usize>) -> Option<usize> {
    let limit = paragraph.end.min(paragraph.start + LONGEST_LABEL + 1);
    let colon = (paragraph.start + 1..limit).find(|i| segments.word(*i) == ":")?;
    let named = (paragraph.start..colon).all(|i| {
        let word = segments.word(i);
        let part = word.starts_with(char::is_uppercase)
            || matches!(word, "." | "-" | "'" | "’" | "of" | "de" | "van" | "von" | "al" | "bin");
        part && segments.tokens[i].quote == Quote::Outside
    });
    let speech = colon + 1 < paragraph.end
        && segments.tokens[colon].gap == Gap::Joined
        && segments.tokens[colon + 1].gap == Gap::Space;
    (named && speech && segments.word(paragraph.start).starts_with(is_word)).then_some(colon)
}

/// The turns of a text: the label and what follows it.
fn turns(segments: &Segments) -> Vec<(Range<usize>, Range<usize>)> {
    let labelled = segments.paragraphs.iter().filter_map(|paragraph| {
        let colon = label_end(segments, paragraph)?;
        Some((paragraph.start..colon, colon + 1..paragraph.end))
    });
    let found: Vec<_> = labelled.collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (label, _) in &found {
        *count.entry(segments.slice(label)).or_default() += 1;
    }
    let recurring: usize = count.values().filter(|n| **n > 1).sum();
    if recurring < FEWEST_TURNS || count.len() < 2 {
        return Vec::new();
    }
    // a lone word that does not come back is a heading: 'Transcript: the second day'
    let speaks = |label: &Range<usize>| {
        let shown = segments.slice(label);
        label.len() > 1 || count[shown] > 1 || !shown.contains(char::is_lowercase)
    };
    found.iter().filter(|(label, _)| speaks(label)).cloned().collect()
}

/// Adds the turns; what was found in their words stands inside them.
pub(super) fn find(segments: &Segments, found: &mut Vec<Attribution>) {
    let turns = turns(segments);
    let first = found.len();
    for attribution in found.iter_mut().filter(|a| a.inside.is_none()) {
        let start = attribution.start();
        let Some(k) = turns.partition_point(|(label, _)| label.start <= start).checked_sub(1) else {
            continue;
        };
        let speech = &turns[k].1;
        let mut parts = attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
        if parts.all(|part| part.end <= speech.end) {
            attribution.inside = Some(first + k);
            // the label speaks the turn, not what stands inside it
            attribution.source.retain(|source| source.start >= speech.start);
        }
    }
    found.extend(turns.into_iter().map(|(label, speech)| Attribution {
        cue: None,
        source: vec![label],
        content: vec![speech],
        confidence: CONFIDENCE,
        ..Attribution::default()
    }));
    drop_doubles(segments, found);
}

/// Drops what the model took for an attribution of the turn itself: its cue is the colon, or it has none and its content is
/// no quotation of its own.
fn drop_doubles(segments: &Segments, found: &mut Vec<Attribution>) {
    let double = |a: &Attribution| {
        let Some(turn) = a.inside.map(|k| &found[k]).filter(|outer| is_turn(segments, outer)) else {
            return false;
        };
        let colon = turn.source[0].end;
        let all: usize = a.content.iter().map(|c| c.len()).sum();
        a.cue.as_ref().is_some_and(|cue| cue.start <= colon)
            || a.cue.is_none() && 2 * all > turn.content[0].len()
    };
    let dropped: Vec<bool> = found.iter().map(double).collect();
    // what stood inside a double stands inside its turn
    for k in 0..found.len() {
        if let Some(outer) = found[k].inside.filter(|outer| dropped[*outer]) {
            found[k].inside = found[outer].inside;
        }
    }
    let mut place = vec![0; found.len()];
    let mut next = 0;
    for (k, gone) in dropped.iter().enumerate() {
        place[k] = next;
        next += usize::from(!gone);
    }
    let mut k = 0;
    found.retain(|_| {
        k += 1;
        !dropped[k - 1]
    });
    for attribution in found {
        attribution.inside = attribution.inside.map(|outer| place[outer]);
    }
}

/// Whether an attribution is a turn: no cue, and a colon between source and content.
pub(crate) fn is_turn(segments: &Segments, attribution: &Attribution) -> bool {
    let ([source], [content]) = (attribution.source.as_slice(), attribution.content.as_slice()) else {
        return false;
    };
    attribution.cue.is_none() && source.end + 1 == content.start && segments.word(source.end) == ":"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mut found: Vec<Attribution>) -> Vec<String> {
        let segments = Segments::new(text);
        find(&segments, &mut found);
        let show = |a: &Attribution| {
            let content: Vec<_> = a.content.iter().map(|c| segments.slice(c)).collect();
            let source = a.source.first().map_or("", |s| segments.slice(s));
            format!("{source} > {} < {:?}", content.join(" ... "), a.inside)
        };
        found.iter().map(show).collect()
    }

    const TALK: &str = "Transcript: day two\n\nMS LUND: We left.\n\nMR OBI: Why?\n\nMS LUND: He said it rained.\n\nMR OBI: Good.";

    #[test]
    fn labels_that_recur_are_turns() {
        let want = [
            "MS LUND > We left. < None",
            "MR OBI > Why? < None",
            "MS LUND > He said it rained. < None",
            "MR OBI > Good. < None",
        ];
        assert_eq!(read(TALK, Vec::new()), want);
        assert!(read("Correction: it rained.\n\nNote: it did not.\n\nLund left.", Vec::new()).is_empty());
    }

    #[test]
    fn what_is_said_inside_a_turn_stands_inside_it() {
        let segments = Segments::new(TALK);
        let said = (0..segments.tokens.len()).find(|i| segments.word(*i) == "said").expect("the word");
        let part = |cue: usize, source: Range<usize>, content: Range<usize>| Attribution {
            cue: Some(cue..cue + 1),
            source: vec![source],
            content: vec![content],
            confidence: 1.0,
            ..Attribution::default()
        };
        let inner = part(said, said - 1..said, said + 1..said + 3);
        let colon = segments.paragraphs[1].start + 2;
        let double = part(colon, colon - 2..colon, colon + 1..colon + 3);
        let found = read(TALK, vec![inner, double]);
        assert_eq!(found.len(), 5, "{found:?}");
        assert_eq!(found[0], "He > it rained < Some(3)");
        assert_eq!(found[3], "MS LUND > He said it rained. < None");
    }
}
