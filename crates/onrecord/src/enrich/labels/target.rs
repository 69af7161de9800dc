//! Whom a label is given to: somebody, or a thing that gets a name of its own in quotation marks.

use super::super::unnamed;
use super::apart::is_loaded;
use super::epithet::Epithet;
use super::*;
use crate::record::Kind;

impl Finder<'_> {
    /// The target of a verb of naming: somebody, or a thing where the epithet is a name for it and no mere judgement:
    /// 'branded the plan "welfare for yachts"', not 'called the plan "too dear"'.
    pub(super) fn bearer(&self, tokens: Range<usize>, epithet: &Epithet) -> Option<Party> {
        self.accept(tokens.clone(), epithet.quoted).or_else(|| {
            let named = epithet.quoted && self.names(&epithet.label);
            (named && self.is_thing(&tokens)).then(|| self.party(tokens))
        })
    }

    pub(super) fn is_person_noun(&self, i: usize) -> bool {
        unnamed::is_person_noun(self.terms, i)
    }

    /// Whether a phrase is a noun with something that marks it off.
    fn is_thing(&self, tokens: &Range<usize>) -> bool {
        let Some(head) = tokens.end.checked_sub(1).filter(|head| *head > tokens.start) else { return false };
        let word = self.terms.word(head);
        lexicon::is_determiner(self.terms.word(tokens.start))
            && self.terms.is_word(head)
            && !lexicon::is_pronoun(word)
            && !lexicon::is_determiner(word)
            && !lexicon::is_adverb(word)
    }

    /// Whether an epithet is a noun phrase: it has an article, or the word that all depends on is no adjective.
    pub(super) fn names(&self, label: &Range<usize>) -> bool {
        const JUDGING: [&str; 13] =
            ["ed", "ble", "ous", "ful", "al", "ive", "less", "ic", "ish", "ary", "ent", "ant", "ly"];
        const SHORT: &[&str] = &[
            "full", "bad", "good", "out", "far", "unfair", "wrong", "dead", "dear", "late", "overdue",
            "ripe", "rife", "contrary", "close", "short", "mad", "insane", "not", "too", "so", "very",
            "more", "less", "quite", "long", "absurd", "crazy", "as", "well", "unwise", "unclear", "untrue",
            "false", "true",
        ];
        let first = self.terms.word(label.start);
        if matches!(first, "a" | "an" | "the" | "my" | "our") {
            return label.len() > 1;
        }
        let head = (label.start + 1..label.end)
            .find(|i| lexicon::is_preposition(self.terms.word(*i)))
            .unwrap_or(label.end)
            - 1;
        let adjective = |word: &str| JUDGING.iter().any(|end| word.ends_with(end)) || SHORT.contains(&word);
        label.len() > 1
            && !adjective(self.terms.word(head))
            && !matches!(first, "too" | "so" | "very" | "more" | "not" | "quite" | "as")
            && !first.ends_with("ly")
            && !label.clone().any(|i| self.terms.parts(i) || lexicon::is_auxiliary(self.terms.word(i)))
    }

    pub(super) fn party(&self, tokens: Range<usize>) -> Party {
        let entity = self.phrases.entity(&tokens);
        // 'the leader of the Greens'
        let of = (tokens.start + 1..tokens.end).find(|i| self.terms.is(*i, &["of"]));
        let end = of.unwrap_or(tokens.end);
        let person = end > tokens.start && unnamed::is_person_noun(self.terms, end - 1);
        Party { tokens, entity, person }
    }

    /// The target, where it is somebody: people and bodies are labelled, plans and remarks are only judged.
    pub(super) fn accept(&self, tokens: Range<usize>, quoted: bool) -> Option<Party> {
        let party = self.party(tokens);
        let entity = party.entity.and_then(|e| self.entities.all.get(e));
        let kind = entity.map(|e| e.kind);
        let named = self.phrases.has_name(&party.tokens);
        let pronoun = party.tokens.len() == 1 && lexicon::is_pronoun(self.terms.word(party.tokens.start));
        let somebody = match kind {
            Some(Kind::Person | Kind::Organization | Kind::Group) => true,
            Some(Kind::Place | Kind::Document) => named,
            Some(Kind::Unknown) | None => {
                let head = party.tokens.end - 1;
                let person = is_loaded(self.terms, head)
                    || unnamed::is_person_noun(self.terms, head)
                    || lexicon::BODIES.holds(self.terms.word(head));
                named
                    || (pronoun && !self.terms.is(party.tokens.start, &["it", "itself"]))
                    || (quoted && person)
            }
        };
        somebody.then_some(party)
    }

    /// Whether a target without a verb beside it is known to be somebody: the resolver says so, or it
    /// has a first name and a surname.
    pub(super) fn is_somebody(&self, party: &Party) -> bool {
        match party.entity.and_then(|e| self.entities.all.get(e)).map(|e| e.kind) {
            Some(Kind::Person | Kind::Organization | Kind::Group) => true,
            Some(Kind::Place | Kind::Document) => false,
            Some(Kind::Unknown) | None => party.tokens.len() > 1,
        }
    }
}
