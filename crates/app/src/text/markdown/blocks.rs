//! From lines to paragraphs; code blocks fall away.

use super::links::{self, Cursor};
use super::{Definitions, fold_label};

/// Quotes and lists nested deeper than this are text. Keeps the work per line bounded.
const DEPTH_MAX: usize = 32;
/// Columns of indentation that make code of a line.
const CODE_INDENT: usize = 4;

#[derive(Default)]
pub(super) struct Blocks {
    pub(super) paragraphs: Vec<String>,
    pub(super) definitions: Definitions,
}

pub(super) fn split(message: &str) -> Blocks {
    let mut splitter = Splitter::default();
    for line in message.split('\n') {
        splitter.line(line.strip_suffix('\r').unwrap_or(line));
    }
    splitter.end_paragraph();
    splitter.blocks
}

#[derive(Clone, Copy)]
enum Container {
    Quote,
    /// A list item whose content starts at this column.
    Item(usize),
}

#[derive(Default, PartialEq)]
enum Leaf {
    #[default]
    None,
    Paragraph(String),
    Fence {
        mark: u8,
        len: usize,
    },
    Indented,
}

#[derive(Default)]
struct Splitter {
    containers: Vec<Container>,
    leaf: Leaf,
    blocks: Blocks,
}

impl Splitter {
    fn line(&mut self, text: &str) {
        let mut line = Line { text, spent_columns: 0 };
        let matched = self.match_containers(&mut line);
        let all_matched = matched == self.containers.len();
        if all_matched && self.continues_code(&line) {
            return;
        }
        if !all_matched && !matches!(self.leaf, Leaf::Paragraph(_)) {
            self.leaf = Leaf::None;
        }
        let opened = self.open_containers(&mut line, matched);
        if line.is_blank() {
            self.end_paragraph();
            if !opened {
                self.containers.truncate(matched);
            }
        } else if let Some(fence) = line.fence() {
            self.end_paragraph();
            if !opened {
                self.containers.truncate(matched);
            }
            self.leaf = fence;
        } else {
            self.text(&line, opened || all_matched, matched);
        }
    }

    /// How many open quotes and items this line continues; their marks are taken off it.
    fn match_containers(&self, line: &mut Line<'_>) -> usize {
        let continues = |container: &Container| match container {
            Container::Quote => line.indent() < CODE_INDENT && line.take_quote_mark(),
            Container::Item(columns) => line.is_blank() || line.take_indent(*columns),
        };
        self.containers.iter().map(continues).take_while(|continues| *continues).count()
    }

    /// Deals with a line inside an open code block.
    fn continues_code(&mut self, line: &Line<'_>) -> bool {
        match self.leaf {
            Leaf::Fence { mark, len } => {
                if line.closes(mark, len) {
                    self.leaf = Leaf::None;
                }
                true
            }
            Leaf::Indented if line.is_blank() || line.indent() >= CODE_INDENT => true,
            Leaf::Indented => {
                self.leaf = Leaf::None;
                false
            }
            _ => false,
        }
    }

    /// Opens the quotes and list items that start on this line; true when there was one.
    fn open_containers(&mut self, line: &mut Line<'_>, matched: usize) -> bool {
        let mut opened = false;
        while line.indent() < CODE_INDENT && (if opened { self.containers.len() } else { matched }) < DEPTH_MAX {
            let in_paragraph = !opened && matched == self.containers.len() && matches!(self.leaf, Leaf::Paragraph(_));
            let container = if line.take_quote_mark() {
                Container::Quote
            } else if let Some(columns) = line.take_list_mark(in_paragraph) {
                Container::Item(columns)
            } else {
                break;
            };
            if !opened {
                self.end_paragraph();
                self.containers.truncate(matched);
            }
            self.containers.push(container);
            opened = true;
        }
        opened
    }

    /// A line with text that starts no other block. `in_place`: it stands in all open containers; otherwise it can still
    /// go on with the paragraph inside them.
    fn text(&mut self, line: &Line<'_>, in_place: bool, matched: usize) {
        if let Leaf::Paragraph(paragraph) = &mut self.leaf {
            paragraph.push('\n');
            paragraph.push_str(line.text.trim());
            return;
        }
        if !in_place {
            self.containers.truncate(matched);
        }
        self.leaf = match line.indent() {
            0..CODE_INDENT => Leaf::Paragraph(line.text.trim().to_owned()),
            _ => Leaf::Indented,
        };
    }

