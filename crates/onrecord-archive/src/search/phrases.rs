//! What a person types as an expression of the words index, in which no sign of theirs has a
//! meaning but quotation marks around words that must stand together.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use super::Piece;
use crate::families::is_function_word;
use crate::people::names::fold;

/// At most so many words or phrases are looked for.
const TERMS: usize = 24;
/// Signs that the index puts around words that fit; a text that has them itself is not marked.
const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

/// The words and phrases of what was typed. Words that carry no meaning of their own count only
/// where there is nothing else.
pub(crate) fn terms(typed: &str) -> Vec<String> {
    let mut phrases = Vec::new();
    let mut words = Vec::new();
    for (number, part) in typed.split(['"', '“', '”', '«', '»', '„']).enumerate() {
        if number % 2 == 1 {
            phrases.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    let mut terms: Vec<String> = phrases.into_iter().chain(words).filter(|term| has_word(term)).collect();
    if terms.iter().any(|term| !is_function_word(&fold(term))) {
        terms.retain(|term| !is_function_word(&fold(term)));
    }
    terms.truncate(TERMS);
    terms
}

/// An expression for terms that must all stand in the content.
pub(crate) fn content(terms: &[String]) -> String {
    all(terms.iter().map(|term| format!("content : {}", quote(term))))
}

/// An expression for terms that must all stand in the content or the speaker's name.
pub(crate) fn content_or_speaker(terms: &[String]) -> String {
    all(terms.iter().map(|term| format!("{{content speaker}} : {}", quote(term))))
}

/// An expression for one of several marks.
pub(crate) fn one_of(marks: &[String]) -> String {
    let marks: Vec<String> = marks.iter().map(|mark| quote(mark)).collect();
    format!("marks : ({})", marks.join(" OR "))
}

/// An expression for all of several expressions.
pub(crate) fn all(expressions: impl IntoIterator<Item = String>) -> String {
    let expressions: Vec<String> = expressions.into_iter().map(|one| format!("({one})")).collect();
    expressions.join(" AND ")
}

/// A string of the words index: everything between the marks is words, whatever it looks like.
pub(crate) fn quote(term: &str) -> String {
    let plain: String = term.chars().map(|c| if c == '"' || c == '\0' { ' ' } else { c }).collect();
    format!("\"{plain}\"")
}

/// The contents of statements with signs around the words that fit an expression, in one pass over
/// the index: to ask it anew for each would take longer than to find them.
pub(crate) fn marked(
    db: &Connection,
    expression: &str,
    keys: &[i64],
) -> rusqlite::Result<HashMap<i64, String>> {
    let (Some(first), Some(last)) = (keys.iter().min(), keys.iter().max()) else { return Ok(HashMap::new()) };
    let wanted: HashSet<i64> = keys.iter().copied().collect();
    let mut select = db.prepare_cached(
        "SELECT rowid, CASE WHEN rowid IN (SELECT value FROM json_each(?4))
             THEN highlight(statements_words, 0, char(2), char(3)) END
         FROM statements_words WHERE statements_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
    )?;
    let list = serde_json::to_string(keys).unwrap_or_default();
    let mut rows = select.query(params![expression, first, last, list])?;
    let mut out = HashMap::with_capacity(wanted.len());
    while let Some(row) = rows.next()? {
        let key = row.get(0)?;
        if wanted.contains(&key) {
            out.insert(key, row.get(1)?);
        }
    }
    Ok(out)
}

/// A content cut where the index has put signs into it.
pub(crate) fn pieces(content: &str, marked: Option<String>) -> Vec<Piece> {
    // a content that has such signs itself cannot be told from a marked one
    let Some(marked) = marked.filter(|_| !content.contains(MARKS)) else {
        return vec![Piece { text: content.to_owned(), hit: false }];
    };
    let parts = marked.split(MARKS).enumerate().filter(|(_, part)| !part.is_empty());
    parts.map(|(number, part)| Piece { text: part.to_owned(), hit: number % 2 == 1 }).collect()
}

fn has_word(term: &str) -> bool {
    term.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotation_marks_have_a_meaning() {
        assert_eq!(
            terms("nato \"the war\" NEAR(x) col:y -z * \""),
            ["the war", "nato", "NEAR(x)", "col:y", "-z"]
        );
        assert_eq!(terms("to be or not to be"), ["to", "be", "or", "not", "to", "be"]);
        assert_eq!(terms("what about the ferry"), ["ferry"]);
        assert!(terms("\"*\" ^ - ()").is_empty());
    }

    #[test]
    fn a_term_cannot_leave_its_string() {
        assert_eq!(quote("a\" OR marks:\"b"), "\"a  OR marks: b\"");
    }
}
