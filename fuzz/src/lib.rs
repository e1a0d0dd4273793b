//! What strangers can send, given to the code that reads it first: one function per kind of input, which panics when
//! something does not hold. `fuzz_targets/` hands them to libFuzzer, which looks for such inputs (`scripts/fuzz.sh`, part of
//! `make chaos`); the inputs in `corpus/` go through them in every test run.

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use roost_api::multipart::{FormError, Parts};
use roost_app::bulk::check_line;
use roost_app::search::tsquery;
use roost_app::text::html;
use roost_app::text::markdown::Document;
use roost_app::text::search::Search;
use roost_app::text::{channel_mentions, emoji_names, find_mentions, hashtags};
use roost_realtime::{Inbound, Incoming};

/// What is done with one input.
pub type Target = fn(&[u8]);

/// Every kind of input by its name, which is that of its folder in `corpus/`.
pub const ALL: [(&str, Target); 5] =
    [("mentions", mentions), ("search", search), ("multipart", multipart), ("frames", frames), ("import", import)];

/// Bytes of text that are kept of a page.
const HTML_TEXT_BYTES_MAX: usize = 1_000;

/// The text of a message, and the same text as a page.
pub fn mentions(bytes: &[u8]) {
    let Ok(message) = std::str::from_utf8(bytes) else { return };
    let document = Document::parse(message);
    let found = find_mentions(std::slice::from_ref(&document));
    for name in &found.names {
        assert!(!name.is_empty());
        assert_eq!(*name, name.to_lowercase());
    }
    assert!(hashtags(message).split(' ').all(|tag| tag.is_empty() || tag.starts_with('#')));
    assert!(channel_mentions(message).iter().all(|name| message.contains(&format!("~{name}"))));
    assert!(emoji_names(message).iter().all(|name| message.contains(&format!(":{name}:"))));
    assert!(html::text(message, HTML_TEXT_BYTES_MAX).len() <= HTML_TEXT_BYTES_MAX);
}

/// What somebody searches for. Nothing that was typed may become syntax of the database's search.
pub fn search(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for utc_offset_s in [0, -12 * 3_600, 14 * 3_600] {
        let search = Search::parse(text, utc_offset_s);
        for terms in [&search.words, &search.hashtags] {
            for any in [false, true] {
                let query = tsquery(terms, any);
                assert!(!query.contains('\0'));
                assert_eq!(outside_quotes(&query), "", "{query}");
            }
        }
    }
}

/// What of a search in the syntax of the database is neither quoted nor an operator; the whole of it where a quote does not
/// end.
fn outside_quotes(query: &str) -> String {
    let (mut chars, mut quoted, mut outside) = (query.chars(), false, String::new());
    while let Some(c) = chars.next() {
        match c {
            '\'' => quoted = !quoted,
            '\\' if quoted => drop(chars.next()),
            _ if quoted => {}
            ' ' | '|' | '&' | '!' | '(' | ')' | ':' | '*' => {}
            other => outside.push(other),
        }
    }
    if quoted { query.to_owned() } else { outside }
}

/// The body of a form, in pieces as long as its first byte says.
pub fn multipart(bytes: &[u8]) {
    let Some((&len, body)) = bytes.split_first() else { return };
    let chunks: Vec<_> = body.chunks(usize::from(len).max(1)).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    let body_len = body.len();
    let read = async move {
        let mut parts = Parts::of(futures_util::stream::iter(chunks).boxed(), "edge", 1_000);
        let mut read = 0;
        while let Some(part) = parts.next().await? {
            read += part.bytes(500).await?.len();
        }
        assert!(read <= body_len, "more came out than went in");
        Ok::<(), FormError>(())
    };
    // A body that is there waits for nothing. What it ends with is its own business.
    assert!(read.now_or_never().is_some(), "it waits for more although the body has ended");
}

/// The bytes of a client's WebSocket.
pub fn frames(bytes: &[u8]) {
    let mut inbound = Inbound::new(bytes);
    let mut frames = 0;
    while let Ok(Some(incoming)) = inbound.message() {
        frames += 1;
        assert!(frames <= bytes.len(), "a frame without bytes");
        if let Incoming::Close(_) = incoming {
            return;
        }
    }
}

/// A line of a bulk file.
pub fn import(bytes: &[u8]) {
    if let Err(refusal) = check_line(bytes) {
        assert!(!refusal.error.id.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn what_is_in_the_corpora_goes_through() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        for (name, target) in super::ALL {
            let inputs: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert!(inputs.len() >= 3, "{name} has only {} inputs", inputs.len());
            for input in inputs {
                target(&fs::read(&input).unwrap());
            }
        }
    }
}
