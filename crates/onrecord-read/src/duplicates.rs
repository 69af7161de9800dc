//! Texts that were printed before, word for word or nearly so: wire copy that many outlets carry.
//!
//! Near duplicates are told by MinHash: of all triples of words in a text, the least values under many hash
//! functions are kept, and two texts agree in about as large a share of them as of their triples. Those of
//! a text are grouped in bands; only texts that share a band are compared.

use std::collections::{HashMap, VecDeque};

/// Hash functions, as bands of rows. With 16 bands of 4, texts that share 70 of 100 triples meet in a band with
/// a probability of 0.99, texts that share 30 with one of 0.12, and are then compared in all values.
const BANDS: usize = 16;
const ROWS: usize = 4;
const VALUES: usize = BANDS * ROWS;

/// Words that make up a shingle.
const SHINGLE: usize = 3;

/// Texts with fewer words are compared word for word only.
const FEWEST_WORDS: usize = 30;

/// The least estimated share of triples in common that makes a near duplicate.
const NEAR: f32 = 0.7;

/// How many texts are remembered unless said otherwise: about 400 MB.
const CAPACITY: usize = 500_000;

/// How a text relates to those seen before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// Like none of them.
    New,
    /// The same words as the text with this number, whatever its case, punctuation and spaces.
    Exact {
        /// The number, counted from 0 in the order of [`Duplicates::check`].
        of: u64,
    },
    /// Nearly the text with this number.
    Near {
        /// The number, counted from 0 in the order of [`Duplicates::check`].
        of: u64,
        /// Estimated share of word triples in common, 0 to 1.
        similarity: f32,
    },
}

/// Remembers texts by their fingerprints and tells which were seen before.
///
/// A duplicate is not remembered itself, so that all copies are reported as copies of the first.
pub struct Duplicates {
    capacity: usize,
    checked: u64,
    /// In the order in which they came.
    known: VecDeque<Known>,
    /// The number of the first in `known`, among those ever remembered.
    first: u64,
    exact: HashMap<u64, u64, PlainHash>,
    bands: HashMap<u64, Vec<u64>, PlainHash>,
}

type PlainHash = std::hash::BuildHasherDefault<Identity>;

/// A text remembered.
struct Known {
    number: u64,
    words: u64,
    values: Option<Box<[u32; VALUES]>>,
}

impl Default for Duplicates {
    fn default() -> Self {
        Duplicates::with_capacity(CAPACITY)
    }
}

impl Duplicates {
    /// Remembers up to `capacity` texts, about 800 bytes for each; beyond that the oldest are forgotten.
    pub fn with_capacity(capacity: usize) -> Self {
        Duplicates {
            capacity: capacity.max(1),
            checked: 0,
            known: VecDeque::new(),
            first: 0,
            exact: HashMap::default(),
            bands: HashMap::default(),
        }
    }

    /// Compares a text with those before it, and remembers it where it is new.
    pub fn check(&mut self, text: &str) -> Seen {
        let number = self.checked;
        self.checked += 1;
        let words = word_hashes(text);
        let all = words.iter().fold(words.len() as u64, |all, word| mix(all ^ word));
        if let Some(known) = self.exact.get(&all).and_then(|index| self.get(*index)) {
            return Seen::Exact { of: known.number };
        }
        let values = (words.len() >= FEWEST_WORDS).then(|| Box::new(min_hashes(&words)));
        if let Some(values) = &values
            && let Some((of, similarity)) = self.nearest(values)
        {
            return Seen::Near { of, similarity };
        }
        self.remember(Known { number, words: all, values });
        Seen::New
    }

    fn get(&self, index: u64) -> Option<&Known> {
        self.known.get(usize::try_from(index.checked_sub(self.first)?).ok()?)
    }

