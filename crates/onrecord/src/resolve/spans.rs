//! Names as the model tags them -> names as they are meant: split ones joined, short ones completed, plurals let go.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::mentions::{in_headline, is_description};
use super::{gender, names, nouns};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::segment::{Gap, Quote, Segments, is_word};
use crate::tag::{Name, NameKind};

/// Joins 'Danny', "Shorty" and 'Marlow' to one name.
pub(super) fn merged(segments: &Segments, names: &[Name]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        let Some(name) = &tidied(segments, &within_paragraph(segments, name)) else { continue };
        let joins = |last: &Name| {
            let between = last.tokens.end..name.tokens.start;
            let home =
                segments.tokens[name.tokens.start].sentence == segments.tokens[last.tokens.start].sentence;
            let marks = between
                .clone()
                .filter(|i| segments.tokens[*i].quote == Quote::Mark || segments.word(*i) == "\"");
            // 'called Holt "the Fox"' gives no nickname inside a name: the surname must follow
            let nickname = segments.tokens[name.tokens.start].quote == Quote::Inside
                && segments.tokens[last.tokens.start].quote != Quote::Inside;
            let surname = (name.tokens.end + 1..segments.tokens.len().min(name.tokens.end + 2)).any(|i| {
                segments.word(i).starts_with(char::is_uppercase) && segments.tokens[i].gap == Gap::Space
            });
            home && (!nickname || surname)
                && (between.is_empty() || between.len() <= 4 && marks.count() >= 1)
                && between.clone().all(|i| {
                    let word = segments.word(i);
                    segments.tokens[i].quote == Quote::Mark || word.starts_with(char::is_uppercase)
                })
                && (between.is_empty()
                    || segments.tokens[between.start].quote == Quote::Mark
                    || last.tokens.len() > 1)
        };
        let hyphenated = |last: &Name| {
            let between = last.tokens.end..name.tokens.start;
            between.len() == 1
                && segments.word(between.start) == "-"
                && segments.tokens[between.start].gap == Gap::Joined
                && segments.tokens[name.tokens.start].gap == Gap::Joined
                && is_description(last.kind) == is_description(name.kind)
        };
        match out.last_mut() {
            Some(last) if last.kind == NameKind::Person && name.kind == NameKind::Person && joins(last) => {
                last.tokens.end = name.tokens.end;
            }
            Some(last) if name.kind == NameKind::Person && titled(segments, last, name) => {
                *last = Name { tokens: last.tokens.start..name.tokens.end, kind: NameKind::Person };
            }
            // 'Navy Capt' before '. Ann Lund'
            Some(last)
                if name.kind == NameKind::Person
                    && last.tokens.len() > 1
                    && last.tokens.end + 1 == name.tokens.start
                    && titled(
                        segments,
                        &Name { tokens: last.tokens.end - 1..last.tokens.end, kind: last.kind },
                        name,
                    ) =>
            {
                *last = Name { tokens: last.tokens.end - 1..name.tokens.end, kind: NameKind::Person };
            }
            Some(last) if hyphenated(last) => last.tokens.end = name.tokens.end,
            _ => out.push(name.clone()),
        }
    }
    extend(segments, &mut out);
    headlines(segments, &mut out);
    complete(segments, &mut out);
    plurals(segments, &mut out);
    described(segments, &mut out);
    out.retain(|name| name.kind != NameKind::Person || !is_lone_title(segments, &name.tokens));
    out
}

/// 'The Bishop of Haddow', and 'Brig' of 'Brig. Gen. Ann Lund': a title without a name.
fn is_lone_title(segments: &Segments, tokens: &Range<usize>) -> bool {
    let title = tokens.len() == 1 && names::is_title(&segments.word(tokens.start).to_lowercase());
    let the = tokens.start.checked_sub(1).is_some_and(|i| segments.word(i).eq_ignore_ascii_case("the"));
    let short = segments.word_at(tokens.end) == "."
        && segments.word_at(tokens.end + 1).starts_with(char::is_uppercase);
    title && (the || short)
}

