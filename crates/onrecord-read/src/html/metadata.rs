//! What a page says about its article, weighed between the places that say it.

use onrecord::record::Document;
use trafilatura::dom::{Document as Dom, NodeId};
use url::Url;

use super::byline::join_names;
use super::json_ld::LinkedArticle;
use super::page::{Page, author_text, has_ancestor, in_comments};
use super::paragraphs::{Block, one_line};
use super::title::Titles;
use super::{front, plain_line};
use crate::dates::iso_date;
use crate::language::normalise;

/// Names of `meta` elements, the most trustworthy first.
const TITLE: [&str; 6] =
    ["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline"];
const AUTHOR: [&str; 13] = [
    "author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article:author",
    "og:article:author",
    "authors",
    "dcsext.author",
    "twitter:creator:name",
];
const PUBLISHED: [&str; 20] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "article.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "published-date",
    "date",
    "article:published",
];
const MODIFIED: [&str; 4] = ["article:modified_time", "og:updated_time", "lastmod", "last-modified"];
const OUTLET: [&str; 4] = ["og:site_name", "application-name", "al:ios:app_name", "dc.publisher"];
const LANGUAGE: [&str; 4] = ["og:locale", "content-language", "language", "dc.language"];

/// Author lines are short.
const LONGEST_BYLINE: usize = 200;
/// Headlines too, in bytes.
const LONGEST_TITLE: usize = 400;

/// Reads what a page says of its article, first what its JSON-LD says.
pub(super) fn read(dom: &Dom, linked: &LinkedArticle, blocks: &[Block], url: Option<&str>) -> Document {
    let page = Page::gather(dom);
    let outlet = linked
        .publisher
        .clone()
        .or_else(|| page.first_meta(&OUTLET))
        .filter(|name| !name.starts_with("http"));
    let address = page.address(linked, url);
    let titles = Titles {
        headings: page.heading_texts(dom),
        linked: linked.headline.clone(),
        meta: TITLE.iter().filter_map(|name| page.meta(name)).map(|title| plain_line(&title)).collect(),
        page: page.title.clone(),
        sites: site_names(outlet.as_deref(), &page, address.as_deref()),
        shown: blocks
            .iter()
            .map(|block| block.text.clone())
            .filter(|text| text.len() < LONGEST_TITLE)
            .collect(),
    };
    let title = titles.choose();
    let lines = front::lines(blocks, title.as_deref());
    let language =
        page.language.clone().or_else(|| page.first_meta(&LANGUAGE)).or_else(|| linked.language.clone());
    Document {
        byline: page.byline(dom, linked, &titles.sites, &lines),
        published: page.published(dom, linked, address.as_deref(), &lines),
        title,
        language: language.as_deref().and_then(normalise),
        outlet: outlet.map(|name| plain_line(&name)),
        url: address,
        ..Document::default()
    }
}

impl Page {
    /// The canonical address, unless it is that of the whole site.
    fn address(&self, linked: &LinkedArticle, url: Option<&str>) -> Option<String> {
        let base = url.and_then(|url| Url::parse(url).ok());
        let base = match (&self.base, base) {
            (Some(href), Some(base)) => base.join(href).ok(),
            (Some(href), None) => Url::parse(href).ok(),
            (None, base) => base,
        };
        let resolve = |address: String| match &base {
            Some(base) => base.join(address.trim()).ok(),
            None => Url::parse(address.trim()).ok(),
        };
        let stated = [self.canonical.clone(), self.meta("og:url"), linked.url.clone()];
        let of_article = |address: &Url| {
            address.scheme().starts_with("http") && (address.path() != "/" || address.query().is_some())
        };
        let stated = stated.into_iter().flatten().filter_map(resolve).find(of_article);
        stated.map(String::from).or_else(|| url.map(str::to_owned))
    }

