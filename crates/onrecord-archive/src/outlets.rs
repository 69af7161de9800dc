//! How each outlet sources its statements.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::{ArchiveError, At};
use crate::people;
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
    /// Reads all statements: keep the answer for as long as [`Archive::generation`] stands still.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn outlets(&self) -> Result<Vec<OutletProfile>, ArchiveError> {
        profiles(&self.db).at(&self.path)
    }
}

/// How many of the most frequent are told.
const TOLD: usize = 10;

fn profiles(db: &Connection) -> rusqlite::Result<Vec<OutletProfile>> {
    let documents: HashMap<Option<String>, u64> = db
        .prepare_cached("SELECT lower(nullif(outlet, '')), count(*) FROM documents GROUP BY 1")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut names: Vec<(Option<i64>, Option<String>)> = db
        .prepare_cached("SELECT key, name FROM outlets ORDER BY key")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    names.push((None, None));
    let mut out = Vec::new();
    for (key, outlet) in names {
        let folded = outlet.as_ref().map(|name| name.to_ascii_lowercase());
        let documents = documents.get(&folded).copied().unwrap_or(0);
        let profile = profile(db, key, outlet, documents)?;
        if profile.documents > 0 {
            out.push(profile);
        }
    }
    out.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.outlet.cmp(&b.outlet)));
    Ok(out)
}

fn profile(
    db: &Connection,
    key: Option<i64>,
    outlet: Option<String>,
    documents: u64,
) -> rusqlite::Result<OutletProfile> {
    let counts: [u64; 8] = db
        .prepare_cached(
            "SELECT count(*), coalesce(sum(s.form = 'direct'), 0), coalesce(sum(s.form = 'mixed'), 0),
                 coalesce(sum(s.anonymous), 0),
                 coalesce(sum(EXISTS (SELECT 1 FROM relays r WHERE r.statement = s.key)), 0),
                 coalesce(sum(e.gender = 'female'), 0), coalesce(sum(e.gender = 'male'), 0),
                 coalesce(sum(EXISTS (SELECT 1 FROM links l WHERE l.statement = s.key AND l.altered)), 0)
             FROM statements s LEFT JOIN entities e ON e.key = s.entity AND NOT s.anonymous
             WHERE s.outlet IS ?1",
        )?
        .query_row([key], |row| {
            let mut counts = [0; 8];
            for (at, count) in counts.iter_mut().enumerate() {
                *count = row.get(at)?;
            }
            Ok(counts)
        })?;
    let [statements, direct, mixed, anonymous, relayed, women, men, altered] = counts;
    let quoted = db
        .prepare_cached(
            "SELECT person, count(*) FROM statements WHERE outlet IS ?1 AND person IS NOT NULL
             GROUP BY person ORDER BY 2 DESC, 1 LIMIT ?2",
        )?
        .query_map(rusqlite::params![key, TOLD], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let labels = db
        .prepare_cached(
            "SELECT l.label, count(*) FROM labels l JOIN documents d ON d.key = l.document
             WHERE nullif(d.outlet, '') IS ?1 COLLATE NOCASE AND l.by_name IS NULL
             GROUP BY l.label COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT ?2",
        )?
        .query_map(rusqlite::params![outlet, TOLD], |row| {
            Ok(Tally { value: row.get(0)?, id: None, count: row.get(1)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(OutletProfile {
        outlet,
        documents,
        statements,
        direct: Share::new(direct, statements),
        mixed: Share::new(mixed, statements),
        anonymous: Share::new(anonymous, statements),
        relayed: Share::new(relayed, statements),
        women: Share::new(women, women + men),
        men: Share::new(men, women + men),
        most_quoted: people::tallies(db, quoted)?,
        labels,
        altered,
    })
}
