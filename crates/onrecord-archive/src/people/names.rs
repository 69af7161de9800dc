//! Names of people: what part of a name says who it is, and when two names can be one person's.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a name that tell an office or a courtesy, not the person.
const TITLES: [&str; 60] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "dame",
    "lord",
    "lady",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "reverend",
    "father",
    "sister",
    "bishop",
    "archbishop",
    "cardinal",
    "pope",
    "imam",
    "rabbi",
    "president",
    "vice",
    "premier",
    "chancellor",
    "minister",
    "prime",
    "secretary",
    "senator",
    "sen",
    "representative",
    "rep",
    "congressman",
    "congresswoman",
    "governor",
    "gov",
    "mayor",
    "judge",
    "justice",
    "chief",
    "attorney",
    "general",
    "gen",
    "colonel",
    "col",
    "major",
    "maj",
    "captain",
    "capt",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "king",
    "queen",
    "prince",
    "princess",
    "sheriff",
];
/// Words before a title.
const BEFORE_TITLES: [&str; 9] =
    ["the", "former", "then", "ex", "acting", "deputy", "house", "senate", "speaker"];
/// Words after a name that tell two namesakes apart.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];
/// Words that belong to the family name that follows.
const PARTICLES: [&str; 26] = [
    "le", "la", "de", "du", "des", "del", "della", "di", "da", "dos", "das", "van", "von", "der", "den",
    "ten", "ter", "bin", "ibn", "al", "el", "abu", "ben", "mac", "st", "san",
];

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its words in lower case without accents, titles and suffixes.
    pub words: Vec<String>,
    /// `jr` and the like.
    pub suffix: Option<String>,
    /// The titles before it.
    pub titles: Vec<String>,
}

/// Whether two names can be one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// They share the part that says who it is.
    Same,
    /// One of them says nothing of who it is.
    Unknown,
    /// They are two people's.
    Different,
}

impl Name {
    /// Takes a person's name apart. Titles are told from names by standing before one.
    pub(crate) fn of_person(name: &str) -> Self {
        let mut words = split(name);
        let suffix = match words.last() {
            Some(last) if words.len() > 1 && SUFFIXES.contains(&last.as_str()) => words.pop(),
            _ => None,
        };
        let mut titles = Vec::new();
        while words.len() > 1 {
            let first = words[0].as_str();
            if !TITLES.contains(&first) && !BEFORE_TITLES.contains(&first) {
                break;
            }
            titles.push(words.remove(0));
        }
        titles.retain(|title| title != "the");
        Name { words, suffix, titles }
    }

    /// Takes the name of anything else apart.
    pub(crate) fn of_other(name: &str) -> Self {
        let mut words = split(name);
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        Name { words, suffix: None, titles: Vec::new() }
    }

    /// The name in one spelling.
    pub(crate) fn key(&self) -> String {
        let mut key = self.words.join(" ");
        if let Some(suffix) = &self.suffix {
            key.push(' ');
            key.push_str(suffix);
        }
        key
    }

    /// The last word, by which fuller forms of the name are found; empty for an empty name.
    pub(crate) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Whether it is a title and no name, or nothing.
    pub(crate) fn is_title(&self) -> bool {
        self.words.iter().all(|word| TITLES.contains(&word.as_str()))
    }

    /// Whether it is a family name alone, or a given name alone.
    pub(crate) fn is_bare(&self) -> bool {
        let particles = self.words.iter().take_while(|word| PARTICLES.contains(&word.as_str())).count();
        self.words.len() <= particles + 1
    }

    /// Whether it is the end of a fuller name: `le pen` of `marine le pen`.
    pub(crate) fn ends(&self, fuller: &Name) -> bool {
        self.words.len() < fuller.words.len()
            && fuller.words.ends_with(&self.words)
            && (self.suffix.is_none() || self.suffix == fuller.suffix)
    }

    /// Whether two full names differ at most by middle names that one of them leaves out or shortens.
    pub(crate) fn may_equal(&self, other: &Name) -> bool {
        if self.words.len() < 2 || other.words.len() < 2 || self.suffix != other.suffix {
            return false;
        }
        let ends = |name: &Name| (name.words[0].clone(), name.last().to_owned());
        if ends(self) != ends(other) {
            return false;
        }
        let (a, b) = (self.middle(), other.middle());
        a.is_empty() || b.is_empty() || (a.len() == b.len() && a.iter().zip(b).all(|(a, b)| short_of(a, b)))
    }

    fn middle(&self) -> &[String] {
        &self.words[1..self.words.len() - 1]
    }
}

