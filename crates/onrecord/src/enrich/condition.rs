//! The condition that a statement hangs on: 'if elected', 'unless the jury apologises'.
//!
//! It stands in the content, or beside the cue ('If elected, she says, ...'). The complement of a
//! verb of asking or knowing ('asked if she would resign') is none, nor is 'even if' or 'as if',
//! nor the condition of anonymity.

use std::ops::Range;

use super::frame::Frame;
use super::layout::Layout;
use super::lexicon;
use super::terms::Terms;

/// The condition of attribution `of`: the first in its content that is no inner statement's, else beside the cue.
pub(super) fn condition(
    terms: &Terms,
    layout: &Layout,
    of: usize,
    content: &[Range<usize>],
    frame: &Frame,
) -> Option<Range<usize>> {
    let in_content = |range: &Range<usize>| {
        let found = range
            .clone()
            .filter(|i| layout.owner.get(*i) == Some(&Some(of)))
            .find_map(|i| clause(terms, i, range));
        // 'wanted to know {if she would go}': a clause that is all there is asks whether
        let more = |found: &Range<usize>| {
            content.len() > 1
                || !terms.is(found.start, &["if"])
                || range.clone().any(|i| terms.is_word(i) && !found.contains(&i))
        };
        found.filter(more)
    };
    let within = |range: &Range<usize>| range.clone().find_map(|i| clause(terms, i, range));
    let sentences = |r: &Range<usize>| {
        let number = |i: usize| terms.segments.tokens.get(i).map_or(0, |t| t.sentence as usize);
        if r.is_empty() { 0 } else { number(r.end - 1) - number(r.start) + 1 }
    };
    // a long quotation does not hang on an 'if' somewhere in it, only on one in its first sentence
    let short = content.iter().map(sentences).sum::<usize>() <= LONGEST;
    let first = content
        .first()
        .filter(|r| r.start < terms.len())
        .map_or(0, |r| terms.segments.sentence_of(r.start).end);
    content
        .iter()
        .find_map(in_content)
        .filter(|found| short || found.start < first)
        .or_else(|| frame.conditional.iter().find_map(within))
        .or_else(|| frame.pieces.iter().find_map(|piece| within(&piece.tokens)))
}

/// Most sentences that a content may have to hang, as a whole, on a condition in a later one.
const LONGEST: usize = 3;

/// Longest clause of a condition, in tokens.
const FARTHEST: usize = 80;

/// Openers of a condition.
const OPENERS: &[&str] = &[
    "unless",
    "provided that",
    "provided",
    "providing that",
    "providing",
    "as long as",
    "so long as",
    "on condition that",
    "on the condition that",
    "in the event of",
    "in the event that",
    "in the event",
    "only when",
    "only once",
    "only if",
    "assuming that",
    "assuming",
    "on the understanding that",
    "contingent on",
    "contingent upon",
    "conditional on",
    "conditional upon",
    "in case of",
    "in case",
    "subject to",
    "barring",
    "on the proviso that",
    "with the proviso that",
    "if and when",
    "if",
];

/// What the main clause of a condition has.
const MODALS: &[&str] = &["will", "would", "can", "could", "may", "might", "shall", "should", "ll", "d"];

/// Verbs and adjectives whose 'if' means 'whether'.
const WHETHER: &[&str] = &[
    "ask",
    "wonder",
    "know",
    "see",
    "tell",
    "decide",
    "determine",
    "check",
    "doubt",
    "question",
    "find",
    "say",
    "sure",
    "unclear",
    "clear",
    "uncertain",
    "inquire",
    "enquire",
    "consider",
    "discuss",
    "examine",
    "matter",
    "remember",
    "learn",
    "judge",
    "assess",
    "investigate",
    "discover",
    "debate",
    "explain",
    "reveal",
    "confirm",
];

fn clause(terms: &Terms, i: usize, range: &Range<usize>) -> Option<Range<usize>> {
    let opener = terms.any_phrase(i, OPENERS).or_else(|| inverted(terms, i, range))?;
    if opener > range.end || !opens(terms, i, opener, range) {
        return None;
    }
    let end = extent(terms, i, opener, range);
    (end > opener || (!terms.is(i, &["only", "if"]) && opener > i + 1 && end > i + 1)).then_some(i..end)
}

