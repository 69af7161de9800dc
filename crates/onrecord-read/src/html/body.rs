//! The main text of a page.

use std::collections::{HashMap, HashSet};

use onrecord::record::Document;
use trafilatura::dom::{Document as Dom, NodeId};

use super::front::is_front_line;
use super::json_ld::LinkedArticle;
use super::paragraphs::{self, Block, ends_sentence};

/// Elements that do not hold the article's own words, unless they hold most of the page.
const BESIDES: [&str; 9] =
    ["figure", "figcaption", "aside", "nav", "footer", "form", "dialog", "menu", "svg"];

/// Words in classes and ids of elements that stand in an article without being part of it.
const BESIDES_CLASSES: [&str; 21] = [
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
    "cookie",
    "gdpr",
    "comments",
    "disqus",
    "author-bio",
    "about-author",
    "breadcrumb",
    "most-read",
    "most-popular",
];

/// Words in classes of small notes to the reader, but also of text that is, say, behind a paywall.
const NOTE_CLASSES: [&str; 9] =
    ["promo", "advert", "sponsored", "consent", "paywall", "subscri", "social", "share-", "tags"];

/// The most bytes of text in such a note.
const NOTE_LENGTH: usize = 500;

/// The text in the JSON-LD is taken where the page shows less than this share of it.
const SHOWN_SHARE: f64 = 0.7;

/// A text in the JSON-LD shorter than this, in code points, is a description.
const LINKED_LENGTH: usize = 200;

