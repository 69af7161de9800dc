//! One identity for one person over many articles, and never one for two.

mod common;

use common::article;
use onrecord::record::{Form, Kind, Record};
use onrecord_archive::{Archive, ArchiveError, Query};

/// An article in which somebody speaks, with other people in it.
fn piece(n: u32, day: u32, names: &[&str], roles: &[&str], company: &[&str]) -> Record {
    let words = format!("matter number {n} is done{}", "!".repeat(n as usize));
    let text = format!("{} said {words} in the presence of {}.", names.join(", "), company.join(" and "));
    let url = format!("https://herald.example/{n}");
    let mut article = article("Herald", &url, &format!("2031-05-{day:02}"), &text);
    article = article.entity(Kind::Person, names, roles);
    for other in company {
        article = article.person(&[other]);
    }
    article.says(names[0], Form::Indirect, &words).record()
}

fn archive(records: &[Record]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path().join("a.db")).unwrap();
    for record in records {
        archive.add(record).unwrap();
    }
    (folder, archive)
}

/// Who speaks in article `n`: the person's id.
fn speaker(archive: &Archive, n: u32) -> Option<String> {
    let entry = archive.document(&format!("https://herald.example/{n}")).unwrap();
    archive.statement(&entry.statement_ids[0]).unwrap().person
}

fn same(archive: &Archive, a: u32, b: u32) -> bool {
    speaker(archive, a).is_some() && speaker(archive, a) == speaker(archive, b)
}

#[test]
fn a_full_name_is_one_person() {
    let (_folder, archive) = archive(&[
        piece(1, 1, &["Ada Tolliver"], &[], &[]),
        piece(2, 9, &["Mayor Ada Q. Tolliver"], &[], &[]),
        piece(3, 20, &["ADA TOLLIVER"], &[], &[]),
    ]);
    assert!(same(&archive, 1, 2) && same(&archive, 1, 3));
    let person = &archive.people("Ada Tolliver", 5).unwrap()[0];
    assert_eq!(person.documents, 3);
    assert!(person.confidence > 0.8 && person.confidence < 1.0);
}

#[test]
fn a_surname_alone_joins_nobody() {
    let records = [
        piece(1, 1, &["Ada Tolliver"], &[], &[]),
        piece(2, 1, &["Tolliver"], &[], &[]),
        piece(3, 1, &["Tolliver"], &[], &[]),
        piece(4, 1, &["Ned Tolliver"], &[], &[]),
        piece(5, 1, &["Ada Tolliver Jr."], &[], &[]),
    ];
    let (_folder, archive) = archive(&records);
    for a in 1..=5 {
        for b in a + 1..=5 {
            assert!(!same(&archive, a, b), "{a} {b}");
        }
    }
}

#[test]
fn a_surname_with_a_role_or_company_is_completed_in_either_order() {
    let full = piece(1, 1, &["Ada Tolliver"], &["the harbour master"], &["Bo Tarn", "Cy Voss"]);
    let role = piece(2, 20, &["Tolliver"], &["harbour master"], &[]);
    let company = piece(3, 2, &["Tolliver"], &[], &["Bo Tarn", "Cy Voss"]);
    let late_company = piece(4, 25, &["Tolliver"], &[], &["Bo Tarn", "Cy Voss"]);
    let records = [full, role, company, late_company];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0]] {
        let (_folder, archive) = archive(&order.map(|at| records[at].clone()));
        assert!(same(&archive, 1, 2), "{order:?}");
        assert!(same(&archive, 1, 3), "{order:?}");
        assert!(!same(&archive, 1, 4), "weeks apart {order:?}");
        let found = archive.search(&Query {
            words: "matter".to_owned(),
            speaker: Some("Ada Tolliver".to_owned()),
            ..Query::default()
        });
        assert_eq!(found.unwrap().total, 3, "the words index knows");
        archive.check().unwrap();
    }
}

