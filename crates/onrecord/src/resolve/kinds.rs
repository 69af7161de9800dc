//! What sort of thing each name stands for, settled over the whole article before names are joined.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::gender;
use super::mentions::{Found, in_headline};
use super::nouns;
use crate::record::{Kind, MentionKind};
use crate::segment::Segments;

/// One name is one sort of thing in an article: the commonest reading of its words wins, and a bare part of a
/// person's full name is that person, whatever the tagger took it for.
pub(super) fn retype(segments: &Segments, mentions: &mut [Found]) {
    let words = |m: &Found| segments.slice(&m.printed).to_lowercase();
    let told: HashMap<String, Kind> = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .filter_map(|m| Some((words(m), told_class(segments, m)?)))
        .collect();
    let full: HashSet<String> = mentions
        .iter()
        .filter_map(|m| m.person.as_ref().filter(|p| !p.is_part()))
        .flat_map(|p| proper_parts(&p.core))
        .collect();
    for mention in mentions.iter_mut().filter(|m| m.kind == MentionKind::Name) {
        let key = words(mention);
        // a surname that a company bears too: only where this very place tells
        let here = full.contains(&key).then(|| told_class(segments, mention));
        if let Some(class) = here.unwrap_or_else(|| told.get(&key).copied()) {
            mention.class = class;
            mention.person = None;
        }
    }
    // 'Ann and Paul Lund Foundation'
    for mention in
        mentions.iter_mut().filter(|m| m.person.as_ref().is_some_and(|p| p.core.len() > 1 && !p.by_title))
    {
        if nouns::names_a_body(&segments.word(mention.printed.end - 1).to_lowercase()) {
            mention.class = Kind::Organization;
            mention.person = None;
            mention.gender = None;
        }
    }
    people_who(segments, mentions);
    let settled: HashSet<usize> = (0..mentions.len())
        .filter(|i| mentions[*i].class != Kind::Person && full.contains(&words(&mentions[*i])))
        .filter(|i| told_by_place(segments, &mentions[*i]))
        .collect();
    let bodies = beginnings(segments, mentions);
    let mut votes: HashMap<String, Vec<(Kind, usize)>> = HashMap::new();
    let mut parts: HashMap<String, usize> = HashMap::new();
    for mention in mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        let votes = votes.entry(words(mention)).or_default();
        match votes.iter_mut().find(|(kind, _)| *kind == mention.class) {
            Some((_, n)) => *n += 1,
            None => votes.push((mention.class, 1)),
        }
        for part in mention
            .person
            .as_ref()
            .filter(|p| !p.is_part())
            .map(|p| proper_parts(&p.core))
            .unwrap_or_default()
        {
            *parts.entry(part).or_default() += 1;
        }
    }
    for (i, mention) in mentions.iter_mut().enumerate().filter(|(_, m)| m.kind == MentionKind::Name) {
        let key = words(mention);
        if settled.contains(&i) {
            continue;
        }
        let most = votes.get(&key).and_then(|v| v.iter().max_by_key(|(kind, n)| (*n, *kind != Kind::Person)));
        let class = if parts.contains_key(&key) {
            Kind::Person
        } else if mention.class == Kind::Person && bodies.contains(&key) {
            Kind::Organization
        } else {
            most.map_or(mention.class, |(kind, _)| *kind)
        };
        if class == mention.class {
            continue;
        }
        mention.class = class;
        mention.person =
            (class == Kind::Person).then(|| super::names::PersonName::new(segments, &mention.tokens));
        mention.gender = mention.person.as_ref().and_then(|p| p.gender);
    }
    first_words(segments, mentions);
}

