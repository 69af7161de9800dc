//! What the elements of a page hold that may tell of its article, gathered in one walk.
//!
//! Nothing is weighed here; that is done where the page's statements are compared.

use trafilatura::dom::{Document as Dom, NodeId};

use super::paragraphs::{self, one_line};

/// Words in the classes of elements that hold an author line or a date.
const BYLINES: [&str; 5] = ["byline", "author", "writer", "by-line", "contributor"];
const DATES: [&str; 6] = ["publish", "date", "timestamp", "dateline", "posted", "time"];

/// What the elements of a page hold, gathered in one walk.
#[derive(Default)]
pub(super) struct Page {
    pub(super) meta: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) base: Option<String>,
    pub(super) title: Option<String>,
    pub(super) headings: Vec<NodeId>,
    /// Elements marked as the author by their attributes: `rel`, `itemprop`.
    pub(super) marked_authors: Vec<NodeId>,
    /// Elements whose class speaks of the author.
    pub(super) bylines: Vec<NodeId>,
    /// Dates that elements are marked with: `itemprop`, `datetime`.
    pub(super) marked_dates: Vec<String>,
    pub(super) times: Vec<NodeId>,
    /// Elements whose class speaks of a date.
    pub(super) dates: Vec<NodeId>,
    pub(super) language: Option<String>,
}

impl Page {
    /// Walks through the page.
    pub(super) fn gather(dom: &Dom) -> Self {
        let mut page = Page::default();
        for node in dom.iter(dom.root(), &[]) {
            let attribute =
                |name: &str| dom.get_attribute(node, name).filter(|value| !value.trim().is_empty());
            match dom.tag_name(node) {
                "html" => page.language = attribute("lang").or_else(|| attribute("xml:lang")),
                "base" => page.base = attribute("href"),
                "title" if page.title.is_none() => page.title = Some(one_line(&dom.text_content(node))),
                "meta" => page.gather_meta(
                    attribute("property").or_else(|| attribute("name")),
                    attribute("content"),
                    attribute("itemprop"),
                    attribute("http-equiv"),
                ),
                "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    page.canonical = attribute("href")
                }
                "h1" => page.headings.push(node),
                "time" => page.times.push(node),
                _ => page.gather_marked(dom, node),
            }
        }
        page
    }

    fn gather_meta(
        &mut self,
        name: Option<String>,
        content: Option<String>,
        itemprop: Option<String>,
        equiv: Option<String>,
    ) {
        let Some(content) = content else { return };
        match itemprop.as_deref() {
            Some("datePublished") => self.marked_dates.push(content.clone()),
            Some(name @ ("author" | "headline")) => self.meta.push((name.to_owned(), content.clone())),
            _ => {}
        }
        if let Some(name) = name.or(equiv) {
            self.meta.push((name.trim().to_ascii_lowercase(), content));
        }
    }

    fn gather_marked(&mut self, dom: &Dom, node: NodeId) {
        let lower = |name: &str| dom.get_attribute(node, name).unwrap_or_default().to_ascii_lowercase();
        let (rel, itemprop) = (lower("rel"), lower("itemprop"));
        if rel.split(' ').any(|rel| rel == "author") || itemprop == "author" || itemprop == "creator" {
            self.marked_authors.push(node);
        }
        if itemprop == "datepublished" {
            let value = dom.get_attribute(node, "content").or_else(|| dom.get_attribute(node, "datetime"));
            self.marked_dates.push(value.unwrap_or_else(|| dom.text_content(node)));
        }
        let class = format!("{} {} {}", lower("class"), lower("id"), lower("data-testid"));
        if BYLINES.iter().any(|word| class.contains(word)) {
            self.bylines.push(node);
        }
        if DATES.iter().any(|word| class.contains(word)) {
            self.dates.push(node);
        }
    }

    /// The content of the first `meta` element of a name, which is in lower case.
    pub(super) fn meta(&self, name: &str) -> Option<String> {
        self.meta.iter().find(|(known, _)| known == name).map(|(_, content)| content.trim().to_owned())
    }

    /// The content of the first of the names that there is.
    pub(super) fn first_meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.meta(name))
    }

    /// The texts of the `h1` elements, those within an article first.
    pub(super) fn heading_texts(&self, dom: &Dom) -> Vec<String> {
        let text = |node: &NodeId| one_line(&plain_text(dom, *node));
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.headings.iter().partition(|node| has_ancestor(dom, **node, &["article", "main"]));
        inside.iter().chain(&outside).copied().map(text).filter(|text| !text.is_empty()).collect()
    }
}

/// The text of an element that holds an author line; that of its part that is marked as the name, where there is one.
pub(super) fn author_text(dom: &Dom, node: NodeId) -> String {
    if let Some(content) = dom.get_attribute(node, "content") {
        return content;
    }
    let marked = dom
        .iter_descendants(node, &[])
        .into_iter()
        .find(|part| dom.get_attribute(*part, "itemprop").as_deref() == Some("name"));
    plain_text(dom, marked.unwrap_or(node))
}

/// The text of an element, with a space where blocks meet.
fn plain_text(dom: &Dom, node: NodeId) -> String {
    paragraphs::of(dom, node).join(", ").replace('\n', ", ")
}

/// Whether an element stands in one of these.
pub(super) fn has_ancestor(dom: &Dom, node: NodeId, names: &[&str]) -> bool {
    ancestors(dom, node).any(|ancestor| names.contains(&dom.tag_name(ancestor)))
}

/// Whether an element belongs to a comment or to the teaser of another article.
pub(super) fn in_comments(dom: &Dom, node: NodeId) -> bool {
    ancestors(dom, node).any(|ancestor| {
        let class =
            dom.class_name(ancestor).to_ascii_lowercase() + &dom.id_attr(ancestor).to_ascii_lowercase();
        matches!(dom.tag_name(ancestor), "aside" | "footer" | "nav")
            || ["comment", "related", "sidebar", "recommend", "popular"]
                .iter()
                .any(|word| class.contains(word))
    })
}

fn ancestors(dom: &Dom, node: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(dom.parent(node), |node| dom.parent(*node)).take(500)
}
