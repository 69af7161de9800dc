//! Keeps markup away from the parser that would cost it more than its size is worth.
//!
//! Parsing is linear for what people write. It is not for thousands of elements in each other, which the parser
//! searches at each tag, nor for formatting that is opened again and again and never closed, which it repeats in
//! each block. Both can be seen in the tags alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use memchr::memchr;

/// More elements in each other than any page has.
const DEEPEST: i64 = 600;

/// How often formatting may be repeated in all.
const REPEATED: i64 = 1_000_000;

/// Elements whose end the parser supplies itself, or that have none: they do not pile up.
const SELF_CLOSING: [&str; 27] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "img", "hr", "input",
    "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "html", "head", "body",
];

/// Elements that the parser opens again in each block after they were left open.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements in each other that the stack of any thread has room for.
const SHALLOW: i64 = 60;

/// The stack for pages with more, in bytes. Only what is used of it takes up memory.
const DEEP_STACK: usize = 512 << 20;

/// Runs what walks through the tree of a page, with room for all its levels. `None` where that panics.
pub(super) fn run<T: Send>(depth: Depth, walk: impl FnOnce() -> T + Send) -> Option<T> {
    if depth.0 <= SHALLOW {
        return catch_unwind(AssertUnwindSafe(walk)).ok();
    }
    thread::scope(|scope| {
        let deep = thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, walk).ok()?;
        deep.join().ok()
    })
}

/// How many elements stand in each other, not counting those that the parser ends itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Depth(i64);

/// Refuses markup that is made to keep a parser busy.
pub(super) fn check(html: &str) -> Result<Depth, &'static str> {
    let bytes = html.as_bytes();
    let (mut depth, mut deepest, mut formatting, mut repeated) = (0_i64, 0_i64, 0_i64, 0_i64);
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let begin = at + usize::from(closes);
        let length = bytes[begin..].iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 || !bytes[begin].is_ascii_alphabetic() {
            continue;
        }
        let name = html[begin..begin + length].to_ascii_lowercase();
        let is_formatting = FORMATTING.contains(&name.as_str());
        if !closes {
            repeated += formatting;
        }
        if is_formatting {
            formatting = (formatting + if closes { -1 } else { 1 }).max(0);
        }
        if !is_formatting && !SELF_CLOSING.contains(&name.as_str()) {
            depth = (depth + if closes { -1 } else { 1 }).max(0);
        }
        deepest = deepest.max(depth + formatting);
        if depth > DEEPEST {
            return Err("its elements are nested too deeply");
        }
        if repeated > REPEATED {
            return Err("its formatting is opened too often");
        }
        at = begin + length;
        // what is in scripts is no markup
        if !closes && (name == "script" || name == "style") {
            let end = format!("</{name}");
            at = find_ignoring_case(&bytes[at..], end.as_bytes()).map_or(bytes.len(), |found| at + found);
        }
    }
    Ok(Depth(deepest))
}

fn find_ignoring_case(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', bytes).find(|&at| {
        bytes[at..].len() >= wanted.len() && bytes[at..at + wanted.len()].eq_ignore_ascii_case(wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_people_write_passes() {
        assert!(check("<p>a<p>b<li>c<script>if (a<b) '<div>'.repeat(9)</script><b>d</b><font>e").is_ok());
        assert!(check(&"<p>a<td>b<li>".repeat(100_000)).is_ok());
        assert!(check(&"<div><b>a</b></div>".repeat(100_000)).is_ok());
        assert!(check(&format!("<script>{}</SCRIPT>", "<div>".repeat(100_000))).is_ok());
    }

    #[test]
    fn what_keeps_a_parser_busy_does_not() {
        assert!(check(&"<div>".repeat(100_000)).is_err());
        assert!(check(&"<b><p>".repeat(100_000)).is_err());
        assert!(check(&format!("{}{}", "<b x=1>".repeat(2000), "<p>".repeat(100_000))).is_err());
    }
}
