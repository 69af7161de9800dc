//! Which input a stream came from: what its articles and errors name as their place.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Cause, Format};
use crate::item::Hint;

/// An input being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// What to call it.
    pub(crate) name: String,
    /// The address it was fetched from.
    pub(crate) url: Option<String>,
    /// The `Content-Type` it was sent with.
    pub(crate) content_type: Option<String>,
    /// The file it is.
    pub(crate) path: Option<PathBuf>,
    /// The compression it was unpacked from, the outermost.
    pub(crate) packed: Option<Format>,
    /// How many layers of compression were taken off.
    pub(crate) layers: u32,
}

impl Source {
    #[cfg(test)]
    pub(crate) fn named(name: &str) -> Self {
        Source { name: name.to_owned(), ..Source::default() }
    }

    pub(crate) fn file(path: &Path) -> Self {
        Source { name: path.display().to_string(), path: Some(path.to_owned()), ..Source::default() }
    }

    pub(crate) fn from_hint(hint: &Hint) -> Self {
        let name = hint.name.clone().or_else(|| hint.url.clone()).unwrap_or_else(|| "input".to_owned());
        Source { name, url: hint.url.clone(), content_type: hint.content_type.clone(), ..Source::default() }
    }

    pub(crate) fn hint(&self) -> Hint {
        Hint { name: Some(self.name.clone()), url: self.url.clone(), content_type: self.content_type.clone() }
    }

    /// The place of a line, counted from 1.
    pub(crate) fn at_line(&self, line: u64) -> String {
        format!("{}:{line}", self.name)
    }

    /// The place of an entry or object, counted from 1.
    pub(crate) fn at_number(&self, number: u64) -> String {
        format!("{}#{number}", self.name)
    }

    /// The place of a record that begins after so many bytes.
    pub(crate) fn at_offset(&self, offset: u64) -> String {
        format!("{}@{offset}", self.name)
    }

    /// The file's name without folder and endings of formats, to identify an article by.
    pub(crate) fn stem(&self) -> Option<String> {
        let path = self.path.as_deref()?;
        let stem = path.file_stem()?.to_string_lossy();
        Some(if self.packed.is_some() {
            Path::new(stem.as_ref()).file_stem()?.to_string_lossy().into_owned()
        } else {
            stem.into_owned()
        })
    }

    /// What an error while reading means: packed data that does not unpack is damaged, all else is unreadable.
    pub(crate) fn broken(&self, error: io::Error) -> Cause {
        let unpacking = matches!(
            error.kind(),
            io::ErrorKind::InvalidInput
                | io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::Other
        );
        match self.packed {
            Some(format) if unpacking => Cause::Damaged { format, reason: error.to_string() },
            _ => Cause::Io(error),
        }
    }
}
