//! `onrecord archive`: what goes into an archive, and what is set right by hand.

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use onrecord_archive::{Added, Archive};

use crate::arguments::{ArchiveFile, Reading};
use crate::inputs::{self, Skipped};
use crate::ordered;
use crate::outcome::{Outcome, complain};
use crate::progress::Progress;

/// Keep what was read in one file, and set right who is who
#[derive(Debug, Args)]
pub struct ArchiveCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add articles, or records made earlier
    Add(Add),
    /// Load a newsroom's own list of people, which goes before what articles suggest
    People(People),
    /// Say that two people are one
    Merge(Merge),
    /// Say that what some articles call by a name is somebody else
    Split(Split),
    /// Take in all that another archive holds
    MergeFrom(MergeFrom),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord archive add news/*.html
  onrecord archive add records.jsonl --db desk.db --people people.csv

Adding an article twice changes nothing; a corrected one replaces its old version, which is kept.")]
struct Add {
    /// Files, folders, patterns, addresses, or - for standard input; of any format that onrecord knows
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    archive: ArchiveFile,
    /// Load this list of people first: CSV with name, aliases, wikidata, role, from, until, kind
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  onrecord archive people people.csv

The head line names the columns: name (needed), aliases (separated by ; or |), wikidata, role, from, until
(ISO dates of the role), kind. A person with several roles has several lines.")]
struct People {
    /// The list, CSV
    #[arg(value_name = "FILE")]
    list: PathBuf,
    #[command(flatten)]
    archive: ArchiveFile,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord archive merge 'M. Odell' 'Maria Odell'")]
struct Merge {
    /// Who is taken in: a name that fits one person alone, or an id
    #[arg(value_name = "FROM")]
    from: String,
    /// Who stays
    #[arg(value_name = "INTO")]
    into: String,
    #[command(flatten)]
    archive: ArchiveFile,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord archive split 'Peter Grant' https://example.com/news/1.html")]
struct Split {
    /// Who is two: a name that fits one person alone, or an id
    #[arg(value_name = "PERSON")]
    person: String,
    /// The articles that mean somebody else: addresses, or ids of the archive
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    archive: ArchiveFile,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord archive merge-from partition-2.db --db all.db")]
struct MergeFrom {
    /// The other archive, which is only read
    #[arg(value_name = "FILE")]
    other: PathBuf,
    #[command(flatten)]
    archive: ArchiveFile,
}

impl ArchiveCommand {
    pub fn run(self) -> anyhow::Result<Outcome> {
        match self.what {
            What::Add(add) => add.run(),
            What::People(people) => {
                load_people(&mut Archive::open(&people.archive.db)?, &people.list)?;
                Ok(Outcome::Complete)
            }
            What::Merge(Merge { from, into, archive }) => {
                let person = Archive::open(&archive.db)?.merge_people(&from, &into)?;
                complain(format_args!("{from} is {} ({}) from now on", person.name, person.id));
                Ok(Outcome::Complete)
            }
            What::Split(Split { person, documents, archive }) => {
                let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
                let apart = Archive::open(&archive.db)?.split_person(&person, &documents)?;
                complain(format_args!("there they mean {} ({}) from now on", apart.name, apart.id));
                Ok(Outcome::Complete)
            }
            What::MergeFrom(MergeFrom { other, archive }) => {
                let merged = Archive::open(&archive.db)?.merge_from(&other)?;
                complain(format_args!(
                    "{} articles new, {} replaced, {} unchanged",
                    merged.new, merged.replaced, merged.unchanged
                ));
                Ok(Outcome::Complete)
            }
        }
    }
}

impl Add {
    fn run(mut self) -> anyhow::Result<Outcome> {
        // an archive shows words in their context
        self.reading.with_text = true;
        let mut archive = Archive::open(&self.archive.db)?;
        if let Some(list) = &self.people {
            load_people(&mut archive, list)?;
        }
        let engine = self.reading.model.engine()?;
        let bar = Progress::start(&self.inputs, &self.reading, 0);
        let items = inputs::open(&self.inputs, &self.reading);
        let work = |item| inputs::read(&engine, &self.reading, item);
        let (mut added, mut statements, mut skipped, mut errors) =
            (Tally::default(), 0, Skipped::default(), 0);
        ordered::map(items, self.reading.jobs(), work, |read| {
            match read {
                Ok(done) => match archive.add(&done.record) {
                    Ok(what) => {
                        added.count(what);
                        statements += done.record.statements.len() as u64;
                    }
                    // a record that does not hold together is that article's fault, all else is the archive's
                    Err(error @ onrecord_archive::ArchiveError::Record { .. }) => {
                        errors += 1;
                        skipped.count("record");
                        bar.complain(format_args!("{}: {error}", done.place));
                    }
                    Err(error) => return Err(error.into()),
                },
                Err(failed) => {
                    skipped.count(&failed.reason);
                    if failed.is_error {
                        errors += 1;
                        bar.complain(failed);
                    }
                }
            }
            bar.step(statements);
            Ok::<_, anyhow::Error>(())
        })?;
        bar.finish();
        let Tally { new, replaced, unchanged } = added;
        complain(format_args!("{new} articles new, {replaced} replaced, {unchanged} unchanged, {skipped}"));
        Ok(Outcome::of_failures(errors))
    }
}

/// What adding did, counted.
#[derive(Default)]
struct Tally {
    new: u64,
    replaced: u64,
    unchanged: u64,
}

impl Tally {
    fn count(&mut self, added: Added) {
        match added {
            Added::New => self.new += 1,
            Added::Replaced => self.replaced += 1,
            Added::Unchanged => self.unchanged += 1,
        }
    }
}

fn load_people(archive: &mut Archive, list: &PathBuf) -> anyhow::Result<()> {
    let name = list.display();
    let file = File::open(list).with_context(|| format!("cannot read {name}"))?;
    let loaded = archive.load_people(file).with_context(|| name.to_string())?;
    complain(format_args!("{} people on the list, {} mentions changed", loaded.people, loaded.changed));
    Ok(())
}
