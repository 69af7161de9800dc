//! Everything about one person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord::record::Form;
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::archive::Archive;
use crate::document::StatementEntry;
use crate::error::{ArchiveError, At};
use crate::families;
use crate::load;
use crate::people::{self, PersonEntry};
use crate::search::{Cursor, LabelHit, Page, Tally, page_size, read_labels};

/// How many statements an answer has where nothing is said.
const STATEMENTS: u32 = 50;
/// How many labels are told.
const LABELS: usize = 100;
/// How many of anything counted are told.
const TOLD: usize = 20;
/// How many other people of the name are told.
const OTHERS: usize = 20;
/// How many people use a label.
const USERS: usize = 10;
/// How many of the latest statements the topics are taken from.
const TOPICS_FROM: i64 = 300;

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
    /// Content words that more than one of their latest statements have, at most 20.
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
    /// [`ArchiveError::NotFound`] where nobody has it; [`ArchiveError::Question`] where the cursor
    /// cannot be read.
    pub fn who(&self, query: &WhoQuery) -> Result<Who, ArchiveError> {
        let cursor = Cursor::read(query.cursor.as_deref())?;
        let keys = people::find_by_weight(&self.db, &query.name).at(&self.path)?;
        let Some((key, others)) = keys.split_first() else {
            return Err(ArchiveError::NotFound { what: "person", id: query.name.clone() });
        };
        let limit = if query.limit == 0 { STATEMENTS } else { query.limit };
        who(&self.db, *key, others, page_size(limit), &cursor).at(&self.path)
    }
}

fn who(db: &Connection, key: i64, others: &[i64], limit: usize, cursor: &Cursor) -> rusqlite::Result<Who> {
    let others = others.iter().take(OTHERS).map(|key| people::entry(db, *key));
    let labels = read_labels(db, "t.person = ?1", vec![Value::from(key)], LABELS, 0)?;
    let relayed_by = db
        .prepare_cached(
            "SELECT r.name, min(p.id), count(*) FROM statements s JOIN relays r ON r.statement = s.key
             LEFT JOIN entities e ON e.key = r.entity LEFT JOIN people p ON p.key = e.person
             WHERE s.person = ?1 GROUP BY r.name ORDER BY 3 DESC, 1 LIMIT ?2",
        )?
        .query_map(params![key, TOLD], |row| {
            Ok(Tally { value: row.get(0)?, id: row.get(1)?, count: row.get(2)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let counted = |sql: &str| -> rusqlite::Result<Vec<Tally>> {
        db.prepare_cached(sql)?
            .query_map([key], |row| Ok(Tally { value: row.get(0)?, id: None, count: row.get(1)? }))?
            .collect()
    };
    Ok(Who {
        person: people::entry(db, key)?,
        others: others.collect::<rusqlite::Result<_>>()?,
        statements: statements(db, key, limit, cursor)?,
        called: called(db, key)?,
        labels,
        calls: read_labels(db, "b.person = ?1", vec![Value::from(key)], LABELS, 0)?,
        relayed_by,
        outlets: counted(
            "SELECT o.name, count(*) FROM statements s JOIN outlets o ON o.key = s.outlet
             WHERE s.person = ?1 GROUP BY s.outlet ORDER BY 2 DESC, 1 LIMIT 20",
        )?,
        years: counted(
            "SELECT substr(published, 1, 4), count(*) FROM statements
             WHERE person = ?1 AND published <> '' GROUP BY 1 ORDER BY 1 DESC",
        )?,
        topics: topics(db, key)?,
    })
}

fn statements(
    db: &Connection,
    key: i64,
    limit: usize,
    cursor: &Cursor,
) -> rusqlite::Result<Page<StatementEntry>> {
    let total: u64 = db
        .prepare_cached("SELECT count(*) FROM statements WHERE person = ?1")?
        .query_row([key], |row| row.get(0))?;
    let (date, last) = match cursor {
        Cursor::After(date, last) => (date.clone(), *last),
        _ => ("~".to_owned(), i64::MAX),
    };
    let mut rows: Vec<(i64, String)> = db
        .prepare_cached(
            "SELECT key, published FROM statements WHERE person = ?1 AND (published, key) < (?2, ?3)
             ORDER BY published DESC, key DESC LIMIT ?4",
        )?
        .query_map(params![key, date, last, limit + 1], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).and_then(|(key, date)| Cursor::After(date.clone(), *key).write());
    let keys: Vec<i64> = rows.into_iter().map(|(key, _)| key).collect();
    Ok(Page { items: load::entries(db, &keys)?, next, total, total_exact: true, facets: None })
}

/// The labels of a person, counted without regard to case, with those who use them.
fn called(db: &Connection, key: i64) -> rusqlite::Result<Vec<Name>> {
    let mut select = db.prepare_cached(
        "SELECT l.label, coalesce(l.by_name, d.outlet) FROM labels l
         JOIN entities t ON t.key = l.target_entity JOIN documents d ON d.key = l.document
         WHERE t.person = ?1 ORDER BY l.key DESC LIMIT 5000",
    )?;
    let mut names: BTreeMap<String, (String, u64, BTreeSet<String>)> = BTreeMap::new();
    let mut rows = select.query([key])?;
    while let Some(row) = rows.next()? {
        let label: String = row.get(0)?;
        let by: Option<String> = row.get(1)?;
        let (_, count, users) =
            names.entry(label.to_lowercase()).or_insert_with(|| (label, 0, BTreeSet::new()));
        *count += 1;
        users.extend(by);
    }
    let mut out: Vec<Name> = names
        .into_values()
        .map(|(label, count, users)| Name { label, count, by: users.into_iter().take(USERS).collect() })
        .collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    out.truncate(TOLD);
    Ok(out)
}

/// The content words that more than one of a person's latest statements have.
fn topics(db: &Connection, key: i64) -> rusqlite::Result<Vec<Tally>> {
    let contents: Vec<String> = db
        .prepare_cached(
            "SELECT content FROM statements WHERE person = ?1 ORDER BY published DESC, key DESC LIMIT ?2",
        )?
        .query_map([key, TOPICS_FROM], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut counts: HashMap<String, (String, u64)> = HashMap::new();
    for content in &contents {
        let mut seen = BTreeSet::new();
        for token in families::tokens(content, Form::Indirect) {
            let figure = token.word.starts_with(|c: char| c.is_ascii_digit());
            if token.content && !figure && seen.insert(token.stem.clone()) {
                counts.entry(token.stem).or_insert((token.word, 0)).1 += 1;
            }
        }
    }
    let mut out: Vec<Tally> = counts
        .into_values()
        .filter(|(_, count)| *count > 1)
        .map(|(value, count)| Tally { value, id: None, count })
        .collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    out.truncate(TOLD);
    Ok(out)
}
