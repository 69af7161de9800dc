//! What the command line can say. The help texts are the manual; `docs/cli.md` is made from them.

use std::fmt::{self, Display, Formatter};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use onrecord::{Engine, EngineError, Tier};

use crate::commands;

/// Reads news and keeps the record of who said what, according to whom.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, propagate_version = true, styles = STYLES, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0, all went well; 1, some inputs could not be read and the others were; \
    2, the command could not do its work."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and show who said what
    Read(commands::read::Read),
    /// Read many articles and keep their records in a file
    Extract(commands::extract::Extract),
    /// Keep what was read in one file, and set right who is who
    Archive(commands::archive::ArchiveCommand),
    /// Find statements in an archive
    Search(commands::search::Search),
    /// Show what somebody said, what they are called, and who relays them
    Who(commands::who::WhoCommand),
    /// Follow a statement across outlets, word by word
    Trace(commands::trace::Trace),
    /// Compare how outlets source what they print
    Outlets(commands::outlets::Outlets),
    /// Open a page to read articles and search an archive, and a REST API
    Serve(commands::serve::Serve),
    /// Ask in SQL, an archive or files of articles; it can only be read
    Sql(commands::sql::Sql),
    /// Read articles on many machines: the processes that answer `onrecord sql --cluster`
    Cluster(commands::cluster::ClusterCommand),
    /// Add what is new in feeds to an archive, until told to stop
    Watch(commands::watch::Watch),
    /// Measure the engine against annotated articles
    Eval(commands::eval::Eval),
    /// Print the JSON Schema of a record
    Schema(commands::schema::Schema),
    /// Print completions for a shell
    Completions(commands::completions::Completions),
}

/// How inputs are read. Every command that takes articles takes these.
#[derive(Clone, Debug, Args)]
pub struct Reading {
    /// Publication date of articles that do not bring their own: relative dates are counted from it
    #[arg(long, value_name = "DATE", value_parser = iso_date)]
    pub published: Option<String>,
    /// Put each article's plain text into `document.text`
    #[arg(long)]
    pub with_text: bool,
    /// Column of a table, or key of a JSON object, that holds the text
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Most bytes that one article may have, before its markup is taken off
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 20)]
    pub max_bytes: u64,
    /// Which of the two embedded models reads
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub model: Model,
    /// Read articles in languages that the model does not know, too
    #[arg(long)]
    pub any_language: bool,
    /// Fetch addresses that lead into the local network, too
    #[arg(long)]
    pub allow_local: bool,
    /// Threads to use [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

impl Reading {
    /// How many threads to use.
    pub fn jobs(&self) -> usize {
        cores(self.jobs)
    }
}

/// As many as were asked for, else one for each core.
pub fn cores(asked: Option<NonZeroUsize>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    asked.map_or_else(cores, NonZeroUsize::get)
}

/// The embedded models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// Finds the most
    #[default]
    Accurate,
    /// Finds less, in a fraction of the time: for archives and crawls
    Fast,
}

impl Model {
    /// Loads it.
    pub fn engine(self) -> Result<Engine, EngineError> {
        Engine::with(self.into())
    }
}

impl From<Model> for Tier {
    fn from(model: Model) -> Self {
        match model {
            Model::Accurate => Tier::Accurate,
            Model::Fast => Tier::Fast,
        }
    }
}

/// Where commands that add to an archive or ask it find it.
#[derive(Clone, Debug, Args)]
pub struct ArchiveFile {
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "onrecord.db")]
    pub db: PathBuf,
}

/// How the answer of an archive is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A table that opens in a spreadsheet
    Csv,
}

/// Where another process listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name, or the number of the machine; IPv6 in brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(argument: &str) -> Result<Self, Self::Err> {
        let parts = argument.rsplit_once(':').filter(|(host, _)| !host.is_empty() && !host.contains('/'));
        let parts = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        let (host, port) = parts.ok_or("give a host and a port, as in 10.0.0.1:50050")?;
        Ok(Address { host: host.to_owned(), port })
    }
}

impl Display for Address {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Takes a date as ISO 8601 writes it, and nothing else.
fn iso_date(argument: &str) -> Result<String, String> {
    let date: jiff::civil::Date =
        argument.parse().map_err(|_| "give a date that exists, as in 2022-04-14".to_owned())?;
    Ok(date.to_string())
}
