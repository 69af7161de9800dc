//! The chores that run other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What went wrong, for a person.
pub type Done = Result<(), String>;

/// Scripts of parts that are not written in Rust; each installs what it needs and tests its part.
const SCRIPTS: [&str; 3] = ["tests/browser/run.sh", "tests/api/run", "python/test"];

/// The crate that takes longer to compile than all others together: its own step.
const CLUSTER: &str = "onrecord-cluster";

/// Runs every test of the repository but those of the cluster.
pub fn test() -> Done {
    cargo(["test", "--workspace", "--exclude", CLUSTER, "--quiet"])?;
    let present = SCRIPTS.into_iter().map(|script| root().join(script)).filter(|script| script.exists());
    present.into_iter().try_for_each(|script| run(&mut Command::new(script)))
}

/// What a change must pass.
pub fn gate() -> Done {
    cargo(["fmt", "--all", "--check"])?;
    crate::tidy::check()?;
    let all = ["--all-targets", "--quiet", "--", "--deny", "warnings"];
    run(Command::new(env!("CARGO")).args(["clippy", "--workspace", "--exclude", CLUSTER]).args(all))?;
    test()?;
    cluster()?;
    hostile("60")?;
    floors(&[])
}

/// Lints and tests SQL over files and clusters, with processes of a cluster on this machine.
pub fn cluster() -> Done {
    let cargo = |command, arguments: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([command, "--quiet", "--package", CLUSTER, "--package", "onrecord-cli"]);
        // two gigabytes of what nobody debugs
        run(cargo
            .args(["--features", "onrecord-cli/cluster"])
            .args(arguments)
            .env("CARGO_PROFILE_DEV_DEBUG", "0"))
    };
    cargo(
        "clippy",
        &["--lib", "--bins", "--test", "cluster", "--test", "functions", "--", "--deny", "warnings"],
    )?;
    cargo("test", &["--lib", "--test", "cluster", "--test", "functions"])
}

/// Writes the files that are made from the code.
pub fn generate() -> Done {
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--package", "onrecord-cli", "--test", "generated"]);
    run(command.env("ONRECORD_GENERATE", "1"))
}

/// Runs the engine on arbitrary bytes, and the command on large hostile inputs.
pub fn hostile(seconds: &str) -> Done {
    cargo(["build", "--release", "--package", "onrecord-cli", "--quiet"])?;
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--package", "onrecord-cli", "--test", "arbitrary", "--test", "hostile"]);
    // the inputs in full are for an optimised build
    command.env("ONRECORD_BIN", target().join("release/onrecord"));
    run(command.env("ONRECORD_HOSTILE_SECONDS", seconds))
}

/// The embedded models, each with its floors on annotated articles and on cases, and the least shares of labels in percent
/// on the sets of `tests/labels/score.py`.
const FLOORS: [(&str, &str, &str, [(&str, &str); 2]); 2] = [
    ("accurate", "tests/floors.json", "tests/case-floors.txt", [("held", "53"), ("ordinary", "53")]),
    ("fast", "tests/floors-fast.json", "tests/case-floors-fast.txt", [("held", "31"), ("ordinary", "48")]),
];

/// Holds the scores of both models to their floors.
pub fn floors(options: &[&str]) -> Done {
    let Some(shared) = shared() else {
        eprintln!(
            "xtask: floors skipped: no shared data beside the repository (set ONRECORD_SHARED to its folder)"
        );
        return Ok(());
    };
    cargo(["build", "--release", "--package", "onrecord-cli", "--quiet"])?;
    let onrecord = target().join("release/onrecord");
    for (model, floors, case_floors, labels) in FLOORS {
        let mut eval = Command::new(&onrecord);
        eval.arg("eval").arg(shared.join("polnear/dev.jsonl")).args(["--model", model]);
        run(eval.arg("--floors").arg(root().join(floors)).args(options))?;
        // the cases are checked by a script of their own, which reads what the command prints
        for (cases, least) in cases(&root().join(case_floors))? {
            let mut check = Command::new("python3");
            let own = root().join(&cases);
            let folder = if own.is_dir() { own } else { shared.join(&cases) };
            check.arg(shared.join("cases/check.py")).arg(folder);
            check.args(["--at-least", &least, "--"]).arg(&onrecord);
            run(check.args(["read", "--model", model, "--format", "json"]))?;
        }
        for (set, least) in labels {
            let mut check = Command::new("python3");
            check.arg(root().join("tests/labels/score.py")).args(["--set", set, "--at-least", least, "--"]);
            run(check.arg(&onrecord).args(["extract", "--model", model]))?;
        }
    }
    Ok(())
}

/// Folders of cases, each with the least share in percent that must hold.
fn cases(path: &Path) -> Result<Vec<(String, String)>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let parts = line.split_once(' ');
            let (folder, least) = parts.ok_or_else(|| format!("{}: `{line}`", path.display()))?;
            Ok((folder.to_owned(), least.trim().to_owned()))
        })
        .collect()
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Data that is not part of the repository, where it is present.
fn shared() -> Option<PathBuf> {
    let beside = || root().join("../shared");
    let folder = std::env::var_os("ONRECORD_SHARED").map_or_else(beside, PathBuf::from);
    folder.join("polnear/dev.jsonl").exists().then_some(folder)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn cargo<const N: usize>(arguments: [&str; N]) -> Done {
    run(Command::new(env!("CARGO")).args(arguments))
}

fn run(command: &mut Command) -> Done {
    let program = command.get_program().to_owned();
    let words: Vec<_> = std::iter::once(program.as_os_str()).chain(command.get_args()).collect();
    let shown = words.join(OsStr::new(" ")).to_string_lossy().into_owned();
    eprintln!("xtask: {shown}");
    let status =
        command.current_dir(root()).status().map_err(|error| format!("`{shown}` cannot run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed: {status}")) }
}
