//! Whom labels are given to, and by whom.
//!
//! The model says which words of the article the target and the giver are; here they become mentions like the sources of
//! statements, and after linking entities.

use std::collections::HashSet;
use std::ops::Range;

use super::sources::{self, Source};
use super::{Entities, names, nouns};
use crate::segment::{Quote, Segments};
use crate::tag::{Label, Name, NameKind};

/// How far from a label 'himself' or 'self-styled' tells that it is the giver's own, in tokens.
const NEAR: usize = 12;

/// A label with those it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The epithet.
    pub label: Range<usize>,
    /// Whom it is given to.
    pub target: Option<Who>,
    /// Who gives it; nobody where the article itself does.
    pub by: Option<Who>,
}

/// Somebody in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    /// The name, pronoun or noun phrase.
    pub tokens: Range<usize>,
    /// Position in [`Entities::all`].
    pub entity: Option<usize>,
}

/// Most words of a post between a party and the name of who has it.
const POSTS: usize = 3;

/// How sure the model must be of a label for it to tell who is meant by whom.
const SURE: f32 = 0.8;

/// The heads of a label's target and giver.
pub(super) struct Parties {
    label: Range<usize>,
    /// Whether the model is sure of it.
    pub(super) sure: bool,
    pub(super) target: Option<Source>,
    pub(super) by: Option<Source>,
}

/// The names that are no part of an epithet: 'the Metronome' is nobody besides who is called so. Names that the article
/// mentions elsewhere, too, stay, and another name of somebody ('known as Ada Lund').
pub(super) fn without_epithets(segments: &Segments, labels: &[Label], names: Vec<Name>) -> Vec<Name> {
    let inside = |name: &Name| {
        let from = labels.partition_point(|l| l.tokens.end <= name.tokens.start);
        labels.get(from).is_some_and(|l| {
            let within = l.tokens.start <= name.tokens.start && name.tokens.end <= l.tokens.end;
            let plain = segments.tokens[l.tokens.start].quote != Quote::Inside;
            within && !(plain && name.kind == NameKind::Person && name.tokens == l.tokens)
        })
    };
    let (within, mut names): (Vec<Name>, Vec<Name>) = names.into_iter().partition(inside);
    let known: HashSet<&str> = names.iter().map(|n| segments.slice(&n.tokens)).collect();
    let real: Vec<Name> = within.into_iter().filter(|n| known.contains(segments.slice(&n.tokens))).collect();
    names.extend(real);
    names.sort_by_key(|n| n.tokens.start);
    names
}

/// The heads of all labels' targets and givers. A label that is given to 'himself' is the giver's own.
pub(super) fn parties(segments: &Segments, labels: &[Label], names: &[Name]) -> Vec<Parties> {
    let of = |label: &Label| {
        let head = |part: &Option<Range<usize>>| {
            let whole = sources::with_noun(segments, part.as_ref()?, Some(&label.tokens));
            let mut source = sources::source(segments, names, &to_its_end(segments, names, whole, label))?;
            // 'her teammates for her steady stroke': the reason is no part of who they are
            let reason = source.printed.clone().find(|i| segments.word(*i) == "for");
            source.printed.end = reason.filter(|i| *i >= source.head.end).unwrap_or(source.printed.end);
            Some(source)
        };
        let (target, by) = (head(&label.target), head(&label.by));
        let own = |i: usize| {
            let word = segments.word(i).to_lowercase();
            word.ends_with("self") || word.ends_with("selves") || word == "self"
        };
        let reflexive = |s: &Source| by.is_some() && own(s.head.end - 1);
        let sentence = segments.sentence_of(label.tokens.start);
        let around = sentence.start.max(label.tokens.start.saturating_sub(NEAR))
            ..sentence.end.min(label.tokens.end + NEAR);
        let target = match target.filter(|target| !reflexive(target)) {
            None if around.into_iter().any(own) => by.clone(),
            target => target,
        };
        Parties { label: label.tokens.clone(), sure: label.probability >= SURE, target, by }
    };
    labels.iter().map(of).collect()
}

/// A party with the rest of the name or description that it breaks off in: 'Younger' of 'Younger trustees', 'Green' of 'Green
/// deputy Ann Lund', 'State' of 'State television'.
fn to_its_end(segments: &Segments, names: &[Name], part: Range<usize>, label: &Label) -> Range<usize> {
    let apart = |tokens: &Range<usize>| tokens.end <= label.tokens.start || tokens.start >= label.tokens.end;
    let from = names.partition_point(|n| n.tokens.end <= part.end);
    let rest =
        names.get(from).filter(|n| (part.start..=part.end).contains(&n.tokens.start) && apart(&n.tokens));
    let end = rest.map_or(part.end, |n| n.tokens.end);
    if !segments.word(part.start).starts_with(char::is_uppercase) {
        return part.start..end;
    }
    let post = |i: &usize| {
        let word = segments.word(*i);
        names::is_post(word) || names::is_trade(word)
    };
    let posts = (end..segments.tokens.len().min(end + POSTS)).take_while(post).count();
    let bearer = names.get(names.partition_point(|n| n.tokens.start < end + posts)).filter(|n| {
        posts > 0 && n.kind == NameKind::Person && n.tokens.start == end + posts && apart(&n.tokens)
    });
    let medium = nouns::is_outlet_noun(segments.word_at(end));
    part.start..bearer.map_or(end + usize::from(medium), |n| n.tokens.end)
}

/// The labels with the entities that their parties are mentions of.
pub(super) fn labelled(parties: Vec<Parties>, entities: &Entities) -> Vec<Labelled> {
    let who = |source: Source| {
        let at = source.head.end.checked_sub(1).and_then(|last| entities.at.get(last).copied().flatten());
        Who { tokens: source.head, entity: at.map(|(entity, _)| entity) }
    };
    let of = |p: Parties| Labelled { label: p.label, target: p.target.map(who), by: p.by.map(who) };
    parties.into_iter().map(of).collect()
}