#[test]
fn evidence_for_two_namesakes_settles_nothing() {
    let (_folder, archive) = archive(&[
        piece(1, 1, &["Ada Tolliver"], &["the senator"], &[]),
        piece(2, 1, &["Ned Tolliver"], &["the senator"], &[]),
        piece(3, 1, &["Tolliver"], &["senator"], &[]),
    ]);
    assert!(!same(&archive, 1, 3) && !same(&archive, 2, 3));
}

#[test]
fn a_pronoun_speaks_against_it() {
    let she =
        article("Herald", "https://herald.example/1", "2031-05-01", "Senator Ada Tolliver said she won.")
            .entity(Kind::Person, &["Ada Tolliver", "she"], &["Senator"])
            .says("Ada Tolliver", Form::Indirect, "she won")
            .record();
    let he = article("Herald", "https://herald.example/2", "2031-05-01", "Senator Tolliver said he won.")
        .entity(Kind::Person, &["Tolliver", "he"], &["Senator"])
        .says("Tolliver", Form::Indirect, "he won")
        .record();
    let (_folder, archive) = archive(&[she, he]);
    assert!(!same(&archive, 1, 2));
    assert_eq!(archive.people("Ada Tolliver", 1).unwrap()[0].gender.as_deref(), Some("female"));
}

#[test]
fn the_same_utterance_completes_a_surname() {
    let words = "We will never close the harbour bridge of this town";
    let (_folder, archive) = archive(&[
        common::quote("Herald", 1, "Ada Tolliver", words),
        common::quote("Courier", 1, "Tolliver", words),
    ]);
    let person = &archive.people("Tolliver", 5).unwrap();
    assert_eq!(person.len(), 1);
    assert_eq!((person[0].documents, person[0].statements), (2, 2));
}

#[test]
fn bodies_go_by_their_whole_name() {
    let record = |n: u32, name: &str| {
        let text = format!("{name} said all is well {n}.");
        article("Herald", &format!("https://herald.example/{n}"), "2031-05-01", &text)
            .entity(Kind::Organization, &[name], &[])
            .says(name, Form::Indirect, "all is well")
            .record()
    };
    let (_folder, archive) = archive(&[
        record(1, "The Harbour Board"),
        record(2, "Harbour Board"),
        record(3, "Board"),
        record(4, "Board"),
    ]);
    assert!(same(&archive, 1, 2) && same(&archive, 3, 4) && !same(&archive, 1, 3));
}

const LIST: &str = "name,aliases,wikidata,role,from,until\n\
    Ada Tolliver,\"Tolliver; A. Tolliver\",Q1,the Ostravan prime minister,2031-01-01,2031-12-31\n\
    Ada Tolliver,,,the harbour master,2020,2030\n\
    Cy Voss,,Q2,the Ostravan prime minister,2032-01-01,\n";

#[test]
fn a_list_has_precedence_before_and_after() {
    let described = |n: u32, day: &str| {
        let text = "the Ostravan prime minister said it was late.";
        article("Herald", &format!("https://herald.example/{n}"), day, text)
            .entity(Kind::Person, &["the Ostravan prime minister"], &[])
            .says("the Ostravan prime minister", Form::Indirect, "it was late")
            .record()
    };
    let early = [piece(1, 1, &["Tolliver"], &[], &[]), piece(2, 1, &["Ned Tolliver"], &[], &[])];
    let (_folder, mut archive) = archive(&early);
    let loaded = archive.load_people(LIST.as_bytes()).unwrap();
    assert_eq!((loaded.people, loaded.changed), (2, 1));
    archive.add(&piece(3, 1, &["Tolliver"], &[], &[])).unwrap();
    archive.add(&described(4, "2031-06-01")).unwrap();
    archive.add(&described(5, "2033-06-01")).unwrap();
    archive.add(&described(6, "2019-06-01")).unwrap();
    assert!(same(&archive, 1, 3) && same(&archive, 1, 4));
    assert!(!same(&archive, 1, 2) && !same(&archive, 1, 5));
    assert_eq!(speaker(&archive, 6), None, "nobody on the list had the role then");
    let ada = &archive.people("Q1", 1).unwrap()[0];
    assert_eq!((ada.name.as_str(), ada.wikidata.as_deref()), ("Ada Tolliver", Some("Q1")));
    assert_eq!(archive.people("Cy Voss", 1).unwrap()[0].statements, 1);
    // loading it again changes nothing
    assert_eq!(archive.load_people(LIST.as_bytes()).unwrap().changed, 0);
    archive.check().unwrap();
}

