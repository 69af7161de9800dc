//! Expressions of time: where they stand in a text and what date they mean.
//!
//! 'Wednesday', 'on Monday night', 'last Sunday', 'April 24', '14 April 2022', 'two days earlier',
//! 'yesterday', 'this week', 'in 2019'. An expression without an exact day has no date, and a
//! relative one has none where the day it counts from is unknown.

use std::ops::Range;

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::lexicon;
use super::terms::Terms;

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    /// Its words, with the preposition before.
    pub tokens: Range<usize>,
    /// What they mean.
    pub meaning: Meaning,
}

/// What an expression of time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The latest such weekday not after the publication.
    Weekday(Weekday),
    /// The latest such weekday before the publication.
    LastWeekday(Weekday),
    /// The first such weekday after the publication.
    NextWeekday(Weekday),
    /// That weekday of the week before the publication's, weeks starting on Monday.
    OfLastWeek(Weekday),
    /// The latest such day of a month not after the publication.
    DayOfMonth(i8),
    /// A day of the publication's year, or of the year before.
    MonthDay { month: i8, day: i8 },
    /// A full date.
    Day(Date),
    /// Days from the publication.
    FromPublished(i32),
    /// Days from the day that the text spoke of last.
    FromContext(i32),
    /// No exact day.
    Vague,
}

impl Meaning {
    /// The date, where the expression is exact and the day it counts from is known.
    pub fn resolve(self, published: Option<Date>, context: impl FnOnce() -> Option<Date>) -> Option<Date> {
        match self {
            Meaning::Day(date) => Some(date),
            Meaning::Vague => None,
            Meaning::FromContext(days) => shift(context()?, days),
            Meaning::FromPublished(days) => shift(published?, days),
            Meaning::Weekday(day) => {
                let published = published?;
                if published.weekday() == day { Some(published) } else { published.nth_weekday(-1, day).ok() }
            }
            Meaning::LastWeekday(day) => published?.nth_weekday(-1, day).ok(),
            Meaning::OfLastWeek(day) => {
                let published = published?;
                let monday = i32::from(published.weekday().to_monday_zero_offset());
                shift(published, i32::from(day.to_monday_zero_offset()) - monday - 7)
            }
            Meaning::DayOfMonth(day) => {
                let published = published?;
                let this = Date::new(published.year(), published.month(), day).ok();
                let before = published.first_of_month().yesterday().ok()?;
                this.filter(|date| *date <= published)
                    .or_else(|| Date::new(before.year(), before.month(), day).ok())
            }
            Meaning::NextWeekday(day) => published?.nth_weekday(1, day).ok(),
            Meaning::MonthDay { month, day } => {
                let published = published?;
                let this = Date::new(published.year(), month, day).ok();
                let last = || Date::new(published.year() - 1, month, day).ok();
                this.filter(|date| *date <= published).or_else(last)
            }
        }
    }
}

fn shift(date: Date, days: i32) -> Option<Date> {
    let span: Span = Span::new().try_days(days).ok()?;
    date.checked_add(span).ok()
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

/// The expression of time that starts at a token, if one does.
pub(super) fn at(terms: &Terms, start: usize) -> Option<Expression> {
    let parser = Parser { terms };
    let mut i = start;
    while terms.is(i, &["late", "early", "earlier", "later", "only", "just", "back"]) && i < start + 2 {
        i += 1;
    }
    let preposition = terms.is(i, &["on", "in", "at", "during"]);
    let body = i + usize::from(preposition);
    let mut inner = body;
    while preposition && terms.is(inner, &["late", "early"]) {
        inner += 1;
    }
    let (end, meaning) = if preposition && terms.word(i) == "in" {
        parser.period(inner)?
    } else if preposition && terms.word(i) != "on" {
        parser.period(inner).or_else(|| parser.day(inner))?
    } else {
        parser
            .day(inner)
            .or_else(|| parser.day_of_month(inner).filter(|_| preposition))
            .or_else(|| parser.relative(inner))
            .or_else(|| parser.relative(start))
            .or_else(|| parser.that_day(inner))?
    };
    Some(Expression { tokens: start..end, meaning })
}

struct Parser<'a> {
    terms: &'a Terms<'a>,
}

type Parsed = Option<(usize, Meaning)>;

