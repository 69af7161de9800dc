//! Attributions -> who speaks: entities, mentions, speakers, relays.
//!
//! Names come from the model's name head. Names of one person or body are joined by their parts
//! ([`cluster`]); pronouns and descriptions are linked by the model's pair head ([`coref`]); then every source
//! is an entity, and a statement without a source goes to whoever holds the floor ([`speaker`]). Who
//! relays it is read off the words around the attribution ([`relay`]).

mod choice;
mod cluster;
mod coref;
mod documents;
mod gender;
mod initials;
mod kin;
mod kinds;
mod labels;
mod lead;
mod mentions;
mod names;
mod nouns;
mod relay;
mod sources;
mod spans;
mod speaker;
mod writer;

use std::collections::HashMap;
use std::ops::Range;

pub use labels::{Labelled, Who};

#[cfg(feature = "lessons")]
pub use choice::lessons;

use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::Segments;
use crate::tag::{Label, Model, Name};

/// The entities of one article.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// In the order of first mention.
    pub all: Vec<Entity>,
    /// For every token, the innermost mention that holds it: `(entity, mention)`.
    pub at: Vec<Option<(usize, usize)>>,
}

/// Somebody or something that the article speaks of.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The fullest name the article gives, else a description.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Roles and descriptions, as printed.
    pub roles: Vec<String>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
}

/// One mention of an entity.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where it stands.
    pub tokens: Range<usize>,
    /// How the entity is mentioned.
    pub kind: MentionKind,
}

/// Who made a statement and who relayed it; entities by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// The speaker's entity.
    pub speaker: Option<usize>,
    /// How the speaker was found.
    pub reason: Reason,
    /// Who relays the statement, nearest the speaker first.
    pub via: Vec<usize>,
}

/// How a speaker was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// Not at all.
    #[default]
    Unknown,
    /// The source names it.
    Named,
    /// The source is a pronoun or a description that was linked to an entity.
    Linked,
    /// The source describes it, and nothing names it.
    Described,
    /// The statement has no source; this speaker holds the floor.
    Floor,
}

/// What the model gives for resolution.
pub(crate) struct Evidence<'a> {
    pub(crate) model: &'a Model,
    /// In the order of the text.
    pub(crate) names: &'a [Name],
    /// In the order of the text.
    pub(crate) labels: &'a [Label],
    /// Pair vectors by token.
    pub(crate) vectors: &'a HashMap<usize, Box<[f32]>>,
}

/// Resolves an article: its entities, for each attribution its speaker and relays, and for each label its parties.
pub(crate) fn resolve(
    segments: &Segments,
    attributions: &[Attribution],
    evidence: &Evidence,
    byline: Option<&str>,
) -> (Entities, Vec<Resolved>, Vec<Labelled>) {
    let names = spans::merged(segments, evidence.names);
    let names = labels::without_epithets(segments, evidence.labels, names);
    let sources = sources::sources(segments, attributions, &names);
    let parties = labels::parties(segments, evidence.labels, &names);
    let mut mentions = mentions::collect(segments, &names, attributions, &sources, &parties);
    cluster::join_names(segments, &mut mentions);
    initials::join(segments, attributions, &mut mentions);
    coref::link(segments, evidence, attributions, &sources, &mut mentions);
    let mut entities = mentions::entities(segments, &mentions);
    let mut resolved = speaker::speakers(segments, attributions, &sources, &entities);
    writer::claim(segments, attributions, &sources, byline, &mut entities, &mut resolved);
    documents::authors(segments, attributions, &sources, &entities, &mut resolved);
    relay::relays(segments, attributions, &entities, &sources, &mut resolved);
    let labelled = labels::labelled(parties, &entities);
    (entities, resolved, labelled)
}
