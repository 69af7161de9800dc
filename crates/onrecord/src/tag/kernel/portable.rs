//! Integer products in plain Rust, for machines without AVX2.

use super::{GROUP, Matrix, PANEL, Quantised, finish};

pub(super) fn multiply(rows: &Quantised, matrix: &Matrix, out: &mut [f32]) {
    let panel_size = matrix.inputs * PANEL;
    let groups = matrix.inputs / GROUP;
    for (row, (bytes, out)) in
        rows.bytes.chunks_exact(matrix.inputs).zip(out.chunks_exact_mut(matrix.outputs)).enumerate()
    {
        for (panel, out) in out.chunks_mut(PANEL).enumerate() {
            let mut sums = [[0i32; PANEL]];
            integers(bytes, matrix.inputs, groups, &matrix.weights[panel * panel_size..], &mut sums);
            finish(&sums[0], rows.scales[row], matrix, panel, out);
        }
    }
}

/// See [`super::integers`].
pub(super) fn integers<const C: usize>(
    rows: &[u8],
    stride: usize,
    groups: usize,
    weights: &[i8],
    out: &mut [[i32; C]],
) {
    for (row, sums) in out.iter_mut().enumerate() {
        *sums = [0; C];
        let bytes = &rows[row * stride..][..groups * GROUP];
        for (four, weights) in bytes.chunks_exact(GROUP).zip(weights.chunks_exact(C * GROUP)) {
            for (sum, column) in sums.iter_mut().zip(weights.chunks_exact(GROUP)) {
                for (byte, weight) in four.iter().zip(column) {
                    *sum += i32::from(*byte) * i32::from(*weight);
                }
            }
        }
    }
}
