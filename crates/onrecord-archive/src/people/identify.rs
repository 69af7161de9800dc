//! Who the people of one article are, over all articles.
//!
//! In this order: what was decided by hand, what a newsroom's list says, a full name, a name that
//! another article's evidence completes, a role that one person alone has. A family name by itself
//! never joins two articles.

use std::collections::BTreeSet;

use onrecord::record::{Entity, Kind, MentionKind};
use rusqlite::{Connection, OptionalExtension, params};

use super::names::{self, Name};
use super::store::{self, Origin};
use crate::families::is_function_word;
use crate::id;
use crate::words::Spelt;

/// How sure the joining is, by its evidence.
mod confidence {
    pub const HAND: f64 = 1.0;
    pub const LIST: f64 = 0.99;
    pub const FULL_NAME_AND_ROLE: f64 = 0.98;
    pub const FULL_NAME: f64 = 0.93;
    pub const MIDDLE_NAME: f64 = 0.88;
    pub const SAME_UTTERANCE: f64 = 0.9;
    pub const NAME_AND_ROLE: f64 = 0.8;
    pub const NAME_AND_COMPANY: f64 = 0.75;
    pub const ROLE: f64 = 0.6;
    /// An identity that rests on one article.
    pub const ALONE: f64 = 1.0;
}

/// How many people of one last name are looked at.
const NAMESAKES: i64 = 50;
/// How many days apart two articles on one event may be.
const EVENT_DAYS: i64 = 3;
/// How many other people two articles on one event have in common.
const COMPANY: i64 = 2;

/// What the evidence is looked for in: an entity whose name does not say who it is.
struct Unsettled {
    name: Name,
    document: i64,
    published: String,
    roles: BTreeSet<String>,
    gender: Option<String>,
}

/// Gives each entity of a document to a person, as far as the evidence goes.
pub(crate) fn identify(
    db: &Connection,
    document: &str,
    published: Option<&str>,
    entities: &[(i64, &Entity)],
) -> rusqlite::Result<()> {
    let (mut full, mut later) = (Vec::new(), Vec::new());
    for (key, entity) in entities {
        if !is_named(entity) {
            later.push((*key, *entity));
            continue;
        }
        let name = name_of(entity);
        if name.words.is_empty() {
            continue;
        }
        let settled = match decided(db, document, &name)? {
            Some(person) => Some((person, confidence::HAND)),
            None => by_name(db, entity, &name, published.unwrap_or(""))?,
        };
        match settled {
            Some((person, confidence)) => {
                settle(db, *key, entity, person, confidence)?;
                if is_human(entity.kind) && !name.is_bare() {
                    full.push((person, name));
                }
            }
            None => later.push((*key, *entity)),
        }
    }
    // once everybody's company is known
    for (person, name) in full {
        adopt(db, person, &name)?;
    }
    for (key, entity) in later {
        if is_named(entity) {
            by_evidence(db, document, key, entity)?;
        } else if let Some(person) = by_role(db, &entity.roles, &entity.name, published.unwrap_or(""))? {
            store::give(db, key, person, confidence::ROLE)?;
        }
    }
    Ok(())
}

/// Joins people whom a shared utterance shows to be one: `Tolliver` here and `Ada Tolliver` there
/// said the same words.
pub(crate) fn identify_by_families(db: &Connection, document: i64) -> rusqlite::Result<()> {
    let pairs: BTreeSet<(i64, i64)> = db
        .prepare_cached(
            "SELECT DISTINCT mine.person, other.person FROM statements mine
             JOIN links l ON l.statement = mine.key JOIN statements other ON other.key = l.other
             WHERE mine.document = ?1 AND mine.person <> other.person",
        )?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut gone = BTreeSet::new();
    for (a, b) in pairs {
        for (bare, fuller) in [(a, b), (b, a)] {
            if !gone.contains(&bare) && !gone.contains(&fuller) && completes(db, bare, fuller)? {
                store::absorb(db, bare, fuller, confidence::SAME_UTTERANCE)?;
                gone.insert(bare);
            }
        }
    }
    Ok(())
}

