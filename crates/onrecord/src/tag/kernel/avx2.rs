//! Integer products with AVX2. Bytes are widened to 16 bits first, so that nothing saturates and the
//! sums are the same as everywhere else.

use std::arch::x86_64::*;

use super::{GROUP, Matrix, PANEL, Quantised, finish};

/// # Safety
/// The machine must have AVX2.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn multiply(rows: &Quantised, matrix: &Matrix, out: &mut [f32]) {
    let panel_size = matrix.inputs * PANEL;
    for panel in 0..matrix.outputs.div_ceil(PANEL) {
        let weights = &matrix.weights[panel * panel_size..(panel + 1) * panel_size];
        let width = (matrix.outputs - panel * PANEL).min(PANEL);
        for (row, bytes) in rows.bytes.chunks_exact(matrix.inputs).enumerate() {
            let mut sums = [[0i32; PANEL]];
            // SAFETY: `weights` holds one panel of as many groups as the row has.
            unsafe { integers(bytes, matrix.inputs, matrix.inputs / GROUP, weights, &mut sums) };
            let first = row * matrix.outputs + panel * PANEL;
            finish(&sums[0], rows.scales[row], matrix, panel, &mut out[first..first + width]);
        }
    }
}

/// See [`super::integers`].
///
/// # Safety
/// The machine must have AVX2; every row and all weights must be there.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn integers<const C: usize>(
    rows: &[u8],
    stride: usize,
    groups: usize,
    weights: &[i8],
    out: &mut [[i32; C]],
) {
    for (row, sums) in out.iter_mut().enumerate() {
        let bytes = &rows[row * stride..][..groups * GROUP];
        for (k, sums) in sums.chunks_exact_mut(16).enumerate() {
            // SAFETY: `weights` holds as many groups as `bytes`.
            unsafe { sixteen(bytes, weights.as_ptr().add(k * 16 * GROUP), C, sums) };
        }
    }
}

/// Sixteen of `columns` columns of one row. Pairs of neighbouring 32-bit lanes hold the halves of one column.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn sixteen(bytes: &[u8], weights: *const i8, columns: usize, out: &mut [i32]) {
    let mut sums = [_mm256_setzero_si256(); 4];
    for (group, four) in bytes.chunks_exact(GROUP).enumerate() {
        let four = i32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        let row = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
        for (k, sum) in sums.iter_mut().enumerate() {
            // SAFETY: four columns of four weights each lie at this place of the panel.
            let four = unsafe { _mm_loadu_si128(weights.add(group * columns * GROUP + k * 16).cast()) };
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(row, _mm256_cvtepi8_epi16(four)));
        }
    }
    for (out, sum) in out.chunks_exact_mut(4).zip(sums) {
        let mut halves = [0i32; 8];
        // SAFETY: the array holds eight integers.
        unsafe { _mm256_storeu_si256(halves.as_mut_ptr().cast(), sum) };
        for (out, pair) in out.iter_mut().zip(halves.chunks_exact(2)) {
            *out = pair[0] + pair[1];
        }
    }
}
