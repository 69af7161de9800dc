//! Scores of the model -> attributions, which nest.

use std::ops::Range;

/// One attribution, as token ranges of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words that mark it.
    pub cue: Option<Range<usize>>,
    /// Whom it is attributed to; in the order of the text.
    pub source: Vec<Range<usize>>,
    /// What is attributed; in the order of the text, never empty.
    pub content: Vec<Range<usize>>,
    /// Position of the attribution whose content holds this one.
    pub inside: Option<usize>,
    /// Calibrated probability that it is right.
    pub confidence: f32,
}
