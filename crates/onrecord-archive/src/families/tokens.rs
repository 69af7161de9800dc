//! The words of a statement, as far as telling two tellings apart needs them.
//!
//! Not the engine's tokens: contractions are opened (`don't` is two words), since one outlet writes
//! them and another does not.

use std::ops::Range;

use onrecord::record::Form;

use crate::people::names::fold;

/// One word of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Lower case, without accents.
    pub word: String,
    /// The word without its ending.
    pub stem: String,
    /// Whether it carries meaning of its own.
    pub content: bool,
    /// Words of one group stand for each other when speech is reported: `I` and `she`, `will` and
    /// `would`. 0 for a word of no group.
    pub group: u8,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether it stands inside square brackets.
    pub bracketed: bool,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// What stands before it.
    pub gap: Gap,
    /// Where it stands in the statement's text.
    pub bytes: Range<usize>,
}

impl Token {
    /// Whether it is a word that goes with a verb.
    pub(crate) fn is_auxiliary(&self) -> bool {
        matches!(self.group, WILL..=DO) || matches!(self.word.as_str(), "to" | "not")
    }
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing that matters.
    None,
    /// The end of a sentence.
    Sentence,
    /// An ellipsis, or the place where an attribution cut the words in two.
    Ellipsis,
}

/// Words that carry no meaning of their own.
const FUNCTION: &str = " a about after again all also am an and any are as at be because been before being \
    both but by can come could did do does doing done down each even every few for from get gets getting go \
    goes going gone got had has have having he her here hers him his how i if in into is it its just know let \
    like made make many may me might mine more most much must my no nor not now of off on one only or other \
    our ours out over own really said same say saying says shall she should so some such take than that the \
    their theirs them then there these they thing things think this those though thought to too under until up \
    upon us very want was way we well went were what when where whether which while who whom whose why will \
    with would yes yet you your yours told tell asked added according ";

/// Words that stand for each other when speech is reported.
const GROUPS: [&[&str]; 9] = [
    &["i", "he", "she", "they", "we", "you"],
    &["me", "him", "her", "them", "us"],
    &["my", "his", "their", "our", "your"],
    &["will", "would", "shall", "should"],
    &["can", "could", "may", "might"],
    &["am", "is", "are", "was", "were", "be", "been"],
    &["have", "has", "had"],
    &["do", "does", "did"],
    &["this", "that", "these", "those", "it"],
];

/// The numbers of the first and last group of auxiliary verbs.
const WILL: u8 = 4;
const DO: u8 = 8;

/// Takes a statement's text apart.
pub(crate) fn tokens(text: &str, form: Form) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        out: Vec::new(),
        mixed: form == Form::Mixed,
        quoted: form == Form::Direct || (form == Form::Mixed && starts_quoted(text)),
        bracketed: false,
        gap: Gap::None,
    };
    let mut start = None;
    for (at, c) in text.char_indices() {
        if in_word(text, at, c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            scanner.word(start..at);
        }
        scanner.sign(at, c);
    }
    if let Some(start) = start {
        scanner.word(start..text.len());
    }
    scanner.out
}

struct Scanner<'t> {
    text: &'t str,
    out: Vec<Token>,
    mixed: bool,
    quoted: bool,
    bracketed: bool,
    gap: Gap,
}

