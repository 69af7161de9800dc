//! Hidden states -> scores: tags, names, labels, the roles of one cue, the parts of one label, pairs of mentions.
//!
//! Mirrors `train/onrecord_train/model.py`.

use std::ops::Range;

use super::asked::{Asked, PARTS, add, bucket};
use super::kernel::{Matrix, Path, Quantised, add_pairs, few, multiply, norm_gelu};
use super::weights::Weights;
use crate::error::EngineError;

/// Labels of the tag head: outside, then begin and inside of source, cue and content.
pub(super) const TAGS: usize = 7;
/// Labels of the name head: outside, then begin and inside of the six kinds of [`super::NameKind`].
pub(super) const NAMES: usize = 13;
/// Tags of a label's words: outside, begin, inside.
pub(super) const LABELS: usize = 3;
/// Yes-or-no features of a pair of mentions.
pub(crate) const PAIR_FEATURES: usize = 10;

/// Where each part lies in a row of projections.
pub(super) const TAG_COLUMNS: Range<usize> = 0..TAGS;
pub(super) const NAME_COLUMNS: Range<usize> = TAGS..TAGS + NAMES;
const ROLE_WORD: usize = TAGS + NAMES;

/// The heads' weights.
pub(super) struct Heads {
    path: Path,
    /// How wide the pair head is inside.
    pair: usize,
    project: Matrix,
    /// A cue's source and content.
    pub(super) roles: Asked,
    /// A label's target and giver.
    pub(super) label: Asked,
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
    asked: super::asked::Scratch,
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
        let pair_norm = weights.norm("pair.norm")?;
        let roles = Asked::new(path, weights, "role", ROLE_WORD)?;
        let labels = ROLE_WORD + 2 * roles.width() + 4 * pair_norm.0.len();
        Ok(Heads {
            path,
            pair: pair_norm.0.len(),
            project: weights.matrix("project")?,
            label: Asked::new(path, weights, "label", labels + LABELS)?,
            roles,
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
        let start = ROLE_WORD + 2 * self.roles.width();
        start..start + 4 * self.pair
    }

    /// Where a row holds the scores of [`LABELS`] tags.
    pub(super) fn label_columns(&self) -> Range<usize> {
        let start = self.pair_columns().end;
        start..start + LABELS
    }

    /// What `head` makes of every token of `range`, given a span; see [`Asked::scores`].
    pub(super) fn ask(
        &self,
        head: &Asked,
        span: &Range<usize>,
        range: &Range<usize>,
        paragraph: impl Fn(usize) -> i32,
        scratch: &mut Scratch,
    ) -> Vec<[f32; PARTS]> {
        let Scratch { projected, asked, .. } = scratch;
        let row = |token: usize| &projected[token * self.project.outputs..][..self.project.outputs];
        head.scores(span, range, row, paragraph, asked)
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
