//! What a watcher of feeds must remember between two rounds and over restarts.

use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;

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
        let _ = url;
        unimplemented!()
    }

    /// All feeds known, by address.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, ArchiveError> {
        unimplemented!()
    }

    /// Keeps the state of a feed.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_feed(&mut self, feed: &Feed) -> Result<(), ArchiveError> {
        let _ = feed;
        unimplemented!()
    }

    /// Whether an item of a feed was dealt with before. `item` is its id, else its link.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn is_seen(&self, feed: &str, item: &str) -> Result<bool, ArchiveError> {
        let _ = (feed, item);
        unimplemented!()
    }

    /// Remembers an item as dealt with. Call it after the article was added (or given up): an
    /// article added twice changes nothing, one never added is lost.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn mark_seen(&mut self, feed: &str, item: &str) -> Result<(), ArchiveError> {
        let _ = (feed, item);
        unimplemented!()
    }

    /// Forgets items seen before `before` (seconds since 1970), so that months of watching do not
    /// fill the file. Returns how many.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn forget_seen(&mut self, before: i64) -> Result<u64, ArchiveError> {
        let _ = before;
        unimplemented!()
    }
}
