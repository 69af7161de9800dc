//! The words around a cue that tell about the act of saying, and not what was said.
//!
//! 'On Monday the minister, who leaves on Friday, told a crowd in Olsk that prices fell on Sunday':
//! 'On Monday' and 'in Olsk' belong to the telling; 'on Friday' describes the minister, 'on Sunday'
//! is content. There is no parser here. The sentence (or, for a nested statement, the part of the
//! outer content) is cut by contents, cues and punctuation, and each piece is judged by where it
//! stands and how it starts.

use std::ops::Range;

use super::date;
use super::layout::Layout;
use super::lexicon;
use super::terms::Terms;
use crate::link::Attribution;

/// Where a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// From the cue on, and adverbial stretches behind it.
    After,
    /// Ahead of the source: 'On Monday, ...'.
    Before,
    /// Between source and cue: 'the minister on Monday said'.
    Between,
}

/// A stretch of the reporting clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub tokens: Range<usize>,
    pub position: Position,
}

/// The reporting clause of one attribution.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The cue, or an empty range where the attribution has none.
    pub cue: Range<usize>,
    /// How far the clause can reach; holds content too.
    pub bounds: Range<usize>,
    /// Behind the cue first, nearest first; then ahead of the source; then between.
    pub pieces: Vec<Piece>,
    /// Stretches of the clause that open with a condition: 'If elected, she says, ...'.
    pub conditional: Vec<Range<usize>>,
}

/// How far from its cue a clause is looked at, in tokens.
const FARTHEST: usize = 200;

impl Frame {
    /// The reporting clause of attribution `of`.
    pub fn new(terms: &Terms, attributions: &[Attribution], layout: &Layout, of: usize) -> Self {
        let own = &attributions[of];
        let Some(anchor) = anchor(terms, own) else { return Frame::default() };
        let cue = own.cue.clone().filter(|c| !c.is_empty()).unwrap_or(anchor.end..anchor.end);
        let sentence = terms.segments.sentence_of(anchor.start);
        // the clause is what the cue's own level holds: no deeper content, nothing outside the content around
        let level = layout.owner[anchor.start];
        let around =
            level.and_then(|outer| attributions[outer].content.iter().find(|c| c.contains(&anchor.start)));
        let around = around.cloned().unwrap_or(0..terms.len());
        let start = sentence.start.max(around.start).max(anchor.start.saturating_sub(FARTHEST));
        let end = sentence.end.min(around.end).min(anchor.end + FARTHEST).max(anchor.end);
        let bounds = start..end;
        let free: Vec<bool> = bounds.clone().map(|i| layout.owner[i] == level).collect();
        let limits = limits(terms, attributions, layout, of, &anchor, &bounds);
        let builder = Builder { terms, source: &own.source, anchor: &anchor, free: &free, bounds: &bounds };
        let chunks = builder.chunks(limits);
        let conditional = chunks
            .iter()
            .filter(|c| {
                terms.is(c.start, &["if", "unless", "should", "provided", "assuming"]) && terms.parts(c.end)
            })
            .cloned()
            .collect();
        let pieces = builder.pieces(chunks);
        Frame { cue, pieces, conditional, bounds }
    }
}

/// Verbs of a public appearance or a publication, which a quotation in the next sentence comes from.
const APPEARING: &[&str] = &[
    "speak",
    "talk",
    "testify",
    "appear",
    "address",
    "post",
    "tweet",
    "issue",
    "release",
    "publish",
    "broadcast",
    "record",
    "interview",
    "write",
];

impl Frame {
    /// The sentence before, where it tells of the appearance that a pronoun's words come from:
    /// 'On Sunday she posted an apology on Instagram. "I am sorry," she wrote.'
    pub fn introduction(&self, terms: &Terms, own: &Attribution, layout: &Layout) -> Option<Frame> {
        let source =
            own.source.first().filter(|s| s.len() == 1 && lexicon::is_pronoun(terms.word(s.start)))?;
        let quoted = own.content.first().is_some_and(|c| terms.is_mark(c.start) || terms.is_quoted(c.start));
        let here = terms.segments.sentence_of(source.start);
        let first = own.content.iter().map(|c| c.start).min()?.min(here.start);
        let before = terms.segments.sentence_of(first.checked_sub(1)?);
        let paragraph =
            terms.segments.tokens[before.start].paragraph == terms.segments.tokens[source.start].paragraph;
        if !quoted || !paragraph || before.len() > FARTHEST {
            return None;
        }
        let level = layout.owner[before.start];
        let anchor =
            before.clone().find(|&i| layout.owner[i] == level && terms.lemma(i, APPEARING).is_some())?;
        let free: Vec<bool> = before.clone().map(|i| layout.owner[i] == level).collect();
        let anchor = anchor..anchor + 1;
        let builder = Builder { terms, source: &[], anchor: &anchor, free: &free, bounds: &before };
        let chunks = builder.chunks(before.clone());
        let pieces = builder.pieces(chunks);
        Some(Frame { cue: anchor, pieces, conditional: Vec::new(), bounds: before })
    }
}

