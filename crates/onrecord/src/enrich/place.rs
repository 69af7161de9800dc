//! Where a statement was made: the place, occasion or medium that the reporting clause names.
//!
//! 'at a press conference in Paris', 'in an interview with the paper', 'on the courthouse steps'.
//! Prepositional phrases of manner, reference and topic ('in writing', 'on behalf of', 'on taxes')
//! are left out by their noun.

use std::ops::Range;

use super::date;
use super::frame::{Frame, Piece, Position};
use super::lexicon;
use super::terms::Terms;
use super::unnamed;
use crate::record::Kind;
use crate::resolve::Entities;

/// The place or occasion of the telling.
pub(super) fn place(terms: &Terms, entities: &Entities, frame: &Frame) -> Option<Range<usize>> {
    let finder = Finder { terms, entities, cue: &frame.cue };
    let told = || frame.pieces.iter().find_map(|piece| finder.told(piece));
    told().or_else(|| frame.pieces.iter().find_map(|piece| finder.in_piece(piece)))
}

/// Prepositions that open a place or an occasion.
const OPENERS: [&str; 13] =
    ["in", "at", "on", "during", "outside", "inside", "near", "via", "aboard", "over", "by", "from", "under"];

/// What 'by' and 'over' take when they name a medium.
const MEDIA: &[&str] = &[
    "phone",
    "telephone",
    "email",
    "letter",
    "radio",
    "text",
    "video",
    "satellite",
    "fax",
    "mail",
    "videolink",
];

/// Nouns that name a place or medium without an article.
const BARE: &[&str] = &[
    "parliament",
    "court",
    "congress",
    "church",
    "television",
    "tv",
    "radio",
    "air",
    "camera",
    "stage",
    "twitter",
    "facebook",
    "instagram",
    "school",
    "prison",
    "jail",
    "town",
    "print",
    "testimony",
    "committee",
    "person",
    "interview",
    "evidence",
    "statement",
    "comment",
    "post",
    "email",
    "speech",
    "filing",
    "paper",
    "footage",
    "media",
    "message",
    "tweet",
    "debate",
    "remark",
    "deposition",
    "affidavit",
    "letter",
    "article",
    "report",
    "document",
];

/// Words in -ing that name an occasion, not an action.
const OCCASIONS: &[&str] = &[
    "briefing",
    "meeting",
    "hearing",
    "opening",
    "filing",
    "gathering",
    "wedding",
    "building",
    "sitting",
    "screening",
];

/// What witnesses are under.
const QUESTIONING: &[&str] = &["examination", "cross-examination", "questioning", "interrogation", "oath"];

/// Occasions that are told something: 'told a private dinner in Olsk'.
const AUDIENCES: &[&str] = &[
    "meeting",
    "dinner",
    "lunch",
    "rally",
    "conference",
    "briefing",
    "hearing",
    "gathering",
    "congress",
    "convention",
    "summit",
    "assembly",
    "seminar",
    "inquest",
    "inquiry",
    "reception",
    "breakfast",
    "session",
];

/// Adverbs that end a phrase of place.
const TRAILING: [&str; 10] = [
    "afterwards",
    "afterward",
    "recently",
    "earlier",
    "later",
    "too",
    "again",
    "instead",
    "shortly",
    "however",
];

struct Finder<'a> {
    terms: &'a Terms<'a>,
    entities: &'a Entities,
    cue: &'a Range<usize>,
}

