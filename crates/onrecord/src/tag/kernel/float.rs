//! Float arithmetic, written once and compiled for each path.
//!
//! `exp` and `erf` are polynomials that vectorise; both stay within a few units in the last place of
//! the library's over the range used here. `erf` is the rational approximation of Eigen and XLA.

use super::Path;

#[inline(always)]
pub(super) fn fused<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

#[inline(always)]
pub(super) fn exp<const FMA: bool>(x: f32) -> f32 {
    // adding this makes the low bits of the sum the rounded integer
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = fused::<FMA>(x, std::f32::consts::LOG2_E, ROUND);
    let whole = shifted - ROUND;
    let rest = fused::<FMA>(whole, -0.693_359_4, x);
    let rest = fused::<FMA>(whole, 2.121_944_4e-4, rest);
    let mut y = fused::<FMA>(rest, 1.987_569_1e-4, 1.398_199_9e-3);
    for c in [8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        y = fused::<FMA>(y, rest, c);
    }
    let y = fused::<FMA>(y * rest, rest, rest + 1.0);
    let power = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    y * f32::from_bits(((power + 127) << 23) as u32)
}

#[inline(always)]
fn erf<const FMA: bool>(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let mut over = -2.726_142_3e-10;
    for c in [2.770_681_4e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906_3e-4, -2.954_6e-3, -1.609_603e-2] {
        over = fused::<FMA>(over, square, c);
    }
    let mut under = -1.456_607_2e-5;
    for c in [-2.133_740_5e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2] {
        under = fused::<FMA>(under, square, c);
    }
    x * over / under
}

