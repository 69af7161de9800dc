//! Reports that rest on somebody else's word: in 'the paper reported, citing a guard', the guard is the source and the
//! paper relays.
//!
//! The model takes the outlet for the source, and 'citing' for a cue of its own whose content is who is cited. Both
//! become one attribution. What is cited must be people, a body or, beside an outlet, a document: 'citing a lack of
//! money' gives a reason, not a source. A person who cites somebody stands by the words, and stays the source.

use std::collections::HashMap;
use std::ops::Range;

use super::Attribution;
use crate::segment::{Pronoun, Quote, Segments, is_outlet, is_word, pronoun};
use crate::tag::{Name, NameKind};

/// How many tokens who is cited may take.
const LONGEST: usize = 40;
/// How many tokens may stand between who reports and 'citing' ('reported on Monday, citing').
const APART: usize = 8;
/// How many attributions beside it are looked at.
const MOST_BESIDE: usize = 16;
/// How many tokens whoever is quoted 'as saying' may take.
const NAME: usize = 10;
/// How many tokens before its noun who is cited may begin ('three very senior French officials').
const BEFORE_NOUN: usize = 6;

/// Makes who is cited the source of what others report.
pub(super) fn settle(segments: &Segments, names: &[Name], found: &mut Vec<Attribution>) {
    let places = Places::new(segments, found);
    let mut merged = vec![false; found.len()];
    for citing in 0..segments.tokens.len() {
        let cites = matches!(segments.word(citing).to_lowercase().as_str(), "citing" | "quoting");
        if cites && segments.tokens[citing].quote == Quote::Outside {
            rest(segments, names, found, &places, citing, &mut merged);
        }
    }
    let mut merged = merged.into_iter();
    found.retain(|_| !merged.next().unwrap_or_default());
    for attribution in found {
        part(segments, names, attribution);
        reverse(segments, attribution);
        quoted_as(segments, attribution);
    }
}

/// Where the parts of attributions stand, so that no text is long to search.
struct Places {
    /// By token, the attribution whose cue it is part of.
    cue: HashMap<usize, usize>,
    /// By the token behind a cue or a source, and by its first token, its attributions.
    ends: HashMap<usize, Vec<usize>>,
    starts: HashMap<usize, Vec<usize>>,
    /// Whether a token is part of any.
    taken: Vec<bool>,
}

impl Places {
    fn new(segments: &Segments, found: &[Attribution]) -> Self {
        let mut places = Places {
            cue: HashMap::new(),
            ends: HashMap::new(),
            starts: HashMap::new(),
            taken: vec![false; segments.tokens.len()],
        };
        for (k, attribution) in found.iter().enumerate() {
            places.cue.extend(attribution.cue.iter().cloned().flatten().map(|i| (i, k)));
            for range in attribution.source.iter().chain(&attribution.cue) {
                places.ends.entry(range.end).or_default().push(k);
                places.starts.entry(range.start).or_default().push(k);
            }
            for range in attribution.source.iter().chain(&attribution.cue).chain(&attribution.content) {
                places.taken[range.clone()].fill(true);
            }
        }
        places
    }

    /// Attributions with a cue or a source right before 'citing', or right behind who is cited; at most so many.
    fn beside(&self, segments: &Segments, citing: usize, cited: &Range<usize>) -> Vec<usize> {
        let sentence = segments.sentence_of(citing);
        let before = sentence.start.max(citing.saturating_sub(APART))..citing + 1;
        let ends = before.filter_map(|i| self.ends.get(&i));
        let starts = (cited.end..cited.end + 3).filter_map(|i| self.starts.get(&i));
        ends.chain(starts).flatten().copied().take(MOST_BESIDE).collect()
    }
}

fn rest(
    segments: &Segments,
    names: &[Name],
    found: &mut [Attribution],
    places: &Places,
    citing: usize,
    merged: &mut [bool],
) {
    let own = places.cue.get(&citing).copied();
    let Some(cited) = cited(segments, own.map(|k| &found[k]), places, citing) else { return };
    let Some(kind) = party(segments, names, &cited) else { return };
    let reports = |k: &usize| {
        let a = &found[*k];
        let [source] = &a.source[..] else { return false };
        let apart =
            !overlap(source, &cited) && a.content.iter().all(|c| !overlap(c, &cited) && !c.contains(&citing));
        Some(*k) != own && apart && relays(segments, names, a, source, kind)
    };
    let Some(report) = places.beside(segments, citing, &cited).into_iter().find(reports) else { return };
    found[report].relay = std::mem::replace(&mut found[report].source, vec![cited]);
    if let Some(own) = own {
        merged[own] = true;
    }
}

