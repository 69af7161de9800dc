//! What the words around a verb of naming tell: whether it is one, and in which voice.

use super::*;

impl Finder<'_> {
    /// 'disparaging remarks': no object can follow at once.
    pub(super) fn is_adjective(&self, i: usize) -> bool {
        let next = i + 1;
        self.terms.word(i).ends_with("ing")
            && self.terms.is_word(next)
            && !self.terms.is_capital(next)
            && !lexicon::is_pronoun(self.terms.word(next))
            && !lexicon::is_determiner(self.terms.word(next))
            && !self.terms.is(next, &["out", "to"])
    }

    pub(super) fn hyphenated(&self, i: usize) -> bool {
        i > 0 && self.terms.is(i - 1, &["-", "‑"]) && self.terms.is_joined(i)
    }

    /// 'the label', 'a call': a noun.
    pub(super) fn is_noun(&self, i: usize) -> bool {
        i > 0
            && lexicon::is_determiner(self.terms.word(i - 1))
            && !self.terms.is(i - 1, &["that", "all", "both", "each", "many", "some", "most"])
    }

    /// A hyphen or apostrophe inside a word.
    pub(super) fn inside_word(&self, i: usize) -> bool {
        self.terms.is_joined(i) && self.terms.is_joined(i + 1) && !self.terms.is_mark(i)
    }

    pub(super) fn is_participle(&self, i: usize) -> bool {
        self.terms.word(i).ends_with("ed") || self.terms.is(i, &["known", "cast", "seen"])
    }

    /// The word behind adverbs: 'known locally as', 'described variously as'.
    pub(super) fn past_adverbs(&self, at: usize) -> usize {
        at + (at..self.terms.len()).take_while(|i| lexicon::is_adverb(self.terms.word(*i))).count()
    }

    /// The word before, adverbs aside.
    pub(super) fn before(&self, i: usize) -> Option<usize> {
        let mut at = i;
        while at > 0
            && (lexicon::is_adverb(self.terms.word(at - 1)) || self.terms.is(at - 1, &["better", "best"]))
        {
            at -= 1;
        }
        at.checked_sub(1)
    }

    /// Whether the verb is a participle behind 'be'.
    pub(super) fn follows_be(&self, i: usize) -> bool {
        const BE: &[&str] = &[
            "be", "is", "was", "are", "were", "been", "being", "get", "gets", "got", "getting", "re",
            "became",
        ];
        let before = self.before(i);
        self.is_participle(i)
            && before.is_some_and(|b| {
                self.terms.is(b, BE) || (self.terms.is(b, &["s"]) && self.terms.is(i, &["known"]))
            })
    }

    /// Whether the verb is a participle behind its noun: 'Orr, dubbed "the Shark" by rivals'.
    pub(super) fn is_reduced(&self, i: usize) -> bool {
        let (Some(before), true) = (self.before(i), self.is_participle(i)) else { return false };
        let next = self.past_adverbs(i + 1);
        let naming = self.terms.lemma(i, NAMING).is_some();
        let agent = self.terms.is(next, &["as", "by"])
            || (self.terms.is(i, &["known", "described"]) && self.terms.is(next, &["to", "among", "in"]));
        let name_follows = naming
            && (self.terms.is_mark(next)
                || (self.terms.is(next, &["a", "an", "the"]) && !self.takes_object(next)));
        let word = self.terms.word(before);
        let finite =
            matches!(word, "has" | "have" | "had" | "who" | "to" | "and" | "whom" | "what" | "which")
                || lexicon::is_pronoun(word);
        (agent || name_follows)
            && !finite
            && (agent || self.terms.parts(before) || !self.phrases.ends_name(before + 1))
    }

    /// Whether an object and its quoted or 'a/the' epithet both follow: then the verb is active.
    pub(super) fn takes_object(&self, start: usize) -> bool {
        let object = self.phrases.rightward(start);
        let article = object.len() == 1 && lexicon::is_determiner(self.terms.word(start));
        self.terms.is_mark(object.end) && !object.is_empty() && !article
    }
}
