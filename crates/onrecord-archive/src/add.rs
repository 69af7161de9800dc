//! Writing one article: all of its rows, inside the caller's transaction.

use std::collections::{HashMap, HashSet};

use onrecord::record::{Entity, Label, Record, Span, Statement, Words};
use rusqlite::{Connection, OptionalExtension, params};

use crate::archive::Added;
use crate::document::DocumentEntry;
use crate::error::ArchiveError;
use crate::words::{self, Spelt};
use crate::{families, id, load, people};

/// Refuses a record whose ids or spans point nowhere.
pub(crate) fn check(record: &Record) -> Result<(), ArchiveError> {
    let refuse = |reason: String| {
        let document = &record.document;
        let name = document.url.as_ref().or(document.id.as_ref()).or(document.title.as_ref());
        let document = name.cloned().unwrap_or_else(|| "an article without address or id".to_owned());
        Err(ArchiveError::Record { document, reason })
    };
    let length = record.document.text.as_ref().map_or(u32::MAX, |text| text.chars().count() as u32);
    let mut entities = HashSet::new();
    for entity in &record.entities {
        if !entities.insert(entity.id.as_str()) {
            return refuse(format!("two entities are called `{}`", entity.id));
        }
    }
    let mut statements = HashSet::new();
    for statement in &record.statements {
        if !statements.insert(statement.id.as_str()) {
            return refuse(format!("two statements are called `{}`", statement.id));
        }
    }
    for entity in entity_references(record) {
        if !entities.contains(entity) {
            return refuse(format!("there is no entity `{entity}`"));
        }
    }
    for inside in record.statements.iter().filter_map(|s| s.inside.as_deref()) {
        if !statements.contains(inside) {
            return refuse(format!("there is no statement `{inside}`"));
        }
    }
    for span in all_spans(record) {
        if span.start > span.end || span.end > length {
            return refuse(format!("there are no code points {}..{} in its text", span.start, span.end));
        }
    }
    Ok(())
}

/// Adds the article, or replaces the version that is there.
pub(crate) fn add(db: &Connection, record: &Record) -> rusqlite::Result<Added> {
    let id = id::document(record);
    let digest = id::digest(record);
    let known: Option<(i64, String)> = db
        .prepare_cached("SELECT key, digest FROM documents WHERE id = ?1")?
        .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((_, known)) if known == digest => Ok(Added::Unchanged),
        Some((key, _)) => {
            keep_version(db, key)?;
            let people: Vec<i64> = db
                .prepare_cached(
                    "SELECT DISTINCT person FROM entities WHERE document = ?1 AND person IS NOT NULL",
                )?
                .query_map([key], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            remove_parts(db, key)?;
            write(db, Some(key), &id, &digest, record)?;
            people::drop_orphans(db, &people)?;
            Ok(Added::Replaced)
        }
        None => {
            write(db, None, &id, &digest, record)?;
            Ok(Added::New)
        }
    }
}

/// Takes in a document of another archive with its versions.
pub(crate) fn take_in(db: &Connection, theirs: &DocumentEntry) -> rusqlite::Result<Added> {
    let ours: Option<String> = db
        .query_row("SELECT added FROM documents WHERE id = ?1", [&theirs.id], |row| row.get(0))
        .optional()?;
    let mut older: Vec<(&Record, &str, &str)> =
        theirs.versions.iter().map(|v| (&v.record, v.added.as_str(), v.replaced.as_str())).collect();
    let done = match ours {
        // ours came later: theirs is an older version of it
        Some(ours) if ours > theirs.added => {
            older.push((&theirs.record, &theirs.added, ""));
            Added::Unchanged
        }
        _ => add(db, &theirs.record)?,
    };
    for (record, added, replaced) in older {
        add_version(db, &theirs.id, record, added, replaced)?;
    }
    Ok(done)
}

/// Keeps a version that is older than the present one, unless it is here.
fn add_version(
    db: &Connection,
    document: &str,
    record: &Record,
    added: &str,
    replaced: &str,
) -> rusqlite::Result<()> {
    let digest = id::digest(record);
    let key: i64 = db.query_row("SELECT key FROM documents WHERE id = ?1", [document], |row| row.get(0))?;
    let known: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM versions WHERE document = ?1 AND digest = ?2)
             OR EXISTS (SELECT 1 FROM documents WHERE key = ?1 AND digest = ?2)",
        params![key, digest],
        |row| row.get(0),
    )?;
    if known { Ok(()) } else { insert_version(db, key, added, replaced, &digest, record) }
}

/// The words index of one statement, before a change of what it holds.
pub(crate) fn unindex(db: &Connection, statement: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO statements_words (statements_words, rowid, content, speaker, marks)
         SELECT 'delete', key, content, speaker, marks FROM statements_indexed WHERE key = ?1",
    )?
    .execute([statement])?;
    Ok(())
}

