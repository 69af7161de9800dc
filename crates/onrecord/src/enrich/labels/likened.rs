//! Likenings and charges: 'likened Nowak to "a weather vane"', 'accused him of being "a weather vane"'.

use super::*;

/// Longest distance from the verb to 'to' or 'of being', in tokens.
const FARTHEST: usize = 10;

impl Finder<'_> {
    /// A verb of likening, or a charge of being something.
    pub(super) fn likened(&self, i: usize) -> Option<LabelFound> {
        let likens = self.terms.lemma(i, &["liken", "compare"]).is_some();
        let accuses = self.terms.lemma(i, &["accuse"]).is_some();
        if !(likens || accuses) || self.is_noun(i) || negation::verb_negated(self.terms, i) {
            return None;
        }
        let behind = |at: usize| match likens {
            true => self.terms.is(at, &["to"]).then_some(at + 1),
            false => (self.terms.is(at, &["of"]) && self.terms.is(at + 1, &["being"])).then_some(at + 2),
        };
        let passive = self.follows_be(i)
            || self.is_participle(i) && (behind(i + 1).is_some() || self.terms.is(i + 1, &["by"]));
        let (target, at, giver) = if passive {
            let mut at = self.past_adverbs(i + 1);
            let giver = self.terms.is(at, &["by"]).then(|| self.by_phrase(&mut at)).flatten();
            // 'accused by dockers of being': 'of' is no part of the phrase
            let of = (i + 1..at).find(|j| behind(*j).is_some());
            let giver = giver.map(|giver| giver.start..of.map_or(giver.end, |of| of.min(giver.end)));
            (self.participle_of(i)?, of.unwrap_or(at), giver)
        } else {
            let word = |j: &usize| {
                self.terms.is_word(*j) && !lexicon::opens_clause(self.terms.word(*j)) || self.inside_word(*j)
            };
            let at = (i + 1..i + FARTHEST).take_while(word).find(|at| behind(*at).is_some())?;
            (self.phrases.named(at), at, None)
        };
        let epithet = self.epithet(behind(at)?, false)?;
        let like = self.terms.is(epithet.label.start, &["a", "an"]);
        if target.is_empty() || !(epithet.quoted && self.names(&epithet.label) || like) {
            return None;
        }
        let mut after = epithet.end;
        let giver = giver.or_else(|| {
            (passive && self.terms.is(after, &["by"])).then(|| self.by_phrase(&mut after)).flatten()
        });
        let subject = || self.phrases.subject(i);
        let own = self.terms.word(target.start).ends_with("self");
        let target = if own { self.party(subject()?) } else { self.bearer(target, &epithet)? };
        let by = match giver {
            Some(giver) => self.giver(giver),
            None if own => Giver::Named(target.clone()),
            None if passive => self.default_giver(i),
            None => self.of_verb(i, subject()),
        };
        Some(self.found(epithet, target, by, &(i..i + 1)))
    }
}
