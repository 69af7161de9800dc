//! Sentences of our own, each with the act that its cue performs.

use super::super::sample::Sample;
use super::*;
use ActKind::*;

fn read(markup: &str) -> (ActKind, bool) {
    Sample::new(markup).details(1, None, |_, details| (details.act.kind, details.act.negated))
}

fn hold(table: &[(&str, ActKind, bool)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(markup, kind, negated)| (markup, (*kind, *negated), read(markup)))
        .filter(|(_, wanted, got)| wanted != got)
        .map(|(markup, wanted, got)| format!("{markup}\n  wanted {wanted:?}, got {got:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn kinds() {
    hold(&[
        ("{s:Ada Holm} {c:said} {x:the ferry was late}.", States, false),
        ("{x:The ferry was late}, {c:according to} {s:the harbour master}.", States, false),
        ("{s:Holm} {c:warned} {x:that the ferry would sink}.", States, false),
        ("{s:Holm} {c:insisted} {x:that the ferry was safe}.", States, false),
        ("{s:She} {c:accused} him {x:of lying}.", States, false),
        ("{s:Holm} {c:asked} {x:whether the ferry was safe}.", Asks, false),
        ("{s:Holm} {c:asked} {x:if the ferry was safe}.", Asks, false),
        ("{s:Holm} {c:wondered} {x:why nobody came}.", Asks, false),
        ("{s:Holm} {c:questioned} {x:whether the ferry was safe}.", Asks, false),
        ("{x:\"Who sank it?\"} {s:Holm} {c:said}.", Asks, false),
        ("{x:\"Who sank it?\"} {c:asked} {s:Holm}.", Asks, false),
        ("{s:Holm} {c:asked} the crew {x:to leave}.", Urges, false),
        ("{s:Holm} {c:asked for} {x:more boats}.", Urges, false),
        ("{s:Holm} {c:asked} {x:the old crew not to leave}.", Urges, false),
        ("{s:Holm} {c:told} {x:them to leave}.", Urges, false),
        ("{s:Holm} {c:told} {x:them that he went to sea}.", States, false),
        ("{s:Holm} {c:demanded to know} {x:who paid}.", Asks, false),
        ("{s:Holm} {c:wanted} {x:to know who paid}.", Asks, false),
        ("{s:Holm} {c:has long argued} {x:that ships float}.", States, false),
        ("{s:The judge} {c:determined} {x:that ships float}.", States, false),
        ("{s:Holm} {c:is determined} {x:to stay}.", Intends, false),
        ("{s:Holm} {c:asked} {x:that the ferry be moved}.", Urges, false),
        ("{s:Holm} {c:urged} the crew {x:to leave}.", Urges, false),
        ("{s:Holm} {c:demanded} {x:that he resign}.", Urges, false),
        ("{s:Holm} {c:called for} {x:an inquiry}.", Urges, false),
        ("{s:Holm} {c:called on} {x:the board to resign}.", Urges, false),
        ("{s:Holm} {c:told} the crew {x:to leave}.", Urges, false),
        ("{s:The judge} {c:warned} jurors {x:not to read the papers}.", Urges, false),
        ("{s:Holm}'s {c:demand} {x:that he resign} went unheard.", Urges, false),
        ("{s:Holm} {c:plans} {x:to leave}.", Intends, false),
        ("{s:Holm} {c:vowed} {x:to fight on}.", Intends, false),
        ("{s:Holm} {c:promised} {x:that nobody would drown}.", Intends, false),
        ("{s:Holm} {c:has threatened} {x:to sell the ferry}.", Intends, false),
        ("{s:Holm}'s {c:pledge} {x:to stay} was welcomed.", Intends, false),
        ("{s:Holm} {c:agreed} {x:to sell}.", Intends, false),
        ("{s:Holm} {c:agreed} {x:that it was late}.", States, false),
        ("{s:Holm} {c:refused} {x:to leave}.", Intends, true),
        ("{s:Holm} {c:believes} {x:the ferry is safe}.", Believes, false),
        ("{s:Holm} {c:is convinced} {x:that the ferry is safe}.", Believes, false),
        ("{s:Holm} {c:expects} {x:to lose}.", Believes, false),
        ("{s:Holm}'s {c:belief} {x:that ships float} is touching.", Believes, false),
        ("{s:Holm} {c:is said to believe} {x:that ships float}.", Believes, false),
        ("{s:Holm} {c:hopes} {x:to win}.", Hopes, false),
        ("{s:Holm} {c:wants} {x:the ferry to be moved}.", Hopes, false),
        ("{s:Holm} {c:expressed} {x:hope that the ferry would be moved}.", Hopes, false),
        ("{s:Residents} {c:fear} {x:that the ferry will sink}.", Fears, false),
        ("{s:Residents} {c:are worried} {x:that the ferry will sink}.", Fears, false),
        ("{s:Residents} {c:voiced fears} {x:that the ferry would sink}.", Fears, false),
        ("{s:Residents} {c:expressed} {x:concern that the ferry would sink}.", Fears, false),
    ]);
}

#[test]
fn denials() {
    hold(&[
        ("{s:Holm} {c:denied} {x:that she had sold the ferry}.", Denies, false),
        ("{s:Holm} {c:denies} {x:selling the ferry}.", Denies, false),
        ("{s:Holm} {c:has repeatedly denied} {x:that she sold it}.", Denies, false),
        ("{s:Holm} {c:rejected} {x:claims that she sold the ferry}.", Denies, false),
        ("{s:Holm} {c:rejected claims} {x:that she sold the ferry}.", Denies, false),
        ("{s:Holm} {c:dismissed} {x:reports that she sold the ferry}.", Denies, false),
        ("{s:Holm} {c:dismissed as nonsense} {x:reports that she sold it}.", Denies, false),
        ("{s:Holm} {c:disputes} {x:that the ferry was sold}.", Denies, false),
        ("{s:Holm} {c:refuted} {x:the claim that the ferry was sold}.", Denies, false),
        ("{s:Holm} {c:brushed aside} {x:suggestions that she was ill}.", Denies, false),
        ("{s:Holm} {c:ruled out} {x:selling the ferry}.", Denies, false),
        ("{s:Holm} {c:issued a denial} {x:that the ferry was sold}.", Denies, false),
        ("{s:Holm}'s {c:denial} {x:that she had sold it} convinced few.", Denies, false),
        ("{s:Holm} {c:denied having said} {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:said} it was not true {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:said} it was untrue {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:said} it is false {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:said} there was no truth in the story {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:was quoted as denying} {x:that the ferry was old}.", Denies, false),
        ("{s:Holm} {c:dismissed} him {x:as \"a clown\"}.", States, false),
    ]);
}

#[test]
fn a_denial_that_is_denied() {
    hold(&[
        ("{s:Holm} did not {c:deny} {x:that she had sold it}.", Denies, true),
        ("{s:Holm} {c:did not deny} {x:that she had sold it}.", Denies, true),
        ("{s:Holm} {c:didn't deny} {x:that she had sold it}.", Denies, true),
        ("{s:Holm} has never {c:denied} {x:that she sold it}.", Denies, true),
        ("{s:Holm} {c:refused to deny} {x:that she had sold it}.", Denies, true),
        ("{s:Holm} {c:refused to rule out} {x:selling it}.", Denies, true),
        ("{s:Holm} {c:refused} {x:to rule out selling it}.", Denies, true),
        ("{s:Holm} {c:stopped short of denying} {x:that she had sold it}.", Denies, true),
        ("{s:Nobody} {c:denied} {x:that she had sold it}.", Denies, true),
        ("{s:Holm} did not {c:reject} {x:claims that she sold it}.", Denies, true),
        ("{s:Holm} {c:would neither confirm nor deny} {x:that she had sold it}.", States, true),
        ("{s:Holm} {c:refused to confirm or deny} {x:that she had sold it}.", States, true),
    ]);
}

#[test]
fn what_was_not_said() {
    hold(&[
        ("{s:Holm} did not {c:say} {x:that the ferry was old}.", States, true),
        ("{s:Holm} {c:did not say} {x:that the ferry was old}.", States, true),
        ("{s:Holm} didn't {c:say} {x:why she left}.", States, true),
        ("{s:Holm} {c:didn’t say} {x:why she left}.", States, true),
        ("{s:Holm} {c:never said} {x:that the ferry was old}.", States, true),
        ("{s:Holm} has never {c:said} {x:that the ferry was old}.", States, true),
        ("{s:Holm} refused to {c:say} {x:whether the ferry was old}.", States, true),
        ("{s:Holm} {c:refused to say} {x:whether the ferry was old}.", States, true),
        ("{s:Holm} {c:declined to say} {x:how much she paid}.", States, true),
        ("{s:Holm} {c:has steadfastly refused to disclose} {x:how much she paid}.", States, true),
        ("{s:Holm} {c:stopped short of saying} {x:that the ferry was old}.", States, true),
        ("{s:Holm} stopped short of {c:saying} {x:that the ferry was old}.", States, true),
        ("{s:Holm} {c:would not confirm} {x:that the ferry was old}.", States, true),
        ("{s:Holm} would not, however, {c:confirm} {x:that the ferry was old}.", States, true),
        ("{s:Holm} won't {c:say} {x:who paid}.", States, true),
        ("{s:Holm} cannot {c:say} {x:who paid}.", States, true),
        ("{s:Holm} has yet to {c:say} {x:who paid}.", States, true),
        ("{s:Holm} {c:has yet to say} {x:who paid}.", States, true),
        ("{s:Nobody} {c:said} {x:that the ferry was old}.", States, true),
        ("{s:No one} {c:said} {x:that the ferry was old}.", States, true),
        ("{s:None of the officials} {c:said} {x:that the ferry was old}.", States, true),
        ("{s:Neither side} {c:said} {x:who paid}.", States, true),
        ("{s:No witness} {c:testified} {x:that the ferry was old}.", States, true),
        ("There is no evidence that {s:Holm} {c:said} {x:that the ferry was old}.", States, true),
        ("There is no record that {s:she} ever {c:said} {x:that the ferry was old}.", States, true),
        ("It is not true that {s:Holm} {c:said} {x:the ferry was old}.", States, true),
        ("It is untrue that {s:Holm} {c:said} {x:the ferry was old}.", States, true),
        ("{s:Holm} left without {c:saying} {x:who paid}.", States, true),
        ("{s:Holm} {c:failed to mention} {x:who paid}.", States, true),
        ("{s:Holm} avoided {c:saying} {x:who paid}.", States, true),
        ("{s:Holm} refrained from {c:saying} {x:who paid}.", States, true),
        ("{s:Holm} was unable to {c:say} {x:who paid}.", States, true),
        ("{s:Holm} did not want to {c:say} {x:who paid}.", States, true),
        ("{s:Holm} did not go so far as to {c:say} {x:that he lied}.", States, true),
        ("{s:Holm} is not known to have {c:said} {x:that he lied}.", States, true),
        ("{s:Holm} no longer {c:says} {x:that he lied}.", States, true),
        ("Nor did {s:Holm} {c:say} {x:who paid}.", States, true),
        ("Never has {s:Holm} {c:said} {x:who paid}.", States, true),
        ("At no point did {s:Holm} {c:say} {x:who paid}.", States, true),
        ("{s:Holm} {c:does not believe} {x:that ships float}.", Believes, true),
        ("{s:Holm} doesn't {c:think} {x:that ships float}.", Believes, true),
        ("{s:Holm} {c:doubts} {x:that ships float}.", Believes, true),
        ("{s:Holm} does not {c:expect} {x:to win}.", Believes, true),
        ("{s:Holm} does not {c:plan} {x:to leave}.", Intends, true),
        ("{s:Holm} has no {c:plans} {x:to leave}.", Intends, true),
        ("{s:Holm} made no {c:claim} {x:that ships float}.", States, true),
        ("{s:Holm} {c:made no mention} {x:of the ferry}.", States, true),
        ("{s:Holm} did not {c:ask} {x:who paid}.", Asks, true),
        ("{s:Holm} did not {c:urge} the crew {x:to leave}.", Urges, true),
    ]);
}

#[test]
fn a_negation_that_does_not_reach_the_cue() {
    hold(&[
        ("{s:Holm} {c:said} {x:she did not sell the ferry}.", States, false),
        ("{s:Holm}, who did not sell the ferry, {c:said} {x:it was old}.", States, false),
        ("{s:Holm} not only {c:said} {x:that it was old} but proved it.", States, false),
        ("Not until Monday did {s:Holm} {c:say} {x:who paid}.", States, false),
        ("{s:Holm} did not refuse to {c:say} {x:who paid}.", States, false),
        ("{s:Holm} never fails to {c:say} {x:who paid}.", States, false),
        ("{s:No 10} {c:said} {x:the ferry was old}.", States, false),
        ("{s:No. 10} {c:said} {x:the ferry was old}.", States, false),
        ("The ferry did not sail, {s:Holm} {c:said}, {x:because it was old}.", States, false),
        ("{x:The ferry never sailed}, {s:Holm} {c:said}.", States, false),
        ("{s:Holm} was not there but {c:said} {x:the ferry was old}.", States, false),
        ("When asked, {s:Holm} did not smile. {s:She} {c:said} {x:the ferry was old}.", States, false),
        ("No doubt {s:Holm} {c:said} {x:the ferry was old}.", States, false),
        ("{x:\"It is not over,\"} {s:Holm} {c:said}.", States, false),
        ("{s:Holm} {c:warned} {x:that nobody should sail}.", States, false),
        ("{s:Holm}, no friend of the board, {c:said} {x:it was old}.", States, false),
    ]);
}

#[test]
fn a_saying_that_is_itself_denied() {
    let sample = Sample::new("{s:Holm} {c:denied} {x:that {s2:she} had {c2:told} him {x2:to leave}}.");
    let act = sample.details(2, None, |_, details| details.act);
    assert_eq!(act, Act { kind: Urges, negated: true });
    let sample = Sample::new("{s:Holm} {c:denied} {x:that {s2:Ek} {c2:said} {x2:the ferry was old}}.");
    assert!(sample.details(2, None, |_, details| details.act.negated));
    let sample = Sample::new("{s:Holm} {c:added} {x:that {s2:Ek} {c2:said} {x2:the ferry was old}}.");
    assert!(!sample.details(2, None, |_, details| details.act.negated));
}