/// Lanes of a vector register -> one value, by halves: a chain from lane to lane would wait for every step.
#[inline(always)]
pub(super) fn across<T: Copy, const N: usize>(mut lanes: [T; N], join: impl Fn(T, T) -> T) -> T {
    let mut half = N / 2;
    while half > 0 {
        for k in 0..half {
            lanes[k] = join(lanes[k], lanes[k + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// The largest size of the numbers of a row.
#[inline(always)]
pub(super) fn largest(row: &[f32]) -> f32 {
    let mut lanes = [0f32; 16];
    let chunks = row.chunks_exact(16);
    for x in chunks.remainder() {
        lanes[0] = larger(x.abs(), lanes[0]);
    }
    for chunk in chunks {
        for (most, x) in lanes.iter_mut().zip(chunk) {
            *most = larger(x.abs(), *most);
        }
    }
    across(lanes, larger)
}

/// The larger of two numbers, without `f32::max`'s care for NaN.
#[inline(always)]
pub(super) fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

for_each_path! {
    /// Quantises rows of `width` values to unsigned bytes around 128; one scale a row.
    pub(super) fn quantise(values: &[f32], width: usize, bytes: &mut [u8], scales: &mut [f32]) {
        for ((row, bytes), scale) in values.chunks_exact(width).zip(bytes.chunks_exact_mut(width)).zip(scales) {
            let largest = larger(largest(row), 1e-12);
            let inverse = 127.0 / largest;
            *scale = largest / 127.0;
            for (byte, x) in bytes.iter_mut().zip(row) {
                // 2^23 + 128: the sum's low byte is the rounded value plus 128
                let shifted = fused::<FMA>(*x, inverse, 8_388_608.0 + 128.0);
                *byte = shifted.to_bits() as u8;
            }
        }
    }
}

for_each_path! {
    /// `residual = norm(rows + residual) * weight + bias`, each row on its own.
    pub(in crate::tag) fn layer_norm(residual: &mut [f32], rows: &[f32], weight: &[f32], bias: &[f32]) {
        let width = weight.len();
        for (row, residual) in rows.chunks_exact(width).zip(residual.chunks_exact_mut(width)) {
            let (mut sums, mut squares) = ([0f32; 16], [0f32; 16]);
            for (row, residual) in row.chunks_exact(16).zip(residual.chunks_exact_mut(16)) {
                for k in 0..16 {
                    residual[k] += row[k];
                    sums[k] += residual[k];
                    squares[k] = fused::<FMA>(residual[k], residual[k], squares[k]);
                }
            }
            let mean = across(sums, |a, b| a + b) / width as f32;
            let variance = across(squares, |a, b| a + b) / width as f32 - mean * mean;
            let scale = 1.0 / (larger(variance, 0.0) + 1e-12).sqrt();
            for ((x, w), b) in residual.iter_mut().zip(weight).zip(bias) {
                *x = fused::<FMA>((*x - mean) * scale, *w, *b);
            }
        }
    }
}

#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; 16];
    let chunks = row.chunks_exact(16);
    let rest: f32 = chunks.remainder().iter().map(|x| of(*x)).sum();
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += of(*x);
        }
    }
    across(lanes, |a, b| a + b) + rest
}

for_each_path! {
    /// `x = x * P(normal < x)`, in place.
    pub(in crate::tag) fn gelu(values: &mut [f32]) {
        for x in values {
            let half = 0.5 * *x;
            *x = fused::<FMA>(half, erf::<FMA>(*x * std::f32::consts::FRAC_1_SQRT_2), half);
        }
    }
}

for_each_path! {
    /// Layer norm with torch's default epsilon, then [`gelu`], on rows as wide as `weight`.
    pub(in crate::tag) fn norm_gelu(rows: &mut [f32], weight: &[f32], bias: &[f32]) {
        for row in rows.chunks_exact_mut(weight.len()) {
            let size = row.len() as f32;
            let mean = sum(row, |x| x) / size;
            let variance = sum(row, |x| (x - mean) * (x - mean)) / size;
            let scale = 1.0 / (variance + 1e-5).sqrt();
            for ((x, w), b) in row.iter_mut().zip(weight).zip(bias) {
                let y = fused::<FMA>((*x - mean) * scale, *w, *b);
                let half = 0.5 * y;
                *x = fused::<FMA>(half, erf::<FMA>(y * std::f32::consts::FRAC_1_SQRT_2), half);
            }
        }
    }
}

for_each_path! {
    /// The products of rows of `width` with a few more rows, plus a bias each; `out` takes one value for each bias.
    pub(in crate::tag) fn few(rows: &[f32], width: usize, weights: &[f32], bias: &[f32], out: &mut [f32]) {
        for (row, out) in rows.chunks_exact(width).zip(out.chunks_exact_mut(bias.len())) {
            for ((out, weights), bias) in out.iter_mut().zip(weights.chunks_exact(width)).zip(bias) {
                *out = dot(row, weights) + bias;
            }
        }
    }
}

for_each_path! {
    /// `out = a + b + c + d`
    pub(in crate::tag) fn add_four(out: &mut [f32], a: &[f32], b: &[f32], c: &[f32], d: &[f32]) {
        for ((((out, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *out = a + b + c + d;
        }
    }
}

for_each_path! {
    /// `out = (a + b) + (c + d) + e`
    pub(in crate::tag) fn add_pairs(out: &mut [f32], ab: [&[f32]; 2], cd: [&[f32]; 2], e: &[f32]) {
        let pairs = ab[0].iter().zip(ab[1]).zip(cd[0].iter().zip(cd[1]));
        for ((out, ((a, b), (c, d))), e) in out.iter_mut().zip(pairs).zip(e) {
            *out = (a + b) + (c + d) + e;
        }
    }
}

/// The sum of the products of two rows.
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 16];
    for (a, b) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for k in 0..16 {
            lanes[k] += a[k] * b[k];
        }
    }
    across(lanes, |a, b| a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_erf_are_close() {
        for i in -800..=800 {
            let x = i as f32 / 100.0;
            assert!((exp::<true>(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
        }
        for (x, want) in
            [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (-2.0, -0.995_322_3), (9.0, 1.0)]
        {
            assert!((erf::<false>(x) - want).abs() < 1e-5, "erf {x}");
        }
    }
}
