//! Word-by-word alignment of two tellings.
//!
//! The best chain of pairs in the order of both: content words count more than function words, the
//! same word more than another form of it, neighbours more than strays. Time and memory are bounded
//! by [`CELLS`], whatever is compared.

use super::tokens::Token;

/// The greatest number of word pairs looked at. Longer texts are cut.
const CELLS: usize = 160_000;
/// What a pair gains by following a pair.
const NEIGHBOUR: f32 = 1.0;
/// What a pair loses by not following one.
const STRAY: f32 = 0.8;
/// How many words on a pair of function words may stand and still belong to its neighbours.
const NEAR: usize = 3;

/// How alike two words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same word.
    Same,
    /// Another form of the word.
    Form,
    /// A word that stands for the other where speech is reported.
    Reported,
}

/// One word of each telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Number of the word in the first.
    pub a: usize,
    /// Number of the word in the second.
    pub b: usize,
    /// How alike they are.
    pub likeness: Likeness,
}

/// The pairs of words that fit, in the order of both.
pub(crate) fn align(a: &[Token], b: &[Token]) -> Vec<Pair> {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a.word == b.word).count();
    let (rest_a, rest_b) = (&a[prefix..], &b[prefix..]);
    let suffix = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a.word == b.word).count();
    let (rest_a, rest_b) = (&rest_a[..rest_a.len() - suffix], &rest_b[..rest_b.len() - suffix]);

    let same = |a, b| Pair { a, b, likeness: Likeness::Same };
    let mut pairs: Vec<Pair> = (0..prefix).map(|at| same(at, at)).collect();
    let (cut_a, cut_b) = cut(rest_a.len(), rest_b.len());
    let middle = chain(&rest_a[..cut_a], &rest_b[..cut_b]);
    pairs.extend(middle.into_iter().map(|p| Pair { a: p.a + prefix, b: p.b + prefix, ..p }));
    pairs.extend((0..suffix).map(|at| same(a.len() - suffix + at, b.len() - suffix + at)));
    drop_strays(a, pairs)
}

/// How alike two words are, if they are.
fn likeness(a: &Token, b: &Token) -> Option<Likeness> {
    if a.word == b.word {
        Some(Likeness::Same)
    } else if a.content && b.content && a.stem == b.stem {
        Some(Likeness::Form)
    } else if a.group != 0 && a.group == b.group {
        Some(Likeness::Reported)
    } else {
        None
    }
}

fn gain(a: &Token, b: &Token) -> Option<(f32, Likeness)> {
    let likeness = likeness(a, b)?;
    let gain = match (likeness, a.content) {
        (Likeness::Same, true) => 4.0,
        (Likeness::Same, false) => 1.5,
        (Likeness::Form, _) => 3.0,
        (Likeness::Reported, _) => 0.9,
    };
    Some((gain, likeness))
}

/// How much of two texts is compared, the shorter one kept as whole as may be.
fn cut(a: usize, b: usize) -> (usize, usize) {
    if a.saturating_mul(b) <= CELLS {
        return (a, b);
    }
    let side = CELLS.isqrt();
    if a <= b {
        let a = a.min(side);
        (a, CELLS / a.max(1))
    } else {
        let b = b.min(side);
        (CELLS / b.max(1), b)
    }
}

/// Where the best chain that ends at or before a cell came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Up,
    Left,
    /// The cell's own pair, which follows a pair.
    Neighbour,
    /// The cell's own pair, which stands by itself.
    Stray,
}

/// The chain of pairs with the greatest gain.
fn chain(a: &[Token], b: &[Token]) -> Vec<Pair> {
    let width = b.len() + 1;
    let mut best_row = vec![0.0f32; width];
    let mut pair_row = vec![f32::NEG_INFINITY; width];
    // for each cell: where the best chain comes from, and whether its pair follows a pair
    let mut best_from = vec![From::Start; (a.len() + 1) * width];
    let mut pair_from = vec![From::Start; (a.len() + 1) * width];
    for i in 1..=a.len() {
        let (mut best_before, mut pair_before) = (best_row[0], pair_row[0]);
        for j in 1..=b.len() {
            let (best_up, pair_up) = (best_row[j], pair_row[j]);
            let cell = i * width + j;
            let pair = match gain(&a[i - 1], &b[j - 1]) {
                Some((gain, _)) => {
                    let (follows, alone) = (pair_before + NEIGHBOUR, best_before - STRAY);
                    pair_from[cell] = if follows >= alone { From::Neighbour } else { From::Stray };
                    gain + follows.max(alone)
                }
                None => f32::NEG_INFINITY,
            };
            let left = best_row[j - 1];
            let (mut best, mut from) = if best_up >= left { (best_up, From::Up) } else { (left, From::Left) };
            if pair > best {
                (best, from) = (pair, pair_from[cell]);
            }
            best_from[cell] = from;
            (best_before, pair_before) = (best_up, pair_up);
            best_row[j] = best;
            pair_row[j] = pair;
        }
    }
    walk_back(a, b, &best_from, &pair_from)
}

