//! Text from outside, fit for a terminal.

use std::fmt::{self, Display};

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
    fn nothing_printed_steers_the_terminal() {
        let shown = Printable("a\x1b[31mb\u{9b}c\u{202e}d\ne").to_string();
        assert_eq!(shown, "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\ne");
    }
}
