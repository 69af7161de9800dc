//! The inner product of attention: eight rows by 32 columns of floats, held in registers.

use super::Path;

/// Rows computed together.
pub(super) const ROWS: usize = 8;
/// Columns computed together; the width of an attention head.
pub(super) const HEAD: usize = 32;

/// A block of sums.
pub(super) type Tile = [[f32; HEAD]; ROWS];

/// `out[r][c]` is the sum over `d < depth` of `a[r * a_stride + d] * b[d * b_stride + c]`.
#[inline(always)]
pub(super) fn tile(path: Path, a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, depth: usize) -> Tile {
    assert!(
        depth > 0 && a.len() >= (ROWS - 1) * a_stride + depth && b.len() >= (depth - 1) * b_stride + HEAD
    );
    match path {
        // SAFETY: `Path::best` saw the instructions, and the sizes were checked.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { avx512(a, a_stride, b, b_stride, depth) },
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { avx2(a, a_stride, b, b_stride, depth) },
        _ => portable(a, a_stride, b, b_stride, depth),
    }
}

fn portable(a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, depth: usize) -> Tile {
    let mut out = [[0f32; HEAD]; ROWS];
    for d in 0..depth {
        let row = &b[d * b_stride..][..HEAD];
        for (r, out) in out.iter_mut().enumerate() {
            let factor = a[r * a_stride + d];
            for (out, x) in out.iter_mut().zip(row) {
                *out += factor * x;
            }
        }
    }
    out
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn avx512(a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, depth: usize) -> Tile {
    use std::arch::x86_64::*;
    let (a, b) = (a.as_ptr(), b.as_ptr());
    let mut sums = [[_mm512_setzero_ps(); 2]; ROWS];
    for d in 0..depth {
        // SAFETY: `tile` checked that row `d` of `b` and column `d` of `a` exist.
        unsafe {
            let low = _mm512_loadu_ps(b.add(d * b_stride));
            let high = _mm512_loadu_ps(b.add(d * b_stride + 16));
            for (r, sums) in sums.iter_mut().enumerate() {
                let factor = _mm512_set1_ps(*a.add(r * a_stride + d));
                sums[0] = _mm512_fmadd_ps(factor, low, sums[0]);
                sums[1] = _mm512_fmadd_ps(factor, high, sums[1]);
            }
        }
    }
    let mut out = [[0f32; HEAD]; ROWS];
    for (out, sums) in out.iter_mut().zip(sums) {
        // SAFETY: a row of the tile holds 32 floats.
        unsafe {
            _mm512_storeu_ps(out.as_mut_ptr(), sums[0]);
            _mm512_storeu_ps(out.as_mut_ptr().add(16), sums[1]);
        }
    }
    out
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2(a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, depth: usize) -> Tile {
    use std::arch::x86_64::*;
    let mut out = [[0f32; HEAD]; ROWS];
    // sixteen registers hold four rows by 16 columns and what they are made from
    for first in (0..ROWS).step_by(4) {
        for column in (0..HEAD).step_by(16) {
            let mut sums = [[_mm256_setzero_ps(); 2]; 4];
            for d in 0..depth {
                // SAFETY: `tile` checked that row `d` of `b` and column `d` of `a` exist.
                unsafe {
                    let low = _mm256_loadu_ps(b.as_ptr().add(d * b_stride + column));
                    let high = _mm256_loadu_ps(b.as_ptr().add(d * b_stride + column + 8));
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let factor = _mm256_set1_ps(*a.as_ptr().add((first + r) * a_stride + d));
                        sums[0] = _mm256_fmadd_ps(factor, low, sums[0]);
                        sums[1] = _mm256_fmadd_ps(factor, high, sums[1]);
                    }
                }
            }
            for (r, sums) in sums.iter().enumerate() {
                // SAFETY: a row of the tile holds 32 floats.
                unsafe {
                    _mm256_storeu_ps(out[first + r].as_mut_ptr().add(column), sums[0]);
                    _mm256_storeu_ps(out[first + r].as_mut_ptr().add(column + 8), sums[1]);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_computes_the_same_sums() {
        let (depth, a_stride, b_stride) = (37, 40, 70);
        let value = |i: usize| ((i * 7919 % 1000) as f32 - 500.0) / 250.0;
        let a: Vec<f32> = (0..ROWS * a_stride).map(value).collect();
        let b: Vec<f32> = (0..depth * b_stride).map(|i| value(i + 13)).collect();
        let want = portable(&a, a_stride, &b, b_stride, depth);
        for path in [Path::best(), Path::Avx2]
            .into_iter()
            .filter(|p| *p != Path::Avx2 || Path::best() != Path::Portable)
        {
            let got = tile(path, &a, a_stride, &b, b_stride, depth);
            for (got, want) in got.iter().flatten().zip(want.iter().flatten()) {
                assert!((got - want).abs() < 1e-3, "{path:?}: {got} is not {want}");
            }
        }
    }
}
