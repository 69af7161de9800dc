//! Web archives: WARC as crawlers write it, WET with the text alone; plain, in gzip members, or Zstandard.
//!
//! Records of pages and texts give articles. Requests, revisits, pictures, pages that were not found and the like
//! are passed over. A damaged member is an error, after which the next one is looked for.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use onrecord::record::Document;

use super::text;
use crate::bounded::{Counted, Line, SKIP_LIMIT, read_line};
use crate::error::{Cause, Format, ReadError};
use crate::html;
use crate::http_message;
use crate::item::{Item, Options};
use crate::language::iso_639_1;
use crate::source::Source;

/// The longest line of a header, and the most lines of one.
const HEADER_LINE: u64 = 64 << 10;
const HEADER_LINES: usize = 1000;

type Bytes = Box<dyn BufRead + Send>;

/// Articles from the records of an archive.
pub(crate) struct Warc {
    input: State,
    source: Source,
    options: Options,
}

/// What the archive's bytes come through.
enum State {
    /// Records one after the other.
    Plain(Counted<Bytes>),
    /// Before a gzip member.
    Between(Counted<Bytes>),
    /// In the member that begins at `start`.
    Member { start: u64, records: Box<Counted<BufReader<GzDecoder<Counted<Bytes>>>>> },
    /// At the end, or where going on makes no sense.
    Ended,
}

impl State {
    /// Behind a member, or behind the first byte of what was none.
    fn after_member(start: u64, mut packed: Counted<Bytes>) -> Self {
        if packed.position() <= start {
            let _ = packed.read(&mut [0]);
        }
        State::Between(packed)
    }
}

/// The header of a record.
#[derive(Default)]
struct Header {
    kind: String,
    id: Option<String>,
    url: Option<String>,
    date: Option<String>,
    language: Option<String>,
    content_type: String,
    length: u64,
}

impl Warc {
    /// An archive that is not packed, or was unpacked already.
    pub(crate) fn plain(reader: Bytes, source: Source, options: &Options) -> Self {
        Warc { input: State::Plain(Counted::new(reader)), source, options: options.clone() }
    }

    /// An archive in gzip members.
    pub(crate) fn gzip(reader: Bytes, source: Source, options: &Options) -> Self {
        Warc { input: State::Between(Counted::new(reader)), source, options: options.clone() }
    }

    /// Makes of a record what it holds; `None` where that is no article.
    fn article(&self, header: Header, body: Vec<u8>, place: &str) -> Option<Result<Item, Cause>> {
        let url = header.url.clone();
        let mut item = match header.kind.as_str() {
            "conversion" if header.content_type.starts_with("text/plain") => {
                let source = Source { url, content_type: Some(header.content_type), ..self.source.clone() };
                text::read(body, &source)
            }
            "resource" => page(body, &header.content_type, url)?,
            "response" => {
                let message = match http_message::read(&body, self.options.max_bytes) {
                    Ok(message) => message,
                    Err(cause) => return Some(Err(cause)),
                };
                if message.status != 200 {
                    return None;
                }
                page(message.body, &message.content_type, url)?
            }
            _ => return None,
        };
        if let Ok(item) = &mut item {
            item.place = place.to_owned();
            let document: &mut Document = &mut item.article.document;
            document.id = header.id.or(document.id.take());
            if let Some(language) = header.language.as_deref().and_then(iso_639_1) {
                document.language.get_or_insert_with(|| language.to_owned());
            }
            if let Some(date) = header.date {
                document.extra.insert("archived".to_owned(), date.into());
            }
        }
        Some(item)
    }
}

/// The article of a page or text; `None` for other kinds of content.
fn page(body: Vec<u8>, content_type: &str, url: Option<String>) -> Option<Result<Item, Cause>> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let source = Source { url, content_type: Some(content_type.to_owned()), ..Source::default() };
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some(html::read(body, &source)),
        "text/plain" => Some(text::read(body, &source)),
        // nobody said what it is: look
        "" | "application/octet-stream" if body.trim_ascii_start().starts_with(b"<") => {
            Some(html::read(body, &source))
        }
        _ => None,
    }
}

