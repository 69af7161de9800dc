//! Attributions -> act, when, where, condition, and the article's labels.
//!
//! The stage looks at what is left of a sentence when the words attributed are taken out of it: who
//! the model says is the source and what the content is are settled before. Each field has a file
//! of its own; [`frame`] finds the words that tell about the saying, which most of them share.
//! Rules here speak of English in general: small tables of lemmas, inflected by [`lexicon`].
//!
//! Everything is a token range of the article. Time and memory are linear in its size.

mod act;
mod basis;
mod condition;
mod date;
mod frame;
mod labels;
mod layout;
mod lexicon;
#[cfg(test)]
mod measure;
mod negation;
mod phrases;
mod place;
#[cfg(test)]
mod properties;
mod reasons;
#[cfg(test)]
mod sample;
mod terms;
mod unnamed;
mod when;

use std::ops::Range;

use jiff::civil::Date;

pub use labels::{Giver, LabelFound, Party};
pub use unnamed::Unnamed;
pub use when::Moment;

use crate::link::Attribution;
use crate::record::{Act, ActKind};
use crate::resolve::{Entities, Labelled};
use crate::segment::Segments;
use frame::Frame;
use layout::Layout;
use terms::Terms;

/// What one attribution's own words say besides who and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// What the speaker does with the content.
    pub act: Act,
    /// When it was said.
    pub when: Option<Moment>,
    /// The place or occasion at which it was said.
    pub place: Option<Range<usize>>,
    /// What the statement hangs on.
    pub condition: Option<Range<usize>>,
    /// Set where the article withholds the source's name.
    pub unnamed: Option<Unnamed>,
}

/// The details of every attribution, in their order, and the labels of the article, in the order of the text.
pub fn enrich(
    segments: &Segments,
    attributions: &[Attribution],
    entities: &Entities,
    labels: &[Labelled],
    published: Option<Date>,
) -> (Vec<Details>, Vec<LabelFound>) {
    let terms = Terms::new(segments);
    let details = details(&terms, attributions, entities, published);
    (details, labels::labels(&terms, attributions, entities, labels))
}

fn details(
    terms: &Terms,
    attributions: &[Attribution],
    entities: &Entities,
    published: Option<Date>,
) -> Vec<Details> {
    let layout = Layout::new(terms.len(), attributions);
    let mut found: Vec<Details> = Vec::with_capacity(attributions.len());
    for (i, attribution) in attributions.iter().enumerate() {
        let frame = Frame::new(terms, attributions, &layout, i);
        let mut when = when::when(terms, &frame, published);
        let mut place = place::place(terms, entities, &frame);
        if when.is_none()
            && place.is_none()
            && let Some(introduction) = frame.introduction(terms, attribution, &layout)
        {
            when = when::when(terms, &introduction, published);
            place = place::place(terms, entities, &introduction);
        }
        found.push(Details {
            act: act::act(terms, attribution, &frame),
            when,
            place,
            condition: condition::condition(terms, &layout, i, &attribution.content, &frame),
            unnamed: unnamed::unnamed(terms, entities, &attribution.source, &attribution.content),
        });
    }
    share(terms, attributions, &layout, &mut found);
    take_back(terms, attributions, &mut found);
    found
}

/// A verb that shares its subject with the cue before shares time and place: 'She said on Monday that ... and added'.
fn share(terms: &Terms, attributions: &[Attribution], layout: &Layout, found: &mut [Details]) {
    const FARTHEST: usize = 200;
    for (i, attribution) in attributions.iter().enumerate() {
        let Some(cue) = attribution.cue.as_ref().filter(|c| c.start < terms.len()) else { continue };
        let first = terms.segments.sentence_of(cue.start).start.max(cue.start.saturating_sub(FARTHEST));
        let level = layout.owner[cue.start];
        let earlier = (first..cue.start)
            .rev()
            .find(|&t| layout.cue[t].is_some_and(|c| c != i) && layout.owner[t] == level);
        let Some(other) = earlier.and_then(|t| layout.cue[t]) else { continue };
        let start = attributions[other].cue.as_ref().map_or(0, |c| c.start);
        let own_subject = attribution.source.iter().any(|s| s.start > start);
        let answers = attributions[other].cue.as_ref().is_some_and(|asked| {
            terms.is(asked.start, &["asked", "pressed", "questioned"]) && terms.starts_sentence(asked.start)
        });
        if own_subject && !answers || found[i].when.is_some() || found[i].place.is_some() {
            continue;
        }
        found[i].when = found[other].when.clone();
        found[i].place = found[other].place.clone();
    }
}

/// A saying that is the very thing denied was not said: 'She denied that she had told him so'.
fn take_back(terms: &Terms, attributions: &[Attribution], found: &mut [Details]) {
    for (i, attribution) in attributions.iter().enumerate() {
        let Some(outer) = attribution.inside.filter(|&o| o < found.len() && o != i) else { continue };
        let denied = found[outer].act == Act { kind: ActKind::Denies, negated: false };
        let (Some(cue), Some(start)) =
            (&attribution.cue, attributions[outer].content.iter().map(|r| r.start).min())
        else {
            continue;
        };
        // the denied clause's own verb, not one deeper in it
        let main =
            cue.start >= start && cue.start - start <= 10 && !(start..cue.start).any(|t| terms.parts(t));
        if denied && main {
            found[i].act.negated = !found[i].act.negated;
        }
    }
}
