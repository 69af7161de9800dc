//! One file a command.

pub mod archive;
pub mod cluster;
pub mod completions;
pub mod eval;
pub mod extract;
pub mod outlets;
pub mod read;
pub mod schema;
pub mod search;
pub mod serve;
pub mod sql;
pub mod trace;
pub mod watch;
pub mod who;

use crate::arguments::{Arguments, Command};
use crate::outcome::Outcome;

/// Does what the command line says.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Read(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Archive(command) => command.run(),
        Command::Search(command) => command.run(),
        Command::Who(command) => command.run(),
        Command::Trace(command) => command.run(),
        Command::Outlets(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Sql(command) => command.run(),
        Command::Cluster(command) => command.run(),
        Command::Watch(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
    }
}
