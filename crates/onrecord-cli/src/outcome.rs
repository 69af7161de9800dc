//! How a command went, and how it says what went wrong.

use std::fmt::{self, Display};
use std::io::{self, Write};

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
    // where standard error is closed there is nobody left to tell
    let _ = writeln!(anstream::stderr(), "onrecord: {}", Printable(&what.to_string()));
}

/// Whether an error means that nobody reads the output any more.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A text from outside, shown on a terminal: what would steer the terminal, or turn the direction of
/// the text around it, is replaced.
pub struct Printable<'t>(pub &'t str);

impl Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            fmt::Write::write_char(f, printable(c))?;
        }
        Ok(())
    }
}

/// A character that does nothing but stand there.
fn printable(c: char) -> char {
    match c {
        '\n' => '\n',
        '\t' => ' ',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
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

    #[test]
    fn nothing_printed_steers_the_terminal() {
        let shown = Printable("a\x1b[31mb\u{9b}c\u{202e}d\ne").to_string();
        assert_eq!(shown, "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\ne");
    }
}
