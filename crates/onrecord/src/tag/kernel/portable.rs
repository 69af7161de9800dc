//! Integer products in plain Rust, for machines without AVX2.

use super::{GROUP, Matrix, PANEL, Quantised, finish};

pub(super) fn multiply(rows: &Quantised, matrix: &Matrix, out: &mut [f32]) {
    let groups = matrix.inputs / GROUP;
    for (row, (bytes, out)) in
        rows.bytes.chunks_exact(matrix.inputs).zip(out.chunks_exact_mut(matrix.outputs)).enumerate()
    {
        for (panel, out) in out.chunks_mut(PANEL).enumerate() {
            let mut sums = [0i32; PANEL];
            let weights = &matrix.weights[panel * groups * PANEL * GROUP..][..groups * PANEL * GROUP];
            for (four, weights) in bytes.chunks_exact(GROUP).zip(weights.chunks_exact(PANEL * GROUP)) {
                for (sum, column) in sums.iter_mut().zip(weights.chunks_exact(GROUP)) {
                    for (byte, weight) in four.iter().zip(column) {
                        *sum += i32::from(*byte) * i32::from(*weight);
                    }
                }
            }
            finish(&sums, rows.scales[row], matrix, panel, out);
        }
    }
}
