//! Feeds: RSS, Atom and JSON Feed.
//!
//! An entry with its full text is an article as it is; of any other the link is fetched.

use std::sync::Arc;

use feed_rs::model::{Entry, Feed, Person};
use onrecord::Article;
use onrecord::record::Document;

use crate::error::{Cause, Format, ReadError};
use crate::html;
use crate::item::{Item, Options};
use crate::language::normalise;
use crate::source::Source;

/// A summary of so many code points is taken for the article: nobody teases at such length.
const FULL_SUMMARY: usize = 1500;

/// Content shorter than this is a teaser in the wrong element.
const FULL_CONTENT: usize = 280;

/// Articles from the entries of a feed.
pub(crate) struct Entries {
    entries: std::vec::IntoIter<Entry>,
    outlet: Option<String>,
    language: Option<String>,
    authors: Vec<Person>,
    source: Source,
    options: Options,
    number: u64,
}

impl Entries {
    pub(crate) fn new(bytes: &[u8], source: Source, options: &Options) -> Result<Self, ReadError> {
        let parser = feed_rs::parser::Builder::new().base_uri(source.url.as_deref()).build();
        let feed: Feed = parser.parse(bytes).map_err(|error| {
            let cause = Cause::Damaged { format: Format::Feed, reason: error.to_string() };
            ReadError::new(source.name.clone(), cause)
        })?;
        Ok(Entries {
            entries: feed.entries.into_iter(),
            outlet: feed
                .title
                .map(|title| html::plain_line(&title.content))
                .filter(|title| !title.is_empty()),
            language: feed.language.as_deref().and_then(normalise),
            authors: feed.authors,
            source,
            options: options.clone(),
            number: 0,
        })
    }

    fn read(&self, entry: Entry, place: &str) -> Result<Item, Cause> {
        let link = article_link(&entry);
        let Some(text) = full_text(&entry) else {
            return self.follow(&entry, link);
        };
        let limit = self.options.max_bytes;
        if text.len() as u64 > limit {
            return Err(Cause::TooLarge { limit });
        }
        let document = Document { url: link, ..self.document(&entry) };
        Ok(Item { article: Article { document, text }, place: place.to_owned(), ..Item::default() })
    }

    fn passes_over(&self, entry: &Entry) -> bool {
        let Some(skip) = &self.options.skip_entry else { return false };
        if entry.id.is_empty() {
            article_link(entry).is_some_and(|link| skip(&link))
        } else {
            skip(&entry.id)
        }
    }

    /// Fetches what an entry links to. What the page does not say of itself, the feed does.
    fn follow(&self, entry: &Entry, link: Option<String>) -> Result<Item, Cause> {
        let link = link.ok_or(Cause::NoText(Format::Feed))?;
        let fetcher: &Arc<_> = self.options.fetcher.as_ref().ok_or(Cause::Offline)?;
        let fetched = fetcher.get(&link).map_err(|error| error.cause)?;
        let source = Source {
            name: fetched.url.clone(),
            url: Some(fetched.url),
            content_type: fetched.content_type,
            ..Source::default()
        };
        let mut item = html::read(fetched.bytes, &source)?;
        let known = self.document(entry);
        let document = &mut item.article.document;
        document.id = known.id.or(document.id.take());
        document.title = document.title.take().or(known.title);
        document.byline = document.byline.take().or(known.byline);
        document.published = document.published.take().or(known.published);
        document.outlet = document.outlet.take().or(known.outlet);
        document.language = document.language.take().or(known.language);
        Ok(item)
    }

    fn document(&self, entry: &Entry) -> Document {
        let authors = if entry.authors.is_empty() { &self.authors } else { &entry.authors };
        let published = entry.published.or(entry.updated);
        Document {
            id: Some(entry.id.clone()).filter(|id| !id.is_empty()),
            outlet: self.outlet.clone(),
            title: entry
                .title
                .as_ref()
                .map(|title| html::plain_line(&title.content))
                .filter(|title| !title.is_empty()),
            byline: html::join_names(authors.iter().filter_map(|author| author.name.as_deref())),
            published: published.map(|time| time.format("%Y-%m-%d").to_string()),
            language: entry.language.as_deref().and_then(normalise).or_else(|| self.language.clone()),
            ..Document::default()
        }
    }
}

impl Iterator for Entries {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = loop {
            let entry = self.entries.next()?;
            self.number += 1;
            if !self.passes_over(&entry) {
                break entry;
            }
        };
        let place = self.source.at_number(self.number);
        let read = self.read(entry, &place);
        Some(
            read.map(|item| Item { place: place.clone(), ..item })
                .map_err(|cause| ReadError::new(place, cause)),
        )
    }
}

/// The address of the article itself rather than of its comments or its sound.
fn article_link(entry: &Entry) -> Option<String> {
    let about = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let best = entry.links.iter().find(|link| about(&link.rel));
    best.or(entry.links.first())
        .map(|link| link.href.trim().to_owned())
        .filter(|href| href.starts_with("http"))
}

