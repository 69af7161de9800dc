//! What is written comes back unchanged when it is read again.

use std::fs;
use std::io::Write;
use std::sync::{Arc, Mutex};

use onrecord::record::{
    Act, ActKind, Document, Entity, Form, Kind, Label, Mention, MentionKind, Party, Phrase, Record, Span,
    Speaker, Statement, When, Words,
};
use onrecord_read::write::{OutputFormat, annotations, brat, writer};
use onrecord_read::{Hint, Input, Options, from_bytes, open};
use proptest::prelude::*;

/// An output that can be looked at after the writer is gone.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(format: OutputFormat, records: &[Record]) -> Vec<u8> {
    let shared = Shared::default();
    let mut writer = writer(format, Box::new(shared.clone()), false).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap();
    shared.0.lock().unwrap().clone()
}

fn read_back(bytes: Vec<u8>) -> Vec<Record> {
    from_bytes(bytes, &Hint::default(), &Options::default())
        .map(|item| item.unwrap().record.unwrap())
        .collect()
}

fn span(start: u32, end: u32) -> Span {
    Span { start, end }
}

fn words(text: &str, spans: &[Span]) -> Words {
    let chars: Vec<char> = text.chars().collect();
    let slice = |s: &Span| chars[s.start as usize..s.end as usize].iter().collect::<String>();
    Words { text: spans.iter().map(slice).collect::<Vec<_>>().join(" ... "), spans: spans.to_vec() }
}

/// A record in which every field of the contract is filled somewhere and absent somewhere.
fn record() -> Record {
    let text =
        "“We’re ready,” Zoë Brandt said 😀 on Monday.\n\nThe spokesman, dubbed “the Owl”, denied it.\r\n";
    let party = |name: &str| Party { entity: Some("e1".to_owned()), name: name.to_owned() };
    let full = Statement {
        id: "s1".to_owned(),
        form: Form::Direct,
        act: Act { kind: ActKind::States, negated: false },
        content: words(text, &[span(0, 14), span(34, 43)]),
        cue: Some(words(text, &[span(26, 30)])),
        source: Some(words(text, &[span(15, 25)])),
        speaker: Speaker {
            entity: Some("e1".to_owned()),
            name: Some("Zoë Brandt".to_owned()),
            kind: Kind::Person,
            role: Some("mayor".to_owned()),
            anonymous: true,
            basis: Some("fear".to_owned()),
        },
        via: vec![party("The Post"), Party { entity: None, name: "a clerk".to_owned() }],
        inside: None,
        when: Some(When {
            text: "Monday".to_owned(),
            date: Some("2031-05-05".to_owned()),
            span: span(36, 42),
        }),
        place: Some(Phrase { text: "on".to_owned(), span: span(33, 35) }),
        condition: None,
        confidence: 0.87,
    };
    let bare = Statement {
        id: "s2".to_owned(),
        form: Form::Mixed,
        act: Act { kind: ActKind::Denies, negated: true },
        // reaches over a paragraph's end
        content: words(text, &[span(36, 60)]),
        cue: None,
        source: None,
        speaker: Speaker::default(),
        via: Vec::new(),
        inside: Some("s1".to_owned()),
        when: None,
        place: None,
        condition: Some(Phrase { text: "it".to_owned(), span: span(81, 83) }),
        confidence: 0.1,
    };
    let label = Label {
        label: "the Owl".to_owned(),
        target: party("the spokesman"),
        by: None,
        cue: Some("dubbed".to_owned()),
        quoted: true,
        span: span(67, 74),
    };
    let entity = Entity {
        id: "e1".to_owned(),
        name: "Zoë Brandt".to_owned(),
        kind: Kind::Person,
        roles: vec!["mayor".to_owned()],
        mentions: vec![Mention {
            text: "Zoë Brandt".to_owned(),
            span: span(15, 25),
            kind: MentionKind::Name,
        }],
    };
    let extra =
        serde_json::json!({"section": "Local", "score": 0.1, "deep": {"list": [1, null, "x"]}, "tags": []});
    Record {
        document: Document {
            id: Some("vale-1".to_owned()),
            url: Some("https://vale.example/b".to_owned()),
            title: Some("Bridge, \"opened\"".to_owned()),
            text: Some(text.to_owned()),
            extra: extra.as_object().unwrap().clone(),
            ..Document::default()
        },
        statements: vec![full, bare],
        labels: vec![label],
        entities: vec![entity],
    }
}

fn minimal() -> Record {
    Record {
        document: Document { text: Some("Words.".to_owned()), ..Document::default() },
        ..Record::default()
    }
}

