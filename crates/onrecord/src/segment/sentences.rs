//! Where sentences start.
//!
//! Sentences only bound how far a source, a date or a condition is looked for; the model reads
//! whole paragraphs. So the rules are few: a full stop, question or exclamation mark ends a
//! sentence where a capital follows and no abbreviation or initial stands before.

use super::{Gap, Quote, Token};

/// Abbreviations that a capital often follows.
const ABBREVIATIONS: [&str; 56] = [
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "st", "jr", "sr", "lt", "col", "rev", "prof",
    "capt", "sgt", "cmdr", "adm", "maj", "hon", "pres", "supt", "det", "insp", "messrs", "vs", "no", "inc",
    "corp", "ltd", "co", "brig", "cpl", "pvt", "cllr", "asst", "atty", "ald", "msgr", "mme", "bros", "dist",
    "dept", "jan", "feb", "aug", "sept", "sep", "oct", "nov", "dec", "mt", "ft", "reps", "sens",
];

/// For every token, whether a sentence starts there.
pub(super) fn starts(text: &str, tokens: &[Token]) -> Vec<bool> {
    let word = |i: usize| &text[tokens[i].bytes.clone()];
    (0..tokens.len())
        .map(|i| {
            if tokens[i].gap == Gap::Paragraph || i == 0 {
                return true;
            }
            if tokens[i].gap != Gap::Space {
                return false;
            }
            let mut before = i - 1;
            while before > 0
                && tokens[before].gap == Gap::Joined
                && (tokens[before].quote == Quote::Mark || matches!(word(before), ")" | "]"))
            {
                before -= 1;
            }
            let closed = before < i - 1;
            if !matches!(word(before), "." | "!" | "?" | "…") {
                return false;
            }
            let first = word(i).chars().next().unwrap_or(' ');
            let opens =
                first.is_uppercase() || first.is_numeric() || tokens[i].quote == Quote::Mark || first == '[';
            opens
                && (closed
                    || word(before) != "."
                    || before == 0
                    || !abbreviates(word(before - 1), tokens[before].gap))
        })
        .collect()
}

/// Whether a word with a full stop right behind it is an abbreviation or an initial.
fn abbreviates(word: &str, gap: Gap) -> bool {
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    gap == Gap::Joined && (initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}
