//! Articles that were printed before: counted, and marked where that is asked for, never dropped.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use onrecord_read::duplicates::{Duplicates, Seen};
use onrecord_read::{Item, ReadError};
use serde_json::json;

/// Articles remembered: some 100 MB of fingerprints and names.
const CAPACITY: usize = 100_000;

/// How many articles were printed before.
#[derive(Default)]
pub struct Tally {
    exact: AtomicU64,
    near: AtomicU64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (exact, near) = (self.exact.load(Ordering::Relaxed), self.near.load(Ordering::Relaxed));
        write!(f, "{exact} exact and {near} near duplicates")
    }
}

/// Hands items on and counts those whose text came before. Where `mark` says so, a duplicate's
/// `document.duplicate` names the article it repeats.
pub fn watch(
    items: impl Iterator<Item = Result<Item, ReadError>> + Send,
    tally: Arc<Tally>,
    mark: bool,
) -> impl Iterator<Item = Result<Item, ReadError>> + Send {
    let mut seen = Duplicates::with_capacity(CAPACITY);
    let mut names = Names::default();
    items.map(move |item| {
        let mut item = item?;
        let (kind, of, similarity) = match seen.check(&item.article.text) {
            Seen::New => {
                names.remember(&item);
                return Ok(item);
            }
            Seen::Exact { of } => {
                tally.exact.fetch_add(1, Ordering::Relaxed);
                ("exact", of, 1.0)
            }
            Seen::Near { of, similarity } => {
                tally.near.fetch_add(1, Ordering::Relaxed);
                ("near", of, similarity)
            }
        };
        names.pass();
        if mark {
            let duplicate = json!({"kind": kind, "of": names.of(of), "similarity": similarity});
            item.article.document.extra.insert("duplicate".to_owned(), duplicate);
        }
        Ok(item)
    })
}

/// What the articles checked so far are called, the newest ones and no copies.
#[derive(Default)]
struct Names {
    checked: u64,
    known: VecDeque<(u64, String)>,
}

impl Names {
    fn remember(&mut self, item: &Item) {
        let document = &item.article.document;
        let name = document.url.as_ref().or(document.id.as_ref()).unwrap_or(&item.place);
        self.known.push_back((self.checked, name.clone()));
        if self.known.len() > CAPACITY {
            self.known.pop_front();
        }
        self.checked += 1;
    }

    fn pass(&mut self) {
        self.checked += 1;
    }

    fn of(&self, number: u64) -> Option<&str> {
        let at = self.known.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        Some(&self.known[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord::Article;

    fn item(place: &str, text: &str) -> Result<Item, ReadError> {
        Ok(Item { article: Article::new(text), place: place.to_owned(), ..Item::default() })
    }

    #[test]
    fn a_copy_names_what_it_repeats() {
        let words: Vec<String> = (0..60).map(|n| format!("word{n}")).collect();
        let text = words.join(" ");
        let tally = Arc::new(Tally::default());
        let items = vec![
            item("a", "Something else."),
            item("b", &text),
            item("c", &text),
            item("d", &(text.clone() + " end")),
        ];
        let out: Vec<Item> = watch(items.into_iter(), tally.clone(), true).map(Result::unwrap).collect();
        let of = |n: usize| out[n].article.document.extra.get("duplicate").map(|d| d["of"].clone());
        assert_eq!([of(0), of(1), of(2), of(3)], [None, None, Some("b".into()), Some("b".into())]);
        assert_eq!(tally.to_string(), "1 exact and 1 near duplicates");
    }
}
