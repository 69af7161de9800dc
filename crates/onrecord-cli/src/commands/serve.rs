//! `onrecord serve`: the page and the API, from the one binary.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use onrecord_serve::{ServeError, Settings, serve};

use crate::arguments::Model;
use crate::outcome::{Outcome, complain};

/// Open a page to read articles and search an archive, and a REST API
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord serve
  onrecord serve newsroom.db --bind 127.0.0.1:9000
  ONRECORD_TOKEN=$(openssl rand -hex 16) onrecord serve newsroom.db --bind 0.0.0.0:8080")]
pub struct Serve {
    /// The archive; it is made where there is none
    #[arg(value_name = "DB", default_value = "onrecord.db")]
    db: PathBuf,
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// What clients must know, needed where other machines reach the address; ONRECORD_TOKEN in the
    /// environment keeps it out of the list of processes
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Which of the two embedded models reads
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    model: Model,
    /// Read no addresses, only texts and files
    #[arg(long)]
    offline: bool,
    /// Read addresses that lead into the local network, too
    #[arg(long, conflicts_with = "offline")]
    allow_local: bool,
}

impl Serve {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let given = self.token.or_else(|| std::env::var("ONRECORD_TOKEN").ok());
        let settings = Settings {
            bind: self.bind,
            token: given.filter(|token| !token.is_empty()),
            tier: self.model.into(),
            fetch: !self.offline,
            allow_local: self.allow_local,
            ..Settings::new(self.db)
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.context("cannot start the threads of the server")?;
        let ready = |address: SocketAddr| complain(format_args!("open http://{address}/"));
        match runtime.block_on(serve(settings, ready)) {
            Ok(()) => Ok(Outcome::Complete),
            Err(error @ ServeError::TokenNeeded { .. }) => {
                Err(error).context("--token, or ONRECORD_TOKEN in the environment, is missing")
            }
            Err(error) => Err(error.into()),
        }
    }
}
