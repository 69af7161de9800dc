//! Processes of a cluster on this machine: the answer is the one that a single process gives, though a worker dies.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use common::{lines, onrecord, root, run};
use onrecord::record::Record;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Files of articles, and articles in each: enough that a worker dies amid its work.
const FILES: usize = 16;
const ARTICLES: usize = 6;

/// What nothing here takes unless it hangs.
const PATIENCE: Duration = Duration::from_secs(300);

const RECORDS: &str =
    "select record(named_struct('id', id, 'published', published, 'desk', desk, 'text', text)) from news";
const SPEAKERS: &str = "select s['speaker']['name'] as name, count(*) as statements from \
                        (select unnest(attributions(text, published)) as s from news) \
                        group by 1 order by 2 desc, 1";

#[test]
fn a_cluster_answers_as_one_machine_does() {
    let folder = tempfile::tempdir().unwrap();
    let over = articles(&folder, 4);
    let cluster = Cluster::new(&folder);
    let _workers = [cluster.worker("first"), cluster.worker("second")];
    let here = sorted(ask(&["--over", &over, RECORDS]));
    assert_eq!(sorted(ask(&["--over", &over, "--cluster", &cluster.address, RECORDS])), here);
    // a second step, over what all parts of the first made
    let speakers = ask(&["--over", &over, SPEAKERS]);
    assert!(speakers.len() > 10);
    assert_eq!(ask(&["--over", &over, "--cluster", &cluster.address, SPEAKERS]), speakers);
}

#[test]
fn a_job_outlives_a_worker_and_records_are_those_of_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let over = articles(&folder, FILES);
    let cluster = Cluster::new(&folder);
    let mut victim = cluster.worker("victim");
    let _other = cluster.worker("other");

    let mut client = onrecord(&question(&["--over", &over, "--cluster", &cluster.address, RECORDS]));
    let mut client = client.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (stdout, stderr) = (drained(client.stdout.take()), drained(client.stderr.take()));
    // it has made something of the answer, and is at the next part
    wait_for("the worker's first part", || holds_a_file(&victim.folder));
    victim.kill();
    assert!(client.try_wait().unwrap().is_none(), "the job was over before the worker died");
    let status = client.wait().unwrap();
    let (stdout, stderr) = (stdout.join().unwrap(), stderr.join().unwrap());
    assert!(status.success(), "{stderr}\n{}", cluster.said());

    let rows = sorted(answer(&stdout));
    assert_eq!(rows.len(), FILES * ARTICLES + 1);
    assert_eq!(rows, sorted(ask(&["--over", &over, RECORDS])));

    let (good, bad): (Vec<Value>, Vec<Value>) = rows.into_iter().partition(|row| row["error"].is_null());
    assert_eq!(bad.iter().map(|row| &row["error"]).collect::<Vec<_>>(), ["no article text in this row"]);
    let made: BTreeMap<String, String> = good.into_iter().map(canonical).collect();
    assert_eq!(made, by_command(&over));
}

#[test]
fn a_cluster_that_is_not_there_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let over = articles(&folder, 1);
    let ran = run(&["sql", "--over", &over, "--cluster", "127.0.0.1:1", "select 1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no scheduler at 127.0.0.1:1; start one with"), "{}", ran.err);
}

#[test]
fn answers_come_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let over = articles(&folder, 1);
    let select = "select id, text is null as missing from news order by id desc limit 1";
    let asked = |format: &str| run(&["sql", "--over", &over, "--format", format, select]).good();
    assert_eq!(asked("csv"), "id,missing\nbad,true\n");
    assert_eq!(asked("text"), "id   missing\nbad  true\n");
    let object: Value = serde_json::from_str(&asked("json")).unwrap();
    assert_eq!(object, json!({"columns": ["id", "missing"], "rows": [["bad", true]], "truncated": false}));
}

/// The records that the command makes of the same files, as it writes them.
fn by_command(over: &str) -> BTreeMap<String, String> {
    let ran = run(&["extract", over]);
    assert_eq!(ran.code, Some(1), "one article has no text: {}", ran.err);
    let id = |record: Value| record["document"]["id"].as_str().unwrap().to_owned();
    lines(&ran.out).into_iter().map(id).zip(ran.out.lines().map(str::to_owned)).collect()
}

