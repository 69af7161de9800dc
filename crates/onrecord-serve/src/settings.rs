//! What a server is told before it starts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use onrecord::{EngineError, Tier};
use onrecord_archive::ArchiveError;

/// Where to listen, what to serve, and how far anybody may go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The archive; it is made where there is none.
    pub archive: PathBuf,
    /// Where to listen.
    pub bind: SocketAddr,
    /// What a client must know. Needed where `bind` is reached from other machines.
    pub token: Option<String>,
    /// Which model reads.
    pub tier: Tier,
    /// Whether addresses may be read at all.
    pub fetch: bool,
    /// Whether addresses in the local network may be read.
    pub allow_local: bool,
    /// How far a client may go.
    pub limits: Limits,
}

impl Settings {
    /// Serves an archive on the loopback, to this machine alone.
    pub fn new(archive: impl Into<PathBuf>) -> Self {
        Settings {
            archive: archive.into(),
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            token: None,
            tier: Tier::default(),
            fetch: true,
            allow_local: false,
            limits: Limits::default(),
        }
    }

    /// Refuses settings that would open the archive to anybody.
    ///
    /// # Errors
    /// [`ServeError::TokenNeeded`], [`ServeError::WeakToken`].
    pub fn check(&self) -> Result<(), ServeError> {
        match &self.token {
            None if !self.bind.ip().is_loopback() => Err(ServeError::TokenNeeded { bind: self.bind }),
            Some(token) if token.len() < SHORTEST_TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) => {
                Err(ServeError::WeakToken)
            }
            _ => Ok(()),
        }
    }
}

/// A token with fewer signs can be guessed.
const SHORTEST_TOKEN: usize = 16;

/// How far a client may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes of one article, and of one request but for batches.
    pub article_bytes: usize,
    /// The most bytes of one batch.
    pub batch_bytes: usize,
    /// The most time from a request to the beginning of its answer.
    pub request_time: Duration,
    /// The most time that a client may take to send the head of a request.
    pub head_time: Duration,
    /// The most time between two pieces of a request's body.
    pub body_time: Duration,
    /// The most connections open at once.
    pub connections: usize,
    /// The most requests that wait for the engine or the archive at once.
    pub waiting: usize,
    /// How long answers under way may go on after the server was told to stop.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            article_bytes: 4 << 20,
            batch_bytes: 256 << 20,
            request_time: Duration::from_secs(60),
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(10),
            connections: 8192,
            waiting: 256,
            stop_time: Duration::from_secs(10),
        }
    }
}

/// Why a server could not start or had to end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Other machines could reach the archive, and nothing would ask who they are.
    #[error(
        "{bind} can be reached by other machines; give a token that they must know, or listen on 127.0.0.1"
    )]
    TokenNeeded {
        /// Where the server was to listen.
        bind: SocketAddr,
    },
    /// A token that is easily guessed, or cannot be sent in a header.
    #[error(
        "the token must have at least {SHORTEST_TOKEN} signs, all of them visible ASCII, for instance those of `openssl rand -hex 16`"
    )]
    WeakToken,
    /// The address is taken or not ours.
    #[error("cannot listen on {bind}: {source}; give another address or port")]
    Bind {
        /// Where the server was to listen.
        bind: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The engine does not load.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The archive cannot be opened.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}
