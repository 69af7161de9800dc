//! `onrecord trace`: the tellings of one utterance, and what each did to its words.

use std::fmt::Write;
use std::io::Write as _;

use clap::Args;
use onrecord_archive::{Archive, Drift, Family, LinkKind, Run, RunKind, Telling, TraceQuery};
use onrecord_present::count;

use super::search::{COLUMNS, cells, heading, whereabouts};
use crate::arguments::{AnswerFormat, ArchiveFile};
use crate::outcome::Outcome;
use crate::present::answer::{self, ADDED, DETAIL, DROPPED, NAME, line};

/// Follow a statement across outlets, word by word
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord trace 'a door painted on a wall'
  onrecord trace 3f2a9c51d07be846 --format json

What a telling dropped is shown as [-words-], what it added as {+words+}.")]
pub struct Trace {
    /// The id of a statement, or words that somebody is said to have said
    #[arg(required = true, value_name = "STATEMENT|WORDS")]
    what: Vec<String>,
    /// How the answer is printed
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl Trace {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let archive = Archive::open_read_only(&self.archive.db)?;
        let family = archive.trace(&query(&self.what.join(" ")))?;
        match self.format {
            AnswerFormat::Json => answer::json(&family)?,
            AnswerFormat::Csv => {
                let names: Vec<&str> = COLUMNS.into_iter().chain(["kind", "altered", "drift"]).collect();
                answer::table(&names, family.tellings.iter().map(row))?;
            }
            AnswerFormat::Text => write!(anstream::stdout(), "{}", text(&family))?,
        }
        Ok(Outcome::Complete)
    }
}

/// An id is 16 hexadecimal digits; anything else is words.
fn query(what: &str) -> TraceQuery {
    if what.len() == 16 && what.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return TraceQuery::Statement(what.to_owned());
    }
    TraceQuery::Words(what.to_owned())
}

fn text(family: &Family) -> String {
    let altered = family.tellings.iter().filter(|telling| is_altered(telling)).count();
    let tellings = count(family.count as usize, "telling", "tellings");
    let mut out =
        format!("{NAME}{tellings} by {}{NAME:#}\n", count(family.outlets as usize, "outlet", "outlets"));
    if altered > 0 {
        // writing to a string cannot fail
        let _ = writeln!(out, "{NAME}{altered} changed words inside quotation marks{NAME:#}");
    }
    for telling in &family.tellings {
        let asked = if telling.entry.id == family.asked { "  (the one asked for)" } else { "" };
        let _ = writeln!(out, "\n{}{asked}", heading(&telling.entry));
        let words = match &telling.drift {
            Some(drift) => drift.runs.iter().map(styled).collect::<Vec<_>>().join(" "),
            None => line(&telling.entry.statement.content.text),
        };
        let how = telling.kind.map_or("earliest known", link);
        let warning = if is_altered(telling) { ", words changed inside quotation marks" } else { "" };
        let _ = writeln!(out, "    {words}");
        let _ = writeln!(out, "    {DETAIL}{how}{warning} · {}{DETAIL:#}", whereabouts(&telling.entry));
    }
    out
}

fn row(telling: &Telling) -> Vec<String> {
    let drift = telling.drift.as_ref().map(plain).unwrap_or_default();
    let kind = telling.kind.map_or("earliest", link).to_owned();
    cells(&telling.entry).into_iter().chain([kind, is_altered(telling).to_string(), drift]).collect()
}

fn is_altered(telling: &Telling) -> bool {
    telling.drift.as_ref().is_some_and(|drift| drift.altered)
}

fn plain(drift: &Drift) -> String {
    let runs: Vec<String> = drift.runs.iter().map(|run| marked(run, "", "", "", "")).collect();
    runs.join(" ")
}

fn styled(run: &Run) -> String {
    let (dropped, added) = (DROPPED.render().to_string(), ADDED.render().to_string());
    marked(run, &dropped, &DROPPED.render_reset().to_string(), &added, &ADDED.render_reset().to_string())
}

/// A run with its change marked by signs, so that it can be read without colours.
fn marked(run: &Run, drop: &str, drop_end: &str, add: &str, add_end: &str) -> String {
    let (before, after) = (line(&run.before), line(&run.after));
    let dropped = format!("{drop}[-{before}-]{drop_end}");
    let added = format!("{add}{{+{after}+}}{add_end}");
    match run.kind {
        RunKind::Same => after,
        RunKind::Dropped => dropped,
        RunKind::Added => added,
        RunKind::Changed => format!("{dropped} {added}"),
    }
}

fn link(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Verbatim => "the same words",
        LinkKind::Trimmed => "trimmed",
        LinkKind::Stitched => "stitched together",
        LinkKind::Altered => "altered",
        LinkKind::Paraphrased => "paraphrased",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_told_from_words() {
        assert_eq!(query("0123456789abcdef"), TraceQuery::Statement("0123456789abcdef".into()));
        assert_eq!(query("a door on a wall"), TraceQuery::Words("a door on a wall".into()));
    }

    #[test]
    fn changes_can_be_read_without_colours() {
        let run = |kind, before: &str, after: &str| Run {
            kind,
            before: before.into(),
            after: after.into(),
            quoted: true,
            marked: false,
        };
        let runs = vec![
            run(RunKind::Same, "we", "we"),
            run(RunKind::Changed, "may", "will"),
            run(RunKind::Dropped, "not", ""),
        ];
        assert_eq!(plain(&Drift { altered: true, runs }), "we [-may-] {+will+} [-not-]");
    }
}
