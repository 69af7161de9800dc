//! JSON Lines, and JSON documents: an object, a list of objects, or objects one after the other.

use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::object;
use crate::bounded::{Line, SKIP_LIMIT, read_line};
use crate::error::{Cause, Format, ReadError};
use crate::item::{Item, Options};
use crate::source::Source;

/// Articles from a stream of lines, each an object.
pub(crate) struct JsonLines<R> {
    reader: R,
    source: Source,
    options: Options,
    line: u64,
    ended: bool,
}

impl<R: BufRead> JsonLines<R> {
    pub(crate) fn new(reader: R, source: Source, options: &Options) -> Self {
        JsonLines { reader, source, options: options.clone(), line: 0, ended: false }
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let place = self.source.at_line(self.line);
            let line = match read_line(&mut self.reader, self.options.max_bytes) {
                Ok(line) => line,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::new(place, self.source.broken(error))));
                }
            };
            match line {
                Line::End => self.ended = true,
                Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => {}
                Line::Bytes(bytes) => {
                    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
                    return Some(read_value(bytes, Format::JsonLines, place, &self.options));
                }
                Line::TooLong | Line::Endless => {
                    self.ended = matches!(line, Line::Endless);
                    return Some(Err(ReadError::new(
                        place,
                        Cause::TooLarge { limit: self.options.max_bytes },
                    )));
                }
            }
        }
        None
    }
}

/// Articles from the objects of a document, found one by one without holding the document.
pub(crate) struct JsonValues<R> {
    reader: R,
    source: Source,
    options: Options,
    number: u64,
    ended: bool,
}

impl<R: Read> JsonValues<BufReader<R>> {
    pub(crate) fn new(reader: R, source: Source, options: &Options) -> Self {
        JsonValues {
            reader: BufReader::new(reader),
            source,
            options: options.clone(),
            number: 0,
            ended: false,
        }
    }
}

impl<R: BufRead> Iterator for JsonValues<R> {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let place = self.source.at_number(self.number);
        match next_object(&mut self.reader, self.options.max_bytes) {
            Ok(Some(bytes)) => Some(read_value(&bytes, Format::Json, place, &self.options)),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(cause) => {
                self.ended = !matches!(cause, Found::TooLarge);
                let cause = match cause {
                    Found::TooLarge | Found::Endless => Cause::TooLarge { limit: self.options.max_bytes },
                    Found::Damaged(reason) => {
                        Cause::Damaged { format: Format::Json, reason: reason.to_owned() }
                    }
                    Found::Io(error) => self.source.broken(error),
                };
                Some(Err(ReadError::new(place, cause)))
            }
        }
    }
}

