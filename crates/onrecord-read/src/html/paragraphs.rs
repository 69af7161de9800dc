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

/// A paragraph and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The words, with single line breaks kept.
    pub(super) text: String,
    /// The class of the nearest element around it that has one: what a site calls the place.
    pub(super) class: String,
    /// How many bytes of the text are links.
    pub(super) linked: usize,
}

impl Block {
    /// A paragraph that stands nowhere in the page.
    pub(super) fn of_text(text: &str) -> Self {
        Block { text: text.to_owned(), ..Block::default() }
    }

    /// Whether it reads like running text rather than like a title, a list of links or a label.
    pub(super) fn is_prose(&self) -> bool {
        self.text.chars().count() >= 60 && self.linked * 3 < self.text.len() && ends_sentence(&self.text)
    }
}

/// Whether a text ends like a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    end.ends_with(['.', '!', '?', '…', ':', '。', '؟'])
}

/// The paragraphs below a node. One line break stays one, two and more begin a paragraph.
pub(super) fn of(dom: &Dom, root: NodeId) -> Vec<String> {
    blocks(dom, root).into_iter().map(|block| block.text).collect()
}

/// The paragraphs below a node with their places.
pub(super) fn blocks(dom: &Dom, root: NodeId) -> Vec<Block> {
    let mut writer = Writer::default();
    walk(dom, root, Place { class: "", depth: 0, in_link: false }, &mut writer);
    writer.end_paragraph();
    writer.blocks
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
    blocks: Vec<Block>,
    current: Block,
    /// A space is due before the next word.
    space: bool,
    /// Line breaks since the last word.
    breaks: u32,
}

impl Writer {
    fn text(&mut self, text: &str, place: &Place<'_>) {
        for (at, piece) in text.split(is_space).enumerate() {
            self.space |= at > 0;
            let visible = piece.trim_matches(['\u{200B}', '\u{FEFF}', '\u{AD}', '\u{2060}']);
            if visible.is_empty() {
                continue;
            }
            if self.breaks > 1 {
                self.end_paragraph();
            }
            if self.current.text.is_empty() {
                place.class.clone_into(&mut self.current.class);
            } else {
                match (self.breaks, self.space) {
                    (1, _) => self.current.text.push('\n'),
                    (_, true) => self.current.text.push(' '),
                    _ => {}
                }
            }
            self.space = false;
            self.breaks = 0;
            self.current.text.extend(visible.chars().filter(|c| *c != '\u{AD}'));
            self.current.linked += if place.in_link { visible.len() + 1 } else { 0 };
        }
    }

    fn end_paragraph(&mut self) {
        if !self.current.text.is_empty() {
            self.blocks.push(std::mem::take(&mut self.current));
        }
        self.space = false;
        self.breaks = 0;
    }
}

/// Spaces that a browser folds, and the one that it does not: texts that are read have no use for it.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{A0}' || c == '\u{2028}' || c == '\u{2029}' || c == '\u{85}'
}

/// Where in the tree a text stands.
struct Place<'c> {
    class: &'c str,
    depth: usize,
    in_link: bool,
}

fn walk(dom: &Dom, node: NodeId, place: Place<'_>, writer: &mut Writer) {
    if place.depth > DEEPEST {
        return;
    }
    if dom.is_text(node) {
        return writer.text(&dom.outer_html(node), &place);
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
    let class = if is_block && name != "p" { dom.class_name(node) } else { String::new() };
    let class = if class.is_empty() { place.class } else { class.as_str() };
    for child in dom.child_nodes(node) {
        let inner = Place { class, depth: place.depth + 1, in_link: place.in_link || name == "a" };
        walk(dom, child, inner, writer);
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
