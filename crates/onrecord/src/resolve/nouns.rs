//! Small closed classes of English words that tell what a description stands for.

use crate::segment::is_outlet;

/// Prepositions that may follow a noun and open a phrase that is not the head.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "at"
            | "in"
            | "from"
            | "to"
            | "with"
            | "by"
            | "on"
            | "near"
            | "close"
            | "about"
            | "over"
            | "against"
            | "inside"
            | "within"
            | "outside"
            | "under"
            | "across"
            | "around"
            | "among"
            | "behind"
    )
}

/// Words that stand alone in front of a clause or phrase and never are a name, whatever their first letter.
pub(super) fn is_function_word(word: &str) -> bool {
    is_preposition(word)
        || is_determiner(word)
        || matches!(
            word,
            "and"
                | "but"
                | "or"
                | "nor"
                | "if"
                | "as"
                | "when"
                | "while"
                | "after"
                | "before"
                | "since"
                | "because"
                | "although"
                | "though"
                | "so"
                | "yet"
                | "then"
                | "there"
                | "here"
                | "also"
                | "not"
                | "is"
                | "was"
                | "are"
                | "were"
                | "during"
                | "despite"
        )
}

/// Words that begin a clause about the noun before them.
pub(super) fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "whom"
            | "whose"
            | "which"
            | "that"
            | "speaking"
            | "not"
            | "familiar"
            | "briefed"
            | "working"
            | "involved"
            | "including"
            | "where"
            | "when"
            | "as"
            | "while"
    )
}

pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "my"
            | "our"
            | "your"
            | "some"
            | "many"
            | "several"
            | "one"
            | "another"
            | "both"
    )
}

/// Determiners that point at something known already.
pub(super) fn is_definite(word: &str) -> bool {
    matches!(word, "the" | "this" | "that" | "these" | "those")
}

/// Nouns for one person by country ('the Norwegian', 'the Swede'). Those in -ish and -ch mean a people.
pub(super) fn is_demonym(word: &str) -> bool {
    let regular =
        ["ian", "ean", "ican", "ese", "iard"].iter().any(|end| word.ends_with(end)) && word.len() > 5;
    let own = is_party_member(word)
        || matches!(
            word,
            "Swede"
                | "Dane"
                | "Finn"
                | "Pole"
                | "Scot"
                | "Turk"
                | "Czech"
                | "Croat"
                | "Serb"
                | "Slovak"
                | "Slovene"
                | "Greek"
                | "Briton"
                | "Kurd"
                | "German"
                | "Swiss"
                | "Thai"
                | "Aussie"
                | "Kiwi"
                | "Iraqi"
                | "Israeli"
                | "Pakistani"
                | "Bangladeshi"
                | "Saudi"
                | "Uzbek"
                | "Kazakh"
                | "Filipino"
                | "Filipina"
                | "Argentine"
        );
    word.starts_with(char::is_uppercase) && (regular || own)
}

/// Adjectives of a country: 'French', 'Danish'.
pub(super) fn is_nationality(word: &str) -> bool {
    let ending = ["ish", "ese", "ian", "ean", "ican"].iter().any(|end| word.ends_with(end)) && word.len() > 4;
    word.starts_with(char::is_uppercase)
        && (ending
            || is_demonym(word)
            || matches!(word, "French" | "Dutch" | "Czech" | "Welsh" | "Icelandic"))
}

/// Nouns for one member of a party.
pub(super) fn is_party_member(word: &str) -> bool {
    matches!(word, "Democrat" | "Republican" | "Socialist" | "Communist" | "Tory")
}

/// Bodies of which a place has one, and which need no name: 'the government' is not whichever body spoke last.
pub(super) fn is_one_of_its_kind(noun: &str) -> bool {
    matches!(
        noun,
        "government"
            | "administration"
            | "court"
            | "police"
            | "state"
            | "country"
            | "nation"
            | "city"
            | "county"
            | "parliament"
            | "congress"
            | "senate"
            | "jury"
            | "press"
            | "media"
            | "industry"
            | "church"
            | "army"
            | "navy"
            | "house"
            | "council"
            | "office"
            | "school"
            | "regime"
    )
}

/// Things that are written down and speak for themselves.
pub(super) fn is_document(noun: &str) -> bool {
    matches!(
        singular(noun).as_str(),
        "report"
            | "poll"
            | "survey"
            | "study"
            | "letter"
            | "cable"
            | "memo"
            | "document"
            | "record"
            | "filing"
            | "statement"
            | "paper"
            | "post"
            | "tweet"
            | "article"
            | "editorial"
            | "indictment"
            | "complaint"
            | "lawsuit"
            | "transcript"
            | "email"
            | "analysis"
            | "book"
            | "review"
            | "data"
            | "file"
            | "figure"
            | "estimate"
            | "petition"
            | "affidavit"
            | "release"
            | "website"
            | "blog"
            | "column"
            | "dossier"
            | "statistic"
            | "finding"
            | "notice"
            | "message"
            | "ruling"
            | "judgment"
            | "law"
            | "bill"
            | "headline"
            | "ad"
            | "advertisement"
            | "manifesto"
            | "audit"
            | "story"
            | "page"
            | "quote"
            | "quotation"
            | "posting"
            | "piece"
            | "note"
    )
}

