//! Attributions -> who speaks: entities, mentions, speakers, relays.

use std::ops::Range;

use crate::record::{Kind, MentionKind};

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
