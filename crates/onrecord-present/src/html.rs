//! Records as one page that needs nothing else, or as a part of somebody else's: the article with its
//! attributions marked, beside the list of them, each linked to the other.
//!
//! Everything from outside is escaped, there is no script, and the page forbids itself to load or
//! send anything.

use std::borrow::Cow;
use std::fmt::Write;

use onrecord::record::{Label, Record, Statement, Words};

use crate::marks::{self, Piece, Role};
use crate::{Places, act, chain, count, depths, source_differs, speaker, start, totals};

const STYLE: &str =
    concat!(include_str!("colours.css"), include_str!("page.css"), include_str!("article.css"));
/// The style of a part of somebody else's page, but for the colours; it touches nothing outside its element.
const PART: &str = include_str!("part.css");
/// SHA-256 of the style, so that the page can forbid every other style; a test keeps it true.
const STYLE_HASH: &str = "sha256-Eg7O6ZGssg3SnFWQomzplauOZLcJ5/nOm5wN9Lhp3Tw=";
/// Indentations that the style knows.
const DEEPEST: usize = 4;

/// What ends the page.
pub const CLOSING: &str = "</main>\n</body>\n</html>\n";

/// What begins the page, named after its first article.
pub fn opening(place: &str, record: &Record) -> String {
    let title = escape(record.document.title.as_deref().unwrap_or(place));
    let language = escape(record.document.language.as_deref().unwrap_or("en"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_HASH}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"onrecord {}\">\n<title>{title} – who said what</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// One article of the page, the `number`th; `text` is its plain text, where it is at hand.
pub fn article(number: usize, place: &str, record: &Record, text: Option<&str>) -> String {
    let mut page = Page { out: String::new(), number };
    page.out.push_str("<article>\n");
    page.header(place, record);
    page.out.push_str("<div class=\"both\">\n");
    if let Some(text) = text {
        page.text(record, text);
    }
    let places = text.map(Places::new);
    page.statements(record, places.as_ref());
    page.out.push_str("</div>\n<div class=\"rest\">\n");
    page.labels(&record.labels);
    page.entities(record);
    page.out.push_str("</div>\n</article>\n");
    page.out
}

/// One article as a part of another page, such as a notebook; `number` tells it from others there.
pub fn part(number: usize, place: &str, record: &Record, text: Option<&str>) -> String {
    let colours = include_str!("colours.css").replace(":root", ".onrecord");
    let style = format!("{colours}.onrecord {{\n{PART}{}}}\n", include_str!("article.css"));
    let article = article(number, place, record, text);
    format!("<div class=\"onrecord\">\n<style>\n{style}</style>\n{article}</div>\n")
}

struct Page {
    out: String,
    /// Number of the article, so that the links of several do not meet.
    number: usize,
}

impl Page {
    fn header(&mut self, place: &str, record: &Record) {
        let document = &record.document;
        let title = escape(document.title.as_deref().unwrap_or(place));
        self.put(format_args!("<header>\n<h1 dir=\"auto\">{title}</h1>\n"));
        let known = [&document.outlet, &document.published, &document.byline];
        let known: Vec<String> =
            known.into_iter().flatten().map(|value| format!("<bdi>{}</bdi>", escape(value))).collect();
        if !known.is_empty() {
            self.put(format_args!("<p>{}</p>\n", known.join(" · ")));
        }
        if let Some(url) = &document.url {
            let shown = escape(url);
            if url.starts_with("https://") || url.starts_with("http://") {
                self.put(format_args!(
                    "<p><a href=\"{shown}\" rel=\"noopener noreferrer\">{shown}</a></p>\n"
                ));
            } else {
                self.put(format_args!("<p>{shown}</p>\n"));
            }
        }
        self.put(format_args!("<p>{}</p>\n", totals(record)));
        self.out.push_str(
            "<p class=\"legend\"><span class=\"source\">who</span> · <span class=\"cue\">by which words</span> · \
             <mark>what</mark> · <span class=\"label\">label</span></p>\n</header>\n",
        );
    }

    fn text(&mut self, record: &Record, text: &str) {
        self.out.push_str("<section class=\"text\" aria-label=\"The article\">\n");
        for piece in marks::pieces(record, text) {
            match piece {
                Piece::ParagraphStart => self.out.push_str("<p dir=\"auto\">"),
                Piece::ParagraphEnd => self.out.push_str("</p>\n"),
                Piece::Text(text) => self.out.push_str(&escape(text)),
                Piece::Number(i) => self.reference(i, &record.statements[i]),
                Piece::Open(role, _) => self.out.push_str(match role {
                    Role::Content => "<mark>",
                    Role::Source => "<span class=\"source\">",
                    Role::Cue => "<span class=\"cue\">",
                    Role::Label => "<span class=\"label\">",
                }),
                Piece::Close(Role::Content) => self.out.push_str("</mark>"),
                Piece::Close(_) => self.out.push_str("</span>"),
            }
        }
        self.out.push_str("</section>\n");
    }

    /// The number that stands before a statement's first words.
    fn reference(&mut self, i: usize, statement: &Statement) {
        let (article, n, who) = (self.number, i + 1, speaker(statement));
        let title = format!("{who}: {}", act(statement.act));
        let title = escape(&title);
        self.put(format_args!(
            "<a class=\"number\" id=\"m-{article}-{n}\" href=\"#s-{article}-{n}\" title=\"{title}\" \
             aria-label=\"Statement {n}. {title}\">{n}</a>"
        ));
    }

    fn statements(&mut self, record: &Record, places: Option<&Places>) {
        self.out.push_str("<section class=\"statements\" aria-label=\"Who said what\">\n<ol>\n");
        for (i, (statement, depth)) in record.statements.iter().zip(depths(record)).enumerate() {
            self.statement(i + 1, statement, depth, places);
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn statement(&mut self, n: usize, statement: &Statement, depth: usize, places: Option<&Places>) {
        let (article, depth) = (self.number, depth.min(DEEPEST));
        let who = speaker(statement);
        self.put(format_args!("<li id=\"s-{article}-{n}\" class=\"d{depth}\">\n<p class=\"who\">"));
        match (start(statement), places) {
            (Some(_), Some(_)) => self.put(format_args!(
                "<a class=\"number\" href=\"#m-{article}-{n}\" aria-label=\"Statement {n} in the article\">{n}</a> "
            )),
            _ => self.put(format_args!("<span class=\"number\">{n}</span> ")),
        }
        self.put(format_args!("<bdi>{}</bdi></p>\n", escape(&who)));
        if statement.speaker.anonymous {
            let basis = statement.speaker.basis.as_deref().map(|b| format!(": {}", escape(b)));
            self.put(format_args!("<p class=\"withheld\">Name withheld{}</p>\n", basis.unwrap_or_default()));
        }
        let words = |words: &Words| escape(&words.text).into_owned();
        let cue = statement.cue.as_ref().map(|cue| format!(" (<i>{}</i>)", words(cue)));
        self.put(format_args!("<p class=\"where\">{}{}</p>\n", act(statement.act), cue.unwrap_or_default()));
        self.put(format_args!("<blockquote dir=\"auto\">{}</blockquote>\n<dl>\n", words(&statement.content)));
        if let Some(source) = source_differs(statement) {
            self.field("named as", source);
        }
        if !statement.via.is_empty() {
            self.field("via", &chain(&statement.via));
        }
        if let Some(when) = &statement.when {
            let date = when.date.as_deref().map(|date| format!(" ({date})"));
            self.field("when", &format!("{}{}", when.text, date.unwrap_or_default()));
        }
        if let Some(place) = &statement.place {
            self.field("where", &place.text);
        }
        if let Some(condition) = &statement.condition {
            self.field("condition", &condition.text);
        }
        if let Some(outer) = &statement.inside {
            self.field("inside", outer);
        }
        if let (Some(start), Some(places)) = (start(statement), places) {
            self.field(
                "stands",
                &format!("line {}, paragraph {}", places.line(start), places.paragraph(start)),
            );
        }
        self.field("form", statement.form.name());
        self.field("confidence", &format!("{:.2}", statement.confidence));
        self.out.push_str("</dl>\n</li>\n");
    }

    fn labels(&mut self, labels: &[Label]) {
        if labels.is_empty() {
            return;
        }
        self.out.push_str("<h2>Labels</h2>\n<ul>\n");
        for label in labels {
            let by = label.by.as_ref().map_or("the article itself", |by| by.name.as_str());
            let quoted = if label.quoted { " (in quotation marks)" } else { "" };
            self.put(format_args!(
                "<li><span class=\"label\">{}</span>{quoted} for <bdi>{}</bdi>, by <bdi>{}</bdi></li>\n",
                escape(&label.label),
                escape(&label.target.name),
                escape(by)
            ));
        }
        self.out.push_str("</ul>\n");
    }

    fn entities(&mut self, record: &Record) {
        if record.entities.is_empty() {
            return;
        }
        let total = count(record.entities.len(), "entity", "entities");
        self.put(format_args!("<details>\n<summary>{total} named or described</summary>\n<ul>\n"));
        for entity in &record.entities {
            let roles: String = entity.roles.iter().map(|role| format!(", {}", escape(role))).collect();
            let mentions = count(entity.mentions.len(), "mention", "mentions");
            self.put(format_args!(
                "<li><bdi>{}</bdi> ({}){roles} · {mentions}</li>\n",
                escape(&entity.name),
                entity.kind.name()
            ));
        }
        self.out.push_str("</ul>\n</details>\n");
    }

    fn field(&mut self, name: &str, value: &str) {
        self.put(format_args!("<dt>{name}</dt><dd><bdi>{}</bdi></dd>\n", escape(value)));
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        // writing to a string cannot fail
        let _ = self.out.write_fmt(what);
    }
}

/// A text in which nothing is markup, in an element or in an attribute's quotation marks.
fn escape(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || (c.is_control() && c != '\n');
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\r' => out.push(' '),
            c if special(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use onrecord::record::{Act, ActKind, Document, Form, Party, Span, Speaker};
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_hash_is_the_styles() {
        let hash = format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(STYLE)));
        assert_eq!(STYLE_HASH, hash, "set STYLE_HASH to this value");
    }

    fn statement(id: &str, inside: Option<&str>, spans: [Vec<Span>; 3], say: &str) -> Statement {
        let [source, cue, content] = spans.map(|spans| Words { text: say.to_owned(), spans });
        Statement {
            id: id.to_owned(),
            form: Form::Direct,
            act: Act { kind: ActKind::States, negated: false },
            content,
            cue: Some(cue),
            source: Some(source),
            speaker: Speaker {
                name: Some(say.to_owned()),
                anonymous: true,
                basis: Some(say.to_owned()),
                ..Speaker::default()
            },
            via: vec![Party { entity: None, name: say.to_owned() }],
            inside: inside.map(str::to_owned),
            when: None,
            place: None,
            condition: None,
            confidence: 0.5,
        }
    }

    /// The names of the elements that are open where the page ends, and whether each was closed in turn.
    fn well_formed(page: &str) -> bool {
        let mut open = Vec::new();
        for part in page.split('<').skip(1) {
            let name: String =
                part.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric()).collect();
            if part.starts_with('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else {
                open.push(name);
            }
        }
        open.is_empty()
    }

    proptest! {
        #[test]
        fn any_record_makes_a_well_formed_page(
            text in "[a-z<>&\"' “”\n]{0,120}",
            spans in proptest::collection::vec((0u32..140, 0u32..140), 0..30),
        ) {
            let spans: Vec<Span> = spans.into_iter().map(|(start, end)| Span { start, end }).collect();
            let statements = spans.chunks(3).enumerate().map(|(i, chunk)| {
                let one = |n: usize| chunk.get(n).copied().into_iter().collect::<Vec<_>>();
                statement(&format!("s{}", i + 1), Some("s1"), [one(0), one(1), one(2)], "<script>alert(1)</script>")
            });
            let record = Record { statements: statements.collect(), ..Record::default() };
            let page = article(1, "<place>", &record, Some(&text));
            prop_assert!(well_formed(&page), "{}", page);
            prop_assert!(!page.contains("<script"));
            // every sign of the text is there, in its order
            let words = |s: &str| s.chars().filter(|c| c.is_alphabetic() || "“”".contains(*c)).collect::<String>();
            let section = page.split("<section class=\"text\"").nth(1).map(|s| s.split("</section>").next().unwrap_or(""));
            if let Some(section) = section {
                let mut shown = String::new();
                let (mut inside, mut number) = (true, false);
                for part in section.split_inclusive(['<', '>']) {
                    let text = part.trim_end_matches(['<', '>']);
                    if inside {
                        number = text.starts_with("a ");
                    } else if !number {
                        shown.push_str(text);
                    }
                    inside = part.ends_with('<');
                }
                for (name, sign) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")] {
                    shown = shown.replace(name, sign);
                }
                prop_assert_eq!(words(&shown), words(&text));
            }
        }
    }

    #[test]
    fn markup_from_outside_is_text() {
        let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        let document = Document {
            title: Some(evil.into()),
            outlet: Some(evil.into()),
            url: Some("javascript:alert(1)".into()),
            language: Some(evil.into()),
            ..Document::default()
        };
        let span = vec![Span { start: 0, end: 4 }];
        let record = Record {
            document,
            statements: vec![statement("s1", None, [span.clone(), span.clone(), span], evil)],
            ..Record::default()
        };
        let page = opening("p", &record) + &article(1, "p", &record, Some(evil)) + CLOSING;
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!page.contains("href=\"javascript"), "{page}");
        assert!(!page.contains("lang=\"\">"), "{page}");
    }

    #[test]
    fn a_part_styles_itself_alone() {
        let record = Record {
            statements: vec![statement("s1", None, [vec![], vec![], vec![]], "a")],
            ..Record::default()
        };
        let part = part(7, "p", &record, Some("a"));
        assert!(
            well_formed(part.split("</style>").nth(1).unwrap().trim_end().trim_end_matches("</div>")),
            "{part}"
        );
        assert!(!part.contains(":root") && !part.contains("body {"), "{part}");
        assert!(part.contains("id=\"s-7-1\""), "{part}");
    }

    #[test]
    fn signs_that_steer_are_replaced() {
        assert_eq!(escape("a\0b\x1bc\td"), "a\u{fffd}b\u{fffd}c d");
    }
}