/// Documents in which a body tells what it found.
pub(super) fn is_finding(noun: &str) -> bool {
    matches!(noun, "report" | "study" | "survey" | "analysis" | "audit" | "review" | "statement" | "estimate")
}

/// What a paper prints under its own name.
pub(super) fn is_printed(noun: &str) -> bool {
    matches!(
        noun,
        "article" | "story" | "piece" | "editorial" | "column" | "exclusive" | "investigation" | "profile"
    )
}

/// Bodies of which the name stands right beside the noun: 'the firm Volna'.
pub(super) fn is_company(noun: &str) -> bool {
    matches!(
        noun,
        "company"
            | "firm"
            | "bank"
            | "airline"
            | "retailer"
            | "manufacturer"
            | "charity"
            | "insurer"
            | "startup"
            | "brand"
    )
}

/// Bodies: nouns for many people who act as one.
pub(super) fn is_body(noun: &str) -> bool {
    matches!(
        singular(noun).as_str(),
        "company"
            | "firm"
            | "agency"
            | "department"
            | "ministry"
            | "government"
            | "administration"
            | "party"
            | "campaign"
            | "committee"
            | "commission"
            | "council"
            | "court"
            | "board"
            | "union"
            | "bank"
            | "university"
            | "school"
            | "hospital"
            | "trust"
            | "church"
            | "army"
            | "navy"
            | "police"
            | "club"
            | "team"
            | "association"
            | "group"
            | "organization"
            | "organisation"
            | "newspaper"
            | "paper"
            | "outlet"
            | "network"
            | "channel"
            | "magazine"
            | "station"
            | "website"
            | "authority"
            | "office"
            | "operator"
            | "charity"
            | "foundation"
            | "institute"
            | "embassy"
            | "parliament"
            | "congress"
            | "senate"
            | "jury"
            | "league"
            | "federation"
            | "bureau"
            | "corporation"
            | "publisher"
            | "insurer"
            | "airline"
            | "daily"
            | "broadcaster"
            | "regulator"
            | "watchdog"
            | "industry"
            | "state"
            | "city"
            | "county"
            | "country"
            | "nation"
            | "regime"
            | "house"
            | "chancellery"
            | "media"
            | "press"
            | "weekly"
    )
}

/// Nouns that a body's name ends in and hardly any surname is.
pub(super) fn names_a_body(noun: &str) -> bool {
    matches!(
        noun,
        "foundation"
            | "committee"
            | "commission"
            | "association"
            | "institute"
            | "university"
            | "agency"
            | "federation"
            | "corporation"
            | "council"
            | "initiative"
            | "campaign"
            | "administration"
            | "department"
            | "ministry"
            | "organization"
            | "organisation"
            | "company"
            | "hospital"
            | "newspaper"
            | "institution"
            | "authority"
            | "coalition"
            | "alliance"
            | "society"
    )
}

/// Nouns in the singular for several people, who are no body.
pub(super) fn is_collective(noun: &str) -> bool {
    matches!(
        noun.to_lowercase().as_str(),
        "family" | "couple" | "crew" | "crowd" | "duo" | "trio" | "audience" | "public" | "pair"
    )
}

/// Whether a noun is plural by its form.
pub(super) fn is_plural(noun: &str) -> bool {
    let noun = noun.to_lowercase();
    let men = noun.ends_with("men")
        && !matches!(noun.as_str(), "specimen" | "regimen" | "omen" | "abdomen" | "acumen" | "amen")
        && !matches!(noun.as_str(), "yemen" | "carmen" | "bremen");
    matches!(noun.as_str(), "people" | "police" | "children" | "media" | "folk" | "staff")
        || men
        || (noun.ends_with('s')
            && !noun.ends_with("ss")
            && !noun.ends_with("us")
            && !noun.ends_with("is")
            && noun.len() > 3)
}

/// The singular of a regular noun, in small letters.
pub(super) fn singular(noun: &str) -> String {
    let noun = noun.to_lowercase();
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if is_plural(&noun) && noun.ends_with('s') {
        let stem =
            noun.strip_suffix("es").filter(|s| s.ends_with("ch") || s.ends_with("sh") || s.ends_with('x'));
        return stem.unwrap_or(&noun[..noun.len() - 1]).to_owned();
    }
    noun
}

/// Outlets by the nouns in their names or descriptions.
pub(super) fn is_outlet_noun(noun: &str) -> bool {
    is_outlet(&singular(noun))
}
