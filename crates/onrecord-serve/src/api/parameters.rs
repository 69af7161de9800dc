//! What endpoints and pages are asked with.

use onrecord::record::{ActKind, Form};
use onrecord_archive::{LabelQuery, Order, Query};
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};

/// A search over statements. Every parameter narrows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SearchQuestion {
    /// Words that must all stand in the statement or its speaker's name; "several words" in quotation
    /// marks must stand together.
    #[param(example = "bridge")]
    pub q: String,
    /// A person's id, or a name or part of one.
    pub speaker: Option<String>,
    /// Name of the outlet, upper or lower case alike.
    pub outlet: Option<String>,
    /// First publication date: `2022`, `2022-04` or `2022-04-14`.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(pattern = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
    pub since: Option<String>,
    /// Last publication date, counted in.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(pattern = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
    pub until: Option<String>,
    /// How much of the statement stands in quotation marks.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline)]
    pub form: Option<FormAsked>,
    /// What the speaker does.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline)]
    pub act: Option<ActAsked>,
    /// Whether the article names the speaker.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline)]
    pub source: Option<SourceAsked>,
    /// Only speakers whom somebody calls this.
    pub label: Option<String>,
    /// Whose relay it is: a person's id or name.
    pub via: Option<String>,
    /// In which order.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline)]
    pub order: Option<OrderAsked>,
    /// How many hits: 20 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(minimum = 0, maximum = 500)]
    pub limit: Option<u32>,
    /// `next` of an earlier page, with the same question otherwise.
    pub cursor: Option<String>,
    /// Whether to count what the hits have in common.
    #[serde(deserialize_with = "blank_is_none")]
    pub facets: Option<bool>,
}

/// How much of a statement stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormAsked {
    Direct,
    Indirect,
    Mixed,
}

/// What a speaker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActAsked {
    States,
    Denies,
    Asks,
    Urges,
    Intends,
    Believes,
    Hopes,
    Fears,
}

/// Whether an article names a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceAsked {
    Named,
    Anonymous,
}

/// An order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OrderAsked {
    Best,
    Newest,
    Oldest,
}

impl From<SearchQuestion> for Query {
    fn from(asked: SearchQuestion) -> Self {
        Query {
            words: asked.q,
            speaker: asked.speaker,
            outlet: asked.outlet,
            since: asked.since,
            until: asked.until,
            form: asked.form.map(|form| match form {
                FormAsked::Direct => Form::Direct,
                FormAsked::Indirect => Form::Indirect,
                FormAsked::Mixed => Form::Mixed,
            }),
            act: asked.act.map(|act| match act {
                ActAsked::States => ActKind::States,
                ActAsked::Denies => ActKind::Denies,
                ActAsked::Asks => ActKind::Asks,
                ActAsked::Urges => ActKind::Urges,
                ActAsked::Intends => ActKind::Intends,
                ActAsked::Believes => ActKind::Believes,
                ActAsked::Hopes => ActKind::Hopes,
                ActAsked::Fears => ActKind::Fears,
            }),
            anonymous: asked.source.map(|source| source == SourceAsked::Anonymous),
            label: asked.label,
            via: asked.via,
            order: match asked.order {
                None | Some(OrderAsked::Best) => Order::Best,
                Some(OrderAsked::Newest) => Order::Newest,
                Some(OrderAsked::Oldest) => Order::Oldest,
            },
            limit: asked.limit.unwrap_or(0),
            cursor: asked.cursor,
            facets: asked.facets.unwrap_or(false),
        }
    }
}

/// A search over labels.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LabelQuestion {
    /// Words of the label.
    pub q: String,
    /// Who is labelled: a person's id or name.
    pub target: Option<String>,
    /// Who labels: a person's id or name.
    pub by: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// First publication date.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(pattern = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
    pub since: Option<String>,
    /// Last publication date, counted in.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(pattern = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
    pub until: Option<String>,
    /// How many: 20 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(minimum = 0, maximum = 500)]
    pub limit: Option<u32>,
    /// `next` of an earlier page.
    pub cursor: Option<String>,
}

impl From<LabelQuestion> for LabelQuery {
    fn from(asked: LabelQuestion) -> Self {
        LabelQuery {
            words: asked.q,
            target: asked.target,
            by: asked.by,
            outlet: asked.outlet,
            since: asked.since,
            until: asked.until,
            limit: asked.limit.unwrap_or(0),
            cursor: asked.cursor,
        }
    }
}

/// Whom to look for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PeopleQuestion {
    /// A name or part of one.
    pub name: String,
    /// How many: 20 unless said, at most 200.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(minimum = 0, maximum = 200)]
    pub limit: Option<u32>,
}

/// Which of a person's statements.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PersonQuestion {
    /// How many statements: 50 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(minimum = 0, maximum = 500)]
    pub limit: Option<u32>,
    /// `statements.next` of an earlier answer.
    pub cursor: Option<String>,
}

/// Which words to trace.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TraceQuestion {
    /// Words that somebody is said to have said.
    pub words: String,
}

/// What the giver says of an article, beside its body.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AboutArticle {
    /// Its identifier.
    pub id: Option<String>,
    /// Its canonical address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Publication date; relative dates are counted from it.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(format = Date)]
    pub published: Option<String>,
    /// Whether the record is to hold the article's plain text.
    #[serde(deserialize_with = "blank_is_none")]
    pub with_text: Option<bool>,
    /// Whether to keep the record in the archive.
    #[serde(deserialize_with = "blank_is_none")]
    pub keep: Option<bool>,
}

/// A form sends a field that was left empty as an empty text.
fn blank_is_none<'de, D, T>(value: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Spelt,
{
    let text = String::deserialize(value)?;
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { T::read(text).map(Some).map_err(serde::de::Error::custom) }
}

/// A value that a parameter spells out.
trait Spelt: Sized {
    fn read(text: &str) -> Result<Self, String>;
}

impl Spelt for String {
    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl Spelt for u32 {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("`{text}` is no number from 0 up"))
    }
}

impl Spelt for bool {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "true" | "1" | "on" => Ok(true),
            "false" | "0" | "off" => Ok(false),
            _ => Err(format!("`{text}` is neither true nor false")),
        }
    }
}

/// A word of a list, as JSON spells it.
macro_rules! spelt_as_word {
    ($($of:ty),*) => {$(
        impl Spelt for $of {
            fn read(text: &str) -> Result<Self, String> {
                let word = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
                <$of>::deserialize(word).map_err(|error| error.to_string())
            }
        }
    )*};
}

spelt_as_word!(FormAsked, ActAsked, SourceAsked, OrderAsked);
