//! What endpoints and pages are asked with.

use std::marker::PhantomData;

use onrecord::record::{ActKind, Form};
use onrecord_archive::{LabelQuery, Order, Query, Spelt};
use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

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
    #[param(inline, value_type = Option<DateAsked>)]
    pub since: Option<String>,
    /// Last publication date, counted in.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<DateAsked>)]
    pub until: Option<String>,
    /// How much of the statement stands in quotation marks.
    #[serde(deserialize_with = "word")]
    #[param(inline, value_type = Option<FormWord>)]
    pub form: Option<Form>,
    /// What the speaker does.
    #[serde(deserialize_with = "word")]
    #[param(inline, value_type = Option<ActWord>)]
    pub act: Option<ActKind>,
    /// Whether the article names the speaker.
    #[serde(deserialize_with = "word")]
    #[param(inline, value_type = Option<SourceWord>)]
    pub source: Option<SourceAsked>,
    /// Only speakers whom somebody calls this.
    pub label: Option<String>,
    /// Whose relay it is: a person's id or name.
    pub via: Option<String>,
    /// In which order.
    #[serde(deserialize_with = "word")]
    #[param(inline, value_type = Option<OrderWord>)]
    pub order: Option<Order>,
    /// How many hits: 20 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<UpTo500>)]
    pub limit: Option<UpTo<500>>,
    /// `next` of an earlier page, with the same question otherwise.
    #[param(pattern = r"^([0-9]{1,18}~.*|~[0-9]{1,9})?$")]
    pub cursor: Option<String>,
    /// Whether to count what the hits have in common.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<FlagAsked>)]
    pub facets: Option<bool>,
}

/// Whether an article names a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceAsked {
    Named,
    Anonymous,
}

impl Spelt for SourceAsked {
    const ALL: &'static [(Self, &'static str)] =
        &[(SourceAsked::Named, "named"), (SourceAsked::Anonymous, "anonymous")];
}

impl From<SearchQuestion> for Query {
    fn from(asked: SearchQuestion) -> Self {
        Query {
            words: asked.q,
            speaker: asked.speaker,
            outlet: asked.outlet,
            since: asked.since,
            until: asked.until,
            form: asked.form,
            act: asked.act,
            anonymous: asked.source.map(|source| source == SourceAsked::Anonymous),
            label: asked.label,
            via: asked.via,
            order: asked.order.unwrap_or_default(),
            limit: asked.limit.map_or(0, |limit| limit.0),
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
    #[param(inline, value_type = Option<DateAsked>)]
    pub since: Option<String>,
    /// Last publication date, counted in.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<DateAsked>)]
    pub until: Option<String>,
    /// How many: 20 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<UpTo500>)]
    pub limit: Option<UpTo<500>>,
    /// `next` of an earlier page.
    #[param(pattern = r"^([0-9]{1,18}~.*|~[0-9]{1,9})?$")]
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
            limit: asked.limit.map_or(0, |limit| limit.0),
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
    #[param(inline, value_type = Option<UpTo200>)]
    pub limit: Option<UpTo<200>>,
}

/// Which of a person's statements.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PersonQuestion {
    /// How many statements: 50 unless said, at most 500.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<UpTo500>)]
    pub limit: Option<UpTo<500>>,
    /// `statements.next` of an earlier answer.
    #[param(pattern = r"^([0-9]{1,18}~.*|~[0-9]{1,9})?$")]
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
    #[param(inline, value_type = Option<FlagAsked>)]
    pub with_text: Option<bool>,
    /// Whether to keep the record in the archive.
    #[serde(deserialize_with = "blank_is_none")]
    #[param(inline, value_type = Option<FlagAsked>)]
    pub keep: Option<bool>,
}

/// How many answers are wanted, from one to so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpTo<const MOST: u32>(pub u32);

/// A form sends a field that was left empty as an empty text.
fn blank_is_none<'de, D, T>(value: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Readable,
{
    let text = String::deserialize(value)?;
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { T::read(text).map(Some).map_err(serde::de::Error::custom) }
}

/// One of the words of a closed set, or a field left empty.
fn word<'de, D: Deserializer<'de>, T: Spelt>(value: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(value)?;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unknown = || {
        let known: Vec<&str> = T::words().collect();
        serde::de::Error::custom(format_args!("`{text}` is none of {}", known.join(", ")))
    };
    T::read(text).map(Some).ok_or_else(unknown)
}

// the document's derivation takes no types with parameters
type FormWord = WordOf<Form>;
type ActWord = WordOf<ActKind>;
type SourceWord = WordOf<SourceAsked>;
type OrderWord = WordOf<Order>;
type UpTo200 = UpTo<200>;
type UpTo500 = UpTo<500>;

impl<const MOST: u32> PartialSchema for UpTo<MOST> {
    fn schema() -> RefOr<Schema> {
        let count = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(MOST));
        let nothing = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([""]));
        OneOfBuilder::new().item(count).item(nothing).into()
    }
}

impl<const MOST: u32> ToSchema for UpTo<MOST> {}

/// One of the words of a closed set or nothing, for the document alone.
struct WordOf<T>(PhantomData<T>);

impl<T: Spelt> PartialSchema for WordOf<T> {
    fn schema() -> RefOr<Schema> {
        let words = T::words().chain([""]);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
    }
}

impl<T: Spelt> ToSchema for WordOf<T> {}

/// A year, a month, a day or nothing, for the document alone.
struct DateAsked;

impl PartialSchema for DateAsked {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        OneOfBuilder::new()
            .item(text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))))
            .item(text().pattern(Some("^([0-9]{4}(-(0[1-9]|1[0-2]))?)?$")))
            .into()
    }
}

impl ToSchema for DateAsked {}

/// Yes, no or nothing, for the document alone.
struct FlagAsked;

impl PartialSchema for FlagAsked {
    fn schema() -> RefOr<Schema> {
        let spelt =
            ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["1", "on", "0", "off", ""]));
        OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Boolean)).item(spelt).into()
    }
}

impl ToSchema for FlagAsked {}

/// A value that a parameter spells out.
trait Readable: Sized {
    fn read(text: &str) -> Result<Self, String>;
}

impl Readable for String {
    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl<const MOST: u32> Readable for UpTo<MOST> {
    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(count) if (1..=MOST).contains(&count) => Ok(UpTo(count)),
            _ => Err(format!("`{text}` is no number from 1 to {MOST}")),
        }
    }
}

impl Readable for bool {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "true" | "1" | "on" => Ok(true),
            "false" | "0" | "off" => Ok(false),
            _ => Err(format!("`{text}` is neither true nor false")),
        }
    }
}
