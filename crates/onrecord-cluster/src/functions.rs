//! The functions that SQL calls.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatchOptions, StructArray};
use datafusion::arrow::compute::{is_null, nullif};
use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::{ScalarValue, exec_err, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use onrecord_read::Options;
use onrecord_read::rows::{self, Articles};

use crate::reading;

/// All functions, for whoever plans or runs a query.
pub fn all() -> Vec<Arc<ScalarUDF>> {
    let function = |gives| Arc::new(ScalarUDF::new_from_impl(Reader::new(gives)));
    vec![function(Gives::Attributions), function(Gives::Record)]
}

/// A function from an article to what it says.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Reader {
    gives: Gives,
    signature: Signature,
}

/// How much of the record a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Gives {
    /// The statements; null where the article cannot be read.
    Attributions,
    /// All of it, and the error.
    Record,
}

impl Reader {
    fn new(gives: Gives) -> Self {
        // the same article gives the same record each time; but planners copy and move what they take to be so, and reading
        // is what a query costs: it happens where it is written, after filters, and as often
        Reader { gives, signature: Signature::user_defined(Volatility::Volatile) }
    }
}

impl ScalarUDFImpl for Reader {
    fn name(&self) -> &str {
        match self.gives {
            Gives::Attributions => "attributions",
            Gives::Record => "record",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let given: Vec<DataType> = given.iter().map(plain).collect();
        match given.as_slice() {
            [DataType::Struct(_)] => Ok(given),
            [text] | [text, _] if is_text(text) => Ok(given),
            _ => {
                let given: Vec<String> = given.iter().map(ToString::to_string).collect();
                plan_err!(
                    "{}({}): give a text, a text and its date, or one struct with `text` and what else is known",
                    self.name(),
                    given.join(", ")
                )
            }
        }
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        // says before any work is done where a struct has no text
        let table = RecordBatch::new_empty(Arc::new(Schema::new(columns(given))));
        if let Err(cause) = Articles::new(table, &Options::default()) {
            return plan_err!("{}: {cause}", self.name());
        }
        let outcome = rows::outcome_schema();
        match self.gives {
            Gives::Attributions => Ok(outcome.field_with_name(STATEMENTS)?.data_type().clone()),
            Gives::Record => Ok(DataType::Struct(outcome.fields().clone())),
        }
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let one = given.args.iter().all(|value| matches!(value, ColumnarValue::Scalar(_)));
        let outcomes = reading::read(table(&ColumnarValue::values_to_arrays(&given.args)?)?)?;
        let column: ArrayRef = match self.gives {
            Gives::Record => Arc::new(StructArray::from(outcomes)),
            Gives::Attributions => match outcomes.column_by_name(STATEMENTS) {
                Some(statements) => Arc::clone(statements),
                None => return exec_err!("a record has no statements"),
            },
        };
        match one {
            true => Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&column, 0)?)),
            false => Ok(ColumnarValue::Array(column)),
        }
    }
}

const STATEMENTS: &str = "statements";
/// What the arguments are, in their order, where they are no struct.
const NAMES: [&str; 2] = ["text", "published"];

/// The type under a dictionary, in which pandas keeps columns that repeat themselves.
fn plain(given: &DataType) -> DataType {
    match given {
        DataType::Dictionary(_, values) => plain(values),
        other => other.clone(),
    }
}

fn is_text(given: &DataType) -> bool {
    matches!(given, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null)
}

/// The columns of the table that the arguments make.
fn columns(given: &[DataType]) -> Fields {
    match given {
        [DataType::Struct(fields)] => {
            fields.iter().map(|field| field.as_ref().clone().with_nullable(true)).collect()
        }
        _ => given.iter().zip(NAMES).map(|(kind, name)| Field::new(name, kind.clone(), true)).collect(),
    }
}

/// The arguments as a table of articles.
fn table(given: &[ArrayRef]) -> Result<RecordBatch> {
    let types: Vec<DataType> = given.iter().map(|array| array.data_type().clone()).collect();
    let rows = given.first().map_or(0, |array| array.len());
    let arrays = match given {
        [one] if matches!(one.data_type(), DataType::Struct(_)) => fields(one.as_struct())?,
        _ => given.to_vec(),
    };
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(Arc::new(Schema::new(columns(&types))), arrays, &options)?)
}

/// The fields of a struct, null where the struct is.
fn fields(given: &StructArray) -> Result<Vec<ArrayRef>> {
    if given.null_count() == 0 {
        return Ok(given.columns().to_vec());
    }
    let missing = is_null(given)?;
    given.columns().iter().map(|column| Ok(nullif(column, &missing)?)).collect()
}
