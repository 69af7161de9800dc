//! How the record's closed sets and spans are spelt in the tables, and in questions.

use onrecord::record::{ActKind, Form, Kind, MentionKind, Span};

use crate::search::Order;

/// A closed set whose members have a word each: the one that stands in the tables, and by which
/// whoever asks names them.
pub trait Spelt: Copy + PartialEq + 'static {
    /// Every member with its word.
    const ALL: &'static [(Self, &'static str)];

    /// Every word.
    fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, word)| *word)
    }

    /// The member of a word, if it has one.
    fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(member, _)| *member)
    }

    /// The word of a member.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(member, _)| *member == self).map_or("", |(_, word)| word)
    }

    /// The member of a word; the first one for a word that somebody wrote into the table by hand.
    fn of(word: &str) -> Self {
        Self::read(word).unwrap_or(Self::ALL[0].0)
    }
}

impl Spelt for Order {
    const ALL: &'static [(Self, &'static str)] =
        &[(Order::Best, "best"), (Order::Newest, "newest"), (Order::Oldest, "oldest")];
}

impl Spelt for Form {
    const ALL: &'static [(Self, &'static str)] =
        &[(Form::Indirect, "indirect"), (Form::Direct, "direct"), (Form::Mixed, "mixed")];
}

impl Spelt for ActKind {
    const ALL: &'static [(Self, &'static str)] = &[
        (ActKind::States, "states"),
        (ActKind::Denies, "denies"),
        (ActKind::Asks, "asks"),
        (ActKind::Urges, "urges"),
        (ActKind::Intends, "intends"),
        (ActKind::Believes, "believes"),
        (ActKind::Hopes, "hopes"),
        (ActKind::Fears, "fears"),
    ];
}

impl Spelt for Kind {
    const ALL: &'static [(Self, &'static str)] = &[
        (Kind::Unknown, "unknown"),
        (Kind::Person, "person"),
        (Kind::Organization, "organization"),
        (Kind::Group, "group"),
        (Kind::Place, "place"),
        (Kind::Document, "document"),
    ];
}

impl Spelt for MentionKind {
    const ALL: &'static [(Self, &'static str)] =
        &[(MentionKind::Nominal, "nominal"), (MentionKind::Name, "name"), (MentionKind::Pronoun, "pronoun")];
}

/// `[[3,7],[12,20]]`.
pub(crate) fn spans(spans: &[Span]) -> String {
    serde_json::to_string(spans).unwrap_or_default()
}

/// The spans of `[[3,7],[12,20]]`; none where somebody wrote something else into the table.
pub(crate) fn spans_of(text: &str) -> Vec<Span> {
    serde_json::from_str(text).unwrap_or_default()
}

/// `[3,7]`.
pub(crate) fn span(span: Span) -> String {
    format!("[{},{}]", span.start, span.end)
}

/// The span of `[3,7]`.
pub(crate) fn span_of(text: &str) -> Span {
    serde_json::from_str(text).unwrap_or(Span { start: 0, end: 0 })
}
