//! The REST API under `/api/v1`: the same answers as the pages, as JSON.
//!
//! Each endpoint is described where it is written, and the OpenAPI document is made of these
//! descriptions; a test holds the answers to it.

mod archive;
mod batch;
pub mod openapi;
pub mod parameters;
mod read;
mod shapes;

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::de::DeserializeOwned;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::{Problem, Sort};

/// Endpoints whose answers depend on the address and the archive alone.
pub fn asked() -> Router<Arc<App>> {
    asked_endpoints().into()
}

/// Other endpoints.
pub fn plain() -> Router<Arc<App>> {
    Router::from(plain_endpoints())
        .route("/healthz", get(healthz))
        .route("/api/v1/openapi.json", get(openapi_document))
}

/// The endpoint that takes many articles at once.
pub fn batch() -> Router<Arc<App>> {
    batch_endpoints().into()
}

fn asked_endpoints() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(archive::search))
        .routes(routes!(archive::people))
        .routes(routes!(archive::person))
        .routes(routes!(archive::statement))
        .routes(routes!(archive::family))
        .routes(routes!(archive::trace))
        .routes(routes!(archive::labels))
        .routes(routes!(archive::document))
        .routes(routes!(archive::outlets))
        .routes(routes!(archive::counts))
}

fn plain_endpoints() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read::read))
}

fn batch_endpoints() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(batch::batch))
}

async fn healthz() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], r#"{"status":"ok"}"#).into_response()
}

async fn openapi_document(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], app.openapi.clone()).into_response()
}

/// Parameters of the query; what cannot be read is a [`Problem`].
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Asked(value)),
            Err(rejection) => Err(Sort::Question.with(rejection.body_text())),
        }
    }
}

/// A part of the path; what cannot be read names nothing.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) => Ok(Named(name)),
            Err(_) => Err(Sort::NotFound.with("There is nothing of this name: it is not UTF-8.")),
        }
    }
}

/// A body of JSON; what cannot be read is a [`Problem`].
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Sent(value)),
            Err(rejection) => {
                let sort = match rejection.status().as_u16() {
                    408 => Sort::SlowRequest,
                    413 => Sort::TooLarge,
                    415 => Sort::MediaType,
                    _ => Sort::Question,
                };
                Err(sort.with(rejection.body_text()))
            }
        }
    }
}
