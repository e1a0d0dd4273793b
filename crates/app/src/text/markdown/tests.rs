use proptest::prelude::*;

use super::*;

fn runs(message: &str) -> Vec<String> {
    Document::parse(message).runs
}

#[test]
fn code_is_left_out() {
    for (message, expected) in [
        ("plain", &["plain"][..]),
        ("", &[]),
        ("a `b` c", &["a ", " c"]),
        ("a ``b ` c`` d", &["a ", " d"]),
        ("a ` b", &["a ` b"]),
        ("a `b`` c", &["a `b`` c"]),
        ("`a\nb` c", &[" c"]),
        ("\\`a` b`", &["`a", ""]),
        ("a\n```\nb\n```\nc", &["a", "c"]),
        ("```rust\nb\n````\nc", &["c"]),
        ("````\n```\nb\n````\nc", &["c"]),
        ("~~~\nb\n```\n~~~\nc", &["c"]),
        ("```\nnever closed", &[]),
        ("``` a`b\nc", &["``` a`b\nc"]),
        ("a\n    b", &["a\nb"]),
        ("a\n\n    b\n\n    c\nd", &["a", "d"]),
        ("\tcode\ntext", &["text"]),
        ("> a\n>     b", &["a\nb"]),
        (">     code\n> text", &["text"]),
        ("> ```\n> code\ntext", &["text"]),
        ("- a\n\n      code\n\n  b", &["a", "b"]),
        ("- ```\n  code\n  ```\n  b", &["b"]),
        ("-     code\n- b", &["b"]),
        ("1. a\n2. b", &["a", "b"]),
        ("> a\nb", &["a\nb"]),
        ("- a\n- b\n\nc", &["a", "b", "c"]),
        ("a\r\n\r\nb\r\n", &["a", "b"]),
        ("2026. was\n1986. too", &["was", "too"]),
        ("in\n1986. it", &["in\n1986. it"]),
        ("#no heading\n# heading", &["#no heading\n# heading"]),
    ] {
        let expected: Vec<&str> = expected.iter().copied().filter(|run| !run.is_empty()).collect();
        assert_eq!(runs(message), expected, "{message:?}");
    }
}