#[test]
fn json_lines_and_parquet_come_back() {
    let records = [record(), minimal(), record()];
    assert_eq!(read_back(written(OutputFormat::JsonLines, &records)), records);
    assert_eq!(read_back(written(OutputFormat::Parquet, &records)), records);
}

#[test]
fn many_rows_come_back_from_parquet() {
    let records: Vec<Record> = (0..300)
        .map(|number| {
            let mut record = if number % 3 == 0 { minimal() } else { record() };
            record.document.id = Some(number.to_string());
            record
        })
        .collect();
    assert_eq!(read_back(written(OutputFormat::Parquet, &records)), records);
}

fn through_brat(record: &Record) -> Record {
    let folder = tempfile::tempdir().unwrap();
    let pair = brat(record).unwrap();
    fs::write(folder.path().join("a.txt"), pair.text).unwrap();
    fs::write(folder.path().join("a.ann"), pair.annotations).unwrap();
    let items: Vec<_> = open(&Input::Path(folder.path().to_owned()), &Options::default()).unwrap().collect();
    assert_eq!(items.len(), 1);
    items.into_iter().next().unwrap().unwrap().record.unwrap()
}

#[test]
fn brat_comes_back() {
    assert_eq!(through_brat(&record()), record());
    assert_eq!(through_brat(&minimal()), minimal());
}

#[test]
fn what_is_changed_in_brat_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let pair = brat(&record()).unwrap();
    let changed = pair.annotations.replace("\tSource 15 25\tZoë Brandt", "\tSource 19 25\tBrandt");
    assert_ne!(changed, pair.annotations);
    fs::write(folder.path().join("a.txt"), pair.text).unwrap();
    fs::write(folder.path().join("a.ann"), changed).unwrap();
    let item = open(&Input::Path(folder.path().join("a.txt")), &Options::default())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(item.gold.as_ref().unwrap()[0].source, [span(19, 25)]);
    let source = item.record.unwrap().statements[0].source.clone().unwrap();
    assert_eq!((source.text.as_str(), source.spans), ("Brandt", vec![span(19, 25)]));
}

#[test]
fn a_table_has_a_row_for_each_statement() {
    let mut record = record();
    record.document.title = Some("=HYPERLINK(\"x\")".to_owned());
    let bytes = written(OutputFormat::Csv, &[record]);
    let text = String::from_utf8(bytes).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let headers = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let cell =
        |row: usize, name: &str| rows[row].get(headers.iter().position(|h| h == name).unwrap()).unwrap();
    assert_eq!(cell(0, "title"), "'=HYPERLINK(\"x\")");
    assert_eq!((cell(0, "speaker"), cell(0, "act"), cell(1, "act")), ("Zoë Brandt", "states", "denies"));
    assert_eq!((cell(0, "via"), cell(0, "confidence")), ("The Post; a clerk", "0.87"));
}

#[test]
fn annotations_point_at_the_words() {
    let record = record();
    let found = annotations(&record);
    let targets = found[0]["target"].as_array().unwrap();
    let quote = &targets[0]["selector"][0];
    assert_eq!(quote["exact"], "“We’re ready,”");
    assert_eq!(
        (&quote["prefix"], &quote["suffix"]),
        (&"".into(), &" Zoë Brandt said 😀 on Monday.\n\nT".into())
    );
    assert_eq!(
        targets[1]["selector"][1],
        serde_json::json!({"type": "TextPositionSelector", "start": 34, "end": 43})
    );
    assert_eq!(targets[0]["source"], "https://vale.example/b");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the text and wherever the spans.
    #[test]
    fn any_text_and_spans_come_back(
        text in "[a-z \n\r\té😀“”.]{1,80}",
        cuts in proptest::collection::vec(0..80_u32, 2..8),
        confidence in 0.0_f32..1.0,
        number in proptest::num::f64::NORMAL,
    ) {
        prop_assume!(!text.trim().is_empty());
        let length = text.chars().count() as u32;
        let mut cuts: Vec<u32> = cuts.into_iter().map(|cut| cut % (length + 1)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let spans: Vec<Span> = cuts.chunks_exact(2).map(|pair| span(pair[0], pair[1])).collect();
        prop_assume!(!spans.is_empty());
        let mut record = record();
        record.document.extra.insert("number".to_owned(), number.into());
        record.document.text = Some(text.clone());
        record.statements[0].content = words(&text, &spans);
        record.statements[0].source = Some(words(&text, &spans[..1]));
        record.statements[0].cue = None;
        record.statements[0].confidence = confidence;
        record.statements.truncate(1);
        let records = [record];
        prop_assert_eq!(&read_back(written(OutputFormat::JsonLines, &records)), &records);
        prop_assert_eq!(&read_back(written(OutputFormat::Parquet, &records)), &records);
        prop_assert_eq!(&through_brat(&records[0]), &records[0]);
    }
}
