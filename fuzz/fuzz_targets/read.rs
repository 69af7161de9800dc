//! Any bytes through reading and the engine: nothing panics, whatever comes.
//!
//! `cargo fuzz run read -- -max_total_time=60`. On stable Rust, `cargo xtask hostile` does the like.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use onrecord::{Article, Engine};
use onrecord_read::{Hint, Options};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the embedded model loads"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    ENGINE.read(&Article::new(text));
    for item in onrecord_read::from_bytes(bytes.to_vec(), &Hint::default(), &Options::default()).flatten() {
        ENGINE.read(&item.article);
    }
});
