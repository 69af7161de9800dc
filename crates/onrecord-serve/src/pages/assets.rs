//! Style, script and picture, built into the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::cache::{etag, matches};
use crate::problem::Sort;

const FILES: [(&str, &str, &str); 3] = [
    ("page.css", "text/css; charset=utf-8", include_str!("../../static/page.css")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("../../static/page.js")),
    ("icon.svg", "image/svg+xml", include_str!("../../static/icon.svg")),
];

/// `GET /static/{name}`.
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((_, content_type, body)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return Sort::NotFound.with("No file has this name.").into_response();
    };
    let tag = etag(body.as_bytes());
    let mut out = HeaderMap::new();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let unchanged = matches(headers.get(header::IF_NONE_MATCH), &tag);
    out.insert(header::ETAG, tag);
    if unchanged {
        return (StatusCode::NOT_MODIFIED, out).into_response();
    }
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    (out, *body).into_response()
}

/// `GET /favicon.ico`, for those who do not read the page's head.
pub async fn icon(headers: HeaderMap) -> Response {
    show(Path("icon.svg".to_owned()), headers).await
}
