//! Holds the stage against annotated articles, with the attributions taken from the annotation.
//!
//! Wants the folder `../shared` beside the repository, or `ONRECORD_SHARED`; skips without it. The
//! annotation gives words without places: content and cue are looked up in the text, the cue
//! nearest to the content. `cargo test -p onrecord enrich::measure -- --nocapture` prints every miss.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::Value;

use super::{Details, Giver, enrich};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::resolve::{Entities, Entity, Mention};
use crate::segment::Segments;

/// Shares under which the test fails; the annotation is small, so they leave room.
const FLOORS: [(&str, f64); 6] =
    [("when", 0.9), ("where", 0.9), ("condition", 0.9), ("anonymous", 0.9), ("basis", 0.9), ("label", 0.9)];

fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("ONRECORD_SHARED").map_or(beside, PathBuf::from);
    folder.join("cases").is_dir().then(|| folder.join("cases"))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Where words stand in the tokens, every time.
fn find(segments: &Segments, wanted: &[String]) -> Vec<Range<usize>> {
    let spoken: Vec<usize> =
        (0..segments.tokens.len()).filter(|&i| segments.word(i).starts_with(char::is_alphanumeric)).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let same = |window: &&[usize]| {
        window.iter().zip(wanted).all(|(&i, word)| segments.word(i).to_lowercase() == *word)
    };
    spoken.windows(wanted.len()).filter(same).map(|w| w[0]..w[w.len() - 1] + 1).collect()
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

fn distance(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

/// The part with the quotation marks and the stop that close it.
fn with_marks(segments: &Segments, part: Range<usize>) -> Range<usize> {
    let mark = |i: usize| segments.tokens.get(i).is_some_and(|t| t.quote == crate::segment::Quote::Mark);
    let start = if part.start > 0 && mark(part.start - 1) { part.start - 1 } else { part.start };
    let mut end = part.end;
    while end < segments.tokens.len() && matches!(segments.word(end), "," | "." | "?" | "!") && mark(end + 1)
    {
        end += 1;
    }
    start..if mark(end) { end + 1 } else { part.end }
}

struct Case {
    name: String,
    text: String,
    wanted: Value,
}

impl Case {
    fn all() -> Vec<Case> {
        let Some(folder) = shared() else { return Vec::new() };
        let mut paths: Vec<PathBuf> = ["seed", "open"]
            .iter()
            .filter_map(|kind| std::fs::read_dir(folder.join(kind)).ok())
            .flat_map(|entries| entries.filter_map(Result::ok).map(|e| e.path()))
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
            .collect();
        paths.sort();
        paths
            .into_iter()
            .filter_map(|path| {
                let wanted = serde_json::from_str(&std::fs::read_to_string(&path).ok()?).ok()?;
                let text = std::fs::read_to_string(path.with_extension("txt")).ok()?;
                Some(Case { name: path.file_stem()?.to_string_lossy().into_owned(), text, wanted })
            })
            .collect()
    }

    fn statements(&self) -> &[Value] {
        self.wanted["statements"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The annotated statements as attributions; `None` where a content is not in the text.
    fn attributions(&self, segments: &Segments) -> Vec<Option<Attribution>> {
        let mut all: Vec<Option<Attribution>> =
            self.statements().iter().map(|s| self.attribution(segments, s)).collect();
        for (i, statement) in self.statements().iter().enumerate() {
            let Some(head) = statement["inside"].as_str().map(words) else { continue };
            let outer = self.statements().iter().position(|s| {
                let content = words(s["content"].as_str().unwrap_or_default());
                !std::ptr::eq(s, statement) && content.windows(head.len()).any(|w| w == head)
            });
            if let Some(attribution) = &mut all[i] {
                attribution.inside = outer;
            }
        }
        all
    }

    fn attribution(&self, segments: &Segments, statement: &Value) -> Option<Attribution> {
        let mut content: Vec<Range<usize>> = Vec::new();
        for part in statement["content"].as_str()?.split(" ... ") {
            let from = content.last().map_or(0, |last| last.end);
            let found = find(segments, &words(part)).into_iter().find(|r| r.start >= from)?;
            content.push(with_marks(segments, found));
        }
        let outside = |r: &Range<usize>| !content.iter().any(|c| c.contains(&r.start));
        let near = |r: &Range<usize>| content.iter().map(|c| distance(r, c)).min();
        let nearest = |text: &str| find(segments, &words(text)).into_iter().filter(outside).min_by_key(near);
        let cue = statement["cue"].as_str().and_then(nearest);
        let anchor = cue.clone().unwrap_or(content[0].clone());
        let sentence = segments.sentence_of(anchor.start);
        let source = strings(&statement["speaker"])
            .into_iter()
            .flat_map(|name| {
                let name = words(name);
                let last: Vec<String> = name.last().cloned().into_iter().collect();
                [find(segments, &name), find(segments, &last)]
            })
            .find_map(|found| {
                let here = found.into_iter().filter(|r| outside(r) && sentence.contains(&r.start));
                here.min_by_key(|r| distance(r, &anchor))
            })
            .or_else(|| {
                let pronoun = |i: &usize| {
                    ["he", "she", "they", "it"].contains(&segments.word(*i).to_lowercase().as_str())
                };
                let here = sentence.clone().filter(pronoun).map(|i| i..i + 1).filter(outside);
                here.min_by_key(|r| distance(r, &anchor))
            });
        Some(Attribution {
            cue,
            source: source.into_iter().collect(),
            content,
            confidence: 1.0,
            ..Attribution::default()
        })
    }

    /// An entity for every name in the annotation that the text spells out, its surname a mention too.
    fn entities(&self, segments: &Segments) -> Entities {
        let mut entities = Entities { all: Vec::new(), at: vec![None; segments.tokens.len()] };
        let labels = self.wanted["labels"].as_array().map_or(&[][..], Vec::as_slice);
        let named =
            self.statements().iter().map(|s| &s["speaker"]).chain(labels.iter().map(|l| &l["target"]));
        for name in named.filter_map(|value| strings(value).into_iter().max_by_key(|n| n.len())) {
            let parts = words(name);
            let capital = name.split_whitespace().last().is_some_and(|w| w.starts_with(char::is_uppercase));
            if !capital || entities.all.iter().any(|e| e.name == name) {
                continue;
            }
            let last = parts.last().cloned().into_iter().collect::<Vec<_>>();
            let mut places: Vec<Range<usize>> = find(segments, &parts);
            let mut short = find(segments, &last);
            short.retain(|r| {
                segments.word(r.start).starts_with(char::is_uppercase)
                    && !places.iter().any(|p| p.contains(&r.start))
            });
            places.append(&mut short);
            places.sort_by_key(|r| r.start);
            let number = entities.all.len();
            for (m, place) in places.iter().enumerate() {
                for i in place.clone() {
                    entities.at[i] = Some((number, m));
                }
            }
            let mentions =
                places.into_iter().map(|tokens| Mention { tokens, kind: MentionKind::Name }).collect();
            entities.all.push(Entity { name: name.into(), kind: Kind::Unknown, roles: Vec::new(), mentions });
        }
        entities
    }
}

/// The agreement of two phrases that the annotation is judged by.
fn holds(got: &str, wanted: &str) -> bool {
    let (a, b) = (words(got), words(wanted));
    let (joined_a, joined_b) = (a.join(" "), b.join(" "));
    let shared = a.iter().filter(|w| b.contains(w)).count() as f64;
    let union = (a.len() + b.len()) as f64 - shared;
    !a.is_empty()
        && !b.is_empty()
        && (joined_a.contains(&joined_b) || joined_b.contains(&joined_a) || shared / union >= 0.5)
}

#[derive(Default)]
struct Tally {
    counts: BTreeMap<&'static str, (usize, usize)>,
}

impl Tally {
    fn add(&mut self, kind: &'static str, ok: bool, what: impl FnOnce() -> String) {
        let count = self.counts.entry(kind).or_default();
        count.1 += 1;
        count.0 += usize::from(ok);
        if !ok {
            println!("{kind}: {}", what());
        }
    }
}

fn check(case: &Case, tally: &mut Tally) {
    let segments = Segments::new(&case.text);
    let found = case.attributions(&segments);
    let entities = case.entities(&segments);
    let published: Option<Date> = case.wanted["published"].as_str().and_then(|d| d.parse().ok());
    // the annotated order is kept: `inside` counts positions in it
    let empty = Attribution::default();
    let attributions: Vec<Attribution> = found.iter().map(|a| a.clone().unwrap_or(empty.clone())).collect();
    let all = enrich(&segments, &attributions, &entities, &[], published).0;
    for ((statement, details), attribution) in case.statements().iter().zip(&all).zip(&found) {
        if attribution.is_none() {
            println!("not in the text of {}: {}", case.name, statement["content"]);
            continue;
        }
        check_statement(case, &segments, statement, details, tally);
    }
    let given = enrich(&segments, &attributions, &entities, &[], None).1;
    for label in case.wanted["labels"].as_array().into_iter().flatten() {
        let ok = given.iter().any(|g| label_holds(&segments, &entities, g, label));
        tally.add("label", ok, || {
            let got: Vec<String> = given
                .iter()
                .map(|g| {
                    format!(
                        "{} -> {} by {:?}",
                        segments.slice(&g.label),
                        segments.slice(&g.target.tokens),
                        g.by
                    )
                })
                .collect();
            format!("{}: {label} | {got:?}", case.name)
        });
    }
}

fn check_statement(case: &Case, segments: &Segments, statement: &Value, got: &Details, tally: &mut Tally) {
    let head: String = statement["content"].as_str().unwrap_or_default().chars().take(50).collect();
    let say = |wanted: &str, got: &str| format!("{}: wanted {wanted} | got {got} | {head}", case.name);
    let text = |range: &Option<Range<usize>>| range.as_ref().map_or("", |r| segments.slice(r)).to_owned();
    if let Some(wanted) = statement["when"].as_str() {
        let date = got.when.as_ref().and_then(|w| w.date).map(|d| d.to_string()).unwrap_or_default();
        tally.add("when", date == wanted, || {
            say(wanted, &format!("{date} {}", text(&got.when.as_ref().map(|w| w.tokens.clone()))))
        });
    }
    for (key, kind, range) in [("where", "where", &got.place), ("condition", "condition", &got.condition)] {
        if let Some(wanted) = statement[key].as_str() {
            tally.add(kind, holds(&text(range), wanted), || say(wanted, &text(range)));
        }
    }
    if let Some(wanted) = statement["anonymous"].as_bool() {
        tally.add("anonymous", got.unnamed.is_some() == wanted, || {
            say(&wanted.to_string(), &format!("{:?}", got.unnamed))
        });
    }
    if let Some(wanted) = statement["basis"].as_str() {
        let basis = text(&got.unnamed.as_ref().and_then(|u| u.basis.clone()));
        tally.add("basis", holds(&basis, wanted), || say(wanted, &basis));
    }
}

/// Whether a label is the one wanted.
fn label_holds(segments: &Segments, entities: &Entities, got: &super::LabelFound, wanted: &Value) -> bool {
    let same = |party: &super::Party, value: &Value| {
        let text = words(segments.slice(&party.tokens));
        let name = party.entity.and_then(|e| entities.all.get(e)).map(|e| words(&e.name));
        let right = strings(value).iter().map(|wanted| words(wanted)).any(|wanted| {
            name.as_ref() == Some(&wanted) || wanted == text || text.iter().all(|w| wanted.contains(w))
        });
        // a pronoun or description is taken for whoever is wanted: resolving it is not this stage's
        let capital = segments.word(party.tokens.end - 1).starts_with(char::is_uppercase);
        right || (name.is_none() && !capital)
    };
    let by = match (&got.by, &wanted["by"]) {
        (Giver::Article, value) => value.is_null(),
        (Giver::Named(party), value) => same(party, value),
        (Giver::Speaker(_) | Giver::Relayer(_), value) => !value.is_null(),
    };
    by && holds(segments.slice(&got.label), wanted["label"].as_str().unwrap_or_default())
        && same(&got.target, &wanted["target"])
}

#[test]
fn agrees_with_the_annotated_articles() {
    let cases = Case::all();
    if cases.is_empty() {
        println!("skipped: no annotated articles");
        return;
    }
    let mut tally = Tally::default();
    cases.iter().for_each(|case| check(case, &mut tally));
    for (kind, (ok, of)) in &tally.counts {
        println!("{kind:10} {ok:3} / {of:3}");
    }
    for (kind, floor) in FLOORS {
        let (ok, of) = tally.counts.get(kind).copied().unwrap_or((1, 1));
        assert!(ok as f64 >= floor * of as f64, "{kind}: {ok} of {of} hold, the floor is {floor}");
    }
}
