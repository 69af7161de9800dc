//! What all targets of formats do: read bytes that begin like the format, all of them, under a small limit.

use std::panic::take_hook;
use std::sync::Once;

use onrecord_read::{Hint, Options, from_bytes};

/// Reads `begin` and `bytes` as one input. Reading must end, and what it yields must be sound.
pub fn read(begin: &[u8], bytes: &[u8]) {
    // the fuzzer aborts on every panic, also on those of libraries that are caught and made errors of;
    // those that nobody catches end it all the same
    static HOOK: Once = Once::new();
    HOOK.call_once(|| drop(take_hook()));
    let options = Options { max_bytes: 1 << 20, ..Options::default() };
    for item in from_bytes([begin, bytes].concat(), &Hint::default(), &options).flatten() {
        assert!(item.record.is_some() || !item.article.text.is_empty());
        assert!(item.article.document.text.is_none());
        serde_json::to_string(&item.article.document).expect("a document can be written");
    }
}
