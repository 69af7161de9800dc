//! Tables of comma-, semicolon- or tab-separated values with a header.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::ByteRecord;
use serde_json::{Map, Value};

use super::object;
use crate::error::{Cause, Format, ReadError};
use crate::item::{Item, Options};
use crate::source::Source;

/// What the reader of the table may read ahead of the row it is asked for.
const AHEAD: u64 = 256 << 10;

/// The delimiter of a table whose header this is: the one that occurs most outside of quotation marks.
pub(crate) fn delimiter_of(header: &str) -> Option<u8> {
    let count = |delimiter: u8| {
        let mut quoted = false;
        let stands_free = |byte: &u8| {
            quoted ^= *byte == b'"';
            !quoted && *byte == delimiter
        };
        header.as_bytes().iter().copied().filter(stands_free).count()
    };
    let counts = [b'|', b',', b';', b'\t'].map(|delimiter| (count(delimiter), delimiter));
    counts.into_iter().max_by_key(|(n, _)| *n).filter(|(n, _)| *n > 0).map(|(_, delimiter)| delimiter)
}

/// The names in a header.
pub(crate) fn header_names(header: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(header.as_bytes());
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => names_of(&record),
        _ => Vec::new(),
    }
}

/// Articles from the rows of a table.
pub(crate) struct Table<R> {
    rows: csv::Reader<Allowance<R>>,
    left: Arc<AtomicU64>,
    names: Vec<String>,
    source: Source,
    options: Options,
    ended: bool,
}

impl<R: Read> Table<R> {
    /// Reads the header, which begins with `head`.
    pub(crate) fn new(reader: R, head: &str, source: Source, options: &Options) -> Result<Self, ReadError> {
        let first = head.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
        let left = Arc::new(AtomicU64::new(AHEAD + options.max_bytes));
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter_of(first).unwrap_or(b','))
            .has_headers(false)
            .flexible(true)
            .from_reader(Allowance { inner: reader, left: Arc::clone(&left) });
        let mut header = ByteRecord::new();
        if let Err(error) = rows.read_byte_record(&mut header) {
            let cause = cause(error, &source, options);
            return Err(ReadError::new(source.at_line(1), cause));
        }
        let names = names_of(&header);
        if !names.iter().any(|name| object::is_text_column(name, options)) {
            let column = options.text_column.clone().unwrap_or_else(|| "text".to_owned());
            let cause = Cause::NoColumn { column, columns: names.join(", ") };
            return Err(ReadError::new(source.name, cause));
        }
        Ok(Table { rows, left, names, source, options: options.clone(), ended: false })
    }

    fn read_row(&self, row: &ByteRecord, place: &str) -> Result<Item, Cause> {
        let mut object = Map::new();
        for (at, value) in row.iter().enumerate() {
            let name = self.names.get(at).cloned().unwrap_or_else(|| format!("column_{}", at + 1));
            if !value.is_empty() {
                object.insert(name, Value::String(field(value)));
            }
        }
        if !object.keys().any(|name| object::is_text_column(name, &self.options)) {
            return Err(Cause::NoText(Format::Csv));
        }
        object::read(object, Format::Csv, place.to_owned(), &self.options)
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.left.store(AHEAD + self.options.max_bytes, Ordering::Relaxed);
        let begin = self.rows.position().line();
        let mut row = ByteRecord::new();
        match self.rows.read_byte_record(&mut row) {
            Ok(false) => {
                self.ended = true;
                None
            }
            Ok(true) => {
                let place = self.source.at_line(row.position().map_or(0, csv::Position::line));
                Some(self.read_row(&row, &place).map_err(|cause| ReadError::new(place, cause)))
            }
            Err(error) => {
                // an unclosed quotation mark has swallowed the rest of the table
                self.ended = true;
                let place = self.source.at_line(begin);
                Some(Err(ReadError::new(place, cause(error, &self.source, &self.options))))
            }
        }
    }
}

fn names_of(header: &ByteRecord) -> Vec<String> {
    header.iter().map(|name| field(name).trim().trim_start_matches('\u{FEFF}').to_owned()).collect()
}

fn field(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn cause(error: csv::Error, source: &Source, options: &Options) -> Cause {
    let reason = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.get_ref().is_some_and(|e| e.is::<Spent>()) => {
            Cause::TooLarge { limit: options.max_bytes }
        }
        csv::ErrorKind::Io(error) => source.broken(error),
        _ => Cause::Damaged { format: Format::Csv, reason },
    }
}

/// Lets so many bytes through between two rows, so that an unclosed quotation mark cannot fill the memory.
struct Allowance<R> {
    inner: R,
    left: Arc<AtomicU64>,
}

#[derive(Debug, thiserror::Error)]
#[error("a row exceeds the limit")]
struct Spent;

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if wanted == 0 && !buffer.is_empty() {
            return Err(io::Error::other(Spent));
        }
        let read = self.inner.read(&mut buffer[..wanted])?;
        self.left.store(left - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, options: &Options) -> Vec<Result<Item, ReadError>> {
        Table::new(text.as_bytes(), text, Source::named("a.csv"), options).unwrap().collect()
    }

    #[test]
    fn columns_become_fields_and_the_rest_is_kept() {
        let text =
            "id;headline;section;Text\n1;\"A; B\";Local;\"First line.\n\nSecond \"\"line\"\".\"\n2;C;;D\n";
        let items = rows(text, &Options::default());
        let item = items[0].as_ref().unwrap();
        assert_eq!(item.article.text, "First line.\n\nSecond \"line\".");
        assert_eq!(item.article.document.title.as_deref(), Some("A; B"));
        assert_eq!(item.article.document.extra["section"], "Local");
        assert_eq!(item.place, "a.csv:2");
        assert_eq!(items[1].as_ref().unwrap().place, "a.csv:5");
    }

    #[test]
    fn the_text_column_can_be_named() {
        let options = Options { text_column: Some("story".to_owned()), ..Options::default() };
        assert_eq!(rows("id,story\n1,Words.\n", &options)[0].as_ref().unwrap().article.text, "Words.");
        let error =
            Table::new(&b"id,text\n"[..], "id,text\n", Source::named("a.csv"), &options).err().unwrap();
        assert_eq!(error.reason(), "no such column");
    }

    #[test]
    fn a_row_without_text_is_an_error_and_the_rest_goes_on() {
        let items = rows("id,text\n1,\n2,Words.\n", &Options::default());
        assert_eq!(items[0].as_ref().unwrap_err().reason(), "no text");
        assert!(items[1].is_ok());
    }

    #[test]
    fn an_unclosed_quotation_mark_does_not_fill_the_memory() {
        let text = format!("id,text\n1,Words.\n2,\"{}", "word\n".repeat(200_000));
        let items = rows(&text, &Options { max_bytes: 1000, ..Options::default() });
        assert!(items.len() == 2 && items[0].is_ok());
        let error = items[1].as_ref().unwrap_err();
        assert_eq!((error.reason(), error.place.as_str()), ("too large", "a.csv:3"));
    }
}
