//! The API: every answer is as the OpenAPI document says, and every refusal is a problem.

mod common;

use axum::body::Body;
use axum::http::{StatusCode, header};
use common::{Server, asking};
use serde_json::{Value, json};

const TEXT: &str =
    "Ada Quill said that the bridge would stay closed. \"Nobody crosses,\" she told reporters.";

/// Holds a body to what the document says of the operation's answer.
fn hold(document: &Value, path: &str, method: &str, status: &str, body: &Value) {
    let responses = &document["paths"][path][method]["responses"];
    let response = responses.get(status).unwrap_or(&responses["default"]);
    let content =
        response["content"].as_object().unwrap_or_else(|| panic!("{method} {path} {status}: {response}"));
    let mut schema = content.values().next().unwrap()["schema"].clone();
    schema["components"] = document["components"].clone();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{method} {path} {status}: {errors:#?}\n{body:#}");
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let server = Server::new();
    let document = server.get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let found = server.get("/api/v1/search?q=road&facets=true").await.json();
    let hit = &found["items"][0];
    let (statement, article) = (hit["id"].as_str().unwrap(), hit["document"].as_str().unwrap());
    let mut left: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    for (path, asked) in [
        ("/api/v1/search", "/api/v1/search?q=road&facets=true".to_owned()),
        ("/api/v1/people", "/api/v1/people?name=Arlo".to_owned()),
        ("/api/v1/people/{person}", "/api/v1/people/Arlo".to_owned()),
        ("/api/v1/statements/{statement}", format!("/api/v1/statements/{statement}")),
        ("/api/v1/statements/{statement}/family", format!("/api/v1/statements/{statement}/family")),
        ("/api/v1/trace", "/api/v1/trace?words=the+road+stays+shut".to_owned()),
        ("/api/v1/labels", "/api/v1/labels".to_owned()),
        ("/api/v1/documents/{document}", format!("/api/v1/documents/{article}")),
        ("/api/v1/outlets", "/api/v1/outlets".to_owned()),
        ("/api/v1/counts", "/api/v1/counts".to_owned()),
    ] {
        let answer = server.get(&asked).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}: {}", answer.body);
        hold(&document, path, "get", "200", &answer.json());
        left.retain(|other| other != path);
    }
    let read = server.post("/api/v1/read", "text/plain", TEXT).await;
    hold(&document, "/api/v1/read", "post", "200", &read.json());
    left.retain(|other| other != "/api/v1/read" && other != "/api/v1/batch");
    assert!(left.is_empty(), "not asked: {left:?}");
}

#[tokio::test]
async fn every_endpoint_and_field_is_described() {
    let document = Server::new().get("/api/v1/openapi.json").await.json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(
                operation["summary"].is_string() && operation["operationId"].is_string(),
                "{method} {path}"
            );
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].is_string(), "{method} {path}: {parameter}");
            }
        }
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is referred to and not there");
    }
}

