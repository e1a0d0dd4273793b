//! Pages of other sites that may use the API (`AllowCorsFrom`): browsers ask first, and show a page only what it is allowed.

use actix_http::StatusCode;
use actix_http::header::{self, HeaderMap};
use bytes::Bytes;
use roost_config::Config;

use crate::Reply;
use crate::call::header_text;

const METHODS: &str = "POST, GET, OPTIONS, PUT, PATCH, DELETE";
/// Seconds for which a browser remembers the answer.
const MAX_AGE_S: &str = "86400";

/// Whether pages of this origin may use the API.
pub fn allows(config: &Config, origin: &str) -> bool {
    let allowed = &config.service.allow_cors_from;
    allowed == "*" || allowed.split_ascii_whitespace().any(|one| one == origin)
}

/// The answer to a browser that asks before it sends what a page of another site wants; `None` for every other request, and
/// where nothing is allowed anyway.
pub fn preflight(config: &Config, method: &str, headers: &HeaderMap) -> Option<Reply> {
    let asks = method == "OPTIONS" && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !asks || config.service.allow_cors_from.is_empty() {
        return None;
    }
    let reply =
        Reply { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: crate::reply::Body::Bytes(Bytes::new()) };
    let reply = reply.with(header::VARY, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    let origin = header_text(headers, header::ORIGIN);
    if origin.is_empty() || !allows(config, origin) {
        return Some(reply);
    }
    let wanted = header_text(headers, header::ACCESS_CONTROL_REQUEST_HEADERS);
    let mut reply = named(config, reply, origin)
        .with(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .with(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_S);
    if !wanted.is_empty() {
        reply = reply.with(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    Some(reply)
}

/// Lets a page of another site see an answer, if it may.
pub fn shown(config: &Config, origin: &str, reply: Reply) -> Reply {
    if config.service.allow_cors_from.is_empty() {
        return reply;
    }
    let reply = reply.with(header::VARY, "Origin");
    if origin.is_empty() || !allows(config, origin) {
        return reply;
    }
    let exposed = config.service.cors_exposed_headers.split_ascii_whitespace().collect::<Vec<_>>().join(", ");
    let reply = named(config, reply, origin);
    if exposed.is_empty() { reply } else { reply.with(header::ACCESS_CONTROL_EXPOSE_HEADERS, &exposed) }
}

/// Names who may: everybody where nobody's session goes along.
fn named(config: &Config, reply: Reply, origin: &str) -> Reply {
    let credentials = config.service.cors_allow_credentials;
    let everybody = config.service.allow_cors_from == "*" && !credentials;
    let reply = reply.with(header::ACCESS_CONTROL_ALLOW_ORIGIN, if everybody { "*" } else { origin });
    if credentials { reply.with(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true") } else { reply }
}