/// `female` or `male`, where the pronouns and titles of an entity's mentions tell and agree.
pub(crate) fn gender(entity: &Entity) -> Option<&'static str> {
    if !matches!(entity.kind, Kind::Person | Kind::Unknown) {
        return None;
    }
    let mut told = BTreeSet::new();
    for mention in &entity.mentions {
        let first = names::fold(mention.text.split_whitespace().next().unwrap_or(""));
        let first = first.trim_end_matches('.');
        let said = match (mention.kind, first) {
            (MentionKind::Pronoun, "she" | "her" | "hers" | "herself") => "female",
            (MentionKind::Pronoun, "he" | "him" | "his" | "himself") => "male",
            (MentionKind::Name | MentionKind::Nominal, "mrs" | "ms" | "miss" | "dame" | "lady") => "female",
            (MentionKind::Name | MentionKind::Nominal, "mr" | "sir" | "lord") => "male",
            _ => continue,
        };
        told.insert(said);
    }
    if told.len() == 1 { told.first().copied() } else { None }
}

/// What was decided by hand for a name in a document.
fn decided(db: &Connection, document: &str, name: &Name) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached(
        "SELECT p.key FROM decisions d JOIN people p ON p.id = d.person
         WHERE d.kind = 'pin' AND d.name = ?1 AND d.document = ?2",
    )?
    .query_row(params![name.key(), document], |row| row.get(0))
    .optional()
}

/// Whom a list or the name itself points to; a full name that is new makes a new person.
fn by_name(
    db: &Connection,
    entity: &Entity,
    name: &Name,
    published: &str,
) -> rusqlite::Result<Option<(i64, f64)>> {
    let listed = having(db, name, &[Origin::List], entity.kind)?;
    match listed.as_slice() {
        [] => {}
        [person] => return Ok(Some((*person, confidence::LIST))),
        several => {
            let with_role = by_role(db, &entity.roles, &entity.name, published)?;
            if let Some(person) = with_role.filter(|person| several.contains(person)) {
                return Ok(Some((person, confidence::LIST)));
            }
        }
    }
    if is_human(entity.kind) && name.is_bare() && entity.kind != Kind::Unknown {
        return Ok(None);
    }
    let known = having(db, name, &[Origin::Hand, Origin::Text], entity.kind)?;
    if let [person] = known.as_slice() {
        let shared = shares_role(db, *person, &role_words(&entity.roles, &name.titles))?;
        let confidence = if shared { confidence::FULL_NAME_AND_ROLE } else { confidence::FULL_NAME };
        return Ok(Some((*person, confidence)));
    }
    if is_human(entity.kind)
        && known.is_empty()
        && let Some(person) = by_middle_name(db, name)?
    {
        return Ok(Some((person, confidence::MIDDLE_NAME)));
    }
    let class = if is_human(entity.kind) { "" } else { "other " };
    let id = id::person(&format!("{class}{}", name.key()));
    let person = store::person(db, &id, &entity.name, entity.kind.word())?;
    Ok(Some((person, confidence::ALONE)))
}

/// The people who have a name in the given ways, of the entity's sort.
fn having(db: &Connection, name: &Name, origins: &[Origin], kind: Kind) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare_cached(
        "SELECT n.person, n.origin, p.kind FROM people_names n JOIN people p ON p.key = n.person WHERE n.name = ?1",
    )?;
    let mut rows = select.query([name.key()])?;
    let mut out = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let origin: String = row.get(1)?;
        let other = Kind::of(row.get_ref(2)?.as_str()?);
        let sort_fits = kind == Kind::Unknown || other == Kind::Unknown || is_human(kind) == is_human(other);
        if sort_fits && origins.iter().any(|one| one.word() == origin) {
            out.insert(row.get(0)?);
        }
    }
    Ok(out.into_iter().collect())
}