/// 'Should she win, ...', 'were he to resign': the auxiliary ahead of its subject at the start of a clause.
fn inverted(terms: &Terms, i: usize, range: &Range<usize>) -> Option<usize> {
    let starts = i == range.start
        || terms.parts(i - 1)
        || terms.is_mark(i - 1)
        || ends_sentence(terms, i - 1)
        || terms.is(i - 1, &["that", "and", "but"]);
    let subject = terms.is_capital(i + 1)
        || lexicon::is_pronoun(terms.word(i + 1))
        || lexicon::is_determiner(terms.word(i + 1));
    match terms.word(i) {
        "should" if subject || (i > 0 && terms.is_mark(i - 1) && terms.is_common(i + 1)) => {
            // a question ends in '?': 'Should we leave?'
            let mut end = i;
            while end < range.end.min(i + FARTHEST) && !ends_sentence(terms, end) {
                end += 1;
            }
            (!terms.is(end, &["?"]) && (starts || trailing(terms, i, range))).then_some(i + 1)
        }
        "were" if subject && starts => {
            let to = (i + 2..range.end.min(i + 8)).any(|j| terms.is(j, &["to"]));
            to.then_some(i + 1)
        }
        _ => None,
    }
}

/// 'he would resign should the vote fail': an auxiliary stands earlier in the clause, none right before.
fn trailing(terms: &Terms, i: usize, range: &Range<usize>) -> bool {
    // 'to change it should his party win'
    let object = terms.is(i.wrapping_sub(1), &["it", "him", "her", "them", "us", "me"])
        && lexicon::is_determiner(terms.word(i + 1));
    i > 0
        && terms.is_word(i - 1)
        && (!lexicon::is_pronoun(terms.word(i - 1)) || object)
        && !terms.is_capital(i - 1)
        && (terms.is(range.start, &["to"])
            || (i.saturating_sub(20)..i)
                .any(|j| terms.is(j, &["would", "will", "could", "can", "may", "might"])))
        && !terms.is(
            i - 1,
            &[
                "what", "why", "how", "when", "where", "who", "which", "that", "and", "but", "or", "they",
                "people",
            ],
        )
        && (terms.is_capital(i + 1)
            || lexicon::is_determiner(terms.word(i + 1))
            || lexicon::is_pronoun(terms.word(i + 1)))
}

fn ends_sentence(terms: &Terms, i: usize) -> bool {
    terms.is(i, &[".", "!", "?"]) && terms.parts(i)
}

fn opens(terms: &Terms, i: usize, opener: usize, range: &Range<usize>) -> bool {
    let before = |n: usize| if i >= n { terms.word(i - n) } else { "" };
    match terms.word(i) {
        "if" => {
            if terms.is(opener, &["only", "any", "anything", "ever", "so", ","]) && terms.word(opener) != ","
            {
                return false;
            }
            if matches!(before(1), "even" | "as" | "what" | "but" | "or" | "and")
                && before(1) != "and"
                && before(1) != "but"
            {
                return false;
            }
            // 'if I may', 'if you will'
            let polite = terms.is(opener, &["i", "you", "we"])
                && terms.is(opener + 1, &["may", "will", "like", "please", "wish"])
                && !terms.is_word(opener + 2);
            !polite && !asks_whether(terms, i, range)
        }
        "provided" | "providing" | "assuming" => {
            // 'provided that', or 'provided' set off by a comma ahead of a subject; not 'by providing that'
            let verb = lexicon::is_auxiliary(before(1)) || lexicon::is_preposition(before(1));
            let subject = lexicon::is_determiner(terms.word(opener))
                || lexicon::is_pronoun(terms.word(opener))
                || terms.is_capital(opener);
            let set_off = i == range.start || terms.parts(i - 1);
            let hangs = || range.clone().any(|j| terms.is(j, MODALS));
            // 'will close provided the vote does not fail': without a comma a verb must follow
            let modal = || (range.start..i).any(|j| terms.is(j, MODALS));
            let finite = || {
                (opener + 1..range.end.min(opener + 9))
                    .take_while(|j| !terms.parts(*j))
                    .any(|j| lexicon::is_auxiliary(terms.word(j)))
            };
            let intends = || terms.is(range.start, &["to"]);
            let plural = terms.word(opener).ends_with('s') && !lexicon::is_preposition(terms.word(opener));
            let clause = subject || plural;
            !verb
                && (opener > i + 1
                    || (set_off && clause && (hangs() || intends() || i == range.start))
                    || (subject && !set_off && modal() && finite()))
        }
        // 'as long as two years' measures
        "as" | "so" => {
            lexicon::number(terms.word(opener)).is_none_or(|_| terms.is(opener, &["a", "an", "one"]))
        }
        "on" => !terms.is(opener, &["anonymity"]),
        // 'was subject to abuse' is none
        "subject" | "barring" => i == range.start || terms.parts(i - 1),
        "in" if before(1) == "just" => false,
        _ => true,
    }
}

