//! Prints the articles of the inputs given, one JSON object a line, for scripts that compare what was read.

use onrecord_read::{Input, Options, open};

fn main() {
    for argument in std::env::args().skip(1) {
        match open(&Input::from_argument(&argument), &Options::default()) {
            Ok(items) => {
                for item in items {
                    match item {
                        Ok(item) => {
                            let mut document = item.article.document;
                            document.text = Some(item.article.text);
                            println!("{}", serde_json::json!({"place": item.place, "document": document}));
                        }
                        Err(error) => eprintln!("{error}"),
                    }
                }
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}
