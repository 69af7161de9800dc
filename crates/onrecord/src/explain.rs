//! Why each field of a statement has its value.
//!
//! Built from the stages' findings after the fact, in words for a reader: which words of the article,
//! which rule, how sure. It decides nothing.

use serde::Serialize;

use crate::assemble::Findings;
use crate::record::{Form, Statement};
use crate::resolve::Reason;
use crate::segment::Segments;

/// Why one field of one statement has its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Id of the statement.
    pub statement: String,
    /// The field, by its name in the record.
    pub field: &'static str,
    /// The value, for a reader; empty where there is none.
    pub value: String,
    /// What led to it.
    pub reason: String,
}

/// The explanations of all statements, in their order.
pub(crate) fn explain(
    segments: &Segments,
    findings: &Findings,
    statements: &[Statement],
) -> Vec<Explanation> {
    let mut out = Vec::new();
    for (i, statement) in crate::assemble::kept(segments, findings).into_iter().zip(statements) {
        let mut add = |field, value: Option<&str>, reason: String| {
            let value = value.unwrap_or_default().to_owned();
            out.push(Explanation { statement: statement.id.clone(), field, value, reason });
        };
        let text = |words: &Option<crate::record::Words>| words.as_ref().map(|w| w.text.clone());
        add(
            "cue",
            text(&statement.cue).as_deref(),
            match &statement.cue {
                Some(_) => format!(
                    "the model marks these words as a cue; the attribution is right with probability {}",
                    statement.confidence
                ),
                None => "no words mark it: a quotation that the model sees without a cue".to_owned(),
            },
        );
        add(
            "source",
            text(&statement.source).as_deref(),
            match &statement.source {
                Some(_) => "the model gives these words to the cue as its source".to_owned(),
                None => "the model sees no source for this cue".to_owned(),
            },
        );
        add(
            "form",
            Some(form(statement.form)),
            "by the quotation marks around the content's words".to_owned(),
        );
        add("speaker", statement.speaker.name.as_deref(), speaker(segments, findings, i));
        let relays: Vec<&str> = statement.via.iter().map(|v| v.name.as_str()).collect();
        add("via", Some(&relays.join(", ")), via(statement));
        if statement.speaker.anonymous {
            let reason = match &statement.speaker.basis {
                Some(basis) => format!("the source is described, not named; the article's reason: {basis}"),
                None => {
                    "the source is described, not named, and nothing else in the article names it".to_owned()
                }
            };
            add("anonymous", Some("true"), reason);
        }
        if let Some(when) = &statement.when {
            let reason = match &when.date {
                Some(_) => "the time in the clause of the cue, counted from the publication date",
                None => "the time in the clause of the cue; no date follows from it",
            };
            add("when", when.date.as_deref().or(Some(&when.text)), format!("{reason}: {}", when.text));
        }
        if let Some(place) = &statement.place {
            add(
                "where",
                Some(&place.text),
                "a phrase of place or occasion in the clause of the cue".to_owned(),
            );
        }
        if let Some(condition) = &statement.condition {
            add(
                "condition",
                Some(&condition.text),
                "a conditional clause in the content or beside the cue".to_owned(),
            );
        }
        let act = format!("{:?}", statement.act.kind).to_lowercase();
        let negated = if statement.act.negated { "the cue is negated" } else { "by the words of the cue" };
        add("act", Some(&act), negated.to_owned());
        if let Some(outer) = &statement.inside {
            add("inside", Some(outer), format!("its words stand in the content of {outer}"));
        }
    }
    out
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Direct => "direct",
        Form::Indirect => "indirect",
        Form::Mixed => "mixed",
    }
}

fn speaker(segments: &Segments, findings: &Findings, i: usize) -> String {
    let source = findings.attributions[i].source.first().map(|s| segments.slice(s)).unwrap_or_default();
    let resolved = &findings.resolved[i];
    let roles = resolved.speaker.map(|e| findings.entities.all[e].roles.join(", ")).filter(|r| !r.is_empty());
    let known = roles.map(|r| format!("; the article calls it {r}")).unwrap_or_default();
    match resolved.reason {
        Reason::Named => {
            format!("the source names it ({source}); the name is the fullest the article gives{known}")
        }
        Reason::Linked => format!("the source ({source}) was linked to this entity{known}"),
        Reason::Described => format!("the source describes it ({source}) and nothing names it"),
        Reason::Floor => "the statement has no source of its own; this speaker holds the floor".to_owned(),
        Reason::Unknown if source.is_empty() => {
            "the statement has no source, and nobody holds the floor".to_owned()
        }
        Reason::Unknown => format!("whom the source ({source}) stands for is not settled"),
    }
}

fn via(statement: &Statement) -> String {
    match (&statement.inside, statement.via.is_empty()) {
        (_, true) => "the article reports it itself".to_owned(),
        (Some(outer), _) => format!("it stands inside {outer}, whose speaker relays it"),
        (None, _) => "the words around the statement name who quoted or reported it".to_owned(),
    }
}
