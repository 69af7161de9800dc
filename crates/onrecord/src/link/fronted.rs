//! Conditions ahead of the telling: 'Unless it rains, warned Ada Orr, the crop will fail'.
//!
//! Where the telling is put between, what is said hangs on them, so that they are part of it. The model often leaves them
//! out where the cue stands right behind.

use std::ops::Range;

use super::Attribution;
use crate::segment::{Quote, Segments};

/// Longest condition, in tokens.
const LONGEST: usize = 40;

/// Gives each attribution the condition that opens its sentence, where nobody else has it.
pub(super) fn join(segments: &Segments, found: &mut [Attribution]) {
    let mut taken = vec![false; segments.tokens.len()];
    for attribution in found.iter() {
        for range in attribution.content.iter().chain(&attribution.source).chain(&attribution.cue) {
            taken[range.clone()].fill(true);
        }
    }
    for attribution in found.iter_mut() {
        let Some(condition) = condition(segments, attribution) else { continue };
        if condition.clone().all(|i| !taken[i]) {
            taken[condition.clone()].fill(true);
            attribution.content.insert(0, condition);
        }
    }
}

/// The condition that opens the sentence, where a comma parts it from source and cue, and the content follows them.
fn condition(segments: &Segments, attribution: &Attribution) -> Option<Range<usize>> {
    let cue = attribution.cue.as_ref()?;
    let telling = attribution.source.iter().map(|s| s.start).chain([cue.start]).min()?;
    let behind = attribution.content.first().filter(|c| c.start >= cue.end)?;
    let sentence = segments.sentence_of(telling);
    let comma = telling.checked_sub(1).filter(|i| *i > sentence.start + 1 && segments.word(*i) == ",")?;
    let opens = matches!(segments.word(sentence.start), "If" | "Unless" | "Should" | "Provided" | "Once");
    // the telling is put between: 'Should she win, Orr says she will resign' tells under a condition
    let between = segments.word(behind.start - 1) == ",";
    let plain = (sentence.start..comma)
        .all(|i| segments.tokens[i].quote == Quote::Outside && !matches!(segments.word(i), ":" | ";"));
    let near = comma - sentence.start <= LONGEST && sentence.contains(&behind.start);
    (opens && between && plain && near && segments.tokens[behind.start].quote == Quote::Outside)
        .then_some(sentence.start..comma)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of 'CONDITION, CUE SOURCE, CONTENT' with three tokens of telling.
    fn read(text: &str, cue: &str, content: &str) -> String {
        let segments = Segments::new(text);
        let find = |words: &str| {
            let at = text.find(words).unwrap_or_default();
            let inside = |i: &usize| {
                let bytes = segments.bytes(&(*i..i + 1));
                bytes.start >= at && bytes.end <= at + words.len()
            };
            let tokens: Vec<usize> = (0..segments.tokens.len()).filter(inside).collect();
            tokens[0]..tokens[tokens.len() - 1] + 1
        };
        let mut found = vec![Attribution {
            cue: Some(find(cue)),
            content: vec![find(content)],
            ..Attribution::default()
        }];
        join(&segments, &mut found);
        let words: Vec<&str> = found[0].content.iter().map(|c| segments.slice(c)).collect();
        words.join(" ... ")
    }

    #[test]
    fn conditions_belong_to_what_is_said() {
        assert_eq!(
            read("Unless it rains, warned Ada Orr, the crop will fail.", "warned", "the crop will fail"),
            "Unless it rains ... the crop will fail"
        );
    }

    #[test]
    fn others_do_not() {
        for text in
            ["When it rained, warned Ada Orr, the crop failed.", "In Olsk, warned Ada Orr, the crop failed."]
        {
            assert_eq!(read(text, "warned", "the crop failed"), "the crop failed");
        }
    }
}
