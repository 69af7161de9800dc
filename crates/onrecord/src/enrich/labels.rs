//! Names and epithets that somebody gives to somebody.
//!
//! 'called her "a tourist"', 'was dubbed "the Shark" by rivals', 'whom younger writers call the
//! Guillotine', 'so-called', a loaded noun in apposition, a 'hit piece'. Ordinary roles ('a lawyer')
//! are no labels. Who labels is the one the verb's clause names; where it names nobody, the speaker
//! of the words, and outside every statement the article itself.

use std::ops::Range;

use super::date;
use super::layout::Layout;
use super::lexicon;
use super::phrases::Phrases;
use super::terms::Terms;
use super::unnamed;
use crate::link::Attribution;
use crate::record::Kind;
use crate::resolve::Entities;

/// Somebody in the article: the words, and the entity they stand for where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Where the article names it.
    pub tokens: Range<usize>,
    /// Position in [`Entities::all`].
    pub entity: Option<usize>,
}

/// Who gives a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Giver {
    /// The article itself.
    Article,
    /// Somebody named beside the label.
    Named(Party),
    /// The speaker of the attribution at this position.
    Speaker(usize),
    /// Whoever relays the attribution at this position to the article, else its speaker: the quoted
    /// words are the relayer's own.
    Relayer(usize),
}

/// A label as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelFound {
    /// The epithet, without quotation marks.
    pub label: Range<usize>,
    /// Who is labelled.
    pub target: Party,
    /// Who labels.
    pub by: Giver,
    /// The words that mark the labelling.
    pub cue: Option<Range<usize>>,
    /// Whether the epithet stands in quotation marks.
    pub quoted: bool,
}

/// Verbs that take somebody and a name.
const NAMING: &[&str] = &["call", "dub", "brand", "label", "nickname", "term", "christen", "style", "rename"];

/// Verbs that take somebody 'as' something.
const CASTING: &[&str] = &[
    "describe",
    "brand",
    "label",
    "denounce",
    "dismiss",
    "deride",
    "portray",
    "depict",
    "characterize",
    "characterise",
    "condemn",
    "slam",
    "blast",
    "mock",
    "ridicule",
    "criticize",
    "criticise",
    "hail",
    "praise",
    "paint",
    "decry",
    "lambast",
    "lambaste",
    "attack",
    "lampoon",
    "vilify",
    "demonize",
    "demonise",
    "caricature",
    "tout",
    "refer",
    "cast",
    "style",
    "ding",
    "pillory",
    "castigate",
    "disparage",
    "excoriate",
    "revile",
    "celebrate",
    "cheer",
    "skewer",
    "taunt",
    "belittle",
    "savage",
    "trash",
    "know",
];

/// Words that open a relative clause.
const RELATIVE: &[&str] = &["whom", "who", "that", "which", "what"];

/// The labels of an article.
pub(super) fn labels(terms: &Terms, attributions: &[Attribution], entities: &Entities) -> Vec<LabelFound> {
    let finder = Finder {
        terms,
        attributions,
        entities,
        phrases: Phrases { terms, entities },
        layout: Layout::new(terms.len(), attributions),
    };
    let mut found: Vec<LabelFound> = Vec::new();
    for i in 0..terms.len() {
        let label = finder
            .named(i)
            .or_else(|| finder.so_called(i))
            .or_else(|| finder.loaded_medium(i))
            .or_else(|| finder.apposed(i))
            .or_else(|| finder.scare_quoted(i));
        if let Some(label) = label.filter(|l| !found.iter().rev().take(4).any(|f| f.label == l.label)) {
            found.push(label);
        }
    }
    found.sort_by_key(|l| l.label.start);
    found
}

struct Finder<'a> {
    terms: &'a Terms<'a>,
    attributions: &'a [Attribution],
    entities: &'a Entities,
    phrases: Phrases<'a>,
    layout: Layout,
}

/// An epithet and where it ends, marks included.
struct Epithet {
    label: Range<usize>,
    end: usize,
    quoted: bool,
}

