//! Every sample article with its record, as an account that a reader of news can check.
//!
//! A change of the engine shows here as what it changes for a reader. `cargo insta review` takes it over.

mod common;

use std::fs;

use common::{onrecord, root};

/// The day on which each sample was published, in its own world.
const PUBLISHED: [(&str, &str); 10] = [
    ("court-ledger", "2024-03-12"),
    ("denials-vaccine", "2023-09-14"),
    ("interview-ferryman", "2024-10-05"),
    ("labels-campaign", "2024-09-20"),
    ("live-flood", "2024-04-09"),
    ("relay-minister", "2024-06-15"),
    ("science-moss", "2025-01-22"),
    ("sports-final", "2025-05-17"),
    ("unnamed-merger", "2024-05-24"),
    ("wire-bridge", "2025-02-11"),
];

#[test]
fn every_sample_reads_as_it_did() {
    let mut names: Vec<String> = fs::read_dir(root().join("samples"))
        .expect("there are samples")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".txt")?.to_owned()))
        .collect();
    names.sort();
    assert_eq!(names, PUBLISHED.map(|(name, _)| name), "every sample has a date here");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/accounts"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, published) in PUBLISHED {
        let article = format!("samples/{name}.txt");
        let read =
            onrecord(&["read", &article, "--published", published]).output().expect("the command runs");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let account = String::from_utf8(read.stdout).expect("the account is UTF-8");
        settings.bind(|| insta::assert_snapshot!(name, account));
    }
}
