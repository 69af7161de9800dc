//! Names of one person or body -> one group, by their parts; and descriptions beside a name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::gender::{self, Gender};
use super::kinds;
use super::mentions::Found;
use super::names::PersonName;
use super::nouns;
use crate::record::{Kind, MentionKind};
use crate::segment::Segments;

/// How many people with one surname are told apart.
const MOST_BEARERS: usize = 8;
/// Letters of a surname that is recognised although it is misspelt.
const LEAST_MISSPELT: usize = 6;
/// How many surnames misspelt ones are held against.
const MOST_SURNAMES: usize = 100;

/// Joins the groups of mentions that name the same entity.
pub(super) fn join_names(segments: &Segments, mentions: &mut [Found]) {
    kinds::retype(segments, mentions);
    acronyms(segments, mentions);
    full_names(segments, mentions);
    names_at_birth(segments, mentions);
    part_names(segments, mentions);
    short_names(mentions);
    misspelt_names(mentions);
    bodies(segments, mentions);
    appositions(segments, mentions);
}

/// Moves every mention of group `from` to group `to`, in time proportional to the size of `from`.
pub(super) fn merge(mentions: &mut [Found], from: usize, to: usize) {
    if from == to {
        return;
    }
    let mut at = from;
    loop {
        mentions[at].group = to;
        at = mentions[at].next;
        if at == from {
            break;
        }
    }
    mentions[to].named |= mentions[from].named;
    let (a, b) = (mentions[from].next, mentions[to].next);
    mentions[from].next = b;
    mentions[to].next = a;
}

/// 'AHS' is nobody's name where the article has 'Alliance for a Safe Harbour'.
fn acronyms(segments: &Segments, mentions: &mut [Found]) {
    let lower = |m: &Found| m.printed.clone().map(|i| segments.word(i).to_lowercase()).collect::<Vec<_>>();
    let bodies = mentions.iter().filter(|m| m.class == Kind::Organization && m.kind == MentionKind::Name);
    let known: HashSet<String> =
        bodies.map(|m| initials(&lower(m))).filter(|letters| letters.len() > 2).collect();
    for mention in mentions.iter_mut().filter(|m| m.person.as_ref().is_some_and(PersonName::is_part)) {
        let word = segments.slice(&mention.printed);
        if word.bytes().all(|b| b.is_ascii_uppercase()) && known.contains(&word.to_lowercase()) {
            (mention.person, mention.class, mention.gender) = (None, Kind::Organization, None);
        }
    }
}

/// The first letters of a name's longer words.
fn initials(name: &[String]) -> String {
    let small =
        |w: &&String| !matches!(w.as_str(), "of" | "the" | "for" | "and" | "in" | "on" | "to" | "a" | "an");
    name.iter().filter(small).filter_map(|w| w.chars().next()).collect()
}

fn full_names(segments: &Segments, mentions: &mut [Found]) {
    let mut by_surname: HashMap<String, Vec<usize>> = HashMap::new();
    for i in 0..mentions.len() {
        let Some(core) = mentions[i].person.as_ref().filter(|p| !p.is_part()).map(|p| p.core.clone()) else {
            continue;
        };
        let surname = core[core.len() - 1].clone();
        let known = by_surname.entry(surname).or_default();
        let same = known.iter().copied().find(|&j| {
            let other = mentions[j].person.as_ref().map_or(&[][..], |p| &p.core);
            // 'Bobby Orr' for Robert "Bobby" Orr
            let nicknamed =
                |name: &[String], of: usize| nickname(segments, &mentions[of]).as_ref() == name.first();
            let same = same_full_name(&core, other) || nicknamed(&core, j) || nicknamed(other, i);
            same && compatible(mentions[i].gender, mentions[j].gender)
        });
        match same {
            Some(j) => merge(mentions, mentions[i].group, mentions[j].group),
            None => known.push(i),
        }
    }
}

/// 'She was born Ada Lund', 'Ada Orr, née Lund': whoever else has the first name had this name before.
fn names_at_birth(segments: &Segments, mentions: &mut [Found]) {
    let born = |m: &Found| {
        let before = m.tokens.start.checked_sub(1).map_or("", |i| segments.word(i));
        matches!(before.to_lowercase().as_str(), "born" | "née" | "nee" | "né")
    };
    let first = |m: &Found| m.person.as_ref().filter(|p| !p.is_part()).map(|p| p.core[0].clone());
    let mut bearers: HashMap<String, usize> = HashMap::new();
    for (i, mention) in mentions.iter().enumerate().filter(|(_, m)| !born(m)) {
        if let Some(name) = first(mention) {
            bearers.entry(name).or_insert(i);
        }
    }
    for i in 0..mentions.len() {
        let Some(name) = first(&mentions[i]).filter(|_| born(&mentions[i])) else { continue };
        if let Some(j) = bearers.get(&name) {
            merge(mentions, mentions[i].group, mentions[*j].group);
        }
    }
}