impl Finder<'_> {
    /// 'told a packed meeting at the village hall': an occasion as the object of the cue.
    fn told(&self, piece: &Piece) -> Option<Range<usize>> {
        let start = piece.tokens.start.max(self.cue.end);
        let cue = self.cue.end.checked_sub(1).filter(|last| piece.tokens.contains(last))?;
        let telling = self.terms.lemma(cue, &["tell", "address", "inform", "warn", "assure"]).is_some();
        if !telling || piece.position != Position::After || !lexicon::is_determiner(self.terms.word(start)) {
            return None;
        }
        let object = noun(self.terms, start, piece.tokens.end);
        let occasion = self.terms.lemma(*object.last()?, AUDIENCES).is_some();
        let end = self.extent(start, piece.tokens.end);
        (occasion && end > start + 1).then_some(start..end)
    }

    fn in_piece(&self, piece: &Piece) -> Option<Range<usize>> {
        // between source and cue a phrase belongs to the source's noun
        if piece.position == Position::Between {
            return None;
        }
        let mut i = piece.tokens.start;
        while i < piece.tokens.end {
            if i > piece.tokens.start && stops(self.terms, i) {
                return None;
            }
            if self.opens_place(i, piece) {
                let end = self.extent(i, piece.tokens.end);
                if end > i + 1 {
                    return Some(i..end);
                }
            }
            i += 1;
        }
        None
    }

    fn opens_place(&self, i: usize, piece: &Piece) -> bool {
        let terms = self.terms;
        if !terms.is(i, &OPENERS) || i + 1 >= piece.tokens.end || self.is_time(i) {
            return false;
        }
        // a particle of the cue: 'called on', 'insisted on'
        if self.cue.contains(&i) && i + 1 >= self.cue.end {
            return false;
        }
        let object = noun(terms, i + 1, piece.tokens.end);
        let (Some(first), Some(head)) = (object.first().copied(), object.last().copied()) else {
            return false;
        };
        let action = terms.word(first).ends_with("ing") && terms.lemma(first, OCCASIONS).is_none();
        let counted = terms.raw(first).starts_with(|c: char| c.is_ascii_digit());
        let pronoun = object.len() == 1 && lexicon::is_pronoun(terms.word(head));
        let manner = i + 1 == first && lexicon::MANNERS.holds(terms.word(first));
        if manner || pronoun || counted || (action && first == i + 1) || self.is_somebody(head, i) {
            return false;
        }
        // 'weighed in Friday': the time is none of this phrase's
        if date::at(terms, i + 1).is_some() && self.is_time(i + 1) {
            return false;
        }
        let determined = lexicon::is_determiner(terms.word(i + 1));
        let bare = !determined && !terms.is_capital(head);
        match terms.word(i) {
            "under" => terms.lemma(head, QUESTIONING).is_some(),
            "by" | "over" => object.iter().any(|&n| terms.lemma(n, MEDIA).is_some()),
            "on" if terms.is(head, &["program"]) && object.len() + 1 < head - i => false,
            "on" => lexicon::SURFACES.holds(terms.word(head)) || (terms.is_capital(head) && self.tells()),
            "from" => self.tells() && (determined || terms.is_capital(head)) && !self.is_published(head),
            _ if lexicon::MANNERS.holds(terms.word(head)) && !(determined && self.is_answer(head)) => false,
            "in" if terms.is(head, &["event"]) => false,
            // 'in parliament', 'at court', but not 'in anger'
            "in" | "at" if bare && object.len() == 1 => terms.lemma(head, BARE).is_some(),
            _ => true,
        }
    }

    /// Whether the cue is a plain verb of telling, which takes no object with 'on' or 'from'.
    fn tells(&self) -> bool {
        const TELLING: &[&str] = &[
            "say", "tell", "speak", "write", "tweet", "post", "report", "add", "announce", "ask", "argue",
            "claim", "suggest", "warn", "explain",
        ];
        self.cue.is_empty() || self.cue.clone().any(|i| self.terms.lemma(i, TELLING).is_some())
    }

    /// 'in a faxed reply' names the medium, 'in reply' the manner.
    fn is_answer(&self, head: usize) -> bool {
        self.terms.lemma(head, &["reply", "response", "answer"]).is_some()
    }

    fn is_published(&self, head: usize) -> bool {
        self.terms
            .lemma(head, &["letter", "report", "article", "paper", "book", "study", "poll", "speech"])
            .is_some()
    }

    /// Whether the phrase behind the preposition at `opener` means people; 'reporters outside her office' holds more.
    fn is_somebody(&self, head: usize, opener: usize) -> bool {
        let mention = self.entities.at.get(head).copied().flatten();
        let found = mention.and_then(|(e, m)| Some((e, self.entities.all.get(e)?.mentions.get(m)?)));
        let inside = found.filter(|(_, mention)| mention.tokens.start > opener);
        let kind = inside.and_then(|(e, _)| self.entities.all.get(e)).map(|e| e.kind);
        matches!(kind, Some(Kind::Person | Kind::Group))
            || (kind.is_none()
                && !self.terms.is_capital(head)
                && unnamed::is_person_noun(self.terms, head)
                && !self.terms.is(head, &["person", "figure", "general"]))
    }

    /// A time, unless it only modifies a noun: 'at a Friday evening rally', 'at Monday's briefing'.
    fn is_time(&self, i: usize) -> bool {
        let Some(found) = date::at(self.terms, i) else { return false };
        let end = found.tokens.end;
        let possessive = self.terms.is(end, &["'"]) && self.terms.is(end + 1, &["s"]);
        let modifies = i > 0
            && !lexicon::is_preposition(self.terms.word(i))
            && lexicon::is_determiner(self.terms.word(i - 1))
            && self.terms.is_word(end)
            && !lexicon::is_preposition(self.terms.word(end));
        !(possessive || modifies)
    }

    /// Where the phrase that starts with a preposition ends; phrases that follow directly belong to it.
    fn extent(&self, start: usize, limit: usize) -> usize {
        let terms = self.terms;
        let mut end = start + 1;
        while end < limit {
            let word = terms.word(end);
            let title = !terms.is_quoted(start) && (terms.is_mark(end) || terms.is_quoted(end));
            // a determiner right behind a noun starts another phrase
            let another = lexicon::is_determiner(word)
                && word != "that"
                && end > start + 1
                && terms.is_word(end - 1)
                && !lexicon::is_preposition(terms.word(end - 1))
                && !terms.is(end - 1, &["and", "all", "both", "of"]);
            let breaks = !title && (terms.parts(end) || terms.is(end, &TRAILING));
            if breaks
                || (another && !title)
                || (end > start + 1 && !title && (self.is_time(end) || stops(terms, end)))
                || starts_clause(terms, end)
            {
                break;
            }
            end += 1;
        }
        while end > start + 1
            && (lexicon::is_preposition(terms.word(end - 1))
                || (!terms.is_word(end - 1) && !terms.is_mark(end - 1))
                || lexicon::is_determiner(terms.word(end - 1))
                || terms.is(end - 1, &["posted", "issued", "published", "released", "delivered", "and"]))
        {
            end -= 1;
        }
        end
    }
}

