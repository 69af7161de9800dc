//! Joining a new article's statements to the families that are there, and leaving them again.
//!
//! Tellings find each other by shingles: pairs of neighbouring content words, hashed. A shingle that
//! many statements have says little; of those only the newest are looked at, so that the work for
//! one article does not grow with the archive.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord::record::Form;
use rusqlite::{Connection, OptionalExtension, params};

use super::align::align;
use super::judge::{Side, same_utterance};
use super::tokens::{Token, tokens};
use super::{LinkKind, drift};
use crate::words::Spelt;

/// How many statements of one shingle are looked at, the newest.
const POSTINGS: usize = 24;
/// How many statements are compared with one, those that share most.
const CANDIDATES: usize = 16;
/// What a statement must share to be compared: one shingle that seven others have, or two that more
/// have.
const LEAST: f64 = 0.48;
/// How many shingles of one statement are kept, those with the lowest hashes.
const SHINGLES: usize = 96;
/// How many content words a short statement has.
const SHORT: usize = 12;

/// A statement as read from the tables.
pub(crate) struct Stored {
    /// Its key.
    pub key: i64,
    /// Its document's key.
    pub document: i64,
    /// Its text.
    pub content: String,
    /// Date of publication; empty where unknown.
    pub published: String,
    /// What the judge wants to know.
    pub side: Side,
}

/// Reads a statement for comparing.
pub(crate) fn stored(db: &Connection, key: i64) -> rusqlite::Result<Option<Stored>> {
    db.prepare_cached(
        "SELECT document, content, form, speaker_name, person, anonymous, speaker_kind, published, outlet
         FROM statements WHERE key = ?1",
    )?
    .query_row([key], |row| {
        let content: String = row.get(1)?;
        let form = Form::of(row.get_ref(2)?.as_str()?);
        let published: String = row.get(7)?;
        let side = Side {
            tokens: tokens(&content, form),
            speaker: row.get(3)?,
            person: row.get(4)?,
            anonymous: row.get(5)?,
            human: matches!(row.get_ref(6)?.as_str()?, "person" | "unknown"),
            day: super::day(&published),
            outlet: row.get(8)?,
        };
        Ok(Stored { key, document: row.get(0)?, content, published, side })
    })
    .optional()
}

/// Joins the statements of one document to families, and puts them into the index.
pub(crate) fn join(db: &Connection, keys: &[i64]) -> rusqlite::Result<()> {
    let mut others: HashMap<i64, Option<Stored>> = HashMap::new();
    let mut own = Vec::new();
    let mut touched = BTreeSet::new();
    for key in keys {
        let Some(statement) = stored(db, *key)? else { continue };
        let shingles = shingles(&statement.side.tokens);
        for candidate in candidates(db, &shingles, statement.document, CANDIDATES)? {
            if let std::collections::hash_map::Entry::Vacant(e) = others.entry(candidate) {
                e.insert(stored(db, candidate)?);
            }
            let Some(Some(other)) = others.get(&candidate) else { continue };
            if let Some((kind, altered)) = link(&statement, other) {
                db.prepare_cached("INSERT INTO links VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                    key,
                    candidate,
                    super::word(kind),
                    altered
                ])?;
                touched.insert(unite(db, *key, candidate)?);
            }
        }
        own.push((*key, shingles));
    }
    for (key, shingles) in own {
        let mut insert = db.prepare_cached("INSERT INTO shingles VALUES (?1, ?2)")?;
        for shingle in shingles {
            insert.execute([shingle, key])?;
        }
    }
    for family in touched {
        recount(db, family)?;
    }
    Ok(())
}

/// Takes statements out of their families and the index; a family that they held together falls
/// apart into what still hangs together.
pub(crate) fn leave(db: &Connection, keys: &[i64]) -> rusqlite::Result<()> {
    let mut families = BTreeSet::new();
    for key in keys {
        let Some(statement) = stored(db, *key)? else { continue };
        for shingle in shingles(&statement.side.tokens) {
            db.prepare_cached("DELETE FROM shingles WHERE shingle = ?1 AND statement = ?2")?
                .execute([shingle, *key])?;
        }
        families.extend(family_of(db, *key)?);
        db.prepare_cached("DELETE FROM links WHERE statement = ?1")?.execute([key])?;
        db.prepare_cached("DELETE FROM links WHERE other = ?1")?.execute([key])?;
        db.prepare_cached("UPDATE statements SET family = NULL WHERE key = ?1")?.execute([key])?;
    }
    for family in families {
        split(db, family)?;
    }
    Ok(())
}

