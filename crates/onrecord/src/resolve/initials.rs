//! Initials that label the turns of a transcript: 'PO: What do you remember?' is Piers Okonjo's.

use std::collections::HashMap;

use super::cluster::merge;
use super::mentions::Found;
use crate::link::{Attribution, is_turn};
use crate::segment::Segments;

/// Longest initials, in letters.
const LONGEST: usize = 4;

/// Joins each label that is made of initials to the first full name that has them.
pub(super) fn join(segments: &Segments, attributions: &[Attribution], mentions: &mut [Found]) {
    let mut bearers: HashMap<String, usize> = HashMap::new();
    for (i, mention) in mentions.iter().enumerate() {
        if let Some(person) = mention.person.as_ref().filter(|p| !p.is_part()) {
            bearers.entry(initials(&person.core)).or_insert(i);
        }
    }
    for turn in attributions.iter().filter(|a| is_turn(segments, a)) {
        let label = &turn.source[0];
        let letters: String = label.clone().map(|i| segments.word(i)).filter(|w| *w != ".").collect();
        if !(2..=LONGEST).contains(&letters.chars().count()) || !letters.chars().all(char::is_uppercase) {
            continue;
        }
        let Some(&bearer) = bearers.get(&letters) else { continue };
        let from = mentions.partition_point(|m| m.tokens.start < label.start);
        let to = mentions.partition_point(|m| m.tokens.start < label.end);
        for i in from..to {
            merge(mentions, mentions[i].group, mentions[bearer].group);
        }
    }
}

fn initials(name: &[String]) -> String {
    name.iter().filter_map(|part| part.chars().next()).flat_map(char::to_uppercase).collect()
}
