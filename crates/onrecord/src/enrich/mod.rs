//! Attributions -> act, when, where, condition, and the article's labels.
