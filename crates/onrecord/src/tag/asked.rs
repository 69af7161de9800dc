//! A head that is asked about a span and scores the part that every other token has in it: a cue's source and content,
//! a label's target and giver.
//!
//! Mirrors `Heads.roles` and `LabelHeads.parts` of `train/onrecord_train/model.py`.

use std::ops::Range;

use super::kernel::{Matrix, Path, Quantised, add_four, few, gelu, multiply, norm_gelu};
use super::weights::Weights;
use crate::error::EngineError;

/// Labels: outside, then begin and inside of the first and the second part.
pub(super) const PARTS: usize = 5;

const NEAREST_BUCKET: i32 = 12;
/// From which distance on each bucket counts: powers of 1.6, rounded up.
const BUCKET_STARTS: [usize; 12] = [1, 2, 3, 5, 7, 11, 17, 27, 43, 69, 110, 176];

/// The head's weights.
pub(super) struct Asked {
    path: Path,
    /// Where a token's projections hold what the head sees of it, and behind it what the head sees of a span.
    columns: usize,
    norm: (Vec<f32>, Vec<f32>),
    middle: Matrix,
    last: (Vec<f32>, Vec<f32>),
    distance: Vec<f32>,
    paragraph: Vec<f32>,
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    quantised: Quantised,
    mixed: Vec<f32>,
    middle: Vec<f32>,
}

impl Asked {
    pub(super) fn new(
        path: Path,
        weights: &Weights<'static>,
        name: &str,
        columns: usize,
    ) -> Result<Self, EngineError> {
        Ok(Asked {
            path,
            columns,
            norm: weights.norm(&format!("{name}.norm"))?,
            middle: weights.matrix(&format!("{name}.middle"))?,
            last: weights.norm(&format!("{name}.last"))?,
            distance: weights.floats(&format!("{name}.distance"))?,
            paragraph: weights.floats(&format!("{name}.paragraph"))?,
        })
    }

    /// How wide the head is inside.
    pub(super) fn width(&self) -> usize {
        self.norm.0.len()
    }

    /// Scores of [`PARTS`] labels for every token of `range`, given a span. `row` gives a token's projections and
    /// `paragraph` numbers its paragraph; all positions are relative to the projected window.
    pub(super) fn scores<'r>(
        &self,
        span: &Range<usize>,
        range: &Range<usize>,
        row: impl Fn(usize) -> &'r [f32],
        paragraph: impl Fn(usize) -> i32,
        scratch: &mut Scratch,
    ) -> Vec<[f32; PARTS]> {
        let width = self.width();
        let mut center = vec![0f32; width];
        for token in span.clone() {
            add(&mut center, &row(token)[self.columns + width..][..width]);
        }
        center.iter_mut().for_each(|x| *x /= span.len() as f32);
        let Scratch { quantised, mixed, middle } = scratch;
        // every value is written below
        mixed.resize(range.len() * width, 0.0);
        for (token, mixed) in range.clone().zip(mixed.chunks_exact_mut(width)) {
            let distance = bucket(token as isize - span.start as isize);
            let near = (paragraph(token) - paragraph(span.start)).clamp(-3, 3) + 3;
            let word = &row(token)[self.columns..][..width];
            let distance = &self.distance[distance * width..][..width];
            let near = &self.paragraph[near as usize * width..][..width];
            add_four(self.path, mixed, word, &center, distance, near);
        }
        norm_gelu(self.path, mixed, &self.norm.0, &self.norm.1);
        quantised.fill(self.path, mixed, width);
        multiply(self.path, quantised, &self.middle, middle);
        gelu(self.path, middle);
        let mut out = vec![[0.0; PARTS]; range.len()];
        let (weights, bias) = &self.last;
        few(self.path, middle, width, weights, bias, out.as_flattened_mut());
        out
    }
}

pub(super) fn add(to: &mut [f32], what: &[f32]) {
    for (x, y) in to.iter_mut().zip(what) {
        *x += y;
    }
}

/// 0 to 24: the sign and the logarithm of a distance in tokens; 12 is none.
pub(super) fn bucket(distance: isize) -> usize {
    let size = distance.unsigned_abs();
    let steps = BUCKET_STARTS.iter().take_while(|start| size >= **start).count() as i32;
    (NEAREST_BUCKET + if distance < 0 { -steps } else { steps }) as usize
}
