//! Sentences with their attributions marked, for the tests of this stage.
//!
//! `{s:Ada Holm} {c:denied} {x:that she had left}.` marks source, cue and content of one attribution;
//! a number after the letter tells several apart (`{c2:said}`), and braces may nest. An attribution
//! whose content lies in another's content is inside it. `{l:the Eel}`, `{t:Nowak}` and `{b:dockers}` mark a label that the
//! model sees, its target and its giver.

use std::ops::Range;

use super::Details;
use crate::link::Attribution;
use crate::resolve::{Entities, Labelled, Who};
use crate::segment::Segments;

/// A text without its markup, and what was marked.
pub(super) struct Sample {
    pub text: String,
    parts: Vec<(char, usize, Range<usize>)>,
}

impl Sample {
    pub fn new(markup: &str) -> Sample {
        let (mut text, mut parts, mut open) = (String::new(), Vec::new(), Vec::new());
        let mut rest = markup;
        while let Some(c) = rest.chars().next() {
            match c {
                '{' => {
                    let (head, behind) = rest[1..].split_once(':').expect("a letter and a colon behind `{`");
                    let role = head.chars().next().expect("a letter");
                    open.push((role, head[1..].parse().unwrap_or(1), text.len()));
                    rest = behind;
                    continue;
                }
                '}' => {
                    let (role, number, start) = open.pop().expect("an open brace");
                    parts.push((role, number, start..text.len()));
                }
                _ => text.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        Sample { text, parts }
    }

    /// The tokens marked with a letter and a number, in the order of the text.
    fn of(&self, segments: &Segments, number: usize, role: char) -> Vec<Range<usize>> {
        let tokens = |bytes: &Range<usize>| {
            let inside = |i: &usize| {
                let token = &segments.tokens[*i].bytes;
                token.start >= bytes.start && token.end <= bytes.end
            };
            let mut found = (0..segments.tokens.len()).filter(inside);
            let first = found.next().unwrap_or(0);
            first..found.next_back().unwrap_or(first) + 1
        };
        let mine = self.parts.iter().filter(|p| p.0 == role && p.1 == number);
        let mut ranges: Vec<Range<usize>> = mine.map(|p| tokens(&p.2)).collect();
        ranges.sort_by_key(|r| r.start);
        ranges
    }

    /// The highest number of the letters `roles`.
    fn count(&self, roles: &str) -> usize {
        self.parts.iter().filter(|p| roles.contains(p.0)).map(|p| p.1).max().unwrap_or(0)
    }

    pub fn labels(&self, segments: &Segments) -> Vec<Labelled> {
        let who = |n: usize, role: char| {
            self.of(segments, n, role).pop().map(|tokens| Who { tokens, entity: None })
        };
        (1..=self.count("l"))
            .filter_map(|n| {
                let label = self.of(segments, n, 'l').pop()?;
                Some(Labelled { label, target: who(n, 't'), by: who(n, 'b') })
            })
            .collect()
    }

    pub fn attributions(&self, segments: &Segments) -> Vec<Attribution> {
        let count = self.count("scx");
        let of = |number: usize, role: char| self.of(segments, number, role);
        let mut all: Vec<Attribution> = (1..=count)
            .map(|n| Attribution {
                cue: of(n, 'c').pop(),
                source: of(n, 's'),
                content: of(n, 'x'),
                confidence: 1.0,
                ..Attribution::default()
            })
            .collect();
        for i in 0..all.len() {
            let Some(first) = all[i].content.first().cloned() else { continue };
            let holds =
                |a: &Attribution| a.content.iter().any(|c| c.start <= first.start && first.end <= c.end);
            all[i].inside = (0..all.len())
                .filter(|&o| o != i)
                .find(|&o| holds(&all[o]) && all[o].content != all[i].content);
        }
        all
    }

    /// The details of the attribution with a number (from 1), as text where they are ranges.
    pub fn details<T>(
        &self,
        number: usize,
        published: Option<&str>,
        read: impl FnOnce(&Segments, &Details) -> T,
    ) -> T {
        let segments = Segments::new(&self.text);
        let attributions = self.attributions(&segments);
        let published = published.map(|d| d.parse().expect("an ISO date"));
        let found = super::enrich(&segments, &attributions, &Entities::default(), &[], published).0;
        read(&segments, &found[number - 1])
    }
}
