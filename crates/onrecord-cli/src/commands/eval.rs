//! `onrecord eval`: how well the engine, or records made earlier, agree with annotated articles.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use onrecord_eval::floors::{self, Broken, Floors};
use onrecord_eval::gold::{Annotated, attributions, read_annotated, read_records};
use onrecord_eval::report::{json, per_case_csv, table};
use onrecord_eval::score::{Scores, score};

use crate::arguments::Model;
use crate::ordered;
use crate::outcome::{Outcome, complain};

/// Measure the engine against annotated articles
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord eval gold.jsonl
  onrecord eval gold.jsonl --records records.jsonl --json
  onrecord eval gold.jsonl --per-publisher --per-case cases.csv

A line of GOLD holds {\"id\", \"text\", \"attributions\": [{\"source\", \"cue\", \"content\"}]}, each role a list of
[start, end] in code points. Statements inside others are left out, since gold has none.")]
pub struct Eval {
    /// Annotated articles, JSON Lines
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Score these records instead of reading the articles
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// Which of the two embedded models reads
    #[arg(long, value_enum, value_name = "NAME", default_value_t, conflicts_with = "records")]
    model: Model,
    /// Print one JSON object
    #[arg(long, conflicts_with = "per_publisher")]
    json: bool,
    /// Print the figures of each publisher, too
    #[arg(long)]
    per_publisher: bool,
    /// Write the counts of each article to a table
    #[arg(long, value_name = "FILE")]
    per_case: Option<PathBuf>,
    /// Fail where a figure is below its floor
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
    /// Set the floors to what is measured; none is lowered
    #[arg(long, requires = "floors")]
    update: bool,
    /// With --update, lower floors too
    #[arg(long, requires = "update")]
    lower: bool,
    /// Threads to use [default: one for each core]
    #[arg(long, short, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
}

impl Eval {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let name = self.gold.display().to_string();
        let bytes = fs::read(&self.gold).with_context(|| format!("cannot read {name}"))?;
        let gold = read_annotated(&name, bytes.as_slice())?;
        let cases = match &self.records {
            Some(path) => score_records(&gold, path)?,
            None => self.score_engine(&gold)?,
        };
        let total = sum(&cases);
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", json(&total))?;
        } else {
            write!(out, "{}", table(&total))?;
        }
        if self.per_publisher {
            for (publisher, scores) in by_publisher(&cases) {
                write!(out, "\n{publisher}\n{}", table(&scores))?;
            }
        }
        if let Some(path) = &self.per_case {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            per_case_csv(&cases, BufWriter::new(file))?;
        }
        match &self.floors {
            Some(path) => self.hold_to_floors(path, &floors::sha256(&bytes), &total),
            None => Ok(Outcome::Complete),
        }
    }

    fn score_engine<'g>(&self, gold: &'g [Annotated]) -> anyhow::Result<Vec<(&'g Annotated, Scores)>> {
        let engine = self.model.engine()?;
        let jobs = self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, |n| n.get());
        let work = |document: &'g Annotated| {
            (document, score(document, &attributions(&engine.read(&document.article()))))
        };
        let mut out = Vec::with_capacity(gold.len());
        ordered::map(gold.iter(), jobs, work, |case| {
            out.push(case);
            Ok::<_, anyhow::Error>(())
        })?;
        Ok(out)
    }

    fn hold_to_floors(&self, path: &Path, sha256: &str, total: &Scores) -> anyhow::Result<Outcome> {
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let mut floors: Floors = serde_json::from_str(&text).with_context(|| name.to_string())?;
        let of_corpus = floors.0.iter_mut().find(|(corpus, _)| self.gold.ends_with(corpus));
        let Some((_, corpus)) = of_corpus else {
            bail!("{name} keeps no floors for {}", self.gold.display());
        };
        let figures = total.figures();
        if !self.update {
            let broken = corpus.check(sha256, &figures);
            broken.iter().for_each(complain);
            return Ok(Outcome::of_failures(broken.len() as u64));
        }
        let (updated, changes) = corpus.updated(sha256, &figures);
        let same_corpus =
            corpus.check(sha256, &figures).iter().all(|b| !matches!(b, Broken::OtherCorpus { .. }));
        let lowered: Vec<_> = changes.iter().filter(|change| change.lowers()).collect();
        if !self.lower && same_corpus && !lowered.is_empty() {
            lowered.iter().for_each(complain);
            bail!("the update would lower floors; --lower does it all the same");
        }
        *corpus = updated;
        fs::write(path, serde_json::to_string_pretty(&floors)? + "\n").with_context(|| name.to_string())?;
        changes.iter().for_each(complain);
        Ok(Outcome::Complete)
    }
}

fn score_records<'g>(gold: &'g [Annotated], path: &Path) -> anyhow::Result<Vec<(&'g Annotated, Scores)>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    let predicted = read_records(&name, BufReader::new(file))?;
    let by_id: BTreeMap<&str, &Annotated> = predicted.iter().map(|p| (p.id.as_str(), p)).collect();
    let missing = gold.iter().filter(|g| !by_id.contains_key(g.id.as_str())).count();
    if missing > 0 {
        complain(format_args!("{missing} of {} articles have no record in {name}", gold.len()));
    }
    let found = |g: &Annotated| by_id.get(g.id.as_str()).map_or(&[][..], |p| &p.attributions);
    Ok(gold.iter().map(|g| (g, score(g, found(g)))).collect())
}

fn sum(cases: &[(&Annotated, Scores)]) -> Scores {
    let mut out = Scores::default();
    cases.iter().for_each(|(_, scores)| out += scores);
    out
}

fn by_publisher<'g>(cases: &[(&'g Annotated, Scores)]) -> BTreeMap<&'g str, Scores> {
    let mut out: BTreeMap<&str, Scores> = BTreeMap::new();
    for (document, scores) in cases {
        *out.entry(document.publisher().unwrap_or("publisher unknown")).or_default() += scores;
    }
    out
}
