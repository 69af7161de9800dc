//! `onrecord outlets`: how each outlet sources its statements.

use std::fmt::Write;
use std::io::Write as _;

use clap::Args;
use onrecord_archive::{Archive, OutletProfile, Share, Tally};

use crate::arguments::{AnswerFormat, ArchiveFile};
use crate::outcome::Outcome;
use crate::present::answer::{self, DETAIL, NAME, cell, line};

/// Compare how outlets source what they print
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord outlets --format csv > outlets.csv")]
pub struct Outlets {
    /// How the answer is printed
    #[arg(long, short, value_enum, default_value_t)]
    format: AnswerFormat,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl Outlets {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let profiles = Archive::open_read_only(&self.archive.db)?.outlets()?;
        match self.format {
            AnswerFormat::Json => answer::json(&profiles)?,
            AnswerFormat::Csv => answer::csv(
                [
                    "outlet",
                    "articles",
                    "statements",
                    "direct",
                    "mixed",
                    "unnamed",
                    "relayed",
                    "women",
                    "men",
                    "most quoted",
                    "labels",
                    "altered",
                ],
                profiles.iter().map(row),
            )?,
            AnswerFormat::Text => write!(anstream::stdout(), "{}", text(&profiles))?,
        }
        Ok(Outcome::Complete)
    }
}

fn text(profiles: &[OutletProfile]) -> String {
    let mut out = String::new();
    for profile in profiles {
        let outlet = profile.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), line);
        // writing to a string cannot fail
        let _ = writeln!(
            out,
            "{NAME}{outlet}{NAME:#}\n    {} statements in {} articles: {} direct, {} mixed, {} unnamed, {} relayed",
            profile.statements,
            profile.documents,
            percent(profile.direct),
            percent(profile.mixed),
            percent(profile.anonymous),
            percent(profile.relayed)
        );
        if profile.women.of > 0 {
            let (women, men) = (percent(profile.women), percent(profile.men));
            let _ = writeln!(out, "    of the speakers whose gender is known: {women} women, {men} men");
        }
        for (name, tallies) in [("most quoted", &profile.most_quoted), ("labels", &profile.labels)] {
            if !tallies.is_empty() {
                let _ = writeln!(out, "    {DETAIL}{name}:{DETAIL:#} {}", names(tallies));
            }
        }
        if profile.altered > 0 {
            let _ = writeln!(out, "    {} tellings change words inside quotation marks", profile.altered);
        }
        out.push('\n');
    }
    out
}

fn row(profile: &OutletProfile) -> [String; 12] {
    [
        cell(profile.outlet.as_deref()),
        profile.documents.to_string(),
        profile.statements.to_string(),
        share(profile.direct),
        share(profile.mixed),
        share(profile.anonymous),
        share(profile.relayed),
        share(profile.women),
        share(profile.men),
        names(&profile.most_quoted),
        names(&profile.labels),
        profile.altered.to_string(),
    ]
}

fn percent(share: Share) -> String {
    format!("{:.0}%", 100.0 * share.share)
}

fn share(share: Share) -> String {
    format!("{:.4}", share.share)
}

fn names(tallies: &[Tally]) -> String {
    tallies
        .iter()
        .map(|tally| format!("{} ({})", line(&tally.value), tally.count))
        .collect::<Vec<_>>()
        .join(", ")
}
