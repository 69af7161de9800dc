//! Which token belongs to which attribution: one look at a token instead of a walk over all attributions.

use std::cmp::Reverse;
use std::ops::Range;

use crate::link::Attribution;

/// For every token, what it belongs to.
pub(super) struct Layout {
    /// The innermost attribution whose content holds it.
    pub owner: Vec<Option<usize>>,
    /// The attribution whose cue it is part of.
    pub cue: Vec<Option<usize>>,
}

impl Layout {
    /// Lays the attributions out over a number of tokens.
    pub fn new(tokens: usize, attributions: &[Attribution]) -> Self {
        let mut layout = Layout { owner: vec![None; tokens], cue: vec![None; tokens] };
        let size = |i: &usize| attributions[*i].content.iter().map(Range::len).sum::<usize>();
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        order.sort_by_key(|i| Reverse(size(i)));
        for i in order {
            for token in attributions[i].content.iter().cloned().flatten().take_while(|t| *t < tokens) {
                layout.owner[token] = Some(i);
            }
            for token in attributions[i].cue.iter().cloned().flatten().take_while(|t| *t < tokens) {
                layout.cue[token] = Some(i);
            }
        }
        layout
    }
}
