//! One document or statement as the archive holds it, and the versions a document has had.

use onrecord::record::{Record, Statement};
use rusqlite::OptionalExtension;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::{ArchiveError, At};
use crate::load;

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
        let key = self.document_key(id)?;
        self.read_document(key).at(&self.path)
    }

    /// The archive's ids of all documents, in the order they were first added.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn document_ids(&self) -> Result<Vec<String>, ArchiveError> {
        self.db
            .prepare_cached("SELECT id FROM documents ORDER BY key")
            .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
            .at(&self.path)
    }

    /// A statement by the archive's id.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where there is none.
    pub fn statement(&self, id: &str) -> Result<StatementEntry, ArchiveError> {
        let key = self.statement_key(id)?;
        let entry = load::entries(&self.db, &[key]).at(&self.path)?.pop();
        entry.ok_or_else(|| ArchiveError::NotFound { what: "statement", id: id.to_owned() })
    }

    pub(crate) fn document_key(&self, id: &str) -> Result<i64, ArchiveError> {
        let select = "SELECT key FROM documents WHERE id = ?1
            UNION ALL SELECT key FROM documents WHERE url = ?1
            UNION ALL SELECT key FROM documents WHERE given_id = ?1 LIMIT 1";
        let key = self.db.query_row(select, [id], |row| row.get(0)).optional().at(&self.path)?;
        key.ok_or_else(|| ArchiveError::NotFound { what: "document", id: id.to_owned() })
    }

    pub(crate) fn statement_key(&self, id: &str) -> Result<i64, ArchiveError> {
        let key = self
            .db
            .query_row("SELECT key FROM statements WHERE id = ?1", [id], |row| row.get(0))
            .optional()
            .at(&self.path)?;
        key.ok_or_else(|| ArchiveError::NotFound { what: "statement", id: id.to_owned() })
    }

    fn read_document(&self, key: i64) -> rusqlite::Result<DocumentEntry> {
        let (id, added) =
            self.db.query_row("SELECT id, added FROM documents WHERE key = ?1", [key], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let statement_ids = self
            .db
            .prepare_cached("SELECT id FROM statements WHERE document = ?1 ORDER BY key")?
            .query_map([key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let versions = self
            .db
            .prepare_cached(
                "SELECT number, added, replaced, record FROM versions WHERE document = ?1 ORDER BY number",
            )?
            .query_map([key], |row| {
                let json: String = row.get(3)?;
                let record = serde_json::from_str(&json).map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
                })?;
                Ok(Version { number: row.get(0)?, added: row.get(1)?, replaced: row.get(2)?, record })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(DocumentEntry { id, added, record: load::record(&self.db, key)?, statement_ids, versions })
    }
}
