//! `onrecord schema`: the JSON Schema of a record.

use std::io::{self, Write};

use clap::Args;
use onrecord::record::Record;

use crate::outcome::Outcome;

/// Print the JSON Schema of a record
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord schema > record.schema.json")]
pub struct Schema {}

impl Schema {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Record))?;
        writeln!(io::stdout(), "{schema}")?;
        Ok(Outcome::Complete)
    }
}
