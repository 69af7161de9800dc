//! The mentions of an article: names, pronouns, and what sources are described as.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::gender::{self, Gender};
use super::labels::Parties;
use super::names::PersonName;
use super::sources::Source;
use super::{Entities, Entity, Mention, nouns};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Gap, Segments, is_word, pronoun};
use crate::tag::{Name, NameKind};

/// Roles kept of one entity.
const MOST_ROLES: usize = 20;
/// Longest headline, in tokens.
const LONGEST_HEADLINE: usize = 40;

/// A mention on its way to an entity.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) kind: MentionKind,
    pub(super) class: Kind,
    /// The parts of a person's name.
    pub(super) person: Option<PersonName>,
    /// What to print where nothing better names the entity.
    pub(super) printed: Range<usize>,
    /// More than one person or thing.
    pub(super) plural: bool,
    pub(super) gender: Option<Gender>,
    /// Number of its group; mentions of one entity share it. It is the position of one of them.
    pub(super) group: usize,
    /// The next mention of the group, in a ring.
    pub(super) next: usize,
    /// On the mention that numbers a group: whether any of the group is a name.
    pub(super) named: bool,
    /// Whether it is the head of a source.
    pub(super) source: bool,
    /// Whether it is the head of a source that nobody quotes.
    pub(super) floor: bool,
    /// The last token of somebody else: of who gives a label, for whom it is given to, and the other way round.
    pub(super) other: Option<usize>,
    /// For part of a name that several people bear: where each of them is named in full.
    pub(super) bearers: Vec<usize>,
}

/// All mentions, in the order of the text; outer before inner where two start together.
pub(super) fn collect(
    segments: &Segments,
    names: &[Name],
    attributions: &[Attribution],
    sources: &[Option<Source>],
    labels: &[Parties],
) -> Vec<Found> {
    let mut out: Vec<Found> =
        names.iter().filter(|n| means_somebody(segments, n)).map(|name| of_name(segments, name)).collect();
    for token in 0..segments.tokens.len() {
        if segments.is_pronoun(token) {
            out.push(of_pronoun(segments, token));
        }
    }
    out.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    // a description that was cut short before the word it describes with
    let mut ends = 0;
    out.retain(|m| {
        let swallowed = m.kind == MentionKind::Nominal && m.tokens.end <= ends;
        ends = if m.kind == MentionKind::Pronoun { ends } else { ends.max(m.tokens.end) };
        !swallowed
    });
    let parts = name_parts(&out);
    let sources = attributions.iter().zip(sources);
    let speaking = sources.filter_map(|(a, source)| Some((source.as_ref()?, true, a.inside.is_none())));
    let sure = || labels.iter().filter(|label| label.sure);
    let parties = sure().flat_map(|label| [&label.target, &label.by]).flatten();
    for (source, speaks, floor) in speaking.chain(parties.map(|party| (party, false, false))) {
        let from = out.partition_point(|m| m.tokens.start < source.head.start.saturating_sub(8));
        let same = out[from..].iter().take_while(|m| m.tokens.start < source.head.end).position(|m| {
            m.tokens.end == source.head.end && m.tokens.start >= source.head.start.saturating_sub(3)
                || m.tokens == source.head
                || m.kind == MentionKind::Name
                    && m.tokens.start <= source.head.start
                    && m.tokens.end >= source.head.end
        });
        match same.map(|k| from + k) {
            Some(k) => {
                let mention = widened(segments, &mut out, k, &source.head);
                mention.source |= speaks;
                mention.floor |= floor;
                // 'a person familiar with the talks' whom a later 'who' calls a person only
                if mention.kind == MentionKind::Nominal && source.printed.len() >= mention.printed.len() {
                    mention.printed = source.printed.clone();
                }
            }
            None => {
                let label = in_capitals(segments, &source.head)
                    && parts.contains(&segments.slice(&source.head).to_lowercase());
                let mut mention = if label {
                    of_name(segments, &Name { tokens: source.head.clone(), kind: NameKind::Person })
                } else if is_acronym(segments, &source.head) {
                    of_name(segments, &Name { tokens: source.head.clone(), kind: NameKind::Organization })
                } else {
                    let described = of_description(segments, &source.head, None);
                    Found { printed: source.printed.clone(), ..described }
                };
                mention.source = speaks;
                mention.floor = floor;
                let at = out.partition_point(|m| m.tokens.start < mention.tokens.start);
                out.insert(at, mention);
            }
        }
    }
    add_roles(segments, &mut out);
    for label in sure() {
        let (Some(target), Some(by)) = (&label.target, &label.by) else { continue };
        for (party, other) in [(target, by), (by, target)] {
            let from = out.partition_point(|m| m.tokens.start < party.head.start);
            let mut same = out[from..].iter_mut().take_while(|m| m.tokens.start == party.head.start);
            if party != other
                && let Some(mention) = same.find(|m| m.tokens == party.head)
            {
                mention.other = Some(other.head.end - 1);
            }
        }
    }
    for (group, mention) in out.iter_mut().enumerate() {
        mention.group = group;
        mention.next = group;
        mention.named = mention.kind == MentionKind::Name;
    }
    out
}

