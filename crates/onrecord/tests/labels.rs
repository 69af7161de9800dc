//! Labels that no rule knows: the model sees them, and the stages behind it tell whose they are. People and places are
//! invented.

use std::sync::LazyLock;

use onrecord::{Article, Engine};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the embedded model loads"));

/// `label -> target by giver` for every label of a text.
fn labels(text: &str) -> Vec<String> {
    let record = ENGINE.read(&Article::new(text.to_owned()));
    let told = |l: &onrecord::record::Label| {
        let by = l.by.as_ref().map_or("nobody", |by| &by.name);
        format!("{} -> {} by {by}", l.label, l.target.name)
    };
    record.labels.iter().map(told).collect()
}

#[test]
fn wordings_without_a_verb_of_naming() {
    let text = "Ada Lund runs the harbour office. The dockers have a name of their own for Lund: \"the Tide Table\".";
    assert_eq!(labels(text), ["the Tide Table -> Ada Lund by The dockers"]);
    let text = "Per Holm, whom the miners revere as the father of the valley, spoke for an hour on Monday.";
    assert_eq!(labels(text), ["the father of the valley -> Per Holm by the miners"]);
}

#[test]
fn an_epithet_is_nobody_besides_its_bearer() {
    let text = "Ada Lund won. Her rivals taunted Lund as \"Doctor Scalpel\", and she laughed.";
    let record = ENGINE.read(&Article::new(text.to_owned()));
    assert!(record.entities.iter().all(|e| !e.name.contains("Scalpel")), "{:?}", record.entities);
}

#[test]
fn what_looks_like_a_label_is_none() {
    for text in [
        "Ada Lund called for calm on Monday and called the police an hour later.",
        "The trail is known for its views, Per Holm said, and describes a wide arc.",
        "Ada Lund was named captain on Monday and serves as chair of the club.",
    ] {
        assert_eq!(labels(text), [""; 0], "{text}");
    }
}
