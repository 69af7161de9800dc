//! `onrecord watch`: what is new in feeds goes into an archive, round after round, for months.
//!
//! What was seen and when a feed may be asked again is kept in the archive, so that a restart asks
//! nobody twice. A feed that fails is asked less and less often, and stops no other.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use clap::Args;
use crossbeam_channel::{Receiver, bounded};
use onrecord::Engine;
use onrecord_archive::{Added, Archive, Feed};
use onrecord_read::fetch::{Fetcher, Validators};
use onrecord_read::{Cause, Hint, Options};

use crate::arguments::{ArchiveFile, Reading};
use crate::inputs;
use crate::outcome::{Outcome, complain};

/// Between two articles of one feed, so that no site is hurried.
const PAUSE: Duration = Duration::from_secs(1);
/// An entry that failed so often is given up.
const MOST_TRIES: u32 = 3;
/// After so many failures in a row a feed is asked no less often.
const MOST_DOUBLINGS: u32 = 6;
/// Entries that no feed has shown for so long are forgotten.
const REMEMBERED: i64 = 180 * 24 * 60 * 60;

/// Add what is new in feeds to an archive, until told to stop
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord watch feeds.txt
  onrecord watch feeds.txt --db desk.db --interval 30
  onrecord watch feeds.txt --once

FEEDS holds the address of a feed on each line; a line that begins with # is a note.")]
pub struct Watch {
    /// The list of feeds
    #[arg(value_name = "FEEDS")]
    feeds: PathBuf,
    /// Minutes between two looks at a feed
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    interval: u32,
    /// Look at each feed once, whether it is due or not, and end
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    archive: ArchiveFile,
    #[command(flatten)]
    reading: Reading,
}

impl Watch {
    pub fn run(mut self) -> anyhow::Result<Outcome> {
        self.reading.with_text = true;
        let feeds = self.list()?;
        let (stop_in, stop) = bounded(1);
        // a second signal finds the channel full, which is as good
        let tell = move || {
            let _ = stop_in.try_send(());
        };
        ctrlc::set_handler(tell).context("cannot listen for signals")?;
        let mut watcher = Watcher {
            engine: self.reading.model.engine()?,
            fetcher: inputs::fetcher(&self.reading),
            archive: Arc::new(Mutex::new(Archive::open(&self.archive.db)?)),
            tries: Arc::default(),
            interval: 60 * i64::from(self.interval),
            reading: self.reading,
            stop,
            stopped: Cell::new(false),
        };
        loop {
            let mut failures = 0;
            for url in &feeds {
                if watcher.is_told_to_stop(Duration::ZERO) {
                    complain("stopped");
                    return Ok(Outcome::Complete);
                }
                let state = watcher.archive().feed(url)?;
                if self.once || state.due.is_none_or(|due| due <= now()) {
                    failures += u64::from(!watcher.look(state)?);
                }
            }
            if self.once {
                return Ok(Outcome::of_failures(failures));
            }
            watcher.archive().forget_seen(now() - REMEMBERED)?;
            if watcher.is_told_to_stop(watcher.until_due(&feeds)?) {
                complain("stopped");
                return Ok(Outcome::Complete);
            }
        }
    }

    fn list(&self) -> anyhow::Result<Vec<String>> {
        let name = self.feeds.display();
        let text = fs::read_to_string(&self.feeds).with_context(|| format!("cannot read {name}"))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let feeds: Vec<String> = lines.map(str::to_owned).collect();
        if feeds.is_empty() {
            bail!("{name} names no feed; put the address of one on each line");
        }
        Ok(feeds)
    }
}

struct Watcher {
    engine: Engine,
    fetcher: Fetcher,
    archive: Arc<Mutex<Archive>>,
    /// How often entries failed since the start.
    tries: Arc<Mutex<Tries>>,
    /// Seconds between two looks at a feed.
    interval: i64,
    reading: Reading,
    stop: Receiver<()>,
    stopped: Cell<bool>,
}

#[derive(Default)]
struct Tries {
    of_entry: HashMap<String, u32>,
    /// The entry that is being read.
    current: String,
}

