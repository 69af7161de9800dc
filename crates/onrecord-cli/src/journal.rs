//! How far a run has come, kept beside its output so that a killed run can go on.
//!
//! After each item the output is handed to the system first, then a line is added to the journal. A
//! run killed between the two has more output than the journal knows of: going on cuts it off there
//! and does that item again, so that none is lost and none stands twice.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::inputs::Skipped;

/// How far a run has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Items of the input that are done, whatever became of them.
    pub items: u64,
    /// Bytes of the output that belong to them.
    pub bytes: u64,
    /// Records written.
    pub records: u64,
    /// Statements in them.
    pub statements: u64,
    /// What yielded no record.
    pub skipped: Skipped,
    /// How many of the skipped were errors.
    pub errors: u64,
}

/// The first line of a journal.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    /// What the run does: a run that does something else cannot go on from it.
    run: String,
    /// Who wrote it.
    version: String,
}

/// A journal being written.
pub struct Journal {
    path: PathBuf,
    file: File,
}

/// Why a run cannot go on.
#[derive(Debug)]
pub enum Unusable {
    /// There is no journal.
    Missing,
    /// It belongs to another run.
    OtherRun {
        /// What that run did.
        run: String,
    },
}

impl Journal {
    /// Where the journal of an output stands.
    pub fn path(output: &Path) -> PathBuf {
        let mut name = output.as_os_str().to_owned();
        name.push(".journal");
        PathBuf::from(name)
    }

    /// Starts a journal for a run that does `run`.
    pub fn start(output: &Path, run: &str) -> io::Result<Self> {
        let path = Journal::path(output);
        let mut file = File::create(&path)?;
        write_line(&mut file, &head(run))?;
        Ok(Journal { path, file })
    }

    /// Takes up the journal that a run left, with how far it came.
    pub fn take_up(output: &Path, run: &str) -> io::Result<Result<(Self, Progress), Unusable>> {
        let path = Journal::path(output);
        let mut text = String::new();
        match File::open(&path) {
            Ok(mut file) => file.read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(Unusable::Missing)),
            Err(error) => return Err(error),
        };
        // the last line may have been cut short
        let complete = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut lines = complete.lines();
        let found: Option<Head> = lines.next().and_then(|line| serde_json::from_str(line).ok());
        if let Some(other) = found.as_ref().filter(|found| **found != head(run)) {
            let run = format!("{} (onrecord {})", other.run, other.version);
            return Ok(Err(Unusable::OtherRun { run }));
        }
        let progress = lines.next_back().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
        // written anew, so that a line cut short does not stay in the middle, and put in place whole
        let fresh = path.with_extension("journal.new");
        let mut file = File::create(&fresh)?;
        write_line(&mut file, &head(run))?;
        write_line(&mut file, &progress)?;
        fs::rename(&fresh, &path)?;
        Ok(Ok((Journal { path, file }, progress)))
    }

    /// Whether a run left a journal beside this output.
    pub fn is_there(output: &Path) -> bool {
        Journal::path(output).exists()
    }

    /// Adds how far the run has come. The output must have been handed to the system before.
    pub fn note(&mut self, progress: &Progress) -> io::Result<()> {
        write_line(&mut self.file, progress)
    }

    /// Takes the journal away: the run is complete.
    pub fn finish(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Opens the output of a run that goes on, cut to what the journal knows of.
pub fn reopen(output: &Path, bytes: u64) -> io::Result<File> {
    let file = OpenOptions::new().create(true).append(true).open(output)?;
    let length = file.metadata()?.len();
    if length < bytes {
        let what =
            format!("it holds {length} bytes, its journal says {bytes}: it was changed; use --restart");
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    file.set_len(bytes)?;
    Ok(file)
}

fn head(run: &str) -> Head {
    Head { run: run.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

/// One line in one write, so that a kill leaves whole lines wherever the system can.
fn write_line(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line).map_err(io::Error::from)?;
    bytes.push(b'\n');
    file.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(items: u64) -> Progress {
        Progress { items, bytes: 10 * items, ..Progress::default() }
    }

    #[test]
    fn a_run_goes_on_from_the_last_whole_line() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.jsonl");
        let mut journal = Journal::start(&output, "run").unwrap();
        (1..=3).for_each(|n| journal.note(&progress(n)).unwrap());
        journal.file.write_all(b"{\"items\": 4, \"by").unwrap();
        let (journal, found) = Journal::take_up(&output, "run").unwrap().unwrap();
        assert_eq!(found, progress(3));
        journal.finish().unwrap();
        assert!(!Journal::is_there(&output));
    }

    #[test]
    fn a_run_killed_at_once_starts_from_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.jsonl");
        fs::write(Journal::path(&output), "{\"run\":").unwrap();
        let (_, found) = Journal::take_up(&output, "run").unwrap().unwrap();
        assert_eq!(found, Progress::default());
    }

    #[test]
    fn another_runs_journal_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.jsonl");
        Journal::start(&output, "one").unwrap();
        assert!(matches!(Journal::take_up(&output, "two"), Ok(Err(Unusable::OtherRun { .. }))));
        let nothing = folder.path().join("nothing");
        assert!(matches!(Journal::take_up(&nothing, "one"), Ok(Err(Unusable::Missing))));
    }

    #[test]
    fn output_past_the_journal_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.jsonl");
        fs::write(&output, "one\ntwo\nthr").unwrap();
        reopen(&output, 8).unwrap().write_all(b"three\n").unwrap();
        assert_eq!(fs::read_to_string(&output).unwrap(), "one\ntwo\nthree\n");
        assert!(reopen(&output, 1000).is_err());
    }
}
