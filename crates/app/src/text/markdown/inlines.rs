//! Inside one paragraph.

use std::collections::HashMap;

use super::links::{self, Cursor};
use super::{Definitions, Document, autolinks, fold_label};

/// Labels longer than this name nothing. Keeps the work of failing attempts bounded.
const LABEL_LEN_MAX: usize = 999;

pub(super) fn parse(paragraph: &str, definitions: &Definitions, document: &mut Document) {
    let mut parser = Parser {
        text: paragraph,
        definitions,
        document,
        run: String::new(),
        openers: Vec::new(),
        dead_links_below: 0,
        links: Vec::new(),
        backticks: backtick_runs(paragraph),
    };
    parser.all();
}

/// A `[` or `![` that waits for its `]`.
struct Opener {
    /// Where the text between the brackets starts.
    start: usize,
    is_image: bool,
}

struct Link {
    start: usize,
    destination: String,
    /// A URL without any mark.
    is_bare: bool,
}

struct Parser<'a> {
    text: &'a str,
    definitions: &'a Definitions,
    document: &'a mut Document,
    run: String,
    openers: Vec<Opener>,
    /// Openers before this index cannot become links: a link holds no link.
    dead_links_below: usize,
    links: Vec<Link>,
    /// Starts of the runs of backticks by their length, ascending.
    backticks: HashMap<usize, Vec<usize>>,
}

impl Parser<'_> {
    fn all(&mut self) {
        let mut at = 0;
        while let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            at = match c {
                '\\' => self.escape(at),
                '`' => self.backticks(at),
                '[' => self.open(at),
                ']' => self.close(at),
                'h' | 'H' | 'f' | 'F' | 'm' | 'M' | 't' | 'T' | 'w' | 'W' => self.autolink(at, c),
                _ => self.literal(at, c),
            };
        }
        self.end_run();
        self.links.sort_by_key(|link| link.start);
        for link in self.links.drain(..) {
            if link.is_bare {
                self.document.bare_links.push(link.destination.clone());
            }
            self.document.links.push(link.destination);
        }
    }

    fn literal(&mut self, at: usize, c: char) -> usize {
        self.run.push(c);
        at + c.len_utf8()
    }

    fn end_run(&mut self) {
        if !self.run.is_empty() {
            self.document.runs.push(std::mem::take(&mut self.run));
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.text.as_bytes().get(at + 1) {
            Some(next) if next.is_ascii_punctuation() => self.literal(at + 1, char::from(*next)),
            _ => self.literal(at, '\\'),
        }
    }

    /// A code span, or backticks that nothing closes.
    fn backticks(&mut self, at: usize) -> usize {
        let len = self.text.bytes().skip(at).take_while(|b| *b == b'`').count();
        let same = self.backticks.get(&len).map(Vec::as_slice).unwrap_or_default();
        if let Some(closing) = same.get(same.partition_point(|start| *start < at + len)) {
            let after = closing + len;
            self.end_run();
            return after;
        }
        self.run.push_str(self.text.get(at..at + len).unwrap_or_default());
        at + len
    }

    fn open(&mut self, at: usize) -> usize {
        let is_image = at > 0 && self.text.as_bytes().get(at - 1) == Some(&b'!');
        self.openers.push(Opener { start: at + 1, is_image });
        self.literal(at, '[')
    }

    fn close(&mut self, at: usize) -> usize {
        let next = self.literal(at, ']');
        let Some(opener) = self.openers.pop() else { return next };
        let dead = self.openers.len() < self.dead_links_below;
        self.dead_links_below = self.dead_links_below.min(self.openers.len());
        if dead && !opener.is_image {
            return next;
        }
        let Some((destination, after)) = self.target(&opener, at) else { return next };
        if opener.is_image {
            self.document.images.push(destination);
        } else {
            // Links found inside give way.
            while self.links.last().is_some_and(|link| link.start >= opener.start) {
                self.links.pop();
            }
            self.links.push(Link { start: opener.start, destination, is_bare: false });
            self.dead_links_below = self.openers.len();
        }
        after
    }

    /// What follows the `]` at `at`: `(destination)`, `[label]`, `[]`, or nothing when the text itself is a label.
    fn target(&self, opener: &Opener, at: usize) -> Option<(String, usize)> {
        let mut cursor = Cursor::at(self.text, at + 1);
        if let Some(destination) = links::target(&mut cursor) {
            return Some((destination, cursor.at));
        }
        if self.definitions.is_empty() {
            return None;
        }
        let own_label = self.text.get(opener.start..at)?;
        let rest = self.text.get(at + 1..)?;
        let label = rest.strip_prefix('[').and_then(|r| {
            let len = r.bytes().take(LABEL_LEN_MAX).position(|b| b == b']')?;
            r.get(..len)
        });
        if let Some(label) = label
            && let Some(destination) = self.definition(if label.is_empty() { own_label } else { label })
        {
            return Some((destination, at + 1 + label.len() + 2));
        }
        Some((self.definition(own_label)?, at + 1))
    }

    fn definition(&self, label: &str) -> Option<String> {
        if label.len() > LABEL_LEN_MAX {
            return None;
        }
        self.definitions.get(&fold_label(label)).cloned()
    }

    fn autolink(&mut self, at: usize, c: char) -> usize {
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        let inside_word = before.is_some_and(char::is_alphanumeric);
        let rest = self.text.get(at..).filter(|_| !inside_word);
        let found = rest.and_then(|rest| autolinks::at_start(rest, !self.openers.is_empty()));
        let Some((len, destination)) = found else { return self.literal(at, c) };
        self.run.push_str(self.text.get(at..at + len).unwrap_or_default());
        self.links.push(Link { start: at, destination, is_bare: true });
        at + len
    }
}

fn backtick_runs(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        let start = at + found;
        let len = text.bytes().skip(start).take_while(|b| *b == b'`').count();
        runs.entry(len).or_default().push(start);
        at = start + len;
    }
    runs
}
