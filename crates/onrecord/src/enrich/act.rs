//! What a speaker does with a content: states it, denies it, asks, urges, intends, believes, hopes, fears.
//!
//! Read off the cue's words, and off what stands right round them: 'asked whether' asks, 'asked him
//! to' urges, 'expressed hope that' hopes. Whether the act is negated is [`super::negation`]'s.

use super::frame::Frame;
use super::lexicon;
use super::negation;
use super::terms::Terms;
use crate::link::Attribution;
use crate::record::{Act, ActKind};

const DENIES: &[&str] = &[
    "deny",
    "denial",
    "reject",
    "rejection",
    "dispute",
    "dismiss",
    "dismissal",
    "refute",
    "rebut",
    "rebuttal",
    "contest",
    "contradict",
    "repudiate",
    "disavow",
    "disclaim",
    "debunk",
    "disagree",
    "rubbish",
    "discount",
    "challenge",
    "gainsay",
    "refutation",
    "repudiation",
    "disown",
];
const ASKS: &[&str] =
    &["ask", "wonder", "question", "inquire", "enquire", "query", "inquiry", "enquiry", "quiz"];
const URGES: &[&str] = &[
    "urge",
    "demand",
    "order",
    "appeal",
    "exhort",
    "implore",
    "beg",
    "plead",
    "plea",
    "request",
    "instruct",
    "direct",
    "command",
    "beseech",
    "lobby",
    "press",
    "petition",
    "entreat",
    "recommend",
    "recommendation",
    "advise",
    "advice",
    "encourage",
    "insist",
    "invite",
    "entreaty",
    "exhortation",
    "instruction",
    "bid",
    "advocate",
];
const INTENDS: &[&str] = &[
    "plan",
    "intend",
    "vow",
    "promise",
    "pledge",
    "intention",
    "intent",
    "threaten",
    "threat",
    "swear",
    "undertake",
    "commit",
    "commitment",
    "aim",
    "undertaking",
    "resolve",
    "mean",
    "determined",
    "offer",
    "agree",
    "decide",
    "volunteer",
    "propose",
    "guarantee",
];
const BELIEVES: &[&str] = &[
    "believe",
    "think",
    "consider",
    "expect",
    "suspect",
    "assume",
    "reckon",
    "presume",
    "feel",
    "doubt",
    "belief",
    "expectation",
    "suspicion",
    "assumption",
    "conviction",
    "view",
    "opinion",
    "anticipate",
    "imagine",
    "suppose",
    "convinced",
    "confident",
    "certain",
    "sure",
    "regard",
    "guess",
    "theory",
    "impression",
    "understand",
    "foresee",
    "skeptical",
    "sceptical",
    "persuaded",
];
const HOPES: &[&str] = &["hope", "wish", "want", "hopeful", "yearn", "desire", "dream", "optimistic"];
const FEARS: &[&str] = &[
    "fear",
    "worry",
    "dread",
    "fret",
    "worried",
    "afraid",
    "concerned",
    "concern",
    "anxious",
    "alarmed",
    "fearful",
    "apprehensive",
    "scared",
    "nervous",
    "anxiety",
    "frightened",
    "terrified",
    "misgiving",
];

/// Verbs that tell somebody to do something where an infinitive follows.
const COMMANDS: &[&str] =
    &["tell", "warn", "caution", "remind", "ask", "call", "want", "say", "counsel", "advise"];

/// Verbs whose meaning lies in the noun they take: 'voiced fears', 'made a promise'.
const LIGHT: &[&str] = &[
    "express",
    "voice",
    "raise",
    "repeat",
    "reiterate",
    "issue",
    "make",
    "give",
    "have",
    "hold",
    "renew",
    "air",
    "share",
    "stress",
    "underline",
    "utter",
    "offer",
    "put",
    "launch",
    "harbor",
    "harbour",
    "entertain",
    "second",
    "echo",
    "restate",
    "state",
    "convey",
    "register",
];

/// Verbs of saying that an intention, wish or denial may be hidden behind.
const SAYS: &[&str] = &[
    "say",
    "tell",
    "state",
    "comment",
    "reveal",
    "confirm",
    "disclose",
    "explain",
    "discuss",
    "specify",
    "elaborate",
    "mention",
    "acknowledge",
    "admit",
    "answer",
    "identify",
    "provide",
    "concede",
    "name",
    "speculate",
    "describe",
    "claim",
    "address",
    "respond",
    "speak",
    "repeat",
    "give",
];