/// 'the candidate Ada Quill' names a person, whatever 'Ada Quill' was taken for: a description of a person stands right
/// before a first name. So does the same name elsewhere, and its surname alone.
fn described(segments: &Segments, names: &mut [Name]) {
    let text = |name: &Name| segments.slice(&name.tokens);
    let first_name =
        |name: &Name| name.tokens.len() > 1 && gender::of_first_name(&lower(segments, name)).is_some();
    let told: HashSet<&str> = names
        .windows(2)
        .filter(|pair| pair[0].kind == NameKind::NominalPerson && pair[0].tokens.end == pair[1].tokens.start)
        .filter(|pair| !is_description(pair[1].kind) && first_name(&pair[1]))
        .map(|pair| text(&pair[1]))
        .collect();
    // 'Ada Lund' where 'Lund' is a person
    let people: HashSet<&str> = names.iter().filter(|name| name.kind == NameKind::Person).map(text).collect();
    let surname = |name: &Name| segments.slice(&(name.tokens.start + 1..name.tokens.end));
    for name in names.iter_mut().filter(|name| !is_description(name.kind)) {
        if told.contains(text(name)) || first_name(name) && people.contains(surname(name)) {
            name.kind = NameKind::Person;
        }
    }
}

/// The first word of a name in small letters.
fn lower(segments: &Segments, name: &Name) -> String {
    segments.word(name.tokens.start).to_lowercase()
}

/// 'Lund Addresses Council': where every word has a capital, a name that begins with a person's whom the article names in
/// its sentences ends there, unless they have the longer name too.
fn headlines(segments: &Segments, names: &mut Vec<Name>) {
    let lower = |tokens: Range<usize>| segments.slice(&tokens).to_lowercase();
    let mut people: HashSet<String> = HashSet::new();
    let mut others: HashSet<String> = HashSet::new();
    for name in names.iter().filter(|n| !is_description(n.kind) && !in_headline(segments, n.tokens.start)) {
        let (start, end) = (name.tokens.start, name.tokens.end);
        if name.kind == NameKind::Person {
            people.insert(lower(end - 1..end));
            people.insert(lower(start..end));
        }
        // 'Lund University'
        others.extend((start + 2..=end).map(|to| lower(start..to)));
    }
    // 'Ada Lund' too, where the article goes on with 'Lund'
    let means = |from: usize, to: usize| {
        let full = to == from + 2 && people.contains(&lower(from + 1..to));
        people.contains(&lower(from..to)) || full && gender::of_first_name(&lower(from..from + 1)).is_some()
    };
    let mut behind = Vec::new();
    for (k, name) in
        names.iter_mut().enumerate().filter(|(_, n)| !is_description(n.kind) && n.tokens.len() > 1)
    {
        if !in_headline(segments, name.tokens.start) {
            continue;
        }
        let (start, end) = (name.tokens.start, name.tokens.end);
        let person = (start + 1..end.min(start + 4)).rev().find(|to| means(start, *to));
        if let Some(to) =
            person.filter(|to| !others.contains(&lower(start..to + 1)) && is_verb(segments.word(*to)))
        {
            *name = Name { tokens: start..to, kind: NameKind::Person };
            let other = (to + 1..end).find(|from| means(*from, end));
            behind.extend(other.map(|from| (k + 1, Name { tokens: from..end, kind: NameKind::Person })));
        }
    }
    for (k, name) in behind.into_iter().rev() {
        names.insert(k, name);
    }
}

/// Whether a headline's word can be what somebody does: 'Joins'.
fn is_verb(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && word.len() > 3
}