impl Parser<'_> {
    /// A single day: weekday, date, yesterday, this morning.
    fn day(&self, i: usize) -> Parsed {
        self.full_date(i).or_else(|| self.weekday(i)).or_else(|| self.near_day(i)).or_else(|| self.clock(i))
    }

    fn weekday(&self, i: usize) -> Parsed {
        let modifier = self.terms.is(i, &["last", "next", "this", "past"]);
        let mut at = i + usize::from(modifier);
        if modifier && self.terms.is(at, &["past", "coming"]) {
            at += 1;
        }
        let (_, day) = WEEKDAYS.iter().find(|(name, _)| *name == self.terms.word(at))?;
        if !self.terms.is_capital(at) {
            return None;
        }
        if let Some(end) = self.terms.phrase(at + 1, "of last week") {
            return Some((end, Meaning::OfLastWeek(*day)));
        }
        let last = self.terms.is(at + 1, &["last"]);
        let meaning = match self.terms.word(i) {
            "last" => Meaning::LastWeekday(*day),
            "next" => Meaning::NextWeekday(*day),
            _ if last => Meaning::LastWeekday(*day),
            _ => Meaning::Weekday(*day),
        };
        let mut end = self.part_of_day(at + 1 + usize::from(last));
        if self.terms.is(end, &["last"]) && self.terms.is(end + 1, &["week"]) {
            end += 2;
        }
        // 'Monday, March 3': the date says more than the weekday
        let date = end + usize::from(self.terms.is(end, &[","]));
        if let Some((past, meaning)) = self.full_date(date).filter(|_| !modifier) {
            return Some((past, meaning));
        }
        Some((end, meaning))
    }

    fn part_of_day(&self, i: usize) -> usize {
        if self.terms.is(i, &["morning", "afternoon", "evening", "night", "lunchtime"]) { i + 1 } else { i }
    }

    fn month(&self, i: usize) -> Option<(usize, i8)> {
        let word = self.terms.word(i);
        let at = MONTHS.iter().position(|(name, short)| {
            *name == word || *short == word || (word == "sep" && *short == "sept")
        })?;
        if !self.terms.is_capital(i) {
            return None;
        }
        let short = word != MONTHS[at].0;
        let dot = short && self.terms.is(i + 1, &["."]) && self.terms.is_joined(i + 1);
        Some((i + 1 + usize::from(dot), at as i8 + 1))
    }

    fn day_number(&self, i: usize) -> Option<i8> {
        let word = self.terms.word(i);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th") {
            return None;
        }
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    }

    fn year(&self, i: usize) -> Option<i16> {
        let word = self.terms.word(i);
        (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1500..2200).contains(year))
    }

    /// 'March 3, 2021', '3rd of March', '14 April 2022', '2022-04-14'.
    fn full_date(&self, i: usize) -> Parsed {
        if let Some(parsed) = self.iso(i) {
            return Some(parsed);
        }
        let i = i + usize::from(self.terms.is(i, &["the"]));
        let (end, month, day) = if let Some((next, month)) = self.month(i) {
            let next = next + usize::from(self.terms.is(next, &["the"]));
            let day = self.day_number(next)?;
            // 'March 11,000' and 'May 2.5' are no dates
            if self.terms.is(next + 1, &[",", "."]) && self.terms.is_joined(next + 2) && self.number(next + 2)
            {
                return None;
            }
            (next + 1, month, day)
        } else {
            let day = self.day_number(i)?;
            let next = i + 1 + usize::from(self.terms.is(i + 1, &["of"]));
            let (end, month) = self.month(next)?;
            (end, month, day)
        };
        let comma = self.terms.is(end, &[","]);
        match self.year(end + usize::from(comma)) {
            Some(year) => {
                let end = end + usize::from(comma) + 1;
                Some((end, Date::new(year, month, day).map_or(Meaning::Vague, Meaning::Day)))
            }
            None => Some((end, Meaning::MonthDay { month, day })),
        }
    }

    fn number(&self, i: usize) -> bool {
        self.terms.word(i).starts_with(|c: char| c.is_ascii_digit())
    }

    fn iso(&self, i: usize) -> Parsed {
        let year = self.year(i)?;
        let dashes =
            self.terms.is(i + 1, &["-"]) && self.terms.is(i + 3, &["-"]) && self.terms.is_joined(i + 4);
        let month: i8 = self.terms.word(i + 2).parse().ok().filter(|_| dashes)?;
        let day: i8 = self.terms.word(i + 4).parse().ok()?;
        Date::new(year, month, day).ok().map(|date| (i + 5, Meaning::Day(date)))
    }

    /// 'yesterday', 'today', 'this morning', 'last night'.
    fn near_day(&self, i: usize) -> Parsed {
        let next = self.terms.word(i + 1);
        let part = matches!(next, "morning" | "afternoon" | "evening" | "lunchtime");
        // 'USA Today', 'This Morning', the '"Today"' show: titles
        if i > 0 && self.terms.is_mark(i - 1) && (i + 1..i + 3).any(|j| self.terms.is_mark(j)) {
            return None;
        }
        if self.terms.is_capital(i)
            && (!self.terms.starts_sentence(i) || (part && self.terms.is_capital(i + 1)))
        {
            return None;
        }
        match self.terms.word(i) {
            "yesterday" => Some((self.part_of_day(i + 1), Meaning::FromPublished(-1))),
            "today" | "tonight" => Some((i + 1, Meaning::FromPublished(0))),
            "tomorrow" => Some((self.part_of_day(i + 1), Meaning::FromPublished(1))),
            "this" if part => Some((i + 2, Meaning::FromPublished(0))),
            "last" if next == "night" => Some((i + 2, Meaning::FromPublished(-1))),
            _ => None,
        }
    }

    /// 'the 14th', with no noun behind it.
    fn day_of_month(&self, i: usize) -> Parsed {
        let number = self.terms.is(i, &["the"]).then_some(i + 1)?;
        let ordinal = self.terms.word(number).ends_with(|c: char| c.is_ascii_alphabetic());
        let day = self.day_number(number).filter(|_| ordinal)?;
        let open = self.terms.is_word(number + 1) && !lexicon::opens_clause(self.terms.word(number + 1));
        (!open).then_some((number + 1, Meaning::DayOfMonth(day)))
    }

    /// '9 p.m. Tuesday': the hour belongs to the day behind it.
    fn clock(&self, i: usize) -> Parsed {
        if !self.number(i) {
            return None;
        }
        let mut at = i + 1;
        if self.terms.is(at, &[":", "."]) && self.terms.is_joined(at + 1) && self.number(at + 1) {
            at += 2;
        }
        if let Some(end) = self.terms.any_phrase(at, &["p . m .", "a . m .", "pm", "am"]) {
            at = end;
        } else if !self.terms.word(i).ends_with("am") && !self.terms.word(i).ends_with("pm") {
            return None;
        }
        at += usize::from(self.terms.is(at, &["on"]));
        self.weekday(at).or_else(|| self.full_date(at)).or_else(|| self.near_day(at))
    }

    /// 'this week', 'two days ago', 'a day earlier', 'recently'.
    fn relative(&self, i: usize) -> Parsed {
        let (word, next) = (self.terms.word(i), self.terms.word(i + 1));
        let unit = matches!(
            next,
            "week" | "weekend" | "month" | "year" | "spring" | "summer" | "autumn" | "fall" | "winter"
        ) || (self.terms.is_capital(i + 1) && self.month(i + 1).is_some());
        if word == "this"
            && self.terms.is_capital(i)
            && self.terms.is_capital(i + 1)
            && self.month(i + 1).is_none()
        {
            return None;
        }
        match word {
            "last" | "this" if unit => return Some((i + 2, Meaning::Vague)),
            "next" if unit => return Some((i + 2, Meaning::Vague)),
            "earlier" | "later" if matches!(next, "this" | "last" | "that" | "in") => {
                return self
                    .relative(i + 1)
                    .or_else(|| self.that_day(i + 1))
                    .or_else(|| self.near_day(i + 1))
                    .or_else(|| self.period(i + 2).filter(|_| next == "in"));
            }
            "recently" | "lately" => return Some((i + 1, Meaning::Vague)),
            _ => {}
        }
        if let Some(end) = self.terms.any_phrase(
            i,
            &[
                "the day before",
                "the previous day",
                "the previous evening",
                "the previous night",
                "the night before",
                "the evening before",
            ],
        ) {
            // 'the day before yesterday', 'the day before the vote'
            if self.terms.word(end) == "yesterday" {
                return Some((end + 1, Meaning::FromPublished(-2)));
            }
            let open = self.terms.is_word(end)
                && !lexicon::opens_clause(self.terms.word(end))
                && self.terms.word(i + 2) == "before";
            return Some((
                end,
                if open && lexicon::is_determiner(self.terms.word(end)) {
                    Meaning::Vague
                } else {
                    Meaning::FromContext(-1)
                },
            ));
        }
        if let Some(end) = self.terms.any_phrase(
            i,
            &[
                "the next day",
                "the next morning",
                "the following day",
                "the following morning",
                "the day after",
                "the morning after",
            ],
        ) {
            return Some((
                end,
                if lexicon::is_determiner(self.terms.word(end)) {
                    Meaning::Vague
                } else {
                    Meaning::FromContext(1)
                },
            ));
        }
        self.counted(i)
    }

    /// 'two days earlier', 'a week ago', '10 years later'.
    fn counted(&self, i: usize) -> Parsed {
        let several =
            self.terms.is(i, &["several", "many", "few"]) || self.terms.phrase(i, "a few").is_some();
        let unit_at = if self.terms.phrase(i, "a few").is_some() { i + 2 } else { i + 1 };
        let count = lexicon::number(self.terms.word(i)).unwrap_or(0);
        if count == 0 && !several {
            return None;
        }
        let days = match self.terms.word(unit_at) {
            "day" | "days" => 1,
            "week" | "weeks" => 7,
            "month" | "months" | "year" | "years" | "hour" | "hours" | "minutes" | "minute" | "moments"
            | "decades" | "decade" => 0,
            _ => return None,
        };
        // 'a week last Tuesday' and 'a year' alone are something else
        let sign = match self.terms.word(unit_at + 1) {
            "ago" | "earlier" | "before" | "previously" => -1,
            "later" | "after" | "afterwards" => 1,
            _ => return None,
        };
        let open = self.terms.is(unit_at + 1, &["before", "after"])
            && (lexicon::is_determiner(self.terms.word(unit_at + 2)) || self.terms.is_capital(unit_at + 2));
        let shift = i32::try_from(count * days * sign).unwrap_or(0);
        let minutes = self.terms.is(unit_at, &["minutes", "minute", "moments"]);
        let meaning = match self.terms.word(unit_at + 1) {
            "ago" if minutes => Meaning::FromPublished(0),
            _ if several || days == 0 || open || (days == 7 && count > 1) => Meaning::Vague,
            "ago" => Meaning::FromPublished(shift),
            _ => Meaning::FromContext(shift),
        };
        Some((unit_at + 2, meaning))
    }

    /// 'that day', 'the same evening'.
    fn that_day(&self, i: usize) -> Parsed {
        let at = match self.terms.word(i) {
            "that" => i + 1 + usize::from(self.terms.is(i + 1, &["same"])),
            "the" if self.terms.is(i + 1, &["same"]) => i + 2,
            _ => return None,
        };
        let day = self.terms.is(at, &["day", "morning", "afternoon", "evening", "night"]);
        day.then_some((at + 1, Meaning::FromContext(0)))
    }

    /// What 'in' takes: a year, a month, a season. No exact day.
    fn period(&self, i: usize) -> Parsed {
        if let Some((end, _)) = self.month(i) {
            if self.day_number(end).is_some() && self.year(end).is_none() {
                return None;
            }
            let of = end + usize::from(self.terms.is(end, &["of"]));
            let end = if self.year(of).is_some() { of + 1 } else { end };
            return Some((end, Meaning::Vague));
        }
        if self.year(i).is_some() && !self.terms.is(i + 1, &["-"]) {
            return Some((i + 1, Meaning::Vague));
        }
        if let Some(end) = self
            .terms
            .any_phrase(i, &["recent days", "recent weeks", "recent months", "recent years", "the past"])
        {
            return Some((end, Meaning::Vague));
        }
        let at = i + usize::from(self.terms.is(i, &["the"]));
        self.terms.is(at, &["spring", "summer", "autumn", "winter"]).then_some((at + 1, Meaning::Vague))
    }
}

/// The date that the text spoke of last before a token, in its paragraph or the one before.
pub(super) fn spoken_of(terms: &Terms, before: usize, published: Option<Date>) -> Option<Date> {
    const FARTHEST: usize = 250;
    let paragraph = terms.segments.tokens.get(before)?.paragraph as usize;
    let first =
        terms.segments.paragraphs[paragraph.saturating_sub(1)].start.max(before.saturating_sub(FARTHEST));
    let mut found = None;
    let mut i = first;
    while i < before {
        let Some(expression) = at(terms, i).filter(|e| e.tokens.end <= before) else {
            i += 1;
            continue;
        };
        let context = found;
        if let Some(date) = expression.meaning.resolve(published, || context) {
            found = Some(date);
        }
        i = expression.tokens.end.max(i + 1);
    }
    found
}
