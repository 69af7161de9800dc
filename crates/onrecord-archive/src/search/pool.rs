//! Finding statements: which fit, in what order, and what they have in common.

use std::cmp::Reverse;
use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::phrases;
use super::{Dates, Facets, Order, Query, Tally, page_size};
use crate::error::ArchiveError;
use crate::people;
use crate::people::names::fold;
use crate::words::Spelt;

/// How many matches of words are put in order, the newest.
const POOL: usize = 1000;
/// How many statements are counted where there are no words.
const COUNTED: usize = 5000;
/// How many facets of one sort are told.
const FACETS: usize = 20;

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// At the beginning.
    #[default]
    Start,
    /// After so many.
    Offset(usize),
    /// After the one with this date and key.
    After(String, i64),
}

impl Cursor {
    /// Reads what an earlier page gave.
    pub(crate) fn read(cursor: Option<&str>) -> Result<Self, ArchiveError> {
        let Some(text) = cursor.filter(|text| !text.is_empty()) else { return Ok(Cursor::Start) };
        let read = || match text.split_once('~') {
            Some(("", offset)) => offset.parse().ok().map(Cursor::Offset),
            Some((key, date)) => key.parse().ok().map(|key| Cursor::After(date.to_owned(), key)),
            None => None,
        };
        read().ok_or_else(|| ArchiveError::Question {
            what: format!("cursor `{text}`"),
            reason: "take it as an earlier page gave it, with the same query".to_owned(),
        })
    }

