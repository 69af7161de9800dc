//! What goes in comes out, once.

mod common;

use common::{article, quote};
use onrecord::record::{Form, Kind, Phrase, Record, Span, When, Words};
use onrecord_archive::{Added, Archive, ArchiveError, Query};

const FERRY: &str = "https://herald.example/ferry";

fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path().join("a.db")).unwrap();
    (folder, archive)
}

/// A record that uses every field there is.
fn full() -> Record {
    let text = "“The ferry – la “Güzel” – sails on Monday,” Ada Tolliver, the harbour master, told the \
        Courier, which some call “the Rag”. She was right, Bo Tarn said.";
    let mut record = article("Herald", FERRY, "2031-05-04T10:00:00Z", text)
        .entity(Kind::Person, &["Ada Tolliver", "She"], &["the harbour master"])
        .entity(Kind::Organization, &["Courier"], &[])
        .person(&["Bo Tarn"])
        .says("Ada Tolliver", Form::Direct, "The ferry – la “Güzel” – sails on Monday,")
        .via("Courier")
        .via("an unknown relay")
        .says("Bo Tarn", Form::Indirect, "She was right")
        .label("the Rag", "Courier", Some("Bo Tarn"))
        .label("Rag", "nobody", None)
        .record();
    record.document.id = Some("17".to_owned());
    record.document.byline = Some("By A. Writer".to_owned());
    record.document.extra.insert("section".to_owned(), serde_json::json!({"a": [1, null]}));
    let span = Span { start: 0, end: 3 };
    let phrase = Phrase { text: "x".to_owned(), span };
    let statement = &mut record.statements[0];
    statement.cue = Some(Words { text: "told".to_owned(), spans: vec![span, Span { start: 5, end: 7 }] });
    statement.source = Some(Words { text: "Ada".to_owned(), spans: vec![] });
    statement.when = Some(When { text: "Monday".to_owned(), date: Some("2031-05-05".to_owned()), span });
    statement.place = Some(phrase.clone());
    statement.condition = Some(phrase);
    statement.act.negated = true;
    statement.confidence = 0.123_456_7;
    statement.speaker.role = Some("the harbour master".to_owned());
    statement.speaker.basis = Some("asked".to_owned());
    record.statements[1].inside = Some("s1".to_owned());
    record
}

#[test]
fn a_record_comes_back_as_it_went_in() {
    let (_folder, mut archive) = archive();
    let record = full();
    assert_eq!(archive.add(&record).unwrap(), Added::New);
    let entry = archive.document(FERRY).unwrap();
    assert_eq!(entry.record, record);
    assert_eq!(archive.document(&entry.id).unwrap().record, record);
    assert_eq!(archive.document("17").unwrap().record, record);
    let statement = archive.statement(&entry.statement_ids[0]).unwrap();
    assert_eq!(statement.statement, record.statements[0]);
    assert_eq!(statement.document, entry.id);
    archive.check().unwrap();
}

#[test]
fn a_record_without_text_comes_back_too() {
    let (_folder, mut archive) = archive();
    let mut record = full();
    record.document.text = None;
    archive.add(&record).unwrap();
    assert_eq!(archive.document(FERRY).unwrap().record, record);
}

#[test]
fn adding_twice_changes_nothing() {
    let (_folder, mut archive) = archive();
    archive.add(&full()).unwrap();
    let (counts, generation) = (archive.counts().unwrap(), archive.generation().unwrap());
    let mut again = full();
    again.statements[0].confidence = 0.5;
    assert_eq!(archive.add(&again).unwrap(), Added::Unchanged);
    assert_eq!(archive.counts().unwrap(), counts);
    assert_eq!(archive.generation().unwrap(), generation);
}

