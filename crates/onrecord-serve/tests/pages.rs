//! The pages: what they show, and that whatever an article brings is shown as text.

mod common;

use axum::http::{StatusCode, header};
use common::{EVIL, Server};

const BOUNDARY: &str = "multipart/form-data; boundary=xyz";

fn form(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        out.push_str(&format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    out + "--xyz--\r\n"
}

/// Addresses of all pages of the archive that the search leads to.
async fn views(server: &Server) -> Vec<String> {
    let found = server.get("/api/v1/search").await.json();
    let mut out: Vec<String> =
        ["/", "/search", "/search?q=road", "/people", "/people?name=Arlo", "/outlets", "/api"]
            .map(str::to_owned)
            .into();
    for hit in found["items"].as_array().unwrap() {
        out.push(format!("/documents/{}", hit["document"].as_str().unwrap()));
        out.push(format!("/statements/{}", hit["id"].as_str().unwrap()));
        out.push(format!("/people/{}", hit["person"].as_str().unwrap_or("Arlo")));
    }
    assert!(out.len() > 10, "{out:?}");
    out
}

#[tokio::test]
async fn every_page_is_there_and_no_article_brings_markup() {
    let server = Server::new();
    for view in views(&server).await {
        let page = server.get(&view).await;
        assert_eq!(page.status, StatusCode::OK, "{view}: {}", page.body);
        assert!(page.body.contains("<h1"), "{view}");
        for bad in ["<script>", "<img", "alert(1)</script>", "onerror=alert(2)>'\""] {
            assert!(!page.body.contains(bad), "{view} holds {bad}");
        }
        // no style or script but from files of our own
        assert!(
            !page.body.contains(" style=")
                && !page.body.contains("<style")
                && !page.body.contains(" onclick"),
            "{view}"
        );
    }
}

#[tokio::test]
async fn every_answer_has_a_strict_policy() {
    let server = Server::new();
    for path in
        ["/", "/search", "/static/page.js", "/api/v1/search", "/nothing", "/healthz", "/api/v1/nothing"]
    {
        let answer = server.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.headers.contains_key(header::CACHE_CONTROL), "{path}");
    }
}

#[tokio::test]
async fn an_article_is_read_shown_kept_and_downloaded() {
    let server = Server::new();
    let text =
        "Ada Quill said that the bridge would stay closed.\r\n\r\n\"Nobody crosses,\" she told reporters.";
    let body = form(&[("text", text), ("title", EVIL), ("outlet", "Bell"), ("published", "2024-06-15")]);
    let sent = server.post("/read", BOUNDARY, body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let place = sent.header(header::LOCATION).to_owned();
    let page = server.get(&place).await;
    assert!(page.body.contains("class=\"m content\"") && page.body.contains("class=\"card"), "{}", page.body);
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    for (form, holds) in [("json", "\"statements\""), ("csv", ","), ("jsonl", "Annotation")] {
        let file = server.get(&format!("{place}/record.{form}")).await;
        assert_eq!(file.status, StatusCode::OK, "{form}: {}", file.body);
        assert!(file.body.contains(holds), "{form}: {}", file.body);
        assert!(file.header(header::CONTENT_DISPOSITION).starts_with("attachment"), "{form}");
    }
    let kept = server.post(&format!("{place}/keep"), "application/x-www-form-urlencoded", "").await;
    let kept = kept.header(header::LOCATION).to_owned();
    assert!(server.get(&kept).await.body.contains("Nobody crosses"), "{kept}");
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_what_was_typed_stays() {
    let server = Server::new();
    for (text, status) in [("  ", 400), ("http://127.0.0.1/", 422), ("https://example.org/a", 422)] {
        let page = server.post("/read", BOUNDARY, form(&[("text", text), ("title", EVIL)])).await;
        assert_eq!(page.status.as_u16(), status, "{text}");
        assert!(
            page.body.contains("role=\"alert\"") && page.body.contains("&#60;script&#62;"),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn readings_cannot_be_guessed_and_are_not_cached() {
    let server = Server::new();
    let sent = server.post("/read", BOUNDARY, form(&[("text", "She said it was so.")])).await;
    let place = sent.header(header::LOCATION).to_owned();
    assert_eq!(place.len(), "/readings/".len() + 32, "{place}");
    assert_eq!(server.get(&place).await.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(server.get("/readings/0").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn hits_lead_to_their_place_in_the_article() {
    let server = Server::new();
    let page = server.get("/search?q=shut&outlet=Lantern").await.body;
    let link = page.split("href=\"/documents/").nth(1).unwrap().split('"').next().unwrap();
    let (document, place) = link.split_once('#').unwrap();
    let article = server.get(&format!("/documents/{document}")).await.body;
    assert!(article.contains(&format!("id=\"{place}\"")), "{place}");
}

#[tokio::test]
async fn problems_are_pages_for_people() {
    let server = Server::new();
    for (path, status) in [
        ("/nothing", 404),
        ("/statements/0", 404),
        ("/search?since=yesterday", 400),
        ("/search?limit=x", 400),
        ("/people/Nobody", 404),
    ] {
        let page = server.get(path).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"), "{path}");
    }
}
