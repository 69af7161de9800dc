//! The writer: 'I' outside quotation marks is whoever the byline names.
//!
//! The byline stands in the text ('By Ann Marsh') or comes with the article. Where neither names one person, the
//! first person stays unresolved.

use std::ops::Range;

use super::sources::Source;
use super::{Entities, Entity, Mention, Reason, Resolved};
use crate::link::{Attribution, is_turn};
use crate::record::{Kind, MentionKind};
use crate::segment::{Pronoun, Quote, Segments, pronoun};

/// Paragraphs at the top of an article among which its byline stands.
const TOP: usize = 8;
/// Longest line that is a byline, in tokens.
const LONGEST: usize = 14;

/// Gives the writer's own statements and first persons to the writer.
pub(super) fn claim(
    segments: &Segments,
    attributions: &[Attribution],
    sources: &[Option<Source>],
    byline: Option<&str>,
    entities: &mut Entities,
    resolved: &mut [Resolved],
) {
    let own = first_persons(segments, attributions);
    let Some(first) = own.first() else { return };
    let Some(writer) = printed(segments, entities).or_else(|| given(byline?, entities, *first)) else {
        return;
    };
    for (source, resolved) in sources.iter().zip(resolved) {
        let head = source.as_ref().map(|s| s.head.clone()).filter(|head| head.len() == 1);
        if resolved.speaker.is_none() && head.is_some_and(|head| own.binary_search(&head.start).is_ok()) {
            *resolved = Resolved { speaker: Some(writer), reason: Reason::Linked, via: Vec::new() };
        }
    }
    extend(entities, writer, &own);
}

/// Whether a token's first person is that of whoever is quoted, and not the writer's.
pub(super) fn is_quoted(segments: &Segments, attributions: &[Attribution], i: usize, token: usize) -> bool {
    let mut outer = attributions[i].inside;
    while let Some(k) = outer {
        if is_turn(segments, &attributions[k]) {
            return true;
        }
        outer = attributions[k].inside;
    }
    segments.tokens[token].quote != Quote::Outside
}

/// The tokens that say 'I' and 'my' outside quotation marks and turns, in the order of the text.
fn first_persons(segments: &Segments, attributions: &[Attribution]) -> Vec<usize> {
    let mut said = vec![false; segments.tokens.len()];
    for turn in attributions.iter().filter(|a| is_turn(segments, a)) {
        turn.content.iter().for_each(|range| said[range.clone()].fill(true));
    }
    let singular = |i: &usize| {
        pronoun(segments.word(*i)) == Some(Pronoun::First)
            && matches!(segments.word(*i).to_lowercase().as_str(), "i" | "me" | "my" | "mine" | "myself")
    };
    (0..segments.tokens.len())
        .filter(|i| !said[*i] && segments.tokens[*i].quote == Quote::Outside && singular(i))
        .collect()
}

/// The one person named in a line that begins with 'By'.
fn printed(segments: &Segments, entities: &Entities) -> Option<usize> {
    segments.paragraphs.iter().take(TOP).find_map(|line| {
        let by = segments.word(line.start).eq_ignore_ascii_case("by") && line.len() <= LONGEST;
        let sentence = matches!(segments.word(line.end - 1), "." | "!" | "?" | ":" | ",");
        only_person(entities, line).filter(|_| by && !sentence)
    })
}

fn only_person(entities: &Entities, line: &Range<usize>) -> Option<usize> {
    let mut people = line.clone().filter_map(|i| entities.at[i]).map(|(entity, _)| entity);
    let first = people.by_ref().find(|e| entities.all[*e].kind == Kind::Person)?;
    people.all(|e| e == first || entities.all[e].kind != Kind::Person).then_some(first)
}

/// The person that the article's own byline names, as an entity: one of the text's, or a new one mentioned at `first`.
fn given(byline: &str, entities: &mut Entities, first: usize) -> Option<usize> {
    let name = name_of(byline)?;
    let known =
        entities.all.iter().position(|e| e.kind == Kind::Person && e.name.eq_ignore_ascii_case(&name));
    known.or_else(|| {
        let mentions = vec![Mention { tokens: first..first + 1, kind: MentionKind::Pronoun }];
        entities.at[first] = Some((entities.all.len(), 0));
        entities.all.push(Entity { name, kind: Kind::Person, roles: Vec::new(), mentions });
        Some(entities.all.len() - 1)
    })
}

/// The name in a byline of one person: two to four words with capitals, none of which names a desk or an agency.
fn name_of(byline: &str) -> Option<String> {
    let byline = byline.trim();
    let name = match byline.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => byline[3..].trim(),
        _ => byline,
    };
    let name = name.split([',', '|', '/', '(']).next()?.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = (2..=4).contains(&words.len())
        && words
            .iter()
            .all(|w| w.starts_with(char::is_uppercase) || matches!(*w, "de" | "van" | "von" | "bin" | "al"))
        && words.iter().all(|w| w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’')));
    let desk = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "staff"
                | "correspondent"
                | "reporter"
                | "reporters"
                | "news"
                | "press"
                | "agency"
                | "agencies"
                | "desk"
                | "team"
                | "editor"
                | "editors"
                | "editorial"
                | "board"
                | "writer"
                | "writers"
                | "our"
                | "the"
        )
    };
    (person && !words.iter().any(|w| desk(w))).then(|| words.join(" "))
}

/// Adds tokens to an entity's mentions, which stay in the order of the text.
fn extend(entities: &mut Entities, writer: usize, own: &[usize]) {
    let Entities { all, at } = entities;
    let mentions = &mut all[writer].mentions;
    let new = own.iter().filter(|i| at[**i].is_none());
    mentions.extend(new.map(|i| Mention { tokens: *i..*i + 1, kind: MentionKind::Pronoun }));
    mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    for (k, mention) in mentions.iter().enumerate() {
        for token in mention.tokens.clone() {
            if at[token].is_none_or(|(entity, _)| entity == writer) {
                at[token] = Some((writer, k));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_byline_names_one_person_or_nobody() {
        assert_eq!(name_of("By Ann Marsh, health editor").as_deref(), Some("Ann Marsh"));
        assert_eq!(name_of("Óscar de la Vega").as_deref(), None);
        assert_eq!(name_of("Jan van Loon").as_deref(), Some("Jan van Loon"));
        assert_eq!(name_of("By Our Health Correspondent"), None);
        assert_eq!(name_of("Ann Marsh and Paul Lund"), None);
        assert_eq!(name_of("Staff"), None);
        assert_eq!(name_of(""), None);
    }
}
