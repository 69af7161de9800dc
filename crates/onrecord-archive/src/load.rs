//! Putting a record together again from the tables: equal to the one that was added.

use onrecord::record::{
    Act, Document, Entity, Label, Mention, Party, Phrase, Record, Span, Speaker, Statement, When, Words,
};
use rusqlite::{Connection, Row, params};

use crate::document::StatementEntry;
use crate::words::{self, Spelt};

/// The columns that [`statement`] and [`entry`] read, in their order.
const STATEMENT: &str = "s.key, s.local_id, s.form, s.act, s.negated, s.content, s.content_spans, s.cue,
    s.cue_spans, s.source, s.source_spans, e.local_id, s.speaker_name, s.speaker_kind, s.speaker_role,
    s.anonymous, s.basis, s.inside, s.when_text, s.when_date, s.when_span, s.place, s.place_span,
    s.condition, s.condition_span, s.confidence";

/// The record of a document's present version.
pub(crate) fn record(db: &Connection, document: i64) -> rusqlite::Result<Record> {
    Ok(Record {
        document: head(db, document)?,
        statements: statements(db, document)?,
        labels: labels(db, document)?,
        entities: entities(db, document)?,
    })
}

/// Statements with their documents, in the order of the keys; keys that are not there are left out.
pub(crate) fn entries(db: &Connection, keys: &[i64]) -> rusqlite::Result<Vec<StatementEntry>> {
    let select = format!(
        "SELECT {STATEMENT}, s.id, d.id, d.url, d.outlet, d.title, d.published, p.id,
             coalesce(f.tellings, 1)
         FROM statements s JOIN documents d ON d.key = s.document LEFT JOIN entities e ON e.key = s.entity
         LEFT JOIN people p ON p.key = s.person LEFT JOIN families f ON f.key = s.family
         WHERE s.key = ?1"
    );
    let mut select = db.prepare_cached(&select)?;
    let mut out = Vec::with_capacity(keys.len());
    for key in keys {
        let mut rows = select.query([key])?;
        if let Some(row) = rows.next()? {
            out.push(entry(db, row)?);
        }
    }
    Ok(out)
}

fn head(db: &Connection, document: i64) -> rusqlite::Result<Document> {
    db.prepare_cached(
        "SELECT given_id, url, outlet, title, byline, published, language, text, extra
         FROM documents WHERE key = ?1",
    )?
    .query_row([document], |row| {
        let extra: Option<String> = row.get(8)?;
        Ok(Document {
            id: row.get(0)?,
            url: row.get(1)?,
            outlet: row.get(2)?,
            title: row.get(3)?,
            byline: row.get(4)?,
            published: row.get(5)?,
            language: row.get(6)?,
            text: row.get(7)?,
            extra: extra.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
        })
    })
}

fn statements(db: &Connection, document: i64) -> rusqlite::Result<Vec<Statement>> {
    let select = format!(
        "SELECT {STATEMENT} FROM statements s LEFT JOIN entities e ON e.key = s.entity
         WHERE s.document = ?1 ORDER BY s.key"
    );
    let mut select = db.prepare_cached(&select)?;
    let mut rows = select.query([document])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(statement(db, row)?);
    }
    Ok(out)
}

fn entry(db: &Connection, row: &Row<'_>) -> rusqlite::Result<StatementEntry> {
    Ok(StatementEntry {
        statement: statement(db, row)?,
        id: row.get(26)?,
        document: row.get(27)?,
        url: row.get(28)?,
        outlet: row.get(29)?,
        title: row.get(30)?,
        published: row.get(31)?,
        person: row.get(32)?,
        tellings: row.get(33)?,
    })
}

