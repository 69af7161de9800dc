//! Descriptions that stand ahead of the name: 'the chief mediator said ...', and two paragraphs later 'Amadou Sarr, the mediator'.
//!
//! Before anything is linked, a noun that the article gives to one person alone decides. The pair head, asked whether a name
//! stands for somebody described before, says so of unnamed sources, too ('a source close to the brewery').

use std::collections::HashMap;

use super::cluster::{merge, past_age};
use super::coref::{MEMORY, modifiers_agree};
use super::mentions::Found;
use super::nouns;
use crate::record::MentionKind;
use crate::segment::Segments;

/// A description
/// that speaks goes to the one person who is described by the same noun beside a name.
pub(super) fn descriptions(segments: &Segments, mentions: &mut [Found], words: &[Vec<String>]) {
    let predicates = predicate_roles(segments, mentions);
    let named = |mentions: &[Found], i: usize| mentions[mentions[i].group].named;
    let mut by_noun: HashMap<&String, Vec<usize>> = HashMap::new();
    for (j, mention) in mentions.iter().enumerate() {
        if mention.kind == MentionKind::Nominal
            && !mention.plural
            && let Some(noun) = words[j].last()
        {
            by_noun.entry(noun).or_default().push(j);
        }
    }
    let titled = sole_titles(segments, mentions);
    let mut first_titled: HashMap<&String, usize> = HashMap::new();
    for (j, mention) in mentions.iter().enumerate() {
        let before_name =
            mention.person.as_ref().map_or(0, |p| p.printed.start.saturating_sub(mention.tokens.start));
        if let Some(title) = before_name.checked_sub(1).and_then(|last| words[j].get(last)) {
            let lesser = before_name > 1 && matches!(words[j][before_name - 2].as_str(), "vice" | "deputy");
            if !lesser {
                first_titled.entry(title).or_insert(j);
            }
        }
    }
    for i in 0..mentions.len() {
        let described = mentions[i].kind == MentionKind::Nominal && mentions[i].source && !mentions[i].plural;
        if !described || named(mentions, i) {
            continue;
        }
        let head = words[i].last();
        // no lead: who bears the title was named before
        if head.and_then(|noun| first_titled.get(noun)).is_some_and(|first| *first < i) {
            continue;
        }
        let same = head.and_then(|noun| by_noun.get(noun)).map_or(&[][..], Vec::as_slice);
        let later = same[same.partition_point(|j| *j <= i)..].iter().take(MEMORY);
        let fits = |j: usize| {
            let agree = modifiers_agree(&words[i], &words[j]) || modifiers_agree(&words[j], &words[i]);
            named(mentions, j) && agree
        };
        let mut groups: Vec<usize> = later.filter(|j| fits(**j)).map(|j| mentions[*j].group).collect();
        // 'the interior minister' is not the prime minister
        let sole = head.and_then(|noun| titled.get(noun)).filter(|(_, title)| {
            let plain = |word: &&String| !nouns::is_determiner(word) && Some(*word) != head;
            nouns::is_definite(&words[i][0])
                && (title.len() == 1 || words[i].iter().filter(plain).all(|word| title.contains(word)))
        });
        groups.extend(sole.map(|(group, _)| *group));
        groups.extend(predicates.iter().filter(|(noun, _)| Some(noun) == head).map(|(_, group)| *group));
        groups.dedup();
        if let [group] = groups[..] {
            merge(mentions, mentions[i].group, group);
        }
    }
}

/// Titles that the article gives to one person alone ('Sheriff Ann Orr'), by each of their words: the person's group, and
/// all words of the title.
fn sole_titles(segments: &Segments, mentions: &[Found]) -> HashMap<String, (usize, Vec<String>)> {
    let mut bearers: HashMap<String, Option<(usize, Vec<String>)>> = HashMap::new();
    let titles = |full: bool| {
        mentions.iter().filter_map(move |mention| {
            let person = mention.person.as_ref().filter(|p| p.is_part() != full)?;
            let words = (mention.tokens.start..person.printed.start).map(|i| segments.word(i).to_lowercase());
            let title: Vec<String> = words.filter(|w| w.starts_with(char::is_alphabetic)).collect();
            Some((mention.group, title))
        })
    };
    let other = |known: &mut Option<(usize, Vec<String>)>, group: usize| {
        if known.as_ref().is_some_and(|(bearer, _)| *bearer != group) {
            *known = None;
        }
    };
    for (group, title) in titles(true) {
        for word in &title {
            let bearer = bearers.entry(word.clone());
            bearer.and_modify(|known| other(known, group)).or_insert_with(|| Some((group, title.clone())));
        }
    }
    // 'President Orr' beside 'Vice President Ann Lund'
    for (group, title) in titles(false) {
        for word in &title {
            bearers.entry(word.clone()).and_modify(|known| other(known, group));
        }
    }
    bearers.into_iter().filter_map(|(word, bearer)| Some((word, bearer?))).collect()
}

/// Roles told in a relative clause, 'Gerald Finch, 63, who was treasurer of ...': the noun, and the person's group.
fn predicate_roles(segments: &Segments, mentions: &[Found]) -> Vec<(String, usize)> {
    let word = |i: usize| segments.word_at(i);
    let mut out = Vec::new();
    for mention in mentions.iter().filter(|m| m.person.is_some()) {
        let at = past_age(segments, mention.tokens.end);
        if word(at) != ","
            || word(at + 1) != "who"
            || !matches!(word(at + 2), "is" | "was" | "heads" | "became")
        {
            continue;
        }
        let clause = at + 3..(at + 9).min(segments.tokens.len());
        let end = clause
            .clone()
            .find(|i| !word(*i).starts_with(char::is_alphanumeric) || nouns::is_preposition(word(*i)));
        if let Some(end) = end.filter(|end| *end > at + 3) {
            out.push((word(end - 1).to_lowercase(), mention.group));
        }
    }
    out
}
