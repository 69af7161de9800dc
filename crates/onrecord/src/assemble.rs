//! Findings of all stages -> the record: token ranges become words with code points.

use std::collections::HashMap;
use std::ops::Range;

use crate::enrich::{Details, Giver, LabelFound, Party as Named};
use crate::link::{Attribution, is_turn};
use crate::record::{
    Entity, Form, Kind, Label, Mention, MentionKind, Party, Phrase, Record, Speaker, Statement, When, Words,
};
use crate::resolve::{Entities, Reason, Resolved};
use crate::segment::{Pronoun, Quote, Segments, is_word, pronoun};
use crate::text::{Article, Offsets};

/// How many statements back the reason for withholding a name carries.
const RECENT: usize = 64;

/// How many tokens back a labelled person is looked for.
const NEAR: usize = 300;

/// How many entities, and mentions of each, are asked whose post a description is.
const FEW: usize = 64;

/// Longest description that may stand for somebody named elsewhere ('the health director'), in tokens.
const DESCRIPTION: usize = 5;

/// What the stages found in one article.
pub(crate) struct Findings {
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) resolved: Vec<Resolved>,
    pub(crate) details: Vec<Details>,
    pub(crate) labels: Vec<LabelFound>,
    pub(crate) entities: Entities,
}

/// The record of an article.
pub(crate) fn record(
    article: &Article,
    segments: &Segments,
    offsets: &Offsets,
    findings: &Findings,
) -> Record {
    let labelled = labelled(segments, findings);
    let kept = says_more(segments, findings, &labelled);
    let writer = Writer { segments, offsets, findings, kept, labelled };
    Record {
        document: crate::record::Document { text: None, ..article.document.clone() },
        statements: writer.kept.iter().map(|i| writer.statement(*i)).collect(),
        labels: findings.labels.iter().map(|label| writer.label(label)).collect(),
        entities: writer.entities(),
    }
}

struct Writer<'a> {
    segments: &'a Segments<'a>,
    offsets: &'a Offsets<'a>,
    findings: &'a Findings,
    kept: Vec<usize>,
    labelled: Vec<bool>,
}

/// For every token, whether it is part of an epithet.
fn labelled(segments: &Segments, findings: &Findings) -> Vec<bool> {
    let mut out = vec![false; segments.tokens.len()];
    for label in &findings.labels {
        out[label.label.clone()].fill(true);
    }
    out
}

/// The attributions that are statements: a content that is nothing but an epithet is a label, and said so there.
pub(crate) fn kept(segments: &Segments, findings: &Findings) -> Vec<usize> {
    says_more(segments, findings, &labelled(segments, findings))
}

fn says_more(segments: &Segments, findings: &Findings, labelled: &[bool]) -> Vec<usize> {
    let more = |i: usize| {
        let word = segments.word(i);
        let relative = matches!(word.to_lowercase().as_str(), "whom" | "who" | "which" | "as");
        word.starts_with(is_word) && !labelled[i] && !relative
    };
    let all = findings.attributions.iter().enumerate();
    all.filter(|(_, a)| a.content.iter().cloned().flatten().any(more)).map(|(i, _)| i).collect()
}