/// 'Le Marne, who', 'Veteran broadcaster Cornelius Webb', 'Cornelius Webb, 61,': a name taken for a body's of which the
/// article says 'who', a trade or an age is a person's, and so is the full name that ends in it.
fn people_who(segments: &Segments, mentions: &mut [Found]) {
    let word = |i: usize| segments.word_at(i);
    let body =
        |m: &Found| m.kind == MentionKind::Name && m.class == Kind::Organization && m.printed.len() <= 3;
    let trades: HashSet<usize> = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Nominal && m.class == Kind::Person && !m.plural)
        .map(|m| m.tokens.end)
        .collect();
    let aged = |m: &Found| {
        let age = word(m.tokens.end + 1);
        age.len() == 2 && age.bytes().all(|b| b.is_ascii_digit()) && word(m.tokens.end + 2) == ","
    };
    let full = |m: &Found| {
        m.printed.len() > 1 && gender::of_first_name(&word(m.printed.start).to_lowercase()).is_some()
    };
    let human = |m: &Found| {
        let apart = word(m.tokens.end) == ",";
        apart && (word(m.tokens.end + 1) == "who" || aged(m)) || full(m) && trades.contains(&m.tokens.start)
    };
    let who: HashSet<String> = mentions
        .iter()
        .filter(|m| body(m) && human(m))
        .filter(|m| {
            let last = word(m.printed.end - 1);
            !nouns::is_body(last) && !nouns::is_plural(last) && !nouns::is_outlet_noun(last)
        })
        .map(|m| segments.slice(&m.printed).to_lowercase())
        .collect();
    for mention in mentions.iter_mut().filter(|m| body(m)) {
        let ends = |k: usize| who.contains(&segments.slice(&(k..mention.printed.end)).to_lowercase());
        let first = mention.printed.start;
        let given = gender::of_first_name(&word(first).to_lowercase()).is_some();
        if ends(first) || given && (first + 1..mention.printed.end).any(ends) {
            mention.class = Kind::Person;
            mention.person = Some(super::names::PersonName::new(segments, &mention.tokens));
            mention.gender = mention.person.as_ref().and_then(|p| p.gender);
        }
    }
}

/// What the words around a name say it is: 'the newspaper Volna' and 'Volna, which' are no people, 'Volna East, a company' is
/// no place.
fn told_class(segments: &Segments, mention: &Found) -> Option<Kind> {
    let untitled = mention.person.as_ref().is_some_and(|p| !p.by_title);
    let body = match mention.class {
        Kind::Person => untitled && (told_by_place(segments, mention) || is_apposed(segments, mention)),
        Kind::Place => is_apposed(segments, mention),
        _ => false,
    };
    body.then_some(Kind::Organization)
}

/// 'the newspaper Volna', 'Volna, which'.
fn told_by_place(segments: &Segments, mention: &Found) -> bool {
    let word = |i: usize| segments.word_at(i);
    let before = mention.tokens.start.checked_sub(1).map_or("", word);
    let thing = word(mention.tokens.end) == "," && word(mention.tokens.end + 1) == "which";
    thing || nouns::is_outlet_noun(before) || nouns::is_company(before)
}

/// 'Volna East, a steel company based in ...', 'its evening paper, the Star of Volna'.
fn is_apposed(segments: &Segments, mention: &Found) -> bool {
    let word = |i: usize| segments.word_at(i);
    let body = |noun: &str| nouns::is_company(noun) || nouns::is_outlet_noun(noun);
    let Range { start, end } = mention.tokens;
    let comma = start.checked_sub(1 + usize::from(start > 0 && word(start - 1) == "the"));
    let ahead = comma.filter(|c| *c > 0 && word(*c) == ",").is_some_and(|c| body(word(c - 1)));
    let article = word(end) == "," && matches!(word(end + 1), "a" | "an" | "the" | "its");
    let noun =
        (end + 2..end + 6).take_while(|i| word(*i).starts_with(char::is_alphabetic)).find(|i| body(word(*i)));
    let closed = |noun: usize| {
        let next = word(noun + 1);
        !next.starts_with(char::is_alphabetic) && !matches!(next, "'" | "’" | "-")
            || nouns::is_preposition(next)
            || nouns::opens_clause(next)
            || next.ends_with("ed")
    };
    ahead || article && noun.is_some_and(closed)
}

/// A sentence may begin with a person's trade or mood ('Roofer Terry', 'Furious Terry Marlow'): where the rest of a
/// name is a first name or a full name given elsewhere and the whole is not, the first word is no name. Before a
/// surname alone it mostly is one: relatives share it.
fn first_words(segments: &Segments, mentions: &mut [Found]) {
    let mut full: HashMap<Vec<String>, usize> = HashMap::new();
    let mut given: HashSet<String> = HashSet::new();
    for core in mentions.iter().filter_map(|m| m.person.as_ref()).map(|p| &p.core) {
        *full.entry(core.clone()).or_default() += 1;
        if core.len() > 1 {
            given.insert(core[0].clone());
        }
    }
    for mention in mentions.iter_mut() {
        let opens = segments.sentence_of(mention.tokens.start).start + 1 >= mention.tokens.start;
        let Some(person) = mention.person.as_ref().filter(|p| p.core.len() >= 2) else { continue };
        // 'Crooked Ann Marsh', anywhere: who has a full name without the word
        let rest = full.get(&person.core[1..]).copied().unwrap_or_default();
        let nickname = person.core.len() > 2
            && gender::of_first_name(&person.core[0]).is_none()
            && gender::of_first_name(&person.core[1]).is_some()
            && rest >= full.get(&person.core).copied().unwrap_or_default();
        if nickname {
            let shorter = person.without_first();
            mention.printed.start = mention.printed.end - shorter.core.len().min(mention.printed.len());
            mention.person = Some(shorter);
            continue;
        }
        if !opens {
            continue;
        }
        let first_name = gender::of_first_name(&person.core[0]).is_some();
        let whole = &person.core[1..];
        let elsewhere = whole.len() > 1 && full.contains_key(whole);
        let alone = full.get(&person.core) == Some(&1);
        let beginning = whole.len() == 1 && given.contains(&whole[0]);
        if alone && !first_name && (elsewhere || beginning) {
            let shorter = person.without_first();
            mention.printed.start = mention.printed.end - whole.len().min(mention.printed.len());
            mention.person = Some(shorter);
        }
    }
}

