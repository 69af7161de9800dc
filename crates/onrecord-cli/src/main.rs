//! The command `onrecord`: glue between the engine, the formats, the archive and a terminal.
//!
//! Each command has a file of its own under `commands`; what an answer looks like to a reader is in
//! `present`. Nothing here decides what an article says.
//!
//! Exit codes: 0, all went well; 1, some inputs could not be read and the others were; 2, the command
//! could not do its work. A reader that closes the pipe early is no error.

mod arguments;
mod brat_folder;
mod commands;
#[cfg(feature = "cluster")]
mod complaints;
#[cfg_attr(not(feature = "cluster"), path = "distributed_absent.rs")]
mod distributed;
mod duplicates;
mod inputs;
mod journal;
mod ordered;
mod outcome;
mod present;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::outcome::{Outcome, is_broken_pipe};

fn main() -> ExitCode {
    match commands::run(Arguments::parse()) {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::SomeInputsFailed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            outcome::complain(format_args!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
