//! Pronouns and descriptions -> the entities they stand for, by the pair head.

use std::collections::{HashMap, HashSet};

use super::choice::{self, Course};
use super::cluster::merge;
use super::gender::{self, Gender};
use super::kin::{self, Kin};
use super::lead;
use super::mentions::{Found, third_person};
use super::sources::Source;
use super::{Evidence, nouns};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Quote, Segments};
use crate::tag::{PAIR_FEATURES, Pair};

/// How many mentions back, and on in the same sentence, an antecedent is looked for.
pub(super) const MEMORY: usize = 60;
/// How far back, in mentions, who of several relatives is meant by a surname is looked for.
const FAR: usize = 2000;

/// Words that two mentions share without meaning the same.
fn is_stop(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "of"
            | "and"
            | "s"
            | "'"
            | "’"
            | "-"
            | "."
            | ","
            | "for"
            | "in"
            | "to"
            | "on"
            | "at"
            | "by"
    )
}

/// Links every pronoun of the third person and every definite description, in the order of the text.
pub(super) fn link(
    segments: &Segments,
    evidence: &Evidence,
    attributions: &[Attribution],
    sources: &[Option<Source>],
    mentions: &mut [Found],
) {
    let words: Vec<Vec<String>> = mentions
        .iter()
        .map(|m| m.tokens.clone().map(|i| segments.word(i).to_lowercase()).collect())
        .collect();
    let genders = group_genders(segments, mentions);
    let sure = sure_genders(mentions);
    lead::descriptions(segments, mentions, &words);
    let mut course = Course::new(segments, mentions, attributions, sources);
    let relatives = kin::relatives(segments, mentions);
    let mut told = Kin::default();
    for i in 0..mentions.len() {
        // 'her husband' stands before its 'her', which is linked by now
        for k in i.saturating_sub(2)..i {
            told.join(segments, mentions, k);
        }
        told.note(segments, mentions, i);
        if let Some(group) = bearer(segments, mentions, &genders, &relatives, i) {
            merge(mentions, mentions[i].group, group);
            continue;
        }
        if let Some(group) = told.namesake(mentions, i).filter(|_| mentions[i].group == i) {
            merge(mentions, i, group);
            continue;
        }
        let wanted = match mentions[i].kind {
            MentionKind::Pronoun => third_person(segments, mentions[i].tokens.start),
            MentionKind::Nominal => mentions[i].group == i && refers_back(&words[i], &mentions[i]),
            MentionKind::Name => false,
        };
        if !wanted {
            continue;
        }
        let by_role = (mentions[i].kind == MentionKind::Nominal)
            .then(|| {
                same_role(mentions, &words, i)
                    .or_else(|| same_title(mentions, &words, i))
                    .or_else(|| named_body(mentions, &words, i))
            })
            .flatten();
        // a label of a transcript ('THE CHAIR:') stands for itself
        let label = segments.paragraph_of(mentions[i].tokens.start).start == mentions[i].tokens.start
            && segments.tokens.get(mentions[i].tokens.end).is_some()
            && segments.word(mentions[i].tokens.end) == ":";
        if label && by_role.is_none() {
            continue;
        }
        let scored = || best_group(segments, evidence, mentions, &words, &course, (&sure, &genders), i);
        let group = by_role.or_else(scored).or_else(|| speaking_body(segments, mentions, &words, i));
        if let Some(group) = group {
            merge(mentions, mentions[i].group, group);
            course.note(group, mentions[i].gender);
        }
    }
}

/// What titles and nouns say of each group.
fn sure_genders(mentions: &[Found]) -> HashMap<usize, Gender> {
    let mut out = HashMap::new();
    for mention in mentions.iter().filter(|m| m.kind != MentionKind::Pronoun) {
        let titled = mention.person.as_ref().is_none_or(|p| p.by_title);
        let told = mention.gender.filter(|g| titled && matches!(g, Gender::Man | Gender::Woman));
        if let Some(gender) = told {
            out.entry(mention.group).or_insert(gender);
        }
    }
    out
}

