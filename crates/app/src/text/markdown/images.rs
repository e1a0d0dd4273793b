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
    if images.is_empty() {
        return None;
    }
    let (mut out, mut copied) = (String::new(), 0);
    let (mut open, mut line) = (Vec::new(), 0);
    for (at, byte) in message.bytes().enumerate() {
        match byte {
            b'\n' => line = at + 1,
            b'[' => open.push(at),
            b']' => {
                let Some(label) = open.pop() else { continue };
                let found = destination(message, line, label, at);
                let found = found.filter(|(start, _, found)| *start >= copied && images.contains(found));
                let Some((start, end, found)) = found else { continue };
                let Some(other) = address(&found) else { continue };
                out.push_str(message.get(copied..start).unwrap_or_default());
                out.push_str(&written(&other));
                copied = end;
            }
            _ => {}
        }
    }
    (copied > 0).then(|| out + message.get(copied..).unwrap_or_default())
}

/// Where the address stands that follows the `]` at `at`, of an image or a definition, and the address. `label`: where its `[`
/// is, `line`: where the line of the `]` begins.
fn destination(message: &str, line: usize, label: usize, at: usize) -> Option<(usize, usize, String)> {
    let mut cursor = Cursor::at(message, at + 1);
    let is_known = if cursor.eat(b'(') {
        message.get(..label).is_some_and(|before| before.ends_with('!'))
    } else {
        cursor.eat(b':') && begins_line(message, line, label)
    };
    if !is_known {
        return None;
    }
    cursor.skip_space();
    let start = cursor.at;
    let found = links::destination(&mut cursor)?;
    Some((start, cursor.at, found))
}

/// Whether only marks of quotations and lists stand before the label, as before a definition.
fn begins_line(message: &str, line: usize, label: usize) -> bool {
    let before = message.get(line..label);
    before.is_some_and(|before| before.trim_start_matches([' ', '\t', '>', '-', '*', '+']).is_empty())
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
            ("x [y]: http://a/1\n![a](http://a/1)", Some("x [y]: http://a/1\n![a](/p?1)")),
            ("]](](]:![a](http://a/1)[", Some("]](](]:![a](/p?1)[")),
        ] {
            assert_eq!(with_image_addresses(message, other).as_deref(), expected, "{message}");
        }
    }
}
