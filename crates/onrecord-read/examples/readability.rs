//! Prints what the port of Readability alone makes of pages, one JSON object a line, to compare with.

use dom_smoothie::{Config, Readability, TextMode};

fn main() {
    for path in std::env::args().skip(1) {
        let html = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
        let found = Readability::new(html, None, Some(config)).and_then(|mut page| page.parse());
        if let Ok(found) = found {
            let document = serde_json::json!({
                "text": found.text_content.to_string(), "title": found.title, "byline": found.byline,
                "published": found.published_time, "outlet": found.site_name,
            });
            println!("{}", serde_json::json!({"place": path, "document": document}));
        }
    }
}
