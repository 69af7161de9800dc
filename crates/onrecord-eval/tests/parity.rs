//! The scorer agrees with the reference scorer to the last digit.
//!
//! Runs where the shared data and `python3` are present, and says that it skips elsewhere.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use onrecord::record::Span;
use onrecord_eval::gold::{Annotated, Attribution, read_annotated};
use onrecord_eval::{report, score};

/// A generator of repeatable numbers (splitmix64): the same noise on every machine.
struct Noise(u64);

impl Noise {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }

    /// Drops, doubles, shifts, shortens, splits and empties spans, as a bad reader would.
    fn blur(&mut self, gold: &Annotated) -> Vec<Attribution> {
        let mut out = Vec::new();
        for attribution in &gold.attributions {
            if self.below(6) == 0 {
                continue;
            }
            let copies = if self.below(8) == 0 { 2 } else { 1 };
            for _ in 0..copies {
                let [source, cue, content] = [&attribution.source, &attribution.cue, &attribution.content]
                    .map(|spans| self.blur_spans(spans));
                out.push(Attribution { source, cue, content });
            }
        }
        if self.below(3) == 0 {
            out.push(Attribution::default());
        }
        out
    }

    fn blur_spans(&mut self, spans: &[Span]) -> Vec<Span> {
        let mut out = Vec::new();
        for &Span { start, end } in spans {
            match self.below(8) {
                0 => {}
                1 => {
                    out.push(Span { start: start + self.below(30) as u32, end: end + self.below(30) as u32 })
                }
                2 => out.push(Span { start, end: start + (end - start) / 2 }),
                3 => {
                    out.push(Span { start: start + (end - start) / 2, end });
                    out.push(Span { start, end: start + (end - start) / 3 });
                }
                4 => out.push(Span { start, end: start }),
                5 => out.push(Span { start: start.saturating_sub(9), end: end + 100_000 }),
                _ => out.push(Span { start, end }),
            }
        }
        out
    }
}

/// The folder of shared data, where it is present.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("ONRECORD_SHARED").map_or_else(beside, PathBuf::from);
    folder.join("score/score.py").exists().then_some(folder)
}

fn reference(script: &Path, gold: &Path, predicted: &Path, options: &[&str]) -> String {
    let run = Command::new("python3").arg(script).arg(gold).arg(predicted).args(options).output();
    let run = run.expect("python3 runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("the reference scorer prints UTF-8")
}

fn write_predictions(path: &Path, predicted: &[Annotated]) {
    let mut out = fs::File::create(path).unwrap();
    for document in predicted {
        let attributions: Vec<_> = document
            .attributions
            .iter()
            .map(|a| serde_json::json!({"source": a.source, "cue": a.cue, "content": a.content}))
            .collect();
        let line = serde_json::json!({"id": document.id, "attributions": attributions});
        writeln!(out, "{line}").unwrap();
    }
}

#[test]
fn equals_the_reference_scorer() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no shared data beside the repository (set ONRECORD_SHARED to its folder)");
        return;
    };
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: no python3");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for corpus in ["polnear/dev.jsonl", "polnear/agreement.jsonl"] {
        let gold_path = shared.join(corpus);
        let gold = read_annotated(corpus, fs::read(&gold_path).unwrap().as_slice()).unwrap();
        for seed in 1..=3 {
            let mut noise = Noise(seed);
            let predicted: Vec<Annotated> = gold
                .iter()
                .filter_map(|g| {
                    let attributions = noise.blur(g);
                    (noise.below(20) > 0).then(|| Annotated {
                        attributions,
                        text: String::new(),
                        ..g.clone()
                    })
                })
                .collect();
            let path = folder.path().join("predicted.jsonl");
            write_predictions(&path, &predicted);
            let ours = score::score_all(&gold, &predicted);
            let script = shared.join("score/score.py");
            let theirs = reference(&script, &gold_path, &path, &["--json"]);
            assert_eq!(report::json(&ours), theirs.trim_end(), "{corpus}, noise {seed}");
            assert_eq!(
                report::table(&ours),
                reference(&script, &gold_path, &path, &[]),
                "{corpus}, noise {seed}"
            );
            let loose = ours.figures()["relation.loose"].f1;
            assert!((0.2..0.95).contains(&loose), "the noise tells nothing: {loose}");
        }
    }
}
