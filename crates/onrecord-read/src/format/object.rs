//! One article as an object of named values: a JSON object, a row of a table.
//!
//! Well-known names go to the document's fields, everything else is kept as it was.

use onrecord::Article;
use onrecord::record::{Document, Record, Span};
use serde_json::{Map, Value};

use crate::dates;
use crate::error::{Cause, Format};
use crate::item::{Gold, Item, Options};

/// The names that the text goes by, the likeliest first.
const TEXT: [&str; 6] = ["text", "content", "body", "article", "maintext", "article_text"];
/// The names that each field of a document goes by, the field's own first.
const ID: [&str; 3] = ["id", "_id", "doc_id"];
const URL: [&str; 4] = ["url", "link", "canonical_url", "source_url"];
const OUTLET: [&str; 6] = ["outlet", "publisher", "publication", "site_name", "sitename", "source"];
const TITLE: [&str; 2] = ["title", "headline"];
const BYLINE: [&str; 4] = ["byline", "author", "authors", "creator"];
const PUBLISHED: [&str; 7] = [
    "published",
    "date",
    "published_at",
    "date_published",
    "publication_date",
    "publish_date",
    "date_publish",
];
const LANGUAGE: [&str; 2] = ["language", "lang"];

/// Whether a column of this name holds the text.
pub(crate) fn is_text_column(name: &str, options: &Options) -> bool {
    match &options.text_column {
        Some(column) => name == column,
        None => TEXT.iter().any(|known| name.eq_ignore_ascii_case(known)),
    }
}

/// Reads an article, or a record with its article, from an object.
pub(crate) fn read(
    mut object: Map<String, Value>,
    format: Format,
    place: String,
    options: &Options,
) -> Result<Item, Cause> {
    if object.get("document").is_some_and(Value::is_object)
        && object.get("statements").is_some_and(Value::is_array)
    {
        return read_record(object, format, place);
    }
    let text = take_text(&mut object, format, options)?;
    let gold = match object.get("attributions") {
        Some(Value::Array(_)) => {
            object.remove("attributions").map(|list| read_gold(list, format)).transpose()?
        }
        _ => None,
    };
    let mut document = Document {
        id: take_string(&mut object, &ID),
        url: take_string(&mut object, &URL),
        outlet: take_string(&mut object, &OUTLET),
        title: take_string(&mut object, &TITLE),
        byline: take_byline(&mut object),
        language: take_string(&mut object, &LANGUAGE),
        ..Document::default()
    };
    document.published = take_date(&mut object);
    clear_field_names(&mut object);
    document.extra = object;
    Ok(Item { article: Article { document, text }, record: None, gold, place })
}

/// A record made earlier: its document becomes the article's.
fn read_record(object: Map<String, Value>, format: Format, place: String) -> Result<Item, Cause> {
    let record: Record = serde_json::from_value(Value::Object(object)).map_err(|error| Cause::Damaged {
        format,
        reason: format!("not a record of this version: {error}"),
    })?;
    let mut document = record.document.clone();
    let text = document.text.take().ok_or(Cause::NoText(format))?;
    Ok(Item { article: Article { document, text }, record: Some(record), gold: None, place })
}

/// Which of some names is that of the text.
pub(crate) fn text_name<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    options: &Options,
) -> Option<&'n str> {
    match &options.text_column {
        Some(column) => names.into_iter().find(|name| name == column),
        None => TEXT.iter().find_map(|known| names.clone().find(|name| name.eq_ignore_ascii_case(known))),
    }
}

fn take_text(object: &mut Map<String, Value>, format: Format, options: &Options) -> Result<String, Cause> {
    let name = text_name(object.keys().map(String::as_str), options).map(str::to_owned);
    let Some(name) = name else {
        return Err(Cause::NoColumn {
            column: options.text_column.clone().unwrap_or_else(|| TEXT[0].to_owned()),
            columns: object.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        });
    };
    match object.shift_remove(&name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text),
        Some(Value::String(_) | Value::Null) | None => Err(Cause::NoText(format)),
        Some(_) => Err(Cause::Damaged { format, reason: format!("`{name}` is not a string") }),
    }
}

