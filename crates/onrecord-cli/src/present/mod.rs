//! What goes to a terminal beside records: answers of an archive, reasons, records as JSON.
//!
//! What a record looks like to a reader is in the crate `onrecord-present`.

pub mod answer;
pub mod explain;

use std::io::{self, IsTerminal};

use onrecord::record::Record;
use onrecord_present::text::{NARROWEST, WIDTH};

/// Writes a record as indented JSON, without a line break at its end.
pub fn json(record: &Record, out: impl io::Write) -> anyhow::Result<()> {
    // as an input or output error, so that a closed pipe is seen to be one
    Ok(serde_json::to_writer_pretty(out, record).map_err(io::Error::from)?)
}

/// Columns that suit the terminal at hand; where there is none an account is the same everywhere.
pub fn width() -> usize {
    if io::stdout().is_terminal() { textwrap::termwidth().clamp(NARROWEST, WIDTH) } else { WIDTH }
}
