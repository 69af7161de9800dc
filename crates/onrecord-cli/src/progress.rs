//! What a person watching a long run sees. Nothing where standard error is no terminal.

use std::fmt::Display;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use onrecord_read::Input;

use crate::arguments::Reading;
use crate::inputs;
use crate::outcome::complain;

/// A bar, or nothing.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts a bar for a run over these inputs, of which `done` items are done already.
    pub fn start(arguments: &[String], reading: &Reading, done: u64) -> Self {
        let bar = ProgressBar::no_length().with_position(done).with_style(style(false));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
            count_ahead(&bar, arguments, reading);
        }
        Progress { bar }
    }

    /// One item more is done.
    pub fn step(&self, statements: u64) {
        self.bar.inc(1);
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{statements} statements"));
        }
    }

    /// Writes a line about something that went wrong, above the bar.
    pub fn complain(&self, what: impl Display) {
        self.bar.suspend(|| complain(what));
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}

/// Counts the items in the background, so that the bar knows how long the run will take: reading is
/// far quicker than understanding. What comes once, or from far away, is not read twice.
fn count_ahead(bar: &ProgressBar, arguments: &[String], reading: &Reading) {
    if arguments.iter().any(|argument| !matches!(Input::from_argument(argument), Input::Path(_))) {
        return;
    }
    let (bar, arguments, reading) = (bar.clone(), arguments.to_vec(), reading.clone());
    thread::spawn(move || {
        let total = inputs::open(&arguments, &reading).count();
        bar.set_length(total as u64);
        bar.set_style(style(true));
    });
}

fn style(total_known: bool) -> ProgressStyle {
    let template = if total_known {
        "{bar:30} {human_pos} of {human_len} articles, {per_sec}, {eta} left, {msg}"
    } else {
        "{spinner} {human_pos} articles, {per_sec}, {msg}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
