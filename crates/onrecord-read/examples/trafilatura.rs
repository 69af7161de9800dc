//! Prints what the extraction library alone makes of pages, one JSON object a line, to compare with.

fn main() {
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    for path in std::env::args().skip(1) {
        let html = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        if let Ok(found) = trafilatura::extract(&html, &options) {
            let (meta, date) = (found.metadata, |date: &dyn ToString| date.to_string());
            let document = serde_json::json!({
                "text": found.content_text, "title": meta.title, "byline": meta.author,
                "published": meta.date.map(|day| date(&day)), "outlet": meta.sitename,
            });
            println!("{}", serde_json::json!({"place": path, "document": document}));
        }
    }
}
