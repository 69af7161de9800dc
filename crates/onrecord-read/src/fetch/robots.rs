//! What sites allow robots to fetch, remembered for the life of a fetcher.

/// The rules of the sites seen so far.
#[derive(Default)]
pub(super) struct RobotsCache {}
