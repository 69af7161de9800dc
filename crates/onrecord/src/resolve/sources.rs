//! The heads of sources: which of a source's words name, describe or point at whoever speaks.

use std::ops::Range;

use super::mentions::{is_description, nationality};
use super::nouns;
use crate::link::Attribution;
use crate::segment::{Gap, Segments, is_word};
use crate::tag::{Name, NameKind};

/// How many sources back one that a relative pronoun goes on from is looked for.
const NEAR: usize = 8;

/// The head of an attribution's source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// The name, pronoun or noun phrase that speaks.
    pub(super) head: Range<usize>,
    /// What to print where nothing better names the speaker.
    pub(super) printed: Range<usize>,
}

/// The source heads of all attributions, in their order.
pub(super) fn sources(
    segments: &Segments,
    attributions: &[Attribution],
    names: &[Name],
) -> Vec<Option<Source>> {
    let mut out: Vec<Option<Source>> = Vec::with_capacity(attributions.len());
    for attribution in attributions {
        // 'in a video, the mayor vowed': not the video
        let setting = |range: &&Range<usize>| {
            range.start > 0
                && matches!(
                    segments.word(range.start - 1).to_lowercase().as_str(),
                    "in" | "on" | "at" | "during"
                )
        };
        let plain = attribution.source.iter().find(|range| !setting(range));
        let whole = plain.or(attribution.source.first()).map(|range| {
            let named = named_part(segments, names, &attribution.source, range);
            named.cloned().unwrap_or_else(|| with_noun(segments, range, attribution.cue.as_ref()))
        });
        let found = whole.as_ref().and_then(|range| {
            let speaks =
                quoted_object(segments, attribution, range).or_else(|| agent(segments, attribution, range));
            source(segments, names, speaks.as_ref().unwrap_or(range)).or_else(|| {
                out.iter().rev().take(NEAR).flatten().find(|s| introduces(segments, s, range)).cloned()
            })
        });
        out.push(found);
    }
    out
}

/// Of a source in parts ('Harbour Radio', 'Ann Lund'), the part that is a person's name where the first names or points at
/// nobody.
fn named_part<'a>(
    segments: &Segments,
    names: &[Name],
    parts: &'a [Range<usize>],
    first: &Range<usize>,
) -> Option<&'a Range<usize>> {
    let person = |part: &Range<usize>| {
        let from = names.partition_point(|n| n.tokens.end <= part.start);
        names[from..]
            .iter()
            .take_while(|n| n.tokens.start < part.end)
            .any(|n| n.kind == NameKind::Person && n.tokens.start <= part.start)
    };
    let fragment = segments.word(first.start).starts_with(char::is_uppercase)
        && first.len() <= 3
        && !segments.is_pronoun(first.start)
        && !person(first);
    parts.iter().find(|part| fragment && part.start >= first.end && person(part))
}

/// A lone article with the noun behind it, which ends before the cue.
pub(super) fn with_noun(
    segments: &Segments,
    range: &Range<usize>,
    cue: Option<&Range<usize>>,
) -> Range<usize> {
    let article = matches!(segments.word(range.start).to_lowercase().as_str(), "the" | "a" | "an");
    if range.len() > 1 || !article {
        return range.clone();
    }
    let limit = segments.sentence_of(range.start).end.min(range.start + 6);
    let cue = cue.map(|c| c.start).filter(|c| (range.end + 1..=limit).contains(c));
    let plain = |i: &usize| {
        let word = segments.word(*i);
        word.starts_with(is_word) && !nouns::is_preposition(word) && !nouns::opens_clause(word)
    };
    let adverb =
        |word: &str| word.ends_with("ly") || matches!(word, "first" | "also" | "then" | "later" | "once");
    let mut end = range.end + (range.end..cue.unwrap_or(limit)).take_while(plain).count();
    // where nothing ends the phrase, its noun is not known
    if end == limit && cue.is_none() {
        return range.clone();
    }
    while end > range.end + 1 && adverb(segments.word(end - 1)) {
        end -= 1;
    }
    range.start..end
}

/// Whether a source stands right before another that is a relative pronoun: 'said one, who asked not to be named'.
fn introduces(segments: &Segments, source: &Source, relative: &Range<usize>) -> bool {
    let between = source.head.end..relative.start;
    source.head.end <= relative.start
        && between.len() <= 2
        && between.clone().all(|i| segments.word(i) == ",")
        && is_relative(&segments.word(relative.start).to_lowercase())
}

