//! Whose statement it is.
//!
//! A source names, describes or points at its speaker. A statement without a source belongs to whoever
//! holds the floor: who spoke last in the same paragraph, else who the paragraph began by speaking of,
//! else, where the quotation merely goes on, who spoke at the end of the paragraph before. Where none of
//! that settles it the speaker stays unknown.

use std::ops::Range;

use super::sources::Source;
use super::writer::is_quoted;
use super::{Entities, Reason, Resolved};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Pronoun, Quote, Segments, pronoun};

/// How many statements back the floor goes.
const RECENT: usize = 64;
/// How many tokens before a quotation its subject is looked for.
const REACH: usize = 400;
/// How many tokens into its sentence a cue may stand that comes before its subject.
const FRONTED: usize = 8;

/// Speakers of all attributions, in their order; relays are not set yet.
pub(super) fn speakers(
    segments: &Segments,
    attributions: &[Attribution],
    sources: &[Option<Source>],
    entities: &Entities,
) -> Vec<Resolved> {
    let mut out: Vec<Resolved> = Vec::with_capacity(attributions.len());
    for (i, (attribution, source)) in attributions.iter().zip(sources).enumerate() {
        let resolved = match source {
            Some(source) => from_source(segments, attributions, entities, source, attribution, &out),
            None => floor(segments, attributions, entities, i, &out),
        };
        out.push(resolved);
    }
    introduce(segments, attributions, sources, entities, &mut out);
    out
}

/// A news story often opens with a role ('the emergency chief said') and brings its bearer's name in the next paragraph,
/// telling there what the name's bearer is ('Dana Whitlock, who heads ...').
fn introduce(
    segments: &Segments,
    attributions: &[Attribution],
    sources: &[Option<Source>],
    entities: &Entities,
    resolved: &mut [Resolved],
) {
    let Some(first) = attributions.iter().position(|a| a.inside.is_none()) else { return };
    let (Some(source), Some(speaker)) = (&sources[first], resolved[first].speaker) else { return };
    let lead = segments.tokens[source.head.start].paragraph;
    let opener = segments.word(source.head.start).to_lowercase();
    // 'A former mayor', who is news for that, is named next; 'a neighbour' need not be
    let former = source.printed.clone().take(4).any(|i| {
        matches!(
            segments.word(i).to_lowercase().as_str(),
            "former" | "retired" | "ex" | "disgraced" | "veteran"
        )
    });
    let role = resolved[first].reason == Reason::Described
        && entities.all[speaker].kind == Kind::Person
        && (opener == "the" || matches!(opener.as_str(), "a" | "an") && former);
    let next = attributions
        .iter()
        .enumerate()
        .skip(first + 1)
        .find(|(_, a)| a.inside.is_none() && segments.tokens[a.start()].paragraph > lead);
    let Some((k, attribution)) = next.filter(|_| role) else { return };
    let Some(named) = resolved[k].speaker.filter(|_| resolved[k].reason == Reason::Named) else { return };
    let beginning = entities.all[named].mentions.iter().map(|m| m.tokens.start).min();
    let new = attribution.source.iter().any(|s| beginning.is_some_and(|b| s.contains(&b)));
    let told = attribution.source.iter().any(|s| s.clone().any(|i| segments.word(i) == ","));
    if new
        && told
        && segments.tokens[attribution.start()].paragraph == lead + 1
        && entities.all[named].kind == Kind::Person
    {
        resolved[first] = Resolved { speaker: Some(named), reason: Reason::Linked, via: Vec::new() };
    }
}

fn from_source(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    source: &Source,
    attribution: &Attribution,
    before: &[Resolved],
) -> Resolved {
    let first_person =
        source.head.len() == 1 && pronoun(segments.word(source.head.start)) == Some(Pronoun::First);
    if first_person {
        // 'I' inside a quotation is whoever is quoted; elsewhere it is the writer
        let quoted = is_quoted(segments, attributions, before.len(), source.head.start);
        let outer = attribution.inside.and_then(|k| before.get(k)).and_then(|r| r.speaker);
        let around = || {
            let held = |a: &Attribution| a.contains(source.head.start);
            attributions
                .iter()
                .zip(before)
                .rev()
                .take(RECENT)
                .find(|(a, _)| held(a))
                .and_then(|(_, r)| r.speaker)
        };
        let speaker = outer.or_else(around).filter(|_| quoted);
        return Resolved {
            speaker,
            reason: speaker.map_or(Reason::Unknown, |_| Reason::Linked),
            via: Vec::new(),
        };
    }
    let last = source.head.end - 1;
    let speaker = entities.at.get(last).copied().flatten().map(|(entity, mention)| {
        let kind = entities.all[entity].mentions[mention].kind;
        let named = entities.all[entity].mentions.iter().any(|m| m.kind == MentionKind::Name);
        let reason = match kind {
            MentionKind::Name => Reason::Named,
            _ if named => Reason::Linked,
            MentionKind::Pronoun => Reason::Linked,
            MentionKind::Nominal => Reason::Described,
        };
        (entity, reason)
    });
    let reported = attribution.inside.is_none() && segments.tokens[source.head.start].quote == Quote::Outside;
    if let Some((entity, Reason::Described)) = speaker.filter(|_| reported)
        && let Some(entity) = varied(segments, entities, source, entity)
    {
        return Resolved { speaker: Some(entity), reason: Reason::Linked, via: Vec::new() };
    }
    match speaker {
        Some((entity, reason)) => Resolved { speaker: Some(entity), reason, via: Vec::new() },
        None => Resolved::default(),
    }
}

