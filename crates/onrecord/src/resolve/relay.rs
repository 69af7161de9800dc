//! Who relays a statement to the article.
//!
//! Three signs, each a closed pattern of English news: a relay quotes the speaker ('the agency quoted her as
//! saying'), a relay is named behind the statement ('..., Le Monde reported, citing AFP', 'according to a
//! report in X that quoted Y'), or the statement stands inside another's content.

use std::ops::Range;

use super::sources::Source;
use super::{Entities, Resolved, nouns};
use crate::link::Attribution;
use crate::record::{Kind, MentionKind};
use crate::segment::{Quote, Segments};

/// How many tokens around a cue its relays are looked for.
const REACH: usize = 300;

/// How many statements back the one is looked for whose text is quoted.
const RECENT: usize = 64;

/// Sets `via` on every statement.
pub(super) fn relays(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    sources: &[Option<Source>],
    resolved: &mut [Resolved],
) {
    for i in 0..attributions.len() {
        let mut via = Vec::new();
        if let Some(outer) = attributions[i].inside {
            via.extend(Clause::new(segments, attributions, entities, sources, outer).cited());
            via.extend(publisher(segments, &attributions[outer], entities, resolved[outer].speaker));
            via.extend(resolved[outer].via.iter().copied());
        } else {
            let clause = Clause::new(segments, attributions, entities, sources, i);
            via.extend(clause.named(&attributions[i].relay));
            via.extend(clause.fronted());
            via.extend(clause.quoting());
            via.extend(clause.behind());
            via.extend(quoted_from(segments, attributions, resolved, i));
        }
        let mut seen = vec![resolved[i].speaker];
        via.retain(|relay| {
            let fresh = !seen.contains(&Some(*relay));
            seen.push(Some(*relay));
            fresh
        });
        resolved[i].via = via;
    }
}

/// Whose text is quoted where a quotation holds source and cue as well: 'The paper called it a trick. "It rained, according to an
/// aide."' is the paper's sentence.
fn quoted_from(
    segments: &Segments,
    attributions: &[Attribution],
    resolved: &[Resolved],
    i: usize,
) -> Option<usize> {
    let inside = |range: &Range<usize>| segments.tokens[range.start].quote == Quote::Inside;
    let attribution = &attributions[i];
    let content = attribution.content.first()?;
    let whole =
        attribution.source.first().is_some_and(inside) && attribution.cue.as_ref().is_some_and(inside);
    if !whole {
        return None;
    }
    let paragraph = segments.paragraph_of(content.start);
    let ahead = |k: &usize| {
        let cue = attributions[*k].cue.as_ref();
        attributions[*k].inside.is_none()
            && cue.is_some_and(|c| paragraph.contains(&c.start) && c.start < content.start && !inside(c))
    };
    (i.saturating_sub(RECENT)..i).rev().find(ahead).and_then(|k| resolved[k].speaker)
}

/// The outlet behind a document that relays: 'a report in Le Monde' is Le Monde's.
fn publisher(
    segments: &Segments,
    outer: &Attribution,
    entities: &Entities,
    speaker: Option<usize>,
) -> Option<usize> {
    let document = speaker.is_some_and(|e| entities.all[e].kind == Kind::Document);
    let inside = outer
        .source
        .iter()
        .cloned()
        .flatten()
        .skip_while(|i| !matches!(segments.word(*i), "in" | "by" | "from" | "on"));
    let named = inside.filter_map(|i| entities.at[i]).map(|(entity, _)| entity);
    named
        .filter(|e| document && entities.all[*e].mentions.iter().any(|m| m.kind == MentionKind::Name))
        .find(|e| Some(*e) != speaker)
        .or(speaker)
}

/// The words of a statement's sentences that are not attributed.
struct Clause<'a> {
    segments: &'a Segments<'a>,
    entities: &'a Entities,
    attribution: &'a Attribution,
    source: Option<&'a Source>,
    free: Vec<usize>,
}

