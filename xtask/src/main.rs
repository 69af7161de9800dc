//! Chores of the repository, run as `cargo xtask CHORE`.
//!
//! It needs nothing but the standard library, so that it builds at once on a fresh machine.

mod chores;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask CHORE

  test               run every test of the repository but those of `cluster`
  cluster            lint and test SQL over files and clusters, which take minutes to compile
  gate               what a change must pass: format, lints, tidy, tests, hostile input, floors
  tidy               check the layering and the habits of the code
  generate           write the JSON Schema and docs/cli.md anew
  floors [--update]  hold the scores to their floors, where the shared data is present
  hostile [SECONDS]  run the engine on arbitrary bytes for a while (60 seconds)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test"] => chores::test(),
        ["cluster"] => chores::cluster(),
        ["gate"] => chores::gate(),
        ["tidy"] => tidy::check(),
        ["generate"] => chores::generate(),
        ["floors", rest @ ..] => chores::floors(rest),
        ["hostile"] => chores::hostile("60"),
        ["hostile", seconds] => chores::hostile(seconds),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("xtask: {what}");
            ExitCode::FAILURE
        }
    }
}
