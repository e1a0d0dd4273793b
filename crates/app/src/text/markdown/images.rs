//! Other addresses for the pictures of a message.

use std::collections::HashSet;

use super::Document;
use super::links::{self, Cursor};

/// The message with other addresses for its images, as far as `address` has others; `None` where it has none. Text, links and
/// code stay as they are.
pub fn with_image_addresses(message: &str, address: impl Fn(&str) -> Option<String>) -> Option<String> {
    if !message.contains("![") {
        return None;
    }
    let images: HashSet<String> = Document::parse(message).images.into_iter().collect();
    let (mut out, mut copied) = (String::new(), 0);
    for (at, _) in message.match_indices(']') {
        let found = destination(message, at).filter(|(start, _, found)| *start >= copied && images.contains(found));
        let Some((start, end, found)) = found else { continue };
        let Some(other) = address(&found) else { continue };
        out.push_str(message.get(copied..start).unwrap_or_default());
        out.push_str(&written(&other));
        copied = end;
    }
    (copied > 0).then(|| out + message.get(copied..).unwrap_or_default())
}

/// Where the address stands that follows the `]` at `at`, of an image or a definition, and the address.
fn destination(message: &str, at: usize) -> Option<(usize, usize, String)> {
    let mut cursor = Cursor::at(message, at + 1);
    let known = if cursor.eat(b'(') { ends_image(message, at) } else { cursor.eat(b':') && ends_label(message, at) };
    if !known {
        return None;
    }
    cursor.skip_space();
    let start = cursor.at;
    let found = links::destination(&mut cursor)?;
    Some((start, cursor.at, found))
}

/// Whether the `]` belongs to a `![`.
fn ends_image(message: &str, at: usize) -> bool {
    let mut depth = 0;
    for (n, byte) in message.as_bytes().iter().enumerate().take(at).rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return n > 0 && message.as_bytes().get(n - 1) == Some(&b'!'),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether the `]` ends the label of a definition, with which a line begins.
fn ends_label(message: &str, at: usize) -> bool {
    let line = message.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    line.trim_start_matches([' ', '\t', '>', '-', '*', '+']).starts_with('[')
}

/// An address as Markdown takes it for one.
fn written(address: &str) -> String {
    if address.contains(['(', ')', ' ']) { format!("<{address}>") } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_get_other_addresses_and_nothing_else_changes() {
        let other = |address: &str| address.strip_prefix("http://a/").map(|rest| format!("/p?{rest}"));
        for (message, expected) in [
            ("no picture", None),
            ("![a](http://b/1)", None),
            ("![a](http://a/1)", Some("![a](/p?1)")),
            ("x ![a [b] c](  <http://a/1> \"t\") y", Some("x ![a [b] c](  /p?1 \"t\") y")),
            ("![a](http://a/1 =10x20) [l](http://a/1)", Some("![a](/p?1 =10x20) [l](http://a/1)")),
            ("[![a](http://a/1)](http://a/1)", Some("[![a](/p?1)](http://a/1)")),
            ("> ![a][x]\n\n> [x]: http://a/1 't'", Some("> ![a][x]\n\n> [x]: /p?1 't'")),
            (
                "![a](http://a/1)\n![b](http://a/2) ü ![c](http://b/3)",
                Some("![a](/p?1)\n![b](/p?2) ü ![c](http://b/3)"),
            ),
            ("![a](http://a/\\(1\\)) `![b](http://a/2)`", Some("![a](</p?(1)>) `![b](http://a/2)`")),
            ("`![a](http://a/1)`", None),
            ("![a](http://a/1", None),
            ("!\\[a](http://a/1)", None),
        ] {
            assert_eq!(with_image_addresses(message, other).as_deref(), expected, "{message}");
        }
    }
}