#[tokio::test]
async fn an_article_is_read_as_text_page_and_json() {
    let server = Server::new();
    let page = format!(
        "<html><head><title>T</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    );
    for (kind, body) in [
        ("text/plain", TEXT.to_owned()),
        ("text/html", page),
        ("application/json", json!({ "text": TEXT }).to_string()),
    ] {
        let answer = server.post("/api/v1/read", kind, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{kind}: {}", answer.body);
        let record = answer.json();
        assert!(!record["statements"].as_array().unwrap().is_empty(), "{kind}: {record}");
        assert!(record["document"].get("text").is_none(), "{kind}");
    }
    let asked = "/api/v1/read?with_text=true&keep=true&title=Bridge&outlet=Bell&published=2024-06-15";
    let record = server.post(asked, "text/plain", TEXT).await.json();
    assert_eq!(record["document"]["text"], TEXT);
    assert_eq!(record["document"]["published"], "2024-06-15");
    let found = server.get("/api/v1/search?outlet=Bell").await.json();
    assert_eq!(found["items"][0]["title"], "Bridge", "{found}");
}

#[tokio::test]
async fn refusals_are_problem_details() {
    let server = Server::with(|settings| settings.limits.article_bytes = 10_000);
    let document = server.get("/api/v1/openapi.json").await.json();
    let long = "word ".repeat(5000);
    for (method, path, kind, body, status) in [
        ("GET", "/api/v1/nothing", "", "", 404),
        ("GET", "/api/v1/read", "", "", 405),
        ("GET", "/api/v1/search?form=loud", "", "", 400),
        ("GET", "/api/v1/search?limit=-1", "", "", 400),
        ("GET", "/api/v1/search?since=yesterday", "", "", 400),
        ("GET", "/api/v1/search?cursor=nonsense", "", "", 400),
        ("GET", "/api/v1/trace", "", "", 400),
        ("GET", "/api/v1/statements/0", "", "", 404),
        ("GET", "/api/v1/people/Nobody", "", "", 404),
        ("GET", "/api/v1/people/%FF", "", "", 404),
        ("POST", "/api/v1/read", "application/json", "{", 400),
        ("POST", "/api/v1/read", "application/json", "{}", 400),
        ("POST", "/api/v1/read", "application/json", "{\"txt\":\"a\"}", 400),
        ("POST", "/api/v1/read", "application/json", "{\"text\":\"a\",\"published\":\"soon\"}", 400),
        ("POST", "/api/v1/read", "application/json", "{\"url\":\"http://127.0.0.1/\"}", 422),
        ("POST", "/api/v1/read", "text/plain", " ", 422),
        ("POST", "/api/v1/read", "text/plain", long.as_str(), 413),
        ("POST", "/api/v1/read", "image/png", "\u{89}PNG\r\n\u{1a}\n\0\0\0\0", 415),
    ] {
        let mut request = asking(path).method(method);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = server.send(request.body(Body::from(body.to_owned())).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {body:.40}: {}", answer.body);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{method} {path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        assert!(
            !problem["detail"].as_str().unwrap().is_empty() && !problem["title"].as_str().unwrap().is_empty()
        );
        hold(&document, "/api/v1/search", "get", "default", &problem);
    }
}

#[tokio::test]
async fn a_batch_answers_line_by_line() {
    let server = Server::new();
    let lines =
        format!("{}\n\nnonsense\n{}", json!({ "text": TEXT, "id": "a" }), json!({ "text": TEXT, "id": "b" }));
    let answer = server.post("/api/v1/batch", "application/x-ndjson", lines).await;
    let out: Vec<Value> = answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(out.len(), 3, "{}", answer.body);
    assert_eq!(out[0]["document"]["id"], "a");
    assert_eq!(out[1]["problem"]["status"], 400);
    assert_eq!(out[2]["document"]["id"], "b");
    let document = server.get("/api/v1/openapi.json").await.json();
    let mut schema = json!({ "$ref": "#/components/schemas/BatchLine" });
    schema["components"] = document["components"].clone();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(out.iter().all(|line| validator.is_valid(line)));
}

#[tokio::test]
async fn pages_go_on_with_the_cursor() {
    let server = Server::new();
    let first = server.get("/api/v1/search?limit=1").await.json();
    let next = first["next"].as_str().unwrap();
    let second = server.get(&format!("/api/v1/search?limit=1&cursor={next}")).await.json();
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert_eq!(second["next"], Value::Null);
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let server = Server::new();
    let first = server.get("/api/v1/search").await;
    let tag = first.header(header::ETAG).to_owned();
    let again = || asking("/api/v1/search").header(header::IF_NONE_MATCH, &tag).body(Body::empty()).unwrap();
    let same = server.send(again()).await;
    assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    server.post("/api/v1/read?keep=true", "text/plain", TEXT).await;
    assert_eq!(server.send(again()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn answers_are_packed_where_the_client_takes_it() {
    let server = Server::new();
    let request =
        asking("/api/v1/openapi.json").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    assert_eq!(server.send(request).await.header(header::CONTENT_ENCODING), "gzip");
}

#[tokio::test]
async fn health_and_metrics_are_told() {
    let server = Server::new();
    assert_eq!(server.get("/healthz").await.json()["status"], "ok");
    server.get("/search").await;
    let metrics = server.get("/metrics").await.body;
    assert!(metrics.contains("onrecord_archive_statements 2"), "{metrics}");
    assert!(
        metrics.contains("onrecord_requests_total{route=\"/search\",method=\"GET\",status=\"200\"} 1"),
        "{metrics}"
    );
    assert_eq!(metrics.matches("# EOF").count(), 1);
}