/// The words index of one statement, after a change of what it holds.
pub(crate) fn index(db: &Connection, statement: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO statements_words (rowid, content, speaker, marks)
         SELECT key, content, speaker, marks FROM statements_indexed WHERE key = ?1",
    )?
    .execute([statement])?;
    Ok(())
}

fn entity_references(record: &Record) -> impl Iterator<Item = &str> {
    let statements = record.statements.iter().flat_map(|statement| {
        let via = statement.via.iter().filter_map(|party| party.entity.as_deref());
        statement.speaker.entity.as_deref().into_iter().chain(via)
    });
    let labels = record.labels.iter().flat_map(|label| {
        let by = label.by.as_ref().and_then(|party| party.entity.as_deref());
        label.target.entity.as_deref().into_iter().chain(by)
    });
    statements.chain(labels)
}

fn all_spans(record: &Record) -> impl Iterator<Item = Span> {
    let statements = record.statements.iter().flat_map(|statement| {
        let words = [Some(&statement.content), statement.cue.as_ref(), statement.source.as_ref()];
        let words = words.into_iter().flatten().flat_map(|words| words.spans.iter().copied());
        let when = statement.when.as_ref().map(|when| when.span);
        let phrases = [statement.place.as_ref(), statement.condition.as_ref()];
        words.chain(when).chain(phrases.into_iter().flatten().map(|phrase| phrase.span))
    });
    let mentions = record.entities.iter().flat_map(|entity| entity.mentions.iter().map(|m| m.span));
    statements.chain(mentions).chain(record.labels.iter().map(|label| label.span))
}

fn keep_version(db: &Connection, key: i64) -> rusqlite::Result<()> {
    let old = load::record(db, key)?;
    let (added, digest, now): (String, String, String) = db.query_row(
        "SELECT added, digest, strftime('%Y-%m-%dT%H:%M:%SZ') FROM documents WHERE key = ?1",
        [key],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    insert_version(db, key, &added, &now, &digest, &old)
}

fn insert_version(
    db: &Connection,
    key: i64,
    added: &str,
    replaced: &str,
    digest: &str,
    record: &Record,
) -> rusqlite::Result<()> {
    let json =
        serde_json::to_string(record).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
    db.execute(
        "INSERT INTO versions
         SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM versions WHERE document = ?1",
        params![key, added, replaced, digest, json],
    )?;
    Ok(())
}

/// Takes away everything of a document but its row and its versions.
fn remove_parts(db: &Connection, key: i64) -> rusqlite::Result<()> {
    let statements: Vec<i64> = db
        .prepare_cached("SELECT key FROM statements WHERE document = ?1")?
        .query_map([key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    families::leave(db, &statements)?;
    for statement in &statements {
        unindex(db, *statement)?;
        db.prepare_cached("DELETE FROM relays WHERE statement = ?1")?.execute([statement])?;
    }
    for delete in [
        "DELETE FROM statements WHERE document = ?1",
        "DELETE FROM labels WHERE document = ?1",
        "DELETE FROM mentions WHERE entity IN (SELECT key FROM entities WHERE document = ?1)",
        "DELETE FROM entities WHERE document = ?1",
    ] {
        db.prepare_cached(delete)?.execute([key])?;
    }
    Ok(())
}

/// Writes the document's row and all of its parts.
fn write(db: &Connection, key: Option<i64>, id: &str, digest: &str, record: &Record) -> rusqlite::Result<()> {
    let document = write_document(db, key, id, digest, record)?;
    let outlet = outlet(db, record.document.outlet.as_deref())?;
    let mut entities = HashMap::new();
    for entity in &record.entities {
        entities.insert(entity.id.as_str(), write_entity(db, document, entity)?);
    }
    let mut keys = Vec::with_capacity(record.statements.len());
    let mut twins: HashMap<String, usize> = HashMap::new();
    for statement in &record.statements {
        let first = id::statement(id, statement, 0);
        let twin = twins.entry(first).or_default();
        let statement_id = id::statement(id, statement, *twin);
        *twin += 1;
        let at = Place { document, outlet, published: record.document.published.as_deref().unwrap_or("") };
        let key = write_statement(db, &at, &statement_id, statement, &entities)?;
        keys.push(key);
    }
    for label in &record.labels {
        write_label(db, document, label, &entities)?;
    }
    let local: Vec<(i64, &Entity)> =
        record.entities.iter().map(|entity| (entities[entity.id.as_str()], entity)).collect();
    people::identify(db, id, record.document.published.as_deref(), &local)?;
    db.prepare_cached(
        "UPDATE statements SET person = (SELECT person FROM entities WHERE key = entity) WHERE document = ?1",
    )?
    .execute([document])?;
    families::join(db, &keys)?;
    for key in keys {
        index(db, key)?;
    }
    people::identify_by_families(db, document)
}

fn write_document(
    db: &Connection,
    key: Option<i64>,
    id: &str,
    digest: &str,
    record: &Record,
) -> rusqlite::Result<i64> {
    let document = &record.document;
    let extra =
        (!document.extra.is_empty()).then(|| serde_json::to_string(&document.extra).unwrap_or_default());
    db.prepare_cached(
        "INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
             strftime('%Y-%m-%dT%H:%M:%SZ'), ?12)
         ON CONFLICT (key) DO UPDATE SET given_id = ?3, url = ?4, outlet = ?5, title = ?6, byline = ?7,
             published = ?8, language = ?9, text = ?10, extra = ?11, added = excluded.added, digest = ?12",
    )?
    .execute(params![
        key,
        id,
        document.id,
        document.url,
        document.outlet,
        document.title,
        document.byline,
        document.published,
        document.language,
        document.text,
        extra,
        digest
    ])?;
    Ok(key.unwrap_or_else(|| db.last_insert_rowid()))
}

fn outlet(db: &Connection, name: Option<&str>) -> rusqlite::Result<Option<i64>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let known = db
        .prepare_cached("SELECT key FROM outlets WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    db.prepare_cached("INSERT INTO outlets (name) VALUES (?1)")?.execute([name])?;
    Ok(Some(db.last_insert_rowid()))
}

fn write_entity(db: &Connection, document: i64, entity: &Entity) -> rusqlite::Result<i64> {
    let roles = serde_json::to_string(&entity.roles).unwrap_or_default();
    db.prepare_cached(
        "INSERT INTO entities (document, local_id, name, kind, roles, gender) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        document,
        entity.id,
        entity.name,
        entity.kind.word(),
        roles,
        people::gender(entity)
    ])?;
    let key = db.last_insert_rowid();
    let mut insert = db.prepare_cached("INSERT INTO mentions VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (position, mention) in entity.mentions.iter().enumerate() {
        let span = mention.span;
        insert.execute(params![
            key,
            position as i64,
            span.start,
            span.end,
            mention.kind.word(),
            mention.text
        ])?;
    }
    Ok(key)
}

/// What a statement shares with all others of its document.
struct Place<'a> {
    document: i64,
    outlet: Option<i64>,
    published: &'a str,
}

