//! Scores of the model -> attributions, which nest.
//!
//! The model names cues and gives each its source and contents; this stage settles who owns a content that
//! two cues claim, what becomes of contents without a cue, and which attributions stand inside others'
//! contents. Mirrors `train/onrecord_train/decode.py`, nesting excepted.

mod citing;
mod claims;
mod clauses;
mod dateline;
mod fronted;
mod nested;
mod orphans;
mod questions;
mod raising;
mod turns;

use std::ops::Range;

pub(crate) use turns::is_turn;

use crate::segment::Segments;
use crate::tag::{Cue, Model, Part, Role, Scratch, Tagged};

/// One attribution, as token ranges of the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// The words that mark it.
    pub cue: Option<Range<usize>>,
    /// Whom it is attributed to; in the order of the text.
    pub source: Vec<Range<usize>>,
    /// Who relays the source's words, where a report cites it; in the order of the text.
    pub relay: Vec<Range<usize>>,
    /// What is attributed; in the order of the text, never empty.
    pub content: Vec<Range<usize>>,
    /// Position of the attribution whose content holds this one.
    pub inside: Option<usize>,
    /// Calibrated probability that it is right.
    pub confidence: f32,
}

impl Attribution {
    /// The first token of any of its parts.
    pub fn start(&self) -> usize {
        let parts = self.content.iter().chain(&self.source).chain(&self.cue);
        parts.map(|r| r.start).min().unwrap_or(0)
    }

    /// Whether a token is part of its content.
    pub fn contains(&self, token: usize) -> bool {
        self.content.iter().any(|r| r.contains(&token))
    }
}

/// All attributions of an article, outer before inner, in the order of the text. Vectors met on the way join `tagged`'s.
pub(crate) fn attributions(
    model: &Model,
    segments: &Segments,
    tagged: &mut Tagged,
    scratch: &mut Scratch,
) -> Vec<Attribution> {
    let mut found = outermost(segments, tagged);
    raising::settle(segments, &mut found);
    citing::settle(segments, &tagged.names, &mut found);
    nested::find(model, segments, &mut found, tagged, scratch);
    turns::find(segments, &mut found);
    in_order(found)
}

/// The attributions that one reading of the model yields; none is inside another.
fn outermost(segments: &Segments, tagged: &Tagged) -> Vec<Attribution> {
    let mut found: Vec<(Attribution, &[Part])> =
        tagged.cues.iter().map(|cue| (attribution(cue), cue.parts.as_slice())).collect();
    claims::settle(&mut found);
    let mut found: Vec<Attribution> =
        found.into_iter().map(|(a, _)| a).filter(|a| !a.content.is_empty()).collect();
    orphans::adopt(segments, &tagged.unclaimed, &mut found);
    dateline::strip(segments, &mut found);
    fronted::join(segments, &mut found);
    questions::strip(segments, &mut found);
    found
}

fn attribution(cue: &Cue) -> Attribution {
    let of = |role| cue.parts.iter().filter(|p| p.role == role).map(|p| p.tokens.clone()).collect::<Vec<_>>();
    Attribution {
        cue: Some(cue.tokens.clone()),
        source: of(Role::Source),
        content: of(Role::Content),
        confidence: confidence(cue),
        ..Attribution::default()
    }
}

/// Logistic regression over what the heads were sure of; weights from `train/onrecord_train/calibrate.py`.
fn confidence(cue: &Cue) -> f32 {
    const WEIGHTS: [f32; 4] = [-8.41, 4.15, 4.15, 2.49];
    let least = |role| cue.parts.iter().filter(|p| p.role == role).map(|p| p.probability).fold(1.0, f32::min);
    let inputs = [1.0, cue.probability, least(Role::Content), least(Role::Source)];
    let sum: f32 = WEIGHTS.iter().zip(inputs).map(|(w, x)| w * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Sorts outer before inner, in the order of the text, and renumbers `inside`.
fn in_order(found: Vec<Attribution>) -> Vec<Attribution> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    let depth = |mut k: usize| {
        let mut depth = 0;
        while let Some(parent) = found[k].inside {
            k = parent;
            depth += 1;
        }
        depth
    };
    let root = |mut k: usize| {
        while let Some(parent) = found[k].inside {
            k = parent;
        }
        k
    };
    order.sort_by_key(|&k| (found[root(k)].start(), root(k), depth(k), found[k].start(), k));
    let mut place = vec![0; found.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    order
        .into_iter()
        .map(|old| {
            let mut attribution = found[old].clone();
            attribution.inside = attribution.inside.map(|parent| place[parent]);
            attribution
        })
        .collect()
}