/// The words behind 'citing': what the model took for its content, else up to the next sign or the next part of an
/// attribution.
fn cited(
    segments: &Segments,
    own: Option<&Attribution>,
    places: &Places,
    citing: usize,
) -> Option<Range<usize>> {
    let end = segments.sentence_of(citing).end.min(citing + LONGEST);
    let tagged = own.and_then(|a| a.content.iter().find(|c| c.start == citing + 1 && c.end <= end)).cloned();
    let stop = (citing + 1..end).find(|i| !segments.word(*i).starts_with(is_word) || places.taken[*i]);
    let mut range = tagged.unwrap_or(citing + 1..stop.unwrap_or(end));
    while range.end > range.start && !segments.word(range.end - 1).starts_with(is_word) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// The names that share a token with a range.
fn within<'n>(names: &'n [Name], range: &Range<usize>) -> impl Iterator<Item = &'n Name> {
    let from = names.partition_point(|n| n.tokens.end <= range.start);
    let end = range.end;
    names[from..].iter().take_while(move |n| n.tokens.start < end)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Party {
    Speaker,
    Document,
}

/// What is cited, by the noun that heads it.
fn party(segments: &Segments, names: &[Name], cited: &Range<usize>) -> Option<Party> {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let opens = |i: usize| {
        matches!(lower(i).as_str(), "of" | "in" | "from" | "by" | "on" | "for" | "to" | "at" | "with")
    };
    let head = (cited.start + 1..cited.end).find(|i| opens(*i)).unwrap_or(cited.end);
    let head = cited.start..head.min(cited.start + BEFORE_NOUN);
    if head.clone().any(|i| is_document(&lower(i))) {
        return Some(Party::Document);
    }
    let speaks = within(names, &head).any(|n| {
        let kind = matches!(
            n.kind,
            NameKind::Person
                | NameKind::Organization
                | NameKind::NominalPerson
                | NameKind::NominalOrganization
        );
        let possessive = segments.word(n.tokens.end - 1) == "s" && n.tokens.len() > 1
            || segments.tokens.get(n.tokens.end).is_some()
                && matches!(segments.word(n.tokens.end), "'" | "’");
        kind && !possessive
    });
    (speaks || head.clone().any(|i| is_people(&lower(i)))).then_some(Party::Speaker)
}

/// Whether an attribution is one that relays: not a person's, and of a document only an outlet's.
fn relays(segments: &Segments, names: &[Name], a: &Attribution, source: &Range<usize>, cited: Party) -> bool {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let mut named = within(names, source);
    let person = named.any(|n| matches!(n.kind, NameKind::Person | NameKind::NominalPerson))
        && !outlet(segments, source);
    let human =
        matches!(pronoun(segments.word(source.start)), Some(Pronoun::Man | Pronoun::Woman | Pronoun::First));
    let reports = a.cue.iter().cloned().flatten().any(|i| lower(i).starts_with("report"));
    (!person || reports) && !human && (cited == Party::Speaker || reports || outlet(segments, source))
}

fn outlet(segments: &Segments, source: &Range<usize>) -> bool {
    source.clone().any(|i| {
        let word = segments.word(i).to_lowercase();
        is_outlet(word.strip_suffix('s').unwrap_or(&word))
    })
}

fn is_document(word: &str) -> bool {
    matches!(
        word.strip_suffix('s').unwrap_or(word),
        "report"
            | "document"
            | "interview"
            | "statement"
            | "memo"
            | "letter"
            | "email"
            | "transcript"
            | "filing"
            | "study"
            | "leak"
            | "cable"
            | "dossier"
    )
}

fn is_people(word: &str) -> bool {
    matches!(
        word.strip_suffix('s').unwrap_or(word),
        "people"
            | "person"
            | "source"
            | "official"
            | "aide"
            | "witnesse"
            | "witness"
            | "insider"
            | "officer"
            | "minister"
            | "diplomat"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "police"
            | "colleague"
            | "friend"
            | "lawyer"
            | "executive"
            | "relative"
            | "expert"
            | "resident"
            | "agency"
            | "newspaper"
            | "ministry"
            | "broadcaster"
    )
}

/// 'The paper reports, citing two guards, that it rained' taken for one attribution by 'citing': the guards and the rain are
/// apart, and the cue is 'reports'.
fn part(segments: &Segments, names: &[Name], attribution: &mut Attribution) {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let Some(cue) = attribution.cue.clone() else { return };
    let cites = cue.len() == 1 && matches!(lower(cue.start).as_str(), "citing" | "quoting");
    let (Some(cited), [source], true) = (attribution.content.first(), &attribution.source[..], cites) else {
        return;
    };
    let verb = source.end - 1;
    let reports = source.len() > 1
        && matches!(lower(verb).as_str(), "reports" | "reported" | "says" | "said" | "writes" | "wrote");
    if attribution.content.len() < 2
        || cited.start != cue.end
        || !reports
        || party(segments, names, cited).is_none()
    {
        return;
    }
    let cited = attribution.content.remove(0);
    attribution.relay = std::iter::once(source.start..verb).collect();
    attribution.source = vec![cited];
    attribution.cue = Some(verb..verb + 1);
}

