//! Relatives: 'her husband' once the article has told who he is.
//!
//! 'Tolley's wife, Ros' tells that Ros is Tolley's wife, and so that Tolley is her husband. A description by kinship
//! whose possessor is known goes to who was told of so, in either direction. Newspapers call the person a story is about
//! by surname, and relatives by first name or in full: of several who share a surname, relatives come last.

use std::collections::HashMap;

use super::cluster::merge;
use super::gender::{self, Gender};
use super::mentions::Found;
use crate::record::MentionKind;
use crate::segment::Segments;

/// How many mentions back a possessor may stand.
const NEAR: usize = 4;
/// How many of the latest ties are remembered.
const REMEMBERED: usize = 100;
/// How many mentions of one person are asked what they tell.
const ASKED: usize = 50;

/// What the article has told of who is whose relative so far.
#[derive(Debug, Default)]
pub(super) struct Kin {
    /// A mention of the possessor, the tie, a mention of the relative.
    told: Vec<(usize, Tie, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Spouse,
    Parent,
    Child,
    Sibling,
    Cousin,
    Grandparent,
    Grandchild,
    Elder,
    Younger,
    InLaw,
}

impl Tie {
    fn of(noun: &str) -> Option<Self> {
        Some(match noun {
            "wife" | "husband" | "spouse" | "widow" | "widower" | "partner" | "fiancé" | "fiancée"
            | "girlfriend" | "boyfriend" => Tie::Spouse,
            "father" | "mother" | "dad" | "mum" | "mom" | "parent" | "stepfather" | "stepmother" => {
                Tie::Parent
            }
            "son" | "daughter" | "child" | "stepson" | "stepdaughter" => Tie::Child,
            "brother" | "sister" | "sibling" | "twin" => Tie::Sibling,
            "cousin" => Tie::Cousin,
            "grandfather" | "grandmother" => Tie::Grandparent,
            "grandson" | "granddaughter" | "grandchild" => Tie::Grandchild,
            "uncle" | "aunt" => Tie::Elder,
            "nephew" | "niece" => Tie::Younger,
            "law" => Tie::InLaw,
            _ => return None,
        })
    }

    /// What the possessor is to the relative.
    fn back(self) -> Self {
        match self {
            Tie::Parent => Tie::Child,
            Tie::Child => Tie::Parent,
            Tie::Grandparent => Tie::Grandchild,
            Tie::Grandchild => Tie::Grandparent,
            Tie::Elder => Tie::Younger,
            Tie::Younger => Tie::Elder,
            same => same,
        }
    }
}

/// The tie that a description names and the mention of whose relative it is: 'her late husband', 'Tolley's wife'.
fn tie(segments: &Segments, mentions: &[Found], i: usize) -> Option<(usize, Tie)> {
    let mention = &mentions[i];
    if mention.kind != MentionKind::Nominal || mention.plural {
        return None;
    }
    let tie = Tie::of(&segments.word(mention.tokens.end - 1).to_lowercase())?;
    let first = segments.word(mention.tokens.start).to_lowercase();
    let possessor = |m: &Found| match first.as_str() {
        "his" | "her" | "their" | "its" | "my" | "our" | "your" => {
            m.kind == MentionKind::Pronoun && m.tokens.start == mention.tokens.start
        }
        // the name ends where its 's begins
        "s" => (1..=2).contains(&(mention.tokens.start - m.tokens.end.min(mention.tokens.start))),
        // 'the minister's wife': the description holds its possessor
        _ => m.tokens.start == mention.tokens.start && m.tokens.end < mention.tokens.end,
    };
    let near = (i.saturating_sub(NEAR)..(i + NEAR).min(mentions.len())).filter(|j| *j != i);
    near.rev().find(|j| possessor(&mentions[*j])).map(|j| (j, tie))
}

/// Who married name `i`: 'she married Piet Arens', 'Orr, who is married to Arens'.
fn spouse(segments: &Segments, mentions: &[Found], i: usize) -> Option<usize> {
    let name = &mentions[i];
    let to = name.tokens.start.checked_sub(1).filter(|k| segments.word(*k) == "to");
    let verb = to.unwrap_or(name.tokens.start).checked_sub(1)?;
    if name.kind != MentionKind::Name || !matches!(segments.word(verb), "married" | "wed") {
        return None;
    }
    let sentence = segments.tokens[verb].sentence;
    let before = (i.saturating_sub(2 * NEAR)..i).rev().filter(|j| mentions[*j].tokens.end <= verb);
    let mut subjects = before.filter(|j| segments.tokens[mentions[*j].tokens.start].sentence == sentence);
    match to {
        None => subjects.find(|j| verb - mentions[*j].tokens.end <= 1),
        Some(_) => subjects.find(|j| mentions[*j].kind == MentionKind::Name),
    }
}

impl Kin {
    /// Notes what description `i` tells, where it stands beside a name.
    pub(super) fn note(&mut self, segments: &Segments, mentions: &[Found], i: usize) {
        if !mentions[mentions[i].group].named {
            return;
        }
        if let Some((possessor, tie)) = tie(segments, mentions, i) {
            self.told.push((possessor, tie, i));
        } else if let Some(spouse) = spouse(segments, mentions, i) {
            self.told.push((spouse, Tie::Spouse, i));
        }
    }

