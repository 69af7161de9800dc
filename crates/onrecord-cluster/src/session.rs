//! What every process that plans or runs a query has in common: settings and functions.

use std::collections::HashMap;

use ballista_core::extension::{SessionConfigExt, SessionStateExt, ballista_scalar_functions};
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::default_session_builder;
use datafusion::error::Result;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::functions;
use crate::reading::ROWS;

/// A session that runs everything here, on so many threads.
pub fn on_one_machine(jobs: usize) -> SessionContext {
    let config = settings(SessionConfig::new()).with_target_partitions(jobs);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    SessionContext::new_with_state(prepared(state))
}

/// A session of a client, which hands plans to a scheduler; work is cut into at least so many parts.
pub fn on_cluster(scheduler: &str, parts: usize) -> Result<SessionContext> {
    let config = cluster_settings().with_target_partitions(parts);
    let state = default_session_builder(config)?.upgrade_for_ballista(format!("http://{scheduler}"))?;
    Ok(SessionContext::new_with_state(prepared(state)))
}

/// What a scheduler plans the query of a client with.
pub fn of_scheduler(config: SessionConfig) -> Result<SessionState> {
    Ok(prepared(default_session_builder(config)?))
}

/// What a worker finds the functions of a plan in.
pub fn of_worker() -> BallistaFunctionRegistry {
    let scalar_functions: HashMap<_, _> = ballista_scalar_functions()
        .into_iter()
        .chain(functions::all())
        .map(|function| (function.name().to_owned(), function))
        .collect();
    BallistaFunctionRegistry { scalar_functions, ..BallistaFunctionRegistry::default() }
}

/// The settings of a cluster, the same in each of its processes.
pub fn cluster_settings() -> SessionConfig {
    settings(SessionConfig::new_with_ballista())
        // a part that is lost is read again alone
        .set_usize("ballista.scheduler.max_partitions_per_task", 1)
        // the rules of `prepared` are those that the other planner goes by
        .with_ballista_adaptive_query_planner(false)
}

/// Adds the functions, and takes away the rules that would put the condition on a record before other conditions and read the
/// article for it, and once more for what was asked of it.
fn prepared(state: SessionState) -> SessionState {
    let rules = state.physical_optimizers().iter();
    let kept = rules.filter(|rule| !rule.name().starts_with("FilterPushdown")).cloned().collect();
    let functions = state.scalar_functions().values().cloned().chain(functions::all()).collect();
    SessionStateBuilder::new_from_existing(state)
        .with_physical_optimizer_rules(kept)
        .with_scalar_functions(functions)
        .build()
}

/// Reading an article takes longer than anything else in a query: few rows make a batch, so that threads share the work
/// evenly, small files are cut too, and no rule takes a field of a record to be so cheap that it is fetched before filters.
fn settings(config: SessionConfig) -> SessionConfig {
    config
        .with_batch_size(ROWS)
        .with_repartition_file_min_size(SMALLEST)
        .set_bool("datafusion.optimizer.enable_leaf_expression_pushdown", false)
}

/// Bytes below which a file is not cut.
const SMALLEST: usize = 64 << 10;
