//! Merges and splits by hand: done now, and kept for articles that are added later.

use onrecord::record::{Entity, Kind};
use rusqlite::{Connection, Transaction, params};

use super::Decision;
use super::identify::name_of;
use super::names::Name;
use super::store::{self, Origin};
use crate::id;
use crate::words::Spelt;

/// All decisions, oldest first.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Vec<Decision>> {
    db.prepare("SELECT kind, name, document, person FROM decisions ORDER BY key")?
        .query_map([], |row| {
            let (name, person) = (row.get(1)?, row.get(3)?);
            Ok(match row.get_ref(0)?.as_str()? {
                "merge" => Decision::Merge { name, person },
                _ => Decision::Pin { document: row.get(2)?, name, person },
            })
        })?
        .collect()
}

/// Makes two people one.
pub(super) fn merge(db: &Transaction<'_>, from: i64, into: i64) -> rusqlite::Result<()> {
    let id: String = db.query_row("SELECT id FROM people WHERE key = ?1", [into], |row| row.get(0))?;
    let old: String = db.query_row("SELECT id FROM people WHERE key = ?1", [from], |row| row.get(0))?;
    // what was decided for the one that goes now holds for the one that stays
    db.execute("UPDATE decisions SET person = ?2 WHERE person = ?1", [&old, &id])?;
    let names: Vec<(String, String)> = db
        .prepare("SELECT DISTINCT name, origin FROM people_names WHERE person = ?1")?
        .query_map([from], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, origin) in &names {
        if origin == Origin::Bare.word() {
            continue;
        }
        decide(db, "merge", name, "", &id)?;
        db.execute("DELETE FROM people_names WHERE name = ?1 AND person = ?2", params![name, from])?;
        store::add_name(db, into, &plain(name), Origin::Hand)?;
        if origin == Origin::List.word() {
            store::add_name(db, into, &plain(name), Origin::List)?;
        }
    }
    for (document, name) in bare_entities(db, from)? {
        decide(db, "pin", &name, &document, &id)?;
    }
    store::absorb(db, from, into, 1.0)
}

/// Sets apart what the documents call a person; `None` where none of them does.
pub(super) fn split(db: &Transaction<'_>, person: i64, documents: &[i64]) -> rusqlite::Result<Option<i64>> {
    let mut apart: Option<(i64, String)> = None;
    for document in documents {
        let document_id: String =
            db.query_row("SELECT id FROM documents WHERE key = ?1", [document], |row| row.get(0))?;
        let entities: Vec<(i64, String, String)> = db
            .prepare("SELECT key, name, kind FROM entities WHERE document = ?1 AND person = ?2 ORDER BY key")?
            .query_map([*document, person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (entity, name, kind) in entities {
            let key = entity_name(&name, &kind).key();
            let (new, id) = match &apart {
                Some(known) => known.clone(),
                None => {
                    let id = id::person_of(&document_id, &format!("split {key}"));
                    let new = store::person(db, &id, &name, &kind)?;
                    apart = Some((new, id.clone()));
                    (new, id)
                }
            };
            decide(db, "pin", &key, &document_id, &id)?;
            store::give(db, entity, new, 1.0)?;
            store::add_name(db, new, &entity_name(&name, &kind), Origin::Bare)?;
        }
    }
    Ok(apart.map(|(key, _)| key))
}

/// Takes another archive's decisions in; where both decided, this archive's stands.
pub(crate) fn copy(db: &Connection, from: &Connection) -> rusqlite::Result<()> {
    for decision in read(from)? {
        let (Decision::Merge { person, .. } | Decision::Pin { person, .. }) = &decision;
        let (name, kind): (String, String) =
            from.query_row("SELECT name, kind FROM people WHERE id = ?1", [person], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let key = store::person(db, person, &name, &kind)?;
        match &decision {
            Decision::Merge { name, .. } if !is_decided(db, "merge", name, "")? => {
                decide(db, "merge", name, "", person)?;
                take_name(db, name, key)?;
            }
            Decision::Pin { document, name, .. } if !is_decided(db, "pin", name, document)? => {
                decide(db, "pin", name, document, person)?;
                take_entities(db, document, name, key)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_decided(db: &Connection, kind: &str, name: &str, document: &str) -> rusqlite::Result<bool> {
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM decisions WHERE kind = ?1 AND name = ?2 AND document = ?3)",
        [kind, name, document],
        |row| row.get(0),
    )
}

/// Gives a person a full name, and everything of whoever had it.
fn take_name(db: &Connection, name: &str, person: i64) -> rusqlite::Result<()> {
    let before: Vec<i64> = db
        .prepare(
            "SELECT DISTINCT person FROM people_names WHERE name = ?1 AND origin = 'text' AND person <> ?2",
        )?
        .query_map(params![name, person], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for other in before {
        store::absorb(db, other, person, 1.0)?;
    }
    store::add_name(db, person, &plain(name), Origin::Hand)
}

/// Gives a person what one document calls by a name.
fn take_entities(db: &Connection, document: &str, name: &str, person: i64) -> rusqlite::Result<()> {
    let entities: Vec<(i64, String, String, Option<i64>)> = db
        .prepare(
            "SELECT e.key, e.name, e.kind, e.person FROM entities e JOIN documents d ON d.key = e.document
             WHERE d.id = ?1",
        )?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (entity, entity_called, kind, before) in entities {
        let called = entity_name(&entity_called, &kind);
        if called.key() == name && before != Some(person) {
            store::give(db, entity, person, 1.0)?;
            store::add_name(db, person, &called, Origin::Bare)?;
            store::drop_orphans(db, before.as_slice())?;
        }
    }
    Ok(())
}

fn decide(db: &Connection, kind: &str, name: &str, document: &str, person: &str) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO decisions (kind, name, document, person) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, name, document) DO UPDATE SET person = ?4",
        [kind, name, document, person],
    )?;
    Ok(())
}

/// What articles call a person where the name alone does not say who it is, and where.
fn bare_entities(db: &Connection, person: i64) -> rusqlite::Result<Vec<(String, String)>> {
    let found: Vec<(String, String, String)> = db
        .prepare("SELECT d.id, e.name, e.kind FROM entities e JOIN documents d ON d.key = e.document WHERE e.person = ?1")?
        .query_map([person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let names = found.into_iter().map(|(document, name, kind)| (document, entity_name(&name, &kind)));
    Ok(names.filter(|(_, name)| name.is_bare()).map(|(document, name)| (document, name.key())).collect())
}

fn entity_name(name: &str, kind: &str) -> Name {
    let entity = Entity {
        id: String::new(),
        name: name.to_owned(),
        kind: Kind::of(kind),
        roles: Vec::new(),
        mentions: Vec::new(),
    };
    name_of(&entity)
}

/// A name that is in one spelling already.
fn plain(key: &str) -> Name {
    Name { words: key.split(' ').map(str::to_owned).collect(), ..Name::default() }
}
