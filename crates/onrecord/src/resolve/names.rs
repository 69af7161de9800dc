//! The parts of a person's name: titles, the name proper, letters after it.

use super::gender::{self, Gender};
use super::nouns;
use crate::segment::{Gap, Segments, is_word};
use std::ops::Range;

/// Titles and offices that stand before a name and are no part of it.
pub(super) fn is_title(word: &str) -> bool {
    is_honorific(word)
        || matches!(
            word,
            "president"
                | "vice"
                | "sen"
                | "senator"
                | "rep"
                | "representative"
                | "gov"
                | "governor"
                | "mayor"
                | "judge"
                | "justice"
                | "minister"
                | "prime"
                | "foreign"
                | "secretary"
                | "chancellor"
                | "king"
                | "queen"
                | "prince"
                | "princess"
                | "pope"
                | "mp"
                | "msp"
                | "mep"
                | "md"
                | "executive"
                | "rt"
                | "rev"
                | "reverend"
                | "canon"
                | "vicar"
                | "pastor"
                | "archdeacon"
                | "brig"
                | "brigadier"
                | "corporal"
                | "pc"
                | "dc"
                | "pte"
                | "det"
                | "supt"
                | "gen"
                | "general"
                | "col"
                | "colonel"
                | "capt"
                | "captain"
                | "lt"
                | "lieutenant"
                | "sgt"
                | "sergeant"
                | "prof"
                | "professor"
                | "chief"
                | "inspector"
                | "superintendent"
                | "detective"
                | "officer"
                | "recorder"
                | "councillor"
                | "cllr"
                | "coun"
                | "fr"
                | "father"
                | "revd"
                | "msgr"
                | "insp"
                | "cpl"
                | "cdr"
                | "amb"
                | "ambassador"
                | "commissioner"
                | "congressman"
                | "congresswoman"
                | "speaker"
                | "chairman"
                | "chairwoman"
                | "director"
                | "attorney"
                | "archbishop"
                | "bishop"
                | "cardinal"
                | "imam"
                | "rabbi"
                | "sheikh"
                | "dr"
                | "doctor"
                | "coach"
                | "major"
                | "admiral"
                | "adm"
                | "maj"
                | "cmdr"
                | "commander"
                | "deputy"
                | "former"
                | "premier"
                | "constable"
                | "sheriff"
                | "marshal"
                | "first"
                | "the"
                | "ex"
                | "state"
                | "agent"
                | "leader"
                | "opposition"
                | "hon"
                | "u"
                | "s"
                | "us"
                | "uk"
                | "defence"
                | "defense"
                | "finance"
                | "interior"
                | "home"
                | "health"
        )
}

/// Whether words only address somebody by a title ('Mr', 'Senator', 'Prime Minister'). Titles that are surnames too
/// ('King', 'Judge') do not count alone.
pub(super) fn is_address(segments: &Segments, tokens: &Range<usize>) -> bool {
    let words = tokens.clone().map(|i| segments.word(i)).filter(|w| w.starts_with(is_word));
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let lone = |word: &str| {
        is_honorific(word) && word.len() > 1
            || matches!(
                word,
                "senator"
                    | "congressman"
                    | "congresswoman"
                    | "president"
                    | "governor"
                    | "mayor"
                    | "councillor"
                    | "speaker"
                    | "chairman"
                    | "chairwoman"
                    | "secretary"
                    | "professor"
                    | "doctor"
                    | "ambassador"
                    | "representative"
                    | "officer"
                    | "detective"
            )
    };
    match &words[..] {
        [word] => lone(word),
        [first, last] if matches!(first.as_str(), "mr" | "mrs" | "ms" | "miss") && is_surname(last) => false,
        words => words.iter().all(|w| is_title(w)) && words.iter().any(|w| lone(w) || w == "minister"),
    }
}

/// Titles that are common surnames too.
fn is_surname(title: &str) -> bool {
    matches!(
        title,
        "king"
            | "judge"
            | "prince"
            | "pope"
            | "bishop"
            | "major"
            | "marshal"
            | "canon"
            | "cardinal"
            | "constable"
    )
}

