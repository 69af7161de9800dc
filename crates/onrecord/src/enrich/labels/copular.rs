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
        let ends = !self.terms.is_word(epithet.end) || lexicon::opens_clause(self.terms.word(epithet.end));
        let target = self.predicated(i, owner).filter(|_| named && ends)?;
        let person = self.phrases.has_name(&target)
            || (lexicon::is_determiner(self.terms.word(target.start)) && self.is_person_noun(target.end - 1));
        let target = self.accept(target, true).filter(|_| person)?;
        let by = self.default_giver(i);
        Some(LabelFound { label: epithet.label, target, by, cue: None, quoted: true })
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