/// Reads the main text, in paragraphs.
pub(super) fn read(mut dom: Dom, linked: &LinkedArticle, blocks: &[Block], document: &Document) -> String {
    prune(&mut dom);
    let kept = paragraphs::blocks(&dom, dom.body().unwrap_or(dom.root()));
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    let found = match trafilatura::extract_document(dom, &options) {
        Ok(result) => {
            let content = Dom::parse(&result.content_html);
            paragraphs::of(&content, content.root())
        }
        Err(_) => Vec::new(),
    };
    let linked_blocks: Vec<Block> =
        linked.body.iter().flat_map(|body| body.split("\n\n")).map(Block::of_text).collect();
    let found = in_blocks(in_blocks(found, blocks), &linked_blocks);
    let found = with_missing(found, &kept);
    let shown = paragraphs::join(clean(found, document).into_iter());
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

/// As many paragraphs may precede the headline.
const MOST_FRONT: usize = 12;

/// What is shorter, in code points, and no sentence, is a label: of a section, a picture, a button.
const LABEL: usize = 60;

/// What is shorter and no sentence, after the text, is the headline of something else.
const HEADLINE: usize = 120;

/// No headline of another article is longer, in code points.
const TEASER: usize = 160;

/// Takes out what is plainly no part of the article, unless that would take out most of the page.
fn prune(dom: &mut Dom) {
    let root = dom.root();
    dom.strip_elements(root, true, &["script", "style", "template"]);
    let Some(body) = dom.body() else { return };
    let whole = text_length(dom, body);
    for node in dom.iter_descendants(body, &[]) {
        let is_besides = BESIDES.contains(&dom.tag_name(node)) || has_class_of(dom, node, &BESIDES_CLASSES);
        let is_note = has_class_of(dom, node, &NOTE_CLASSES) && dom.tag_name(node) != "p";
        if is_besides || is_note {
            let length = text_length(dom, node);
            if is_besides && length * 3 < whole || is_note && length < NOTE_LENGTH {
                dom.remove(node, true);
            }
        }
    }
    rename(dom, body);
}

/// Gives other names to elements that the extraction would drop with all that is in them: a form around the whole
/// page, times and insertions within a sentence.
fn rename(dom: &mut Dom, body: NodeId) {
    for node in dom.iter_descendants(body, &[]) {
        match dom.tag_name(node) {
            name if BESIDES.contains(&name) || name == "fieldset" => dom.set_tag_name(node, "div"),
            "time" | "ins" | "label" | "data" => {
                let in_sentence = dom.parent(node).is_some_and(|parent| {
                    dom.tag_name(parent) == "p" && text_length(dom, parent) > text_length(dom, node) + LABEL
                });
                if in_sentence {
                    dom.set_tag_name(node, "span");
                }
            }
            _ => {}
        }
    }
}

fn has_class_of(dom: &Dom, node: NodeId, words: &[&str]) -> bool {
    let class = format!("{} {}", dom.class_name(node), dom.id_attr(node)).to_ascii_lowercase();
    class.len() > 1 && words.iter().any(|word| class.contains(word))
}

fn text_length(dom: &Dom, node: NodeId) -> usize {
    dom.text_content(node).trim().len()
}

/// Takes paragraphs apart into the blocks of the page they were put together from: some ways of finding the main
/// text flatten it.
fn in_blocks(found: Vec<String>, blocks: &[Block]) -> Vec<String> {
    let blocks: Vec<(String, &str)> =
        blocks.iter().map(|block| (squeezed(&block.text), block.text.as_str())).collect();
    found
        .into_iter()
        .flat_map(|paragraph| apart(&paragraph, &blocks).unwrap_or_else(|| vec![paragraph]))
        .collect()
}

/// The blocks, in their order, that make up a paragraph.
fn apart(paragraph: &str, blocks: &[(String, &str)]) -> Option<Vec<String>> {
    let wanted = squeezed(paragraph);
    let mut parts = Vec::new();
    let mut rest = wanted.as_str();
    for (squeezed, block) in blocks {
        if let Some(after) = rest.strip_prefix(squeezed.as_str()) {
            parts.push((*block).to_owned());
            rest = after;
            if rest.is_empty() {
                return Some(parts);
            }
        }
    }
    None
}

/// Adds running text that stands just before what was found, between it, or after it, in a place of the same name: a first
/// paragraph often stands in the element itself, and all others in paragraphs of their own.
fn with_missing(found: Vec<String>, kept: &[Block]) -> Vec<String> {
    let index: HashMap<String, usize> =
        found.iter().enumerate().map(|(at, text)| (squeezed(text), at)).collect();
    let places: Vec<Option<usize>> =
        kept.iter().map(|block| index.get(&squeezed(&block.text)).copied()).collect();
    let classes: HashSet<&str> = kept
        .iter()
        .zip(&places)
        .filter(|(block, place)| place.is_some() && block.is_prose())
        .map(|(block, _)| block.class.as_str())
        .collect();
    let is_missing = |block: &&Block| block.is_prose() && classes.contains(block.class.as_str());
    let mut additions: Vec<(usize, String)> = Vec::new();
    let mut last = None;
    for (block, place) in kept.iter().zip(&places) {
        match (place, last) {
            (Some(at), _) => last = Some(*at),
            (None, Some(after)) if is_missing(&block) => {
                additions.push((after, block.text.clone()));
            }
            _ => {}
        }
    }
    let first = places.iter().position(Option::is_some).unwrap_or(0);
    let before = kept[..first].iter().rev().take_while(is_missing).map(|block| block.text.clone());
    let mut completed: Vec<String> = before.collect();
    completed.reverse();
    for (at, text) in found.into_iter().enumerate() {
        completed.push(text);
        completed.extend(additions.iter().filter(|(after, _)| *after == at).map(|(_, text)| text.clone()));
    }
    completed
}

/// A text without its spaces.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Drops what precedes the text, what follows it, and notes of the site to its readers.
fn clean(mut paragraphs: Vec<String>, document: &Document) -> Vec<String> {
    let title = paragraphs.iter().take(MOST_FRONT).position(|paragraph| is_title(paragraph, document));
    if let Some(at) = title
        && !paragraphs[..at].iter().any(|paragraph| ends_sentence(paragraph))
    {
        paragraphs.drain(..=at);
    }
    // in a script without full stops no line is told from a sentence
    let sentences = paragraphs.iter().filter(|paragraph| ends_sentence(paragraph)).count();
    let punctuated = sentences * 3 >= paragraphs.len();
    let is_label = |line: &str, length: usize| punctuated && is_label(line, length);
    // the name of the site or section may stand before author and date
    let labels =
        paragraphs.iter().take(MOST_FRONT).take_while(|paragraph| is_label(paragraph, LABEL)).count();
    if let Some(at) = paragraphs[..labels].iter().rposition(|paragraph| is_front_line(paragraph)) {
        paragraphs.drain(..=at);
    }
    let mut kept: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let is_front = kept.is_empty()
            && (is_title(&paragraph, document)
                || is_byline(&paragraph, document)
                || is_front_line(&paragraph)
                || is_label(&paragraph, LABEL));
        if !is_front && !is_note(&paragraph) && kept.last() != Some(&paragraph) {
            kept.push(paragraph);
        }
    }
    if let Some(at) = begin_of_teasers(&kept) {
        kept.truncate(at);
    }
    while kept.len() > 1 && kept.last().is_some_and(|last| is_label(last, HEADLINE)) {
        kept.pop();
    }
    kept
}

/// Where a list of other articles begins: at a label that says so, after which nothing long follows.
fn begin_of_teasers(paragraphs: &[String]) -> Option<usize> {
    const BEGIN: [&str; 16] = [
        "more from",
        "more must",
        "more on ",
        "more stories",
        "related",
        "read next",
        "read more",
        "what to read",
        "most popular",
        "most read",
        "you may also",
        "you might also",
        "recommended",
        "trending",
        "top stories",
        "editors’ picks",
    ];
    let last_long = paragraphs.iter().rposition(|paragraph| paragraph.chars().count() > TEASER)?;
    let after = last_long + 1..paragraphs.len();
    after.into_iter().find(|at| {
        let lower = paragraphs[*at].to_lowercase();
        is_label(&paragraphs[*at], LABEL) && BEGIN.iter().any(|begin| lower.starts_with(begin))
    })
}

/// A short line that is no sentence.
fn is_label(line: &str, length: usize) -> bool {
    line.chars().count() < length && !ends_sentence(line)
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
    const BEGIN: [&str; 18] = [
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
        "copyright ",
        "© ",
        "(c) ",
        "source: http",
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
