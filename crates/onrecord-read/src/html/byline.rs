//! Author lines into names.

use super::paragraphs::one_line;
use crate::dates::MONTHS;

/// Words that stand before names.
const LEADS: [&str; 23] = [
    "by",
    "by:",
    "written by",
    "words by",
    "words:",
    "story by",
    "text by",
    "from",
    "author:",
    "authors:",
    "author",
    "reported by",
    "reporting by",
    "posted by",
    "published by",
    "analysis by",
    "opinion by",
    "review by",
    "report by",
    "commentary by",
    "submitted by",
    "a report by",
    "article by",
];

/// Words that end the names: what follows is a date, a place of work, a note.
const ENDS: [&str; 15] = [
    " | ",
    " – ",
    " — ",
    " - ",
    " • ",
    " · ",
    " // ",
    " updated",
    " published",
    " posted",
    " last modified",
    " for the ",
    " of the ",
    " special to ",
    "\n",
];

/// Words of occupations and departments, which bylines give beside names or in their stead.
const OCCUPATIONS: [&str; 30] = [
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "editorial",
    "writer",
    "writers",
    "columnist",
    "staff",
    "contributor",
    "contributors",
    "producer",
    "journalist",
    "journalists",
    "bureau",
    "chief",
    "intern",
    "desk",
    "newsdesk",
    "newsroom",
    "team",
    "columnists",
    "photographer",
    "critic",
    "analyst",
    "agencies",
    "services",
    "wire",
];

/// What publishing systems put where nobody was named.
const NOBODY: [&str; 22] = [
    "admin",
    "administrator",
    "administration",
    "webmaster",
    "root",
    "guest",
    "unknown",
    "none",
    "null",
    "n/a",
    "print",
    "email",
    "share",
    "facebook",
    "twitter",
    "instagram",
    "undefined",
    "author",
    "user",
    "anonymous",
    "editor",
    "default",
];

/// Words that begin what is no name: a time, a place, a note.
const NO_NAMES: [&str; 8] = ["on", "at", "in", "to", "for", "is", "was", "updated"];

/// Words that stand before or in a date, which may follow a name without a comma; months by their first letters.
const TIMES: [&str; 24] = [
    "on",
    "at",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "updated",
    "published",
    "posted",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];
/// Words that begin an occupation which follows a name without a comma.
const RANKS: [&str; 14] = [
    "senior",
    "junior",
    "chief",
    "deputy",
    "associate",
    "assistant",
    "special",
    "staff",
    "contributing",
    "political",
    "national",
    "foreign",
    "managing",
    "executive",
];

/// What may follow a comma and still belong to the name before it.
const NAME_ENDS: [&str; 7] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// Degrees, which do not belong to the name.
const DEGREES: [&str; 8] = ["phd", "ph.d.", "ph.d", "md", "m.d.", "esq", "esq.", "mba"];

/// The most words a name has.
const LONGEST_NAME: usize = 7;

