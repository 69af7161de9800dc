//! Records as rows of nested Arrow types.
//!
//! A row has the shape of the record's JSON, but for one thing: whatever else the input said about the article has no
//! types known beforehand, and goes as JSON into the one column `document.extra`.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};
use onrecord::record::Record;
use serde_json::{Map, Value};

/// The fields of a document that have a column of their own.
const DOCUMENT: [&str; 8] = ["id", "url", "outlet", "title", "byline", "published", "language", "text"];

/// The column for everything else.
const EXTRA: &str = "extra";

/// The types of the rows.
pub(crate) fn schema() -> Schema {
    let mut document: Vec<Field> = DOCUMENT.iter().map(|name| optional(name, DataType::Utf8)).collect();
    document.push(optional(EXTRA, DataType::Utf8));
    Schema::new(vec![
        required("document", structure(document)),
        required("statements", list(statement())),
        required("labels", list(label())),
        required("entities", list(entity())),
    ])
}

/// The types of rows in which a record may be missing, and then says why.
pub(crate) fn outcome_schema() -> Schema {
    let records = schema();
    let mut fields: Vec<Field> =
        records.fields().iter().map(|f| f.as_ref().clone().with_nullable(true)).collect();
    fields.push(optional("error", DataType::Utf8));
    Schema::new(fields)
}

/// A record as a row.
pub(crate) fn row(record: &Record) -> serde_json::Result<Value> {
    let mut row = serde_json::to_value(record)?;
    if let Some(Value::Object(document)) = row.get_mut("document") {
        let (known, extra): (Map<_, _>, Map<_, _>) =
            std::mem::take(document).into_iter().partition(|(name, _)| DOCUMENT.contains(&name.as_str()));
        *document = known;
        if !extra.is_empty() {
            document.insert(EXTRA.to_owned(), Value::String(serde_json::to_string(&extra)?));
        }
    }
    Ok(row)
}

/// Makes of a row what the record was before it became one. Rows of other shapes stay as they are.
pub(crate) fn restore(row: &mut Map<String, Value>) {
    let Some(Value::Object(document)) = row.get_mut("document") else { return };
    let extra = document.get(EXTRA).and_then(Value::as_str).and_then(|json| serde_json::from_str(json).ok());
    if let Some(Value::Object(extra)) = extra {
        document.shift_remove(EXTRA);
        document.extend(extra);
    }
}

fn required(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn optional(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

fn structure(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(required("item", item)))
}

/// `[start, end]` in code points. Not every engine for tables has lists of fixed size or numbers without a sign.
fn span() -> DataType {
    list(DataType::Int32)
}

fn words() -> DataType {
    structure(vec![required("text", DataType::Utf8), required("spans", list(span()))])
}

fn phrase() -> DataType {
    structure(vec![required("text", DataType::Utf8), required("span", span())])
}

fn party() -> DataType {
    structure(vec![optional("entity", DataType::Utf8), required("name", DataType::Utf8)])
}

/// The type of a statement.
pub(crate) fn statement() -> DataType {
    structure(vec![
        required("id", DataType::Utf8),
        required("form", DataType::Utf8),
        required(
            "act",
            structure(vec![required("kind", DataType::Utf8), required("negated", DataType::Boolean)]),
        ),
        required("content", words()),
        optional("cue", words()),
        optional("source", words()),
        required("speaker", speaker()),
        required("via", list(party())),
        optional("inside", DataType::Utf8),
        optional("when", when()),
        optional("where", phrase()),
        optional("condition", phrase()),
        required("confidence", DataType::Float32),
    ])
}

fn speaker() -> DataType {
    structure(vec![
        optional("entity", DataType::Utf8),
        optional("name", DataType::Utf8),
        required("kind", DataType::Utf8),
        optional("role", DataType::Utf8),
        required("anonymous", DataType::Boolean),
        optional("basis", DataType::Utf8),
    ])
}

fn when() -> DataType {
    structure(vec![
        required("text", DataType::Utf8),
        optional("date", DataType::Utf8),
        required("span", span()),
    ])
}

fn label() -> DataType {
    structure(vec![
        required("label", DataType::Utf8),
        required("target", party()),
        optional("by", party()),
        optional("cue", DataType::Utf8),
        required("quoted", DataType::Boolean),
        required("span", span()),
    ])
}

fn entity() -> DataType {
    let mention = structure(vec![
        required("text", DataType::Utf8),
        required("span", span()),
        required("kind", DataType::Utf8),
    ]);
    structure(vec![
        required("id", DataType::Utf8),
        required("name", DataType::Utf8),
        required("kind", DataType::Utf8),
        required("roles", list(DataType::Utf8)),
        required("mentions", list(mention)),
    ])
}
