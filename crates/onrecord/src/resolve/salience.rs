//! Who stands out: the mentions that a pronoun most likely goes on from, whatever the words in between.
//!
//! The pair head weighs two mentions at a time. What it does not see is the course of the text: that whoever
//! spoke goes on speaking, and that the subject of one sentence tends to be the subject of the next
//! (Grosz, Joshi and Weinstein, "Centering", 1995).

use super::mentions::Found;
use super::nouns;
use crate::record::{Kind, MentionKind};
use crate::segment::{Quote, Segments};

/// How much likelier a pronoun that speaks is who spoke last in its paragraph.
const SPOKE_HERE: f32 = 60.0;
/// The same for who spoke last in the paragraph before.
const SPOKE_BEFORE: f32 = 3.0;
/// How much likelier a subject is the subject of the sentence before.
const SUBJECT: f32 = 3.0;
/// The same for a subject that speaks.
const SPEAKING_SUBJECT: f32 = 30.0;
/// How much likelier a pronoun that speaks behind its content is that content's subject.
const OWN_SUBJECT: f32 = 8.0;

/// How many mentions of a paragraph are looked at for one outside its quotation.
const MOST_QUOTED: usize = 64;

/// What stands out before one mention.
pub(super) struct Salience {
    /// The last candidate that spoke, and how much that counts.
    spoke: Option<(usize, f32)>,
    /// The subject of the sentence before, and how much that counts.
    subject: Option<(usize, f32)>,
    /// The subject of the mention's own sentence before it, and how much that counts.
    own: Option<(usize, f32)>,
}

impl Salience {
    /// For mention `i`, of which `options` are the candidates, in the order of the text.
    pub(super) fn new(
        segments: &Segments,
        mentions: &[Found],
        subjects: &[Option<usize>],
        options: &[usize],
        i: usize,
    ) -> Self {
        let token = |k: usize| &segments.tokens[mentions[k].tokens.start];
        let pronoun = mentions[i].kind == MentionKind::Pronoun;
        let home = token(i).paragraph;
        let goes_on = if pronoun {
            is_subject(&segments.word(mentions[i].tokens.start).to_lowercase())
        } else {
            // 'The Dutchwoman said': news varies its words for who was just spoken of
            mentions[i].floor
        };
        let before = (token(i).sentence as usize).checked_sub(1);
        let subject = before
            .and_then(|sentence| subjects[sentence])
            .filter(|j| goes_on && token(*j).paragraph == home && options.binary_search(j).is_ok());
        // whoever spoke in the paragraph before has given up the floor once this one is about somebody else
        let taken = || {
            subject.is_some()
                || (0..i).rev().take_while(|k| token(*k).paragraph == home).any(|k| mentions[k].floor)
        };
        // a paragraph of nothing but a quotation and 'she said'
        let alone = || {
            (0..i)
                .rev()
                .take(MOST_QUOTED)
                .take_while(|k| token(*k).paragraph == home)
                .all(|k| token(k).quote == Quote::Inside)
                && segments.tokens[segments.paragraphs[home as usize].start].quote == Quote::Mark
        };
        // 'He continued: ...'
        let verb = segments.word_at(mentions[i].tokens.end);
        let continues =
            matches!(verb, "continued" | "added" | "adds" | "concluded" | "elaborated" | "continues");
        let last = options.iter().rev().copied().find(|j| *j < i && mentions[*j].floor);
        // 'His sister, Ada, ...' goes on about who spoke in the paragraph before
        let opens = pronoun && segments.paragraphs[home as usize].start == mentions[i].tokens.start;
        let spoke = last.filter(|_| (mentions[i].floor || opens) && pronoun).and_then(|j| {
            match home - token(j).paragraph {
                0 => Some((j, SPOKE_HERE)),
                1 if !taken() && (alone() || continues) => Some((j, SPOKE_HERE)),
                1 if !taken() => Some((j, SPOKE_BEFORE)),
                _ => None,
            }
        });
        let weight = if mentions[i].floor { SPEAKING_SUBJECT } else { SUBJECT };
        // 'Orr liked Lund while she led the race, he said'
        let own = subjects[token(i).sentence as usize]
            .filter(|j| *j < i && mentions[i].floor && pronoun && options.binary_search(j).is_ok());
        Salience { spoke, subject: subject.map(|j| (j, weight)), own: own.map(|j| (j, OWN_SUBJECT)) }
    }

    /// What the score of candidate `j` is multiplied by.
    pub(super) fn weight(&self, j: usize) -> f32 {
        let of =
            |sign: &Option<(usize, f32)>| sign.filter(|(k, _)| *k == j).map_or(1.0, |(_, weight)| weight);
        of(&self.spoke) * of(&self.subject) * of(&self.own)
    }
}

fn is_subject(pronoun: &str) -> bool {
    matches!(pronoun, "he" | "she" | "they" | "it")
}

/// The subject of each sentence: its first mention outside quotation marks that is in no prepositional phrase and
/// possesses nothing.
pub(super) fn subjects(segments: &Segments, mentions: &[Found]) -> Vec<Option<usize>> {
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