/// The tokens of the noun phrase at `start` up to its head, determiner aside.
fn noun(terms: &Terms, start: usize, end: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for i in start..end {
        let word = terms.word(i);
        if lexicon::is_determiner(word) && i == start {
            continue;
        }
        let joiner = matches!(word, "-" | "'" | "." | "&") && (terms.is_joined(i) || word == "&");
        if joiner || terms.is_mark(i) || (word == "s" && i > 0 && terms.is(i - 1, &["'"])) {
            continue;
        }
        let day = date::at(terms, i).filter(|_| !found.is_empty());
        let attributive = day.as_ref().is_some_and(|d| {
            terms.is_word(d.tokens.end) && !lexicon::is_preposition(terms.word(d.tokens.end))
        });
        if !terms.is_word(i)
            || lexicon::is_preposition(word)
            || lexicon::opens_clause(word)
            || lexicon::is_auxiliary(word)
            || (!found.is_empty()
                && (lexicon::is_determiner(word)
                    || (day.is_some() && !attributive)
                    || TRAILING.contains(&word)))
        {
            break;
        }
        found.push(i);
    }
    found
}

/// Whether the phrase before must end: another clause, a purpose, a time.
fn stops(terms: &Terms, i: usize) -> bool {
    let word = terms.word(i);
    (lexicon::opens_clause(word) && !matches!(word, "and" | "or"))
        || matches!(
            word,
            "after"
                | "before"
                | "following"
                | "despite"
                | "amid"
                | "since"
                | "until"
                | "about"
                | "regarding"
                | "without"
                | "ahead"
        )
        || (matches!(word, "and" | "or")
            && !terms.is_capital(i + 1)
            && !lexicon::is_determiner(terms.word(i + 1)))
}