/// Offices that stand right before a full name, whatever stands before them.
pub(super) fn is_office(word: &str) -> bool {
    matches!(
        word,
        "president"
            | "senator"
            | "sen"
            | "rep"
            | "representative"
            | "gov"
            | "governor"
            | "mayor"
            | "minister"
            | "secretary"
            | "director"
            | "chairman"
            | "chairwoman"
            | "commissioner"
            | "congressman"
            | "congresswoman"
            | "councilman"
            | "councilwoman"
            | "ambassador"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "strategist"
            | "manager"
            | "editor"
            | "coach"
            | "sheriff"
            | "professor"
            | "candidate"
            | "nominee"
            | "analyst"
            | "ceo"
            | "correspondent"
    )
}

/// Words of an office that end up on the name of the body it is held in ('Lanternfish Executive Director').
pub(super) fn is_post(word: &str) -> bool {
    is_office(word)
        || matches!(
            word,
            "vice"
                | "executive"
                | "chief"
                | "deputy"
                | "managing"
                | "founder"
                | "chair"
                | "secretary"
                | "treasurer"
        )
}

/// Titles that belong with a surname.
pub(super) fn is_honorific(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "sir"
            | "lord"
            | "lady"
            | "dame"
            | "madam"
            | "mx"
            | "m"
            | "mme"
            | "monsieur"
            | "madame"
            | "herr"
            | "frau"
            | "señor"
            | "señora"
            | "don"
            | "baroness"
            | "baron"
            | "count"
            | "countess"
    )
}

/// Kin that popular papers put before a name ('Mum Sheila').
fn is_kin(word: &str) -> bool {
    matches!(
        word,
        "mum"
            | "mom"
            | "mother"
            | "dad"
            | "father"
            | "uncle"
            | "aunt"
            | "auntie"
            | "gran"
            | "grandad"
            | "granddad"
            | "grandma"
            | "grandpa"
            | "grandmother"
            | "grandfather"
            | "brother"
            | "sister"
            | "husband"
            | "wife"
            | "son"
            | "daughter"
            | "cousin"
    )
}

/// Whether a word in front of a full name looks like what somebody does ('Prosecutor', 'Economist'): an agent noun
/// that is nobody's first name.
pub(super) fn is_trade(word: &str) -> bool {
    let agent = ["or", "er", "ist", "man", "woman", "ess"].iter().any(|end| word.ends_with(end));
    agent && word.len() > 4 && gender::of_first_name(word).is_none()
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word,
        "qc" | "kc"
            | "mp"
            | "msp"
            | "mep"
            | "phd"
            | "md"
            | "obe"
            | "mbe"
            | "cbe"
            | "esq"
            | "jr"
            | "sr"
            | "ii"
            | "iii"
            | "iv"
    )
}

/// A person's name as it stands in one place.
#[derive(Clone, Debug)]
pub(super) struct PersonName {
    /// The name proper in small letters, nicknames left out.
    pub(super) core: Vec<String>,
    /// Tokens of the name to print.
    pub(super) printed: Range<usize>,
    /// What title or first name tell.
    pub(super) gender: Option<Gender>,
    /// Whether the gender comes from a title and not from a list of names.
    pub(super) by_title: bool,
}