impl Finder<'_> {
    /// A verb of naming or casting at `i`.
    fn named(&self, i: usize) -> Option<LabelFound> {
        let called_out = self.terms.lemma(i, &["call"]).is_some() && self.terms.is(i + 1, &["out"]);
        // 'a three term governor'
        let termed = !self.terms.is(i, &["term", "terms"]);
        let naming = !called_out && termed && self.terms.lemma(i, NAMING).is_some();
        // a capital inside a sentence is a name ('Bill') or a headline
        let casting = called_out || (self.terms.lemma(i, CASTING).is_some() && !self.terms.is_capital(i));
        if !(naming || casting) || self.hyphenated(i) || self.is_noun(i) || self.is_adjective(i) {
            return None;
        }
        let referred = self.terms.is(i + 1, &["to"]) && self.terms.lemma(i, &["refer"]).is_some();
        let verb = i..i + 1 + usize::from(called_out) + usize::from(referred);
        if self.follows_be(i) {
            return self.passive(&verb, naming, casting);
        }
        if let Some(whom) = self.relative_pronoun(i) {
            // 'for what he called his "failure"' labels no person
            if self.terms.is(whom, &["what"]) {
                return None;
            }
            let relative = || self.relative(whom, &verb, naming, casting);
            return relative().or_else(|| self.actively(&verb, naming, casting));
        }
        if self.is_reduced(i) {
            let agent = |found: &LabelFound| found.quoted || matches!(found.by, Giver::Named(_));
            let known = self.terms.is(i, &["known"]);
            let reduced = self.passive(&verb, naming, casting).filter(|found| known || agent(found));
            return reduced.or_else(|| self.actively(&verb, naming, casting));
        }
        self.actively(&verb, naming, casting)
    }

    fn actively(&self, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let plain = naming.then(|| self.active(verb, false)).flatten();
        plain.or_else(|| casting.then(|| self.active(verb, true)).flatten())
    }

    /// 'disparaging remarks': no object can follow at once.
    fn is_adjective(&self, i: usize) -> bool {
        let next = i + 1;
        self.terms.word(i).ends_with("ing")
            && self.terms.is_word(next)
            && !self.terms.is_capital(next)
            && !lexicon::is_pronoun(self.terms.word(next))
            && !lexicon::is_determiner(self.terms.word(next))
            && !self.terms.is(next, &["out", "to"])
    }

    fn hyphenated(&self, i: usize) -> bool {
        i > 0 && self.terms.is(i - 1, &["-", "‑"]) && self.terms.is_joined(i)
    }

    /// 'the label', 'a call': a noun.
    fn is_noun(&self, i: usize) -> bool {
        i > 0
            && lexicon::is_determiner(self.terms.word(i - 1))
            && !self.terms.is(i - 1, &["that", "all", "both", "each", "many", "some", "most"])
    }

    fn is_participle(&self, i: usize) -> bool {
        self.terms.word(i).ends_with("ed") || self.terms.is(i, &["known", "cast"])
    }

    /// The word before, adverbs aside.
    fn before(&self, i: usize) -> Option<usize> {
        let mut at = i;
        while at > 0 && lexicon::is_adverb(self.terms.word(at - 1)) {
            at -= 1;
        }
        at.checked_sub(1)
    }

    /// Whether the verb is a participle behind 'be'.
    fn follows_be(&self, i: usize) -> bool {
        const BE: &[&str] = &[
            "be", "is", "was", "are", "were", "been", "being", "get", "gets", "got", "getting", "re",
            "became",
        ];
        let before = self.before(i);
        self.is_participle(i)
            && before.is_some_and(|b| {
                self.terms.is(b, BE) || (self.terms.is(b, &["s"]) && self.terms.is(i, &["known"]))
            })
    }

    /// Whether the verb is a participle behind its noun: 'Orr, dubbed "the Shark" by rivals'.
    fn is_reduced(&self, i: usize) -> bool {
        let (Some(before), true) = (self.before(i), self.is_participle(i)) else { return false };
        let next = i + 1;
        let naming = self.terms.lemma(i, NAMING).is_some();
        let agent = self.terms.is(next, &["as", "by"])
            || (self.terms.is(i, &["known"]) && self.terms.is(next, &["to", "among", "in"]));
        let name_follows = naming
            && (self.terms.is_mark(next)
                || (self.terms.is(next, &["a", "an", "the"]) && !self.takes_object(next)));
        let word = self.terms.word(before);
        let finite =
            matches!(word, "has" | "have" | "had" | "who" | "to" | "and" | "whom" | "what" | "which")
                || lexicon::is_pronoun(word);
        (agent || name_follows)
            && !finite
            && (agent || self.terms.parts(before) || !self.phrases.ends_name(before + 1))
    }

    /// Whether an object and its quoted or 'a/the' epithet both follow: then the verb is active.
    fn takes_object(&self, start: usize) -> bool {
        let object = self.phrases.rightward(start);
        self.terms.is_mark(object.end) && !object.is_empty()
    }

    /// 'was branded by opponents as "a fraud"', 'dubbed "the Shark" by fans'.
    fn passive(&self, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let mut at = verb.end;
        let mut giver = self.by_phrase(&mut at);
        let with_as = self.terms.is(at, &["as"]);
        if !(with_as && casting || naming) {
            return None;
        }
        at += usize::from(with_as);
        let epithet = self.epithet(at, with_as)?;
        let mut behind = epithet.end;
        if giver.is_none() {
            giver = self.by_phrase(&mut behind);
        }
        let target = self.phrases.subject(verb.start)?;
        let target = self.accept(target, epithet.quoted)?;
        let by = match giver {
            Some(range) => self.giver(range),
            None => self.default_giver(verb.start),
        };
        Some(self.found(epithet, target, by, verb))
    }

    /// 'by NP', 'in the press', 'among fans', 'to friends'; moves past it.
    fn by_phrase(&self, at: &mut usize) -> Option<Range<usize>> {
        let start = *at;
        if !self.terms.is(start, &["by", "in", "among", "to"]) {
            return None;
        }
        let phrase = self.phrases.rightward(start + 1);
        if phrase.is_empty()
            || date::at(self.terms, start).is_some()
            || date::at(self.terms, start + 1).is_some()
        {
            return None;
        }
        let head = phrase.end - 1;
        if self.terms.is(start, &["in"]) && self.terms.lemma(head, MEDIA).is_none() {
            return None;
        }
        *at = phrase.end;
        Some(phrase)
    }

    /// 'whom rivals call "the Shark"', 'whom rivals describe as a shark': the target stands ahead of 'whom'.
    fn relative(&self, whom: usize, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let with_as = self.terms.is(verb.end, &["as"]);
        if !(with_as && casting || naming) {
            return None;
        }
        let start = verb.end + usize::from(with_as);
        // 'that Orr called Nowak a liar' has an object behind the verb
        if !with_as && self.terms.is_word(start) && !self.terms.is(start, &["a", "an", "the"]) {
            return None;
        }
        let epithet = self.epithet(start, with_as)?;
        let target = self.accept(self.phrases.antecedent(whom)?, epithet.quoted)?;
        let subject = self.phrases.subject(verb.start)?;
        let subject = subject.start.max(whom + 1)..subject.end;
        if subject.is_empty() || subject.start > whom + 2 {
            return None;
        }
        let by = self.giver(subject);
        Some(self.found(epithet, target, by, verb))
    }

    /// The 'whom' (or 'who', 'that') ahead of a verb with its own subject between.
    fn relative_pronoun(&self, verb: usize) -> Option<usize> {
        let floor = self.terms.segments.sentence_of(verb).start.max(verb.saturating_sub(12));
        let at = (floor..verb).rev().find(|&i| self.terms.is(i, RELATIVE) || self.terms.parts(i))?;
        if !self.terms.is(at, RELATIVE) {
            return None;
        }
        // 'who called' is the subject itself
        let mut next = at + 1;
        while next < verb
            && (lexicon::is_auxiliary(self.terms.word(next)) || lexicon::is_adverb(self.terms.word(next)))
        {
            next += 1;
        }
        (next < verb && !self.terms.is(next, &["to", "started", "used", "likes", "prefers"])).then_some(at)
    }

    /// 'called her "a tourist"', 'described him as a clown'.
    fn active(&self, verb: &Range<usize>, with_as: bool) -> Option<LabelFound> {
        let mut object = self.phrases.object(verb.end);
        if object.is_empty() || date::at(self.terms, object.start).is_some() {
            return None;
        }
        let whole = self.phrases.rightward(verb.end);
        if with_as && self.terms.is(whole.end, &["as"]) {
            // 'described party leader Ann Orr as': the name is the target
            object =
                self.phrases.name_in(&whole).filter(|name| name.end == whole.end).unwrap_or(whole.clone());
        }
        // 'called the Olsk bankers "fat cats"'
        if !with_as && self.terms.is_mark(whole.end) && whole.end > object.end {
            object = whole;
        }
        let mut at = object.end;
        if with_as {
            // 'described him on Monday as'
            let limit = at + 6;
            let adverbial =
                lexicon::is_preposition(self.terms.word(at)) || date::at(self.terms, at).is_some();
            while adverbial
                && at < limit
                && self.terms.is_word(at)
                && !self.terms.is(at, &["as"])
                && !lexicon::opens_clause(self.terms.word(at))
            {
                at += 1;
            }
            if !self.terms.is(at, &["as"]) {
                return None;
            }
            at += 1;
        }
        let epithet = self.epithet(at, with_as)?;
        let subject = self.phrases.subject(verb.start);
        let reflexive = self.terms.word(object.start).ends_with("self")
            || self.terms.word(object.start).ends_with("selves");
        let target = if reflexive { subject.clone()? } else { object };
        let target = self.accept(target, epithet.quoted)?;
        let by = if reflexive { Giver::Named(target.clone()) } else { self.of_verb(verb.start, subject) };
        Some(self.found(epithet, target, by, verb))
    }

    /// Who a finite verb's subject is, as the attribution has it, else as the clause does.
    fn of_verb(&self, verb: usize, subject: Option<Range<usize>>) -> Giver {
        if let Some(outlet) = subject.as_ref().and_then(|s| self.phrases.outlet(s)) {
            return Giver::Named(self.party(outlet));
        }
        // a source of 'who' alone is better told by the clause
        let relative = |r: &Range<usize>| self.terms.is(r.start, RELATIVE);
        let sourced =
            |i: &usize| self.attributions[*i].source.iter().any(|r| !relative(r)) || subject.is_none();
        if let Some(attribution) = self.layout.cue[verb].filter(sourced) {
            return Giver::Speaker(attribution);
        }
        match subject {
            Some(subject) => self.giver(subject),
            None => self.default_giver(verb),
        }
    }

    fn giver(&self, tokens: Range<usize>) -> Giver {
        if tokens.len() == 1 && self.terms.is(tokens.start, &["i", "we", "you", "one"]) {
            return self.default_giver(tokens.start);
        }
        let tokens = self.phrases.outlet(&tokens).unwrap_or(tokens);
        Giver::Named(self.party(tokens))
    }

    /// Whose words a token belongs to.
    fn default_giver(&self, token: usize) -> Giver {
        let Some(owner) = self.layout.owner[token] else { return Giver::Article };
        let quoted = self.terms.is_quoted(token);
        let cue = self.attributions[owner].cue.as_ref().map(|c| c.start);
        // the quotation marks hold the cue too: somebody else's sentence is quoted whole
        if quoted && cue.is_some_and(|c| self.same_quotation(token, c)) {
            return Giver::Relayer(owner);
        }
        Giver::Speaker(owner)
    }

    fn same_quotation(&self, a: usize, b: usize) -> bool {
        self.terms.segments.tokens[a].paragraph == self.terms.segments.tokens[b].paragraph
            && (a.min(b)..=a.max(b)).all(|i| self.terms.is_quoted(i))
    }

    fn found(&self, epithet: Epithet, target: Party, by: Giver, verb: &Range<usize>) -> LabelFound {
        LabelFound { label: epithet.label, target, by, cue: Some(verb.clone()), quoted: epithet.quoted }
    }

    fn party(&self, tokens: Range<usize>) -> Party {
        let entity = self.phrases.entity(&tokens);
        Party { tokens, entity }
    }

    /// The target, where it is somebody: people and bodies are labelled, plans and remarks are only judged.
    fn accept(&self, tokens: Range<usize>, quoted: bool) -> Option<Party> {
        let party = self.party(tokens);
        let entity = party.entity.and_then(|e| self.entities.all.get(e));
        let kind = entity.map(|e| e.kind);
        let named = self.phrases.has_name(&party.tokens);
        let pronoun = party.tokens.len() == 1 && lexicon::is_pronoun(self.terms.word(party.tokens.start));
        let somebody = match kind {
            Some(Kind::Person | Kind::Organization | Kind::Group) => true,
            Some(Kind::Place | Kind::Document) => named,
            Some(Kind::Unknown) | None => {
                let head = party.tokens.end - 1;
                let person = is_loaded(self.terms, head) || unnamed::is_person_noun(self.terms, head);
                named
                    || (pronoun && !self.terms.is(party.tokens.start, &["it", "itself"]))
                    || (quoted && person)
            }
        };
        somebody.then_some(party)
    }

    /// Whether a target without a verb beside it is known to be somebody: the resolver says so, or it
    /// has a first name and a surname.
    fn is_somebody(&self, party: &Party) -> bool {
        match party.entity.and_then(|e| self.entities.all.get(e)).map(|e| e.kind) {
            Some(Kind::Person | Kind::Organization | Kind::Group) => true,
            Some(Kind::Place | Kind::Document) => false,
            Some(Kind::Unknown) | None => party.tokens.len() > 1,
        }
    }

    /// The epithet that starts at `at`: a quotation within four words, else a noun phrase.
    fn epithet(&self, at: usize, with_as: bool) -> Option<Epithet> {
        for open in at..at + 5 {
            if self.terms.is_mark(open) {
                if let Some(epithet) = self.quotation(open) {
                    return Some(epithet);
                }
                break;
            }
            if !self.terms.is_word(open)
                || lexicon::is_preposition(self.terms.word(open))
                || lexicon::opens_clause(self.terms.word(open))
                || lexicon::is_auxiliary(self.terms.word(open))
            {
                break;
            }
        }
        let opens = self.terms.is(at, &["a", "an", "the", "his", "her", "their", "its", "our", "my", "one"]);
        // 'described them as leaving' tells a deed
        if self.terms.word(at).ends_with("ing") {
            return None;
        }
        if date::at(self.terms, at).is_some() || !(opens || with_as) || !self.terms.is_word(at) {
            return None;
        }
        let mut end = at;
        while end < self.terms.len() && !self.ends_epithet(at, end) {
            end += 1;
        }
        while end > at && !self.terms.is_word(end - 1) {
            end -= 1;
        }
        // half in quotation marks, half not: no epithet as a whole
        let whole = !self.terms.is_mark(end) || !self.terms.is_quoted(end + 1);
        (whole && end > at + usize::from(opens)).then_some(Epithet { label: at..end, end, quoted: false })
    }

    fn is_function(&self, i: usize) -> bool {
        let word = self.terms.word(i);
        lexicon::is_determiner(word)
            || lexicon::is_preposition(word)
            || lexicon::is_pronoun(word)
            || lexicon::is_auxiliary(word)
            || lexicon::opens_clause(word)
    }

    fn ends_epithet(&self, start: usize, i: usize) -> bool {
        let word = self.terms.word(i);
        // 'a liar and a cheat', 'a nasty and divisive man', 'a judge in all but name'
        let noun = |j: usize| self.terms.is_word(j) && !self.is_function(j);
        let coordinated = (word == "and" && lexicon::is_determiner(self.terms.word(i + 1)))
            || (word == "and" && i <= start + 2 && noun(i + 1) && noun(i + 2))
            || (word == "but" && i > start && self.terms.is(i - 1, &["all", "nothing", "anything"]));
        self.terms.parts(i)
            || self.terms.is_mark(i)
            || (i > start && date::at(self.terms, i).is_some())
            || (lexicon::opens_clause(word) && !coordinated)
            || matches!(
                word,
                "by" | "after"
                    | "during"
                    | "before"
                    | "since"
                    | "for"
                    | "on"
                    | "at"
                    | "over"
                    | "following"
                    | "until"
                    | "among"
                    | "amid"
            )
            || (i > start && lexicon::is_auxiliary(word))
    }

    /// The words between the mark at `open` and the one that closes it.
    fn quotation(&self, open: usize) -> Option<Epithet> {
        const LONGEST: usize = 25;
        let sort = |i: usize| matches!(self.terms.raw(i), "'" | "‘" | "’" | "`");
        let single = sort(open);
        let close = (open + 1..self.terms.len().min(open + LONGEST))
            .find(|&i| self.terms.is_mark(i) && sort(i) == single)?;
        let mut end = close;
        while end > open + 1 && matches!(self.terms.raw(end - 1), "," | "." | ";") {
            end -= 1;
        }
        (end > open + 1).then_some(Epithet { label: open + 1..end, end: close + 1, quoted: true })
    }

    /// 'the so-called "Butcher of Olsk", Jan Nowak'.
    fn so_called(&self, i: usize) -> Option<LabelFound> {
        if !(self.terms.is(i, &["so"])
            && self.terms.is(i + 1, &["-", "‑"])
            && self.terms.is(i + 2, &["called"]))
        {
            return None;
        }
        let start = i + 3;
        let (label, end, quoted) = match self.terms.is_mark(start).then(|| self.quotation(start)).flatten() {
            Some(epithet) => (epithet.label, epithet.end, true),
            None => {
                let phrase = self.phrases.rightward(start);
                let name = (phrase.start + 1..phrase.end)
                    .find(|&j| self.terms.is_capital(j) && !self.terms.is_capital(phrase.start));
                let end = name.unwrap_or(phrase.end);
                (phrase.start..end, end, false)
            }
        };
        let next = end + usize::from(self.terms.is(end, &[","]));
        let named = self.terms.is_capital(next);
        if !named && !quoted && self.terms.is_capital(label.start) {
            return None;
        }
        let name = if named { self.phrases.rightward(next) } else { label.clone() };
        if label.is_empty() {
            return None;
        }
        let target = self.accept(name, quoted)?;
        let by = self.default_giver(i);
        Some(LabelFound { label, target, by, cue: Some(i..i + 3), quoted })
    }

    /// 'a Politico hit piece', 'a hit piece in the Herald'.
    fn loaded_medium(&self, i: usize) -> Option<LabelFound> {
        const LOADED: &[&str] = &[
            "hit piece",
            "hit job",
            "hit pieces",
            "smear piece",
            "smear job",
            "puff piece",
            "attack piece",
            "propaganda outlet",
            "propaganda rag",
            "propaganda sheet",
            "scandal sheet",
            "gutter press",
            "fake news outlet",
            "fake news site",
            "mouthpiece",
            "hatchet job",
            "rag",
        ];
        let end = self.terms.any_phrase(i, LOADED)?;
        let before =
            i.checked_sub(1).filter(|&b| self.phrases.ends_name(b + 1)).map(|b| self.phrases.leftward(b + 1));
        let behind = self.terms.is(end, &["by", "in", "from"]).then(|| self.phrases.rightward(end + 1));
        let name = before.or(behind).and_then(|r| self.phrases.name_in(&r))?;
        let quoted = i > 0 && self.terms.is_mark(i - 1) && self.terms.is_mark(end);
        let target = self.party(name);
        Some(LabelFound { label: i..end, target, by: self.default_giver(i), cue: None, quoted })
    }

    /// 'Nowak, a tyrant in all but name, ...': a loaded noun beside a name.
    fn apposed(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is(i, &[","])
            || !self.phrases.ends_name(i)
            || !self.terms.is(i + 1, &["a", "an", "the", "that", "this"])
        {
            return None;
        }
        let start = i + 2;
        if self.terms.is_mark(start) {
            let epithet = self.quotation(start)?;
            let target = self.accept(self.phrases.named(i), true)?;
            return Some(LabelFound {
                label: epithet.label,
                target,
                by: self.default_giver(i),
                cue: None,
                quoted: true,
            });
        }
        let mut end = start;
        while end < start + 6
            && self.terms.is_word(end)
            && !lexicon::is_preposition(self.terms.word(end))
            && !lexicon::opens_clause(self.terms.word(end))
        {
            end += 1 + usize::from(
                self.terms.is(end + 1, &["-"])
                    && self.terms.is_joined(end + 1)
                    && self.terms.is_joined(end + 2),
            );
        }
        let head = end.checked_sub(1).filter(|h| *h >= start)?;
        if !is_loaded(self.terms, head) && !(start..head).any(|j| self.terms.is(j, LOADED_ADJECTIVES)) {
            return None;
        }
        let target = self.accept(self.phrases.named(i), false)?;
        Some(LabelFound { label: start..end, target, by: self.default_giver(head), cue: None, quoted: false })
    }

    /// '"strongman" Jan Nowak': an epithet in quotation marks right before a name.
    fn scare_quoted(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is_mark(i) || self.terms.is_mark(i + 1) {
            return None;
        }
        let epithet = self.quotation(i)?;
        let next = epithet.end;
        if epithet.label.len() > 5 || !self.terms.is_capital(next) || self.terms.is_joined(next) {
            return None;
        }
        // 'Danny "Shorty" Marlow' is a name, '"Yes." Marlow nodded' a quotation, '"No," Marlow said' too
        let in_name = i > 0 && self.terms.is_capital(i - 1) && self.terms.is_word(i - 1);
        let sentence = self.terms.segments.sentence_of(i);
        let verb =
            i > 0 && (lexicon::is_auxiliary(self.terms.word(i - 1)) || self.terms.is(i - 1, &["to", "not"]));
        if in_name
            || verb
            || epithet.label.end + 1 != epithet.end
            || !sentence.contains(&next)
            || self.terms.is(i.wrapping_sub(1), &[":", ","])
        {
            return None;
        }
        let owned = |t: usize| {
            self.layout.owner[t].is_some_and(|o| {
                self.attributions[o].content.iter().all(|c| c.start >= i && c.end <= epithet.end)
            })
        };
        let clause = epithet.label.clone().any(|j| {
            let word = self.terms.word(j);
            lexicon::is_auxiliary(word)
                || lexicon::is_preposition(word)
                || (lexicon::is_pronoun(word) && !lexicon::is_determiner(word))
        });
        if clause || owned(epithet.label.start) || self.terms.is_capital(epithet.label.start) {
            return None;
        }
        let name = self.phrases.rightward(next);
        let target = self.accept(self.phrases.name_in(&name)?, true)?;
        if !self.is_somebody(&target) {
            return None;
        }
        Some(LabelFound { label: epithet.label, target, by: self.default_giver(i), cue: None, quoted: true })
    }
}

