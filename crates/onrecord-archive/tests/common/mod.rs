//! Records written by hand: a text, and who says which words of it.
#![allow(dead_code, reason = "each test file uses a part of this")]

use onrecord::record::{
    Act, ActKind, Document, Entity, Form, Kind, Label, Mention, MentionKind, Party, Record, Span, Speaker,
    Statement, Words,
};

/// A record in the making.
pub struct Article {
    record: Record,
}

/// An article of an outlet at an address.
pub fn article(outlet: &str, url: &str, published: &str, text: &str) -> Article {
    let document = Document {
        url: Some(url.to_owned()),
        outlet: Some(outlet.to_owned()),
        title: Some(format!("{outlet} {published}")),
        published: Some(published.to_owned()),
        language: Some("en".to_owned()),
        text: Some(text.to_owned()),
        ..Document::default()
    };
    Article { record: Record { document, ..Record::default() } }
}

impl Article {
    /// An entity with every place where one of its names stands; the first name is the fullest.
    pub fn entity(mut self, kind: Kind, names: &[&str], roles: &[&str]) -> Self {
        let mut mentions = Vec::new();
        for name in names {
            for (at, found) in self.text().match_indices(name) {
                let kind = match *name {
                    "she" | "he" | "She" | "He" => MentionKind::Pronoun,
                    name if name.starts_with("the ") => MentionKind::Nominal,
                    _ => MentionKind::Name,
                };
                mentions.push(Mention { text: found.to_owned(), span: self.span(at, found), kind });
            }
        }
        let id = format!("e{}", self.record.entities.len() + 1);
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        self.record.entities.push(Entity { id, name: names[0].to_owned(), kind, roles, mentions });
        self
    }

    /// A person, as [`Article::entity`].
    pub fn person(self, names: &[&str]) -> Self {
        self.entity(Kind::Person, names, &[])
    }

    /// A statement by the entity with this name (or by nobody known), whose words stand in the text.
    pub fn says(mut self, speaker: &str, form: Form, words: &str) -> Self {
        let at = self.text().find(words).unwrap_or_else(|| panic!("no `{words}` in the text"));
        let content = Words { text: words.to_owned(), spans: vec![self.span(at, words)] };
        let entity = self.record.entities.iter().find(|entity| entity.name == speaker);
        let speaker = Speaker {
            entity: entity.map(|entity| entity.id.clone()),
            name: Some(speaker.to_owned()).filter(|name| !name.is_empty()),
            kind: entity.map_or(Kind::Unknown, |entity| entity.kind),
            anonymous: speaker.starts_with("a "),
            ..Speaker::default()
        };
        self.record.statements.push(Statement {
            id: format!("s{}", self.record.statements.len() + 1),
            form,
            act: Act { kind: ActKind::States, negated: false },
            content,
            cue: None,
            source: None,
            speaker,
            via: Vec::new(),
            inside: None,
            when: None,
            place: None,
            condition: None,
            confidence: 0.9,
        });
        self
    }

    /// The last statement is relayed by the entity with this name.
    pub fn via(mut self, name: &str) -> Self {
        let entity = self.record.entities.iter().find(|entity| entity.name == name).map(|e| e.id.clone());
        let party = Party { entity, name: name.to_owned() };
        self.record.statements.last_mut().expect("a statement").via.push(party);
        self
    }

    /// A label in the text.
    pub fn label(mut self, label: &str, target: &str, by: Option<&str>) -> Self {
        let at = self.text().find(label).expect("the label in the text");
        let party = |name: &str| Party {
            entity: self.record.entities.iter().find(|e| e.name == name).map(|e| e.id.clone()),
            name: name.to_owned(),
        };
        let label = Label {
            label: label.to_owned(),
            target: party(target),
            by: by.map(party),
            cue: Some("dubbed".to_owned()),
            quoted: true,
            span: self.span(at, label),
        };
        self.record.labels.push(label);
        self
    }

    pub fn record(self) -> Record {
        self.record
    }

    fn text(&self) -> &str {
        self.record.document.text.as_deref().expect("a text")
    }

    fn span(&self, at: usize, found: &str) -> Span {
        let start = self.text()[..at].chars().count() as u32;
        Span { start, end: start + found.chars().count() as u32 }
    }
}

/// One article with one direct statement by one person.
pub fn quote(outlet: &str, day: u32, speaker: &str, words: &str) -> Record {
    told(outlet, day, speaker, Form::Direct, words)
}

/// One article with one statement by one person.
pub fn told(outlet: &str, day: u32, speaker: &str, form: Form, words: &str) -> Record {
    let text = format!("“{words}” {speaker} said.");
    let url = format!("https://{}.example/{day}/{}", outlet.to_lowercase(), words.len());
    let article = article(outlet, &url, &format!("2031-05-{day:02}"), &text);
    let article = if speaker.is_empty() { article } else { article.person(&[speaker]) };
    article.says(speaker, form, words).record()
}
