//! Families: statements of several articles that are the same utterance.

mod align;
mod drift;
mod index;
mod judge;
mod tokens;

use onrecord::record::Form;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use crate::archive::Archive;
use crate::document::StatementEntry;
use crate::error::{ArchiveError, At};
use crate::load;

pub(crate) use index::{join, leave};
pub(crate) use tokens::{is_function as is_function_word, tokens};

/// How many tellings of a family an answer holds.
const TELLINGS: i64 = 500;
/// How many statements are compared with words that were asked for.
const COMPARED: usize = 64;

/// What to trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceQuery {
    /// The archive's id of a statement.
    Statement(String),
    /// Words, with or without quotation marks, that somebody is said to have said.
    Words(String),
}

/// How a telling stands to the earliest known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// The same words.
    Verbatim,
    /// One is an unbroken part of the other.
    Trimmed,
    /// Parts of the other, in its order, with the gaps marked or at the end of a sentence.
    Stitched,
    /// Words differ inside quotation marks, and nothing says so.
    Altered,
    /// The same said in other words, outside quotation marks in one of them.
    Paraphrased,
}

/// One utterance as it was told, by several articles or by one.
#[derive(Clone, Debug, Serialize)]
pub struct Family {
    /// Number of the family in this file; `None` where the statement stands alone.
    pub id: Option<i64>,
    /// Id of the telling that was asked for.
    pub asked: String,
    /// How many tellings there are; `tellings` may hold fewer.
    pub count: u32,
    /// How many outlets tell it.
    pub outlets: u32,
    /// By publication date, the earliest known first; at most 500.
    pub tellings: Vec<Telling>,
}

/// One telling of an utterance.
#[derive(Clone, Debug, Serialize)]
pub struct Telling {
    /// The statement and where it stands.
    #[serde(flatten)]
    pub entry: StatementEntry,
    /// How it stands to the earliest telling; `None` for the earliest itself.
    pub kind: Option<LinkKind>,
    /// What it does to the words of the earliest telling; `None` for the earliest itself.
    pub drift: Option<Drift>,
}

/// The difference between two tellings, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Words changed, dropped or added inside quotation marks with nothing to mark it.
    pub altered: bool,
    /// In the order of the words; put together, the `before` are the earliest telling and the
    /// `after` this one.
    pub runs: Vec<Run>,
}

/// Neighbouring words that fared alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What happened to them.
    pub kind: RunKind,
    /// The words in the earliest telling; empty where added.
    pub before: String,
    /// The words in this telling; empty where dropped.
    pub after: String,
    /// Whether they stand inside quotation marks: in this telling, or for dropped words on both
    /// sides of the gap.
    pub quoted: bool,
    /// Whether the telling itself shows that it changed something: an ellipsis or square brackets.
    pub marked: bool,
}

/// What happened to a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// Kept.
    Same,
    /// Left out.
    Dropped,
    /// Put in.
    Added,
    /// Replaced by other words.
    Changed,
}

impl Archive {
    /// The family of a statement, its tellings by time, and what each did to the words.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where no statement has the id or holds the words.
    pub fn trace(&self, query: &TraceQuery) -> Result<Family, ArchiveError> {
        let key = match query {
            TraceQuery::Statement(id) => self.statement_key(id)?,
            TraceQuery::Words(words) => closest(&self.db, words).at(&self.path)?.ok_or_else(|| {
                ArchiveError::NotFound { what: "statement with the words", id: words.clone() }
            })?,
        };
        family(&self.db, key).at(&self.path)
    }

