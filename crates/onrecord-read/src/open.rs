//! From an input to its articles: finds the files, takes off compression, tells the format.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};

use encoding_rs::UTF_8;
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use crate::bounded::{read_all, read_head};
use crate::charset;
use crate::error::{Cause, Format, ReadError};
use crate::format::{brat, feed, json, parquet, table, text, warc};
use crate::html;
use crate::item::{Hint, Input, Item, Items, Options};
use crate::language::detect_language;
use crate::sniff::{HEAD, sniff};
use crate::source::Source;

/// How many layers of compression are taken off.
const LAYERS: u32 = 3;

/// The largest window of Zstandard data that is unpacked, as a power of two: 128 MiB.
const ZSTD_WINDOW: u32 = 27;

/// A feed may have as many times the bytes that one article may have: it holds many.
const FEED_ARTICLES: u64 = 8;

/// The most bytes of a packed Parquet file, which is unpacked on the disk before it is read.
const SPOOLED: u64 = 1 << 30;

type Bytes = Box<dyn Read + Send>;

/// Opens an input.
///
/// A folder is read with all below it, in the order of the names; names that begin with a dot are passed over, and
/// so are brat's `.ann` files, which are read with their texts. The order and the places of the items are the
/// same each time the same input is read.
///
/// # Errors
/// Where there is nothing to read at all. What is wrong with single files and articles comes from the iterator.
pub fn open(input: &Input, options: &Options) -> Result<Items, ReadError> {
    match input {
        Input::Stdin => {
            let source = Source { name: "stdin".to_owned(), ..Source::default() };
            Ok(read_stream(Box::new(io::stdin()), source, options))
        }
        Input::Url(url) => {
            let fetcher = options.fetcher.as_ref().ok_or_else(|| ReadError::new(url, Cause::Offline))?;
            let fetched = fetcher.get(url)?;
            let hint = Hint { name: None, url: Some(fetched.url), content_type: fetched.content_type };
            Ok(from_bytes(fetched.bytes, &hint, options))
        }
        Input::Path(path) if path.is_dir() => Ok(read_files(Files::below(path), options)),
        Input::Path(path) if path.exists() => Ok(read_file(path, options)),
        Input::Path(path) => {
            let place = path.display().to_string();
            let pattern = path.to_str().filter(|path| path.contains(['*', '?', '[']));
            let mut found: Vec<PathBuf> = match pattern.map(glob::glob) {
                Some(Ok(paths)) => paths.filter_map(Result::ok).collect(),
                _ => Vec::new(),
            };
            if found.is_empty() {
                return Err(ReadError::new(place, Cause::NotFound));
            }
            found.sort();
            Ok(read_files(Files::of(found), options))
        }
    }
}

/// Reads bytes of any known format, such as a body that was sent to a server.
pub fn from_bytes(bytes: Vec<u8>, hint: &Hint, options: &Options) -> Items {
    read_stream(Box::new(Cursor::new(bytes)), Source::from_hint(hint), options)
}

/// Reads a text with its brat annotations, such as two files that were sent to a server.
///
/// # Errors
/// Where the text is empty or the annotations are damaged.
pub fn from_brat(text: Vec<u8>, annotations: &str, hint: &Hint) -> Result<Item, ReadError> {
    let source = Source::from_hint(hint);
    brat::read_pair(text, annotations, &source).map_err(|cause| ReadError::new(source.name.clone(), cause))
}

/// The files of folders, found as they are asked for.
struct Files {
    /// Files and folders still to visit, the next one last.
    ahead: Vec<PathBuf>,
}

impl Files {
    fn below(folder: &Path) -> Self {
        Files { ahead: vec![folder.to_owned()] }
    }

    /// Paths in the order in which they are to be visited.
    fn of(mut paths: Vec<PathBuf>) -> Self {
        paths.reverse();
        Files { ahead: paths }
    }
}

impl Iterator for Files {
    type Item = Result<PathBuf, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(path) = self.ahead.pop() {
            if !path.is_dir() {
                let is_annotation =
                    path.extension().is_some_and(|e| e == "ann") && path.with_extension("txt").exists();
                if is_annotation {
                    continue;
                }
                return Some(Ok(path));
            }
            match names_in(&path) {
                Ok(names) => self.ahead.extend(names.into_iter().rev()),
                Err(error) => return Some(Err(ReadError::new(path.display().to_string(), Cause::Io(error)))),
            }
        }
        None
    }
}

