//! Nouns for names: 'earned the nickname "the Eel"', '"the Eel", the term dockers use for Nowak'.

use super::*;

/// Nouns that stand for a name which somebody gives to somebody.
const NAMES: &[&str] = &["nickname", "moniker", "sobriquet", "soubriquet", "epithet", "title", "tag", "name"];

/// Verbs that bring a name to their subject.
const BRINGS: &[&str] =
    &["earn", "win", "gain", "acquire", "get", "receive", "bear", "carry", "take", "adopt", "have", "pick"];

/// Verbs that give a name to their object.
const GIVES: &[&str] = &["earn", "win", "give", "gain", "bring", "bestow"];

impl Finder<'_> {
    /// 'earned the nickname "the Eel"', 'gave him the nickname "the Eel"', 'was given the nickname "the Eel"'.
    pub(super) fn nickname(&self, i: usize) -> Option<LabelFound> {
        self.terms.lemma(i, NAMES)?;
        let open = i + 1 + usize::from(self.terms.is(i + 1, &["of", ":"]));
        if !self.terms.is_mark(open) {
            return None;
        }
        let article = (i.saturating_sub(3)..i).rev().find(|j| self.terms.is(*j, &["the", "a", "an"]))?;
        let before = article.checked_sub(1)?;
        let epithet = self.quotation(open)?;
        let mut after = epithet.end;
        let giver = match self.terms.is(after, &["from"]) {
            true => Some(self.phrases.rightward(after + 1)).filter(|p| !p.is_empty()),
            false => self.terms.is(after, &["by", "among"]).then(|| self.by_phrase(&mut after)).flatten(),
        };
        let given = self.terms.is(before, &["given", "awarded"]) && self.follows_be(before)
            || self.terms.is(before, &["given"])
                && self
                    .before(before)
                    .is_some_and(|b| self.terms.is(b, &["was", "were", "been", "is", "being"]));
        let verb =
            if self.terms.is(before, &["by", "under", "up"]) { before.checked_sub(1)? } else { before };
        let goes = verb < before
            && (self.terms.lemma(verb, &["go", "perform", "pick", "write"]).is_some()
                || self.terms.is(verb, &["known"]));
        let (target, by) = if given || goes || (verb == before && self.terms.lemma(verb, BRINGS).is_some()) {
            (self.phrases.subject(verb)?, None)
        } else {
            let whom = self.phrases.named(article);
            let verb = whom.start.checked_sub(1)?;
            self.terms.lemma(verb, GIVES)?;
            let gives = self.terms.lemma(verb, &["give", "bestow"]).is_some();
            (whom, gives.then(|| self.of_verb(verb, self.phrases.subject(verb))))
        };
        let target = self.bearer(target, &epithet)?;
        let by = giver.map(|g| self.giver(g)).or(by).unwrap_or_else(|| self.default_giver(i));
        Some(self.found(epithet, target, by, &(i..i + 1)))
    }

    /// 'his description of Nowak as "the Eel"', 'the dockers' nickname for him, "the Eel"'.
    pub(super) fn description(&self, i: usize) -> Option<LabelFound> {
        const DESCRIPTIONS: &[&str] = &[
            "description",
            "portrayal",
            "depiction",
            "characterisation",
            "characterization",
            "denunciation",
            "dismissal",
            "labelling",
            "branding",
        ];
        let described = self.terms.lemma(i, DESCRIPTIONS).is_some() && self.terms.is(i + 1, &["of"]);
        let named = self.terms.is(i, &["nickname", "name", "moniker", "term", "word", "epithet"])
            && self.terms.is(i + 1, &["for"]);
        if !(described || named) {
            return None;
        }
        let owner = i.checked_sub(1)?;
        let by = if self.terms.is(owner, &["his", "her", "their", "its", "my"]) {
            owner..i
        } else if self.terms.is(owner, &["s"]) {
            self.phrases.leftward(owner.checked_sub(1)?)
        } else if matches!(self.terms.raw(owner), "'" | "’") {
            self.phrases.leftward(owner)
        } else {
            return None;
        };
        let target = self.phrases.rightward(i + 2);
        if target.is_empty() || by.is_empty() {
            return None;
        }
        let link = target.end;
        let linked = match described {
            true => self.terms.is(link, &["as"]),
            false => self.terms.is(link, &["is", "was", ",", ":"]),
        };
        let open = self.past_adverbs(link + 1);
        let open =
            open + usize::from(self.terms.is(open, &["a", "an", "the"]) && self.terms.is_mark(open + 1));
        if !linked || !self.terms.is_mark(open) {
            return None;
        }
        let epithet = self.quotation(open)?;
        let target = self.bearer(target, &epithet)?;
        let by = self.giver(by);
        Some(self.found(epithet, target, by, &(i..i + 1)))
    }

    /// 'Jan Nowak, alias "the Eel"', 'Jan Nowak (aka "the Eel")'.
    pub(super) fn alias(&self, i: usize) -> Option<LabelFound> {
        const ALIAS: &[&str] =
            &["alias", "aka", "a.k.a", "also known as", "otherwise known as", "better known as"];
        let end = self.terms.any_phrase(i, ALIAS)?;
        let before = i.checked_sub(1).filter(|b| self.terms.is(*b, &[",", "(", "—", "–"]))?;
        if !self.terms.is_mark(end) || !self.phrases.ends_name(before) {
            return None;
        }
        let epithet = self.quotation(end)?;
        let target = self.accept(self.phrases.named(before), true)?;
        let by = self.default_giver(i);
        Some(self.found(epithet, target, by, &(i..end)))
    }

    /// '"the Eel," the term dockers use for Nowak'.
    pub(super) fn term_for(&self, i: usize) -> Option<LabelFound> {
        const TERMS: &[&str] = &["term", "name", "nickname", "word", "phrase", "label", "epithet", "insult"];
        let the = i.checked_sub(1).filter(|the| self.terms.is(*the, &["the"]))?;
        if !self.terms.is(i, TERMS) {
            return None;
        }
        let verb =
            (i + 1..i + 10).take_while(|j| self.terms.is_word(*j) || self.inside_word(*j)).find(|j| {
                self.terms.lemma(*j, &["use", "reserve", "have", "give"]).is_some()
                    && self.terms.is(*j + 1, &["for", "of", "to"])
            })?;
        let close = the.checked_sub(1)?;
        let close = if self.terms.is(close, &[","]) { close.checked_sub(1)? } else { close };
        if !self.terms.is_mark(close) {
            return None;
        }
        let opens = (close.saturating_sub(12)..close).rev().filter(|j| self.terms.is_mark(*j));
        let epithet = opens.filter_map(|j| self.quotation(j)).find(|epithet| epithet.end == close + 1)?;
        let target = self.phrases.rightward(verb + 2);
        let subject =
            self.phrases.subject(verb).filter(|subject| subject.start > i || subject.end == verb)?;
        let subject = subject.start.max(i + 1)..subject.end;
        if target.is_empty() || subject.is_empty() {
            return None;
        }
        let target = self.bearer(target, &epithet)?;
        let by = self.giver(subject);
        Some(self.found(epithet, target, by, &(i..i + 1)))
    }
}
