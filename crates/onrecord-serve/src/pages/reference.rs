//! The page for the API, made from its OpenAPI document.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use serde_json::Value;

use super::{Page, page};
use crate::app::App;
use crate::problem::Sort;

#[derive(Template)]
#[template(path = "reference.html")]
struct Reference {
    here: &'static str,
    endpoints: Vec<Endpoint>,
    sorts: &'static [Sort],
}

/// One endpoint.
struct Endpoint {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    parameters: Vec<Parameter>,
    bodies: Vec<Shape>,
    answers: Vec<Shape>,
}

/// What an endpoint is asked with.
struct Parameter {
    name: String,
    place: String,
    values: String,
    about: String,
    required: bool,
}

/// A body, of a request or an answer.
struct Shape {
    name: String,
    about: String,
    schema: String,
}

/// `GET /api`.
pub async fn show(State(app): State<Arc<App>>) -> Page {
    let document: Value = serde_json::from_str(&app.openapi).unwrap_or_default();
    let mut endpoints = Vec::new();
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            endpoints.push(endpoint(path, method, operation));
        }
    }
    page(&Reference { here: "api", endpoints, sorts: &Sort::ALL })
}

fn endpoint(path: &str, method: &str, operation: &Value) -> Endpoint {
    let list = |name: &str| operation[name].as_array().cloned().unwrap_or_default();
    let bodies = operation["requestBody"]["content"].as_object().into_iter().flatten().map(|(kind, body)| {
        Shape { name: kind.clone(), about: String::new(), schema: schema(&body["schema"]) }
    });
    let answers = operation["responses"].as_object().into_iter().flatten().map(|(status, answer)| Shape {
        name: status.clone(),
        about: text(&answer["description"]),
        schema: answer["content"]
            .as_object()
            .and_then(|content| content.values().next())
            .map_or_else(String::new, |body| schema(&body["schema"])),
    });
    Endpoint {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: text(&operation["description"]),
        parameters: list("parameters").iter().map(parameter).collect(),
        bodies: bodies.collect(),
        answers: answers.collect(),
    }
}

fn parameter(parameter: &Value) -> Parameter {
    Parameter {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        values: values(&parameter["schema"]),
        about: text(&parameter["description"]),
        required: parameter["required"].as_bool().unwrap_or(false),
    }
}

/// What a parameter may be, in a word or as a list.
fn values(schema: &Value) -> String {
    let options = schema["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(schema["anyOf"].as_array().into_iter().flatten());
    if let Some(option) = options.into_iter().find(|option| option["type"] != "null") {
        return values(option);
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return words.join(", ");
    }
    match &schema["type"] {
        Value::Array(types) => {
            types.iter().filter_map(Value::as_str).find(|t| *t != "null").unwrap_or_default().to_owned()
        }
        one => text(one),
    }
}

/// The name of a schema.
fn schema(schema: &Value) -> String {
    match schema["$ref"].as_str() {
        Some(reference) => reference.rsplit('/').next().unwrap_or_default().to_owned(),
        None => text(&schema["type"]),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
