//! What a handler returns.

use actix_http::StatusCode;
use actix_http::header::{self, HeaderName, HeaderValue};
use bytes::Bytes;
use futures_util::stream::LocalBoxStream;
use roost_app::AppError;
use serde::Serialize;

/// Result of every handler.
pub type Answer = Result<Reply, AppError>;

/// First size of a JSON body: an account or a post fits without growing.
const BODY_BYTES: usize = 1_024;

/// Body of a reply.
pub enum Body {
    Bytes(Bytes),
    /// Length in bytes and the chunks.
    Stream(u64, LocalBoxStream<'static, std::io::Result<Bytes>>),
}

/// Status, headers and body; the dispatcher adds request id, version and security headers.
pub struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Body,
}

impl Reply {
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![(header::CONTENT_TYPE, HeaderValue::from_static(content_type))],
            body: Body::Bytes(body.into()),
        }
    }

    /// 200 with a JSON body.
    pub fn json(value: &impl Serialize) -> Answer {
        Self::json_status(StatusCode::OK, value)
    }

    /// 201 with a JSON body.
    pub fn created(value: &impl Serialize) -> Answer {
        Self::json_status(StatusCode::CREATED, value)
    }

    pub fn json_status(status: StatusCode, value: &impl Serialize) -> Answer {
        let mut body = Vec::with_capacity(BODY_BYTES);
        serde_json::to_writer(&mut body, value).map_err(AppError::internal)?;
        Ok(Self::new(status, "application/json", body))
    }

    /// 200 `{"status":"OK"}`.
    pub fn ok() -> Answer {
        Ok(Self::new(StatusCode::OK, "application/json", Bytes::from_static(br#"{"status":"OK"}"#)))
    }

    /// 304 without a body.
    pub fn not_modified(etag: &str) -> Answer {
        let reply = Self { status: StatusCode::NOT_MODIFIED, headers: Vec::new(), body: Body::Bytes(Bytes::new()) };
        Ok(reply.with(header::ETAG, etag))
    }

    /// Adds a header; a value that cannot stand in a header is left out and logged.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        } else {
            tracing::warn!(%name, "a header value with control characters was left out");
        }
        self
    }

    /// Adds a header whose name is not a constant of the library; `name` in lower case.
    #[must_use]
    pub fn with_header(self, name: &'static str, value: &str) -> Self {
        self.with(HeaderName::from_static(name), value)
    }
}
