//! Records and answers -> what a page shows of them. No markup is made here: the templates do that,
//! and escape everything they are given.

pub mod card;
pub mod chart;
pub mod drift;
mod why;

use std::borrow::Borrow;

use onrecord::record::{Act, Form, Kind, Party, Statement};

/// What the speaker does, as a verb.
pub fn act(act: impl Borrow<Act>) -> &'static str {
    onrecord_present::act(*act.borrow())
}

/// How much of the content stands in quotation marks, in a word.
pub fn form(form: impl Borrow<Form>) -> &'static str {
    form.borrow().name()
}

/// What an entity is, in words.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Unknown => "kind not settled",
        known => known.name(),
    }
}

/// Who speaks, as a reader would put it.
pub fn speaker(statement: &Statement) -> &str {
    match (&statement.speaker.name, &statement.source) {
        (Some(name), _) => name,
        (None, Some(source)) => &source.text,
        (None, None) => "Nobody the article names",
    }
}

/// The stops of a statement's way from the speaker to the page it stands on.
pub fn chain(statement: &Statement, page: Option<&str>) -> Vec<String> {
    let speaker = std::iter::once(speaker(statement));
    let relays = statement.via.iter().map(|Party { name, .. }| name.as_str());
    speaker.chain(relays).chain(std::iter::once(page.unwrap_or("This article"))).map(str::to_owned).collect()
}

/// `1 statement`, `1,234 statements`.
pub fn count(n: impl Borrow<u64>, one: &str, many: &str) -> String {
    let n = *n.borrow();
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A number with its thousands set apart.
pub fn number(n: impl Borrow<u64>) -> String {
    let digits = n.borrow().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An address that a browser may be led to.
pub fn link(url: Option<&str>) -> Option<&str> {
    url.filter(|url| {
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        lower.starts_with("http://") || lower.starts_with("https://")
    })
}

/// The language of a text, where it is well formed.
pub fn language(code: Option<&str>) -> Option<&str> {
    code.filter(|code| (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([1, 999, 1000, 1_234_567].map(number), ["1", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert!(link(Some("HTTPS://example.org/")).is_some());
        for bad in ["javascript:alert(1)", "data:text/html,x", " http://x", "//x", "é"] {
            assert_eq!(link(Some(bad)), None, "{bad}");
        }
    }
}