/// The text of an entry that brings all of it.
fn full_text(entry: &Entry) -> Option<String> {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).map(html::fragment_text);
    let summary = entry.summary.as_ref().map(|summary| html::fragment_text(&summary.content));
    let summary_length = summary.as_deref().map_or(0, |text| text.chars().count());
    let is_full = |text: &String| {
        let length = text.chars().count();
        length >= FULL_CONTENT && length > summary_length && !is_cut(text)
    };
    let content =
        content.filter(|text| is_full(text) || (summary_length == 0 && !text.is_empty() && !is_cut(text)));
    content.or_else(|| summary.filter(|text| summary_length >= FULL_SUMMARY && !is_cut(text)))
}

/// Whether a text breaks off with an invitation to read on.
fn is_cut(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['»', '→', ']', ')']).trim_end();
    let lower: String =
        end.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
    end.ends_with('…')
        || end.ends_with("...")
        || ["read more", "continue reading", "read on", "full story", "keep reading"]
            .iter()
            .any(|words| lower.ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<p>The bridge at Vale opened on Monday after two years of works, officials said, and cost \
        more than twice what had been planned when the works began.</p><p>&#8220;We waited long enough,&#8221; said the mayor, \
        <a href='/oake'>Ann Oake</a>, who cut the ribbon before a crowd of hundreds of people in the rain and promised another.</p>\
        <p>The post <a href='x'>Bridge opens</a> appeared first on <a href='y'>Vale Post</a>.</p>";

    fn read(feed: &str) -> Vec<Result<Item, ReadError>> {
        Entries::new(feed.as_bytes(), Source::named("feed.xml"), &Options::default()).unwrap().collect()
    }

    fn rss(item: &str) -> String {
        format!(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
             <channel><title>Vale Post &amp;amp; Echo</title><language>en-GB</language>{item}</channel></rss>"
        )
    }

    #[test]
    fn full_content_is_read_as_it_is() {
        let item = format!(
            "<item><title>Bridge &amp;#8216;opens&amp;#8217;</title><link>https://vale.example/bridge</link><guid>g1</guid>\
             <dc:creator>Ben Lisle</dc:creator><pubDate>Mon, 05 May 2031 08:00:00 GMT</pubDate>\
             <description>Short.</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>"
        );
        let items = read(&rss(&item));
        let item = items[0].as_ref().unwrap();
        let document = &item.article.document;
        assert_eq!(document.title.as_deref(), Some("Bridge ‘opens’"));
        assert_eq!(document.outlet.as_deref(), Some("Vale Post & Echo"));
        assert_eq!(document.byline.as_deref(), Some("Ben Lisle"));
        assert_eq!(document.published.as_deref(), Some("2031-05-05"));
        assert_eq!(document.url.as_deref(), Some("https://vale.example/bridge"));
        assert_eq!((document.id.as_deref(), document.language.as_deref()), (Some("g1"), Some("en")));
        let paragraphs: Vec<&str> = item.article.text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 2, "{paragraphs:?}");
        assert!(paragraphs[1].starts_with("“We waited long enough,” said the mayor, Ann Oake, who"));
        assert_eq!(item.place, "feed.xml#1");
    }

    #[test]
    fn a_teaser_is_not_taken_for_the_article() {
        let item = "<item><link>https://vale.example/bridge</link><description>The bridge opened ...</description></item>";
        assert_eq!(read(&rss(item))[0].as_ref().unwrap_err().reason(), "offline");
    }

    #[test]
    fn entries_passed_over_are_not_looked_at() {
        let entry = |id| format!("<item><guid>{id}</guid><link>https://vale.example/{id}</link></item>");
        let feed = rss(&(entry("old") + &entry("new")));
        let skip_entry: Option<crate::SkipEntry> = Some(Arc::new(|id: &str| id == "old"));
        let options = Options { skip_entry, ..Options::default() };
        let items = Entries::new(feed.as_bytes(), Source::named("feed.xml"), &options).unwrap();
        let places: Vec<String> = items.map(|item| item.unwrap_err().place).collect();
        assert_eq!(places, ["feed.xml#2"]);
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Vale Post</title><entry><id>a1</id><title>Bridge</title>\
             <author><name>Ben Lisle</name></author><updated>2031-05-05T08:00:00Z</updated>\
             <link rel='alternate' href='https://vale.example/b'/><content type='html'><![CDATA[{BODY}]]></content></entry></feed>"
        );
        let json = serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1", "title": "Vale Post",
            "items": [{"id": "a1", "url": "https://vale.example/b", "title": "Bridge", "content_html": BODY,
                       "date_published": "2031-05-05T08:00:00Z", "authors": [{"name": "Ben Lisle"}]}]
        });
        let atom = read(&atom).remove(0).unwrap();
        let json = read(&json.to_string()).remove(0).unwrap();
        assert_eq!(atom.article, json.article);
        assert_eq!(atom.article.document.byline.as_deref(), Some("Ben Lisle"));
    }
}
