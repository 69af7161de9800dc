//! The reason that an article gives for withholding a name.
//!
//! 'because they were not authorized to speak', 'on condition of anonymity to discuss ...', 'for fear
//! of the sack': beside the source, or in the next sentence where that goes on about it ('They spoke
//! on condition of anonymity because ...').

use std::ops::Range;

use super::terms::Terms;
use super::unnamed::is_person_noun;
use super::{lexicon, reasons};

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
    let own = in_sentence(terms, source, &reach, &content);
    let further = || {
        let next =
            terms.segments.sentences.get(terms.segments.tokens[reach.end - 1].sentence as usize + 1)?;
        if !continues(terms, next, plural) {
            return None;
        }
        let quoted = |i: usize| terms.is_quoted(i);
        // 'She asked that her name be left out. She fears for her job.'
        let feared =
            (own.withheld.is_some() || own.kept) && terms.lemma(next.start + 1, &["fear", "worry"]).is_some();
        let feared =
            feared.then(|| next.start + 1..reasons::clause_end(terms, next.start + 2, next, &quoted));
        let found = in_sentence(terms, source, next, &quoted);
        feared.or(found.reason).or(found.withheld)
    };
    own.reason.clone().or_else(further).or(own.withheld)
}

/// What a sentence says of a name that it keeps back.
#[derive(Default)]
struct Found {
    reason: Option<Range<usize>>,
    /// The words that say so, where they are one of the usual phrases.
    withheld: Option<Range<usize>>,
    /// Whether any words say so.
    kept: bool,
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
) -> Found {
    let mut found = Found::default();
    for i in reach.clone() {
        if content(i) {
            continue;
        }
        if let Some(end) = terms.any_phrase(i, WITHHOLDING).filter(|_| withholds(terms, i, reach)) {
            found.withheld = found.withheld.or_else(|| Some(whole(terms, i, end, reach)));
        }
        if keeps_name_back(terms, i, reach) || unnamed_by_writer(terms, i, reach).is_some() {
            let behind = reasons::behind(terms, i + 1, reach, content);
            found.reason = behind.or_else(|| reasons::ahead(terms, source, i, reach, content));
            found.kept = true;
        } else {
            found.reason = reason_at(terms, source, i, reach, content);
        }
        if found.reason.is_some() {
            break;
        }
    }
    found
}

/// The reason that is told at a token, without a word of the name: 'because he was not authorized to speak'.
fn reason_at(
    terms: &Terms,
    source: &Range<usize>,
    i: usize,
    reach: &Range<usize>,
    content: &dyn Fn(usize) -> bool,
) -> Option<Range<usize>> {
    if let Some(end) = terms.any_phrase(i, SHUNNED).filter(|_| refused(terms, i, reach)) {
        return Some(clause_start(terms, i, reach)..reasons::clause_end(terms, end, reach, content));
    }
    if fears(terms, i, source) {
        return Some(i + 1..reasons::clause_end(terms, i + 2, reach, content));
    }
    let speaks = || (i + 1..reach.end.min(i + 6)).any(|j| terms.lemma(j, SPEAKING).is_some());
    if terms.is(i, FORBIDDEN) && denied(terms, i, reach) && speaks() {
        return Some(clause_start(terms, i, reach)..reasons::clause_end(terms, i + 1, reach, content));
    }
    let cites = || (i + 1..reach.end.min(i + 8)).any(|j| terms.lemma(j, CITED).is_some());
    let feared = ["for fear of", "out of fear of", "fearing reprisals", "fearing retaliation"];
    if (terms.is(i, &["citing"]) && cites()) || terms.any_phrase(i, &feared).is_some() {
        return Some(i..reasons::clause_end(terms, i + 1, reach, content));
    }
    None
}

/// What stands for somebody's name in what is said of withholding it.
const NAMES: &[&str] = &[
    "name",
    "names",
    "named",
    "naming",
    "surname",
    "surnames",
    "identity",
    "identities",
    "identified",
    "identify",
    "quoted",
    "initial",
    "initials",
    "described",
    "called",
];

/// What says that a name is kept back, before it or behind.
const KEPT_BACK: &[&str] = &[
    "not",
    "never",
    "no",
    "neither",
    "none",
    "without",
    "cannot",
    "only",
    "withheld",
    "withhold",
    "withholding",
    "omitted",
    "out",
    "off",
    "conceal",
    "concealed",
    "changed",
    "unless",
    "condition",
    "anonymous",
];

/// Whether a word at `i` tells that somebody's name is kept back: 'asked that his name be left out', 'spoke anonymously'.
fn keeps_name_back(terms: &Terms, i: usize, reach: &Range<usize>) -> bool {
    if terms.is(i, &["anonymity", "anonymous", "anonymously", "nameless", "pseudonym", "background"]) {
        return !terms.is(i, &["background"]) || terms.is(i.wrapping_sub(1), &["on"]);
    }
    if !terms.is(i, NAMES) {
        return false;
    }
    let kept = |j: usize| terms.is(j, KEPT_BACK) || terms.is_contracted_not(j);
    let asks =
        |j: usize| terms.lemma(j, &["decline", "refuse", "request", "insist", "beg", "promise"]).is_some();
    let before = (reach.start.max(i.saturating_sub(7))..i).any(|j| kept(j) || asks(j));
    let behind = (i + 1..reach.end.min(i + 6)).take_while(|j| !terms.parts(*j)).any(kept);
    let passive = || terms.is(i.wrapping_sub(1), &["be", "being", "is", "are", "was", "were", "been"]);
    match terms.word(i) {
        "name" | "names" | "surname" | "surnames" | "identity" | "identities" | "initial" | "initials" => {
            let own = (reach.start.max(i.saturating_sub(3))..i)
                .any(|j| terms.is(j, &["his", "her", "their", "by", "whose", "its", "the", "'"]));
            own && (before || behind)
        }
        // 'asked to be called only "M"'
        "described" | "called" => passive() && terms.is(i + 1, &["only"]),
        "naming" => before,
        "identify" => before && terms.is(i + 1, &["him", "her", "them", "himself", "herself", "themselves"]),
        _ => passive() && (before || behind),
    }
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
