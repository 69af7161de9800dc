//! `onrecord cluster`: the processes that answer `onrecord sql --cluster`.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::arguments::Address;
use crate::distributed;
use crate::outcome::{Outcome, complain};

/// Read articles on many machines: the processes that answer `onrecord sql --cluster`
#[derive(Debug, Args)]
#[command(after_help = "Example, each on a machine of its own:
  onrecord cluster scheduler --bind 10.0.0.1:50050
  onrecord cluster worker --scheduler 10.0.0.1:50050 --bind 10.0.0.2:50051
  onrecord sql --cluster 10.0.0.1:50050 --over '/news/*.parquet' 'select ...'

Whoever reaches the scheduler or a worker can read the files that they can: keep them in a
network of your own. Needs a build with `--features cluster`; docs/scale.md says more.")]
pub struct ClusterCommand {
    #[command(subcommand)]
    process: Process,
}

#[derive(Debug, Subcommand)]
enum Process {
    /// Plan queries and hand their parts to workers, until the process is ended
    Scheduler(Scheduler),
    /// Read articles for a scheduler, until the process is ended
    Worker(Worker),
}

/// How the scheduler is run.
#[derive(Debug, Args)]
pub struct Scheduler {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    pub bind: SocketAddr,
    /// Seconds of silence after which a worker counts as lost and its parts are done again by others
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(6..))]
    pub lost_after: u64,
}

/// How a worker is run.
#[derive(Debug, Args)]
pub struct Worker {
    /// Where the scheduler is
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    pub scheduler: Address,
    /// Where clients and other workers fetch results; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub bind: SocketAddr,
    /// Parts to work on at once [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Where results lie until they are fetched [default: a temporary folder]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

impl ClusterCommand {
    pub fn run(self) -> anyhow::Result<Outcome> {
        match self.process {
            Process::Scheduler(scheduler) => {
                distributed::schedule(scheduler, |address| complain(format_args!("scheduler at {address}")))?;
            }
            Process::Worker(worker) => {
                distributed::work(worker, |address| complain(format_args!("worker at {address}")))?;
            }
        }
        Ok(Outcome::Complete)
    }
}
