//! Who is let in.

mod common;

use axum::body::Body;
use axum::http::{Request, header};
use common::{Server, asking};
use onrecord_serve::{ServeError, Settings};

const TOKEN: &str = "0123456789abcdef0123";

#[test]
fn other_machines_need_a_token() {
    let mut settings = Settings::new("a.db");
    settings.check().unwrap();
    settings.bind = "0.0.0.0:80".parse().unwrap();
    assert!(matches!(settings.check(), Err(ServeError::TokenNeeded { .. })));
    settings.token = Some("short".to_owned());
    assert!(matches!(settings.check(), Err(ServeError::WeakToken)));
    settings.token = Some(TOKEN.to_owned());
    settings.check().unwrap();
}

#[tokio::test]
async fn without_the_token_nothing_but_health_is_told() {
    let server = Server::with(|settings| settings.token = Some(TOKEN.to_owned()));
    for path in ["/", "/search", "/api/v1/search", "/api/v1/openapi.json", "/metrics", "/static/page.css"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE), "{path}");
        let with = asking(path).header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
        assert_eq!(server.send(with.body(Body::empty()).unwrap()).await.status, 200, "{path}");
    }
    assert_eq!(server.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn names_that_are_not_this_machines_are_refused() {
    let server = Server::new();
    let request = Request::builder().uri("/search").header(header::HOST, "evil.example");
    assert_eq!(server.send(request.body(Body::empty()).unwrap()).await.status, 421);
}

#[tokio::test]
async fn pages_of_other_sites_cannot_send() {
    let server = Server::new();
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let request = asking("/api/v1/read")
            .method("POST")
            .header(name, value)
            .header(header::CONTENT_TYPE, "text/plain");
        let answer = server.send(request.body(Body::from("She said so.")).unwrap()).await;
        assert_eq!(answer.status, 403, "{name}");
    }
}
