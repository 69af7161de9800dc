//! The rows of people: making them, naming them, and giving them what articles speak of.

use rusqlite::{Connection, OptionalExtension, params};

use super::names::Name;
use crate::add;

/// How a name came to be a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// An article gives it, and it says who it is.
    Text,
    /// An article gives it, and others may have it too.
    Bare,
    /// A newsroom's list gives it.
    List,
    /// Somebody merged two people.
    Hand,
}

impl Origin {
    pub(super) fn word(self) -> &'static str {
        match self {
            Origin::Text => "text",
            Origin::Bare => "bare",
            Origin::List => "list",
            Origin::Hand => "hand",
        }
    }
}

/// The person of an id, made where there is none.
pub(super) fn person(db: &Connection, id: &str, name: &str, kind: &str) -> rusqlite::Result<i64> {
    if let Some(key) = by_id(db, id)? {
        return Ok(key);
    }
    db.prepare_cached("INSERT INTO people (id, name, kind) VALUES (?1, ?2, ?3)")?
        .execute([id, name, kind])?;
    Ok(db.last_insert_rowid())
}

/// The person of an id.
pub(super) fn by_id(db: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT key FROM people WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// Gives a person a name to be found by.
pub(super) fn add_name(db: &Connection, person: i64, name: &Name, origin: Origin) -> rusqlite::Result<()> {
    if name.words.is_empty() {
        return Ok(());
    }
    let new = db
        .prepare_cached("INSERT OR IGNORE INTO people_names VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![name.key(), person, origin.word(), name.last()])?;
    if new > 0 {
        index_names(db, person)?;
    }
    Ok(())
}

/// Gives a person a role.
pub(super) fn add_role(
    db: &Connection,
    person: i64,
    role: &str,
    since: &str,
    until: &str,
) -> rusqlite::Result<()> {
    if !role.is_empty() && role.len() <= 120 {
        db.prepare_cached("INSERT OR IGNORE INTO people_roles VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![role, person, since, until])?;
    }
    Ok(())
}

/// Gives an entity to a person, with its statements where these are in the words index already.
pub(super) fn give(db: &Connection, entity: i64, person: i64, confidence: f64) -> rusqlite::Result<()> {
    let statements: Vec<i64> = db
        .prepare_cached("SELECT key FROM statements WHERE entity = ?1")?
        .query_map([entity], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for statement in &statements {
        add::unindex(db, *statement)?;
    }
    db.prepare_cached("UPDATE entities SET person = ?2, confidence = ?3 WHERE key = ?1")?
        .execute(params![entity, person, confidence])?;
    db.prepare_cached("UPDATE statements SET person = ?2 WHERE entity = ?1")?.execute([entity, person])?;
    for statement in &statements {
        add::index(db, *statement)?;
    }
    Ok(())
}

/// Gives all that one person has to another, and takes the first one away. Confidences fall to
/// `confidence` where they are higher.
pub(super) fn absorb(db: &Connection, from: i64, into: i64, confidence: f64) -> rusqlite::Result<()> {
    for (entity, known) in entities(db, from)? {
        give(db, entity, into, known.min(confidence))?;
    }
    db.prepare_cached(
        "INSERT OR IGNORE INTO people_roles SELECT role, ?2, since, until FROM people_roles WHERE person = ?1",
    )?
    .execute([from, into])?;
    remove(db, from)
}

/// The entities of a person with their confidences.
pub(super) fn entities(db: &Connection, person: i64) -> rusqlite::Result<Vec<(i64, f64)>> {
    db.prepare_cached("SELECT key, coalesce(confidence, 1) FROM entities WHERE person = ?1")?
        .query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Takes away those of the given people whom no article names any more and no list holds.
pub(crate) fn drop_orphans(db: &Connection, people: &[i64]) -> rusqlite::Result<()> {
    for person in people {
        let kept: bool = db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM entities WHERE person = ?1)
                     OR EXISTS (SELECT 1 FROM people WHERE key = ?1 AND listed)
                     OR EXISTS (SELECT 1 FROM decisions WHERE person = (SELECT id FROM people WHERE key = ?1))",
            )?
            .query_row([person], |row| row.get(0))?;
        if !kept {
            remove(db, *person)?;
        }
    }
    Ok(())
}

fn remove(db: &Connection, person: i64) -> rusqlite::Result<()> {
    for delete in [
        "DELETE FROM people_words WHERE rowid = ?1",
        "DELETE FROM people_names WHERE person = ?1",
        "DELETE FROM people_roles WHERE person = ?1",
        "DELETE FROM people WHERE key = ?1",
    ] {
        db.prepare_cached(delete)?.execute([person])?;
    }
    Ok(())
}

fn index_names(db: &Connection, person: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM people_words WHERE rowid = ?1")?.execute([person])?;
    db.prepare_cached(
        "INSERT INTO people_words (rowid, name)
         SELECT person, group_concat(name, ' | ') FROM people_names WHERE person = ?1 GROUP BY person",
    )?
    .execute([person])?;
    Ok(())
}
