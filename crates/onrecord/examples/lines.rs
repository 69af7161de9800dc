//! Reads `{"id", "text", "published"?}` a line on standard input and prints one record a line: the engine
//! without formats, storage or threads. `cargo run --release -p onrecord --example lines < articles.jsonl`

use std::io::{BufRead, Write};

use onrecord::{Article, Engine, Tier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tier = if std::env::args().any(|a| a == "--fast") { Tier::Fast } else { Tier::Accurate };
    let engine = Engine::with(tier)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        let mut article = Article::new(text("text").unwrap_or_default());
        article.document.id = text("id");
        article.document.published = text("published").or_else(|| text("date"));
        serde_json::to_writer(&mut out, &engine.read(&article))?;
        out.write_all(b"\n")?;
        #[cfg(feature = "lessons")]
        for lesson in onrecord::lessons() {
            eprintln!("{lesson}");
        }
    }
    Ok(())
}
