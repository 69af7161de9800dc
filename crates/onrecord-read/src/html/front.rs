//! What stands between a headline and the first words of an article: author, date, section.

use super::byline::join_names;
use super::paragraphs::{Block, ends_sentence};
use crate::dates::iso_date;

/// Lines longer than this, in code points, are text.
const LONGEST: usize = 120;

/// As many lines as are looked at after the headline, and before the text where there is no headline.
const LINES: usize = 6;

/// How lines begin that say who wrote or published something and when.
const LEADS: [&str; 14] = [
    "by ",
    "by:",
    "written by",
    "words by",
    "words:",
    "story by",
    "submitted by",
    "posted by",
    "posted on",
    "published",
    "updated",
    "last updated",
    "reported by",
    "author:",
];

/// The lines around the headline, in the order of the page.
pub(super) fn lines<'b>(blocks: &'b [Block], title: Option<&str>) -> Vec<&'b str> {
    let is_line = |block: &&Block| block.text.chars().count() <= LONGEST && !block.is_prose();
    let headline =
        title.and_then(|title| blocks.iter().position(|block| folded(&block.text) == folded(title)));
    match headline {
        Some(at) => {
            let after =
                blocks[at + 1..].iter().take_while(|block| !block.is_prose()).filter(is_line).take(LINES);
            let before = blocks[..at].iter().rev().take(2).filter(is_line);
            after.chain(before).map(|block| block.text.as_str()).collect()
        }
        None => {
            let text = blocks.iter().position(Block::is_prose).unwrap_or(blocks.len());
            blocks[..text].iter().rev().take(LINES).filter(is_line).map(|block| block.text.as_str()).collect()
        }
    }
}

/// The date that one of the lines gives.
pub(super) fn date(lines: &[&str]) -> Option<String> {
    lines.iter().flat_map(|line| line.lines()).find_map(date_in)
}

/// The names that one of the lines gives: after `By`, or next to a date.
pub(super) fn byline(lines: &[&str]) -> Option<String> {
    lines.iter().flat_map(|line| line.lines()).find_map(|line| {
        let says_so = line.to_lowercase().starts_with("by ") || line.to_lowercase().starts_with("by:");
        let names = if says_so { line } else { before_date(line)? };
        join_names([names].into_iter()).filter(|names| names.contains(' '))
    })
}

/// Whether a line belongs to what precedes the text rather than to the text.
pub(super) fn is_front_line(line: &str) -> bool {
    if line.chars().count() > LONGEST || ends_sentence(line) {
        return false;
    }
    let lower = line.to_lowercase();
    LEADS.iter().any(|lead| lower.starts_with(lead)) || line.lines().any(|line| date_in(line).is_some())
}

/// A date wherever it stands in a short line.
fn date_in(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split([' ', ',', '|', '·', '(']).filter(|word| !word.is_empty()).collect();
    iso_date(line).or_else(|| words.iter().filter(|word| word.len() >= 8).find_map(|word| iso_date(word)))
}

/// What stands before the date in `Ann Oake, May 5, 2031`, where that may be a name.
fn before_date(line: &str) -> Option<&str> {
    date_in(line)?;
    let end = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
    let front = line[..end].trim_end_matches([' ', ',', '|', '·', '-', '–', '(']);
    let name = front.split([',', '|', '·', '–']).next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split(' ').collect();
    let capital = words.iter().all(|word| word.starts_with(char::is_uppercase));
    // a weekday, a month or a verb, not a surname: `Monday`, `Published May`
    let is_time = |word: &&str| {
        let word = word.trim_end_matches(['.', ':']).to_lowercase();
        TIMES.contains(&word.as_str()) || word.ends_with("time") || word.ends_with("date")
    };
    let is_name = capital && !words.last().is_some_and(is_time) && !words[0].ends_with("day");
    ((2..=4).contains(&words.len()) && is_name).then_some(name)
}

/// Words that stand before the numbers of a date.
const TIMES: [&str; 30] = [
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
    "on",
    "at",
    "published",
    "updated",
    "posted",
    "date",
];

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_dates_are_found_in_lines() {
        for (line, names, day) in [
            ("By Ann Oake", Some("Ann Oake"), None),
            ("Ann Oake, May 5, 2031", Some("Ann Oake"), Some("2031-05-05")),
            ("Ann Oake | 05.05.2031", Some("Ann Oake"), Some("2031-05-05")),
            ("Wednesday, May 5, 2031", None, Some("2031-05-05")),
            ("Published: 5 May 2031", None, Some("2031-05-05")),
            ("Current DateTime: 08:48:59 5 May 2031", None, Some("2031-05-05")),
            ("Local News", None, None),
        ] {
            assert_eq!(byline(&[line]).as_deref(), names, "{line}");
            assert_eq!(date(&[line]).as_deref(), day, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_front_matter() {
        assert!(is_front_line("Submitted by oake") && is_front_line("Monday, 5 May 2031"));
        assert!(!is_front_line("By then it was over.") && !is_front_line("The bridge opens"));
    }
}
