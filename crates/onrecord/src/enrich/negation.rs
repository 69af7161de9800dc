//! Whether an article says that a statement was not made.
//!
//! 'did not say', 'never said', 'refused to say', 'stopped short of saying', 'has yet to say',
//! 'nobody said', 'there is no evidence that she said'. Only what governs the cue counts, so the
//! words are walked from the cue leftwards through auxiliaries, adverbs and the verbs that hand
//! their negation on; a 'not' in the content is the speaker's. Two negations cancel out ('did not
//! refuse to say').
//!
//! A denial shown as an assertion is the worst mistake that a record can make, hence this file's
//! long table of tests.

use std::ops::Range;

use super::frame::Frame;
use super::lexicon;
use super::terms::Terms;
use crate::link::Attribution;

/// Verbs after which the act did not happen, with the words that may follow them ahead of the act.
const PREVENTS: &[&str] = &[
    "refuse", "decline", "fail", "refrain", "avoid", "omit", "neglect", "forget", "deny", "abstain",
    "desist", "forbid", "forbear", "cease", "resist", "shy", "quit",
];
/// Adjectives and nouns after which it did not.
const UNABLE: &[&str] = &[
    "unable",
    "unwilling",
    "loath",
    "loth",
    "reluctant",
    "refusal",
    "failure",
    "reluctance",
    "inability",
    "unwillingness",
];
/// Words that hand a negation on: 'did not want to say', 'is not known to have said'.
const TRANSPARENT: &[&str] = &[
    "appear",
    "seem",
    "know",
    "want",
    "able",
    "willing",
    "ready",
    "prepared",
    "bother",
    "care",
    "expect",
    "believe",
    "think",
    "understand",
    "report",
    "quote",
    "dare",
    "intend",
    "mean",
    "manage",
    "begin",
    "start",
    "continue",
    "try",
    "attempt",
    "need",
    "allow",
    "permit",
    "authorize",
    "authorise",
    "wish",
    "like",
    "choose",
    "get",
    "go",
    "recall",
    "remember",
    "intention",
    "position",
    "plan",
    "hear",
    "record",
    "go",
    "offer",
    "come",
    "use",
    "happen",
    "immediately",
    "going",
    "interested",
    "inclined",
    "free",
];

/// Whether the cue of an attribution is negated.
pub(super) fn negated(terms: &Terms, attribution: &Attribution, frame: &Frame) -> bool {
    if frame.cue.is_empty() {
        return false;
    }
    let reading = Reading { terms, attribution, frame };
    let count = reading.in_cue() + reading.before_cue() + reading.of_source();
    count % 2 == 1
}

/// Whether a verb of the writer's is negated by what governs it: 'refused to call', 'would never call'.
pub(super) fn verb_negated(terms: &Terms, verb: usize) -> bool {
    const FARTHEST: usize = 8;
    let floor = terms.segments.sentence_of(verb).start.max(verb.saturating_sub(FARTHEST));
    let mut count = 0;
    for i in (floor..verb).rev() {
        let word = terms.word(i);
        let negates = matches!(word, "not" | "never" | "cannot" | "nor" | "without")
            || terms.is_contracted_not(i)
            || word == "short" && terms.is(i + 1, &["of"])
            || word == "instead" && terms.is(i + 1, &["of"])
            || terms.lemma(i, PREVENTS).is_some()
            || UNABLE.contains(&word);
        let governs = lexicon::is_auxiliary(word)
            || lexicon::is_adverb(word)
            || matches!(word, "to" | "of" | "from" | "stop" | "stopped" | "stops" | "'" | "’" | "n")
            || terms.lemma(i, TRANSPARENT).is_some();
        if !(negates || governs) {
            break;
        }
        count += usize::from(negates);
    }
    count % 2 == 1
}

/// The last word of a cue that carries the act; what stands before it may negate it.
pub(super) fn head(terms: &Terms, cue: &Range<usize>) -> usize {
    let carries = |i: &usize| {
        let word = terms.word(*i);
        terms.is_word(*i)
            && !lexicon::is_preposition(word)
            && !lexicon::is_auxiliary(word)
            && !lexicon::is_adverb(word)
            && !lexicon::opens_clause(word)
            && !lexicon::is_determiner(word)
            && !matches!(
                word,
                "out" | "not" | "t" | "any" | "anything" | "something" | "it" | "him" | "her" | "them"
            )
    };
    (cue.start..cue.end).rev().find(carries).unwrap_or(cue.start)
}

struct Reading<'a> {
    terms: &'a Terms<'a>,
    attribution: &'a Attribution,
    frame: &'a Frame,
}

