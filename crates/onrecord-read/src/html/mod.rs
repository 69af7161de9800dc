//! A page's article: its main text and what the page says about it.
//!
//! Which part of a page is the article is told by the `trafilatura` crate, after what is plainly no part of it has
//! been taken out and before what is left is put into paragraphs. The text in a page's JSON-LD stands in where the
//! page itself shows less. Headline, byline and date are weighed between all the places that give them.

mod body;
mod byline;
mod front;
mod guard;
mod json_ld;
mod metadata;
mod page;
mod paragraphs;
mod title;

use onrecord::Article;
use trafilatura::dom::Document as Dom;

pub(crate) use self::byline::join_names;
use crate::charset;
use crate::error::{Cause, Format};
use crate::item::Item;
use crate::language::language_against;
use crate::source::Source;

/// The shortest text, in code points, by which the language declared by a page is overruled: templates declare
/// whatever their author spoke.
const TELLING_LENGTH: usize = 200;

/// Reads a page. `None` where it holds no article text, or is not made to be read.
pub fn read_page(html: &str, url: Option<&str>) -> Option<Article> {
    read_markup(html, url).ok()
}

/// Reads a page from its bytes.
pub(crate) fn read(bytes: Vec<u8>, source: &Source) -> Result<Item, Cause> {
    let html = charset::decode_page(bytes, source.content_type.as_deref());
    let mut article = read_markup(&html, source.url.as_deref())?;
    if article.document.id.is_none() {
        article.document.id = source.stem();
    }
    Ok(Item { article, place: source.name.clone(), ..Item::default() })
}

fn read_markup(html: &str, url: Option<&str>) -> Result<Article, Cause> {
    let damaged = |reason: &str| Cause::Damaged { format: Format::Html, reason: reason.to_owned() };
    let depth = guard::check(html).map_err(damaged)?;
    // the libraries beneath do not promise never to panic
    let read = guard::run(depth, || {
        let dom = Dom::parse(html);
        let linked = json_ld::article(&dom);
        let blocks = paragraphs::blocks(&dom, dom.body().unwrap_or(dom.root()));
        let mut document = metadata::read(&dom, &linked, &blocks, url);
        let text = body::read(dom, &linked, &blocks, &document);
        if text.chars().count() >= TELLING_LENGTH
            && let Some(language) = language_against(&text, document.language.as_deref())
        {
            document.language = Some(language.to_owned());
        }
        Article { document, text }
    });
    let article = read.ok_or_else(|| damaged("its markup cannot be made sense of"))?;
    if article.text.is_empty() { Err(Cause::NoText(Format::Html)) } else { Ok(article) }
}

/// The text of a piece of markup, in paragraphs; plain text stays as it is but for its spaces. Empty where the
/// markup is not made to be read.
pub(crate) fn fragment_text(html: &str) -> String {
    let Ok(depth) = guard::check(html) else { return String::new() };
    let read = guard::run(depth, || {
        let mut dom = Dom::parse(html);
        let root = dom.root();
        dom.strip_elements(root, true, &UNREAD);
        paragraphs::of(&dom, root)
    });
    let paragraphs = read.unwrap_or_default();
    paragraphs::join(paragraphs.into_iter().filter(|paragraph| !is_feed_footer(paragraph)))
}

/// Elements of the content of a feed that are not its text.
const UNREAD: [&str; 8] = ["figure", "figcaption", "script", "style", "noscript", "iframe", "form", "aside"];

/// A piece of markup as one line: for headlines and names.
pub(crate) fn plain_line(html: &str) -> String {
    let text = if html.contains('<') || html.contains('&') { fragment_text(html) } else { html.to_owned() };
    paragraphs::one_line(&text)
}

/// The line that a common publishing system puts under every entry of its feeds.
fn is_feed_footer(paragraph: &str) -> bool {
    paragraph.starts_with("The post ") && paragraph.contains(" appeared first on ")
}
