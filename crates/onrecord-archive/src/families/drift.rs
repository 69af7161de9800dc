//! What one telling does to the words of another.

use std::ops::Range;

use super::align::{Likeness, Pair};
use super::tokens::{Gap, Token};
use super::{Drift, LinkKind, Run, RunKind};

/// Words at the edge of a telling that differ in so few places were changed, not trimmed.
const SMALL_EDGE: usize = 2;

/// Neighbouring words that fared alike, as token numbers on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What happened to them.
    pub kind: RunKind,
    /// The words of the earlier telling.
    pub a: Range<usize>,
    /// The words of the later telling.
    pub b: Range<usize>,
    /// Whether they stand inside quotation marks in the later telling.
    pub quoted: bool,
    /// Whether they stand inside quotation marks in both.
    pub quoted_in_both: bool,
    /// Whether an ellipsis or brackets in either telling owns up to the change.
    pub marked: bool,
    /// Whether the words are whole sentences.
    pub sentences: bool,
    /// Whether one of the tellings merely begins later or ends earlier.
    pub edge: bool,
}

impl Change {
    /// Whether words were changed inside quotation marks and nothing owns up to it.
    pub(crate) fn alters(&self) -> bool {
        self.kind != RunKind::Same && self.quoted_in_both && !self.marked && !self.edge && !self.sentences
    }
}

/// Every word of both tellings in runs, in order.
pub(crate) fn changes(a: &[Token], b: &[Token], pairs: &[Pair]) -> Vec<Change> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    let mut at = 0;
    while at < pairs.len() || i < a.len() || j < b.len() {
        let next = pairs.get(at).map_or((a.len(), b.len()), |pair| (pair.a, pair.b));
        if (i, j) != next {
            let (a_run, b_run) = (i..next.0, j..next.1);
            let same = same_letters(&a[a_run.clone()], &b[b_run.clone()]);
            out.push(if same { kept(b, a_run, b_run) } else { change(a, b, a_run, b_run) });
            (i, j) = next;
            continue;
        }
        let same = pairs[at].likeness == Likeness::Same;
        let mut run = 0;
        while pairs.get(at + run).is_some_and(|pair| {
            (pair.a, pair.b) == (i + run, j + run) && (pair.likeness == Likeness::Same) == same
        }) {
            run += 1;
        }
        let (a_run, b_run) = (i..i + run, j..j + run);
        if same {
            out.push(kept(b, a_run, b_run));
        } else {
            out.push(change(a, b, a_run, b_run));
        }
        (i, j, at) = (i + run, j + run, at + run);
    }
    out
}

/// How the later telling stands to the earlier one.
pub(crate) fn kind(a: &[Token], b: &[Token], changes: &[Change]) -> LinkKind {
    if changes.iter().any(Change::alters) {
        return LinkKind::Altered;
    }
    let kept = || changes.iter().filter(|change| change.kind == RunKind::Same);
    let both_quoted =
        kept().flat_map(|c| c.a.clone().zip(c.b.clone())).filter(|(i, j)| a[*i].quoted && b[*j].quoted);
    let quotes = both_quoted.count() >= 2;
    // where both quote, the words outside the marks are the outlets' own
    let in_quotes = |change: &Change| {
        let some =
            |tokens: &[Token], run: &Range<usize>| tokens[run.clone()].iter().any(|token| token.quoted);
        if change.edge { some(a, &change.a) || some(b, &change.b) } else { change.quoted_in_both }
    };
    let relevant: Vec<&Change> = changes
        .iter()
        .filter(|change| change.kind != RunKind::Same && (!quotes || in_quotes(change)))
        .collect();
    let inner = || relevant.iter().filter(|change| !change.edge);
    if relevant.is_empty() {
        LinkKind::Verbatim
    } else if inner().next().is_none() {
        LinkKind::Trimmed
    } else if inner().all(|change| change.marked || change.sentences) {
        LinkKind::Stitched
    } else {
        LinkKind::Paraphrased
    }
}

/// The difference for a reader, with the words as printed.
pub(crate) fn drift(a_text: &str, a: &[Token], b_text: &str, b: &[Token], changes: &[Change]) -> Drift {
    let runs = changes.iter().map(|change| Run {
        kind: change.kind,
        before: printed(a_text, a, &change.a),
        after: printed(b_text, b, &change.b),
        quoted: change.quoted,
        marked: change.marked,
    });
    Drift { altered: changes.iter().any(Change::alters), runs: runs.collect() }
}

