//! A statement and its family: how others told it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use onrecord::record::Record;
use onrecord_archive::{Family, RunKind, StatementEntry, Telling, TraceQuery};

use super::{Page, page};
use crate::api::parameters::TraceQuestion;
use crate::api::{Asked, Named};
use crate::app::App;
use crate::view;
use crate::view::card::{Card, card};
use crate::view::drift::{self, Change, changes};

#[derive(Template)]
#[template(path = "statement.html")]
struct Statement {
    here: &'static str,
    entry: StatementEntry,
    card: Card,
    stops: Vec<String>,
    family: Family,
    changes: Vec<Change>,
}

impl Statement {
    fn is_asked(&self, telling: &Telling) -> bool {
        telling.entry.id == self.entry.id
    }
}

/// `GET /statements/{statement}`.
pub async fn show(State(app): State<Arc<App>>, Named(id): Named) -> Page {
    let (entry, record, family) = app
        .store
        .ask(move |archive| {
            let entry = archive.statement(&id)?;
            let record = archive.document(&entry.document)?.record;
            let family = archive.trace(&TraceQuery::Statement(entry.id.clone()))?;
            Ok((entry, record, family))
        })
        .await?;
    let outer = entry.statement.inside.as_deref().and_then(|id| place(&record, id));
    let mut card = card(&record, &entry.statement, outer);
    card.n = place(&record, &entry.statement.id).unwrap_or(1);
    page(&Statement {
        here: "",
        stops: view::chain(&entry.statement, entry.outlet.as_deref()),
        changes: changes(&family),
        card,
        entry,
        family,
    })
}

/// `GET /trace`: words lead to the statement that holds them best.
pub async fn trace(State(app): State<Arc<App>>, Asked(asked): Asked<TraceQuestion>) -> Page {
    let family = app.store.ask(move |archive| archive.trace(&TraceQuery::Words(asked.words))).await?;
    Ok(Redirect::to(&format!("/statements/{}", family.asked)).into_response())
}

/// Where a statement stands in its record, from 1.
fn place(record: &Record, id: &str) -> Option<usize> {
    record.statements.iter().position(|statement| statement.id == id).map(|at| at + 1)
}
