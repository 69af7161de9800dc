//! Holds the stage against annotated articles, with the attributions taken from the annotation.
//!
//! Wants the folder `../shared` beside the repository, or `ONRECORD_SHARED`; skips without it. The
//! annotation gives words without places: content and cue are looked up in the text, the cue
//! nearest to the content. `cargo test -p onrecord enrich::measure -- --nocapture` prints every miss.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::Value;

use super::{Details, Giver, details, labels};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::resolve::{Entities, Entity, Mention};
use crate::segment::Segments;

/// Shares under which the test fails; the annotation is small, so they leave room.
const FLOORS: [(&str, f64); 6] =
    [("when", 0.9), ("where", 0.9), ("condition", 0.9), ("anonymous", 0.9), ("basis", 0.9), ("label", 0.9)];

fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("ONRECORD_SHARED").map_or(beside, PathBuf::from);
    folder.join("cases").is_dir().then(|| folder.join("cases"))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Where words stand in the tokens, from a token on.
fn find(segments: &Segments, wanted: &[String], from: usize) -> Option<Range<usize>> {
    let spoken: Vec<usize> =
        (from..segments.tokens.len()).filter(|&i| segments.word(i).starts_with(char::is_alphanumeric)).collect();
    let first = *wanted.first()?;
    let _ = &first;
    spoken.windows(wanted.len()).find_map(|window| {
        let same = window.iter().zip(wanted).all(|(&i, word)| segments.word(i).to_lowercase() == *word);
        same.then(|| window[0]..window[wanted.len() - 1] + 1)
    })
}
