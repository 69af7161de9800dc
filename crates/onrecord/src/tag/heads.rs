//! Hidden states -> scores: tags, names, the roles of one cue, pairs of mentions.
//!
//! Mirrors `train/onrecord_train/model.py`.

use std::ops::Range;

use super::kernel::{Matrix, Path, Quantised, add_four, add_pairs, few, gelu, multiply, norm_gelu};
use super::weights::Weights;
use crate::error::EngineError;

/// Labels of the tag head: outside, then begin and inside of source, cue and content.
pub(super) const TAGS: usize = 7;
/// Labels of the name head: outside, then begin and inside of the six kinds of [`super::NameKind`].
pub(super) const NAMES: usize = 13;
/// Labels of the role head: outside, then begin and inside of source and content.
pub(super) const ROLES: usize = 5;
/// Yes-or-no features of a pair of mentions.
pub(crate) const PAIR_FEATURES: usize = 10;

const NEAREST_BUCKET: i32 = 12;
/// From which distance on each bucket counts: powers of 1.6, rounded up.
const BUCKET_STARTS: [usize; 12] = [1, 2, 3, 5, 7, 11, 17, 27, 43, 69, 110, 176];

/// Where each part lies in a row of projections.
pub(super) const TAG_COLUMNS: Range<usize> = 0..TAGS;
pub(super) const NAME_COLUMNS: Range<usize> = TAGS..TAGS + NAMES;
const ROLE_WORD: usize = TAGS + NAMES;

/// The heads' weights.
pub(super) struct Heads {
    path: Path,
    /// How wide the role head is inside.
    role: usize,
    /// The same of the pair head.
    pair: usize,
    project: Matrix,
    role_norm: (Vec<f32>, Vec<f32>),
    role_middle: Matrix,
    role_last: (Vec<f32>, Vec<f32>),
    role_distance: Vec<f32>,
    role_paragraph: Vec<f32>,
    pair_norm: (Vec<f32>, Vec<f32>),
    pair_last: (Vec<f32>, Vec<f32>),
    pair_distance: Vec<f32>,
    pair_feature: Vec<f32>,
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    /// One row of projections a token.
    pub(super) projected: Vec<f32>,
    quantised: Quantised,
    mixed: Vec<f32>,
    middle: Vec<f32>,
}

