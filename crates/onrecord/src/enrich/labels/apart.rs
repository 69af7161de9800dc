//! Labels that no verb gives: 'so-called', a loaded noun for a medium, an epithet in apposition, scare quotes.

use super::*;

impl Finder<'_> {
    /// 'the so-called "Butcher of Olsk", Jan Nowak'.
    pub(super) fn so_called(&self, i: usize) -> Option<LabelFound> {
        if !(self.terms.is(i, &["so"])
            && self.terms.is(i + 1, &["-", "‑"])
            && self.terms.is(i + 2, &["called"]))
        {
            return None;
        }
        self.marked_off(i, i + 3, false)
    }

    /// 'the self-styled Baron of Tessen, Per Lund', 'Vale, a self-described "recovering banker"'.
    pub(super) fn self_styled(&self, i: usize) -> Option<LabelFound> {
        const STYLED: &[&str] = &["styled", "described", "proclaimed", "declared", "professed", "anointed"];
        let styled =
            self.terms.is(i, &["self"]) && self.terms.is(i + 1, &["-", "‑"]) && self.terms.is(i + 2, STYLED);
        styled.then(|| self.marked_off(i, i + 3, true)).flatten()
    }

    /// The epithet behind an adjective that marks it as one, `cue`..`start`, and the name before or behind it;
    /// `own`: the bearer gave it.
    fn marked_off(&self, cue: usize, start: usize, own: bool) -> Option<LabelFound> {
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
        // 'Tom Vale, the so-called "king of gravel",'
        let comma = cue
            .checked_sub(2)
            .filter(|c| self.terms.is(c + 1, &["a", "an", "the"]) && self.terms.is(*c, &[",", "and"]));
        // 'Tom Vale, the former mayor and a self-styled "king"'
        let comma = comma.and_then(|c| {
            let far = self.terms.is(c, &["and"]);
            let apart = (c.saturating_sub(8)..c).rev().find(|i| self.terms.is(*i, &[","]));
            if far { apart } else { Some(c) }
        });
        let before = comma.filter(|c| self.phrases.ends_name(*c)).map(|c| self.phrases.named(c));
        // 'the runaway, a self-styled "king of gravel",'
        let described = || {
            let phrase = self.phrases.leftward(comma?);
            let said = phrase.len() > 1 && self.terms.is(phrase.start, &["the", "his", "her", "their"]);
            (own && said).then_some(phrase)
        };
        let before = before.or_else(described);
        let named = self.terms.is_capital(next);
        if before.is_none() && !named && !quoted && self.terms.is_capital(label.start) {
            return None;
        }
        if label.is_empty() {
            return None;
        }
        let name = match before {
            Some(name) => name,
            None if named => self.phrases.rightward(next),
            None => label.clone(),
        };
        let nobody = name == label;
        let mut target = self.accept(name.clone(), quoted).or_else(|| own.then(|| self.party(name)))?;
        // whoever gives himself a name is a person
        target.person |= own;
        if nobody && own && !self.terms.is(cue.wrapping_sub(1), &["the"]) {
            return None;
        }
        let by = if own { Giver::Named(target.clone()) } else { self.default_giver(cue) };
        Some(LabelFound { label, target, by, cue: Some(cue..start), quoted })
    }

    /// 'a Politico hit piece', 'a hit piece in the Herald'.
    pub(super) fn loaded_medium(&self, i: usize) -> Option<LabelFound> {
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
    pub(super) fn apposed(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is(i, &[","])
            || !self.phrases.ends_name(i)
            || !(self.terms.is(i + 1, &["a", "an", "the", "that", "this"]) || self.terms.is_mark(i + 1))
        {
            return None;
        }
        // 'Nowak, "the eel of the quay", ...'
        if self.terms.is_mark(i + 1) {
            let epithet = self.quotation(i + 1)?;
            let closed = self.terms.is(epithet.end, &[",", ".", ";", ")"])
                && epithet.label.end + 1 == epithet.end
                || self.terms.is(epithet.label.end, &["."]) && !self.layout.owner[i + 2].is_some();
            let named = self.terms.is(i + 2, &["a", "an", "the"])
                && self.names(&epithet.label)
                && !epithet.label.clone().any(|j| {
                    let word = self.terms.word(j);
                    self.terms.parts(j) || lexicon::is_auxiliary(word) || lexicon::opens_clause(word)
                });
            if !closed || !named || self.layout.owner[i + 2].is_some() {
                return None;
            }
            let target =
                self.accept(self.phrases.named(i), true).filter(|target| self.is_somebody(target))?;
            let by = self.default_giver(i);
            return Some(LabelFound { label: epithet.label, target, by, cue: None, quoted: true });
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
        // 'Nowak, that tireless friend of the quay, ...': 'that' points and judges
        let close = (start..start + 12).find(|&j| !self.terms.is_word(j) && !self.inside_word(j));
        let pointed = self.terms.is(i + 1, &["that"])
            && close.is_some_and(|close| {
                self.terms.is(close, &[","])
                    && close > start + 1
                    && !(start..close).any(|j| {
                        let word = self.terms.word(j);
                        lexicon::is_auxiliary(word)
                            || lexicon::opens_clause(word)
                            || lexicon::is_pronoun(word) && !lexicon::is_determiner(word)
                    })
                    && !lexicon::is_determiner(self.terms.word(start))
                    && !self.terms.is_capital(start)
            });
        if let Some(close) = close.filter(|_| pointed) {
            let target = self.accept(self.phrases.named(i), false)?;
            let by = self.default_giver(start);
            return Some(LabelFound { label: start..close, target, by, cue: None, quoted: false });
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
    pub(super) fn scare_quoted(&self, i: usize) -> Option<LabelFound> {
        if !self.terms.is_mark(i) || self.terms.is_mark(i + 1) {
            return None;
        }
        let epithet = self.quotation(i)?;
        // 'the "gravel king", Tom Vale,'
        let apposed = i > 0 && self.terms.is(i - 1, &["the"]) && self.terms.is(epithet.end, &[","]);
        let comma_inside =
            i > 0 && self.terms.is(i - 1, &["the"]) && self.terms.is(epithet.label.end, &[","]);
        let next = epithet.end + usize::from(apposed);
        if epithet.label.len() > 5 || !self.terms.is_capital(next) || self.terms.is_joined(next) {
            return None;
        }
        // 'Danny "Shorty" Marlow' is a name, '"Yes." Marlow nodded' a quotation, '"No," Marlow said' too
        let in_name = i > 0
            && self.terms.is_capital(i - 1)
            && self.terms.is_word(i - 1)
            && !lexicon::is_determiner(self.terms.word(i - 1));
        let sentence = self.terms.segments.sentence_of(i);
        let verb =
            i > 0 && (lexicon::is_auxiliary(self.terms.word(i - 1)) || self.terms.is(i - 1, &["to", "not"]));
        if in_name
            || verb
            || epithet.label.end + 1 + usize::from(comma_inside) != epithet.end
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
        // 'The "Eel of the Quay", Jan Nowak, ...'
        let name = self.phrases.rightward(next);
        let aside = apposed && self.phrases.name_in(&name).is_some_and(|n| n.len() > 1 && n.end == name.end);
        let clause = epithet.label.clone().any(|j| {
            let word = self.terms.word(j);
            lexicon::is_auxiliary(word)
                || (lexicon::is_preposition(word) && !(word == "of" && aside))
                || (lexicon::is_pronoun(word) && !lexicon::is_determiner(word))
        });
        if clause || owned(epithet.label.start) || (self.terms.is_capital(epithet.label.start) && !aside) {
            return None;
        }
        let target = self.accept(self.phrases.name_in(&name)?, true)?;
        if !self.is_somebody(&target) {
            return None;
        }
        Some(LabelFound { label: epithet.label, target, by: self.default_giver(i), cue: None, quoted: true })
    }
}

/// Nouns for the media as a whole, which label in the plural or by 'in'.
pub(super) const MEDIA: &[&str] = &[
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

pub(super) fn is_loaded(terms: &Terms, i: usize) -> bool {
    lexicon::LOADED.holds(terms.word(i))
}
