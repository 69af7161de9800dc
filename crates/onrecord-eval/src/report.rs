//! Figures -> tables: for reading, as JSON, and one row a case.

use std::fmt::Write;
use std::io;

use crate::gold::Annotated;
use crate::score::Scores;

/// The figures as aligned columns, in percent.
pub fn table(scores: &Scores) -> String {
    let mut out = format!("{:18}{:>7}{:>7}{:>7}{:>8}{:>8}\n", "", "P", "R", "F1", "gold", "pred");
    for (name, f) in scores.figures() {
        let (p, r, f1) = (100.0 * f.precision, 100.0 * f.recall, 100.0 * f.f1);
        // writing to a string cannot fail
        let _ = writeln!(out, "{name:18}{p:7.1}{r:7.1}{f1:7.1}{:8}{:8}", f.gold, f.predicted);
    }
    out
}

/// The figures as one JSON object, shares between 0 and 1 in full precision.
pub fn json(scores: &Scores) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    let written = serde::Serialize::serialize(&scores.figures(), &mut serializer);
    debug_assert!(written.is_ok(), "numbers under string keys always serialise");
    String::from_utf8_lossy(&out).into_owned()
}

/// One row a document: its id, its publisher, and for every figure what was right, found and in gold.
///
/// It holds no word of any article, so it can be kept beside the code.
///
/// # Errors
/// What `out` says.
pub fn per_case_csv(cases: &[(&Annotated, Scores)], mut out: impl io::Write) -> io::Result<()> {
    let Some((_, first)) = cases.first() else { return Ok(()) };
    let names = first.counts().keys();
    let columns: Vec<String> =
        names.flat_map(|n| ["right", "predicted", "gold"].map(|c| format!("{n}.{c}"))).collect();
    writeln!(out, "id,publisher,{}", columns.join(","))?;
    for (document, scores) in cases {
        write!(out, "{},{}", cell(&document.id), cell(document.publisher().unwrap_or_default()))?;
        for count in scores.counts().values() {
            write!(out, ",{},{},{}", count.right, count.predicted, count.gold)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A value as a CSV cell that no spreadsheet takes for a formula.
fn cell(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guarded = if formula { format!("'{value}") } else { value.to_owned() };
    if guarded.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", guarded.replace('"', "\"\""));
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::Attribution;
    use crate::score::score;
    use onrecord::record::Span;

    fn case(id: &str) -> Annotated {
        let span = |start, end| vec![Span { start, end }];
        let attribution = Attribution { source: span(0, 3), cue: span(4, 8), content: span(9, 17) };
        Annotated {
            id: id.into(),
            text: "Ada said it rains".into(),
            attributions: vec![attribution],
            extra: Default::default(),
        }
    }

    #[test]
    fn the_table_is_aligned() {
        let case = case("a");
        let table = table(&score(&case, &case.attributions));
        assert!(table.contains("relation.loose      100.0  100.0  100.0       1       1\n"), "{table}");
        assert!(table.lines().all(|l| l.chars().count() == table.lines().next().unwrap().len()));
    }

    #[test]
    fn the_csv_is_safe_in_a_spreadsheet() {
        let case = case("=1,2");
        let mut out = Vec::new();
        per_case_csv(&[(&case, score(&case, &[]))], &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("id,publisher,exact.content.right,"), "{out}");
        assert!(out.contains("\n\"'=1,2\",,0,0,1,"), "{out}");
    }
}
