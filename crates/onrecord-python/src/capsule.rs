//! Tables across the border with Python, by the Arrow PyCapsule interface: pointers go over, no data.

use std::ffi::CStr;
use std::sync::Mutex;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, RecordBatch, RecordBatchIterator, RecordBatchOptions, RecordBatchReader, StructArray, make_array,
};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use onrecord_read::rows::texts;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// A table that is made while it is read, and so can be read once.
#[pyclass(frozen)]
pub struct Stream {
    schema: SchemaRef,
    reader: Mutex<Option<Box<dyn RecordBatchReader + Send>>>,
}

impl Stream {
    pub fn new(reader: Box<dyn RecordBatchReader + Send>) -> Self {
        Stream { schema: reader.schema(), reader: Mutex::new(Some(reader)) }
    }
}

#[pymethods]
impl Stream {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // the interface allows to answer with the schema there is
        let _ = requested_schema;
        let reader = self.reader.lock().ok().and_then(|mut reader| reader.take());
        let reader = reader
            .ok_or_else(|| PyValueError::new_err("this table was read already; call extract_table again"))?;
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
    }
}

/// A table that can be read again and again.
#[pyclass(frozen)]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Table { schema, batches }
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }
}

fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(invalid)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

pub fn invalid(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A table of Python's, batch by batch. A column alone counts as a table of texts.
pub struct Given {
    schema: SchemaRef,
    kind: DataType,
    batches: Batches,
}

enum Batches {
    One(Option<FFI_ArrowArray>),
    Stream(FFI_ArrowArrayStream),
}

impl Given {
    /// Takes over the table of an object that has `__arrow_c_stream__` or `__arrow_c_array__`.
    pub fn new(table: &Bound<'_, PyAny>) -> PyResult<Self> {
        if table.hasattr("__arrow_c_stream__")? {
            let capsule = table.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
            let pointer = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
            // SAFETY: a capsule of this name holds such a stream; what is taken out of it is marked as released
            let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
            let schema = stream_schema(&mut stream).map_err(invalid)?;
            return Given::of(&schema, Batches::Stream(stream));
        }
        if table.hasattr("__arrow_c_array__")? {
            let capsules = table.call_method0("__arrow_c_array__")?.cast_into::<PyTuple>()?;
            let schema = capsules.get_item(0)?.cast_into::<PyCapsule>()?;
            let array = capsules.get_item(1)?.cast_into::<PyCapsule>()?;
            let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
            let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
            // SAFETY: capsules of these names hold these; the schema is only looked at while its capsule is held
            let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
            return Given::of(schema, Batches::One(Some(array)));
        }
        Err(PyTypeError::new_err(format!(
            "{} is no Arrow table: it has neither __arrow_c_stream__ nor __arrow_c_array__",
            table.get_type().name()?
        )))
    }

    fn of(schema: &FFI_ArrowSchema, batches: Batches) -> PyResult<Self> {
        let field = Field::try_from(schema).map_err(invalid)?;
        let kind = field.data_type().clone();
        let fields = match &kind {
            DataType::Struct(fields) => fields.clone(),
            other => Fields::from(vec![Field::new("text", other.clone(), true)]),
        };
        Ok(Given { schema: Schema::new(fields).into(), kind, batches })
    }

    /// The names and types of the columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn next_array(&mut self) -> Option<Result<FFI_ArrowArray, ArrowError>> {
        match &mut self.batches {
            Batches::One(array) => array.take().map(Ok),
            Batches::Stream(stream) => stream_array(stream).transpose(),
        }
    }

    fn batch(&self, array: FFI_ArrowArray) -> Result<RecordBatch, ArrowError> {
        // SAFETY: whoever gave the array says by the interface that it is of the type that came with it
        let data = unsafe { from_ffi_and_data_type(array, self.kind.clone()) }?;
        let array = make_array(data);
        match array.as_any().downcast_ref::<StructArray>() {
            None => Ok(texts(array)),
            Some(table) => {
                let options = RecordBatchOptions::new().with_row_count(Some(table.len()));
                RecordBatch::try_new_with_options(self.schema.clone(), table.columns().to_vec(), &options)
            }
        }
    }
}

impl Iterator for Given {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let array = self.next_array()?;
        Some(array.and_then(|array| self.batch(array)))
    }
}

fn stream_schema(stream: &mut FFI_ArrowArrayStream) -> Result<FFI_ArrowSchema, ArrowError> {
    let mut schema = FFI_ArrowSchema::empty();
    let Some(get_schema) = stream.get_schema else { return Err(released()) };
    // SAFETY: the stream is not released, and says itself what to call
    match unsafe { get_schema(stream, &mut schema) } {
        0 => Ok(schema),
        _ => Err(last_error(stream)),
    }
}

/// The next array; `None` at the end.
fn stream_array(stream: &mut FFI_ArrowArrayStream) -> Result<Option<FFI_ArrowArray>, ArrowError> {
    let mut array = FFI_ArrowArray::empty();
    let Some(get_next) = stream.get_next else { return Err(released()) };
    // SAFETY: the stream is not released, and says itself what to call
    match unsafe { get_next(stream, &mut array) } {
        0 => Ok((!array.is_released()).then_some(array)),
        _ => Err(last_error(stream)),
    }
}

fn last_error(stream: &mut FFI_ArrowArrayStream) -> ArrowError {
    // SAFETY: the stream is not released, and its last call failed; the string is its own until the next call
    let said = stream.get_last_error.and_then(|get_last_error| unsafe {
        let said = get_last_error(stream);
        (!said.is_null()).then(|| CStr::from_ptr(said).to_string_lossy().into_owned())
    });
    ArrowError::CDataInterface(said.unwrap_or_else(|| "the table cannot be read".to_owned()))
}

fn released() -> ArrowError {
    ArrowError::CDataInterface("the table was read already".to_owned())
}
