//! Sources whose name an article withholds, and the reason that it gives.
//!
//! 'a senior official', 'people familiar with the talks', 'three lawmakers', 'critics' are unnamed.
//! A person or body that the article names is not, nor a role that the article resolves to a named
//! person elsewhere, nor a single holder of a known post ('the prime minister', 'her mother').

use std::ops::Range;

use super::basis::basis;
use super::date;
use super::lexicon;
use super::terms::Terms;
use crate::record::{Kind, MentionKind};
use crate::resolve::{Entities, Entity};

/// A source without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// What it is called instead: 'senior administration officials'.
    pub role: Range<usize>,
    /// The reason given for withholding the name.
    pub basis: Option<Range<usize>>,
}

/// How many descriptions of one source are looked at for a reason.
const MOST_TOLD: usize = 8;

/// Whether the source in these tokens is unnamed.
pub(super) fn unnamed(
    terms: &Terms,
    entities: &Entities,
    source: &[Range<usize>],
    content: &[Range<usize>],
) -> Option<Unnamed> {
    let own = source.iter().find(|r| !r.is_empty() && r.end <= terms.len())?;
    // 'one of its members, said Ada Orr': the rest of the source gives the name
    if source.iter().any(|rest| rest.start > own.start && names_person(entities, rest)) {
        return None;
    }
    if one_of_them(terms, own) && !names_person(entities, own) {
        let plural = !terms.is(own.start, &["one", "another"]);
        return Some(Unnamed { role: own.clone(), basis: basis(terms, own, content, plural) });
    }
    let phrase = if own.len() == 1 && lexicon::is_pronoun(terms.word(own.start)) {
        antecedent(entities, own.start)?
    } else {
        own.clone()
    };
    let noun = Noun::new(terms, &phrase);
    if noun.words.is_empty() {
        return None;
    }
    let entity =
        entities.at.get(noun.head).copied().flatten().and_then(|(entity, _)| entities.all.get(entity));
    if let Some(entity) = entity {
        let body = matches!(entity.kind, Kind::Organization | Kind::Document | Kind::Place);
        if entity.mentions.iter().any(|m| m.kind == MentionKind::Name) || (body && !noun.is_people(terms)) {
            return None;
        }
    }
    let plural = noun.is_plural(terms);
    // 'A guest, who asked not to be named because ..., agreed. "It rained," the guest said.'
    let elsewhere = || {
        let others = entity?.mentions.iter().filter(|m| m.kind == MentionKind::Nominal);
        let told = others.filter(|m| m.tokens != *own && m.tokens.end <= terms.len()).take(MOST_TOLD);
        told.filter_map(|m| basis(terms, &m.tokens, content, plural)).next()
    };
    let basis = basis(terms, own, content, plural).or_else(elsewhere);
    let explicit = basis.is_some() || noun.says_unnamed(terms);
    if explicit && (noun.is_name(terms) || noun.is_body(terms) && !noun.is_people(terms)) {
        return None;
    }
    (explicit || noun.is_withheld(terms, entity)).then(|| Unnamed { role: noun.role(), basis })
}

/// 'One of them', 'two of the three': which, the article does not say.
fn one_of_them(terms: &Terms, source: &Range<usize>) -> bool {
    let some = terms.is(source.start, &["one", "two", "some", "several", "another", "most"]);
    let the = source.start + 2 + usize::from(terms.is(source.start + 2, &["the", "these", "those"]));
    let them = terms.is(the, &["them", "these", "those"])
        || terms.is(the, &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]);
    let ends = the + 1 >= source.end || terms.is(the + 1, &[","]);
    some && terms.is(source.start + 1, &["of"]) && them && ends && the < source.end
}