fn statement(db: &Connection, row: &Row<'_>) -> rusqlite::Result<Statement> {
    let key: i64 = row.get(0)?;
    let text = |at: usize| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
    Ok(Statement {
        id: row.get(1)?,
        form: Spelt::of(text(2)?),
        act: Act { kind: Spelt::of(text(3)?), negated: row.get(4)? },
        content: Words { text: row.get(5)?, spans: words::spans_of(text(6)?) },
        cue: optional_words(row, 7)?,
        source: optional_words(row, 9)?,
        speaker: Speaker {
            entity: row.get(11)?,
            name: row.get(12)?,
            kind: Spelt::of(text(13)?),
            role: row.get(14)?,
            anonymous: row.get(15)?,
            basis: row.get(16)?,
        },
        via: via(db, key)?,
        inside: row.get(17)?,
        when: when(row)?,
        place: phrase(row, 21)?,
        condition: phrase(row, 23)?,
        confidence: row.get::<_, f64>(25)? as f32,
    })
}

fn optional_words(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Words>> {
    let Some(text) = row.get::<_, Option<String>>(at)? else { return Ok(None) };
    let spans: Option<String> = row.get(at + 1)?;
    Ok(Some(Words { text, spans: words::spans_of(&spans.unwrap_or_default()) }))
}

fn phrase(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Phrase>> {
    let Some(text) = row.get::<_, Option<String>>(at)? else { return Ok(None) };
    let span: Option<String> = row.get(at + 1)?;
    Ok(Some(Phrase { text, span: words::span_of(&span.unwrap_or_default()) }))
}

fn when(row: &Row<'_>) -> rusqlite::Result<Option<When>> {
    let Some(text) = row.get::<_, Option<String>>(18)? else { return Ok(None) };
    let span: Option<String> = row.get(20)?;
    Ok(Some(When { text, date: row.get(19)?, span: words::span_of(&span.unwrap_or_default()) }))
}

fn via(db: &Connection, statement: i64) -> rusqlite::Result<Vec<Party>> {
    db.prepare_cached(
        "SELECT e.local_id, r.name FROM relays r LEFT JOIN entities e ON e.key = r.entity
         WHERE r.statement = ?1 ORDER BY r.position",
    )?
    .query_map([statement], |row| Ok(Party { entity: row.get(0)?, name: row.get(1)? }))?
    .collect()
}

fn labels(db: &Connection, document: i64) -> rusqlite::Result<Vec<Label>> {
    db.prepare_cached(
        "SELECT l.label, t.local_id, l.target_name, b.local_id, l.by_name, l.cue, l.quoted, l.\"start\", l.\"end\"
         FROM labels l LEFT JOIN entities t ON t.key = l.target_entity
         LEFT JOIN entities b ON b.key = l.by_entity WHERE l.document = ?1 ORDER BY l.key",
    )?
    .query_map([document], |row| {
        let by: Option<String> = row.get(4)?;
        let by_entity: Option<String> = row.get(3)?;
        Ok(Label {
            label: row.get(0)?,
            target: Party { entity: row.get(1)?, name: row.get(2)? },
            by: by.map(|name| Party { entity: by_entity, name }),
            cue: row.get(5)?,
            quoted: row.get(6)?,
            span: Span { start: row.get(7)?, end: row.get(8)? },
        })
    })?
    .collect()
}

fn entities(db: &Connection, document: i64) -> rusqlite::Result<Vec<Entity>> {
    let mut select = db.prepare_cached(
        "SELECT key, local_id, name, kind, roles FROM entities WHERE document = ?1 ORDER BY key",
    )?;
    let mut rows = select.query(params![document])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let roles: String = row.get(4)?;
        out.push(Entity {
            id: row.get(1)?,
            name: row.get(2)?,
            kind: Spelt::of(&row.get::<_, String>(3)?),
            roles: serde_json::from_str(&roles).unwrap_or_default(),
            mentions: mentions(db, row.get(0)?)?,
        });
    }
    Ok(out)
}

fn mentions(db: &Connection, entity: i64) -> rusqlite::Result<Vec<Mention>> {
    db.prepare_cached(
        "SELECT text, \"start\", \"end\", kind FROM mentions WHERE entity = ?1 ORDER BY position",
    )?
    .query_map([entity], |row| {
        Ok(Mention {
            text: row.get(0)?,
            span: Span { start: row.get(1)?, end: row.get(2)? },
            kind: Spelt::of(row.get_ref(3)?.as_str()?),
        })
    })?
    .collect()
}
