//! People: who is in the archive, and everything about one of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use onrecord_archive::{PersonEntry, Query, Tally, Who, WhoQuery};

use super::{Page, page};
use crate::api::parameters::{PeopleQuestion, PersonQuestion};
use crate::api::{Asked, Named};
use crate::app::App;
use crate::view;
use crate::view::chart::{Bar, YEAR_STEP, years};

/// How many people a list has.
const LISTED: u32 = 100;

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    here: &'static str,
    name: String,
    people: Vec<PersonEntry>,
    heard: Vec<Tally>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Person {
    here: &'static str,
    who: Who,
    years: Vec<Bar>,
    width: f64,
    next: Option<String>,
    /// Whether these are not the first of the statements.
    later: bool,
}

impl Person {
    /// The year that a statement opens, where the one before it is of another.
    fn opens(&self, index: &usize) -> Option<String> {
        let year = |at: usize| {
            let published = self.who.statements.items.get(at)?.published.as_deref();
            Some(published.and_then(|date| date.get(..4)).unwrap_or("Undated").to_owned())
        };
        let own = year(*index)?;
        let before = index.checked_sub(1).and_then(year);
        (before.as_ref() != Some(&own)).then_some(own)
    }
}

/// `GET /people`.
pub async fn list(State(app): State<Arc<App>>, Asked(asked): Asked<PeopleQuestion>) -> Page {
    let name = asked.name.trim().to_owned();
    let wanted = name.clone();
    let (people, heard) = app
        .store
        .ask(move |archive| {
            if !wanted.is_empty() {
                return Ok((archive.people(&wanted, LISTED)?, Vec::new()));
            }
            let latest = Query { limit: 1, facets: true, ..Query::default() };
            let facets = archive.search(&latest)?.facets.unwrap_or_default();
            Ok((Vec::new(), facets.speakers))
        })
        .await?;
    page(&People { here: "people", name, people, heard })
}

/// `GET /people/{person}`.
pub async fn show(
    State(app): State<Arc<App>>,
    Named(name): Named,
    Asked(asked): Asked<PersonQuestion>,
) -> Page {
    let later = asked.cursor.as_ref().is_some_and(|cursor| !cursor.is_empty());
    let query = WhoQuery { name, limit: asked.limit.map_or(0, |limit| limit.0), cursor: asked.cursor };
    let who = app.store.ask(move |archive| archive.who(&query)).await?;
    let next = who.statements.next.as_ref().map(|next| {
        let cursor = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        format!("/people/{}?cursor={cursor}", who.person.id)
    });
    let years = years(&who.years);
    page(&Person { here: "people", width: years.len() as f64 * YEAR_STEP, years, who, next, later })
}
