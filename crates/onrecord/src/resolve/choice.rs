//! Which entity a pronoun or a description goes on from: the pair head's scores, weighed with what stands out.
//!
//! The pair head weighs two mentions at a time. What it does not see is the course of the text: that whoever
//! spoke goes on speaking, and that the subject of one sentence tends to be the subject of the next
//! (Grosz, Joshi and Weinstein, "Centering", 1995). Each candidate mention has a score, the sum of its signs by
//! weights that `train/onrecord_train/choice.py` learns; an entity's is the logarithm of the sum of its mentions'
//! exponentials, with signs of its own (a log-linear ranking, Denis and Baldridge, "Specialized models and ranking for
//! coreference resolution", 2008).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::gender::Gender;
use super::mentions::Found;
use super::nouns;
use super::sources::Source;
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Quote, Segments};
use crate::tag::Tier;

/// Signs of a candidate mention, its pair score the first.
const SIGNS: usize = 27;
/// Signs of an entity.
const TRAITS: usize = 15;
/// How much less than learnt 'the Norwegian said' must exceed: readers' marks hold few of them.
const VARIED: f32 = 2.5;
/// How many mentions of a paragraph are looked at for one outside its quotation.
const MOST_QUOTED: usize = 64;

/// What is asked about, each with weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// 'He' where he speaks.
    Speaking,
    /// 'He', 'his' elsewhere.
    Person,
    /// 'It' and 'they'.
    Thing,
    /// 'The striker'.
    Described,
}

/// The weights of signs, then of traits, then what being nobody told before counts.
type Weights = [f32; SIGNS + TRAITS + 1];

/// By [`Asked`], for the accurate model's pair scores.
static ACCURATE: LazyLock<Vec<Weights>> = LazyLock::new(|| weights(include_str!("choice/accurate.txt")));
/// The same for the fast one's.
static FAST: LazyLock<Vec<Weights>> = LazyLock::new(|| weights(include_str!("choice/fast.txt")));

