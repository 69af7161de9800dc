//! What libraries log as wrong, on standard error.

use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::outcome::complain;

/// From now on, libraries' warnings and errors are shown. One that repeats itself is shown once.
pub fn of_libraries() {
    static COMPLAINTS: Complaints = Complaints { last: Mutex::new(String::new()) };
    // fails only where it was called before
    if log::set_logger(&COMPLAINTS).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

struct Complaints {
    last: Mutex<String>,
}

impl Log for Complaints {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Warn
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let message = record.args().to_string();
        if let Ok(mut last) = self.last.lock()
            && *last != message
        {
            complain(&message);
            *last = message;
        }
    }

    fn flush(&self) {}
}
