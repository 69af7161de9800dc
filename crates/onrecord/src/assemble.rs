//! Findings of all stages -> the record: token ranges become words with code points.

mod labels;

use std::collections::HashMap;
use std::ops::Range;

use crate::enrich::{Details, LabelFound};
use crate::link::{Attribution, is_turn};
use crate::record::{
    Entity, Form, Kind, Mention, MentionKind, Party, Phrase, Record, Speaker, Statement, When, Words,
};
use crate::resolve::{Entities, Reason, Resolved};
use crate::segment::{Quote, Segments, is_word};
use crate::text::{Article, Offsets};

/// How many statements back the reason for withholding a name carries.
const RECENT: usize = 64;

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
