//! Articles that were read a moment ago, so that a page can be loaded again, printed and downloaded
//! without reading the article twice. They are in memory alone, and the oldest make room for new ones.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use onrecord::record::Record;

/// The most readings kept.
const MOST: usize = 256;
/// The most bytes of text kept.
const MOST_BYTES: usize = 64 << 20;

/// An article that was read.
#[derive(Debug)]
pub struct Reading {
    /// What the engine found, with the article's text.
    pub record: Record,
    /// What the reader should know of it: that it is in a language the model does not know, for instance.
    pub note: Option<String>,
}

/// The latest readings.
#[derive(Default)]
pub struct Readings {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    readings: VecDeque<(String, Arc<Reading>)>,
    bytes: usize,
}

impl Readings {
    /// Keeps a reading and returns the name it is found by, which nobody can guess. `None` where the
    /// system has no randomness to give.
    pub fn keep(&self, reading: Reading) -> Option<String> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).ok()?;
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += size(&reading);
        kept.readings.push_back((id.clone(), Arc::new(reading)));
        while kept.readings.len() > 1 && (kept.readings.len() > MOST || kept.bytes > MOST_BYTES) {
            if let Some((_, oldest)) = kept.readings.pop_front() {
                kept.bytes -= size(&oldest);
            }
        }
        Some(id)
    }

    /// A reading by its name.
    pub fn get(&self, id: &str) -> Option<Arc<Reading>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.readings.iter().find(|(known, _)| known == id).map(|(_, reading)| Arc::clone(reading))
    }
}

fn size(reading: &Reading) -> usize {
    reading.record.document.text.as_ref().map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(bytes: usize) -> Reading {
        let mut record = Record::default();
        record.document.text = Some("a".repeat(bytes));
        Reading { record, note: None }
    }

    #[test]
    fn the_oldest_make_room() {
        let readings = Readings::default();
        let first = readings.keep(reading(10)).unwrap();
        assert!(readings.get(&first).is_some());
        for _ in 0..MOST {
            readings.keep(reading(10)).unwrap();
        }
        assert!(readings.get(&first).is_none());
        let large = readings.keep(reading(MOST_BYTES)).unwrap();
        assert_eq!(readings.kept.lock().unwrap().readings.len(), 1);
        assert!(readings.get(&large).is_some());
    }
}