/// The one person whose every full name differs from this one by middle names alone.
fn by_middle_name(db: &Connection, name: &Name) -> rusqlite::Result<Option<i64>> {
    let mut fitting = Vec::new();
    for (person, full_names) in namesakes(db, name.last())? {
        if !full_names.is_empty() && full_names.iter().all(|full| full.may_equal(name)) {
            fitting.push(person);
        }
    }
    Ok(if let [only] = fitting.as_slice() { Some(*only) } else { None })
}

/// People whose full names end in a word.
fn namesakes(db: &Connection, last: &str) -> rusqlite::Result<Vec<(i64, Vec<Name>)>> {
    let found: Vec<(i64, String)> = db
        .prepare_cached(
            "SELECT n.person, n.name FROM people_names n JOIN people p ON p.key = n.person
             WHERE n.last = ?1 AND n.origin <> 'bare' AND p.kind IN ('person', 'unknown')
             ORDER BY n.person LIMIT ?2",
        )?
        .query_map(params![last, NAMESAKES], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut out: Vec<(i64, Vec<Name>)> = Vec::new();
    for (person, name) in found {
        let name = Name::of_person(&name);
        match out.last_mut() {
            Some((last, names)) if *last == person => names.push(name),
            _ => out.push((person, vec![name])),
        }
    }
    for (_, names) in &mut out {
        names.retain(|name| !name.is_bare());
    }
    Ok(out)
}

/// Writes down that an entity is a person, with the names and roles it adds.
fn settle(db: &Connection, key: i64, entity: &Entity, person: i64, confidence: f64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE entities SET person = ?2, confidence = ?3 WHERE key = ?1")?
        .execute(params![key, person, confidence])?;
    let name = name_of(entity);
    let says_who = !is_human(entity.kind) || !name.is_bare() || entity.kind == Kind::Unknown;
    if confidence != confidence::HAND || says_who_alone(db, person)? {
        store::add_name(db, person, &name, if says_who { Origin::Text } else { Origin::Bare })?;
    }
    for role in &entity.roles {
        store::add_role(db, person, &plain_role(role), "", "")?;
    }
    if let Some(title) = title_role(&name) {
        store::add_role(db, person, &title, "", "")?;
    }
    lengthen_name(db, person, entity)
}

/// Whether nothing else gives a person its names: a person made for one article alone.
fn says_who_alone(db: &Connection, person: i64) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT NOT EXISTS (SELECT 1 FROM decisions WHERE person = (SELECT id FROM people WHERE key = ?1))",
    )?
    .query_row([person], |row| row.get(0))
}

/// Keeps the fullest name as the person's own, unless a list gave it.
fn lengthen_name(db: &Connection, person: i64, entity: &Entity) -> rusqlite::Result<()> {
    let known: (String, bool) = db
        .prepare_cached("SELECT name, listed FROM people WHERE key = ?1")?
        .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let words = |name: &str| Name::of_person(name).words.len();
    if !known.1 && words(&entity.name) > words(&known.0) {
        db.prepare_cached("UPDATE people SET name = ?2 WHERE key = ?1")?
            .execute(params![person, entity.name])?;
    }
    Ok(())
}