    /// The author's name from the place that says it best: JSON-LD, `meta`, marked elements, the author line.
    fn byline(&self, dom: &Dom, linked: &LinkedArticle, sites: &[String], lines: &[&str]) -> Option<String> {
        let of_nodes = |nodes: &[NodeId]| {
            let lines: Vec<String> = nodes
                .iter()
                .filter(|node| !in_comments(dom, **node))
                .map(|node| author_text(dom, *node))
                .collect();
            let short =
                lines.iter().map(String::as_str).filter(|line| line.chars().count() <= LONGEST_BYLINE);
            join_names(short.take(6))
        };
        let metas = AUTHOR.iter().find_map(|name| {
            let lines: Vec<String> = self
                .meta
                .iter()
                .filter(|(known, _)| known == name)
                .map(|(_, line)| plain_line(line))
                .collect();
            join_names(lines.iter().map(String::as_str))
        });
        let shown = || {
            of_nodes(&self.marked_authors).or_else(|| self.shown_byline(dom)).or_else(|| front::byline(lines))
        };
        let stated = [linked.author.clone(), metas];
        let is_outlet = |name: &String| sites.iter().any(|site| folded(name) == folded(site));
        let person = stated.iter().flatten().find(|name| !is_outlet(name) && !is_account(name)).cloned();
        let names = person.or_else(shown).or_else(|| stated.into_iter().flatten().next())?;
        Some(without_outlet(&names, sites))
    }

    /// The first author line that names somebody.
    fn shown_byline(&self, dom: &Dom) -> Option<String> {
        let line = |node: &NodeId| {
            let text = author_text(dom, *node);
            (text.chars().count() <= LONGEST_BYLINE && !in_comments(dom, *node)).then_some(text)
        };
        let lines: Vec<String> = self.bylines.iter().filter_map(line).collect();
        let says_by = |line: &&String| {
            line.to_lowercase().starts_with("by ") || line.to_lowercase().contains("written by")
        };
        let best = lines
            .iter()
            .filter(says_by)
            .chain(&lines)
            .find_map(|line| join_names([line.as_str()].into_iter()));
        best.filter(|names| names.contains(' '))
    }

    /// The publication date; that of the last change only where there is no other.
    fn published(
        &self,
        dom: &Dom,
        linked: &LinkedArticle,
        address: Option<&str>,
        lines: &[&str],
    ) -> Option<String> {
        let date = |value: &String| iso_date(value);
        linked
            .published
            .as_ref()
            .and_then(date)
            .or_else(|| {
                PUBLISHED.iter().filter_map(|name| self.meta(name)).find_map(|value| iso_date(&value))
            })
            .or_else(|| self.marked_dates.iter().find_map(date))
            .or_else(|| self.shown_date(dom))
            .or_else(|| front::date(lines))
            .or_else(|| address.and_then(date_in_address))
            .or_else(|| linked.modified.as_ref().and_then(date))
            .or_else(|| MODIFIED.iter().filter_map(|name| self.meta(name)).find_map(|value| iso_date(&value)))
    }

    /// The first `time` element, those in the article first, or else the first text with the class of a date.
    fn shown_date(&self, dom: &Dom) -> Option<String> {
        let of_time = |node: &NodeId| {
            let stamp = dom.get_attribute(*node, "datetime").and_then(|value| iso_date(&value));
            stamp.or_else(|| iso_date(&one_line(&dom.text_content(*node))))
        };
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.times.iter().partition(|node| has_ancestor(dom, **node, &["article", "main", "header"]));
        let updated = |node: &&NodeId| {
            let parent = dom
                .parent(**node)
                .map(|parent| one_line(&dom.text_content(parent)).to_lowercase())
                .unwrap_or_default();
            parent.starts_with("updated") || parent.starts_with("last")
        };
        let (later, first): (Vec<&NodeId>, Vec<&NodeId>) =
            inside.into_iter().chain(outside).partition(updated);
        let times = first.into_iter().chain(later).filter(|node| !in_comments(dom, **node));
        let short = |node: &NodeId| {
            Some(one_line(&dom.text_content(*node))).filter(|text| text.len() < LONGEST_BYLINE)
        };
        times.into_iter().find_map(of_time).or_else(|| {
            let lines = self
                .dates
                .iter()
                .chain(&self.bylines)
                .filter(|node| !in_comments(dom, **node))
                .filter_map(short);
            lines.take(40).find_map(|text| iso_date(&text))
        })
    }
}

/// Names without that of the outlet, unless there is no other.
fn without_outlet(names: &str, sites: &[String]) -> String {
    let is_site = |name: &&str| sites.iter().any(|site| folded(name) == folded(site));
    let people: Vec<&str> = names.split(", ").filter(|name| !is_site(name)).collect();
    if people.is_empty() { names.to_owned() } else { people.join(", ") }
}

