//! Reading HTML that others wrote: its characters, its tags, its text. Takes time in proportion to its length, so long pages
//! are for blocking threads.

use std::borrow::Cow;
use std::cell::RefCell;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Where a page may say how its characters are written, as browsers have it.
const CHARSET_BYTES_MAX: usize = 1024;

/// Elements within a word or a sentence. All others part words.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// Elements whose text is not shown.
const UNSHOWN: [&str; 5] = ["script", "style", "template", "noscript", "iframe"];

/// A part of a page.
pub enum Part<'a> {
    Start(Element<'a>),
    /// The name of the element.
    End(&'a str),
    Text(&'a str),
}

/// The start of an element.
#[derive(Clone, Copy)]
pub struct Element<'a>(&'a Tag);

impl<'a> Element<'a> {
    /// In lower case.
    pub fn name(self) -> &'a str {
        &self.0.name
    }

    /// The value of an attribute, with its character references resolved; empty where it is missing.
    pub fn attribute(self, name: &str) -> &'a str {
        let found = self.0.attrs.iter().find(|attribute| &*attribute.name.local == name);
        found.map_or("", |attribute| &attribute.value)
    }
}

/// Goes through a page. Nothing that a page holds is an error.
pub fn walk(html: &str, each: &mut dyn FnMut(Part<'_>)) {
    let tokenizer = Tokenizer::new(Sink { each: RefCell::new(each) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // The sink asks for no pause, so all of it is read.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct Sink<'a> {
    each: RefCell<&'a mut dyn FnMut(Part<'_>)>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut each = self.each.borrow_mut();
        match token {
            Token::CharacterTokens(text) => each(Part::Text(&text)),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => each(Part::End(&tag.name)),
            Token::TagToken(tag) => {
                each(Part::Start(Element(&tag)));
                return match &*tag.name {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
                    "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The characters of a page: by its mark, by what came with it, by what it says itself, else UTF-8 or what old browsers wrote.
pub fn decode<'a>(bytes: &'a [u8], content_type: &str) -> Cow<'a, str> {
    let said = || charset(content_type).or_else(|| charset_within(bytes));
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(said);
    encoding.unwrap_or_else(|| if is_utf8(bytes) { UTF_8 } else { WINDOWS_1252 }).decode(bytes).0
}

/// Whether this is UTF-8, of which the end may be missing.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// What `text/html; charset=x` names.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let named = content_type.split(';').filter_map(|part| part.split_once('='));
    let mut labels = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let (_, label) = labels.next()?;
    Encoding::for_label(label.trim().trim_matches(['"', '\'']).as_bytes())
}

fn charset_within(bytes: &[u8]) -> Option<&'static Encoding> {
    let (start, _) = WINDOWS_1252.decode_without_bom_handling(bytes.get(..CHARSET_BYTES_MAX).unwrap_or(bytes));
    let mut found = None;
    walk(&start, &mut |part| {
        let Part::Start(element) = part else { return };
        if element.name() == "meta" && found.is_none() {
            let label = element.attribute("charset");
            found = Encoding::for_label(label.as_bytes()).or_else(|| charset(element.attribute("content")));
        }
    });
    // Who could read this much of it as single bytes did not write two of them for each.
    found.map(|encoding| if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

/// The text of a page as people read it, words parted by single spaces, `bytes_max` at most.
pub fn text(html: &str, bytes_max: usize) -> String {
    let mut out = String::new();
    let mut unshown = 0_usize;
    walk(html, &mut |part| match part {
        Part::Start(element) if UNSHOWN.contains(&element.name()) => unshown += 1,
        Part::End(name) if UNSHOWN.contains(&name) => unshown = unshown.saturating_sub(1),
        Part::Start(element) if !INLINE.contains(&element.name()) => push(&mut out, " ", bytes_max),
        Part::End(name) if !INLINE.contains(&name) => push(&mut out, " ", bytes_max),
        Part::Text(text) if unshown == 0 => push(&mut out, text, bytes_max),
        _ => {}
    });
    out.truncate(out.trim_end().len());
    out
}

/// Adds text with single spaces between its words, as long as there are `bytes_max` at most.
pub fn push(out: &mut String, text: &str, bytes_max: usize) {
    for c in text.chars() {
        let c = if c.is_whitespace() || c == '\0' { ' ' } else { c };
        if out.len() + c.len_utf8() > bytes_max {
            return;
        }
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters() {
        for (bytes, content_type, expected) in [
            (&b"gr\xc3\xbc\xc3\x9fe"[..], "text/html", "grüße"),
            (b"gr\xfc\xdfe", "text/html", "grüße"),
            (b"gr\xfc\xdfe", "text/html; Charset=\"ISO-8859-1\"", "grüße"),
            (b"\xef\xf0\xe8\xe2\xe5\xf2", "text/html;charset=windows-1251", "привет"),
            (b"<meta charset=koi8-r>\xd0\xd2\xc9\xd7\xc5\xd4", "text/html", "<meta charset=koi8-r>привет"),
            (b"\xff\xfea\0b\0", "text/html; charset=utf-8", "ab"),
            (b"\x93\xfa\x96{", "text/html; charset=Shift_JIS", "日本"),
            // What is cut off is no reason to guess anew.
            (b"\xc3\xbc\xc3", "text/html", "ü\u{fffd}"),
            (b"\xff", "text/html; charset=bogus", "ÿ"),
            (b"", "", ""),
        ] {
            assert_eq!(decode(bytes, content_type), expected, "{bytes:?} {content_type}");
        }
        let old = b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-5'>\xd0";
        assert!(decode(old, "").ends_with('а'));
    }

    #[test]
    fn texts() {
        for (html, expected) in [
            ("<title>T &amp; U</title><p>a<b>b</b>c<p>d<br>e", "T & U abc d e"),
            ("<script>if (a < b) '</p>'</script>x<style>p {}</style>", "x"),
            ("<!-- no -->a&nbsp;b &#x41;", "a b A"),
            ("<td>1</td><td>2</td>", "1 2"),
            ("<p", ""),
            ("a</script>b", "ab"),
            ("", ""),
        ] {
            assert_eq!(text(html, 100), expected, "{html}");
        }
        assert_eq!(text("äääää", 5), "ää");
        assert!(text(&"<div>".repeat(200_000), 100).is_empty());
    }
}
