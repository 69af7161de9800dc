//! Zstandard data of anything.

#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::read(b"(\xB5/\xFD", bytes));
