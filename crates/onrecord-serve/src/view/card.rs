//! A statement as a card: who, what, and every field with its reason.

use std::collections::HashMap;

use onrecord::record::{Record, Statement};

use super::{act, chain, form, speaker, why};

/// Nesting deeper than this is shown as if it were this deep.
const DEEPEST: usize = 4;

/// A statement as a card.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// From 1, in the order of the text.
    pub n: usize,
    /// What its place in the page is called.
    pub anchor: String,
    /// How many statements hold it.
    pub depth: usize,
    /// Who speaks.
    pub who: String,
    /// The role in which they speak.
    pub role: Option<String>,
    /// Whether the article withholds the name.
    pub withheld: bool,
    /// What they do.
    pub act: &'static str,
    /// The words that say so.
    pub cue: Option<String>,
    /// `direct`, `indirect` or `mixed`.
    pub form: &'static str,
    /// What is said.
    pub content: String,
    /// From the speaker to this page; empty where nobody stands between them.
    pub chain: Vec<String>,
    /// Everything else, each with its reason.
    pub fields: Vec<Field>,
    /// Whether it has a place in the text shown.
    pub placed: bool,
    /// Where the archive tells more.
    pub more: Option<String>,
}

/// A value and why it is this one.
#[derive(Clone, Debug)]
pub struct Field {
    /// What it is.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Why.
    pub why: String,
}

/// The cards of a record. `anchors` are the archive's ids of its statements, where it has some.
pub fn cards(record: &Record, anchors: &[String]) -> Vec<Card> {
    let place: HashMap<&str, usize> =
        record.statements.iter().enumerate().map(|(at, statement)| (statement.id.as_str(), at)).collect();
    let outer = |statement: &Statement| statement.inside.as_deref().and_then(|id| place.get(id).copied());
    let has_text = record.document.text.is_some();
    let mut out = Vec::with_capacity(record.statements.len());
    for (at, statement) in record.statements.iter().enumerate() {
        let id = anchors.get(at);
        // bounded, since a record from a file may nest a statement in itself
        let depth = std::iter::successors(outer(statement), |at| outer(&record.statements[*at]))
            .take(DEEPEST)
            .count();
        let mut card = card(record, statement, outer(statement).map(|at| at + 1));
        card.n = at + 1;
        card.depth = depth;
        card.anchor = id.cloned().unwrap_or_else(|| (at + 1).to_string());
        card.more = id.map(|id| format!("/statements/{id}"));
        card.placed = has_text && onrecord_present::start(statement).is_some();
        out.push(card);
    }
    out
}

/// The card of one statement.
pub fn card(record: &Record, statement: &Statement, outer: Option<usize>) -> Card {
    let chain = chain(statement, record.document.outlet.as_deref());
    Card {
        who: speaker(statement).to_owned(),
        role: statement.speaker.role.clone().filter(|role| Some(role) != statement.speaker.name.as_ref()),
        withheld: statement.speaker.anonymous,
        act: act(statement.act),
        cue: statement.cue.as_ref().map(|cue| cue.text.clone()),
        form: form(statement.form),
        content: statement.content.text.clone(),
        chain: if statement.via.is_empty() { Vec::new() } else { chain },
        fields: fields(record, statement, outer),
        ..Card::default()
    }
}

fn fields(record: &Record, statement: &Statement, outer: Option<usize>) -> Vec<Field> {
    let mut out = Vec::new();
    let mut add = |name, value: String, why: String| out.push(Field { name, value, why });
    add("Speaker", speaker(statement).to_owned(), why::speaker(record, statement));
    if statement.speaker.anonymous {
        let value = statement.speaker.basis.clone().unwrap_or_else(|| "no reason given".to_owned());
        add("Name withheld", value, why::withheld(statement));
    }
    if let Some(role) = &statement.speaker.role {
        add("Role", role.clone(), why::role());
    }
    add("Act", act(statement.act).to_owned(), why::act(statement));
    add("Form", form(statement.form).to_owned(), why::form(statement.form).to_owned());
    if !statement.via.is_empty() {
        let names: Vec<&str> = statement.via.iter().map(|party| party.name.as_str()).collect();
        add("Relayed by", names.join(", then "), why::via());
    }
    if let Some(when) = &statement.when {
        let value = when.date.clone().unwrap_or_else(|| when.text.clone());
        add("When", value, why::when(record, when));
    }
    for (name, what, phrase) in [
        ("Where", "the place or occasion", &statement.place),
        ("Condition", "what it hangs on", &statement.condition),
    ] {
        if let Some(phrase) = phrase {
            add(name, phrase.text.clone(), why::phrase(what, phrase.span.start, phrase.span.end));
        }
    }
    if let Some(outer) = outer {
        add("Inside", format!("statement {outer}"), why::inside(outer));
    }
    let confidence = statement.confidence.clamp(0.0, 1.0);
    add("Confidence", format!("{:.0}%", confidence * 100.0), why::confidence(confidence));
    out
}
