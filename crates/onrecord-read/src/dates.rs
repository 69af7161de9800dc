//! Dates as pages and feeds print them, into ISO 8601.

use jiff::civil::Date;

/// The years a date may lie in to be believed.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2200;

/// English names of months; three letters tell them apart.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date that a text begins with or consists of, as `2022-04-14`, as far as it is unambiguous.
///
/// A timestamp gives the date it shows, in its own time zone: that is the day on which it was printed.
pub(crate) fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let date = numeric(text).or_else(|| unix_time(text)).or_else(|| in_words(text))?;
    YEARS.contains(&date.year()).then(|| date.to_string())
}

/// `2022-04-14T...`, `2022/4/14`, `20220414`, `14.04.2022`, `4/14/2022`, `25/12/2022`; where day and month could be
/// either way round, points mean the day comes first and strokes that the month does.
fn numeric(text: &str) -> Option<Date> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || "-/.".contains(c))).unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().ok();
    match parts[..] {
        [compact] if compact.len() == 8 || (compact.len() == 14 && end == text.len()) => {
            date(number(&compact[..4])?, number(&compact[4..6])?, number(&compact[6..8])?)
        }
        [year, month, day, ..] if year.len() == 4 => date(number(year)?, number(month)?, number(day)?),
        [first, second, year] if year.len() == 4 && first.len() <= 2 && second.len() <= 2 => {
            let (first, second, year) = (number(first)?, number(second)?, number(year)?);
            if text[..end].contains('.') || first > 12 {
                date(year, second, first)
            } else {
                date(year, first, second)
            }
        }
        _ => None,
    }
}

/// Seconds or milliseconds since 1970.
fn unix_time(text: &str) -> Option<Date> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = match text.len() {
        9 | 10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// `Thu, 14 Apr 2022 ...`, `April 14, 2022`, `Updated 14th April 2022 at noon`: a month's name next to a day and a year.
fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != ':')
        .filter(|word| !word.is_empty())
        .take(40)
        .collect();
    for (at, word) in words.iter().enumerate() {
        let Some(month) = month(word) else { continue };
        let before = at.checked_sub(1).and_then(|i| day(words[i]));
        let after = words.get(at + 1).and_then(|w| day(w));
        let year_at = |i: usize| words.get(i).and_then(|w| year(w));
        let found = match (before, after) {
            (_, Some(day)) if year_at(at + 2).is_some() => date(year_at(at + 2)?, month, day),
            (Some(day), _) if year_at(at + 1).is_some() => date(year_at(at + 1)?, month, day),
            // the time of day stands between: `April 14 at 9:30 p.m., 2022`, `Thu Apr 14 09:30:00 UTC 2022`
            (_, Some(day)) => (at + 3..at + 8).find_map(year_at).and_then(|year| date(year, month, day)),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn month(word: &str) -> Option<i16> {
    let lower = word.to_ascii_lowercase();
    let lower = if lower == "sept" { "sep" } else { lower.as_str() };
    let known = |name: &&str| name == &lower || (lower.len() == 3 && name.starts_with(lower));
    MONTHS.iter().position(known).map(|at| at as i16 + 1)
}

fn day(word: &str) -> Option<i16> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn dates_of_many_shapes() {
        for (text, expected) in [
            ("2022-04-14", "2022-04-14"),
            ("2022-04-14T23:30:00-05:00", "2022-04-14"),
            ("2022-04-14 09:30", "2022-04-14"),
            ("2022/4/14", "2022-04-14"),
            ("20220414", "2022-04-14"),
            ("20220414T0930", "2022-04-14"),
            ("14.04.2022", "2022-04-14"),
            ("25/12/2022", "2022-12-25"),
            ("4/14/2022 9:30", "2022-04-14"),
            ("1649928600", "2022-04-14"),
            ("1649928600000", "2022-04-14"),
            ("Thu, 14 Apr 2022 09:30:00 GMT", "2022-04-14"),
            ("April 14, 2022", "2022-04-14"),
            ("Apr. 14, 2022, 9:30 p.m. ET", "2022-04-14"),
            ("Published 9:30 PM EST, Thu April 14, 2022", "2022-04-14"),
            ("Updated on 14th April 2022 at noon", "2022-04-14"),
            ("1st Sept 2022", "2022-09-01"),
            ("Thu Apr 14 09:30:00 UTC 2022", "2022-04-14"),
            ("April 14 at 9:30 p.m., 2022", "2022-04-14"),
        ] {
            assert_eq!(iso_date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "yesterday",
            "2022",
            "April 2022",
            "2022-13-01",
            "31 February 2022",
            "0001-01-01",
            "12 monkeys",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
