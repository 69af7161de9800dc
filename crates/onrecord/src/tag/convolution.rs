//! Tokens of one window -> their hidden states, the fast way: static vectors of wordpieces, then gated convolutions
//! over tokens (Dauphin et al., 2017), pre-norm.
//!
//! Mirrors `train/onrecord_train/fast.py`.

use super::kernel::{Gated, Passes, Path, Rows, Table, embed, norm, norm_quantise};
use super::weights::Weights;
use super::windows::Input;
use crate::error::EngineError;

/// The fast encoder's weights.
pub(super) struct Convolution {
    path: Path,
    width: usize,
    words: &'static [i8],
    word_scales: Vec<f32>,
    features: Vec<f32>,
    layers: Vec<Layer>,
}

struct Layer {
    gated: Gated,
    /// What one step of its quantised input stands for.
    step: f32,
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    rows: Rows,
    passes: Passes,
}

impl Convolution {
    pub(super) fn new(weights: &Weights<'static>) -> Result<Self, EngineError> {
        let (words, width) = weights.bytes("words.q")?;
        let (distances, _) = weights.bytes("distances")?;
        let steps = weights.floats("steps")?;
        let layers = distances.iter().zip(steps).enumerate().map(|(k, (distance, step))| {
            let mix = weights.matrix(&format!("layer{k}.mix"))?;
            let gate = weights.matrix(&format!("layer{k}.gate"))?;
            let gated = Gated::new(mix, gate, distance.unsigned_abs().into(), step);
            let gated =
                gated.ok_or_else(|| weights.error(&format!("layer{k}"), "its parts do not fit together"))?;
            Ok(Layer { gated, step })
        });
        Ok(Convolution {
            path: Path::best(),
            width,
            words,
            word_scales: weights.floats("words.scale")?,
            features: weights.floats("features")?,
            layers: layers.collect::<Result<_, EngineError>>()?,
        })
    }

    /// The instructions used.
    pub(super) fn path(&self) -> Path {
        self.path
    }

    /// The same weights on other instructions.
    #[cfg(test)]
    pub(super) fn on(self, path: Path) -> Self {
        Convolution { path, ..self }
    }

    /// Encodes one window; `hidden` becomes one row a token.
    pub(super) fn run(&self, input: &Input, scratch: &mut Scratch, hidden: &mut Vec<f32>) {
        let (path, width, count) = (self.path, self.width, input.first.len());
        // every value is written below
        hidden.resize(count * width, 0.0);
        let table = Table { rows: self.words, scales: &self.word_scales, width };
        embed(path, table, &self.features, &input.pieces, &input.first, &input.features, hidden);
        for layer in &self.layers {
            let bytes = scratch.rows.reset(count, width);
            norm_quantise(path, hidden, width, 1.0 / layer.step, bytes);
            layer.gated.add(path, &scratch.rows, &mut scratch.passes, hidden);
        }
        norm(path, hidden, width);
    }
}
