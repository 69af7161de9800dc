//! Which language a text is in.

use whichlang::Lang;

/// The languages the engine reads, ISO 639-1.
const SUPPORTED: [&str; 1] = ["en"];

/// The fewest letters from which a language is told.
const FEWEST_LETTERS: usize = 40;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 8 << 10;

/// Words that every English text of some length is full of, and no text in another language is.
const ENGLISH: [&str; 24] = [
    "the", "of", "and", "to", "in", "is", "that", "was", "for", "on", "with", "as", "it", "he", "said",
    "his", "are", "be", "from", "have", "has", "they", "who", "this",
];

/// The least share of such words in a text that is English.
const ENGLISH_SHARE: f64 = 0.12;

/// Three-letter codes as archives use them, and their two-letter codes.
const THREE_LETTERS: [(&str, &str); 40] = [
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("rus", "ru"),
    ("ara", "ar"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("hin", "hi"),
    ("tur", "tr"),
    ("vie", "vi"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nor", "no"),
    ("nob", "nb"),
    ("fin", "fi"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("ukr", "uk"),
    ("ell", "el"),
    ("gre", "el"),
    ("heb", "he"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("hun", "hu"),
    ("fas", "fa"),
    ("per", "fa"),
    ("ind", "id"),
    ("ben", "bn"),
    ("tha", "th"),
];

/// Whether the engine reads a language, given as a code (`en`, `eng`) or a longer tag (`en-GB`).
pub fn is_supported_language(tag: &str) -> bool {
    let primary = primary_subtag(tag);
    let code = iso_639_1(&primary).unwrap_or(&primary);
    SUPPORTED.contains(&code)
}

/// The two-letter code of a language tag, where the tag begins like one: `en` of `en-GB` and `eng`.
pub(crate) fn normalise(tag: &str) -> Option<String> {
    let primary = primary_subtag(tag);
    match iso_639_1(&primary) {
        Some(code) => Some(code.to_owned()),
        None => (primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary),
    }
}

/// The two-letter code of a three-letter one.
pub(crate) fn iso_639_1(code: &str) -> Option<&'static str> {
    THREE_LETTERS.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}

fn primary_subtag(tag: &str) -> String {
    tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The ISO 639-1 code of the language a text is in, or the code of three letters where it has no other; `None` where it is too short or too mixed to tell.
pub fn detect_language(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS {
        return None;
    }
    let share = english_share(sample);
    let guess = whichlang::detect_language(sample);
    // so many of its words leave no doubt, whatever names and quotations of another language stand among them
    if share >= 2.0 * ENGLISH_SHARE || (guess == Lang::Eng && share >= ENGLISH_SHARE) {
        return Some("en");
    }
    // the first model is the better one, the second knows more languages
    let second =
        whatlang::detect(sample).filter(|info| info.is_reliable() && info.lang() != whatlang::Lang::Eng);
    let code = match second {
        Some(info) => info.lang().code(),
        None if guess == Lang::Eng => return None,
        None => guess.three_letter_code(),
    };
    Some(iso_639_1(code).unwrap_or(code))
}

/// The language of a text that comes with a declaration: lists of names read like many languages, so that English is only
/// given up for one that both models see.
pub(crate) fn language_against(text: &str, declared: Option<&str>) -> Option<&'static str> {
    let found = detect_language(text)?;
    if found == "en" || !declared.is_some_and(is_supported_language) {
        return Some(found);
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let guess = whichlang::detect_language(sample).three_letter_code();
    let sure = whatlang::detect(sample).filter(whatlang::Info::is_reliable).map(|info| info.lang().code());
    // the first model knows few languages, and takes the others for one of those, but not for English
    let agree = sure.is_some_and(|sure| sure == guess || !guess_knows(sure));
    agree.then_some(found)
}

/// Whether the first model tells this language from others.
fn guess_knows(code: &str) -> bool {
    whichlang::LANGUAGES.iter().any(|known| known.three_letter_code() == code)
}

/// The share of words that are among the commonest of English.
fn english_share(text: &str) -> f64 {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut all, mut common) = (0_u32, 0_u32);
    for word in words {
        all += 1;
        common += u32::from(ENGLISH.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    f64::from(common) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            (
                "The council said on Tuesday that it would close the old bridge to traffic for repairs.",
                Some("en"),
            ),
            (
                "Der Stadtrat teilte am Dienstag mit, dass die alte Brücke für den Verkehr gesperrt wird.",
                Some("de"),
            ),
            (
                "Le conseil municipal a annoncé mardi que le vieux pont serait fermé à la circulation.",
                Some("fr"),
            ),
            (
                "市议会星期二表示，老桥将因维修而禁止通行，预计工程将持续两个月左右。市长说，居民可以使用北面的新桥，公共汽车也将改道行驶。",
                Some("zh"),
            ),
            ("Too short.", None),
            ("", None),
        ] {
            assert_eq!(detect_language(text), expected, "{text}");
        }
    }

    #[test]
    fn a_language_the_model_does_not_know_is_not_taken_for_english() {
        for text in [
            "Byrådet oplyste tirsdag, at den gamle bro lukkes for trafik, mens den bliver repareret til foråret.",
            "Rada miasta poinformowała we wtorek, że stary most zostanie zamknięty dla ruchu na czas remontu.",
            "Baraza la mji lilisema Jumanne kwamba daraja la zamani litafungwa kwa magari wakati wa matengenezo.",
        ] {
            assert_ne!(detect_language(text), Some("en"), "{text}");
        }
    }

    #[test]
    fn a_list_of_names_is_in_the_language_that_its_page_declares() {
        let names = "Vale: Tim Albrecht, Ben Anders, Rob Barren, Jeff Boeyink, Bonnie Camp, Dave Caris, Sam Clovis, Sara Kraig, \
            Jerry Draws, John Daven, Steve Diesen, Derek Eiden, Ed Feiler, Karen Fessler, David Fisker, Doug Gruss, Heidi Wickson";
        assert_ne!(detect_language(names), Some("en"));
        assert_eq!(language_against(names, Some("en")), None);
        let german = "Der Stadtrat teilte am Dienstag mit, dass die alte Brücke für den Verkehr gesperrt wird, bis sie wieder sicher ist.";
        assert_eq!(language_against(german, Some("en")), Some("de"));
        let polish = "Rada miasta poinformowała we wtorek, że stary most zostanie zamknięty dla ruchu na czas remontu, który potrwa do wiosny.";
        assert_eq!(language_against(polish, Some("en")), Some("pl"));
    }

    #[test]
    fn english_is_what_the_engine_reads() {
        assert!(
            is_supported_language("en") && is_supported_language("en-GB") && is_supported_language("EN_us")
        );
        assert!(is_supported_language("eng") && !is_supported_language("de") && !is_supported_language(""));
        assert_eq!(normalise("en-US").as_deref(), Some("en"));
        assert_eq!(normalise("English"), None);
    }
}
