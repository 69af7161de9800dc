//! Search, labels, people's pages, outlets and SQL: what is found, and that nothing typed does harm.

mod common;

use common::{article, quote, told};
use onrecord::record::{ActKind, Form, Kind, Record};
use onrecord_archive::{Archive, ArchiveError, LabelQuery, Order, Query, SqlLimits, TraceQuery, WhoQuery};
use proptest::prelude::*;

fn archive(records: &[Record]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path().join("a.db")).unwrap();
    for record in records {
        archive.add(record).unwrap();
    }
    (folder, archive)
}

fn harbour() -> (tempfile::TempDir, Archive) {
    let text = "The “Bridge Queen” Ada Tolliver told the Courier that ferries cost too much. \
        A port worker who would not be named said the ferries were old.";
    let labels = article("Gazette", "https://gazette.example/1", "2030-12-31", text)
        .person(&["Ada Tolliver"])
        .entity(Kind::Organization, &["Courier"], &[])
        .says("Ada Tolliver", Form::Indirect, "ferries cost too much")
        .via("Courier")
        .says("a port worker", Form::Indirect, "the ferries were old")
        .label("Bridge Queen", "Ada Tolliver", None)
        .record();
    archive(&[
        quote("Herald", 1, "Ada Tolliver", "The harbour bridge stays open, and the ferries too."),
        quote("Herald", 2, "Bo Tarn", "Sanctions on grain would close the harbour."),
        quote("Courier", 3, "Siobhán O'Dea", "A bridge is not a harbour."),
        told("Courier", 4, "Ned Tolliver", Form::Indirect, "that his boats would sanction nobody"),
        labels,
    ])
}

fn words(words: &str) -> Query {
    Query { words: words.to_owned(), ..Query::default() }
}

fn speakers(archive: &Archive, query: &Query) -> Vec<String> {
    let page = archive.search(query).unwrap();
    page.items.into_iter().map(|hit| hit.entry.statement.speaker.name.unwrap()).collect()
}

#[test]
fn all_words_must_stand_in_a_hit_and_are_shown() {
    let (_folder, archive) = harbour();
    let page = archive.search(&words("harbour bridge")).unwrap();
    assert_eq!((page.total, page.total_exact), (2, true));
    let marked: Vec<&str> = page.items[0].pieces.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
    assert_eq!(marked, ["harbour", "bridge"], "side by side fits best");
    let text: String = page.items[0].pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(text, page.items[0].entry.statement.content.text);
    assert_eq!(archive.search(&words("\"bridge harbour\"")).unwrap().total, 0);
    assert_eq!(archive.search(&words("\"harbour bridge\"")).unwrap().total, 1);
    assert_eq!(archive.search(&words("sanction")).unwrap().total, 2, "other forms of a word count");
    assert_eq!(archive.search(&words("what about the ferry")).unwrap().total, 3);
    assert_eq!(archive.search(&words("tarn grain")).unwrap().total, 1, "the speaker's name counts");
}

