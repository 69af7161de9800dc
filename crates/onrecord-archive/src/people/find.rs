//! Finding people by name, and telling what is known of one.

use rusqlite::{Connection, OptionalExtension};

use super::PersonEntry;
use super::names::{Name, split};
use crate::search::Tally;
use crate::search::quote;

/// How many people a name may fit.
const PEOPLE: usize = 200;
/// How many of a person's newest entities are looked at for names, roles and gender.
const ENTITIES: usize = 2000;

/// People whose id or whole name this is, else whose names hold it.
pub(crate) fn find(db: &Connection, text: &str) -> rusqlite::Result<Vec<i64>> {
    let mut keys = exact(db, text)?;
    if is_id(text) && !keys.is_empty() {
        return Ok(keys);
    }
    let words = split(text);
    if words.is_empty() {
        return Ok(keys);
    }
    let held: Vec<i64> = db
        .prepare_cached("SELECT rowid FROM people_words WHERE people_words MATCH ?1 LIMIT ?2")?
        .query_map(rusqlite::params![quote(&words.join(" ")), PEOPLE as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for key in held {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.truncate(PEOPLE);
    Ok(keys)
}

/// People whose id or whole name this is.
pub(crate) fn exact(db: &Connection, text: &str) -> rusqlite::Result<Vec<i64>> {
    let id: Option<i64> = db
        .prepare_cached("SELECT key FROM people WHERE id = ?1 OR (?1 <> '' AND wikidata = ?1)")?
        .query_row([text.trim()], |row| row.get(0))
        .optional()?;
    if let Some(key) = id {
        return Ok(vec![key]);
    }
    let mut select = db.prepare_cached("SELECT DISTINCT person FROM people_names WHERE name IN (?1, ?2)")?;
    let keys = (Name::of_person(text).key(), Name::of_other(text).key());
    let found = select.query_map([keys.0, keys.1], |row| row.get(0))?;
    found.take(PEOPLE).collect()
}

/// The same people, those with most statements first.
pub(super) fn by_weight(db: &Connection, keys: Vec<i64>) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare_cached("SELECT count(*) FROM statements WHERE person = ?1")?;
    let mut weighed = Vec::with_capacity(keys.len());
    for key in keys {
        weighed.push((select.query_row([key], |row| row.get::<_, i64>(0))?, key));
    }
    weighed.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(weighed.into_iter().map(|(_, key)| key).collect())
}

/// What is known of a person.
pub(crate) fn entry(db: &Connection, key: i64) -> rusqlite::Result<PersonEntry> {
    let newest =
        format!("(SELECT * FROM entities WHERE person = ?1 ORDER BY document DESC LIMIT {ENTITIES})");
    let texts = |sql: String| -> rusqlite::Result<Vec<String>> {
        db.prepare_cached(&sql)?.query_map([key], |row| row.get(0))?.collect()
    };
    let name: String =
        db.prepare_cached("SELECT name FROM people WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
    let mut names =
        texts(format!("SELECT name FROM {newest} GROUP BY name ORDER BY count(*) DESC, name LIMIT 20"))?;
    names.retain(|other| *other != name);
    let listed =
        texts("SELECT role FROM people_roles WHERE person = ?1 AND since || until <> ''".to_owned())?;
    let mut roles = texts(format!(
        "SELECT value FROM {newest} e, json_each(e.roles) GROUP BY value ORDER BY count(*) DESC, value LIMIT 20"
    ))?;
    roles.extend(listed.into_iter().filter(|role| !roles.contains(role)).collect::<Vec<_>>());
    roles.truncate(20);
    let genders = texts(format!("SELECT DISTINCT gender FROM {newest} WHERE gender IS NOT NULL"))?;
    db.prepare_cached(
        "SELECT id, kind, wikidata,
             (SELECT count(DISTINCT document) FROM entities WHERE person = ?1),
             (SELECT count(*) FROM statements WHERE person = ?1),
             coalesce((SELECT min(confidence) FROM entities WHERE person = ?1), 1)
         FROM people WHERE key = ?1",
    )?
    .query_row([key], |row| {
        Ok(PersonEntry {
            id: row.get(0)?,
            name,
            kind: row.get(1)?,
            wikidata: row.get(2)?,
            gender: if let [only] = genders.as_slice() { Some(only.clone()) } else { None },
            names,
            roles,
            documents: row.get(3)?,
            statements: row.get(4)?,
            confidence: row.get(5)?,
        })
    })
}

/// Names and ids for keys that were counted.
pub(crate) fn tallies(db: &Connection, counts: Vec<(i64, u64)>) -> rusqlite::Result<Vec<Tally>> {
    let mut select = db.prepare_cached("SELECT name, id FROM people WHERE key = ?1")?;
    let mut out = Vec::with_capacity(counts.len());
    for (key, count) in counts {
        out.push(select.query_row([key], |row| Ok(Tally { value: row.get(0)?, id: row.get(1)?, count }))?);
    }
    Ok(out)
}

fn is_id(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
