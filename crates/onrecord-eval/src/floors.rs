//! Figures that a build must not fall below.
//!
//! A floor holds for one corpus, known by the SHA-256 of its file: on other data the same figure
//! means something else, so a corpus that changed is an error, never a pass.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::score::Figure;

/// Every corpus with its floors, by its path under the folder of shared data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Floors(pub BTreeMap<String, Corpus>);

/// The floors on one corpus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corpus {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The least F1 in percent, by the name of the figure.
    pub f1: BTreeMap<String, f64>,
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Broken {
    /// The corpus is not the one that the floors were set on.
    #[error("the corpus has SHA-256 {found}, the floors were set on {expected}: set new floors on purpose")]
    OtherCorpus {
        /// The hash kept with the floors.
        expected: String,
        /// The hash of the data at hand.
        found: String,
    },
    /// A figure fell below its floor.
    #[error("{figure} F1 is {found:.2}, its floor is {floor:.2}")]
    Below {
        /// Which figure.
        figure: String,
        /// The floor, in percent.
        floor: f64,
        /// What was measured, in percent.
        found: f64,
    },
    /// A floor is kept for a figure that nobody measures.
    #[error("no figure is called `{figure}`, but a floor is kept for it")]
    UnknownFigure {
        /// The name.
        figure: String,
    },
}

/// A floor before and after an update, in percent.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which figure.
    pub figure: String,
    /// The floor as it was; `None` where there was none.
    pub before: Option<f64>,
    /// The floor as it would be.
    pub after: f64,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.before {
            Some(before) => write!(f, "{}: {before:.1} -> {:.1}", self.figure, self.after),
            None => write!(f, "{}: {:.1}", self.figure, self.after),
        }
    }
}

impl Corpus {
    /// Everything that does not hold for these figures on a corpus with this hash.
    pub fn check(&self, sha256: &str, figures: &BTreeMap<&'static str, Figure>) -> Vec<Broken> {
        if self.sha256 != sha256 {
            let (expected, found) = (self.sha256.clone(), sha256.to_owned());
            return vec![Broken::OtherCorpus { expected, found }];
        }
        let below = self.f1.iter().filter_map(|(name, &floor)| match figures.get(name.as_str()) {
            None => Some(Broken::UnknownFigure { figure: name.clone() }),
            Some(figure) if 100.0 * figure.f1 < floor => {
                Some(Broken::Below { figure: name.clone(), floor, found: 100.0 * figure.f1 })
            }
            Some(_) => None,
        });
        below.collect()
    }

    /// Floors just under these figures, and how they differ from the ones kept.
    pub fn updated(&self, sha256: &str, figures: &BTreeMap<&'static str, Figure>) -> (Corpus, Vec<Change>) {
        let floor = |figure: &Figure| (1000.0 * figure.f1).floor() / 10.0;
        let f1: BTreeMap<String, f64> =
            figures.iter().map(|(name, f)| ((*name).to_owned(), floor(f))).collect();
        let changes = f1
            .iter()
            .map(|(name, &after)| Change { figure: name.clone(), before: self.f1.get(name).copied(), after })
            .filter(|change| change.before != Some(change.after))
            .collect();
        (Corpus { sha256: sha256.to_owned(), f1 }, changes)
    }
}

impl Change {
    /// Whether the update would let a build be worse than it had to be.
    pub fn lowers(&self) -> bool {
        self.before.is_some_and(|before| self.after < before)
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Count;

    fn figures(right: u64) -> BTreeMap<&'static str, Figure> {
        BTreeMap::from([("relation.loose", Figure::from(Count { right, predicted: 1000, gold: 1000 }))])
    }

    fn corpus(floor: f64) -> Corpus {
        Corpus { sha256: sha256(b"data"), f1: BTreeMap::from([("relation.loose".to_owned(), floor)]) }
    }

    #[test]
    fn a_figure_below_its_floor_is_reported() {
        assert_eq!(corpus(77.5).check(&sha256(b"data"), &figures(775)), []);
        let broken = corpus(77.5).check(&sha256(b"data"), &figures(774));
        assert!(matches!(&broken[..], [Broken::Below { figure, .. }] if figure == "relation.loose"));
    }

    #[test]
    fn another_corpus_never_passes() {
        let broken = corpus(0.0).check(&sha256(b"other"), &figures(1000));
        assert!(matches!(broken[..], [Broken::OtherCorpus { .. }]));
    }

    #[test]
    fn a_floor_without_its_figure_is_reported() {
        let mut corpus = corpus(50.0);
        corpus.f1.insert("relation.lose".into(), 1.0);
        let broken = corpus.check(&sha256(b"data"), &figures(600));
        assert_eq!(broken, [Broken::UnknownFigure { figure: "relation.lose".into() }]);
    }

    #[test]
    fn an_update_that_lowers_a_floor_says_so() {
        let (_, changes) = corpus(77.5).updated(&sha256(b"data"), &figures(700));
        assert!(changes[0].lowers());
        let (raised, changes) = corpus(77.5).updated(&sha256(b"data"), &figures(801));
        assert!(!changes[0].lowers());
        assert_eq!(raised.f1["relation.loose"], 80.1);
        assert_eq!(changes[0].to_string(), "relation.loose: 77.5 -> 80.1");
    }

    #[test]
    fn the_hash_is_the_known_one() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
