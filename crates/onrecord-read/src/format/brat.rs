//! brat standoff: a text with a file of annotations next to it.
//!
//! Whoever marked attributions in brat did it in one of two ways, both of which are read: an event whose trigger
//! is the cue, or relations between spans of the types source, cue and content. The files that we write are of the
//! second kind; notes hold what spans cannot, so that a record comes back whole, and with it what was changed in brat.

use std::collections::HashMap;
use std::path::Path;

use onrecord::Article;
use onrecord::record::{Document, Record, Span, Statement, Words};
use onrecord::text::Offsets;

use super::text;
use crate::bounded::read_all;
use crate::error::{Cause, Format};
use crate::item::{Gold, Item, Options};
use crate::source::Source;

/// The type of the note that holds a record without its statements.
pub(crate) const RECORD_NOTE: &str = "Record";
/// The type of the note that holds a statement, on its content.
pub(crate) const STATEMENT_NOTE: &str = "Statement";

/// The part that a span plays in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Names the source.
    Source,
    /// Marks the attribution.
    Cue,
    /// Is attributed.
    Content,
}

impl Role {
    fn of(name: &str) -> Option<Role> {
        // events number repeated arguments: Source, Source2
        match name.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase().as_str() {
            "source" | "speaker" => Some(Role::Source),
            "cue" | "attribution" | "trigger" => Some(Role::Cue),
            "content" | "quote" | "quotation" | "statement" => Some(Role::Content),
            _ => None,
        }
    }
}

/// A file of annotations, taken apart.
#[derive(Default)]
struct Annotations {
    /// Spans by their id, with the type's name.
    spans: HashMap<String, (String, Vec<Span>)>,
    /// Ids of spans in the order of the file.
    order: Vec<String>,
    /// Pairs of ids that belong together.
    relations: Vec<(String, String)>,
    /// Events: the trigger's id and the arguments.
    events: Vec<(String, Vec<(String, String)>)>,
    /// Notes: type, id annotated, text.
    notes: Vec<(String, String, String)>,
}

/// Reads a text and the annotations beside it.
pub(crate) fn read(
    bytes: Vec<u8>,
    annotations: &Path,
    source: &Source,
    options: &Options,
) -> Result<Item, Cause> {
    let file = std::fs::File::open(annotations)?;
    let standoff = read_all(file, options.max_bytes)?;
    read_pair(bytes, &String::from_utf8_lossy(&standoff), source)
}

/// Reads a text and its annotations.
pub(crate) fn read_pair(bytes: Vec<u8>, standoff: &str, source: &Source) -> Result<Item, Cause> {
    let Item { article: Article { text, document }, .. } = text::read(bytes, source)?;
    let parsed = parse(standoff, text.chars().count())?;
    let record = parsed.record(&text)?;
    let document = match &record {
        Some(record) => Document { text: None, ..record.document.clone() },
        None => document,
    };
    Ok(Item {
        gold: Some(parsed.gold()),
        record,
        article: Article { document, text },
        place: source.name.clone(),
    })
}

/// Spans cut at line breaks, since brat shows a text line by line.
pub(crate) fn fragments(offsets: &Offsets<'_>, spans: &[Span]) -> Vec<Span> {
    let mut cut = Vec::new();
    for span in spans.iter().filter(|span| span.start < span.end) {
        let mut at = span.start;
        for line in offsets.text()[offsets.bytes(*span)].split(['\n', '\r']) {
            let end = at + line.chars().count() as u32;
            if end > at {
                cut.push(Span { start: at, end });
            }
            at = end + 1;
        }
    }
    cut
}

impl Annotations {
    fn role(&self, id: &str) -> Option<Role> {
        Role::of(&self.spans.get(id)?.0)
    }

    fn spans_of(&self, id: &str) -> &[Span] {
        self.spans.get(id).map_or(&[], |(_, spans)| spans)
    }

