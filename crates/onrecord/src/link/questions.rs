//! The article's own questions: 'Would the peace last? "Until the snow," she said.'
//!
//! The model takes the question for a part of the answer. Whoever answers did not ask it: outside quotation marks, in a
//! sentence of its own ahead of the words quoted, it is the writer's.

use std::ops::Range;

use super::Attribution;
use crate::segment::{Quote, Segments};

/// Takes the writer's questions out of quoted answers.
pub(super) fn strip(segments: &Segments, found: &mut [Attribution]) {
    for attribution in found {
        let Some(cue) = attribution.cue.clone() else { continue };
        let home = segments.sentence_of(cue.start);
        let quoted = |c: &Range<usize>| c.clone().any(|i| segments.tokens[i].quote != Quote::Outside);
        if !attribution.content.iter().any(quoted) {
            continue;
        }
        let asked = |c: &Range<usize>| {
            let sentence = segments.sentence_of(c.start);
            let question = segments.word(sentence.end - 1) == "?";
            let plain = c.clone().all(|i| segments.tokens[i].quote == Quote::Outside);
            question && plain && c.end <= sentence.end && sentence.end <= home.start
        };
        attribution.content.retain(|c| !asked(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let segments = Segments::new(text);
        let cue = (0..segments.tokens.len()).find(|i| segments.word(*i) == "said").expect("a cue");
        let ask = segments.sentence_of(0);
        let home = segments.sentence_of(cue);
        let content = vec![ask.start..ask.end - 1, home.start..cue - 1];
        let mut found = [Attribution { cue: Some(cue..cue + 1), content, ..Attribution::default() }];
        strip(&segments, &mut found);
        found[0].content.iter().map(|c| segments.slice(c).to_owned()).collect()
    }

    #[test]
    fn a_question_of_the_writer_is_no_answer() {
        assert_eq!(read("Would it last? \"Until the snow,\" she said."), ["\"Until the snow,\""]);
    }

    #[test]
    fn what_the_speaker_asks_or_tells_stays() {
        assert_eq!(read("\"Will it last?\" \"Until the snow,\" she said.").len(), 2);
        assert_eq!(read("It would last. \"Until the snow,\" she said.").len(), 2);
    }
}
