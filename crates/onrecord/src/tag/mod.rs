//! The embedded model: tokens -> cues with their sources and contents, labels, names, and vectors for resolution.
//!
//! One encoder reads each window once; five heads score its words. There are two encoders, one a [`Tier`]; nothing
//! outside this module asks which it is. What the models are, what they were trained on and how good they are,
//! `model/README.md` and `model/FAST.md` tell.

mod asked;
mod convolution;
mod decode;
mod encoder;
mod heads;
mod kernel;
#[cfg(test)]
mod parity;
mod weights;
mod windows;
mod wordpiece;

use std::collections::HashMap;
use std::ops::Range;

pub(crate) use heads::{PAIR_FEATURES, Pair};

use crate::error::EngineError;
use crate::segment::{Gap, Quote, Segments};
use asked::PARTS;
use convolution::Convolution;
use decode::{Run, best_runs, softmax};
use encoder::Encoder;
use heads::{Heads, LABELS, NAME_COLUMNS, NAMES, TAG_COLUMNS, TAGS};
use weights::Weights;
use windows::{Input, PIECES, TOKENS, Window, fill, fill_tokens, windows};
use wordpiece::{Cache, Wordpieces};

static ACCURATE: &[u8] = include_bytes!("model/accurate.safetensors");
static FAST: &[u8] = include_bytes!("model/fast.safetensors");

/// Which of the two embedded models reads. Both fill the same record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tier {
    /// A transformer: finds more, and ends where it should more often.
    #[default]
    Accurate,
    /// Convolutions: many times as many words a second.
    Fast,
}

/// Added to the scores of cue labels before decoding: chosen on dev for the best F1.
const CUE_BIAS: f32 = 0.0;
/// The same inside a content: the corpus marks outermost attributions alone, which taught the model to pass
/// over cues there.
const NESTED_CUE_BIAS: f32 = 1.0;
/// How sure the model must be of a label's words.
const LEAST_LABEL: f32 = 0.6;
/// Vectors kept for one article; beyond it mentions go unresolved rather than memory unbounded.
const MOST_VECTORS: usize = 30_000;
/// Longest source of which every token keeps its vector.
const LONGEST_SOURCE: usize = 40;
/// Taken from the score of being no target where no word else is one.
const UNSEEN_TARGET: f32 = 4.0;
/// How many paragraphs away from its cue or label a part may stand.
const REACH: u32 = 1;
/// The same in tokens, for a paragraph without end.
const REACH_TOKENS: usize = 256;

/// What the model found in an article.
#[derive(Default)]
pub(crate) struct Tagged {
    /// In the order of the text.
    pub(crate) cues: Vec<Cue>,
    /// Sources and contents that the tag head sees without asking for their cue, in the order of the text.
    pub(crate) unclaimed: Vec<Part>,
    /// In the order of the text, not overlapping.
    pub(crate) names: Vec<Name>,
    /// Names and epithets that somebody gives to somebody, in the order of the text.
    pub(crate) labels: Vec<Label>,
    /// Pair vectors of the tokens of names, sources, labels' targets and givers, and pronouns.
    pub(crate) vectors: HashMap<usize, Box<[f32]>>,
}

/// A cue and what the role head gives it.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub(crate) tokens: Range<usize>,
    /// Mean probability of its tokens' labels.
    pub(crate) probability: f32,
    pub(crate) parts: Vec<Part>,
}

/// A name or epithet, and who the model says gives it to whom.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) tokens: Range<usize>,
    pub(crate) target: Option<Range<usize>>,
    pub(crate) by: Option<Range<usize>>,
    /// Mean probability of its tokens' tags.
    pub(crate) probability: f32,
}

/// A source or content.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) tokens: Range<usize>,
    /// Mean probability of its tokens' labels.
    pub(crate) probability: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Source,
    Content,
}

/// A mention by name or description that the name head found.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) tokens: Range<usize>,
    pub(crate) kind: NameKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    Person,
    Organization,
    Place,
    Other,
    NominalPerson,
    NominalOrganization,
}

const NAME_KINDS: [NameKind; 6] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Place,
    NameKind::Other,
    NameKind::NominalPerson,
    NameKind::NominalOrganization,
];