/// What the clause is built around: the cue, else the source, else what introduces the content.
fn anchor(terms: &Terms, own: &Attribution) -> Option<Range<usize>> {
    let whole = |r: &Range<usize>| !r.is_empty() && r.end <= terms.len();
    if let Some(cue) = own.cue.clone().filter(whole) {
        return Some(cue);
    }
    own.source.iter().find(|r| whole(r)).cloned()
}

/// How far the clause reaches before another cue's clause begins.
fn limits(
    terms: &Terms,
    attributions: &[Attribution],
    layout: &Layout,
    of: usize,
    anchor: &Range<usize>,
    bounds: &Range<usize>,
) -> Range<usize> {
    let own = &attributions[of];
    let level = layout.owner[anchor.start];
    let other_cue = |i: &usize| layout.cue[*i].is_some_and(|c| c != of) && layout.owner[*i] == level;
    let mut limits = dateline(terms, bounds)..bounds.end;
    if let Some(cue) = (anchor.end..bounds.end).find(other_cue) {
        let source = layout.cue[cue].and_then(|other| {
            attributions[other].source.iter().map(|s| s.start).filter(|s| (anchor.end..cue).contains(s)).min()
        });
        let mut start = source.unwrap_or(cue);
        while source.is_none()
            && start > anchor.end
            && (lexicon::is_auxiliary(terms.word(start - 1)) || lexicon::is_adverb(terms.word(start - 1)))
        {
            start -= 1;
        }
        limits.end = start;
    }
    let first = own.source.iter().map(|s| s.start).filter(|s| bounds.contains(s)).min();
    let first = first.unwrap_or(anchor.start).min(anchor.start);
    if let Some(cue) = (bounds.start..first).rev().find(other_cue) {
        // what follows the other cue up to its content, or to the next comma, is the other's
        let behind =
            (cue + 1..first).rev().find(|&i| layout.owner[i].is_some() && layout.owner[i] == layout.cue[cue]);
        let comma = || (cue + 1..first).find(|&i| terms.parts(i) || terms.is_mark(i));
        limits.start = limits.start.max(behind.or_else(comma).unwrap_or(cue) + 1);
    }
    limits
}

/// Where the text of a sentence starts behind 'OLSK, Sept. 28 (AP) —'.
fn dateline(terms: &Terms, bounds: &Range<usize>) -> usize {
    const LONGEST: usize = 16;
    let start = bounds.start;
    let opens = start < terms.len() && terms.segments.paragraph_of(start).start == start;
    let place = terms.raw(start);
    let capitals = place.chars().count() > 2 && !place.chars().any(char::is_lowercase);
    if !opens || !capitals {
        return start;
    }
    let dash = |i: &usize| matches!(terms.word(*i), "—" | "–" | "-" | "―") && !terms.is_joined(*i);
    (start..bounds.end.min(start + LONGEST)).find(dash).map_or(start, |i| i + 1)
}

struct Builder<'a> {
    terms: &'a Terms<'a>,
    source: &'a [Range<usize>],
    anchor: &'a Range<usize>,
    free: &'a [bool],
    bounds: &'a Range<usize>,
}

