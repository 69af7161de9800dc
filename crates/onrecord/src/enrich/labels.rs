//! Names and epithets that somebody gives to somebody.
//!
//! 'called her "a tourist"', 'was dubbed "the Shark" by rivals', 'whom younger writers call the
//! Guillotine', 'so-called', a loaded noun in apposition, a 'hit piece'. Ordinary roles ('a lawyer')
//! are no labels. Who labels is the one the verb's clause names; where it names nobody, the speaker
//! of the words, and outside every statement the article itself.

mod apart;
mod copular;
mod epithet;
mod giver;
mod grammar;
mod likened;
mod nickname;
mod read;
mod target;
mod verbs;

use std::ops::Range;

use apart::MEDIA;
use epithet::Epithet;
use verbs::{CASTING, NAMING, WEIGHING, WITH_PARTICLE};

use super::date;
use super::layout::Layout;
use super::lexicon;
use super::negation;
use super::phrases::Phrases;
use super::terms::Terms;
use crate::link::Attribution;
use crate::resolve::{Entities, Labelled, Who};

/// Somebody in the article: the words, and the entity they stand for where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Where the article names it.
    pub tokens: Range<usize>,
    /// Position in [`Entities::all`].
    pub entity: Option<usize>,
    /// Whether it is described by a noun for human beings ('the defendant').
    pub person: bool,
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

/// Words that open a relative clause.
const RELATIVE: &[&str] = &["whom", "who", "that", "which", "what"];

/// The labels of an article: those that rules find, and those that the model sees besides.
pub(super) fn labels(
    terms: &Terms,
    attributions: &[Attribution],
    entities: &Entities,
    seen: &[Labelled],
) -> Vec<LabelFound> {
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
            .or_else(|| finder.likened(i))
            .or_else(|| finder.nickname(i))
            .or_else(|| finder.term_for(i))
            .or_else(|| finder.description(i))
            .or_else(|| finder.alias(i))
            .or_else(|| finder.so_called(i))
            .or_else(|| finder.self_styled(i))
            .or_else(|| finder.loaded_medium(i))
            .or_else(|| finder.apposed(i))
            .or_else(|| finder.scare_quoted(i))
            .or_else(|| finder.copular(i))
            .or_else(|| finder.to_a_circle(i));
        let label = label.or_else(|| finder.preferred(i, found.last()?));
        if let Some(label) = label.filter(|l| !found.iter().rev().take(4).any(|f| f.label == l.label)) {
            found.push(label);
            while let Some(next) = found.last().and_then(|last| finder.coordinated(last)) {
                found.push(next);
            }
        }
    }
    found.sort_by_key(|l| l.label.start);
    let known = found.len();
    for label in seen.iter().filter_map(|label| finder.read(label)) {
        let from = found[..known].partition_point(|l| l.label.end <= label.label.start);
        match found[..known].get_mut(from).filter(|l| l.label.start < label.label.end) {
            Some(same) => finder.complete(same, label),
            None => found.push(label),
        }
    }
    found.sort_by_key(|l| l.label.start);
    // 'they call him el Relojero, the Watchmaker': the second is no name for the first
    for i in 0..found.len() {
        let target = &found[i].target.tokens;
        let from = found.partition_point(|l| l.label.end <= target.start);
        let same = found.get(from).filter(|l| l.label.start <= target.start && from != i);
        if let Some(target) = same.map(|l| l.target.clone()) {
            found[i].target = target;
        }
    }
    found
}

struct Finder<'a> {
    terms: &'a Terms<'a>,
    attributions: &'a [Attribution],
    entities: &'a Entities,
    phrases: Phrases<'a>,
    layout: Layout,
}