/// Gives a person the unsettled namesakes of earlier articles that the evidence says are the same.
fn adopt(db: &Connection, person: i64, name: &Name) -> rusqlite::Result<()> {
    let bare: Vec<i64> = db
        .prepare_cached(
            "SELECT n.person FROM people_names n JOIN people p ON p.key = n.person
             WHERE n.last = ?1 AND n.origin = 'bare' AND NOT p.listed AND n.person <> ?2
             ORDER BY n.person DESC LIMIT ?3",
        )?
        .query_map(params![name.last(), person, NAMESAKES], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for other in bare {
        let Some(unsettled) = unsettled(db, other)? else { continue };
        if let Some((found, confidence)) = by_namesakes(db, &unsettled)?
            && found == person
        {
            store::absorb(db, other, person, confidence)?;
        }
    }
    Ok(())
}

/// Settles a name that does not say who it is: by evidence, else as somebody of this article alone.
fn by_evidence(db: &Connection, document: &str, key: i64, entity: &Entity) -> rusqlite::Result<()> {
    let name = name_of(entity);
    let (document_key, published): (i64, Option<String>) = db
        .prepare_cached("SELECT d.key, d.published FROM documents d JOIN entities e ON e.document = d.key WHERE e.key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let unsettled = Unsettled {
        document: document_key,
        published: published.unwrap_or_default(),
        roles: role_words(&entity.roles, &name.titles),
        gender: gender(entity).map(str::to_owned),
        name,
    };
    if let Some((person, confidence)) = by_namesakes(db, &unsettled)? {
        return settle(db, key, entity, person, confidence);
    }
    let id = id::person_of(document, &unsettled.name.key());
    let person = store::person(db, &id, &entity.name, entity.kind.word())?;
    settle(db, key, entity, person, confidence::ALONE)
}

/// The one person whose full name the unsettled one ends, and for whom something else speaks.
fn by_namesakes(db: &Connection, unsettled: &Unsettled) -> rusqlite::Result<Option<(i64, f64)>> {
    let mut fitting = Vec::new();
    for (person, full_names) in namesakes(db, unsettled.name.last())? {
        if !full_names.iter().any(|full| unsettled.name.ends(full)) || other_gender(db, person, unsettled)? {
            continue;
        }
        if shares_role(db, person, &unsettled.roles)? {
            fitting.push((person, confidence::NAME_AND_ROLE));
        } else if company(db, person, unsettled)? >= COMPANY {
            fitting.push((person, confidence::NAME_AND_COMPANY));
        }
    }
    Ok(if let [only] = fitting.as_slice() { Some(*only) } else { None })
}

/// A person who stands for one article alone, as the evidence sees it.
fn unsettled(db: &Connection, person: i64) -> rusqlite::Result<Option<Unsettled>> {
    let found: Option<(i64, String, String, Option<String>, Option<String>)> = db
        .prepare_cached(
            "SELECT e.document, e.name, e.roles, e.gender, d.published FROM entities e
             JOIN documents d ON d.key = e.document WHERE e.person = ?1",
        )?
        .query_row([person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .optional()?;
    Ok(found.map(|(document, name, roles, gender, published)| {
        let name = Name::of_person(&name);
        let roles: Vec<String> = serde_json::from_str(&roles).unwrap_or_default();
        Unsettled {
            roles: role_words(&roles, &name.titles),
            published: published.unwrap_or_default(),
            name,
            document,
            gender,
        }
    }))
}

fn other_gender(db: &Connection, person: i64, unsettled: &Unsettled) -> rusqlite::Result<bool> {
    let Some(gender) = &unsettled.gender else { return Ok(false) };
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM entities WHERE person = ?1 AND gender IS NOT NULL AND gender <> ?2)",
    )?
    .query_row(params![person, gender], |row| row.get(0))
}

/// Whether a person is known for one of the words of a role.
fn shares_role(db: &Connection, person: i64, words: &BTreeSet<String>) -> rusqlite::Result<bool> {
    if words.is_empty() {
        return Ok(false);
    }
    let known: Vec<String> = db
        .prepare_cached("SELECT role FROM people_roles WHERE person = ?1 LIMIT 60")?
        .query_map([person], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(known.iter().flat_map(|role| names::split(role)).any(|word| words.contains(&word)))
}

/// How many people of the unsettled one's article also stand with this person in an article of the
/// same days.
fn company(db: &Connection, person: i64, unsettled: &Unsettled) -> rusqlite::Result<i64> {
    let Some(day) = crate::families::day(&unsettled.published) else { return Ok(0) };
    db.prepare_cached(
        "SELECT count(DISTINCT o.person) FROM
             (SELECT document FROM entities WHERE person = ?1 ORDER BY document DESC LIMIT 100) c
             JOIN documents d ON d.key = c.document JOIN entities o ON o.document = c.document
         WHERE abs(julianday(substr(d.published, 1, 10)) - 2440587.5 - ?2) <= ?3 AND o.person <> ?1
             AND o.person IN (SELECT e.person FROM entities e JOIN people p ON p.key = e.person
                 WHERE e.document = ?4 AND p.kind = 'person')",
    )?
    .query_row(params![person, day, EVENT_DAYS, unsettled.document], |row| row.get(0))
}

/// The one person who had a role at the time, where the role says who it is.
fn by_role(
    db: &Connection,
    roles: &[String],
    description: &str,
    published: &str,
) -> rusqlite::Result<Option<i64>> {
    let mut found = BTreeSet::new();
    let mut select = db.prepare_cached(
        "SELECT person FROM people_roles WHERE role = ?1
             AND (since = '' OR since <= ?2) AND (until = '' OR until >= ?2)",
    )?;
    let description = description.to_owned();
    for role in roles.iter().chain([&description]).filter(|role| tells_who(role)) {
        let people = select
            .query_map([plain_role(role), published.get(..10).unwrap_or(published).to_owned()], |row| {
                row.get(0)
            })?;
        for person in people {
            found.insert(person?);
        }
    }
    Ok(if found.len() == 1 { found.first().copied() } else { None })
}

/// Whether a person known by a family name alone is completed by another's full name.
fn completes(db: &Connection, bare: i64, fuller: i64) -> rusqlite::Result<bool> {
    let Some(unsettled) = unsettled(db, bare)? else { return Ok(false) };
    let only_bare: bool = db
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM people_names WHERE person = ?1 AND origin <> 'bare')
                 AND EXISTS (SELECT 1 FROM people WHERE key = ?1 AND NOT listed)",
        )?
        .query_row([bare], |row| row.get(0))?;
    if !only_bare || other_gender(db, fuller, &unsettled)? {
        return Ok(false);
    }
    let people = namesakes(db, unsettled.name.last())?;
    let full_names = people.into_iter().find(|(person, _)| *person == fuller).map(|(_, names)| names);
    Ok(full_names.is_some_and(|names| names.iter().any(|full| unsettled.name.ends(full))))
}

