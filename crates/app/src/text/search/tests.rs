use proptest::prelude::*;

use super::*;

fn word(text: &str) -> Term {
    Term::Word(text.into())
}

fn prefix(text: &str) -> Term {
    Term::Prefix(text.into())
}

fn phrase(text: &str) -> Term {
    Term::Phrase(text.into())
}

#[test]
fn words_and_phrases() {
    for (text, wanted, unwanted) in [
        ("zebra", vec![word("zebra")], vec![]),
        ("ZEBRA  apple\n", vec![word("ZEBRA"), word("apple")], vec![]),
        ("\"exact phrase\"", vec![phrase("exact phrase")], vec![]),
        ("a\"b c\"d", vec![word("a"), phrase("b c"), word("d")], vec![]),
        ("one -\"two three\" four", vec![word("one"), word("four")], vec![phrase("two three")]),
        ("zeb* z**", vec![prefix("zeb"), prefix("z")], vec![]),
        ("zebra -apple", vec![word("zebra")], vec![word("apple")]),
        ("-zeb*", vec![], vec![prefix("zeb")]),
        ("hyphen-ated", vec![word("hyphen-ated")], vec![]),
        ("@ann", vec![word("ann")], vec![]),
        ("(what?) it's", vec![word("what"), word("it's")], vec![]),
        ("\"open", vec![word("open")], vec![]),
        ("http://x.com/a", vec![word("http://x.com/a")], vec![]),
        ("größe 中文", vec![word("größe"), word("中文")], vec![]),
        ("#tag*", vec![prefix("#tag")], vec![]),
        ("* - \"\" \" \" ** # -", vec![], vec![]),
    ] {
        let search = Search::parse(text, 0);
        assert_eq!(search.words, Terms { wanted, unwanted }, "{text:?}");
        assert_eq!(search.hashtags, Terms::default(), "{text:?}");
        assert_eq!(search.filters, Filters::default(), "{text:?}");
    }
}

#[test]
fn hashtags_are_searched_apart() {
    let search = Search::parse("#fruit ##two. -#three word #1", 0);
    assert_eq!(search.hashtags, Terms { wanted: vec![word("#fruit"), word("#two")], unwanted: vec![word("#three")] });
    assert_eq!(search.words.wanted, [word("word"), word("#1")]);
}

#[test]
fn people_and_places() {
    let search = Search::parse("from:u2 in:c1-x zebra -in:~off from: @Ann -FROM:bob Channel:two ext:.PNG -ext:txt", 0);
    let channel = |name: &str| Place::Channel(name.into());
    assert_eq!(search.words.wanted, [word("zebra")]);
    let filters = Filters {
        in_places: vec![channel("c1-x"), channel("two")],
        not_in_places: vec![channel("off")],
        from_users: vec!["u2".into(), "ann".into()],
        not_from_users: vec!["bob".into()],
        extensions: vec!["png".into()],
        not_extensions: vec!["txt".into()],
        ..Filters::default()
    };
    assert_eq!(search.filters, filters);
    let direct = Search::parse("in:@ann in:@ann,@bob", 0).filters.in_places;
    assert_eq!(direct, [Place::Direct(vec!["ann".into()]), Place::Direct(vec!["ann".into(), "bob".into()])]);
    assert_eq!(Search::parse("from:", 0).words.wanted, [word("from")]);
    assert_eq!(Search::parse("note:this", 0).words.wanted, [word("note:this")]);
}

#[test]
fn dates() {
    const DAY: i64 = 86_400_000;
    let start = 18_262 * DAY;
    for (text, since, until, except) in [
        ("on:2020-01-01", Some(start), Some(start + DAY), None),
        ("after:2020-1-1", Some(start + DAY), None, None),
        ("before:2020-01-01", None, Some(start), None),
        ("after:2019-12-31 before:2020-01-02", Some(start), Some(start + DAY), None),
        ("-after:2020-01-01", None, Some(start + DAY), None),
        ("-before:2020-01-01", Some(start), None, None),
        ("-on:2020-01-01", None, None, Some(start..start + DAY)),
        ("on:2020-01-01 after:2021-01-01 -on:2020-01-01", Some(start), Some(start + DAY), None),
        ("after:2021-01-01 after:2020-01-01", Some(start + DAY), None, None),
        ("before:2020-01-01 -after:2019-12-30", None, Some(start - DAY), None),
        ("on:soon", Some(0), Some(0), None),
        ("before:x", None, Some(0), None),
        ("after:x", Some(0), None, None),
    ] {
        let filters = Search::parse(text, 0).filters;
        assert_eq!((filters.since, filters.until, filters.except), (since, until, except), "{text}");
    }
    let berlin = Search::parse("on:2020-01-01", 3600).filters;
    assert_eq!(berlin.since, Some(start - 3_600_000));
}

#[test]
fn nothing_asked_for() {
    for text in ["", "  ", "*", "\"\"", "-", "..."] {
        assert!(Search::parse(text, 0).is_empty(), "{text:?}");
    }
    assert!(!Search::parse("before:2020-01-01", 0).is_empty());
}

proptest! {
    #[test]
    fn never_panics(text in any::<String>(), offset in any::<i32>()) {
        Search::parse(&text, offset);
    }

    #[test]
    fn never_panics_on_its_own_marks(text in r#"[-":*#@~ a0é.\n]{0,40}(in|from|on|ext|after|before)?[-":*#@~ a0é.]{0,20}"#) {
        let search = Search::parse(&text, 0);
        let terms = [&search.words, &search.hashtags];
        for term in terms.iter().flat_map(|t| t.wanted.iter().chain(&t.unwanted)) {
            let (Term::Word(text) | Term::Prefix(text) | Term::Phrase(text)) = term;
            prop_assert!(!text.trim().is_empty());
        }
    }
}
