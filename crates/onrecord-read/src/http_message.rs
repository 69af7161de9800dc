//! HTTP answers as crawlers keep them: status, headers and body in one piece.

use crate::content_encoding;
use crate::error::{Cause, Format};

/// An answer with its body unpacked.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    /// The status code.
    pub(crate) status: u16,
    /// The `Content-Type` header, empty where there is none.
    pub(crate) content_type: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// Takes an answer apart.
pub(crate) fn read(bytes: &[u8], limit: u64) -> Result<Message, Cause> {
    let damaged = |reason: &str| Cause::Damaged { format: Format::Warc, reason: reason.to_owned() };
    let (head, mut body) =
        split_head(bytes).ok_or_else(|| damaged("an answer without an end of its headers"))?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines
        .next()
        .filter(|line| line.starts_with("HTTP/"))
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .ok_or_else(|| damaged("an answer without a status"))?;
    let (mut content_type, mut chunked, mut packed) = (String::new(), false, String::new());
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => content_type = value.to_owned(),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => packed = value.to_owned(),
            _ => {}
        }
    }
    // crawlers often keep the header though they have already put the body together
    let joined = if chunked { join_chunks(body) } else { None };
    if let Some(joined) = &joined {
        body = joined;
    }
    let body = content_encoding::decode(body.to_vec(), &packed, limit)?;
    Ok(Message { status, content_type, body })
}

fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let (end, begin) = [crlf, lf].into_iter().flatten().min()?;
    Some((&bytes[..end], &bytes[begin..]))
}

/// Puts the chunks of a body together; `None` where it is not in chunks.
fn join_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(64)]);
        let Some(end) = end else {
            // cut off: what came before counts
            return (!joined.is_empty()).then_some(joined);
        };
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        let chunk = &rest[..size.min(rest.len())];
        joined.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn chunks_are_joined_and_bodies_unpacked() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One.";
        assert_eq!(read(plain, 100).unwrap().body, b"<p>One.");
        let chunked = b"HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n4\r\n<p>O\r\n3;x\r\nne.\r\n0\r\n\r\n";
        let message = read(chunked, 100).unwrap();
        assert_eq!((message.status, message.body), (404, b"<p>One.".to_vec()));
        let packed = [&b"HTTP/1.0 200\nContent-Encoding: gzip\n\n"[..], &gzip(b"<p>One.")].concat();
        assert_eq!(read(&packed, 100).unwrap().body, b"<p>One.");
    }

    #[test]
    fn headers_that_are_no_longer_true_do_no_harm() {
        let message =
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n<p>One.";
        assert_eq!(read(message, 100).unwrap().body, b"<p>One.");
    }

    #[test]
    fn a_bomb_is_too_large() {
        let packed = [&b"HTTP/1.0 200\nContent-Encoding: gzip\n\n"[..], &gzip(&[0; 10_000])].concat();
        assert_eq!(read(&packed, 1000).unwrap_err().reason(), "too large");
    }
}
