//! Why a field of a statement has its value, in a sentence or two that a reader can check against
//! the article.

use onrecord::record::{ActKind, Entity, Form, MentionKind, Record, Statement, When};

use super::count;

/// How many mentions are told.
const MENTIONS: usize = 6;

/// Why this is the speaker.
pub fn speaker(record: &Record, statement: &Statement) -> String {
    let Some(source) = &statement.source else {
        return "The article has no words that say whose words these are.".to_owned();
    };
    let words = format!("The article's words for the source are “{}”.", source.text);
    let entity =
        statement.speaker.entity.as_deref().and_then(|id| record.entities.iter().find(|e| e.id == id));
    match entity {
        None => format!("{words} They were not joined to anybody else the article speaks of."),
        Some(entity) => format!("{words} {}", mentions(entity)),
    }
}

fn mentions(entity: &Entity) -> String {
    let mut forms: Vec<&str> = Vec::new();
    for mention in &entity.mentions {
        if !forms.contains(&mention.text.as_str()) {
            forms.push(&mention.text);
        }
    }
    let named = entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name);
    let shown: Vec<String> = forms.iter().take(MENTIONS).map(|text| format!("“{text}”")).collect();
    let more = if forms.len() > MENTIONS { " and other words" } else { "" };
    let told = if named {
        "the fullest name the article gives"
    } else {
        "the fullest description the article gives"
    };
    format!(
        "They were joined to {} of the article, {}{more}; “{}” is {told}.",
        count(entity.mentions.len() as u64, "mention", "mentions"),
        shown.join(", "),
        entity.name
    )
}

/// Why the name counts as withheld.
pub fn withheld(statement: &Statement) -> String {
    match &statement.speaker.basis {
        Some(basis) => format!("The article does not name the source. The reason it gives: “{basis}”."),
        None => "The article does not name the source, and gives no reason for that.".to_owned(),
    }
}

/// Why the role is the speaker's.
pub fn role() -> String {
    "The article puts it so, beside the name or in place of it.".to_owned()
}

/// Why this is the act.
pub fn act(statement: &Statement) -> String {
    let meaning = match statement.act.kind {
        ActKind::States => "puts the content forward as so",
        ActKind::Denies => "puts the content forward as not so",
        ActKind::Asks => "wants to know",
        ActKind::Urges => "wants somebody to do it",
        ActKind::Intends => "means to do it",
        ActKind::Believes => "takes it to be so",
        ActKind::Hopes => "wants it to come about",
        ActKind::Fears => "wants it not to come about",
    };
    let negated = if statement.act.negated { " The article says that this was not done." } else { "" };
    match &statement.cue {
        Some(cue) => format!("“{}” marks what the speaker does: the speaker {meaning}.{negated}", cue.text),
        None => format!(
            "No words mark it; standing by itself, it counts as said. The speaker {meaning}.{negated}"
        ),
    }
}

/// Why this is the form.
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Direct => {
            "All of the content stands in quotation marks: these are given as the speaker's own words."
        }
        Form::Indirect => {
            "None of the content stands in quotation marks: these are the article's words for it."
        }
        Form::Mixed => "Some of the content stands in quotation marks; the rest is in the article's words.",
    }
}

/// Why the statement came this way.
pub fn via() -> String {
    "The article says that it has this from somebody else, who has it from the speaker. The one nearest the speaker stands first.".to_owned()
}

/// Why this is when it was said.
pub fn when(record: &Record, when: &When) -> String {
    let words = format!("The article's words are “{}”.", when.text);
    match (&when.date, &record.document.published) {
        (Some(date), Some(published)) if !when.text.contains(date.as_str()) => {
            format!("{words} In an article published on {published} they mean {date}.")
        }
        (Some(date), _) => format!("{words} They name the day: {date}."),
        (None, _) => format!("{words} They name no single day, or the publication date is not known."),
    }
}

/// Why a phrase of the article is where or on what condition it was said.
pub fn phrase(what: &str, start: u32, end: u32) -> String {
    format!("These are the article's words for {what}, at code points {start} to {end}.")
}

/// What the confidence means.
pub fn confidence(confidence: f32) -> String {
    format!(
        "The model's calibrated probability that source, cue and content belong together like this: of a hundred such attributions, about {:.0} are right.",
        confidence * 100.0
    )
}

/// What it means that one statement stands inside another.
pub fn inside(outer: usize) -> String {
    format!(
        "Its words are part of the content of statement {outer}: the speaker there says that this was said."
    )
}