/// What a site may be called in titles.
fn site_names(outlet: Option<&str>, page: &Page, address: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = outlet.map(str::to_owned).into_iter().collect();
    names.extend(OUTLET.iter().filter_map(|name| page.meta(name)));
    if let Some(host) = address.and_then(|address| Url::parse(address).ok()?.host_str().map(str::to_owned)) {
        let host = host.trim_start_matches("www.").to_owned();
        // the last label is of a country or a kind of site
        let labels = host.rsplit_once('.').map_or("", |(labels, _)| labels);
        names.extend(labels.split('.').max_by_key(|label| label.len()).map(str::to_owned));
        names.push(host);
    }
    names
}

/// The date in an address such as `/2022/04/14/bridge`.
fn date_in_address(address: &str) -> Option<String> {
    let path = Url::parse(address).ok()?.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let date = |year: &str, month: &str, day: &str| {
        let fits = year.len() == 4 && (1..=2).contains(&day.len());
        fits.then(|| iso_date(&format!("{year}-{}-{day}", month_number(month)))).flatten()
    };
    let in_folders = parts.windows(3).find_map(|window| date(window[0], window[1], window[2]));
    // a section may stand behind the year: `/2022/politics/04/14/bridge`
    let in_folders =
        in_folders.or_else(|| parts.windows(4).find_map(|window| date(window[0], window[2], window[3])));
    in_folders.or_else(|| {
        let dated = path.split(['/', '_']).filter(|part| part.len() >= 10 && part.as_bytes()[4] == b'-');
        dated.filter_map(|part| part.get(..10)).find_map(iso_date)
    })
}

/// Addresses write `apr` too.
fn month_number(month: &str) -> String {
    let in_words = iso_date(&format!("1 {month} 2000"));
    in_words.map_or_else(|| month.to_owned(), |date| date[5..7].to_owned())
}

/// One word in lower case is the name of an account.
fn is_account(name: &str) -> bool {
    !name.contains(' ') && name.starts_with(char::is_lowercase)
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_head(head: &str) -> Document {
        read(
            &Dom::parse(&format!("<html><head>{head}</head><body></body></html>")),
            &LinkedArticle::default(),
            &[],
            None,
        )
    }

    #[test]
    fn meta_elements_are_read() {
        let found = read_head(
            "<title>Bridge opens - Vale Post</title><meta property=og:site_name content='Vale Post'><meta name=Author content='By Ann Oake'>\
             <meta property=article:author content='https://www.facebook.com/vale'><meta property=article:published_time content=2031-05-05T08:00Z>\
             <link rel=canonical href=https://vale.example/b><meta property=og:locale content=en_GB>",
        );
        assert_eq!(found.title.as_deref(), Some("Bridge opens"));
        assert_eq!(found.byline.as_deref(), Some("Ann Oake"));
        assert_eq!(found.published.as_deref(), Some("2031-05-05"));
        assert_eq!((found.outlet.as_deref(), found.language.as_deref()), (Some("Vale Post"), Some("en")));
        assert_eq!(found.url.as_deref(), Some("https://vale.example/b"));
    }

    #[test]
    fn the_site_is_no_author_beside_people() {
        for (head, expected) in [
            (
                "<meta name=author content='Ann Oake, VALE TODAY'><link rel=canonical href=https://www.valetoday.example/b>",
                "Ann Oake",
            ),
            (
                "<meta name=author content='Vale Today'><link rel=canonical href=https://www.valetoday.example/b>",
                "Vale Today",
            ),
        ] {
            assert_eq!(read_head(head).byline.as_deref(), Some(expected), "{head}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        assert_eq!(
            date_in_address("https://a.example/news/2031/05/05/x.html").as_deref(),
            Some("2031-05-05")
        );
        assert_eq!(date_in_address("https://a.example/2031/may/05/x").as_deref(), Some("2031-05-05"));
        assert_eq!(date_in_address("https://a.example/2031-05-05-x").as_deref(), Some("2031-05-05"));
        assert_eq!(
            date_in_address("https://a.example/2031/POLITICS/05/05/x/index.html").as_deref(),
            Some("2031-05-05")
        );
        assert_eq!(date_in_address("https://a.example/x/20/1"), None);
    }
}
