//! Everything about one person.

use serde::Serialize;

use crate::archive::Archive;
use crate::document::StatementEntry;
use crate::error::ArchiveError;
use crate::people::PersonEntry;
use crate::search::{LabelHit, Page, Tally};

/// Whom to ask about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhoQuery {
    /// A person's id, a name, or part of one. Of several the one with most statements is taken, and
    /// the others are named in the answer.
    pub name: String,
    /// How many statements; 0 means 50, at most 500.
    pub limit: u32,
    /// From an earlier answer's `statements.next`.
    pub cursor: Option<String>,
}

/// Everything about one person.
#[derive(Clone, Debug, Serialize)]
pub struct Who {
    /// The person.
    pub person: PersonEntry,
    /// Others whom the name fits, at most 20.
    pub others: Vec<PersonEntry>,
    /// What they said, the latest first.
    pub statements: Page<StatementEntry>,
    /// What they are called, and by whom, the latest first; at most 100.
    pub labels: Vec<LabelHit>,
    /// What they are called, counted; at most 20.
    pub called: Vec<Name>,
    /// What they call others, at most 100.
    pub calls: Vec<LabelHit>,
    /// Who relays what they say, at most 20.
    pub relayed_by: Vec<Tally>,
    /// Which outlets tell what they say, at most 20.
    pub outlets: Vec<Tally>,
    /// Years in which they spoke, the latest first.
    pub years: Vec<Tally>,
    /// The words their latest statements have more often than others, at most 20.
    pub topics: Vec<Tally>,
}

/// What somebody is called, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The label.
    pub label: String,
    /// How often.
    pub count: u64,
    /// People who use it, and outlets that use it themselves; at most 10.
    pub by: Vec<String>,
}

impl Archive {
    /// Everything about the person of a name or id.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] where nobody has it.
    pub fn who(&self, query: &WhoQuery) -> Result<Who, ArchiveError> {
        let _ = query;
        unimplemented!()
    }
}