/// Statements that share shingles, those that share the rarest first.
pub(crate) fn candidates(
    db: &Connection,
    shingles: &[i64],
    document: i64,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    let mut weights: HashMap<i64, f64> = HashMap::new();
    let mut select = db.prepare_cached(
        "SELECT statement FROM shingles WHERE shingle = ?1 ORDER BY statement DESC LIMIT ?2",
    )?;
    for shingle in shingles {
        let found: Vec<i64> = select
            .query_map(params![shingle, POSTINGS as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let weight = 1.0 / (1.0 + found.len() as f64).ln().max(LEAST);
        for statement in found {
            *weights.entry(statement).or_default() += weight;
        }
    }
    let mut found: Vec<(i64, f64)> = weights.into_iter().filter(|(_, weight)| *weight >= LEAST).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut out = Vec::new();
    let mut document_of = db.prepare_cached("SELECT document FROM statements WHERE key = ?1")?;
    for (key, _) in found {
        if out.len() == limit {
            break;
        }
        if document_of.query_row([key], |row| row.get::<_, i64>(0))? != document {
            out.push(key);
        }
    }
    Ok(out)
}

/// The shingles of a statement: each two content words that stand next to each other, in a short
/// statement also next but one, whatever function words lie between.
pub(crate) fn shingles(tokens: &[Token]) -> Vec<i64> {
    let stems: Vec<&str> = tokens.iter().filter(|t| t.content).map(|t| t.stem.as_str()).collect();
    let mut out = BTreeSet::new();
    // a short one needs more, so that one changed word does not hide it
    let far = if stems.len() <= SHORT { 2 } else { 1 };
    for apart in 1..=far {
        for pair in stems.windows(apart + 1) {
            out.insert(hash(pair[0], pair[apart]));
        }
    }
    out.into_iter().take(SHINGLES).collect()
}

/// How two statements hang together, if they do.
pub(crate) fn link(new: &Stored, old: &Stored) -> Option<(LinkKind, bool)> {
    // the difference is told from the earlier telling to the later one
    let (a, b) = if old.published <= new.published { (old, new) } else { (new, old) };
    let pairs = align(&a.side.tokens, &b.side.tokens);
    if !same_utterance(&a.side, &b.side, &pairs) {
        return None;
    }
    let changes = drift::changes(&a.side.tokens, &b.side.tokens, &pairs);
    let altered = changes.iter().any(drift::Change::alters);
    Some((drift::kind(&a.side.tokens, &b.side.tokens, &changes), altered))
}

/// FNV-1a, folded to 32 bits: short keys keep the index small, and the judge sorts out chance.
fn hash(a: &str, b: &str) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in a.bytes().chain([0]).chain(b.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    i64::from((hash ^ (hash >> 32)) as u32 as i32)
}

fn family_of(db: &Connection, key: i64) -> rusqlite::Result<Option<i64>> {
    let family = db
        .prepare_cached("SELECT family FROM statements WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(family.flatten())
}

/// Puts two statements into one family and returns it.
fn unite(db: &Connection, a: i64, b: i64) -> rusqlite::Result<i64> {
    let (in_a, in_b) = (family_of(db, a)?, family_of(db, b)?);
    let mut put = db.prepare_cached("UPDATE statements SET family = ?1 WHERE key = ?2")?;
    match (in_a, in_b) {
        (None, None) => {
            let family = new_family(db, b)?;
            put.execute([family, a])?;
            put.execute([family, b])?;
            Ok(family)
        }
        (Some(family), None) => put.execute([family, b]).map(|_| family),
        (None, Some(family)) => put.execute([family, a]).map(|_| family),
        (Some(from), Some(into)) if from != into => {
            db.prepare_cached("UPDATE statements SET family = ?1 WHERE family = ?2")?
                .execute([into, from])?;
            db.prepare_cached("DELETE FROM families WHERE key = ?1")?.execute([from])?;
            Ok(into)
        }
        (Some(family), Some(_)) => Ok(family),
    }
}

fn new_family(db: &Connection, first: i64) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO families (\"first\", tellings, outlets, altered) VALUES (?1, 0, 0, 0)")?
        .execute([first])?;
    Ok(db.last_insert_rowid())
}

/// Counts a family's tellings again; one that lost all is taken away.
fn recount(db: &Connection, family: i64) -> rusqlite::Result<()> {
    let tellings: i64 = db
        .prepare_cached("SELECT count(*) FROM statements WHERE family = ?1")?
        .query_row([family], |row| row.get(0))?;
    if tellings == 0 {
        db.prepare_cached("DELETE FROM families WHERE key = ?1")?.execute([family])?;
        return Ok(());
    }
    db.prepare_cached(
        "UPDATE families SET tellings = ?2,
             outlets = (SELECT count(DISTINCT outlet) FROM statements WHERE family = ?1),
             altered = (SELECT EXISTS (SELECT 1 FROM links WHERE altered
                 AND statement IN (SELECT key FROM statements WHERE family = ?1))),
             first_published = (SELECT min(nullif(published, '')) FROM statements WHERE family = ?1),
             last_published = (SELECT max(nullif(published, '')) FROM statements WHERE family = ?1),
             \"first\" = (SELECT key FROM statements WHERE family = ?1
                 ORDER BY published = '', published, key LIMIT 1)
         WHERE key = ?1",
    )?
    .execute([family, tellings])?;
    Ok(())
}

/// Divides a family by the links that are left.
fn split(db: &Connection, family: i64) -> rusqlite::Result<()> {
    let members: Vec<i64> = db
        .prepare_cached("SELECT key FROM statements WHERE family = ?1 ORDER BY key")?
        .query_map([family], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut group: BTreeMap<i64, i64> = members.iter().map(|key| (*key, *key)).collect();
    let mut select = db.prepare_cached("SELECT other FROM links WHERE statement = ?1")?;
    for key in &members {
        let others: Vec<i64> = select.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for other in others {
            let (from, into) = (find(&group, *key), find(&group, other));
            group.insert(from.max(into), from.min(into));
        }
    }
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for key in &members {
        groups.entry(find(&group, *key)).or_default().push(*key);
    }
    let mut put = db.prepare_cached("UPDATE statements SET family = ?1 WHERE key = ?2")?;
    let mut first = true;
    for (root, keys) in groups {
        let into = match keys.len() {
            1 => None,
            _ if first => Some(family),
            _ => Some(new_family(db, root)?),
        };
        first &= into.is_none();
        for key in &keys {
            put.execute(params![into, key])?;
        }
        if let Some(into) = into {
            recount(db, into)?;
        }
    }
    recount(db, family)
}

fn find(group: &BTreeMap<i64, i64>, mut key: i64) -> i64 {
    while let Some(up) = group.get(&key).filter(|up| **up != key) {
        key = *up;
    }
    key
}