/// News varies its words: 'the Irishman said' right after a sentence about a named person means that person.
fn varied(segments: &Segments, entities: &Entities, source: &Source, described: usize) -> Option<usize> {
    // 'the non-profit' need not be anybody
    let trade = super::names::is_trade(&segments.word(source.head.end - 1).to_lowercase());
    let person = match entities.all[described].kind {
        Kind::Person => true,
        Kind::Unknown => trade || segments.word(source.head.end - 1).ends_with("man"),
        _ => false,
    };
    let former = source.head.clone().any(|i| segments.word(i) == "former")
        && source.head.clone().any(|i| matches!(segments.word(i), "'" | "’"));
    let definite =
        (segments.word(source.head.start).eq_ignore_ascii_case("the") || former) && source.head.len() <= 6;
    let first = entities.all[described]
        .mentions
        .first()
        .is_some_and(|m| m.tokens.end >= source.head.end.saturating_sub(1));
    // 'the ad's narrator', 'the Lincoln actor': somebody of their own
    let narrowed = !former
        && source.head.clone().skip(1).any(|i| {
            let word = segments.word(i);
            let last = i + 1 == source.head.end;
            matches!(word, "'" | "’")
                || word.starts_with(char::is_uppercase) && !last && !super::nouns::is_demonym(word)
        });
    if !person || !definite || !first || narrowed || source.printed.len() > source.head.len() {
        return None;
    }
    let sentence = segments.tokens[source.head.start].sentence.checked_sub(1)?;
    let before = segments.sentences[sentence as usize].clone();
    let near =
        segments.tokens[source.head.start].paragraph.abs_diff(segments.tokens[before.start].paragraph) <= 1;
    let named = subject(segments, entities, &before).filter(|_| near)?;
    let plain = entities.all[named].mentions.iter().any(|m| m.kind == MentionKind::Name);
    (plain && named != described && same_sex(segments, entities, described, named)).then_some(named)
}

