//! Search over statements and labels.

mod dates;
mod labels;
mod phrases;
mod pool;

use std::collections::HashMap;

use onrecord::record::{ActKind, Form};
use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::document::StatementEntry;
use crate::error::{ArchiveError, At};
use crate::load;

pub(crate) use dates::Dates;
pub(crate) use labels::read as read_labels;
pub(crate) use phrases::quote;
pub(crate) use pool::Cursor;

/// How many hits a page has where nothing is said.
const LIMIT: u32 = 20;
/// The most a page may have.
const GREATEST_LIMIT: u32 = 500;

/// What to look for. Every field narrows; an empty query finds everything, the latest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Words that must all stand in the statement or its speaker's name; `"several words"` in
    /// quotation marks must stand together. No other sign has a meaning.
    pub words: String,
    /// A person's id, or a name or part of one (`Le Pen`).
    pub speaker: Option<String>,
    /// Name of the outlet, upper or lower case alike.
    pub outlet: Option<String>,
    /// First publication date, `2022`, `2022-04` or `2022-04-14`.
    pub since: Option<String>,
    /// Last publication date, counted in.
    pub until: Option<String>,
    /// How much of it stands in quotation marks.
    pub form: Option<Form>,
    /// What the speaker does.
    pub act: Option<ActKind>,
    /// Whether the article withholds the speaker's name.
    pub anonymous: Option<bool>,
    /// Only speakers whom somebody calls this.
    pub label: Option<String>,
    /// Whose relay it is: a person's id or name.
    pub via: Option<String>,
    /// In which order.
    pub order: Order,
    /// How many hits; 0 means 20, at most 500.
    pub limit: u32,
    /// From an earlier page's `next`, with the same query otherwise.
    pub cursor: Option<String>,
    /// Whether to count facets too.
    pub facets: bool,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The best match first; without words, the newest.
    #[default]
    Best,
    /// The latest published first.
    Newest,
    /// The earliest published first.
    Oldest,
}

/// Some of the answers, and how to get the next.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The answers of this page.
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; `None` on the last.
    pub next: Option<String>,
    /// How many answers there are on all pages; where `total_exact` is false, at least so many.
    pub total: u64,
    /// Whether `total` and the facets count everything. A search for frequent words looks at the
    /// newest matches alone.
    pub total_exact: bool,
    /// Where they were asked for.
    pub facets: Option<Facets>,
}

/// What the hits have in common, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facets {
    /// People, by name; at most 20.
    pub speakers: Vec<Tally>,
    /// Outlets; at most 20.
    pub outlets: Vec<Tally>,
    /// `direct`, `indirect`, `mixed`.
    pub forms: Vec<Tally>,
    /// `named`, `anonymous`.
    pub sources: Vec<Tally>,
    /// Years of publication, the latest first.
    pub years: Vec<Tally>,
}

/// A value and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The value.
    pub value: String,
    /// The id where the value is a person's name.
    pub id: Option<String>,
    /// How often.
    pub count: u64,
}

/// A statement found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The statement and where it stands.
    #[serde(flatten)]
    pub entry: StatementEntry,
    /// The content, cut where it fits the query.
    pub pieces: Vec<Piece>,
}

/// Words of a content, and whether the query asked for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they fit the query.
    pub hit: bool,
}

/// Which labels to look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelQuery {
    /// Words of the label.
    pub words: String,
    /// Who is labelled: a person's id or name.
    pub target: Option<String>,
    /// Who labels: a person's id or name.
    pub by: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// First publication date.
    pub since: Option<String>,
    /// Last publication date, counted in.
    pub until: Option<String>,
    /// How many; 0 means 20, at most 500.
    pub limit: u32,
    /// From an earlier page's `next`.
    pub cursor: Option<String>,
}

/// A label found.
#[derive(Clone, Debug, Serialize)]
pub struct LabelHit {
    /// The epithet.
    pub label: String,
    /// Who is labelled.
    pub target: String,
    /// Id of the person, where known over all articles.
    pub target_person: Option<String>,
    /// Who labels; `None` where the article itself does.
    pub by: Option<String>,
    /// Id of the person who labels, where known over all articles.
    pub by_person: Option<String>,
    /// The words that mark the labelling.
    pub cue: Option<String>,
    /// Whether the epithet stands in quotation marks.
    pub quoted: bool,
    /// The archive's id of the document.
    pub document: String,
    /// Address of the document.
    pub url: Option<String>,
    /// Outlet of the document.
    pub outlet: Option<String>,
    /// Publication date of the document.
    pub published: Option<String>,
}

impl Archive {
    /// Statements that fit a query.
    ///
    /// # Errors
    /// [`ArchiveError::Question`] where a date or cursor cannot be read.
    pub fn search(&self, query: &Query) -> Result<Page<Hit>, ArchiveError> {
        let dates = Dates::read(query.since.as_deref(), query.until.as_deref())?;
        let cursor = pool::Cursor::read(query.cursor.as_deref())?;
        let found = pool::find(&self.db, query, &dates, cursor).at(&self.path)?;
        let facets = query.facets.then(|| pool::facets(&self.db, &found)).transpose().at(&self.path)?;
        let items = hits(&self.db, &found).at(&self.path)?;
        Ok(Page { items, next: found.next, total: found.total, total_exact: found.total_exact, facets })
    }

    /// Labels that fit a query, the latest first.
    ///
    /// # Errors
    /// [`ArchiveError::Question`] where a date or cursor cannot be read.
    pub fn labels(&self, query: &LabelQuery) -> Result<Page<LabelHit>, ArchiveError> {
        let dates = Dates::read(query.since.as_deref(), query.until.as_deref())?;
        let cursor = pool::Cursor::read(query.cursor.as_deref())?;
        labels::find(&self.db, query, &dates, cursor).at(&self.path)
    }
}

/// How many a page has.
pub(crate) fn page_size(limit: u32) -> usize {
    (if limit == 0 { LIMIT } else { limit.min(GREATEST_LIMIT) }) as usize
}

/// Keys of the newest statements that hold words.
pub(crate) fn holding(db: &Connection, words: &str, limit: usize) -> rusqlite::Result<Vec<i64>> {
    let terms = phrases::terms(words);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    db.prepare_cached(
        "SELECT rowid FROM statements_words WHERE statements_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    )?
    .query_map(rusqlite::params![phrases::content(&terms), limit as i64], |row| row.get(0))?
    .collect()
}

fn hits(db: &Connection, found: &pool::Found) -> rusqlite::Result<Vec<Hit>> {
    let entries = load::entries(db, &found.page)?;
    let mut marked = match &found.expression {
        Some(expression) => phrases::marked(db, expression, &found.page)?,
        None => HashMap::new(),
    };
    let hit = |(entry, key): (StatementEntry, &i64)| {
        let pieces = phrases::pieces(&entry.statement.content.text, marked.remove(key));
        Hit { entry, pieces }
    };
    Ok(entries.into_iter().zip(&found.page).map(hit).collect())
}
