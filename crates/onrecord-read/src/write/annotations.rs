//! Statements as W3C Web Annotations: one for each, on the words of its content.
//!
//! The words are pointed at twice, by what they are and what stands around them, and by where they stand, so that a
//! reader finds them in the page as well as in the text.

use std::io::{self, BufWriter, Write};

use onrecord::record::{Record, Span, Statement};
use onrecord::text::Offsets;
use serde_json::{Value, json};

use super::RecordWriter;

/// How many code points before and after the words are given to recognise the place by.
const CONTEXT: u32 = 32;

/// The annotations of a record, one for each statement.
pub fn annotations(record: &Record) -> Vec<Value> {
    let offsets = record.document.text.as_deref().map(Offsets::new);
    record.statements.iter().map(|statement| annotation(record, statement, offsets.as_ref())).collect()
}

/// Writes annotations as lines.
pub(super) struct Annotations {
    output: BufWriter<Box<dyn Write + Send>>,
}

impl Annotations {
    pub(super) fn new(output: Box<dyn Write + Send>) -> Self {
        Annotations { output: BufWriter::new(output) }
    }
}

impl RecordWriter for Annotations {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for annotation in annotations(record) {
            serde_json::to_writer(&mut self.output, &annotation)?;
            self.output.write_all(b"\n")?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.output.flush()
    }
}

fn annotation(record: &Record, statement: &Statement, offsets: Option<&Offsets<'_>>) -> Value {
    let document = &record.document;
    let source = document.url.as_deref().or(document.id.as_deref()).unwrap_or("urn:onrecord:article");
    let spans = &statement.content.spans;
    let targets: Vec<Value> = spans.iter().map(|span| target(source, *span, statement, offsets)).collect();
    let speaker = statement.speaker.name.as_deref().unwrap_or("somebody unnamed");
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("{source}#onrecord-{}", statement.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": speaker},
            {"type": "TextualBody", "purpose": "classifying", "format": "application/json",
             "value": serde_json::to_string(statement).unwrap_or_default()},
        ],
        "target": targets,
    })
}

fn target(source: &str, span: Span, statement: &Statement, offsets: Option<&Offsets<'_>>) -> Value {
    let position = json!({"type": "TextPositionSelector", "start": span.start, "end": span.end});
    let slice = |start: u32, end: u32| {
        offsets.map(|offsets| {
            let range = offsets.byte(start)..offsets.byte(end.max(start));
            &offsets.text()[range]
        })
    };
    let quote = match slice(span.start, span.end) {
        Some(exact) => Some(json!({
            "type": "TextQuoteSelector",
            "exact": exact,
            "prefix": slice(span.start.saturating_sub(CONTEXT), span.start),
            "suffix": slice(span.end, span.end.saturating_add(CONTEXT)),
        })),
        // without the article's text, words in one piece still tell themselves
        None if statement.content.spans.len() == 1 => {
            Some(json!({"type": "TextQuoteSelector", "exact": statement.content.text}))
        }
        None => None,
    };
    let selectors: Vec<Value> = quote.into_iter().chain([position]).collect();
    json!({"source": source, "selector": selectors})
}
