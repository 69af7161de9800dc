//! What answers look like, for the OpenAPI document.
//!
//! The archive's own types say how they are written; these say it once more as schemas, and the tests
//! hold every answer to them, so that neither can change alone.

#![allow(dead_code, reason = "described, never made")]

use onrecord::record::{Record, Statement};
use schemars::JsonSchema;

use crate::problem::Problem;

/// Some of the statements that fit, and how to get the next.
#[derive(JsonSchema)]
pub struct SearchPage {
    /// The statements of this page.
    items: Vec<Hit>,
    /// Give it as `cursor` for the next page; null on the last.
    next: Option<String>,
    /// How many there are on all pages; where `total_exact` is false, at least so many.
    total: u64,
    /// Whether `total` and the facets count everything.
    total_exact: bool,
    /// Where they were asked for.
    facets: Option<Facets>,
}

/// A statement found.
#[derive(JsonSchema)]
pub struct Hit {
    #[serde(flatten)]
    entry: StatementEntry,
    /// The content, cut where it fits the question.
    pieces: Vec<Piece>,
}

/// Words of a content, and whether the question asked for them.
#[derive(JsonSchema)]
pub struct Piece {
    text: String,
    hit: bool,
}

/// A statement with the document it stands in.
#[derive(JsonSchema)]
pub struct StatementEntry {
    /// The archive's id of the statement.
    id: String,
    /// The archive's id of the document.
    document: String,
    /// Address of the document.
    url: Option<String>,
    /// Outlet of the document.
    outlet: Option<String>,
    /// Headline of the document.
    title: Option<String>,
    /// Publication date of the document.
    published: Option<String>,
    /// Id of the person who speaks, where known over all articles.
    person: Option<String>,
    /// How many tellings the statement has, itself included.
    tellings: u32,
    /// The statement as the record has it.
    statement: Statement,
}

/// What the hits have in common, the most frequent first.
#[derive(JsonSchema)]
pub struct Facets {
    /// People, by name.
    speakers: Vec<Tally>,
    outlets: Vec<Tally>,
    /// `direct`, `indirect`, `mixed`.
    forms: Vec<Tally>,
    /// `named`, `anonymous`.
    sources: Vec<Tally>,
    /// Years of publication, the latest first.
    years: Vec<Tally>,
}

/// A value and how often it occurs.
#[derive(JsonSchema)]
pub struct Tally {
    value: String,
    /// The id where the value is a person's name.
    id: Option<String>,
    count: u64,
}

/// People and bodies.
#[derive(JsonSchema)]
pub struct People {
    people: Vec<PersonEntry>,
}

/// One person or body over all articles.
#[derive(JsonSchema)]
pub struct PersonEntry {
    /// Its id in this archive.
    id: String,
    /// The fullest name.
    name: String,
    /// `person`, `organization`, `group`, `place`, `document` or `unknown`.
    kind: String,
    /// From a list of people.
    wikidata: Option<String>,
    /// `female` or `male`, where the articles' pronouns and titles tell and agree.
    gender: Option<String>,
    /// Other names, most frequent first.
    names: Vec<String>,
    /// Roles, most frequent first.
    roles: Vec<String>,
    /// Articles that name it.
    documents: u64,
    /// Statements it makes.
    statements: u64,
    /// The least confidence, 0 to 1, with which one of the articles' entities was joined to it.
    confidence: f64,
}

/// Everything about one person.
#[derive(JsonSchema)]
pub struct Who {
    person: PersonEntry,
    /// Others whom the name fits.
    others: Vec<PersonEntry>,
    /// What they said, the latest first.
    statements: StatementPage,
    /// What they are called, and by whom, the latest first.
    labels: Vec<LabelHit>,
    /// What they are called, counted.
    called: Vec<Name>,
    /// What they call others.
    calls: Vec<LabelHit>,
    /// Who relays what they say.
    relayed_by: Vec<Tally>,
    /// Which outlets tell what they say.
    outlets: Vec<Tally>,
    /// Years in which they spoke, the latest first.
    years: Vec<Tally>,
    /// Content words that more than one of their latest statements have.
    topics: Vec<Tally>,
}

/// What somebody is called, and by whom.
#[derive(JsonSchema)]
pub struct Name {
    label: String,
    count: u64,
    by: Vec<String>,
}

/// Some of somebody's statements, and how to get the next.
#[derive(JsonSchema)]
pub struct StatementPage {
    items: Vec<StatementEntry>,
    next: Option<String>,
    total: u64,
    total_exact: bool,
    facets: Option<Facets>,
}

/// Some of the labels that fit, and how to get the next.
#[derive(JsonSchema)]
pub struct LabelPage {
    items: Vec<LabelHit>,
    next: Option<String>,
    total: u64,
    total_exact: bool,
    facets: Option<Facets>,
}

