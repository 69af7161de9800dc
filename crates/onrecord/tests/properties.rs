//! What holds of every record, whatever the article: spans slice their own words, the relay chain and nesting have
//! no cycle, references point at something, and relative words make no date without a publication date.

use std::collections::HashSet;
use std::sync::LazyLock;

use onrecord::record::{Record, Span, Words};
use onrecord::{Article, Engine, Tier};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the embedded model loads"));
static FAST: LazyLock<Engine> = LazyLock::new(|| Engine::with(Tier::Fast).expect("the embedded model loads"));

const FRAGMENTS: [&str; 28] = [
    "Mara Ilves said",
    "the mayor",
    "“We will not move,”",
    "\"No,\" she said.",
    "on Tuesday",
    "according to two officials",
    "who asked not to be named",
    "denied that",
    "'It is a farce'",
    "told the Daily Lantern",
    "in a statement",
    "yesterday",
    "if elected",
    "he",
    "they",
    "\n\n",
    "\n",
    ",",
    ".",
    ":",
    "reported, citing Reuters",
    "dubbed “the Fox” by rivals",
    "Dr. Óscar Peña",
    "« Non »",
    "believes",
    "plans to resign",
    "\u{1F5DE}",
    "''quoted''",
];

fn slice(text: &str, span: Span) -> String {
    text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect()
}

fn check_words(text: &str, words: &Words) {
    assert!(!words.spans.is_empty() && words.spans.iter().all(|s| s.start < s.end), "{words:?}");
    assert!(words.spans.windows(2).all(|w| w[0].end <= w[1].start), "{words:?} overlap");
    let joined: Vec<String> = words.spans.iter().map(|s| slice(text, *s)).collect();
    assert_eq!(joined.join(" ... "), words.text);
}

fn check(text: &str, record: &Record) {
    let entities: HashSet<&str> = record.entities.iter().map(|e| e.id.as_str()).collect();
    for (n, statement) in record.statements.iter().enumerate() {
        assert_eq!(statement.id, format!("s{}", n + 1));
        check_words(text, &statement.content);
        statement.cue.iter().chain(&statement.source).for_each(|w| check_words(text, w));
        for phrase in statement.place.iter().chain(&statement.condition) {
            assert_eq!(slice(text, phrase.span), phrase.text);
        }
        if let Some(when) = &statement.when {
            assert_eq!(slice(text, when.span), when.text);
        }
        if let Some(outer) = &statement.inside {
            let outer: usize = outer[1..].parse().expect("an id");
            assert!(outer <= n, "{} stands inside a later statement", statement.id);
        }
        let speaker = statement.speaker.entity.as_deref();
        let relays: Vec<Option<&str>> = statement.via.iter().map(|v| v.entity.as_deref()).collect();
        assert!(speaker.is_none() || !relays.contains(&speaker), "{} relays itself", statement.id);
        assert_eq!(
            relays.iter().collect::<HashSet<_>>().len(),
            relays.len(),
            "a relay twice in {}",
            statement.id
        );
        assert!(speaker.into_iter().chain(relays.into_iter().flatten()).all(|e| entities.contains(e)));
        assert!((0.0..=1.0).contains(&statement.confidence));
    }
    for label in &record.labels {
        assert_eq!(slice(text, label.span), label.label);
    }
    for mention in record.entities.iter().flat_map(|e| &e.mentions) {
        assert_eq!(slice(text, mention.span), mention.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_record_holds_together(parts in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..80), noise in "\\PC{0,40}") {
        let text = format!("{} {noise}", parts.join(" "));
        check(&text, &ENGINE.read(&Article::new(text.clone())));
        check(&text, &FAST.read(&Article::new(text.clone())));
    }

    #[test]
    fn any_characters_are_an_article(text in any::<String>()) {
        check(&text, &ENGINE.read(&Article::new(text.clone())));
        check(&text, &FAST.read(&Article::new(text.clone())));
    }
}

#[test]
fn the_fast_model_fills_the_same_record() {
    let text = "The bridge is closed.\n\n“We will not wait,” Mara Ilves said on Tuesday.";
    let record = FAST.read(&Article::new(text));
    let found: Vec<_> =
        record.statements.iter().map(|s| (&*s.content.text, s.speaker.name.as_deref())).collect();
    assert_eq!(found, [("“We will not wait,”", Some("Mara Ilves"))]);
}

#[test]
fn a_paragraph_without_end_is_read_in_windows() {
    let said = "Mara Ilves said that the bridge would stay closed until the spring , and ";
    let text = said.repeat(400);
    let record = FAST.read(&Article::new(text.clone()));
    check(&text, &record);
    assert!(record.statements.len() > 100, "{} statements", record.statements.len());
}

#[test]
fn relative_words_make_no_date_without_a_publication_date() {
    let text = "“The bridge is closed,” Mara Ilves said on Tuesday. She said yesterday that it would reopen.";
    let undated = ENGINE.read(&Article::new(text));
    assert!(undated.statements.iter().any(|s| s.when.is_some()), "{undated:?}");
    assert!(
        undated.statements.iter().all(|s| s.when.as_ref().is_none_or(|w| w.date.is_none())),
        "{undated:?}"
    );
    let mut article = Article::new(text);
    article.document.published = Some("2024-05-16".to_owned());
    let dated = ENGINE.read(&article);
    let dates: Vec<_> = dated.statements.iter().filter_map(|s| s.when.as_ref()?.date.as_deref()).collect();
    assert_eq!(dates, ["2024-05-14", "2024-05-15"]);
}