impl Iterator for Warc {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (place, read) = match std::mem::replace(&mut self.input, State::Ended) {
                State::Ended => return None,
                State::Plain(mut reader) => {
                    let offset = reader.position();
                    let read = read_record(&mut reader, self.options.max_bytes);
                    let end = matches!(&read, Ok(None));
                    let lost = match &read {
                        Err(Failure { goes_on: false, .. }) => !find_record(&mut reader).unwrap_or(false),
                        _ => false,
                    };
                    if !end && !lost {
                        self.input = State::Plain(reader);
                    }
                    (self.source.at_offset(offset), read)
                }
                State::Between(mut packed) => {
                    match find_member(&mut packed) {
                        Ok(false) => return None,
                        Ok(true) => {}
                        Err(error) => {
                            return Some(Err(ReadError::new(
                                self.source.name.clone(),
                                self.source.broken(error),
                            )));
                        }
                    }
                    let start = packed.position();
                    let records = Box::new(Counted::new(BufReader::new(GzDecoder::new(packed))));
                    self.input = State::Member { start, records };
                    continue;
                }
                State::Member { start, mut records } => {
                    let inside = records.position();
                    let read = read_record(&mut records, self.options.max_bytes);
                    let stays = match &read {
                        Ok(record) => record.is_some(),
                        Err(Failure { goes_on: true, .. }) => true,
                        Err(Failure { why: Why::Damaged(_), .. }) => {
                            find_record(&mut records).unwrap_or(false)
                        }
                        Err(_) => false,
                    };
                    self.input = if stays {
                        State::Member { start, records }
                    } else {
                        State::after_member(start, records.into_inner().into_inner().into_inner())
                    };
                    if matches!(read, Ok(None)) {
                        continue;
                    }
                    let offset = self.source.at_offset(start);
                    (if inside == 0 { offset } else { format!("{offset}+{inside}") }, read)
                }
            };
            match read {
                Ok(None) => return None,
                Ok(Some((header, body))) => {
                    if let Some(item) = self.article(header, body, &place) {
                        return Some(item.map_err(|cause| ReadError::new(place, cause)));
                    }
                }
                Err(failure) => {
                    let limit = self.options.max_bytes;
                    let cause = match failure.why {
                        Why::TooLarge => Cause::TooLarge { limit },
                        Why::Damaged(reason) => {
                            Cause::Damaged { format: Format::Warc, reason: reason.to_owned() }
                        }
                        Why::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Cause::Damaged {
                            format: Format::Warc,
                            reason: "it ends within a record".to_owned(),
                        },
                        Why::Io(error) => match self.input {
                            State::Plain(_) => self.source.broken(error),
                            _ => Cause::Damaged { format: Format::Gzip, reason: error.to_string() },
                        },
                    };
                    return Some(Err(ReadError::new(place, cause)));
                }
            }
        }
    }
}

/// Why a record could not be read, and whether the next one follows at once.
struct Failure {
    why: Why,
    goes_on: bool,
}

enum Why {
    TooLarge,
    Damaged(&'static str),
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure { why: Why::Io(error), goes_on: false }
    }
}

fn damaged(reason: &'static str) -> Failure {
    Failure { why: Why::Damaged(reason), goes_on: false }
}

/// The next record with its body. The bodies of records that cannot be articles are left empty.
fn read_record(reader: &mut impl BufRead, limit: u64) -> Result<Option<(Header, Vec<u8>)>, Failure> {
    let Some(header) = read_header(reader)? else {
        return Ok(None);
    };
    let wanted = match header.kind.as_str() {
        "response" => header.content_type.contains("http"),
        "resource" | "conversion" => true,
        _ => false,
    };
    if !wanted || header.length > limit {
        if header.length > SKIP_LIMIT {
            return Err(Failure { why: Why::TooLarge, goes_on: false });
        }
        let skipped = io::copy(&mut reader.take(header.length), &mut io::sink())?;
        if skipped < header.length {
            return Err(damaged("it ends within a record"));
        }
        if wanted {
            return Err(Failure { why: Why::TooLarge, goes_on: true });
        }
        return Ok(Some((header, Vec::new())));
    }
    let mut body = Vec::new();
    reader.take(header.length).read_to_end(&mut body)?;
    if (body.len() as u64) < header.length {
        return Err(damaged("it ends within a record"));
    }
    Ok(Some((header, body)))
}

/// The next header; `None` at the end.
fn read_header(reader: &mut impl BufRead) -> Result<Option<Header>, Failure> {
    let Some(version) = first_line(reader)? else {
        return Ok(None);
    };
    if !version.starts_with(b"WARC/") {
        return Err(damaged("a record does not begin with its version"));
    }
    let mut header = Header::default();
    let mut has_length = false;
    for _ in 0..HEADER_LINES {
        let line = match read_line(reader, HEADER_LINE)? {
            Line::Bytes(line) => line,
            Line::End => return Err(damaged("it ends within a header")),
            Line::TooLong => continue,
            Line::Endless => return Err(damaged("a line of a header has no end")),
        };
        if line.is_empty() {
            return if has_length { Ok(Some(header)) } else { Err(damaged("a record without a length")) };
        }
        let line = String::from_utf8_lossy(&line);
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "warc-record-id" => header.id = Some(without_brackets(value)),
            "warc-target-uri" => header.url = Some(without_brackets(value)),
            "warc-date" => header.date = Some(value.to_owned()),
            "warc-identified-content-language" => {
                header.language = value.split(',').next().map(|tag| tag.trim().to_owned());
            }
            "content-type" => header.content_type = value.to_ascii_lowercase(),
            "content-length" => {
                header.length = value.parse().map_err(|_| damaged("a length that is no number"))?;
                has_length = true;
            }
            _ => {}
        }
    }
    Err(damaged("a header of too many lines"))
}

