//! Questions to the archive.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use onrecord_archive::{Archive, TraceQuery, WhoQuery};

use super::parameters::{LabelQuestion, PeopleQuestion, PersonQuestion, SearchQuestion, TraceQuestion};
use super::{Asked, Named};
use crate::app::App;
use crate::problem::Problem;

type Answer = Result<Response, Problem>;

/// Find statements
///
/// Statements that fit, with the words that fit set apart, and what they have in common where asked.
#[utoipa::path(get, path = "/api/v1/search", tag = "archive", params(SearchQuestion), responses(
    (status = 200, description = "One page of statements", body = ref("#/components/schemas/SearchPage")),
))]
pub async fn search(State(app): State<Arc<App>>, Asked(asked): Asked<SearchQuestion>) -> Answer {
    let page = app.store.ask(move |archive| archive.search(&asked.into())).await?;
    Ok(Json(page).into_response())
}

/// Find people
///
/// People and bodies whose name, alias or id this is, those with most statements first.
#[utoipa::path(get, path = "/api/v1/people", tag = "archive", params(PeopleQuestion), responses(
    (status = 200, description = "People", body = ref("#/components/schemas/People")),
))]
pub async fn people(State(app): State<Arc<App>>, Asked(asked): Asked<PeopleQuestion>) -> Answer {
    let limit = asked.limit.map_or(20, |limit| limit.0);
    let people = app.store.ask(move |archive| archive.people(&asked.name, limit)).await?;
    Ok(Json(serde_json::json!({ "people": people })).into_response())
}

/// A person
///
/// What somebody said, what they are called and by whom, who relays them.
#[utoipa::path(get, path = "/api/v1/people/{person}", tag = "archive",
    params(("person" = String, Path, description = "A person's id, a name, or part of one", example = "Arlo"), PersonQuestion),
    responses(
        (status = 200, description = "Everything about the person", body = ref("#/components/schemas/Who")),
        (status = 404, description = "Nobody has the name", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ))]
pub async fn person(
    State(app): State<Arc<App>>,
    Named(name): Named,
    Asked(asked): Asked<PersonQuestion>,
) -> Answer {
    let query = WhoQuery { name, limit: asked.limit.map_or(0, |limit| limit.0), cursor: asked.cursor };
    let who = app.store.ask(move |archive| archive.who(&query)).await?;
    Ok(Json(who).into_response())
}

/// A statement
#[utoipa::path(get, path = "/api/v1/statements/{statement}", tag = "archive",
    params(("statement" = String, Path, description = "The archive's id of a statement")),
    responses(
        (status = 200, description = "The statement and where it stands", body = ref("#/components/schemas/StatementEntry")),
        (status = 404, description = "No statement has the id", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ))]
pub async fn statement(State(app): State<Arc<App>>, Named(id): Named) -> Answer {
    let entry = app.store.ask(move |archive| archive.statement(&id)).await?;
    Ok(Json(entry).into_response())
}

/// A statement's family
///
/// Every telling of the same utterance, the earliest first, and what each did to the words.
#[utoipa::path(get, path = "/api/v1/statements/{statement}/family", tag = "archive",
    params(("statement" = String, Path, description = "The archive's id of a statement")),
    responses(
        (status = 200, description = "The family", body = ref("#/components/schemas/Family")),
        (status = 404, description = "No statement has the id", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ))]
pub async fn family(State(app): State<Arc<App>>, Named(id): Named) -> Answer {
    let family = app.store.ask(move |archive| archive.trace(&TraceQuery::Statement(id))).await?;
    Ok(Json(family).into_response())
}

/// Trace words
///
/// The family of the statement that holds the words best.
#[utoipa::path(get, path = "/api/v1/trace", tag = "archive", params(TraceQuestion), responses(
    (status = 200, description = "The family", body = ref("#/components/schemas/Family")),
    (status = 404, description = "No statement holds the words", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
))]
pub async fn trace(State(app): State<Arc<App>>, Asked(asked): Asked<TraceQuestion>) -> Answer {
    let family = app.store.ask(move |archive| archive.trace(&TraceQuery::Words(asked.words))).await?;
    Ok(Json(family).into_response())
}

/// Find labels
///
/// Who calls whom what.
#[utoipa::path(get, path = "/api/v1/labels", tag = "archive", params(LabelQuestion), responses(
    (status = 200, description = "One page of labels", body = ref("#/components/schemas/LabelPage")),
))]
pub async fn labels(State(app): State<Arc<App>>, Asked(asked): Asked<LabelQuestion>) -> Answer {
    let page = app.store.ask(move |archive| archive.labels(&asked.into())).await?;
    Ok(Json(page).into_response())
}

/// A document
///
/// An article with its record and its earlier versions.
#[utoipa::path(get, path = "/api/v1/documents/{document}", tag = "archive",
    params(("document" = String, Path, description = "The archive's id of a document, its address (escaped), or the id it came with")),
    responses(
        (status = 200, description = "The document", body = ref("#/components/schemas/DocumentEntry")),
        (status = 404, description = "No document has the id", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ))]
pub async fn document(State(app): State<Arc<App>>, Named(id): Named) -> Answer {
    let document = app.store.ask(move |archive| archive.document(&id)).await?;
    Ok(Json(document).into_response())
}

/// Compare outlets
///
/// How each outlet sources its statements, the one with most statements first.
#[utoipa::path(get, path = "/api/v1/outlets", tag = "archive", responses(
    (status = 200, description = "Outlets", body = ref("#/components/schemas/Outlets")),
))]
pub async fn outlets(State(app): State<Arc<App>>) -> Answer {
    let outlets = app.store.ask(Archive::outlets).await?;
    Ok(Json(serde_json::json!({ "outlets": outlets })).into_response())
}

/// Count
///
/// How much the archive holds.
#[utoipa::path(get, path = "/api/v1/counts", tag = "archive", responses(
    (status = 200, description = "Counts", body = ref("#/components/schemas/Counts")),
))]
pub async fn counts(State(app): State<Arc<App>>) -> Answer {
    let counts = app.store.ask(Archive::counts).await?;
    Ok(Json(counts).into_response())
}
