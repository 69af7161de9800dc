//! One file that keeps what was read, and answers who said what, where first, and who changed the
//! words.
//!
//! An [`Archive`] is a SQLite file that any other tool may open as it is; `docs/archive.md`
//! describes its tables. [`Archive::add`] takes the [`onrecord::record::Record`] of one article and
//! puts it in whole or not at all. Every question is a method that returns a typed answer; nothing
//! here prints, fetches or reads articles.
//!
//! What is deliberately absent: the engine (records come in ready made), the network (the feeds'
//! state is kept here, fetching is elsewhere), and any setting that changes an answer silently.

mod add;
mod archive;
mod document;
mod error;
mod families;
mod feeds;
mod id;
mod load;
mod outlets;
mod people;
mod schema;
mod search;
mod sql;
mod who;
mod words;

pub use archive::{Added, Archive, Counts, Merged};
pub use document::{DocumentEntry, StatementEntry, Version};
pub use error::ArchiveError;
pub use families::{Drift, Family, LinkKind, Run, RunKind, Telling, TraceQuery};
pub use feeds::Feed;
pub use outlets::{OutletProfile, Share};
pub use people::{Decision, PeopleLoaded, PersonEntry};
pub use search::{Facets, Hit, LabelHit, LabelQuery, Order, Page, Piece, Query, Tally};
pub use sql::{Rows, SqlLimits};
pub use who::{Name, Who, WhoQuery};
pub use words::Spelt;