    /// The cursor as text.
    pub(crate) fn write(&self) -> Option<String> {
        match self {
            Cursor::Start => None,
            Cursor::Offset(offset) => Some(format!("~{offset}")),
            Cursor::After(date, key) => Some(format!("{key}~{date}")),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Keys of the page's statements.
    pub page: Vec<i64>,
    /// Keys of all statements counted.
    pub counted: Vec<i64>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many fit.
    pub total: u64,
    /// Whether `total` is all.
    pub total_exact: bool,
    /// What was looked for, as an expression of the words index.
    pub expression: Option<String>,
}

/// What narrows a search besides words, looked up.
#[derive(Debug, Default)]
struct Filters {
    speakers: Option<Vec<i64>>,
    labelled: Option<Vec<i64>>,
    relayers: Option<Vec<i64>>,
    outlet: Option<i64>,
}

/// Looks for the statements of a page.
pub(crate) fn find(db: &Connection, query: &Query, dates: &Dates, cursor: Cursor) -> rusqlite::Result<Found> {
    let nothing = Found { total_exact: true, ..Found::default() };
    let Some(filters) = look_up(db, query)? else { return Ok(nothing) };
    let terms = phrases::terms(&query.words);
    if terms.is_empty() {
        if query.words.chars().any(|c| !c.is_whitespace()) {
            // signs alone are in no statement
            return Ok(nothing);
        }
        return by_date(db, query, dates, &filters, cursor);
    }
    by_words(db, query, dates, &filters, &terms, cursor)
}

/// Counts what the statements found have in common.
pub(crate) fn facets(db: &Connection, found: &Found) -> rusqlite::Result<Facets> {
    let mut select = db.prepare_cached(
        "SELECT person, outlet, form, anonymous, substr(published, 1, 4) FROM statements WHERE key = ?1",
    )?;
    let (mut people, mut outlets) = (HashMap::<i64, u64>::new(), HashMap::<i64, u64>::new());
    let (mut forms, mut years) = (HashMap::<String, u64>::new(), HashMap::<String, u64>::new());
    let mut sources = HashMap::<String, u64>::new();
    for key in &found.counted {
        select.query_row([key], |row| {
            if let Some(person) = row.get(0)? {
                *people.entry(person).or_default() += 1;
            }
            if let Some(outlet) = row.get(1)? {
                *outlets.entry(outlet).or_default() += 1;
            }
            *forms.entry(row.get(2)?).or_default() += 1;
            let source = if row.get(3)? { "anonymous" } else { "named" };
            *sources.entry(source.to_owned()).or_default() += 1;
            let year: String = row.get(4)?;
            if !year.is_empty() {
                *years.entry(year).or_default() += 1;
            }
            Ok(())
        })?;
    }
    let mut years = tallies(years);
    years.sort_by(|a, b| b.value.cmp(&a.value));
    Ok(Facets {
        speakers: people::tallies(db, most(people))?,
        outlets: outlet_tallies(db, most(outlets))?,
        forms: tallies(forms),
        sources: tallies(sources),
        years,
    })
}

/// Looks up the people and the outlet that a query names; `None` where one of them is not there.
fn look_up(db: &Connection, query: &Query) -> rusqlite::Result<Option<Filters>> {
    let mut filters = Filters::default();
    if let Some(name) = given(&query.speaker) {
        filters.speakers = Some(people::find(db, name)?);
    }
    if let Some(label) = given(&query.label) {
        filters.labelled = Some(super::labels::labelled(db, label)?);
    }
    if let Some(name) = given(&query.via) {
        filters.relayers = Some(people::find(db, name)?);
    }
    if let Some(name) = given(&query.outlet) {
        let outlet = db
            .prepare_cached("SELECT key FROM outlets WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if outlet.is_none() {
            return Ok(None);
        }
        filters.outlet = outlet;
    }
    let empty = |keys: &Option<Vec<i64>>| keys.as_ref().is_some_and(Vec::is_empty);
    if empty(&filters.speakers) || empty(&filters.labelled) || empty(&filters.relayers) {
        return Ok(None);
    }
    Ok(Some(filters))
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Statements that hold the words: the newest are taken from the index and put in order.
fn by_words(
    db: &Connection,
    query: &Query,
    dates: &Dates,
    filters: &Filters,
    terms: &[String],
    cursor: Cursor,
) -> rusqlite::Result<Found> {
    let mut all = vec![phrases::content_or_speaker(terms)];
    let person_marks =
        |keys: &[i64]| phrases::one_of(&keys.iter().map(|key| format!("p{key}")).collect::<Vec<_>>());
    all.extend(filters.speakers.as_deref().map(person_marks));
    all.extend(filters.labelled.as_deref().map(person_marks));
    all.extend(filters.outlet.map(|key| phrases::one_of(&[format!("o{key}")])));
    all.extend(query.form.map(|form| phrases::one_of(&[format!("f{}", form.word())])));
    all.extend(query.act.map(|act| phrases::one_of(&[format!("a{}", act.word())])));
    all.extend(query.anonymous.map(|is| phrases::one_of(&[format!("n{}", u8::from(is))])));
    let months = dates.marks();
    if !months.is_empty() {
        all.push(phrases::one_of(&months));
    }

    let mut sql = "SELECT s.key, s.content, s.published FROM statements_words w CROSS JOIN statements s
        ON s.key = w.rowid WHERE statements_words MATCH ?"
        .to_owned();
    let expression = phrases::all(all);
    let mut values = vec![Value::from(expression.clone())];
    narrow_by_dates(&mut sql, &mut values, dates);
    narrow_by_relay(&mut sql, filters);
    sql.push_str(&format!(" ORDER BY w.rowid DESC LIMIT {}", POOL + 1));

    let needles: Vec<Vec<String>> = terms.iter().map(|term| needles(term)).collect();
    let mut scored: Vec<(f32, String, i64)> = Vec::new();
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let content = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let score = if query.order == Order::Best { score(content, &needles) } else { 0.0 };
        scored.push((score, row.get(2)?, row.get(0)?));
    }
    let total_exact = scored.len() <= POOL;
    scored.truncate(POOL);
    match query.order {
        // of two that fit as well, the newer one
        Order::Best => scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&b.1, b.2).cmp(&(&a.1, a.2)))),
        Order::Newest => scored.sort_by(|a, b| (&b.1, b.2).cmp(&(&a.1, a.2))),
        Order::Oldest => scored.sort_by(|a, b| (a.1.is_empty(), &a.1, a.2).cmp(&(b.1.is_empty(), &b.1, b.2))),
    }
    let start = if let Cursor::Offset(offset) = cursor { offset.min(scored.len()) } else { 0 };
    let end = (start + page_size(query.limit)).min(scored.len());
    Ok(Found {
        page: scored[start..end].iter().map(|(_, _, key)| *key).collect(),
        next: (end < scored.len()).then_some(Cursor::Offset(end)).and_then(|cursor| cursor.write()),
        total: scored.len() as u64,
        counted: scored.into_iter().map(|(_, _, key)| key).collect(),
        total_exact,
        expression: Some(expression),
    })
}