/// Whether a common noun denotes a human being, by table or by its ending.
pub(super) fn is_person_noun(terms: &Terms, i: usize) -> bool {
    const ENDINGS: [&str; 12] =
        ["er", "or", "ist", "ian", "man", "woman", "men", "women", "eer", "ee", "ant", "folk"];
    if lexicon::PEOPLE.holds(terms.word(i)) {
        return true;
    }
    let word = terms.word(i);
    if terms.is_proper(i) {
        return false;
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    !lexicon::BODIES.holds(terms.word(i))
        && stem.len() > 4
        && ENDINGS.iter().any(|ending| stem.ends_with(ending))
}

/// Whether a name of a person stands in these tokens.
fn names_person(entities: &Entities, tokens: &Range<usize>) -> bool {
    tokens.clone().filter_map(|i| entities.at.get(i).copied().flatten()).any(|(entity, mention)| {
        entities.all.get(entity).is_some_and(|e| {
            e.kind == Kind::Person && e.mentions.get(mention).is_some_and(|m| m.kind == MentionKind::Name)
        })
    })
}

/// The first description of the entity that a pronoun stands for.
fn antecedent(entities: &Entities, token: usize) -> Option<Range<usize>> {
    let (entity, _) = entities.at.get(token).copied().flatten()?;
    let entity = entities.all.get(entity)?;
    if entity.mentions.iter().any(|m| m.kind == MentionKind::Name) {
        return None;
    }
    entity.mentions.iter().find(|m| m.kind == MentionKind::Nominal).map(|m| m.tokens.clone())
}

/// A source's noun phrase.
struct Noun {
    /// From the determiner to the head.
    core: Range<usize>,
    /// The 'one' or 'group' of 'one of', 'a group of'.
    quantified: Option<usize>,
    /// The content words up to the head.
    words: Vec<usize>,
    head: usize,
    /// Everything behind the head.
    tail: Range<usize>,
}

/// Nouns and numerals whose people stand behind 'of'.
const QUANTIFIERS: &[&str] = &[
    "group", "number", "majority", "handful", "couple", "dozen", "score", "minority", "string", "crowd",
    "trio", "pair", "many", "some", "most", "several", "half", "none", "any", "few", "both", "all", "each",
    "other",
];

/// What follows a noun for people without being part of it.
const TAILS: &[&str] = &[
    "not",
    "speaking",
    "familiar",
    "close",
    "briefed",
    "aware",
    "present",
    "involved",
    "knowledgeable",
    "asking",
    "requesting",
    "granted",
    "citing",
    "working",
    "here",
    "there",
    "told",
    "interviewed",
    "quoted",
    "privy",
    "representing",
    "contacted",
    "reached",
    "opposed",
    "loyal",
    "alike",
];

/// Nouns for people whose name is usually known to the writer.
const WITHHELD: &[&str] = &[
    "official",
    "source",
    "aide",
    "adviser",
    "advisor",
    "insider",
    "person",
    "staffer",
    "diplomat",
    "operative",
    "strategist",
    "whistleblower",
    "informant",
    "lawmaker",
    "legislator",
    "assistant",
    "associate",
    "confidant",
    "ally",
    "friend",
    "witness",
    "resident",
    "neighbour",
    "neighbor",
    "employee",
    "worker",
    "executive",
];

impl Noun {
    fn new(terms: &Terms, phrase: &Range<usize>) -> Self {
        let mut start = phrase.start;
        let mut quantified = None;
        // 'one of the organisers', 'a group of doctors': the people are behind the 'of'
        for i in phrase.start..phrase.end.min(phrase.start + 5) {
            if terms.parts(i) || terms.is_proper(i) {
                break;
            }
            let quantifier =
                terms.lemma(i, QUANTIFIERS).is_some() || lexicon::number(terms.word(i)).is_some();
            if quantifier && terms.is(i + 1, &["of"]) && i + 2 < phrase.end {
                quantified = Some(i);
                start = i + 2;
            }
        }
        let mut words = Vec::new();
        for i in start..phrase.end {
            let word = terms.word(i);
            let quantity = lexicon::is_determiner(word) || lexicon::number(word).is_some();
            if words.is_empty() && quantity && i + 1 < phrase.end {
                if lexicon::is_preposition(terms.word(i + 1))
                    || terms.is(i + 1, TAILS)
                    || terms.is(i + 1, &["who"])
                {
                    // 'many in the crowd', 'some who were there': the quantifier is all there is
                    words.push(i);
                    break;
                }
                continue;
            }
            let joiner = matches!(word, "-" | "'" | "." | "&" | "s") && i > start;
            if joiner && (terms.is_joined(i) || word == "&") {
                continue;
            }
            // 'state and local officials' is one phrase, 'officials and residents' two
            if word == "and" && !words.is_empty() && !is_person_noun(terms, i - 1) && !terms.is_proper(i - 1)
            {
                continue;
            }
            let participle = (word.ends_with("ing") || word.ends_with("ed"))
                && words
                    .last()
                    .is_some_and(|&w| is_person_noun(terms, w) || lexicon::BODIES.holds(terms.word(w)));
            let breaks = !terms.is_word(i)
                || lexicon::is_preposition(word)
                || lexicon::opens_clause(word)
                || lexicon::is_auxiliary(word)
                || (!words.is_empty()
                    && (TAILS.contains(&word) || participle || date::at(terms, i).is_some()));
            if breaks {
                break;
            }
            words.push(i);
        }
        let head = words.last().copied().unwrap_or(phrase.start);
        Noun {
            core: phrase.start..head + 1,
            quantified,
            words,
            head,
            tail: head + 1..phrase.end.max(head + 1),
        }
    }

    fn role(&self) -> Range<usize> {
        self.words.first().map_or(self.core.clone(), |first| *first..self.head + 1)
    }

    fn says_unnamed(&self, terms: &Terms) -> bool {
        self.words.iter().any(|&i| terms.is(i, &["unnamed", "anonymous", "unidentified"]))
    }

    fn is_plural(&self, terms: &Terms) -> bool {
        let word = terms.word(self.head);
        (word.ends_with('s') && !word.ends_with("ss"))
            || word.ends_with("men")
            || matches!(
                word,
                "people"
                    | "children"
                    | "staff"
                    | "crew"
                    | "many"
                    | "some"
                    | "most"
                    | "half"
                    | "others"
                    | "two"
                    | "three"
                    | "four"
                    | "five"
                    | "several"
            )
    }

    /// Whether the head denotes human beings.
    fn is_people(&self, terms: &Terms) -> bool {
        if self.is_name(terms) {
            return false;
        }
        is_person_noun(terms, self.head)
    }

    fn is_body(&self, terms: &Terms) -> bool {
        lexicon::BODIES.holds(terms.word(self.head))
    }

    /// Whether the head is a proper name.
    fn is_name(&self, terms: &Terms) -> bool {
        let listed = lexicon::PEOPLE.holds(terms.word(self.head));
        // the first word of a sentence is a name unless the language or the article knows it as a noun
        terms.is_capital(self.head)
            && !(terms.starts_sentence(self.head) && (listed || terms.is_common(self.head)))
    }

    /// Whether the article leaves open who it is.
    fn is_withheld(&self, terms: &Terms, entity: Option<&Entity>) -> bool {
        if !self.is_people(terms) || self.is_apposed_name(terms) {
            return false;
        }
        let first = self.core.start;
        let definite = terms.is(first, &["the", "this", "that", "these", "those", "both", "all"])
            && self.quantified.is_none();
        let possessed = terms.is(first, &["his", "her", "its", "their", "my", "our", "your"])
            || self.core.clone().any(|i| terms.is(i, &["'"]) && terms.is(i + 1, &["s"]));
        let indefinite = terms.is(first, &["a", "an", "another", "some", "every"])
            || lexicon::number(terms.word(first)).is_some()
            || self.quantified.is_some();
        let withheld = terms.lemma(self.head, WITHHELD).is_some();
        if indefinite || (definite && withheld) {
            return true;
        }
        if definite || (possessed && !self.is_plural(terms)) {
            // 'the woman' who was 'a woman in the crowd' before
            let introduced = entity.and_then(|e| e.mentions.first());
            return introduced
                .is_some_and(|m| terms.is(m.tokens.start, &["a", "an", "one", "another", "two", "some"]));
        }
        withheld || self.is_plural(terms)
    }

    /// 'a spokesman, Peter Lusk' and 'spokesman Peter Lusk' have a name in them.
    fn is_apposed_name(&self, terms: &Terms) -> bool {
        let name = |i: usize| {
            self.tail.contains(&i) && terms.is_capital(i) && !lexicon::is_preposition(terms.word(i))
        };
        let behind_comma =
            |i: usize| terms.is(i, &[","]) && name(i + 1) && (name(i + 2) || i + 2 >= self.tail.end);
        name(self.tail.start) || self.tail.clone().any(behind_comma)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;

    /// `role | basis` of an unnamed source, else nothing.
    fn read(markup: &str) -> String {
        Sample::new(markup).details(1, None, |segments, details| {
            details.unnamed.as_ref().map_or(String::new(), |unnamed| {
                let basis = unnamed.basis.as_ref().map_or("", |b| segments.slice(b));
                format!("{} | {basis}", segments.slice(&unnamed.role))
            })
        })
    }

    #[track_caller]
    fn hold(table: &[(&str, &str)]) {
        let wrong: Vec<String> = table
            .iter()
            .map(|(markup, wanted)| (markup, wanted, read(markup)))
            .filter(|(_, wanted, got)| *wanted != got)
            .map(|(markup, wanted, got)| format!("{markup}\n  wanted {wanted:?}, got {got:?}"))
            .collect();
        assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    }

    #[test]
    fn withheld_names() {
        hold(&[
            ("{s:A senior NATO official} {c:said} {x:it rained}.", "senior NATO official | "),
            (
                "{s:A neighbour}, who begged us not to print her name in case she was evicted, {c:said} {x:it rained}.",
                "neighbour | in case she was evicted",
            ),
            (
                "{s:A neighbour}, whom I shall not name because she lives here, {c:said} {x:it rained}.",
                "neighbour | because she lives here",
            ),
            (
                "{s:A senior aide}, who did not want to be seen contradicting the mayor, {c:said} {x:it rained}.",
                "senior aide | not want to be seen contradicting the mayor",
            ),
            (
                "{s:The source}, who feared losing her job, {c:added} {x:that it rained}.",
                "source | feared losing her job",
            ),
            ("{s:The source}, who feared that it would rain, {c:said} {x:it rained}.", "source | "),
            ("{s:One of them} {c:said} {x:it rained}.", "One of them | "),
            ("{s:One of the three} {c:said} {x:it rained}.", "One of the three | "),
            ("{s:One of three aides} {c:said} {x:it rained}.", "aides | "),
            ("{s:Officials} {c:said} {x:it rained}.", "Officials | "),
            ("{s:US officials} {c:said} {x:it rained}.", "US officials | "),
            ("{s:People familiar with the talks} {c:said} {x:it rained}.", "People | "),
            ("{s:Three lawmakers} {c:said} {x:it rained}.", "lawmakers | "),
            ("{s:An aide to the mayor} {c:said} {x:it rained}.", "aide | "),
            ("{s:One person briefed on the talks} {c:said} {x:it rained}.", "person | "),
            ("{s:A source close to the mayor} {c:said} {x:it rained}.", "source | "),
            ("{s:One of the organisers} {c:said} {x:it rained}.", "organisers | "),
            ("{s:Some in the crowd} {c:said} {x:it rained}.", "Some | "),
            ("{s:Critics} {c:say} {x:it rained}.", "Critics | "),
            ("{s:Residents} {c:say} {x:it rained}.", "Residents | "),
            ("{s:State and local officials} {c:say} {x:it rained}.", "State and local officials | "),
            ("{s:the official} {c:said} {x:it rained}.", "official | "),
            ("{s:an unnamed minister} {c:said} {x:it rained}.", "unnamed minister | "),
            ("{s:A spokeswoman for the mine} {c:said} {x:it rained}.", "spokeswoman | "),
        ]);
    }

    #[test]
    fn names_bodies_and_posts() {
        hold(&[
            ("{s:Ida Orr} {c:said} {x:it rained}.", ""),
            ("{s:The company} {c:said} {x:it rained}.", ""),
            ("{s:The White House} {c:said} {x:it rained}.", ""),
            ("{s:Corvane Water Partners} {c:said} {x:it rained}.", ""),
            ("{s:Polls} {c:suggest} {x:it rained}.", ""),
            ("{s:state records} {c:show} {x:it rained}.", ""),
            ("{s:The court} {c:said} {x:it rained}.", ""),
            ("{s:The report} {c:said} {x:it rained}.", ""),
            ("{s:The newspaper} {c:said} {x:it rained}.", ""),
            ("{s:The prime minister} {c:said} {x:it rained}.", ""),
            ("{s:Her mother} {c:said} {x:it rained}.", ""),
            ("{s:A spokesman for the mine, Jan Ek} {c:said} {x:it rained}.", ""),
            ("{s:The mine's lawyer} {c:said} {x:it rained}.", ""),
            ("{s:Police} {c:said} {x:it rained}.", ""),
            ("{s:She} {c:said} {x:it rained}.", ""),
            ("{s:A study} {c:found} {x:it rained}.", ""),
            ("{s:Sanders} {c:said} {x:it rained}.", ""),
        ]);
    }

    #[test]
    fn reasons() {
        hold(&[
            (
                "{x:It rained}, {c:according to} {s:two people briefed on it}. They spoke on condition of anonymity because they were not authorized to discuss it publicly.",
                "people | because they were not authorized to discuss it publicly",
            ),
            (
                "{s:A senior official}, speaking on condition of anonymity to discuss private talks, {c:said} {x:it rained}.",
                "senior official | to discuss private talks",
            ),
            (
                "{x:It rained}, {c:according to} {s:three officials not authorized to discuss private talks}.",
                "officials | not authorized to discuss private talks",
            ),
            (
                "{s:A resident who asked not to be named, for fear of the sack,} {c:said} {x:it rained}.",
                "resident | for fear of the sack",
            ),
            (
                "{s:One regular}, who asked not to be named for fear of being barred, {c:said} {x:it rained}.",
                "regular | for fear of being barred",
            ),
            (
                "{x:It rained}, {c:said} {s:a diplomat}, who asked not to be identified because of the sensitivity of the talks.",
                "diplomat | because of the sensitivity of the talks",
            ),
            (
                "{s:An aide}, citing the secrecy of the talks, {c:said} {x:it rained}.",
                "aide | citing the secrecy of the talks",
            ),
            (
                "{s:One rebel}, who declined to be named, {c:said} {x:it rained}.",
                "rebel | declined to be named",
            ),
            (
                "{x:It rained}, {s:a worker} {c:said}, requesting anonymity as she was not allowed to speak to the press.",
                "worker | as she was not allowed to speak to the press",
            ),
            (
                "{x:It rained}, {s:officials} {c:said}. The officials declined to be identified discussing private talks.",
                "officials | declined to be identified",
            ),
            ("{s:Officials} {c:said} {x:it rained}. She was not allowed to leave.", "Officials | "),
        ]);
    }
}
