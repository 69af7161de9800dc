//! Sentences of our own, each with the labels that it gives.

use super::super::sample::Sample;
use super::*;
use crate::segment::Segments;

/// `label -> target by giver` for every label; a speaker shows as `#` and the attribution's number.
fn read(markup: &str) -> Vec<String> {
    let sample = Sample::new(markup);
    let segments = Segments::new(&sample.text);
    let (attributions, labels) = (sample.attributions(&segments), sample.labels(&segments));
    let found = super::super::enrich(&segments, &attributions, &Entities::default(), &labels, None).1;
    found
        .iter()
        .map(|l| {
            let by = match &l.by {
                Giver::Article => "the article".to_owned(),
                Giver::Named(party) => segments.slice(&party.tokens).to_owned(),
                Giver::Speaker(i) => format!("#{}", i + 1),
                Giver::Relayer(i) => format!("relayer of #{}", i + 1),
            };
            format!("{} -> {} by {by}", segments.slice(&l.label), segments.slice(&l.target.tokens))
        })
        .collect()
}

#[track_caller]
fn hold(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(markup, wanted)| {
            read(markup) != wanted.split(" | ").filter(|w| !w.is_empty()).collect::<Vec<_>>()
        })
        .map(|(markup, wanted)| format!("{markup}\n  wanted {wanted}, got {:?}", read(markup)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn active_verbs() {
    hold(&[
        ("Orr called Nowak \"a weather vane\".", "a weather vane -> Nowak by Orr"),
        ("Orr, the deputy, called Nowak \"a weather vane\".", "a weather vane -> Nowak by Orr"),
        ("{s:Orr} {c:called} {x:Nowak \"a weather vane\"}.", "a weather vane -> Nowak by #1"),
        ("Orr has nicknamed him \"the Eel\" for his handshake.", "the Eel -> him by Orr"),
        ("Orr, who has described Nowak as 'a weather vane', left.", "a weather vane -> Nowak by Orr"),
        (
            "The fishermen's union dismissed Nowak as \"a clown\".",
            "a clown -> Nowak by The fishermen's union",
        ),
        (
            "Orr branded Nowak \"a coward\" and \"a thief\".",
            "a coward -> Nowak by Orr | a thief -> Nowak by Orr",
        ),
        (
            "Orr slammed the deputy, Jan Nowak, as \"a liar in a good coat\".",
            "a liar in a good coat -> Jan Nowak by Orr",
        ),
        ("I call him the Silent Mayor.", "the Silent Mayor -> him by the article"),
        ("A recent Herald editorial branded Nowak \"a disgrace\".", "a disgrace -> Nowak by Herald"),
        ("He has taken to calling himself \"the people's cook\".", "the people's cook -> He by He"),
        ("Orr was late for dinner and called Nowak \"a bore\".", "a bore -> Nowak by Orr"),
        (
            "Orr denounced party leader Jan Nowak as a traitor to his class.",
            "a traitor to his class -> Jan Nowak by Orr",
        ),
        (
            "Even the Herald, no friend of his, has started to call him \"Captain Delay\".",
            "Captain Delay -> him by the Herald",
        ),
    ]);
}

#[test]
fn passive_verbs() {
    hold(&[
        ("Nowak was dubbed \"the Eel\" by dockers in 2011.", "the Eel -> Nowak by dockers"),
        ("Nowak, dubbed \"the Eel\" by dockers, laughed.", "the Eel -> Nowak by dockers"),
        (
            "Nowak, who is often called \"the Eel\" in the local press, laughed.",
            "the Eel -> Nowak by the local press",
        ),
        ("She will be branded by rivals as a \"fence-sitter\".", "fence-sitter -> She by rivals"),
        ("Nowak, known locally as \"the Eel\", laughed.", "the Eel -> Nowak by the article"),
        ("Nowak, described in the report as \"the Eel\", laughed.", "the Eel -> Nowak by the report"),
        ("Dismissed as a crank by dockers, Jan Nowak won.", "a crank -> Jan Nowak by dockers"),
        ("Hailed by dockers as \"the Eel\", Jan Nowak won.", "the Eel -> Jan Nowak by dockers"),
        ("Nowak, known to friends as \"Bear\", laughed.", "Bear -> Nowak by friends"),
        ("Nowak is widely known as \"the Eel\".", "the Eel -> Nowak by the article"),
        (
            "Ida Nowak, 40, the winner, who is nicknamed \"the Eel\" by teammates, laughed.",
            "the Eel -> Ida Nowak by teammates",
        ),
    ]);
}

#[test]
fn relative_clauses() {
    hold(&[
        ("Nowak, whom dockers call \"the Eel\", laughed.", "the Eel -> Nowak by dockers"),
        ("Nowak, whom older dockers used to call the Eel, laughed.", "the Eel -> Nowak by older dockers"),
        ("Nowak is the man whom dockers like to call \"the Eel\".", "the Eel -> Nowak by dockers"),
        ("Nowak, whom dockers describe as a coward, laughed.", "a coward -> Nowak by dockers"),
    ]);
}

#[test]
fn relative_clauses_without_a_pronoun() {
    hold(&[
        ("Jan Nowak, the man the dockers call the Eel, laughed.", "the Eel -> Jan Nowak by the dockers"),
        ("The woman the port still calls \"the Eel\" laughed.", "the Eel -> The woman by the port"),
        ("The union said the police call the mayor every week.", ""),
    ]);
}

#[test]
fn things() {
    hold(&[
        ("Orr branded the plan \"a museum with a smell\".", "a museum with a smell -> the plan by Orr"),
        ("Orr slammed the toll as \"robbery with a barrier\".", "robbery with a barrier -> the toll by Orr"),
        ("The machine, which Orr refers to as \"the toaster\", broke.", "the toaster -> The machine by Orr"),
        ("Orr called the plan \"unfair and dear\".", ""),
        ("Orr called the plan \"deeply flawed\".", ""),
        ("Orr called the plan a mistake.", ""),
    ]);
}

#[test]
fn a_circle_that_knows_somebody() {
    hold(&[
        (
            "Nowak, a former diver known in the trade as \"the Eel\", laughed.",
            "the Eel -> Nowak by the trade",
        ),
        ("Friends of Nowak, nicknamed the Eel by dockers, laughed.", "the Eel -> Nowak by dockers"),
        (
            "Dockers call Nowak \"the Eel\"; exiles prefer \"the Snake\".",
            "the Eel -> Nowak by Dockers | the Snake -> Nowak by exiles",
        ),
        ("Nowak came late. Exiles prefer \"the Snake\".", ""),
        ("Nowak was known to everyone in Olsk as \"the Eel\".", "the Eel -> Nowak by everyone in Olsk"),
        ("Nowak, known in Olsk as \"the Eel\", laughed.", "the Eel -> Nowak by the article"),
        (
            "The Orlop, dubbed the \"Queen of the Sound\" in 1998, sank.",
            "Queen of the Sound -> The Orlop by the article",
        ),
        ("Nowak was dubbed \"the Eel\" by Olsk television.", "the Eel -> Nowak by Olsk television"),
    ]);
}

#[test]
fn what_somebody_is_said_to_be() {
    hold(&[
        ("{s:Orr} {c:said} {x:Jan Nowak was \"a weather vane\"}.", "a weather vane -> Jan Nowak by #1"),
        (
            "{s:Orr} {c:said} {x:Mr Nowak had done nothing and was \"the bore nobody asked\"}.",
            "the bore nobody asked -> Mr Nowak by #1",
        ),
        ("{s:Orr} {c:said} {x:Jan Nowak was \"the best\" diver in Olsk}.", ""),
        ("{s:Orr} {c:said} {x:the vote was \"a disaster\"}.", ""),
        ("{s:Orr} {c:said} {x:Jan Nowak was \"very late\"}.", ""),
    ]);
}

#[test]
fn without_a_verb() {
    hold(&[
        ("A Herald hit piece upset the mayor.", "hit piece -> Herald by the article"),
        ("{s:Orr} {c:said} {x:\"a win for Nowak, a tyrant, would hurt the port\"}.", "tyrant -> Nowak by #1"),
        (
            "\"A win for Nowak, a tyrant, would hurt {x:the port}, {c:according to} {s:two dockers}.\"",
            "tyrant -> Nowak by the article",
        ),
        (
            "\"{x:A win for Nowak, a tyrant, would hurt the port}, {c:according to} {s:two dockers}.\"",
            "tyrant -> Nowak by relayer of #1",
        ),
        (
            "The so-called \"king of the quay\", Jan Nowak, laughed.",
            "king of the quay -> Jan Nowak by the article",
        ),
        (
            "Jan Nowak, the so-called \"king of the quay\", laughed.",
            "king of the quay -> Jan Nowak by the article",
        ),
        ("The \"quay king\", Jan Nowak, laughed.", "quay king -> Jan Nowak by the article"),
        ("The self-styled Baron of Olsk, Jan Nowak, laughed.", "Baron of Olsk -> Jan Nowak by Jan Nowak"),
        ("Supporters of \"strongman\" Jan Nowak cheered.", "strongman -> Jan Nowak by the article"),
    ]);
}

#[test]
fn no_labels() {
    hold(&[
        ("A lawyer, Jane Doe, called the police on Monday.", ""),
        ("Jan Nowak, a retired teacher, called his wife.", ""),
        ("Orr called on Nowak to resign.", ""),
        ("Orr called for \"a new start\".", ""),
        ("Jan \"Bear\" Nowak laughed.", ""),
        ("Orr described the plan as too dear.", ""),
        ("Orr called Nowak on Monday.", ""),
        ("\"No,\" Nowak said.", ""),
        ("He cited disparaging remarks as examples.", ""),
    ]);
}

#[test]
fn likenings_and_charges() {
    hold(&[
        (
            "Orr likened Jan Nowak to \"a captain selling boats\".",
            "a captain selling boats -> Jan Nowak by Orr",
        ),
        ("Nowak was likened to \"a weather vane\" by dockers.", "a weather vane -> Nowak by dockers"),
        ("Orr accused Nowak of being \"a weather vane\".", "a weather vane -> Nowak by Orr"),
        ("Orr accused Nowak of being a coward, and left.", "a coward -> Nowak by Orr"),
        ("Orr compared the price to last year's.", ""),
        ("Orr accused Nowak of being late.", ""),
        ("Orr compared Nowak to Mercer.", ""),
    ]);
}

#[test]
fn nouns_for_names() {
    hold(&[
        ("Jan Nowak earned the nickname \"the Eel\" in 2011.", "the Eel -> Jan Nowak by the article"),
        ("Jan Nowak was given the nickname \"the Eel\" by dockers.", "the Eel -> Jan Nowak by dockers"),
        ("His handshake earned him the nickname \"the Eel\".", "the Eel -> him by the article"),
        ("Dockers gave Jan Nowak the nickname \"the Eel\".", "the Eel -> Jan Nowak by Dockers"),
        (
            "The port is shut to \"the grain thieves\", the term dockers use for the insurers of Olsk.",
            "the grain thieves -> the insurers of Olsk by dockers",
        ),
        ("Orr said the title \"The Eel\" was taken.", ""),
        ("The word \"eel\" has three letters.", ""),
        ("\"The Eel\", the name of the film, won.", ""),
    ]);
}

#[test]
fn weighing_verbs() {
    hold(&[
        ("The government considers him \"a terrorist\".", "a terrorist -> him by The government"),
        ("Nowak, regarded by dockers as \"the Eel\", laughed.", "the Eel -> Nowak by dockers"),
        ("Nowak, once lauded by dockers as \"the Eel\", laughed.", "the Eel -> Nowak by dockers"),
        ("Orr considers him a friend.", ""),
        ("Orr will consider this month \"any plan that works\".", ""),
    ]);
}

#[test]
fn to_a_circle_somebody_is() {
    hold(&[
        (
            "To dockers of Olsk he is \"the Eel\"; to exiles, simply \"Mad Jan\".",
            "the Eel -> he by dockers of Olsk | Mad Jan -> he by exiles",
        ),
        ("To win is \"the point\".", ""),
    ]);
}

#[test]
fn names_that_nobody_stands_beside() {
    hold(&[
        (
            "The self-styled \"king of bins\" was held on Tuesday.",
            "king of bins -> king of bins by king of bins",
        ),
        (
            "The runaway, a self-styled \"king of bins\", laughed.",
            "king of bins -> The runaway by The runaway",
        ),
        ("The so-called \"bedroom tax\" was dropped.", ""),
    ]);
}

#[test]
fn a_name_without_marks() {
    hold(&[
        ("Dockers call him Bear.", "Bear -> him by Dockers"),
        ("I shall go on calling him Jan the First.", "Jan the First -> him by the article"),
        ("Dockers called him Monday.", ""),
        ("Dockers called him late.", ""),
    ]);
}

#[test]
fn what_that_points_at() {
    hold(&[
        (
            "Jan Nowak, that peerless peddler of half-truths, won.",
            "peerless peddler of half-truths -> Jan Nowak by the article",
        ),
        ("The police told Jan Nowak, that is all, to leave.", ""),
    ]);
}

#[test]
fn relative_by_whom() {
    hold(&[(
        "Dockers, by whom Jan Nowak is still called \"the Eel\", laughed.",
        "the Eel -> Jan Nowak by Dockers",
    )]);
}

#[test]
fn a_pronoun_said_to_be() {
    hold(&[
        ("{s:Orr} {c:said} {x:he was \"a liar and a bully\"}.", "a liar and a bully -> he by #1"),
        ("{x:He was a \"spreadsheet in shoes,\"} {s:Orr} {c:said}.", "spreadsheet in shoes -> He by #1"),
        ("{s:Orr} {c:said} {x:he was \"very late\"}.", ""),
    ]);
}

#[test]
fn verbs_with_a_particle() {
    hold(&[
        ("Critics wrote off Jan Nowak as \"a weather vane\".", "a weather vane -> Jan Nowak by Critics"),
        ("Critics wrote him off as a crank.", "a crank -> him by Critics"),
        ("Managers spoke of Jan Nowak as \"the wrecker\".", "the wrecker -> Jan Nowak by Managers"),
        (
            "The tabloid Kvikk once named her \"the Witch of Olsk\".",
            "the Witch of Olsk -> her by The tabloid Kvikk",
        ),
        ("Orr met a minister named Ned Nowak, \"parasites in hats\" and all.", ""),
        ("Orr wrote to Nowak as a friend.", ""),
        ("Orr spoke of Nowak as a friend.", ""),
    ]);
}

#[test]
fn aliases_and_descriptions() {
    hold(&[
        ("Jan Nowak, alias \"the Eel\", was held.", "the Eel -> Jan Nowak by the article"),
        ("Jan Nowak (aka \"Baby Face\") was held.", "Baby Face -> Jan Nowak by the article"),
        ("Orr's description of Jan Nowak as \"a weather vane\" hurt.", "a weather vane -> Jan Nowak by Orr"),
        ("The dockers' nickname for Jan Nowak is \"the Eel\".", "the Eel -> Jan Nowak by The dockers"),
        ("He used an alias, \"the Eel\", in letters.", ""),
        ("Orr's word for Nowak was kind.", ""),
    ]);
}

#[test]
fn quoted_beside_a_name() {
    hold(&[
        (
            "The verdict hit Jan Nowak, \"the Teflon Don of Olsk\".",
            "the Teflon Don of Olsk -> Jan Nowak by the article",
        ),
        ("The \"Angel of Ward Nine\", Jan Nowak, retired.", "Angel of Ward Nine -> Jan Nowak by the article"),
        ("According to Jan Nowak, \"the worst is over\".", ""),
        ("Nowak was accused by dockers of being \"a magpie\".", "a magpie -> Nowak by dockers"),
    ]);
}

#[test]
fn what_the_model_sees() {
    hold(&[
        ("{t:Nowak} has earned the name {l:the Eel} among {b:dockers}.", "the Eel -> Nowak by dockers"),
        ("{t:Nowak} goes by \"{l:the} Eel\" here.", "the Eel -> Nowak by the article"),
        ("{b:Orr} saw in {t:Nowak} {l:a \"strong} leader\".", "strong leader -> Nowak by Orr"),
        ("It was {l:the} {t:Nowak} way.", ""),
        ("{b:I} would sooner see in {t:him} {l:a clown}.", "a clown -> him by the article"),
        ("{s:Orr} {c:said} {x:\"{b:I} see in {t:him} {l:a clown}\"}.", "a clown -> him by #1"),
        // what a rule finds, too, is told once
        ("{b:Orr} called {t:Nowak} \"{l:a weather vane}\".", "a weather vane -> Nowak by Orr"),
    ]);
}
