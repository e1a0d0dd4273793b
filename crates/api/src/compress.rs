//! Compressed answers for clients that ask for them.

use std::io::Write;

use actix_http::header::{self, HeaderMap, HeaderValue};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::call::header_text;
use crate::limits::GZIP_BYTES_MIN;
use crate::reply::{Body, Reply};

/// Whether the client takes gzip.
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    accepts(headers, "gzip")
}

/// Whether the client takes an encoding.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let value = header_text(headers, header::ACCEPT_ENCODING);
    value.split(',').any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case(encoding) && quality.trim() != "q=0"
    })
}

/// The reply with its body compressed, where that is worth it: text that is in memory and not short.
pub fn gzip(mut reply: Reply) -> Reply {
    let Body::Bytes(bytes) = &reply.body else { return reply };
    if bytes.len() < GZIP_BYTES_MIN || !is_text(&reply) {
        return reply;
    }
    let Some(compressed) = compressed(bytes) else { return reply };
    reply.body = Body::Bytes(compressed);
    reply.headers.push((header::CONTENT_ENCODING, HeaderValue::from_static("gzip")));
    reply.headers.push((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    reply
}

fn is_text(reply: &Reply) -> bool {
    let content_type = reply.headers.iter().find(|(name, _)| *name == header::CONTENT_TYPE);
    let encoded =
        reply.headers.iter().any(|(name, _)| *name == header::CONTENT_ENCODING || *name == header::CONTENT_RANGE);
    !encoded
        && content_type.is_some_and(|(_, value)| value == "application/json" || value.as_bytes().starts_with(b"text/"))
}

/// The fastest level: a page of posts shrinks to a fifth and costs less than it saves to send.
fn compressed(bytes: &Bytes) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn headers(value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn gzip_is_used_only_where_it_is_taken() {
        assert!(accepts_gzip(&headers("deflate, gzip;q=0.5")));
        assert!(!accepts_gzip(&headers("gzip;q=0, br")));
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn long_text_comes_back_the_same_and_short_text_is_left_alone() {
        let long = "a page of posts ".repeat(1_000);
        let reply = gzip(Reply::json(&long).unwrap());
        let Body::Bytes(bytes) = &reply.body else { panic!("the body is in memory") };
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_ref()).read_to_string(&mut text).unwrap();
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), long);
        assert!(reply.headers.iter().any(|(_, value)| value == "gzip"));
        let short = gzip(Reply::ok().unwrap());
        assert!(!short.headers.iter().any(|(name, _)| *name == header::CONTENT_ENCODING));
    }
}
