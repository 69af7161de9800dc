//! The arithmetic under the encoder: int8 products of matrices, float attention, activations.
//!
//! A module of its own because a general inference library was measured to be in the way: it
//! quantises a whole activation matrix at once and rearranges what could stay put
//! (`docs/inference.md`). Three paths compute the same integers: AVX-512 VNNI, AVX2, and plain Rust for
//! every other machine; `tests` hold them together. Float code is plain Rust, compiled once a path.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[macro_use]
mod paths;
mod attention;
mod convolve;
mod float;
mod gated;
mod portable;

pub(super) use attention::{Arena, attention};
pub(super) use convolve::{Gated, Passes, Rows};
pub(super) use float::{add_four, add_pairs, few, gelu, layer_norm, norm_gelu};
pub(super) use gated::{Table, embed, norm, norm_quantise};

/// How many output columns are computed together; a matrix is padded to a multiple.
pub(super) const PANEL: usize = 64;
/// How many inputs are multiplied at once; a row of activations is padded to a multiple.
pub(super) const GROUP: usize = 4;

/// The instructions that this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// AVX-512 with VNNI.
    Avx512,
    /// AVX2 with FMA.
    Avx2,
    /// Whatever the target has.
    Portable,
}

impl Path {
    /// The fastest path of this machine.
    pub(super) fn best() -> Path {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512vnni")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
            {
                return Path::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Path::Avx2;
            }
        }
        Path::Portable
    }
}

/// An int8 matrix of a linear layer, `outputs` x `inputs`, laid out for the kernels.
pub(super) struct Matrix {
    /// Inputs, a multiple of [`GROUP`].
    pub(super) inputs: usize,
    /// Outputs, before padding.
    pub(super) outputs: usize,
    /// `[panel][group][column][4]`: weights of [`PANEL`] outputs for four inputs side by side.
    weights: Vec<i8>,
    /// One scale an output.
    scales: Vec<f32>,
    /// One bias an output.
    bias: Vec<f32>,
    /// 128 times the sum of an output's weights: what the unsigned activations add.
    offsets: Vec<i32>,
}

impl Matrix {
    /// Packs `outputs` rows of `inputs` weights.
    pub(super) fn new(weights: &[i8], scales: &[f32], bias: &[f32], inputs: usize) -> Matrix {
        let outputs = scales.len();
        let panels = outputs.div_ceil(PANEL);
        let groups = inputs / GROUP;
        let mut packed = vec![0i8; panels * groups * PANEL * GROUP];
        let mut offsets = vec![0i32; panels * PANEL];
        for (row, weights) in weights.chunks_exact(inputs).enumerate() {
            let (panel, column) = (row / PANEL, row % PANEL);
            for (group, four) in weights.chunks_exact(GROUP).enumerate() {
                let at = ((panel * groups + group) * PANEL + column) * GROUP;
                packed[at..at + GROUP].copy_from_slice(four);
            }
            offsets[row] = 128 * weights.iter().map(|w| *w as i32).sum::<i32>();
        }
        let pad = |values: &[f32]| {
            let mut out = values.to_vec();
            out.resize(panels * PANEL, 0.0);
            out
        };
        Matrix { inputs, outputs, weights: packed, scales: pad(scales), bias: pad(bias), offsets }
    }
}

/// Rows of activations, quantised to unsigned bytes around 128 with one scale a row.
#[derive(Default)]
pub(super) struct Quantised {
    bytes: Vec<u8>,
    scales: Vec<f32>,
}

impl Quantised {
    /// Quantises `rows` of `width` values each.
    pub(super) fn fill(&mut self, path: Path, values: &[f32], width: usize) {
        self.bytes.resize(values.len(), 0);
        self.scales.resize(values.len() / width, 0.0);
        float::quantise(path, values, width, &mut self.bytes, &mut self.scales);
    }
}

