//! One record as Python holds it: whole, and taken apart only when it is looked at.

use onrecord::record::Record;
use onrecord_present::{html, text};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A record, without its text.
#[pyclass(frozen)]
pub struct Raw {
    pub record: Record,
}

#[pymethods]
impl Raw {
    /// Reads a record's JSON. Its text, where it is in there, comes beside it.
    #[staticmethod]
    fn parse(json: &str) -> PyResult<(Self, Option<String>)> {
        let mut record: Record = serde_json::from_str(json)
            .map_err(|error| PyValueError::new_err(format!("not the JSON of a record: {error}")))?;
        let text = record.document.text.take();
        Ok((Raw { record }, text))
    }

    /// The record as JSON, with its text in `document.text` where that is given.
    #[pyo3(signature = (text=None))]
    fn json(&self, text: Option<String>) -> PyResult<String> {
        let json = match text {
            None => serde_json::to_string(&self.record),
            Some(text) => serde_json::to_string(&self.with_text(text)),
        };
        json.map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The account that `onrecord read` prints, without the styles of a terminal.
    fn account(&self, place: &str, text: Option<&str>, width: usize) -> String {
        text::plain(&text::account(place, &self.record, text, width))
    }

    /// A part of a page: the text marked, beside its statements.
    fn html(&self, number: usize, place: &str, text: Option<&str>) -> String {
        html::part(number, place, &self.record, text)
    }

    /// How many statements there are.
    fn __len__(&self) -> usize {
        self.record.statements.len()
    }

    fn __eq__(&self, other: &Raw) -> bool {
        self.record == other.record
    }
}

impl Raw {
    fn with_text(&self, text: String) -> Record {
        let mut record = self.record.clone();
        record.document.text = Some(text);
        record
    }

    /// The record with its text.
    pub fn whole(&self, text: Option<String>) -> Record {
        text.map_or_else(|| self.record.clone(), |text| self.with_text(text))
    }
}