/// What titles and first names say of each group; titles first, and before first names what the pronouns do that can mean
/// nobody else.
fn group_genders(segments: &Segments, mentions: &[Found]) -> HashMap<usize, Gender> {
    let mut out = HashMap::new();
    let pronouns = told_genders(segments, mentions);
    for titled in [true, false] {
        for mention in mentions {
            let by_title = mention.person.as_ref().is_some_and(|p| p.by_title);
            let told = mention.gender.filter(|g| matches!(g, Gender::Man | Gender::Woman));
            let told = told.filter(|_| by_title == titled && mention.kind != MentionKind::Pronoun);
            if let Some(gender) = told {
                let context = pronouns.get(&mention.group).copied().filter(|_| !titled);
                out.entry(mention.group).or_insert(context.unwrap_or(gender));
            }
        }
    }
    // a first name on its own, where no fuller one is given
    let full: HashSet<usize> = mentions
        .iter()
        .filter(|m| m.person.as_ref().is_some_and(|p| !p.is_part()))
        .map(|m| m.group)
        .collect();
    for mention in mentions {
        let alone = mention.person.as_ref().filter(|p| p.is_part() && !full.contains(&mention.group));
        if let Some(gender) = alone.and_then(|p| gender::of_lone_name(&p.core[0])) {
            out.entry(mention.group).or_insert(gender);
        }
    }
    out
}

/// The sex of people as pronouns tell it that open a paragraph behind one which names nobody else: 'Lindsey Orr said ...', and
/// then 'He continued'.
fn told_genders(segments: &Segments, mentions: &[Found]) -> HashMap<usize, Gender> {
    let mut votes: HashMap<usize, i32> = HashMap::new();
    let token = |m: &Found| &segments.tokens[m.tokens.start];
    let plain = |m: &Found| token(m).quote != Quote::Inside;
    // the one person named in this paragraph so far, and in the one ahead; `Err` where there are several
    let (mut here, mut ahead, mut paragraph) = (Ok(None), Ok(None), 0);
    for mention in mentions.iter().filter(|m| plain(m)) {
        let home = token(mention).paragraph;
        if home != paragraph {
            ahead = if home == paragraph + 1 { here } else { Ok(None) };
            (here, paragraph) = (Ok(None), home);
        }
        let sex = match mention.gender {
            Some(Gender::Man) => 1,
            Some(Gender::Woman) => -1,
            _ => 0,
        };
        match mention.kind {
            MentionKind::Name if mention.class == Kind::Person => {
                here = match here {
                    Ok(None) => Ok(Some(mention.group)),
                    Ok(Some(group)) if group == mention.group => here,
                    _ => Err(()),
                };
            }
            MentionKind::Pronoun => {
                let opens = segments.paragraph_of(mention.tokens.start).start == mention.tokens.start;
                if let Ok(Some(group)) = ahead
                    && opens
                {
                    *votes.entry(group).or_default() += sex;
                }
            }
            _ => {}
        }
    }
    let sex = |vote: i32| if vote > 0 { Gender::Man } else { Gender::Woman };
    votes.into_iter().filter(|(_, vote)| *vote != 0).map(|(group, vote)| (group, sex(vote))).collect()
}

/// Whether a description can mean somebody spoken of before.
fn refers_back(words: &[String], mention: &Found) -> bool {
    words.len() > 1
        && nouns::is_definite(&words[0])
        && matches!(mention.class, Kind::Person | Kind::Organization | Kind::Unknown | Kind::Group)
}

/// The group that an earlier mention described by the same noun belongs to, if somebody named is in it or the
/// descriptions are equal.
fn same_role(mentions: &[Found], words: &[Vec<String>], i: usize) -> Option<usize> {
    let head = words[i].last()?;
    let named = |group: usize| mentions[group].named;
    let equal = |j: usize| words[j].iter().skip(1).eq(words[i].iter().skip(1));
    let candidates = mentions[..i].iter().enumerate().rev().take(4 * MEMORY).filter(|(j, m)| {
        m.kind == MentionKind::Nominal
            && m.plural == mentions[i].plural
            && words[*j].last() == Some(head)
            && modifiers_agree(&words[*j], &words[i])
    });
    candidates.filter(|(j, m)| named(m.group) || equal(*j)).map(|(_, m)| m.group).next()
}

