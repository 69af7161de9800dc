//! What a page says of its article in JSON-LD.

use serde_json::{Map, Value};
use trafilatura::dom::Document as Dom;

use super::byline::join_names;
use super::{paragraphs, plain_line};

/// As deep as lists, graphs and main entities are followed.
const DEEPEST: usize = 12;

/// As many nodes as are looked at in one page.
const MOST_NODES: usize = 2000;

/// The article of a page as its JSON-LD gives it. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkedArticle {
    pub(super) headline: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The text, in paragraphs as far as it has line breaks.
    pub(super) body: Option<String>,
}

type Node = Map<String, Value>;

/// Reads the article out of a page's JSON-LD.
pub(super) fn article(dom: &Dom) -> LinkedArticle {
    let mut nodes = Vec::new();
    for script in dom.iter(dom.root(), &["script"]) {
        let kind = dom.get_attribute(script, "type").unwrap_or_default().to_ascii_lowercase();
        if kind.trim().starts_with("application/ld+json")
            && let Some(value) = parse(&dom.text_content(script))
        {
            collect(value, 0, &mut nodes);
        }
    }
    let best = nodes
        .iter()
        .enumerate()
        .filter_map(|(at, node)| Some((rank(node)?, at)))
        .max_by_key(|(rank, at)| (*rank, usize::MAX - at));
    let Some((_, at)) = best else {
        let site = nodes.iter().find(|node| is_a(node, &["WebSite"]));
        return LinkedArticle {
            publisher: site.and_then(|node| string(node, "name")),
            ..LinkedArticle::default()
        };
    };
    read(&nodes[at], &nodes)
}

/// Parses JSON as it is found in pages: with comments of markup around it, line breaks within strings, a comma too many.
fn parse(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let text = text
        .trim_end_matches(';')
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim_end_matches("-->")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    serde_json::from_str(&mend(text)).ok()
}

/// Escapes control characters within strings and drops commas before closing brackets.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                '\n' => {
                    mended.push_str("\\n");
                    continue;
                }
                c if c.is_control() => {
                    mended.push(' ');
                    continue;
                }
                _ => {}
            }
        } else if c == '"' {
            in_string = true;
        } else if matches!(c, '}' | ']') {
            let kept = mended.trim_end().trim_end_matches(',').len();
            mended.truncate(kept);
        }
        mended.push(c);
    }
    mended
}

/// All objects that may describe the page, in lists, graphs and main entities.
fn collect(value: Value, depth: usize, nodes: &mut Vec<Node>) {
    if depth > DEEPEST || nodes.len() >= MOST_NODES {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, depth + 1, nodes)),
        Value::Object(mut node) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if node.get(key).is_some_and(|value| value.is_array() || is_typed(value)) {
                    let inner = node.get(key).cloned().unwrap_or_default();
                    if key == "@graph" {
                        node.shift_remove(key);
                    }
                    collect(inner, depth + 1, nodes);
                }
            }
            nodes.push(node);
        }
        _ => {}
    }
}

fn is_typed(value: &Value) -> bool {
    value.get("@type").is_some()
}

/// How well a node fits to be the article; `None` where it does not at all.
fn rank(node: &Node) -> Option<u32> {
    let types = types(node);
    let kind =
        types.iter().map(|kind| kind.rsplit(['/', ':']).next().unwrap_or_default()).filter_map(|kind| {
            match kind {
                "LiveBlogPosting" => Some(5),
                kind if kind.ends_with("NewsArticle") => Some(6),
                "Article" | "BlogPosting" | "Report" | "SocialMediaPosting" | "Review" => Some(4),
                kind if kind.ends_with("Article") => Some(3),
                "WebPage" | "ItemPage" => Some(1),
                _ => None,
            }
        });
    let kind = kind.max()?;
    let told = ["headline", "articleBody", "author", "datePublished"]
        .iter()
        .filter(|key| node.contains_key(**key))
        .count();
    Some(kind * 10 + told as u32)
}

