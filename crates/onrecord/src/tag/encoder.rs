//! Wordpieces of one window -> their hidden states: a BERT encoder (Devlin et al., 2019), post-norm.

use super::kernel::{Arena, Matrix, Path, Quantised, attention, gelu, layer_norm, multiply};
use super::weights::Weights;
use crate::error::EngineError;

/// The encoder's weights.
pub(super) struct Encoder {
    path: Path,
    width: usize,
    words: &'static [i8],
    word_scales: Vec<f32>,
    positions: Vec<f32>,
    features: Vec<f32>,
    norm: (Vec<f32>, Vec<f32>),
    layers: Vec<Layer>,
}

struct Layer {
    qkv: Matrix,
    mix: Matrix,
    norm1: (Vec<f32>, Vec<f32>),
    up: Matrix,
    down: Matrix,
    norm2: (Vec<f32>, Vec<f32>),
}

/// Buffers of one thread, kept between windows so that nothing is allocated in the hot path.
#[derive(Default)]
pub(super) struct Scratch {
    rows: Vec<f32>,
    all: Vec<usize>,
    wide: Vec<f32>,
    quantised: Quantised,
    arena: Arena,
}

impl Encoder {
    pub(super) fn new(weights: &Weights<'static>) -> Result<Self, EngineError> {
        let (words, width) = weights.bytes("words.q")?;
        let mut layers = Vec::new();
        while let Ok(qkv) = weights.matrix(&format!("layer{}.qkv", layers.len())) {
            let name = |part: &str| format!("layer{}.{part}", layers.len());
            layers.push(Layer {
                qkv,
                mix: weights.matrix(&name("mix"))?,
                norm1: weights.norm(&name("norm1"))?,
                up: weights.matrix(&name("up"))?,
                down: weights.matrix(&name("down"))?,
                norm2: weights.norm(&name("norm2"))?,
            });
        }
        Ok(Encoder {
            path: Path::best(),
            width,
            words,
            word_scales: weights.floats("words.scale")?,
            positions: weights.floats("positions")?,
            features: weights.floats("features")?,
            norm: weights.norm("norm")?,
            layers,
        })
    }

    /// How many wordpieces a window may have.
    pub(super) fn longest(&self) -> usize {
        self.positions.len() / self.width
    }

    /// The instructions used.
    pub(super) fn path(&self) -> Path {
        self.path
    }

    /// Encodes one window; `pieces` and `features` run side by side and are not longer than [`Self::longest`].
    /// `asked` are the wordpieces whose hidden states are wanted, in order: the last layer computes no others.
    /// `hidden` becomes one row for each.
    pub(super) fn run(
        &self,
        pieces: &[u32],
        features: &[u8],
        asked: &[usize],
        scratch: &mut Scratch,
        hidden: &mut Vec<f32>,
    ) {
        let Scratch { rows, all, wide, quantised, arena } = scratch;
        let path = self.path;
        self.embed(pieces, features, hidden);
        rows.clear();
        rows.resize(hidden.len(), 0.0);
        all.clear();
        all.extend(0..pieces.len());
        layer_norm(path, hidden, rows, &self.norm.0, &self.norm.1);
        for (number, layer) in self.layers.iter().enumerate() {
            quantised.fill(path, hidden, self.width);
            multiply(path, quantised, &layer.qkv, wide);
            let last = number + 1 == self.layers.len();
            let queries = if last { asked } else { &*all };
            if last {
                keep_rows(hidden, self.width, asked);
            }
            attention(path, wide, self.width, queries, arena, rows);
            quantised.fill(path, rows, self.width);
            multiply(path, quantised, &layer.mix, rows);
            layer_norm(path, hidden, rows, &layer.norm1.0, &layer.norm1.1);
            quantised.fill(path, hidden, self.width);
            multiply(path, quantised, &layer.up, wide);
            gelu(path, wide);
            quantised.fill(path, wide, layer.up.outputs);
            multiply(path, quantised, &layer.down, rows);
            layer_norm(path, hidden, rows, &layer.norm2.0, &layer.norm2.1);
        }
    }

    fn embed(&self, pieces: &[u32], features: &[u8], out: &mut Vec<f32>) {
        out.clear();
        for (position, (piece, feature)) in pieces.iter().zip(features).enumerate() {
            let piece = *piece as usize;
            let scale = self.word_scales[piece];
            let word = &self.words[piece * self.width..][..self.width];
            let place = &self.positions[position * self.width..][..self.width];
            let feature = &self.features[*feature as usize * self.width..][..self.width];
            out.extend(word.iter().zip(place).zip(feature).map(|((w, p), f)| f32::from(*w) * scale + p + f));
        }
    }
}

/// Keeps the rows that `kept` names, in its order, which rises.
fn keep_rows(values: &mut Vec<f32>, width: usize, kept: &[usize]) {
    for (to, from) in kept.iter().enumerate() {
        values.copy_within(from * width..(from + 1) * width, to * width);
    }
    values.truncate(kept.len() * width);
}
