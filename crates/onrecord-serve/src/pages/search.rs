//! Search over the archive.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use onrecord_archive::{Hit, Page as Found, Tally};

use super::{Page, page};
use crate::api::Asked;
use crate::api::parameters::SearchQuestion;
use crate::app::App;
use crate::view;

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    here: &'static str,
    asked: Question,
    found: Found<Hit>,
    facets: Vec<Facet>,
    /// What narrows now, each with the address without it.
    narrowed: Vec<Narrowed>,
    next: Option<String>,
}

/// What the form shows of the question.
#[derive(Default)]
struct Question {
    q: String,
    speaker: String,
    outlet: String,
    since: String,
    until: String,
    label: String,
    via: String,
    form: String,
    act: String,
    source: String,
    order: String,
}

/// A sort of things that hits have in common.
struct Facet {
    title: &'static str,
    values: Vec<FacetValue>,
}

struct FacetValue {
    name: String,
    count: String,
    href: String,
    chosen: bool,
}

struct Narrowed {
    name: &'static str,
    value: String,
    without: String,
}

/// The parameters that narrow, with their names for people.
const NARROWING: [(&str, &str); 9] = [
    ("speaker", "Speaker"),
    ("outlet", "Outlet"),
    ("source", "Source"),
    ("form", "Form"),
    ("act", "Act"),
    ("label", "Called"),
    ("via", "Relayed by"),
    ("since", "Since"),
    ("until", "Until"),
];

const ACTS: [&str; 8] = ["states", "denies", "asks", "urges", "intends", "believes", "hopes", "fears"];

/// `GET /search`.
pub async fn show(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
    Asked(asked): Asked<SearchQuestion>,
) -> Page {
    let pairs = Pairs::read(raw.as_deref().unwrap_or_default());
    let mut query: onrecord_archive::Query = asked.into();
    query.facets = true;
    let speaker = query.speaker.clone();
    let (found, person) = app
        .store
        .ask(move |archive| {
            let found = archive.search(&query)?;
            // a chosen speaker may be an id, which says nothing to a reader
            let people = speaker.map(|name| archive.people(&name, 1)).transpose()?;
            let person = people.and_then(|mut people| people.pop()).map(|person| person.name);
            Ok((found, person))
        })
        .await?;
    let chosen = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
    let narrowed = NARROWING.into_iter().filter(|(name, _)| !chosen(name).trim().is_empty());
    let narrowed = narrowed.map(|(name, title)| Narrowed {
        name: title,
        value: match (name, &person) {
            ("speaker", Some(person)) => person.clone(),
            _ => chosen(name),
        },
        without: pairs.with(&[(name, None)]),
    });
    let search = Search {
        here: "search",
        narrowed: narrowed.collect(),
        facets: facets(&found, &pairs),
        next: found.next.as_deref().map(|next| pairs.with(&[("cursor", Some(next))])),
        asked: Question {
            q: chosen("q"),
            speaker: chosen("speaker"),
            outlet: chosen("outlet"),
            since: chosen("since"),
            until: chosen("until"),
            label: chosen("label"),
            via: chosen("via"),
            form: chosen("form"),
            act: chosen("act"),
            source: chosen("source"),
            order: chosen("order"),
        },
        found,
    };
    page(&search)
}

fn facets(found: &Found<Hit>, pairs: &Pairs) -> Vec<Facet> {
    let Some(facets) = &found.facets else { return Vec::new() };
    let years = |tally: &Tally| vec![("since", tally.value.clone()), ("until", tally.value.clone())];
    let one = |name: &'static str| {
        move |tally: &Tally| vec![(name, tally.id.clone().unwrap_or_else(|| tally.value.clone()))]
    };
    let sorts: [(&str, &Vec<Tally>, Box<dyn Fn(&Tally) -> Vec<(&'static str, String)>>); 5] = [
        ("Speaker", &facets.speakers, Box::new(one("speaker"))),
        ("Outlet", &facets.outlets, Box::new(one("outlet"))),
        ("Form", &facets.forms, Box::new(one("form"))),
        ("Source", &facets.sources, Box::new(one("source"))),
        ("Year", &facets.years, Box::new(years)),
    ];
    let facet = |(title, tallies, changes): (&'static str, &Vec<Tally>, Box<dyn Fn(&Tally) -> Vec<_>>)| {
        Facet { title, values: tallies.iter().map(|tally| value(tally, &changes(tally), pairs)).collect() }
    };
    sorts.into_iter().map(facet).filter(|facet| !facet.values.is_empty()).collect()
}

/// A value with the address that narrows to it, or, where it is chosen, widens again.
fn value(tally: &Tally, changes: &[(&'static str, String)], pairs: &Pairs) -> FacetValue {
    let chosen = changes.iter().all(|(name, value)| pairs.get(name) == Some(value));
    let change: Vec<(&str, Option<&str>)> =
        changes.iter().map(|(name, value)| (*name, (!chosen).then_some(value.as_str()))).collect();
    FacetValue {
        name: tally.value.clone(),
        count: view::number(tally.count),
        href: pairs.with(&change),
        chosen,
    }
}

/// The parameters of an address, to make other addresses from.
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn read(raw: &str) -> Self {
        Pairs(form_urlencoded::parse(raw.as_bytes()).into_owned().collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The address with some parameters changed, from its first page.
    fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let changed = |name: &str| name == "cursor" || changes.iter().any(|(other, _)| *other == name);
        for (name, value) in self.0.iter().filter(|(name, value)| !changed(name) && !value.trim().is_empty())
        {
            out.append_pair(name, value);
        }
        for (name, value) in changes {
            if let Some(value) = value {
                out.append_pair(name, value);
            }
        }
        format!("/search?{}", out.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_change_in_one_part_and_start_again() {
        let pairs = Pairs::read("q=a%26b&outlet=X&cursor=9&form=");
        assert_eq!(pairs.with(&[("outlet", None)]), "/search?q=a%26b");
        assert_eq!(pairs.with(&[("outlet", Some("Y Z"))]), "/search?q=a%26b&outlet=Y+Z");
        assert_eq!(pairs.with(&[("cursor", Some("10"))]), "/search?q=a%26b&outlet=X&cursor=10");
    }
}
