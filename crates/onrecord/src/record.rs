//! The record: what reading one article yields. This is the public contract.
//!
//! Every offset counts Unicode code points in the article's plain text, end
//! exclusive. A record holds what the article says and nothing else: a field
//! that the article does not settle is `None` or empty, never a guess.
//!
//! The types serialise to the JSON that `onrecord schema` describes; the schema
//! is generated from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that was found in one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The article itself.
    pub document: Document,
    /// In the order of the text, outer before inner.
    pub statements: Vec<Statement>,
    /// Names and epithets that somebody gives to somebody.
    pub labels: Vec<Label>,
    /// Everybody and everything that speaks, relays, is labelled or is mentioned by name.
    pub entities: Vec<Entity>,
}

/// What is known about the article. Absent values are `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The identifier the article came with, or one made from its content.
    pub id: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line as printed.
    pub byline: Option<String>,
    /// Publication date, ISO 8601 (`2022-04-14`).
    pub published: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// The plain text that the offsets count in, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whatever else the input said about the article, kept as it was.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Code points `start..end` of the article's plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
#[schemars(with = "(u32, u32)")]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Span { start, end }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Words of the article, possibly in several places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// What stands at the spans; several spans are joined by ` ... `.
    pub text: String,
    /// In the order of the text, not overlapping, none empty.
    pub spans: Vec<Span>,
}

/// One attribution: somebody, an act, and the words attributed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `s1`, `s2`, ... in the order of the list.
    pub id: String,
    /// How much of the content stands in quotation marks.
    pub form: Form,
    /// What the speaker does with the content.
    pub act: Act,
    /// The words attributed.
    pub content: Words,
    /// The words that mark the attribution; `None` where the article has none.
    pub cue: Option<Words>,
    /// The words that name the source; `None` where the article has none.
    pub source: Option<Words>,
    /// The source resolved.
    pub speaker: Speaker,
    /// Who relays the statement to this article, nearest the speaker first.
    pub via: Vec<Party>,
    /// Id of the statement whose content holds this one.
    pub inside: Option<String>,
    /// When it was said.
    pub when: Option<When>,
    /// The place or occasion at which it was said.
    #[serde(rename = "where")]
    pub place: Option<Phrase>,
    /// What the statement hangs on ('if elected').
    pub condition: Option<Phrase>,
    /// Calibrated probability, 0 to 1, that the attribution is right.
    pub confidence: f32,
}

/// How much of a content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl Form {
    /// The word that stands for it in a record.
    pub fn name(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
        }
    }
}

/// What a speaker does with a content, and whether the article says that it was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// The kind of act.
    pub kind: ActKind,
    /// True where the cue is negated ('did not say that').
    pub negated: bool,
}

/// The kinds of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActKind {
    /// Puts the content forward as so.
    States,
    /// Puts it forward as not so.
    Denies,
    /// Wants to know.
    Asks,
    /// Wants somebody to do it: demands, calls for, asks for.
    Urges,
    /// Means to do it.
    Intends,
    /// Takes it to be so.
    Believes,
    /// Wants it to come about.
    Hopes,
    /// Wants it not to come about.
    Fears,
}

impl ActKind {
    /// The word that stands for it in a record.
    pub fn name(self) -> &'static str {
        match self {
            ActKind::States => "states",
            ActKind::Denies => "denies",
            ActKind::Asks => "asks",
            ActKind::Urges => "urges",
            ActKind::Intends => "intends",
            ActKind::Believes => "believes",
            ActKind::Hopes => "hopes",
            ActKind::Fears => "fears",
        }
    }
}

/// The source of a statement, resolved within the article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// Id of the entity; `None` where the source stayed unknown.
    pub entity: Option<String>,
    /// The fullest name the article gives, else the description; `None` where there is no source.
    pub name: Option<String>,
    /// What kind of entity speaks.
    pub kind: Kind,
    /// The role in which it speaks, as the article puts it.
    pub role: Option<String>,
    /// True where the article withholds the name.
    pub anonymous: bool,
    /// The reason the article gives for withholding it.
    pub basis: Option<String>,
}

/// A reference to an entity by id and name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Id of the entity, where it is one of the record's.
    pub entity: Option<String>,
    /// The fullest name the article gives.
    pub name: String,
}

/// When a statement was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// The article's words.
    pub text: String,
    /// ISO 8601 date; `None` where the words are relative and the publication date is unknown.
    pub date: Option<String>,
    /// Where the words stand.
    pub span: Span,
}

/// A phrase of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The article's words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// A name or epithet that somebody gives to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// The epithet, as printed, without quotation marks.
    pub label: String,
    /// Who is labelled.
    pub target: Party,
    /// Who labels; `None` where the article itself does.
    pub by: Option<Party>,
    /// The words that mark the labelling ('dubbed'), where there are any.
    pub cue: Option<String>,
    /// Whether the epithet stands in quotation marks.
    pub quoted: bool,
    /// Where the epithet stands.
    pub span: Span,
}

/// Somebody or something that the article speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `e1`, `e2`, ... in the order of first mention.
    pub id: String,
    /// The fullest name the article gives, else a description.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Roles and descriptions the article gives it ('the former judge').
    pub roles: Vec<String>,
    /// Every mention in the article, in the order of the text.
    pub mentions: Vec<Mention>,
}

/// What an entity is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One human being.
    Person,
    /// A body, firm, party, outlet, government.
    Organization,
    /// Several people without a body: officials, residents, voters.
    Group,
    /// Somewhere.
    Place,
    /// A report, poll, post, filing.
    Document,
    /// Not settled.
    #[default]
    Unknown,
}

impl Kind {
    /// The word that stands for it in a record.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Place => "place",
            Kind::Document => "document",
            Kind::Unknown => "unknown",
        }
    }
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The article's words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// How the entity is mentioned.
    pub kind: MentionKind,
}

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a description.
    Nominal,
    /// By a pronoun.
    Pronoun,
}