/// Whether a role says who has it: it has a name in it (`the Ruritanian prime minister`).
fn tells_who(role: &str) -> bool {
    let words: Vec<&str> = role.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    names::split(&plain_role(role)).len() >= 2 && capitals > 0 && !matches!(words[0], "a" | "an" | "A" | "An")
}

/// A role in one spelling: lower case, without its article.
pub(super) fn plain_role(role: &str) -> String {
    let mut words = names::split(role);
    if words.len() > 1 && matches!(words[0].as_str(), "the" | "a" | "an") {
        words.remove(0);
    }
    words.join(" ")
}

/// The words of roles and titles that say something of who has them.
fn role_words(roles: &[String], titles: &[String]) -> BTreeSet<String> {
    let courtesy = ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "former", "then"];
    roles
        .iter()
        .flat_map(|role| names::split(role))
        .chain(titles.iter().cloned())
        .filter(|word| word.len() > 2 && !is_function_word(word) && !courtesy.contains(&word.as_str()))
        .collect()
}

/// The titles before a name as one role.
fn title_role(name: &Name) -> Option<String> {
    let words = role_words(&[], &name.titles);
    (!words.is_empty()).then(|| name.titles.join(" "))
}

fn is_human(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Unknown)
}

fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
        || (entity.mentions.is_empty() && names::is_name(&entity.name))
}

pub(super) fn name_of(entity: &Entity) -> Name {
    if is_human(entity.kind) { Name::of_person(&entity.name) } else { Name::of_other(&entity.name) }
}
