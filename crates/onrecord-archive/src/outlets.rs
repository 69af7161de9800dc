//! How each outlet sources its statements.

use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::search::Tally;

/// How one outlet sources its statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OutletProfile {
    /// Its name; `None` gathers the articles whose outlet is unknown.
    pub outlet: Option<String>,
    /// Articles.
    pub documents: u64,
    /// Statements.
    pub statements: u64,
    /// Statements all in quotation marks.
    pub direct: Share,
    /// Statements partly in quotation marks.
    pub mixed: Share,
    /// Statements whose source the article does not name.
    pub anonymous: Share,
    /// Statements that somebody relays.
    pub relayed: Share,
    /// Statements by women, of those by named people whose gender the article's pronouns or titles tell.
    pub women: Share,
    /// Statements by men, of the same.
    pub men: Share,
    /// Who is quoted most, at most 10.
    pub most_quoted: Vec<Tally>,
    /// Names and epithets the outlet itself gives, at most 10.
    pub labels: Vec<Tally>,
    /// Tellings that changed words inside quotation marks.
    pub altered: u64,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// `count / of`; 0 where there are none.
    pub share: f64,
}

impl Share {
    /// A part of a whole.
    pub fn new(count: u64, of: u64) -> Self {
        Share { count, of, share: if of == 0 { 0.0 } else { count as f64 / of as f64 } }
    }
}

impl Archive {
    /// The profile of every outlet, the one with most statements first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn outlets(&self) -> Result<Vec<OutletProfile>, ArchiveError> {
        unimplemented!()
    }
}
