//! The archive, for many requests at once: each question has a connection of its own while it is
//! answered, on a thread that may wait.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use onrecord::record::Record;
use onrecord_archive::{Added, Archive, ArchiveError};

use crate::app::Gate;
use crate::problem::Problem;

/// How long an answer may be older than another program's latest change.
const STALE: Duration = Duration::from_millis(100);

/// An archive that many requests ask.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    /// Connections that nobody uses now.
    idle: Mutex<Vec<Archive>>,
    /// The one that writes.
    writer: Mutex<Archive>,
    gate: Gate,
    /// When the archive was last seen to change, and its number then.
    generation: Mutex<Option<(Instant, u64)>>,
}

impl Store {
    /// Opens an archive, and makes it where there is none.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn open(path: &Path, gate: Gate) -> Result<Self, ArchiveError> {
        let writer = Archive::open(path)?;
        let shared = Shared {
            path: path.to_owned(),
            idle: Mutex::default(),
            writer: Mutex::new(writer),
            gate,
            generation: Mutex::new(None),
        };
        Ok(Store { shared: Arc::new(shared) })
    }

    /// Asks the archive.
    ///
    /// # Errors
    /// What the archive said; [`crate::problem::Sort::Busy`] where too many ask.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Archive) -> Result<T, ArchiveError> + Send + 'static,
    ) -> Result<T, Problem> {
        let shared = Arc::clone(&self.shared);
        self.shared
            .gate
            .run(move || {
                let idle = lock(&shared.idle).pop();
                let archive = match idle {
                    Some(archive) => archive,
                    None => Archive::open_read_only(&shared.path)?,
                };
                let answer = question(&archive);
                lock(&shared.idle).push(archive);
                answer
            })
            .await?
            .map_err(Problem::from)
    }

    /// Adds a record.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub async fn add(&self, record: Record) -> Result<Added, Problem> {
        let shared = Arc::clone(&self.shared);
        let added = self.shared.gate.run(move || lock(&shared.writer).add(&record)).await?;
        *lock(&self.shared.generation) = None;
        added.map_err(Problem::from)
    }

    /// Adds a record that has an address or an id, and returns the archive's id of its document.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub async fn keep(&self, record: Record) -> Result<String, Problem> {
        let name = record.document.url.clone().or_else(|| record.document.id.clone()).unwrap_or_default();
        self.add(record).await?;
        self.ask(move |archive| Ok(archive.document(&name)?.id)).await
    }

    /// A number that changes with the archive.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub async fn generation(&self) -> Result<u64, Problem> {
        if let Some((seen, generation)) = *lock(&self.shared.generation)
            && seen.elapsed() < STALE
        {
            return Ok(generation);
        }
        let generation = self.ask(Archive::generation).await?;
        *lock(&self.shared.generation) = Some((Instant::now(), generation));
        Ok(generation)
    }
}

/// A lock whose holder panicked guards values that are whole all the same: each is written at once.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
