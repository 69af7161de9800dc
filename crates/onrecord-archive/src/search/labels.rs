//! Who calls whom what.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::pool::Cursor;
use super::{Dates, LabelHit, LabelQuery, Page, page_size};
use crate::people;

/// How many labelled people a filter takes in.
const LABELLED: usize = 500;
/// How many labels are counted.
const COUNTED: usize = 10_000;

/// Labels that fit, the latest first.
pub(crate) fn find(
    db: &Connection,
    query: &LabelQuery,
    dates: &Dates,
    cursor: Cursor,
) -> rusqlite::Result<Page<LabelHit>> {
    let mut narrowed = String::new();
    let mut values: Vec<Value> = Vec::new();
    for word in query.words.split_whitespace() {
        narrowed.push_str(" AND l.label LIKE ? ESCAPE '\\'");
        values.push(Value::from(containing(word)));
    }
    for (name, column) in [(&query.target, "t.person"), (&query.by, "b.person")] {
        if let Some(name) = name.as_deref().filter(|name| !name.trim().is_empty()) {
            let keys: Vec<String> = people::find(db, name)?.iter().map(i64::to_string).collect();
            narrowed.push_str(&format!(" AND {column} IN ({})", keys.join(",")));
        }
    }
    if let Some(outlet) = query.outlet.as_deref().filter(|name| !name.trim().is_empty()) {
        narrowed.push_str(" AND d.outlet = ? COLLATE NOCASE");
        values.push(Value::from(outlet.trim().to_owned()));
    }
    if !dates.is_open() {
        narrowed.push_str(" AND d.published >= ?");
        values.push(Value::from(if dates.since.is_empty() { "0".to_owned() } else { dates.since.clone() }));
    }
    if !dates.until.is_empty() {
        narrowed.push_str(" AND d.published <= ?");
        values.push(Value::from(dates.until.clone()));
    }
    let total: usize = db.query_row(
        &format!("SELECT count(*) FROM (SELECT 1 FROM {TABLES} WHERE 1 {narrowed} LIMIT {})", COUNTED + 1),
        params_from_iter(&values),
        |row| row.get(0),
    )?;
    let offset = if let Cursor::Offset(offset) = cursor { offset } else { 0 };
    let size = page_size(query.limit);
    let items = read(db, &format!("1 {narrowed}"), values, size, offset)?;
    let end = offset + items.len();
    Ok(Page {
        next: (end < total && items.len() == size).then_some(Cursor::Offset(end)).and_then(|c| c.write()),
        items,
        total: total.min(COUNTED) as u64,
        total_exact: total <= COUNTED,
        facets: None,
    })
}

/// Labels that a condition on `l` (labels), `t` (target), `b` (who labels) and `d` (document) lets
/// through, the latest first.
pub(crate) fn read(
    db: &Connection,
    condition: &str,
    values: Vec<Value>,
    limit: usize,
    offset: usize,
) -> rusqlite::Result<Vec<LabelHit>> {
    let sql = format!(
        "SELECT l.label, l.target_name, tp.id, l.by_name, bp.id, l.cue, l.quoted, d.id, d.url, d.outlet,
             d.published
         FROM {TABLES} LEFT JOIN people tp ON tp.key = t.person LEFT JOIN people bp ON bp.key = b.person
         WHERE {condition} ORDER BY d.published DESC, l.key DESC LIMIT {limit} OFFSET {offset}"
    );
    db.prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| {
            Ok(LabelHit {
                label: row.get(0)?,
                target: row.get(1)?,
                target_person: row.get(2)?,
                by: row.get(3)?,
                by_person: row.get(4)?,
                cue: row.get(5)?,
                quoted: row.get(6)?,
                document: row.get(7)?,
                url: row.get(8)?,
                outlet: row.get(9)?,
                published: row.get(10)?,
            })
        })?
        .collect()
}

/// People whom somebody calls so.
pub(crate) fn labelled(db: &Connection, label: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached(&format!(
        "SELECT DISTINCT e.person FROM labels l JOIN entities e ON e.key = l.target_entity
         WHERE l.label LIKE ?1 ESCAPE '\\' AND e.person IS NOT NULL LIMIT {LABELLED}"
    ))?
    .query_map([containing(label)], |row| row.get(0))?
    .collect()
}

const TABLES: &str = "labels l JOIN documents d ON d.key = l.document
    LEFT JOIN entities t ON t.key = l.target_entity LEFT JOIN entities b ON b.key = l.by_entity";

/// A pattern for what holds a text, in which no sign of the text has a meaning.
fn containing(text: &str) -> String {
    let mut out = "%".to_owned();
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}
