//! One file a format: bytes of it into articles.

pub(crate) mod brat;
pub(crate) mod feed;
pub(crate) mod json;
pub(crate) mod object;
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod warc;