fn starts_clause(terms: &Terms, i: usize) -> bool {
    let noun = lexicon::is_determiner(terms.word(i + 1)) || terms.is_capital(i + 1);
    terms.is(i, &["he", "she", "they", "it", "i", "we"]) || (terms.is(i, &["to"]) && !noun)
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;

    fn read(markup: &str) -> String {
        Sample::new(markup).details(1, None, |segments, details| {
            details.place.as_ref().map_or(String::new(), |range| segments.slice(range).to_owned())
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
    fn places_and_occasions() {
        hold(&[
            (
                "{x:\"It rained,\"} {s:Orr} {c:said} at a press conference in Paris.",
                "at a press conference in Paris",
            ),
            (
                "{x:\"It rained,\"} {s:Orr} {c:said} in an interview with the Herald on Monday.",
                "in an interview with the Herald",
            ),
            (
                "In an interview with the Herald in April, {s:Orr} {c:said} {x:that it rained}.",
                "In an interview with the Herald",
            ),
            ("{x:\"It rained,\"} {s:Orr} {c:said in a statement} Tuesday.", "in a statement"),
            ("In a statement on Sunday evening, {s:the club} {c:said} {x:that it rained}.", "In a statement"),
            ("{s:Orr} {c:wrote} on Twitter {x:that it rained}.", "on Twitter"),
            ("{s:Councillor Orr} on Twitter: {x:\"It rained.\"}", "on Twitter"),
            (
                "{x:\"It rained,\"} {s:Orr} {c:told} reporters outside the court yesterday.",
                "outside the court",
            ),
            (
                "{s:Orr} {c:told} a crowd on the harbour steps on Sunday {x:that it rained}.",
                "on the harbour steps",
            ),
            ("{s:Orr} {c:said} in parliament last Friday {x:that it rained}.", "in parliament"),
            ("{s:Orr} {c:said} during a visit to the mine {x:that it rained}.", "during a visit to the mine"),
            (
                "Speaking to reporters on the quay afterwards, {s:Orr} {c:said}: {x:\"It rained.\"}",
                "on the quay",
            ),
            ("{s:Orr}, speaking at a rally in Olsk, {c:said} {x:that it rained}.", "at a rally in Olsk"),
            (
                "{x:\"It rained,\"} {s:Orr} {c:told} the inquiry at Marl Crown Court.",
                "the inquiry at Marl Crown Court",
            ),
            (
                "{s:Orr} {c:told} a private dinner in Olsk on Monday {x:that it rained}.",
                "a private dinner in Olsk",
            ),
            ("Under cross-examination, {s:Orr} {c:said} {x:that it rained}.", "Under cross-examination"),
            ("{x:\"It rained,\"} {c:said} {s:Orr} in Olsk.", "in Olsk"),
            ("{s:Orr} {c:said} by telephone from Olsk {x:that it rained}.", "by telephone from Olsk"),
            ("{x:It rained}, {s:Orr} {c:said} at a Friday evening vigil.", "at a Friday evening vigil"),
            ("{x:It rained}, {s:Orr} {c:said} on \"Face the Town\".", "on \"Face the Town\""),
            (
                "{s:Orr} {c:told} a high school gymnasium in Olsk that has no roof {x:that it rained}.",
                "in Olsk",
            ),
            (
                "At this morning's briefing {s:the spokeswoman} {c:said} {x:that it rained}.",
                "At this morning's briefing",
            ),
        ]);
    }

    #[test]
    fn phrases_of_something_else() {
        hold(&[
            ("{s:Orr} {c:said} {x:that it rained in Paris}.", ""),
            ("{s:Orr} {c:warned} him in writing {x:that it rained}.", ""),
            ("{s:Orr} {c:said} on condition of anonymity {x:that it rained}.", ""),
            ("{s:Orr} {c:said} on behalf of the club {x:that it rained}.", ""),
            ("In response, {s:Orr} {c:said} {x:that it rained}.", ""),
            ("{s:The mayor of a village in the Creuse} {c:said} {x:that it rained}.", ""),
            ("{s:Orr}, an analyst at the Bank of Olsk, {c:said} {x:that it rained}.", ""),
            ("{x:\"It rained,\"} {c:said} {s:Ida Orr}, a teacher in Olsk.", ""),
            ("{s:Orr} {c:insisted on} {x:a vote}.", ""),
            ("{s:Orr} {c:told} a young man with a dog {x:that it rained}.", ""),
            ("Under pressure, {s:Orr} {c:said} {x:that it rained}.", ""),
            ("{s:Orr} {c:called on} the mayor {x:to resign}.", ""),
            ("{s:Orr} {c:said} in anger {x:that it rained}.", ""),
            ("{s:Orr} {c:said} at least twice {x:that it rained}.", ""),
            ("{s:Orr}, who lives in Olsk, {c:said} {x:that it rained}.", ""),
            ("{s:Orr} {c:said} on Monday {x:that it rained}.", ""),
            ("In 2019 {s:Orr} {c:said} {x:that it rained}.", ""),
            ("{s:Orr} {c:said} in December {x:that it rained}.", ""),
        ]);
    }
}
