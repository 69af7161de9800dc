//! `onrecord who`: everything an archive holds about one person or body.

use std::fmt::Write;
use std::io::Write as _;

use clap::Args;
use onrecord_archive::{Archive, LabelHit, Tally, Who, WhoQuery};
use onrecord_present::count;

use super::search::{COLUMNS, cells, heading, whereabouts};
use crate::arguments::{AnswerFormat, ArchiveFile};
use crate::outcome::Outcome;
use crate::present::answer::{self, DETAIL, NAME, dotted, line};

/// Show what somebody said, what they are called, and who relays them
#[derive(Debug, Args)]
#[command(
    name = "who",
    after_help = "Examples:
  onrecord who 'Maria Odell'
  onrecord who Odell --format csv > odell.csv"
)]
pub struct WhoCommand {
    /// A name, part of one, or an id
    #[arg(value_name = "NAME")]
    name: String,
    /// How many statements, 500 at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    /// Where an earlier answer ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// How the answer is printed; csv holds the statements
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl WhoCommand {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let archive = Archive::open_read_only(&self.archive.db)?;
        let who = archive.who(&WhoQuery { name: self.name, limit: self.limit, cursor: self.cursor })?;
        match self.format {
            AnswerFormat::Json => answer::json(&who)?,
            AnswerFormat::Csv => answer::csv(COLUMNS, who.statements.items.iter().map(cells))?,
            AnswerFormat::Text => write!(anstream::stdout(), "{}", text(&who))?,
        }
        Ok(Outcome::Complete)
    }
}

fn text(who: &Who) -> String {
    let person = &who.person;
    let mut out = format!("{NAME}{}{NAME:#}\n", line(&person.name));
    let (statements, documents) = (person.statements as usize, person.documents as usize);
    let totals = format!(
        "{} in {}",
        count(statements, "statement", "statements"),
        count(documents, "article", "articles")
    );
    let wikidata = person.wikidata.as_deref();
    // writing to a string cannot fail
    let _ = writeln!(
        out,
        "{DETAIL}{}{DETAIL:#}",
        dotted([Some(person.kind.as_str()), wikidata, Some(&totals), Some(&person.id)])
    );
    list(&mut out, "also named", person.names.iter().map(|name| line(name)));
    list(&mut out, "roles", person.roles.iter().map(|role| line(role)));
    list(
        &mut out,
        "called",
        who.called.iter().map(|name| {
            let by =
                if name.by.is_empty() { String::new() } else { format!(" by {}", line(&name.by.join(", "))) };
            format!("“{}” {}{by}", line(&name.label), count(name.count as usize, "time", "times"))
        }),
    );
    list(&mut out, "calls others", who.calls.iter().map(label));
    list(&mut out, "relayed by", who.relayed_by.iter().map(tally));
    list(&mut out, "told by", who.outlets.iter().map(tally));
    list(&mut out, "years", who.years.iter().map(tally));
    list(&mut out, "topics", who.topics.iter().map(tally));
    for entry in &who.statements.items {
        let _ = writeln!(out, "\n{}\n    {}", heading(entry), line(&entry.statement.content.text));
        let _ = writeln!(out, "    {DETAIL}{}{DETAIL:#}", whereabouts(entry));
    }
    if let Some(next) = &who.statements.next {
        let _ = writeln!(out, "\n{DETAIL}more with --cursor {}{DETAIL:#}", line(next));
    }
    if !who.others.is_empty() {
        let others = who.others.iter().map(|other| format!("{} ({})", line(&other.name), other.id));
        out.push('\n');
        list(&mut out, "the name also fits", others);
    }
    out
}

fn label(label: &LabelHit) -> String {
    format!("{} “{}”", line(&label.target), line(&label.label))
}

fn tally(tally: &Tally) -> String {
    format!("{} ({})", line(&tally.value), tally.count)
}

fn list(out: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        let _ = writeln!(out, "{DETAIL}{name}:{DETAIL:#} {}", items.join(", "));
    }
}