#[test]
fn every_filter_narrows_with_words_and_without() {
    let (_folder, archive) = harbour();
    let some = |text: &str| Some(text.to_owned());
    let all = Query { limit: 50, ..Query::default() };
    for text in ["", "ferry", "boat", "harbour"] {
        let base = Query { words: text.to_owned(), ..all.clone() };
        let everything = archive.search(&base).unwrap().items;
        let check = |query: Query, fits: &dyn Fn(&onrecord_archive::StatementEntry) -> bool| {
            let found: Vec<String> =
                archive.search(&query).unwrap().items.into_iter().map(|hit| hit.entry.id).collect();
            let expected = everything.iter().filter(|hit| fits(&hit.entry));
            let mut expected: Vec<String> = expected.map(|hit| hit.entry.id.clone()).collect();
            let mut sorted = found.clone();
            sorted.sort();
            expected.sort();
            assert_eq!(sorted, expected, "{query:?}");
        };
        let name = |entry: &onrecord_archive::StatementEntry| entry.statement.speaker.name.clone().unwrap();
        check(Query { speaker: some("Tolliver"), ..base.clone() }, &|e| name(e).contains("Tolliver"));
        check(Query { speaker: some("ada tolliver"), ..base.clone() }, &|e| name(e) == "Ada Tolliver");
        check(Query { outlet: some("herald"), ..base.clone() }, &|e| e.outlet.as_deref() == Some("Herald"));
        check(Query { form: Some(Form::Direct), ..base.clone() }, &|e| e.statement.form == Form::Direct);
        check(Query { act: Some(ActKind::Denies), ..base.clone() }, &|_| false);
        check(Query { anonymous: Some(true), ..base.clone() }, &|e| e.statement.speaker.anonymous);
        check(Query { since: some("2031"), ..base.clone() }, &|e| e.published.as_deref() >= Some("2031"));
        check(Query { since: some("2031-05-02"), until: some("2031-05-03"), ..base.clone() }, &|e| {
            matches!(e.published.as_deref(), Some("2031-05-02" | "2031-05-03"))
        });
        check(Query { label: some("queen"), ..base.clone() }, &|e| name(e) == "Ada Tolliver");
        check(Query { via: some("Courier"), ..base.clone() }, &|e| !e.statement.via.is_empty());
        check(Query { speaker: some("nobody at all"), ..base.clone() }, &|_| false);
        check(Query { outlet: some("no such paper"), ..base }, &|_| false);
    }
}

#[test]
fn pages_hold_everything_once() {
    let records: Vec<Record> = (1..=23)
        .map(|n| {
            quote(
                "Herald",
                n % 7 + 1,
                "Ada Tolliver",
                &format!("Harbour number {n}{}", "x".repeat(n as usize)),
            )
        })
        .collect();
    let (_folder, archive) = archive(&records);
    for text in ["", "harbour"] {
        for order in [Order::Best, Order::Newest, Order::Oldest] {
            let mut query = Query { words: text.to_owned(), order, limit: 5, ..Query::default() };
            let mut seen = Vec::new();
            loop {
                let page = archive.search(&query).unwrap();
                assert_eq!(page.total, 23);
                seen.extend(page.items.into_iter().map(|hit| (hit.entry.published.unwrap(), hit.entry.id)));
                query.cursor = page.next;
                if query.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), 23);
            let dates: Vec<&String> = seen.iter().map(|(date, _)| date).collect();
            match order {
                Order::Oldest => assert!(dates.is_sorted()),
                Order::Newest => assert!(dates.iter().rev().is_sorted()),
                Order::Best => {}
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 23, "{text} {order:?}");
        }
    }
    let wrong = Query { cursor: Some("nonsense".to_owned()), ..Query::default() };
    assert!(matches!(archive.search(&wrong), Err(ArchiveError::Question { .. })));
}