/// Whether the names of two speakers, as two articles give them, can be one's. A description
/// (`the senator`) says nothing of who it is.
pub(crate) fn agreement(a: &str, b: &str) -> Agreement {
    if !is_name(a) || !is_name(b) {
        return Agreement::Unknown;
    }
    let (a, b) = (Name::of_person(a), Name::of_person(b));
    if a.is_title() || b.is_title() {
        return Agreement::Unknown;
    }
    if a.key() == b.key() || a.ends(&b) || b.ends(&a) || a.may_equal(&b) {
        return Agreement::Same;
    }
    // `Bob Kerry` and `Robert Kerry` share what a reader would go by; nobody else of the family is
    // likely to say the same words
    if a.last() == b.last() && a.suffix == b.suffix && a.words[0].chars().next() == b.words[0].chars().next()
    {
        return Agreement::Same;
    }
    Agreement::Different
}

/// Whether a speaker is named rather than described: a word in capitals after the first, or a lone one.
pub(crate) fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let lower_start = ["the", "a", "an", "one", "some", "his", "her", "their", "its", "another"];
    match words.first() {
        None => false,
        Some(first) if lower_start.contains(&first.to_lowercase().as_str()) => {
            // `The Hague Tribunal` is a name, `a Russian official` a description
            first.eq_ignore_ascii_case("the") && words.len() > 1 && words[1..].iter().all(&capital)
        }
        Some(_) => words.last().is_some_and(capital) && words.first().is_some_and(capital),
    }
}

/// Words in lower case, without accents, marks and possessive endings.
pub(crate) fn split(name: &str) -> Vec<String> {
    let folded = fold(name);
    folded
        .split(|c: char| c.is_whitespace() || c == '-' || c == ',')
        .map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let word = word.strip_suffix("'s").unwrap_or(word);
            word.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Lower case without accents, with straight apostrophes.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // most signs of most texts: nothing to take apart
            '“' | '”' | '–' | '—' => out.push(c),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            // sign by sign: only marks would change their order, and they are left out
            _ => out.extend(
                c.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(straight),
            ),
        }
    }
    out
}

fn straight(c: char) -> char {
    if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c }
}

/// Whether one is the other, or its first letter.
fn short_of(a: &str, b: &str) -> bool {
    a == b || (a.chars().count() == 1 && b.starts_with(a)) || (b.chars().count() == 1 && a.starts_with(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn folding_sign_by_sign_is_folding_the_whole(text in "[a-zA-Z“”’ʼŉé\u{301}…ﬁ가-갹ΑΣ ]{0,40}|\\PC{0,40}") {
            let whole = text.nfkd().filter(|c| !is_combining_mark(*c));
            let whole: String = whole.flat_map(char::to_lowercase).map(straight).collect();
            proptest::prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn titles_and_suffixes_are_not_the_name() {
        let name = Name::of_person("Former Vice President José Ibarra Jr.");
        assert_eq!(name.words, ["jose", "ibarra"]);
        assert_eq!(name.suffix.as_deref(), Some("jr"));
        assert_eq!(name.titles, ["former", "vice", "president"]);
        assert_eq!(Name::of_person("Major").words, ["major"]);
    }

    #[test]
    fn particles_make_a_bare_name() {
        assert!(Name::of_person("Van der Meer").is_bare());
        assert!(Name::of_person("Tolliver").is_bare());
        assert!(!Name::of_person("Ada van der Meer").is_bare());
        assert!(Name::of_person("van der Meer").ends(&Name::of_person("Ada van der Meer")));
    }

    #[test]
    fn middle_names_may_be_left_out_but_not_contradicted() {
        let may = |a, b| Name::of_person(a).may_equal(&Name::of_person(b));
        assert!(may("Ada Q. Tolliver", "Ada Tolliver"));
        assert!(may("Ada Q. Tolliver", "Ada Quentina Tolliver"));
        assert!(!may("Ada Q. Tolliver", "Ada R. Tolliver"));
        assert!(!may("Ada Tolliver", "Ada Tolliver Jr."));
    }

    #[test]
    fn speakers_agree_by_name_alone() {
        assert_eq!(agreement("Tolliver", "Sen. Ada Tolliver"), Agreement::Same);
        assert_eq!(agreement("Bo Tolliver", "Ada Tolliver"), Agreement::Different);
        assert_eq!(agreement("a senior official", "Ada Tolliver"), Agreement::Unknown);
        assert_eq!(agreement("the Ruritanian minister", "Ada Tolliver"), Agreement::Unknown);
    }
}