/// A pair of mentions to score.
pub(crate) struct Pair<'v> {
    /// Vectors of the mention's first and last token.
    pub(crate) mention: [&'v [f32]; 2],
    /// Vectors of the candidate's first and last token.
    pub(crate) candidate: [&'v [f32]; 2],
    /// Tokens from the mention's start to the candidate's.
    pub(crate) distance: isize,
    /// What can be seen without the encoder.
    pub(crate) features: [bool; PAIR_FEATURES],
}

impl Heads {
    pub(super) fn new(path: Path, weights: &Weights<'static>) -> Result<Self, EngineError> {
        let (role_norm, pair_norm) = (weights.norm("role.norm")?, weights.norm("pair.norm")?);
        Ok(Heads {
            path,
            role: role_norm.0.len(),
            pair: pair_norm.0.len(),
            project: weights.matrix("project")?,
            role_norm,
            role_middle: weights.matrix("role.middle")?,
            role_last: weights.norm("role.last")?,
            role_distance: weights.floats("role.distance")?,
            role_paragraph: weights.floats("role.paragraph")?,
            pair_norm,
            pair_last: weights.norm("pair.last")?,
            pair_distance: weights.floats("pair.distance")?,
            pair_feature: weights.floats("pair.feature")?,
        })
    }

    /// Projects tokens' hidden states into `scratch.projected`.
    pub(super) fn project(&self, hidden: &[f32], scratch: &mut Scratch) {
        scratch.quantised.fill(self.path, hidden, self.project.inputs);
        multiply(self.path, &scratch.quantised, &self.project, &mut scratch.projected);
    }

    /// The projections of one token.
    pub(super) fn row<'s>(&self, scratch: &'s Scratch, token: usize) -> &'s [f32] {
        &scratch.projected[token * self.project.outputs..][..self.project.outputs]
    }

    /// Where a row holds the pair head's four projections: mention first and last word, candidate first and last word.
    pub(super) fn pair_columns(&self) -> Range<usize> {
        let start = ROLE_WORD + 2 * self.role;
        start..start + 4 * self.pair
    }

    /// Scores of [`ROLES`] labels for every token of `range`, given a cue. `paragraph` numbers tokens' paragraphs;
    /// all positions are relative to the projected window.
    pub(super) fn roles(
        &self,
        cue: &Range<usize>,
        range: &Range<usize>,
        paragraph: impl Fn(usize) -> i32,
        scratch: &mut Scratch,
    ) -> Vec<[f32; ROLES]> {
        let width = self.role;
        let mut center = vec![0f32; width];
        for token in cue.clone() {
            add(&mut center, &self.row(scratch, token)[ROLE_WORD + width..][..width]);
        }
        center.iter_mut().for_each(|x| *x /= cue.len() as f32);
        let mut mixed = std::mem::take(&mut scratch.mixed);
        // every value is written below
        mixed.resize(range.len() * width, 0.0);
        for (token, mixed) in range.clone().zip(mixed.chunks_exact_mut(width)) {
            let distance = bucket(token as isize - cue.start as isize);
            let near = (paragraph(token) - paragraph(cue.start)).clamp(-3, 3) + 3;
            let word = &self.row(scratch, token)[ROLE_WORD..][..width];
            let distance = &self.role_distance[distance * width..][..width];
            let near = &self.role_paragraph[near as usize * width..][..width];
            add_four(self.path, mixed, word, &center, distance, near);
        }
        norm_gelu(self.path, &mut mixed, &self.role_norm.0, &self.role_norm.1);
        scratch.quantised.fill(self.path, &mixed, width);
        multiply(self.path, &scratch.quantised, &self.role_middle, &mut scratch.middle);
        gelu(self.path, &mut scratch.middle);
        scratch.mixed = mixed;
        let mut out = vec![[0.0; ROLES]; range.len()];
        let (weights, bias) = &self.role_last;
        few(self.path, &scratch.middle, width, weights, bias, out.as_flattened_mut());
        out
    }

    /// How likely each candidate stands for the same entity as its mention; none at all scores 0.
    pub(super) fn pairs<'v>(&self, pairs: impl Iterator<Item = Pair<'v>>) -> Vec<f32> {
        let width = self.pair;
        let mut mixed = Vec::new();
        for pair in pairs {
            let start = mixed.len();
            mixed.resize(start + width, 0.0);
            let own = &mut mixed[start..];
            let part = |vector: &'v [f32], place: usize| &vector[place * width..][..width];
            let mention = [part(pair.mention[0], 0), part(pair.mention[1], 1)];
            let candidate = [part(pair.candidate[0], 2), part(pair.candidate[1], 3)];
            let distance = &self.pair_distance[bucket(pair.distance) * width..][..width];
            add_pairs(self.path, own, mention, candidate, distance);
            for (feature, _) in pair.features.iter().enumerate().filter(|(_, on)| **on) {
                add(own, &self.pair_feature[feature * width..][..width]);
            }
        }
        norm_gelu(self.path, &mut mixed, &self.pair_norm.0, &self.pair_norm.1);
        let mut out = vec![0.0; mixed.len() / width];
        few(self.path, &mixed, width, &self.pair_last.0, &self.pair_last.1, &mut out);
        out
    }
}

fn add(to: &mut [f32], what: &[f32]) {
    for (x, y) in to.iter_mut().zip(what) {
        *x += y;
    }
}

/// 0 to 24: the sign and the logarithm of a distance in tokens; 12 is none.
fn bucket(distance: isize) -> usize {
    let size = distance.unsigned_abs();
    let steps = BUCKET_STARTS.iter().take_while(|start| size >= **start).count() as i32;
    (NEAREST_BUCKET + if distance < 0 { -steps } else { steps }) as usize
}