/// `out[r] = matrix * rows[r] + bias`, `out` being rows of `matrix.outputs` values.
pub(super) fn multiply(path: Path, rows: &Quantised, matrix: &Matrix, out: &mut Vec<f32>) {
    let count = rows.scales.len();
    out.resize(count * matrix.outputs, 0.0);
    match path {
        // SAFETY: `Path::best` saw the instructions; the kernels check the sizes.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { avx512::multiply(rows, matrix, out) },
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { avx2::multiply(rows, matrix, out) },
        _ => portable::multiply(rows, matrix, out),
    }
}

/// `out[r][c]` becomes the sum over `g < groups` and `k < 4` of `rows[r * stride + 4 g + k] * weights[(C g + c) * 4 + k]`.
#[inline(always)]
fn integers<const C: usize>(
    path: Path,
    rows: &[u8],
    stride: usize,
    groups: usize,
    weights: &[i8],
    out: &mut [[i32; C]],
) {
    assert!(out.is_empty() || rows.len() >= (out.len() - 1) * stride + groups * GROUP);
    assert!(weights.len() >= groups * C * GROUP);
    match path {
        // SAFETY: `Path::best` saw the instructions; the sizes were checked.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { avx512::integers(rows, stride, groups, weights, out) },
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { avx2::integers(rows, stride, groups, weights, out) },
        _ => portable::integers(rows, stride, groups, weights, out),
    }
}

/// Turns the integer sums of one row and panel into floats: shared by every path, so that all agree.
#[inline(always)]
fn finish(sums: &[i32; PANEL], row_scale: f32, matrix: &Matrix, panel: usize, out: &mut [f32]) {
    let first = panel * PANEL;
    let scales = &matrix.scales[first..first + PANEL];
    let bias = &matrix.bias[first..first + PANEL];
    let offsets = &matrix.offsets[first..first + PANEL];
    for (k, out) in out.iter_mut().enumerate() {
        *out = (sums[k] - offsets[k]) as f32 * (row_scale * scales[k]) + bias[k];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn product(path: Path, rows: usize, inputs: usize, outputs: usize, seed: u64) -> Vec<f32> {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as i32
        };
        let weights: Vec<i8> = (0..inputs * outputs).map(|_| next() as i8).collect();
        let scales: Vec<f32> = (0..outputs).map(|_| (next() % 100 + 101) as f32 / 1e4).collect();
        let bias: Vec<f32> = (0..outputs).map(|_| (next() % 100) as f32).collect();
        let values: Vec<f32> = (0..rows * inputs).map(|_| (next() % 2000) as f32 / 100.0).collect();
        let matrix = Matrix::new(&weights, &scales, &bias, inputs);
        let mut quantised = Quantised::default();
        quantised.fill(Path::Portable, &values, inputs);
        let mut out = Vec::new();
        multiply(path, &quantised, &matrix, &mut out);
        out
    }

    proptest! {
        #[test]
        fn every_path_computes_the_same(rows in 1usize..20, groups in 1usize..20, outputs in 1usize..150, seed: u64) {
            let portable = product(Path::Portable, rows, groups * GROUP, outputs, seed);
            let best = product(Path::best(), rows, groups * GROUP, outputs, seed);
            prop_assert_eq!(&portable, &best);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                prop_assert_eq!(&portable, &product(Path::Avx2, rows, groups * GROUP, outputs, seed));
            }
        }
    }

    #[test]
    fn a_product_is_near_the_float_one() {
        let matrix = Matrix::new(&[100, -50, 25, 0, 127, 127, 127, 127], &[0.01, 0.02], &[0.5, -1.0], 4);
        let mut rows = Quantised::default();
        rows.fill(Path::best(), &[1.0, 2.0, -4.0, 8.0], 4);
        let mut out = Vec::new();
        multiply(Path::best(), &rows, &matrix, &mut out);
        let want = [1.0 - 1.0 - 1.0 + 0.5, 2.54 * 7.0 - 1.0];
        for (got, want) in out.iter().zip(want) {
            assert!((got - want).abs() < 0.15, "{got} is far from {want}");
        }
    }
}
