//! Feeds.

#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::read(b"<rss version='2.0'><channel>", bytes));
