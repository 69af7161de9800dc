//! Whether two statements are the same utterance.
//!
//! The evidence is words in order, who speaks, and how far apart the articles were published. A
//! wrong link is worse than a missing one: what is short, vague or said every day does not count.

use super::align::{Likeness, Pair};
use super::tokens::Token;
use crate::people::names::{self, Agreement};

/// A statement as far as the question needs it.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Its speaker's name or description.
    pub speaker: Option<String>,
    /// The person the speaker was resolved to over all articles.
    pub person: Option<i64>,
    /// Whether the article withholds the speaker's name.
    pub anonymous: bool,
    /// Whether the speaker is a human being.
    pub human: bool,
    /// Days since 1970 of the publication.
    pub day: Option<i64>,
    /// The outlet.
    pub outlet: Option<i64>,
}

/// What two statements share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Shared {
    /// Content words that fit, in any form.
    content: usize,
    /// The part they are of the content words of the side that has fewer.
    coverage: f32,
    /// The longest run of the same words, on either side of quotation marks.
    run: usize,
    /// The longest run of the same words inside quotation marks on both sides.
    quoted_run: usize,
    /// The content words of that run.
    quoted_content: usize,
    /// The part that the quoted words that fit are of the quoted words of the side that has fewer.
    quoted_coverage: f32,
    /// Whether most of the words that fit stand inside quotation marks on both sides.
    mostly_quoted: bool,
    /// The content words that fit and are not names on both sides: two statements about one person
    /// share the name and nothing else.
    beyond_names: usize,
    /// The part they are of the content words in small letters of the side that has fewer.
    plain_coverage: f32,
}

/// Whether two statements of two articles are the same utterance.
pub(crate) fn same_utterance(a: &Side, b: &Side, pairs: &[Pair]) -> bool {
    let shared = shared(&a.tokens, &b.tokens, pairs);
    let speakers = speakers(a, b);
    // what an outlet prints under each article names no speaker
    if speakers == Agreement::Unknown && a.outlet.is_some() && a.outlet == b.outlet {
        return false;
    }
    let days = match (a.day, b.day) {
        (Some(a), Some(b)) => a.abs_diff(b),
        _ => 3,
    };
    quoted(&shared, speakers, days)
        || (may_report(a, b, &shared, speakers)
            && reported(&shared, speakers, days)
            && !contradict(a, b, pairs))
}

/// Whether one can be a report of the other, or both of a third.
fn may_report(a: &Side, b: &Side, shared: &Shared, speakers: Agreement) -> bool {
    // a name with its titles is no utterance, however many titles it has
    if !is_clause(&a.tokens) || !is_clause(&b.tokens) {
        return false;
    }
    // two that both quote would quote the same words
    let both_quote = all_quoted(a) && all_quoted(b);
    !both_quote || shared.run >= if speakers == Agreement::Same { 5 } else { 8 }
}

/// Whether something is said of something: there is a word that looks like a verb.
fn is_clause(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        let ending = token.word.ends_with("ed") || token.word.ends_with("ing");
        token.is_auxiliary() || (token.content && !token.capital && ending && token.word.len() > 4)
    })
}

fn all_quoted(side: &Side) -> bool {
    side.tokens.iter().all(|token| token.quoted)
}

/// The same words inside quotation marks.
fn quoted(shared: &Shared, speakers: Agreement, days: u64) -> bool {
    let Shared { quoted_run: run, quoted_content: content, .. } = *shared;
    match speakers {
        Agreement::Same => {
            (run >= 6 && content >= 3)
                || (days <= 7 && run >= 3 && content >= 2 && shared.quoted_coverage >= 0.75)
        }
        Agreement::Unknown => {
            (run >= 7 && content >= 4)
                || (days <= 7 && run >= 6 && content >= 3 && shared.quoted_coverage >= 0.6)
        }
        Agreement::Different => days <= 7 && run >= 10 && content >= 5,
    }
}