/// Mention `k`, with the words of a source before it where it is the end of a definite description: 'the Vessen senator',
/// of which the model saw 'Vessen' and 'senator'.
fn widened<'m>(
    segments: &Segments,
    mentions: &'m mut Vec<Found>,
    k: usize,
    source: &Range<usize>,
) -> &'m mut Found {
    let mention = &mentions[k];
    let definite = nouns::is_definite(&segments.word(source.start).to_lowercase());
    let short = mention.kind == MentionKind::Nominal
        && definite
        && (source.start + 1..source.start + 5).contains(&mention.tokens.start);
    if !short {
        return &mut mentions[k];
    }
    let mut mention = mentions.remove(k);
    mention.tokens.start = source.start;
    let at = mentions.partition_point(|m| m.tokens.start < source.start);
    mentions.insert(at, mention);
    &mut mentions[at]
}

/// 'The convener' mentions somebody once the article has told of a convener, whether or not the model saw it.
fn add_roles(segments: &Segments, mentions: &mut Vec<Found>) {
    let mut roles: HashMap<String, usize> = HashMap::new();
    for mention in mentions.iter() {
        let title = mention.person.as_ref().map(|p| mention.tokens.start..p.printed.start);
        let words = match mention.kind {
            MentionKind::Nominal if mention.class == Kind::Person && !mention.plural => {
                mention.tokens.end - 1..mention.tokens.end
            }
            _ => title.unwrap_or_default(),
        };
        for i in words.filter(|i| segments.word(*i).len() > 2) {
            let first = roles.entry(segments.word(i).to_lowercase()).or_insert(i);
            *first = i.min(*first);
        }
    }
    let mut taken = vec![false; segments.tokens.len() + 1];
    for mention in mentions.iter() {
        taken[mention.tokens.clone()].fill(true);
    }
    let mut further: Vec<Found> = Vec::new();
    for i in 1..segments.tokens.len() {
        let word = segments.word(i);
        let the = segments.word(i - 1).eq_ignore_ascii_case("the");
        let told = roles.get(word).is_some_and(|first| *first < i);
        let compound = segments.tokens.get(i + 1).is_some_and(|t| {
            t.gap == Gap::Joined && matches!(segments.word(i + 1), "-" | "‑")
                || roles.contains_key(segments.word(i + 1))
        });
        if the && told && !taken[i] && !taken[i - 1] && !compound {
            further.push(of_description(segments, &(i - 1..i + 1), Some(Kind::Person)));
        }
    }
    mentions.append(&mut further);
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
}

/// First names and surnames of the people named, in small letters.
fn name_parts(mentions: &[Found]) -> HashSet<String> {
    let full = mentions.iter().filter_map(|m| m.person.as_ref()).filter(|p| !p.is_part());
    full.flat_map(|p| [&p.core[0], &p.core[p.core.len() - 1]]).cloned().collect()
}

