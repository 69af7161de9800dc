//! Labels that a form of 'be' gives in somebody's words: 'said that Nowak was "a pub bore"'.

use super::*;

/// Longest distance from the start of the words said to the verb, in tokens.
const FARTHEST: usize = 40;

impl Finder<'_> {
    /// A quoted noun phrase behind 'is' or 'was', said of somebody who is named.
    pub(super) fn copular(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is(i, &["is", "was", "are", "were"]) || self.terms.is_quoted(i) {
            return None;
        }
        let owner = self.layout.owner[i]?;
        let article = usize::from(self.terms.is(i + 1, &["a", "an", "the"]));
        let open = i + 1 + article;
        if !self.terms.is_mark(open) {
            return None;
        }
        let epithet = self.quotation(open)?;
        let named = article > 0 || self.terms.is(open + 1, &["a", "an", "the"]) && epithet.label.len() > 1;
        // '"the bore nobody asked," she said' ends with its comma
        let ends = epithet.label.end + 1 < epithet.end
            || !self.terms.is_word(epithet.end)
            || lexicon::opens_clause(self.terms.word(epithet.end));
        let target = self.predicated(i, owner).filter(|_| named && ends)?;
        let person = self.phrases.has_name(&target)
            || (target.len() == 1 && self.terms.is(target.start, &["he", "she"]))
            || (lexicon::is_determiner(self.terms.word(target.start)) && self.is_person_noun(target.end - 1));
        let target = self.accept(target, true).filter(|_| person)?;
        let by = self.default_giver(i);
        Some(LabelFound { label: epithet.label, target, by, cue: None, quoted: true })
    }

    /// 'To dockers he is "the Eel"': a name in quotation marks, and who uses it.
    pub(super) fn to_a_circle(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is(i, &["is", "was", "remains"]) {
            return None;
        }
        let sentence = self.terms.segments.sentence_of(i);
        let to = (sentence.start..i).find(|j| self.terms.is_word(*j))?;
        let open = self.past_adverbs(i + 1);
        if !self.terms.is(to, &["to"]) || !self.terms.is_mark(open) {
            return None;
        }
        let circle = self.phrases.rightward(to + 1);
        let start = circle.end + usize::from(self.terms.is(circle.end, &[","]));
        if circle.is_empty() || start >= i || !(start..i).all(|j| self.terms.is_word(j)) {
            return None;
        }
        let target = self.accept(start..i, true)?;
        let epithet = self.quotation(open).filter(|epithet| self.names(&epithet.label))?;
        Some(self.found(epithet, target, self.giver(circle), &(i..i + 1)))
    }

    /// The subject of 'be' within the words said; 'said Nowak had lost and was': the first of them.
    fn predicated(&self, verb: usize, owner: usize) -> Option<Range<usize>> {
        let content = self.attributions[owner].content.iter().find(|c| c.contains(&verb))?;
        if verb == content.start || verb - content.start > FARTHEST {
            return None;
        }
        if !self.terms.is(verb - 1, &["and", "but"]) {
            let start = content.start + usize::from(self.terms.is(content.start, &["that"]));
            let subject = self.phrases.subject(verb)?;
            return (subject.end > start).then(|| subject.start.max(start)..subject.end);
        }
        let first = content.start + usize::from(self.terms.is(content.start, &["that"]));
        let subject = self.phrases.object(first);
        (!subject.is_empty() && subject.end < verb).then_some(subject)
    }
}
