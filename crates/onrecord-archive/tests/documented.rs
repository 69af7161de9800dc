//! What the documentation says is what the archive does: the ten drifts it shows, and its tables.

mod common;

use std::path::Path;

use common::{article, quote};
use onrecord::record::{Form, Record};
use onrecord_archive::{Archive, Run, RunKind, SqlLimits, TraceQuery};

const SAID: &str =
    "We will never close the harbour bridge. The people of Ostrava Bay need it, and they will keep it.";

fn documentation() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/archive.md");
    std::fs::read_to_string(path).expect("docs/archive.md")
}

/// Ten outlets tell what the Herald told first.
fn tellings() -> Vec<Record> {
    let direct = |day, words: &str| quote("Courier", day, "Tolliver", words);
    let reported = |day, text: &str, form, words: &str| {
        article("Courier", &format!("https://courier.example/{day}"), &format!("2031-05-{day:02}"), text)
            .person(&["Tolliver"])
            .says("Tolliver", form, words)
            .record()
    };
    vec![
        direct(2, SAID),
        direct(3, "The people of Ostrava Bay need it, and they will keep it."),
        direct(4, "We will never close the harbour bridge ... and they will keep it."),
        direct(5, "We will never close the harbour bridge. The people of Ostrava Bay need [the bridge]."),
        direct(
            6,
            "We will never shut the harbour bridge. The people of Ostrava Bay need it, and they will keep it.",
        ),
        direct(
            7,
            "We will close the harbour bridge. The people of Ostrava Bay need it, and they will keep it.",
        ),
        direct(
            8,
            "We'll never close the harbour bridge. The people of Ostrava Bay want it and need it, and they will keep it.",
        ),
        direct(9, "We shall never close the harbour bridge"),
        reported(
            10,
            "Tolliver said the town would “never close the harbour bridge” this year.",
            Form::Mixed,
            "the town would “never close the harbour bridge” this year",
        ),
        reported(
            11,
            "Tolliver said they would never close the harbour bridge because the people of the bay needed it.",
            Form::Indirect,
            "they would never close the harbour bridge because the people of the bay needed it",
        ),
    ]
}

fn line(run: &Run) -> String {
    let altered = if run.quoted && !run.marked { "!" } else { "" };
    match run.kind {
        RunKind::Same => run.after.clone(),
        RunKind::Dropped => format!("[-{}-]", run.before),
        RunKind::Added => format!("{{+{}+}}{altered}", run.after),
        RunKind::Changed => format!("[-{}-]{{+{}+}}{altered}", run.before, run.after),
    }
}

#[test]
fn the_ten_drifts_shown_are_what_trace_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path().join("a.db")).unwrap();
    archive.add(&quote("Herald", 1, "Ada Tolliver", SAID)).unwrap();
    for record in tellings() {
        archive.add(&record).unwrap();
    }
    let family = archive.trace(&TraceQuery::Words(SAID.to_owned())).unwrap();
    assert_eq!(family.count, 11, "all ten are one utterance");
    let mut shown = String::new();
    for telling in &family.tellings[1..] {
        let drift = telling.drift.as_ref().unwrap();
        let kind = serde_json::to_value(telling.kind.unwrap()).unwrap();
        let runs: Vec<String> = drift.runs.iter().map(line).collect();
        shown.push_str(&format!("{}: {}\n\n", kind.as_str().unwrap(), runs.join(" ")));
    }
    assert!(documentation().contains(&shown), "docs/archive.md should show:\n\n{shown}");
}

#[test]
fn every_table_and_column_is_described() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path().join("a.db")).unwrap();
    let text = documentation();
    let columns = archive
        .sql(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '%\\_words%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
            SqlLimits::default(),
        )
        .unwrap();
    assert!(columns.rows.len() > 80);
    for row in columns.rows {
        let (table, column) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let section =
            text.split(&format!("### `{table}`")).nth(1).unwrap_or_else(|| panic!("no table `{table}`"));
        let section = section.split("###").next().unwrap();
        assert!(section.contains(&format!("`{column}`")), "`{table}.{column}` is not described");
    }
}