/// The act of an attribution.
pub(super) fn act(terms: &Terms, attribution: &Attribution, frame: &Frame) -> Act {
    let reading = Reading { terms, attribution, frame };
    let (kind, turned) = reading.kind();
    Act { kind, negated: turned != negation::negated(terms, attribution, frame) }
}

struct Reading<'a> {
    terms: &'a Terms<'a>,
    attribution: &'a Attribution,
    frame: &'a Frame,
}

impl Reading<'_> {
    /// The kind, and whether the cue's own verb turns it round ('refused to go', 'doubts that').
    fn kind(&self) -> (ActKind, bool) {
        let cue = self.frame.cue.clone();
        if let Some(kind) = self.untrue() {
            return (kind, false);
        }
        let has = |table: &[&'static str]| cue.clone().any(|i| self.terms.lemma(i, table).is_some());
        let says = has(SAYS);
        if has(DENIES) {
            return (self.denial(), false);
        }
        if let Some(kind) = self.particle_verb() {
            return (kind, false);
        }
        if self.rules_out() {
            return (ActKind::Denies, false);
        }
        if self.wants_to_know() {
            return (ActKind::Asks, false);
        }
        if has(ASKS) {
            return (self.question(), false);
        }
        if let Some(kind) = self.withheld() {
            return (kind, true);
        }
        if self.commands() {
            return (ActKind::Urges, false);
        }
        for (table, kind) in [(FEARS, ActKind::Fears), (HOPES, ActKind::Hopes), (BELIEVES, ActKind::Believes)]
        {
            if let Some(lemma) = self.governing(table, says) {
                return (kind, matches!(lemma, "doubt" | "skeptical" | "sceptical"));
            }
        }
        if let Some(lemma) = self.governing(URGES, says) {
            // 'insisted that it was so' states; 'insisted on going' wants
            if lemma != "insist" || self.terms.is(cue.end.saturating_sub(1), &["on"]) {
                return (ActKind::Urges, false);
            }
        }
        if let Some(lemma) = self.governing(INTENDS, says) {
            let needs_infinitive = matches!(
                lemma,
                "mean"
                    | "offer"
                    | "agree"
                    | "decide"
                    | "propose"
                    | "resolve"
                    | "aim"
                    | "undertake"
                    | "guarantee"
                    | "commit"
            );
            if !needs_infinitive || self.infinitive() {
                return (ActKind::Intends, false);
            }
        }
        if has(LIGHT)
            && let Some(kind) = self.light_noun()
        {
            return (kind, false);
        }
        if self.is_question() {
            return (ActKind::Asks, false);
        }
        (ActKind::States, false)
    }

    /// First token of the content that stands behind the cue.
    fn content_behind(&self) -> Option<usize> {
        self.attribution.content.iter().map(|r| r.start).filter(|s| *s >= self.frame.cue.end).min()
    }

    /// The lemma of a table in the cue; where the cue also says something, only a verb that governs the saying.
    fn governing(&self, table: &[&'static str], says: bool) -> Option<&'static str> {
        let cue = self.frame.cue.clone();
        let mut found = None;
        for i in cue.clone() {
            if let Some(lemma) = self.terms.lemma(i, table).filter(|lemma| self.is_meant(i, lemma)) {
                found = found.or(Some(lemma));
                if !says {
                    return Some(lemma);
                }
            }
        }
        // 'said he hopes': the saying comes first and makes it a statement
        let tells =
            |i: usize| self.terms.lemma(i, &["say", "tell"]).is_some() && !self.terms.is(i + 1, &["to"]);
        found.filter(|_| !cue.clone().any(tells))
    }

    /// Whether the word at `i` has the sense that its table takes it in.
    fn is_meant(&self, i: usize, lemma: &str) -> bool {
        match lemma {
            // 'is convinced', not 'convinced him'; 'is determined to', not 'determined that'
            "convinced" | "persuaded" | "determined" => {
                const STATES: &[&str] = &["remain", "seem", "feel", "grow", "become", "appear", "away"];
                (i.saturating_sub(4)..i).any(|j| {
                    self.terms.lemma(j, STATES).is_some()
                        || self.terms.is(j, &["be", "is", "was", "are", "were", "been", "am", "s", "re", "m"])
                })
            }
            // 'without doubt'
            "doubt" => i == 0 || !self.terms.is(i - 1, &["without", "no", "beyond"]),
            _ => true,
        }
    }

    /// 'said it is not true that ...': the frame between cue and content takes the content back.
    fn untrue(&self) -> Option<ActKind> {
        let content = self.content_behind()?;
        let between = self.frame.cue.end..content.min(self.frame.cue.end + 12);
        let mut at = between.start;
        while at < between.end {
            if self.terms.is(at, &["untrue", "false", "nonsense", "incorrect", "wrong"])
                && self.near_be(at, &between)
            {
                let denied = !self.preceded_by_not(at, &between);
                return denied.then_some(ActKind::Denies);
            }
            if self.terms.is(at, &["true", "correct", "so", "case", "right"])
                && self.preceded_by_not(at, &between)
            {
                return Some(ActKind::Denies);
            }
            if self.terms.is(at, &["no"])
                && self.terms.lemma(at + 1, &["truth", "question", "way", "evidence"]) == Some("truth")
            {
                return Some(ActKind::Denies);
            }
            at += 1;
        }
        None
    }

    fn near_be(&self, at: usize, within: &std::ops::Range<usize>) -> bool {
        (within.start.max(at.saturating_sub(4))..at)
            .any(|i| lexicon::is_auxiliary(self.terms.word(i)) || self.terms.is(i, &["as", "s"]))
    }

    fn preceded_by_not(&self, at: usize, within: &std::ops::Range<usize>) -> bool {
        (within.start.max(at.saturating_sub(4))..at)
            .any(|i| self.terms.is(i, &["not", "never", "hardly"]) || self.terms.is_contracted_not(i))
    }

    /// 'dismissed him as "a clown"' says what he is; 'dismissed reports that' says what is not.
    fn denial(&self) -> ActKind {
        let cue = self.frame.cue.clone();
        let verb = cue.clone().find_map(|i| self.terms.lemma(i, DENIES)).unwrap_or("deny");
        let evaluates =
            matches!(verb, "dismiss" | "reject" | "rubbish" | "disown" | "discount" | "dismissal");
        let content = self.content_behind();
        let as_before = content
            .is_some_and(|c| self.terms.is(c, &["as"]) || (c > 0 && self.terms.is(c - 1, &["as"])))
            || self.terms.is(cue.end.saturating_sub(1), &["as"]);
        if evaluates && as_before {
            return ActKind::States;
        }
        if matches!(verb, "challenge") && content.is_some_and(|c| self.terms.is(c, &["to"])) {
            return ActKind::Urges;
        }
        // 'would neither confirm nor deny': nothing is said
        let confirm = cue.clone().any(|i| self.terms.lemma(i, &["confirm"]).is_some())
            || (cue.start.saturating_sub(2)..cue.start).any(|i| self.terms.lemma(i, &["confirm"]).is_some());
        if confirm { ActKind::States } else { ActKind::Denies }
    }

    /// 'refused to leave', 'failed to say', 'avoided saying' with the deed in the content: what was not done.
    fn withheld(&self) -> Option<ActKind> {
        let head = negation::head(self.terms, &self.frame.cue);
        let verb = self
            .terms
            .lemma(head, &["refuse", "decline", "fail", "neglect", "omit", "avoid", "forget", "refrain"])?;
        let content = self.content_behind()?;
        let deed = (content..content + 4)
            .find(|&i| self.terms.is_word(i) && !self.terms.is(i, &["to", "from", "not"]))?;
        let says = self.terms.lemma(deed, SAYS).is_some();
        let rules_out = self.terms.lemma(deed, &["rule"]).is_some() && self.terms.is(deed + 1, &["out"]);
        if rules_out || self.terms.lemma(deed, DENIES).is_some() {
            return Some(ActKind::Denies);
        }
        if says || !matches!(verb, "refuse" | "decline") {
            Some(ActKind::States)
        } else {
            Some(ActKind::Intends)
        }
    }

    /// 'called for', 'called on', 'brushed aside', 'scoffed at'.
    fn particle_verb(&self) -> Option<ActKind> {
        let cue = self.frame.cue.clone();
        for i in cue {
            let next = |words: &[&str]| (i + 1..i + 4).any(|j| self.terms.is(j, words));
            let follows = |words: &[&str]| self.terms.is(i + 1, words);
            if self.terms.lemma(i, &["call", "push", "press", "campaign"]).is_some()
                && follows(&["for", "on", "upon"])
            {
                return Some(ActKind::Urges);
            }
            if self.terms.lemma(i, &["brush", "wave", "shrug", "laugh"]).is_some()
                && next(&["aside", "off", "away"])
            {
                return Some(ActKind::Denies);
            }
            if self.terms.lemma(i, &["scoff"]).is_some() && follows(&["at"]) {
                return Some(ActKind::Denies);
            }
        }
        None
    }

    fn rules_out(&self) -> bool {
        let cue = self.frame.cue.clone();
        cue.clone().any(|i| self.terms.lemma(i, &["rule"]).is_some() && self.terms.is(i + 1, &["out"]))
    }

    /// 'demanded to know whether', 'wanted to know why'.
    fn wants_to_know(&self) -> bool {
        let cue = self.frame.cue.clone();
        let to = |i: usize| self.terms.phrase(i, "to know").is_some();
        cue.clone().any(|i| self.terms.lemma(i, &["want", "demand", "ask", "like", "wish"]).is_some())
            && (cue.start..cue.end + 1).any(to)
    }

    /// 'asked whether' wants to know, 'asked him to' wants it done.
    fn question(&self) -> ActKind {
        let Some(content) = self.content_behind() else { return ActKind::Asks };
        let noun = self.frame.cue.clone().any(|i| {
            self.terms.is(i, &["question", "questions", "questioned", "wonder", "wondered", "wonders"])
        });
        if !noun && self.infinitive() {
            return ActKind::Urges;
        }
        let first = self.terms.word(content);
        if !noun
            && (first == "for"
                || first == "that"
                || self.terms.is(self.frame.cue.end.saturating_sub(1), &["for"]))
        {
            return ActKind::Urges;
        }
        ActKind::Asks
    }

    /// Whether the content behind the cue is an infinitive ('to leave', 'not to leave', 'the crew to leave').
    fn infinitive(&self) -> bool {
        let Some(content) = self.content_behind() else { return false };
        self.terms.is(content, &["to"])
            || (self.terms.is(content, &["not", "never"]) && self.terms.is(content + 1, &["to"]))
            || self.terms.is(content.wrapping_sub(1), &["to"])
            || (self.terms.is(self.frame.cue.end.saturating_sub(1), &["to"]) && self.frame.cue.len() > 1)
            || self.object_infinitive(content)
    }

    /// Whether a noun phrase and an infinitive follow: 'the crew not to leave'.
    fn object_infinitive(&self, content: usize) -> bool {
        const LONGEST: usize = 9;
        let first = self.terms.word(content);
        let opens =
            lexicon::is_determiner(first) || lexicon::is_pronoun(first) || self.terms.is_word(content);
        let clause = |i: usize| {
            let word = self.terms.word(i);
            lexicon::is_auxiliary(word)
                || lexicon::opens_clause(word) && word != "and"
                || self.terms.parts(i)
                || self.terms.is_mark(i)
        };
        let end = (content..content + LONGEST).find(|&i| clause(i) || self.terms.is(i, &["to"]));
        let noun_follows =
            |i: usize| lexicon::is_determiner(self.terms.word(i + 1)) || self.terms.is_capital(i + 1);
        opens && end.is_some_and(|i| i > content && self.terms.is(i, &["to"]) && !noun_follows(i))
    }

    /// 'told aides to keep quiet', 'warned jurors not to look'.
    fn commands(&self) -> bool {
        let verb = self.frame.cue.clone().find_map(|i| self.terms.lemma(i, COMMANDS));
        match verb {
            // one's own wish is a hope: 'wants to go', 'wants to see'
            None | Some("want") => false,
            // 'is said to have left'
            Some("say") => false,
            Some(_) => self.infinitive(),
        }
    }

    /// 'voiced fears that', 'made a promise to'.
    fn light_noun(&self) -> Option<ActKind> {
        let end = self.frame.cue.end;
        let stop = self.content_behind().map_or(end + 4, |c| c + 3).min(end + 8);
        for i in end..stop.min(self.terms.len()) {
            for (table, kind) in [
                (FEARS, ActKind::Fears),
                (HOPES, ActKind::Hopes),
                (BELIEVES, ActKind::Believes),
                (DENIES, ActKind::Denies),
                (INTENDS, ActKind::Intends),
                (URGES, ActKind::Urges),
            ] {
                if self.terms.lemma(i, table).is_some() {
                    return Some(kind);
                }
            }
            if self.terms.is(i, &["that", "whether"]) || self.terms.parts(i) {
                break;
            }
        }
        None
    }

    /// Whether the content is one quoted question and nothing else.
    fn is_question(&self) -> bool {
        let [content] = self.attribution.content.as_slice() else { return false };
        if content.is_empty() || content.end > self.terms.len() {
            return false;
        }
        let quoted = content.clone().any(|i| self.terms.is_quoted(i))
            && !content.clone().any(|i| self.terms.is_word(i) && !self.terms.is_quoted(i));
        let mut ends = content.clone().filter(|&i| self.terms.is(i, &[".", "!", "?"]));
        let first = ends.next();
        quoted && first.is_some_and(|i| self.terms.is(i, &["?"])) && ends.next().is_none()
    }
}
#[cfg(test)]
mod tests;
