//! The page and the API: reads articles, searches an archive, shows who said what.
//!
//! Everything is rendered here, by the one binary, and works without a network: pages without script
//! for reading and searching, and the same answers as JSON under `/api/v1`. [`router`] is the whole
//! of it as a service that needs no socket; [`serve`] puts it on one.
//!
//! What is deliberately absent: any word of what an article says or means (the engine finds it, the
//! archive keeps it), any request to another machine but for an address that a reader asked to read,
//! and any script that a page cannot do without.

mod api;
mod app;
mod cache;
mod guard;
mod intake;
mod metrics;
mod pages;
mod problem;
mod readings;
mod server;
mod settings;
mod store;
mod view;

pub use app::{App, router};
pub use server::serve;
pub use settings::{Limits, ServeError, Settings};