/// What is in a folder, in the order of the names. Links to folders are left out: they may lead in a circle.
fn names_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let path = entry.path();
        let is_linked_folder = entry.file_type()?.is_symlink() && path.is_dir();
        if !hidden && !is_linked_folder {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read_files(files: Files, options: &Options) -> Items {
    let options = options.clone();
    Box::new(files.flat_map(move |file| match file {
        Ok(path) => read_file(&path, &options),
        Err(error) => one(Err(error)),
    }))
}

fn read_file(path: &Path, options: &Options) -> Items {
    let source = Source::file(path);
    match File::open(path) {
        Ok(file) => {
            let annotations = path.with_extension("ann");
            if path.extension().is_some_and(|e| e == "txt") && annotations.is_file() {
                let item = read_all(file, options.max_bytes)
                    .and_then(|bytes| brat::read(bytes, &annotations, &source, options));
                return finish(one(item.map_err(|cause| ReadError::new(source.name, cause))), options);
            }
            read_stream(Box::new(file), source, options)
        }
        Err(error) => one(Err(ReadError::new(source.name, Cause::Io(error)))),
    }
}

fn read_stream(bytes: Bytes, source: Source, options: &Options) -> Items {
    let name = source.name.clone();
    match unpacked(bytes, source, options) {
        Ok(items) => finish(items, options),
        Err(cause) => one(Err(ReadError::new(name, cause))),
    }
}

/// Tells the format and reads it, after taking off compression.
fn unpacked(mut bytes: Bytes, mut source: Source, options: &Options) -> Result<Items, Cause> {
    let head = read_head(&mut bytes, HEAD).map_err(|error| source.broken(error))?;
    let format = sniff(&head, &source.hint(), options)?;
    let whole: Bytes = Box::new(Cursor::new(head.clone()).chain(bytes));
    match format {
        Format::Gzip | Format::Zstd if source.layers == LAYERS => {
            Err(Cause::Damaged { format, reason: format!("packed more than {LAYERS} times") })
        }
        Format::Gzip if begins_archive(&head) => {
            Ok(Box::new(warc::Warc::gzip(Box::new(BufReader::with_capacity(HEAD, whole)), source, options)))
        }
        Format::Gzip => {
            source.packed.get_or_insert(format);
            source.layers += 1;
            unpacked(Box::new(MultiGzDecoder::new(whole)), source, options)
        }
        Format::Zstd => {
            source.packed.get_or_insert(format);
            source.layers += 1;
            let mut decoder = zstd::stream::read::Decoder::new(whole)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            unpacked(Box::new(decoder), source, options)
        }
        _ => read_format(format, &head, whole, source, options),
    }
}

/// Whether gzip data unpacks to a web archive, whose members are read one by one.
fn begins_archive(head: &[u8]) -> bool {
    let mut begin = [0; 5];
    MultiGzDecoder::new(head).read_exact(&mut begin).is_ok() && &begin == b"WARC/"
}

fn read_format(
    format: Format,
    head: &[u8],
    bytes: Bytes,
    source: Source,
    options: &Options,
) -> Result<Items, Cause> {
    let limit = options.max_bytes;
    let name = source.name.clone();
    let up_to = |bytes: Bytes, limit: u64| {
        read_all(bytes, limit).map_err(|cause| match cause {
            Cause::Io(error) => source.broken(error),
            other => other,
        })
    };
    let all = |bytes: Bytes| up_to(bytes, limit);
    let placed = |error: ReadError| error.cause;
    Ok(match format {
        Format::Text => {
            let item = text::read(all(bytes)?, &source);
            one(item.map_err(|cause| ReadError::new(name, cause)))
        }
        Format::Html => {
            let item = html::read(all(bytes)?, &source);
            one(item.map_err(|cause| ReadError::new(name, cause)))
        }
        Format::Feed => {
            let whole = up_to(bytes, limit.saturating_mul(FEED_ARTICLES))?;
            Box::new(feed::Entries::new(&whole, source, options).map_err(placed)?)
        }
        Format::Warc => Box::new(warc::Warc::plain(buffered(bytes), source, options)),
        Format::JsonLines => Box::new(json::JsonLines::new(as_utf8(head, bytes), source, options)),
        Format::Json => Box::new(json::JsonValues::new(as_utf8(head, bytes), source, options)),
        Format::Csv => {
            let begin = charset::decode(head.to_vec(), None);
            Box::new(table::Table::new(as_utf8(head, bytes), &begin, source, options).map_err(placed)?)
        }
        Format::Parquet => {
            let file = match &source.path {
                Some(path) if source.packed.is_none() => File::open(path)?,
                _ if source.packed.is_some() => {
                    let file = spooled(Box::new(bytes.take(SPOOLED + 1)))?;
                    if file.metadata()?.len() > SPOOLED {
                        let reason = format!("it unpacks to more than {SPOOLED} bytes; unpack it first");
                        return Err(Cause::Damaged { format, reason });
                    }
                    file
                }
                _ => spooled(bytes)?,
            };
            Box::new(parquet::Rows::new(file, source, options).map_err(placed)?)
        }
        Format::Brat | Format::Row | Format::Gzip | Format::Zstd | Format::Brotli => {
            return Err(Cause::Unknown("nested data"));
        }
    })
}

fn buffered(bytes: Bytes) -> Box<dyn BufRead + Send> {
    Box::new(BufReader::with_capacity(HEAD, bytes))
}

/// A stream as UTF-8, whatever charset its beginning shows. What is UTF-8 already is let through as it is.
fn as_utf8(head: &[u8], bytes: Bytes) -> Box<dyn BufRead + Send> {
    // the head may end within a character
    let sample = &head[..head.iter().rposition(u8::is_ascii).map_or(head.len(), |at| at + 1)];
    let encoding = charset::recognise(sample, None);
    if encoding == UTF_8 {
        return buffered(bytes);
    }
    buffered(Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(bytes)))
}

/// A stream as a file that can be read in any order, gone when it is closed.
fn spooled(mut bytes: Bytes) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut bytes, &mut file)?;
    file.flush()?;
    file.rewind()?;
    Ok(file)
}

fn one(item: Result<Item, ReadError>) -> Items {
    Box::new(std::iter::once(item))
}

/// Adds what the options say of every article, and where it came from.
fn finish(items: Items, options: &Options) -> Items {
    let options = options.clone();
    Box::new(items.map(move |item| {
        let mut item = item?;
        complete(&mut item, &options);
        if item.record.is_none() {
            let document = &mut item.article.document;
            if document.id.is_none() {
                document.id = document.url.clone().or_else(|| Some(item.place.clone()));
            }
        }
        Ok(item)
    }))
}

/// Adds what the options say of every article. A record made earlier stays as it was.
pub(crate) fn complete(item: &mut Item, options: &Options) {
    if item.record.is_some() {
        return;
    }
    let document = &mut item.article.document;
    if document.published.is_none() {
        document.published.clone_from(&options.published);
    }
    if document.language.is_none() && options.detect_language {
        document.language = detect_language(&item.article.text).map(str::to_owned);
    }
}
