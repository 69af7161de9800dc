//! Which statements are one utterance, and what became of its words.

mod common;

use common::{article, quote, told};
use onrecord::record::{Form, Record};
use onrecord_archive::{Archive, ArchiveError, Family, LinkKind, RunKind, TraceQuery};

const WHOLE: &str =
    "We will never close the harbour bridge. The people of Ostrava Bay need it, and they will keep it.";

fn archive(records: &[Record]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path().join("a.db")).unwrap();
    for record in records {
        archive.add(record).unwrap();
    }
    (folder, archive)
}

fn trace(archive: &Archive, words: &str) -> Family {
    archive.trace(&TraceQuery::Words(words.to_owned())).unwrap()
}

/// How the second of two tellings stands to the first, if it does.
fn kind(first: &Record, second: &Record) -> Option<LinkKind> {
    let (_folder, archive) = archive(&[first.clone(), second.clone()]);
    let (_folder, other) = self::archive(&[second.clone(), first.clone()]);
    let words = &first.statements[0].content.text;
    let family = trace(&archive, words);
    assert_eq!(family.count, trace(&other, words).count, "the order of adding does not matter");
    (family.count == 2).then(|| family.tellings[1].kind.unwrap())
}

fn first() -> Record {
    quote("Herald", 1, "Ada Tolliver", WHOLE)
}

#[test]
fn the_same_words_are_verbatim_whatever_the_marks() {
    let same = WHOLE.replace("it, and", "it and").to_uppercase();
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", &same)), Some(LinkKind::Verbatim));
}

#[test]
fn spelling_is_not_drift() {
    let a = "Our work force is proud of the U.S. harbour, and we're not closing the harbour bridge.";
    let b = "Our workforce is proud of the US harbour and we are not closing the harbour bridge";
    assert_eq!(
        kind(&quote("Herald", 1, "Ada Tolliver", a), &quote("Courier", 2, "Tolliver", b)),
        Some(LinkKind::Verbatim)
    );
}

#[test]
fn a_part_is_trimmed() {
    let part = "The people of Ostrava Bay need it";
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", part)), Some(LinkKind::Trimmed));
}

#[test]
fn parts_with_an_ellipsis_are_stitched() {
    let parts = "We will never close the harbour bridge ... and they will keep it.";
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", parts)), Some(LinkKind::Stitched));
}

#[test]
fn brackets_own_up_to_a_change() {
    let marked = "The people of Ostrava Bay need [the bridge], and they will keep it.";
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", marked)), Some(LinkKind::Stitched));
}

#[test]
fn words_changed_inside_quotation_marks_are_altered() {
    let changed = WHOLE.replace("need it", "want it");
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", &changed)), Some(LinkKind::Altered));
    let dropped = WHOLE.replace("never ", "");
    assert_eq!(kind(&first(), &quote("Courier", 2, "Tolliver", &dropped)), Some(LinkKind::Altered));
}

#[test]
fn reported_speech_is_paraphrased() {
    let reported = "that they would never close the harbour bridge because the people needed it";
    let other = told("Courier", 2, "Tolliver", Form::Indirect, reported);
    assert_eq!(kind(&first(), &other), Some(LinkKind::Paraphrased));
}

#[test]
fn a_partial_quotation_is_told_by_its_quoted_words() {
    let text = "Tolliver said the town would “never close the harbour bridge” this year.";
    let words = "the town would “never close the harbour bridge” this year";
    let mixed = article("Courier", "https://courier.example/m", "2031-05-02", text)
        .person(&["Tolliver"])
        .says("Tolliver", Form::Mixed, words)
        .record();
    assert_eq!(kind(&first(), &mixed), Some(LinkKind::Trimmed));
    let altered =
        article("Courier", "https://courier.example/m", "2031-05-02", &text.replace("close", "shut"))
            .person(&["Tolliver"])
            .says("Tolliver", Form::Mixed, &words.replace("close the", "shut the"))
            .record();
    let kind =
        kind(&quote("Herald", 1, "Tolliver", "never close the harbour bridge of Ostrava Bay"), &altered);
    assert!(matches!(kind, None | Some(LinkKind::Altered)), "{kind:?}");
}