impl Watcher {
    fn archive(&self) -> MutexGuard<'_, Archive> {
        locked(&self.archive)
    }

    /// Waits, and says whether it was told to stop meanwhile.
    fn is_told_to_stop(&self, wait: Duration) -> bool {
        if !self.stopped.get() {
            self.stopped.set(self.stop.recv_timeout(wait).is_ok());
        }
        self.stopped.get()
    }

    /// How long until the next feed is due.
    fn until_due(&self, feeds: &[String]) -> anyhow::Result<Duration> {
        let mut soonest = now() + self.interval;
        for url in feeds {
            soonest = soonest.min(self.archive().feed(url)?.due.unwrap_or(0));
        }
        Ok(Duration::from_secs(u64::try_from(soonest - now()).unwrap_or(0).max(1)))
    }

    /// Looks at one feed and keeps what came of it; false where the feed failed.
    fn look(&mut self, mut state: Feed) -> anyhow::Result<bool> {
        let known = Validators { etag: state.etag.clone(), last_modified: state.modified.clone() };
        state.checked = Some(now());
        let fetched = match self.fetcher.get_if_changed(&state.url, &known) {
            Ok(fetched) => Some(fetched),
            Err(error) if matches!(error.cause, Cause::NotModified) => None,
            Err(error) => {
                complain(&error);
                state.failures += 1;
                state.error = Some(error.cause.to_string());
                state.due = Some(now() + (self.interval << state.failures.min(MOST_DOUBLINGS)));
                self.archive().set_feed(&state)?;
                return Ok(false);
            }
        };
        if let Some(fetched) = fetched {
            let hint = Hint {
                name: Some(state.url.clone()),
                url: Some(fetched.url),
                content_type: fetched.content_type,
            };
            let complete = self.take(&state.url, fetched.bytes, &hint)?;
            // where an entry failed, the feed must come whole again
            let validators = if complete { fetched.validators } else { Validators::default() };
            (state.etag, state.modified) = (validators.etag, validators.last_modified);
        }
        (state.failures, state.error, state.due) = (0, None, Some(now() + self.interval));
        self.archive().set_feed(&state)?;
        Ok(true)
    }

    /// Adds what is new in a feed; false where some of it is still missing.
    fn take(&self, feed: &str, bytes: Vec<u8>, hint: &Hint) -> anyhow::Result<bool> {
        let (mut added, mut complete) = (0, true);
        // a page that is no feed has no entries: it goes by its own address
        locked(&self.tries).current = feed.to_owned();
        for item in onrecord_read::from_bytes(bytes, hint, &self.options(feed)) {
            let entry = locked(&self.tries).current.clone();
            match inputs::read(&self.engine, &self.reading, item) {
                Ok(done) => {
                    added += u32::from(self.archive().add(&done.record)? != Added::Unchanged);
                    self.archive().mark_seen(feed, &entry)?;
                }
                Err(failed) => {
                    if failed.is_error {
                        complain(&failed);
                    }
                    let mut tries = locked(&self.tries);
                    let tried = tries.of_entry.entry(entry.clone()).or_default();
                    *tried += 1;
                    if *tried >= MOST_TRIES || !failed.is_error {
                        tries.of_entry.remove(&entry);
                        self.archive().mark_seen(feed, &entry)?;
                    } else {
                        complete = false;
                    }
                }
            }
            if self.is_told_to_stop(PAUSE) {
                // the rest comes when it is asked next
                complete = false;
                break;
            }
        }
        if added > 0 {
            complain(format_args!("{feed}: {added} articles added"));
        }
        Ok(complete)
    }

    /// How a feed is read: what was seen before is passed over.
    fn options(&self, feed: &str) -> Options {
        let (archive, tries, feed) = (self.archive.clone(), self.tries.clone(), feed.to_owned());
        let skip = move |entry: &str| {
            locked(&tries).current = entry.to_owned();
            // where the archive cannot be read, adding will say so
            locked(&archive).is_seen(&feed, entry).unwrap_or(false)
        };
        Options { skip_entry: Some(Arc::new(skip)), ..inputs::options(&self.reading) }
    }
}

/// What a panicking thread held is still whole: nothing here leaves it half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Seconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs().cast_signed())
}
