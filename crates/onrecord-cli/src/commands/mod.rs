//! One file a command.

pub mod completions;
pub mod eval;
pub mod extract;
pub mod read;
pub mod schema;

use crate::arguments::{Arguments, Command};
use crate::outcome::Outcome;

/// Does what the command line says.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Read(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
    }
}