#[test]
fn a_bad_list_changes_nothing_and_says_where() {
    let (_folder, mut archive) = archive(&[]);
    for (list, line) in [
        ("aliases\nx\n", 1),
        ("name,from\nAda Tolliver,\nBo Tarn,yesterday\n", 3),
        ("name\nAda Tolliver\n\"\"\n", 3),
        ("name,kind\nAda Tolliver,ghost\n", 2),
    ] {
        let error = archive.load_people(list.as_bytes()).unwrap_err();
        assert!(matches!(error, ArchiveError::PeopleList { line: at, .. } if at == line), "{list}: {error}");
    }
    assert_eq!(archive.counts().unwrap().people, 0);
}

#[test]
fn a_merge_by_hand_survives_adding_again() {
    let records = [
        piece(1, 1, &["Ada Tolliver"], &[], &[]),
        piece(2, 1, &["Ada Voss"], &[], &[]),
        piece(3, 1, &["Voss"], &[], &[]),
    ];
    let (_folder, mut archive) = archive(&records);
    archive.merge_people("Ada Voss", "Ada Tolliver").unwrap();
    let bare = speaker(&archive, 3).unwrap();
    archive.merge_people(&bare, "Ada Tolliver").unwrap();
    assert!(same(&archive, 1, 2) && same(&archive, 1, 3));
    // corrected articles and new ones
    for (at, n) in [(1, 2), (2, 3)] {
        let mut corrected = records[at].clone();
        corrected.document.title = Some("Corrected".to_owned());
        archive.add(&corrected).unwrap();
        assert!(same(&archive, 1, n));
    }
    archive.add(&piece(4, 9, &["Ada Voss"], &[], &[])).unwrap();
    assert!(same(&archive, 1, 4));
    assert_eq!(archive.decisions().unwrap().len(), 2);
    archive.check().unwrap();
}

#[test]
fn a_split_by_hand_survives_adding_again() {
    let records = [
        piece(1, 1, &["Ada Tolliver"], &[], &[]),
        piece(2, 1, &["Ada Tolliver"], &[], &[]),
        piece(3, 1, &["Ada Tolliver"], &[], &[]),
    ];
    let (folder, mut archive) = archive(&records);
    let other = archive
        .split_person("Ada Tolliver", &["https://herald.example/2", "https://herald.example/3"])
        .unwrap();
    assert_eq!(other.documents, 2);
    assert!(!same(&archive, 1, 2) && same(&archive, 2, 3));
    let mut corrected = records[1].clone();
    corrected.document.title = Some("Corrected".to_owned());
    archive.add(&corrected).unwrap();
    assert!(!same(&archive, 1, 2) && same(&archive, 2, 3));
    // and goes along into another archive
    let mut fresh = Archive::create(folder.path().join("b.db")).unwrap();
    fresh.merge_from(folder.path().join("a.db")).unwrap();
    assert!(!same(&fresh, 1, 2) && same(&fresh, 2, 3));
    let wrong = archive.split_person(&other.id, &["https://herald.example/9"]);
    assert!(matches!(wrong, Err(ArchiveError::NotFound { .. })));
    let ambiguous = archive.merge_people("Tolliver", "Ada Tolliver");
    assert!(matches!(ambiguous, Err(ArchiveError::Ambiguous { .. })), "{ambiguous:?}");
}
