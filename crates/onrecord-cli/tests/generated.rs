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
