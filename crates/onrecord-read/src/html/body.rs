//! The main text of a page.

use onrecord::record::Document;
use trafilatura::dom::{Document as Dom, NodeId};

use super::json_ld::LinkedArticle;
use super::paragraphs;

/// Elements that never hold the article's own words.
const NEVER: [&str; 8] = ["figure", "figcaption", "aside", "nav", "footer", "form", "dialog", "svg"];

/// Words in classes and ids of elements that stand in an article without being part of it.
const BESIDES: [&str; 30] = [
    "caption",
    "photo-credit",
    "image-credit",
    "img-credit",
    "newsletter",
    "related-",
    "-related",
    "relatedlinks",
    "read-more",
    "readmore",
    "more-on",
    "recommended",
    "promo",
    "advert",
    "sponsored",
    "cookie",
    "consent",
    "gdpr",
    "paywall",
    "subscribe",
    "subscription",
    "social",
    "share-",
    "sharing",
    "comments",
    "disqus",
    "author-bio",
    "about-author",
    "tags",
    "breadcrumb",
];

/// The text in the JSON-LD is taken where the page shows less than this share of it.
const SHOWN_SHARE: f64 = 0.7;

/// A text in the JSON-LD shorter than this, in code points, is a description.
const LINKED_LENGTH: usize = 200;

/// Reads the main text, in paragraphs.
pub(super) fn read(mut dom: Dom, linked: &LinkedArticle, document: &Document) -> String {
    let blocks = paragraphs::of(&dom, dom.body().unwrap_or(dom.root()));
    let blocks: Vec<(String, String)> = blocks.into_iter().map(|block| (squeezed(&block), block)).collect();
    prune(&mut dom);
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    let shown = match trafilatura::extract_document(dom, &options) {
        Ok(result) => {
            let content = Dom::parse(&result.content_html);
            let found = paragraphs::of(&content, content.root());
            let found = found.into_iter().flat_map(|paragraph| in_blocks(paragraph, &blocks)).collect();
            clean(found, document)
        }
        Err(_) => Vec::new(),
    };
    let shown = paragraphs::join(shown.into_iter());
    let length = |text: &str| text.chars().count();
    match &linked.body {
        Some(body)
            if length(body) >= LINKED_LENGTH
                && (length(&shown) as f64) < SHOWN_SHARE * length(body) as f64 =>
        {
            let lines = body.split("\n\n").map(str::to_owned).collect();
            paragraphs::join(clean(lines, document).into_iter())
        }
        _ => shown,
    }
}

/// Takes out what is plainly no part of the article, unless that would take out most of the page.
fn prune(dom: &mut Dom) {
    let Some(body) = dom.body() else { return };
    let whole = text_length(dom, body);
    for node in dom.iter_descendants(body, &[]) {
        let is_besides = NEVER.contains(&dom.tag_name(node)) || has_class_of(dom, node);
        if is_besides && text_length(dom, node) * 3 < whole {
            dom.remove(node, true);
        }
    }
}

fn has_class_of(dom: &Dom, node: NodeId) -> bool {
    let class = format!("{} {}", dom.class_name(node), dom.id_attr(node)).to_ascii_lowercase();
    class.len() > 1 && BESIDES.iter().any(|word| class.contains(word))
}

fn text_length(dom: &Dom, node: NodeId) -> usize {
    dom.text_content(node).trim().len()
}

/// The blocks of the page that a paragraph was put together from: some ways of finding the main text flatten it.
fn in_blocks(paragraph: String, blocks: &[(String, String)]) -> Vec<String> {
    let wanted = squeezed(&paragraph);
    let mut found = Vec::new();
    let mut rest = wanted.as_str();
    for (squeezed, block) in blocks {
        if let Some(after) = rest.strip_prefix(squeezed.as_str()) {
            found.push(block.clone());
            rest = after;
            if rest.is_empty() {
                return found;
            }
        }
    }
    vec![paragraph]
}

/// A text without its spaces.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Drops paragraphs that repeat the headline or the author line at the beginning, and notes of the site to its readers.
fn clean(paragraphs: Vec<String>, document: &Document) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let is_first = kept.is_empty();
        let repeats = is_first && (is_title(&paragraph, document) || is_byline(&paragraph, document));
        if !repeats && !is_note(&paragraph) && kept.last() != Some(&paragraph) {
            kept.push(paragraph);
        }
    }
    kept
}

fn is_title(paragraph: &str, document: &Document) -> bool {
    document.title.as_deref().is_some_and(|title| folded(title) == folded(paragraph))
}

/// A line that begins with the authors' names or `By` and them, and has little else.
fn is_byline(paragraph: &str, document: &Document) -> bool {
    let Some(byline) = document.byline.as_deref() else { return false };
    let (line, names) = (folded(paragraph), folded(byline));
    let rest = line.strip_prefix("by").unwrap_or(&line);
    rest.starts_with(&names) && rest.len() < names.len() + 60 && !paragraph.ends_with(['.', '”', '"'])
}

/// Short lines in which the site speaks to its readers.
fn is_note(paragraph: &str) -> bool {
    const WHOLE: [&str; 12] = [
        "advertisement",
        "advertising",
        "ad",
        "share",
        "share this",
        "share this article",
        "story continues below",
        "article continues below",
        "loading",
        "comments",
        "print",
        "skip advertisement",
    ];
    const BEGIN: [&str; 16] = [
        "read more:",
        "read also:",
        "also read:",
        "see also:",
        "related:",
        "more:",
        "watch:",
        "sign up for",
        "subscribe to",
        "click here to",
        "follow us on",
        "copyright ©",
        "© ",
        "all rights reserved",
        "story continues",
        "article continues",
    ];
    if paragraph.chars().count() > 160 {
        return false;
    }
    let lower = paragraph.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    WHOLE.contains(&bare) || BEGIN.iter().any(|begin| lower.starts_with(begin))
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