impl Writer<'_> {
    fn statement(&self, i: usize) -> Statement {
        let attribution = &self.findings.attributions[i];
        let details = &self.findings.details[i];
        Statement {
            id: self.id(i).unwrap_or_default(),
            form: self.form(attribution),
            act: details.act,
            content: self.words(&attribution.content),
            cue: attribution.cue.as_ref().map(|cue| self.words(std::slice::from_ref(cue))),
            source: (!attribution.source.is_empty()).then(|| self.words(&attribution.source)),
            speaker: self.speaker(i),
            via: self.findings.resolved[i].via.iter().map(|e| self.party(*e)).collect(),
            inside: attribution.inside.and_then(|outer| self.id(outer)),
            when: details.when.as_ref().map(|when| {
                let bytes = self.segments.bytes(&when.tokens);
                let Phrase { text, span } = self.offsets.phrase(&bytes);
                When { text, date: when.date.map(|date| date.to_string()), span }
            }),
            place: details.place.as_ref().map(|place| self.phrase(place)),
            condition: details.condition.as_ref().map(|condition| self.phrase(condition)),
            confidence: (attribution.confidence * 1000.0).round() / 1000.0,
        }
    }

    /// The id of a statement, by the position of its attribution.
    fn id(&self, attribution: usize) -> Option<String> {
        self.kept.binary_search(&attribution).ok().map(|k| format!("s{}", k + 1))
    }

    fn speaker(&self, i: usize) -> Speaker {
        let attribution = &self.findings.attributions[i];
        let resolved = &self.findings.resolved[i];
        let unnamed = self.unnamed(i);
        let basis = unnamed.and_then(|u| u.basis.as_ref()).map(|b| self.segments.slice(b).to_owned());
        let Some(entity) = resolved.speaker else {
            // the source's own words, where there are any: known, though not whom they stand for
            let name = attribution.source.first().map(|s| self.segments.slice(s).to_owned());
            return Speaker { name, anonymous: unnamed.is_some(), basis, ..Speaker::default() };
        };
        let found = &self.findings.entities.all[entity];
        Speaker {
            entity: Some(id(entity)),
            name: Some(found.name.clone()),
            kind: found.kind,
            role: self.role(attribution, entity).or_else(|| found.roles.first().cloned()),
            anonymous: unnamed.is_some(),
            basis,
        }
    }

    /// Why the name is withheld: told beside this statement, or beside another of the same speaker.
    fn unnamed(&self, i: usize) -> Option<&crate::enrich::Unnamed> {
        let own = self.findings.details[i].unnamed.as_ref();
        if own.is_some() || !self.findings.attributions[i].source.is_empty() {
            return own;
        }
        let speaker = self.findings.resolved[i].speaker?;
        let from = i.saturating_sub(RECENT);
        let same = from + self.findings.resolved[from..i].iter().rposition(|r| r.speaker == Some(speaker))?;
        self.findings.details[same].unnamed.as_ref()
    }

    /// The role in which the source itself presents the speaker.
    fn role(&self, attribution: &Attribution, entity: usize) -> Option<String> {
        let found = &self.findings.entities.all[entity];
        let inside = |tokens: &Range<usize>| {
            attribution.source.iter().any(|s| s.start <= tokens.start && tokens.end <= s.end)
        };
        let described =
            found.mentions.iter().find(|m| m.kind == MentionKind::Nominal && inside(&m.tokens))?;
        let text = self.segments.slice(&described.tokens);
        (text != found.name).then(|| text.to_owned())
    }

    fn label(&self, label: &LabelFound) -> Label {
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
        } else if own {
            let described = self.described(&label.target, None);
            target = described.or_else(|| self.named_later(&label.target)).unwrap_or(target);
        } else if by.as_ref().is_some_and(|by| by.entity.is_some() && by.entity == target.entity) {
            let told = self.told_by(&label.target).or_else(|| self.other_than_giver(&label.target));
            target = told.unwrap_or(target);
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

    /// 'My neighbour called me a witch': 'me' is whoever tells it, not the neighbour.
    fn told_by(&self, target: &Named) -> Option<Party> {
        let token = target.tokens.start;
        if target.tokens.len() != 1 || pronoun(self.segments.word(token)) != Some(Pronoun::First) {
            return None;
        }
        let owner = self.findings.attributions.iter().rposition(|a| a.contains(token))?;
        let outer = self.findings.attributions[owner].inside?;
        self.findings.resolved[outer].speaker.map(|speaker| self.party(speaker))
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
        let word = |i: usize| self.segments.tokens.get(i).map_or("", |_| self.segments.word(i));
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

    fn party(&self, entity: usize) -> Party {
        Party { entity: Some(id(entity)), name: self.findings.entities.all[entity].name.clone() }
    }

    fn entities(&self) -> Vec<Entity> {
        let own_words = self.first_person();
        let entities = self.findings.entities.all.iter().enumerate();
        entities
            .map(|(i, entity)| {
                let mut mentions: Vec<(Range<usize>, MentionKind)> =
                    entity.mentions.iter().map(|m| (m.tokens.clone(), m.kind)).collect();
                mentions.extend(
                    own_words.get(&i).into_iter().flatten().map(|t| (*t..t + 1, MentionKind::Pronoun)),
                );
                mentions.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
                mentions.dedup_by(|a, b| a.0 == b.0);
                let mentions = mentions.iter().map(|(tokens, kind)| {
                    let Phrase { text, span } = self.phrase(tokens);
                    Mention { text, span, kind: *kind }
                });
                Entity {
                    id: id(i),
                    name: entity.name.clone(),
                    kind: entity.kind,
                    roles: entity.roles.clone(),
                    mentions: mentions.collect(),
                }
            })
            .collect()
    }

    /// 'I' and its forms inside a quotation stand for its speaker.
    fn first_person(&self) -> HashMap<usize, Vec<usize>> {
        let mut owner: HashMap<usize, usize> = HashMap::new();
        for (attribution, resolved) in self.findings.attributions.iter().zip(&self.findings.resolved) {
            let Some(speaker) =
                resolved.speaker.filter(|s| self.findings.entities.all[*s].kind == Kind::Person)
            else {
                continue;
            };
            for token in attribution.content.iter().cloned().flatten() {
                let quoted = self.segments.tokens[token].quote == Quote::Inside;
                let own = matches!(
                    self.segments.word(token).to_lowercase().as_str(),
                    "i" | "me" | "my" | "mine" | "myself"
                );
                if quoted && own && resolved.reason != Reason::Unknown {
                    owner.insert(token, speaker);
                }
            }
        }
        let mut out: HashMap<usize, Vec<usize>> = HashMap::new();
        for (token, speaker) in owner {
            out.entry(speaker).or_default().push(token);
        }
        out
    }

    fn words(&self, ranges: &[Range<usize>]) -> Words {
        self.offsets.words(&ranges.iter().map(|r| self.segments.bytes(r)).collect::<Vec<_>>())
    }

    fn phrase(&self, tokens: &Range<usize>) -> Phrase {
        self.offsets.phrase(&self.segments.bytes(tokens))
    }

    /// How much of the words stands in quotation marks.
    /// A turn of a transcript is what was said, word for word, though no quotation marks stand around it.
    fn form(&self, attribution: &Attribution) -> Form {
        if is_turn(self.segments, attribution) {
            return Form::Direct;
        }
        let words = attribution
            .content
            .iter()
            .cloned()
            .flatten()
            .filter(|i| self.segments.word(*i).starts_with(is_word));
        let (mut all, mut quoted) = (0, 0);
        for i in words {
            all += 1;
            quoted += usize::from(self.segments.tokens[i].quote == Quote::Inside);
        }
        match quoted {
            0 => Form::Indirect,
            _ if quoted == all => Form::Direct,
            _ => Form::Mixed,
        }
    }
}

fn id(entity: usize) -> String {
    format!("e{}", entity + 1)
}