/// 'Committee' of 'Committee for a Safe Harbour' and 'Channel' of 'Channel 6': a body's noun alone is no name.
fn complete(segments: &Segments, names: &mut Vec<Name>) {
    let word = |i: usize| segments.word_at(i);
    let capital = |i: usize| word(i).starts_with(char::is_uppercase) && segments.tokens[i].gap == Gap::Space;
    let mut covered = 0;
    for known in names.iter_mut() {
        let name = known.tokens.clone();
        if known.kind != NameKind::Organization || name.start < covered || in_headline(segments, name.start) {
            continue;
        }
        let noun = word(name.end - 1).to_lowercase();
        let mut end = name.end;
        if name.len() == 1 && nouns::is_body(&noun) && matches!(word(end), "for" | "of" | "on" | "against") {
            let article = usize::from(matches!(word(end + 1), "a" | "an" | "the"));
            let mut at = end + 1 + article;
            while at < segments.tokens.len() && capital(at) {
                at += 1;
                end = at;
                // 'Arts and Letters'
                if matches!(word(at), "and" | "&") && at + 1 < segments.tokens.len() && capital(at + 1) {
                    at += 1;
                }
            }
        } else if matches!(noun.as_str(), "channel" | "radio" | "tv" | "network" | "sky" | "canal")
            && word(end).parse::<u16>().is_ok()
        {
            end += 1;
        }
        if end > name.end && segments.tokens[end - 1].sentence == segments.tokens[name.start].sentence {
            known.tokens.end = end;
            covered = end;
        }
    }
    let mut reach = 0;
    names.retain(|name| {
        let inside = name.tokens.end <= reach;
        reach = reach.max(name.tokens.end);
        !inside
    });
}

/// 'The Tolleys' are a family; 'Ringers' at the head of a sentence, where no name has that word, are people who ring.
fn plurals(segments: &Segments, names: &mut Vec<Name>) {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in names.iter().filter(|n| n.kind == NameKind::Person) {
        for i in name.tokens.clone() {
            *counts.entry(lower(i)).or_default() += 1;
        }
    }
    names.retain_mut(|name| {
        let word = segments.word(name.tokens.end - 1);
        let the = name.tokens.start + 1 == name.tokens.end
            && name.tokens.start > 0
            && lower(name.tokens.start - 1) == "the";
        let alone = name.tokens.len() == 1 || name.tokens.len() == 2 && lower(name.tokens.start) == "the";
        if name.kind != NameKind::Person || !alone || !nouns::is_plural(word) {
            return true;
        }
        let key = lower(name.tokens.end - 1);
        if counts.contains_key(&nouns::singular(word)) && (the || name.tokens.len() == 2) {
            *name = Name {
                tokens: name.tokens.start - usize::from(the)..name.tokens.end,
                kind: NameKind::NominalPerson,
            };
            return true;
        }
        let opens = segments.sentence_of(name.tokens.start).start + 1 >= name.tokens.start;
        !(opens && counts.get(&key) == Some(&1) && gender::of_first_name(&key).is_none())
    });
}

/// The part of a name in the paragraph where it ends: no name goes on over a paragraph's end.
fn within_paragraph(segments: &Segments, name: &Name) -> Name {
    let start = name.tokens.start.max(segments.paragraph_of(name.tokens.end - 1).start);
    Name { tokens: start..name.tokens.end, kind: name.kind }
}

/// A name without what is no part of it: small words at its end, and, of a body, the office of whoever is named next
/// ('Harbour Radio Vice' before 'President'); with the rest of a word that broken letters cut through. A lone small
/// word is none.
fn tidied(segments: &Segments, name: &Name) -> Option<Name> {
    if is_description(name.kind) {
        return Some(name.clone());
    }
    let lower = |i: usize| segments.word(i).to_lowercase();
    let mut tokens = name.tokens.start..whole_word(segments, name.tokens.end);
    let small = |i: usize| nouns::is_function_word(&lower(i)) && segments.word(i).chars().count() > 1;
    // initials of a body may read like a small word ('IS', 'OR')
    let capitals = |i: usize| segments.word(i).chars().all(char::is_uppercase);
    while !tokens.is_empty() && small(tokens.end - 1) && !capitals(tokens.end - 1) {
        tokens.end -= 1;
    }
    if name.kind == NameKind::Organization {
        while tokens.len() > 1
            && segments.tokens[tokens.end - 1].gap == Gap::Space
            && super::names::is_post(&lower(tokens.end - 1))
        {
            tokens.end -= 1;
        }
    }
    (!tokens.is_empty()).then_some(Name { tokens, kind: name.kind })
}

/// Where the word that ends before `end` really ends: accents of their own and letters broken by a wrong character set
/// are cut off as signs.
fn whole_word(segments: &Segments, end: usize) -> usize {
    let joined = |i: usize| segments.tokens.get(i).is_some_and(|t| t.gap == Gap::Joined);
    let broken = |i: usize| segments.word(i).chars().all(is_broken);
    let mut at = end;
    while joined(at) && broken(at) {
        at += 1;
        if joined(at) && segments.word(at).starts_with(is_word) {
            at += 1;
        }
    }
    at
}