    /// The families that most outlets tell, or (`altered`) those whose words were changed inside
    /// quotation marks, the latest first. Each with its tellings, at most `limit` families (100).
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn families(&self, altered: bool, limit: u32) -> Result<Vec<Family>, ArchiveError> {
        let select = if altered {
            "SELECT \"first\" FROM families WHERE altered = 1 ORDER BY last_published DESC, key DESC LIMIT ?1"
        } else {
            "SELECT \"first\" FROM families ORDER BY outlets DESC, tellings DESC, key DESC LIMIT ?1"
        };
        let read = || -> rusqlite::Result<Vec<Family>> {
            let firsts: Vec<i64> = self
                .db
                .prepare_cached(select)?
                .query_map([limit.min(100)], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            firsts.into_iter().map(|first| family(&self.db, first)).collect()
        };
        read().at(&self.path)
    }
}

/// Days since 1970 of an ISO date.
pub(crate) fn day(date: &str) -> Option<i64> {
    let date: jiff::civil::Date = date.get(..10)?.parse().ok()?;
    let start = jiff::civil::date(1970, 1, 1);
    start.until(date).ok().map(|span| i64::from(span.get_days()))
}

/// The word that the tables have for a kind.
fn word(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Verbatim => "verbatim",
        LinkKind::Trimmed => "trimmed",
        LinkKind::Stitched => "stitched",
        LinkKind::Altered => "altered",
        LinkKind::Paraphrased => "paraphrased",
    }
}

/// The statement that holds given words best.
fn closest(db: &Connection, words: &str) -> rusqlite::Result<Option<i64>> {
    let asked = tokens(words, Form::Direct);
    let shingles = index::shingles(&asked);
    let mut best: Option<((usize, usize), i64)> = None;
    let mut found = index::candidates(db, &shingles, -1, COMPARED)?;
    if found.is_empty() {
        found = crate::search::holding(db, words, COMPARED)?;
    }
    for key in found {
        let Some(other) = index::stored(db, key)? else { continue };
        let pairs = align::align(&asked, &other.side.tokens);
        let content = pairs.iter().filter(|pair| asked[pair.a].content).count();
        // of two that hold as much of it, the one with fewer other words
        let worth = (content * 1000 + pairs.len(), usize::MAX - other.side.tokens.len());
        let wanted = asked.iter().filter(|token| token.content).count();
        if content * 2 >= wanted && !pairs.is_empty() && best.is_none_or(|(known, _)| worth > known) {
            best = Some((worth, key));
        }
    }
    Ok(best.map(|(_, key)| key))
}

fn family(db: &Connection, asked: i64) -> rusqlite::Result<Family> {
    let id: Option<i64> = db
        .query_row("SELECT family FROM statements WHERE key = ?1", [asked], |row| row.get(0))
        .optional()?
        .flatten();
    let mut keys: Vec<i64> = db
        .prepare_cached(
            "SELECT key FROM statements WHERE family = ?1 ORDER BY published = '', published, key LIMIT ?2",
        )?
        .query_map(rusqlite::params![id, TELLINGS], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if !keys.contains(&asked) {
        keys.push(asked);
    }
    let (count, outlets) = match id {
        None => (1, 1),
        Some(id) => db.query_row("SELECT tellings, outlets FROM families WHERE key = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?,
    };
    let mut tellings = Vec::with_capacity(keys.len());
    let mut earliest: Option<index::Stored> = None;
    let mut asked_id = String::new();
    for (entry, key) in load::entries(db, &keys)?.into_iter().zip(&keys) {
        let Some(stored) = index::stored(db, *key)? else { continue };
        if stored.key == asked {
            asked_id.clone_from(&entry.id);
        }
        let (kind, drift) = match &earliest {
            None => (None, None),
            Some(first) => {
                let (kind, drift) = compare(first, &stored);
                (Some(kind), Some(drift))
            }
        };
        earliest.get_or_insert(stored);
        tellings.push(Telling { entry, kind, drift });
    }
    Ok(Family { id, asked: asked_id, count, outlets, tellings })
}

fn compare(first: &index::Stored, other: &index::Stored) -> (LinkKind, Drift) {
    let (a, b) = (&first.side.tokens, &other.side.tokens);
    let changes = drift::changes(a, b, &align::align(a, b));
    (drift::kind(a, b, &changes), drift::drift(&first.content, a, &other.content, b, &changes))
}