impl Reading<'_> {
    fn in_cue(&self) -> usize {
        let head = head(self.terms, &self.frame.cue);
        let cue = self.frame.cue.clone();
        // 'denied having said' is a denial already, and 'neither ... nor' is one negation
        let negates = |i: &usize| self.negator(*i, head) && self.terms.lemma(*i, &["deny"]).is_none();
        let neither = (cue.start..head).any(|i| self.terms.is(i, &["neither"]));
        let count = if neither { 1 } else { (cue.start..head).filter(negates).count() };
        // 'says nothing about', 'makes no mention of'
        count + (head + 1..cue.end).filter(|&i| self.terms.is(i, &["nothing", "no"])).count()
    }

    /// Whether a token negates the act that stands behind it.
    fn negator(&self, i: usize, head: usize) -> bool {
        let word = self.terms.word(i);
        match word {
            "not" => !self.not_only(i),
            "never" | "cannot" | "nor" | "neither" | "without" | "no" | "nobody" | "none" => {
                !(word == "never" && self.terms.is(i + 1, &["before"]))
                    && !(word == "no"
                        && self.terms.is(i + 1, &["doubt", "longer", "surprise", "sooner", "wonder"]))
                    || self.terms.is(i + 1, &["longer"])
            }
            "t" => self.terms.is_contracted_not(i) && !self.not_only(i),
            "yet" => self.terms.is(i + 1, &["to"]),
            "short" => {
                self.terms.is(i + 1, &["of"]) && i > 0 && self.terms.lemma(i - 1, &["stop", "fall"]).is_some()
            }
            "instead" => self.terms.is(i + 1, &["of"]),
            "rather" => self.terms.is(i + 1, &["than"]),
            "far" => self.terms.is(i + 1, &["from"]),
            "back" => {
                self.terms.is(i + 1, &["from"]) && i > 0 && self.terms.lemma(i - 1, &["hold"]).is_some()
            }
            "stop" | "stops" | "stopped" | "stopping" => {
                self.terms.word(i + 1).ends_with("ing") && i + 1 == head
            }
            _ if i < head && (self.terms.lemma(i, PREVENTS).is_some()) => self.prevents(i),
            _ => UNABLE.contains(&word),
        }
    }

    /// 'refused to say', 'avoided saying', 'refrained from saying'; not 'refused and said'.
    fn prevents(&self, i: usize) -> bool {
        let mut next = i + 1;
        while lexicon::is_adverb(self.terms.word(next)) || self.terms.is(next, &["away"]) {
            next += 1;
        }
        self.terms.is(next, &["to", "from"]) || self.terms.word(next).ends_with("ing")
    }

    /// 'not only said', 'not until Monday did she say', 'not surprisingly': the act took place.
    fn not_only(&self, i: usize) -> bool {
        self.terms.is(
            i + 1,
            &[
                "only",
                "just",
                "merely",
                "simply",
                "until",
                "till",
                "long",
                "surprisingly",
                "least",
                "unexpectedly",
                "unreasonably",
                "infrequently",
                "before",
                "without",
            ],
        )
    }

    /// Negators between the subject and the cue.
    fn before_cue(&self) -> usize {
        let floor = self.frame.bounds.start;
        let head = self.frame.cue.start;
        let noun = self.is_noun(head);
        let mut count = 0;
        let mut strangers = 0;
        let mut i = head;
        while i > floor {
            i -= 1;
            if self.attribution.content.iter().any(|r| r.contains(&i)) {
                break;
            }
            let word = self.terms.word(i);
            if self.is_source(i) {
                // inversion: 'Nor did she say', 'Never has he said'
                return count + self.inversion(i, floor);
            }
            if self.negator(i, head) {
                count += 1;
                if word == "t" {
                    i = i.saturating_sub(2);
                } else if word == "neither" || word == "without" {
                    // 'without ever saying' hangs on another verb
                    return count;
                } else if word == "short" || word == "back" {
                    i = i.saturating_sub(1);
                }
                continue;
            }
            if self.terms.is(i, &[","]) {
                match self.parenthesis(i, floor) {
                    Some(open) => {
                        i = open;
                        continue;
                    }
                    None => break,
                }
            }
            let passes = lexicon::is_auxiliary(word)
                || lexicon::is_adverb(word)
                || matches!(
                    word,
                    "to" | "of"
                        | "from"
                        | "as"
                        | "far"
                        | "so"
                        | "in"
                        | "a"
                        | "an"
                        | "any"
                        | "been"
                        | "short"
                        | "ever"
                        | "even"
                        | "yet"
                )
                || matches!(word, "nor" | "or" | "and") && count > 0
                || self.terms.lemma(i, TRANSPARENT).is_some();
            if passes {
                continue;
            }
            // 'made no formal claim': an adjective or two before a noun; 'would neither confirm nor deny'
            strangers += 1;
            let coordinated = self.terms.is(i + 1, &["or", "nor"]);
            if strangers > 2
                || !self.terms.is_word(i)
                || !(noun || coordinated)
                || lexicon::is_determiner(word)
            {
                break;
            }
        }
        count
    }

    fn is_noun(&self, i: usize) -> bool {
        i > 0
            && !self.is_source(i - 1)
            && (lexicon::is_determiner(self.terms.word(i - 1))
                || lexicon::is_determiner(self.terms.word(i.saturating_sub(2))))
    }

    fn is_source(&self, i: usize) -> bool {
        self.attribution.source.iter().any(|r| r.contains(&i))
    }

    /// ', however,' between auxiliary and verb.
    fn parenthesis(&self, close: usize, floor: usize) -> Option<usize> {
        let first = floor.max(close.saturating_sub(5));
        let open = (first..close).rev().find(|&i| self.terms.is(i, &[","]))?;
        (open + 1 < close).then_some(open)
    }

    /// A negator ahead of an auxiliary ahead of the subject.
    fn inversion(&self, source_end: usize, floor: usize) -> usize {
        let mut first = source_end;
        while first > floor && self.is_source(first - 1) {
            first -= 1;
        }
        if first == floor || !lexicon::is_auxiliary(self.terms.word(first - 1)) {
            return 0;
        }
        let mut i = first - 1;
        let mut steps = 0;
        while i > floor && steps < 6 && !self.terms.parts(i - 1) {
            i -= 1;
            steps += 1;
            if self.terms.is(i, &["nor", "neither", "never", "nowhere"]) && !self.terms.is(i + 1, &["before"])
            {
                return 1;
            }
            if self.terms.is(i, &["not", "no"]) && !self.not_only(i) {
                return 1;
            }
        }
        0
    }

    /// A source that is nobody, or whose saying is itself denied: 'no evidence that she said'.
    fn of_source(&self) -> usize {
        let Some(source) = self.attribution.source.iter().find(|r| !r.is_empty()) else { return 0 };
        usize::from(self.is_nobody(source)) + usize::from(self.is_unfounded(source))
    }

    fn is_nobody(&self, source: &Range<usize>) -> bool {
        let first = source.start;
        match self.terms.word(first) {
            "nobody" | "neither" | "none" => true,
            // 'No 10', 'No. 10' and parties called 'No Something' are names
            "no" => {
                let next = first + 1 + usize::from(self.terms.is(first + 1, &["."]));
                !self.terms.raw(next).starts_with(|c: char| c.is_ascii_digit())
                    && !(self.terms.is_capital(first)
                        && first != self.terms.segments.sentence_of(first).start
                        && self.terms.is_capital(next))
            }
            "not" => {
                !self.not_only(first) && !self.terms.is(first + 1, &["everyone", "everybody", "all", "every"])
            }
            _ => {
                // a source span may leave the 'no' of 'no witness' out
                first > self.frame.bounds.start
                    && self.terms.is(first - 1, &["no"])
                    && !self.terms.is_capital(first)
                    && self.frame.cue.start >= source.end
            }
        }
    }

    fn is_unfounded(&self, source: &Range<usize>) -> bool {
        let floor = self.frame.bounds.start;
        let Some(that) = source.start.checked_sub(1).filter(|&i| i >= floor && self.terms.is(i, &["that"]))
        else {
            return false;
        };
        let window = floor.max(that.saturating_sub(6))..that;
        if window.is_empty() {
            return false;
        }
        let last = that - 1;
        let denied = |at: usize| {
            (window.start..at).any(|i| {
                self.terms.is(i, &["no", "not", "never", "little", "without", "nor", "nobody"])
                    || self.terms.is_contracted_not(i)
            })
        };
        if self
            .terms
            .lemma(
                last,
                &[
                    "evidence",
                    "proof",
                    "record",
                    "sign",
                    "indication",
                    "suggestion",
                    "hint",
                    "trace",
                    "truth",
                    "recollection",
                    "memory",
                ],
            )
            .is_some()
        {
            return denied(last);
        }
        if self.terms.is(last, &["not"]) {
            return true;
        }
        if self
            .terms
            .is(last, &["true", "clear", "case", "certain", "known", "established", "proven", "correct"])
        {
            return denied(last);
        }
        if self.terms.lemma(last, &["believe", "recall", "remember", "confirm", "accept", "think"]).is_some()
        {
            return denied(last);
        }
        self.terms.is(last, &["untrue", "false", "denied", "denies", "denying", "deny"]) && !denied(last)
    }
}
