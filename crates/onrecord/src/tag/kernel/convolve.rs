//! A gated convolution: integer products of every row and two neighbours, and of every row alone, joined by a gate.
//!
//! The two products and the gate are one pass where the machine has AVX-512, so that no intermediate value is written to
//! memory: it takes half the time. Elsewhere they are [`multiply`] and [`gate`] one after the other.

use std::ops::Range;

use super::gated::gate;
use super::{Matrix, PANEL, Path, Quantised, multiply};

/// Rows of nothing around a window: no neighbour is farther away.
pub(in crate::tag) const MARGIN: usize = 16;
/// Rows computed together where the passes are separate.
const BLOCK: usize = 48;
/// The byte that stands for zero.
const ZERO: u8 = 128;

/// A layer's weights.
pub(in crate::tag) struct Gated {
    /// From a row and two neighbours, the earlier first.
    mix: Matrix,
    /// From a row alone.
    gate: Matrix,
    /// How far away the neighbours are, at most [`MARGIN`].
    distance: usize,
    /// What one step of a byte stands for.
    step: f32,
    /// For the sums of `mix` and of `gate`, what makes them floats.
    scales: [Scales; 2],
}

/// `sum * factor + shift`, by output.
struct Scales {
    factor: Vec<f32>,
    shift: Vec<f32>,
}

impl Scales {
    fn new(matrix: &Matrix, step: f32) -> Self {
        let factor: Vec<f32> = matrix.scales.iter().map(|scale| scale * step).collect();
        let parts = matrix.bias.iter().zip(&matrix.offsets).zip(&factor);
        let shift = parts.map(|((bias, offset), factor)| bias - *offset as f32 * factor).collect();
        Scales { factor, shift }
    }
}

/// Rows in unsigned bytes around 128, with margins.
#[derive(Default)]
pub(in crate::tag) struct Rows {
    bytes: Vec<u8>,
    width: usize,
}

impl Rows {
    /// Makes room for `count` rows of `width` and gives them to be filled.
    pub(in crate::tag) fn reset(&mut self, count: usize, width: usize) -> &mut [u8] {
        let margin = MARGIN * width;
        self.bytes.resize(count * width + 2 * margin, ZERO);
        self.width = width;
        let end = self.bytes.len() - margin;
        self.bytes[..margin].fill(ZERO);
        self.bytes[end..].fill(ZERO);
        &mut self.bytes[margin..end]
    }

    /// A row; negative numbers and those beyond the last lie in the margins.
    fn row(&self, row: usize, distance: isize) -> &[u8] {
        let at = (row + MARGIN).saturating_add_signed(distance);
        &self.bytes[at * self.width..][..self.width]
    }

    /// The rows that [`Rows::reset`] gave.
    fn count(&self) -> usize {
        (self.bytes.len() / self.width.max(1)).saturating_sub(2 * MARGIN)
    }
}

/// Buffers of the separate passes.
#[derive(Default)]
pub(in crate::tag) struct Passes {
    quantised: Quantised,
    mixed: Vec<f32>,
    gates: Vec<f32>,
}

impl Gated {
    /// `None` where the parts do not fit together.
    pub(in crate::tag) fn new(mix: Matrix, gate: Matrix, distance: usize, step: f32) -> Option<Self> {
        let fits = mix.inputs == 3 * gate.inputs
            && mix.outputs == gate.outputs
            && gate.inputs == gate.outputs
            && gate.outputs.is_multiple_of(PANEL)
            && distance <= MARGIN;
        let scales = [Scales::new(&mix, step), Scales::new(&gate, step)];
        fits.then_some(Gated { mix, gate, distance, step, scales })
    }

    /// `values += mix(rows) * sigmoid(gate(rows))`
    pub(in crate::tag) fn add(&self, path: Path, rows: &Rows, passes: &mut Passes, values: &mut [f32]) {
        let width = self.gate.inputs;
        assert!(rows.width == width && values.len() == rows.count() * width);
        match path {
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => {
                // SAFETY: `Path::best` saw the instructions; the sizes were checked here and in `new`.
                unsafe { avx512::add(self, rows, values) }
            }
            _ => self.add_in_passes(path, rows, passes, values),
        }
    }