impl Builder<'_> {
    fn is_free(&self, i: usize) -> bool {
        self.bounds.contains(&i) && self.free[i - self.bounds.start]
    }

    fn is_source(&self, i: usize) -> bool {
        self.source.iter().any(|r| r.contains(&i)) && !self.anchor.contains(&i)
    }

    /// The stretches that are about the saying.
    fn pieces(&self, mut chunks: Vec<Range<usize>>) -> Vec<Piece> {
        let Some(main) = chunks.iter().position(|c| c.contains(&self.anchor.start)) else {
            return Vec::new();
        };
        let behind = chunks.split_off(main + 1);
        let mut pieces = Vec::new();
        if let Some(chunk) = chunks.pop() {
            self.main(&chunk, &mut pieces);
        }
        pieces.extend(
            behind
                .into_iter()
                .filter(|c| self.is_adverbial(c))
                .map(|tokens| Piece { tokens, position: Position::After }),
        );
        pieces.extend(
            chunks
                .into_iter()
                .rev()
                .filter(|c| self.is_adverbial(c))
                .map(|tokens| Piece { tokens, position: Position::Before }),
        );
        pieces.sort_by_key(|piece| match piece.position {
            Position::After => 0,
            Position::Before => 1,
            Position::Between => 2,
        });
        pieces
    }

    /// Stretches between punctuation and contents.
    fn chunks(&self, limits: Range<usize>) -> Vec<Range<usize>> {
        let mut chunks: Vec<Range<usize>> = Vec::new();
        let mut open = false;
        let mut i = limits.start;
        while i < limits.end {
            let in_cue = self.anchor.contains(&i);
            if let Some(close) = self.title(i).filter(|close| open && *close < limits.end) {
                if let Some(last) = chunks.last_mut() {
                    last.end = close + 1;
                }
                i = close + 1;
                continue;
            }
            if !self.is_free(i) || (!in_cue && (self.terms.parts(i) || self.terms.is_mark(i))) {
                open = false;
                i += 1;
                continue;
            }
            // the comma of 'March 3, 2021' parts nothing
            let end =
                date::at(self.terms, i).map_or(i + 1, |found| found.tokens.end.min(limits.end).max(i + 1));
            match chunks.last_mut() {
                Some(last) if open => last.end = end,
                _ => chunks.push(i..end),
            }
            open = true;
            i = end;
        }
        chunks
    }

    /// Where the title that opens at a quotation mark closes: 'on "Face the Town"'.
    fn title(&self, i: usize) -> Option<usize> {
        const LONGEST: usize = 8;
        if !self.is_free(i) || !self.terms.is_mark(i) || !self.terms.is_capital(i + 1) {
            return None;
        }
        let close = (i + 1..i + LONGEST).find(|&j| self.terms.is_mark(j))?;
        let named = (i + 1..close)
            .all(|j| !self.terms.is_word(j) || self.terms.is_capital(j) || self.terms.word(j).len() <= 3);
        (named && (i..=close).all(|j| self.is_free(j))).then_some(close)
    }

    /// The stretch with the cue, without the source.
    fn main(&self, chunk: &Range<usize>, pieces: &mut Vec<Piece>) {
        let mut run = chunk.start;
        let mut seen_source = false;
        for i in chunk.start..=chunk.end {
            let cut = i == chunk.end || self.is_source(i) || i == self.anchor.start;
            if cut && run < i {
                let position = match (run >= self.anchor.start, seen_source) {
                    (true, _) => Position::After,
                    (false, true) => Position::Between,
                    (false, false) => Position::Before,
                };
                pieces.push(Piece { tokens: run..i, position });
            }
            if i < chunk.end && self.is_source(i) {
                seen_source = true;
                run = i + 1;
            } else if cut {
                run = i;
            }
        }
    }

    /// Whether a stretch between commas says when, where or how, and does not describe somebody.
    fn is_adverbial(&self, chunk: &Range<usize>) -> bool {
        let mut start = chunk.start;
        while start < chunk.end
            && (lexicon::is_adverb(self.terms.word(start)) || self.terms.is(start, &["and", "but"]))
        {
            start += 1;
        }
        if start == chunk.end || self.is_source(start) {
            return false;
        }
        let word = self.terms.word(start);
        if date::at(self.terms, start).is_some() {
            return true;
        }
        if matches!(word, "who" | "which") {
            return (start..chunk.end.min(start + 5)).any(|i| self.terms.lemma(i, SPEAKING).is_some());
        }
        matches!(
            word,
            "in" | "on"
                | "at"
                | "during"
                | "outside"
                | "inside"
                | "from"
                | "near"
                | "via"
                | "aboard"
                | "by"
                | "over"
                | "asked"
                | "questioned"
                | "pressed"
                | "interviewed"
                | "to"
                | "under"
        ) || (word.len() > 4
            && word.ends_with("ing")
            && !matches!(
                word,
                "during"
                    | "according"
                    | "including"
                    | "following"
                    | "nothing"
                    | "everything"
                    | "something"
                    | "morning"
                    | "evening"
                    | "being"
            ))
    }
}

/// Verbs of a public appearance.
const SPEAKING: &[&str] = &["speak", "talk", "testify", "appear", "address"];