fn types(node: &Node) -> Vec<&str> {
    match node.get("@type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_a(node: &Node, wanted: &[&str]) -> bool {
    types(node).iter().any(|kind| wanted.contains(kind))
}

fn read(node: &Node, all: &[Node]) -> LinkedArticle {
    let names = |key: &str| -> Vec<String> {
        let mut names = Vec::new();
        if let Some(value) = node.get(key) {
            people(value, all, 0, &mut names);
        }
        names
    };
    let authors =
        [names("author"), names("creator")].into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let page = all.iter().find(|node| is_a(node, &["WebPage"]));
    let of_page = |key: &str| page.and_then(|page| string(page, key));
    LinkedArticle {
        headline: string(node, "headline").or_else(|| string(node, "name")).map(|text| plain_line(&text)),
        author: join_names(authors.iter().map(String::as_str)),
        published: string(node, "datePublished")
            .or_else(|| string(node, "dateCreated"))
            .or_else(|| of_page("datePublished")),
        modified: string(node, "dateModified"),
        publisher: names("publisher").into_iter().next().map(|name| plain_line(&name)).or_else(|| {
            all.iter()
                .find(|node| is_a(node, &["NewsMediaOrganization", "WebSite"]))
                .and_then(|node| string(node, "name"))
        }),
        url: address(node),
        language: string(node, "inLanguage"),
        body: body(node),
    }
}

fn string(node: &Node, key: &str) -> Option<String> {
    let value = match node.get(key)? {
        Value::Array(values) => values.first()?,
        value => value,
    };
    let text = value.as_str().or_else(|| value.get("@value").and_then(Value::as_str))?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The names of people or bodies, be they given outright, as objects, as lists or by reference.
fn people(value: &Value, all: &[Node], depth: usize, names: &mut Vec<String>) {
    if depth > DEEPEST || names.len() > 50 {
        return;
    }
    match value {
        Value::String(name) => names.push(plain_line(name)),
        Value::Array(values) => values.iter().for_each(|value| people(value, all, depth + 1, names)),
        Value::Object(node) => match node.get("name") {
            Some(name) => people(name, all, depth + 1, names),
            None => {
                let id = node.get("@id");
                let target = all
                    .iter()
                    .find(|other| id.is_some() && other.get("@id") == id && other.contains_key("name"));
                if let Some(name) = target.and_then(|target| target.get("name")) {
                    people(name, all, depth + 1, names);
                }
            }
        },
        _ => {}
    }
}

fn address(node: &Node) -> Option<String> {
    let of_page = match node.get("mainEntityOfPage") {
        Some(Value::String(address)) => Some(address.clone()),
        Some(Value::Object(page)) => string(page, "@id").or_else(|| string(page, "url")),
        _ => None,
    };
    string(node, "url").or(of_page).filter(|address| address.starts_with("http"))
}

/// The text, of a live blog that of its entries.
fn body(node: &Node) -> Option<String> {
    if let Some(text) = string(node, "articleBody").or_else(|| string(node, "text")) {
        return Some(in_paragraphs(&text)).filter(|text| !text.is_empty());
    }
    let entries: Vec<String> = match node.get("liveBlogUpdate") {
        Some(Value::Array(updates)) => updates.iter().filter_map(Value::as_object).filter_map(body).collect(),
        _ => Vec::new(),
    };
    (!entries.is_empty()).then(|| entries.join("\n\n"))
}

fn in_paragraphs(text: &str) -> String {
    let text = if text.contains("</") || text.contains("<br") || text.contains('&') {
        // line breaks mean something here even where there is markup
        super::fragment_text(&text.replace('\n', "<br><br>"))
    } else {
        text.to_owned()
    };
    paragraphs::join(text.lines().map(paragraphs::one_line).filter(|line| !line.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_script(json: &str) -> LinkedArticle {
        article(&Dom::parse(&format!(
            "<html><head><script type='application/ld+json'>{json}</script></head></html>"
        )))
    }

    #[test]
    fn an_article_in_a_graph_with_references() {
        let found = read_script(
            r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "WebPage", "@id": "p", "datePublished": "2031-01-01"},
                {"@type": ["NewsArticle"], "headline": "Bridge &amp; tunnel", "author": [{"@id": "#ann"}, {"@type": "Person", "name": "Ben Lisle"}],
                 "publisher": {"@id": "#org"}, "datePublished": "2031-05-05T08:00:00Z", "mainEntityOfPage": {"@id": "https://vale.example/b"}},
                {"@type": "Person", "@id": "#ann", "name": "Ann Oake"}, {"@type": "Organization", "@id": "#org", "name": "Vale Post"}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("Bridge & tunnel"));
        assert_eq!(found.author.as_deref(), Some("Ann Oake, Ben Lisle"));
        assert_eq!(found.publisher.as_deref(), Some("Vale Post"));
        assert_eq!(found.published.as_deref(), Some("2031-05-05T08:00:00Z"));
        assert_eq!(found.url.as_deref(), Some("https://vale.example/b"));
    }

    #[test]
    fn broken_json_is_mended() {
        let found = read_script(
            "<!-- {\"@type\": \"Article\", \"headline\": \"One\", \"articleBody\": \"First.\nSecond.\",} -->;",
        );
        assert_eq!(found.body.as_deref(), Some("First.\n\nSecond."));
    }

    #[test]
    fn live_blogs_give_their_entries() {
        let found = read_script(
            r#"[{"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": [{"articleBody": "One."}, {"articleBody": "<p>Two.</p><p>Three.</p>"}]}]"#,
        );
        assert_eq!(found.body.as_deref(), Some("One.\n\nTwo.\n\nThree."));
    }
}