#[test]
fn a_corrected_article_replaces_its_old_version_and_keeps_it() {
    let (_folder, mut archive) = archive();
    archive.add(&full()).unwrap();
    let first = archive.document(FERRY).unwrap();
    let mut corrected = full();
    corrected.statements.truncate(1);
    corrected.labels.clear();
    corrected.document.title = Some("Correction".to_owned());
    assert_eq!(archive.add(&corrected).unwrap(), Added::Replaced);

    let entry = archive.document(FERRY).unwrap();
    assert_eq!(entry.record, corrected);
    assert_eq!(entry.versions.len(), 1);
    assert_eq!(entry.versions[0].record, full());
    assert_eq!(entry.id, first.id);
    assert_eq!(entry.statement_ids[0], first.statement_ids[0], "the words stayed where they were");
    assert_eq!(archive.counts().unwrap().statements, 1);
    let found = archive.search(&Query { words: "right".to_owned(), ..Query::default() }).unwrap();
    assert_eq!(found.total, 0, "what was taken out is not found");
    let found = archive.search(&Query { words: "ferry".to_owned(), ..Query::default() }).unwrap();
    assert_eq!(found.total, 1);
    // and back again
    assert_eq!(archive.add(&full()).unwrap(), Added::Replaced);
    assert_eq!(archive.document(FERRY).unwrap().versions.len(), 2);
    archive.check().unwrap();
}

#[test]
fn ids_depend_on_content_alone() {
    let (_one, mut first) = archive();
    let (_two, mut second) = archive();
    let other = quote("Courier", 2, "Bo Tarn", "The harbour is closed for the winter.");
    first.add(&full()).unwrap();
    first.add(&other).unwrap();
    second.add(&other).unwrap();
    second.add(&full()).unwrap();
    for document in first.document_ids().unwrap() {
        let (a, b) = (first.document(&document).unwrap(), second.document(&document).unwrap());
        assert_eq!(a.statement_ids, b.statement_ids);
    }
    let people = |archive: &Archive| archive.people("Bo Tarn", 5).unwrap()[0].id.clone();
    assert_eq!(people(&first), people(&second));
}

#[test]
fn two_statements_of_the_same_words_have_two_ids() {
    let (_folder, mut archive) = archive();
    let mut record = full();
    let mut twin = record.statements[0].clone();
    twin.id = "s3".to_owned();
    record.statements.push(twin);
    archive.add(&record).unwrap();
    let ids = archive.document(FERRY).unwrap().statement_ids;
    assert_ne!(ids[0], ids[2]);
}

#[test]
fn a_record_that_points_nowhere_is_refused_whole() {
    let (_folder, mut archive) = archive();
    let spoilt: [fn(&mut Record); 6] = [
        |record| record.statements[0].speaker.entity = Some("e99".to_owned()),
        |record| record.statements[0].inside = Some("s99".to_owned()),
        |record| record.statements[1].id = "s1".to_owned(),
        |record| record.entities[1].id = "e1".to_owned(),
        |record| record.statements[0].content.spans[0].end = 9999,
        |record| record.labels[0].span = Span { start: 9, end: 8 },
    ];
    for spoil in spoilt {
        let mut record = full();
        spoil(&mut record);
        let error = archive.add(&record).unwrap_err();
        assert!(matches!(error, ArchiveError::Record { .. }), "{error}");
        assert!(error.to_string().contains(FERRY), "{error}");
    }
    assert_eq!(archive.counts().unwrap().documents, 0);
}

#[test]
fn archives_made_apart_become_one_without_duplicates() {
    let (_one, mut first) = archive();
    let (two, mut second) = archive();
    first.add(&full()).unwrap();
    let mut corrected = full();
    corrected.document.title = Some("Correction".to_owned());
    second.add(&full()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    second.add(&corrected).unwrap();
    second.add(&quote("Courier", 2, "Bo Tarn", "The harbour is closed for the winter.")).unwrap();
    drop(second);

    let path = two.path().join("a.db");
    let merged = first.merge_from(&path).unwrap();
    assert_eq!((merged.new, merged.replaced, merged.unchanged), (1, 1, 0));
    let entry = first.document(FERRY).unwrap();
    assert_eq!(entry.record, corrected);
    assert_eq!(entry.versions.len(), 1);
    let again = first.merge_from(&path).unwrap();
    assert_eq!((again.new, again.replaced, again.unchanged), (0, 0, 2));
    assert_eq!(first.counts().unwrap().versions, 1);
    first.check().unwrap();
}
