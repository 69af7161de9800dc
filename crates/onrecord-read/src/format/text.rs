//! Plain text, taken to the letter: offsets count in it.

use onrecord::Article;
use onrecord::record::Document;

use crate::charset;
use crate::error::{Cause, Format};
use crate::item::Item;
use crate::source::Source;

/// Reads a text.
pub(crate) fn read(bytes: Vec<u8>, source: &Source) -> Result<Item, Cause> {
    let declared = source.content_type.as_deref().and_then(charset::charset_of_content_type);
    let text = charset::decode(bytes, declared);
    if text.trim().is_empty() {
        return Err(Cause::NoText(Format::Text));
    }
    let document = Document { id: source.stem(), url: source.url.clone(), ..Document::default() };
    Ok(Item { article: Article { document, text }, place: source.name.clone(), ..Item::default() })
}
