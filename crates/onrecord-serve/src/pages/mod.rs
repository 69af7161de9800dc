//! The pages: rendered here, read by people, usable without script.

mod assets;
mod download;
mod outlets;
mod people;
mod read;
mod reference;
mod search;
mod statement;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::app::App;
use crate::problem::Problem;

type Page = Result<Response, Problem>;

/// Pages that depend on the address and the archive alone.
pub fn asked() -> Router<Arc<App>> {
    Router::new()
        .route("/search", get(search::show))
        .route("/people", get(people::list))
        .route("/people/{person}", get(people::show))
        .route("/statements/{statement}", get(statement::show))
        .route("/trace", get(statement::trace))
        .route("/documents/{document}", get(read::document))
        .route("/documents/{document}/record.{form}", get(download::document))
        .route("/outlets", get(outlets::show))
        .route("/outlets.csv", get(outlets::csv))
        .route("/api", get(reference::show))
}

/// Other pages, and what they are made of.
pub fn plain() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(read::start))
        .route("/read", post(read::read))
        .route("/readings/{reading}", get(read::reading))
        .route("/readings/{reading}/keep", post(read::keep))
        .route("/readings/{reading}/record.{form}", get(download::reading))
        .route("/static/{name}", get(assets::show))
        .route("/favicon.ico", get(assets::icon))
}

/// A template as a page.
fn page(template: &impl Template) -> Page {
    Ok(Html(template.render().map_err(Problem::internal)?).into_response())
}
