//! One question, one answer.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::RecordBatchOptions;
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::json::WriterBuilder;
use datafusion::arrow::json::writer::LineDelimited;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use serde_json::{Map, Value};

use crate::error::ClusterError;
use crate::{session, table};

/// A question over files.
#[derive(Clone, Debug)]
pub struct Question {
    /// Paths and patterns of the files that make the table `news`.
    pub over: Vec<String>,
    /// One `select`.
    pub select: String,
    /// At most so many rows are returned.
    pub rows: usize,
    /// It is broken off after this time.
    pub time: Option<Duration>,
    /// Where it is worked on.
    pub place: Place,
}

/// Where a question is worked on.
#[derive(Clone, Debug)]
pub enum Place {
    /// In this process, on so many threads.
    Here {
        /// How many.
        jobs: usize,
    },
    /// On a cluster.
    Cluster {
        /// Host and port of its scheduler.
        scheduler: String,
        /// Into how many parts work is cut; without it one for each file, but within bounds.
        parts: Option<usize>,
    },
}

/// Rows that answer a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values by column, as JSON has them.
    pub rows: Vec<Vec<Value>>,
    /// Whether there were more rows than allowed.
    pub truncated: bool,
}

/// Asks, and waits for the answer.
///
/// # Errors
/// Where the files make no table, the question cannot be understood, it takes too long, or the cluster fails. An article
/// that cannot be read is no error: it is a row that says so.
pub async fn ask(question: &Question) -> Result<Answer, ClusterError> {
    let asked = answer(question);
    let Some(time) = question.time else { return asked.await };
    let late = |_| ClusterError::Time { seconds: time.as_secs() };
    tokio::time::timeout(time, asked).await.map_err(late)?
}

async fn answer(question: &Question) -> Result<Answer, ClusterError> {
    let files = table::files(&question.over)?;
    let context = match &question.place {
        Place::Here { jobs } => session::on_one_machine(*jobs),
        Place::Cluster { scheduler, parts } => {
            reach(scheduler).await?;
            session::on_cluster(scheduler, parts.unwrap_or(files.len().clamp(FEWEST, MOST)))?
        }
    };
    table::register(&context, &files).await?;
    run(&context, question).await
}

/// Parts of the work on a cluster: enough that one which is lost costs little, few enough that parts of a second step,
/// which each want something of every part of the first, stay manageable.
const FEWEST: usize = 16;
const MOST: usize = 512;

/// Whether somebody listens; what the cluster says of it otherwise helps nobody.
async fn reach(scheduler: &str) -> Result<(), ClusterError> {
    let reached = tokio::net::TcpStream::connect(scheduler).await;
    reached.map(drop).map_err(|_| ClusterError::NoScheduler { address: scheduler.to_owned() })
}

async fn run(context: &SessionContext, question: &Question) -> Result<Answer, ClusterError> {
    let plan = context.state().create_logical_plan(&question.select).await?;
    let reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    reads.verify_plan(&plan).map_err(|_| ClusterError::NotAQuestion)?;
    let frame = context.execute_logical_plan(plan).await?;
    let columns = frame.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut answer = Answer { columns, ..Answer::default() };
    let mut batches = frame.execute_stream().await?;
    while let Some(batch) = batches.next().await {
        for row in values(&batch?)? {
            if answer.rows.len() == question.rows {
                answer.truncated = true;
                return Ok(answer);
            }
            answer.rows.push(row);
        }
    }
    Ok(answer)
}

/// The rows of a batch as JSON has them.
fn values(batch: &RecordBatch) -> Result<Vec<Vec<Value>>, ClusterError> {
    let json = |error: serde_json::Error| ArrowError::JsonError(error.to_string());
    let numbered = numbered(batch).map_err(arrow)?;
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    writer.write(&numbered).and_then(|()| writer.finish()).map_err(arrow)?;
    let bytes = writer.into_inner();
    let objects = serde_json::Deserializer::from_slice(&bytes).into_iter::<Map<String, Value>>();
    objects
        .map(|object| Ok(object.map_err(json).map_err(arrow)?.into_iter().map(|(_, value)| value).collect()))
        .collect()
}

/// A batch with columns named by their place, since two of a question may have the same name.
fn numbered(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let fields = batch.schema_ref().fields().iter().enumerate();
    let fields: Vec<Field> =
        fields.map(|(place, field)| field.as_ref().clone().with_name(place.to_string())).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), batch.columns().to_vec(), &options)
}

fn arrow(error: ArrowError) -> ClusterError {
    ClusterError::Question(Box::new(error.into()))
}
