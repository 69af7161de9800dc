//! Files made from the code are as the code would make them. `cargo xtask generate` writes them anew.

mod common;

use std::fs;

use common::{root, run};

#[test]
fn the_schema_is_fresh() {
    fresh("docs/record.schema.json", &run(&["schema"]).good());
}

#[test]
fn the_manual_is_fresh() {
    let mut manual = "# The command line\n\nMade from the help texts by `cargo xtask generate`.\n".to_owned();
    describe(&[], &mut manual);
    fresh("docs/cli.md", &manual);
}

/// The example and the scores in the README are what the command prints and what the floors hold.
#[test]
fn the_readme_is_fresh() {
    let kept = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let example = "samples/relay-minister.txt --published 2024-06-15\n";
    let (before, rest) = kept.split_once(&format!("$ onrecord read {example}")).expect("it has an example");
    let (_, after) = rest.split_once("\n...\n").expect("the example ends with three dots");
    let arguments: Vec<&str> = [&["read"], &example.split_whitespace().collect::<Vec<_>>()[..]].concat();
    let account = run(&arguments).good();
    let lines: Vec<&str> = account.lines().collect();
    let end = (30..lines.len()).find(|line| lines[*line].is_empty()).expect("the account is longer");
    let made = format!("{before}$ onrecord read {example}{}\n...\n{after}", lines[..end].join("\n"));
    let made: Vec<String> =
        made.lines().map(|line| if line.starts_with(OURS) { scores() } else { line.to_owned() }).collect();
    fresh("README.md", &(made.join("\n") + "\n"));
}

const OURS: &str = "| **onrecord** |";

/// The row of our scores, from the floors.
fn scores() -> String {
    let floors = fs::read_to_string(root().join("tests/floors.json")).expect("there are floors");
    let floors: serde_json::Value = serde_json::from_str(&floors).expect("the floors are JSON");
    let f1 = &floors["polnear/dev.jsonl"]["f1"];
    let columns = ["relation.loose", "relation.strict", "token.content", "token.source", "token.cue"];
    let cells: Vec<String> =
        columns.iter().map(|name| format!(" {:.1} |", f1[name].as_f64().expect("a floor"))).collect();
    format!("{OURS}{}", cells.concat())
}

/// Adds the help of a command, then that of the commands under it.
fn describe(path: &[&str], manual: &mut String) {
    let help = run(&[path, &["--help"]].concat()).good();
    let name = [&["onrecord"], path].concat().join(" ");
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    manual.push_str(&format!(
        "\n{} `{name}`\n\n```text\n{}\n```\n",
        "#".repeat(2 + path.len()),
        help.join("\n")
    ));
    let commands =
        help.iter().skip_while(|line| **line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // a name stands two spaces in; a description that goes on stands further in
    let names =
        commands.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        describe(&[path, &[name]].concat(), manual);
    }
}

fn fresh(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("ONRECORD_GENERATE").is_some() {
        fs::write(&file, made).expect("the file can be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "{path} is stale: run `cargo xtask generate`");
}