fn without_brackets(value: &str) -> String {
    value.trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The first line that is not empty: records are followed by two empty ones.
fn first_line(reader: &mut impl BufRead) -> Result<Option<Vec<u8>>, Failure> {
    for _ in 0..HEADER_LINES {
        match read_line(reader, HEADER_LINE)? {
            Line::Bytes(line) if line.is_empty() => {}
            Line::Bytes(line) => return Ok(Some(line)),
            Line::End => return Ok(None),
            Line::TooLong | Line::Endless => return Err(damaged("a record does not begin with its version")),
        }
    }
    Err(damaged("nothing but empty lines"))
}

/// Goes to where the next gzip member seems to begin; false where there is none.
fn find_member(packed: &mut Counted<Bytes>) -> io::Result<bool> {
    packed.find(&[0x1F, 0x8B, 0x08], u64::MAX)
}

/// Goes to where the next record seems to begin; false where there is none near enough.
fn find_record<R: BufRead>(records: &mut Counted<R>) -> io::Result<bool> {
    records.find(b"WARC/1.", SKIP_LIMIT)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &str = "<html><head><title>Bridge opens</title></head><body><article><p>The bridge at Vale \
        opened on Monday, officials said, after two years of works that cost the town dearly.</p><p>\"We waited long \
        enough,\" said the mayor, Ann Oake, who cut the ribbon before a crowd of hundreds.</p></article></body></html>";

    fn record(kind: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}>\r\nWARC-Target-URI: https://vale.example/{kind}\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes
    }

    fn response() -> Vec<u8> {
        let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}");
        record("response", "application/http; msgtype=response", body.as_bytes())
    }

    fn wet() -> Vec<u8> {
        record("conversion", "text/plain", "Bridge opens\nThe bridge opened on Monday.".as_bytes())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>, packed: bool, limit: u64) -> Vec<Result<Item, ReadError>> {
        let options = Options { max_bytes: limit, ..Options::default() };
        let reader: Bytes = Box::new(io::Cursor::new(bytes));
        let source = Source::named("a.warc");
        let warc =
            if packed { Warc::gzip(reader, source, &options) } else { Warc::plain(reader, source, &options) };
        warc.take(100).collect()
    }

    #[test]
    fn pages_and_texts_are_read_and_the_rest_is_passed_over() {
        let records = [record("warcinfo", "application/warc-fields", b"software: x"), response(), wet()];
        let plain = read(records.concat(), false, 1 << 20);
        assert_eq!(plain.len(), 2);
        let page = plain[0].as_ref().unwrap();
        assert!(page.article.text.starts_with("The bridge at Vale opened"), "{}", page.article.text);
        assert!(page.article.text.contains("dearly.\n\n\"We waited"), "{}", page.article.text);
        assert_eq!(page.article.document.url.as_deref(), Some("https://vale.example/response"));
        assert_eq!(page.article.document.id.as_deref(), Some("urn:uuid:response"));
        let text = plain[1].as_ref().unwrap();
        assert_eq!(text.article.text, "Bridge opens\nThe bridge opened on Monday.");
        let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
        let packed = read(members, true, 1 << 20);
        assert_eq!(packed[1].as_ref().unwrap().article, text.article);
        let one_member = read(gzip(&records.concat()), true, 1 << 20);
        assert_eq!(one_member[1].as_ref().unwrap().article, text.article);
    }

    #[test]
    fn a_damaged_member_is_an_error_and_the_rest_goes_on() {
        let mut middle = gzip(&wet());
        let at = middle.len() / 2;
        middle.iter_mut().skip(at).take(8).for_each(|byte| *byte = !*byte);
        let bytes = [gzip(&wet()), middle, gzip(&wet())].concat();
        let items = read(bytes, true, 1 << 20);
        assert!(items.first().unwrap().is_ok());
        assert!(items.last().unwrap().is_ok());
        assert_eq!(items.iter().filter(|item| item.is_err()).count(), 1);
    }

    #[test]
    fn a_damaged_record_is_an_error_and_the_rest_goes_on() {
        for packed in [false, true] {
            let mut bytes = [wet(), b"garbage\r\n\r\n".to_vec(), wet()].concat();
            if packed {
                bytes = gzip(&bytes);
            }
            let items = read(bytes, packed, 1 << 20);
            assert_eq!(items.len(), 3);
            assert_eq!(items[1].as_ref().unwrap_err().reason(), "damaged");
            assert!(items[2].is_ok());
        }
    }

    #[test]
    fn a_bomb_is_an_error_and_the_rest_goes_on() {
        let bomb = gzip(&record("conversion", "text/plain", &vec![b'x'; 4 << 20]));
        let items = read([bomb, gzip(&wet())].concat(), true, 1 << 20);
        assert_eq!(items[0].as_ref().unwrap_err().reason(), "too large");
        assert_eq!(
            items[1].as_ref().unwrap().place,
            format!("a.warc@{}", gzip(&record("conversion", "text/plain", &vec![b'x'; 4 << 20])).len())
        );
    }

    #[test]
    fn a_cut_archive_is_an_error() {
        for packed in [false, true] {
            let bytes = if packed { gzip(&wet()) } else { wet() };
            for cut in 1..bytes.len() - 8 {
                assert!(
                    read(bytes[..cut].to_vec(), packed, 1 << 20).iter().all(Result::is_err)
                        || cut + 8 > bytes.len() - 8
                );
            }
        }
    }
}
