//! Which format some bytes are in, told by how they begin.

use crate::charset;
use crate::error::{Cause, Format};
use crate::format::object::is_text_column;
use crate::format::table::{delimiter_of, header_names};
use crate::item::{Hint, Options};

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// The beginnings of formats that hold no text we read.
const FOREIGN: [(&[u8], &str); 14] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"\x7FELF", "a program"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ", "xz data"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "rich text"),
];

/// Tells the format of an input that begins with `head`.
pub(crate) fn sniff(head: &[u8], hint: &Hint, options: &Options) -> Result<Format, Cause> {
    if let Some(format) = by_magic(head) {
        return Ok(format);
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Cause::Unknown(what));
    }
    // cut where a character may have been cut, so that the cut is not taken for damage
    let text = charset::decode(head.to_vec(), None);
    if text.contains('\0') {
        return Err(Cause::Unknown("binary data"));
    }
    let begin = text.trim_start();
    if begin.starts_with(['{', '['])
        && let Some(format) = json_kind(begin)
    {
        return Ok(format);
    }
    if let Some(format) = markup_kind(begin, hint) {
        return Ok(format);
    }
    if looks_like_table(&text, hint, options) {
        return Ok(Format::Csv);
    }
    Ok(Format::Text)
}

fn by_magic(head: &[u8]) -> Option<Format> {
    match head {
        [0x1F, 0x8B, ..] => Some(Format::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Format::Zstd),
        [b'P', b'A', b'R', b'1', ..] => Some(Format::Parquet),
        _ if head.trim_ascii_start().starts_with(b"WARC/") => Some(Format::Warc),
        _ => None,
    }
}

/// `None` where the bracket belongs to a sentence.
fn json_kind(begin: &str) -> Option<Format> {
    let inside = begin[1..].trim_start();
    if begin.starts_with('[') {
        return inside.starts_with(['{', ']']).then_some(Format::Json);
    }
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let head = &begin[..begin.floor_char_boundary(2048)];
    if head.contains("jsonfeed.org") {
        return Some(Format::Feed);
    }
    // an object that ends with its line may have followers on theirs; one that was cut does not end, but has them
    let mut lines = begin.lines();
    let first = lines.next().unwrap_or_default();
    let is_last = first.len() == begin.len();
    let ends = first.trim_end().ends_with('}');
    let is_followed = lines.find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with('{'));
    Some(if is_last || ends || is_followed { Format::JsonLines } else { Format::Json })
}

fn markup_kind(begin: &str, hint: &Hint) -> Option<Format> {
    match root_element(begin) {
        Some(name) if ["rss", "feed", "rdf:rdf"].contains(&name.as_str()) => return Some(Format::Feed),
        Some(name) if name != "html" && begin.starts_with("<?xml") && begin.contains("<rss") => {
            return Some(Format::Feed);
        }
        Some(_) => return Some(Format::Html),
        None => {}
    }
    let declared = hint.content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("html"));
    let lower = begin[..begin.floor_char_boundary(16 << 10)].to_ascii_lowercase();
    let marked = ["<html", "<!doctype html", "<body", "<head>", "</p>", "</div>", "<table"]
        .iter()
        .any(|tag| lower.contains(tag));
    (marked || (declared && lower.contains('<'))).then_some(Format::Html)
}

/// The name of the first element, in lower case, where the text begins with markup.
fn root_element(begin: &str) -> Option<String> {
    let mut rest = begin;
    for _ in 0..64 {
        rest = rest.trim_start();
        let tag = rest.strip_prefix('<')?;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.find("-->").map(|at| &comment[at + 3..])?;
        } else if tag.starts_with(['?', '!']) {
            if tag.get(..13).is_some_and(|t| t.eq_ignore_ascii_case("!doctype html")) {
                return Some("html".to_owned());
            }
            rest = tag.find('>').map(|at| &tag[at + 1..])?;
        } else {
            let end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            let name = &tag[..end];
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() < 32;
            return is_name.then(|| name.to_ascii_lowercase());
        }
    }
    None
}

/// A table shows itself by a first line of short names, one of which is that of a text column.
fn looks_like_table(text: &str, hint: &Hint, options: &Options) -> bool {
    let first = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    if first.len() > 4096 {
        return false;
    }
    let Some(delimiter) = delimiter_of(first) else {
        return false;
    };
    let names = header_names(first, delimiter);
    let short = names.iter().all(|name| name.chars().count() <= 64);
    let named = hint.name.as_deref().is_some_and(|name| {
        let lower = name.to_ascii_lowercase();
        lower.ends_with(".csv") || lower.ends_with(".tsv")
    });
    let typed =
        hint.content_type.as_deref().is_some_and(|t| t.contains("csv") || t.contains("tab-separated"));
    short && (named || typed || names.iter().any(|name| is_text_column(name, options)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(text: &str) -> Option<Format> {
        sniff(text.as_bytes(), &Hint::default(), &Options::default()).ok()
    }

    #[test]
    fn formats_are_told_by_content() {
        for (text, expected) in [
            ("The mayor, a former judge, said no.\n\nShe left.", Format::Text),
            ("[Applause] Thank you.", Format::Text),
            ("{sic} was how it was printed", Format::Text),
            ("<3 was all she wrote.", Format::Text),
            ("{\"id\": \"a\", \"text\": \"b\"}\n{\"id\": \"c\", \"text\": \"d\"}\n", Format::JsonLines),
            ("{\"id\": \"a\", \"text\": \"b\"}", Format::JsonLines),
            ("{\n  \"id\": \"a\",\n  \"text\": \"b\"\n}\n", Format::Json),
            ("{\"id\": \"a\", \"te\n{\"id\": \"c\", \"text\": \"d\"}\n", Format::JsonLines),
            ("[{\"text\": \"b\"}]", Format::Json),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Format::Feed),
            ("<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<rss version=\"2.0\"></rss>", Format::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", Format::Feed),
            ("<!DOCTYPE html><title>x</title>", Format::Html),
            ("<p>One.</p>", Format::Html),
            ("Stray words <html><body>x", Format::Html),
            ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Format::Warc),
            ("id,title,text\n1,a,b\n", Format::Csv),
            ("id;\"Text\"\n1;b\n", Format::Csv),
            ("url\tcontent\nhttp://a\tb\n", Format::Csv),
            ("", Format::Text),
        ] {
            assert_eq!(format(text), Some(expected), "{text}");
        }
        assert_eq!(format("PAR1\x15\x04"), Some(Format::Parquet));
    }

    #[test]
    fn what_holds_no_text_is_refused() {
        assert_eq!(format("%PDF-1.7\n"), None);
        assert_eq!(format("\u{1}\0\0\0\u{2}abc"), None);
    }

    #[test]
    fn utf16_is_text() {
        let bytes: Vec<u8> = "\u{FEFF}id,text\n1,b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&bytes, &Hint::default(), &Options::default()).ok(), Some(Format::Csv));
    }
}
