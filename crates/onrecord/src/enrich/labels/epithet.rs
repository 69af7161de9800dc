//! Where an epithet begins and ends: a quotation, or a noun phrase behind the verb.

use super::*;

/// Longest epithet without quotation marks, in tokens: a line without end holds many verbs.
const LONGEST: usize = 60;

/// An epithet and where it ends, marks included.
pub(super) struct Epithet {
    pub(super) label: Range<usize>,
    pub(super) end: usize,
    pub(super) quoted: bool,
}

impl Finder<'_> {
    /// The epithet that starts at `at`: a quotation within four words, else a noun phrase.
    pub(super) fn epithet(&self, at: usize, with_as: bool) -> Option<Epithet> {
        for open in at..at + 5 {
            if self.terms.is_mark(open) {
                if let Some(epithet) = self.quotation(open) {
                    return Some(epithet);
                }
                break;
            }
            if !self.terms.is_word(open)
                || lexicon::is_preposition(self.terms.word(open))
                || lexicon::opens_clause(self.terms.word(open))
                || lexicon::is_auxiliary(self.terms.word(open))
            {
                break;
            }
        }
        let opens = self.terms.is(at, &["a", "an", "the", "his", "her", "their", "its", "our", "my", "one"]);
        // 'described them as leaving' tells a deed
        if self.terms.word(at).ends_with("ing") {
            return None;
        }
        if date::at(self.terms, at).is_some() || !(opens || with_as) || !self.terms.is_word(at) {
            return None;
        }
        let mut end = at;
        let limit = self.terms.len().min(at + LONGEST);
        while end < limit && !self.ends_epithet(at, end) {
            end += 1;
        }
        while end > at && !self.terms.is_word(end - 1) {
            end -= 1;
        }
        // half in quotation marks, half not: no epithet as a whole
        let whole = !self.terms.is_mark(end) || !self.terms.is_quoted(end + 1);
        (whole && end > at + usize::from(opens)).then_some(Epithet { label: at..end, end, quoted: false })
    }

    fn is_function(&self, i: usize) -> bool {
        let word = self.terms.word(i);
        lexicon::is_determiner(word)
            || lexicon::is_preposition(word)
            || lexicon::is_pronoun(word)
            || lexicon::is_auxiliary(word)
            || lexicon::opens_clause(word)
    }

    fn ends_epithet(&self, start: usize, i: usize) -> bool {
        let word = self.terms.word(i);
        // 'a liar and a cheat', 'a nasty and divisive man', 'a judge in all but name'
        let noun = |j: usize| self.terms.is_word(j) && !self.is_function(j);
        let coordinated = (word == "and" && lexicon::is_determiner(self.terms.word(i + 1)))
            || (word == "and" && i <= start + 2 && noun(i + 1) && noun(i + 2))
            || (word == "but" && i > start && self.terms.is(i - 1, &["all", "nothing", "anything"]));
        self.terms.parts(i)
            || self.terms.is_mark(i)
            || (i > start && date::at(self.terms, i).is_some())
            || (lexicon::opens_clause(word) && !coordinated)
            || matches!(
                word,
                "by" | "after"
                    | "during"
                    | "before"
                    | "since"
                    | "for"
                    | "on"
                    | "at"
                    | "over"
                    | "following"
                    | "until"
                    | "among"
                    | "amid"
            )
            || (i > start && lexicon::is_auxiliary(word))
    }

    /// The words between the mark at `open` and the one that closes it.
    pub(super) fn quotation(&self, open: usize) -> Option<Epithet> {
        const LONGEST: usize = 25;
        let sort = |i: usize| matches!(self.terms.raw(i), "'" | "‘" | "’" | "`");
        let single = sort(open);
        let close = (open + 1..self.terms.len().min(open + LONGEST))
            .find(|&i| self.terms.is_mark(i) && sort(i) == single)?;
        let mut end = close;
        while end > open + 1 && matches!(self.terms.raw(end - 1), "," | "." | ";") {
            end -= 1;
        }
        (end > open + 1).then_some(Epithet { label: open + 1..end, end: close + 1, quoted: true })
    }
}
