//! Ids that depend on content alone, so that two machines give the same thing the same id.

use onrecord::record::{Document, Record, Statement};
use sha2::{Digest, Sha256};

/// The id of a document: by its address, else its own id within its outlet, else its text.
pub(crate) fn document(record: &Record) -> String {
    let document = &record.document;
    match (&document.url, &document.id) {
        (Some(url), _) if !url.is_empty() => hash(&["url", url]),
        (_, Some(id)) if !id.is_empty() => hash(&["id", document.outlet.as_deref().unwrap_or(""), id]),
        _ => hash(&["text", &text_or_statements(record)]),
    }
}

/// The id of a statement: by its document and where its words stand, so that reading an article
/// again gives the same ids.
pub(crate) fn statement(document: &str, statement: &Statement, twin: usize) -> String {
    let mut place = String::new();
    for words in [Some(&statement.content), statement.cue.as_ref(), statement.source.as_ref()] {
        for span in words.map(|words| words.spans.as_slice()).unwrap_or_default() {
            place.push_str(&format!("{}-{},", span.start, span.end));
        }
        place.push(';');
    }
    hash(&["statement", document, &place, &statement.content.text, &twin.to_string()])
}

/// The id of a person whose name says who it is, whatever article it stands in.
pub(crate) fn person(name: &str) -> String {
    hash(&["person", name])
}

/// The id of a person known from one document alone.
pub(crate) fn person_of(document: &str, name: &str) -> String {
    hash(&["person", document, name])
}

/// The id of an item of a feed.
pub(crate) fn feed_item(feed: &str, item: &str) -> String {
    hash(&["item", feed, item])
}

/// Tells two versions of a document apart; confidences do not count.
pub(crate) fn digest(record: &Record) -> String {
    let mut record = record.clone();
    for statement in &mut record.statements {
        statement.confidence = 0.0;
    }
    let json = serde_json::to_string(&record).unwrap_or_default();
    hash(&["record", &json])
}

fn text_or_statements(record: &Record) -> String {
    if let Some(text) = &record.document.text {
        return text.clone();
    }
    let Document { title, published, .. } = &record.document;
    let mut out = format!("{title:?} {published:?}");
    for statement in &record.statements {
        out.push_str(&statement.content.text);
        out.push('\n');
    }
    out
}

/// 16 hexadecimal digits; parts are told apart by their lengths.
fn hash(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