/// Not a lone article, nor an adjective of nationality ('the Karsovian ambassador').
fn means_somebody(segments: &Segments, name: &Name) -> bool {
    let lower = |i: usize| segments.word(i).to_lowercase();
    if name.tokens.clone().all(|i| nouns::is_determiner(&lower(i)) || !segments.word(i).starts_with(is_word))
    {
        return false;
    }
    if name.kind == NameKind::Person && super::names::is_address(segments, &name.tokens) {
        return false;
    }
    // 'Democratic' before its noun
    if name.tokens.len() == 1 && segments.word(name.tokens.start).ends_with("cratic") {
        return false;
    }
    let adjective = name.tokens.len() == 1
        && name.tokens.start > 0
        && lower(name.tokens.start - 1) == "the"
        && segments.tokens.get(name.tokens.end).is_some_and(|t| t.gap == Gap::Space)
        && ["ian", "ese", "ish", "ani"].iter().any(|end| segments.word(name.tokens.start).ends_with(end));
    !adjective || !segments.word(name.tokens.end).starts_with(is_word)
}

pub(super) fn is_description(kind: NameKind) -> bool {
    matches!(kind, NameKind::NominalPerson | NameKind::NominalOrganization)
}

/// Whether a token stands in a line that no sentence ends: there every word may have a capital.
pub(super) fn in_headline(segments: &Segments, token: usize) -> bool {
    let paragraph = segments.paragraph_of(token);
    if paragraph.start == 0 && in_title_case(segments, &paragraph) {
        return true;
    }
    let last = paragraph.end - 1;
    let closed = |i: usize| matches!(segments.word(i), "." | "!" | "?" | ":" | "…");
    !(closed(last) || last > 0 && closed(last - 1))
}

/// Whether nearly every longer word of a line has a capital.
fn in_title_case(segments: &Segments, line: &Range<usize>) -> bool {
    let words: Vec<&str> = line
        .clone()
        .take(LONGEST_HEADLINE)
        .map(|i| segments.word(i))
        .filter(|w| w.chars().count() > 3 && w.starts_with(is_word))
        .collect();
    let capitals = words.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
    words.len() >= 4 && line.len() <= LONGEST_HEADLINE && capitals * 5 >= words.len() * 4
}

/// Whether words stand in capitals throughout, as labels and shouting headlines do; initials do not.
fn in_capitals(segments: &Segments, tokens: &Range<usize>) -> bool {
    let words = tokens.clone().map(|i| segments.word(i)).filter(|w| w.chars().count() > 2);
    let mut words = words.peekable();
    words.peek().is_some() && words.all(|w| !w.chars().any(char::is_lowercase))
}

