//! What can go wrong with one input, and where.
//!
//! An error concerns one article or one file; the stream it came from goes on after it.

use std::fmt;
use std::io;

/// Why an input yielded no article, and which input it was.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {cause}")]
pub struct ReadError {
    /// The input, as far as it is known: `crawl.warc.gz@4711`, `notes.jsonl:12`, an address.
    pub place: String,
    /// What went wrong.
    #[source]
    pub cause: Cause,
}

impl ReadError {
    /// An error at a place.
    pub fn new(place: impl Into<String>, cause: Cause) -> Self {
        ReadError { place: place.into(), cause }
    }

    /// One or two words for the class of errors, to count skipped inputs by.
    pub fn reason(&self) -> &'static str {
        self.cause.reason()
    }
}

/// The ways in which an input can fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The operating system would not let us read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// No file has this name, or nothing matches the pattern.
    #[error("nothing there; check the path or quote the pattern")]
    NotFound,
    /// The article, line or member is larger than the limit.
    #[error("larger than the limit of {limit} bytes for one article; raise the limit to read it")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The bytes begin like the format but break its rules.
    #[error("damaged {format}: {reason}")]
    Damaged {
        /// The format the input was taken for.
        format: Format,
        /// What the format's rules do not allow.
        reason: String,
    },
    /// The bytes are of no kind that can hold an article.
    #[error("neither text nor a known format ({0}); convert it to text, HTML, JSON Lines, CSV or Parquet")]
    Unknown(&'static str),
    /// A page, an entry or a row holds no article text.
    #[error("no article text in this {0}")]
    NoText(Format),
    /// A table has no such column.
    #[error("no column `{column}`; the columns are {columns}; name the one that holds the text")]
    NoColumn {
        /// The column looked for.
        column: String,
        /// Those there are.
        columns: String,
    },
    /// The address is not one that can be fetched.
    #[error("not an http or https address: {0}")]
    Address(String),
    /// The address lies in the local network and fetching there was not allowed.
    #[error("leads into the local network ({0}), which is refused unless allowed")]
    LocalNetwork(String),
    /// Fetching is switched off.
    #[error("fetching is switched off; allow it, or save the page and read the file")]
    Offline,
    /// The site's robots.txt disallows it.
    #[error("the site's robots.txt disallows fetching this address")]
    Robots,
    /// The server answered, but not with the page.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The page was not changed since it was last fetched.
    #[error("not modified since it was last fetched")]
    NotModified,
    /// The server could not be reached or broke off.
    #[error("cannot be fetched: {0}")]
    Network(String),
}

impl Cause {
    /// One or two words for the class of errors.
    pub fn reason(&self) -> &'static str {
        match self {
            Cause::Io(_) => "unreadable",
            Cause::NotFound => "not found",
            Cause::TooLarge { .. } => "too large",
            Cause::Damaged { .. } => "damaged",
            Cause::Unknown(_) => "unknown format",
            Cause::NoText(_) => "no text",
            Cause::NoColumn { .. } => "no such column",
            Cause::Address(_) => "bad address",
            Cause::LocalNetwork(_) => "local network",
            Cause::Offline => "offline",
            Cause::Robots => "robots.txt",
            Cause::Status(_) => "http status",
            Cause::NotModified => "not modified",
            Cause::Network(_) => "network",
        }
    }
}

/// The kinds of input, told apart by their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// A page.
    Html,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Web archive records: WARC, or WET with the text alone.
    Warc,
    /// One JSON object or one list of them.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// A table of comma-, semicolon- or tab-separated values.
    Csv,
    /// A Parquet file.
    Parquet,
    /// A text with a brat annotation file.
    Brat,
    /// A row of a table in memory.
    Row,
    /// A gzip member or several.
    Gzip,
    /// A Zstandard frame or several.
    Zstd,
    /// What a server packed with Brotli.
    Brotli,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Text => "text",
            Format::Html => "page",
            Format::Feed => "feed",
            Format::Warc => "web archive",
            Format::Json => "JSON",
            Format::JsonLines => "JSON Lines",
            Format::Csv => "table",
            Format::Parquet => "Parquet file",
            Format::Brat => "brat annotation",
            Format::Row => "row",
            Format::Gzip => "gzip data",
            Format::Zstd => "Zstandard data",
            Format::Brotli => "Brotli data",
        })
    }
}
