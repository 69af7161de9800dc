//! Reading no more than is allowed.

use std::io::{self, BufRead, Read};

use crate::error::Cause;

/// How far an oversized line or record is skipped over before its input is given up: what unpacks to more
/// is made to waste our time.
pub(crate) const SKIP_LIMIT: u64 = 1 << 30;

/// Reads to the end, unless that is further off than the limit.
pub(crate) fn read_all(reader: impl Read, limit: u64) -> Result<Vec<u8>, Cause> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(Cause::TooLarge { limit }) } else { Ok(bytes) }
}

/// Reads up to `wanted` bytes ahead of everything else that is read.
pub(crate) fn read_head(reader: &mut impl Read, wanted: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(wanted as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// What came of looking for the next line.
pub(crate) enum Line {
    /// A line without its end.
    Bytes(Vec<u8>),
    /// A line that was longer than the limit and was skipped.
    TooLong,
    /// A line so long that its end was not looked for any further.
    Endless,
    /// There is none.
    End,
}

/// Reads the next line.
pub(crate) fn read_line(reader: &mut impl BufRead, limit: u64) -> io::Result<Line> {
    let mut line = Vec::new();
    let read = reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        return Ok(Line::Bytes(line));
    }
    if line.len() as u64 <= limit {
        return Ok(Line::Bytes(line));
    }
    drop(line);
    Ok(if skip_line(reader)? { Line::TooLong } else { Line::Endless })
}

/// Skips to behind the next line break; false where that is too far off.
fn skip_line(reader: &mut impl BufRead) -> io::Result<bool> {
    let mut skipped = 0;
    while skipped < SKIP_LIMIT {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(true);
        }
        let found = memchr::memchr(b'\n', buffer);
        let used = found.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        if found.is_some() {
            return Ok(true);
        }
        skipped += used as u64;
    }
    Ok(false)
}

/// Counts the bytes that were consumed, and finds the next place where it makes sense to go on.
pub(crate) struct Counted<R> {
    inner: R,
    position: u64,
    /// Bytes that were consumed from `inner` but are to be read again.
    again: &'static [u8],
}

impl<R: BufRead> Counted<R> {
    pub(crate) fn new(inner: R) -> Self {
        Counted { inner, position: 0, again: &[] }
    }

    /// How many bytes were consumed so far.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    pub(crate) fn into_inner(self) -> R {
        self.inner
    }

    /// Goes to just before the next occurrence of `wanted`, whose first byte must not occur in it again.
    /// False where there is none within so many bytes.
    pub(crate) fn find(&mut self, wanted: &'static [u8], within: u64) -> io::Result<bool> {
        let mut matched = 0;
        let mut passed = 0;
        while passed < within {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let mut used = 0;
            while used < buffer.len() && matched < wanted.len() {
                if matched == 0 {
                    let Some(at) = memchr::memchr(wanted[0], &buffer[used..]) else {
                        used = buffer.len();
                        break;
                    };
                    used += at;
                }
                let fits = buffer[used] == wanted[matched];
                matched = if fits { matched + 1 } else { usize::from(buffer[used] == wanted[0]) };
                used += 1;
            }
            self.consume(used);
            passed += used as u64;
            if matched == wanted.len() {
                self.position -= wanted.len() as u64;
                self.again = wanted;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.again.is_empty() { self.inner.fill_buf() } else { Ok(self.again) }
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount as u64;
        if self.again.is_empty() {
            self.inner.consume(amount);
        } else {
            self.again = &self.again[amount..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_oversized_line_is_skipped_and_the_next_is_read() {
        let mut reader = &b"short\r\nmuch too long\nend"[..];
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::Bytes(b) if b == b"short"));
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::TooLong));
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::Bytes(b) if b == b"end"));
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::End));
    }

    #[test]
    fn a_line_of_just_the_limit_is_read() {
        let mut reader = &b"12345678\nx"[..];
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::Bytes(b) if b == b"12345678"));
    }

    #[test]
    fn an_endless_line_is_given_up() {
        let mut reader = io::BufReader::with_capacity(1 << 20, io::repeat(b'x'));
        assert!(matches!(read_line(&mut reader, 8).unwrap(), Line::Endless));
    }

    #[test]
    fn reading_stops_at_the_limit() {
        assert!(matches!(read_all(io::repeat(0), 1000), Err(Cause::TooLarge { limit: 1000 })));
        assert_eq!(read_all(&b"abc"[..], 3).unwrap(), b"abc");
    }

    #[test]
    fn a_mark_is_found_across_buffers() {
        for capacity in 1..9 {
            let bytes = &b"..WAWARC/0 WARC/1.x WARC/1."[..];
            let mut reader = Counted::new(io::BufReader::with_capacity(capacity, bytes));
            assert!(reader.find(b"WARC/1.", u64::MAX).unwrap());
            assert_eq!(reader.position(), 11);
            let mut rest = String::new();
            reader.read_to_string(&mut rest).unwrap();
            assert_eq!(rest, "WARC/1.x WARC/1.");
            assert!(!reader.find(b"WARC/1.", u64::MAX).unwrap());
        }
    }
}
