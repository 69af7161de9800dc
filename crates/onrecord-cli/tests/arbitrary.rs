//! Any bytes whatever make a record or an error, and every record keeps its promises.
//!
//! `cargo xtask hostile SECONDS` runs this for longer, with new bytes each time.

mod common;

use std::time::{Duration, Instant};

use onrecord::record::{Record, Span, Words};
use onrecord::text::Offsets;
use onrecord::{Article, Engine};
use onrecord_read::{Hint, Options};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Pieces that mean something to a reader of news or of files, and what breaks such readers.
const PIECES: [&str; 40] = [
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "»",
    "''",
    "``",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    ", ",
    ". ",
    "...",
    "—",
    "[",
    "]",
    "(",
    ")",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "\u{1f468}\u{200d}\u{1f469}",
    "é",
    "said",
    "she",
    "Mr. Rask",
    "the minister",
    "according to",
    "denied that",
    "{\"text\": \"",
    "\"}",
    "<p>",
    "</p>",
    "%PDF",
];

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => (0..PIECES.len()).prop_map(|i| PIECES[i].as_bytes().to_vec()),
        2 => "[A-Za-z]{1,12} ".prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 1..8),
        1 => "\\PC{1,6}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec((piece, 1usize..6), 0..120)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, times)| piece.repeat(times)).collect())
}

#[test]
fn any_bytes_make_a_record_or_an_error() {
    let seconds = std::env::var("ONRECORD_HOSTILE_SECONDS").ok().and_then(|s| s.parse().ok());
    let engine = Engine::new().expect("the embedded model loads");
    // repeatable, unless it was asked to search
    let mut runner = match seconds {
        None => TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(Config::default()),
    };
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(0));
    let mut cases = 0;
    while cases < 60 || Instant::now() < end {
        let bytes = hostile().new_tree(&mut runner).expect("bytes can be made").current();
        check(&engine, bytes);
        cases += 1;
    }
    eprintln!("{cases} inputs");
}

fn check(engine: &Engine, bytes: Vec<u8>) {
    let shown = String::from_utf8_lossy(&bytes).into_owned();
    let direct = Article::new(shown.clone());
    assert_keeps_promises(&engine.read(&direct), &direct.text, &shown);
    for item in onrecord_read::from_bytes(bytes, &Hint::default(), &Options::default()) {
        match item {
            Ok(item) => assert_keeps_promises(&engine.read(&item.article), &item.article.text, &shown),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// What every record promises: spans slice to their words, ids name what there is, nothing holds itself.
fn assert_keeps_promises(record: &Record, text: &str, input: &str) {
    let offsets = Offsets::new(text);
    let slices = |span: Span, words: &str| {
        assert!(span.start < span.end, "an empty span in {input:?}");
        assert_eq!(&text[offsets.bytes(span)], words, "in {input:?}");
    };
    let all = |words: &Words| {
        let pieces: Vec<&str> = words.spans.iter().map(|span| &text[offsets.bytes(*span)]).collect();
        assert_eq!(pieces.join(" ... "), words.text, "in {input:?}");
        assert!(words.spans.iter().all(|span| span.start < span.end), "an empty span in {input:?}");
        assert!(words.spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "disorder in {input:?}");
    };
    let entity = |id: &Option<String>| {
        let known = |id: &String| record.entities.iter().any(|entity| entity.id == *id);
        assert!(id.as_ref().is_none_or(known), "{id:?} is nobody, in {input:?}");
    };
    for (number, statement) in record.statements.iter().enumerate() {
        assert_eq!(statement.id, format!("s{}", number + 1), "in {input:?}");
        all(&statement.content);
        statement.cue.iter().chain(&statement.source).for_each(all);
        statement.when.iter().for_each(|when| slices(when.span, &when.text));
        statement
            .place
            .iter()
            .chain(&statement.condition)
            .for_each(|phrase| slices(phrase.span, &phrase.text));
        entity(&statement.speaker.entity);
        statement.via.iter().for_each(|party| entity(&party.entity));
        assert!((0.0..=1.0).contains(&statement.confidence), "in {input:?}");
        // outer before inner: so no statement can hold itself
        let outer = |id: &String| record.statements[..number].iter().any(|other| other.id == *id);
        assert!(
            statement.inside.as_ref().is_none_or(outer),
            "{:?} is not before it, in {input:?}",
            statement.inside
        );
    }
    for found in &record.entities {
        found.mentions.iter().for_each(|mention| slices(mention.span, &mention.text));
    }
    for label in &record.labels {
        slices(label.span, &label.label);
        entity(&label.target.entity);
        label.by.iter().for_each(|party| entity(&party.entity));
    }
    let written = serde_json::to_string(record).expect("a record serialises");
    let read: Record = serde_json::from_str(&written).expect("a record comes back");
    assert_eq!(&read, record, "in {input:?}");
}