/// Whether a verb of asking or knowing stands right before, with no more than its object between.
fn asks_whether(terms: &Terms, i: usize, range: &Range<usize>) -> bool {
    if i > 0 && (terms.parts(i - 1) || terms.is_mark(i - 1)) {
        return false;
    }
    let floor = i.saturating_sub(4).max(range.start.saturating_sub(4));
    for at in (floor..i).rev() {
        if terms.parts(at) {
            return false;
        }
        if let Some(verb) = terms.lemma(at, WHETHER) {
            let asks = matches!(verb, "ask" | "wonder" | "question" | "inquire" | "enquire");
            // 'said if it rained, she would stay' has a main clause behind
            let main = |end: usize| terms.is(end, &[",", "then"]) && end + 2 < range.end;
            if verb == "say" && main(extent(terms, i, i + 1, range)) {
                return false;
            }
            // only verbs of asking reach over their object
            return i - at == 1 || ((asks || verb == "tell") && !lexicon::is_auxiliary(terms.word(i - 1)));
        }
    }
    false
}

/// Where the clause ends: at its comma, or with the sentence or the range.
fn extent(terms: &Terms, start: usize, opener: usize, range: &Range<usize>) -> usize {
    let quoted = terms.is_quoted(start);
    let mut i = opener;
    let limit = range.end.min(opener + FARTHEST);
    while i < limit {
        if terms.is_mark(i) {
            // a closing mark ends what started inside
            if quoted && !(opener..i).any(|j| terms.is_mark(j)) {
                break;
            }
        } else if terms.is(i, &[","]) && terms.parts(i) {
            match parenthesis(terms, i, opener, range.end) {
                Some(past) => {
                    i = past;
                    continue;
                }
                None => break,
            }
        } else if terms.is(i, &["(", "["]) {
            // '[the party]' is set in, not set off
            i = (i + 1..limit).find(|&j| terms.is(j, &[")", "]"])).unwrap_or(limit - 1);
        } else if terms.parts(i) || (terms.is(i, &["but", "then"]) && i > opener + 1) {
            break;
        }
        i += 1;
    }
    while i > start
        && !terms.is_word(i - 1)
        && !(terms.is_mark(i - 1) && !quoted && (start..i - 1).any(|j| terms.is_mark(j)))
    {
        i -= 1;
    }
    i
}

