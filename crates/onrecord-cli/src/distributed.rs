//! Glue to DataFusion and Ballista, which a build has with the feature `cluster`.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use onrecord_archive::Rows;
use onrecord_cluster::{Place, Question};
use tokio::runtime::{Builder, Runtime};

use crate::arguments::cores;
use crate::commands::cluster::{Scheduler, Worker};
use crate::commands::sql::Over;
use crate::complaints;

/// Asks a question over files.
pub fn select(over: Over) -> anyhow::Result<Rows> {
    let question = Question {
        over: over.files,
        select: over.select,
        rows: over.rows,
        time: over.time.map(Duration::from_secs),
        place: match over.cluster {
            Some(scheduler) => Place::Cluster { scheduler: scheduler.to_string(), parts: over.parts },
            None => Place::Here { jobs: over.jobs },
        },
    };
    let answer = runtime(over.jobs)?.block_on(onrecord_cluster::ask(&question))?;
    Ok(Rows { columns: answer.columns, rows: answer.rows, truncated: answer.truncated })
}

/// Runs a scheduler until the process is ended.
pub fn schedule(scheduler: Scheduler, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    complaints::of_libraries();
    let scheduler = onrecord_cluster::Scheduler { bind: scheduler.bind, lost_after: scheduler.lost_after };
    Ok(runtime(CONCURRENT)?.block_on(onrecord_cluster::schedule(scheduler, ready))?)
}

/// Runs a worker until the process is asked to end.
pub fn work(worker: Worker, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    complaints::of_libraries();
    let worker = onrecord_cluster::Worker {
        jobs: cores(worker.jobs),
        scheduler_host: worker.scheduler.host,
        scheduler_port: worker.scheduler.port,
        bind: worker.bind,
        folder: worker.folder,
    };
    Ok(runtime(CONCURRENT)?.block_on(onrecord_cluster::work(worker, ready))?)
}

/// Threads that speak with others; articles are read by further ones.
const CONCURRENT: usize = 2;

fn runtime(threads: usize) -> anyhow::Result<Runtime> {
    let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    runtime.context("cannot start threads")
}
