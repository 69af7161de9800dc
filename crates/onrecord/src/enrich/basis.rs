//! The reason that an article gives for withholding a name.
//!
//! 'because they were not authorized to speak', 'on condition of anonymity to discuss ...', 'for fear
//! of the sack': beside the source, or in the next sentence where that goes on about it ('They spoke
//! on condition of anonymity because ...').

use std::ops::Range;

use super::lexicon;
use super::terms::Terms;
use super::unnamed::is_person_noun;

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
pub(super) fn basis(
    terms: &Terms,
    source: &Range<usize>,
    attributed: &[Range<usize>],
    plural: bool,
) -> Option<Range<usize>> {
    let sentence = terms.segments.sentence_of(source.start);
    let reach = sentence.start.max(source.start.saturating_sub(FARTHEST))
        ..sentence.end.min(source.end + FARTHEST).max(source.end);
    let content = |i: usize| attributed.iter().any(|b| b.contains(&i)) && !source.contains(&i);
    in_sentence(terms, source, &reach, &content).or_else(|| {
        let next =
            terms.segments.sentences.get(terms.segments.tokens[reach.end - 1].sentence as usize + 1)?;
        let goes_on = continues(terms, next, plural);
        goes_on.then(|| in_sentence(terms, source, next, &|i| terms.is_quoted(i))).flatten()
    })
}

/// Whether a sentence goes on about the unnamed source before: 'They spoke on condition of ...'.
fn continues(terms: &Terms, sentence: &Range<usize>, plural: bool) -> bool {
    let pronouns: &[&str] =
        if plural { &["they", "both", "all", "neither", "none", "each"] } else { &["he", "she", "they"] };
    let noun = terms.is(sentence.start, &["the"])
        && (sentence.start + 1..sentence.end.min(sentence.start + 5)).any(|i| is_person_noun(terms, i));
    // 'The paper did not name them because they feared for their jobs'
    let named_not = (sentence.start..sentence.end.min(sentence.start + 8))
        .any(|i| unnamed_by_writer(terms, i, sentence).is_some() && terms.is(i + 1, &["him", "her", "them"]));
    terms.is(sentence.start, pronouns) || noun || named_not
}

/// 'The source, who feared losing her job, said': the fear of who stands right before.
fn fears(terms: &Terms, i: usize, source: &Range<usize>) -> bool {
    let beside = i >= source.start && i <= source.end + 1;
    beside
        && terms.is(i, &["who"])
        && terms.is(i + 1, &["fear", "fears", "feared"])
        && !terms.is(i + 2, &["that"])
}

fn in_sentence(
    terms: &Terms,
    source: &Range<usize>,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> Option<Range<usize>> {
    for i in reach.clone() {
        if content(i) {
            continue;
        }
        if let Some(end) = terms.any_phrase(i, WITHHOLDING).filter(|_| withholds(terms, i, reach)) {
            return Some(
                reason_behind(terms, end, reach, content).unwrap_or_else(|| whole(terms, i, end, reach)),
            );
        }
        if let Some(end) = unnamed_by_writer(terms, i, reach)
            && let Some(reason) = reason_behind(terms, end, reach, content)
        {
            return Some(reason);
        }
        if let Some(end) = terms.any_phrase(i, SHUNNED).filter(|_| refused(terms, i, reach)) {
            return Some(clause_start(terms, i, reach)..clause_end(terms, end, reach, content));
        }
        if fears(terms, i, source) {
            return Some(i + 1..clause_end(terms, i + 2, reach, content));
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

/// What somebody does not want to happen by speaking.
const SHUNNED: &[&str] = &[
    "to be seen",
    "to be heard",
    "to be drawn",
    "to upset",
    "to anger",
    "to offend",
    "to embarrass",
    "to alienate",
    "to antagonise",
    "to antagonize",
    "to jeopardise",
    "to jeopardize",
    "to prejudice",
    "to damage",
    "to endanger",
    "to lose",
    "to get into trouble",
];

/// 'did not want to be seen', 'was unwilling to be seen'.
fn refused(terms: &Terms, i: usize, reach: &Range<usize>) -> bool {
    let floor = reach.start.max(i.saturating_sub(4));
    let wants = (floor..i).any(|j| terms.lemma(j, &["want", "wish", "like"]).is_some());
    let negated = (floor..i).any(|j| terms.is(j, &["not", "never"]) || terms.is_contracted_not(j));
    // of the source itself: 'who did not want', not 'the report did not want'
    let own = (floor.saturating_sub(2).max(reach.start)..i).any(|j| terms.is(j, &["who"]));
    wants && negated && own
}

/// Where the words end that say that the writer keeps a name back: 'not to print her name', 'whom I shall not name'.
fn unnamed_by_writer(terms: &Terms, i: usize, reach: &Range<usize>) -> Option<usize> {
    let floor = reach.start.max(i.saturating_sub(4));
    let negated = (floor..i).any(|j| terms.is(j, &["not", "never"]) || terms.is_contracted_not(j));
    if !negated || !terms.is_word(i) {
        return None;
    }
    if terms.lemma(i, &["name", "identify"]).is_some() {
        return Some(i + 1 + usize::from(terms.is(i + 1, &["him", "her", "them"])));
    }
    terms.lemma(i, &["print", "publish", "use", "reveal", "give", "disclose"])?;
    let noun = (i + 1..reach.end.min(i + 4)).find(|j| terms.lemma(*j, &["name", "identity"]).is_some())?;
    Some(noun + 1)
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
                || terms.is(j, &["not", "cannot"])
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
            && (!terms.is(i, &["in"]) || terms.any_phrase(i, &["in order to", "in case"]).is_some())
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
                "used",
                "printed",
                "published",
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
