//! Records as files.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use onrecord::record::Record;
use onrecord_read::write::{OutputFormat, writer};

use super::Page;
use crate::app::App;
use crate::problem::{Problem, Sort};

/// `GET /readings/{reading}/record.{form}`.
pub async fn reading(State(app): State<Arc<App>>, Path((id, form)): Path<(String, String)>) -> Page {
    let reading = app.readings.get(&id).ok_or_else(super::read::gone)?;
    file(&reading.record, &form)
}

/// `GET /documents/{document}/record.{form}`.
pub async fn document(State(app): State<Arc<App>>, Path((id, form)): Path<(String, String)>) -> Page {
    let entry = app.store.ask(move |archive| archive.document(&id)).await?;
    file(&entry.record, &form)
}

fn file(record: &Record, form: &str) -> Page {
    let (content_type, body) = match form {
        "json" => ("application/json", serde_json::to_vec_pretty(record).map_err(Problem::internal)?),
        "csv" => ("text/csv; charset=utf-8", written(record, OutputFormat::Csv)?),
        // one annotation a line; each is JSON-LD
        "jsonl" => ("application/x-ndjson", written(record, OutputFormat::Annotations)?),
        _ => return Err(Sort::NotFound.with("Records come as .json, .csv and .jsonl (Web Annotations).")),
    };
    let disposition = format!("attachment; filename=\"onrecord.{form}\"");
    Ok(([(header::CONTENT_TYPE, content_type), (header::CONTENT_DISPOSITION, disposition.as_str())], body)
        .into_response())
}

fn written(record: &Record, format: OutputFormat) -> Result<Vec<u8>, Problem> {
    let shared = Shared::default();
    let write = || -> io::Result<()> {
        let mut writer = writer(format, Box::new(shared.clone()), false)?;
        writer.write(record)?;
        writer.finish()
    };
    write().map_err(Problem::internal)?;
    let mut bytes = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut bytes))
}

/// Bytes that a writer leaves behind.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
