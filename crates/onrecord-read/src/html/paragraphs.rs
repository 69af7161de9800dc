//! Elements into paragraphs of plain text.

use trafilatura::dom::{Document as Dom, NodeId};

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements whose text is not shown.
const UNSEEN: [&str; 8] = ["script", "style", "template", "noscript", "head", "title", "textarea", "select"];

/// As deep as the tree is walked; what lies deeper is left out.
const DEEPEST: usize = 500;

/// The paragraphs below a node. One line break stays one, two and more begin a paragraph.
pub(super) fn of(dom: &Dom, root: NodeId) -> Vec<String> {
    let mut writer = Writer::default();
    walk(dom, root, 0, &mut writer);
    writer.end_paragraph();
    writer.paragraphs
}

/// Puts paragraphs together.
pub(super) fn join(paragraphs: impl Iterator<Item = String>) -> String {
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// All the words on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What is written so far.
#[derive(Default)]
struct Writer {
    paragraphs: Vec<String>,
    current: String,
    /// A space is due before the next word.
    space: bool,
    /// Line breaks since the last word.
    breaks: u32,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for (at, piece) in text.split(is_space).enumerate() {
            self.space |= at > 0;
            let visible = piece.trim_matches(['\u{200B}', '\u{FEFF}', '\u{AD}', '\u{2060}']);
            if visible.is_empty() {
                continue;
            }
            if self.breaks > 1 {
                self.end_paragraph();
            }
            if !self.current.is_empty() {
                match (self.breaks, self.space) {
                    (1, _) => self.current.push('\n'),
                    (_, true) => self.current.push(' '),
                    _ => {}
                }
            }
            self.space = false;
            self.breaks = 0;
            self.current.extend(visible.chars().filter(|c| *c != '\u{AD}'));
        }
    }

    fn end_paragraph(&mut self) {
        if !self.current.is_empty() {
            self.paragraphs.push(std::mem::take(&mut self.current));
        }
        self.space = false;
        self.breaks = 0;
    }
}

/// Spaces that a browser folds, and the one that it does not: texts that are read have no use for it.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{A0}' || c == '\u{2028}' || c == '\u{2029}' || c == '\u{85}'
}

fn walk(dom: &Dom, node: NodeId, depth: usize, writer: &mut Writer) {
    if depth > DEEPEST {
        return;
    }
    if dom.is_text(node) {
        return writer.text(&dom.outer_html(node));
    }
    let name = dom.tag_name(node).to_owned();
    if UNSEEN.contains(&name.as_str()) {
        return;
    }
    if name == "br" {
        writer.breaks += 1;
        return;
    }
    let is_block = BLOCKS.contains(&name.as_str());
    if is_block {
        writer.end_paragraph();
    }
    for child in dom.child_nodes(node) {
        walk(dom, child, depth + 1, writer);
    }
    if is_block {
        writer.end_paragraph();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        of(&dom, dom.root())
    }

    #[test]
    fn blocks_and_double_breaks_begin_paragraphs() {
        assert_eq!(paragraphs("<p>One <b>t</b>wo</p>\n three<div>four</div>"), ["One two", "three", "four"]);
        assert_eq!(paragraphs("one<br>two<br><br>three<br/> <br/>four"), ["one\ntwo", "three", "four"]);
        assert_eq!(paragraphs("<table><tr><td>one<td>two</table>"), ["one", "two"]);
    }

    #[test]
    fn spaces_are_folded_and_entities_resolved() {
        assert_eq!(paragraphs("<p> a&nbsp;&nbsp;b\n\tc&shy;d &amp; &#8220;e&rdquo; </p>"), ["a b cd & “e”"]);
        assert_eq!(paragraphs("<p>said<a href=x> Ann</a>, <i>twice</i>.</p>"), ["said Ann, twice."]);
    }
}
