//! Reads news and keeps the record of who said what, according to whom.
//!
//! An [`Engine`] turns an [`Article`] into a [`record::Record`]: every attribution with its
//! source, cue and content, the speaker resolved, the relay chain, labels, time, place and
//! condition, each with exact offsets into the article's text.
//!
//! This crate does no input or output, reads no clock and keeps no global state. Formats,
//! storage and servers are thin shells around it, in crates of their own.

mod assemble;
mod enrich;
mod error;
mod explain;
mod link;
pub mod pipeline;
pub mod record;
mod resolve;
pub mod segment;
mod tag;
pub mod text;

pub use error::EngineError;
pub use explain::Explanation;
pub use pipeline::Engine;
#[cfg(feature = "lessons")]
pub use resolve::lessons;
pub use tag::Tier;
pub use text::Article;
