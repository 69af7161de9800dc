//! Self-attention over one window, its products in integers.
//!
//! Queries, keys and values are quantised anew, each query and key with a scale of its own, the values with one a column.
//! The mean of all keys is taken from each before, which moves every score of a query alike and so no share, but leaves
//! smaller numbers to round (Zhang et al., SageAttention, 2024); the values' mean, too, and is added again at the end.
//! The shares that a row gives to the others become bytes too, the largest 255, and are summed as such, so that what
//! rounding took is taken from all alike. A module of its own because, unlike the encoder's other products, neither
//! side stays the same from window to window.

use super::float::{across, fused, larger, largest};
use super::{GROUP, PANEL, Path, integers};

/// The width of an attention head.
const HEAD: usize = 32;
/// Queries computed together.
const ROWS: usize = 6;
/// Scores worked on at once.
const LANES: usize = 16;
/// What stands for one in the bytes of shares.
const WHOLE: f32 = 255.0;
/// Adding this makes the low byte of the sum the rounded number, with a sign.
const ROUND: f32 = 12_582_912.0;

/// Scratch space, kept between calls.
#[derive(Default)]
pub(in crate::tag) struct Arena {
    keys: Keys,
    values: Values,
    scores: Vec<f32>,
    shares: Vec<u8>,
}

/// Keys of one head: panels of [`PANEL`] keys, in each the first four numbers of every key, then the next four.
#[derive(Default)]
struct Keys {
    bytes: Vec<i8>,
    scales: Vec<f32>,
    /// 128 times the sum of a key's numbers: what unsigned queries add.
    offsets: Vec<i32>,
}

/// Values of one head: for every four rows, the four numbers of the first column, then of the next.
#[derive(Default)]
struct Values {
    bytes: Vec<i8>,
    scales: [f32; HEAD],
    mean: [f32; HEAD],
}

/// Self-attention over one window. `qkv` holds, a row a wordpiece, the queries (already scaled), keys and values of all
/// heads, `width` of each; `out` takes `width` for each row that `queries` names.
pub(in crate::tag) fn attention(
    path: Path,
    qkv: &[f32],
    width: usize,
    queries: &[usize],
    arena: &mut Arena,
    out: &mut Vec<f32>,
) {
    out.resize(queries.len() * width, 0.0);
    for head in 0..width / HEAD {
        one_head(path, path, qkv, [width, head * HEAD], queries, arena, out);
    }
}

for_each_path! {
    /// `place`: the width of all heads, and where this one begins.
    fn one_head(own: Path, qkv: &[f32], place: [usize; 2], queries: &[usize], arena: &mut Arena, out: &mut [f32]) {
        let [width, first] = place;
        let Arena { keys, values, scores, shares } = arena;
        let length = qkv.len() / (3 * width);
        let padded = length.next_multiple_of(PANEL);
        let part = |row: usize, number: usize| &qkv[row * 3 * width + number * width + first..][..HEAD];
        keys.fill::<FMA>(length, |row| part(row, 1));
        values.fill::<FMA>(length, |row| part(row, 2));
        scores.resize(ROWS * padded, 0.0);
        shares.resize(ROWS * padded, 0);
        let (mut products, mut weighted) = ([[0i32; PANEL]; ROWS], [[0i32; HEAD]; ROWS]);
        for (block, asked) in queries.chunks(ROWS).enumerate() {
            let mut bytes = [0u8; ROWS * HEAD];
            let mut scales = [0f32; ROWS];
            for ((row, bytes), scale) in asked.iter().zip(bytes.chunks_exact_mut(HEAD)).zip(&mut scales) {
                let (values, step) = quantised::<FMA>(part(*row, 0), &[0.0; HEAD]);
                // the exponents' base is two
                *scale = step * std::f32::consts::LOG2_E;
                for (byte, x) in bytes.iter_mut().zip(values) {
                    *byte = (x as u8).wrapping_add(128);
                }
            }
            let mut most = [[f32::NEG_INFINITY; LANES]; ROWS];
            for panel in 0..padded / PANEL {
                let weights = &keys.bytes[panel * PANEL * HEAD..][..PANEL * HEAD];
                integers(own, &bytes, HEAD, HEAD / GROUP, weights, &mut products[..asked.len()]);
                let columns = panel * PANEL..(panel + 1) * PANEL;
                for r in 0..asked.len() {
                    let scores = &mut scores[r * padded..][columns.clone()];
                    keys.scores(&products[r], scales[r], columns.clone(), scores, &mut most[r]);
                }
            }
            let mut totals = [0i32; ROWS];
            for r in 0..asked.len() {
                let most = across(most[r], larger);
                let range = r * padded..(r + 1) * padded;
                totals[r] = share::<FMA>(&scores[range.clone()], most, &mut shares[range]);
            }
            let groups = length.div_ceil(GROUP);
            integers(own, shares, padded, groups, &values.bytes, &mut weighted[..asked.len()]);
            for r in 0..asked.len() {
                let scale = 1.0 / totals[r] as f32;
                let out = &mut out[(block * ROWS + r) * width + first..][..HEAD];
                for d in 0..HEAD {
                    out[d] = fused::<FMA>(weighted[r][d] as f32, scale * values.scales[d], values.mean[d]);
                }
            }
        }
    }
}