/// A label found.
#[derive(JsonSchema)]
pub struct LabelHit {
    /// The epithet.
    label: String,
    /// Who is labelled.
    target: String,
    target_person: Option<String>,
    /// Who labels; null where the article itself does.
    by: Option<String>,
    by_person: Option<String>,
    /// The words that mark the labelling.
    cue: Option<String>,
    /// Whether the epithet stands in quotation marks.
    quoted: bool,
    /// The archive's id of the document.
    document: String,
    url: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
}

/// One utterance as it was told, by several articles or by one.
#[derive(JsonSchema)]
pub struct Family {
    /// Number of the family in this archive; null where the statement stands alone.
    id: Option<i64>,
    /// Id of the telling that was asked for.
    asked: String,
    /// How many tellings there are; `tellings` may hold fewer.
    count: u32,
    /// How many outlets tell it.
    outlets: u32,
    /// By publication date, the earliest known first.
    tellings: Vec<Telling>,
}

/// One telling of an utterance.
#[derive(JsonSchema)]
pub struct Telling {
    #[serde(flatten)]
    entry: StatementEntry,
    /// How it stands to the earliest telling; null for the earliest itself.
    kind: Option<LinkKind>,
    /// What it does to the words of the earliest telling.
    drift: Option<Drift>,
}

/// How a telling stands to the earliest known one.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// The same words.
    Verbatim,
    /// One is an unbroken part of the other.
    Trimmed,
    /// Parts of the other, in its order.
    Stitched,
    /// Words differ inside quotation marks, and nothing says so.
    Altered,
    /// The same said in other words.
    Paraphrased,
}

/// The difference between two tellings, word by word.
#[derive(JsonSchema)]
pub struct Drift {
    /// Words changed, dropped or added inside quotation marks with nothing to mark it.
    altered: bool,
    runs: Vec<Run>,
}

/// Neighbouring words that fared alike.
#[derive(JsonSchema)]
pub struct Run {
    kind: RunKind,
    /// The words in the earliest telling; empty where added.
    before: String,
    /// The words in this telling; empty where dropped.
    after: String,
    /// Whether they stand inside quotation marks.
    quoted: bool,
    /// Whether the telling itself shows that it changed something.
    marked: bool,
}

/// What happened to a run of words.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// Kept.
    Same,
    /// Left out.
    Dropped,
    /// Put in.
    Added,
    /// Replaced by other words.
    Changed,
}

/// An article with its record and its earlier versions.
#[derive(JsonSchema)]
pub struct DocumentEntry {
    /// The archive's id.
    id: String,
    /// When it was added, ISO 8601, UTC.
    added: String,
    record: Record,
    /// The archive's id of each statement, in the record's order.
    statement_ids: Vec<String>,
    /// Earlier versions, oldest first.
    versions: Vec<Version>,
}

/// A version that a corrected one has replaced.
#[derive(JsonSchema)]
pub struct Version {
    /// 1 for the first.
    number: u32,
    added: String,
    replaced: String,
    record: Record,
}

/// Outlets, the one with most statements first.
#[derive(JsonSchema)]
pub struct Outlets {
    outlets: Vec<OutletProfile>,
}

/// How one outlet sources its statements.
#[derive(JsonSchema)]
pub struct OutletProfile {
    /// Null gathers the articles whose outlet is unknown.
    outlet: Option<String>,
    documents: u64,
    statements: u64,
    /// Statements all in quotation marks.
    direct: Share,
    /// Statements partly in quotation marks.
    mixed: Share,
    /// Statements whose source the article does not name.
    anonymous: Share,
    /// Statements that somebody relays.
    relayed: Share,
    /// Statements by women, of those by named people whose gender the article tells.
    women: Share,
    /// Statements by men, of the same.
    men: Share,
    most_quoted: Vec<Tally>,
    labels: Vec<Tally>,
    /// Tellings that changed words inside quotation marks.
    altered: u64,
}

/// A part of a whole.
#[derive(JsonSchema)]
pub struct Share {
    count: u64,
    of: u64,
    /// `count / of`; 0 where there are none.
    share: f64,
}

/// How much the archive holds.
#[derive(JsonSchema)]
pub struct Counts {
    documents: u64,
    versions: u64,
    statements: u64,
    people: u64,
    families: u64,
    labels: u64,
    outlets: u64,
}

/// A line of a batch's answer: a record, or a problem.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum BatchLine {
    Problem(BatchProblem),
    Record(Box<Record>),
}

/// Why an article of a batch could not be read.
#[derive(JsonSchema)]
pub struct BatchProblem {
    problem: Problem,
}