/// Whether the words differ in nothing but the blanks between them: `work force`, `workforce`.
fn same_letters(a: &[Token], b: &[Token]) -> bool {
    let letters = |tokens: &[Token]| tokens.iter().map(|token| token.word.as_str()).collect::<String>();
    !a.is_empty() && !b.is_empty() && letters(a) == letters(b)
}

fn kept(b: &[Token], a_run: Range<usize>, b_run: Range<usize>) -> Change {
    let quoted = b[b_run.clone()].iter().all(|token| token.quoted);
    Change {
        kind: RunKind::Same,
        a: a_run,
        b: b_run,
        quoted,
        quoted_in_both: false,
        marked: false,
        sentences: false,
        edge: false,
    }
}

fn change(a: &[Token], b: &[Token], a_run: Range<usize>, b_run: Range<usize>) -> Change {
    let kind = match (a_run.is_empty(), b_run.is_empty()) {
        (_, true) => RunKind::Dropped,
        (true, false) => RunKind::Added,
        (false, false) => RunKind::Changed,
    };
    let quoted = is_quoted(b, &b_run);
    let marked = is_marked(a, &a_run) || is_marked(b, &b_run);
    Change {
        kind,
        quoted,
        quoted_in_both: quoted && is_quoted(a, &a_run),
        marked,
        sentences: is_sentences(a, &a_run) && is_sentences(b, &b_run),
        edge: is_edge(a, &a_run, b, &b_run),
        a: a_run,
        b: b_run,
    }
}

/// Whether a run stands inside quotation marks; an empty one, whether both its neighbours do.
fn is_quoted(tokens: &[Token], run: &Range<usize>) -> bool {
    if !run.is_empty() {
        return tokens[run.clone()].iter().all(|token| token.quoted);
    }
    let before = run.start.checked_sub(1).and_then(|at| tokens.get(at));
    let (before, after) = (before, tokens.get(run.end));
    (before.is_some() || after.is_some())
        && before.is_none_or(|token| token.quoted)
        && after.is_none_or(|token| token.quoted)
}

/// Whether brackets hold some of the run, or an ellipsis stands at one of its ends or within.
fn is_marked(tokens: &[Token], run: &Range<usize>) -> bool {
    let bracket = tokens[run.clone()].iter().any(|token| token.bracketed);
    let end = (run.end + 1).min(tokens.len());
    bracket || tokens[run.start..end].iter().any(|token| token.gap == Gap::Ellipsis)
}

/// Whether a run begins and ends where sentences do.
fn is_sentences(tokens: &[Token], run: &Range<usize>) -> bool {
    let border = |at: usize| at == 0 || tokens.get(at).is_none_or(|token| token.gap != Gap::None);
    border(run.start) && border(run.end)
}

fn is_edge(a: &[Token], a_run: &Range<usize>, b: &[Token], b_run: &Range<usize>) -> bool {
    let first = a_run.start == 0 && b_run.start == 0;
    let last = a_run.end == a.len() && b_run.end == b.len();
    if !first && !last {
        return false;
    }
    let small = a_run.len() <= SMALL_EDGE && b_run.len() <= SMALL_EDGE;
    let one_sided = a_run.is_empty() || b_run.is_empty();
    one_sided || !small
}

/// Words as printed, with the signs that follow them but no mark that opens what comes next.
fn printed(text: &str, tokens: &[Token], run: &Range<usize>) -> String {
    if run.is_empty() {
        return String::new();
    }
    let start = if run.start == 0 { 0 } else { opening(text, tokens[run.start].bytes.start) };
    let end = tokens.get(run.end).map_or(text.len(), |token| opening(text, token.bytes.start));
    text[start..end.max(start)].trim().to_owned()
}

/// Where the marks begin that open a word: `“[the` for `the`.
fn opening(text: &str, word: usize) -> usize {
    let mut at = word;
    for (index, c) in text[..word].char_indices().rev() {
        let opens = matches!(c, '“' | '‘' | '«' | '[' | '(' | '$' | '£' | '€' | '"' | '\'');
        let straight = matches!(c, '"' | '\'');
        let before = text[..index].chars().next_back();
        if !opens || (straight && before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '['))) {
            break;
        }
        at = index;
    }
    at
}
