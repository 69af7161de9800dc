//! What a watcher of feeds must remember between two rounds and over restarts.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use crate::archive::Archive;
use crate::error::{ArchiveError, At};
use crate::id;

/// The state of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// The `ETag` of the last answer, to send as `If-None-Match`.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer, to send as `If-Modified-Since`.
    pub modified: Option<String>,
    /// When it was last asked, seconds since 1970.
    pub checked: Option<i64>,
    /// When it may be asked again, seconds since 1970.
    pub due: Option<i64>,
    /// How many rounds in a row failed.
    pub failures: u32,
    /// What the last failure was.
    pub error: Option<String>,
}

impl Archive {
    /// The state of a feed, a fresh one where it was never asked.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn feed(&self, url: &str) -> Result<Feed, ArchiveError> {
        let found =
            self.db.query_row(&format!("{SELECT} WHERE url = ?1"), [url], feed).optional().at(&self.path)?;
        Ok(found.unwrap_or_else(|| Feed { url: url.to_owned(), ..Feed::default() }))
    }

    /// All feeds known, by address.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, ArchiveError> {
        self.db
            .prepare_cached(&format!("{SELECT} ORDER BY url"))
            .and_then(|mut select| select.query_map([], feed)?.collect())
            .at(&self.path)
    }

    /// Keeps the state of a feed.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_feed(&mut self, state: &Feed) -> Result<(), ArchiveError> {
        let Feed { url, etag, modified, checked, due, failures, error } = state;
        self.db
            .execute(
                "INSERT OR REPLACE INTO feeds VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![url, etag, modified, checked, due, failures, error],
            )
            .map(|_| ())
            .at(&self.path)
    }

    /// Whether an item of a feed was dealt with before. `item` is its id, else its link.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn is_seen(&self, feed: &str, item: &str) -> Result<bool, ArchiveError> {
        self.db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM feed_items WHERE item = ?1)")
            .and_then(|mut select| select.query_row([id::feed_item(feed, item)], |row| row.get(0)))
            .at(&self.path)
    }

    /// Remembers an item as dealt with, or that it still stands in its feed. Call it after the
    /// article was added (or given up): an article added twice changes nothing, one never added is
    /// lost.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn mark_seen(&mut self, feed: &str, item: &str) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO feed_items VALUES (?1, unixepoch())")
            .and_then(|mut insert| insert.execute([id::feed_item(feed, item)]))
            .map(|_| ())
            .at(&self.path)
    }

    /// Forgets items last seen before `before` (seconds since 1970), so that months of watching do
    /// not fill the file. Returns how many.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn forget_seen(&mut self, before: i64) -> Result<u64, ArchiveError> {
        self.db
            .execute("DELETE FROM feed_items WHERE seen < ?1", [before])
            .map(|count| count as u64)
            .at(&self.path)
    }
}

const SELECT: &str = "SELECT url, etag, modified, checked, due, failures, error FROM feeds";

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    Ok(Feed {
        url: row.get(0)?,
        etag: row.get(1)?,
        modified: row.get(2)?,
        checked: row.get(3)?,
        due: row.get(4)?,
        failures: row.get(5)?,
        error: row.get(6)?,
    })
}