/// The model; immutable, shared by all threads.
pub(crate) struct Model {
    vocabulary: Wordpieces,
    reader: Reader,
    heads: Heads,
}

enum Reader {
    Accurate(Encoder),
    Fast(Convolution),
}

/// Buffers of one thread, kept between articles.
#[derive(Default)]
pub(crate) struct Scratch {
    cache: Cache,
    input: Input,
    /// Hidden states, one row a token of the window.
    hidden: Vec<f32>,
    encoder: encoder::Scratch,
    convolution: convolution::Scratch,
    heads: heads::Scratch,
}

impl Model {
    /// Loads an embedded model.
    pub(crate) fn new(tier: Tier) -> Result<Self, EngineError> {
        let (weights, reader, path) = match tier {
            Tier::Accurate => {
                let weights = Weights::new("accurate", ACCURATE)?;
                let encoder = Encoder::new(&weights)?;
                let path = encoder.path();
                (weights, Reader::Accurate(encoder), path)
            }
            Tier::Fast => {
                let weights = Weights::new("fast", FAST)?;
                let encoder = Convolution::new(&weights)?;
                let path = encoder.path();
                (weights, Reader::Fast(encoder), path)
            }
        };
        Ok(Model { vocabulary: Wordpieces::new(), reader, heads: Heads::new(path, &weights)? })
    }

    /// Which model it is.
    pub(crate) fn tier(&self) -> Tier {
        match self.reader {
            Reader::Accurate(_) => Tier::Accurate,
            Reader::Fast(_) => Tier::Fast,
        }
    }

    /// Reads a whole article.
    pub(crate) fn tag(&self, segments: &Segments, scratch: &mut Scratch) -> Tagged {
        let windows = match &self.reader {
            Reader::Accurate(_) => {
                let sizes: Vec<u8> = (0..segments.tokens.len())
                    .map(|i| self.vocabulary.of(segments.word(i), &mut scratch.cache).len() as u8)
                    .collect();
                windows(segments, &sizes, &PIECES)
            }
            Reader::Fast(_) => windows(segments, &vec![1; segments.tokens.len()], &TOKENS),
        };
        let mut out = Tagged::default();
        // signs without a word attribute nothing
        for window in windows.into_iter().filter(|w| has_word(segments, &w.tokens)) {
            self.tag_window(segments, &window, |i| segments.tokens[i].quote, false, scratch, &mut out);
        }
        out
    }

    /// Reads part of an article as if it stood alone: the words of a content, to find what nests in it.
    pub(crate) fn tag_part(
        &self,
        segments: &Segments,
        tokens: Range<usize>,
        quotes: &[Quote],
        scratch: &mut Scratch,
    ) -> Tagged {
        let mut out = Tagged::default();
        let mut start = tokens.start;
        while start < tokens.end {
            let end = self.end_of_part(segments, start..tokens.end, scratch);
            let window = Window { context: start, tokens: start..end };
            self.tag_window(segments, &window, |i| quotes[i - tokens.start], true, scratch, &mut out);
            start = end;
        }
        out
    }

    /// Where to stop reading a long part: half a window from its start.
    fn end_of_part(&self, segments: &Segments, tokens: Range<usize>, scratch: &mut Scratch) -> usize {
        let Reader::Accurate(encoder) = &self.reader else {
            return tokens.end.min(tokens.start + TOKENS.longest / 2);
        };
        let mut end = tokens.start;
        let mut size = 2;
        while end < tokens.end && size < encoder.longest() / 2 {
            size += self.vocabulary.of(segments.word(end), &mut scratch.cache).len();
            end += 1;
        }
        end
    }