    fn end_paragraph(&mut self) {
        if let Leaf::Paragraph(paragraph) = std::mem::take(&mut self.leaf) {
            let rest = self.take_definitions(&paragraph);
            if !rest.is_empty() {
                self.blocks.paragraphs.push(rest.to_owned());
            }
        }
    }

    /// Takes `[label]: destination` lines off the start of a paragraph. The first definition of a label counts.
    fn take_definitions<'a>(&mut self, paragraph: &'a str) -> &'a str {
        let mut rest = paragraph;
        while rest.starts_with('[') {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let Some((label, destination)) = definition(line) else { break };
            self.blocks.definitions.entry(fold_label(label)).or_insert(destination);
            rest = after;
        }
        rest
    }
}

fn definition(line: &str) -> Option<(&str, String)> {
    let (label, after) = line.strip_prefix('[')?.split_once("]:")?;
    if label.trim().is_empty() || label.contains(['[', ']']) {
        return None;
    }
    let mut cursor = Cursor::new(after);
    cursor.skip_space();
    let destination = links::destination(&mut cursor).filter(|d| !d.is_empty())?;
    if cursor.skip_space() && links::title(&mut cursor) {
        cursor.skip_space();
    }
    cursor.is_at_end().then_some((label, destination))
}

struct Line<'a> {
    text: &'a str,
    /// Columns of a tab that a container has already used.
    spent_columns: usize,
}

impl Line<'_> {
    /// Columns of white space before the text. Tabs count four, as clients indent.
    fn indent(&self) -> usize {
        let columns: usize = self.text.bytes().map_while(columns_of).sum();
        columns.saturating_sub(self.spent_columns)
    }

    fn is_blank(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Takes `columns` of white space; false when there are fewer.
    fn take_indent(&mut self, columns: usize) -> bool {
        if self.indent() < columns {
            return false;
        }
        self.spent_columns += columns;
        while let Some(width) = self.text.bytes().next().and_then(columns_of).filter(|w| *w <= self.spent_columns) {
            self.spent_columns -= width;
            self.skip(1);
        }
        true
    }

    fn skip(&mut self, bytes: usize) {
        self.text = self.text.get(bytes..).unwrap_or_default();
    }

    fn skip_indent(&mut self) {
        self.text = self.text.trim_ascii_start();
        self.spent_columns = 0;
    }

    fn take_quote_mark(&mut self) -> bool {
        if !self.text.trim_ascii_start().starts_with('>') {
            return false;
        }
        self.skip_indent();
        self.skip(1);
        self.take_indent(1);
        true
    }

    /// Takes a bullet or number; the column where the content of the item starts.
    fn take_list_mark(&mut self, in_paragraph: bool) -> Option<usize> {
        let text = self.text.trim_ascii_start();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let mark = text.as_bytes().get(digits).copied()?;
        let width = match mark {
            b'-' | b'+' | b'*' if digits == 0 => 1,
            b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let after = text.get(width..).unwrap_or_default();
        let empty = after.trim_ascii().is_empty();
        if !empty && !after.starts_with([' ', '\t']) {
            return None;
        }
        // Inside a paragraph a line may begin with a dash or a year by chance.
        if in_paragraph && (empty || (digits > 0 && text.get(..digits) != Some("1"))) {
            return None;
        }
        let indent = self.indent();
        self.skip_indent();
        self.skip(width);
        let space = match self.indent() {
            _ if empty => 1,
            columns @ 1..=4 => columns,
            _ => 1,
        };
        self.take_indent(space);
        Some(indent + width + space)
    }

    /// The code block that this line opens.
    fn fence(&self) -> Option<Leaf> {
        let (mark, len) = self.fence_mark()?;
        let info = self.text.trim_ascii_start().get(len..).unwrap_or_default();
        (mark == b'~' || !info.contains('`')).then_some(Leaf::Fence { mark, len })
    }

    fn closes(&self, mark: u8, len: usize) -> bool {
        self.fence_mark().is_some_and(|(m, l)| m == mark && l >= len && self.text.trim_ascii().len() == l)
    }

    fn fence_mark(&self) -> Option<(u8, usize)> {
        let text = self.text.trim_ascii_start();
        let mark = text.bytes().next().filter(|b| matches!(b, b'`' | b'~'))?;
        let len = text.bytes().take_while(|b| *b == mark).count();
        (len >= 3 && self.indent() < CODE_INDENT).then_some((mark, len))
    }
}

fn columns_of(byte: u8) -> Option<usize> {
    match byte {
        b' ' => Some(1),
        b'\t' => Some(CODE_INDENT),
        _ => None,
    }
}
