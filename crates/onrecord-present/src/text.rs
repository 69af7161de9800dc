//! A record as an account to read: statement by statement, who, what they do, the words, through
//! whom, when, where, on what condition, and where in the article it stands.
//!
//! Styles are written in always; whoever prints takes them off where they do not belong.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use onrecord::record::{Entity, Label, Party, Record, Statement};

use crate::printable::Printable;
use crate::{Places, act, chain, depths, source_differs, speaker, start, totals};

const NAME: Style = Style::new().bold();
const DETAIL: Style = Style::new().dimmed();
const FIELD: Style = AnsiColor::Cyan.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// Columns to use at most, and where there is no terminal.
pub const WIDTH: usize = 100;
/// Columns that an account needs.
pub const NARROWEST: usize = 40;
/// Entities named in the account; the rest is counted.
const MOST_ENTITIES: usize = 20;

/// The account of one record; `text` is the article's plain text, where it is at hand.
pub fn account(place: &str, record: &Record, text: Option<&str>, width: usize) -> String {
    let places = text.map(Places::new);
    let mut out = Account { out: String::new(), width };
    out.head(place, record);
    for (number, (statement, depth)) in record.statements.iter().zip(depths(record)).enumerate() {
        out.statement(number + 1, statement, depth, places.as_ref());
    }
    out.labels(&record.labels, places.as_ref());
    out.entities(&record.entities);
    out.out
}

/// An account without its styles.
pub fn plain(account: &str) -> String {
    anstream::adapter::strip_str(account).to_string()
}

struct Account {
    out: String,
    width: usize,
}

impl Account {
    fn head(&mut self, place: &str, record: &Record) {
        let document = &record.document;
        let title = document.title.as_deref().unwrap_or(place);
        self.paragraph(0, NAME, title);
        let byline = document.byline.as_deref();
        let known = [document.outlet.as_deref(), document.published.as_deref(), byline];
        let known: Vec<&str> = known.into_iter().flatten().collect();
        if !known.is_empty() {
            self.paragraph(0, Style::new(), &known.join(" · "));
        }
        let totals = totals(record);
        let line = if document.title.is_some() { format!("{place}: {totals}") } else { totals };
        self.paragraph(0, DETAIL, &line);
    }

    fn statement(&mut self, number: usize, statement: &Statement, depth: usize, places: Option<&Places>) {
        let indent = 4 + 4 * depth;
        self.out.push('\n');
        let who = format!("{number:>width$}  {}", speaker(statement), width = indent - 2);
        self.hanging(indent, NAME, &who);
        if let Some(source) = source_differs(statement) {
            self.field(indent, "named", &format!("“{}”", one_line(source)));
        }
        if statement.speaker.anonymous {
            let basis = statement.speaker.basis.as_deref();
            let why = basis.map_or_else(String::new, |basis| format!(": {}", one_line(basis)));
            self.paragraph(indent, WARNING, &format!("name withheld{why}"));
        }
        let cue = statement.cue.as_ref().map_or_else(
            || "without a word that marks it".to_owned(),
            |cue| format!("“{}”", one_line(&cue.text)),
        );
        self.field(indent, act(statement.act), &cue);
        self.paragraph(indent + 2, Style::new(), &one_line(&statement.content.text));
        if !statement.via.is_empty() {
            self.field(indent, "via", &chain(&statement.via));
        }
        if let Some(when) = &statement.when {
            let date = when.date.as_deref().map_or_else(String::new, |date| format!(" ({date})"));
            self.field(indent, "when", &format!("{}{date}", one_line(&when.text)));
        }
        for (name, phrase) in [("where", &statement.place), ("condition", &statement.condition)] {
            if let Some(phrase) = phrase {
                self.field(indent, name, &one_line(&phrase.text));
            }
        }
        let mut last = Vec::new();
        if let Some(start) = start(statement) {
            last.push(place(start, places));
        }
        last.push(statement.form.name().to_owned());
        last.push(format!("confidence {:.2}", statement.confidence));
        last.push(statement.id.clone());
        if let Some(outer) = &statement.inside {
            last.push(format!("inside {outer}"));
        }
        self.paragraph(indent, DETAIL, &last.join(" · "));
    }

    fn labels(&mut self, labels: &[Label], places: Option<&Places>) {
        if labels.is_empty() {
            return;
        }
        self.out.push('\n');
        self.paragraph(0, NAME, "Labels");
        for label in labels {
            let quoted = if label.quoted { " (in quotation marks)" } else { "" };
            let by = label.by.as_ref().map_or("the article itself", |by: &Party| by.name.as_str());
            let cue = label.cue.as_ref().map_or_else(String::new, |cue| format!(", “{}”", one_line(cue)));
            let line = format!(
                "    “{}”{quoted} for {}, by {by}{cue} · {}",
                one_line(&label.label),
                label.target.name,
                place(label.span.start, places)
            );
            self.hanging(6, Style::new(), &line);
        }
    }

    fn entities(&mut self, entities: &[Entity]) {
        if entities.is_empty() {
            return;
        }
        self.out.push('\n');
        self.paragraph(0, NAME, "Named or described");
        for entity in entities.iter().take(MOST_ENTITIES) {
            let mut line = format!("    {} ({})", one_line(&entity.name), entity.kind.name());
            for role in entity.roles.iter().filter(|role| **role != entity.name) {
                let _ = write!(line, ", {}", one_line(role));
            }
            let _ = write!(line, " · {}", crate::count(entity.mentions.len(), "mention", "mentions"));
            self.hanging(6, Style::new(), &line);
        }
        if entities.len() > MOST_ENTITIES {
            self.paragraph(4, DETAIL, &format!("and {} more", entities.len() - MOST_ENTITIES));
        }
    }

    fn field(&mut self, indent: usize, name: &str, value: &str) {
        let lines = self.wrapped(indent + 2, &format!("{:indent$}{name} {value}", ""));
        for (number, line) in lines.iter().enumerate() {
            // writing to a string cannot fail
            let _ = match line.trim_start().strip_prefix(name).filter(|_| number == 0) {
                Some(rest) => writeln!(self.out, "{:indent$}{FIELD}{name}{FIELD:#}{rest}", ""),
                None => writeln!(self.out, "{line}"),
            };
        }
    }

    fn paragraph(&mut self, indent: usize, style: Style, text: &str) {
        self.hanging(indent, style, &format!("{:indent$}{text}", ""));
    }

    /// A text broken into lines, all but the first indented.
    fn hanging(&mut self, indent: usize, style: Style, text: &str) {
        for line in self.wrapped(indent, text) {
            let words = line.trim_start();
            let indent = &line[..line.len() - words.len()];
            let _ = writeln!(self.out, "{indent}{style}{words}{style:#}");
        }
    }

    fn wrapped(&self, indent: usize, text: &str) -> Vec<String> {
        let text = Printable(text).to_string();
        let rest = " ".repeat(indent);
        let options = textwrap::Options::new(self.width.max(indent + NARROWEST / 2))
            .subsequent_indent(&rest)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        textwrap::wrap(&text, options).into_iter().map(|line| line.into_owned()).collect()
    }
}

fn place(start: u32, places: Option<&Places>) -> String {
    match places {
        Some(places) => format!("line {}, paragraph {}", places.line(start), places.paragraph(start)),
        None => format!("character {start}"),
    }
}

/// A text without its line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
