//! `onrecord search`: statements of an archive by their words, speakers, outlets and dates.

use std::fmt::Write;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use onrecord::record::{ActKind, Form};
use onrecord_archive::{Archive, Hit, Order, Page, Query, Spelt};
use onrecord_present::{Printable, act, chain};

use crate::arguments::{AnswerFormat, ArchiveFile};
use crate::outcome::Outcome;
use crate::present::answer::{self, DETAIL, HIT, NAME, cell, dotted, line};

/// Find statements in an archive
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord search 'harbour bridge' --speaker Odell --since 2024
  onrecord search '\"not going to break\"' --form direct --format csv
  onrecord search --anonymous --outlet 'Northern Wire'

Words must all stand in the statement or its speaker's name; \"several words\" in quotation marks together.")]
pub struct Search {
    /// Words to look for
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only what this person or body said: a name, part of one, or an id
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Only articles of this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Published on this day or later: 2022, 2022-04 or 2022-04-14
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How much of it stands in quotation marks
    #[arg(long, value_name = "FORM", value_parser = one_of::<Form>())]
    form: Option<Form>,
    /// What the speaker does
    #[arg(long, value_name = "ACT", value_parser = one_of::<ActKind>())]
    act: Option<ActKind>,
    /// Only speakers whose name the article withholds
    #[arg(long)]
    anonymous: bool,
    /// Only speakers whose name the article gives
    #[arg(long, conflicts_with = "anonymous")]
    named: bool,
    /// Only speakers whom somebody calls this
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// Only what this person or outlet relays
    #[arg(long, value_name = "NAME")]
    via: Option<String>,
    /// The best match, or the latest or earliest published, first
    #[arg(long, value_name = "ORDER", value_parser = one_of::<Order>(), default_value = Order::default().word())]
    order: Order,
    /// How many, 500 at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Where an earlier answer ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// How the answer is printed
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl Search {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let archive = Archive::open_read_only(&self.archive.db)?;
        let format = self.format;
        let page = archive.search(&self.query())?;
        match format {
            AnswerFormat::Json => answer::json(&page)?,
            AnswerFormat::Csv => csv(&page)?,
            AnswerFormat::Text => {
                use std::io::Write;
                write!(anstream::stdout(), "{}", text(&page))?;
            }
        }
        Ok(Outcome::Complete)
    }

    fn query(self) -> Query {
        Query {
            words: self.words.join(" "),
            speaker: self.speaker,
            outlet: self.outlet,
            since: self.since,
            until: self.until,
            form: self.form,
            act: self.act,
            anonymous: if self.anonymous { Some(true) } else { self.named.then_some(false) },
            label: self.label,
            via: self.via,
            order: self.order,
            limit: self.limit,
            cursor: self.cursor,
            facets: false,
        }
    }
}

/// Takes one of the words of a closed set.
fn one_of<T: Spelt + Send + Sync>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::words())
        .try_map(|word| T::read(&word).ok_or_else(|| format!("`{word}` is not known")))
}

fn text(page: &Page<Hit>) -> String {
    let least = if page.total_exact { "" } else { "at least " };
    let mut out = format!("{DETAIL}{} of {least}{} statements{DETAIL:#}\n", page.items.len(), page.total);
    for hit in &page.items {
        let words: String = hit
            .pieces
            .iter()
            .map(|piece| {
                let text = Printable(&piece.text).to_string().replace('\n', " ");
                if piece.hit { format!("{HIT}{text}{HIT:#}") } else { text }
            })
            .collect();
        // writing to a string cannot fail
        let _ = writeln!(out, "\n{}\n    {words}", heading(&hit.entry));
        let _ = writeln!(out, "    {DETAIL}{}{DETAIL:#}", whereabouts(&hit.entry));
    }
    if let Some(next) = &page.next {
        let _ = writeln!(out, "\n{DETAIL}more with --cursor {}{DETAIL:#}", line(next));
    }
    out
}

/// Who does what, and through whom.
pub(super) fn heading(entry: &onrecord_archive::StatementEntry) -> String {
    let statement = &entry.statement;
    let cue = statement.cue.as_ref().map(|cue| format!(" (“{}”)", line(&cue.text))).unwrap_or_default();
    let who = line(&onrecord_present::speaker(statement));
    let withheld = if statement.speaker.anonymous { ", name withheld" } else { "" };
    let via = chain(&statement.via);
    let via = if via.is_empty() { via } else { format!(", via {}", line(&via)) };
    format!("{NAME}{who}{NAME:#}{withheld} {}{cue}{via}", act(statement.act))
}

/// Where a statement stands, and what to ask for it by.
pub(super) fn whereabouts(entry: &onrecord_archive::StatementEntry) -> String {
    let tellings = (entry.tellings > 1).then(|| format!("told {} times", entry.tellings));
    let parts = [&entry.published, &entry.outlet, &entry.title, &entry.url].map(Option::as_deref);
    dotted(parts.into_iter().chain([tellings.as_deref(), Some(entry.id.as_str())]))
}

/// The columns of a statement in a table.
pub(super) const COLUMNS: [&str; 13] = [
    "id",
    "published",
    "outlet",
    "title",
    "url",
    "speaker",
    "role",
    "anonymous",
    "act",
    "form",
    "via",
    "content",
    "tellings",
];

/// The cells of a statement in a table.
pub(super) fn cells(entry: &onrecord_archive::StatementEntry) -> [String; 13] {
    let statement = &entry.statement;
    [
        entry.id.clone(),
        cell(entry.published.as_deref()),
        cell(entry.outlet.as_deref()),
        cell(entry.title.as_deref()),
        cell(entry.url.as_deref()),
        cell(statement.speaker.name.as_deref()),
        cell(statement.speaker.role.as_deref()),
        statement.speaker.anonymous.to_string(),
        act(statement.act).to_owned(),
        statement.form.name().to_owned(),
        chain(&statement.via),
        statement.content.text.clone(),
        entry.tellings.to_string(),
    ]
}

fn csv(page: &Page<Hit>) -> anyhow::Result<()> {
    answer::csv(COLUMNS, page.items.iter().map(|hit| cells(&hit.entry)))
}