/// A row as the record it came from, with its id.
fn canonical(mut row: Value) -> (String, String) {
    let document = row["document"].as_object_mut().unwrap();
    if let Some(Value::String(extra)) = document.remove("extra") {
        let extra: Value = serde_json::from_str(&extra).unwrap();
        document.extend(extra.as_object().unwrap().clone());
    }
    let record = Record::deserialize(&row).unwrap();
    (record.document.id.clone().unwrap(), serde_json::to_string(&record).unwrap())
}

fn question<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["sql", "--format", "json"], arguments].concat()
}

/// The rows of an answer; where they have one column, its values.
fn ask(arguments: &[&str]) -> Vec<Value> {
    answer(&run(&question(arguments)).good())
}

fn answer(json: &str) -> Vec<Value> {
    let object: Value = serde_json::from_str(json).unwrap();
    assert_eq!(object["truncated"], false);
    let rows = object["rows"].as_array().unwrap().iter().cloned();
    rows.map(|row| match row.as_array().map(Vec::as_slice) {
        Some([one]) => one.clone(),
        _ => row,
    })
    .collect()
}

fn sorted(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_cached_key(Value::to_string);
    rows
}

/// Writes files of articles made of the samples, one of them without a text, and gives the pattern that names them.
fn articles(folder: &TempDir, files: usize) -> String {
    let samples = fs::read_dir(root().join("samples")).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<PathBuf> =
        samples.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    samples.sort();
    let texts: Vec<String> = samples.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let news = folder.path().join("news");
    fs::create_dir(&news).unwrap();
    for file in 0..files {
        let row = |number: usize| {
            let day = format!("2024-06-{:02}", file + 1);
            let text = &texts[(file + number) % texts.len()];
            json!({"id": format!("{file:02}-{number:02}"), "published": day, "desk": "world", "text": text})
        };
        let mut rows: Vec<String> = (0..ARTICLES).map(|number| row(number).to_string()).collect();
        if file == 0 {
            rows.push(json!({"id": "bad", "published": null, "desk": null, "text": null}).to_string());
        }
        fs::write(news.join(format!("{file:02}.jsonl")), rows.join("\n")).unwrap();
    }
    news.join("*.jsonl").display().to_string()
}

/// A scheduler, ended with this.
struct Cluster {
    scheduler: Started,
    address: String,
    folder: PathBuf,
}

impl Cluster {
    fn new(folder: &TempDir) -> Self {
        let scheduler =
            Started::new(&["cluster", "scheduler", "--bind", "127.0.0.1:0", "--lost-after", "12"]);
        let address = scheduler.hear("scheduler at ");
        Cluster { scheduler, address, folder: folder.path().to_owned() }
    }

    fn worker(&self, name: &str) -> Worker {
        let folder = self.folder.join(name);
        let within = folder.display().to_string();
        let process = Started::new(&[
            "cluster",
            "worker",
            "--scheduler",
            &self.address,
            "--jobs",
            "1",
            "--folder",
            &within,
        ]);
        process.hear("worker at ");
        Worker { process, folder }
    }

    fn said(&self) -> String {
        self.scheduler.said.try_iter().collect::<Vec<_>>().join("\n")
    }
}

struct Worker {
    process: Started,
    folder: PathBuf,
}

impl Worker {
    /// SIGKILL: it can do nothing about it.
    fn kill(&mut self) {
        self.process.child.kill().unwrap();
        self.process.child.wait().unwrap();
    }
}

/// A process that is killed when this goes, and what it says on standard error.
struct Started {
    child: Child,
    said: mpsc::Receiver<String>,
}

impl Started {
    fn new(arguments: &[&str]) -> Self {
        let mut command = onrecord(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (say, said) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        Started { child, said }
    }

    /// Waits for a line, and gives what follows in it.
    fn hear(&self, beginning: &str) -> String {
        let beginning = format!("onrecord: {beginning}");
        loop {
            let line = self.said.recv_timeout(PATIENCE).unwrap();
            if let Some(rest) = line.strip_prefix(&beginning) {
                return rest.to_owned();
            }
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // it may be dead already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn drained(stream: Option<impl std::io::Read + Send + 'static>) -> thread::JoinHandle<String> {
    let mut stream = stream.unwrap();
    thread::spawn(move || {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    })
}

fn wait_for(what: &str, mut come: impl FnMut() -> bool) {
    let start = Instant::now();
    while !come() {
        assert!(start.elapsed() < PATIENCE, "{what} never came");
        thread::sleep(Duration::from_millis(20));
    }
}

fn holds_a_file(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().map(|entry| entry.path()).any(|path| path.is_file() || holds_a_file(&path))
}
