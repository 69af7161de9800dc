//! Bytes into text, whatever charset they are in.
//!
//! What the bytes themselves prove comes first: a byte order mark, valid UTF-8, the zero bytes of UTF-16.
//! Then what the input declares, and only then a guess.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes of a page are searched for its declared charset.
const DECLARATION_WINDOW: usize = 4096;

/// Decodes bytes, removing a byte order mark. What cannot be decoded becomes U+FFFD.
///
/// `declared` is the charset named by a header or the like, if any.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> String {
    let encoding = recognise(&bytes, declared);
    if encoding == UTF_8 {
        let without_mark = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => rest.to_vec(),
            None => bytes,
        };
        return String::from_utf8(without_mark)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    }
    encoding.decode(&bytes).0.into_owned()
}

/// Decodes a page, which may declare its charset itself.
pub(crate) fn decode_page(bytes: Vec<u8>, content_type: Option<&str>) -> String {
    let declared = content_type
        .and_then(charset_of_content_type)
        .map(Cow::Borrowed)
        .or_else(|| charset_of_markup(&bytes).map(Cow::Owned));
    decode(bytes, declared.as_deref())
}

/// The charset that bytes are in.
pub(crate) fn recognise(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    let broken = broken_utf8(bytes);
    if broken.is_none() {
        return UTF_8;
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        // said to be UTF-8 and nearly is: a cut character, a stray byte
        _ if broken.is_some_and(|share| share < 0.2) => UTF_8,
        _ => guess(bytes),
    }
}

/// The `charset` parameter of a `Content-Type` value.
pub(crate) fn charset_of_content_type(value: &str) -> Option<&str> {
    let at = value.to_ascii_lowercase().find("charset=")? + "charset=".len();
    let label = value[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ';', ' ', ',']).unwrap_or(label.len());
    Some(&label[..end]).filter(|label| !label.is_empty())
}

/// The charset a page declares in a `meta` tag or an XML declaration.
fn charset_of_markup(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let head: String = head.iter().map(|&b| if b.is_ascii() { b as char } else { '?' }).collect();
    let lower = head.to_ascii_lowercase();
    let at = if lower.trim_start().starts_with("<?xml") {
        lower.find("encoding=").map(|at| at + "encoding=".len())
    } else {
        None
    };
    let at = at.or_else(|| {
        let meta = lower.find("<meta")?;
        lower[meta..].find("charset").map(|found| meta + found + "charset".len())
    })?;
    let label = head[at..].trim_start_matches(['=', '"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))?;
    Some(label[..end].to_owned()).filter(|label| !label.is_empty())
}

/// UTF-16 shows itself by zero bytes in every other place, since markup and spaces are ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `None` where all is valid UTF-8, else the share of broken sequences among those beyond ASCII.
/// A character cut off at the end does not count as broken.
fn broken_utf8(bytes: &[u8]) -> Option<f64> {
    let mut broken = 0_usize;
    let mut whole = 0_usize;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken == 0 {
        return None;
    }
    Some(broken as f64 / (broken + whole) as f64)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_bytes_prove_comes_before_what_is_declared() {
        assert_eq!(decode("Zoë".as_bytes().to_vec(), Some("iso-8859-1")), "Zoë");
        assert_eq!(decode(b"\xEF\xBB\xBFZo\xC3\xAB".to_vec(), None), "Zoë");
        assert_eq!(decode(b"\xFF\xFEZ\0o\0\xEB\0".to_vec(), None), "Zoë");
        assert_eq!(decode(b"\xFE\xFF\0Z\0o\0\xEB".to_vec(), None), "Zoë");
        let bare: Vec<u8> = "plain words".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(bare, None), "plain words");
    }

    #[test]
    fn windows_quotation_marks_survive() {
        let text = b"\x93We are ready,\x94 said Zo\xEB Brandt\x97twice.".to_vec();
        let expected = "\u{201C}We are ready,\u{201D} said Zoë Brandt\u{2014}twice.";
        assert_eq!(decode(text.clone(), Some("ISO-8859-1")), expected);
        assert_eq!(decode(text, None), expected);
    }

    #[test]
    fn a_cut_character_does_not_turn_utf8_into_something_else() {
        let mut bytes = "Größe, “Höhe” und Länge: äöü".as_bytes().to_vec();
        bytes.pop();
        assert_eq!(decode(bytes, None), "Größe, “Höhe” und Länge: äö\u{FFFD}");
    }

    #[test]
    fn pages_declare_their_charset() {
        let page = b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'></head>\xCF\xF0\xE8";
        assert!(decode_page(page.to_vec(), None).ends_with("При"));
        let xml = b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xB3</a>";
        assert!(decode_page(xml.to_vec(), None).contains('ł'));
        assert_eq!(charset_of_content_type("text/html; Charset=\"UTF-8\""), Some("UTF-8"));
        assert_eq!(charset_of_content_type("text/html"), None);
    }
}
