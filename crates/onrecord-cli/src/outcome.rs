//! How a command went, and how it says what went wrong.

use std::fmt::Display;
use std::io::{self, Write};

use onrecord_present::Printable;

/// How a command ended, where it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Complete,
    /// Some inputs could not be read; the others were.
    SomeInputsFailed,
}

impl Outcome {
    /// Complete where nothing failed.
    pub fn of_failures(failures: u64) -> Self {
        if failures == 0 { Outcome::Complete } else { Outcome::SomeInputsFailed }
    }
}

/// Writes one line about something that went wrong to standard error.
pub fn complain(what: impl Display) {
    // in one piece, so that whoever reads along never sees half a line
    let line = format!("onrecord: {}\n", Printable(&what.to_string()));
    // where standard error is closed there is nobody left to tell
    let _ = anstream::stderr().write_all(line.as_bytes());
}

/// Whether an error means that nobody reads the output any more.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_pipe_is_found_under_its_context() {
        let broken = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing");
        assert!(is_broken_pipe(&broken));
        assert!(!is_broken_pipe(&anyhow::anyhow!("else")));
    }
}
