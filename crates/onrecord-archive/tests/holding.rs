//! What must hold whatever happens to the file or the process.

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::quote;
use onrecord::record::Record;
use onrecord_archive::{Added, Archive, ArchiveError, Feed, Query};

/// Tells the writer of [`a_killed_writer_loses_nothing_it_finished`] where to write.
const WRITER: &str = "ONRECORD_ARCHIVE_TEST_WRITER";

fn numbered(n: u32) -> Record {
    let words = format!("The harbour has {n} boats, and the boats have {} sails in all.", n * 3);
    let mut record = quote("Herald", n % 28 + 1, "Ada Tolliver", &words);
    record.document.url = Some(format!("https://herald.example/{n}"));
    record
}

/// Adds articles until it is killed, and says each one it finished. Does nothing unless asked.
#[test]
fn writer() {
    let Ok(path) = std::env::var(WRITER) else { return };
    let mut archive = Archive::open(path).unwrap();
    for n in archive.counts().unwrap().documents as u32.. {
        archive.add(&numbered(n)).unwrap();
        println!("done {n}");
    }
}

#[test]
fn a_killed_writer_loses_nothing_it_finished() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut finished = 0;
    for round in 0..20u32 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["writer", "--exact", "--nocapture"])
            .env(WRITER, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // kept open until the end: a writer must die of the kill, not of a broken pipe
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref() {
            // `--nocapture` puts the harness's own words before ours
            if let Some(n) = line.unwrap().split("done ").nth(1).and_then(|n| n.parse::<u32>().ok()) {
                finished = n + 1;
                // a different moment each time
                if n % 7 == round % 7 && n > round {
                    break;
                }
            }
        }
        std::thread::sleep(Duration::from_micros(u64::from(round) * 137));
        child.kill().unwrap();
        child.wait().unwrap();

        let archive = Archive::open(&path).unwrap();
        let count = archive.counts().unwrap().documents as u32;
        assert!(count >= finished, "round {round}: {finished} finished, {count} kept");
        archive.check().unwrap();
        for n in [0, count / 2, count - 1] {
            let entry = archive.document(&format!("https://herald.example/{n}")).unwrap();
            assert_eq!(entry.record, numbered(n));
        }
        let found = archive.search(&Query { words: format!("\"{} boats\"", count - 1), ..Query::default() });
        assert_eq!(found.unwrap().total, 1, "the words index is whole");
    }
    assert!(finished > 20);
}

#[test]
fn readers_go_on_while_a_writer_adds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut writer = Archive::create(&path).unwrap();
    writer.add(&numbered(0)).unwrap();
    let reader = Archive::open_read_only(&path).unwrap();
    let generation = reader.generation().unwrap();
    for n in 1..50 {
        writer.add(&numbered(n)).unwrap();
        assert_eq!(reader.counts().unwrap().documents, u64::from(n) + 1);
    }
    assert!(reader.generation().unwrap() > generation);
}

#[test]
fn two_writers_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    Archive::create(&path).unwrap();
    std::thread::scope(|scope| {
        for part in 0..2u32 {
            let path = &path;
            scope.spawn(move || {
                let mut archive = Archive::open(path).unwrap();
                for n in 0..40 {
                    archive.add(&numbered(n * 2 + part)).unwrap();
                }
            });
        }
    });
    let archive = Archive::open(&path).unwrap();
    assert_eq!(archive.counts().unwrap().documents, 80);
    archive.check().unwrap();
}

