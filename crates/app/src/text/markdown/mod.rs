//! The parts of a message that rules look at: text outside of code, links, images.
//!
//! Follows the Markdown that clients render as far as these rules need it: fenced and indented code, quotes, lists, code
//! spans, inline and reference links, bare URLs, backslash escapes. Emphasis, headings and tables stay text: their marks
//! are no part of any word.

mod autolinks;
mod blocks;
mod images;
mod inlines;
mod links;

use std::collections::HashMap;

pub use images::with_image_addresses;

/// A message, taken apart.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Document {
    /// Text outside of code, unescaped. A word never spans two runs.
    pub runs: Vec<String>,
    /// Destinations of links and bare URLs in the order in which they start.
    pub links: Vec<String>,
    /// The bare URLs among them.
    pub bare_links: Vec<String>,
    /// Destinations of images in the order in which they end.
    pub images: Vec<String>,
}

impl Document {
    pub fn parse(message: &str) -> Self {
        let blocks = blocks::split(message);
        let mut document = Self::default();
        for paragraph in &blocks.paragraphs {
            inlines::parse(paragraph, &blocks.definitions, &mut document);
        }
        document
    }

    /// The link a preview is made for.
    pub fn first_link(&self) -> Option<&str> {
        self.links.first().map(String::as_str)
    }
}

/// Destinations of `[label]: destination` lines by folded label.
type Definitions = HashMap<String, String>;

/// Labels match in any case and with any white space between their words.
fn fold_label(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
