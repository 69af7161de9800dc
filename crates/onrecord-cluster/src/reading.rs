//! Rows of articles to rows of records, with the one engine of this process.
//!
//! Rows become articles and records become rows in `onrecord-read`, as in every other engine for data.

use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;

use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::error::{DataFusionError, Result};
use onrecord::Engine;
use onrecord::record::Record;
use onrecord_read::language::is_supported_language;
use onrecord_read::rows::{self, Articles};
use onrecord_read::{Item, Options};

/// Rows that are read and made into Arrow at once: records need more memory before than after.
pub const ROWS: usize = 32;

static ENGINE: OnceLock<Engine> = OnceLock::new();

/// Reads the articles of a table. Each row of it gives one: a record, or nulls and an error.
pub fn read(batch: RecordBatch) -> Result<RecordBatch> {
    let engine = engine()?;
    let articles = Articles::new(batch, &Options::default()).map_err(external)?;
    let mut parts = Vec::new();
    for start in (0..articles.len()).step_by(ROWS) {
        let end = (start + ROWS).min(articles.len());
        let read = articles.read(start..end)?.map(|item| match item {
            Ok(item) => record(engine, item),
            Err(cause) => Err(cause.to_string()),
        });
        parts.push(rows::outcomes(&read.collect::<Vec<_>>())?);
    }
    Ok(concat_batches(&rows::outcome_schema(), &parts)?)
}

fn engine() -> Result<&'static Engine> {
    if let Some(engine) = ENGINE.get() {
        return Ok(engine);
    }
    let engine = Engine::new().map_err(external)?;
    Ok(ENGINE.get_or_init(|| engine))
}

fn record(engine: &Engine, item: Item) -> Result<Record, String> {
    if let Some(record) = item.record {
        return Ok(record);
    }
    let article = item.article;
    if let Some(language) = &article.document.language
        && !is_supported_language(language)
    {
        return Err(format!("written in a language ({language}) that the model does not know"));
    }
    // an engine that panics on one article must not take the job with it
    panic::catch_unwind(AssertUnwindSafe(|| engine.read(&article)))
        .map_err(|_| "the engine failed on this article, which is a bug; please report it".to_owned())
}

fn external(error: impl std::error::Error + Send + Sync + 'static) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}