/// Much the same words, outside quotation marks on one side or both.
fn reported(shared: &Shared, speakers: Agreement, days: u64) -> bool {
    let Shared { content, coverage, run, beyond_names, .. } = *shared;
    if beyond_names < 2 || (beyond_names < 3 && coverage < 0.75) || shared.plain_coverage < 0.5 {
        return false;
    }
    match speakers {
        // what both quote and do not quote alike is two utterances rather than one retold
        Agreement::Same => {
            days <= 7 && content >= 4 && coverage >= if shared.mostly_quoted { 0.75 } else { 0.6 }
        }
        Agreement::Unknown => days <= 3 && content >= 6 && beyond_names >= 4 && coverage >= 0.75,
        Agreement::Different => days <= 3 && content >= 8 && coverage >= 0.85 && run >= 10,
    }
}

fn speakers(a: &Side, b: &Side) -> Agreement {
    if a.person.is_some() && a.person == b.person {
        return Agreement::Same;
    }
    match (&a.speaker, &b.speaker) {
        (Some(a_name), Some(b_name)) if !a.anonymous && !b.anonymous => {
            match names::agreement(a_name, b_name) {
                // a spokeswoman here is her office there
                Agreement::Different if !(a.human && b.human) => Agreement::Unknown,
                agreement => agreement,
            }
        }
        _ => Agreement::Unknown,
    }
}

fn shared(a: &[Token], b: &[Token], pairs: &[Pair]) -> Shared {
    let content = pairs.iter().filter(|p| a[p.a].content && b[p.b].content).count();
    let names = |p: &&Pair| a[p.a].content && a[p.a].capital && b[p.b].capital;
    let beyond_names = content - pairs.iter().filter(names).count();
    let plain = |tokens: &[Token]| tokens.iter().filter(|token| token.content && !token.capital).count();
    let contents = |tokens: &[Token]| tokens.iter().filter(|token| token.content).count();
    let quoted_pairs = pairs.iter().filter(|p| is_quoted(a, b, p)).count();
    let quoted = |tokens: &[Token]| tokens.iter().filter(|token| token.quoted).count();
    let mut out = Shared {
        content,
        coverage: part(content, contents(a).min(contents(b))),
        quoted_coverage: part(quoted_pairs, quoted(a).min(quoted(b))),
        mostly_quoted: quoted_pairs * 2 > pairs.len(),
        beyond_names,
        plain_coverage: part(beyond_names, plain(a).min(plain(b))),
        ..Shared::default()
    };
    let (mut run, mut quoted_run, mut quoted_content) = (0, 0, 0);
    let mut before: Option<Pair> = None;
    for pair in pairs {
        let follows = before.is_some_and(|before| (before.a + 1, before.b + 1) == (pair.a, pair.b));
        let same = pair.likeness == Likeness::Same;
        run = if same { 1 + if follows { run } else { 0 } } else { 0 };
        if !follows || !same || !is_quoted(a, b, pair) {
            (quoted_run, quoted_content) = (0, 0);
        }
        if same && is_quoted(a, b, pair) {
            quoted_run += 1;
            quoted_content += usize::from(a[pair.a].content);
        }
        out.run = out.run.max(run);
        if (quoted_content, quoted_run) > (out.quoted_content, out.quoted_run) {
            (out.quoted_content, out.quoted_run) = (quoted_content, quoted_run);
        }
        before = Some(*pair);
    }
    out
}

fn is_quoted(a: &[Token], b: &[Token], pair: &Pair) -> bool {
    a[pair.a].quoted && b[pair.b].quoted
}

fn part(count: usize, of: usize) -> f32 {
    if of == 0 { 0.0 } else { count as f32 / of as f32 }
}

/// Whether the part that both tell says yes here and no there, or gives other figures.
fn contradict(a: &Side, b: &Side, pairs: &[Pair]) -> bool {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return false };
    let a = &a.tokens[first.a.saturating_sub(3)..=last.a];
    let b = &b.tokens[first.b.saturating_sub(3)..=last.b];
    let negations = |tokens: &[Token]| tokens.iter().filter(|token| is_negation(&token.word)).count();
    let figures = |tokens: &[Token]| -> Vec<String> {
        let digits = tokens.iter().filter(|token| token.word.starts_with(|c: char| c.is_ascii_digit()));
        digits.map(|token| token.word.clone()).collect()
    };
    if negations(a) % 2 != negations(b) % 2 {
        return true;
    }
    let (a, b) = (figures(a), figures(b));
    !a.is_empty() && !b.is_empty() && a.iter().all(|figure| !b.contains(figure))
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "nobody" | "nothing" | "neither" | "nor" | "without" | "none")
}
