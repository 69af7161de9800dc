//! A family of tellings -> what changed, changes inside quotation marks first.

use onrecord_archive::{Family, LinkKind, Run, RunKind, Telling};

/// One change that a telling made to the earliest one.
pub struct Change {
    /// Who tells it so.
    pub outlet: String,
    /// When.
    pub published: String,
    /// Where the telling stands on the page.
    pub anchor: String,
    /// What was done, in words.
    pub done: &'static str,
    /// The words in the earliest telling.
    pub before: String,
    /// The words in this one.
    pub after: String,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether the telling shows that it changed something.
    pub marked: bool,
}

/// The most changes listed; each telling shows all of its own.
const LISTED: usize = 200;

/// The changes of all tellings: silent ones inside quotation marks, then those that are marked, then
/// the rest.
pub fn changes(family: &Family) -> Vec<Change> {
    let mut out: Vec<Change> = family.tellings.iter().flat_map(of_telling).collect();
    // stable: within a rank, by time
    out.sort_by_key(|change| match (change.quoted, change.marked) {
        (true, false) => 0,
        (true, true) => 1,
        (false, _) => 2,
    });
    out.truncate(LISTED);
    out
}

fn of_telling(telling: &Telling) -> Vec<Change> {
    let Some(drift) = &telling.drift else { return Vec::new() };
    let changed = drift.runs.iter().filter(|run| run.kind != RunKind::Same);
    changed
        .map(|run| Change {
            outlet: telling.entry.outlet.clone().unwrap_or_else(|| "Outlet unknown".to_owned()),
            published: telling.entry.published.clone().unwrap_or_default(),
            anchor: telling.entry.id.clone(),
            done: done(run),
            before: run.before.trim().to_owned(),
            after: run.after.trim().to_owned(),
            quoted: run.quoted,
            marked: run.marked,
        })
        .collect()
}

fn done(run: &Run) -> &'static str {
    match run.kind {
        RunKind::Same => "kept",
        RunKind::Dropped => "left out",
        RunKind::Added => "put in",
        RunKind::Changed => "replaced",
    }
}

/// How a telling stands to the earliest one, for a reader.
pub fn kind(kind: Option<LinkKind>) -> &'static str {
    match kind {
        None => "earliest known",
        Some(LinkKind::Verbatim) => "word for word",
        Some(LinkKind::Trimmed) => "a part of it",
        Some(LinkKind::Stitched) => "parts put together",
        Some(LinkKind::Altered) => "altered inside quotation marks",
        Some(LinkKind::Paraphrased) => "in other words",
    }
}
