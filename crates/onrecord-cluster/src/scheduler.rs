//! The process that plans queries and hands their parts to workers.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tokio::net::TcpListener;

use crate::error::ClusterError;
use crate::session;

/// How a scheduler is run.
#[derive(Clone, Debug)]
pub struct Scheduler {
    /// Where clients and workers reach it; port 0 takes any that is free.
    pub bind: SocketAddr,
    /// Seconds of silence after which a worker counts as lost and what it did is done again by others. A worker says that it
    /// lives every five seconds at least.
    pub lost_after: u64,
}

/// Runs a scheduler until the process is ended. `ready` is told where it listens.
///
/// # Errors
/// Where it cannot listen, or can no longer.
pub async fn schedule(scheduler: Scheduler, ready: impl FnOnce(SocketAddr)) -> Result<(), ClusterError> {
    let listen = |source| ClusterError::Listen { address: scheduler.bind, source };
    let listener = TcpListener::bind(scheduler.bind).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let config = SchedulerConfig {
        bind_host: address.ip().to_string(),
        bind_port: address.port(),
        external_host: address.ip().to_string(),
        // workers ask for work, so that nobody needs to reach them but those who fetch what they made
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: scheduler.lost_after,
        expire_dead_executor_interval_seconds: (scheduler.lost_after / 4).max(1),
        no_executors_grace_period_seconds: GRACE.max(scheduler.lost_after),
        override_config_producer: Some(Arc::new(session::cluster_settings)),
        override_session_builder: Some(Arc::new(session::of_scheduler)),
        ..SchedulerConfig::default()
    };
    config.validate()?;
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let server = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config)).await?;
    ready(address);
    Ok(start_grpc_service_with_listener(listener, server).await?)
}

/// Seconds that a query waits for a worker to come after the last one was lost.
const GRACE: u64 = 180;
