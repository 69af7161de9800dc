//! SQL over files of articles, with two functions that read them: on one machine with Apache DataFusion, on many with
//! Apache Ballista.
//!
//! - `attributions(text [, published])` gives the statements of an article as a list of structs; `unnest` makes rows.
//! - `record(text [, published])` gives the whole record, and `error`, which says why the rest is null where an article
//!   could not be read.
//!
//! Either takes one struct instead, with whatever is known of the article by the names that tables may use:
//! `record(named_struct('text', text, 'id', id))`. The types are those of the Parquet files that the command writes.
//!
//! The scheduler, the workers and the client of a cluster each make the functions known to Ballista, which sends their
//! names alone; the model is in every process. It is a crate of its own because what it stands on takes minutes to compile.

mod error;
mod functions;
mod query;
mod reading;
mod scheduler;
mod session;
mod table;
mod worker;

pub use error::ClusterError;
pub use query::{Answer, Place, Question, ask};
pub use scheduler::{Scheduler, schedule};
pub use worker::{Worker, work};