    /// Scores pairs of mentions.
    pub(crate) fn pairs<'v>(&self, pairs: impl Iterator<Item = Pair<'v>>) -> Vec<f32> {
        self.heads.pairs(pairs)
    }

    /// Reads one window; of a `nested` one, whose words were read before, everything but its labels.
    fn tag_window(
        &self,
        segments: &Segments,
        window: &Window,
        quotes: impl Fn(usize) -> Quote,
        nested: bool,
        scratch: &mut Scratch,
        out: &mut Tagged,
    ) {
        let Scratch { cache, input, hidden, encoder, convolution, heads } = scratch;
        let whole = window.context..window.tokens.end;
        match &self.reader {
            Reader::Accurate(reader) => {
                fill(segments, whole, quotes, &self.vocabulary, cache, input);
                reader.run(&input.pieces, &input.features, &input.first, encoder, hidden);
            }
            Reader::Fast(reader) => {
                fill_tokens(segments, whole, quotes, &self.vocabulary, cache, input);
                reader.run(input, convolution, hidden);
            }
        }
        self.heads.project(hidden, heads);
        let shift = |run: &Run| run.range.start + window.tokens.start..run.range.end + window.tokens.start;
        let breaks = |i: usize| segments.tokens[window.tokens.start + i].gap == Gap::Paragraph;
        let own = window.tokens.start - window.context..window.tokens.end - window.context;

        let mut tags: Vec<[f32; TAGS]> =
            own.clone().map(|i| columns(self.heads.row(heads, i), TAG_COLUMNS)).collect();
        let plain: Vec<Run> = best_runs(&tags, breaks);
        for run in plain.iter().filter(|run| run.kind != 1) {
            let role = if run.kind == 0 { Role::Source } else { Role::Content };
            let probability = mean_probability(&tags, run);
            out.unclaimed.push(Part { role, tokens: shift(run), probability });
        }
        let cue_bias = if nested { NESTED_CUE_BIAS } else { CUE_BIAS };
        tags.iter_mut().for_each(|row| row[3..5].iter_mut().for_each(|score| *score += cue_bias));
        for run in best_runs(&tags, breaks).iter().filter(|run| run.kind == 1) {
            let tokens = shift(run);
            if !has_word(segments, &tokens) {
                continue;
            }
            let probability = mean_probability(&tags, run);
            let parts = self.roles(segments, window, &tokens, heads);
            for part in parts.iter().filter(|p| p.role == Role::Source && p.tokens.len() <= LONGEST_SOURCE) {
                self.keep_vectors(part.tokens.clone(), window, heads, out);
            }
            out.cues.push(Cue { tokens, probability, parts });
        }

        if !nested {
            self.labels(segments, window, heads, out);
        }
        let names: Vec<[f32; NAMES]> = own.map(|i| columns(self.heads.row(heads, i), NAME_COLUMNS)).collect();
        for run in best_runs(&names, breaks) {
            let tokens = shift(&run);
            if has_word(segments, &tokens) {
                self.keep_vectors(tokens.clone(), window, heads, out);
                out.names.push(Name { tokens, kind: NAME_KINDS[run.kind] });
            }
        }
        for token in window.tokens.clone() {
            if segments.is_pronoun(token) {
                self.keep_vectors(token..token + 1, window, heads, out);
            }
        }
    }

    /// The labels of a window's own tokens.
    fn labels(&self, segments: &Segments, window: &Window, heads: &mut heads::Scratch, out: &mut Tagged) {
        let own = window.tokens.start - window.context..window.tokens.end - window.context;
        let scores: Vec<[f32; LABELS]> =
            own.map(|i| columns(self.heads.row(heads, i), self.heads.label_columns())).collect();
        let breaks = |i: usize| segments.tokens[window.tokens.start + i].gap == Gap::Paragraph;
        for run in best_runs(&scores, breaks) {
            let tokens = run.range.start + window.tokens.start..run.range.end + window.tokens.start;
            let probability = mean_probability(&scores, &run);
            if has_word(segments, &tokens) && probability >= LEAST_LABEL {
                let (target, by) = self.parties(segments, window, &tokens, heads);
                let label = Label { tokens, target, by, probability };
                for part in [&label.target, &label.by].into_iter().flatten() {
                    self.keep_vectors(part.clone(), window, heads, out);
                }
                out.labels.push(label);
            }
        }
    }

    fn keep_vectors(&self, tokens: Range<usize>, window: &Window, heads: &heads::Scratch, out: &mut Tagged) {
        for token in tokens {
            if out.vectors.len() < MOST_VECTORS {
                let row = self.heads.row(heads, token - window.context);
                out.vectors.entry(token).or_insert_with(|| row[self.heads.pair_columns()].into());
            }
        }
    }

    /// The sources and contents of one cue.
    fn roles(
        &self,
        segments: &Segments,
        window: &Window,
        cue: &Range<usize>,
        heads: &mut heads::Scratch,
    ) -> Vec<Part> {
        let (first, mut scores) = self.ask(segments, window, &self.heads.roles, cue, heads);
        for row in &mut scores[cue.start - first..cue.end - first] {
            *row = [0.0, f32::MIN / 4.0, f32::MIN / 4.0, f32::MIN / 4.0, f32::MIN / 4.0];
        }
        best_runs(&scores, |_| false)
            .iter()
            .map(|run| Part {
                role: if run.kind == 0 { Role::Source } else { Role::Content },
                tokens: first + run.range.start..first + run.range.end,
                probability: mean_probability::<PARTS>(&scores, run),
            })
            .filter(|part| has_word(segments, &part.tokens))
            .collect()
    }

    /// A label's target and giver: for each the surest span.
    fn parties(
        &self,
        segments: &Segments,
        window: &Window,
        tokens: &Range<usize>,
        heads: &mut heads::Scratch,
    ) -> (Option<Range<usize>>, Option<Range<usize>>) {
        let (first, scores) = self.ask(segments, window, &self.heads.label, tokens, heads);
        let mut runs = best_runs(&scores, |_| false);
        runs.sort_by(|a, b| mean_probability(&scores, b).total_cmp(&mean_probability(&scores, a)));
        let part = |run: &Run| first + run.range.start..first + run.range.end;
        let surest = |kind: usize| {
            runs.iter().filter(|run| run.kind == kind).map(part).find(|tokens| has_word(segments, tokens))
        };
        let (target, by) = (surest(0), surest(1));
        // a label is given to somebody: the likeliest besides the giver
        let target = target.or_else(|| {
            let mut own: Vec<[f32; LABELS]> =
                scores.iter().map(|row| [row[0] - UNSEEN_TARGET, row[1], row[2]]).collect();
            for i in tokens.clone().chain(by.clone().into_iter().flatten()) {
                own[i - first] = [0.0, f32::MIN / 4.0, f32::MIN / 4.0];
            }
            let runs = best_runs(&own, |_| false);
            let likely =
                runs.iter().max_by(|a, b| mean_probability(&own, a).total_cmp(&mean_probability(&own, b)));
            likely.map(part).filter(|tokens| has_word(segments, tokens))
        });
        (target, by)
    }

    /// What a head makes of the tokens in reach of a span, and the first of them.
    fn ask(
        &self,
        segments: &Segments,
        window: &Window,
        head: &asked::Asked,
        span: &Range<usize>,
        heads: &mut heads::Scratch,
    ) -> (usize, Vec<[f32; PARTS]>) {
        let home = segments.tokens[span.start].paragraph;
        let near = |i: &usize| segments.tokens[*i].paragraph.abs_diff(home) <= REACH;
        let whole = window.context..window.tokens.end;
        let first = whole.clone().find(near).unwrap_or(span.start);
        let first = first.max(span.start.saturating_sub(REACH_TOKENS));
        let last = whole.clone().rev().find(near).map_or(span.end, |i| i + 1);
        let last = last.min(span.end + REACH_TOKENS);
        let relative = |range: Range<usize>| range.start - window.context..range.end - window.context;
        let paragraph = |i: usize| segments.tokens[window.context + i].paragraph as i32;
        let scores = self.heads.ask(head, &relative(span.clone()), &relative(first..last), paragraph, heads);
        (first, scores)
    }
}

fn columns<const N: usize>(row: &[f32], columns: Range<usize>) -> [f32; N] {
    std::array::from_fn(|k| row[columns.start + k])
}

/// How sure the scores are of a run's labels, on average over its tokens.
fn mean_probability<const L: usize>(scores: &[[f32; L]], run: &Run) -> f32 {
    let (begin, go_on) = (1 + 2 * run.kind, 2 + 2 * run.kind);
    let total: f32 = run
        .range
        .clone()
        .map(|i| {
            let shares = softmax(&scores[i]);
            if i == run.range.start { shares[begin] } else { shares[go_on] }
        })
        .sum();
    total / run.range.len() as f32
}

/// Whether any token of a range has a letter or number.
fn has_word(segments: &Segments, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| segments.word(i).chars().any(char::is_alphanumeric))
}
