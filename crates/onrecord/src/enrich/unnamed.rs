//! Sources whose name an article withholds, and the reason that it gives.
//!
//! 'a senior official', 'people familiar with the talks', 'three lawmakers', 'critics' are unnamed.
//! A person or body that the article names is not, nor a role that the article resolves to a named
//! person elsewhere, nor a single holder of a known post ('the prime minister', 'her mother').

use std::ops::Range;

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
    let basis = basis(terms, own, content, noun.is_plural(terms));
    let explicit = basis.is_some() || noun.says_unnamed(terms);
    if explicit && (noun.is_name(terms) || noun.is_body(terms) && !noun.is_people(terms)) {
        return None;
    }
    (explicit || noun.is_withheld(terms, entity)).then(|| Unnamed { role: noun.role(), basis })
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

/// Phrases that say that a name is withheld; what follows may say why.
const WITHHOLDING: &[&str] = &[
    "on condition of anonymity",
    "on the condition of anonymity",
    "on condition of not being named",
    "on condition of not being identified",
    "on condition that they not be named",
    "on condition that",
    "on the condition that",
    "not to be named",
    "not to be identified",
    "not to be quoted",
    "to be named",
    "to be identified",
    "to remain anonymous",
    "to stay anonymous",
    "requested anonymity",
    "requesting anonymity",
    "asked for anonymity",
    "asking for anonymity",
    "insisted on anonymity",
    "insisting on anonymity",
    "demanded anonymity",
    "granted anonymity",
    "given anonymity",
    "remain anonymous",
    "spoke anonymously",
    "speaking anonymously",
    "speak anonymously",
    "spoke on background",
    "speaking on background",
    "name withheld",
    "names withheld",
    "name be withheld",
    "be named",
    "be identified",
    "anonymously",
];

/// Why somebody may not speak; the reason is the phrase itself.
const FORBIDDEN: &[&str] =
    &["authorized", "authorised", "allowed", "permitted", "cleared", "empowered", "supposed", "free"];

/// How far from its source a reason is looked for, in tokens.
const FARTHEST: usize = 150;

/// What one may not do, or does not want to be known for.
const SPEAKING: &[&str] = &[
    "speak", "discuss", "talk", "comment", "brief", "disclose", "reveal", "give", "share", "name",
    "identify", "quote", "address", "release", "describe", "divulge", "make", "answer",
];

/// What is cited as the reason for withholding a name.
const CITED: &[&str] = &[
    "sensitivity",
    "secrecy",
    "confidentiality",
    "fear",
    "security",
    "safety",
    "policy",
    "rule",
    "privacy",
    "concern",
    "authorization",
    "authorisation",
    "risk",
    "threat",
    "nature",
    "protocol",
    "retaliation",
    "reprisal",
];

/// The reason for withholding a name, near its source.
fn basis(
    terms: &Terms,
    source: &Range<usize>,
    attributed: &[Range<usize>],
    plural: bool,
) -> Option<Range<usize>> {
    let sentence = terms.segments.sentence_of(source.start);
    let reach = sentence.start.max(source.start.saturating_sub(FARTHEST))
        ..sentence.end.min(source.end + FARTHEST).max(source.end);
    let content = |i: usize| attributed.iter().any(|b| b.contains(&i)) && !source.contains(&i);
    in_sentence(terms, &reach, &content).or_else(|| {
        let next =
            terms.segments.sentences.get(terms.segments.tokens[reach.end - 1].sentence as usize + 1)?;
        let goes_on = continues(terms, next, plural);
        goes_on.then(|| in_sentence(terms, next, &|i| terms.is_quoted(i))).flatten()
    })
}

/// Whether a sentence goes on about the unnamed source before: 'They spoke on condition of ...'.
fn continues(terms: &Terms, sentence: &Range<usize>, plural: bool) -> bool {
    let pronouns: &[&str] =
        if plural { &["they", "both", "all", "neither", "none", "each"] } else { &["he", "she", "they"] };
    let noun = terms.is(sentence.start, &["the"])
        && (sentence.start + 1..sentence.end.min(sentence.start + 5)).any(|i| is_person_noun(terms, i));
    terms.is(sentence.start, pronouns) || noun
}

fn in_sentence(terms: &Terms, reach: &Range<usize>, content: &dyn Fn(usize) -> bool) -> Option<Range<usize>> {
    for i in reach.clone() {
        if content(i) {
            continue;
        }
        if let Some(end) = terms.any_phrase(i, WITHHOLDING).filter(|_| withholds(terms, i, reach)) {
            return Some(
                reason_behind(terms, end, reach, content).unwrap_or_else(|| whole(terms, i, end, reach)),
            );
        }
        let speaks = || (i + 1..reach.end.min(i + 6)).any(|j| terms.lemma(j, SPEAKING).is_some());
        if terms.is(i, FORBIDDEN) && denied(terms, i, reach) && speaks() {
            return Some(clause_start(terms, i, reach)..clause_end(terms, i + 1, reach, content));
        }
        let cites = || (i + 1..reach.end.min(i + 8)).any(|j| terms.lemma(j, CITED).is_some());
        let feared = ["for fear of", "out of fear of", "fearing reprisals", "fearing retaliation"];
        if (terms.is(i, &["citing"]) && cites()) || terms.any_phrase(i, &feared).is_some() {
            return Some(i..clause_end(terms, i + 1, reach, content));
        }
    }
    None
}

