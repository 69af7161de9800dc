//! Arguments -> articles -> records.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use onrecord::record::Record;
use onrecord::{Article, Engine};
use onrecord_read::fetch::{Fetcher, Policy};
use onrecord_read::language::is_supported_language;
use onrecord_read::{Input, Item, Items, Options, ReadError};

use crate::arguments::Reading;

/// One article with its record.
pub struct Done {
    /// Where the article came from, for messages.
    pub place: String,
    /// The article as read.
    pub article: Article,
    /// What it says.
    pub record: Record,
}

impl Done {
    /// The plain text that the record's offsets count in, where it is at hand.
    pub fn text(&self) -> Option<&str> {
        let text = self.record.document.text.as_deref().unwrap_or(&self.article.text);
        (!text.is_empty()).then_some(text)
    }
}

/// One input that yielded no record.
pub struct Failed {
    /// Where it came from.
    pub place: String,
    /// One or two words to count it by.
    pub reason: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Whether something is wrong with it; else it is only not for us.
    pub is_error: bool,
}

/// What became of one item of the input.
pub type Read = Result<Done, Failed>;

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl From<ReadError> for Failed {
    fn from(error: ReadError) -> Self {
        let (reason, message) = (error.reason().to_owned(), error.cause.to_string());
        Failed { place: error.place, reason, message, is_error: true }
    }
}

/// The articles of all inputs, one after the other. An input that cannot be opened is one error.
pub fn open(inputs: &[String], reading: &Reading) -> Items {
    let options = options(reading);
    let inputs: Vec<Input> = inputs.iter().map(|argument| Input::from_argument(argument)).collect();
    let open = move |input: Input| match onrecord_read::open(&input, &options) {
        Ok(items) => items,
        Err(error) => Box::new(std::iter::once(Err(error))) as Items,
    };
    Box::new(inputs.into_iter().flat_map(open))
}

/// How inputs are read.
pub fn options(reading: &Reading) -> Options {
    Options {
        text_column: reading.text_column.clone(),
        max_bytes: reading.max_bytes,
        fetcher: Some(Arc::new(fetcher(reading))),
        published: reading.published.clone(),
        ..Options::default()
    }
}

/// Who fetches addresses.
pub fn fetcher(reading: &Reading) -> Fetcher {
    Fetcher::new(Policy {
        allow_local: reading.allow_local,
        max_bytes: reading.max_bytes,
        ..Policy::default()
    })
}

/// Turns one item into its record. A record made earlier is handed on as it is.
pub fn read(engine: &Engine, reading: &Reading, item: Result<Item, ReadError>) -> Read {
    let Item { article, record, place, .. } = item?;
    if let Some(record) = record {
        return Ok(Done { place, article, record });
    }
    if let Some(language) = unknown_language(&article, reading) {
        let message = format!(
            "written in a language ({language}) that the model does not know; --any-language reads it all the same"
        );
        return Err(Failed { place, reason: format!("language {language}"), message, is_error: false });
    }
    // an engine that panics on one article must not take the rest of a crawl with it
    match panic::catch_unwind(AssertUnwindSafe(|| engine.read(&article))) {
        Ok(mut record) => {
            if reading.with_text {
                record.document.text = Some(article.text.clone());
            }
            Ok(Done { place, article, record })
        }
        Err(_) => {
            let message = "the engine failed on this article, which is a bug; please report it".to_owned();
            Err(Failed { place, reason: "engine failed".to_owned(), message, is_error: true })
        }
    }
}

/// The language of an article that is not to be read.
fn unknown_language(article: &Article, reading: &Reading) -> Option<String> {
    let language = article.document.language.as_deref()?;
    (!reading.any_language && !is_supported_language(language)).then(|| language.to_owned())
}

/// What was skipped, counted by reason.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Skipped(BTreeMap<String, u64>);

impl Skipped {
    /// Counts one more.
    pub fn count(&mut self, reason: &str) {
        *self.0.entry(reason.to_owned()).or_default() += 1;
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

impl Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons: Vec<String> = self.0.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
        write!(f, "{} skipped", self.total())?;
        if reasons.is_empty() { Ok(()) } else { write!(f, " ({})", reasons.join(", ")) }
    }
}
