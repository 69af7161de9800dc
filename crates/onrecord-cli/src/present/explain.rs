//! Why the fields of statements have their values, for a reader.

use std::fmt::Write;

use onrecord::Explanation;
use onrecord::record::Record;
use onrecord_present::{act, speaker};

use super::answer::{DETAIL, NAME, line};

/// The reasons, statement by statement.
pub fn account(record: &Record, reasons: &[Explanation]) -> String {
    let mut out = String::new();
    for statement in &record.statements {
        let own: Vec<&Explanation> =
            reasons.iter().filter(|reason| reason.statement == statement.id).collect();
        if own.is_empty() {
            continue;
        }
        let who = line(&speaker(statement));
        // writing to a string cannot fail
        let _ = writeln!(out, "{NAME}{} {who} {}{NAME:#}", statement.id, act(statement.act));
        let _ = writeln!(out, "    {}", line(&statement.content.text));
        for Explanation { field, value, reason, .. } in own {
            let value = if value.is_empty() { "nothing".to_owned() } else { line(value) };
            let _ =
                writeln!(out, "  {NAME}{field}{NAME:#}: {value}\n      {DETAIL}{}{DETAIL:#}", line(reason));
        }
        out.push('\n');
    }
    out
}