#[test]
fn links_and_images() {
    for (message, links, images) in [
        ("see http://example.com/x", &["http://example.com/x"][..], &[][..]),
        ("(https://a.b/c?d=e&f#g).", &["https://a.b/c?d=e&f#g"], &[]),
        ("https://a.b/x_(y) and (https://a.b/z)", &["https://a.b/x_(y)", "https://a.b/z"], &[]),
        ("www.example.com, xwww.a.b", &["http://www.example.com"], &[]),
        ("HTTP://A.B mailto:a@b.c tel:+49123 ftp://x", &["HTTP://A.B", "mailto:a@b.c", "tel:+49123", "ftp://x"], &[]),
        ("xhttp://a.b http:// https://! javascript:alert(1)", &[], &[]),
        ("<https://a.b> **https://c.d**", &["https://a.b", "https://c.d"], &[]),
        ("[text](http://a.b)", &["http://a.b"], &[]),
        ("[a](<b c> \"title\") [d](e 'f') [g](h (i))", &["b c", "e", "h"], &[]),
        ("[a](b(c)d) [e](f\\)g)", &["b(c)d", "f)g"], &[]),
        ("[a]( b\n \"c\" )", &["b"], &[]),
        ("[a](b c) [a](b \"c\" d) [a] (b) [a](b", &[], &[]),
        ("[](x)", &["x"], &[]),
        ("![alt](i.png) ![](j.png =100x50 \"t\")", &[], &["i.png", "j.png"]),
        ("[![alt](i.png)](http://a.b) http://c.d", &["http://a.b", "http://c.d"], &["i.png"]),
        ("[http://a.b](http://c.d)", &["http://c.d"], &[]),
        ("[a [b](c) d](e)", &["c"], &[]),
        ("[x http://a.b] y", &["http://a.b"], &[]),
        ("`http://a.b` [`a`](c)", &["c"], &[]),
        ("\\[a](b) [a\\](b)", &[], &[]),
        ("[a][r] [R][] [r] [s][r]\n\n[r]: http://r.x \"t\"", &["http://r.x"; 4], &[]),
        ("![i][r] [nope][no]\n\n[r]: <http://r.x>", &[], &["http://r.x"]),
        ("[r]: http://r.x\n[r]: http://second\ntext [r]", &["http://r.x"], &[]),
        ("    http://code\n\nhttp://a.b", &["http://a.b"], &[]),
        ("日本http://a.b 日本 http://ü.b/中", &["http://ü.b/中"], &[]),
    ] {
        let document = Document::parse(message);
        assert_eq!((&*document.links, &*document.images), (&*own(links), &*own(images)), "{message:?}");
    }
    assert_eq!(Document::parse("http://a.b [c](d)").first_link(), Some("http://a.b"));
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn texts_of_links_stay_and_destinations_go() {
    assert_eq!(runs("[ann](x/bob) ![cat](dan)"), ["[ann] ![cat]"]);
    assert!(runs("[label]: destination").is_empty());
    assert_eq!(runs("a\\_b \\* \\a"), ["a_b * \\a"]);
}

/// Inputs that make careless parsers quadratic. Each is far below a second here even without optimisation; the deadline
/// only has to tell linear from quadratic on a slow machine.
#[test]
fn long_messages_take_linear_work() {
    let patterns = [
        "[",
        "]",
        "`",
        "` `` ",
        "[a](",
        "](a",
        "![",
        "[a](<b",
        "[a](b \"",
        "[a](b '",
        "http://",
        "http://!",
        "[http://a]",
        "> ",
        "- ",
        "1. ",
        "\t",
        "\\",
        "(",
        "http://a)",
        "*",
        "[a]: b\n",
        "[a]",
        "@a.",
        "@a-.:_",
        ":",
        "#a ",
        "~a",
        "```\n",
        "> -\n",
        "www.",
    ];
    for pattern in patterns {
        let message = pattern.repeat(64 * 1024 / pattern.len());
        let began = tokio_free_clock();
        let parts = [Document::parse(&message)];
        crate::text::find_mentions(&parts);
        crate::text::hashtags(&message);
        crate::text::emoji_names(&message);
        crate::text::channel_mentions(&message);
        let spent = began.elapsed();
        assert!(spent.as_secs() < 5, "{pattern:?} took {spent:?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "measures real CPU work in a test without tokio")]
fn tokio_free_clock() -> std::time::Instant {
    std::time::Instant::now()
}

proptest! {
    #[test]
    fn never_panics(message in any::<String>()) {
        let parts = [Document::parse(&message)];
        crate::text::find_mentions(&parts);
        crate::text::Keywords::<u8>::new().find(&parts);
        crate::text::hashtags(&message);
        crate::text::emoji_names(&message);
        crate::text::channel_mentions(&message);
    }

    #[test]
    fn never_panics_on_its_own_marks(message in "([-`~>#*_\\[\\]()!\\\\<\"':.@ \t\n1aé漢]|http://|www\\.|    ){0,60}") {
        let parts = [Document::parse(&message)];
        prop_assert!(parts[0].runs.iter().all(|run| !run.is_empty()));
        for name in crate::text::find_mentions(&parts).names {
            prop_assert!(!name.is_empty() && name == name.to_lowercase());
        }
        let tags = crate::text::hashtags(&message);
        prop_assert!(tags.is_empty() || tags.split(' ').all(|tag| tag.starts_with('#') && tag.len() > 2));
        crate::text::emoji_names(&message);
        crate::text::channel_mentions(&message);
    }
}

#[test]
fn links_without_marks_are_told_apart() {
    let document =
        Document::parse("[a](http://a.b) http://c.d [http://e.f](http://g.h) ![i](http://i.j) <https://k.l>");
    assert_eq!(document.bare_links, ["http://c.d", "https://k.l"]);
    assert_eq!(document.links, ["http://a.b", "http://c.d", "http://g.h", "https://k.l"]);
}
