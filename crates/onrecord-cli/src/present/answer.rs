//! Answers of an archive: as JSON, as a table for a spreadsheet, and the pieces of their text form.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use onrecord_present::Printable;

/// A name or a heading.
pub const NAME: Style = Style::new().bold();
/// What is less important.
pub const DETAIL: Style = Style::new().dimmed();
/// Words that were looked for.
pub const HIT: Style = AnsiColor::Yellow.on_default().bold();
/// Words that a telling dropped.
pub const DROPPED: Style = AnsiColor::Red.on_default().strikethrough();
/// Words that a telling added.
pub const ADDED: Style = AnsiColor::Green.on_default().underline();

/// Prints an answer as one JSON object.
pub fn json(answer: &impl Serialize) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, answer).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

/// Prints rows of cells under their names. No cell is taken for a formula by a spreadsheet.
pub fn csv<const N: usize>(
    names: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> anyhow::Result<()> {
    table(&names, rows.into_iter().map(Vec::from))
}

/// Prints rows of cells under names that are not known before.
pub fn table(names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(io::stdout().lock());
    out.write_record(names.iter().map(|name| guarded((*name).to_owned()))).map_err(unwrapped)?;
    for row in rows {
        out.write_record(row.into_iter().map(guarded)).map_err(unwrapped)?;
    }
    Ok(out.flush()?)
}

/// A text from outside on one line.
pub fn line(text: &str) -> String {
    Printable(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

/// What is there, in a row with dots between.
pub fn dotted<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).map(line).collect();
    parts.join(" · ")
}

/// A value, or nothing.
pub fn cell(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// The error underneath, so that a closed pipe is seen to be one.
fn unwrapped(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("=1+1".into()), "'=1+1");
        assert_eq!(guarded("a=1".into()), "a=1");
    }

    #[test]
    fn parts_that_are_missing_leave_no_dot() {
        assert_eq!(dotted([Some("a"), None, Some(""), Some("b\nc")]), "a · b c");
    }
}