#[test]
fn a_writer_that_waits_too_long_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut archive = Archive::create(&path).unwrap();
    archive.set_patience(Duration::from_millis(20)).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = archive.add(&numbered(1)).unwrap_err();
    assert!(matches!(error, ArchiveError::Busy { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(archive.add(&numbered(1)).unwrap(), Added::New);
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut archive = Archive::create(&path).unwrap();
    archive.add(&numbered(0)).unwrap();
    archive.set_greatest_size(600_000).unwrap();
    let mut added = 1;
    let error = loop {
        match archive.add(&numbered(added)) {
            Ok(_) => added += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, ArchiveError::Full { .. }), "{error}");
    assert_eq!(archive.counts().unwrap().documents, u64::from(added));
    assert_eq!(archive.document("https://herald.example/0").unwrap().record, numbered(0));
    archive.check().unwrap();
    archive.set_greatest_size(1 << 40).unwrap();
    assert_eq!(archive.add(&numbered(added)).unwrap(), Added::New, "and goes on when there is room");
}

#[test]
fn an_archive_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    Archive::create(&path).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    for error in [Archive::open(&path).unwrap_err(), Archive::open_read_only(&path).unwrap_err()] {
        assert!(matches!(error, ArchiveError::NewerVersion { found: 999, .. }), "{error}");
    }
}

#[test]
fn other_files_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "My notes on the harbour. ".repeat(100)).unwrap();
    let foreign = folder.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    for path in [&text, &foreign] {
        let before = std::fs::read(path).unwrap();
        for error in [Archive::open(path).unwrap_err(), Archive::open_read_only(path).unwrap_err()] {
            assert!(matches!(error, ArchiveError::NotAnArchive { .. }), "{error}");
            assert!(error.to_string().contains(&*path.to_string_lossy()));
        }
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    let missing = folder.path().join("missing.db");
    assert!(matches!(Archive::open_read_only(&missing), Err(ArchiveError::Missing { .. })));
    assert!(matches!(Archive::create(&text), Err(ArchiveError::Exists { .. })));
    assert!(matches!(Archive::open(folder.path()), Err(ArchiveError::Open { .. })));
}

#[test]
fn a_damaged_file_is_told_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut archive = Archive::create(&path).unwrap();
    for n in 0..60 {
        archive.add(&numbered(n)).unwrap();
    }
    drop(archive);
    let sound = std::fs::read(&path).unwrap();
    let mut told = 0;
    for start in (4096..sound.len()).step_by(sound.len() / 12) {
        let mut bytes = sound.clone();
        let end = (start + 9000).min(bytes.len());
        bytes[start..end].fill(0x5a);
        std::fs::write(&path, &bytes).unwrap();
        let result = try_everything(&path);
        if let Err(error) = result {
            assert!(matches!(error, ArchiveError::Corrupt { .. }), "at {start}: {error:?}");
            told += 1;
        }
    }
    assert!(told >= 10, "only {told} damages were noticed");
}

fn try_everything(path: &Path) -> Result<(), ArchiveError> {
    let mut archive = Archive::open(path)?;
    archive.search(&Query { words: "harbour".to_owned(), ..Query::default() })?;
    archive.add(&numbered(1000))?;
    archive.check()
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut archive = Archive::create(&path).unwrap();
    archive.add(&numbered(1)).unwrap();
    drop(archive);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut reader = Archive::open_read_only(&path).unwrap();
    assert_eq!(reader.search(&Query::default()).unwrap().total, 1);
    let error = reader.add(&numbered(2)).unwrap_err();
    assert!(matches!(error, ArchiveError::ReadOnly { .. }), "{error}");
    if std::fs::File::options().append(true).open(&path).is_err() {
        // the superuser may write whatever the file says
        let error = Archive::open(&path).unwrap_err();
        assert!(matches!(error, ArchiveError::ReadOnly { .. }), "{error}");
    }
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn feeds_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut archive = Archive::create(&path).unwrap();
    let url = "https://herald.example/feed";
    assert_eq!(archive.feed(url).unwrap(), Feed { url: url.to_owned(), ..Feed::default() });
    let state = Feed {
        url: url.to_owned(),
        etag: Some("\"x'y\"".to_owned()),
        modified: Some("Mon".to_owned()),
        checked: Some(7),
        due: Some(9),
        failures: 2,
        error: Some("503".to_owned()),
    };
    archive.set_feed(&state).unwrap();
    archive.mark_seen(url, "item 1").unwrap();
    drop(archive);
    let mut archive = Archive::open(&path).unwrap();
    assert_eq!(archive.feed(url).unwrap(), state);
    assert_eq!(archive.feeds().unwrap(), [state]);
    assert!(archive.is_seen(url, "item 1").unwrap());
    assert!(!archive.is_seen(url, "item 2").unwrap());
    assert!(!archive.is_seen("https://courier.example/feed", "item 1").unwrap());
    assert_eq!(archive.forget_seen(0).unwrap(), 0);
    assert_eq!(archive.forget_seen(i64::MAX).unwrap(), 1);
    assert!(!archive.is_seen(url, "item 1").unwrap());
}