impl PersonName {
    pub(super) fn new(segments: &Segments, tokens: &Range<usize>) -> Self {
        let lower = |i: usize| segments.word(i).to_lowercase();
        let worded = |i: &usize| segments.word(*i).starts_with(is_word);
        let words: Vec<usize> = tokens.clone().filter(worded).collect();
        let mut first = 0;
        let mut title = None;
        while first + 1 < words.len()
            && segments.word(words[first]).starts_with(char::is_lowercase)
            && !is_particle(segments.word(words[first]))
        {
            title = title.or_else(|| gender::of_noun(segments.word(words[first])));
            first += 1;
        }
        while first + 1 < words.len()
            && (is_title(&lower(words[first]))
                && !(is_initial(segments, words[first]) && first + 2 < words.len())
                || is_kin(&lower(words[first]))
                || first + 2 < words.len() && is_trade(&lower(words[first])))
            && !(first == 0 && words.len() == 2 && is_initial(segments, words[0]))
        {
            title = title
                .or_else(|| gender::of_title(&lower(words[first])))
                .or_else(|| gender::of_noun(&lower(words[first])));
            first += 1;
        }
        // 'Furious Ann Lund' at the head of a sentence, 'Even Ann Lund'
        let known = |k: usize| gender::of_first_name(&lower(words[k])).is_some();
        let opens = first == 0 && words.len() > 2 && segments.sentence_of(words[0]).start == words[0];
        let adverb = words.len() > 1 && {
            let opener = lower(words[0]);
            nouns::is_function_word(&opener)
                || matches!(opener.as_str(), "even" | "only" | "like" | "still" | "then")
        };
        if first == 0 && adverb || opens && !known(0) && known(1) && !is_initial(segments, words[0]) {
            first = 1;
        }
        // 'Harbour Mayor Ann Lund', 'Harbour goaltender Ann Lund': everything up to the office or trade
        let office = (first..words.len().saturating_sub(2)).rev().find(|k| {
            let word = segments.word(words[*k]);
            let common = word.starts_with(char::is_lowercase) && !is_particle(word);
            is_office(&lower(words[*k])) || common && is_trade(word)
        });
        if let Some(k) = office {
            title = title.or_else(|| gender::of_noun(&lower(words[k])));
            first = k + 1;
        }
        let mut last = words.len();
        while last > first + 1 && is_suffix(&lower(words[last - 1])) {
            last -= 1;
        }
        let core = core_without_nickname(segments, &words[first..last]);
        let honorific = first > 0 && is_honorific(&lower(words[first - 1]));
        let begin = if core.len() == 1 && honorific { first - 1 } else { first };
        // 'Ann Lund Jr.' is called so
        let birth =
            words.get(last).filter(|i| matches!(segments.word(**i), "Jr" | "Sr" | "II" | "III" | "IV"));
        let printed = match (words.get(begin), birth.or_else(|| words.get(last.saturating_sub(1)))) {
            (Some(a), Some(b)) => *a..b + 1 + usize::from(birth.is_some() && segments.word_at(b + 1) == "."),
            _ => tokens.clone(),
        };
        let gender = title.or_else(|| gender::of_words(&core, true));
        PersonName { core, printed, gender, by_title: title.is_some() }
    }

    /// Whether only a surname, first name or nickname is given.
    pub(super) fn is_part(&self) -> bool {
        self.core.len() == 1
    }

    /// The name without its first word.
    pub(super) fn without_first(&self) -> PersonName {
        PersonName {
            core: self.core[1..].to_vec(),
            printed: self.printed.clone(),
            gender: None,
            by_title: false,
        }
    }
}

/// Small words that begin a surname.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "del"
            | "della"
            | "van"
            | "von"
            | "der"
            | "den"
            | "le"
            | "la"
            | "el"
            | "al"
            | "bin"
            | "ibn"
            | "ben"
            | "du"
            | "dos"
            | "ter"
            | "af"
            | "zu"
    )
}

fn is_initial(segments: &Segments, token: usize) -> bool {
    segments.word(token).chars().count() == 1
}

/// Leaves out what stands in quotation marks or brackets.
fn core_without_nickname(segments: &Segments, words: &[usize]) -> Vec<String> {
    let opened = |i: usize| i > 0 && matches!(segments.word(i - 1), "\"" | "“" | "‘" | "'" | "(" | "«");
    let closed = |i: usize| {
        segments.tokens.len() > i + 1 && matches!(segments.word(i + 1), "\"" | "”" | "’" | "'" | ")" | "»")
    };
    let plain: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(n, i)| *n == 0 || *n + 1 == words.len() || !(opened(**i) && closed(**i)))
        .map(|(_, i)| *i)
        .collect();
    let mut core: Vec<String> = Vec::with_capacity(plain.len());
    for (n, i) in plain.iter().enumerate() {
        let word = segments.word(*i).to_lowercase();
        match core.last_mut() {
            // 'Solheim-Roy' is one surname
            Some(last) if n > 0 && hyphenated(segments, plain[n - 1], *i) => {
                last.push('-');
                last.push_str(&word);
            }
            _ => core.push(word),
        }
    }
    core
}

/// Whether nothing but a hyphen joins two words.
fn hyphenated(segments: &Segments, a: usize, b: usize) -> bool {
    b == a + 2
        && matches!(segments.word(a + 1), "-" | "‑")
        && segments.tokens[a + 1].gap == Gap::Joined
        && segments.tokens[b].gap == Gap::Joined
}
