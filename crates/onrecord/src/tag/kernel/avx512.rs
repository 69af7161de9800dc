//! Integer products with AVX-512 VNNI: six rows by 64 columns in registers.

use std::arch::x86_64::*;

use super::{GROUP, Matrix, PANEL, Quantised, finish};

/// Rows computed together.
pub(super) const ROWS: usize = 6;
/// Integers of one register.
const LANE: usize = 16;
const LANES: usize = PANEL / LANE;

/// # Safety
/// The machine must have AVX-512 F, BW, VL and VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub(super) unsafe fn multiply(rows: &Quantised, matrix: &Matrix, out: &mut [f32]) {
    let count = rows.scales.len();
    let panel_size = matrix.inputs * PANEL;
    assert_eq!(rows.bytes.len(), count * matrix.inputs);
    assert_eq!(matrix.weights.len() % panel_size.max(1), 0);
    for panel in 0..matrix.outputs.div_ceil(PANEL) {
        let mut row = 0;
        while row < count {
            let block = (count - row).min(ROWS);
            // SAFETY: `row + block` is not beyond `count`, and there is such a panel.
            unsafe {
                match block {
                    6 => tile::<6>(rows, matrix, row, panel, out),
                    5 => tile::<5>(rows, matrix, row, panel, out),
                    4 => tile::<4>(rows, matrix, row, panel, out),
                    3 => tile::<3>(rows, matrix, row, panel, out),
                    2 => tile::<2>(rows, matrix, row, panel, out),
                    _ => tile::<1>(rows, matrix, row, panel, out),
                }
            }
            row += block;
        }
    }
}

/// `R` rows by one panel.
///
/// # Safety
/// As [`multiply`]; the rows and the panel must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn tile<const R: usize>(rows: &Quantised, matrix: &Matrix, row: usize, panel: usize, out: &mut [f32]) {
    let inputs = matrix.inputs;
    // SAFETY: `R` rows of `inputs` bytes lie there, and a panel of as many weights for each column.
    let sums = unsafe {
        let bytes = rows.bytes.as_ptr().add(row * inputs);
        let weights = matrix.weights.as_ptr().add(panel * inputs * PANEL);
        accumulate::<R, 1, PANEL>([bytes], weights, inputs / GROUP, inputs)
    };
    let width = (matrix.outputs - panel * PANEL).min(PANEL);
    for (k, sums) in sums.iter().enumerate() {
        let first = (row + k) * matrix.outputs + panel * PANEL;
        let out = &mut out[first..first + width];
        match <&mut [f32; PANEL]>::try_from(&mut *out) {
            // of known width, which makes it twice as fast
            Ok(whole) => finish(sums, rows.scales[row + k], matrix, panel, whole),
            Err(_) => finish(sums, rows.scales[row + k], matrix, panel, out),
        }
    }
}

/// See [`super::integers`]. At most [`ROWS`] rows at once are fast.
///
/// # Safety
/// As [`multiply`]; every row and all weights must be there.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub(super) unsafe fn integers<const C: usize>(
    rows: &[u8],
    stride: usize,
    groups: usize,
    weights: &[i8],
    out: &mut [[i32; C]],
) {
    let (rows, weights) = (rows.as_ptr(), weights.as_ptr());
    for (block, out) in out.chunks_mut(ROWS).enumerate() {
        // SAFETY: the caller says so.
        unsafe {
            let parts = [rows.add(block * ROWS * stride)];
            match out.len() {
                6 => out.copy_from_slice(&accumulate::<6, 1, C>(parts, weights, groups, stride)),
                5 => out.copy_from_slice(&accumulate::<5, 1, C>(parts, weights, groups, stride)),
                4 => out.copy_from_slice(&accumulate::<4, 1, C>(parts, weights, groups, stride)),
                3 => out.copy_from_slice(&accumulate::<3, 1, C>(parts, weights, groups, stride)),
                2 => out.copy_from_slice(&accumulate::<2, 1, C>(parts, weights, groups, stride)),
                _ => out.copy_from_slice(&accumulate::<1, 1, C>(parts, weights, groups, stride)),
            }
        }
    }
}

/// The sums of `R` rows with a panel of weights of `C` columns, at most [`PANEL`]. A row has `T` parts of `groups` groups,
/// one after the other in the panel; those of the first row begin at `parts`, those of the next ones `stride` bytes on.
/// Plain loops: an iterator's closures would not have these instructions.
///
/// # Safety
/// As [`multiply`]; every part of every row, and `T * groups` groups of the panel, must be there.
#[inline]
#[allow(clippy::needless_range_loop)]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub(super) unsafe fn accumulate<const R: usize, const T: usize, const C: usize>(
    parts: [*const u8; T],
    weights: *const i8,
    groups: usize,
    stride: usize,
) -> [[i32; C]; R] {
    const { assert!(C.is_multiple_of(LANE) && C <= PANEL) };
    let mut sums = [[_mm512_setzero_si512(); LANES]; R];
    for part in 0..T {
        for group in 0..groups {
            // SAFETY: the caller says so.
            unsafe {
                let at = weights.add((part * groups + group) * C * GROUP);
                // no closure here: it would not have this function's instructions
                let mut columns = [_mm512_setzero_si512(); LANES];
                for lane in 0..C / LANE {
                    columns[lane] = _mm512_loadu_si512(at.add(lane * LANE * GROUP).cast());
                }
                for r in 0..R {
                    let four = parts[part].add(r * stride + group * GROUP).cast::<i32>().read_unaligned();
                    let row = _mm512_set1_epi32(four);
                    for lane in 0..C / LANE {
                        sums[r][lane] = _mm512_dpbusd_epi32(sums[r][lane], row, columns[lane]);
                    }
                }
            }
        }
    }
    let mut out = [[0i32; C]; R];
    for (out, sums) in out.iter_mut().zip(sums) {
        for (out, sum) in out.chunks_exact_mut(LANE).zip(sums) {
            // SAFETY: the chunk holds 16 integers.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), sum) };
        }
    }
    out
}
