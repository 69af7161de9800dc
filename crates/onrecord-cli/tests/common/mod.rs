//! Running the command as a person would.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The command, in the root of the repository: the one that `ONRECORD_BIN` names, else the one just built.
pub fn onrecord(arguments: &[&str]) -> Command {
    let built = || env!("CARGO_BIN_EXE_onrecord").into();
    let mut command = Command::new(std::env::var_os("ONRECORD_BIN").unwrap_or_else(built));
    command.args(arguments).current_dir(root()).env_remove("CLICOLOR_FORCE");
    command
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the command to its end.
pub fn run(arguments: &[&str]) -> Ran {
    Ran::new(onrecord(arguments).output().expect("the command runs"))
}

/// Runs the command with something on standard input.
pub fn run_with(arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = onrecord(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = input.to_vec();
    // from a thread of its own, so that neither side waits for the other; the command may stop reading
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let ran = Ran::new(child.wait_with_output().expect("the command ends"));
    feeder.join().expect("the input was fed");
    ran
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn new(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The output of a command that must have gone well.
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// The output as JSON, of a command that must have gone well.
    pub fn json(self) -> Value {
        serde_json::from_str(&self.good()).expect("the output is JSON")
    }

    /// Nothing panicked.
    pub fn no_panic(&self) {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert!(matches!(self.code, Some(0..=2)), "ended with {:?}: {}", self.code, self.err);
    }
}

/// The output as lines of JSON.
pub fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}