impl Keys {
    #[inline(always)]
    fn fill<'v, const FMA: bool>(&mut self, length: usize, row: impl Fn(usize) -> &'v [f32]) {
        let padded = length.next_multiple_of(PANEL);
        self.bytes.resize(padded * HEAD, 0);
        self.scales.resize(padded, 0.0);
        self.offsets.resize(padded, 0);
        let mean = mean(length, &row);
        for key in 0..length {
            let (values, step) = quantised::<FMA>(row(key), &mean);
            self.scales[key] = step;
            self.offsets[key] = 128 * values.iter().map(|x| i32::from(*x)).sum::<i32>();
            let panel = &mut self.bytes[key / PANEL * PANEL * HEAD..][..PANEL * HEAD];
            for (group, four) in values.chunks_exact(GROUP).enumerate() {
                panel[(group * PANEL + key % PANEL) * GROUP..][..GROUP].copy_from_slice(four);
            }
        }
        // no share for what is not there
        self.scales[length..].fill(f32::NAN);
    }

    /// The scores of one query for the keys of a panel, and the largest so far.
    #[inline(always)]
    fn scores(
        &self,
        sums: &[i32; PANEL],
        scale: f32,
        columns: std::ops::Range<usize>,
        scores: &mut [f32],
        most: &mut [f32; LANES],
    ) {
        let steps = &self.scales[columns.clone()];
        let offsets = &self.offsets[columns];
        for k in 0..PANEL {
            scores[k] = (sums[k] - offsets[k]) as f32 * (scale * steps[k]);
        }
        for scores in scores.chunks_exact(LANES) {
            for k in 0..LANES {
                most[k] = larger(scores[k], most[k]);
            }
        }
    }
}

impl Values {
    #[inline(always)]
    fn fill<'v, const FMA: bool>(&mut self, length: usize, row: impl Fn(usize) -> &'v [f32]) {
        self.mean = mean(length, &row);
        let mut most = [1e-12f32; HEAD];
        for value in 0..length {
            let row = row(value);
            for d in 0..HEAD {
                most[d] = larger((row[d] - self.mean[d]).abs(), most[d]);
            }
        }
        let inverse = most.map(|most| 127.0 / most);
        self.scales = most.map(|most| most / 127.0);
        self.bytes.resize(length.next_multiple_of(GROUP) * HEAD, 0);
        for (group, bytes) in self.bytes.chunks_exact_mut(GROUP * HEAD).enumerate() {
            let mut four = [[0u8; HEAD]; GROUP];
            for (k, four) in four.iter_mut().enumerate().take(length - group * GROUP) {
                let row = row(group * GROUP + k);
                for d in 0..HEAD {
                    four[d] = fused::<FMA>(row[d] - self.mean[d], inverse[d], ROUND).to_bits() as u8;
                }
            }
            for (d, bytes) in bytes.chunks_exact_mut(GROUP).enumerate() {
                for (byte, four) in bytes.iter_mut().zip(&four) {
                    *byte = four[d] as i8;
                }
            }
        }
    }
}

/// The mean of all rows.
#[inline(always)]
fn mean<'v>(length: usize, row: impl Fn(usize) -> &'v [f32]) -> [f32; HEAD] {
    let mut sums = [0f32; HEAD];
    for number in 0..length {
        for (sum, x) in sums.iter_mut().zip(row(number)) {
            *sum += x;
        }
    }
    sums.map(|sum| sum / length.max(1) as f32)
}

/// A row less `mean` in bytes with a sign, and what one step of them stands for.
#[inline(always)]
fn quantised<const FMA: bool>(row: &[f32], mean: &[f32; HEAD]) -> ([i8; HEAD], f32) {
    let mut centred = [0f32; HEAD];
    for d in 0..HEAD {
        centred[d] = row[d] - mean[d];
    }
    let most = larger(largest(&centred), 1e-12);
    let inverse = 127.0 / most;
    let mut bytes = [0i8; HEAD];
    for (byte, x) in bytes.iter_mut().zip(centred) {
        *byte = fused::<FMA>(x, inverse, ROUND).to_bits() as i8;
    }
    (bytes, most / 127.0)
}

