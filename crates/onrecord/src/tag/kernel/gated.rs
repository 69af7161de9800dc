//! Float arithmetic around the gated convolutions of the fast model, written once and compiled for each path.

use super::Path;
use super::float::{across, exp, fused};

/// What torch adds to a variance.
const EPSILON: f32 = 1e-5;
/// Sums kept side by side.
const LANES: usize = 32;

/// A table of vectors in int8, one scale a row.
#[derive(Clone, Copy)]
pub(in crate::tag) struct Table<'t> {
    pub(in crate::tag) rows: &'t [i8],
    pub(in crate::tag) scales: &'t [f32],
    pub(in crate::tag) width: usize,
}

for_each_path! {
    /// Appends to `out`, for every token, the mean of its wordpieces' rows of `table` plus its feature's row. The pieces
    /// of token `k` begin at `first[k]`.
    pub(in crate::tag) fn embed(
        table: Table,
        features: &[f32],
        pieces: &[u32],
        first: &[usize],
        feature: &[u8],
        out: &mut [f32],
    ) {
        let ends = first[1..].iter().copied().chain(std::iter::once(pieces.len()));
        for (((start, end), feature), out) in
            first.iter().zip(ends).zip(feature).zip(out.chunks_exact_mut(table.width))
        {
            out.copy_from_slice(&features[*feature as usize * table.width..][..table.width]);
            let share = 1.0 / (end - start) as f32;
            for piece in &pieces[*start..end] {
                let piece = *piece as usize;
                let scale = table.scales[piece] * share;
                for (x, w) in out.iter_mut().zip(&table.rows[piece * table.width..][..table.width]) {
                    *x = fused::<FMA>(f32::from(*w), scale, *x);
                }
            }
        }
    }
}

/// The mean of a row, and one over its standard deviation. Squares are summed beside the values, in one pass.
#[inline(always)]
fn moments<const FMA: bool>(row: &[f32]) -> (f32, f32) {
    let size = row.len() as f32;
    let (mut sums, mut squares) = ([0f32; LANES], [0f32; LANES]);
    let chunks = row.chunks_exact(LANES);
    for (k, x) in chunks.remainder().iter().enumerate() {
        sums[k] = *x;
        squares[k] = x * x;
    }
    for chunk in chunks {
        for k in 0..LANES {
            sums[k] += chunk[k];
            squares[k] = fused::<FMA>(chunk[k], chunk[k], squares[k]);
        }
    }
    let mean = across(sums, |a, b| a + b) / size;
    let variance = (across(squares, |a, b| a + b) / size - mean * mean).max(0.0);
    (mean, 1.0 / (variance + EPSILON).sqrt())
}

for_each_path! {
    /// Layer norm without weights, then unsigned bytes around 128, `steps` of them to one.
    pub(in crate::tag) fn norm_quantise(values: &[f32], width: usize, steps: f32, bytes: &mut [u8]) {
        for (row, bytes) in values.chunks_exact(width).zip(bytes.chunks_exact_mut(width)) {
            let (mean, scale) = moments::<FMA>(row);
            let scale = scale * steps;
            for (byte, x) in bytes.iter_mut().zip(row) {
                let y = ((x - mean) * scale).clamp(-127.0, 127.0);
                // 2^23 + 128: the sum's low byte is the rounded value plus 128
                *byte = (y + (8_388_608.0 + 128.0)).to_bits() as u8;
            }
        }
    }
}

for_each_path! {
    /// Layer norm without weights, in place.
    pub(in crate::tag) fn norm(values: &mut [f32], width: usize) {
        for row in values.chunks_exact_mut(width) {
            let (mean, scale) = moments::<FMA>(row);
            for x in row {
                *x = (*x - mean) * scale;
            }
        }
    }
}

for_each_path! {
    /// `values += mixed / (1 + exp(-gates))`
    pub(in crate::tag) fn gate(values: &mut [f32], mixed: &[f32], gates: &[f32]) {
        for ((x, mixed), gate) in values.iter_mut().zip(mixed).zip(gates) {
            *x += mixed / (1.0 + exp::<FMA>(-gate));
        }
    }
}