#[cfg(feature = "lessons")]
thread_local! {
    /// What this thread's choices rested on, until it is taken.
    static LESSONS: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Takes what this thread's choices rested on: a line of JSON each, for `train/onrecord_train/choice.py`.
#[cfg(feature = "lessons")]
pub fn lessons() -> Vec<String> {
    LESSONS.take()
}

fn weights(text: &str) -> Vec<Weights> {
    let row = |line: &str| {
        let mut out = [0.0; SIGNS + TRAITS + 1];
        for (weight, cell) in out.iter_mut().zip(line.split_whitespace().skip(1)) {
            *weight = cell.parse().unwrap_or_default();
        }
        out
    };
    text.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

/// What the whole article tells that choices rest on.
pub(super) struct Course {
    /// The subject of each sentence.
    subjects: Vec<Option<usize>>,
    /// For every token, the mention that tells the innermost content which holds it.
    teller: Vec<Option<usize>>,
    /// The parts of all people's names, in small letters.
    parts: HashSet<String>,
    /// How often each group is named.
    named: HashMap<usize, usize>,
    /// How often the person named most often is.
    most: usize,
    /// How often 'he' and 'she' were taken for each group.
    told: HashMap<usize, [u16; 2]>,
}

impl Course {
    /// Of mentions whose names are joined.
    pub(super) fn new(
        segments: &Segments,
        mentions: &[Found],
        attributions: &[Attribution],
        sources: &[Option<Source>],
    ) -> Self {
        let mut teller = vec![None; segments.tokens.len()];
        for (attribution, source) in attributions.iter().zip(sources) {
            let Some(source) = source else { continue };
            let from = mentions.partition_point(|m| m.tokens.start < source.head.start.saturating_sub(8));
            let ends = |m: &&Found| m.tokens.start < source.head.end;
            let told = mentions[from..].iter().take_while(ends).position(|m| m.tokens.end == source.head.end);
            for content in &attribution.content {
                teller[content.clone()].fill(told.map(|k| from + k));
            }
        }
        let mut named = HashMap::new();
        for mention in mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            *named.entry(mention.group).or_default() += 1;
        }
        let people = named.iter().filter(|(group, _)| mentions[**group].class == Kind::Person);
        let most = people.map(|(_, count)| *count).max().unwrap_or_default();
        let parts = mentions.iter().filter_map(|m| m.person.as_ref()).flat_map(|p| p.core.iter().cloned());
        let parts = parts.collect();
        Course { subjects: subjects(segments, mentions), teller, parts, named, most, told: HashMap::new() }
    }

    /// Takes note that a pronoun of a sex was taken for a group.
    pub(super) fn note(&mut self, group: usize, gender: Option<Gender>) {
        let told = self.told.entry(group).or_default();
        match gender {
            Some(Gender::Man) => told[0] = told[0].saturating_add(1),
            Some(Gender::Woman) => told[1] = told[1].saturating_add(1),
            _ => {}
        }
    }
}

/// What is asked about mention `i`.
fn asked(mention: &Found) -> Asked {
    match (mention.kind, mention.gender) {
        (MentionKind::Pronoun, Some(Gender::Man | Gender::Woman)) if mention.source => Asked::Speaking,
        (MentionKind::Pronoun, Some(Gender::Man | Gender::Woman)) => Asked::Person,
        (MentionKind::Pronoun, _) => Asked::Thing,
        _ => Asked::Described,
    }
}

/// The group that mention `i` stands for, of candidates with their pair scores in the order of the text.
pub(super) fn choose(
    segments: &Segments,
    mentions: &[Found],
    course: &Course,
    genders: &HashMap<usize, Gender>,
    tier: Tier,
    i: usize,
    scored: &[(usize, f32)],
) -> Option<usize> {
    let asked = asked(&mentions[i]);
    let weights = match tier {
        Tier::Accurate => ACCURATE.get(asked as usize)?,
        Tier::Fast => FAST.get(asked as usize)?,
    };
    let sight = Sight::new(segments, mentions, course, i, scored);
    let mut groups: Vec<(usize, f32)> = Vec::new();
    for (j, score) in scored {
        let signs = sight.signs(*j, *score);
        let sum: f32 = signs.iter().zip(weights).map(|(sign, weight)| sign * weight).sum();
        let group = mentions[*j].group;
        match groups.iter_mut().find(|(g, _)| *g == group) {
            Some((_, total)) => *total += sum.exp(),
            None => groups.push((group, sum.exp())),
        }
    }
    let total = |group: usize, sum: f32| {
        let traits = sight.traits(genders, group);
        let own: f32 = traits.iter().zip(&weights[SIGNS..]).map(|(sign, weight)| sign * weight).sum();
        sum.ln() + own
    };
    let totals = groups.iter().map(|(group, sum)| (*group, total(*group, *sum)));
    let best = totals.max_by(|a, b| a.1.total_cmp(&b.1));
    #[cfg(feature = "lessons")]
    sight.keep(genders, asked, scored, best);
    let (group, total) = best?;
    // whoever speaks is somebody, and news varies its words for who was just spoken of
    let varied = asked == Asked::Described && sight.varied;
    let least = weights[SIGNS + TRAITS] - if varied { VARIED } else { 0.0 };
    (asked == Asked::Speaking || total > least).then_some(group)
}

/// What is seen from one mention.
struct Sight<'a> {
    segments: &'a Segments<'a>,
    mentions: &'a [Found],
    course: &'a Course,
    i: usize,
    /// The last candidate that spoke.
    spoke: Option<usize>,
    /// How many paragraphs ahead that was.
    ago: u32,
    /// Whether somebody else was told of in this paragraph.
    taken: bool,
    /// Whether nothing but a quotation stands ahead in this paragraph, or the verb goes on ('he continued').
    goes_on: bool,
    /// The nearest candidate ahead.
    nearest: Option<usize>,
    /// Whether the mention can be a subject, as far as its form tells.
    subject: bool,
    /// Whether it speaks or opens its paragraph.
    holds: bool,
    /// Whether it is somebody's ('the minister's spokesman').
    possessed: bool,
    /// Whether it is a definite description of a person who speaks, and who is nobody's: 'the Norwegian said'.
    varied: bool,
}

