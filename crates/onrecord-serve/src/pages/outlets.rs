//! Outlets compared, as pictures and as numbers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use onrecord_archive::{Archive, OutletProfile, Share, Tally};

use super::{Page, page};
use crate::app::App;
use crate::view;
use crate::view::chart::{self, DRAWN, Panel, panels};

#[derive(Template)]
#[template(path = "outlets.html")]
struct Outlets {
    here: &'static str,
    panels: Vec<Panel>,
    profiles: Vec<OutletProfile>,
}

impl Outlets {
    fn more_than_drawn(&self) -> bool {
        self.profiles.len() > DRAWN
    }
}

/// `GET /outlets`.
pub async fn show(State(app): State<Arc<App>>) -> Page {
    let profiles = app.store.ask(Archive::outlets).await?;
    page(&Outlets { here: "outlets", panels: panels(&profiles), profiles })
}

const COLUMNS: [&str; 18] = [
    "outlet",
    "articles",
    "statements",
    "direct",
    "direct_share",
    "mixed",
    "mixed_share",
    "unnamed",
    "unnamed_share",
    "relayed",
    "relayed_share",
    "women",
    "men",
    "women_share",
    "altered",
    "most_quoted",
    "labels",
    "gender_known",
];

/// `GET /outlets.csv`.
pub async fn csv(State(app): State<Arc<App>>) -> Page {
    let profiles = app.store.ask(Archive::outlets).await?;
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for profile in &profiles {
        let line: Vec<String> = row(profile).iter().map(|value| cell(value)).collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    let disposition = "attachment; filename=\"onrecord-outlets.csv\"";
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, disposition)], out)
        .into_response())
}

fn row(profile: &OutletProfile) -> [String; 18] {
    let share = |share: Share| format!("{:.4}", share.share);
    let names = |tallies: &[Tally]| {
        let told: Vec<String> =
            tallies.iter().map(|tally| format!("{} ({})", tally.value, tally.count)).collect();
        told.join("; ")
    };
    [
        profile.outlet.clone().unwrap_or_default(),
        profile.documents.to_string(),
        profile.statements.to_string(),
        profile.direct.count.to_string(),
        share(profile.direct),
        profile.mixed.count.to_string(),
        share(profile.mixed),
        profile.anonymous.count.to_string(),
        share(profile.anonymous),
        profile.relayed.count.to_string(),
        share(profile.relayed),
        profile.women.count.to_string(),
        profile.men.count.to_string(),
        share(profile.women),
        profile.altered.to_string(),
        names(&profile.most_quoted),
        names(&profile.labels),
        profile.women.of.to_string(),
    ]
}

/// A value of a table. Nothing that an outlet or a speaker is called begins a formula in a spreadsheet.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !value.contains([',', '"', '\n', '\r']) {
        return value.to_owned();
    }
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_hold_any_text_and_no_formula() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
    }
}
