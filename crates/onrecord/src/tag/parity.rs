//! The engine must read an article the way training did: same tokens, paragraphs, input features, wordpieces
//! and windows. `train/onrecord_train/fixture.py` writes down what training sees. The fast model must compute what
//! its exported weights compute in Python, which `fast_fixture.py` writes down.

use super::heads::{self, TAG_COLUMNS};
use super::kernel::Path;
use super::windows::{Input, PIECES, TOKENS, fill, fill_tokens, windows};
use super::wordpiece::{Cache, Wordpieces};
use super::{Model, Reader, Tier, convolution};
use crate::segment::Segments;
use crate::text::Offsets;

#[test]
fn the_engine_reads_as_training_does() {
    let fixture: serde_json::Value =
        serde_json::from_str(include_str!("../../../../train/fixtures/segment.json"))
            .expect("the fixture is JSON");
    let articles = fixture.as_array().expect("a list of articles");
    assert!(articles.len() > 1);
    let vocabulary = Wordpieces::new();
    for article in articles {
        let name = &article["name"];
        let segments = Segments::new(article["text"].as_str().expect("text"));
        let offsets = Offsets::new(segments.text);
        let numbers = |key: &str| {
            article[key].as_array().expect(key).iter().map(|n| n.as_u64().expect(key)).collect::<Vec<_>>()
        };
        let tokens: Vec<serde_json::Value> = segments
            .tokens
            .iter()
            .map(|t| serde_json::json!([offsets.code_point(t.bytes.start), offsets.code_point(t.bytes.end)]))
            .collect();
        assert_eq!(article["tokens"], serde_json::Value::Array(tokens), "{name}: tokens");
        let paragraphs: Vec<u64> = segments.tokens.iter().map(|t| u64::from(t.paragraph)).collect();
        assert_eq!(numbers("paragraphs"), paragraphs, "{name}: paragraphs");

        let mut cache = Cache::default();
        let (mut sizes, mut features) = (Vec::new(), Vec::new());
        for i in 0..segments.tokens.len() {
            let pieces = vocabulary.of(segments.word(i), &mut cache);
            assert_eq!(
                article["pieces"][i],
                serde_json::json!(pieces),
                "{name}: pieces of {}",
                segments.word(i)
            );
            sizes.push(pieces.len() as u8);
            let mut input = Input::default();
            fill(&segments, i..i + 1, |i| segments.tokens[i].quote, &vocabulary, &mut cache, &mut input);
            features.push(u64::from(input.features[1]));
        }
        for (i, (got, want)) in features.iter().zip(numbers("features")).enumerate() {
            assert_eq!(*got, want, "{name}: feature of token {i}, {}", segments.word(i));
        }
        let found: Vec<serde_json::Value> = windows(&segments, &sizes, &PIECES)
            .iter()
            .map(|w| serde_json::json!([w.context, w.tokens.start, w.tokens.end]))
            .collect();
        assert_eq!(article["windows"], serde_json::Value::Array(found), "{name}: windows");
    }
}

/// How far apart values may be on average. A value that lies between two steps may be rounded to either, and words'
/// hidden states are rounded once more before the heads.
const HIDDEN_APART: f64 = 0.01;
const TAGS_APART: f64 = 0.05;

#[test]
fn the_fast_model_computes_what_training_does() {
    let fixture: serde_json::Value =
        serde_json::from_str(include_str!("../../../../train/fixtures/fast.json"))
            .expect("the fixture is JSON");
    for path in [Path::best(), Path::Portable] {
        let Model { vocabulary, reader, heads } = Model::new(Tier::Fast).expect("the fast model loads");
        let Reader::Fast(reader) = reader else { panic!("another model") };
        let reader = reader.on(path);
        let mut cache = Cache::default();
        let (mut input, mut hidden) = (Input::default(), Vec::new());
        let (mut scratch, mut projected) = (convolution::Scratch::default(), heads::Scratch::default());
        for article in fixture.as_array().expect("a list of articles") {
            let segments = Segments::new(article["text"].as_str().expect("text"));
            let found = windows(&segments, &vec![1; segments.tokens.len()], &TOKENS);
            let wanted = article["windows"].as_array().expect("windows");
            for (window, wanted) in found[found.len() - wanted.len()..].iter().zip(wanted) {
                let bounds = serde_json::json!([window.context, window.tokens.start, window.tokens.end]);
                assert_eq!(wanted["tokens"], bounds);
                let whole = window.context..window.tokens.end;
                let count = whole.len();
                fill_tokens(
                    &segments,
                    whole,
                    |i| segments.tokens[i].quote,
                    &vocabulary,
                    &mut cache,
                    &mut input,
                );
                reader.run(&input, &mut scratch, &mut hidden);
                heads.project(&hidden, &mut projected);
                let width = hidden.len() / count;
                let tags = |i: usize| &heads.row(&projected, i)[TAG_COLUMNS];
                near(&wanted["hidden"], |i| &hidden[i * width..(i + 1) * width], HIDDEN_APART);
                near(&wanted["tags"], tags, TAGS_APART);
            }
        }
    }
}

/// Holds rows of numbers together; a row of the engine may be longer.
fn near<'r>(wanted: &serde_json::Value, row: impl Fn(usize) -> &'r [f32], apart: f64) {
    let rows = wanted.as_array().expect("rows");
    assert!(!rows.is_empty());
    let (mut sum, mut count) = (0.0, 0);
    for (i, wanted) in rows.iter().enumerate() {
        for (want, got) in wanted.as_array().expect("a row").iter().zip(row(i)) {
            sum += (want.as_f64().expect("a number") - f64::from(*got)).abs();
            count += 1;
        }
    }
    let mean = sum / f64::from(count);
    assert!(mean < apart, "{mean} apart on average");
}