fn write_statement(
    db: &Connection,
    at: &Place,
    id: &str,
    statement: &Statement,
    entities: &HashMap<&str, i64>,
) -> rusqlite::Result<i64> {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.text.clone());
    let spans = |words: &Option<Words>| words.as_ref().map(|words| words::spans(&words.spans));
    let speaker = &statement.speaker;
    let (when, place, condition) = (&statement.when, &statement.place, &statement.condition);
    db.prepare_cached(
        "INSERT INTO statements (id, document, local_id, form, act, negated, content, content_spans,
             cue, cue_spans, source, source_spans, entity, speaker_name, speaker_kind, speaker_role,
             anonymous, basis, inside, when_text, when_date, when_span, place, place_span,
             condition, condition_span, confidence, outlet, published)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
             ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
    )?
    .execute(params![
        id,
        at.document,
        statement.id,
        statement.form.word(),
        statement.act.kind.word(),
        statement.act.negated,
        statement.content.text,
        words::spans(&statement.content.spans),
        text(&statement.cue),
        spans(&statement.cue),
        text(&statement.source),
        spans(&statement.source),
        speaker.entity.as_deref().map(|entity| entities[entity]),
        speaker.name,
        speaker.kind.word(),
        speaker.role,
        speaker.anonymous,
        speaker.basis,
        statement.inside,
        when.as_ref().map(|when| &when.text),
        when.as_ref().and_then(|when| when.date.as_ref()),
        when.as_ref().map(|when| words::span(when.span)),
        place.as_ref().map(|place| &place.text),
        place.as_ref().map(|place| words::span(place.span)),
        condition.as_ref().map(|condition| &condition.text),
        condition.as_ref().map(|condition| words::span(condition.span)),
        f64::from(statement.confidence),
        at.outlet,
        at.published,
    ])?;
    let key = db.last_insert_rowid();
    let mut insert = db.prepare_cached("INSERT INTO relays VALUES (?1, ?2, ?3, ?4)")?;
    for (position, party) in statement.via.iter().enumerate() {
        let entity = party.entity.as_deref().map(|entity| entities[entity]);
        insert.execute(params![key, position as i64, entity, party.name])?;
    }
    Ok(key)
}

fn write_label(
    db: &Connection,
    document: i64,
    label: &Label,
    entities: &HashMap<&str, i64>,
) -> rusqlite::Result<()> {
    let by = label.by.as_ref();
    db.prepare_cached(
        "INSERT INTO labels (document, label, target_entity, target_name, by_entity, by_name, cue, quoted,
             \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        document,
        label.label,
        label.target.entity.as_deref().map(|entity| entities[entity]),
        label.target.name,
        by.and_then(|party| party.entity.as_deref()).map(|entity| entities[entity]),
        by.map(|party| &party.name),
        label.cue,
        label.quoted,
        label.span.start,
        label.span.end,
    ])?;
    Ok(())
}
