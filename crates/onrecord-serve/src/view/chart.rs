//! Shares of outlets -> the geometry of dot plots.
//!
//! Each measure is a panel; each outlet a row with a dot where its share is and a line for how sure
//! that share is: a 95 % Wilson interval, wide where there are few statements.

use std::borrow::Borrow;

use onrecord_archive::{OutletProfile, Share, Tally};

/// The most outlets drawn; the table below has them all.
pub const DRAWN: usize = 12;
/// The width of the scale from 0 to 100 %, in the picture's own units.
const SCALE: f64 = 300.0;
/// The place of 0 %.
const LEFT: f64 = 10.0;
/// The height of a row.
const ROW: f64 = 36.0;
/// The height above the first row.
const TOP: f64 = 8.0;
/// The height of the scale below the last row.
const FOOT: f64 = 24.0;

/// One measure of all outlets.
pub struct Panel {
    /// What is measured.
    pub title: &'static str,
    /// What that means.
    pub about: &'static str,
    /// What the picture shows, in words.
    pub summary: String,
    /// One an outlet.
    pub rows: Vec<Row>,
    /// The share over all outlets drawn.
    pub mean: f64,
    /// The picture's height.
    pub height: f64,
    /// Where the scale stands.
    pub foot: f64,
}

/// One outlet.
pub struct Row {
    /// Its name.
    pub name: String,
    /// `42%`.
    pub share: String,
    /// Baseline of the words.
    pub words: f64,
    /// Height of the line.
    pub line: f64,
    /// Where the dot stands.
    pub dot: f64,
    /// Where the interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// The longest name that is drawn whole, in code points.
const LONGEST_NAME: usize = 32;

type Measure = (&'static str, &'static str, fn(&OutletProfile) -> Share);

const MEASURES: [Measure; 6] = [
    ("Direct", "Statements given wholly in quotation marks", |p| p.direct),
    ("Mixed", "Statements given partly in quotation marks", |p| p.mixed),
    ("Unnamed", "Statements whose source the article does not name", |p| p.anonymous),
    ("Relayed", "Statements that somebody else reported first", |p| p.relayed),
    ("Women", "Statements by women, of those whose speaker's gender the article tells", |p| p.women),
    ("Altered", "Tellings that change words inside quotation marks", |p| Share::new(p.altered, p.statements)),
];

/// The panels of the outlets with most statements.
pub fn panels(profiles: &[OutletProfile]) -> Vec<Panel> {
    let drawn = &profiles[..profiles.len().min(DRAWN)];
    let measured = MEASURES.into_iter().filter(|(_, _, of)| drawn.iter().any(|p| of(p).of > 0));
    measured.map(|(title, about, of)| panel(title, about, drawn, of)).collect()
}

fn panel(
    title: &'static str,
    about: &'static str,
    profiles: &[OutletProfile],
    of: fn(&OutletProfile) -> Share,
) -> Panel {
    let measured: Vec<(&OutletProfile, Share)> =
        profiles.iter().map(|profile| (profile, of(profile))).filter(|(_, share)| share.of > 0).collect();
    let (count, all) =
        measured.iter().fold((0, 0), |(count, all), (_, share)| (count + share.count, all + share.of));
    let rows: Vec<Row> = measured
        .iter()
        .enumerate()
        .map(|(at, (profile, share))| {
            let top = TOP + at as f64 * ROW;
            let (low, high) = interval(*share);
            Row {
                name: short(&outlet(profile)),
                share: percent(*share),
                words: top + 13.0,
                line: top + 23.0,
                dot: place(share.share),
                low: place(low),
                high: place(high),
            }
        })
        .collect();
    let told: Vec<String> = rows.iter().map(|row| format!("{} {}", row.name, row.share)).collect();
    let foot = TOP + rows.len() as f64 * ROW;
    Panel {
        title,
        about,
        summary: told.join("; "),
        rows,
        mean: place(Share::new(count, all).share),
        height: foot + FOOT,
        foot,
    }
}

fn place(share: f64) -> f64 {
    ((LEFT + share * SCALE) * 10.0).round() / 10.0
}

/// Wilson's interval at 95 %.
fn interval(share: Share) -> (f64, f64) {
    const Z: f64 = 1.96;
    let n = share.of as f64;
    let middle = share.share + Z * Z / (2.0 * n);
    let half = Z * (share.share * (1.0 - share.share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0))
}

/// A name that leaves room for its share.
fn short(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", kept.trim_end())
}

/// An outlet's name.
pub fn outlet(profile: &OutletProfile) -> String {
    profile.outlet.clone().unwrap_or_else(|| "Outlet unknown".to_owned())
}

/// A share as a page shows it.
pub fn percent(share: impl Borrow<Share>) -> String {
    let share = share.borrow();
    if share.of == 0 { "–".to_owned() } else { format!("{:.0}%", share.share * 100.0) }
}

/// A bar of a year.
pub struct Bar {
    /// The year.
    pub year: String,
    /// How often.
    pub count: u64,
    /// Left edge.
    pub x: f64,
    /// Middle.
    pub middle: f64,
    /// Upper edge.
    pub y: f64,
    /// Height.
    pub height: f64,
}

/// The most years drawn, the latest.
const YEARS: usize = 40;
/// From one year to the next.
pub const YEAR_STEP: f64 = 48.0;
/// The height of the highest bar.
const TALL: f64 = 56.0;
/// The height above it, for its number.
const ABOVE: f64 = 18.0;

/// Bars of years, the earliest first; a year without any has its gap.
pub fn years(tallies: &[Tally]) -> Vec<Bar> {
    let mut known: Vec<(i32, u64)> =
        tallies.iter().filter_map(|tally| Some((tally.value.parse().ok()?, tally.count))).collect();
    known.sort_unstable();
    let (Some(last), Some(first)) = (known.last().map(|k| k.0), known.first().map(|k| k.0)) else {
        return Vec::new();
    };
    let first = first.max(last.saturating_sub(YEARS as i32 - 1));
    let most = known.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f64;
    let bar = |(at, year): (usize, i32)| {
        let count = known.iter().find(|(known, _)| *known == year).map_or(0, |(_, count)| *count);
        let height = (count as f64 / most * TALL).round();
        let x = at as f64 * YEAR_STEP;
        Bar {
            year: year.to_string(),
            count,
            x: x + 8.0,
            middle: x + YEAR_STEP / 2.0,
            y: ABOVE + TALL - height,
            height,
        }
    };
    (first..=last).enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_their_share_and_stay_on_the_scale() {
        for (count, of) in [(0, 1), (1, 1), (5, 10), (0, 1000), (999, 1000), (1000, 1000)] {
            let share = Share::new(count, of);
            let (low, high) = interval(share);
            assert!(
                0.0 <= low && low <= share.share + 1e-9 && share.share <= high + 1e-9 && high <= 1.0,
                "{count} of {of}"
            );
        }
        let wide = interval(Share::new(5, 10));
        let narrow = interval(Share::new(500, 1000));
        assert!(wide.1 - wide.0 > narrow.1 - narrow.0);
    }
}
