//! What can go wrong with a question or a cluster.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

/// Why there is no answer, or a process of a cluster ended.
///
/// Nothing of it concerns a single article: one that cannot be read is a row that says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// No file has this name, or nothing matches the pattern.
    #[error("{pattern}: nothing there; check the path or quote the pattern")]
    NotFound {
        /// The path or pattern.
        pattern: String,
    },
    /// The pattern breaks the rules for patterns.
    #[error("{pattern}: not a pattern: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// A file cannot be looked at.
    #[error("{}: cannot be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The name of a file ends like none of those that can be asked.
    #[error(
        "{}: not a table by its name; give files that end in .parquet, .csv, .tsv, .jsonl or .ndjson, \
         the last four also with .gz, .bz2, .xz or .zst, or make such of others with `onrecord extract`",
        path.display()
    )]
    Kind {
        /// The file.
        path: PathBuf,
    },
    /// Files of two kinds, which make no table.
    #[error("{} and {} are of two kinds; ask one kind at a time", first.display(), other.display())]
    Kinds {
        /// The first file.
        first: PathBuf,
        /// The first that is of another kind.
        other: PathBuf,
    },
    /// The statement does something else than ask.
    #[error("only a `select` can be asked here")]
    NotAQuestion,
    /// The question cannot be understood, or broke down.
    #[error("{0}")]
    Question(Box<DataFusionError>),
    /// It took too long.
    #[error("broken off after {seconds} seconds; allow more with --time")]
    Time {
        /// The limit.
        seconds: u64,
    },
    /// The address is in use, or not this machine's.
    #[error("cannot listen at {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
    /// No scheduler answers.
    #[error("no scheduler at {address}; start one with `onrecord cluster scheduler`")]
    NoScheduler {
        /// Where it was looked for.
        address: String,
    },
    /// A process of the cluster cannot go on.
    #[error("the cluster: {0}")]
    Cluster(Box<BallistaError>),
}

impl From<DataFusionError> for ClusterError {
    fn from(error: DataFusionError) -> Self {
        ClusterError::Question(Box::new(error))
    }
}

impl From<BallistaError> for ClusterError {
    fn from(error: BallistaError) -> Self {
        ClusterError::Cluster(Box::new(error))
    }
}
