//! What the commands do, as a person or a program sees it.

mod common;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use common::{lines, onrecord, root, run, run_with};
use serde_json::{Value, json};

const BRIDGE: &str = "samples/wire-bridge.txt";
const COURT: &str = "samples/court-ledger.txt";

#[test]
fn one_article_is_one_json_object() {
    let record = run(&["read", "--format", "json", BRIDGE, "--published", "2025-02-11"]).json();
    assert!(record["statements"].is_array());
    assert_eq!(record["document"]["published"], "2025-02-11");
    assert!(record["document"].get("text").is_none());
}

#[test]
fn the_text_comes_where_it_is_asked_for() {
    let record = run(&["read", "--format", "json", "--with-text", BRIDGE]).json();
    let text = fs::read_to_string(root().join(BRIDGE)).unwrap();
    assert_eq!(record["document"]["text"].as_str().unwrap().trim_end(), text.trim_end());
}

#[test]
fn several_articles_are_a_list() {
    let records = run(&["read", "--format", "json", BRIDGE, COURT]).json();
    assert_eq!(records.as_array().map(Vec::len), Some(2));
    let line = |id: &str| json!({"id": id, "text": "Ada Holm said that it rains in Carrow."}).to_string();
    let two = format!("{}\n{}\n", line("a"), line("b"));
    let records = run_with(&["read", "--format", "json", "-"], two.as_bytes()).json();
    assert_eq!(records[1]["document"]["id"], "b");
}

#[test]
fn real_output_follows_the_schema() {
    let schema = run(&["schema"]).json();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let samples: Vec<String> = fs::read_dir(root().join("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.ends_with(".txt"))
        .collect();
    let mut arguments = vec!["read", "--format", "jsonl", "--published", "2025-02-11", "--with-text"];
    arguments.extend(samples.iter().map(String::as_str));
    let records = lines(&run(&arguments).good());
    assert_eq!(records.len(), samples.len());
    for record in &records {
        let wrong: Vec<String> = validator.iter_errors(record).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    let mut broken = records[0].clone();
    broken["statements"] = json!("none");
    assert!(!validator.is_valid(&broken));
}

#[test]
fn order_is_kept_whatever_the_jobs() {
    let files = ["samples/sports-final.txt", BRIDGE, "samples/live-flood.txt", COURT];
    let with = |jobs| run(&[&["read", "--format", "jsonl", "--jobs", jobs], &files[..]].concat()).good();
    assert_eq!(with("1"), with("3"));
}

#[test]
fn a_missing_input_is_named_and_the_others_are_read() {
    let ran = run(&["read", "--format", "jsonl", "no-such-file.txt", BRIDGE]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("no-such-file.txt"), "{}", ran.err);
    assert_eq!(lines(&ran.out).len(), 1);
}

#[test]
fn wrong_usage_is_two() {
    assert_eq!(run(&["read"]).code, Some(2));
    assert_eq!(run(&["read", BRIDGE, "--published", "yesterday"]).code, Some(2));
    assert_eq!(run(&["extract", BRIDGE, "-o", "no/such/folder/out.jsonl"]).code, Some(2));
    assert_eq!(run(&["eval", "no-such-gold.jsonl"]).code, Some(2));
}

#[test]
fn a_pipe_has_no_colours() {
    let account = run(&["read", BRIDGE]).good();
    assert!(!account.contains('\x1b'));
    assert!(account.starts_with(BRIDGE) || account.contains(BRIDGE), "{account}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = onrecord(&["read", "--format", "html", BRIDGE, COURT, "samples/live-flood.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert_eq!(err, "");
}

#[test]
fn the_page_holds_the_article_and_no_script() {
    let text = "“<script>alert(1)</script> is not safe,” said Ada <b>Holm</b> & sons of Carrow on Monday.";
    let line = json!({"id": "<i>", "title": "</title><script>alert(2)</script>", "text": text}).to_string();
    let page = run_with(&["read", "--format", "html", "-"], line.as_bytes()).good();
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;"), "{page}");
    assert!(page.contains("default-src 'none'"), "{page}");
    assert!(page.ends_with("</html>\n"), "{page}");
}

#[test]
fn bad_lines_are_reported_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let good = |id: u32| json!({"id": id.to_string(), "text": "Ada Holm said that it rains in Carrow.", "desk": "city"});
    fs::write(&input, format!("{}\nthis is not JSON\n{}\n", good(1), good(2))).unwrap();
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    let ran = run(&["extract", input, "-o", output]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("in.jsonl:2"), "{}", ran.err);
    assert!(ran.err.contains("2 articles"), "{}", ran.err);
    let records = lines(&fs::read_to_string(output).unwrap());
    let ids: Vec<&Value> = records.iter().map(|record| &record["document"]["id"]).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(records[0]["document"]["desk"], "city");
}

#[test]
fn records_made_earlier_are_handed_on() {
    let record = run(&["read", "--format", "jsonl", "--with-text", BRIDGE]).good();
    let again = run_with(&["read", "--format", "jsonl", "-"], record.as_bytes()).good();
    assert_eq!(again, record);
}

#[test]
fn a_language_the_model_does_not_know_is_told_apart() {
    let text = "Die Brücke bleibt bis zum Frühjahr geschlossen, sagte die Bürgermeisterin am Dienstag in der Stadt. \
                Die Händler am östlichen Ufer haben nach eigenen Angaben viel Geld verloren.";
    let line = json!({"id": "de", "text": text}).to_string();
    let ran = run_with(&["extract", "-"], line.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    assert!(ran.err.contains("1 language de"), "{}", ran.err);
    let ran = run_with(&["extract", "--any-language", "-"], line.as_bytes());
    assert_eq!(lines(&ran.good()).len(), 1);
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(run(&["completions", shell]).good().contains("extract"), "{shell}");
    }
}

#[test]
fn every_field_is_explained() {
    let all = run(&["read", BRIDGE, "--explain"]).good();
    assert!(all.contains("s1 ") && all.contains("s2 "), "{all}");
    let one = run(&["read", BRIDGE, "--explain", "s2", "--format", "json"]).json();
    let fields: Vec<&Value> = one.as_array().unwrap().iter().map(|reason| &reason["field"]).collect();
    assert!(fields.contains(&&json!("cue")) && fields.contains(&&json!("speaker")), "{fields:?}");
    let none = run(&["read", BRIDGE, "--explain", "s999"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("s999"), "{}", none.err);
}

#[cfg(not(feature = "cluster"))]
#[test]
fn what_a_quick_build_lacks_says_how_to_get_it() {
    for arguments in [
        &["sql", "--over", "news/*.parquet", "select 1"][..],
        &["cluster", "scheduler"],
        &["cluster", "worker", "--scheduler", "10.0.0.1:50050"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("--features cluster"), "{}", ran.err);
    }
    let ran = run(&["cluster", "worker", "--scheduler", "10.0.0.1"]);
    assert!(ran.err.contains("give a host and a port, as in 10.0.0.1:50050"), "{}", ran.err);
}
