//! The compiled part of the Python package `onrecord`.
//!
//! It hands the engine, tables in memory and archives to Python; what Python sees of them, types and names, is in
//! `python/src/onrecord`. All work is done without Python's lock, so that other threads of a program go on.

mod archive;
mod capsule;
mod ordered;
mod reading;
mod record;
mod rows;

use pyo3::prelude::*;

#[pymodule]
mod _onrecord {
    #[pymodule_export]
    use crate::archive::Archive;
    #[pymodule_export]
    use crate::capsule::{Stream, Table};
    #[pymodule_export]
    use crate::reading::{Reading, read};
    #[pymodule_export]
    use crate::record::Raw;
    #[pymodule_export]
    use crate::rows::{extract_rows, outcome_schema, record_schema};
}
