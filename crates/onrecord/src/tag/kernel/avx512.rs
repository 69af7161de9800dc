//! Integer products with AVX-512 VNNI: six rows by 64 columns in registers.

use std::arch::x86_64::*;

use super::{GROUP, Matrix, PANEL, Quantised, finish};

const ROWS: usize = 6;
const LANES: usize = PANEL / 16;

/// # Safety
/// The machine must have AVX-512 F, BW, VL and VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub(super) unsafe fn multiply(rows: &Quantised, matrix: &Matrix, out: &mut [f32]) {
    let count = rows.scales.len();
    let panel_size = matrix.inputs * PANEL;
    assert_eq!(rows.bytes.len(), count * matrix.inputs);
    assert_eq!(matrix.weights.len() % panel_size.max(1), 0);
    for panel in 0..matrix.outputs.div_ceil(PANEL) {
        let weights = &matrix.weights[panel * panel_size..(panel + 1) * panel_size];
        let mut row = 0;
        while row < count {
            let block = (count - row).min(ROWS);
            let bytes = &rows.bytes[row * matrix.inputs..(row + block) * matrix.inputs];
            // SAFETY: `bytes` holds `block` rows and `weights` one panel of `inputs` bytes.
            let sums = unsafe {
                match block {
                    6 => tile::<6>(bytes, weights, matrix.inputs),
                    5 => tile::<5>(bytes, weights, matrix.inputs),
                    4 => tile::<4>(bytes, weights, matrix.inputs),
                    3 => tile::<3>(bytes, weights, matrix.inputs),
                    2 => tile::<2>(bytes, weights, matrix.inputs),
                    _ => tile::<1>(bytes, weights, matrix.inputs),
                }
            };
            let width = (matrix.outputs - panel * PANEL).min(PANEL);
            for (k, sums) in sums.iter().enumerate().take(block) {
                let first = (row + k) * matrix.outputs + panel * PANEL;
                finish(sums, rows.scales[row + k], matrix, panel, &mut out[first..first + width]);
            }
            row += block;
        }
    }
}

/// The sums of `R` rows with one panel. Plain loops: an iterator's closures would not have these instructions.
#[inline]
#[allow(clippy::needless_range_loop)]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn tile<const R: usize>(bytes: &[u8], weights: &[i8], inputs: usize) -> [[i32; PANEL]; ROWS] {
    let mut sums = [[_mm512_setzero_si512(); LANES]; R];
    for group in 0..inputs / GROUP {
        // SAFETY: the caller passes `R * inputs` bytes and `inputs * PANEL` weights.
        unsafe {
            let at = weights.as_ptr().add(group * PANEL * GROUP);
            // no closure here: it would not have this function's instructions
            let columns: [__m512i; LANES] = [
                _mm512_loadu_si512(at.cast()),
                _mm512_loadu_si512(at.add(64).cast()),
                _mm512_loadu_si512(at.add(128).cast()),
                _mm512_loadu_si512(at.add(192).cast()),
            ];
            for r in 0..R {
                let four = bytes.as_ptr().add(r * inputs + group * GROUP).cast::<i32>().read_unaligned();
                let row = _mm512_set1_epi32(four);
                for lane in 0..LANES {
                    sums[r][lane] = _mm512_dpbusd_epi32(sums[r][lane], row, columns[lane]);
                }
            }
        }
    }
    let mut out = [[0i32; PANEL]; ROWS];
    for (out, sums) in out.iter_mut().zip(sums) {
        for (out, sum) in out.chunks_exact_mut(16).zip(sums) {
            // SAFETY: the chunk holds 16 integers.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), sum) };
        }
    }
    out
}