    /// The attributions marked.
    fn gold(&self) -> Vec<Gold> {
        let mut all: Vec<Gold> = self.events.iter().filter_map(|event| self.gold_of_event(event)).collect();
        for id in self.order.iter().filter(|id| self.role(id) == Some(Role::Content)) {
            let in_event = self.events.iter().any(|(trigger, arguments)| {
                trigger == id || arguments.iter().any(|(_, argument)| argument == id)
            });
            if !in_event {
                all.push(self.gold_of_content(id));
            }
        }
        for gold in &mut all {
            for part in [&mut gold.source, &mut gold.cue, &mut gold.content] {
                part.sort();
                part.dedup();
            }
        }
        all
    }

    fn gold_of_event(&self, (trigger, arguments): &(String, Vec<(String, String)>)) -> Option<Gold> {
        let mut gold = Gold::default();
        let mut add = |role: Option<Role>, id: &str| match role {
            Some(Role::Source) => gold.source.extend(self.spans_of(id)),
            Some(Role::Cue) => gold.cue.extend(self.spans_of(id)),
            Some(Role::Content) => gold.content.extend(self.spans_of(id)),
            None => {}
        };
        add(self.role(trigger), trigger);
        for (name, id) in arguments {
            add(Role::of(name).or_else(|| self.role(id)), id);
        }
        (!gold.content.is_empty()).then_some(gold)
    }

    /// A content with what it is related to, be it by way of its cue.
    fn gold_of_content(&self, content: &str) -> Gold {
        let related = |id: &str| -> Vec<&str> {
            let other = |(a, b): &'_ (String, String)| (a == id, b == id);
            self.relations
                .iter()
                .filter_map(|pair| match other(pair) {
                    (true, false) => Some(pair.1.as_str()),
                    (false, true) => Some(pair.0.as_str()),
                    _ => None,
                })
                .collect()
        };
        let mut gold = Gold { content: self.spans_of(content).to_vec(), ..Gold::default() };
        for id in related(content) {
            match self.role(id) {
                Some(Role::Source) => gold.source.extend(self.spans_of(id)),
                Some(Role::Cue) => {
                    gold.cue.extend(self.spans_of(id));
                    for id in related(id).into_iter().filter(|id| self.role(id) == Some(Role::Source)) {
                        gold.source.extend(self.spans_of(id));
                    }
                }
                _ => {}
            }
        }
        gold
    }

    /// The record that was written as these annotations, with what was changed since.
    fn record(&self, text: &str) -> Result<Option<Record>, Cause> {
        let damaged =
            |error: serde_json::Error| Cause::Damaged { format: Format::Brat, reason: error.to_string() };
        let note = self.notes.iter().find(|(kind, ..)| kind == RECORD_NOTE);
        let Some((.., json)) = note else {
            return Ok(None);
        };
        let mut record: Record = serde_json::from_str(json).map_err(damaged)?;
        record.document.text = Some(text.to_owned());
        let offsets = Offsets::new(text);
        for (_, content, json) in self.notes.iter().filter(|(kind, ..)| kind == STATEMENT_NOTE) {
            if !self.spans.contains_key(content) {
                continue;
            }
            let mut statement: Statement = serde_json::from_str(json).map_err(damaged)?;
            if self.role(content) != Some(Role::Content) {
                record.statements.push(statement);
                continue;
            }
            let gold = self.gold_of_content(content);
            update(&mut statement.content, &gold.content, &offsets);
            update_optional(&mut statement.source, &gold.source, &offsets);
            update_optional(&mut statement.cue, &gold.cue, &offsets);
            record.statements.push(statement);
        }
        Ok(Some(record))
    }
}

/// Takes over spans that are not those that were written.
fn update(words: &mut Words, found: &[Span], offsets: &Offsets<'_>) {
    if fragments(offsets, &words.spans) != found {
        let ranges: Vec<_> = found.iter().map(|span| offsets.bytes(*span)).collect();
        *words = offsets.words(&ranges);
    }
}

fn update_optional(words: &mut Option<Words>, found: &[Span], offsets: &Offsets<'_>) {
    if found.is_empty() {
        // spans without a word in them cannot be written
        if words.as_ref().is_some_and(|words| !fragments(offsets, &words.spans).is_empty()) {
            *words = None;
        }
    } else {
        update(words.get_or_insert_default(), found, offsets);
    }
}