/// Where a parenthesis that opens at a comma closes: 'if, as expected, he wins'.
fn parenthesis(terms: &Terms, comma: usize, opener: usize, end: usize) -> Option<usize> {
    let opens = comma == opener || terms.is(comma + 1, &["who", "which", "whose", "however", "as"]);
    if !opens {
        return None;
    }
    let close = (comma + 1..end).find(|&j| terms.parts(j))?;
    (terms.is(close, &[","]) && close + 1 < end).then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;

    fn read(markup: &str, number: usize) -> String {
        Sample::new(markup).details(number, None, |segments, details| {
            details.condition.as_ref().map_or(String::new(), |range| segments.slice(range).to_owned())
        })
    }

    #[track_caller]
    fn hold(table: &[(&str, &str)]) {
        let wrong: Vec<String> = table
            .iter()
            .map(|(markup, wanted)| (markup, wanted, read(markup, 1)))
            .filter(|(_, wanted, got)| *wanted != got)
            .map(|(markup, wanted, got)| format!("{markup}\n  wanted {wanted:?}, got {got:?}"))
            .collect();
        assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    }

    #[test]
    fn conditions() {
        hold(&[
            ("{s:Orr} {c:said} {x:she would resign if the plan was approved}.", "if the plan was approved"),
            ("{s:Orr} {c:said} {x:work would begin in May, subject to funding}.", "subject to funding"),
            ("{s:Orr} {c:said} {x:the envoy was subject to abuse}.", ""),
            (
                "{s:Orr} {c:said} {x:wages would rise \"should sales recover by May\"}.",
                "should sales recover by May",
            ),
            (
                "{s:Orr} {c:said} {x:she would resign if the plan was approved, a threat she has made before}.",
                "if the plan was approved",
            ),
            ("{s:Orr} {c:said} {x:that, if elected, she would resign}.", "if elected"),
            ("{s:Orr} {c:vowed} {x:to resign unless the plan was dropped}.", "unless the plan was dropped"),
            ("{x:\"If the plan passes, I resign,\"} {s:Orr} {c:said}.", "If the plan passes"),
            ("{x:\"In the event of a strike, we close,\"} {s:Orr} {c:said}.", "In the event of a strike"),
            (
                "{s:Orr} {c:said} {x:\"We close, provided that the men agree.\"}",
                "provided that the men agree",
            ),
            ("{s:Orr} {c:will stay} {x:as long as the men agree}.", "as long as the men agree"),
            (
                "{s:Orr} {c:said} {x:the pit would close provided the men do not object}.",
                "provided the men do not object",
            ),
            ("{s:Orr} {c:vowed} {x:to change it should his party win}.", "should his party win"),
            ("{s:Orr} {c:wants} {x:to say how it should be done}.", ""),
            ("{s:Orr} {c:offered} {x:to stay, provided lenders agreed}.", "provided lenders agreed"),
            ("{s:Orr} {c:said} {x:the books will show that the firm provided the money}.", ""),
            (
                "{s:Orr} {c:said} {x:she would resign should the plan be approved}.",
                "should the plan be approved",
            ),
            ("{s:Orr} {c:said} {x:that should the plan pass, she would resign}.", "should the plan pass"),
            ("{s:Orr} {c:said} {x:\"were I to lose, I would go home\"}.", "were I to lose"),
            (
                "{s:Orr} {c:agreed} {x:to talk on condition that the mine stays open}.",
                "on condition that the mine stays open",
            ),
            (
                "{s:Orr} {c:agreed} {x:to pay, but only if the mine stays open}.",
                "only if the mine stays open",
            ),
            (
                "{s:Orr} {c:said} {x:\"If they [the owners] close it, we strike\"}.",
                "If they [the owners] close it",
            ),
            ("If elected, {s:Orr} {c:said}, {x:she would close the mine}.", "If elected"),
            ("{s:Orr}, if elected, {c:plans} {x:to close the mine}.", "if elected"),
            (
                "{s:Orr} {c:said} {x:if, as expected, the plan passes, she will resign}.",
                "if, as expected, the plan passes",
            ),
            ("{s:Orr} {c:said} {x:\"the mine closes if nobody objects\"}.", "if nobody objects"),
            ("{s:Orr} {c:said} {x:the mine could close \"if nobody objects\"}.", "if nobody objects"),
        ]);
    }

    #[test]
    fn no_conditions() {
        hold(&[
            ("{s:Orr} {c:asked} {x:if she would resign}.", ""),
            ("{s:Orr} {c:sought to learn} {x:if she would resign}.", ""),
            ("{s:Orr} {c:said} {x:the law, which is old, provided a home for bats}.", ""),
            ("{s:Orr} {c:said} {x:she did not know if it rained, but it was wet}.", ""),
            ("{s:Orr} {c:asked} him {x:if she would resign}.", ""),
            ("{s:Orr} {c:said} {x:she did not know if it would rain}.", ""),
            ("{s:Orr} {c:said} {x:it was unclear if it would rain}.", ""),
            ("{s:Orr} {c:said} {x:she would resign even if the plan failed}.", ""),
            ("{s:Orr} {c:said} {x:it looked as if it would rain}.", ""),
            ("{s:The aide} {c:said} on condition of anonymity {x:that it rained}.", ""),
            ("{s:Orr} {c:asked} {x:whether she should resign}.", ""),
            ("{s:Orr} {c:said} {x:the school should close}.", ""),
            ("{s:Orr} {c:asked}: {x:\"Should we leave?\"}", ""),
            ("{s:Orr} {c:said} {x:food was provided by the club}.", ""),
            ("{x:It rained, and if you like rain,} {c:said} {s:Orr}.", "if you like rain"),
            (
                "{x:\"I was never paid. I left. I walked. I would go back now if she asked,\"} {s:Orr} {c:said}.",
                "",
            ),
        ]);
    }

    #[test]
    fn a_condition_belongs_to_the_innermost_statement() {
        let markup = "{s:Ek} {c:said} {x:that {s2:Orr} {c2:wants} {x2:the mine closed if it floods}}.";
        assert_eq!(read(markup, 1), "");
        assert_eq!(read(markup, 2), "if it floods");
    }
}
