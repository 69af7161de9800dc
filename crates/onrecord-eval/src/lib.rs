//! Measures what the engine finds against articles that people annotated.
//!
//! [`gold`] reads annotated articles and turns records into the same form; [`score`] counts what
//! agrees; [`report`] shows the figures; [`floors`] keeps the figures that a build must not fall
//! below, each pinned to a hash of the data it was measured on.
//!
//! This crate stands apart from the engine so that the engine cannot learn what it is measured by.

pub mod floors;
pub mod gold;
pub mod report;
pub mod score;

pub use floors::Floors;
pub use gold::{Annotated, Attribution, GoldError};
pub use score::{Figure, Scores, score};
