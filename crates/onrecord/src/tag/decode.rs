//! Label scores -> labelled runs, by the best valid sequence.
//!
//! Label 0 is outside; label `2k+1` begins and `2k+2` continues a run of kind `k`. A run continues only
//! after its own begin or continue, and never over a break (Viterbi, 1967).

use std::ops::Range;

const NEVER: f32 = -1e9;

/// A labelled run of positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) kind: usize,
    pub(super) range: Range<usize>,
}

/// The runs of the best valid label sequence. `breaks(i)` forbids a run to continue into `i`.
pub(super) fn best_runs<const L: usize>(scores: &[[f32; L]], breaks: impl Fn(usize) -> bool) -> Vec<Run> {
    runs(&best_labels(scores, &breaks), breaks)
}

fn best_labels<const L: usize>(scores: &[[f32; L]], breaks: impl Fn(usize) -> bool) -> Vec<u8> {
    let Some(first) = scores.first() else { return Vec::new() };
    let continues = |label: usize| label > 0 && label.is_multiple_of(2);
    let mut best: [f32; L] = std::array::from_fn(|j| first[j] + if continues(j) { NEVER } else { 0.0 });
    let mut back = vec![[0u8; L]; scores.len()];
    for (t, row) in scores.iter().enumerate().skip(1) {
        let top = (0..L).fold(0, |a, b| if best[b] > best[a] { b } else { a });
        let mut next = [0f32; L];
        for j in 0..L {
            let from = if !continues(j) {
                top
            } else if breaks(t) {
                back[t][j] = top as u8;
                next[j] = best[top] + NEVER + row[j];
                continue;
            } else if best[j] > best[j - 1] {
                j
            } else {
                j - 1
            };
            back[t][j] = from as u8;
            next[j] = best[from] + row[j];
        }
        best = next;
    }
    let mut label = (0..L).fold(0, |a, b| if best[b] > best[a] { b } else { a });
    let mut out = vec![0u8; scores.len()];
    for t in (0..scores.len()).rev() {
        out[t] = label as u8;
        label = back[t][label] as usize;
    }
    out
}

fn runs(labels: &[u8], breaks: impl Fn(usize) -> bool) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut open = false;
    for (i, label) in labels.iter().enumerate() {
        if *label == 0 {
            open = false;
            continue;
        }
        let kind = (*label as usize - 1) / 2;
        match out.last_mut() {
            Some(run) if open && label.is_multiple_of(2) && run.kind == kind && !breaks(i) => {
                run.range.end = i + 1
            }
            _ => out.push(Run { kind, range: i..i + 1 }),
        }
        open = true;
    }
    out
}

/// The probability of each label.
pub(super) fn softmax<const L: usize>(scores: &[f32; L]) -> [f32; L] {
    let most = scores.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    let shares = scores.map(|s| (s - most).exp());
    let total: f32 = shares.iter().sum();
    shares.map(|s| s / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGH: f32 = 5.0;

    fn scores(labels: &[usize]) -> Vec<[f32; 5]> {
        labels.iter().map(|l| std::array::from_fn(|k| if k == *l { HIGH } else { 0.0 })).collect()
    }

    #[test]
    fn a_run_that_never_began_is_mended() {
        let found = best_runs(&scores(&[0, 4, 4, 0, 1, 2]), |_| false);
        assert_eq!(found, [Run { kind: 1, range: 1..3 }, Run { kind: 0, range: 4..6 }]);
    }

    #[test]
    fn no_run_crosses_a_break() {
        let found = best_runs(&scores(&[3, 4, 4, 4]), |i| i == 2);
        assert!(found.iter().all(|run| !(run.range.start < 2 && run.range.end > 2)), "{found:?}");
    }
}