fn walk_back(a: &[Token], b: &[Token], best_from: &[From], pair_from: &[From]) -> Vec<Pair> {
    let width = b.len() + 1;
    let mut out = Vec::new();
    let (mut i, mut j) = (a.len(), b.len());
    // whether the pair after this cell counted on a pair standing here
    let mut must_pair = false;
    while i > 0 && j > 0 {
        let cell = i * width + j;
        let from = if must_pair { pair_from[cell] } else { best_from[cell] };
        match from {
            From::Up => i -= 1,
            From::Left => j -= 1,
            From::Start => break,
            From::Neighbour | From::Stray => {
                if let Some((_, likeness)) = gain(&a[i - 1], &b[j - 1]) {
                    out.push(Pair { a: i - 1, b: j - 1, likeness });
                }
                must_pair = from == From::Neighbour;
                i -= 1;
                j -= 1;
            }
        }
    }
    out.reverse();
    out
}

/// Takes out runs of pairs that are function words alone and stand far from others: they fit by
/// chance, and would make the difference hard to read.
fn drop_strays(a: &[Token], pairs: Vec<Pair>) -> Vec<Pair> {
    let follows = |before: &Pair, after: &Pair| (before.a + 1, before.b + 1) == (after.a, after.b);
    let runs: Vec<&[Pair]> = pairs.chunk_by(follows).collect();
    let solid = |run: &[Pair]| run.len() >= 3 || run.iter().any(|pair| a[pair.a].content);
    let near = |before: &[Pair], after: &[Pair]| {
        let (Some(before), Some(after)) = (before.last(), after.first()) else { return false };
        after.a - before.a <= NEAR && after.b - before.b <= NEAR
    };
    let mut out = Vec::with_capacity(pairs.len());
    for (at, run) in runs.iter().enumerate() {
        let leans_back = at > 0 && solid(runs[at - 1]) && near(runs[at - 1], run);
        let leans_on = runs.get(at + 1).is_some_and(|next| solid(next) && near(run, next));
        if solid(run) || leans_back || leans_on {
            out.extend_from_slice(run);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;
    use onrecord::record::Form;
    use proptest::prelude::*;

    fn kept(a: &str, b: &str) -> String {
        let (a, b) = (tokens(a, Form::Direct), tokens(b, Form::Direct));
        align(&a, &b).iter().map(|pair| a[pair.a].word.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_part_is_found_in_the_whole() {
        let whole = "If the council votes for it, we will close the harbour bridge before the winter comes.";
        assert_eq!(kept(whole, "we will close the harbour bridge"), "we will close the harbour bridge");
        assert_eq!(kept(whole, "We closed the bridge"), "we close the bridge");
    }

    #[test]
    fn chance_function_words_are_not_pairs() {
        assert_eq!(kept("the ferry is late and we are cold", "a dog of the town is sad"), "");
    }

    proptest! {
        #[test]
        fn pairs_rise_on_both_sides(a in "[a-d ]{0,60}", b in "[a-d ]{0,60}") {
            let (a, b) = (tokens(&a, Form::Direct), tokens(&b, Form::Direct));
            for two in align(&a, &b).windows(2) {
                prop_assert!(two[0].a < two[1].a && two[0].b < two[1].b);
            }
        }

        #[test]
        fn a_text_fits_itself(a in "[a-z ]{0,200}") {
            let a = tokens(&a, Form::Direct);
            let pairs = align(&a, &a);
            prop_assert!(pairs.len() == a.len() || a.iter().all(|token| !token.content));
        }
    }
}
