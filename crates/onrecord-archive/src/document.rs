//! One document or statement as the archive holds it, and the versions a document has had.

use onrecord::record::{Record, Statement};
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;

/// A document with its record.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentEntry {
    /// The archive's id: 16 hexadecimal digits that depend on the article's address alone.
    pub id: String,
    /// When it was added, ISO 8601, UTC.
    pub added: String,
    /// The record, equal to the one that was added last.
    pub record: Record,
    /// The archive's id of each statement, in the record's order.
    pub statement_ids: Vec<String>,
    /// Earlier versions, oldest first.
    pub versions: Vec<Version>,
}

/// A version that a corrected one has replaced.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    /// When it was added, ISO 8601, UTC.
    pub added: String,
    /// When it was replaced, ISO 8601, UTC.
    pub replaced: String,
    /// The record as it was.
    pub record: Record,
}

/// A statement with the document it stands in.
#[derive(Clone, Debug, Serialize)]
pub struct StatementEntry {
    /// The archive's id of the statement: 16 hexadecimal digits that depend on content alone.
    pub id: String,
    /// The archive's id of the document.
    pub document: String,
    /// Address of the document.
    pub url: Option<String>,
    /// Outlet of the document.
    pub outlet: Option<String>,
    /// Headline of the document.
    pub title: Option<String>,
    /// Publication date of the document.
    pub published: Option<String>,
    /// Id of the person the speaker was resolved to over all articles, where there is one.
    pub person: Option<String>,
    /// How many tellings its family has, itself included.
    pub tellings: u32,
    /// The statement as the record has it.
    pub statement: Statement,
}

impl Archive {
    /// A document by the archive's id, its address, or the id it came with.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where there is none.
    pub fn document(&self, id: &str) -> Result<DocumentEntry, ArchiveError> {
        let _ = id;
        unimplemented!()
    }

    /// A statement by the archive's id.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where there is none.
    pub fn statement(&self, id: &str) -> Result<StatementEntry, ArchiveError> {
        let _ = id;
        unimplemented!()
    }
}
