//! Noun phrases around a verb: its subject, its object, the antecedent of a relative pronoun.
//!
//! Where the resolver found a mention, the mention is the phrase; elsewhere a phrase is grown from
//! its head over the words that a noun phrase may hold. Coarse, but labels need no more.

use std::ops::Range;

use super::date;
use super::lexicon;
use super::terms::Terms;
use super::unnamed;
use crate::record::MentionKind;
use crate::resolve::Entities;

/// Reads phrases off the tokens.
pub(super) struct Phrases<'a> {
    pub terms: &'a Terms<'a>,
    pub entities: &'a Entities,
}

/// Verbs that stand between a subject and the verb they govern.
const GOVERNING: &[&str] = &[
    "like",
    "prefer",
    "use",
    "start",
    "begin",
    "take",
    "continue",
    "try",
    "want",
    "love",
    "go",
    "come",
    "keep",
    "stop",
    "proceed",
    "choose",
    "decide",
    "seek",
    "dare",
    "happen",
    "tend",
    "hasten",
    "repeatedly",
];

/// Nouns for what an outlet publishes; the outlet speaks through them.
const PUBLISHED: &[&str] = &[
    "piece",
    "article",
    "report",
    "editorial",
    "column",
    "story",
    "post",
    "headline",
    "essay",
    "investigation",
    "profile",
    "review",
    "blog",
    "tweet",
    "broadcast",
    "segment",
    "job",
    "op",
    "ed",
    "commentary",
    "correspondent",
];