/// In 'Reuters quoted an official as saying', whoever is quoted speaks, whatever the model took for the source.
fn quoted_object(
    segments: &Segments,
    attribution: &Attribution,
    source: &Range<usize>,
) -> Option<Range<usize>> {
    let sentence = segments.sentence_of(source.start);
    let lower = |i: usize| segments.word(i).to_lowercase();
    let verb = (source.end..sentence.end.min(source.end + 4))
        .find(|i| matches!(lower(*i).as_str(), "quoted" | "quotes" | "quoting" | "cited" | "cites"))?;
    // 'Orr was quoted by Reuters as saying': Orr speaks
    if verb + 1 < sentence.end && matches!(lower(verb + 1).as_str(), "by" | "as") {
        return None;
    }
    let object = (verb + 1..sentence.end.min(verb + 20))
        .find(|i| lower(*i) == "as" && attribution.content.iter().all(|c| !c.contains(i)))?;
    let object = verb + 1..object;
    (!object.is_empty() && !object.clone().any(|i| attribution.contains(i))).then_some(object)
}

/// In 'he had been advised by officers not to go', the officers speak.
fn agent(segments: &Segments, attribution: &Attribution, source: &Range<usize>) -> Option<Range<usize>> {
    let cue = attribution.cue.as_ref()?;
    let auxiliary = |i: usize| {
        matches!(segments.word(i), "is" | "are" | "was" | "were" | "been" | "being" | "be" | "got" | "get")
    };
    let passive = segments.word(cue.end - 1) == "by"
        && source.end <= cue.start
        && cue.len() > 1
        && (source.end..cue.end).any(auxiliary);
    let limit = segments.sentence_of(cue.start).end.min(cue.end + 8);
    let end = (cue.end..limit)
        .find(|i| attribution.contains(*i) || !segments.word(*i).starts_with(is_word))
        .unwrap_or(limit);
    (passive && end > cue.end).then_some(cue.end..end)
}

pub(super) fn source(segments: &Segments, names: &[Name], range: &Range<usize>) -> Option<Source> {
    let worded = |i: &usize| segments.word(*i).starts_with(is_word);
    let lower = |i: usize| segments.word(i).to_lowercase();
    let start = range.clone().filter(worded).find(|i| !nouns::is_preposition(&lower(*i)))?;
    let mut range = start..range.end;
    // 'Lund's' before 'claim'
    let possessive = |end: usize| {
        let word = |i: usize| segments.word(i);
        if end >= 3 && word(end - 1) == "s" && matches!(word(end - 2), "'" | "’") {
            Some(end - 2)
        } else {
            Some(end - 1).filter(|i| matches!(word(*i), "'" | "’"))
        }
    };
    if let Some(end) = possessive(range.end).filter(|end| *end > start) {
        range.end = end;
    }
    let alone =
        range.len() == 1 || !segments.word(start + 1).starts_with(is_word) || segments.is_pronoun(start + 1);
    if segments.is_pronoun(start) && alone {
        return Some(Source { head: start..start + 1, printed: start..start + 1 });
    }
    if is_relative(&lower(start)) {
        return antecedent(segments, names, start);
    }
    let from = names.partition_point(|n| n.tokens.end <= range.start);
    let inside = || names[from..].iter().take_while(|n| n.tokens.start < range.end);
    let heads = |kinds: &[NameKind]| {
        inside()
            .find(|n| kinds.contains(&n.kind) && heads_phrase(segments, &range, &n.tokens))
            .map(|n| n.tokens.clone())
    };
    let named = heads(&[NameKind::Person])
        .or_else(|| heads(&[NameKind::Organization, NameKind::Place, NameKind::Other]));
    // 'several senior Democrats'
    let members = |head: &Range<usize>| {
        let word = segments.word(head.end - 1);
        head.len() == 1 && head.start > start && word.strip_suffix('s').is_some_and(nouns::is_party_member)
    };
    if let Some(head) = named.filter(|head| !members(head)) {
        let head = nationality(segments, &head).unwrap_or(head);
        return Some(Source { printed: head.clone(), head });
    }
    if let Some(teller) = teller(segments, inside(), &range) {
        return Some(Source { printed: teller.clone(), head: teller });
    }
    if let Some(bearer) = bearer_of_role(segments, names, &range) {
        return Some(Source { printed: bearer.clone(), head: bearer });
    }
    let end = phrase_end(segments, &range);
    // 'the Harbour Authority report' speaks for the authority, 'a recent Lantern hit piece' for the paper
    let noun = lower(end - 1);
    let (printed, between) = (nouns::is_printed(&noun), usize::from(nouns::is_printed(&noun)));
    let publisher = inside().find(|n| {
        n.kind == NameKind::Organization
            && (end - 1 - between..end).contains(&n.tokens.end)
            && n.tokens.start <= start + 1 + between
    });
    if let Some(body) = publisher.filter(|_| printed || nouns::is_finding(&noun)) {
        return Some(Source { printed: body.tokens.clone(), head: body.tokens.clone() });
    }
    let printed = start..description_end(segments, &range);
    Some(Source { head: start..end, printed })
}

