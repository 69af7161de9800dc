//! The codings that HTTP bodies are sent in: gzip, deflate, Brotli, Zstandard.
//!
//! Headers are not always true: crawlers keep them though they have unpacked the body already. A body that does not
//! look like what its header says is taken as it is.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::bounded::read_all;
use crate::error::{Cause, Format};

/// The codings that are understood, to ask a server for.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// No body was coded more often.
const MOST_CODINGS: usize = 3;

/// How much of its input Brotli is handed at a time, in bytes.
const BUFFER: usize = 16 << 10;

/// A body without the codings that a `Content-Encoding` header names, the last of which was put on last.
///
/// # Errors
/// Where a body is damaged or unpacks to more than `limit` bytes.
pub(crate) fn decode(body: Vec<u8>, header: &str, limit: u64) -> Result<Vec<u8>, Cause> {
    let codings: Vec<String> = header.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    codings.iter().rev().take(MOST_CODINGS).try_fold(body, |body, coding| decode_one(body, coding, limit))
}

fn decode_one(body: Vec<u8>, coding: &str, limit: u64) -> Result<Vec<u8>, Cause> {
    match coding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
            unpack(MultiGzDecoder::new(&body[..]), limit, Format::Gzip)
        }
        "deflate" if is_zlib(&body) => unpack(ZlibDecoder::new(&body[..]), limit, Format::Gzip),
        // some servers leave out the frame that the standard asks for
        "deflate" if !is_text(&body) => unpack(DeflateDecoder::new(&body[..]), limit, Format::Gzip),
        "br" if !is_text(&body) => {
            unpack(brotli_decompressor::Decompressor::new(&body[..], BUFFER), limit, Format::Brotli)
        }
        "zstd" if body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => {
            unpack(zstd::stream::read::Decoder::with_buffer(&body[..])?, limit, Format::Zstd)
        }
        _ => Ok(body),
    }
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

/// Whether these are plainly words: what is packed is no valid UTF-8 for long.
fn is_text(body: &[u8]) -> bool {
    let begin = &body[..body.len().min(512)];
    let valid = match std::str::from_utf8(begin) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && !begin.contains(&0)
}

fn unpack(reader: impl Read, limit: u64, format: Format) -> Result<Vec<u8>, Cause> {
    read_all(reader, limit).map_err(|cause| match cause {
        Cause::Io(error) => Cause::Damaged { format, reason: error.to_string() },
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<p>One.</p>";

    /// `PAGE` in Brotli: an uncompressed block and the empty last one.
    fn brotli() -> Vec<u8> {
        // a window of 16 bits; a block of 11 bytes that is not the last; not compressed; its bytes; the last, empty
        let bits = (PAGE.len() as u32 - 1) << 4 | 1 << 20;
        let mut bytes = bits.to_le_bytes()[..3].to_vec();
        bytes.extend_from_slice(PAGE);
        bytes.push(0b11);
        bytes
    }

    #[test]
    fn every_coding_is_taken_off() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(PAGE).unwrap();
        zlib.write_all(PAGE).unwrap();
        deflate.write_all(PAGE).unwrap();
        for (header, body) in [
            ("gzip", gzip.finish().unwrap()),
            ("Deflate", zlib.finish().unwrap()),
            ("deflate", deflate.finish().unwrap()),
            ("br", brotli()),
            ("zstd", zstd::encode_all(PAGE, 1).unwrap()),
            ("identity", PAGE.to_vec()),
            ("zstd, br, gzip, deflate", PAGE.to_vec()),
        ] {
            assert_eq!(decode(body, header, 100).unwrap(), PAGE, "{header}");
        }
        let twice = zstd::encode_all(&brotli()[..], 1).unwrap();
        assert_eq!(decode(twice, "br, zstd", 100).unwrap(), PAGE);
    }

    #[test]
    fn what_is_cut_off_or_too_large_is_an_error() {
        let cut = &brotli()[..9];
        assert_eq!(decode(cut.to_vec(), "br", 100).unwrap_err().reason(), "damaged");
        let bomb = zstd::encode_all(&[0; 10_000][..], 1).unwrap();
        assert_eq!(decode(bomb, "zstd", 1000).unwrap_err().reason(), "too large");
    }
}
