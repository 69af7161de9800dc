//! A page's article: its main text and what the page says about it.

use onrecord::Article;

/// Reads a page. `None` where it holds no article text.
pub fn read_page(html: &str, url: Option<&str>) -> Option<Article> {
    let _ = (html, url);
    None
}