fn read_gold(list: Value, format: Format) -> Result<Vec<Gold>, Cause> {
    let gold: Vec<Gold> = serde_json::from_value(list)
        .map_err(|error| Cause::Damaged { format, reason: format!("`attributions`: {error}") })?;
    let inverted = |span: &Span| span.start > span.end;
    if gold.iter().any(|g| g.source.iter().chain(&g.cue).chain(&g.content).any(inverted)) {
        return Err(Cause::Damaged {
            format,
            reason: "`attributions`: a span ends before it begins".to_owned(),
        });
    }
    Ok(gold)
}

/// Takes the first of the names that holds a string or a number.
fn take_string(object: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    for name in names {
        let found = match object.get(*name) {
            Some(Value::String(value)) => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
            Some(Value::Number(value)) => Some(value.to_string()),
            _ => None,
        };
        if found.is_some() {
            object.shift_remove(*name);
            return found;
        }
    }
    None
}

fn take_byline(object: &mut Map<String, Value>) -> Option<String> {
    for name in BYLINE {
        if let Some(Value::Array(names)) = object.get(name)
            && !names.is_empty()
            && let Some(names) = names.iter().map(Value::as_str).collect::<Option<Vec<_>>>()
        {
            let joined = names.join(", ");
            object.shift_remove(name);
            return Some(joined);
        }
    }
    take_string(object, &BYLINE)
}

/// A date that is understood becomes the field, any other stays under its own name.
fn take_date(object: &mut Map<String, Value>) -> Option<String> {
    for name in PUBLISHED {
        if let Some(date) = object.get(name).and_then(Value::as_str).and_then(dates::iso_date) {
            object.shift_remove(name);
            return Some(date);
        }
    }
    None
}

/// Moves values that are no good for a field out of the way of its name, which must not be written twice.
fn clear_field_names(object: &mut Map<String, Value>) {
    for name in ["id", "url", "outlet", "title", "byline", "published", "language", "text"] {
        match object.shift_remove(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(empty)) if empty.is_empty() => {}
            Some(value) => {
                object.insert(format!("{name}_as_given"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_json(json: &str) -> Result<Item, Cause> {
        let object = serde_json::from_str(json).unwrap();
        read(object, Format::JsonLines, "here:1".to_owned(), &Options::default())
    }

    #[test]
    fn known_names_go_to_fields_and_the_rest_is_kept() {
        let item = read_json(
            r#"{"id": 7, "publisher": "The Vale Post", "date": "2031-05-06T07:08:09Z", "authors": ["Ann Oake", "Ben Lisle"],
                "text": "Words.", "section": "Local", "source": "feed"}"#,
        )
        .unwrap();
        let document = &item.article.document;
        assert_eq!(document.id.as_deref(), Some("7"));
        assert_eq!(document.outlet.as_deref(), Some("The Vale Post"));
        assert_eq!(document.published.as_deref(), Some("2031-05-06"));
        assert_eq!(document.byline.as_deref(), Some("Ann Oake, Ben Lisle"));
        assert_eq!(document.extra.keys().collect::<Vec<_>>(), ["section", "source"]);
        assert_eq!(item.article.text, "Words.");
    }

    #[test]
    fn values_that_fit_no_field_do_not_collide_with_it() {
        let item =
            read_json(r#"{"id": null, "title": ["a"], "published": "some day", "text": "Words."}"#).unwrap();
        let json = serde_json::to_string(&item.article.document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), item.article.document);
        assert_eq!(item.article.document.extra["published_as_given"], "some day");
        assert!(!item.article.document.extra.contains_key("id"));
    }

    #[test]
    fn gold_is_read_and_checked() {
        let item =
            read_json(r#"{"text": "Ann said so.", "attributions": [{"source": [[0, 3]], "cue": [[4, 8]]}]}"#)
                .unwrap();
        let gold = item.gold.unwrap();
        assert_eq!(gold[0].cue, [Span { start: 4, end: 8 }]);
        assert!(gold[0].content.is_empty());
        assert!(read_json(r#"{"text": "Ann said so.", "attributions": [{"source": [[3, 0]]}]}"#).is_err());
    }

    #[test]
    fn an_object_without_text_says_what_it_has() {
        let error = read_json(r#"{"id": "a", "words": "b"}"#).unwrap_err();
        assert!(error.to_string().contains("id, words"), "{error}");
    }
}
