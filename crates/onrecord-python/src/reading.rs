//! Texts in, records out: one, or many in parallel.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;

use onrecord::Engine;
use onrecord::record::Record;
use onrecord_read::language::is_supported_language;
use onrecord_read::{Item, Options, rows};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString};
use serde_json::{Map, Value};

use crate::ordered::{Lost, Ordered, jobs};
use crate::record::Raw;

/// Articles under way for each thread: enough that a long one does not leave the others idle.
const AHEAD: usize = 8;

static ENGINE: OnceLock<Engine> = OnceLock::new();

/// The one engine of this process.
pub fn engine() -> PyResult<&'static Engine> {
    if let Some(engine) = ENGINE.get() {
        return Ok(engine);
    }
    let engine = Engine::new().map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    Ok(ENGINE.get_or_init(|| engine))
}

/// Reads one article, as the command would; an article that it would not read is an error.
pub fn record_of(engine: &Engine, item: Item, any_language: bool) -> Result<Record, String> {
    if let Some(record) = item.record {
        return Ok(record);
    }
    let article = item.article;
    if let Some(language) = &article.document.language
        && !any_language
        && !is_supported_language(language)
    {
        return Err(format!(
            "written in a language ({language}) that the model does not know; any_language=True reads it all the same"
        ));
    }
    // an engine that panics on one article must not take the rest with it
    panic::catch_unwind(AssertUnwindSafe(|| engine.read(&article)))
        .map_err(|_| "the engine failed on this article, which is a bug; please report it".to_owned())
}

/// Reads one article; a string instead of a record says what is wrong with it.
#[pyfunction]
pub fn read(py: Python<'_>, article: &Bound<'_, PyAny>, any_language: bool) -> PyResult<Outcome> {
    let engine = engine()?;
    let values = match values(article)? {
        Ok(values) => values,
        Err(why) => return Ok(Outcome::Failed(why)),
    };
    Ok(py.detach(|| read_values(engine, values, any_language)).into())
}

/// What became of an article: its record and its text, or what is wrong with it.
// it goes to Python at once
#[allow(clippy::large_enum_variant)]
#[derive(IntoPyObject)]
pub enum Outcome {
    Done(Raw, String),
    Failed(String),
}

impl From<Result<(Record, String), String>> for Outcome {
    fn from(read: Result<(Record, String), String>) -> Self {
        match read {
            Ok((record, text)) => Outcome::Done(Raw { record }, text),
            Err(why) => Outcome::Failed(why),
        }
    }
}

fn read_values(
    engine: &Engine,
    values: Map<String, Value>,
    any_language: bool,
) -> Result<(Record, String), String> {
    let item = rows::article(values, &Options::default()).map_err(|cause| cause.to_string())?;
    let text = item.article.text.clone();
    let mut record = record_of(engine, item, any_language)?;
    record.document.text = None;
    Ok((record, text))
}

/// An article as Python gives it, by name; a string instead says why it is none.
fn values(article: &Bound<'_, PyAny>) -> PyResult<Result<Map<String, Value>, String>> {
    if let Ok(text) = article.cast::<PyString>() {
        return Ok(match text.to_cow() {
            Ok(text) => Ok(Map::from_iter([("text".to_owned(), Value::String(text.into_owned()))])),
            Err(_) => Err("the text is no valid Unicode".to_owned()),
        });
    }
    if article.cast::<PyDict>().is_ok() {
        let py = article.py();
        let options = PyDict::new(py);
        // dates and the like are written as they print
        options.set_item("default", py.get_type::<PyString>())?;
        let json = py.import("json")?.call_method("dumps", (article,), Some(&options));
        let parsed = json.and_then(|json| json.extract::<String>()).map_err(|error| error.to_string());
        return Ok(parsed.and_then(|json| serde_json::from_str(&json).map_err(|error| error.to_string())));
    }
    Ok(Err(format!("{} is no article; give a str, or a dict with `text`", article.get_type().name()?)))
}

/// Many articles being read: an iterator over what becomes of each, in their order.
#[pyclass]
pub struct Reading {
    articles: Py<PyIterator>,
    exhausted: bool,
    threads: Ordered<Given, Result<(Record, String), String>>,
    /// What Python's iterator raised, to be raised again after the articles before it.
    raised: VecDeque<PyErr>,
}

type Given = Result<Map<String, Value>, String>;

#[pymethods]
impl Reading {
    #[new]
    fn new(articles: &Bound<'_, PyAny>, asked: Option<usize>, any_language: bool) -> PyResult<Self> {
        let engine = engine()?;
        let work = move |given: Given| given.and_then(|values| read_values(engine, values, any_language));
        Ok(Reading {
            articles: articles.try_iter()?.unbind(),
            exhausted: false,
            threads: Ordered::new(jobs(asked), AHEAD, work),
            raised: VecDeque::new(),
        })
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        // a C loop over this iterator would never look
        py.check_signals()?;
        self.fill(py)?;
        let threads = &mut self.threads;
        match py.detach(|| threads.pop()) {
            Some(Ok(read)) => Ok(Some(read.into())),
            Some(Err(Lost)) => Err(PyRuntimeError::new_err("a thread of onrecord ended early")),
            None => self.raised.pop_front().map_or(Ok(None), Err),
        }
    }
}

impl Reading {
    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        while !self.exhausted && self.threads.has_room() {
            match self.articles.bind(py).clone().next() {
                None => self.exhausted = true,
                Some(Ok(article)) => self.threads.push(values(&article)?),
                Some(Err(raised)) => {
                    self.exhausted = true;
                    self.raised.push_back(raised);
                }
            }
        }
        Ok(())
    }
}