/// Nouns for the media as a whole, which label in the plural or by 'in'.
const MEDIA: &[&str] = &[
    "media",
    "press",
    "newspaper",
    "paper",
    "tabloid",
    "circle",
    "report",
    "headline",
    "outlet",
    "quarter",
    "commentary",
    "broadcast",
    "article",
    "editorial",
    "column",
    "literature",
    "propaganda",
];

/// Adjectives that judge with whatever noun they take.
const LOADED_ADJECTIVES: &[&str] = &[
    "disgraced",
    "notorious",
    "infamous",
    "controversial",
    "corrupt",
    "crooked",
    "divisive",
    "embattled",
    "hated",
    "beloved",
    "discredited",
    "shadowy",
    "self-styled",
    "rogue",
    "ruthless",
];

fn is_loaded(terms: &Terms, i: usize) -> bool {
    lexicon::LOADED.holds(terms.word(i))
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::segment::Segments;

    /// `label -> target by giver` for every label; a speaker shows as `#` and the attribution's number.
    fn read(markup: &str) -> Vec<String> {
        let sample = Sample::new(markup);
        let segments = Segments::new(&sample.text);
        let found = super::super::labels(&segments, &sample.attributions(&segments), &Entities::default());
        found
            .iter()
            .map(|l| {
                let by = match &l.by {
                    Giver::Article => "the article".to_owned(),
                    Giver::Named(party) => segments.slice(&party.tokens).to_owned(),
                    Giver::Speaker(i) => format!("#{}", i + 1),
                    Giver::Relayer(i) => format!("relayer of #{}", i + 1),
                };
                format!("{} -> {} by {by}", segments.slice(&l.label), segments.slice(&l.target.tokens))
            })
            .collect()
    }

    #[track_caller]
    fn hold(table: &[(&str, &str)]) {
        let wrong: Vec<String> = table
            .iter()
            .filter(|(markup, wanted)| {
                read(markup) != wanted.split(" | ").filter(|w| !w.is_empty()).collect::<Vec<_>>()
            })
            .map(|(markup, wanted)| format!("{markup}\n  wanted {wanted}, got {:?}", read(markup)))
            .collect();
        assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    }

    #[test]
    fn active_verbs() {
        hold(&[
            ("Orr called Nowak \"a weather vane\".", "a weather vane -> Nowak by Orr"),
            ("Orr, the deputy, called Nowak \"a weather vane\".", "a weather vane -> Nowak by Orr"),
            ("{s:Orr} {c:called} {x:Nowak \"a weather vane\"}.", "a weather vane -> Nowak by #1"),
            ("Orr has nicknamed him \"the Eel\" for his handshake.", "the Eel -> him by Orr"),
            ("Orr, who has described Nowak as 'a weather vane', left.", "a weather vane -> Nowak by Orr"),
            (
                "The fishermen's union dismissed Nowak as \"a clown\".",
                "a clown -> Nowak by The fishermen's union",
            ),
            ("I call him the Silent Mayor.", "the Silent Mayor -> him by the article"),
            ("A recent Herald editorial branded Nowak \"a disgrace\".", "a disgrace -> Nowak by Herald"),
            ("He has taken to calling himself \"the people's cook\".", "the people's cook -> He by He"),
            ("Orr was late for dinner and called Nowak \"a bore\".", "a bore -> Nowak by Orr"),
            (
                "Orr denounced party leader Jan Nowak as a traitor to his class.",
                "a traitor to his class -> Jan Nowak by Orr",
            ),
            (
                "Even the Herald, no friend of his, has started to call him \"Captain Delay\".",
                "Captain Delay -> him by the Herald",
            ),
        ]);
    }

    #[test]
    fn passive_verbs() {
        hold(&[
            ("Nowak was dubbed \"the Eel\" by dockers in 2011.", "the Eel -> Nowak by dockers"),
            ("Nowak, dubbed \"the Eel\" by dockers, laughed.", "the Eel -> Nowak by dockers"),
            (
                "Nowak, who is often called \"the Eel\" in the local press, laughed.",
                "the Eel -> Nowak by the local press",
            ),
            ("She will be branded by rivals as a \"fence-sitter\".", "fence-sitter -> She by rivals"),
            ("Nowak, known to friends as \"Bear\", laughed.", "Bear -> Nowak by friends"),
            ("Nowak is widely known as \"the Eel\".", "the Eel -> Nowak by the article"),
            (
                "Ida Nowak, 40, the winner, who is nicknamed \"the Eel\" by teammates, laughed.",
                "the Eel -> Ida Nowak by teammates",
            ),
        ]);
    }

    #[test]
    fn relative_clauses() {
        hold(&[
            ("Nowak, whom dockers call \"the Eel\", laughed.", "the Eel -> Nowak by dockers"),
            ("Nowak, whom older dockers used to call the Eel, laughed.", "the Eel -> Nowak by older dockers"),
            ("Nowak is the man whom dockers like to call \"the Eel\".", "the Eel -> Nowak by dockers"),
            ("Nowak, whom dockers describe as a coward, laughed.", "a coward -> Nowak by dockers"),
        ]);
    }

    #[test]
    fn without_a_verb() {
        hold(&[
            ("A Herald hit piece upset the mayor.", "hit piece -> Herald by the article"),
            (
                "{s:Orr} {c:said} {x:\"a win for Nowak, a tyrant, would hurt the port\"}.",
                "tyrant -> Nowak by #1",
            ),
            (
                "\"A win for Nowak, a tyrant, would hurt {x:the port}, {c:according to} {s:two dockers}.\"",
                "tyrant -> Nowak by the article",
            ),
            (
                "\"{x:A win for Nowak, a tyrant, would hurt the port}, {c:according to} {s:two dockers}.\"",
                "tyrant -> Nowak by relayer of #1",
            ),
            (
                "The so-called \"king of the quay\", Jan Nowak, laughed.",
                "king of the quay -> Jan Nowak by the article",
            ),
            ("Supporters of \"strongman\" Jan Nowak cheered.", "strongman -> Jan Nowak by the article"),
        ]);
    }

    #[test]
    fn no_labels() {
        hold(&[
            ("A lawyer, Jane Doe, called the police on Monday.", ""),
            ("Jan Nowak, a retired teacher, called his wife.", ""),
            ("Orr called on Nowak to resign.", ""),
            ("Orr called for \"a new start\".", ""),
            ("Jan \"Bear\" Nowak laughed.", ""),
            ("Orr described the plan as too dear.", ""),
            ("Orr called Nowak on Monday.", ""),
            ("\"No,\" Nowak said.", ""),
            ("He cited disparaging remarks as examples.", ""),
        ]);
    }
}