impl<'a> Sight<'a> {
    fn new(
        segments: &'a Segments,
        mentions: &'a [Found],
        course: &'a Course,
        i: usize,
        scored: &[(usize, f32)],
    ) -> Self {
        let token = |k: usize| &segments.tokens[mentions[k].tokens.start];
        let home = token(i).paragraph;
        let spoke = scored.iter().rev().map(|(j, _)| *j).find(|j| *j < i && mentions[*j].floor);
        let here = |k: &usize| token(*k).paragraph == home;
        let subject = (token(i).sentence as usize).checked_sub(1).and_then(|s| course.subjects[s]);
        let taken =
            subject.is_some_and(|j| here(&j)) || (0..i).rev().take_while(here).any(|k| mentions[k].floor);
        // a paragraph of nothing but a quotation and 'she said'
        let mut ahead = (0..i).rev().take(MOST_QUOTED).take_while(here);
        let alone = ahead.all(|k| token(k).quote == Quote::Inside)
            && segments.tokens[segments.paragraphs[home as usize].start].quote == Quote::Mark;
        let verb = segments.word_at(mentions[i].tokens.end);
        let continues =
            matches!(verb, "continued" | "added" | "adds" | "concluded" | "elaborated" | "continues");
        let own = &mentions[i];
        let first = segments.word(own.tokens.start).to_lowercase();
        let opens = segments.paragraphs[home as usize].start == own.tokens.start;
        let mut words = own.tokens.clone().map(|k| segments.word(k));
        let possessed = words.clone().any(|word| matches!(word, "'" | "’"));
        // 'the Marsh actor' is not Ada Marsh
        let mut named = || {
            words.any(|word| {
                word.starts_with(char::is_uppercase) && course.parts.contains(&word.to_lowercase())
            })
        };
        let person = own.class == Kind::Person || nouns::is_demonym(segments.word(own.tokens.end - 1));
        let varied = own.floor && person && nouns::is_definite(&first) && !possessed && !named();
        Sight {
            subject: own.kind != MentionKind::Pronoun || is_subject(&first),
            holds: own.floor || opens,
            possessed,
            varied,
            segments,
            mentions,
            course,
            i,
            spoke,
            ago: spoke.map_or(0, |j| home - token(j).paragraph),
            taken,
            goes_on: alone || continues,
            nearest: scored.iter().rev().map(|(j, _)| *j).find(|j| *j < i),
        }
    }

    /// What speaks for candidate `j`.
    fn signs(&self, j: usize, score: f32) -> [f32; SIGNS] {
        let (own, other) = (&self.mentions[self.i], &self.mentions[j]);
        let token = |m: &Found| &self.segments.tokens[m.tokens.start];
        let ahead = j < self.i;
        let sentences = token(own).sentence.abs_diff(token(other).sentence);
        let paragraphs = token(own).paragraph.abs_diff(token(other).paragraph);
        let spoke = self.spoke == Some(j) && self.holds;
        let led = self.course.subjects[token(other).sentence as usize] == Some(j);
        let same_paragraph = paragraphs == 0;
        let inside = |m: &Found| token(m).quote == Quote::Inside;
        let tells = self.course.teller[own.tokens.start] == Some(j);
        let next = self.segments.word_at(other.tokens.end);
        let possesses = matches!(next, "'" | "’")
            || other.kind == MentionKind::Pronoun
                && !is_subject(&self.segments.word(other.tokens.start).to_lowercase());
        let described = other.kind == MentionKind::Nominal;
        let new = matches!(
            self.segments.word(other.tokens.start).to_lowercase().as_str(),
            "a" | "an" | "one" | "another"
        );
        let yes = |sign: bool| f32::from(u8::from(sign));
        [
            score,
            yes(spoke && self.ago == 0),
            yes(spoke && self.ago == 1 && !self.taken && self.goes_on),
            yes(spoke && self.ago == 1 && !self.taken && !self.goes_on),
            yes(spoke && (self.ago > 1 || self.ago == 1 && self.taken)),
            yes(led && ahead && sentences == 1 && same_paragraph && self.subject && own.floor),
            yes(led && ahead && sentences == 1 && same_paragraph && self.subject && !own.floor),
            yes(led && ahead && sentences == 1 && !(same_paragraph && self.subject)),
            yes(led && ahead && sentences == 0 && own.floor),
            yes(led && ahead && sentences == 0 && !own.floor && self.subject),
            yes(led && ahead && sentences == 0 && !own.floor && !self.subject),
            yes(ahead && sentences == 0),
            yes(sentences == 1),
            yes(inside(other) && !inside(own)),
            yes(inside(own) && !inside(other)),
            yes(tells && inside(own)),
            yes(tells && !inside(own)),
            yes(other.kind == MentionKind::Pronoun),
            yes(described),
            yes(possesses),
            ((1 + self.i.abs_diff(j)) as f32).ln(),
            yes(!ahead),
            yes(self.nearest == Some(j)),
            (paragraphs.min(6) as f32) / 2.0,
            yes(described && other.floor && !new),
            yes(described && other.floor && new),
            yes(described && new && same_paragraph),
        ]
    }

