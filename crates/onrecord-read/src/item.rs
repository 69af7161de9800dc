//! What reading yields, and how it is asked for.

use std::path::PathBuf;
use std::sync::Arc;

use onrecord::Article;
use onrecord::record::{Record, Span};

use crate::error::ReadError;
use crate::fetch::Fetcher;

/// Where to read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, a folder (read in the order of the names) or a glob pattern.
    Path(PathBuf),
    /// An `http` or `https` address: a page, a feed, or any file of a known format.
    Url(String),
    /// Standard input, of any format.
    Stdin,
}

impl Input {
    /// Takes an argument as people give it: `-` is standard input, an address an address, all else a path.
    pub fn from_argument(argument: &str) -> Self {
        let lower = argument.get(..8).unwrap_or(argument).to_ascii_lowercase();
        if argument == "-" {
            Input::Stdin
        } else if lower.starts_with("http://") || lower.starts_with("https://") {
            Input::Url(argument.to_owned())
        } else {
            Input::Path(PathBuf::from(argument))
        }
    }
}

/// How to read.
#[derive(Clone)]
pub struct Options {
    /// The column of a table, or the key of a JSON object, that holds the text.
    /// Without it: `text`, `content`, `body`, `article`, `maintext`, whichever comes first.
    pub text_column: Option<String>,
    /// The most bytes one article may have, before its markup is taken off. A longer one is an error.
    pub max_bytes: u64,
    /// Who fetches addresses, and the links of feeds without full text. Without it nothing is fetched.
    pub fetcher: Option<Arc<Fetcher>>,
    /// The publication date of every article that does not bring its own, ISO 8601.
    pub published: Option<String>,
    /// Whether the language of each text is to be recognised where the input does not name it.
    pub detect_language: bool,
    /// Which entries of a feed to pass over, by their id or else their link, before anything is fetched for them.
    pub skip_entry: Option<SkipEntry>,
}

/// Says of an entry's id, else its link, whether it is passed over. Asked once for each, in their order.
pub type SkipEntry = Arc<dyn Fn(&str) -> bool + Send + Sync>;

impl Default for Options {
    fn default() -> Self {
        Options {
            text_column: None,
            max_bytes: 16 << 20,
            fetcher: None,
            published: None,
            detect_language: true,
            skip_entry: None,
        }
    }
}

/// What is known about some bytes before looking at them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The name of the file, or whatever else says to a person which input it is.
    pub name: Option<String>,
    /// The address the bytes came from.
    pub url: Option<String>,
    /// The value of the `Content-Type` header.
    pub content_type: Option<String>,
}

/// One article as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What to give to the engine.
    pub article: Article,
    /// The record that was made of the article earlier, where the input holds records.
    pub record: Option<Record>,
    /// Attributions marked by people, where the input holds some; an empty list says that there are none.
    pub gold: Option<Vec<Gold>>,
    /// Which input it was: `notes.jsonl:12`, `crawl.warc.gz@4711`, an address. The same input gives the
    /// same places in the same order each time, so that a broken run can go on after the last of them.
    pub place: String,
}

/// An attribution marked by people. Each part may be empty or in several pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Gold {
    /// The words that name the source.
    pub source: Vec<Span>,
    /// The words that mark the attribution.
    pub cue: Vec<Span>,
    /// The words attributed.
    pub content: Vec<Span>,
}

/// A lazy stream of articles in the order of the input. A bad one is an `Err`, after which the rest follows.
pub type Items = Box<dyn Iterator<Item = Result<Item, ReadError>> + Send>;