/// Two to the power of what scores are below the largest, in bytes; their sum. What is not a number gets nothing.
#[inline(always)]
fn share<const FMA: bool>(scores: &[f32], most: f32, shares: &mut [u8]) -> i32 {
    let mut total = [0i32; LANES];
    for (scores, shares) in scores.chunks_exact(LANES).zip(shares.chunks_exact_mut(LANES)) {
        let mut bytes = [0i32; LANES];
        for k in 0..LANES {
            // below this a share rounds to nothing; the order of the operands turns what is no number into it
            let below = larger(scores[k] - most, -16.0);
            let shifted = below + ROUND;
            let rest = below - (shifted - ROUND);
            let mut y = fused::<FMA>(rest, 9.618_13e-3, 5.550_411e-2);
            for c in [0.240_226_5, std::f32::consts::LN_2, 1.0] {
                y = fused::<FMA>(y, rest, c);
            }
            let power = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
            let scale = f32::from_bits(((power + 127) << 23) as u32);
            bytes[k] = fused::<FMA>(y, scale * WHOLE, ROUND).to_bits() as i32 & 0xff;
        }
        // apart from what makes them, so that the sums stay in a register
        for k in 0..LANES {
            total[k] += bytes[k];
            shares[k] = bytes[k] as u8;
        }
    }
    across(total, |a, b| a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What attention comes to in exact numbers.
    fn exactly(qkv: &[f32], width: usize, length: usize) -> Vec<f32> {
        let at = |row: usize, part: usize, k: usize| qkv[row * 3 * width + part * width + k];
        let mut out = vec![0f32; length * width];
        for head in 0..width / HEAD {
            for i in 0..length {
                let product = |j, d| at(i, 0, head * HEAD + d) * at(j, 1, head * HEAD + d);
                let share = |j| (0..HEAD).map(|d| product(j, d)).sum::<f32>().exp();
                let total: f32 = (0..length).map(share).sum();
                for d in 0..HEAD {
                    let sum: f32 = (0..length).map(|j| share(j) * at(j, 2, head * HEAD + d)).sum();
                    out[i * width + head * HEAD + d] = sum / total;
                }
            }
        }
        out
    }

    #[test]
    fn attention_is_the_weighted_mean_of_the_values() {
        for length in [1, 3, 37, 64, 130] {
            let width = 64;
            let value = |i: usize| ((i * 7919 % 1000) as f32 - 500.0) / 400.0;
            let qkv: Vec<f32> = (0..length * 3 * width).map(value).collect();
            let want = exactly(&qkv, width, length);
            let some: Vec<usize> = (0..length).step_by(3).collect();
            let mut arena = Arena::default();
            for path in [Path::Portable, Path::best()] {
                let mut out = Vec::new();
                attention(path, &qkv, width, &some, &mut arena, &mut out);
                assert_eq!(out.len(), some.len() * width);
                let want = some.iter().flat_map(|row| &want[row * width..][..width]);
                let off: Vec<f32> = out.iter().zip(want).map(|(got, want)| (got - want).abs()).collect();
                let most = off.iter().copied().fold(0.0, larger);
                // of numbers up to 1.25, after a rounding of each side
                assert!(most < 0.06, "{path:?}, {length}: {most} off");
                assert!(off.iter().sum::<f32>() / (off.len() as f32) < 0.01, "{path:?}, {length}");
            }
        }
    }

    #[test]
    fn every_path_attends_alike() {
        let (length, width) = (75, 64);
        let value = |i: usize| ((i * 104_729 % 1009) as f32 - 504.0) / 600.0;
        let qkv: Vec<f32> = (0..length * 3 * width).map(value).collect();
        let all: Vec<usize> = (0..length).collect();
        let read = |path| {
            let mut out = Vec::new();
            attention(path, &qkv, width, &all, &mut Arena::default(), &mut out);
            out
        };
        let want = read(Path::Portable);
        let mut paths = vec![Path::best()];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            paths.push(Path::Avx2);
        }
        for path in paths {
            for (got, want) in read(path).iter().zip(&want) {
                // without fused products a byte may round the other way
                assert!((got - want).abs() < 5e-3, "{path:?}: {got} is not {want}");
            }
        }
    }
}
