//! Web archives.

#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::read(b"WARC/1.0\r\n", bytes));