/// Takes a file of annotations apart. Lines of kinds that say nothing of attributions are passed over.
fn parse(standoff: &str, length: usize) -> Result<Annotations, Cause> {
    let mut all = Annotations::default();
    for (number, line) in standoff.lines().enumerate() {
        let damaged = || Cause::Damaged {
            format: Format::Brat,
            reason: format!("line {} of the annotations", number + 1),
        };
        let mut fields = line.splitn(3, '\t');
        let (Some(id), Some(body)) = (fields.next(), fields.next()) else { continue };
        match id.as_bytes().first() {
            Some(b'T') => {
                let (kind, places) = body.split_once(' ').ok_or_else(damaged)?;
                let spans: Option<Vec<Span>> = places.split(';').map(|place| span(place, length)).collect();
                all.spans.insert(id.to_owned(), (kind.to_owned(), spans.ok_or_else(damaged)?));
                all.order.push(id.to_owned());
            }
            Some(b'R') => {
                let ids: Vec<&str> = arguments(body).map(|(_, id)| id).collect();
                let [first, second] = ids[..] else { return Err(damaged()) };
                all.relations.push((first.to_owned(), second.to_owned()));
            }
            Some(b'E') => {
                let (_, trigger) =
                    body.split(' ').next().and_then(|first| first.split_once(':')).ok_or_else(damaged)?;
                let arguments = arguments(body).map(|(name, id)| (name.to_owned(), id.to_owned())).collect();
                all.events.push((trigger.to_owned(), arguments));
            }
            Some(b'#') => {
                if let Some((kind, target)) = body.split_once(' ') {
                    let text = fields.next().unwrap_or_default();
                    all.notes.push((kind.to_owned(), target.to_owned(), text.to_owned()));
                }
            }
            _ => {}
        }
    }
    Ok(all)
}

/// `Name:id` pairs after the first word.
fn arguments(body: &str) -> impl Iterator<Item = (&str, &str)> {
    body.split_whitespace().skip(1).filter_map(|argument| argument.split_once(':'))
}

fn span(place: &str, length: usize) -> Option<Span> {
    let (start, end) = place.split_once(' ')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end && end as usize <= length).then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ann Oake said the bridge — the old one — would close.";

    fn read_gold(standoff: &str) -> Result<Vec<Gold>, Cause> {
        read_pair(TEXT.as_bytes().to_vec(), standoff, &Source::named("a.txt")).map(|item| item.gold.unwrap())
    }

    fn expected() -> Vec<Gold> {
        let span = |start, end| Span { start, end };
        vec![Gold {
            source: vec![span(0, 8)],
            cue: vec![span(9, 13)],
            content: vec![span(14, 24), span(41, 52)],
        }]
    }

    #[test]
    fn relations_and_events_are_attributions() {
        let spans =
            "T1\tSource 0 8\tAnn Oake\nT2\tCue 9 13\tsaid\nT3\tContent 14 24;41 52\tthe bridge would close\n";
        for links in [
            "R1\tSource Arg1:T3 Arg2:T1\nR2\tCue Arg1:T3 Arg2:T2\n",
            "R1\tattributes Arg1:T2 Arg2:T1\nR2\tattributes Arg1:T2 Arg2:T3\n",
            "E1\tCue:T2 Source:T1 Content:T3\nA1\tNegated E1\n",
        ] {
            assert_eq!(read_gold(&format!("{spans}{links}")).unwrap(), expected(), "{links}");
        }
    }

    #[test]
    fn a_text_without_attributions_has_an_empty_gold() {
        assert_eq!(read_gold("").unwrap(), []);
    }

    #[test]
    fn spans_beyond_the_text_are_an_error() {
        for line in
            ["T1\tSource 0 800\tx", "T1\tSource 8 0\tx", "T1\tSource\tx", "R1\tx Arg1:T1", "E1\tnonsense"]
        {
            assert_eq!(read_gold(line).unwrap_err().reason(), "damaged", "{line}");
        }
    }
}
