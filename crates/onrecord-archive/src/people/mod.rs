//! People over articles: one identity for one person, by evidence and with a confidence.

use std::io::Read;

use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;

/// One person or body over all articles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonEntry {
    /// Its id in this archive: 16 hexadecimal digits.
    pub id: String,
    /// The fullest name, or the one a list of people gives.
    pub name: String,
    /// `person`, `organization`, `group`, `place`, `document` or `unknown`.
    pub kind: String,
    /// From a list of people.
    pub wikidata: Option<String>,
    /// `female` or `male`, where the articles' pronouns and titles tell and agree.
    pub gender: Option<String>,
    /// Other names the articles or a list give, most frequent first.
    pub names: Vec<String>,
    /// Roles the articles or a list give, most frequent first, at most 20.
    pub roles: Vec<String>,
    /// Articles that name it.
    pub documents: u64,
    /// Statements it makes.
    pub statements: u64,
    /// The least confidence, 0 to 1, with which one of the articles' entities was joined to it.
    pub confidence: f64,
}

/// A merge or split made by hand. It is kept, and holds for articles added later too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub enum Decision {
    /// Two identities are one.
    Merge {
        /// Name of the one that was taken in.
        from: String,
        /// Name of the one that stays.
        into: String,
    },
    /// What one document calls by this name is somebody of its own.
    Split {
        /// The archive's id of the document.
        document: String,
        /// The entity's name in that document.
        name: String,
        /// Id of the person it was set apart as.
        person: String,
    },
}

/// What loading a list of people did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeopleLoaded {
    /// People on the list.
    pub people: u64,
    /// Entities of articles in the archive that now belong to somebody else than before.
    pub changed: u64,
}

impl Archive {
    /// People whose name, alias or id this is: the whole name first, then names that hold it.
    /// At most `limit`, those with most statements first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn people(&self, name: &str, limit: u32) -> Result<Vec<PersonEntry>, ArchiveError> {
        let _ = (name, limit);
        unimplemented!()
    }

    /// Loads a newsroom's own list, which has precedence over what the articles suggest: CSV with a
    /// head line; columns `name` (needed), `aliases` (separated by `;` or `|`), `wikidata`, `role`,
    /// `from`, `until` (ISO dates of the role), `kind`. A person with several roles has several lines.
    ///
    /// # Errors
    /// [`ArchiveError::PeopleList`] with the line; then nothing of the list was taken.
    pub fn load_people(&mut self, csv: impl Read) -> Result<PeopleLoaded, ArchiveError> {
        let _ = csv;
        unimplemented!()
    }

    /// Makes two people one: all of `from` becomes `into`'s, now and in articles added later.
    /// Both are ids, or names that fit one person alone.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`], [`ArchiveError::Ambiguous`].
    pub fn merge_people(&mut self, from: &str, into: &str) -> Result<PersonEntry, ArchiveError> {
        let _ = (from, into);
        unimplemented!()
    }

    /// Sets apart what the given documents call `person` (an id, or a name that fits one person
    /// alone): those entities become one new person. Documents are ids of the archive or addresses.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`], [`ArchiveError::Ambiguous`].
    pub fn split_person(&mut self, person: &str, documents: &[&str]) -> Result<PersonEntry, ArchiveError> {
        let _ = (person, documents);
        unimplemented!()
    }

    /// All merges and splits made by hand, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, ArchiveError> {
        unimplemented!()
    }
}