/// A mark on the letter before it, or a sign that stands inside words only where letters were read in the wrong
/// character set.
fn is_broken(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(c, '\u{80}'..='\u{a9}' | '\u{ac}'..='\u{b6}' | '\u{b8}'..='\u{ba}' | '\u{bc}'..='\u{bf}')
}

/// 'Gov' and 'Helen Strand' with a full stop between them are one name.
fn titled(segments: &Segments, title: &Name, name: &Name) -> bool {
    let between = title.tokens.end..name.tokens.start;
    let stop = between.len() == 1 && segments.word(between.start) == "." || between.is_empty();
    stop && title.tokens.clone().all(|i| super::names::is_title(&segments.word(i).to_lowercase()))
}

/// A capitalised word right behind a person's name belongs to it: the tagger may stop after the first name.
fn extend(segments: &Segments, names: &mut [Name]) {
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Person && name.tokens.len() > 1) {
        // 'Ban Ki-moon', not 'Lund-style'
        let end = name.tokens.end;
        let joined = |i: usize| segments.tokens.get(i).is_some_and(|t| t.gap == Gap::Joined);
        if segments.word_at(end) == "-"
            && joined(end)
            && joined(end + 1)
            && is_syllable(segments.word(end + 1))
        {
            name.tokens.end += 2;
        }
    }
    for k in 0..names.len() {
        if names[k].kind != NameKind::Person
            || names[k].tokens.len() > 1
                && !segments.word(names[k].tokens.end - 1).starts_with(char::is_lowercase)
            || in_headline(segments, names[k].tokens.start)
        {
            continue;
        }
        let limit = names.get(k + 1).map_or(segments.tokens.len(), |n| n.tokens.start);
        let sentence = segments.tokens[names[k].tokens.start].sentence;
        let mut end = names[k].tokens.end;
        while end < limit
            && segments.tokens[end].sentence == sentence
            && segments.tokens[end].gap == Gap::Space
            && continues_name(segments.word(end))
        {
            end += 1;
        }
        names[k].tokens.end = end;
    }
}

/// Whether what follows a hyphen is the end of a name: short, and no word that makes an adjective of it.
fn is_syllable(word: &str) -> bool {
    let adjective = matches!(
        word,
        "style" | "era" | "like" | "led" | "run" | "esque" | "type" | "based" | "free" | "owned"
    );
    word.len() <= 5 && word.starts_with(char::is_lowercase) && !word.ends_with("ed") && !adjective
}

fn continues_name(word: &str) -> bool {
    let day = matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "I"
    );
    let mut chars = word.chars();
    !day && chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of the names at `words` of a text, after they were put right.
    fn kinds(text: &str, words: &[(&str, NameKind)]) -> Vec<NameKind> {
        let segments = Segments::new(text);
        let place = |words: &str| {
            let size = words.split(' ').count();
            let starts = 0..segments.tokens.len() + 1 - size;
            let found = starts.map(|i| i..i + size).find(|range| segments.slice(range) == words);
            found.expect("the words stand in the text")
        };
        let names: Vec<Name> = words.iter().map(|(w, kind)| Name { tokens: place(w), kind: *kind }).collect();
        merged(&segments, &names).into_iter().map(|name| name.kind).collect()
    }

    #[test]
    fn a_description_of_a_person_makes_the_name_behind_it_one() {
        use NameKind::{NominalPerson, Organization, Person};
        let candidate = [("candidate", NominalPerson), ("Grace Ludo", Organization)];
        assert_eq!(kinds("The candidate Grace Ludo won.", &candidate), [NominalPerson, Person]);
        let company = [("candidate", NominalPerson), ("Vessen Steel", Organization)];
        assert_eq!(kinds("The candidate Vessen Steel won.", &company), [NominalPerson, Organization]);
        let apart = [("candidate", NominalPerson), ("Grace Ludo", Organization)];
        assert_eq!(kinds("The candidate of Grace Ludo won.", &apart), [NominalPerson, Organization]);
    }
}
