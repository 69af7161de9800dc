//! Initials that label the turns of a transcript: 'PO: What do you remember?' is Piers Okonjo's.

use std::collections::HashMap;

use super::cluster::merge;
use super::mentions::Found;
use crate::link::{Attribution, is_turn};
use crate::segment::Segments;

/// Longest initials, in letters.
const LONGEST: usize = 4;
/// How many people named before an interview are counted.
const MOST_NAMED: usize = 32;

/// Joins each label that is made of initials to the first full name that has them.
pub(super) fn join(segments: &Segments, attributions: &[Attribution], mentions: &mut [Found]) {
    let mut bearers: HashMap<String, usize> = HashMap::new();
    for (i, mention) in mentions.iter().enumerate() {
        if let Some(person) = mention.person.as_ref().filter(|p| !p.is_part()) {
            bearers.entry(initials(&person.core)).or_insert(i);
        }
    }
    let turns = || attributions.iter().filter(|a| is_turn(segments, a));
    let question = turns().find(|turn| segments.slice(&turn.source[0]) == "Q");
    let answerer = question.and_then(|turn| answerer(mentions, turn.source[0].start));
    bearers.extend(answerer.map(|bearer| ("A".to_owned(), bearer)));
    for turn in turns() {
        let label = &turn.source[0];
        let letters: String = label.clone().map(|i| segments.word(i)).filter(|w| *w != ".").collect();
        let answers = letters == "A" && answerer.is_some();
        let short = (2..=LONGEST).contains(&letters.chars().count());
        if !(short || answers) || !letters.chars().all(char::is_uppercase) {
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

/// In an interview of questions and answers, 'A' is whom the text names most often before the first of them.
fn answerer(mentions: &[Found], first: usize) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    let before = mentions.iter().enumerate().take_while(|(_, m)| m.tokens.end <= first);
    for (i, _) in before.filter(|(_, m)| m.person.as_ref().is_some_and(|p| !p.is_part())) {
        let same = counts.iter().position(|(k, _)| mentions[*k].group == mentions[i].group);
        match same {
            Some(at) => counts[at].1 += 1,
            None if counts.len() < MOST_NAMED => counts.push((i, 1)),
            None => {}
        }
    }
    // of those named as often, the first
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(i, _)| i)
}

fn initials(name: &[String]) -> String {
    name.iter().filter_map(|part| part.chars().next()).flat_map(char::to_uppercase).collect()
}