/// Who tells what a document says: 'a story by the website Lantern', 'that quote from Ann Lund', 'Lund's last post', 'the
/// conservative Lantern tabloid'.
fn teller<'n>(
    segments: &Segments,
    mut names: impl Iterator<Item = &'n Name>,
    range: &Range<usize>,
) -> Option<Range<usize>> {
    let word = |i: usize| segments.word_at(i);
    let end = phrase_end(segments, range);
    let document = nouns::is_document(&word(end - 1).to_lowercase());
    let outlet = nouns::is_outlet_noun(word(end - 1));
    let written = matches!(word(end), "by" | "from");
    names
        .find(|name| {
            if !matches!(name.kind, NameKind::Person | NameKind::Organization | NameKind::Other) {
                return false;
            }
            let next = word(name.tokens.end);
            let owner = matches!(next, "'" | "’") && name.tokens.start <= range.start + 1;
            document && (owner || written && name.tokens.start > end && name.tokens.start <= end + 6)
                || outlet
                    && name.tokens.end + 1 == end
                    && name.tokens.start > range.start
                    && !nouns::is_nationality(word(name.tokens.end - 1))
        })
        .map(|name| name.tokens.clone())
}

/// 'Former secretary of state Ann Lund': the person at the end of a role that holds 'of'.
fn bearer_of_role(segments: &Segments, names: &[Name], range: &Range<usize>) -> Option<Range<usize>> {
    // what follows the name only tells more of its bearer
    let ends = |end: usize| end == range.end || matches!(segments.word(end), "," | "(" | "who");
    let from = names.partition_point(|n| n.tokens.end <= range.start);
    let name = names[from..]
        .iter()
        .take_while(|n| n.tokens.start < range.end)
        .find(|n| n.kind == NameKind::Person && n.tokens.len() > 1 && ends(n.tokens.end))?;
    let of = (range.start + 1..name.tokens.start).rev().find(|i| segments.word(*i) == "of")?;
    let field = of + 1..name.tokens.start;
    let lower = |i: usize| segments.word(i).to_lowercase();
    // 'the mother of candidate Ann Lund' is somebody else
    let somebody = |i: usize| super::names::is_post(&lower(i)) || super::names::is_trade(&lower(i));
    let plain = field
        .clone()
        .all(|i| segments.word(i).starts_with(is_word) && !nouns::is_preposition(&lower(i)) && !somebody(i));
    let role =
        (range.start..of).all(|i| segments.word(i).starts_with(is_word) && !nouns::is_preposition(&lower(i)));
    let kin = matches!(
        lower(of - 1).as_str(),
        "wife"
            | "husband"
            | "mother"
            | "father"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "friend"
            | "supporter"
            | "rival"
            | "opponent"
            | "critic"
            | "aide"
            | "campaign"
            | "government"
            | "administration"
            | "family"
    ) || nouns::is_plural(segments.word(of - 1));
    ((1..=3).contains(&field.len()) && plain && role && !kin).then(|| name.tokens.clone())
}

fn is_relative(word: &str) -> bool {
    matches!(word, "who" | "which" | "whom" | "that")
}

