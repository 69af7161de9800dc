//! The corpus of pages in `tests/pages`: each with the text and metadata that are to be found in it.
//!
//! Run with `--nocapture` to see the figures of every page. Floors on the average fail the test when something gets
//! worse; single pages are held to a lower one.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord_read::{Input, Item, Options, open};
use serde_json::Value;

/// The least average token F1 of the main text.
const AVERAGE: f64 = 0.97;
/// The least of any page.
const LEAST: f64 = 0.85;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pages")
}

fn tokens(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// Precision, recall and F1 over words, each as often as it occurs.
fn token_f1(expected: &str, found: &str) -> f64 {
    let (expected, found) = (tokens(expected), tokens(found));
    let common: usize =
        expected.iter().map(|(word, n)| (*n).min(found.get(word).copied().unwrap_or(0))).sum();
    let all = |counts: &HashMap<String, usize>| counts.values().sum::<usize>();
    2.0 * common as f64 / (all(&expected) + all(&found)).max(1) as f64
}

fn read(path: &Path) -> Item {
    let mut items = open(&Input::Path(path.to_owned()), &Options::default()).unwrap();
    items.next().unwrap().unwrap()
}

#[test]
fn pages_yield_their_text_and_metadata() {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|e| e == "html"));
    pages.sort();
    assert!(pages.len() >= 30);
    let mut scores = Vec::new();
    let mut problems = Vec::new();
    for page in &pages {
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        let expected: Value =
            serde_json::from_slice(&fs::read(page.with_extension("json")).unwrap()).unwrap();
        let item = read(page);
        let text = &item.article.text;
        let wanted = expected["text"].as_str().unwrap();
        let f1 = token_f1(wanted, text);
        let count = |text: &str| text.split("\n\n").count();
        println!("{f1:.3}  {:>2} of {:>2} paragraphs  {name}", count(text), count(wanted));
        if f1 < LEAST {
            problems.push(format!("{name}: F1 {f1:.3}:\n{text}\n"));
        }
        if count(text) != count(wanted) {
            problems.push(format!(
                "{name}: {} paragraphs instead of {}:\n{text}\n",
                count(text),
                count(wanted)
            ));
        }
        let document = &item.article.document;
        for (field, found) in [
            ("title", &document.title),
            ("byline", &document.byline),
            ("published", &document.published),
            ("outlet", &document.outlet),
            ("language", &document.language),
            ("url", &document.url),
        ] {
            if expected[field].as_str() != found.as_deref() {
                problems.push(format!("{name}: {field} is {found:?} instead of {}", expected[field]));
            }
        }
        scores.push(f1);
    }
    let average = scores.iter().sum::<f64>() / scores.len() as f64;
    println!("{average:.4}  average of {}", scores.len());
    assert!(average >= AVERAGE, "average F1 {average:.4}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
