//! Reading an article, and looking at one that was read.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect};
use onrecord::record::{Document, Label, Record};
use onrecord_archive::{Archive, Counts, Version};
use onrecord_present::marks::{Piece, pieces};
use onrecord_read::Hint;

use super::{Page, page};
use crate::app::App;
use crate::intake::{self, About, Given};
use crate::problem::{Problem, Sort, Written};
use crate::view;
use crate::view::card::{Card, cards};

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    here: &'static str,
    counts: Counts,
    form: Form,
    error: Option<String>,
}

/// What the form on the first page holds.
#[derive(Default)]
struct Form {
    text: String,
    title: String,
    outlet: String,
    published: String,
    file: Vec<u8>,
    file_name: String,
    file_type: String,
}

#[derive(Template)]
#[template(path = "article.html")]
struct Article<'r> {
    here: &'static str,
    document: &'r Document,
    note: Option<&'r str>,
    pieces: Vec<Piece<'r>>,
    cards: Vec<Card>,
    labels: &'r [Label],
    entities: Vec<Entity<'r>>,
    /// Where downloads are found.
    base: String,
    /// Where it is sent to be kept; `None` where it is kept.
    keep: Option<String>,
    versions: &'r [Version],
}

/// Somebody the article speaks of.
struct Entity<'r> {
    name: &'r str,
    kind: &'static str,
    roles: String,
    mentions: String,
}

impl<'r> Article<'r> {
    fn new(record: &'r Record, anchors: &[String], base: String) -> Self {
        let text = record.document.text.as_deref().unwrap_or_default();
        let entities = record.entities.iter().map(|entity| Entity {
            name: &entity.name,
            kind: view::kind(entity.kind),
            roles: entity.roles.join(", "),
            mentions: view::count(entity.mentions.len() as u64, "mention", "mentions"),
        });
        Article {
            here: "",
            document: &record.document,
            note: None,
            pieces: pieces(record, text),
            cards: cards(record, anchors),
            labels: &record.labels,
            entities: entities.collect(),
            base,
            keep: None,
            versions: &[],
        }
    }

    fn title(&self) -> &str {
        let title = self.document.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        title.unwrap_or("Untitled article")
    }

    fn anchor(&self, index: &usize) -> &str {
        self.cards.get(*index).map_or("", |card| &card.anchor)
    }

    fn spoken(&self, index: &usize) -> String {
        self.cards.get(*index).map_or_else(String::new, |card| format!("{} {}", card.who, card.act))
    }
}

/// `GET /`.
pub async fn start(State(app): State<Arc<App>>) -> Page {
    let counts = app.store.ask(Archive::counts).await?;
    page(&Start { here: "read", counts, form: Form::default(), error: None })
}

/// `POST /read`.
pub async fn read(State(app): State<Arc<App>>, multipart: Multipart) -> Page {
    let mut form = filled(multipart).await?;
    let about = About {
        title: Some(form.title.clone()),
        outlet: Some(form.outlet.clone()),
        published: Some(form.published.clone()),
        ..About::default()
    };
    let given = given(&mut form);
    let read =
        match given {
            Some(given) => intake::read(&app, given, about).await,
            None => Err(Sort::Question
                .with("There is nothing to read: paste a text or an address, or choose a file.")),
        };
    match read {
        Ok(reading) => {
            let id = app.readings.keep(reading);
            let id = id.ok_or_else(|| Problem::internal("the system gives no random numbers"))?;
            Ok(Redirect::to(&format!("/readings/{id}")).into_response())
        }
        // faults of the article are told beside what was typed, which stays
        Err(problem) if problem.status < 500 => {
            let counts = app.store.ask(Archive::counts).await?;
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            let start = Start { here: "read", counts, form, error: Some(problem.detail) };
            let body = start.render().map_err(Problem::internal)?;
            let mut response = (status, Html(body)).into_response();
            response.extensions_mut().insert(Written);
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

/// `GET /readings/{reading}`.
pub async fn reading(State(app): State<Arc<App>>, Path(id): Path<String>) -> Page {
    let reading = app.readings.get(&id).ok_or_else(gone)?;
    let base = format!("/readings/{id}");
    let mut article = Article::new(&reading.record, &[], base.clone());
    article.here = "read";
    article.note = reading.note.as_deref();
    article.keep = Some(format!("{base}/keep"));
    page(&article)
}

/// `POST /readings/{reading}/keep`.
pub async fn keep(State(app): State<Arc<App>>, Path(id): Path<String>) -> Page {
    let reading = app.readings.get(&id).ok_or_else(gone)?;
    let id = app.store.keep(reading.record.clone()).await?;
    Ok(Redirect::to(&format!("/documents/{id}")).into_response())
}

/// `GET /documents/{document}`.
pub async fn document(State(app): State<Arc<App>>, Path(id): Path<String>) -> Page {
    let entry = app.store.ask(move |archive| archive.document(&id)).await?;
    let mut article = Article::new(&entry.record, &entry.statement_ids, format!("/documents/{}", entry.id));
    article.versions = &entry.versions;
    page(&article)
}

/// Why a reading is not there any more.
pub fn gone() -> Problem {
    Sort::NotFound.with("Articles that were read are kept for a while only. Read it again, and keep it in the archive if you need it later.")
}

fn given(form: &mut Form) -> Option<Given> {
    let text = form.text.trim();
    if view::link(Some(text)).is_some() && !text.contains(char::is_whitespace) {
        return Some(Given::Url(text.to_owned()));
    }
    if !text.is_empty() {
        return Some(Given::Text(form.text.clone()));
    }
    if form.file.is_empty() {
        return None;
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let hint = Hint { name: some(&form.file_name), url: None, content_type: some(&form.file_type) };
    Some(Given::Bytes(std::mem::take(&mut form.file), hint))
}

async fn filled(mut multipart: Multipart) -> Result<Form, Problem> {
    let refused = |error: MultipartError| {
        let sort = if error.status() == 413 { Sort::TooLarge } else { Sort::Question };
        sort.with(error.body_text())
    };
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            form.file_name = field.file_name().unwrap_or_default().to_owned();
            form.file_type = field.content_type().unwrap_or_default().to_owned();
            form.file = field.bytes().await.map_err(refused)?.to_vec();
            continue;
        }
        let text = field.text().await.map_err(refused)?;
        match name.as_str() {
            "text" => form.text = text,
            "title" => form.title = text,
            "outlet" => form.outlet = text,
            "published" => form.published = text,
            _ => {}
        }
    }
    Ok(form)
}