#[test]
fn what_is_not_one_utterance_is_not_joined() {
    let pairs: [(&str, &str, &str, &str); 6] = [
        // said every day
        ("Ada Tolliver", "I don't know", "Bo Tarn", "I don't know"),
        ("Ada Tolliver", "No comment at this time", "Bo Tarn", "No comment at this time"),
        // function words alone
        (
            "Ada Tolliver",
            "It is what it is and that is that",
            "Ada Tolliver",
            "It is what it is and that is that",
        ),
        // a phrase in common
        (
            "Ada Tolliver",
            "The harbour bridge is the pride of our town",
            "Ada Tolliver",
            "Nobody should fish from the harbour bridge at night",
        ),
        // two people on one subject
        (
            "Ada Tolliver",
            "The council should vote for the harbour bridge this week",
            "Bo Tarn",
            "The council should not vote for a harbour bridge next week",
        ),
        // namesakes
        (
            "Ada Tolliver",
            "We lost the vote but not the bridge",
            "Ned Tolliver",
            "We lost the vote and the bridge",
        ),
    ];
    for (speaker, words, other, other_words) in pairs {
        let a = quote("Herald", 1, speaker, words);
        let mut b = quote("Courier", 2, other, other_words);
        b.document.url = Some("https://courier.example/other".to_owned());
        assert_eq!(kind(&a, &b), None, "{words} / {other_words}");
    }
    // yes here and no there
    let yes = told(
        "Herald",
        1,
        "Ada Tolliver",
        Form::Indirect,
        "that the town will close the harbour bridge in winter",
    );
    let no = told(
        "Courier",
        1,
        "Ada Tolliver",
        Form::Indirect,
        "that the town will not close the harbour bridge in winter",
    );
    assert_eq!(kind(&yes, &no), None);
}

#[test]
fn what_an_outlet_prints_under_every_article_is_no_utterance() {
    let line = "Subscribe to our harbour newsletter and never miss the bridge news again";
    assert_eq!(kind(&quote("Herald", 1, "", line), &quote("Herald", 2, "", line)), None);
}

#[test]
fn the_earliest_telling_comes_first_whatever_came_in_first() {
    let records = [
        quote("Gazette", 9, "Tolliver", "We will never close the harbour bridge"),
        quote("Courier", 3, "Tolliver", WHOLE),
        first(),
    ];
    let (_folder, archive) = archive(&records);
    let family = trace(&archive, "never close the harbour bridge");
    let outlets: Vec<_> =
        family.tellings.iter().map(|telling| telling.entry.outlet.clone().unwrap()).collect();
    assert_eq!(outlets, ["Herald", "Courier", "Gazette"]);
    assert_eq!((family.count, family.outlets), (3, 3));
    assert!(family.tellings[0].drift.is_none());
}

#[test]
fn drift_is_told_word_by_word() {
    let changed = "We will never shut the harbour bridge. The people of Ostrava Bay will keep it.";
    let (_folder, archive) = archive(&[first(), quote("Courier", 2, "Tolliver", changed)]);
    let family = trace(&archive, WHOLE);
    let drift = family.tellings[1].drift.as_ref().unwrap();
    assert!(drift.altered);
    let change = drift.runs.iter().find(|run| run.kind == RunKind::Changed).unwrap();
    assert_eq!((change.before.as_str(), change.after.as_str()), ("close", "shut"));
    assert!(change.quoted && !change.marked);
    let dropped = drift.runs.iter().find(|run| run.kind == RunKind::Dropped).unwrap();
    assert_eq!(dropped.before, "need it, and they");
    let before: Vec<&str> =
        drift.runs.iter().map(|run| run.before.as_str()).filter(|t| !t.is_empty()).collect();
    assert_eq!(before.join(" "), WHOLE);
    let after: Vec<&str> =
        drift.runs.iter().map(|run| run.after.as_str()).filter(|t| !t.is_empty()).collect();
    assert_eq!(after.join(" "), changed);
}

#[test]
fn a_family_falls_apart_when_what_held_it_together_goes() {
    let a = "The winter closing of the harbour bridge was a grave mistake";
    let b = "no boat may ever again wait for a whole night outside";
    let both = format!("{a}, and {b}.");
    let middle = quote("Herald", 2, "Ada Tolliver", &both);
    let records =
        [quote("Courier", 1, "Ada Tolliver", a), quote("Gazette", 1, "Ada Tolliver", b), middle.clone()];
    let (_folder, mut archive) = archive(&records);
    assert_eq!(trace(&archive, a).count, 3);
    let mut empty = middle;
    empty.statements.clear();
    archive.add(&empty).unwrap();
    assert_eq!(trace(&archive, a).count, 1);
    assert_eq!(trace(&archive, b).count, 1);
    assert_eq!(archive.counts().unwrap().families, 0);
    archive.check().unwrap();
}

#[test]
fn words_that_nobody_said_are_not_found() {
    let (_folder, archive) = archive(&[first()]);
    for words in ["purple elephants dance slowly", "", "\"*", "the of and"] {
        let error = archive.trace(&TraceQuery::Words(words.to_owned())).unwrap_err();
        assert!(matches!(error, ArchiveError::NotFound { .. }), "{words}: {error}");
    }
}

#[test]
fn families_whose_words_were_altered_are_listed() {
    let (_folder, archive) = archive(&[
        first(),
        quote("Courier", 2, "Tolliver", &WHOLE.replace("need it", "want it")),
        quote("Herald", 3, "Bo Tarn", "My boats have carried grain for forty years"),
        quote("Courier", 3, "Bo Tarn", "My boats have carried grain for forty years"),
    ]);
    assert_eq!(archive.families(false, 10).unwrap().len(), 2);
    let altered = archive.families(true, 10).unwrap();
    assert_eq!(altered.len(), 1);
    assert_eq!(altered[0].tellings[1].kind, Some(LinkKind::Altered));
}