/// Every beginning of an organisation's name that is not all of it: 'Hexley' of 'Hexley Athletic'.
fn beginnings(segments: &Segments, mentions: &[Found]) -> HashSet<String> {
    // a headline's capitals tell nothing of where a name ends
    let plain = |m: &&Found| !in_headline(segments, m.tokens.start);
    let bodies = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name && m.class == Kind::Organization)
        .filter(plain);
    let begin = |m: &Found| {
        let printed = m.printed.clone();
        (printed.start + 1..printed.end.min(printed.start + 4))
            .map(|end| segments.slice(&(printed.start..end)).to_lowercase())
            .filter(|beginning| beginning.chars().count() > 3)
            .collect::<Vec<_>>()
    };
    bodies.flat_map(begin).collect()
}

/// Every beginning and end of a full name that is not all of it.
fn proper_parts(core: &[String]) -> Vec<String> {
    (1..core.len())
        .flat_map(|k| [core[..k].join(" "), core[k..].join(" ")])
        .filter(|p| p.chars().count() > 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::{Name, NameKind};

    /// The mentions of names that the tagger took for `kind`, each where it stands last.
    fn mentions(segments: &Segments, names: &[&str], kind: NameKind) -> Vec<Found> {
        let name = |words: &&str| {
            let from = segments.text.rfind(words).expect("the name");
            let inside = |i: &usize| {
                let bytes = &segments.tokens[*i].bytes;
                bytes.start >= from && bytes.end <= from + words.len()
            };
            let tokens: Vec<usize> = (0..segments.tokens.len()).filter(inside).collect();
            Name { tokens: tokens[0]..tokens[tokens.len() - 1] + 1, kind }
        };
        let names: Vec<Name> = names.iter().map(name).collect();
        super::super::mentions::collect(segments, &names, &[], &[], &[])
    }

    #[test]
    fn what_stands_beside_a_name_tells_a_body() {
        let told = |text: &str, name: &str| {
            let segments = Segments::new(text);
            let found = mentions(&segments, &[name], NameKind::Person);
            found.iter().find(|m| m.kind == MentionKind::Name).and_then(|m| told_class(&segments, m))
        };
        for text in [
            "It bought Vessen Ost, a steel company based in Olsk.",
            "They closed their evening paper, the Vessen Ost, in May.",
            "It was built by the firm Vessen Ost in May.",
        ] {
            assert_eq!(told(text, "Vessen Ost"), Some(Kind::Organization), "{text}");
        }
        for text in ["It was Vessen Ost, a company director.", "It was the firm's Vessen Ost, a diver."] {
            assert_eq!(told(text, "Vessen Ost"), None, "{text}");
        }
    }

    /// The kind of each name, where the tagger took all of them for bodies.
    fn kinds(text: &str, names: &[&str]) -> Vec<Kind> {
        let segments = Segments::new(text);
        let mut mentions = mentions(&segments, names, NameKind::Organization);
        people_who(&segments, &mut mentions);
        mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.class).collect()
    }

    #[test]
    fn a_name_with_who_is_a_person_s() {
        let text = "Ada Le Marne won. The press cheered Le Marne, who left.";
        assert_eq!(kinds(text, &["Ada Le Marne", "Le Marne"]), [Kind::Person, Kind::Person]);
        let text = "The harbour was sold to Nordlicht, which closed it.";
        assert_eq!(kinds(text, &["Nordlicht"]), [Kind::Organization]);
        let text = "It passed to Tova Brisk, 61, of Olsk.";
        assert_eq!(kinds(text, &["Tova Brisk"]), [Kind::Person]);
    }
}
