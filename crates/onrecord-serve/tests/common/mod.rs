//! A server without a socket, over an archive of two articles.
#![allow(dead_code, reason = "each test file uses its own part")]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use onrecord::record::Record;
use onrecord_archive::Archive;
use onrecord_serve::{App, Settings, router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// Markup and script, as an article may bring it.
pub const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";

/// A server and the folder that goes with it.
pub struct Server {
    pub folder: TempDir,
    router: Router,
}

/// An answer, whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Server {
    /// Over an archive with articles.
    pub fn new() -> Self {
        Server::with(|_| {})
    }

    /// With settings changed.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.db");
        let mut archive = Archive::open(&path).unwrap();
        for record in
            [record("Lantern", "The road stays shut", "2024-06-15"), record("Gazette", EVIL, "2024-06-16")]
        {
            archive.add(&record).unwrap();
        }
        let mut settings = Settings { fetch: false, ..Settings::new(path) };
        change(&mut settings);
        Server { router: router(App::new(settings).unwrap()), folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(asking(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = asking(path).method("POST").header(header::CONTENT_TYPE, content_type);
        self.send(request.body(body.into()).unwrap()).await
    }
}

/// The beginning of a request from this machine.
pub fn asking(path: &str) -> axum::http::request::Builder {
    Request::builder().uri(path).header(header::HOST, "localhost:8080")
}

/// A record with one statement in every field of which stands `title`, but for the words of the text.
pub fn record(outlet: &str, title: &str, published: &str) -> Record {
    let text = format!("{title}: Tomas Arlo said on Friday that \"the road stays shut\".");
    let start = |words: &str| text[..text.find(words).unwrap()].chars().count();
    let span = |words: &str| json!([start(words), start(words) + words.chars().count()]);
    let words = |words: &str| json!({ "text": words, "spans": [span(words)] });
    serde_json::from_value(json!({
        "document": {
            "id": null, "url": format!("https://example.org/{outlet}"), "outlet": outlet, "title": title,
            "byline": title, "published": published, "language": "en", "text": text
        },
        "statements": [{
            "id": "s1", "form": "mixed", "act": { "kind": "states", "negated": false },
            "content": words("\"the road stays shut\""), "cue": words("said"), "source": words("Tomas Arlo"),
            "speaker": { "entity": "e1", "name": "Tomas Arlo", "kind": "person", "role": title, "anonymous": true, "basis": title },
            "via": [{ "entity": null, "name": title }], "inside": null,
            "when": { "text": "on Friday", "date": "2024-06-14", "span": span("on Friday") },
            "where": { "text": title, "span": [0, 3] }, "condition": null, "confidence": 0.9
        }],
        "labels": [{ "label": title, "target": { "entity": "e1", "name": "Tomas Arlo" }, "by": null, "cue": null, "quoted": true, "span": [0, 3] }],
        "entities": [{ "id": "e1", "name": "Tomas Arlo", "kind": "person", "roles": [title], "mentions": [{ "text": "Tomas Arlo", "span": span("Tomas Arlo"), "kind": "name" }] }]
    }))
    .unwrap()
}
