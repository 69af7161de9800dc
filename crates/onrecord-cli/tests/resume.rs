//! A run that is killed goes on to the output that an unbroken run would have made.

mod common;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use common::{onrecord, run};
use serde_json::json;

const ARTICLES: usize = 60;

/// Many small articles, some of them broken.
fn input(folder: &Path) -> String {
    let path = folder.join("in.jsonl");
    let mut text = String::new();
    for n in 0..ARTICLES {
        if n % 17 == 5 {
            text.push_str("{\"id\": broken\n");
        }
        let body =
            format!("“It rains for {n} days,” Ada Holm said in Carrow. Bo Lind denied that he had said so. ");
        text.push_str(&(json!({"id": n.to_string(), "text": body.repeat(1 + n % 5)}).to_string() + "\n"));
    }
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn killed_runs_come_to_the_same_output() {
    let folder = tempfile::tempdir().unwrap();
    let input = input(folder.path());
    for ending in ["jsonl", "csv"] {
        let whole = folder.path().join(format!("whole.{ending}"));
        let broken = folder.path().join(format!("broken.{ending}"));
        let (whole, broken) = (whole.to_str().unwrap(), broken.to_str().unwrap());
        assert_eq!(run(&["extract", &input, "-o", whole]).code, Some(1));
        let mut kills = 0;
        for attempt in 0..200 {
            let resume = if attempt == 0 { "--restart" } else { "--resume" };
            let mut child = onrecord(&["extract", &input, "-o", broken, resume, "--jobs", "2"])
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            // the longer it has been tried the later it is killed, so that the run ends at last
            thread::sleep(Duration::from_millis(20 + 13 * attempt));
            if child.try_wait().unwrap().is_some() {
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        assert!(kills > 0, "the run was too quick to be killed");
        assert_eq!(
            fs::read_to_string(broken).unwrap(),
            fs::read_to_string(whole).unwrap(),
            "after {kills} kills"
        );
        assert!(!Path::new(&format!("{broken}.journal")).exists());
    }
}

#[test]
fn a_broken_run_is_not_overwritten_by_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let input = input(folder.path());
    let output = folder.path().join("out.jsonl");
    let output = output.to_str().unwrap();
    fs::write(output, "").unwrap();
    fs::write(format!("{output}.journal"), "{\"run\":\"something else\",\"version\":\"0\"}\n").unwrap();
    let ran = run(&["extract", &input, "-o", output]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--resume"), "{}", ran.err);
    let ran = run(&["extract", &input, "-o", output, "--resume"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("another run"), "{}", ran.err);
    assert_eq!(run(&["extract", &input, "-o", output, "--restart"]).code, Some(1));
    let ran = run(&["extract", &input, "-o", output, "--resume"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("nothing to resume"), "{}", ran.err);
}
