//! Files as the table `news`.
//!
//! Patterns are resolved here, once: a plan names each file, so that workers read the files that the client saw. On a cluster
//! every process must find them under the same path.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use datafusion::arrow::csv::reader::Format;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::csv::CsvFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::json::JsonFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use url::Url;

use crate::error::ClusterError;

/// The name of the table.
const NAME: &str = "news";

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    table: Table,
    compression: FileCompressionType,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Parquet,
    Csv { delimiter: u8 },
    JsonLines,
}

/// The files that paths and patterns name, in the order of their names; each once.
pub fn files(patterns: &[String]) -> Result<Vec<PathBuf>, ClusterError> {
    let mut files = Vec::new();
    for pattern in patterns {
        let found = matching(pattern)?;
        if found.is_empty() {
            return Err(ClusterError::NotFound { pattern: pattern.clone() });
        }
        files.extend(found);
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn matching(pattern: &str) -> Result<Vec<PathBuf>, ClusterError> {
    // a name may hold signs that a pattern gives a meaning to
    let found = match Path::new(pattern).is_file() {
        true => vec![PathBuf::from(pattern)],
        false => glob::glob(pattern)
            .map_err(|error| ClusterError::Pattern { pattern: pattern.to_owned(), reason: error.msg })?
            .filter(|path| path.as_ref().map_or(true, |path| path.is_file()))
            .collect::<Result<_, _>>()
            .map_err(|error| ClusterError::File { path: error.path().to_owned(), source: error.into() })?,
    };
    let absolute = |path: PathBuf| path.canonicalize().map_err(|source| ClusterError::File { path, source });
    found.into_iter().map(|path| absolute(path.clone())).collect()
}

/// Makes the files known as the table `news`.
pub async fn register(context: &SessionContext, files: &[PathBuf]) -> Result<(), ClusterError> {
    let Some(first) = files.first() else { return Ok(()) };
    let kind = kind_of(first)?;
    for other in files {
        if kind_of(other)? != kind {
            return Err(ClusterError::Kinds { first: first.clone(), other: other.clone() });
        }
    }
    let urls = files.iter().map(|path| address(path)).collect::<Result<Vec<_>, _>>()?;
    let options = ListingOptions::new(kind.format()).with_file_extension("");
    let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options);
    let config = match kind.table {
        Table::Csv { delimiter } => config.with_schema(header(first, kind.compression, delimiter)?),
        Table::Parquet | Table::JsonLines => config.infer_schema(&context.state()).await?,
    };
    context.register_table(NAME, Arc::new(ListingTable::try_new(config)?))?;
    Ok(())
}

/// The columns of a file of CSV. All hold text, as the command takes them: `007` is no number.
fn header(path: &Path, compression: FileCompressionType, delimiter: u8) -> Result<SchemaRef, ClusterError> {
    let file = File::open(path).map_err(|source| ClusterError::File { path: path.to_owned(), source })?;
    let format = Format::default().with_header(true).with_delimiter(delimiter);
    let columns = format.infer_schema(compression.convert_read(file)?, Some(0));
    let (columns, _) = columns.map_err(DataFusionError::from)?;
    let text = |name: &String| Field::new(name, DataType::Utf8, true);
    Ok(Arc::new(Schema::new(columns.fields().iter().map(|field| text(field.name())).collect::<Vec<_>>())))
}

fn kind_of(path: &Path) -> Result<Kind, ClusterError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let mut endings = name.rsplit('.');
    let mut ending = endings.next();
    let mut compression = FileCompressionType::UNCOMPRESSED;
    if let Some(known) = ending.and_then(|ending| FileCompressionType::from_str(ending).ok())
        && known.is_compressed()
    {
        compression = known;
        ending = endings.next();
    }
    let table = match ending {
        Some("parquet" | "pq") if !compression.is_compressed() => Table::Parquet,
        Some("csv") => Table::Csv { delimiter: b',' },
        Some("tsv") => Table::Csv { delimiter: b'\t' },
        Some("jsonl" | "ndjson" | "jsonlines") => Table::JsonLines,
        _ => return Err(ClusterError::Kind { path: path.to_owned() }),
    };
    Ok(Kind { table, compression })
}

impl Kind {
    fn format(self) -> Arc<dyn FileFormat> {
        match self.table {
            Table::Parquet => Arc::new(ParquetFormat::default()),
            Table::Csv { delimiter } => Arc::new(
                CsvFormat::default()
                    .with_delimiter(delimiter)
                    // an article has lines
                    .with_newlines_in_values(true)
                    .with_file_compression_type(self.compression),
            ),
            Table::JsonLines => Arc::new(JsonFormat::default().with_file_compression_type(self.compression)),
        }
    }
}

fn address(path: &Path) -> Result<ListingTableUrl, ClusterError> {
    let not_found = || ClusterError::NotFound { pattern: path.display().to_string() };
    let url = Url::from_file_path(path).map_err(|()| not_found())?;
    Ok(ListingTableUrl::try_new(url, None)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Option<(Table, bool)> {
        kind_of(Path::new(name)).ok().map(|kind| (kind.table, kind.compression.is_compressed()))
    }

    #[test]
    fn a_name_says_what_a_file_is() {
        assert_eq!(table("a/news.parquet"), Some((Table::Parquet, false)));
        assert_eq!(table("NEWS.JSONL.GZ"), Some((Table::JsonLines, true)));
        assert_eq!(table("news.tsv"), Some((Table::Csv { delimiter: b'\t' }, false)));
        for name in ["news.txt", "news", "news.gz", "news.parquet.gz"] {
            assert_eq!(table(name), None, "{name}");
        }
    }

    #[test]
    fn patterns_name_files_once_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.jsonl", "a.jsonl", "c[1].jsonl"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let within = |name: &str| folder.path().join(name).display().to_string();
        let found = files(&[within("*.jsonl"), within("a.jsonl"), within("c[1].jsonl")]).unwrap();
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.jsonl", "b.jsonl", "c[1].jsonl"]);
        assert!(matches!(files(&[within("d*")]), Err(ClusterError::NotFound { .. })));
        assert!(matches!(files(&[within("[")]), Err(ClusterError::Pattern { .. })));
    }
}
