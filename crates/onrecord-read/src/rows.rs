//! Tables in memory, as engines for data hand them over: rows to articles, records to rows.
//!
//! A row is read as a row of a Parquet file would be, so that an engine gets the records that the command writes. The
//! column of texts is looked at where it stands; only the text of the article at hand is copied out of it.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use onrecord::record::Record;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Cause, Format};
use crate::format::{object, parquet};
use crate::item::{Item, Options};
use crate::open::complete;
use crate::write::record_rows;

/// The types of records as rows: `document`, `statements`, `labels`, `entities`.
pub fn schema() -> SchemaRef {
    Arc::new(record_rows::schema())
}

/// The types of what becomes of rows: those of a record, all null where there is none, and `error`, which says why.
pub fn outcome_schema() -> SchemaRef {
    Arc::new(record_rows::outcome_schema())
}

/// The types of one statement.
pub fn statement_type() -> DataType {
    record_rows::statement()
}

/// Values that serialise to objects as rows of a table.
///
/// # Errors
/// Where a value does not fit the types.
pub fn batch(schema: &SchemaRef, values: &[impl Serialize]) -> Result<RecordBatch, ArrowError> {
    let mut decoder =
        ReaderBuilder::new(Arc::clone(schema)).with_batch_size(values.len().max(1)).build_decoder()?;
    decoder.serialize(values)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(schema))))
}

/// What became of rows, as rows.
///
/// # Errors
/// Where Arrow refuses, such as for more than two billion bytes of text in one batch.
pub fn outcomes(read: &[Result<Record, String>]) -> Result<RecordBatch, ArrowError> {
    let row = |read: &Result<Record, String>| match read {
        Ok(record) => record_rows::row(record).map_err(|error| ArrowError::JsonError(error.to_string())),
        Err(why) => Ok(Value::Object(Map::from_iter([("error".to_owned(), Value::String(why.clone()))]))),
    };
    let rows: Vec<Value> = read.iter().map(row).collect::<Result<_, _>>()?;
    batch(&outcome_schema(), &rows)
}

/// An article from named values; the names that Parquet files and JSON Lines may use are understood here too.
///
/// # Errors
/// Where there is no text, or a value cannot be what its name says.
pub fn article(values: Map<String, Value>, options: &Options) -> Result<Item, Cause> {
    let mut item = object::read(values, Format::Row, String::new(), options)?;
    if item.article.text.len() as u64 > options.max_bytes {
        return Err(Cause::TooLarge { limit: options.max_bytes });
    }
    complete(&mut item, options);
    Ok(item)
}

/// Articles of a table's rows, made one by one.
pub struct Articles {
    batch: RecordBatch,
    /// Where the texts stand; `None` where the rows are records with their texts in them.
    text: Option<usize>,
    options: Options,
}

impl Articles {
    /// Finds the column of texts.
    ///
    /// # Errors
    /// Where there is none, or it holds something else.
    pub fn new(batch: RecordBatch, options: &Options) -> Result<Self, Cause> {
        let text = text_column(batch.schema_ref(), options)?;
        Ok(Articles { batch, text, options: options.clone() })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The articles of some rows, in their order, each made when it is asked for. A row that holds none is an error.
    ///
    /// # Errors
    /// Where the table holds what cannot be taken apart.
    pub fn read(
        &self,
        rows: std::ops::Range<usize>,
    ) -> Result<impl Iterator<Item = Result<Item, Cause>> + '_, ArrowError> {
        let part = self.batch.slice(rows.start, rows.len());
        let beside: Vec<usize> =
            (0..part.num_columns()).filter(|column| Some(*column) != self.text).collect();
        let objects = match beside.is_empty() {
            true => vec![Map::new(); part.num_rows()],
            false => self.objects(&part.project(&beside)?)?,
        };
        Ok(objects.into_iter().enumerate().map(move |(row, mut object)| {
            let Some(column) = self.text else { return article(object, &self.options) };
            let text = text_at(part.column(column), row);
            if text.is_some_and(|text| text.len() as u64 > self.options.max_bytes) {
                return Err(Cause::TooLarge { limit: self.options.max_bytes });
            }
            let name = part.schema_ref().field(column).name().clone();
            object.insert(name, text.map_or(Value::Null, |text| Value::String(text.to_owned())));
            article(object, &self.options)
        }))
    }