/// 'The president' is the last person whose name was given with that title; 'the Vessen senator' the only one, if there is
/// one ('Sen. Ann Lund').
fn same_title(mentions: &[Found], words: &[Vec<String>], i: usize) -> Option<usize> {
    let title = words[i].last()?;
    let short = match title.as_str() {
        "senator" => "sen",
        "representative" | "congressman" | "congresswoman" => "rep",
        "governor" => "gov",
        other => other,
    };
    let has = |j: &usize| {
        let before_name =
            mentions[*j].person.as_ref().map_or(0, |p| p.printed.start - mentions[*j].tokens.start);
        let before_name = &words[*j][..before_name.min(words[*j].len())];
        // a vice president is not the president
        let lesser = before_name.iter().any(|w| matches!(w.as_str(), "vice" | "deputy"));
        // 'the deputy commissioner'
        let whole =
            words[i].len() > 2 && before_name.windows(words[i].len() - 1).any(|w| w == &words[i][1..]);
        whole || before_name.iter().any(|w| w == title || w == short) && !lesser
    };
    let mut bearers = (0..i).rev().take(4 * MEMORY).filter(has).map(|j| mentions[j].group);
    let last = bearers.next()?;
    let mut alone = || bearers.all(|group| group == last);
    (words[i].len() == 2 || mentions[i].floor && alone()).then_some(last)
}

/// Whether what stands before the noun does not speak against one being the other: each word of the later
/// description, determiners aside, is in the earlier one too.
pub(super) fn modifiers_agree(earlier: &[String], later: &[String]) -> bool {
    later.iter().filter(|w| !nouns::is_determiner(w)).all(|w| earlier.contains(w))
}

/// 'The institute' is the last body whose name has that word, and the words before it.
fn named_body(mentions: &[Found], words: &[Vec<String>], i: usize) -> Option<usize> {
    let description = &words[i];
    if !description.last().is_some_and(|w| nouns::is_body(w)) || mentions[i].plural {
        return None;
    }
    let has = |j: &usize| {
        let m = &mentions[*j];
        m.kind == MentionKind::Name
            && m.class == Kind::Organization
            && modifiers_agree(&words[*j], description)
    };
    (0..i).rev().take(4 * MEMORY).find(has).map(|j| mentions[j].group)
}

/// 'The agency' that speaks is the body that spoke last, or else the one named last in its paragraph.
fn speaking_body(segments: &Segments, mentions: &[Found], words: &[Vec<String>], i: usize) -> Option<usize> {
    let [_, noun] = &words[i][..] else { return None };
    let quoted = |m: &Found| segments.tokens[m.tokens.start].quote == Quote::Inside;
    if !mentions[i].source || !nouns::is_body(noun) || nouns::is_one_of_its_kind(noun) || quoted(&mentions[i])
    {
        return None;
    }
    let paragraph = |m: &Found| segments.tokens[m.tokens.start].paragraph;
    let body = |m: &&Found| m.kind == MentionKind::Name && m.class == Kind::Organization;
    let before = || mentions[..i].iter().rev().take(MEMORY).filter(body);
    let here = || before().find(|m| paragraph(m) == paragraph(&mentions[i]));
    before().find(|m| m.source).or_else(here).map(|m| m.group)
}

/// Whom a surname means that several people bear: the one of them mentioned last, pronouns included; a title must fit,
/// and those who came in as relatives of others are called by surname only where nobody else is.
fn bearer(
    segments: &Segments,
    mentions: &[Found],
    genders: &HashMap<usize, Gender>,
    relatives: &HashMap<usize, i8>,
    i: usize,
) -> Option<usize> {
    let titled = mentions[i].person.as_ref().filter(|p| p.by_title).and_then(|p| p.gender);
    let fits = |group: usize| titled.is_none() || genders.get(&group).is_none_or(|g| Some(*g) == titled);
    let mut groups: Vec<usize> =
        mentions[i].bearers.iter().map(|j| mentions[*j].group).filter(|group| fits(*group)).collect();
    let before = mentions[i].tokens.start.checked_sub(1).map_or("", |token| segments.word(token));
    if let Some(older) = kin::older(before) {
        // 'the elder Lund'
        let age = |group: &usize| older * relatives.get(group).copied().unwrap_or_default();
        let most = groups.iter().map(age).max();
        groups.retain(|group| Some(age(group)) == most);
    } else if groups.iter().any(|group| !relatives.contains_key(group)) {
        groups.retain(|group| !relatives.contains_key(group));
    }
    if let Some(sex) = sex_in_sentence(segments, mentions, i).filter(|_| titled.is_none()) {
        let agrees = |group: &usize| genders.get(group).is_none_or(|g| *g == sex);
        if groups.iter().any(agrees) {
            groups.retain(agrees);
        }
    }
    let told =
        |m: &&Found| groups.contains(&m.group) && segments.tokens[m.tokens.start].quote != Quote::Inside;
    // who speaks goes on speaking: 'Ann Lund, mother of Bo Lund, objected. "..." Lund said.'
    let paragraph = |m: &Found| segments.tokens[m.tokens.start].paragraph;
    let before = || mentions[..i].iter().rev().take(FAR).filter(told);
    let last = before()
        .take_while(|m| paragraph(m) + 1 >= paragraph(&mentions[i]))
        .find(|m| m.floor && mentions[i].floor)
        .or_else(|| before().next());
    last.map(|m| m.group).or_else(|| groups.first().copied())
}

