//! `onrecord extract`: many articles in, their records into a file, in the order of the input.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use onrecord_read::ReadError;
use onrecord_read::write::{OutputFormat, RecordWriter, writer};

use crate::arguments::Reading;
use crate::brat_folder::BratFolder;
use crate::duplicates;
use crate::inputs::{self, Read};
use crate::journal::{self, Journal, Unusable};
use crate::ordered;
use crate::outcome::{Outcome, complain};
use crate::progress::Progress;

/// Read many articles and keep their records in a file
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord extract news.jsonl -o records.jsonl
  onrecord extract crawl/*.warc.gz -o records.parquet
  onrecord extract pages/ -o statements.csv --jobs 4
  onrecord extract news.jsonl -o records.jsonl --resume

Articles come as JSON Lines ({\"id\", \"text\", ...}, other keys are kept), tables, pages, feeds, web archives,
text files or folders of them. What cannot be read is reported and skipped, and the exit code is 1.")]
pub struct Extract {
    /// Files, folders, patterns, addresses, or - for standard input; of any format that onrecord knows
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// Where the records go; - is standard output
    #[arg(long, short, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// How the records are written [default: by the ending of OUT, else jsonl]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Go on where a run that was broken off had come to
    #[arg(long)]
    resume: bool,
    /// Start over where a run was broken off
    #[arg(long, conflicts_with = "resume")]
    restart: bool,
    /// Name in `document.duplicate` the article that one repeats
    #[arg(long)]
    mark_duplicates: bool,
    #[command(flatten)]
    reading: Reading,
}

/// How records are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One record a line
    Jsonl,
    /// One row a statement
    Csv,
    /// One row a record, nested
    Parquet,
    /// W3C Web Annotations, one a line
    Annotation,
    /// A folder of brat files, a text and its annotations for each article
    Brat,
}

impl Extract {
    pub fn run(mut self) -> anyhow::Result<Outcome> {
        let started = Instant::now();
        let format = self.format.unwrap_or_else(|| Format::of(&self.output));
        // these show where words stand, or what stands around them
        self.reading.with_text |= matches!(format, Format::Annotation | Format::Brat);
        let Some(mut output) = self.open_output(format)? else { return Ok(Outcome::Complete) };
        let engine = self.reading.model.engine()?;
        let bar = Progress::start(&self.inputs, &self.reading, output.progress.items);
        let done = usize::try_from(output.progress.items).context("the journal counts too many articles")?;
        let repeated = Arc::new(duplicates::Tally::default());
        // those done before are looked at too, since later ones may repeat them
        let items = inputs::open(&self.inputs, &self.reading);
        let items = duplicates::watch(items, repeated.clone(), self.mark_duplicates).skip(done);
        let work = |item: Result<_, ReadError>| inputs::read(&engine, &self.reading, item);
        ordered::map(items, self.reading.jobs(), work, |read| {
            if let Err(failed) = &read
                && failed.is_error
            {
                bar.complain(failed);
            }
            output.take(read).with_context(|| format!("cannot write {}", self.output.display()))?;
            bar.step(output.progress.statements);
            Ok::<_, anyhow::Error>(())
        })?;
        bar.finish();
        let progress = output.finish().with_context(|| format!("cannot write {}", self.output.display()))?;
        complain(format_args!(
            "{} articles, {} statements, {}, {repeated}, {:.1} s",
            progress.records,
            progress.statements,
            progress.skipped,
            started.elapsed().as_secs_f64()
        ));
        Ok(Outcome::of_failures(progress.errors))
    }

    /// Opens the output, as far as it has come; `None` where there is nothing left to do.
    fn open_output(&self, format: Format) -> anyhow::Result<Option<Output>> {
        let context = || format!("cannot write {}", self.output.display());
        if self.output == Path::new("-") {
            if self.resume {
                bail!("standard output cannot be resumed; name a file with -o");
            }
            let Some(form) = format.stream() else { bail!("brat files need a folder; name one with -o") };
            return Ok(Some(Output::at_once(Box::new(io::stdout()), form)?));
        }
        if format == Format::Parquet {
            if self.resume {
                bail!("a Parquet file cannot be resumed; write JSON Lines, and make Parquet of them after");
            }
            let file = File::create(&self.output).with_context(context)?;
            return Ok(Some(Output::at_once(Box::new(file), OutputFormat::Parquet)?));
        }
        let run = self.description(format);
        let taken_up = if self.resume { self.take_up(&run)? } else { self.refuse_to_overwrite()? };
        let (journal, progress) = match taken_up {
            Start::TakenUp(journal, progress) => (journal, progress),
            Start::Afresh => {
                (Journal::start(&self.output, &run).with_context(context)?, journal::Progress::default())
            }
            Start::Complete => return Ok(None),
        };
        let Some(form) = format.stream() else {
            let writer =
                Box::new(BratFolder::open(self.output.clone(), progress.records).with_context(context)?);
            return Ok(Some(Output { writer, bytes: Arc::default(), journal: Some(journal), progress }));
        };
        let file = journal::reopen(&self.output, progress.bytes).with_context(context)?;
        Ok(Some(Output::new(Box::new(file), form, Some(journal), progress)?))
    }

    /// What to do where a broken run is to go on.
    fn take_up(&self, run: &str) -> anyhow::Result<Start> {
        let output = self.output.display();
        let found = Journal::take_up(&self.output, run).with_context(|| format!("cannot resume {output}"))?;
        match found {
            Ok((journal, progress)) => Ok(Start::TakenUp(journal, progress)),
            Err(Unusable::OtherRun { run }) => {
                bail!(
                    "{output} is the output of another run: {run}; resume with the same arguments, or use --restart"
                )
            }
            Err(Unusable::Missing) if self.output.exists() => {
                complain(format_args!("{output} is complete, nothing to resume"));
                Ok(Start::Complete)
            }
            Err(Unusable::Missing) => Ok(Start::Afresh),
        }
    }

    /// A run that was broken off may have taken days: it is not overwritten by mistake.
    fn refuse_to_overwrite(&self) -> anyhow::Result<Start> {
        if Journal::is_there(&self.output) && !self.restart {
            let journal = Journal::path(&self.output);
            let journal = journal.display();
            bail!(
                "a run that was broken off left {journal}; go on with --resume, or start over with --restart"
            );
        }
        Ok(Start::Afresh)
    }

    /// What decides what the output holds.
    fn description(&self, format: Format) -> String {
        let Reading {
            published,
            with_text,
            text_column,
            max_bytes,
            model,
            any_language,
            allow_local: _,
            jobs: _,
        } = &self.reading;
        format!(
            "{format:?} of {:?}, published {published:?}, text {with_text}, column {text_column:?}, \
             at most {max_bytes} bytes, {model:?} model, any language {any_language}, duplicates {}",
            self.inputs, self.mark_duplicates
        )
    }
}

/// Where a run starts.
enum Start {
    /// Where a broken one had come to.
    TakenUp(Journal, journal::Progress),
    /// At the beginning.
    Afresh,
    /// Nowhere: everything is done.
    Complete,
}

impl Format {
    fn of(output: &Path) -> Self {
        let ending = output.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("csv") => Format::Csv,
            Some("parquet") => Format::Parquet,
            _ => Format::Jsonl,
        }
    }

    /// The form of a stream of records; `None` where it is a folder.
    fn stream(self) -> Option<OutputFormat> {
        match self {
            Format::Jsonl => Some(OutputFormat::JsonLines),
            Format::Csv => Some(OutputFormat::Csv),
            Format::Parquet => Some(OutputFormat::Parquet),
            Format::Annotation => Some(OutputFormat::Annotations),
            Format::Brat => None,
        }
    }
}

/// The output with what is known of it.
struct Output {
    writer: Box<dyn RecordWriter>,
    bytes: Arc<AtomicU64>,
    journal: Option<Journal>,
    progress: journal::Progress,
}

impl Output {
    /// An output that cannot be resumed.
    fn at_once(sink: Box<dyn Write + Send>, form: OutputFormat) -> io::Result<Self> {
        Output::new(sink, form, None, journal::Progress::default())
    }

    fn new(
        sink: Box<dyn Write + Send>,
        form: OutputFormat,
        journal: Option<Journal>,
        progress: journal::Progress,
    ) -> io::Result<Self> {
        let bytes = Arc::new(AtomicU64::new(progress.bytes));
        let counted = Counted { sink: BufWriter::new(sink), bytes: bytes.clone() };
        let writer = writer(form, Box::new(counted), progress.bytes > 0)?;
        Ok(Output { writer, bytes, journal, progress })
    }

    fn take(&mut self, read: Read) -> io::Result<()> {
        match read {
            Ok(done) => {
                self.writer.write(&done.record)?;
                self.progress.records += 1;
                self.progress.statements += done.record.statements.len() as u64;
            }
            Err(failed) => {
                self.progress.skipped.count(&failed.reason);
                self.progress.errors += u64::from(failed.is_error);
            }
        }
        self.progress.items += 1;
        if let Some(journal) = &mut self.journal {
            self.writer.flush()?;
            self.progress.bytes = self.bytes.load(Ordering::Relaxed);
            journal.note(&self.progress)?;
        }
        Ok(())
    }

    fn finish(self) -> io::Result<journal::Progress> {
        self.writer.finish()?;
        if let Some(journal) = self.journal {
            journal.finish()?;
        }
        Ok(self.progress)
    }
}

/// Counts what is written.
struct Counted<W: Write> {
    sink: BufWriter<W>,
    bytes: Arc<AtomicU64>,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.bytes.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