/// The names in author lines, joined by `, `; `None` where nobody is named.
pub(crate) fn join_names<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for name in lines.flat_map(names_in) {
        if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            names.push(name);
        }
    }
    // a department beside people is where they work
    if names.iter().any(|name| !is_occupation(name)) {
        names.retain(|name| !is_occupation(name));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// The names in one author line.
fn names_in(line: &str) -> Vec<String> {
    let line = without_addresses(&one_line(line));
    let mut rest = line.trim();
    while let Some(stripped) = strip_lead(rest) {
        rest = stripped;
    }
    let lower = rest.to_lowercase();
    if lower.len() == rest.len() {
        let end = ENDS.iter().filter_map(|end| lower.find(end).filter(|at| *at > 0)).min();
        rest = &rest[..end.unwrap_or(rest.len())];
    }
    let mut names: Vec<String> = Vec::new();
    for part in split(rest) {
        let part = clean(part);
        let lower = part.to_lowercase();
        if DEGREES.contains(&lower.as_str()) {
            continue;
        }
        match names.last_mut() {
            Some(last) if NAME_ENDS.contains(&lower.as_str()) => *last = format!("{last} {part}"),
            _ if is_name(&part) => names.push(part),
            _ => {}
        }
    }
    names
}

/// Drops web and mail addresses and the names of accounts.
fn without_addresses(line: &str) -> String {
    let is_address = |word: &str| word.contains("://") || word.starts_with("www.") || word.contains('@');
    line.split(' ').filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

fn strip_lead(line: &str) -> Option<&str> {
    LEADS.iter().find_map(|lead| {
        let (begin, rest) = (line.get(..lead.len())?, line.get(lead.len()..)?);
        let ends = lead.ends_with(':') || rest.starts_with([' ', ':']);
        (begin.eq_ignore_ascii_case(lead) && ends).then(|| rest.trim_start_matches([' ', ':']))
    })
}

/// Splits a list of names.
fn split(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for separator in [", and ", ", ", "; ", ";", " and ", " & ", " with ", " / ", "/", " + ", ","] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts
}

/// A name without what is in brackets behind it, in mixed case.
fn clean(part: &str) -> String {
    let part = part.split(['(', '[', '<', '{']).next().unwrap_or_default();
    // `Ann Oake in Vale`
    let part = match part.split_once(" in ") {
        Some((name, place)) if place.starts_with(char::is_uppercase) => name,
        _ => part,
    };
    let part = part.trim().trim_matches([',', ':', ';', '-', '–', '—', '|', '"', '“', '”', '*', '•']).trim();
    let part = part.strip_suffix('.').filter(|p| !p.ends_with("Jr") && !p.ends_with("Sr")).unwrap_or(part);
    let part = without_occupation(without_time(part));
    let letters = part.chars().filter(|c| c.is_alphabetic());
    let shouted = letters.clone().count() > 5 && part.chars().all(|c| !c.is_lowercase());
    if shouted && part.contains(' ') {
        part.split(' ').map(capitalise).collect::<Vec<_>>().join(" ")
    } else {
        part.to_owned()
    }
}

/// `Ann Oake on May 5` as `Ann Oake`; a name of two words stays, since people are called May.
fn without_time(part: &str) -> &str {
    let dated = part.split(' ').take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let end = dated.map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    let mut name = &part[..end];
    let has_number = end < part.len();
    loop {
        let (front, last) = name.rsplit_once(' ').unwrap_or(("", name));
        let last = last.trim_end_matches('.').to_lowercase();
        let is_time = TIMES.contains(&last.as_str()) || MONTHS.contains(&last.as_str());
        if !is_time || (!has_number && !front.contains(' ')) {
            return name;
        }
        name = front;
    }
}

/// `Ann Oake Senior Vale Correspondent` as `Ann Oake`.
fn without_occupation(part: &str) -> &str {
    let is_rank = |word: &str| RANKS.contains(&word.to_lowercase().as_str());
    let ends_in_one = part.rsplit(' ').next().is_some_and(is_occupation);
    let mut at = 0;
    for (number, word) in part.split(' ').enumerate() {
        if ends_in_one && number >= 2 && is_rank(word) {
            return part[..at].trim_end();
        }
        at += word.len() + 1;
    }
    part
}

/// `O'NEILL-OAKE` as `O'Neill-Oake`; initials stay.
fn capitalise(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if word.contains('.') || letters < 2 {
        return word.to_owned();
    }
    let mut begins = true;
    word.chars()
        .flat_map(|c| {
            let changed: Vec<char> = if begins { vec![c] } else { c.to_lowercase().collect() };
            begins = !c.is_alphabetic();
            changed
        })
        .collect()
}

fn is_name(part: &str) -> bool {
    let words = part.split(' ').count();
    part.chars().filter(|c| c.is_alphabetic()).count() > 1
        && words <= LONGEST_NAME
        && part.chars().count() <= 60
        && !part.contains(|c: char| c.is_ascii_digit())
        && !NO_NAMES.iter().any(|word| part.split(' ').next() == Some(word))
        && !NOBODY.contains(&part.to_lowercase().as_str())
        && !is_site_address(part)
        // a sentence, not a name
        && (words < 3 || part.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count() * 2 <= words)
}

/// `valepost.example`: one word with an ending in small letters.
fn is_site_address(part: &str) -> bool {
    let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
    !part.contains(' ') && ending.len() >= 2 && ending.chars().all(|c| c.is_ascii_lowercase())
}

fn is_occupation(name: &str) -> bool {
    name.split(' ').any(|word| OCCUPATIONS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::join_names;

    #[test]
    fn names_are_taken_out_of_author_lines() {
        for (line, expected) in [
            ("By Ann Oake", Some("Ann Oake")),
            ("By: ANN OAKE and BEN O'LISLE", Some("Ann Oake, Ben O'Lisle")),
            ("Written by Ann Oake, Ben Lisle & Cara Moor", Some("Ann Oake, Ben Lisle, Cara Moor")),
            ("By Ann Oake, Staff Writer", Some("Ann Oake")),
            ("Ann Oake | The Vale Post", Some("Ann Oake")),
            ("Ann Oake, Political Correspondent", Some("Ann Oake")),
            ("Ann Oake in Vale and Ben Lisle in Port Hain", Some("Ann Oake, Ben Lisle")),
            ("https://vale.example/people/ann-oake", None),
            ("Ann Oake ann@vale.example @annoake", Some("Ann Oake")),
            ("ann oake", Some("ann oake")),
            ("By Ann Oake Updated May 5, 2031", Some("Ann Oake")),
            ("Henry Oake, Jr.", Some("Henry Oake Jr.")),
            ("Dr Ann Oake, PhD", Some("Dr Ann Oake")),
            ("J. R. Oake", Some("J. R. Oake")),
            ("admin", None),
            ("Vale Wire Service", Some("Vale Wire Service")),
            ("By Ann Oake on May 05, 2031 at 11:30a", Some("Ann Oake")),
            ("By Ann Oake Tuesday, Aug. 17, 2031", Some("Ann Oake")),
            ("By Ann Oake Aug. 17, 2031", Some("Ann Oake")),
            ("Theresa May", Some("Theresa May")),
            ("By Ann Oake and Theresa Friday", Some("Ann Oake, Theresa Friday")),
            ("Ann Oake Senior Vale Correspondent", Some("Ann Oake")),
            ("ValePost.example", None),
            ("17 August", None),
            ("Published May 5, 2031", None),
            ("By The Associated Desk", Some("The Associated Desk")),
            ("", None),
            ("2031-05-05", None),
        ] {
            assert_eq!(join_names([line].into_iter()).as_deref(), expected, "{line}");
        }
        assert_eq!(
            join_names(["By Ann Oake", "Ann Oake", "Ben Lisle"].into_iter()).as_deref(),
            Some("Ann Oake, Ben Lisle")
        );
    }
}
