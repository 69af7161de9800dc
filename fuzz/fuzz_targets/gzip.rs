//! Web archives in gzip members, and other gzip data.

#![no_main]

mod common;

use std::io::Write;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // half as they come, half well packed, so that what is inside is reached
    common::read(b"\x1F\x8B\x08", bytes);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let _ = packed.write_all(b"WARC/1.0\r\n").and_then(|()| packed.write_all(bytes));
    common::read(b"", &packed.finish().unwrap_or_default());
});