#[test]
fn facets_count_what_was_found() {
    let (_folder, archive) = harbour();
    let facets = archive.search(&Query { facets: true, ..Query::default() }).unwrap().facets.unwrap();
    assert_eq!(facets.speakers[0].value, "Ada Tolliver");
    assert_eq!(facets.speakers[0].count, 2);
    let tallies = |tallies: &[onrecord_archive::Tally]| {
        tallies.iter().map(|tally| format!("{} {}", tally.value, tally.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(tallies(&facets.outlets), "Herald 2, Courier 2, Gazette 2");
    assert_eq!(tallies(&facets.forms), "direct 3, indirect 3");
    assert_eq!(tallies(&facets.sources), "named 5, anonymous 1");
    assert_eq!(tallies(&facets.years), "2031 4, 2030 2");
}

#[test]
fn signs_of_other_languages_mean_nothing() {
    let (_folder, archive) = harbour();
    let hostile = [
        "\"",
        "\"\"",
        "*",
        "harb*",
        "NEAR(harbour bridge)",
        "content:harbour",
        "marks : fdirect",
        "{speaker}: x",
        "harbour AND",
        "OR",
        "NOT harbour",
        "^harbour",
        "harbour -bridge",
        "(((",
        "'; DROP TABLE statements; --",
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "a\0b",
        "\u{2}harbour\u{3}",
        "harbour\" OR marks:\"fdirect",
        "+",
        "😀",
    ];
    for text in hostile {
        let some = Some(text.to_owned());
        let queries = [
            Query { words: text.to_owned(), ..Query::default() },
            Query { speaker: some.clone(), ..Query::default() },
            Query { outlet: some.clone(), words: "harbour".to_owned(), ..Query::default() },
            Query { label: some.clone(), ..Query::default() },
            Query { via: some.clone(), words: text.to_owned(), ..Query::default() },
        ];
        for query in queries {
            let page = archive.search(&query).unwrap_or_else(|error| panic!("{query:?}: {error}"));
            assert!(page.total < 6, "{query:?} is no way to find everything");
        }
        archive
            .labels(&LabelQuery { words: text.to_owned(), target: some.clone(), ..LabelQuery::default() })
            .unwrap();
        archive.people(text, 5).unwrap();
        let _ = archive.who(&WhoQuery { name: text.to_owned(), ..WhoQuery::default() });
        let _ = archive.trace(&TraceQuery::Words(text.to_owned()));
        let _ = archive.trace(&TraceQuery::Statement(text.to_owned()));
        let _ = archive.document(text);
    }
    assert_eq!(archive.counts().unwrap().statements, 6);
    assert_eq!(archive.search(&words("content:harbour")).unwrap().total, 0, "not a column");
    assert_eq!(archive.search(&words("harb*")).unwrap().total, 0, "not a prefix");
}

#[test]
fn names_with_quotes_are_names() {
    let (_folder, archive) = harbour();
    for name in ["Siobhán O'Dea", "siobhan o’dea", "O'Dea", "SIOBHAN"] {
        let query = Query { speaker: Some(name.to_owned()), ..Query::default() };
        assert_eq!(speakers(&archive, &query), ["Siobhán O'Dea"], "{name}");
    }
}

#[test]
fn markup_in_a_statement_stays_text() {
    let evil = "<script>alert('ferry')</script> \u{2}the ferry\u{3}";
    let (_folder, archive) = archive(&[quote("Herald", 1, "Ada <b>", evil)]);
    let page = archive.search(&words("ferry")).unwrap();
    let text: String = page.items[0].pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(text, evil);
}

#[test]
fn labels_say_who_calls_whom_what() {
    let (_folder, archive) = harbour();
    let page = archive.labels(&LabelQuery { words: "queen".to_owned(), ..LabelQuery::default() }).unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].target, "Ada Tolliver");
    assert!(page.items[0].by.is_none());
    let target = |name: &str| LabelQuery { target: Some(name.to_owned()), ..LabelQuery::default() };
    assert_eq!(archive.labels(&target("Tolliver")).unwrap().total, 1);
    assert_eq!(archive.labels(&target("Bo Tarn")).unwrap().total, 0);
}

#[test]
fn who_tells_everything_about_one_person() {
    let (_folder, archive) = harbour();
    let who = archive.who(&WhoQuery { name: "Ada Tolliver".to_owned(), ..WhoQuery::default() }).unwrap();
    assert_eq!(who.person.name, "Ada Tolliver");
    assert_eq!(who.statements.total, 2);
    assert_eq!(who.statements.items[0].published.as_deref(), Some("2031-05-01"), "the latest first");
    assert_eq!(who.called[0].label, "Bridge Queen");
    assert_eq!(who.called[0].by, ["Gazette"]);
    assert_eq!(who.relayed_by[0].value, "Courier");
    assert_eq!(who.topics[0].value, "ferries");
    let both = archive.who(&WhoQuery { name: "Tolliver".to_owned(), ..WhoQuery::default() }).unwrap();
    assert_eq!(both.person.name, "Ada Tolliver", "the one with more statements");
    assert_eq!(both.others[0].name, "Ned Tolliver");
    let one = WhoQuery { name: "Ada Tolliver".to_owned(), limit: 1, cursor: None };
    let page = archive.who(&one).unwrap().statements;
    let next = archive.who(&WhoQuery { cursor: page.next.clone(), ..one }).unwrap().statements;
    assert_ne!(page.items[0].id, next.items[0].id);
    assert!(next.next.is_none());
    let nobody = archive.who(&WhoQuery { name: "Nobody".to_owned(), ..WhoQuery::default() });
    assert!(matches!(nobody, Err(ArchiveError::NotFound { .. })));
}

#[test]
fn outlets_have_their_profiles() {
    let (_folder, archive) = harbour();
    let outlets = archive.outlets().unwrap();
    assert_eq!(outlets.len(), 3);
    let gazette = outlets.iter().find(|o| o.outlet.as_deref() == Some("Gazette")).unwrap();
    assert_eq!((gazette.documents, gazette.statements), (1, 2));
    assert_eq!((gazette.direct.count, gazette.anonymous.count, gazette.relayed.count), (0, 1, 1));
    assert_eq!(gazette.labels[0].value, "Bridge Queen");
    assert_eq!(gazette.most_quoted[0].value, "Ada Tolliver");
    let herald = outlets.iter().find(|o| o.outlet.as_deref() == Some("Herald")).unwrap();
    assert!((herald.direct.share - 1.0).abs() < f64::EPSILON);
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let (folder, archive) = harbour();
    let limits = SqlLimits::default();
    let rows =
        archive.sql("SELECT outlet, count(*) AS n FROM documents GROUP BY 1 ORDER BY 1", limits).unwrap();
    assert_eq!(rows.columns, ["outlet", "n"]);
    assert_eq!(rows.rows[0], [serde_json::json!("Courier"), serde_json::json!(2)]);
    let found = "SELECT count(*) FROM statements_words WHERE statements_words MATCH 'harbour'";
    assert_eq!(archive.sql(found, limits).unwrap().rows[0][0], serde_json::json!(3));
    let few = archive.sql("SELECT * FROM statements", SqlLimits { rows: 2, ..limits }).unwrap();
    assert!(few.truncated && few.rows.len() == 2);
    let attach = format!("ATTACH '{}' AS x", folder.path().join("new.db").display());
    for bad in [
        "DELETE FROM statements",
        "INSERT INTO meta VALUES (1, 2)",
        "DROP TABLE documents",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version",
        "VACUUM INTO '/tmp/x'",
        "CREATE TEMP TABLE t (x)",
        "SELECT 1; DELETE FROM statements",
        "SELECT load_extension('x')",
        "BEGIN",
        "nonsense",
        &attach,
    ] {
        let error = archive.sql(bad, limits);
        assert!(matches!(error, Err(ArchiveError::Question { .. })), "{bad}: {error:?}");
    }
    assert!(!folder.path().join("new.db").exists());
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let short = SqlLimits { time: std::time::Duration::from_millis(50), ..limits };
    assert!(matches!(archive.sql(endless, short), Err(ArchiveError::Question { .. })));
    assert_eq!(archive.counts().unwrap().statements, 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_query_fails(text in "\\PC{0,60}", name in "[a-zA-Z'\"*:() -]{0,20}") {
        thread_local! {
            static HARBOUR: (tempfile::TempDir, Archive) = harbour();
        }
        HARBOUR.with(|(_, archive)| {
            let query = Query { words: text.clone(), speaker: Some(name.clone()), ..Query::default() };
            archive.search(&query).unwrap();
            archive.search(&words(&text)).unwrap();
            archive.people(&name, 3).unwrap();
        });
    }
}
