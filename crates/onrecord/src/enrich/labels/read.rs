//! Labels that the model sees: where they begin and end, and who they belong to.

use super::*;
use crate::record::MentionKind;

/// Verbs that give somebody a post.
const APPOINTING: &[&str] = &["name", "elect", "appoint", "make"];
/// How far from a label the words that mark it are looked for, in tokens.
const NEAR: usize = 12;
/// Longest quotation that may be a label as a whole, in tokens.
const QUOTED: usize = 12;

impl Finder<'_> {
    /// What the model's label is in the record; nothing where no target is seen.
    pub(super) fn read(&self, seen: &Labelled) -> Option<LabelFound> {
        let label = self.without_marks(&seen.label)?;
        let target = self.who(seen.target.as_ref()?);
        let quoted = label.clone().all(|i| self.terms.is_quoted(i))
            && label.start.checked_sub(1).is_some_and(|before| self.terms.is_mark(before));
        let cue = self.marked_by(&label);
        let by = match &seen.by {
            Some(by) if self.is_own_medium(&by.tokens) => Giver::Article,
            Some(by) if self.gives_nothing(by) => self.default_giver(label.start),
            Some(by) => Giver::Named(self.who(by)),
            // 'told reporters she was "a coat rack"': words quoted without a verb of naming are the speaker's
            None if quoted && cue.is_none() => self.default_giver(label.start),
            None => Giver::Article,
        };
        // 'was named captain' gives a post
        let appoints = |i: usize| self.terms.lemma(i, APPOINTING).is_some() && !self.is_noun(i);
        let post = label.start.checked_sub(1).is_some_and(appoints);
        (quoted || !post).then_some(LabelFound { cue, label, target, by, quoted })
    }

    /// Whether words that the model takes for a giver are none: '1988', a 'them' that nothing links.
    fn gives_nothing(&self, by: &Who) -> bool {
        let first = by.tokens.start;
        let pronoun = by.tokens.len() == 1 && self.terms.is(first, &["them", "they", "it", "us"]);
        pronoun && by.entity.is_none() || self.is_teller(&by.tokens) || self.is_nobody(&by.tokens)
    }

    /// Where a rule found the same label, the model's target stands for one that the rule does not know by name.
    pub(super) fn complete(&self, found: &mut LabelFound, seen: LabelFound) {
        if !self.is_named(&found.target) && self.is_named(&seen.target) {
            found.target = seen.target;
        }
    }

    fn is_named(&self, party: &Party) -> bool {
        let mentions = party.entity.and_then(|e| self.entities.all.get(e)).map_or(&[][..], |e| &e.mentions);
        mentions.iter().any(|m| m.kind == MentionKind::Name)
    }

    fn who(&self, who: &Who) -> Party {
        Party { entity: who.entity, ..self.party(who.tokens.clone()) }
    }

    /// A label's words without the quotation marks and signs around them, and all of a short quotation of which they are at
    /// least half; a lone article names nobody.
    fn without_marks(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let start = tokens.clone().find(|i| self.terms.is_word(*i))?;
        let end = tokens.clone().rev().find(|i| self.terms.is_word(*i))? + 1;
        // 'a "strong leader', of which the model missed the last mark
        if let Some(open) = (start..end).find(|i| self.terms.is_mark(*i)) {
            let rest = self.quotation(open).map(|q| q.label).filter(|q| q.len() <= QUOTED && q.end >= end);
            return rest.or(Some(start..end));
        }
        let marked = (start.saturating_sub(QUOTED)..start).rev().take_while(|i| !self.terms.parts(*i));
        let open = marked.into_iter().find(|i| self.terms.is_mark(*i));
        let quotation = open.filter(|_| self.terms.is_quoted(start)).and_then(|open| self.quotation(open));
        let whole = quotation.map(|q| q.label).filter(|q| {
            let most = 2 * (end - start) >= q.len() && q.len() <= QUOTED;
            most && q.start <= start && end <= q.end
        });
        let label = whole.unwrap_or(start..end);
        let article = label.len() == 1 && lexicon::is_determiner(self.terms.word(label.start));
        (!article).then_some(label)
    }

    /// The nearest verb or adjective of naming in the label's sentence.
    fn marked_by(&self, label: &Range<usize>) -> Option<Range<usize>> {
        let sentence = self.terms.segments.sentence_of(label.start);
        let names = |i: &usize| {
            let naming = self.terms.lemma(*i, NAMING).or_else(|| self.terms.lemma(*i, CASTING));
            naming.is_some() && !self.is_noun(*i)
        };
        let before = (sentence.start.max(label.start.saturating_sub(NEAR))..label.start).rev().find(&names);
        let behind = || (label.end..sentence.end.min(label.end + NEAR)).find(&names);
        before.or_else(behind).map(|i| i..i + 1)
    }
}
