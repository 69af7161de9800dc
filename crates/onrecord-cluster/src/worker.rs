//! The process that reads articles for a cluster.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

use crate::error::ClusterError;
use crate::session;

/// How a worker is run.
#[derive(Clone, Debug)]
pub struct Worker {
    /// The host of the scheduler.
    pub scheduler_host: String,
    /// Its port.
    pub scheduler_port: u16,
    /// Where results are fetched from it; port 0 takes any that is free.
    pub bind: SocketAddr,
    /// How many parts it works on at once.
    pub jobs: usize,
    /// Where results lie until they are fetched; a temporary folder without it.
    pub folder: Option<PathBuf>,
}

/// Seconds that a worker waits for its scheduler to come up.
const PATIENCE: u16 = 60;

/// Runs a worker until the process is asked to end; then it ends what it is at. `ready` is told where it listens.
///
/// # Errors
/// Where no scheduler answers, or it cannot listen.
pub async fn work(worker: Worker, ready: impl FnOnce(SocketAddr)) -> Result<(), ClusterError> {
    let bind = free(worker.bind)?;
    let unusable = |path: &Path| {
        let path = path.to_owned();
        move |source| ClusterError::File { path, source }
    };
    // taken away at the end
    let temporary = tempfile::tempdir().map_err(unusable(&std::env::temp_dir()))?;
    let folder = worker.folder.unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder).map_err(unusable(&folder))?;
    let config = ExecutorProcessConfig {
        bind_host: bind.ip().to_string(),
        // where it listens everywhere, the scheduler says where it was seen to come from
        external_host: (!bind.ip().is_unspecified()).then(|| bind.ip().to_string()),
        port: bind.port(),
        scheduler_host: worker.scheduler_host,
        scheduler_port: worker.scheduler_port,
        scheduler_connect_timeout_seconds: PATIENCE,
        vcores: worker.jobs,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(folder.to_string_lossy().into_owned()),
        override_function_registry: Some(Arc::new(session::of_worker())),
        override_config_producer: Some(Arc::new(session::cluster_settings)),
        ..ExecutorProcessConfig::default()
    };
    ready(bind);
    Ok(start_executor_process(Arc::new(config)).await?)
}

/// An address with a port: the worker has to name it before it listens.
fn free(bind: SocketAddr) -> Result<SocketAddr, ClusterError> {
    let listener = TcpListener::bind(bind).and_then(|listener| listener.local_addr());
    listener.map_err(|source| ClusterError::Listen { address: bind, source })
}