/// Whether neither words nor pronouns tell two entities apart by sex.
fn same_sex(segments: &Segments, entities: &Entities, a: usize, b: usize) -> bool {
    let sex = |entity: usize| {
        entities.all[entity].mentions.iter().find_map(|m| {
            let last = segments.word(m.tokens.end - 1);
            match pronoun(last) {
                Some(Pronoun::Man) => Some(true),
                Some(Pronoun::Woman) => Some(false),
                _ => super::gender::of_noun(last).map(|g| g == super::gender::Gender::Man),
            }
        })
    };
    match (sex(a), sex(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn floor(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    i: usize,
    before: &[Resolved],
) -> Resolved {
    let attribution = &attributions[i];
    let unknown = Resolved::default();
    let Some(content) = attribution.content.first() else { return unknown };
    let quoted = segments.tokens[content.start].quote != Quote::Outside;
    if !quoted {
        let speaker = attribution.cue.as_ref().and_then(|cue| actor(segments, attributions, entities, cue));
        return speaker.map_or(unknown, |e| Resolved {
            speaker: Some(e),
            reason: Reason::Linked,
            via: Vec::new(),
        });
    }
    if let Some(speaker) =
        attribution.cue.as_ref().and_then(|cue| actor(segments, attributions, entities, cue))
    {
        return Resolved { speaker: Some(speaker), reason: Reason::Linked, via: Vec::new() };
    }
    let paragraph = segments.paragraph_of(content.start);
    let spoke = |k: &usize| attributions[*k].inside.is_none() && before[*k].speaker.is_some();
    let here = |k: &usize| {
        let start = attributions[*k].content[0].start;
        paragraph.contains(&start) && start < content.start
    };
    let floor = |speaker: usize| Resolved { speaker: Some(speaker), reason: Reason::Floor, via: Vec::new() };
    if let Some(k) = (0..before.len()).rev().take(RECENT).filter(spoke).find(here) {
        return floor(before[k].speaker.unwrap_or_default());
    }
    if let Some(entity) = subject(segments, entities, &(paragraph.start..content.start)) {
        return floor(entity);
    }
    // a label before a colon, or nothing: the paragraph before tells
    let previous = segments.tokens[content.start]
        .paragraph
        .checked_sub(1)
        .map(|p| segments.paragraphs[p as usize].clone());
    let Some(previous) = previous.filter(|_| content.start <= paragraph.start + 1) else { return unknown };
    let last = (0..before.len()).rev().take(RECENT).filter(spoke).find(|k| {
        let end = attributions[*k].content.iter().map(|c| c.end).max().unwrap_or(0);
        previous.contains(&(end.saturating_sub(1)))
    });
    if segments.word(previous.end - 1) == ":"
        && let Some(entity) = subject(segments, entities, &previous)
    {
        return floor(entity);
    }
    last.and_then(|k| before[k].speaker).map_or(unknown, floor)
}

/// Who acts in the sentence of a cue that was given no source: whom the sentence begins by naming, if the cue is active.
fn actor(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    cue: &Range<usize>,
) -> Option<usize> {
    let passive = matches!(
        segments.word(cue.start).to_lowercase().as_str(),
        "is" | "was" | "are" | "were" | "been" | "be" | "being"
    );
    let sentence = segments.sentence_of(cue.start);
    // 'when pressed on': somebody else's act
    let before = cue.start.checked_sub(1).map_or(String::new(), |i| segments.word(i).to_lowercase());
    let passive = passive || matches!(before.as_str(), "when" | "if" | "once" | "as" | "is" | "was" | "were");
    let opening = sentence.start..cue.start.min(sentence.start + 12);
    let said = |i: &usize| attributions.iter().rev().take(RECENT).any(|a| a.contains(*i));
    // what a preposition leads is no subject, up to its comma
    let led = |i: usize| {
        (sentence.start..i)
            .rev()
            .take_while(|k| segments.word(*k) != ",")
            .any(|k| super::nouns::is_preposition(&segments.word(k).to_lowercase()))
    };
    let subject = |i: usize| {
        let (entity, mention) = entities.at[i]?;
        let found = &entities.all[entity].mentions[mention];
        let names = match found.kind {
            MentionKind::Name => true,
            MentionKind::Pronoun => matches!(segments.word(i).to_lowercase().as_str(), "he" | "she"),
            MentionKind::Nominal => false,
        };
        let next = segments.word_at(found.tokens.end);
        let speaks = matches!(entities.all[entity].kind, Kind::Person | Kind::Organization);
        let possesses = matches!(next, "'" | "’");
        (found.tokens.start == i && names && !possesses && !said(&i)).then_some((entity, speaks))
    };
    // 'Remarking upon the sea's "calm", Lund left'
    let behind = || {
        let fronted = segments.word(cue.start).ends_with("ing") && cue.start - sentence.start <= FRONTED;
        let main = cue.end..sentence.end.min(cue.end + REACH);
        let comma = |i: usize| {
            segments.word(i - 1) == ","
                || i > 1 && segments.tokens[i - 1].quote == Quote::Mark && segments.word(i - 2) == ","
        };
        main.filter(|_| fronted).filter(|i| comma(*i)).find_map(subject)
    };
    let found = opening.filter(|i| !led(*i)).find_map(subject).or_else(behind);
    found.filter(|(_, speaks)| *speaks && !passive).map(|(entity, _)| entity)
}

/// Whom a stretch of text begins by speaking of: the first person named or pronounced outside quotation marks;
/// possessives do not count.
fn subject(segments: &Segments, entities: &Entities, range: &Range<usize>) -> Option<usize> {
    let range = range.start.max(range.end.saturating_sub(REACH))..range.end;
    let sentence = |i: usize| segments.tokens[i].sentence;
    let last = sentence(range.end.checked_sub(1)?);
    let candidates = |from: usize| {
        (from..range.end).find_map(|i| {
            let (entity, mention) = entities.at[i]?;
            let found = &entities.all[entity].mentions[mention];
            let starts = found.tokens.start == i && segments.tokens[i].quote == Quote::Outside;
            let next = segments.word_at(found.tokens.end);
            let possessive = matches!(next, "'" | "’")
                || matches!(segments.word(i).to_lowercase().as_str(), "his" | "her" | "their" | "its");
            (starts && !possessive && entities.all[entity].kind == Kind::Person).then_some(entity)
        })
    };
    let of_sentence = range.clone().find(|i| sentence(*i) == last).and_then(candidates);
    of_sentence.or_else(|| candidates(range.start))
}