/// Whom a relative pronoun stands for: the name or description right before its clause. 'And who' goes on from the
/// sentence's earlier 'who'.
fn antecedent(segments: &Segments, names: &[Name], relative: usize) -> Option<Source> {
    let sentence = segments.sentence_of(relative);
    let lower = |i: usize| segments.word(i).to_lowercase();
    let goes_on = relative > sentence.start && lower(relative - 1) == "and";
    let earlier = (sentence.start..relative).find(|i| is_relative(&lower(*i))).filter(|_| goes_on);
    let at = earlier.unwrap_or(relative);
    // 'a chemist at the institute, who' is not the institute
    let human = matches!(lower(at).as_str(), "who" | "whom");
    let fits = |n: &Name| !human || matches!(n.kind, NameKind::Person | NameKind::NominalPerson);
    let inside = |n: &Name| n.tokens.end <= at && n.tokens.start >= sentence.start;
    let last = names.iter().rev().find(|n| inside(n))?;
    let before = names.iter().rev().find(|n| inside(n) && fits(n)).unwrap_or(last);
    // 'Mara Ilves, the mayor, who ...': the name, not what it is called
    let named = names
        .iter()
        .rev()
        .find(|n| n.kind == NameKind::Person && n.tokens.end <= at && n.tokens.start >= sentence.start);
    let beside = named.filter(|n| {
        is_description(before.kind)
            && segments.word(n.tokens.end) == ","
            && before.tokens.start - n.tokens.end <= 3
    });
    let before = beside.unwrap_or(before);
    let gap = before.tokens.end..at;
    let close = gap.len() <= 4
        || beside.is_some()
        || before.tokens != last.tokens && segments.word(at - 1) == ","
        || earlier.is_some()
        || gap.len() <= 9 && segments.word(at - 1) == ",";
    close.then(|| Source { head: before.tokens.clone(), printed: before.tokens.clone() })
}

/// Whether a name inside a source is its head, and not part of a phrase about another noun.
fn heads_phrase(segments: &Segments, source: &Range<usize>, name: &Range<usize>) -> bool {
    let lower = |i: usize| segments.word(i).to_lowercase();
    let comma = (source.start..name.start).rev().find(|i| matches!(segments.word(*i), "," | "—" | "–" | "("));
    let phrase = comma.map_or(source.start, |i| i + 1);
    if (phrase..name.start).any(|i| nouns::is_preposition(&lower(i)) || nouns::opens_clause(&lower(i))) {
        return false;
    }
    let possessive =
        name.len() > 2 && lower(name.end - 1) == "s" && matches!(segments.word(name.end - 2), "'" | "’");
    if possessive && name.end < source.end {
        return false;
    }
    let Some(next) = Some(name.end).filter(|i| *i < source.end) else { return true };
    let word = segments.word(next);
    // 'Lund's', 'the Eton-educated tycoon'
    if matches!(word, "'" | "’" | "-" | "‑") && segments.tokens[next].gap == Gap::Joined {
        return false;
    }
    let plain = word.starts_with(is_word) && !word.starts_with(|c: char| c.is_numeric());
    let word = word.to_lowercase();
    !plain
        || nouns::is_preposition(&word)
        || nouns::opens_clause(&word)
        || matches!(word.as_str(), "and" | "himself" | "herself" | "itself")
}

/// Where the noun phrase at the start of a source ends: before a preposition, clause or sign.
fn phrase_end(segments: &Segments, source: &Range<usize>) -> usize {
    let mut end = source.start;
    for i in source.clone() {
        let word = segments.word(i).to_lowercase();
        let possessive = matches!(word.as_str(), "'" | "’" | "-");
        if i > source.start
            && (nouns::is_preposition(&word) || nouns::opens_clause(&word) || participle(segments, i))
        {
            break;
        }
        if !possessive && !word.starts_with(is_word) && word != "." && word != "£" && word != "$" {
            break;
        }
        if word.starts_with(is_word) {
            end = i + 1;
        }
    }
    end.max(source.start + 1)
}

/// Whether a participle begins to tell about the noun before it: 'a treasurer accused of theft'.
fn participle(segments: &Segments, token: usize) -> bool {
    let next =
        segments.tokens.get(token + 1).map_or(String::new(), |_| segments.word(token + 1).to_lowercase());
    let dated = next.ends_with("day") || matches!(next.as_str(), "last" | "this" | "earlier");
    let issued = matches!(segments.word(token), "released" | "published" | "issued" | "conducted" | "taken");
    segments.word(token).ends_with("ed") && nouns::is_preposition(&next) || issued && dated
}

/// Where the description of a source ends: before a comma, or a clause that tells why or when.
fn description_end(segments: &Segments, source: &Range<usize>) -> usize {
    let stop = source.clone().skip(1).find(|i| {
        let word = segments.word(*i);
        matches!(word, "," | ";" | "—" | "–" | "(" | "who" | "which" | "speaking")
            || participle(segments, *i) && *i + 2 >= source.end
    });
    let mut end = stop.unwrap_or(source.end);
    while end > source.start + 1
        && (!segments.word(end - 1).starts_with(is_word) || is_relative(segments.word(end - 1)))
    {
        end -= 1;
    }
    end
}