impl Finder<'_> {
    /// A verb of naming or casting at `i`.
    fn named(&self, i: usize) -> Option<LabelFound> {
        let weighing = self.terms.lemma(i, WEIGHING).is_some();
        let named = |label: &Range<usize>| {
            self.names(label) && !self.terms.is(label.start, &["any", "every", "no", "some", "all", "what"])
        };
        // 'a minister named Orr' has a name of his own
        let name = self.terms.lemma(i, &["name"]).is_some();
        let article = |found: &LabelFound| self.terms.is(found.label.start, &["a", "an", "the"]);
        self.verb(i)
            .filter(|found| !name || article(found))
            .filter(|found| !weighing || found.quoted && named(&found.label))
    }

    fn verb(&self, i: usize) -> Option<LabelFound> {
        let called_out = self.terms.lemma(i, &["call"]).is_some() && self.terms.is(i + 1, &["out"]);
        // 'a three term governor'
        let termed = !self.terms.is(i, &["term", "terms"]);
        let naming = !called_out && termed && self.terms.lemma(i, NAMING).is_some();
        // a capital inside a sentence is a name ('Bill') or a headline
        let fronted = self.is_participle(i) && self.terms.starts_sentence(i);
        let with_particle = WITH_PARTICLE.iter().find(|(verb, _)| self.terms.lemma(i, &[*verb]).is_some());
        let referred = with_particle.is_some_and(|(_, particle)| self.terms.is(i + 1, particle));
        // 'wrote him off as'
        let parted = self.terms.lemma(i, &["write"]).is_some()
            && (i + 2..i + 6).any(|j| self.terms.is(j, &["off"]) && self.terms.is(j + 1, &["as"]));
        let casting = called_out
            || referred
            || parted
            || (self.terms.lemma(i, CASTING).is_some() && (!self.terms.is_capital(i) || fronted));
        if !(naming || casting) || self.hyphenated(i) || self.is_noun(i) || self.is_adjective(i) {
            return None;
        }
        if negation::verb_negated(self.terms, i) {
            return None;
        }
        let verb = i..i + 1 + usize::from(called_out) + usize::from(referred);
        if self.follows_be(i) {
            return self.passive(&verb, naming, casting);
        }
        if fronted && let Some(found) = self.fronted(&verb, naming, casting) {
            return Some(found);
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
        self.actively(&verb, naming, casting).or_else(|| naming.then(|| self.contact(&verb)).flatten())
    }

    /// 'the man the terraces call "the Postman"': a relative clause without its pronoun.
    fn contact(&self, verb: &Range<usize>) -> Option<LabelFound> {
        let epithet = self.epithet(verb.end, false)?;
        let mut subject = self.phrases.subject(verb.start)?;
        // 'the woman the capital's bankers call'
        if self.terms.is(subject.start.wrapping_sub(1), &["s", "'", "’"]) {
            let owner = (subject.start.saturating_sub(6)..subject.start).rev();
            subject.start = owner.into_iter().find(|j| lexicon::is_determiner(self.terms.word(*j)))?;
        }
        let noun = subject.start.checked_sub(1)?;
        let many = self.terms.is(subject.start, &["they", "people", "fans", "critics", "rivals", "friends"]);
        if !(many || lexicon::is_determiner(self.terms.word(subject.start))) || !self.is_person_noun(noun) {
            return None;
        }
        let target = self.bearer(self.phrases.antecedent(subject.start)?, &epithet)?;
        let by = self.giver(subject);
        Some(self.found(epithet, target, by, verb))
    }

    fn actively(&self, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let plain = naming.then(|| self.active(verb, false)).flatten();
        plain.or_else(|| casting.then(|| self.active(verb, true)).flatten())
    }

    /// 'Dismissed as a crank by colleagues, Moss won': a participle at the head of the sentence.
    fn fronted(&self, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let mut at = self.past_adverbs(verb.end);
        let giver = self.by_phrase(&mut at);
        let with_as = self.terms.is(at, &["as"]);
        if !(with_as && casting || naming) {
            return None;
        }
        let epithet = self.epithet(at + usize::from(with_as), with_as)?;
        let mut behind = epithet.end;
        let giver = giver.or_else(|| self.by_phrase(&mut behind));
        let comma = (behind..behind + 8).find(|&i| self.terms.is(i, &[","]))?;
        let subject = self.phrases.rightward(comma + 1);
        let name = self.phrases.name_in(&subject).filter(|name| name.start == subject.start);
        let target = self.bearer(name.unwrap_or(subject), &epithet)?;
        let by = giver.map_or_else(|| self.default_giver(verb.start), |range| self.giver(range));
        Some(self.found(epithet, target, by, verb))
    }

    /// 'branded him "a coward" and "a thief"': the next epithet of the same verb.
    fn coordinated(&self, last: &LabelFound) -> Option<LabelFound> {
        let at = last.label.end + 1;
        if !last.quoted || last.cue.is_none() || !self.terms.is(at, &["and"]) || !self.terms.is_mark(at + 1) {
            return None;
        }
        let epithet = self.quotation(at + 1)?;
        Some(LabelFound { label: epithet.label, ..last.clone() })
    }

    /// 'Dockers call him "the Eel"; his wife prefers "the Snake"': another name for whom the last one was given to.
    fn preferred(&self, i: usize, last: &LabelFound) -> Option<LabelFound> {
        let prefers = self.terms.is(i, &["prefer", "prefers", "preferred"]) && self.terms.is_mark(i + 1);
        let paragraph = |token: usize| self.terms.segments.tokens[token].paragraph;
        if paragraph(last.label.start) != paragraph(i) || last.cue.is_none() {
            return None;
        }
        if self.terms.is(i, &["to"]) && self.terms.is(i.wrapping_sub(1), &[";"]) && i < last.label.end + 5 {
            // 'To dockers he is "the Eel"; to exiles, simply "the Snake"'
            let circle = self.phrases.rightward(i + 1);
            let at = self.past_adverbs(circle.end + usize::from(self.terms.is(circle.end, &[","])));
            let epithet = self.terms.is_mark(at).then(|| self.quotation(at)).flatten()?;
            return Some(self.found(epithet, last.target.clone(), self.giver(circle), &(i..i + 1)));
        }
        if !prefers {
            return None;
        }
        let epithet = self.quotation(i + 1)?;
        let mut subject = self.phrases.subject(i)?;
        // 'Her students at Leiden, who feared her, preferred'
        let sentence = self.terms.segments.sentence_of(i);
        let first = self.phrases.rightward(sentence.start);
        let placed = first.end > first.start
            && self.terms.is(first.end, &["at", "in", "from"])
            && self.terms.word(first.end - 1).ends_with('s')
            && first.end + 1 == subject.start;
        if placed {
            subject.start = first.start;
        }
        let by = self.giver(subject);
        Some(self.found(epithet, last.target.clone(), by, &(i..i + 1)))
    }

    /// 'was branded by opponents as "a fraud"', 'dubbed "the Shark" by fans'.
    fn passive(&self, verb: &Range<usize>, naming: bool, casting: bool) -> Option<LabelFound> {
        let mut at = self.past_adverbs(verb.end);
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
        let target = self.participle_of(verb.start)?;
        // 'dockers, by whom Nowak is called "the Eel"'
        let whom = (target.start.saturating_sub(2)..target.start)
            .find(|i| self.terms.is(*i, &["by"]) && self.terms.is(*i + 1, &["whom"]));
        let giver = giver.or_else(|| {
            let circle =
                self.phrases.leftward(whom?.checked_sub(1).filter(|comma| self.terms.is(*comma, &[","]))?);
            (!circle.is_empty()).then_some(circle)
        });
        let target = self.bearer(target, &epithet)?;
        let by = match giver {
            Some(range) => self.giver(range),
            None => self.default_giver(verb.start),
        };
        Some(self.found(epithet, target, by, verb))
    }

    /// Whom a participle describes; 'Nowak, a former diver known as': the name, not what stands beside it.
    fn participle_of(&self, verb: usize) -> Option<Range<usize>> {
        let subject = self.phrases.subject(verb)?;
        // 'friends of Nowak, nicknamed "the Eel"': one name fits one person
        let of = (subject.start + 1..subject.end).find(|i| self.terms.is(*i, &["of"]));
        let many = of.is_some_and(|of| self.terms.word(of - 1).ends_with('s'));
        if many && self.is_reduced(verb) && self.phrases.ends_name(subject.end) {
            return of.map(|of| of + 1..subject.end);
        }
        let beside = self.is_reduced(verb) && self.terms.is(subject.start, &["a", "an"]);
        if !beside {
            return Some(subject);
        }
        Some(self.phrases.named_apposition(subject.clone(), self.terms.segments.sentence_of(verb).start))
    }

    /// 'by NP', 'in the press', 'among fans', 'to friends'; moves past it.
    fn by_phrase(&self, at: &mut usize) -> Option<Range<usize>> {
        let start = *at;
        if !self.terms.is(start, &["by", "in", "among", "to"]) {
            return None;
        }
        let mut phrase = self.phrases.rightward(start + 1);
        // 'to a generation of writers'
        if self.terms.is(phrase.end, &["of"]) && !phrase.is_empty() {
            phrase.end = self.phrases.rightward(phrase.end + 1).end.max(phrase.end);
        }
        // 'to everyone in Olsk as'
        if self.terms.is(phrase.end, &["in", "at", "on"]) && !phrase.is_empty() {
            let place = self.phrases.rightward(phrase.end + 1);
            if !place.is_empty() && self.terms.is(place.end, &["as"]) {
                phrase.end = place.end;
            }
        }
        if phrase.is_empty()
            || date::at(self.terms, start).is_some()
            || date::at(self.terms, start + 1).is_some()
        {
            return None;
        }
        let head = phrase.end - 1;
        if self.terms.is(start, &["in"]) && self.terms.lemma(head, MEDIA).is_none() {
            // 'known in the trade as' names who says so, 'known in Olsk as' where
            let known = self.terms.is(phrase.end, &["as"]);
            if known {
                *at = phrase.end;
            }
            let circle =
                self.terms.is(phrase.start, &["the", "their", "his", "her"]) && !self.terms.is_capital(head);
            return (known && circle).then_some(phrase);
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
        let antecedent = self.phrases.antecedent(whom)?;
        let person = self.terms.is(whom, &["whom"]).then(|| self.party(antecedent.clone()));
        let target = self.bearer(antecedent, &epithet).or(person)?;
        let subject = self.phrases.subject(verb.start)?;
        let subject = subject.start.max(whom + 1)..subject.end;
        // 'whom crews along the coast call': no sign parts the subject from its noun
        let far = subject.start > whom + 2 && (whom + 1..subject.end).all(|i| self.terms.is_word(i));
        let subject = if far { whom + 1..subject.end } else { subject };
        // 'whom Orr's rivals call': the possessor belongs to the subject
        let possessed = (whom + 1..subject.start).any(|i| matches!(self.terms.raw(i), "'" | "’"));
        let subject = if possessed { whom + 1..subject.end } else { subject };
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
        if let Some(name) = self.apposition(at).filter(|name| with_as || self.terms.is_mark(name.end + 1)) {
            // 'slammed the minister, Ann Orr, as', 'called the minister, Ann Orr, "a liar"'
            at = name.end + 1;
            object = name;
        }
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
            // 'wrote him off as'
            at += usize::from(self.terms.is(at, &["off"]));
            if !self.terms.is(at, &["as"]) {
                return None;
            }
            at += 1;
        }
        let epithet = self.epithet(at, with_as).or_else(|| self.bare_name(verb, &object, at))?;
        let subject = self.phrases.subject(verb.start);
        let reflexive = self.terms.word(object.start).ends_with("self")
            || self.terms.word(object.start).ends_with("selves");
        let target = if reflexive {
            // whatever gives itself a name is somebody: 'the account, which calls itself'
            let subject = subject.clone()?;
            let relative = self.terms.is(subject.start, RELATIVE) && subject.len() == 1;
            self.party(relative.then(|| self.phrases.antecedent(subject.start)).flatten().unwrap_or(subject))
        } else {
            self.bearer(object, &epithet)?
        };
        let by = if reflexive { Giver::Named(target.clone()) } else { self.of_verb(verb.start, subject) };
        Some(self.found(epithet, target, by, verb))
    }

    /// 'calls him Bear': a name without marks behind a pronoun.
    fn bare_name(&self, verb: &Range<usize>, object: &Range<usize>, at: usize) -> Option<Epithet> {
        const WHOM: &[&str] =
            &["him", "her", "them", "me", "us", "himself", "herself", "myself", "themselves"];
        let whom = object.len() == 1 && self.terms.is(object.start, WHOM) && at == object.end;
        let names = self.terms.lemma(verb.start, &["call", "dub", "nickname", "christen"]).is_some();
        if !whom || !names || !self.terms.is_capital(at) || date::at(self.terms, at).is_some() {
            return None;
        }
        let mut end = at;
        while self.terms.is_capital(end)
            || (self.terms.is(end, &["the", "of"]) && self.terms.is_capital(end + 1))
        {
            end += 1;
        }
        Some(Epithet { label: at..end, end, quoted: false })
    }

    /// The name between the comma at `at` and another.
    fn apposition(&self, at: usize) -> Option<Range<usize>> {
        let phrase = self.phrases.rightward(at + 1);
        let named = self.terms.is(at, &[","]) && self.terms.is_capital(at + 1);
        (named && self.phrases.has_name(&phrase) && self.terms.is(phrase.end, &[","])).then_some(phrase)
    }

    fn same_quotation(&self, a: usize, b: usize) -> bool {
        self.terms.segments.tokens[a].paragraph == self.terms.segments.tokens[b].paragraph
            && (a.min(b)..=a.max(b)).all(|i| self.terms.is_quoted(i))
    }

    fn found(&self, epithet: Epithet, target: Party, by: Giver, verb: &Range<usize>) -> LabelFound {
        LabelFound { label: epithet.label, target, by, cue: Some(verb.clone()), quoted: epithet.quoted }
    }
}

#[cfg(test)]
mod tests;
