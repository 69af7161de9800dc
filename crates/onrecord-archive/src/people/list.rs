//! A newsroom's own list of people.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use onrecord::record::Kind;
use rusqlite::{Connection, Transaction, params};

use super::PeopleLoaded;
use super::identify::plain_role;
use super::names::Name;
use super::store::{self, Origin};
use crate::error::ArchiveError;
use crate::id;
use crate::words::Spelt;

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    name: String,
    aliases: Vec<String>,
    wikidata: Option<String>,
    role: String,
    since: String,
    until: String,
    kind: Kind,
}

/// How sure a name on the list is.
const LISTED: f64 = 0.99;

/// Reads a list as CSV.
pub(super) fn read(csv: impl Read) -> Result<Vec<Line>, ArchiveError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(csv);
    let wrong = |line: u64, reason: String| ArchiveError::PeopleList { line, reason };
    let head = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
    let columns: HashMap<String, usize> = head
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim_start_matches('\u{feff}').to_lowercase(), at))
        .collect();
    if !columns.contains_key("name") {
        return Err(wrong(1, "there is no column `name`; the first line must name the columns".to_owned()));
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| wrong(error.position().map_or(0, csv::Position::line), error.to_string()))?;
        let at = record.position().map_or(0, csv::Position::line);
        let cell =
            |column: &str| columns.get(column).and_then(|at| record.get(*at)).unwrap_or("").trim().to_owned();
        let date = |column: &str| -> Result<String, ArchiveError> {
            let date = cell(column);
            let read = crate::search::Dates::read(Some(&date), None);
            read.map(|_| date.clone()).map_err(|_| wrong(at, format!("`{date}` is no date like 2022-04-14")))
        };
        let kind = match cell("kind").as_str() {
            "" => Kind::Person,
            word => match Kind::ALL.iter().find(|(_, known)| *known == word) {
                Some((kind, _)) => *kind,
                None => return Err(wrong(at, format!("`{word}` is no kind; write person or organization"))),
            },
        };
        let name = cell("name");
        if Name::of_other(&name).words.is_empty() {
            return Err(wrong(at, "the name is empty".to_owned()));
        }
        let aliases = cell("aliases");
        let aliases = aliases.split([';', '|']).map(str::trim).filter(|alias| !alias.is_empty());
        out.push(Line {
            aliases: aliases.map(str::to_owned).collect(),
            wikidata: Some(cell("wikidata")).filter(|id| !id.is_empty()),
            role: cell("role"),
            since: date("from")?,
            until: date("until")?,
            name,
            kind,
        });
    }
    Ok(out)
}

/// Takes a list in, and gives its people what the archive's articles call by their names.
pub(super) fn load(db: &Transaction<'_>, lines: &[Line]) -> rusqlite::Result<PeopleLoaded> {
    let mut people = BTreeSet::new();
    let mut changed = 0;
    for line in lines {
        let name = name(&line.name, line.kind);
        let class = if line.kind == Kind::Person { "" } else { "other " };
        let id = id::person(&format!("{class}{}", name.key()));
        let person = store::person(db, &id, &line.name, line.kind.word())?;
        if people.insert(person) {
            // what an earlier list said of them goes
            db.execute("DELETE FROM people_names WHERE person = ?1 AND origin = 'list'", [person])?;
            db.execute("DELETE FROM people_roles WHERE person = ?1 AND since || until <> ''", [person])?;
        }
        db.execute(
            "UPDATE people SET name = ?2, listed = 1, wikidata = coalesce(?3, wikidata), kind = ?4 WHERE key = ?1",
            params![person, line.name, line.wikidata, line.kind.word()],
        )?;
        store::add_role(db, person, &plain_role(&line.role), &line.since, &line.until)?;
        store::add_name(db, person, &name, Origin::List)?;
        for alias in &line.aliases {
            store::add_name(db, person, &self::name(alias, line.kind), Origin::List)?;
        }
    }
    for person in &people {
        changed += claim(db, *person)?;
    }
    Ok(PeopleLoaded { people: people.len() as u64, changed })
}

/// Copies another archive's list.
pub(crate) fn copy(db: &Connection, from: &Connection) -> rusqlite::Result<()> {
    let mut select = from.prepare("SELECT key, id, name, kind, wikidata FROM people WHERE listed")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let theirs: i64 = row.get(0)?;
        let (id, name, kind): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let ours = store::person(db, &id, &name, &kind)?;
        db.execute(
            "UPDATE people SET listed = 1, wikidata = coalesce(wikidata, ?2) WHERE key = ?1",
            params![ours, row.get::<_, Option<String>>(4)?],
        )?;
        let names: Vec<String> = from
            .prepare_cached("SELECT name FROM people_names WHERE person = ?1 AND origin = 'list'")?
            .query_map([theirs], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for name in names {
            let words = name.split(' ').map(str::to_owned).collect();
            store::add_name(db, ours, &Name { words, ..Name::default() }, Origin::List)?;
        }
        let roles: Vec<(String, String, String)> = from
            .prepare_cached("SELECT role, since, until FROM people_roles WHERE person = ?1")?
            .query_map([theirs], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (role, since, until) in roles {
            store::add_role(db, ours, &role, &since, &until)?;
        }
        claim(db, ours)?;
    }
    Ok(())
}

/// Gives a listed person the entities that carry one of its listed names and that nobody pinned,
/// where no other person on the list has the name too.
fn claim(db: &Connection, person: i64) -> rusqlite::Result<u64> {
    let mut changed = 0;
    let names: Vec<String> = db
        .prepare_cached(
            "SELECT name FROM people_names n WHERE person = ?1 AND origin = 'list' AND NOT EXISTS
                 (SELECT 1 FROM people_names o WHERE o.name = n.name AND o.origin = 'list' AND o.person <> ?1)",
        )?
        .query_map([person], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for name in names {
        let entities: Vec<(i64, String, String, String)> = db
            .prepare_cached(
                "SELECT e.key, e.name, e.kind, d.id FROM people_names n JOIN entities e ON e.person = n.person
                 JOIN documents d ON d.key = e.document
                 WHERE n.name = ?1 AND n.person <> ?2",
            )?
            .query_map(params![name, person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut left = BTreeSet::new();
        for (entity, entity_name, kind, document) in entities {
            let pinned: bool = db
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM decisions WHERE kind = 'pin' AND name = ?1 AND document = ?2)",
                )?
                .query_row([&name, &document], |row| row.get(0))?;
            if self::name(&entity_name, Kind::of(&kind)).key() != name || pinned {
                continue;
            }
            let before: i64 = db
                .prepare_cached("SELECT person FROM entities WHERE key = ?1")?
                .query_row([entity], |row| row.get(0))?;
            left.insert(before);
            store::give(db, entity, person, LISTED)?;
            changed += 1;
        }
        store::drop_orphans(db, &left.into_iter().collect::<Vec<_>>())?;
    }
    Ok(changed)
}

fn name(name: &str, kind: Kind) -> Name {
    if matches!(kind, Kind::Person | Kind::Unknown) { Name::of_person(name) } else { Name::of_other(name) }
}
