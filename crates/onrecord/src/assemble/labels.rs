//! Labels as the record tells them: who is meant by an unclear target, and who gives it.

use std::ops::Range;

use super::{Writer, id};
use crate::enrich::{Giver, LabelFound, Party as Named};
use crate::record::{Kind, Label, MentionKind, Party, Phrase};
use crate::segment::{Pronoun, pronoun};

/// How many tokens back a labelled person is looked for.
const NEAR: usize = 300;

/// How many entities, and mentions of each, are asked whose post a description is.
const FEW: usize = 64;

/// Longest description that may stand for somebody named elsewhere ('the health director'), in tokens.
const DESCRIPTION: usize = 5;

impl Writer<'_> {
    pub(super) fn label(&self, label: &LabelFound) -> Label {
        let Phrase { text, span } = self.phrase(&label.label);
        let own = matches!(&label.by, Giver::Named(named) if *named == label.target);
        let mut by = match &label.by {
            Giver::Article => None,
            Giver::Named(named) => Some(self.named(named)),
            Giver::Speaker(i) => self.giver(*i, self.findings.resolved[*i].speaker),
            Giver::Relayer(i) => {
                let resolved = &self.findings.resolved[*i];
                self.giver(*i, resolved.via.last().copied().or(resolved.speaker))
            }
        };
        let cue = label.cue.as_ref().map(|cue| self.segments.slice(cue).to_owned());
        let mut target = self.named(&label.target);
        if label.target.tokens == label.label {
            target = self.bearer(label).unwrap_or(target);
        } else if let Some(partner) = self.in_dialogue(&label.target, by.as_ref()) {
            target = partner;
        } else if own {
            let described = self.described(&label.target, None);
            target = described.or_else(|| self.named_later(&label.target)).unwrap_or(target);
        } else if by.as_ref().is_some_and(|by| by.entity.is_some() && by.entity == target.entity) {
            target = self.other_than_giver(&label.target).unwrap_or(target);
        } else if let Some(described) = self.described(&label.target, by.as_ref()) {
            target = described;
        } else if target.entity.is_none()
            && let Some(topic) = self.topic(&label.target, by.as_ref())
        {
            target = topic;
        } else if let Some(later) = self.named_later(&label.target) {
            target = later;
        } else if target.entity.is_none() {
            // a pronoun that nothing links: whoever was named last
            let by = by.as_ref().and_then(|by| by.entity.as_ref());
            let pronoun = label.target.tokens.len() == 1
                && matches!(self.segments.word(label.target.tokens.start), "him" | "her" | "he" | "she");
            let mut people = self.people_before(label.target.tokens.start);
            let last = people.find(|e| self.is_named_person(*e) && by != Some(&id(*e)));
            target = last.filter(|_| pronoun).map_or(target, |entity| self.party(entity));
        }
        if own {
            by = Some(target.clone());
        }
        Label { label: text, target, by, cue, quoted: label.quoted, span }
    }

    fn is_named_person(&self, entity: usize) -> bool {
        let found = &self.findings.entities.all[entity];
        found.kind == Kind::Person && found.mentions.iter().any(|m| m.kind == MentionKind::Name)
    }

    /// The first person named behind a token.
    fn person_after(&self, token: usize) -> Option<usize> {
        let end = self.segments.tokens.len().min(token + NEAR);
        let after = (token..end).filter(|i| !self.labelled[*i]);
        let mut entities = after.filter_map(|i| self.findings.entities.at[i]).map(|(entity, _)| entity);
        entities.find(|entity| self.is_named_person(*entity))
    }

    /// 'The so-called "king of the quay" laughed': whoever was spoken of, else is named next.
    fn bearer(&self, label: &LabelFound) -> Option<Party> {
        let before = self.people_before(label.label.start).find(|entity| self.is_named_person(*entity));
        before.or_else(|| self.person_after(label.label.end)).map(|entity| self.party(entity))
    }

    /// 'She calls herself ...', 'A gran branded ...' ahead of every name: who is named next is meant.
    fn named_later(&self, target: &Named) -> Option<Party> {
        let word = self.segments.word(target.tokens.start).to_lowercase();
        let pronoun = target.tokens.len() == 1 && matches!(word.as_str(), "he" | "she" | "him" | "her");
        let indefinite = target.person
            && matches!(word.as_str(), "a" | "an" | "the")
            && (2..=DESCRIPTION).contains(&target.tokens.len());
        let named = target.entity.is_some_and(|entity| {
            self.findings.entities.all[entity].mentions.iter().any(|m| m.kind == MentionKind::Name)
        });
        let first = self.people_before(target.tokens.start).all(|entity| !self.is_named_person(entity));
        if !(pronoun || indefinite) || named || !first {
            return None;
        }
        self.person_after(target.tokens.end).map(|entity| self.party(entity))
    }

    /// 'My neighbour called me a witch', '"You are a thief," he told Lund': 'me' is whoever tells it, not the neighbour, and 'you'
    /// whoever is spoken to.
    fn in_dialogue(&self, target: &Named, by: Option<&Party>) -> Option<Party> {
        let token = target.tokens.start;
        let person = pronoun(self.segments.word(token)).filter(|_| target.tokens.len() == 1)?;
        let giver = |entity: usize| by.is_some_and(|by| by.entity.as_ref() == Some(&id(entity)));
        let all = self.findings.attributions.iter().zip(&self.findings.resolved);
        let mut around = all.rev().filter(|(a, _)| a.contains(token));
        match person {
            Pronoun::First => {
                let speaker = around.find_map(|(_, r)| r.speaker.filter(|speaker| !giver(*speaker)));
                speaker.map(|speaker| self.party(speaker))
            }
            Pronoun::Second => {
                let (attribution, resolved) = around.next()?;
                let told =
                    attribution.cue.as_ref().and_then(|cue| *self.findings.entities.at.get(cue.end)?);
                let told = told.map(|(entity, _)| entity).filter(|e| self.is_named_person(*e));
                let start = attribution.content.first()?.start;
                let mut before = self.people_before(start).filter(|e| self.is_named_person(*e));
                let listener = told.or_else(|| before.find(|e| Some(*e) != resolved.speaker && !giver(*e)));
                listener.map(|entity| self.party(entity))
            }
            _ => None,
        }
    }

    /// 'Orr won in May. Dockers call him the Eel': the one person of the sentence before, where none stands closer.
    fn topic(&self, target: &Named, by: Option<&Party>) -> Option<Party> {
        let token = target.tokens.start;
        let him = target.tokens.len() == 1
            && matches!(self.segments.word(token).to_lowercase().as_str(), "him" | "her");
        let sentence = self.segments.sentence_of(token);
        let last = sentence.start.checked_sub(1)?;
        if !him || self.segments.tokens[last].paragraph != self.segments.tokens[token].paragraph {
            return None;
        }
        let people = |range: Range<usize>| {
            let all = range.filter(|i| !self.labelled[*i]).filter_map(|i| self.findings.entities.at[i]);
            let named = |&(entity, mention): &(usize, usize)| {
                self.findings.entities.all[entity].mentions[mention].kind == MentionKind::Name
            };
            let mut people: Vec<usize> = all
                .filter(named)
                .map(|(entity, _)| entity)
                .filter(|e| {
                    self.is_named_person(*e) && by.is_none_or(|by| by.entity.as_ref() != Some(&id(*e)))
                })
                .collect();
            people.sort_unstable();
            people.dedup();
            people
        };
        let before = people(self.segments.sentence_of(last));
        let lone = before.len() == 1 && people(sentence.start..token).is_empty();
        lone.then(|| self.party(before[0]))
    }

    /// 'X called the defendant a liar': a description that nothing links means the person spoken of before.
    fn described(&self, target: &Named, by: Option<&Party>) -> Option<Party> {
        let the = self.segments.word(target.tokens.start).eq_ignore_ascii_case("the");
        let unnamed = target.entity.is_none_or(|e| {
            self.findings.entities.all[e].mentions.iter().all(|m| m.kind != MentionKind::Name)
        });
        // 'the leader of the Greens'
        let of = target.tokens.clone().find(|i| self.segments.word(*i) == "of").unwrap_or(target.tokens.end);
        let described = (2..=DESCRIPTION).contains(&(of - target.tokens.start));
        if !(the && target.person && unnamed && described) {
            return None;
        }
        let noun = self.segments.word(of - 1);
        if noun.ends_with('s') || noun.ends_with("men") {
            return None;
        }
        let beside = |entity: &crate::resolve::Entity| {
            let mut names = entity.mentions.iter().take(FEW).filter(|m| m.kind == MentionKind::Name);
            names.any(|name| self.is_described_as(&name.tokens, noun))
        };
        let people = || self.findings.entities.all.iter().take(FEW);
        let told = people().position(|e| e.kind == Kind::Person && beside(e));
        let spoken_of = self.people_before(target.tokens.start);
        let mut people = told.into_iter().chain(spoken_of).filter(|e| {
            let giver = by.is_some_and(|by| by.entity.as_ref() == Some(&id(*e)));
            let mentions = &self.findings.entities.all[*e].mentions;
            !giver && mentions.iter().any(|m| m.kind == MentionKind::Name)
        });
        people.next().map(|entity| self.party(entity))
    }

    /// Whether a noun stands beside a name: 'the health director, Ada Orr', 'Ada Orr, 50, the new health director'.
    fn is_described_as(&self, name: &Range<usize>, noun: &str) -> bool {
        let word = |i: usize| self.segments.word_at(i);
        let ahead = name.start.checked_sub(1).map(|i| if word(i) == "," { i.saturating_sub(1) } else { i });
        let behind = (name.end + 1..name.end + 7)
            .take_while(|i| !matches!(word(*i), "" | "." | ";"))
            .filter(|i| word(*i) == noun);
        let apposed = |i: usize| {
            let the = (name.end + 1..i)
                .rev()
                .take(3)
                .find(|j| matches!(word(*j), "the" | "a" | "an" | "their" | "its"));
            the.is_some_and(|the| word(the - 1) == ",")
        };
        ahead.is_some_and(|i| word(i) == noun) || behind.into_iter().any(apposed)
    }

    /// The people mentioned before a token, the nearest first; epithets mention nobody.
    fn people_before(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let before = (token.saturating_sub(NEAR)..token).rev().filter(|i| !self.labelled[*i]);
        let entities = before.filter_map(|i| self.findings.entities.at[i]).map(|(entity, _)| entity);
        entities.filter(|entity| self.findings.entities.all[*entity].kind == Kind::Person)
    }

    /// 'X called him a liar' is not about X (principle B of Chomsky's binding theory, 1981): the person spoken of before
    /// X is meant, unless the pronoun is reflexive.
    fn other_than_giver(&self, target: &Named) -> Option<Party> {
        let pronoun = target.tokens.len() == 1
            && matches!(
                self.segments.word(target.tokens.start).to_lowercase().as_str(),
                "him" | "her" | "them"
            );
        let mut people =
            self.people_before(target.tokens.start).filter(|entity| Some(*entity) != target.entity);
        people.next().filter(|_| pronoun).map(|entity| self.party(entity))
    }

    fn giver(&self, i: usize, entity: Option<usize>) -> Option<Party> {
        entity.map(|e| self.party(e)).or_else(|| {
            let source = self.findings.attributions[i].source.first()?;
            Some(Party { entity: None, name: self.segments.slice(source).to_owned() })
        })
    }

    fn named(&self, named: &Named) -> Party {
        if let Some(speaker) = self.first_person_speaker(named) {
            return self.party(speaker);
        }
        // 'her teammates' are not she
        let last = named.tokens.end.saturating_sub(1);
        let heads = |entity: usize| {
            self.findings.entities.at.get(last).copied().flatten().is_some_and(|(e, _)| e == entity)
        };
        match named.entity.filter(|entity| heads(*entity)) {
            Some(entity) => self.party(entity),
            None => Party { entity: None, name: self.segments.slice(&named.tokens).to_owned() },
        }
    }

    /// 'me' in somebody's words is whoever speaks them.
    fn first_person_speaker(&self, named: &Named) -> Option<usize> {
        let token = named.tokens.start;
        let single = named.tokens.len() == 1 && named.entity.is_none();
        let first = single && pronoun(self.segments.word(token)) == Some(Pronoun::First);
        let owner = || self.findings.attributions.iter().rposition(|a| a.contains(token));
        first.then(owner).flatten().and_then(|i| self.findings.resolved[i].speaker)
    }
}