/// The sex of the pronouns in the sentence of name `i`, where it is the only person there: 'In her book, Lund noted'.
fn sex_in_sentence(segments: &Segments, mentions: &[Found], i: usize) -> Option<Gender> {
    let sentence = |k: usize| segments.tokens[mentions[k].tokens.start].sentence;
    let plain = |k: &usize| segments.tokens[mentions[*k].tokens.start].quote != Quote::Inside;
    let before = (0..i).rev().take_while(|k| sentence(*k) == sentence(i));
    let after = (i + 1..mentions.len()).take_while(|k| sentence(*k) == sentence(i));
    let mut told = None;
    for k in before.take(MEMORY).chain(after.take(MEMORY)).filter(plain) {
        let m = &mentions[k];
        if m.kind != MentionKind::Pronoun && m.class == Kind::Person && mentions[i].printed != m.printed {
            return None;
        }
        match m.gender.filter(|g| m.kind == MentionKind::Pronoun && matches!(g, Gender::Man | Gender::Woman))
        {
            Some(sex) if told.is_some_and(|t| t != sex) => return None,
            Some(sex) => told = Some(sex),
            None => {}
        }
    }
    told
}

fn best_group(
    segments: &Segments,
    evidence: &Evidence,
    mentions: &[Found],
    words: &[Vec<String>],
    course: &Course,
    (sure, genders): (&HashMap<usize, Gender>, &HashMap<usize, Gender>),
    i: usize,
) -> Option<usize> {
    let mention = &mentions[i];
    let sentence = segments.tokens[mention.tokens.start].sentence;
    let told = listener(segments, mentions, i);
    let other = other(mentions, i);
    let before = i.saturating_sub(MEMORY)..i;
    let after = (i + 1..mentions.len()).take(MEMORY).take_while(|j| {
        mention.kind == MentionKind::Pronoun
            && segments.tokens[mentions[*j].tokens.start].sentence == sentence
    });
    let after = after.filter(|j| mentions[*j].kind == MentionKind::Name);
    let candidates: Vec<usize> = before
        .chain(after)
        .filter(|j| can_be(mentions, sure, i, *j) && !asks(segments, mentions, i, *j))
        .filter(|j| Some(mentions[*j].group) != told && Some(mentions[*j].group) != other)
        .collect();
    let scored = score(segments, evidence, mentions, words, i, &candidates);
    choice::choose(segments, mentions, course, genders, evidence.model.tier(), i, &scored)
}

/// What the pair head gives each candidate of which the model kept vectors, against none of them at 0.
fn score(
    segments: &Segments,
    evidence: &Evidence,
    mentions: &[Found],
    words: &[Vec<String>],
    i: usize,
    candidates: &[usize],
) -> Vec<(usize, f32)> {
    let Some(own) = vectors(evidence, &mentions[i]) else { return Vec::new() };
    let known = candidates.iter().filter_map(|j| Some((*j, vectors(evidence, &mentions[*j])?)));
    let known: Vec<(usize, [&[f32]; 2])> = known.collect();
    let pairs = known.iter().map(|(j, vectors)| Pair {
        mention: own,
        candidate: *vectors,
        distance: mentions[*j].tokens.start as isize - mentions[i].tokens.start as isize,
        features: features(segments, mentions, words, i, *j),
    });
    let scores = evidence.model.pairs(pairs);
    known.into_iter().zip(scores).map(|((j, _), score)| (j, score)).collect()
}

fn vectors<'e>(evidence: &Evidence<'e>, mention: &Found) -> Option<[&'e [f32]; 2]> {
    let first = evidence.vectors.get(&mention.tokens.start)?;
    let last = evidence.vectors.get(&(mention.tokens.end - 1))?;
    Some([first, last])
}

