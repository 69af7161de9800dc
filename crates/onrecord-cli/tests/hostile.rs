//! Inputs made to break a reader: a record or a clear error, in bounded memory and time, and no panic.
//!
//! No test here measures time; one that took too long would be seen to hang.

mod common;

use std::fs;

use common::{Ran, run, run_with};

/// A record, or an error that names the input.
fn fine(ran: &Ran) {
    ran.no_panic();
    match ran.code {
        Some(0) => assert!(ran.out.contains("\"statements\""), "{}", ran.out),
        _ => assert!(ran.err.contains("onrecord: "), "{}", ran.err),
    }
}

/// A large number: in full for an optimised build, which `cargo xtask hostile` brings along.
fn many(n: usize) -> usize {
    if std::env::var_os("ONRECORD_BIN").is_some() { n } else { n / 50 }
}

fn read(bytes: &[u8]) -> Ran {
    run_with(&["read", "--format", "json", "-"], bytes)
}

#[test]
fn nothing_at_all() {
    for bytes in [&b""[..], b"\n", b" \t\r\n", b"\xef\xbb\xbf", b"\0"] {
        fine(&read(bytes));
    }
}

#[test]
fn bytes_that_are_no_text() {
    let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fine(&read(&noise));
    fine(&read(&[0xff; 10_000]));
    fine(&read(&[0; 100_000]));
}

#[test]
fn nul_in_a_sentence() {
    fine(&read(b"Ada Holm said\0 that it \0rains in Carrow.\n"));
}

#[test]
fn a_hundred_megabytes_without_a_line_break() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    fs::write(&path, "a word ".repeat(100_000_000 / 7)).unwrap();
    let path = path.to_str().unwrap();
    let ran = run(&["read", "--format", "json", path]);
    fine(&ran);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("long.txt") && ran.err.contains("limit"), "{}", ran.err);
    fine(&run(&["extract", path]));
}

#[test]
fn a_million_quotation_marks() {
    for mark in ["\"", "“", "‘", "'", "«»", "”"] {
        fine(&read(mark.repeat(many(1_000_000) / mark.chars().count()).as_bytes()));
    }
}

#[test]
fn a_hundred_thousand_nested_brackets() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("<div>", "</div>"), ("“", "”")] {
        let depth = many(100_000);
        fine(&read((open.repeat(depth) + "Ada said so" + &close.repeat(depth)).as_bytes()));
    }
}

#[test]
fn the_same_verb_over_and_over() {
    let ran = read("called a x ".repeat(many(100_000)).as_bytes());
    fine(&ran);
}

#[test]
fn relatives_in_one_endless_sentence() {
    let ran = read("his wife, Ann Marsh, and her husband, Paul Marsh, ".repeat(many(20_000)).as_bytes());
    fine(&ran);
}

#[test]
fn reports_that_cite_without_end() {
    let ran = read("The Volna reported, citing two guards, ".repeat(many(20_000)).as_bytes());
    fine(&ran);
}

#[test]
fn lone_surrogates_in_json() {
    let ran = read(br#"{"id": "a", "text": "Ada Holm said \ud800 that it rains. \udc00"}"#);
    fine(&ran);
    let lines = b"{\"id\":\"a\",\"text\":\"Ada \\ud83d said so.\"}\n{\"id\":\"b\",\"text\":\"Bo Lind said that it rains.\"}\n";
    let ran = run_with(&["extract", "-"], lines);
    ran.no_panic();
    assert!(ran.out.contains("\"id\":\"b\""), "{}{}", ran.out, ran.err);
}

#[test]
fn deeply_nested_json() {
    fine(&read((r#"{"text": "#.to_owned() + &"[".repeat(200_000)).as_bytes()));
}

#[test]
fn one_word_of_a_million_letters() {
    fine(&read("a".repeat(1_000_000).as_bytes()));
}