    /// What speaks for a group as a whole.
    fn traits(&self, genders: &HashMap<usize, Gender>, group: usize) -> [f32; TRAITS] {
        let own = self.mentions[self.i].gender;
        let agrees = |gender: Gender| match own {
            Some(Gender::Man | Gender::Woman) => f32::from(u8::from(own == Some(gender))) * 2.0 - 1.0,
            _ => 0.0,
        };
        let told = self.course.told.get(&group).copied().unwrap_or_default().map(f32::from);
        let votes = match own {
            Some(Gender::Man) => (told[0] - told[1]) / (told[0] + told[1] + 1.0),
            Some(Gender::Woman) => (told[1] - told[0]) / (told[0] + told[1] + 1.0),
            _ => 0.0,
        };
        let named = self.course.named.get(&group).copied().unwrap_or_default();
        let yes = |sign: bool| f32::from(u8::from(sign));
        let class = self.mentions[group].class;
        let mention = &self.mentions[self.i];
        [
            genders.get(&group).map_or(0.0, |gender| agrees(*gender)),
            votes,
            yes(!genders.contains_key(&group) && told == [0.0; 2]),
            yes(self.mentions[group].named),
            (1.0 + named as f32).ln(),
            yes(named > 0 && named == self.course.most),
            yes(class == Kind::Unknown),
            yes(class == Kind::Organization),
            yes(class == Kind::Group || self.mentions[group].plural),
            yes(class == Kind::Place),
            yes(mention.source),
            yes(mention.floor),
            yes(self.possessed),
            yes(mention.tokens.len() > 2),
            // 'the Norwegian said'
            yes(self.varied),
        ]
    }

    /// One line of JSON for `train/onrecord_train/choice.py`.
    #[cfg(feature = "lessons")]
    fn keep(
        &self,
        genders: &HashMap<usize, Gender>,
        asked: Asked,
        scored: &[(usize, f32)],
        best: Option<(usize, f32)>,
    ) {
        let span = |k: usize| {
            let tokens = &self.mentions[k].tokens;
            [self.segments.tokens[tokens.start].bytes.start, self.segments.tokens[tokens.end - 1].bytes.end]
        };
        let row: Vec<_> = scored
            .iter()
            .map(|(j, score)| {
                let m = &self.mentions[*j];
                serde_json::json!({
                    "span": span(*j), "group": m.group, "name": m.kind == MentionKind::Name,
                    "text": self.segments.slice(&m.printed),
                    "signs": self.signs(*j, *score), "traits": self.traits(genders, m.group),
                })
            })
            .collect();
        let line = serde_json::json!({
            "asked": asked as usize, "span": span(self.i), "chosen": best.map(|(group, _)| group), "candidates": row,
        });
        LESSONS.with_borrow_mut(|lessons| lessons.push(line.to_string()));
    }
}

fn is_subject(pronoun: &str) -> bool {
    matches!(pronoun, "he" | "she" | "they" | "it")
}

/// The subject of each sentence: its first mention outside quotation marks that is in no prepositional phrase and
/// possesses nothing.
fn subjects(segments: &Segments, mentions: &[Found]) -> Vec<Option<usize>> {
    let mut out = vec![None; segments.sentences.len()];
    for (i, mention) in mentions.iter().enumerate() {
        let sentence = segments.tokens[mention.tokens.start].sentence as usize;
        if out[sentence].is_some() || mention.class == Kind::Place {
            continue;
        }
        let quoted = segments.tokens[mention.tokens.start].quote == Quote::Inside;
        let next = segments.word_at(mention.tokens.end);
        let word = segments.word(mention.tokens.start).to_lowercase();
        let possesses =
            matches!(next, "'" | "’") || mention.kind == MentionKind::Pronoun && !is_subject(&word);
        let opening = segments.sentences[sentence].start..mention.tokens.start;
        let phrase = opening
            .rev()
            .take(8)
            .take_while(|k| segments.word(*k) != ",")
            .any(|k| nouns::is_preposition(&segments.word(k).to_lowercase()));
        if !quoted && !possesses && !phrase && !modifies(mentions, i) {
            out[sentence] = Some(i);
        }
    }
    out
}

/// Whether mention `i` only tells more of the person behind it: 'Rovers' in 'Rovers boss Ann Lund'.
fn modifies(mentions: &[Found], i: usize) -> bool {
    let behind = |k: usize| {
        let after = mentions[k + 1..].iter().take(2).position(|m| m.tokens.start == mentions[k].tokens.end);
        after.map(|n| k + 1 + n).filter(|j| mentions[*j].class == Kind::Person)
    };
    mentions[i].class == Kind::Organization
        && behind(i).is_some_and(|trade| mentions[trade].kind == MentionKind::Name || behind(trade).is_some())
}