impl Scanner<'_> {
    fn word(&mut self, bytes: Range<usize>) {
        let word = &self.text[bytes.clone()];
        let Some(apostrophe) = word.find(['\'', '’']) else {
            let word = fold(word);
            let letters = word.starts_with(char::is_alphabetic) && word.contains('.');
            return self.push(if letters { word.replace('.', "") } else { word }, bytes);
        };
        let (host, ending) = (&word[..apostrophe], fold(&word[apostrophe..]));
        let (host, ending, cut) = match ending.as_str() {
            "'t" if host.to_lowercase().ends_with('n') => {
                let host = fold(host);
                let opened = match host.as_str() {
                    "can" => "can",
                    "won" => "will",
                    "shan" => "shall",
                    "ain" => "is",
                    negated => &negated[..negated.len() - 1],
                };
                let cut = if host == "can" { apostrophe } else { apostrophe - 1 };
                (opened.to_owned(), "not", cut)
            }
            "'re" => (fold(host), "are", apostrophe),
            "'m" => (fold(host), "am", apostrophe),
            "'ll" => (fold(host), "will", apostrophe),
            "'ve" => (fold(host), "have", apostrophe),
            "'d" => (fold(host), "would", apostrophe),
            "'s" if IS_HOSTS.contains(&fold(host).as_str()) => (fold(host), "is", apostrophe),
            "'s" | "'" => return self.push(fold(host), bytes),
            _ => return self.push(fold(word), bytes),
        };
        let middle = bytes.start + cut;
        self.push(host, bytes.start..middle);
        self.push(ending.to_owned(), middle..bytes.end);
    }

    fn push(&mut self, word: String, bytes: Range<usize>) {
        let function = is_function(&word);
        let capital = self.text[bytes.clone()].starts_with(char::is_uppercase);
        let group = GROUPS.iter().position(|group| group.contains(&word.as_str()));
        self.out.push(Token {
            stem: if function { word.clone() } else { stem(&word) },
            content: !function && word.chars().count() > 1,
            group: group.map_or(0, |group| group as u8 + 1),
            capital,
            quoted: self.quoted,
            bracketed: self.bracketed,
            gap: std::mem::replace(&mut self.gap, Gap::None),
            word,
            bytes,
        });
    }

    /// Whether the last word is an initial or a title (`J.`, `Mr.`, `Sen.`), whose full stop ends nothing.
    fn after_short_name(&self) -> bool {
        self.out.last().is_some_and(|token| {
            let length = token.bytes.len();
            token.capital && ((length == 1 && token.word != "i") || (length <= SHORT_NAME && token.content))
        })
    }

    fn sign(&mut self, at: usize, c: char) {
        match c {
            '&' => self.push("and".to_owned(), at..at + 1),
            '[' => self.bracketed = true,
            ']' => self.bracketed = false,
            '…' => self.gap = Gap::Ellipsis,
            '.' if self.text[at..].starts_with("...") || self.text[at..].starts_with(". . .") => {
                self.gap = Gap::Ellipsis;
            }
            '.' if self.after_short_name() => {}
            '.' | '!' | '?' if self.gap == Gap::None && !self.out.is_empty() => self.gap = Gap::Sentence,
            _ if self.mixed => match mark(self.text, at, c) {
                Some(Mark::Opens) => self.quoted = true,
                Some(Mark::Closes) => self.quoted = false,
                None => {}
            },
            _ => {}
        }
    }
}

/// The longest word that is taken for an initial or a title where it has a capital and a full stop.
const SHORT_NAME: usize = 3;

const IS_HOSTS: [&str; 11] =
    ["it", "he", "she", "that", "there", "what", "who", "here", "where", "how", "this"];

enum Mark {
    Opens,
    Closes,
}

/// What a double quotation mark does.
fn mark(text: &str, at: usize, c: char) -> Option<Mark> {
    match c {
        '“' | '«' | '„' => Some(Mark::Opens),
        '”' | '»' => Some(Mark::Closes),
        '"' | '＂' => {
            let before = text[..at].chars().next_back();
            let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '-'));
            Some(if opens { Mark::Opens } else { Mark::Closes })
        }
        _ => None,
    }
}

/// Whether the text begins within quotation marks: the first one in it closes.
fn starts_quoted(text: &str) -> bool {
    let first = text.char_indices().find_map(|(at, c)| mark(text, at, c));
    matches!(first, Some(Mark::Closes))
}

/// Whether a sign is part of a word: `don't`, `1,000`, `3.5`.
fn in_word(text: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    if !matches!(c, '\'' | '’' | ',' | '.') {
        return false;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return false };
    match c {
        '\'' | '’' => before.is_alphanumeric() && after.is_alphanumeric(),
        // `F.B.I.` is `FBI`; the letter before stands alone
        '.' if before.is_uppercase() && after.is_uppercase() => {
            let alone = text[..at - before.len_utf8()].chars().next_back();
            alone.is_none_or(|c| c == '.' || !c.is_alphanumeric())
        }
        _ => before.is_ascii_digit() && after.is_ascii_digit(),
    }
}

