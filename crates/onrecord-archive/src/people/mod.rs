//! People over articles: one identity for one person, by evidence and with a confidence.

mod decisions;
mod find;
mod identify;
mod list;
pub(crate) mod names;
mod store;

use std::io::Read;

use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::{ArchiveError, At};

pub(crate) use find::{entry, find, tallies};
pub(crate) use identify::{gender, identify, identify_by_families};
pub(crate) use store::drop_orphans;

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
    /// Whoever has the full name is this person, in every document.
    Merge {
        /// The name, in lower case.
        name: String,
        /// Id of the person.
        person: String,
    },
    /// What one document calls by the name is this person.
    Pin {
        /// The archive's id of the document.
        document: String,
        /// The name, in lower case.
        name: String,
        /// Id of the person.
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
    /// At most `limit` (200), those with most statements first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn people(&self, name: &str, limit: u32) -> Result<Vec<PersonEntry>, ArchiveError> {
        let read = || -> rusqlite::Result<Vec<PersonEntry>> {
            let keys = find_by_weight(&self.db, name)?;
            keys.into_iter().take(limit as usize).map(|key| entry(&self.db, key)).collect()
        };
        read().at(&self.path)
    }

    /// Loads a newsroom's own list, which has precedence over what the articles suggest: CSV with a
    /// head line; columns `name` (needed), `aliases` (separated by `;` or `|`), `wikidata`, `role`,
    /// `from`, `until` (ISO dates of the role), `kind` (`person` unless given). A person with several
    /// roles has several lines. Loading a list again changes what it says of the people on it.
    ///
    /// # Errors
    /// [`ArchiveError::PeopleList`] with the line; then nothing of the list was taken.
    pub fn load_people(&mut self, csv: impl Read) -> Result<PeopleLoaded, ArchiveError> {
        let lines = list::read(csv)?;
        self.change(|db| list::load(db, &lines))
    }

    /// Makes two people one: all of `from` becomes `into`'s, now and in articles added later.
    /// Both are ids, or names that fit one person alone.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`], [`ArchiveError::Ambiguous`].
    pub fn merge_people(&mut self, from: &str, into: &str) -> Result<PersonEntry, ArchiveError> {
        let (from, into) = (self.one_person(from)?, self.one_person(into)?);
        if from != into {
            self.change(|db| decisions::merge(db, from, into))?;
        }
        entry(&self.db, into).at(&self.path)
    }

    /// Sets apart what the given documents call `person` (an id, or a name that fits one person
    /// alone): those entities become one new person. Documents are ids of the archive or addresses.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where there is no such person or document, or the document does not
    /// name the person; [`ArchiveError::Ambiguous`].
    pub fn split_person(&mut self, person: &str, documents: &[&str]) -> Result<PersonEntry, ArchiveError> {
        let key = self.one_person(person)?;
        let mut keys = Vec::new();
        for document in documents {
            keys.push(self.document_key(document)?);
        }
        let apart = self.change(|db| decisions::split(db, key, &keys))?;
        match apart {
            Some(apart) => entry(&self.db, apart).at(&self.path),
            None => Err(ArchiveError::NotFound {
                what: "entity of these documents that is",
                id: person.to_owned(),
            }),
        }
    }

    /// All merges and splits made by hand, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, ArchiveError> {
        decisions::read(&self.db).at(&self.path)
    }

    /// The one person of an id or name.
    fn one_person(&self, name: &str) -> Result<i64, ArchiveError> {
        let exact = find::exact(&self.db, name).at(&self.path)?;
        let keys = if exact.is_empty() { find(&self.db, name).at(&self.path)? } else { exact };
        match keys.as_slice() {
            [] => Err(ArchiveError::NotFound { what: "person", id: name.to_owned() }),
            [key] => Ok(*key),
            keys => Err(ArchiveError::Ambiguous {
                name: name.to_owned(),
                candidates: name_them(&self.db, keys).at(&self.path)?,
            }),
        }
    }
}

/// People whose name this is, those of the whole name first, each group by its statements.
pub(crate) fn find_by_weight(db: &Connection, name: &str) -> rusqlite::Result<Vec<i64>> {
    let exact = find::by_weight(db, find::exact(db, name)?)?;
    let held = find::by_weight(db, find(db, name)?)?;
    let mut keys = exact;
    for key in held {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// Takes in another archive's list and decisions.
pub(crate) fn copy(db: &Connection, from: &Connection) -> rusqlite::Result<()> {
    list::copy(db, from)?;
    decisions::copy(db, from)
}

fn name_them(db: &Connection, keys: &[i64]) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached("SELECT name, id FROM people WHERE key = ?1")?;
    let name =
        |row: &rusqlite::Row<'_>| Ok(format!("{} ({})", row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    keys.iter().take(10).map(|key| select.query_row([key], name)).collect()
}