impl Phrases<'_> {
    /// The entity of the mention that holds a phrase's head: 'critics' in 'critics of the mayor'.
    pub fn entity(&self, tokens: &Range<usize>) -> Option<usize> {
        let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start)?;
        let tail = (tokens.start + 1..tokens.end).find(|&i| lexicon::is_preposition(self.terms.word(i)));
        let (entity, mention) = self.entities.at.get(tail.map_or(last, |t| t - 1)).copied().flatten()?;
        let found = self.entities.all.get(entity)?.mentions.get(mention)?;
        // 'Nowak' in 'friends of Nowak' is not his friends
        if tail.is_none()
            && (found.tokens.start..tokens.start).any(|i| self.terms.is(i, &["of"]))
            && found.kind != MentionKind::Name
            && self.terms.is_capital(last)
        {
            let same = |m: &crate::resolve::Mention| {
                m.kind == MentionKind::Name
                    && m.tokens.end > m.tokens.start
                    && self.terms.word(m.tokens.end - 1) == self.terms.word(last)
            };
            return self.entities.all.iter().position(|e| e.mentions.iter().any(same));
        }
        // a mention that starts with 'whom' is no phrase
        (!self.terms.is(found.tokens.start, &["who", "whom", "whose", "which", "that"])).then_some(entity)
    }

    /// The longest mention that ends right before a token.
    fn mention_before(&self, end: usize) -> Option<Range<usize>> {
        let (entity, mention) = self.entities.at.get(end.checked_sub(1)?).copied().flatten()?;
        let range = self.entities.all.get(entity)?.mentions.get(mention)?.tokens.clone();
        (range.end == end).then_some(range)
    }

    fn mention_at(&self, start: usize) -> Option<Range<usize>> {
        let (entity, mention) = self.entities.at.get(start).copied().flatten()?;
        let range = self.entities.all.get(entity)?.mentions.get(mention)?.tokens.clone();
        (range.start == start).then_some(range)
    }

    /// Whether a proper name ends right before a token.
    pub fn ends_name(&self, end: usize) -> bool {
        let Some(last) = end.checked_sub(1) else { return false };
        if let Some((entity, mention)) = self.entities.at.get(last).copied().flatten()
            && self
                .entities
                .all
                .get(entity)
                .and_then(|e| e.mentions.get(mention))
                .is_some_and(|m| m.kind == MentionKind::Name)
        {
            return true;
        }
        self.terms.is_capital(last) && !self.is_function(last)
    }

    /// The name that ends right before a token, else the noun phrase.
    pub fn named(&self, end: usize) -> Range<usize> {
        let phrase = self.leftward(end);
        if !self.ends_name(end) {
            return phrase;
        }
        self.name_in(&phrase).filter(|name| name.end == end).unwrap_or(phrase)
    }

    fn is_function(&self, i: usize) -> bool {
        let word = self.terms.word(i);
        lexicon::is_determiner(word)
            || lexicon::is_pronoun(word)
            || lexicon::is_preposition(word)
            || lexicon::opens_clause(word)
            || lexicon::is_auxiliary(word)
            || lexicon::is_adverb(word)
            || WEAK.contains(&word)
    }

    /// Whether a phrase holds a proper name at its head.
    pub fn has_name(&self, tokens: &Range<usize>) -> bool {
        !tokens.is_empty() && self.ends_name(tokens.end)
    }

    /// The last run of capitals in a phrase.
    pub fn name_in(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let end = tokens.clone().rev().find(|&i| self.terms.is_capital(i) && !self.is_function(i))? + 1;
        if let Some(mention) = self.mention_before(end).filter(|m| m.start >= tokens.start) {
            return Some(mention);
        }
        let mut start = end - 1;
        while start > tokens.start
            && (self.terms.is_capital(start - 1) && !self.is_function(start - 1) || self.joins(start - 1))
        {
            start -= 1;
        }
        while start < end && !self.terms.is_word(start) {
            start += 1;
        }
        Some(start..end)
    }

    /// A hyphen, initial's dot or apostrophe inside a word.
    fn joins(&self, i: usize) -> bool {
        matches!(self.terms.word(i), "-" | "." | "'" | "&") && self.terms.is_joined(i)
    }

    /// The outlet named inside a phrase for what it publishes: 'a recent Herald editorial'.
    pub fn outlet(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let head = tokens.end.checked_sub(1)?;
        if tokens.len() < 2 || self.terms.is_capital(head) || self.terms.lemma(head, PUBLISHED).is_none() {
            return None;
        }
        self.name_in(&(tokens.start..head))
    }

    /// The noun phrase that starts at a token.
    pub fn rightward(&self, start: usize) -> Range<usize> {
        let mut end = start;
        let mut nouns = 0;
        if let Some(mention) = self.mention_at(start) {
            // 'her teammates' and 'Orr's supporters' go on behind the mention
            let possessive = self.terms.is(mention.end, &["'"]) && self.terms.is_joined(mention.end);
            let determiner = mention.len() == 1 && lexicon::is_determiner(self.terms.word(start));
            if !possessive && !determiner {
                // 'Tarvian television', 'Herald readers'
                let next = mention.end;
                let audience = self.has_name(&mention)
                    && self.terms.is_word(next)
                    && !self.terms.is_capital(next)
                    && (lexicon::is_medium(self.terms.word(next))
                        || unnamed::is_person_noun(self.terms, next));
                return mention.start..next + usize::from(audience);
            }
            let s = possessive && self.terms.is(mention.end + 1, &["s"]);
            (end, nouns) = (mention.end + usize::from(possessive) + usize::from(s), usize::from(!determiner));
        }
        while end < self.terms.len() && end < start + 20 {
            let word = self.terms.word(end);
            let of = word == "of" && nouns > 0;
            let joiner = self.joins(end) && end > start && !self.terms.parts(end);
            if !(of || joiner) {
                let stop = !self.terms.is_word(end)
                    || (end > start
                        && lexicon::is_determiner(word)
                        && !self.terms.is(end - 1, &["of", "all", "both"]))
                    || lexicon::is_preposition(word)
                    || lexicon::opens_clause(word)
                    || lexicon::is_auxiliary(word)
                    || (nouns > 0 && (lexicon::is_pronoun(word) || date::at(self.terms, end).is_some()));
                if stop {
                    break;
                }
                nouns += usize::from(!lexicon::is_determiner(word));
                if lexicon::is_pronoun(word) && !lexicon::is_determiner(word) {
                    end += 1;
                    break;
                }
            }
            end += 1;
        }
        while end > start
            && (!self.terms.is_word(end - 1)
                || self.terms.is(end - 1, &["of"])
                || lexicon::is_adverb(self.terms.word(end - 1)))
        {
            end -= 1;
        }
        start..end
    }

    /// The object right behind a verb: a pronoun, a mention, a name, or words up to a quotation.
    pub fn object(&self, start: usize) -> Range<usize> {
        let word = self.terms.word(start);
        let possessive = word == "her"
            && self.terms.is_word(start + 1)
            && !self.terms.is(start + 1, &["a", "an", "the", "as"])
            && !self.terms.is_capital(start + 1);
        if lexicon::is_pronoun(word) && !possessive {
            return start..start + 1;
        }
        if let Some(mention) = self.mention_at(start) {
            return mention;
        }
        if self.terms.is_capital(start) && !self.is_function(start) {
            let mut end = start;
            while end < self.terms.len()
                && (self.terms.is_capital(end)
                    || (self.joins(end) && self.terms.is_capital(end + 1) && !self.terms.parts(end))
                    || NAME_PARTICLES.contains(&self.terms.word(end)) && self.terms.is_capital(end + 1))
            {
                end += 1;
            }
            return start..end;
        }
        self.rightward(start)
    }

    /// The noun phrase that ends right before a token.
    pub fn leftward(&self, end: usize) -> Range<usize> {
        if let Some(mention) = self.mention_before(end) {
            return mention;
        }
        let floor = end.saturating_sub(10);
        let mut start = end;
        while start > floor {
            let i = start - 1;
            let word = self.terms.word(i);
            if self.joins(i) && !self.terms.parts(i) {
                start = i;
                continue;
            }
            if !self.terms.is_word(i)
                || lexicon::opens_clause(word)
                || lexicon::is_auxiliary(word)
                || (lexicon::is_preposition(word) && !(word == "of" && start < end))
                || lexicon::is_adverb(word)
            {
                break;
            }
            start = i;
            let possessive = matches!(word, "his" | "her" | "its" | "their" | "my" | "our" | "your");
            if (lexicon::is_determiner(word) || (lexicon::is_pronoun(word) && !possessive))
                && !self.terms.is(i.wrapping_sub(1), &["of"])
            {
                break;
            }
        }
        while start < end && !self.terms.is_word(start) {
            start += 1;
        }
        start..end
    }

    /// The subject of the verb at a token.
    pub fn subject(&self, verb: usize) -> Option<Range<usize>> {
        let floor = self.floor(verb);
        let at = self.past_auxiliaries(verb, floor);
        if at == floor {
            return None;
        }
        if self.terms.is(at - 1, &[",", "—", "–", "-", ")"]) {
            // an inserted description: 'the Herald, no friend of his, has called'
            let open = (floor..at - 1).rev().find(|&i| self.terms.parts(i));
            if let Some(open) = open {
                let relative = self.terms.is(open + 1, &["who", "which"]);
                if relative || !self.has_finite(open + 1..at - 1) {
                    return self.nonempty(self.named_apposition(self.leftward(open), floor));
                }
            }
            // 'X, dubbed "the Y" by fans': the noun before the comma
            return self.nonempty(self.named_apposition(self.leftward(at - 1), floor));
        }
        if self.terms.is(at - 1, &["and", "but", "or", "then"]) {
            return self.first_subject(floor, at - 1);
        }
        if self.terms.is(at - 1, &["who", "whom", "which", "that"]) {
            return self.antecedent(at - 1);
        }
        self.nonempty(self.with_head(self.leftward(at), floor))
    }

    /// A phrase with the noun that it belongs to: 'critics of the minister' for 'the minister'.
    fn with_head(&self, mut phrase: Range<usize>, floor: usize) -> Range<usize> {
        while phrase.start > floor && !phrase.is_empty() {
            let the = usize::from(self.terms.is(phrase.start - 1, &["the"]));
            let joint = phrase.start.saturating_sub(1 + the).max(floor);
            if !self.terms.is(joint, &["of", "in", "at", "from", "for"]) {
                break;
            }
            let before = self.leftward(joint);
            if before.is_empty() {
                break;
            }
            phrase = before.start..phrase.end;
            if phrase.len() > 14 {
                break;
            }
        }
        phrase
    }

    /// How far left of a token its clause is looked at.
    fn floor(&self, at: usize) -> usize {
        const FARTHEST: usize = 100;
        self.terms.segments.sentence_of(at).start.max(at.saturating_sub(FARTHEST))
    }

    fn nonempty(&self, range: Range<usize>) -> Option<Range<usize>> {
        (!range.is_empty()).then_some(range)
    }

    fn past_auxiliaries(&self, verb: usize, floor: usize) -> usize {
        let mut at = verb;
        while at > floor {
            let word = self.terms.word(at - 1);
            let contracted =
                matches!(word, "s" | "ve" | "re" | "d" | "ll" | "t" | "'") && self.terms.is_joined(at - 1);
            let governing = self.terms.lemma(at - 1, GOVERNING).is_some()
                && (at < verb || self.terms.word(verb).ends_with("ing"));
            if !(lexicon::is_auxiliary(word)
                || lexicon::is_adverb(word)
                || matches!(word, "to" | "not" | "never")
                || contracted
                || governing)
            {
                break;
            }
            at -= 1;
        }
        at
    }

    fn has_finite(&self, range: Range<usize>) -> bool {
        range.clone().any(|i| lexicon::is_auxiliary(self.terms.word(i)) || self.terms.is(i, &["that"]))
    }

    /// The first noun phrase of a sentence, which a verb behind 'and' shares.
    fn first_subject(&self, floor: usize, before: usize) -> Option<Range<usize>> {
        let mut start = floor;
        // past 'On Monday,'
        if lexicon::is_preposition(self.terms.word(start)) {
            start = (floor..before).find(|&i| self.terms.is(i, &[","])).map_or(floor, |comma| comma + 1);
        }
        while start < before
            && (self.terms.is_mark(start)
                || lexicon::opens_clause(self.terms.word(start))
                || lexicon::is_adverb(self.terms.word(start)))
        {
            start += 1;
        }
        let pronoun =
            lexicon::is_pronoun(self.terms.word(start)) && !lexicon::is_determiner(self.terms.word(start));
        let phrase = if pronoun { start..start + 1 } else { self.object(start) };
        self.nonempty(phrase.start..phrase.end.min(before))
    }

    /// What a relative pronoun stands for.
    pub fn antecedent(&self, pronoun: usize) -> Option<Range<usize>> {
        let floor = self.floor(pronoun);
        if pronoun == floor {
            return None;
        }
        let mut end = pronoun;
        if self.terms.is(end - 1, &["and", "but"]) {
            // 'who is old and who is called': the first 'who' tells
            let first = (floor..end - 1).rev().find(|&i| self.terms.is(i, &["who", "whom", "which"]))?;
            return (first < pronoun).then(|| self.antecedent(first)).flatten();
        }
        while end > floor && (self.terms.parts(end - 1) || self.terms.is(end - 1, &["-"])) {
            end -= 1;
        }
        // 'the leader of the Greens, whom': not the party
        let name = self.named(end);
        let whole = self.with_head(name.clone(), floor);
        let belongs = name.start > floor
            && self.terms.is(name.start - 1, &["the"])
            && self.terms.is(whole.start, &["the", "a", "an", "his", "her", "their", "its"])
            && whole.start + 1 < name.start;
        let phrase = if belongs { whole } else { name };
        // 'Orr is the man whom ...'
        let copula = phrase.start > floor
            && self.terms.is(phrase.start - 1, &["is", "was", "are", "were", "remains", "became"]);
        if copula && !self.ends_name(phrase.end) {
            return self.nonempty(self.leftward(phrase.start - 1));
        }
        self.nonempty(self.named_apposition(phrase, floor))
    }

    /// A description between commas gives way to the name that it describes: 'Ann Lee, 40, the winner, who'.
    pub fn named_apposition(&self, phrase: Range<usize>, floor: usize) -> Range<usize> {
        let mut at = phrase.clone();
        for _ in 0..3 {
            let number = at.len() == 1 && self.terms.raw(at.start).starts_with(|c: char| c.is_ascii_digit());
            if at.is_empty() || (self.ends_name(at.end) && !number) {
                break;
            }
            let described = number || lexicon::is_determiner(self.terms.word(at.start));
            if !described || at.start <= floor + 1 || !self.terms.is(at.start - 1, &[","]) {
                return phrase;
            }
            at = self.leftward(at.start - 1);
        }
        if at.is_empty() { phrase } else { at }
    }
}

/// Capitalised at a sentence's start, but no names.
const WEAK: &[&str] = &["yes", "well", "asked", "speaking", "mr", "mrs", "ms", "dr", "even", "one"];

/// Small words inside names.
const NAME_PARTICLES: &[&str] =
    &["de", "la", "le", "van", "von", "der", "den", "al", "bin", "ibn", "of", "du", "da", "del", "dos", "el"];