    /// Joins description `i` to whom it stands for, where nothing is joined to it yet.
    pub(super) fn join(&self, segments: &Segments, mentions: &mut [Found], i: usize) {
        if mentions[i].group == i
            && mentions[i].next == i
            && let Some(group) = self.relative(segments, mentions, i)
        {
            merge(mentions, i, group);
        }
    }

    /// The group of whom description `i` stands for.
    fn relative(&self, segments: &Segments, mentions: &[Found], i: usize) -> Option<usize> {
        let (possessor, wanted) = tie(segments, mentions, i)?;
        let group = |k: usize| mentions[k].group;
        let sex = gender::of_noun(segments.word(mentions[i].tokens.end - 1));
        let fits = |relative: usize| match (sex, sex_of(mentions, relative)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let mut known = self.told.iter().rev().take(REMEMBERED).filter_map(|(owner, tie, relative)| {
            let straight = group(*owner) == group(possessor) && *tie == wanted;
            let back = group(*relative) == group(possessor) && tie.back() == wanted;
            match (straight, back) {
                (true, _) => Some(group(*relative)),
                (_, true) => Some(group(*owner)),
                _ => None,
            }
        });
        known.find(|found| *found != group(possessor) && fits(*found))
    }

    /// 'Ms Orr' behind 'Paul Orr' and 'his sister, Ann': the relative who came in without a surname.
    pub(super) fn namesake(&self, mentions: &[Found], i: usize) -> Option<usize> {
        let person = mentions[i].person.as_ref().filter(|p| p.by_title && p.is_part())?;
        let surname = person.core.last()?;
        let group = |k: usize| mentions[k].group;
        let bears = |k: usize| {
            let full =
                |m: &Found| m.person.as_ref().is_some_and(|p| !p.is_part() && p.core.last() == Some(surname));
            members(mentions, group(k)).any(|m| full(&mentions[m]))
        };
        let first_name_only = |k: usize| {
            let names = || members(mentions, group(k)).filter_map(|m| mentions[m].person.as_ref());
            names().count() > 0 && names().all(|p| p.is_part())
        };
        let fits = |k: usize| {
            person.gender.is_none() || sex_of(mentions, group(k)).is_none_or(|sex| Some(sex) == person.gender)
        };
        let told = self.told.iter().rev().take(REMEMBERED);
        told.filter(|(owner, _, relative)| bears(*owner) && first_name_only(*relative) && fits(*relative))
            .map(|(_, _, relative)| group(*relative))
            .find(|relative| *relative != group(i))
    }
}

/// Mentions of a group, at most [`ASKED`].
fn members(mentions: &[Found], group: usize) -> impl Iterator<Item = usize> + '_ {
    let mut next = Some(group);
    let all = std::iter::from_fn(move || {
        let here = next?;
        next = Some(mentions[here].next).filter(|at| *at != group);
        Some(here)
    });
    all.take(ASKED)
}

/// What the names of a group tell of its sex.
fn sex_of(mentions: &[Found], group: usize) -> Option<Gender> {
    members(mentions, group).find_map(|m| match (mentions[m].kind, mentions[m].gender) {
        (MentionKind::Pronoun, _) => None,
        (_, sex @ Some(Gender::Man | Gender::Woman)) => sex,
        _ => None,
    })
}

/// The groups of those whom the article brings in as somebody's relatives, and by how many generations they are older
/// (a brother counts as one where he is 'older').
pub(super) fn relatives(segments: &Segments, mentions: &[Found]) -> HashMap<usize, i8> {
    let named = (0..mentions.len()).filter(|i| mentions[mentions[*i].group].named);
    let older = |i: usize| {
        let words = mentions[i].tokens.clone().map(|t| segments.word(t));
        words.filter_map(older).next().unwrap_or_default()
    };
    let mut out = HashMap::new();
    for i in named {
        if let Some((_, tie)) = tie(segments, mentions, i) {
            let generations = match tie {
                Tie::Parent | Tie::Elder => 1,
                Tie::Grandparent => 2,
                Tie::Child | Tie::Younger => -1,
                Tie::Grandchild => -2,
                Tie::Spouse | Tie::Sibling | Tie::Cousin | Tie::InLaw => older(i),
            };
            out.entry(mentions[i].group).or_insert(generations);
        }
    }
    out
}

/// 1 for a word that means the older of two, -1 for one that means the younger.
pub(super) fn older(word: &str) -> Option<i8> {
    match word.to_lowercase().as_str() {
        "elder" | "older" | "senior" | "big" => Some(1),
        "younger" | "junior" | "little" => Some(-1),
        _ => None,
    }
}