/// 'be named' needs a refusal before it.
fn withholds(terms: &Terms, i: usize, reach: &Range<usize>) -> bool {
    if terms.is(i, &["on"])
        && terms.phrase(i, "on condition that").or(terms.phrase(i, "on the condition that")).is_some()
    {
        return (i..reach.end.min(i + 12))
            .any(|j| terms.is(j, &["named", "identified", "quoted", "name", "names", "anonymous"]));
    }
    if terms.is(i, &["to", "be", "remain", "anonymously"]) && !terms.is(i, &["anonymously"]) {
        let floor = i.saturating_sub(5).max(reach.start);
        return (floor..i).any(|j| {
            terms
                .lemma(j, &["decline", "refuse", "ask", "request", "want", "wish", "prefer", "insist"])
                .is_some()
                && !(terms.lemma(j, &["want", "wish"]).is_some() && !terms.is(i, &["to", "remain"]))
                || terms.is(j, &["not"])
                || terms.is_contracted_not(j)
        });
    }
    true
}

/// The withholding phrase with its verb, where no reason follows: 'who declined to be named'.
fn whole(terms: &Terms, i: usize, end: usize, reach: &Range<usize>) -> Range<usize> {
    let mut start = i;
    while start > reach.start
        && i - start < 4
        && (lexicon::is_auxiliary(terms.word(start - 1))
            || terms.is(start - 1, &["not", "to", "spoke", "speaking"])
            || terms
                .lemma(
                    start - 1,
                    &["decline", "refuse", "ask", "request", "want", "wish", "prefer", "insist"],
                )
                .is_some())
    {
        start -= 1;
    }
    start..end
}

/// What opens a reason.
const REASONS: &[&str] = &[
    "because", "as", "since", "to", "in", "citing", "for", "due", "given", "so", "out", "under", "fearing",
    "owing", "saying", "lest", "while", "when",
];

fn reason_behind(
    terms: &Terms,
    end: usize,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let mut i = end;
    let last = reach.end.min(end + 8);
    while i < last && !content(i) {
        let opens = terms.is(i, REASONS)
            && (!terms.is(i, &["in"]) || terms.phrase(i, "in order to").is_some())
            && (!terms.is(i, &["as"]) || terms.is_word(i + 1))
            && (!terms.is(i, &["out"]) || terms.phrase(i, "out of").is_some());
        if opens {
            let end = clause_end(terms, i + 1, reach, content);
            return (end > i + 1).then_some(i..end);
        }
        let passes = terms.is(
            i,
            &[
                ",",
                "by",
                "name",
                "or",
                "and",
                "publicly",
                "quoted",
                "identified",
                "named",
                "further",
                "being",
                "them",
            ],
        ) || lexicon::is_adverb(terms.word(i));
        if !passes {
            return None;
        }
        i += 1;
    }
    None
}

/// 'not authorized', 'were not permitted', 'wasn't allowed'.
fn denied(terms: &Terms, i: usize, reach: &Range<usize>) -> bool {
    terms.is(i + 1, &["to", "by", "for"])
        && (reach.start.max(i.saturating_sub(4))..i)
            .any(|j| terms.is(j, &["not", "never"]) || terms.is_contracted_not(j))
}

/// The start of the clause that holds a forbidding word: its 'because', else its 'not'.
fn clause_start(terms: &Terms, i: usize, reach: &Range<usize>) -> usize {
    let floor = reach.start.max(i.saturating_sub(9));
    let mut not = i;
    for j in (floor..i).rev() {
        if terms.is(j, &["because", "since", "as", "saying"]) {
            return j;
        }
        if terms.is(j, &["not", "never"]) {
            not = not.min(j);
        } else if terms.is_contracted_not(j) {
            not = not.min(j.saturating_sub(2));
        }
        if terms.parts(j) {
            break;
        }
    }
    not
}

/// Where a reason ends: at punctuation, with the content or the sentence, or where the telling goes on.
fn clause_end(terms: &Terms, start: usize, reach: &Range<usize>, content: &dyn Fn(usize) -> bool) -> usize {
    let mut end = start;
    while end < reach.end && !content(end) && !terms.parts(end) && !terms.is_mark(end) && !tells(terms, end) {
        end += 1;
    }
    end
}

/// A finite verb of saying ends a reason inside a relative clause: 'who asked not to be named to avoid trouble said'.
fn tells(terms: &Terms, i: usize) -> bool {
    terms.is(i, &["said", "says", "told", "tells", "added", "adds"])
        && !terms.is(i.wrapping_sub(1), &["he", "she", "they", "it", "what", "who", "as"])
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
