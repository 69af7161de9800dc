//! When a statement was made: the expression of time that belongs to the telling.

use std::ops::Range;

use jiff::civil::Date;

use super::date::{self, Expression};
use super::frame::{Frame, Position};
use super::terms::Terms;

/// When a statement was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The words, with their preposition.
    pub tokens: Range<usize>,
    /// The day they mean, where they are exact and it is known what they count from.
    pub date: Option<Date>,
}

/// The moment that the reporting clause names.
pub(super) fn when(terms: &Terms, frame: &Frame, published: Option<Date>) -> Option<Moment> {
    let expression = frame.pieces.iter().find_map(|piece| in_piece(terms, &piece.tokens, piece.position))?;
    let start = expression.tokens.start;
    let date = expression.meaning.resolve(published, || date::spoken_of(terms, start, published));
    Some(Moment { tokens: expression.tokens, date })
}

/// Prepositions before a time that is not the time of the telling: 'by Friday', 'since Monday'.
const BOUNDS: [&str; 16] = [
    "by",
    "until",
    "till",
    "since",
    "before",
    "after",
    "from",
    "for",
    "through",
    "to",
    "than",
    "of",
    "between",
    "and",
    "about",
    "following",
];

/// What may hold a day as its possessor and still be where the words were said: 'at Monday's briefing'.
const OCCASIONS: [&str; 27] = [
    "briefing",
    "conference",
    "debate",
    "interview",
    "meeting",
    "hearing",
    "rally",
    "speech",
    "statement",
    "session",
    "editorial",
    "broadcast",
    "programme",
    "program",
    "show",
    "post",
    "tweet",
    "column",
    "edition",
    "address",
    "call",
    "sermon",
    "event",
    "paper",
    "newspaper",
    "episode",
    "trial",
];

fn in_piece(terms: &Terms, piece: &Range<usize>, position: Position) -> Option<Expression> {
    let mut i = piece.start;
    while i < piece.end {
        if ends_telling(terms, piece, i, position) {
            return None;
        }
        match date::at(terms, i).filter(|found| found.tokens.end <= piece.end) {
            Some(found) if belongs(terms, piece, &found, position) => return Some(found),
            Some(found) => i = found.tokens.end.max(i + 1),
            None => i += 1,
        }
    }
    None
}

/// Whether a subordinate clause starts here; what follows tells of another event.
fn ends_telling(terms: &Terms, piece: &Range<usize>, i: usize, position: Position) -> bool {
    if i == piece.start && position == Position::Before {
        return false;
    }
    terms.is(
        i,
        &[
            "that", "which", "who", "whose", "where", "when", "while", "because", "although", "whether",
            "if", "unless", "as",
        ],
    ) && date::at(terms, i).is_none()
        && !terms.is(i.wrapping_sub(1), &["as", "such"])
}

fn belongs(terms: &Terms, piece: &Range<usize>, found: &Expression, position: Position) -> bool {
    let Range { start, end } = found.tokens;
    if start > piece.start
        && terms.is(start - 1, &BOUNDS)
        && !(terms.is(start - 1, &["and"]) && position == Position::After)
    {
        return false;
    }
    if terms.is(end, &["'"]) && terms.is(end + 1, &["s"]) && terms.is_joined(end) {
        return (end + 2..piece.end.min(end + 6)).any(|i| terms.lemma(i, &OCCASIONS).is_some());
    }
    // 'a Monday deadline': a day before a noun is no adverbial, unless nothing but the cue follows
    let attributive = start > 0 && terms.is(start - 1, &["a", "the", "his", "her", "their", "its"]);
    !attributive || (end..piece.end.min(end + 3)).any(|i| terms.lemma(i, &OCCASIONS).is_some())
}