/// In 'he was quoted as saying by the agency' the model takes the agency for the source: he speaks, and the agency relays.
fn reverse(segments: &Segments, attribution: &mut Attribution) {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let Some(cue) = attribution.cue.clone() else { return };
    let passive = cue.clone().any(|i| matches!(lower(i).as_str(), "quoted" | "cited"))
        && cue.clone().any(|i| matches!(lower(i).as_str(), "was" | "were" | "is" | "been" | "being"));
    let [source] = &attribution.source[..] else { return };
    let sentence = segments.sentence_of(cue.start);
    let by = source.start > cue.end
        && (cue.end..source.start).any(|i| lower(i) == "by")
        && source.end <= sentence.end;
    let start = (sentence.start..cue.start)
        .rev()
        .take_while(|i| segments.word(*i).starts_with(is_word) && segments.tokens[*i].quote == Quote::Outside)
        .last();
    let Some(subject) = start.map(|start| start..cue.start).filter(|_| passive && by) else { return };
    for content in &mut attribution.content {
        if overlap(content, &subject) {
            content.end = content.end.min(subject.start);
        }
    }
    attribution.content.retain(|c| c.start < c.end);
    let as_saying = (cue.end..source.start).take_while(|i| lower(*i) != "by").last();
    attribution.cue = Some(cue.start..as_saying.map_or(cue.end, |i| i + 1));
    attribution.relay = std::mem::replace(&mut attribution.source, vec![subject]);
}

/// In 'Orr was quoted by the paper as saying that it rained' the model takes 'Orr' and 'as saying' for content.
fn quoted_as(segments: &Segments, attribution: &mut Attribution) {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let Some(cue) = attribution.cue.clone() else { return };
    let has = |words: &[&str]| cue.clone().any(|i| words.contains(&lower(i).as_str()));
    let passive = has(&["quoted", "cited"]) && has(&["was", "were", "is", "are", "been", "being"]);
    let sentence = segments.sentence_of(cue.start);
    if has(&["quoted", "quotes", "quoting", "cited", "cites"]) && !passive && !has(&["not", "never"]) {
        quotes_as(segments, attribution, &sentence);
        return;
    }
    let saying = |c: &Range<usize>| {
        let opens = c.len() > 2 && lower(c.start) == "as" && segments.word(c.start + 1).ends_with("ing");
        opens && c.start >= cue.end && c.end <= sentence.end
    };
    let (Some(said), Some(subject)) = (
        attribution.content.iter().position(saying),
        attribution.content.iter().position(|c| c.end == cue.start && c.start >= sentence.start),
    ) else {
        return;
    };
    if !passive || has(&["not", "never"]) {
        return;
    }
    let start = attribution.content[said].start;
    attribution.content[said].start = start + 2;
    let speaker = attribution.content.remove(subject);
    let relay: Vec<Range<usize>> = attribution.source.drain(..).filter(|s| cue.end <= s.start).collect();
    // 'was quoted as saying'; with the relay between, 'saying' alone marks it
    attribution.cue = Some(if relay.is_empty() { cue.start..start + 2 } else { start + 1..start + 2 });
    attribution.source = vec![speaker];
    attribution.relay = relay;
}

