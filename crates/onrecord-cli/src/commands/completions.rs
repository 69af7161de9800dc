//! `onrecord completions`: what a shell needs to complete commands and options.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::outcome::Outcome;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord"
)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> anyhow::Result<Outcome> {
        // made in memory, since the generator panics where the output cannot be written
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "onrecord", &mut out);
        io::stdout().write_all(&out)?;
        Ok(Outcome::Complete)
    }
}
