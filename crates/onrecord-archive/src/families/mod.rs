//! Families: statements of several articles that are the same utterance.

use serde::Serialize;

use crate::archive::Archive;
use crate::document::StatementEntry;
use crate::error::ArchiveError;

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
        let _ = query;
        unimplemented!()
    }

    /// The families that most outlets tell, or (`altered`) those whose words were changed inside
    /// quotation marks, the latest first. Each with its tellings, at most `limit` families (100).
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn families(&self, altered: bool, limit: u32) -> Result<Vec<Family>, ArchiveError> {
        let _ = (altered, limit);
        unimplemented!()
    }
}
