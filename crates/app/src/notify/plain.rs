//! Messages without their marks, as a notification shows them.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The words of a message: links by their text, pictures by their description, a line for each block.
pub fn plain(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for event in Parser::new_ext(message, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::TableCell) => out.push(' '),
            Event::Start(Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow)
                if !out.is_empty() && !out.ends_with('\n') =>
            {
                out.push('\n');
            }
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_are_left_out_and_words_stay() {
        for (message, expected) in [
            ("hi **there** _you_ ~~no~~ `code`", "hi there you no code"),
            ("see [this](http://a.b) and ![a cat](http://c.d)", "see this and a cat"),
            ("# Title\n\ntext", "Title\ntext"),
            ("- one\n- two", "one\ntwo"),
            ("> quoted\n\nanswer", "quoted\nanswer"),
            ("```\nlet x;\n```", "let x;"),
            ("@ann :smile: #tag ~town-square", "@ann :smile: #tag ~town-square"),
            ("a <b> c", "a <b> c"),
            ("one\ntwo", "one\ntwo"),
            ("", ""),
        ] {
            assert_eq!(plain(message), expected, "{message:?}");
        }
    }
}