/// Whether a word, in lower case, carries no meaning of its own.
pub(crate) fn is_function(word: &str) -> bool {
    // the list has a blank on either side of each word
    let mut needle = String::with_capacity(word.len() + 2);
    needle.push(' ');
    needle.push_str(word);
    needle.push(' ');
    FUNCTION.contains(&needle)
}

/// Takes off the endings of number and tense; only good for comparing.
fn stem(word: &str) -> String {
    let long = |rest: &str| rest.chars().count() >= 3;
    let mut word = word;
    for (ending, put) in [("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")] {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        if !long(rest) || (ending == "s" && rest.ends_with(['s', 'u', 'i'])) {
            break;
        }
        if put.is_empty() {
            word = rest;
            break;
        }
        return format!("{rest}{put}");
    }
    let mut word = word.strip_suffix('e').filter(|rest| long(rest)).unwrap_or(word).to_owned();
    let mut ends = word.chars().rev();
    if let (Some(a), Some(b)) = (ends.next(), ends.next())
        && a == b
        && !matches!(a, 'l' | 's' | 'e' | 'o')
        && long(&word[..word.len() - a.len_utf8()])
    {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, form: Form) -> Vec<String> {
        tokens(text, form).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn contractions_are_opened_where_they_stand() {
        let text = "We won’t, can't, don't; it's Ada's, they'd 1,000.5";
        let found = words(text, Form::Direct);
        let expected = "we will not can not do not it is ada they would 1,000.5";
        assert_eq!(found.join(" "), expected);
        let slices: Vec<&str> = tokens(text, Form::Direct).iter().map(|t| &text[t.bytes.clone()]).collect();
        assert_eq!(slices[1..7], ["wo", "n’t", "can", "'t", "do", "n't"]);
    }

    #[test]
    fn quotation_marks_count_in_mixed_contents_alone() {
        let quoted = |text, form| {
            tokens(text, form).iter().map(|t| if t.quoted { '1' } else { '0' }).collect::<String>()
        };
        assert_eq!(quoted("she would \"shut it\" soon", Form::Mixed), "00110");
        assert_eq!(quoted("shut it” soon, “for good", Form::Mixed), "11011");
        assert_eq!(quoted("shut it", Form::Direct), "11");
        assert_eq!(quoted("\"shut\" it", Form::Indirect), "00");
    }

    #[test]
    fn gaps_and_brackets_are_seen() {
        let found = tokens("We go. Now ... [the ferry] sails… late", Form::Direct);
        let gaps: Vec<Gap> = found.iter().map(|t| t.gap).collect();
        assert_eq!(gaps[2], Gap::Sentence);
        assert_eq!(gaps[3], Gap::Ellipsis);
        assert_eq!(gaps[6], Gap::Ellipsis);
        assert!(found[3].bracketed && found[4].bracketed && !found[5].bracketed);
    }

    #[test]
    fn initials_are_one_word_with_dots_or_without() {
        let found = words("The F.B.I. and the U.S. Army met. No. Yes.", Form::Direct);
        assert_eq!(found.join(" "), "the fbi and the us army met no yes");
    }

    #[test]
    fn stems_join_forms_of_a_word() {
        for (a, b) in
            [("bridge", "bridges"), ("stopped", "stop"), ("policies", "policy"), ("closing", "closed")]
        {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("bus"), stem("bu"));
    }

    proptest! {
        #[test]
        fn tokens_lie_in_the_text_in_order(text in "\\PC{0,200}") {
            for form in [Form::Direct, Form::Indirect, Form::Mixed] {
                let mut end = 0;
                for token in tokens(&text, form) {
                    prop_assert!(token.bytes.start >= end);
                    prop_assert!(text.get(token.bytes.clone()).is_some());
                    end = token.bytes.end;
                }
            }
        }
    }
}
