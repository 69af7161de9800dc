//! What a build without the feature `cluster` says instead.

use std::net::SocketAddr;

use onrecord_archive::Rows;

use crate::commands::cluster::{Scheduler, Worker};
use crate::commands::sql::Over;

const ABSENT: &str = "this onrecord was built without SQL over files and clusters, which take minutes to compile; \
                      build it with `cargo build --release --package onrecord-cli --features cluster`";

/// Says that it is absent.
pub fn select(_: Over) -> anyhow::Result<Rows> {
    anyhow::bail!(ABSENT)
}

/// Says that it is absent.
pub fn schedule(_: Scheduler, _: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    anyhow::bail!(ABSENT)
}

/// Says that it is absent.
pub fn work(_: Worker, _: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    anyhow::bail!(ABSENT)
}
