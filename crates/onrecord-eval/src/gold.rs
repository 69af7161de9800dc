//! Annotated articles, and records in the same form.
//!
//! One JSON object a line: `{"id", "text", "attributions": [{"source", "cue", "content"}]}`, each
//! role a list of `[start, end]` in code points, possibly empty. Other keys are kept as what is
//! known about the article.

use std::io::BufRead;

use onrecord::Article;
use onrecord::record::{Document, Record, Span, Statement, Words};
use serde::Deserialize;
use serde_json::{Map, Value};

/// One article with the attributions that somebody marked in it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Annotated {
    /// Tells the article from the others.
    pub id: String,
    /// The plain text that the offsets count in; empty in predictions.
    #[serde(default)]
    pub text: String,
    /// What was marked.
    pub attributions: Vec<Attribution>,
    /// Whatever else the line says.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One attribution as the scorer sees it. Every role may be empty or in several places.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Attribution {
    /// Who.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub source: Vec<Span>,
    /// By which words.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub cue: Vec<Span>,
    /// What.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub content: Vec<Span>,
}

/// Why annotated articles or records could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// The file could not be read.
    #[error("{name}, line {line}: {source}")]
    Io {
        /// The input.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{name}, line {line}: {source}; {expected}")]
    Line {
        /// The input.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
        /// What a line should hold.
        expected: &'static str,
    },
    /// A record does not say which article it belongs to.
    #[error("{name}, line {line}: the record has no document.id, so it cannot be held against gold")]
    NoId {
        /// The input.
        name: String,
        /// Line, from 1.
        line: usize,
    },
}

impl Annotated {
    /// The article to read, with what is known about it.
    pub fn article(&self) -> Article {
        let known = |key: &str| self.extra.get(key).and_then(Value::as_str).map(str::to_owned);
        let document = Document {
            id: Some(self.id.clone()),
            outlet: known("publisher"),
            title: known("title"),
            published: known("date"),
            ..Document::default()
        };
        Article { document, text: self.text.clone() }
    }

    /// Who published the article, where the line says so.
    pub fn publisher(&self) -> Option<&str> {
        self.extra.get("publisher").and_then(Value::as_str)
    }
}

impl From<&Statement> for Attribution {
    fn from(statement: &Statement) -> Self {
        let spans = |words: &Option<Words>| words.as_ref().map(|w| w.spans.clone()).unwrap_or_default();
        Attribution {
            source: spans(&statement.source),
            cue: spans(&statement.cue),
            content: statement.content.spans.clone(),
        }
    }
}

/// What a record says, in the scorer's form. Statements inside others are left out: gold has none.
pub fn attributions(record: &Record) -> Vec<Attribution> {
    record.statements.iter().filter(|s| s.inside.is_none()).map(Attribution::from).collect()
}

/// Reads annotated articles; `name` is for messages. Blank lines are skipped.
///
/// An id that comes twice counts once: the later line replaces the earlier in its place.
///
/// # Errors
/// [`GoldError`] at the first line that cannot be read.
pub fn read_annotated(name: &str, input: impl BufRead) -> Result<Vec<Annotated>, GoldError> {
    let expected = "a line holds {\"id\", \"text\", \"attributions\": [{\"source\", \"cue\", \"content\"}]}";
    unique(lines(name, input, expected), |a: &Annotated| a.id.clone())
}

/// Reads records made earlier (one JSON object a line) as predictions.
///
/// # Errors
/// [`GoldError`] at the first line that cannot be read or that names no article.
pub fn read_records(name: &str, input: impl BufRead) -> Result<Vec<Annotated>, GoldError> {
    let expected = "a line holds a record as `onrecord extract` writes it";
    let predictions = lines(name, input, expected).map(|line| {
        let (number, record): (usize, Record) = line?;
        let id = record.document.id.clone();
        let id = id.ok_or_else(|| GoldError::NoId { name: name.to_owned(), line: number })?;
        let attributions = attributions(&record);
        Ok((number, Annotated { id, text: String::new(), attributions, extra: Map::new() }))
    });
    unique(predictions, |a| a.id.clone())
}

/// Every line that is not blank, with its number, as a `T`.
fn lines<T: serde::de::DeserializeOwned>(
    name: &str,
    mut input: impl BufRead,
    expected: &'static str,
) -> impl Iterator<Item = Result<(usize, T), GoldError>> {
    let mut number = 0;
    let mut bytes = Vec::new();
    std::iter::from_fn(move || {
        loop {
            bytes.clear();
            number += 1;
            match input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let parsed = serde_json::from_slice(&bytes).map(|value| (number, value));
                    return Some(parsed.map_err(|source| GoldError::Line {
                        name: name.to_owned(),
                        line: number,
                        source,
                        expected,
                    }));
                }
                Err(source) => {
                    return Some(Err(GoldError::Io { name: name.to_owned(), line: number, source }));
                }
            }
        }
    })
}

/// The items in order, the last of those with one key standing where the first stood.
fn unique<T>(
    items: impl Iterator<Item = Result<(usize, T), GoldError>>,
    key: impl Fn(&T) -> String,
) -> Result<Vec<T>, GoldError> {
    let mut out: Vec<T> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for item in items {
        let (_, item) = item?;
        match places.entry(key(&item)) {
            std::collections::hash_map::Entry::Occupied(place) => out[*place.get()] = item,
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(out.len());
                out.push(item);
            }
        }
    }
    Ok(out)
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<Span>, D::Error> {
    Ok(Option::deserialize(input)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_be_missing_or_null() {
        let line =
            r#"{"id":"a","text":"x","attributions":[{"source":null,"content":[[0,1]]}],"publisher":"p"}"#;
        let read = read_annotated("gold", line.as_bytes()).unwrap();
        assert_eq!(read[0].attributions[0].source, []);
        assert_eq!(read[0].attributions[0].cue, []);
        assert_eq!(read[0].attributions[0].content, [Span { start: 0, end: 1 }]);
        assert_eq!(read[0].article().document.outlet.as_deref(), Some("p"));
    }

    #[test]
    fn the_later_of_two_lines_with_one_id_counts() {
        let input = "{\"id\":\"a\",\"text\":\"1\",\"attributions\":[]}\n\n{\"id\":\"b\",\"text\":\"2\",\"attributions\":[]}\n{\"id\":\"a\",\"text\":\"3\",\"attributions\":[]}\n";
        let read = read_annotated("gold", input.as_bytes()).unwrap();
        let seen: Vec<_> = read.iter().map(|a| (a.id.as_str(), a.text.as_str())).collect();
        assert_eq!(seen, [("a", "3"), ("b", "2")]);
    }

    #[test]
    fn a_bad_line_is_named() {
        let input = "{\"id\":\"a\",\"text\":\"1\",\"attributions\":[]}\nnonsense\n";
        let error = read_annotated("gold.jsonl", input.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("gold.jsonl, line 2:"), "{error}");
        assert!(error.contains("a line holds"), "{error}");
    }

    #[test]
    fn a_record_without_an_id_is_an_error() {
        let record = serde_json::to_string(&Record::default()).unwrap();
        let error = read_records("made.jsonl", record.as_bytes()).unwrap_err();
        assert!(matches!(error, GoldError::NoId { line: 1, .. }));
    }
}