    fn add_in_passes(&self, path: Path, rows: &Rows, passes: &mut Passes, values: &mut [f32]) {
        let Passes { quantised, mixed, gates } = passes;
        let width = self.gate.inputs;
        let distance = self.distance as isize;
        for start in (0..rows.count()).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows.count());
            self.gather(quantised, rows, block.clone(), &[-distance, 0, distance]);
            multiply(path, quantised, &self.mix, mixed);
            self.gather(quantised, rows, block.clone(), &[0]);
            multiply(path, quantised, &self.gate, gates);
            gate(path, &mut values[block.start * width..block.end * width], mixed, gates);
        }
    }

    fn gather(&self, to: &mut Quantised, rows: &Rows, block: Range<usize>, distances: &[isize]) {
        to.bytes.clear();
        for row in block.clone() {
            distances.iter().for_each(|distance| to.bytes.extend_from_slice(rows.row(row, *distance)));
        }
        to.scales.clear();
        to.scales.resize(block.len(), self.step);
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::super::avx512::{ROWS, accumulate};
    use super::super::float::{exp, fused};
    use super::super::{GROUP, PANEL};
    use super::{Gated, MARGIN, Rows, Scales};

    /// # Safety
    /// The machine must have AVX-512 F, BW, VL and VNNI; `values` must hold as many rows as `rows`, and both must
    /// be as wide as the layer.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni,fma")]
    pub(super) unsafe fn add(layer: &Gated, rows: &Rows, values: &mut [f32]) {
        let count = rows.count();
        for panel in 0..layer.gate.outputs / PANEL {
            let mut row = 0;
            while row < count {
                let block = (count - row).min(ROWS);
                // SAFETY: `row + block` is not beyond `count`.
                unsafe {
                    match block {
                        6 => tile::<6>(layer, rows, row, panel, values),
                        5 => tile::<5>(layer, rows, row, panel, values),
                        4 => tile::<4>(layer, rows, row, panel, values),
                        3 => tile::<3>(layer, rows, row, panel, values),
                        2 => tile::<2>(layer, rows, row, panel, values),
                        _ => tile::<1>(layer, rows, row, panel, values),
                    }
                }
                row += block;
            }
        }
    }

    /// `R` rows by one panel.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni,fma")]
    unsafe fn tile<const R: usize>(layer: &Gated, rows: &Rows, row: usize, panel: usize, values: &mut [f32]) {
        let width = rows.width;
        let apart = layer.distance * width;
        let groups = width / GROUP;
        let here = (row + MARGIN) * width;
        // SAFETY: rows up to MARGIN before the first and after the last are there, and each matrix holds a panel of
        // weights for every group of its inputs.
        let (mixed, gates) = unsafe {
            let bytes = rows.bytes.as_ptr().add(here);
            let mix = layer.mix.weights.as_ptr().add(panel * layer.mix.inputs * PANEL);
            let gate = layer.gate.weights.as_ptr().add(panel * layer.gate.inputs * PANEL);
            let taps = [bytes.sub(apart), bytes, bytes.add(apart)];
            (
                accumulate::<R, 3, PANEL>(taps, mix, groups, width),
                accumulate::<R, 1, PANEL>([bytes], gate, groups, width),
            )
        };
        for r in 0..R {
            let first = (row + r) * width + panel * PANEL;
            let Ok(out) = <&mut [f32; PANEL]>::try_from(&mut values[first..first + PANEL]) else { return };
            finish(&mixed[r], &gates[r], &layer.scales, panel, out);
        }
    }

    #[inline(always)]
    fn finish(
        mixed: &[i32; PANEL],
        gates: &[i32; PANEL],
        scales: &[Scales; 2],
        panel: usize,
        out: &mut [f32; PANEL],
    ) {
        let columns = panel * PANEL..(panel + 1) * PANEL;
        let (factor, shift) = (&scales[0].factor[columns.clone()], &scales[0].shift[columns.clone()]);
        let (gate_factor, gate_shift) = (&scales[1].factor[columns.clone()], &scales[1].shift[columns]);
        for k in 0..PANEL {
            let gate = fused::<true>(gates[k] as f32, gate_factor[k], gate_shift[k]);
            let mixed = fused::<true>(mixed[k] as f32, factor[k], shift[k]);
            out[k] += mixed / (1.0 + exp::<true>(-gate));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIDTH: usize = 64;

    fn random(seed: &mut u64) -> i32 {
        *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (*seed >> 33) as i32
    }

    fn matrix(inputs: usize, seed: &mut u64) -> Matrix {
        let weights: Vec<i8> = (0..inputs * WIDTH).map(|_| random(seed) as i8).collect();
        let scales: Vec<f32> = (0..WIDTH).map(|_| (random(seed) % 100 + 101) as f32 / 1e5).collect();
        let bias: Vec<f32> = (0..WIDTH).map(|_| (random(seed) % 100) as f32 / 100.0).collect();
        Matrix::new(&weights, &scales, &bias, inputs)
    }

    proptest! {
        #[test]
        fn every_path_computes_the_same(count in 1usize..60, distance in 0..=MARGIN, seed: u64) {
            let mut seed = seed | 1;
            let layer = Gated::new(matrix(3 * WIDTH, &mut seed), matrix(WIDTH, &mut seed), distance, 0.03);
            let layer = layer.expect("the parts fit");
            let mut rows = Rows::default();
            rows.reset(count, WIDTH).iter_mut().for_each(|byte| *byte = random(&mut seed) as u8);
            let mut results = Vec::new();
            for path in [Path::Portable, Path::best()] {
                let mut values = vec![0.5; count * WIDTH];
                layer.add(path, &rows, &mut Passes::default(), &mut values);
                results.push(values);
            }
            for (portable, best) in results[0].iter().zip(&results[1]) {
                prop_assert!((portable - best).abs() <= 1e-4 * portable.abs().max(1.0), "{portable} and {best}");
            }
        }
    }

    #[test]
    fn beside_the_first_and_last_row_there_is_nothing() {
        // the first output takes the first input of the row before, the second that of the row after
        let mut weights = vec![0i8; 3 * WIDTH * WIDTH];
        weights[0] = 100;
        weights[3 * WIDTH + 2 * WIDTH] = 100;
        let mix = Matrix::new(&weights, &[0.01; WIDTH], &[0.0; WIDTH], 3 * WIDTH);
        // a gate that is wide open
        let gate = Matrix::new(&[0; WIDTH * WIDTH], &[1.0; WIDTH], &[50.0; WIDTH], WIDTH);
        let layer = Gated::new(mix, gate, 1, 1.0).expect("the parts fit");
        let mut rows = Rows::default();
        let bytes = rows.reset(3, WIDTH);
        bytes.fill(ZERO);
        for row in 0..3 {
            bytes[row * WIDTH] = ZERO + 1 + row as u8;
        }
        for path in [Path::Portable, Path::best()] {
            let mut values = vec![0.0; 3 * WIDTH];
            layer.add(path, &rows, &mut Passes::default(), &mut values);
            let near = |row: usize| [values[row * WIDTH].round(), values[row * WIDTH + 1].round()];
            assert_eq!([near(0), near(1), near(2)], [[0.0, 2.0], [1.0, 3.0], [2.0, 0.0]], "{path:?}");
        }
    }
}
