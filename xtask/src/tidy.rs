//! What the compiler does not check: who may know whom, and the habits of the code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chores::{Done, root};

/// The stages of the engine in the order of the flow. A stage may know those before it.
const STAGES: [&str; 7] = ["segment", "tag", "link", "resolve", "enrich", "assemble", "explain"];
/// What every stage may know.
const COMMON: [&str; 3] = ["text", "record", "error"];
/// The one module that knows all stages, and the one that lists the modules.
const KNOWS_ALL: [&str; 2] = ["pipeline.rs", "lib.rs"];

/// Files of the engine that are compiled for its tests alone; those may read the shared cases.
const TESTS_ONLY: [&str; 3] = ["measure.rs", "sample.rs", "parity.rs"];

/// What the engine's code may not do: it gets a text and gives a record, the same one each time.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "std::thread",
    "std::io",
    "static mut",
    "println!",
    "dbg!",
];
/// Crates that do input or output; none may stand anywhere under the engine.
const IO_CRATES: [&str; 14] = [
    "tokio",
    "async-std",
    "mio",
    "reqwest",
    "ureq",
    "hyper",
    "axum",
    "rusqlite",
    "walkdir",
    "memmap2",
    "socket2",
    "tempfile",
    "chrono",
    "indicatif",
];

/// Which of our crates each may know.
const CRATES: [(&str, &[&str]); 9] = [
    ("onrecord", &[]),
    ("onrecord-read", &["onrecord"]),
    ("onrecord-eval", &["onrecord"]),
    ("onrecord-present", &["onrecord"]),
    ("onrecord-archive", &["onrecord", "onrecord-read"]),
    ("onrecord-cluster", &["onrecord", "onrecord-read"]),
    ("onrecord-serve", &["onrecord", "onrecord-read", "onrecord-archive", "onrecord-present"]),
    (
        "onrecord-cli",
        &[
            "onrecord",
            "onrecord-read",
            "onrecord-archive",
            "onrecord-serve",
            "onrecord-eval",
            "onrecord-present",
            "onrecord-cluster",
        ],
    ),
    ("onrecord-python", &["onrecord", "onrecord-read", "onrecord-archive", "onrecord-present"]),
];

/// A file longer than this does more than one thing.
const MOST_LINES: usize = 600;

/// Checks everything and says all that is wrong.
pub fn check() -> Done {
    let mut wrong = Vec::new();
    stages(&mut wrong)?;
    engine_dependencies(&mut wrong)?;
    crates(&mut wrong)?;
    habits(&mut wrong)?;
    if wrong.is_empty() {
        return Ok(());
    }
    wrong.iter().for_each(|what| eprintln!("tidy: {what}"));
    Err(format!("{} places are not tidy", wrong.len()))
}

/// Stages import `text`, `record` and stages to their left; nothing in the engine does input or output.
fn stages(wrong: &mut Vec<String>) -> Done {
    let source = root().join("crates/onrecord/src");
    for path in rust_files(&source)? {
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| TESTS_ONLY.contains(&name)) {
            continue;
        }
        let code = code(&path)?;
        let place = shown(&path);
        for impure in IMPURE.into_iter().filter(|impure| code.contains(impure)) {
            wrong.push(format!("{place}: `{impure}`: the engine does no input or output and reads no clock"));
        }
        let inner = path.strip_prefix(&source).unwrap_or(&path);
        let module = inner.iter().next().and_then(|part| part.to_str()).unwrap_or_default();
        if KNOWS_ALL.contains(&module) {
            continue;
        }
        let module = module.trim_end_matches(".rs");
        let rank = STAGES.iter().position(|stage| *stage == module);
        for known in imports(&code) {
            let allowed = known == module
                || COMMON.contains(&known.as_str())
                || STAGES
                    .iter()
                    .position(|stage| *stage == known)
                    .is_some_and(|left| rank.is_some_and(|own| left < own));
            // macros and items of the crate's root begin otherwise than a module
            if !allowed && (STAGES.contains(&known.as_str()) || known == "pipeline") {
                wrong.push(format!("{place}: `{module}` may not know `{known}`, which comes after it"));
            }
        }
    }
    Ok(())
}

fn engine_dependencies(wrong: &mut Vec<String>) -> Done {
    let arguments =
        ["tree", "--package", "onrecord", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let tree = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output();
    let tree = tree.map_err(|error| format!("cargo tree cannot run: {error}"))?;
    if !tree.status.success() {
        return Err(format!("cargo tree failed: {}", String::from_utf8_lossy(&tree.stderr)));
    }
    let tree = String::from_utf8_lossy(&tree.stdout);
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    let mut found: Vec<&str> = names.filter(|name| IO_CRATES.contains(name)).collect();
    found.sort_unstable();
    found.dedup();
    wrong.extend(
        found.iter().map(|name| format!("crates/onrecord/Cargo.toml: `{name}` does input or output")),
    );
    Ok(())
}

/// Our crates know each other in one direction, and follow the workspace's lints.
fn crates(wrong: &mut Vec<String>) -> Done {
    for (name, may_know) in CRATES {
        let path = root().join("crates").join(name).join("Cargo.toml");
        let Ok(manifest) = fs::read_to_string(&path) else { continue };
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let ours = dependencies.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for known in ours.filter(|known| known.starts_with("onrecord") && *known != "onrecord-cli") {
            if !may_know.contains(&known) && known != name {
                wrong.push(format!("{}: `{name}` may not know `{known}`", shown(&path)));
            }
        }
        if !manifest.contains("[lints]\nworkspace = true") {
            wrong.push(format!("{}: it does not follow the workspace's lints", shown(&path)));
        }
    }
    Ok(())
}

fn habits(wrong: &mut Vec<String>) -> Done {
    for path in rust_files(&root().join("crates"))?.into_iter().chain(rust_files(&root().join("xtask"))?) {
        let text = read(&path)?;
        let place = shown(&path);
        if !text.trim_start().starts_with("//!") {
            wrong.push(format!("{place}: it does not open with what it does (`//!`)"));
        }
        if text.lines().count() > MOST_LINES {
            wrong.push(format!("{place}: longer than {MOST_LINES} lines; split it along the flow"));
        }
        // put together here, so that this file does not find itself
        for left in ["TO!DO", "FIX!ME", "to!do!(", "unimple!mented!(", "db!g!("] {
            let left = left.replacen('!', "", 1);
            if text.contains(&left) {
                wrong.push(format!("{place}: `{left}`"));
            }
        }
    }
    Ok(())
}

/// The modules of the crate that some code names after `crate::`.
fn imports(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            out.extend(top_level(group));
        } else {
            out.push(identifier(rest));
        }
    }
    out
}

/// The first name of each entry of `{a::b, c::{d, e}, f}`, given without its opening brace.
fn top_level(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut out) = (0usize, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                out.push(identifier(group[start..at].trim_start()));
                return out;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(identifier(group[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    out
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// A file without its comments and its tests.
fn code(path: &Path) -> Result<String, String> {
    let text = read(path)?;
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut out = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("node_modules") {
                out.extend(rust_files(&path)?);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_groups_and_alone() {
        let code = "use crate::record::Span;\nuse crate::{tag::{Tag, Cue}, text::Article};\nlet x = crate::link::y();";
        assert_eq!(imports(code), ["record", "tag", "text", "link"]);
    }

    #[test]
    fn the_repository_is_tidy() {
        assert_eq!(check(), Ok(()));
    }
}