/// Whether nothing that is known for sure speaks against mention `i` standing for candidate `j`.
fn can_be(mentions: &[Found], genders: &HashMap<usize, Gender>, i: usize, j: usize) -> bool {
    let (mention, candidate) = (&mentions[i], &mentions[j]);
    let overlap = candidate.tokens.start < mention.tokens.end && mention.tokens.start < candidate.tokens.end;
    if overlap || candidate.kind == MentionKind::Pronoun && candidate.group == j {
        return false;
    }
    if matches!(candidate.gender, Some(Gender::First | Gender::Second)) {
        return false;
    }
    let class = mentions[candidate.group].class;
    let gender = genders.get(&candidate.group).copied();
    match mention.gender {
        Some(own @ (Gender::Man | Gender::Woman)) => {
            matches!(class, Kind::Person | Kind::Unknown)
                && !candidate.plural
                && gender.is_none_or(|g| g == own)
        }
        Some(Gender::Many) => class != Kind::Person || candidate.plural,
        // a newspaper's name can look like a person's
        Some(Gender::Thing) => {
            let spoke = candidate.source && mention.source && candidate.kind == MentionKind::Name;
            (class != Kind::Person || spoke) && class != Kind::Group && gender.is_none()
        }
        _ => {
            let same_sort =
                mention.class == class || mention.class == Kind::Unknown || class == Kind::Unknown;
            same_sort && mention.plural == candidate.plural
        }
    }
}

/// 'Asked by a reporter whether it rained, she said': the participle's agent is not the subject behind it.
fn asks(segments: &Segments, mentions: &[Found], i: usize, j: usize) -> bool {
    let (mention, candidate) = (&mentions[i].tokens, &mentions[j].tokens);
    let opening = segments.sentence_of(mention.start).start;
    let lower = |at: usize| segments.word(at).to_lowercase();
    candidate.start >= opening + 2
        && candidate.end <= mention.start
        && candidate.start - opening <= 4
        && (opening..candidate.start).any(|at| lower(at) == "by")
        && matches!(
            lower(opening).as_str(),
            "asked" | "questioned" | "pressed" | "challenged" | "told" | "urged"
        )
}

/// Whom 'he' speaks to in 'he told Lund': the name right behind the verb, which is somebody else's.
fn listener(segments: &Segments, mentions: &[Found], i: usize) -> Option<usize> {
    let word = |at: usize| segments.word_at(at);
    let end = mentions[i].tokens.end;
    let subject = matches!(word(end - 1).to_lowercase().as_str(), "he" | "she");
    let told = matches!(
        word(end),
        "told" | "tells" | "asked" | "asks" | "reminded" | "assured" | "urged" | "warned" | "called"
    );
    let next = mentions[i + 1..].iter().take(2).find(|m| m.tokens.start == end + 1)?;
    let possesses = matches!(word(next.tokens.end), "'" | "’");
    (subject && told && next.kind == MentionKind::Name && !possesses).then_some(next.group)
}

/// Who gives the label that mention `i` gets, or gets the one it gives: 'X called him a liar' is not about X (principle B of
/// Chomsky's binding theory, 1981).
fn other(mentions: &[Found], i: usize) -> Option<usize> {
    let last = mentions[i].other?;
    let near = mentions[i.saturating_sub(MEMORY)..].iter().take(2 * MEMORY);
    near.rev().find(|m| m.tokens.contains(&last)).map(|m| m.group)
}

/// What can be seen of a pair without the encoder, in the order of `train/onrecord_train/model.py`.
fn features(
    segments: &Segments,
    mentions: &[Found],
    words: &[Vec<String>],
    i: usize,
    j: usize,
) -> [bool; PAIR_FEATURES] {
    let gender_of = |k: usize| {
        gender::of_words(
            &words[k],
            mentions[k].class == Kind::Person && mentions[k].kind == MentionKind::Name,
        )
    };
    let (own, other) = (gender_of(i), gender_of(j));
    let token = |k: usize| &segments.tokens[mentions[k].tokens.start];
    let inside = |k: usize| token(k).quote == Quote::Inside;
    let both = own.is_some() && other.is_some();
    [
        words[i] == words[j],
        words[i].iter().any(|w| !is_stop(w) && words[j].contains(w)),
        words[i].last() == words[j].last(),
        mentions[j].kind == MentionKind::Pronoun,
        mentions[i].kind == MentionKind::Pronoun,
        token(i).paragraph == token(j).paragraph,
        both && own == other,
        both && own != other,
        inside(i) != inside(j),
        mentions[j].tokens.start > mentions[i].tokens.start,
    ]
}
