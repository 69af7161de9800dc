//! What a client gave -> an article -> a reading.

use std::sync::Arc;

use onrecord::Article;
use onrecord::record::Record;
use onrecord_read::language::{detect_language, is_supported_language};
use onrecord_read::{Cause, Hint, Input, Item, Items, Options, ReadError};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::problem::{Problem, Sort};
use crate::readings::Reading;

/// An article as it was given.
#[derive(Debug)]
pub enum Given {
    /// Its plain text.
    Text(String),
    /// A page, or a file of any kind that is read.
    Bytes(Vec<u8>, Hint),
    /// Where to find it.
    Url(String),
}

/// What the giver says of it. It has precedence over what the article says of itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its identifier.
    pub id: Option<String>,
    /// Its canonical address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Publication date, ISO 8601.
    pub published: Option<String>,
}

/// The longest name or address taken, in bytes.
const LONGEST_FIELD: usize = 4096;

impl About {
    /// Leaves out what is blank.
    ///
    /// # Errors
    /// [`Sort::Question`] where the date is none, or something is absurdly long.
    pub fn checked(self) -> Result<Self, Problem> {
        let some = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let about = About {
            id: some(self.id),
            url: some(self.url),
            title: some(self.title),
            outlet: some(self.outlet),
            published: some(self.published),
        };
        if let Some(date) = &about.published
            && (date.len() != 10 || date.parse::<jiff::civil::Date>().is_err())
        {
            return Err(Sort::Question.with(format!("`{date}` is no date; give one as in 2022-04-14")));
        }
        let fields = [&about.id, &about.url, &about.title, &about.outlet];
        if fields.into_iter().flatten().any(|field| field.len() > LONGEST_FIELD) {
            return Err(
                Sort::Question.with(format!("A name or address has more than {LONGEST_FIELD} bytes."))
            );
        }
        Ok(about)
    }
}

/// Reads an article. The record holds its text.
///
/// # Errors
/// Where there is no article in what was given, or too many wait for the engine.
pub async fn read(app: &Arc<App>, given: Given, about: About) -> Result<Reading, Problem> {
    let about = about.checked()?;
    let (item, more) = match given {
        Given::Text(text) => (of_text(text, app.settings.limits.article_bytes)?, false),
        Given::Bytes(bytes, hint) => {
            let options = options(app, about.published.clone());
            app.reading.run(move || first(onrecord_read::from_bytes(bytes, &hint, &options))).await??
        }
        Given::Url(url) => {
            let options = options(app, about.published.clone());
            let open = move || first(onrecord_read::open(&Input::Url(url.trim().to_owned()), &options)?);
            app.fetching.run(open).await??
        }
    };
    let Item { mut article, record, place, .. } = item;
    let mut notes = Vec::new();
    if more {
        notes.push("The file holds more than one article; this is the first.".to_owned());
    }
    let record = match record {
        Some(record) => {
            notes.push("The file holds a record that was made earlier; it is shown as it is.".to_owned());
            record
        }
        None => {
            apply(about, &mut article);
            identify(&mut article, &place);
            if let Some(language) = article.document.language.as_deref().filter(|l| !is_supported_language(l))
            {
                notes.push(format!(
                    "The article seems to be in a language (“{language}”) that the model does not know. What it found may be wrong."
                ));
            }
            let record = engine(app, article).await?;
            app.metrics.read(record.statements.len());
            record
        }
    };
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    Ok(Reading { record, note })
}

async fn engine(app: &Arc<App>, article: Article) -> Result<Record, Problem> {
    let engine = Arc::clone(&app.engine);
    app.reading
        .run(move || {
            let mut record = engine.read(&article);
            record.document.text = Some(article.text);
            record
        })
        .await
}

fn of_text(text: String, limit: usize) -> Result<Item, Problem> {
    if text.len() > limit {
        return Err(Sort::TooLarge.with(format!("The text has more than {limit} bytes.")));
    }
    if text.trim().is_empty() {
        return Err(Sort::Unreadable.with("There is no text. Give the words of an article."));
    }
    // forms send line breaks in the network's way
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let mut article = Article::new(text);
    article.document.language = detect_language(&article.text).map(str::to_owned);
    Ok(Item { article, ..Item::default() })
}

fn options(app: &App, published: Option<String>) -> Options {
    Options {
        max_bytes: app.settings.limits.article_bytes as u64,
        fetcher: app.fetcher.clone(),
        published,
        ..Options::default()
    }
}

/// The first article, and whether there are more.
fn first(mut items: Items) -> Result<(Item, bool), ReadError> {
    let item = items
        .next()
        .unwrap_or_else(|| Err(ReadError::new("input", Cause::NoText(onrecord_read::Format::Text))))?;
    Ok((item, items.next().is_some()))
}

fn apply(about: About, article: &mut Article) {
    let document = &mut article.document;
    for (given, known) in [
        (about.id, &mut document.id),
        (about.url, &mut document.url),
        (about.title, &mut document.title),
        (about.outlet, &mut document.outlet),
        (about.published, &mut document.published),
    ] {
        if given.is_some() {
            *known = given;
        }
    }
}

/// The name of a file, or none at all, would make any two articles versions of each other: what has no
/// identity of its own gets one from its words.
fn identify(article: &mut Article, place: &str) {
    let document = &mut article.document;
    if document.url.is_none() && document.id.as_deref().is_none_or(|id| id == place) {
        let hash = Sha256::digest(&article.text);
        let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        document.id = Some(format!("text-{digits}"));
    }
}