/// Why the next object was not found.
enum Found {
    TooLarge,
    Endless,
    Damaged(&'static str),
    Io(std::io::Error),
}

/// The bytes of the next object at the top level or in a top-level list.
fn next_object(reader: &mut impl BufRead, limit: u64) -> Result<Option<Vec<u8>>, Found> {
    if !skip_to_object(reader)? {
        return Ok(None);
    }
    let mut object = Vec::new();
    let mut scan = Scan::default();
    let mut length = 0_u64;
    loop {
        let buffer = reader.fill_buf().map_err(Found::Io)?;
        if buffer.is_empty() {
            return Err(Found::Damaged("it ends within an object"));
        }
        let end = scan.end_of_object(buffer);
        let used = end.unwrap_or(buffer.len());
        length += used as u64;
        if length <= limit {
            object.extend_from_slice(&buffer[..used]);
        } else {
            object = Vec::new();
        }
        reader.consume(used);
        if end.is_some() {
            return if length <= limit { Ok(Some(object)) } else { Err(Found::TooLarge) };
        }
        if length > SKIP_LIMIT {
            return Err(Found::Endless);
        }
    }
}

/// Passes what may stand between objects. False at the end of the input.
fn skip_to_object(reader: &mut impl BufRead) -> Result<bool, Found> {
    loop {
        let buffer = reader.fill_buf().map_err(Found::Io)?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let between = |byte: &u8| byte.is_ascii_whitespace() || b"[],\xEF\xBB\xBF".contains(byte);
        match buffer.iter().position(|byte| !between(byte)) {
            Some(at) if buffer[at] == b'{' => {
                reader.consume(at);
                return Ok(true);
            }
            Some(_) => return Err(Found::Damaged("something other than objects in the list")),
            None => {
                let used = buffer.len();
                reader.consume(used);
            }
        }
    }
}

/// Where in an object we are.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// How many of these bytes belong to the object, where it ends among them.
    fn end_of_object(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Reads one object.
pub(crate) fn read_value(
    bytes: &[u8],
    format: Format,
    place: String,
    options: &Options,
) -> Result<Item, ReadError> {
    let object: Map<String, Value> = match parse(bytes) {
        Ok(object) => object,
        Err(error) => {
            return Err(ReadError::new(place, Cause::Damaged { format, reason: error.to_string() }));
        }
    };
    object::read(object, format, place.clone(), options).map_err(|cause| ReadError::new(place, cause))
}

/// Parses an object, bearing with bytes that are not UTF-8 and with halves of surrogate pairs.
pub(crate) fn parse(bytes: &[u8]) -> serde_json::Result<Map<String, Value>> {
    serde_json::from_slice(bytes).or_else(|error| {
        let text = String::from_utf8_lossy(bytes);
        match without_lone_surrogates(&text) {
            Some(mended) => serde_json::from_str(&mended),
            None if matches!(text, std::borrow::Cow::Owned(_)) => serde_json::from_str(&text),
            None => Err(error),
        }
    })
}

/// Replaces each escape of half a surrogate pair by that of U+FFFD, which is one code point as well, so that
/// offsets made by programs that let the half stand still hold. `None` where there is none.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| -> Option<u16> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut mended = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
        let escape = at + found;
        at = match unit(escape) {
            Some(0xD800..=0xDBFF) if matches!(unit(escape + 6), Some(0xDC00..=0xDFFF)) => escape + 12,
            Some(0xD800..=0xDFFF) => {
                mended.push_str(&text[kept..escape]);
                mended.push_str("\\ufffd");
                kept = escape + 6;
                kept
            }
            Some(_) => escape + 6,
            None => (escape + 2).min(text.len()),
        };
    }
    if kept == 0 {
        return None;
    }
    mended.push_str(&text[kept..]);
    Some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, options: &Options) -> Vec<Result<Item, ReadError>> {
        JsonLines::new(text.as_bytes(), Source::named("a.jsonl"), options).collect()
    }

    fn values(text: &str, options: &Options) -> Vec<Result<Item, ReadError>> {
        JsonValues::new(text.as_bytes(), Source::named("a.json"), options).collect()
    }

    #[test]
    fn a_bad_line_is_an_error_and_the_rest_goes_on() {
        let text = "{\"text\": \"One.\"}\n\n{\"text\": \"Tw\n{\"text\": \"Three.\"}";
        let items = lines(text, &Options::default());
        assert_eq!(items.len(), 3);
        assert_eq!(items[0].as_ref().unwrap().place, "a.jsonl:1");
        assert_eq!(items[1].as_ref().unwrap_err().place, "a.jsonl:3");
        assert_eq!(items[2].as_ref().unwrap().article.text, "Three.");
    }

    #[test]
    fn a_line_over_the_limit_is_an_error_and_the_rest_goes_on() {
        let text = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Three.\"}}", "x".repeat(100));
        let items = lines(&text, &Options { max_bytes: 50, ..Options::default() });
        assert_eq!(items[0].as_ref().unwrap_err().reason(), "too large");
        assert_eq!(items[1].as_ref().unwrap().article.text, "Three.");
    }

    #[test]
    fn lists_and_sequences_of_objects_are_taken_apart() {
        for text in [
            "[{\"text\": \"O}n\\\"e[\"},\n {\"text\": \"Two.\", \"deep\": [[{}]]}]",
            "{\n\"text\": \"O}n\\\"e[\"\n}\n{\n\"text\": \"Two.\"\n}",
        ] {
            let items = values(text, &Options::default());
            assert_eq!(items.len(), 2, "{text}");
            assert_eq!(items[0].as_ref().unwrap().article.text, "O}n\"e[");
            assert_eq!(items[1].as_ref().unwrap().place, "a.json#2");
        }
    }

    #[test]
    fn an_object_over_the_limit_is_an_error_and_the_rest_goes_on() {
        let text = format!("[{{\"text\": \"{}\"}},\n{{\"text\": \"Three.\"}}]", "x".repeat(100));
        let items = values(&text, &Options { max_bytes: 50, ..Options::default() });
        assert_eq!(items[0].as_ref().unwrap_err().reason(), "too large");
        assert_eq!(items[1].as_ref().unwrap().article.text, "Three.");
    }

    #[test]
    fn a_cut_document_is_an_error() {
        let items = values("[{\"text\": \"One.\"}, {\"text\": \"Tw", &Options::default());
        assert_eq!(items.len(), 2);
        assert_eq!(items[1].as_ref().unwrap_err().reason(), "damaged");
        assert!(values("[1, 2]", &Options::default())[0].is_err());
    }

    #[test]
    fn half_a_surrogate_pair_is_one_code_point() {
        let items = lines(r#"{"text": "a\ud83d b\ud83d\ude00 c\\ud83d \udc00"}"#, &Options::default());
        assert_eq!(items[0].as_ref().unwrap().article.text, "a\u{FFFD} b😀 c\\ud83d \u{FFFD}");
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let text = format!("{{\"text\": \"a\", \"x\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(lines(&text, &Options::default())[0].as_ref().unwrap_err().reason(), "damaged");
    }
}