/// Whether a lone word in capitals stands for a body ('ACLU'), where words around it are not in capitals.
fn is_acronym(segments: &Segments, tokens: &Range<usize>) -> bool {
    let word = segments.word(tokens.start);
    let letters = (3..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let next = segments.word_at(tokens.end);
    tokens.len() == 1 && letters && next.chars().any(char::is_lowercase)
}

fn of_name(segments: &Segments, name: &Name) -> Found {
    let class = match name.kind {
        NameKind::Person => Kind::Person,
        NameKind::Organization => Kind::Organization,
        NameKind::Place => Kind::Place,
        NameKind::Other => Kind::Unknown,
        NameKind::NominalPerson => return of_description(segments, &name.tokens, Some(Kind::Person)),
        NameKind::NominalOrganization => {
            return of_description(segments, &name.tokens, Some(Kind::Organization));
        }
    };
    let tokens = without_possessive(segments, &name.tokens);
    if let Some(described) = nationality(segments, &tokens).filter(|_| class != Kind::Place) {
        return of_description(segments, &described, Some(Kind::Person));
    }
    let person = (class == Kind::Person).then(|| PersonName::new(segments, &tokens));
    let printed = person.as_ref().map_or_else(|| without_article(segments, &tokens), |p| p.printed.clone());
    // 'Danish daily Lantern'
    let daily = printed.clone().take(3).skip(1).find(|i| nouns::is_outlet_noun(segments.word(*i)));
    let printed = match daily.filter(|i| i + 1 < printed.end && nouns::is_nationality(segments.word(i - 1))) {
        Some(daily) => daily + 1..printed.end,
        None => printed,
    };
    let described = (tokens.start > 0).then(|| gender::of_noun(segments.word(tokens.start - 1))).flatten();
    let gender = person.as_ref().and_then(|p| p.gender.filter(|_| p.by_title).or(described).or(p.gender));
    Found {
        tokens,
        kind: MentionKind::Name,
        class,
        person,
        printed,
        plural: false,
        gender,
        group: 0,
        next: 0,
        named: false,
        source: false,
        floor: false,
        other: None,
        bearers: Vec::new(),
    }
}

/// 'The Dutchwoman', 'the stubborn Dutchman': a word in capitals that describes somebody, with its article.
pub(super) fn nationality(segments: &Segments, tokens: &Range<usize>) -> Option<Range<usize>> {
    let word = segments.word(tokens.end - 1);
    let someone = (word.ends_with("man") || word.ends_with("woman")) && word.len() > 6;
    let next = segments.word_at(tokens.end);
    let describes = someone || nouns::is_demonym(word) && !next.starts_with(char::is_uppercase);
    let noun = tokens.end - 1;
    let from = noun.saturating_sub(6).max(segments.sentence_of(noun).start);
    // 'the Ostland Democrat', 'one senior Democrat'
    let member = nouns::is_party_member(word);
    let article = (from..noun).rev().find(|i| {
        let word = segments.word(*i).to_lowercase();
        nouns::is_definite(&word) || member && matches!(word.as_str(), "a" | "an" | "one" | "another")
    })?;
    let describes = describes
        && (article..=noun).contains(&tokens.start)
        && (noun - article <= 2 || member || segments.word(noun - 1) == "old")
        && (article + 1..noun).all(|i| {
            let word = segments.word(i);
            // 'the 26-year-old Belgian'
            let age = word == "-" || word.starts_with(|c: char| c.is_ascii_digit());
            word.starts_with(char::is_lowercase) || age || member && word.starts_with(is_word)
        });
    describes.then_some(article..tokens.end)
}

fn of_pronoun(segments: &Segments, token: usize) -> Found {
    let tokens = token..token + 1;
    let words = [segments.word(token).to_lowercase()];
    Found {
        printed: tokens.clone(),
        tokens,
        kind: MentionKind::Pronoun,
        class: Kind::Unknown,
        person: None,
        plural: false,
        gender: gender::of_words(&words, false),
        group: 0,
        next: 0,
        named: false,
        source: false,
        floor: false,
        other: None,
        bearers: Vec::new(),
    }
}

fn of_description(segments: &Segments, tokens: &Range<usize>, class: Option<Kind>) -> Found {
    let tokens = with_noun(segments, &without_possessive(segments, tokens));
    let head = segments.word(tokens.end - 1);
    let first = segments.word(tokens.start).to_lowercase();
    let counted = first.parse::<f64>().is_ok()
        || matches!(first.as_str(), "two" | "three" | "four" | "five" | "several" | "many" | "some" | "both");
    let plural = counted || nouns::is_plural(head) || nouns::is_collective(head);
    let body = nouns::is_body(head) && !counted;
    let class = if nouns::is_document(head) && class != Some(Kind::Person) {
        Kind::Document
    } else if body && class != Some(Kind::Person) {
        Kind::Organization
    } else if plural {
        if class == Some(Kind::Organization) { Kind::Organization } else { Kind::Group }
    } else {
        let office = super::names::is_office(&head.to_lowercase());
        class.unwrap_or(if office { Kind::Person } else { Kind::Unknown })
    };
    Found {
        printed: tokens.clone(),
        kind: MentionKind::Nominal,
        class,
        person: None,
        plural: plural && class != Kind::Organization,
        gender: gender::of_noun(head),
        group: 0,
        next: 0,
        named: false,
        source: false,
        floor: false,
        other: None,
        bearers: Vec::new(),
        tokens,
    }
}

/// 'One of' with the noun that it counts: 'One of her aides'.
fn with_noun(segments: &Segments, tokens: &Range<usize>) -> Range<usize> {
    let word = |i: usize| segments.word_at(i);
    if !word(tokens.end - 1).eq_ignore_ascii_case("of") {
        return tokens.clone();
    }
    let sentence = segments.sentence_of(tokens.start);
    let noun = tokens.end..sentence.end.min(tokens.end + 4);
    let plain = |i: &usize| {
        let lower = word(*i).to_lowercase();
        word(*i).starts_with(is_word) && !nouns::is_preposition(&lower) && !nouns::opens_clause(&lower)
    };
    let end =
        noun.clone().take_while(plain).find(|i| nouns::is_plural(word(*i))).map_or(tokens.end, |i| i + 1);
    tokens.start..end
}

fn without_possessive(segments: &Segments, tokens: &Range<usize>) -> Range<usize> {
    let mut end = tokens.end;
    while end > tokens.start + 1 {
        let word = segments.word(end - 1);
        let possessive = matches!(word, "'" | "’" | "," | "-" | "\"" | "”")
            || word == "s" && end >= tokens.start + 3 && matches!(segments.word(end - 2), "'" | "’");
        if !possessive {
            break;
        }
        end -= 1;
    }
    tokens.start..end
}

fn without_article(segments: &Segments, tokens: &Range<usize>) -> Range<usize> {
    let article = tokens.len() > 1 && segments.word(tokens.start).eq_ignore_ascii_case("the");
    tokens.start + usize::from(article)..tokens.end
}

/// Groups of mentions -> entities.
pub(super) fn entities(segments: &Segments, mentions: &[Found]) -> Entities {
    let mut members: Vec<Vec<&Found>> = vec![Vec::new(); mentions.len()];
    for mention in mentions {
        members[mention.group].push(mention);
    }
    members.retain(|group| worth_keeping(group));
    members.sort_by_key(|group| group.iter().map(|m| m.tokens.start).min());
    let mut out = Entities { all: Vec::new(), at: vec![None; segments.tokens.len()] };
    for group in members {
        let number = out.all.len();
        let entity = entity(segments, &group);
        for (k, mention) in entity.mentions.iter().enumerate() {
            for token in mention.tokens.clone() {
                let length = |(e, m): (usize, usize)| {
                    let other: &Entity = if e == number { &entity } else { &out.all[e] };
                    other.mentions[m].tokens.len()
                };
                if out.at[token].is_none_or(|known| length(known) > mention.tokens.len()) {
                    out.at[token] = Some((number, k));
                }
            }
        }
        out.all.push(entity);
    }
    out
}

/// A group stands in the record where something names it, or describes it and it speaks.
fn worth_keeping(group: &[&Found]) -> bool {
    let named = |m: &&Found| m.kind == MentionKind::Name && m.class != Kind::Unknown;
    let described = |m: &&Found| m.kind != MentionKind::Pronoun;
    group.iter().any(named) || group.iter().any(|m| m.source) && group.iter().any(described)
}

fn entity(segments: &Segments, group: &[&Found]) -> Entity {
    // a headline's full name counts where the article's own sentences give no more than its end
    let printed_plainly =
        |m: &Found| !in_headline(segments, m.tokens.start) && !in_capitals(segments, &m.printed);
    let surname = group.iter().filter(|m| printed_plainly(m) || in_capitals(segments, &m.printed));
    let surname =
        surname.filter_map(|m| m.person.as_ref()).max_by_key(|p| p.core.len()).filter(|p| p.is_part());
    // 'Paul Ryan Joins': the last word of a full name is what others end in too
    let mut last_words: HashMap<&str, usize> = HashMap::new();
    for word in group.iter().filter_map(|m| m.person.as_ref()).filter_map(|p| p.core.last()) {
        *last_words.entry(word).or_default() += 1;
    }
    let full = |m: &&Found| m.person.as_ref().is_some_and(|p| !p.is_part());
    let shared = |m: &Found| {
        let word = m.person.as_ref().and_then(|p| p.core.last());
        word.is_some_and(|word| last_words[word.as_str()] > 1)
    };
    let any = group.iter().copied().filter(full).any(shared);
    let borne = |m: &Found| !any || !full(&m) || shared(m);
    let fullness = |m: &&&Found| {
        let name = m.kind == MentionKind::Name;
        let ends = m
            .person
            .as_ref()
            .zip(surname)
            .is_some_and(|(p, s)| (2..=3).contains(&p.core.len()) && p.core.last() == s.core.last());
        let plain = printed_plainly(m) || ends && !in_capitals(segments, &m.printed);
        let parts = m.person.as_ref().map_or(m.printed.len(), |p| p.core.len());
        let source = usize::from(m.source);
        (
            name,
            name && borne(m),
            name && plain,
            if name { parts } else { source },
            std::cmp::Reverse(m.tokens.start),
        )
    };
    let best =
        group.iter().filter(|m| m.kind != MentionKind::Pronoun).max_by_key(fullness).unwrap_or(&group[0]);
    let kind = class(group);
    let mut roles: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let text = text.trim();
        if !text.is_empty() && roles.len() < MOST_ROLES && !roles.iter().any(|r| r.eq_ignore_ascii_case(text))
        {
            roles.push(text.to_owned());
        }
    };
    for mention in group {
        if let Some(person) = &mention.person
            && person.printed.start > mention.tokens.start
        {
            let role =
                segments.slice(&(mention.tokens.start..person.printed.start)).trim_start_matches("the ");
            if !super::names::is_honorific(role.trim_end_matches([' ', '.']).to_lowercase().as_str()) {
                add(role);
            }
        }
        if mention.kind == MentionKind::Nominal && best.kind == MentionKind::Name {
            let first = segments.word(mention.tokens.start).to_lowercase();
            let article = mention.tokens.len() > 1 && matches!(first.as_str(), "the" | "a" | "an");
            add(segments.slice(&(mention.tokens.start + usize::from(article)..mention.tokens.end)));
        }
    }
    let mut mentions: Vec<Mention> =
        group.iter().map(|m| Mention { tokens: m.tokens.clone(), kind: m.kind }).collect();
    mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    mentions.dedup_by(|a, b| a.tokens == b.tokens);
    Entity { name: segments.slice(&best.printed).to_owned(), kind, roles, mentions }
}

/// The class most mentions agree on, names before descriptions.
fn class(group: &[&Found]) -> Kind {
    let names = group.iter().any(|m| m.kind == MentionKind::Name && m.class != Kind::Unknown);
    let votes = |kind: Kind| {
        group.iter().filter(|m| m.class == kind && (!names || m.kind == MentionKind::Name)).count()
    };
    let kinds = [Kind::Person, Kind::Organization, Kind::Group, Kind::Place, Kind::Document];
    kinds.into_iter().rev().max_by_key(|k| votes(*k)).filter(|k| votes(*k) > 0).unwrap_or_else(|| {
        let he_or_she = |m: &&Found| {
            m.kind == MentionKind::Pronoun && matches!(m.gender, Some(Gender::Man | Gender::Woman))
        };
        if group.iter().any(he_or_she) { Kind::Person } else { Kind::Unknown }
    })
}

/// Whether a token is a pronoun of the third person.
pub(super) fn third_person(segments: &Segments, token: usize) -> bool {
    use crate::segment::Pronoun::{Man, Many, Thing, Woman};
    matches!(pronoun(segments.word(token)), Some(Man | Woman | Many | Thing)) && segments.is_pronoun(token)
}
