//! One request as a handler sees it.

use std::ops::Deref;

use actix_http::header::{self, HeaderMap};
use actix_http::{HttpMessage, Request};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use percent_encoding::percent_decode_str;
use roost_app::{AppError, Ctx};
use roost_model::{Id, error as ids, wire};
use serde::de::DeserializeOwned;

use crate::incoming::Incoming;
use crate::limits;

/// Owned, so that a handler can go on after its client went away.
pub struct Call {
    pub ctx: Ctx,
    pub headers: Headers,
    params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    payload: Incoming,
}

/// The headers of a request. They stay where the connection put them: a copy of the map costs more than all look-ups.
pub struct Headers(Request);

impl Deref for Headers {
    type Target = HeaderMap;

    fn deref(&self) -> &HeaderMap {
        self.0.headers()
    }
}

impl Call {
    pub(crate) fn new(ctx: Ctx, params: Vec<(String, String)>, request: Request, payload: Incoming) -> Self {
        let query = parse_query(request.uri().query().unwrap_or_default());
        Self { ctx, headers: Headers(request), params, query, payload }
    }

    /// A part of the path by name; empty when the path has none of that name.
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// An id in the path. `me` stands for the session's user where the name is `user_id`.
    pub fn id(&self, name: &'static str) -> Result<Id, AppError> {
        let text = self.param(name);
        if name == "user_id" && text == "me" {
            return Ok(self.ctx.user_id());
        }
        Id::parse(text).ok_or_else(|| AppError::invalid_url(name))
    }

    /// The first value of a query parameter; empty when it is absent.
    pub fn query(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The whole query as it came.
    pub fn query_text(&self) -> &str {
        self.headers.0.uri().query().unwrap_or_default()
    }

    /// Whether a query parameter is exactly `true`, or what Go's ParseBool takes for it.
    pub fn query_flag(&self, name: &str) -> bool {
        matches!(self.query(name), "true" | "1" | "t" | "T" | "TRUE" | "True")
    }

    /// A whole number in the query; `None` when absent or malformed.
    pub fn query_int(&self, name: &str) -> Option<i64> {
        self.query(name).parse().ok()
    }

    /// `page`, from 0; malformed and negative ones are 0.
    pub fn page(&self) -> i64 {
        self.query_int("page").filter(|page| *page >= 0).unwrap_or(0)
    }

    /// `per_page`, within our limits.
    pub fn per_page(&self) -> i64 {
        match self.query_int("per_page") {
            Some(n) if n > limits::PER_PAGE_MAX => limits::PER_PAGE_MAX,
            Some(n) if n >= 0 => n,
            _ => limits::PER_PAGE_DEFAULT,
        }
    }

    /// A header's value as text; empty when absent or not text.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        header_text(&self.headers, name)
    }

    /// Which version the client holds already; empty: none.
    pub fn held_etag(&self) -> &str {
        self.header(header::IF_NONE_MATCH)
    }

    /// Whether the client holds the version with this etag already.
    pub fn has_etag(&self, etag: &str) -> bool {
        !etag.is_empty() && self.held_etag() == etag
    }

    /// The whole body, 413 beyond `limit` bytes.
    pub async fn bytes(&mut self, limit: u64) -> Result<Bytes, AppError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut body = BytesMut::new();
        while let Some(chunk) = self.payload.next().await {
            let chunk = chunk.map_err(|e| AppError::invalid_body("body").because(e))?;
            if body.len() + chunk.len() > limit {
                return Err(AppError::new(ids::BODY_TOO_LARGE));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// The JSON body by the rules of [`wire`]. `name` is what the error calls it.
    pub async fn json<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, AppError> {
        let bytes = self.json_bytes().await?;
        wire::decode(&bytes).map_err(|e| AppError::invalid_body(name).because(e))
    }

    /// As [`Call::json`], where the original takes a body that is no such JSON for one that says nothing. One that does not
    /// arrive whole, or is too large, is an error all the same: nothing is written for it.
    pub async fn json_or_default<T: DeserializeOwned + Default>(&mut self) -> Result<T, AppError> {
        Ok(wire::decode(&self.json_bytes().await?).unwrap_or_default())
    }

    /// The body of an operation that takes JSON, within `MaximumPayloadSizeBytes`.
    pub async fn json_bytes(&mut self) -> Result<Bytes, AppError> {
        let limit = self.ctx.config().service.maximum_payload_size_bytes;
        self.bytes(u64::try_from(limit).unwrap_or(0)).await
    }

    /// The body as it arrives, for uploads.
    pub fn payload(&self) -> Incoming {
        self.payload.clone()
    }
}

/// A header's value as text; empty when absent or not text.
pub fn header_text(headers: &HeaderMap, name: impl header::AsHeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Decodes a query string: `+` is a space, malformed escapes stay as they are, invalid UTF-8 becomes U+FFFD.
pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) => (decode(key), decode(value)),
            None => (decode(pair), String::new()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_like_forms() {
        let pairs = parse_query("a=1&b=x+y%20z&&c&a=2&d=%zz");
        let expected = [("a", "1"), ("b", "x y z"), ("c", ""), ("a", "2"), ("d", "%zz")];
        assert_eq!(pairs, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
