//! From articles to answers, over an archive of the samples.

mod common;

use common::{Ran, lines, run, run_with};
use serde_json::{Value, json};

/// An archive of two outlets that tell the same utterance, one of which changes a word.
fn archive(folder: &tempfile::TempDir) -> String {
    let db = folder.path().join("desk.db").to_str().unwrap().to_owned();
    let article = |id: &str, outlet: &str, date: &str, said: &str| {
        let text = format!(
            "CARROW - The bridge will stay shut, the mayor said on Monday.\n\n\
             “{said}” Mayor Maria Odell told reporters in Carrow. She did not say when it would open."
        );
        json!({"id": id, "url": format!("https://{id}.example/1"), "outlet": outlet, "published": date, "text": text})
    };
    let one = "I will not open a bridge that I would not drive my own children over,";
    let two = "I will not open a bridge that I would not drive my own mother over,";
    let input = [
        article("post", "Carrow Post", "2025-02-10", one),
        article("wire", "Northern Wire", "2025-02-11", two),
    ];
    let input: String = input.iter().map(|article| format!("{article}\n")).collect();
    let ran = run_with(&["archive", "add", "-", "--db", &db], input.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("2 articles new"), "{}", ran.err);
    let again = run_with(&["archive", "add", "-", "--db", &db], input.as_bytes());
    assert!(again.err.contains("0 articles new, 0 replaced, 2 unchanged"), "{}", again.err);
    db
}

#[test]
fn an_archive_answers() {
    let folder = tempfile::tempdir().unwrap();
    let db = archive(&folder);
    let ask = |arguments: &[&str]| -> Ran { run(&[arguments, &["--db", &db]].concat()) };

    let found = ask(&["search", "bridge children", "--format", "json"]).json();
    assert_eq!(found["items"][0]["outlet"], "Carrow Post", "{found}");
    assert_eq!(found["total"], 1);
    let text = ask(&["search", "bridge", "--speaker", "Odell"]).good();
    assert!(text.contains("Maria Odell") && text.contains("Northern Wire"), "{text}");
    let table = ask(&["search", "bridge", "--format", "csv"]).good();
    assert!(table.starts_with("id,published,outlet,"), "{table}");

    let traced = ask(&["trace", "drive my own children over", "--format", "json"]).json();
    let outlets: Vec<&Value> = traced["tellings"].as_array().unwrap().iter().map(|t| &t["outlet"]).collect();
    assert_eq!(outlets, ["Carrow Post", "Northern Wire"], "{traced}");
    let text = ask(&["trace", "drive my own children over"]).good();
    assert!(text.contains("[-children-]") && text.contains("{+mother+}"), "{text}");
    assert!(text.contains("changed words inside quotation marks"), "{text}");

    let who = ask(&["who", "Odell"]).good();
    assert!(who.starts_with("Maria Odell"), "{who}");
    let outlets = ask(&["outlets", "--format", "csv"]).good();
    assert_eq!(outlets.lines().count(), 3, "{outlets}");
    let rows = ask(&["sql", "select count(*) from documents", "--format", "csv"]).good();
    assert_eq!(rows.lines().nth(1), Some("2"));
}

#[test]
fn nothing_is_changed_by_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let db = archive(&folder);
    for question in
        ["delete from documents", "drop table statements", "attach 'x.db' as x", "pragma user_version = 99"]
    {
        let ran = run(&["sql", question, "--db", &db]);
        assert_eq!(ran.code, Some(2), "{question}: {}", ran.out);
    }
    let missing = folder.path().join("missing.db");
    let ran = run(&["search", "bridge", "--db", missing.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("missing.db"), "{}", ran.err);
    assert!(!missing.exists());
}

#[test]
fn signs_of_a_query_language_are_words() {
    let folder = tempfile::tempdir().unwrap();
    let db = archive(&folder);
    for words in [
        "\"",
        "bridge\" OR \"",
        "NEAR(bridge shut)",
        "content:bridge",
        "bridge*",
        "'; drop table statements; --",
        "^",
        "(",
    ] {
        let ran = run(&["search", "--format", "json", "--db", &db, "--", words]);
        assert_eq!(ran.code, Some(0), "{words}: {}", ran.err);
        assert_eq!(lines(&serde_json::to_string(&ran.json()).unwrap()).len(), 1);
    }
}
