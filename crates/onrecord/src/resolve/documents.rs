//! 'The statement said ...': a document speaks for whoever issued it, as its first mention tells.

use std::ops::Range;

use super::sources::Source;
use super::{Entities, Reason, Resolved};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Quote, Segments};

/// How far back a document's first mention is looked for, in tokens.
const REACH: usize = 400;
/// How many statements back the one is looked for that tells of it.
const RECENT: usize = 64;
/// How many tokens before and behind it whoever issued it may stand.
const NEAR: usize = 8;

/// Documents that somebody issues in his own name.
fn is_issued(noun: &str) -> bool {
    matches!(
        noun,
        "statement"
            | "release"
            | "letter"
            | "email"
            | "e-mail"
            | "memo"
            | "tweet"
            | "post"
            | "message"
            | "ad"
            | "advert"
            | "note"
            | "op-ed"
    )
}

/// Gives statements of documents to their authors.
pub(super) fn authors(
    segments: &Segments,
    attributions: &[Attribution],
    sources: &[Option<Source>],
    entities: &Entities,
    resolved: &mut [Resolved],
) {
    for k in 0..resolved.len() {
        let Some(source) = &sources[k] else { continue };
        let noun = segments.word(source.head.end - 1).to_lowercase();
        let opener = segments.word(source.head.start).to_lowercase();
        let definite = matches!(opener.as_str(), "the" | "this" | "that") && source.head.len() <= 4;
        let unnamed = resolved[k].speaker.is_none_or(|e| !is_named(entities, e));
        if !(definite && unnamed && is_issued(&noun)) {
            continue;
        }
        let before = (source.head.start.saturating_sub(REACH)..source.head.start).rev();
        let told = before.filter(|i| {
            segments.tokens[*i].quote != Quote::Inside && segments.word(*i).eq_ignore_ascii_case(&noun)
        });
        // where it is told first; 'the statement said' tells nothing new
        let repeated =
            |i: &usize| i.checked_sub(1).is_some_and(|j| segments.word(j).eq_ignore_ascii_case("the"));
        let mut told = told.skip_while(|i| repeated(i) && segments.word_at(i + 1) != "from").take(1);
        let author = told
            .find_map(|i| author(segments, attributions, entities, resolved, k.saturating_sub(RECENT)..k, i));
        if let Some(author) = author {
            resolved[k] = Resolved { speaker: Some(author), reason: Reason::Linked, via: Vec::new() };
        }
    }
}

/// Who issued the document told at a token, by statements `from`: 'a statement from Lund', 'Lund's letter', 'Lund wrote in a letter'.
fn author(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    resolved: &[Resolved],
    from: Range<usize>,
    noun: usize,
) -> Option<usize> {
    let sentence = segments.sentence_of(noun);
    let recent = || attributions[from.clone()].iter().zip(&resolved[from.clone()]);
    let issuer = |i: usize| {
        let (entity, mention) = entities.at.get(i).copied().flatten()?;
        // 'the Lund campaign' is not Lund
        let end = entities.all[entity].mentions[mention].tokens.end;
        let bracketed = i > 0 && segments.word(i - 1) == "(";
        if bracketed || matches!(segments.word_at(end), "campaign" | "camp" | "team" | "administration") {
            return None;
        }
        let speaks = matches!(entities.all[entity].kind, Kind::Person | Kind::Organization | Kind::Group);
        (speaks && is_named(entities, entity)).then_some(entity)
    };
    // 'said the statement from Orr's lawyer, Ada Lund'
    let telling = recent().find(|(a, _)| a.source.iter().any(|s| s.contains(&noun)));
    if let Some(speaker) = telling.and_then(|(_, r)| r.speaker).filter(|e| is_named(entities, *e)) {
        return Some(speaker);
    }
    if matches!(segments.word_at(noun + 1), "from" | "by") {
        let named = (noun + 2..sentence.end.min(noun + 2 + NEAR)).find_map(issuer);
        if named.is_some() {
            return named;
        }
    }
    let owner = (sentence.start.max(noun.saturating_sub(NEAR))..noun)
        .rev()
        .find(|i| matches!(segments.word(*i), "'" | "’"))
        .and_then(|mark| issuer(mark.checked_sub(1)?));
    let said = || {
        let here = |a: &Attribution| {
            a.inside.is_none() && a.cue.as_ref().is_some_and(|cue| sentence.contains(&cue.start))
        };
        recent().filter(|(a, _)| here(a)).find_map(|(_, r)| r.speaker)
    };
    // 'Lund issued a statement'
    let issued = |i: usize| {
        matches!(
            segments.word(i),
            "issued" | "released" | "published" | "sent" | "posted" | "circulated" | "distributed"
        )
    };
    let subject = || {
        let verb = (sentence.start..noun).rev().take(NEAR).find(|i| issued(*i))?;
        (sentence.start..verb).rev().find_map(issuer)
    };
    owner.or_else(subject).or_else(said)
}

fn is_named(entities: &Entities, entity: usize) -> bool {
    entities.all[entity].mentions.iter().any(|m| m.kind == MentionKind::Name)
}