/// 'Gil' for Gilbert: a first name alone that only one first name in the article begins with.
fn short_names(mentions: &mut [Found]) {
    let mut first_names: Vec<(String, usize)> = Vec::new();
    for (i, mention) in mentions.iter().enumerate() {
        if let Some(person) = mention.person.as_ref().filter(|p| !p.is_part()) {
            first_names.push((person.core[0].clone(), i));
        }
    }
    first_names.sort();
    for i in 0..mentions.len() {
        let Some(person) = mentions[i].person.as_ref().filter(|p| p.is_part() && !p.by_title) else {
            continue;
        };
        let short = person.core[0].as_str();
        if mentions[i].group != i || !mentions[i].bearers.is_empty() || short.chars().count() < 3 {
            continue;
        }
        let from = first_names.partition_point(|(name, _)| name.as_str() < short);
        let longer = first_names[from..].iter().take_while(|(name, _)| name.starts_with(short));
        let mut groups: Vec<usize> = longer.take(MOST_BEARERS).map(|(_, j)| mentions[*j].group).collect();
        groups.dedup();
        if let [group] = groups[..]
            && compatible(mentions[i].gender, mentions[group].gender)
        {
            merge(mentions, i, group);
        }
    }
}

/// 'McLundey' for Ada McLundney: a surname that nobody bears and that is a slip away from the one like it.
fn misspelt_names(mentions: &mut [Found]) {
    let long = |name: &str| name.chars().count() >= LEAST_MISSPELT;
    let mut surnames: Vec<(String, usize)> = Vec::new();
    let mut alone: Vec<usize> = Vec::new();
    for (i, mention) in mentions.iter().enumerate() {
        match mention.person.as_ref().map(|p| (p.is_part(), &p.core[p.core.len() - 1])) {
            Some((false, surname))
                if long(surname)
                    && surnames.len() < MOST_SURNAMES
                    && !surnames.iter().any(|(known, _)| known == surname) =>
            {
                surnames.push((surname.clone(), i));
            }
            Some((true, name)) if long(name) && mention.group == i && mention.bearers.is_empty() => {
                alone.push(i)
            }
            _ => {}
        }
    }
    for i in alone.into_iter().take(MOST_SURNAMES) {
        let Some(person) = mentions[i].person.as_ref() else { continue };
        let name = person.core[0].as_str();
        if mentions[i].group != i || gender::of_first_name(name).is_some() {
            continue;
        }
        let mut like = surnames.iter().filter(|(surname, _)| one_slip(name, surname));
        if let (Some((_, j)), None) = (like.next(), like.next())
            && (!person.by_title || compatible(mentions[i].gender, mentions[*j].gender))
        {
            let group = mentions[*j].group;
            merge(mentions, i, group);
        }
    }
}

/// Whether one letter too many, too few or wrong, or two that changed places, make one word the other; the first letter is
/// right.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest, other) = (&a[same..], &b[same..]);
    let swapped = rest.len() == other.len()
        && rest.len() > 1
        && rest[0] == other[1]
        && rest[1] == other[0]
        && rest[2..] == other[2..];
    let one = |x: &[char], y: &[char]| y.get(1..).is_some_and(|y| x == y);
    same > 0
        && a != b
        && (swapped
            || one(rest, other)
            || one(other, rest)
            || rest.len() == other.len() && rest.get(1..) == other.get(1..))
}

/// Whether two full names with one surname can be one person's: equal first names, or an initial of the other.
/// The nickname inside a full name, in small letters.
fn nickname(segments: &Segments, mention: &Found) -> Option<String> {
    let person = mention.person.as_ref()?;
    let words = person.printed.clone().map(|i| segments.word(i).to_lowercase());
    words
        .filter(|w| w.chars().count() > 2)
        .find(|w| !person.core.contains(w) && w.starts_with(crate::segment::is_word))
}

fn same_full_name(a: &[String], b: &[String]) -> bool {
    let (Some(first), Some(other)) = (a.first(), b.first()) else { return false };
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    first == other || initial(first, other) || initial(other, first)
}

