//! Turns what people have into articles that `onrecord` reads, and records into what people use.
//!
//! [`open`] takes a file, a folder, a pattern, an address or standard input, and [`from_bytes`] takes bytes.
//! Both tell the format by its content and yield [`Item`]s one by one, so that a crawl of any size needs
//! the memory of one article. Hostile input is normal here: whatever is damaged, too large or no article at
//! all gives a [`ReadError`] for itself, and the rest goes on.
//!
//! The module [`write`] does the opposite for records, and [`rows`] does both for tables in memory.

mod bounded;
mod charset;
mod content_encoding;
mod dates;
pub mod duplicates;
mod error;
pub mod fetch;
mod format;
pub mod html;
mod http_message;
mod item;
pub mod language;
mod open;
pub mod rows;
mod sniff;
mod source;
pub mod write;

pub use error::{Cause, Format, ReadError};
pub use item::{Gold, Hint, Input, Item, Items, Options, SkipEntry};
pub use open::{from_brat, from_bytes, open};