impl<'a> Clause<'a> {
    fn new(
        segments: &'a Segments<'a>,
        attributions: &'a [Attribution],
        entities: &'a Entities,
        sources: &'a [Option<Source>],
        i: usize,
    ) -> Self {
        let attribution = &attributions[i];
        let content = &attribution.content;
        let anchor = attribution
            .cue
            .as_ref()
            .or(attribution.source.first())
            .or(content.first())
            .map_or(0, |r| r.start);
        let ends = [anchor, content.last().map_or(anchor, |c| c.end.saturating_sub(1))];
        let mut range = segments.sentence_of(anchor);
        for end in ends {
            let sentence = segments.sentence_of(end);
            range = range.start.min(sentence.start)..range.end.max(sentence.end);
        }
        // a paragraph that ends in a colon introduces the next
        let paragraph = segments.tokens[range.start].paragraph as usize;
        if paragraph > 0 && range.start == segments.paragraphs[paragraph].start {
            let before = &segments.paragraphs[paragraph - 1];
            if segments.word(before.end - 1) == ":" {
                range.start = segments.sentence_of(before.end - 1).start;
            }
        }
        let range = range.start.max(anchor.saturating_sub(REACH))..range.end.min(anchor + REACH);
        let said = |token: usize| {
            content.iter().any(|c| c.contains(&token)) || segments.tokens[token].quote == Quote::Inside
        };
        let free = range.filter(|t| !said(*t)).collect();
        Clause { segments, entities, attribution, source: sources[i].as_ref(), free }
    }

    fn lower(&self, at: usize) -> String {
        self.free.get(at).map(|i| self.segments.word(*i).to_lowercase()).unwrap_or_default()
    }

    /// The entity mentioned by a token, if it can relay.
    fn relay_at(&self, at: usize) -> Option<usize> {
        let (entity, mention) = self.entities.at[*self.free.get(at)?]?;
        let mention = &self.entities.all[entity].mentions[mention];
        let source = self
            .source
            .is_some_and(|s| s.head.start < mention.tokens.end && mention.tokens.start < s.head.end);
        let kind = self.entities.all[entity].kind;
        let person = kind == Kind::Person && mention.kind != MentionKind::Name;
        (!source && kind != Kind::Place && !person).then_some(entity)
    }

    /// The relay that these words name.
    fn named(&self, words: &[Range<usize>]) -> Option<usize> {
        words.iter().cloned().flatten().find_map(|i| {
            let (entity, _) = self.entities.at[i]?;
            (self.entities.all[entity].kind != Kind::Place).then_some(entity)
        })
    }

    /// The nearest possible relay within `reach` free tokens before or after a place.
    fn relay_before(&self, at: usize, reach: usize) -> Option<usize> {
        let near = (at.saturating_sub(reach)..at)
            .rev()
            .take_while(|k| !matches!(self.lower(*k).as_str(), "," | ";"));
        let near: Vec<usize> = near.collect();
        self.nearest(near.into_iter())
    }

    fn relay_after(&self, at: usize, reach: usize) -> Option<usize> {
        self.nearest(at + 1..(at + 1 + reach).min(self.free.len()))
    }

    /// The first of these places that relays by name; else 'the newspaper' is the one last named, else whatever relays.
    fn nearest(&self, near: impl Iterator<Item = usize> + Clone) -> Option<usize> {
        let first = near.clone().find_map(|k| self.relay_at(k));
        let outlet = || {
            let noun = near.clone().find(|k| nouns::is_outlet_noun(&self.lower(*k)))?;
            self.outlet_before(self.free[noun])
        };
        first.filter(|entity| self.is_named(*entity)).or_else(outlet).or(first)
    }

    fn is_named(&self, entity: usize) -> bool {
        self.entities.all[entity].mentions.iter().any(|m| m.kind == MentionKind::Name)
    }

    /// 'The newspaper' is the body last named in this paragraph or the one before.
    fn outlet_before(&self, token: usize) -> Option<usize> {
        let paragraph = self.segments.tokens[token].paragraph.saturating_sub(1);
        (self.segments.paragraphs[paragraph as usize].start..token).rev().find_map(|i| {
            let (entity, mention) = self.entities.at[i]?;
            let named = self.entities.all[entity].mentions[mention].kind == MentionKind::Name;
            (named && self.is_body(entity)).then_some(entity)
        })
    }

