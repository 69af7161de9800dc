//! Author lines into names.

use super::paragraphs::one_line;

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
    let words: Vec<&str> = part.split(' ').collect();
    let letters = part.chars().filter(|c| c.is_alphabetic());
    let shouted = letters.clone().count() > 5 && part.chars().all(|c| !c.is_lowercase());
    if shouted && words.len() > 1 {
        words.iter().map(|word| capitalise(word)).collect::<Vec<_>>().join(" ")
    } else {
        part.to_owned()
    }
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
        // a sentence, not a name
        && (words < 3 || part.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count() * 2 <= words)
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