/// Statements by date, without words.
fn by_date(
    db: &Connection,
    query: &Query,
    dates: &Dates,
    filters: &Filters,
    cursor: Cursor,
) -> rusqlite::Result<Found> {
    let mut narrowed = String::new();
    let mut values: Vec<Value> = Vec::new();
    narrow_by_dates(&mut narrowed, &mut values, dates);
    narrow_by_relay(&mut narrowed, filters);
    for keys in [&filters.speakers, &filters.labelled].into_iter().flatten() {
        narrowed.push_str(&format!(" AND s.person IN ({})", list(keys)));
    }
    for (column, value) in [
        ("s.outlet", filters.outlet.map(Value::from)),
        ("s.form", query.form.map(|form| Value::from(form.word().to_owned()))),
        ("s.act", query.act.map(|act| Value::from(act.word().to_owned()))),
        ("s.anonymous", query.anonymous.map(Value::from)),
    ] {
        if let Some(value) = value {
            narrowed.push_str(&format!(" AND {column} = ?"));
            values.push(value);
        }
    }
    let counted: Vec<i64> = db
        .prepare_cached(&format!("SELECT s.key FROM statements s WHERE 1 {narrowed} LIMIT {}", COUNTED + 1))?
        .query_map(params_from_iter(&values), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;

    let (direction, sign) = if query.order == Order::Oldest { ("ASC", ">") } else { ("DESC", "<") };
    if let Cursor::After(date, key) = cursor {
        narrowed.push_str(&format!(" AND (s.published, s.key) {sign} (?, ?)"));
        values.extend([Value::from(date), Value::from(key)]);
    }
    let size = page_size(query.limit);
    let sql = format!(
        "SELECT s.key, s.published FROM statements s WHERE 1 {narrowed}
         ORDER BY s.published {direction}, s.key {direction} LIMIT {}",
        size + 1
    );
    let mut rows: Vec<(i64, String)> = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&values), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).and_then(|(key, date)| Cursor::After(date.clone(), *key).write());
    Ok(Found {
        page: rows.into_iter().map(|(key, _)| key).collect(),
        next,
        total: counted.len().min(COUNTED) as u64,
        total_exact: counted.len() <= COUNTED,
        counted: counted.into_iter().take(COUNTED).collect(),
        expression: None,
    })
}

fn narrow_by_dates(sql: &mut String, values: &mut Vec<Value>, dates: &Dates) {
    if !dates.is_open() {
        // a date that is not known is not within any time
        sql.push_str(" AND s.published >= ?");
        let since = if dates.since.is_empty() { "0" } else { &dates.since };
        values.push(Value::from(since.to_owned()));
    }
    if !dates.until.is_empty() {
        sql.push_str(" AND s.published <= ?");
        values.push(Value::from(dates.until.clone()));
    }
}

fn narrow_by_relay(sql: &mut String, filters: &Filters) {
    if let Some(keys) = &filters.relayers {
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM relays r JOIN entities e ON e.key = r.entity
                 WHERE r.statement = s.key AND e.person IN ({}))",
            list(keys)
        ));
    }
}

fn list(keys: &[i64]) -> String {
    keys.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// The beginnings of a term's words, long enough to find its forms too.
fn needles(term: &str) -> Vec<String> {
    let stem = |word: &str| {
        let count = word.chars().count();
        let kept = if count > 5 { count - 2 } else { count };
        word.chars().take(kept).collect::<String>()
    };
    crate::people::names::split(term).iter().map(|word| stem(word)).collect()
}

/// How well a content fits: words that come often, early and close together in few other words.
fn score(content: &str, needles: &[Vec<String>]) -> f32 {
    let content = fold(content);
    let mut sum = 0.0;
    let (mut first, mut last) = (usize::MAX, 0);
    for term in needles {
        let mut count = 0;
        if let Some(word) = term.first() {
            for (at, _) in content.match_indices(word.as_str()) {
                if count == 0 {
                    (first, last) = (first.min(at), last.max(at));
                }
                count += 1;
            }
        }
        sum += count as f32 / (count as f32 + 1.0);
    }
    let apart = last.saturating_sub(first.min(last)) as f32;
    let close = if needles.len() > 1 { 1.0 / (1.0 + apart / 40.0) } else { 0.0 };
    (sum + close) / (1.0 + content.len() as f32 / 400.0)
}

/// The most frequent, at most [`FACETS`].
pub(crate) fn most<T: Ord + Copy>(counts: HashMap<T, u64>) -> Vec<(T, u64)> {
    let mut out: Vec<(T, u64)> = counts.into_iter().collect();
    out.sort_by_key(|(value, count)| (Reverse(*count), *value));
    out.truncate(FACETS);
    out
}

fn tallies(counts: HashMap<String, u64>) -> Vec<Tally> {
    let mut out: Vec<Tally> =
        counts.into_iter().map(|(value, count)| Tally { value, id: None, count }).collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    out
}

fn outlet_tallies(db: &Connection, counts: Vec<(i64, u64)>) -> rusqlite::Result<Vec<Tally>> {
    let mut select = db.prepare_cached("SELECT name FROM outlets WHERE key = ?1")?;
    counts
        .into_iter()
        .map(|(key, count)| Ok(Tally { value: select.query_row([key], |row| row.get(0))?, id: None, count }))
        .collect()
}
