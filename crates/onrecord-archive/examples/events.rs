//! Puts a file of articles (one JSON object a line: `id`, `event`, `outlet`, `published`, `url`,
//! `title`, `text`) into a fresh archive and tells which families span outlets, with links to check
//! by hand.
//!
//! `cargo run --release -p onrecord-archive --example events -- articles.jsonl [--links N] [--marks]`
//!
//! `--marks` takes whatever stands in double quotation marks as a statement, instead of reading the
//! articles with the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use onrecord::record::{Act, ActKind, Document, Form, Kind, Record, Span, Speaker, Statement, Words};
use onrecord::{Article, Engine};
use onrecord_archive::{Archive, SqlLimits};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give the file of articles")?;
    let marks = arguments.iter().any(|argument| argument == "--marks");
    let links = arguments.iter().position(|argument| argument == "--links");
    let links: usize = links.and_then(|at| arguments.get(at + 1)).map_or(Ok(100), |count| count.parse())?;

    let folder = tempfile::tempdir()?;
    let mut archive = Archive::create(folder.path().join("events.db"))?;
    let engine = Engine::new()?;
    let mut events = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let article: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| article[name].as_str().map(str::to_owned);
        let text = field("text").unwrap_or_default();
        let document = Document {
            id: field("id"),
            url: field("url"),
            outlet: field("outlet"),
            title: field("title"),
            published: field("published"),
            ..Document::default()
        };
        let mut record = if marks {
            Record { statements: marked(&text), document, ..Record::default() }
        } else {
            engine.read(&Article { document, text: text.clone() })
        };
        record.document.text = Some(text);
        archive.add(&record)?;
        events.insert(field("url").unwrap_or_default(), field("event").unwrap_or_default());
    }
    report(&archive, &events, links)
}

fn report(archive: &Archive, events: &BTreeMap<String, String>, links: usize) -> Result<(), Box<dyn Error>> {
    let counts = archive.counts()?;
    println!("{} articles, {} statements, {} people", counts.documents, counts.statements, counts.people);
    let mut spans: BTreeMap<u64, u64> = BTreeMap::new();
    let limits = SqlLimits { rows: 1_000_000, ..SqlLimits::default() };
    for row in archive.sql("SELECT outlets, count(*) FROM families GROUP BY 1", limits)?.rows {
        spans.insert(row[0].as_u64().unwrap_or(0), row[1].as_u64().unwrap_or(0));
    }
    println!("families: {}; by number of outlets: {spans:?}", counts.families);
    let found = archive.sql(
        "SELECT l.kind, a.content, b.content, a.speaker_name, b.speaker_name, da.url, db.url, da.outlet,
             db.outlet, a.id FROM links l JOIN statements a ON a.key = l.statement
         JOIN statements b ON b.key = l.other JOIN documents da ON da.key = a.document
         JOIN documents db ON db.key = b.document ORDER BY a.id, b.id",
        limits,
    )?;
    let text = |row: &[serde_json::Value], at: usize| row[at].as_str().unwrap_or("-").to_owned();
    let across: Vec<_> = found.rows.iter().filter(|row| row[7] != row[8]).collect();
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut strangers = 0;
    let mut joined = BTreeSet::new();
    for row in &across {
        *kinds.entry(text(row, 0)).or_default() += 1;
        let (a, b) = (events.get(&text(row, 5)), events.get(&text(row, 6)));
        strangers += u64::from(a != b);
        joined.extend(a);
    }
    println!("links: {}, between outlets: {} {kinds:?}", found.rows.len(), across.len());
    println!("events joined: {}; links between two events: {strangers}", joined.len());
    let step = (across.len() / links.max(1)).max(1);
    for (number, row) in across.iter().step_by(step).take(links).enumerate() {
        println!("\n{} {} [{} | {}]", number + 1, text(row, 0), text(row, 3), text(row, 4));
        println!("  {}: {}\n  {}: {}", text(row, 7), text(row, 1), text(row, 8), text(row, 2));
    }
    Ok(())
}

/// Whatever stands in double quotation marks, by nobody known.
fn marked(text: &str) -> Vec<Statement> {
    let mut out = Vec::new();
    let mut open: Option<(usize, u32)> = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let count = count as u32;
        match (c, open) {
            ('\n', _) => open = None,
            ('"' | '“', None) => open = Some((at + c.len_utf8(), count + 1)),
            ('"' | '”', Some((start, first))) => {
                let words = &text[start..at];
                if !words.trim().is_empty() {
                    out.push(statement(out.len() + 1, words, Span { start: first, end: count }));
                }
                open = None;
            }
            _ => {}
        }
    }
    out
}

fn statement(number: usize, words: &str, span: Span) -> Statement {
    Statement {
        id: format!("s{number}"),
        form: Form::Direct,
        act: Act { kind: ActKind::States, negated: false },
        content: Words { text: words.to_owned(), spans: vec![span] },
        cue: None,
        source: None,
        speaker: Speaker { kind: Kind::Unknown, ..Speaker::default() },
        via: Vec::new(),
        inside: None,
        when: None,
        place: None,
        condition: None,
        confidence: 1.0,
    }
}