    fn nearest(&self, values: &[u32; VALUES]) -> Option<(u64, f32)> {
        let candidates = band_keys(values).filter_map(|key| self.bands.get(&key)).flatten();
        let compared = candidates.filter_map(|index| {
            let known = self.get(*index)?;
            let theirs = known.values.as_deref()?;
            let same = values.iter().zip(theirs).filter(|(a, b)| a == b).count();
            Some((known.number, same as f32 / VALUES as f32))
        });
        compared
            .filter(|(_, similarity)| *similarity >= NEAR)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    fn remember(&mut self, known: Known) {
        if self.known.len() == self.capacity {
            self.forget_oldest();
        }
        let index = self.first + self.known.len() as u64;
        self.exact.insert(known.words, index);
        for key in known.values.iter().flat_map(|values| band_keys(values)) {
            self.bands.entry(key).or_default().push(index);
        }
        self.known.push_back(known);
    }

    fn forget_oldest(&mut self) {
        let Some(oldest) = self.known.pop_front() else { return };
        if self.exact.get(&oldest.words) == Some(&self.first) {
            self.exact.remove(&oldest.words);
        }
        for key in oldest.values.iter().flat_map(|values| band_keys(values)) {
            if let Some(indices) = self.bands.get_mut(&key) {
                indices.retain(|index| *index != self.first);
                if indices.is_empty() {
                    self.bands.remove(&key);
                }
            }
        }
        self.first += 1;
    }
}

/// A hash of each word, in lower case.
fn word_hashes(text: &str) -> Vec<u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).fold(0x9E37_79B9, |hash, c| mix(hash ^ u64::from(c)))
        })
        .collect()
}

fn min_hashes(words: &[u64]) -> [u32; VALUES] {
    let mut least = [u32::MAX; VALUES];
    for shingle in words.windows(SHINGLE) {
        let hash = shingle.iter().fold(0, |hash, word| mix(hash ^ word));
        for (function, least) in least.iter_mut().enumerate() {
            // one strong hash, spread over the functions by odd factors
            let spread = mix(hash.wrapping_mul(2 * function as u64 + 1)) >> 32;
            *least = (*least).min(spread as u32);
        }
    }
    least
}

fn band_keys(values: &[u32; VALUES]) -> impl Iterator<Item = u64> {
    values
        .chunks(ROWS)
        .enumerate()
        .map(|(band, rows)| rows.iter().fold(band as u64, |key, row| mix(key ^ u64::from(*row))))
}

/// Spreads the bits of a number (the finaliser of SplitMix64).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// Keys are hashes already.
#[derive(Default)]
struct Identity(u64);

impl std::hash::Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of its own for each seed.
    fn story(seed: u64, words: usize) -> String {
        (0..words as u64).map(|at| format!("word{} ", mix(seed * 1000 + at) % 5000)).collect()
    }

    #[test]
    fn copies_are_recognised_whatever_their_typography() {
        let mut seen = Duplicates::default();
        assert_eq!(seen.check("“We are ready,” said Ann Oake."), Seen::New);
        assert_eq!(seen.check("Something else."), Seen::New);
        assert_eq!(seen.check("\"We are ready\", said   ANN OAKE"), Seen::Exact { of: 0 });
        assert_eq!(seen.check("\"We are ready\", said Ann Oak"), Seen::New);
    }

    #[test]
    fn edited_copies_are_near_and_other_texts_are_not() {
        let mut seen = Duplicates::default();
        let original = story(1, 400);
        assert_eq!(seen.check(&original), Seen::New);
        for seed in 2..200 {
            assert_eq!(seen.check(&story(seed, 400)), Seen::New);
        }
        let edited = format!("VALE (Wire) - {original} The Post contributed to this report.");
        let Seen::Near { of: 0, similarity } = seen.check(&edited) else { panic!("not recognised") };
        assert!(similarity > 0.8);
        let half = format!("{}{}", &original[..original.len() / 2], story(900, 300));
        assert_eq!(seen.check(&half), Seen::New);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut seen = Duplicates::with_capacity(10);
        for seed in 0..30 {
            assert_eq!(seen.check(&story(seed, 50)), Seen::New);
        }
        assert!(seen.known.len() == 10 && seen.exact.len() == 10 && seen.bands.len() <= 10 * BANDS);
        assert_eq!(seen.check(&story(0, 50)), Seen::New);
        assert_eq!(seen.check(&story(29, 50)), Seen::Exact { of: 29 });
    }
}