fn compatible(a: Option<Gender>, b: Option<Gender>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Surnames and first names alone go to the full name that has them; where several people bear one, it is left
/// to be settled in the order of the text.
fn part_names(segments: &Segments, mentions: &mut [Found]) {
    // each person once for each part of the name; the flag tells a surname
    let mut full: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
    for (i, mention) in mentions.iter().enumerate() {
        let Some(person) = mention.person.as_ref().filter(|p| !p.is_part()) else { continue };
        let mut bears = |part: String, surname: bool| {
            let known = full.entry(part).or_default();
            let same = |(j, s): &(usize, bool)| *s == surname && mentions[*j].group == mention.group;
            if known.len() < 2 * MOST_BEARERS && !known.iter().any(same) {
                known.push((i, surname));
            }
        };
        for k in 1..person.core.len() {
            bears(person.core[k..].join(" "), true);
            bears(person.core[..k].join(" "), false);
        }
        // 'Ferrer' for Ana Ferrer Oria
        for middle in person.core.iter().skip(1).take(person.core.len().saturating_sub(2)) {
            if middle.chars().count() > 3 {
                bears(middle.clone(), false);
            }
        }
        for token in mention.tokens.clone() {
            let word = segments.word(token).to_lowercase();
            if word.len() > 2 && !person.core.contains(&word) && person.printed.contains(&token) {
                bears(word, false);
            }
        }
    }
    let mut alone: HashMap<String, Vec<usize>> = HashMap::new();
    for i in 0..mentions.len() {
        let Some(person) = mentions[i].person.as_ref() else { continue };
        let part = person.core.join(" ");
        if !person.is_part() && !full.contains_key(&part) {
            continue;
        }
        let (gender, by_title) = (person.gender, person.by_title);
        let fits = |j: usize| {
            let other = mentions[j].person.as_ref();
            !by_title || other.is_none_or(|o| compatible(gender, o.gender))
        };
        let options = full.get(&part).map_or(&[][..], Vec::as_slice);
        let surname = options.iter().any(|(j, surname)| *surname && fits(*j));
        let options =
            options.iter().filter(|(j, is_surname)| fits(*j) && (*is_surname || !surname)).map(|(j, _)| *j);
        let mut bearers: Vec<usize> = Vec::new();
        for j in options {
            if bearers.len() < MOST_BEARERS && bearers.iter().all(|k| mentions[*k].group != mentions[j].group)
            {
                bearers.push(j);
            }
        }
        match bearers[..] {
            [] => {}
            [j] => {
                merge(mentions, mentions[i].group, mentions[j].group);
                continue;
            }
            // which of the relatives is meant, the text up to here tells
            _ => {
                mentions[i].bearers = bearers;
                continue;
            }
        }
        let known = alone.entry(part).or_default();
        match known.iter().copied().find(|&j| !by_title || compatible(gender, mentions[j].gender)) {
            Some(j) => merge(mentions, mentions[i].group, mentions[j].group),
            None => known.push(i),
        }
    }
}

/// Organisations, places and other names: equal, shortened or abbreviated.
fn bodies(segments: &Segments, mentions: &mut [Found]) {
    let mut known: Vec<(Vec<String>, usize)> = Vec::new();
    let mut exact: HashMap<Vec<String>, usize> = HashMap::new();
    for i in 0..mentions.len() {
        if mentions[i].kind != MentionKind::Name || mentions[i].person.is_some() {
            continue;
        }
        let words = mentions[i].printed.clone().map(|k| segments.word(k).to_lowercase());
        let mut words: Vec<String> = words.filter(|w| w.starts_with(crate::segment::is_word)).collect();
        if words.len() > 1 && words.iter().all(|w| w.chars().count() == 1) {
            // 'S.E.C.'
            words = vec![words.concat()];
        }
        words.retain(|w| w != "s");
        if let Some(&j) = exact.get(&words) {
            merge(mentions, mentions[i].group, mentions[j].group);
            continue;
        }
        let organization = mentions[i].class == Kind::Organization;
        let similar = known.iter().rev().take(200).find(|(other, j)| {
            organization && mentions[*j].class == Kind::Organization && shortened(&words, other)
        });
        if let Some(j) = similar.map(|(_, j)| *j) {
            merge(mentions, mentions[i].group, mentions[j].group);
        }
        exact.insert(words.clone(), i);
        known.push((words, i));
    }
}

/// Whether one name is the beginning of the other, its last word or its initials.
fn shortened(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.is_empty() || short.len() == long.len() {
        return false;
    }
    let abbreviated = short.len() == 1 && short[0].len() > 1 && short[0] == initials(long);
    let begins = long.starts_with(short) && short.iter().any(|w| w.len() > 3) && !nouns::is_body(&short[0]);
    // 'the Gazette' for the Harbour Gazette
    let ends = short.len() == 1 && long.len() <= 3 && long.ends_with(short) && short[0].len() > 4;
    abbreviated || begins || ends
}

/// A description right beside a name is a role of whoever is named.
fn appositions(segments: &Segments, mentions: &mut [Found]) {
    let order: Vec<usize> =
        (0..mentions.len()).filter(|i| mentions[*i].kind != MentionKind::Pronoun).collect();
    for (n, &name) in order.iter().enumerate() {
        if mentions[name].kind != MentionKind::Name
            || !matches!(mentions[name].class, Kind::Person | Kind::Organization)
        {
            continue;
        }
        let near = |k: usize| order[k.saturating_sub(3)..(k + 4).min(order.len())].to_vec();
        for other in near(n) {
            let start = block_start(mentions, &order[n.saturating_sub(3)..n], mentions[name].tokens.start);
            if mentions[other].kind == MentionKind::Nominal && beside(segments, mentions, name, start, other)
            {
                merge(mentions, mentions[other].group, mentions[name].group);
            }
        }
    }
}

/// Where a name begins together with the descriptions right before it: at 'the' in 'her husband, the cellist Piet Arens'.
fn block_start(mentions: &[Found], before: &[usize], start: usize) -> usize {
    before.iter().rev().fold(start, |start, k| {
        let joined = mentions[*k].kind == MentionKind::Nominal && mentions[*k].tokens.end == start;
        if joined { mentions[*k].tokens.start } else { start }
    })
}

/// Past the age behind a name, at its second comma: 'Ann Lund, 63, who'.
pub(super) fn past_age(segments: &Segments, end: usize) -> usize {
    let word = |i: usize| segments.word_at(i);
    let age = word(end) == "," && word(end + 1).parse::<u8>().is_ok() && word(end + 2) == ",";
    end + if age { 2 } else { 0 }
}

fn beside(segments: &Segments, mentions: &[Found], name: usize, start: usize, description: usize) -> bool {
    let (name, description) = (&mentions[name], &mentions[description]);
    let same_sort =
        description.class == name.class || description.class == Kind::Unknown && !description.plural;
    if !same_sort || description.plural || !compatible_words(name.gender, description.gender) {
        return false;
    }
    let word = |i: usize| segments.word_at(i);
    let sentence = |i: usize| segments.tokens[i].sentence;
    if sentence(name.tokens.start) != sentence(description.tokens.start) {
        return false;
    }
    let ends = |i: usize| {
        i >= segments.tokens.len()
            || !word(i).starts_with(crate::segment::is_word) && !matches!(word(i), "'" | "’" | "-")
    };
    if description.tokens.end <= name.tokens.start {
        if description.tokens.start >= start {
            return true;
        }
        let gap = description.tokens.end..start;
        if gap.is_empty() {
            return true;
        }
        if ends(name.tokens.end) && called(segments, &gap) {
            return true;
        }
        let comma = gap.end - 1;
        if word(comma) != ","
            || !(ends(name.tokens.end) || nouns::opens_clause(&word(name.tokens.end).to_lowercase()))
        {
            return false;
        }
        let definite = !matches!(segments.word(description.tokens.start).to_lowercase().as_str(), "a" | "an")
            || description.source;
        let of = gap.start == comma
            || gap.len() <= 9
                && nouns::is_preposition(&word(gap.start).to_lowercase())
                && (gap.start..comma).all(|i| word(i) != ",");
        definite && of
    } else {
        let at = past_age(segments, name.tokens.end);
        if word(at) == "," && word(at + 1) == "who" && matches!(word(at + 2), "is" | "was" | "has") {
            let between = at + 3..description.tokens.start;
            // 'who is the director's brother' is not the director
            let possessor = matches!(word(description.tokens.end), "'" | "’");
            return between.len() <= 2
                && !possessor
                && between.clone().all(|i| matches!(word(i), "been" | "also" | "the" | "a" | "an"));
        }
        let opener = matches!(word(at), "," | "(");
        let after = word(description.tokens.end).to_lowercase();
        let closes =
            ends(description.tokens.end) || nouns::is_preposition(&after) || nouns::opens_clause(&after);
        // 'Smith, the mayor and his wife' is a list
        let list = matches!(after.as_str(), "and" | "or");
        opener && at + 1 == description.tokens.start && closes && !list
    }
}

/// Whether nothing but a comma and a description in small letters stands between: ', the potter'.
fn called(segments: &Segments, gap: &Range<usize>) -> bool {
    let word = |i: usize| segments.word(i);
    let described = |i: usize| {
        word(i).starts_with(char::is_lowercase)
            && !nouns::is_preposition(word(i))
            && !nouns::opens_clause(word(i))
            && !matches!(word(i), "and" | "or")
    };
    (3..=5).contains(&gap.len())
        && word(gap.start) == ","
        && matches!(word(gap.start + 1), "the" | "a" | "an")
        && (gap.start + 2..gap.end).all(described)
}

fn compatible_words(a: Option<Gender>, b: Option<Gender>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a == b || !matches!((a, b), (Gender::Man, Gender::Woman) | (Gender::Woman, Gender::Man))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_wrong_is_a_slip() {
        assert!(one_slip("mclenney", "mcclenney") && one_slip("bornsten", "bornstein"));
        assert!(one_slip("giulini", "giuilni") && !one_slip("harwell", "farwell"));
        assert!(!one_slip("harwell", "harwell") && !one_slip("harwell", "hartnell"));
    }
}
