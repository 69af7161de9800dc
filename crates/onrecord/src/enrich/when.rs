//! When a statement was made: the expression of time that belongs to the telling.

use std::ops::Range;

use jiff::civil::Date;

use super::date::{self, Expression, Meaning};
use super::frame::{Frame, Position};
use super::lexicon;
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
    let meaning = match expression.meaning {
        Meaning::Weekday(day) if lies_ahead(terms, &frame.cue) => Meaning::NextWeekday(day),
        // a day of the year that is to come has no year yet
        Meaning::MonthDay { .. } | Meaning::DayOfMonth(_) if lies_ahead(terms, &frame.cue) => Meaning::Vague,
        meaning => meaning,
    };
    let date = meaning.resolve(published, || date::spoken_of(terms, start, published));
    Some(Moment { tokens: expression.tokens, date })
}

/// Whether the saying is still to come: 'will tell the court on Monday', 'is due to speak'.
fn lies_ahead(terms: &Terms, cue: &Range<usize>) -> bool {
    let before = cue.start.saturating_sub(4)..cue.end;
    before.clone().any(|i| terms.is(i, &["will", "shall"]))
        || before
            .clone()
            .any(|i| terms.is(i, &["due", "expected", "set", "scheduled"]) && terms.is(i + 1, &["to"]))
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
    // 'in the early hours of Sunday', 'on the evening of March 3'
    let part_of_day = start > 1
        && terms.is(start - 1, &["of"])
        && terms.is(start - 2, &["hours", "morning", "afternoon", "evening", "night"]);
    if part_of_day {
        return true;
    }
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
    let attributive = start > 0
        && !lexicon::is_preposition(terms.word(start))
        && terms.is(start - 1, &["a", "the", "his", "her", "their", "its"]);
    !attributive || (end..piece.end.min(end + 3)).any(|i| terms.lemma(i, &OCCASIONS).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;

    /// The words and the date, as `words = date`; published on Thursday, 14 March 2024.
    fn read(markup: &str, published: Option<&str>) -> String {
        let number = markup.matches("{c").count().max(1);
        Sample::new(markup).details(number, published, |segments, details| match &details.when {
            Some(moment) => {
                let date = moment.date.map_or("?".to_owned(), |d| d.to_string());
                format!("{} = {date}", segments.slice(&moment.tokens))
            }
            None => String::new(),
        })
    }

    #[track_caller]
    fn hold(table: &[(&str, &str)]) {
        let wrong: Vec<String> = table
            .iter()
            .map(|(markup, wanted)| (markup, wanted, read(markup, Some("2024-03-14"))))
            .filter(|(_, wanted, got)| *wanted != got)
            .map(|(markup, wanted, got)| format!("{markup}\n  wanted {wanted}, got {got}"))
            .collect();
        assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    }

    #[test]
    fn days() {
        hold(&[
            ("{s:Orr} {c:said} Thursday {x:that it rained}.", "Thursday = 2024-03-14"),
            ("{s:Orr} {c:said} on Friday {x:that it rained}.", "on Friday = 2024-03-08"),
            ("{s:Orr} {c:said on Monday night} {x:that it rained}.", "on Monday night = 2024-03-11"),
            ("{s:Orr} {c:said} last Sunday {x:that it rained}.", "last Sunday = 2024-03-10"),
            ("{s:Orr} {c:said} last Thursday {x:that it rained}.", "last Thursday = 2024-03-07"),
            ("{s:Orr} {c:said} late on Tuesday {x:that it rained}.", "late on Tuesday = 2024-03-12"),
            ("{s:Orr} {c:said} earlier Tuesday {x:that it rained}.", "earlier Tuesday = 2024-03-12"),
            ("{s:Orr} {c:said} yesterday {x:that it rained}.", "yesterday = 2024-03-13"),
            ("{s:Orr} {c:told} her on Friday {x:that it rained}.", "on Friday = 2024-03-08"),
            ("But in a letter on Friday, {s:Orr} {c:said} {x:that it rained}.", "on Friday = 2024-03-08"),
            ("{s:Orr} {c:said} last night {x:that it rained}.", "last night = 2024-03-13"),
            ("{s:Orr} {c:said} this morning {x:that it rained}.", "this morning = 2024-03-14"),
            ("{s:Orr} {c:said} earlier today {x:that it rained}.", "earlier today = 2024-03-14"),
            ("{s:Orr} {c:said} two days ago {x:that it rained}.", "two days ago = 2024-03-12"),
            ("{s:Orr} {c:said} a week ago {x:that it rained}.", "a week ago = 2024-03-07"),
            ("{s:Orr} {c:said} on March 3 {x:that it rained}.", "on March 3 = 2024-03-03"),
            ("{s:Orr} {c:said} on April 24 {x:that it rained}.", "on April 24 = 2023-04-24"),
            ("{s:Orr} {c:said} on Nov. 3rd {x:that it rained}.", "on Nov. 3rd = 2023-11-03"),
            ("{s:Orr} {c:said} on March 3, 2021, {x:that it rained}.", "on March 3, 2021 = 2021-03-03"),
            ("{s:Orr} {c:said} on 14 April 2022 {x:that it rained}.", "on 14 April 2022 = 2022-04-14"),
            ("{s:Orr} {c:said} on the 3rd of March {x:that it rained}.", "on the 3rd of March = 2024-03-03"),
            ("{s:Orr} {c:said} on Monday, March 4, {x:that it rained}.", "on Monday, March 4 = 2024-03-04"),
            ("{s:Orr} {c:wrote} on 2022-04-14 {x:that it rained}.", "on 2022-04-14 = 2022-04-14"),
            ("{s:Orr} {c:said} at 9pm on Tuesday {x:that it rained}.", "at 9pm on Tuesday = 2024-03-12"),
        ]);
    }

    #[test]
    fn times_without_a_day() {
        hold(&[
            ("{s:Orr} {c:said} this week {x:that it rained}.", "this week = ?"),
            ("{s:Orr} {c:said} last month {x:that it rained}.", "last month = ?"),
            ("{s:Orr} {c:said} earlier this year {x:that it rained}.", "earlier this year = ?"),
            ("In 2019, {s:Orr} {c:said} {x:that it rained}.", "In 2019 = ?"),
            ("In an interview in April, {s:Orr} {c:said} {x:that it rained}.", "in April = ?"),
            ("{s:Orr} {c:said} in June 2021 {x:that it rained}.", "in June 2021 = ?"),
            ("{s:Orr} {c:said} a few minutes ago {x:that it rained}.", "a few minutes ago = 2024-03-14"),
            ("{s:Orr} {c:said} a few days ago {x:that it rained}.", "a few days ago = ?"),
            ("{s:Orr} {c:said} three years ago {x:that it rained}.", "three years ago = ?"),
            ("{s:Orr} recently {c:said} {x:that it rained}.", "recently = ?"),
        ]);
    }

    #[test]
    fn places_in_the_sentence() {
        hold(&[
            ("On Tuesday, {s:Orr} {c:said} {x:that it rained}.", "On Tuesday = 2024-03-12"),
            ("On Tuesday {s:the mayor} {c:said} {x:that it rained}.", "On Tuesday = 2024-03-12"),
            ("{s:The mayor} on Tuesday {c:said} {x:that it rained}.", "on Tuesday = 2024-03-12"),
            ("Opening the fair on Monday, {s:Orr} {c:said} {x:that it rained}.", "on Monday = 2024-03-11"),
            ("{s:Orr}, speaking in Olsk on Monday, {c:said} {x:that it rained}.", "on Monday = 2024-03-11"),
            ("{x:\"It rained,\"} {s:Orr} {c:told} reporters Monday.", "Monday = 2024-03-11"),
            ("{x:\"It rained,\"} {c:said} {s:Ida Orr}, 61, on Monday.", "on Monday = 2024-03-11"),
            ("{x:It rained}, {s:Orr} {c:said} in a statement on Monday.", "on Monday = 2024-03-11"),
            ("{x:It rained}, {s:Orr} {c:said} at Monday's briefing.", "at Monday = 2024-03-11"),
            ("{s:Orr} {c:told} a crowd in Olsk yesterday: {x:\"It rained.\"}", "yesterday = 2024-03-13"),
            ("OLSK, March 12 (AP) - {s:Orr} {c:said} Monday {x:that it rained}.", "Monday = 2024-03-11"),
        ]);
    }

    #[test]
    fn times_of_other_things() {
        hold(&[
            ("{s:Orr} {c:said} {x:that it rained on Monday}.", ""),
            ("{s:Orr}, who arrives on Monday, {c:said} {x:that it rained}.", ""),
            ("{s:Orr}, who is to give evidence today, {c:said} {x:that it rained}.", ""),
            ("{s:Orr} {c:said} ahead of Sunday's vote {x:that it rained}.", ""),
            ("{s:Orr} has {c:said} since Monday {x:that it rained}.", ""),
            ("{s:Orr} {c:promised} by Friday {x:to leave}.", ""),
            ("{x:\"It rained,\"} {c:said} {s:Ida Orr}, whose house burned on Monday.", ""),
            ("{s:Orr} {c:told} USA Today {x:that it rained}.", ""),
            ("{s:Orr} {c:said} when the bridge fell on Monday {x:that it rained}.", ""),
            ("{s:Orr} {c:said} on Monday {x:that it rained}, and {s2:Ek} {c2:said} {x2:it was dry}.", ""),
            ("OLSK, March 12 (AP) - {s:Orr} {c:said} {x:that it rained}.", ""),
            ("{s:May} {c:said} {x:that it rained}.", ""),
            ("{s:Orr} may {c:say} {x:that it rained}.", ""),
        ]);
    }

    #[test]
    fn times_that_count_from_what_was_said_before() {
        hold(&[
            (
                "{s:Orr} {c:said} last Friday {x:no}. Two days earlier {s2:she} had {c2:said} {x2:yes}.",
                "Two days earlier = 2024-03-06",
            ),
            (
                "{s:Orr} {c:said} on March 4 {x:no}. The next day {s2:she} {c2:said} {x2:yes}.",
                "The next day = 2024-03-05",
            ),
            (
                "{s:Orr} {c:said} on March 4 {x:no}. Later that day {s2:she} {c2:said} {x2:yes}.",
                "Later that day = 2024-03-04",
            ),
            (
                "The bridge fell on Monday. The day before, {s:Orr} had {c:said} {x:it was safe}.",
                "The day before = 2024-03-10",
            ),
            ("Two days earlier {s:she} had {c:said} {x:yes}.", "Two days earlier = ?"),
        ]);
    }

    #[test]
    fn days_in_other_words() {
        hold(&[
            (
                "{s:Orr} {c:said} on Tuesday of last week {x:that it rained}.",
                "on Tuesday of last week = 2024-03-05",
            ),
            ("{s:Orr} {c:said} on the 9th {x:that it rained}.", "on the 9th = 2024-03-09"),
            ("{s:Orr} {c:said} on the 20th {x:that it rained}.", "on the 20th = 2024-02-20"),
            ("{s:Orr} {c:said} in the early hours of Sunday {x:that it rained}.", "Sunday = 2024-03-10"),
            ("{s:Orr} {c:will tell} the court on Monday {x:that it rained}.", "on Monday = 2024-03-18"),
            ("{s:Orr} {c:said} three weeks ago {x:that it rained}.", "three weeks ago = ?"),
        ]);
    }

    #[test]
    fn times_shared_with_the_sentence_around() {
        hold(&[
            (
                "{s2:{s:Orr}} {c:said} on Monday {x:that it rained}, {c2:adding} {x2:that it was cold}.",
                "on Monday = 2024-03-11",
            ),
            (
                "{s:Orr} {c:said} on Monday {x:that it rained}, and {s2:Ek} {c2:added} {x2:that it was cold}.",
                "",
            ),
            (
                "On Sunday Orr posted an apology on her blog. {x:\"I was wrong,\"} {s:she} {c:wrote}.",
                "On Sunday = 2024-03-10",
            ),
            ("On Sunday the bridge fell. {x:\"I was wrong,\"} {s:she} {c:said}.", ""),
        ]);
    }

    #[test]
    fn nothing_relative_is_dated_without_a_publication() {
        for words in ["Thursday", "yesterday", "last Sunday", "on April 24", "two days ago", "this morning"] {
            let markup = format!("{{s:Orr}} {{c:said}} {words} {{x:that it rained}}.");
            assert_eq!(read(&markup, None), format!("{words} = ?"));
        }
        assert_eq!(
            read("{s:Orr} {c:said} on March 3, 2021, {x:that it rained}.", None),
            "on March 3, 2021 = 2021-03-03"
        );
    }
}