    fn objects(&self, part: &RecordBatch) -> Result<Vec<Map<String, Value>>, ArrowError> {
        let mut rows = parquet::objects(part).map_err(|error| ArrowError::JsonError(error.to_string()))?;
        rows.iter_mut().for_each(record_rows::restore);
        Ok(rows)
    }
}

/// A table of one column, named `text`, of an array of texts.
pub fn texts(array: arrow_array::ArrayRef) -> RecordBatch {
    let field = Field::new("text", array.data_type().clone(), true);
    let rows = array.len();
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
    let schema = Arc::new(Schema::new(vec![field]));
    // the one column has the type and the length that the table is said to have
    RecordBatch::try_new_with_options(Arc::clone(&schema), vec![array], &options)
        .unwrap_or_else(|_| RecordBatch::new_empty(schema))
}

fn text_column(schema: &Schema, options: &Options) -> Result<Option<usize>, Cause> {
    let names = || schema.fields().iter().map(|field| field.name().as_str());
    if names().any(|name| name == "document") && names().any(|name| name == "statements") {
        return Ok(None);
    }
    let column = object::text_name(names(), options).and_then(|name| schema.index_of(name).ok());
    let Some(column) = column else {
        let column = options.text_column.clone().unwrap_or_else(|| "text".to_owned());
        return Err(Cause::NoColumn { column, columns: names().collect::<Vec<_>>().join(", ") });
    };
    let field = schema.field(column);
    match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(Some(column)),
        other => {
            let reason = format!("the column `{}` holds {other}, not text", field.name());
            Err(Cause::Damaged { format: Format::Row, reason })
        }
    }
}

fn text_at(column: &dyn Array, row: usize) -> Option<&str> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(column.as_string_view().value(row)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, Int64Array, StringArray, StringViewArray};

    use super::*;

    fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
            .unwrap()
    }

    fn read(batch: RecordBatch, options: &Options) -> Vec<Result<Item, Cause>> {
        let articles = Articles::new(batch, options).unwrap();
        articles.read(0..articles.len()).unwrap().collect()
    }

    #[test]
    fn rows_are_articles_with_what_stands_beside_them() {
        let batch = table(vec![
            ("nr", Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef),
            ("content", Arc::new(StringViewArray::from(vec!["Ann said so.", "Ben denied it."]))),
            ("date", Arc::new(StringArray::from(vec![Some("2031-05-06"), None]))),
        ]);
        let items: Vec<Item> = read(batch, &Options::default()).into_iter().map(Result::unwrap).collect();
        assert_eq!(items[1].article.text, "Ben denied it.");
        assert_eq!(items[0].article.document.published.as_deref(), Some("2031-05-06"));
        assert_eq!(items[0].article.document.extra["nr"], 1);
        assert_eq!(items[0].article.document.id, None);
    }

    #[test]
    fn a_bad_row_is_an_error_of_its_own() {
        let texts: ArrayRef =
            Arc::new(StringArray::from(vec![Some("Ann."), None, Some(" "), Some("0123456789ab")]));
        let options = Options { max_bytes: 10, ..Options::default() };
        let read = read(super::texts(texts), &options);
        let said: Vec<String> = read
            .iter()
            .map(|row| row.as_ref().map_or_else(ToString::to_string, |i| i.article.text.clone()))
            .collect();
        assert_eq!(said[..3], ["Ann.", "no article text in this row", "no article text in this row"]);
        assert!(said[3].starts_with("larger than the limit of 10 bytes"), "{}", said[3]);
    }

    #[test]
    fn a_table_without_texts_says_what_it_has() {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let said = |batch| Articles::new(batch, &Options::default()).err().unwrap().to_string();
        assert!(said(table(vec![("a", numbers.clone())])).contains("no column `text`; the columns are a"));
        assert!(said(table(vec![("text", numbers)])).contains("the column `text` holds Int64, not text"));
    }

    #[test]
    fn outcomes_keep_their_rows() {
        let batch = outcomes(&[Ok(Record::default()), Err("why".to_owned())]).unwrap();
        assert_eq!(batch.schema(), outcome_schema());
        assert!(batch["document"].is_valid(0) && batch["statements"].is_null(1));
        assert_eq!(batch["error"].as_string::<i32>().value(1), "why");
        assert_eq!(outcomes(&[]).unwrap().num_rows(), 0);
    }
}
