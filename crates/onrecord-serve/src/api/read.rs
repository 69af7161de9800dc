//! Reading one article.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use onrecord_read::Hint;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::parameters::AboutArticle;
use super::{Asked, Sent};
use crate::app::App;
use crate::intake::{self, About, Given};
use crate::problem::{Problem, Sort};

/// An article to read. One of `text`, `html` and `url` has to be there.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = given_once)]
pub struct ReadRequest {
    /// Plain text. Paragraphs are separated by blank lines or line breaks.
    pub text: Option<String>,
    /// A page.
    pub html: Option<String>,
    /// An address to fetch; beside `text` or `html`, the address it came from.
    pub url: Option<String>,
    /// Its identifier.
    pub id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Publication date, ISO 8601; relative dates are counted from it.
    #[schemars(schema_with = "date")]
    pub published: Option<String>,
    /// Whether the record is to hold the article's plain text.
    pub with_text: bool,
    /// Whether to keep the record in the archive.
    pub keep: bool,
}

impl ReadRequest {
    /// What was given, and what is said of it.
    pub fn parts(self) -> Result<(Given, About, Wanted), Problem> {
        let wanted = Wanted { text: self.with_text, keep: self.keep };
        let given = match (self.text, self.html, &self.url) {
            (Some(text), None, _) => Given::Text(text),
            (None, Some(html), url) => {
                let content_type = Some("text/html; charset=utf-8".to_owned());
                Given::Bytes(html.into_bytes(), Hint { name: None, url: url.clone(), content_type })
            }
            (None, None, Some(url)) => {
                let about = About {
                    id: self.id,
                    url: None,
                    title: self.title,
                    outlet: self.outlet,
                    published: self.published,
                };
                return Ok((Given::Url(url.clone()), about, wanted));
            }
            (Some(_), Some(_), _) => return Err(Sort::Question.with("Give `text` or `html`, not both.")),
            (None, None, None) => return Err(Sort::Question.with("Give `text`, `html` or `url`.")),
        };
        let about = About {
            id: self.id,
            url: self.url,
            title: self.title,
            outlet: self.outlet,
            published: self.published,
        };
        Ok((given, about, wanted))
    }
}

/// A day, or nothing.
fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "string", "format": "date" }, { "enum": ["", null] }] })
}

/// Says in the schema what [`ReadRequest::parts`] asks for: a text, or a page, or else an address.
fn given_once(schema: &mut Schema) {
    let given = |field: &str| json!({ "required": [field], "properties": { (field): { "type": "string" } } });
    let not_given = |field: &str| json!({ "properties": { (field): { "type": "null" } } });
    let one = |given: Value, others: &[&str]| {
        let all: Vec<Value> = others.iter().map(|field| not_given(field)).chain([given]).collect();
        json!({ "allOf": all })
    };
    let choice =
        [one(given("text"), &["html"]), one(given("html"), &["text"]), one(given("url"), &["text", "html"])];
    schema.insert("oneOf".to_owned(), json!(choice));
}

/// What is to be done with a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Whether it is to hold the text.
    pub text: bool,
    /// Whether it is to be kept.
    pub keep: bool,
}

/// Read an article
///
/// Takes a text, a page, an address, or a file of any kind that is read, and gives its record.
/// With JSON, what is said of the article stands in the body; with anything else, in the query.
#[utoipa::path(post, path = "/api/v1/read", tag = "read", params(AboutArticle),
    request_body(description = "The article", content(
        (ref("#/components/schemas/ReadRequest") = "application/json"),
        (String = "text/plain"),
        (String = "text/html"),
    )),
    responses(
        (status = 200, description = "What the article says", body = ref("#/components/schemas/Record")),
        (status = 413, description = "More bytes than are taken", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
        (status = 415, description = "Bytes of a kind that is not read", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
        (status = 422, description = "No article could be read", content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ))]
pub async fn read(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<AboutArticle>,
    request: Request,
) -> Result<Response, Problem> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (given, about, wanted) = if essence == "application/json" {
        Sent::<ReadRequest>::from_request(request, &app).await?.0.parts()?
    } else {
        let AboutArticle { id, url, title, outlet, published, with_text, keep } = asked;
        let bytes = Bytes::from_request(request, &app).await.map_err(|rejection| {
            let sort = if rejection.status() == 413 { Sort::TooLarge } else { Sort::Question };
            sort.with(rejection.body_text())
        })?;
        let given = match essence.as_str() {
            "text/plain" => match String::from_utf8(bytes.into()) {
                Ok(text) => Given::Text(text),
                Err(other) => Given::Bytes(other.into_bytes(), hint(content_type, &url)),
            },
            _ => Given::Bytes(bytes.into(), hint(content_type, &url)),
        };
        let wanted = Wanted { text: with_text.unwrap_or(false), keep: keep.unwrap_or(false) };
        (given, About { id, url, title, outlet, published }, wanted)
    };
    Ok(Json(record(&app, given, about, wanted).await?).into_response())
}

/// Reads an article and does with its record what is wanted.
pub async fn record(
    app: &Arc<App>,
    given: Given,
    about: About,
    wanted: Wanted,
) -> Result<onrecord::record::Record, Problem> {
    let mut record = intake::read(app, given, about).await?.record;
    if wanted.keep {
        app.store.add(record.clone()).await?;
    }
    if !wanted.text {
        record.document.text = None;
    }
    Ok(record)
}

fn hint(content_type: String, url: &Option<String>) -> Hint {
    Hint { name: None, url: url.clone(), content_type: (!content_type.is_empty()).then_some(content_type) }
}