/// In 'the paper quoted Ada Orr as saying that it rained' the same holds of 'Ada Orr as saying'.
fn quotes_as(segments: &Segments, attribution: &mut Attribution, sentence: &Range<usize>) {
    let Some(content) = attribution.content.first().cloned().filter(|c| sentence.contains(&c.start)) else {
        return;
    };
    let verb = |i: usize| {
        matches!(
            segments.word(i),
            "saying" | "telling" | "admitting" | "warning" | "denying" | "stating" | "claiming"
        )
    };
    let near = content.start + 1..content.end.min(content.start + NAME);
    let plain =
        |i: &usize| segments.word(*i).starts_with(is_word) && segments.tokens[*i].quote == Quote::Outside;
    let Some(as_saying) =
        near.take_while(plain).find(|i| segments.word(*i) == "as" && i + 2 < content.end && verb(i + 1))
    else {
        return;
    };
    attribution.content[0].start = as_saying + 2;
    attribution.cue = Some(as_saying + 1..as_saying + 2);
    attribution.relay =
        std::mem::replace(&mut attribution.source, std::iter::once(content.start..as_saying).collect());
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source and relay of what an outlet reports, where the model found the outlet and 'citing'.
    fn read(text: &str, source: &str, cue: &str, cited: Option<NameKind>) -> (String, String) {
        let segments = Segments::new(text);
        let find = |words: &str| {
            let start = (0..segments.tokens.len())
                .find(|i| text[segments.bytes(&(*i..*i + 1)).start..].starts_with(words));
            let start = start.expect("the words");
            let end = (start + 1..=segments.tokens.len())
                .find(|end| segments.slice(&(start..*end)).len() >= words.len());
            start..end.expect("the words")
        };
        let citing = find("citing").start;
        let names = cited.map(|kind| Name { tokens: citing + 1..citing + 3, kind });
        let mut found = vec![
            Attribution {
                cue: Some(find(cue)),
                source: vec![find(source)],
                content: vec![find("it rained")],
                ..Attribution::default()
            },
            Attribution {
                cue: Some(citing..citing + 1),
                source: vec![find(source)],
                content: std::iter::once(citing + 1..citing + 3).collect(),
                ..Attribution::default()
            },
        ];
        settle(&segments, names.as_slice(), &mut found);
        let words = |ranges: &[Range<usize>]| ranges.iter().map(|r| segments.slice(r)).collect::<String>();
        (words(&found[0].source), words(&found[0].relay))
    }

    #[test]
    fn who_is_cited_speaks() {
        let text = "On Monday it rained, the Volna reported, citing two guards.";
        let found = read(text, "the Volna", "reported", Some(NameKind::NominalPerson));
        assert_eq!(found, ("two guards".to_owned(), "the Volna".to_owned()));
    }

    #[test]
    fn a_reason_is_nobody() {
        let text = "On Monday it rained, the Volna reported, citing poor data.";
        assert_eq!(read(text, "the Volna", "reported", None), ("the Volna".to_owned(), String::new()));
    }

    /// Source, cue, content and relay of what somebody is quoted as saying, where the model found `cue`.
    fn quoted(text: &str, cue: &str, source: Option<&str>) -> String {
        let segments = Segments::new(text);
        let find = |words: &str| {
            let start = (0..segments.tokens.len())
                .find(|i| text[segments.bytes(&(*i..*i + 1)).start..].starts_with(words))
                .expect("the words");
            let end = (start + 1..=segments.tokens.len())
                .find(|end| segments.slice(&(start..*end)).len() >= words.len());
            start..end.expect("the words")
        };
        let cue = find(cue);
        let said = find("as ").start..segments.tokens.len() - 1;
        let mut attribution = Attribution {
            content: vec![0..cue.start, said],
            source: source.map(find).into_iter().collect(),
            cue: Some(cue),
            ..Attribution::default()
        };
        quoted_as(&segments, &mut attribution);
        let words = |ranges: &[Range<usize>]| {
            ranges.iter().map(|r| segments.slice(r)).collect::<Vec<_>>().join(" ... ")
        };
        let cue = attribution.cue.as_ref().map(|c| segments.slice(c)).unwrap_or_default();
        format!(
            "{} | {cue} | {} | {}",
            words(&attribution.source),
            words(&attribution.content),
            words(&attribution.relay)
        )
    }

    #[test]
    fn who_is_quoted_speaks() {
        assert_eq!(
            quoted(
                "Orr was quoted by the paper as saying that it rained.",
                "was quoted by",
                Some("the paper")
            ),
            "Orr | saying | that it rained | the paper"
        );
        assert_eq!(
            quoted("Orr was quoted as saying that it rained.", "was quoted", None),
            "Orr | was quoted as saying | that it rained | "
        );
    }

    #[test]
    fn whom_an_outlet_quotes_speaks() {
        let text = "The paper quoted Ada Orr as admitting that it rained.";
        let segments = Segments::new(text);
        let mut attribution = Attribution {
            source: std::iter::once(0..2).collect(),
            cue: Some(2..3),
            content: std::iter::once(3..segments.tokens.len() - 1).collect(),
            ..Attribution::default()
        };
        quoted_as(&segments, &mut attribution);
        assert_eq!(segments.slice(&attribution.source[0]), "Ada Orr");
        assert_eq!(segments.slice(&attribution.content[0]), "that it rained");
        assert_eq!(segments.slice(&attribution.relay[0]), "The paper");
    }

    #[test]
    fn who_is_not_quoted_does_not() {
        assert_eq!(
            quoted(
                "Orr was never quoted by the paper as saying so.",
                "was never quoted by",
                Some("the paper")
            ),
            "the paper | was never quoted by | Orr ... as saying so | "
        );
    }
}
