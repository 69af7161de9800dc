//! What can go wrong with a request, as a client is told it: RFC 9457 problem details for programs,
//! a page for people.
//!
//! A handler returns a [`Problem`]; which of the two forms it takes is decided in one place,
//! [`render`], which also turns the refusals of the libraries beneath into problems.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use onrecord_archive::ArchiveError;
use onrecord_read::{Cause, ReadError};
use schemars::JsonSchema;
use serde::Serialize;

/// What is wrong with a request, after RFC 9457.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Names the sort of problem; leads to its description.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort of problem, for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request, and what to do.
    pub detail: String,
}

/// The sorts of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A parameter or body that cannot be read.
    Question,
    /// No token, or the wrong one.
    Token,
    /// A request that a page of another site made.
    OtherSite,
    /// No such page, document, statement or person.
    NotFound,
    /// The address exists and does something else.
    Method,
    /// A name that fits several people.
    Ambiguous,
    /// More bytes than are taken.
    TooLarge,
    /// Bytes of a kind that is not read.
    MediaType,
    /// A host name that this server does not have.
    Host,
    /// An article that yields no text, or an address that yields no article.
    Unreadable,
    /// The client took too long to send its request.
    SlowRequest,
    /// A fault of this server.
    Internal,
    /// Too much at once.
    Busy,
    /// It took too long.
    Time,
    /// The archive has no room left.
    Full,
}

impl Sort {
    /// All sorts.
    pub const ALL: [Sort; 15] = [
        Sort::Question,
        Sort::Token,
        Sort::OtherSite,
        Sort::NotFound,
        Sort::Method,
        Sort::Ambiguous,
        Sort::TooLarge,
        Sort::MediaType,
        Sort::Host,
        Sort::Unreadable,
        Sort::SlowRequest,
        Sort::Internal,
        Sort::Busy,
        Sort::Time,
        Sort::Full,
    ];

    /// Status, name and title.
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Sort::Question => (StatusCode::BAD_REQUEST, "question", "The request cannot be understood"),
            Sort::Token => (StatusCode::UNAUTHORIZED, "token", "A token is needed"),
            Sort::OtherSite => (StatusCode::FORBIDDEN, "other-site", "The request came from another site"),
            Sort::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Sort::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "This address does something else"),
            Sort::Ambiguous => (StatusCode::CONFLICT, "ambiguous", "The name fits several people"),
            Sort::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "This is more than is taken"),
            Sort::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "This kind is not read"),
            Sort::Host => (StatusCode::MISDIRECTED_REQUEST, "host", "This server has another name"),
            Sort::Unreadable => (StatusCode::UNPROCESSABLE_ENTITY, "unreadable", "No article could be read"),
            Sort::SlowRequest => (StatusCode::REQUEST_TIMEOUT, "slow-request", "The request came too slowly"),
            Sort::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed"),
            Sort::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much at once"),
            Sort::Time => (StatusCode::GATEWAY_TIMEOUT, "time", "It took too long"),
            Sort::Full => (StatusCode::INSUFFICIENT_STORAGE, "full", "The archive has no room left"),
        }
    }

    /// The name that stands in the problem's `type`.
    pub fn name(self) -> &'static str {
        self.parts().1
    }

    /// The title, for people.
    pub fn title(self) -> &'static str {
        self.parts().2
    }

    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        self.parts().0
    }

    /// The sort that a bare status stands for.
    fn of_status(status: StatusCode) -> Self {
        let same = Sort::ALL.into_iter().find(|sort| sort.status() == status);
        same.unwrap_or(if status.is_server_error() { Sort::Internal } else { Sort::Question })
    }

    /// A problem of this sort.
    pub fn with(self, detail: impl Into<String>) -> Problem {
        let (status, name, title) = self.parts();
        Problem {
            kind: format!("/api#problem-{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
        }
    }
}

impl Problem {
    /// A fault of our own. The client is told that there is one; what it is goes to the log.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        eprintln!("onrecord: {what}");
        Sort::Internal.with("The fault is on this side and is in the server's log. Nothing was changed.")
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        // rendered by the middleware, which knows who asks
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::NotFound { .. } => Sort::NotFound.with(error.to_string()),
            ArchiveError::Ambiguous { .. } => Sort::Ambiguous.with(error.to_string()),
            ArchiveError::Question { .. } => Sort::Question.with(error.to_string()),
            ArchiveError::Record { .. } => Sort::Unreadable.with(error.to_string()),
            ArchiveError::Busy { .. } => {
                Sort::Busy.with("Another program is writing to the archive; try again in a moment.")
            }
            ArchiveError::Full { .. } => {
                Sort::Full.with("Free some space and try again; nothing was kept of this request.")
            }
            other => Problem::internal(other),
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let sort = match error.cause {
            Cause::TooLarge { .. } => Sort::TooLarge,
            Cause::Unknown(_) => Sort::MediaType,
            _ => Sort::Unreadable,
        };
        sort.with(error.to_string())
    }
}

/// Marks a response whose body tells the reader already what went wrong.
#[derive(Clone, Copy, Debug)]
pub struct Written;

/// The most bytes taken of what a library says of a refusal.
const LONGEST_REFUSAL: usize = 4096;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    here: &'static str,
    problem: &'p Problem,
}

/// Gives every failure the form that its reader understands.
pub async fn render(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_programs = path.starts_with("/api/") || path == "/metrics" || path == "/healthz";
    let response = next.run(request).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || response.extensions().get::<Written>().is_some() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let problem = match parts.extensions.get::<Problem>() {
        Some(problem) => problem.clone(),
        None => Sort::of_status(status).with(refusal(status, body).await),
    };
    let status = problem.status();
    let mut response = if for_programs {
        let json = serde_json::to_string(&problem).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], json).into_response()
    } else {
        let page = ProblemPage { here: "", problem: &problem };
        match page.render() {
            Ok(page) => (status, Html(page)).into_response(),
            Err(_) => (status, problem.detail).into_response(),
        }
    };
    for name in [header::ALLOW, header::WWW_AUTHENTICATE, header::RETRY_AFTER] {
        if let Some(value) = parts.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// What a library beneath said, or what its status means.
async fn refusal(status: StatusCode, body: Body) -> String {
    let said = to_bytes(body, LONGEST_REFUSAL).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    if !said.trim().is_empty() {
        return said.into_owned();
    }
    match status {
        StatusCode::NOT_FOUND => "No page or endpoint has this address.".to_owned(),
        StatusCode::METHOD_NOT_ALLOWED => {
            "The Allow header names the methods that this address has.".to_owned()
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            "The answer was not ready in time; ask for less, or try again.".to_owned()
        }
        other => other.canonical_reason().unwrap_or("The request was refused.").to_owned(),
    }
}
