//! From when until when.

use crate::error::ArchiveError;

/// So many months are looked up one by one; a longer time by its years.
const MONTHS: usize = 24;
/// So many years are looked up one by one; a longer time by comparing dates alone.
const YEARS: usize = 40;

/// A time that begins and ends, where it does, on a day, month or year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    /// Nothing before it; empty where open.
    pub since: String,
    /// Nothing after it, compared as text; `~` at its end lets everything in that begins like it.
    pub until: String,
}

impl Dates {
    /// Reads `2022`, `2022-04` or `2022-04-14`.
    pub(crate) fn read(since: Option<&str>, until: Option<&str>) -> Result<Self, ArchiveError> {
        let check = |what: &str, date: Option<&str>| match date.map(str::trim).filter(|d| !d.is_empty()) {
            None => Ok(String::new()),
            Some(date) if is_date(date) => Ok(date.to_owned()),
            Some(date) => Err(ArchiveError::Question {
                what: format!("{what} `{date}`"),
                reason: "a date is a year, month or day of the calendar: 2022, 2022-04 or 2022-04-14"
                    .to_owned(),
            }),
        };
        let (since, until) = (check("since", since)?, check("until", until)?);
        Ok(Dates { since, until: if until.is_empty() { until } else { format!("{until}~") } })
    }

    /// Whether every date fits, an unknown one too.
    pub(crate) fn is_open(&self) -> bool {
        self.since.is_empty() && self.until.is_empty()
    }

    /// The marks (`m202204`, `y2022`) one of which every statement of this time has in the words
    /// index; none where that would be too many.
    pub(crate) fn marks(&self) -> Vec<String> {
        if self.since.is_empty() || self.until.is_empty() {
            return Vec::new();
        }
        let (first, last) = (month(&self.since, 1), month(&self.until, 12));
        if last < first {
            return Vec::new();
        }
        if last - first < MONTHS {
            (first..=last).map(|month| format!("m{:04}{:02}", month / 12, month % 12 + 1)).collect()
        } else if last / 12 - first / 12 < YEARS {
            (first / 12..=last / 12).map(|year| format!("y{year:04}")).collect()
        } else {
            Vec::new()
        }
    }
}

/// Months since the year 0.
fn month(date: &str, missing: usize) -> usize {
    let date = date.trim_end_matches('~');
    let part = |range| date.get(range).and_then(|digits: &str| digits.parse().ok());
    part(0..4).unwrap_or(0) * 12 + part(5..7).unwrap_or(missing).clamp(1, 12) - 1
}

/// Whether it is a year, a month or a day that the calendar has.
fn is_date(date: &str) -> bool {
    let number = |part: &str, count: usize| {
        let spelt = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        spelt.then(|| part.parse::<i16>().ok()).flatten()
    };
    let mut parts = date.split('-');
    let year = parts.next().and_then(|part| number(part, 4));
    let month = parts.next().map_or(Some(1), |part| number(part, 2));
    let day = parts.next().map_or(Some(1), |part| number(part, 2));
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else { return false };
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_months() {
        let dates = Dates::read(Some("2021-11-30"), Some("2022-01")).unwrap();
        assert_eq!(dates.marks(), ["m202111", "m202112", "m202201"]);
        let years = Dates::read(Some("2001"), Some("2004")).unwrap();
        assert_eq!(years.marks(), ["y2001", "y2002", "y2003", "y2004"]);
        assert!("2022-01-31T10:00" <= dates.until.as_str() && "2022-02" > dates.until.as_str());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for bad in [
            "22",
            "2022-4",
            "2022-04-14-01",
            "2024-99",
            "2024-00",
            "2023-02-29",
            "2022-04-31",
            "2022--1",
            "-022",
            "'; drop table",
            "２０２２",
        ] {
            assert!(matches!(Dates::read(Some(bad), None), Err(ArchiveError::Question { .. })), "{bad}");
        }
        assert!(Dates::read(Some(" "), None).unwrap().is_open());
        assert!(Dates::read(Some("2024-02-29"), Some("2024-12")).is_ok());
    }
}