    /// 'X quoted her as saying', 'she was quoted by X as saying', 'quoted as saying by X', 'told X' is none.
    fn quoting(&self) -> Vec<usize> {
        for at in 0..self.free.len() {
            if !matches!(self.lower(at).as_str(), "quoted" | "quotes" | "quoting" | "cited" | "cites") {
                continue;
            }
            let saying = (at..self.free.len().min(at + 24)).any(|k| {
                self.lower(k) == "as"
                    && matches!(
                        self.lower(k + 1).as_str(),
                        "saying" | "telling" | "calling" | "describing" | "denying" | "stating" | "adding"
                    )
            });
            if !saying {
                continue;
            }
            let passive = (at.saturating_sub(3)..at)
                .any(|k| matches!(self.lower(k).as_str(), "was" | "were" | "been" | "is" | "are"));
            let by = (at..self.free.len()).find(|k| self.lower(*k) == "by");
            return match by.filter(|_| passive) {
                Some(by) => self.relay_after(by, 6).into_iter().collect(),
                None if !passive => self.relay_before(at, 6).into_iter().collect(),
                None => Vec::new(),
            };
        }
        Vec::new()
    }

    /// 'Quoted by AFP, which cited the Herald, she said'.
    fn fronted(&self) -> Vec<usize> {
        let opens = matches!(self.lower(0).as_str(), "quoted" | "cited") && self.lower(1) == "by";
        // 'The envoy, quoted by the Herald, said'
        let inserted = (1..self.free.len().min(40)).find(|at| {
            self.lower(*at - 1) == ","
                && matches!(self.lower(*at).as_str(), "quoted" | "cited")
                && self.lower(*at + 1) == "by"
        });
        if let Some(at) = inserted.filter(|at| {
            let cue = self.attribution.cue.as_ref().map_or(0, |c| c.start);
            !opens && self.free[*at] < cue
        }) {
            return self.relay_after(at + 1, 6).into_iter().collect();
        }
        let outlet = self.relay_after(1, 6).filter(|_| opens);
        let cites = |at: &usize| {
            self.lower(*at) == "which" && matches!(self.lower(at + 1).as_str(), "cited" | "quoted")
        };
        let further = (2..self.free.len().min(20)).find(cites).and_then(|at| self.relay_after(at + 1, 8));
        further.filter(|_| opens).into_iter().chain(outlet).collect()
    }

    /// 'X said ..., Y reported, citing Z'; '..., according to a report in Y that quoted Z'.
    fn behind(&self) -> Vec<usize> {
        let Some(cue) = self.attribution.cue.clone() else { return Vec::new() };
        let own = |at: usize| cue.contains(&self.free[at]);
        let mut out = Vec::new();
        for at in 0..self.free.len() {
            if self.free[at] < cue.start || own(at) {
                continue;
            }
            match self.lower(at).as_str() {
                "reported" | "reports" | "reporting" if out.is_empty() => {
                    out.extend(self.relay_before(at, 5))
                }
                "according" if self.lower(at + 1) == "to" && out.is_empty() => {
                    out.extend(self.relay_after(at + 1, 8))
                }
                // 'according to an agency, which was quoted by the Herald'
                "quoted" | "cited" | "carried" | "relayed" | "republished" | "interviewed"
                    if self.lower(at + 1) == "by" =>
                {
                    out.extend(self.relay_after(at + 1, 6))
                }
                "citing" | "quoting" | "quoted" if !out.is_empty() => {
                    let further = self.relay_after(at, 8).filter(|relay| !out.contains(relay));
                    out.splice(0..0, further);
                }
                "via" | "per" => out.extend(self.relay_after(at, 4).filter(|relay| self.is_body(*relay))),
                _ => {}
            }
        }
        out
    }

    /// Whom an outlet's own report rests on: 'Y reported, citing Z'.
    fn cited(&self) -> Option<usize> {
        let cites = |at: &usize| {
            let word = self.lower(*at);
            matches!(word.as_str(), "citing" | "quoting")
                || word == "quoted" && *at > 0 && matches!(self.lower(*at - 1).as_str(), "that" | "which")
        };
        self.relay_after((0..self.free.len()).find(cites)?, 8)
    }

    fn is_body(&self, entity: usize) -> bool {
        self.entities.all[entity].kind == Kind::Organization
    }
}
