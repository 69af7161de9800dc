//! The engine must read an article the way training did: same tokens, paragraphs, input features, wordpieces
//! and windows. `train/onrecord_train/fixture.py` writes down what training sees.

use super::windows::{Input, fill, windows};
use super::wordpiece::{Cache, Wordpieces};
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

        let mut cache = Cache::new();
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
        let found: Vec<serde_json::Value> = windows(&segments, &sizes)
            .iter()
            .map(|w| serde_json::json!([w.context, w.tokens.start, w.tokens.end]))
            .collect();
        assert_eq!(article["windows"], serde_json::Value::Array(found), "{name}: windows");
    }
}
