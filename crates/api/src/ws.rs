//! Requests that ask for another protocol: the WebSocket endpoint, and everything else, which is answered as if the
//! wish had not been made.

use std::io::Write as _;

use actix_codec::Framed;
use actix_http::body::{BodySize, MessageBody, to_bytes};
use actix_http::h1::Codec;
use actix_http::header::{self, HeaderMap};
use actix_http::{HttpMessage, Request, Response, StatusCode};
use actix_rt::net::TcpStream;
use bytes::Bytes;
use roost_app::AppError;
use roost_app::gate::Passage;
use roost_app::sessions::{identity_of, session_by_token};
use roost_model::Id;
use roost_model::client_kind::ClientKind;
use roost_model::errors::system as errors;
use roost_realtime::{Accepted, Identity, Resume, handshake_reply};
use tokio::io::AsyncWriteExt;

use crate::call::{header_text, parse_query};
use crate::dispatch::error_json;
use crate::{Api, Reply, cors, session, webapp};

/// Whether this is the endpoint, which has no row in the table of operations.
pub fn is_endpoint(path: &str) -> bool {
    path.strip_suffix('/').unwrap_or(path) == "/api/v4/websocket"
}

/// The answer to a request for the endpoint that is no proper wish for a WebSocket: a line of text before the error.
pub fn not_upgraded(request_id: Id) -> Reply {
    let error = error_json(&AppError::new(errors::SOCKET_UPGRADE), Some(request_id));
    let body = [b"Bad Request\n", error.as_slice()].concat();
    Reply::new(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", body)
}

/// Takes over a connection whose request asks for an upgrade.
pub async fn upgrade(api: Api, request: Request, framed: Framed<TcpStream, Codec>) {
    let parts = framed.into_parts();
    let (mut socket, unread) = (parts.io, parts.read_buf.freeze());
    let config = api.app().config.current();
    let path = webapp::below(request.path(), webapp::of_site(&config.service.site_url));
    let Some(reply) = handshake(request.headers()).filter(|_| is_endpoint(path)) else {
        return answer(api, request, &mut socket).await;
    };
    if !origin_allowed(&api, request.headers()) {
        return refuse(&mut socket, StatusCode::FORBIDDEN).await;
    }
    let query = request.uri().query().unwrap_or_default();
    let Ok(identity) = identify(&api, request.headers(), query).await else {
        return refuse(&mut socket, StatusCode::SERVICE_UNAVAILABLE).await;
    };
    let passage = api.app().gates.of(identity.is_some()).pass().await;
    api.app().metrics.at_the_gate(passage.name());
    if passage == Passage::TurnedAway {
        return refuse(&mut socket, StatusCode::SERVICE_UNAVAILABLE).await;
    }
    let pairs = parse_query(query);
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let resume = Resume::from_query(get("connection_id"), get("sequence_number"));
    let posted_ack = get("posted_ack") == Some("true");
    let kind = ClientKind::of(header_text(request.headers(), "user-agent"));
    let Ok(socket) = socket.into_std() else { return };
    let accepted = Accepted { socket, unread, handshake_reply: reply, identity, resume, posted_ack, kind };
    api.app().hub.accept(accepted).await;
}

/// The session behind the request, if any: cookie, header or query. `Err` when the database does not answer.
async fn identify(api: &Api, headers: &HeaderMap, query: &str) -> Result<Option<Identity>, ()> {
    let Some((token, _)) = session::token(headers, query) else { return Ok(None) };
    let db = api.db().for_request();
    match session_by_token(api.app(), &db, &token).await {
        Ok(Some(session)) => identity_of(api.app(), &db, &session).await.map(Some).map_err(drop),
        Ok(None) => Ok(None),
        Err(error) => {
            tracing::warn!(%error, "a socket was refused");
            Err(())
        }
    }
}

/// The reply to a proper wish for a WebSocket.
fn handshake(headers: &HeaderMap) -> Option<Bytes> {
    let wants_socket = header_text(headers, "upgrade").eq_ignore_ascii_case("websocket");
    let key = header_text(headers, "sec-websocket-key");
    let version = header_text(headers, "sec-websocket-version");
    (wants_socket && !key.is_empty() && version == "13").then(|| handshake_reply(key))
}

/// A browser's page must come from this host or from an allowed one; other clients send no origin.
fn origin_allowed(api: &Api, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let config = api.app().config.current();
    if !config.service.allow_cors_from.is_empty() {
        return cors::allows(&config, origin);
    }
    let host = origin.split_once("://").map_or("", |(_, rest)| rest);
    !host.is_empty() && host.eq_ignore_ascii_case(header_text(headers, "host"))
}

/// Serves an ordinary request that offered an upgrade (h2c, say) or a bad one, then closes.
async fn answer(api: Api, request: Request, socket: &mut TcpStream) {
    let Ok(response) = api.serve(request).await;
    let (head, body) = response.into_parts();
    let size = body.size();
    let Ok(body) = to_bytes(body).await else { return };
    if let Err(error) = write_response(socket, &head, size, &body).await {
        tracing::debug!(%error, "a client went away");
    }
}

async fn refuse(socket: &mut TcpStream, status: StatusCode) {
    let head = Response::new(status).drop_body();
    if let Err(error) = write_response(socket, &head, BodySize::Sized(0), &[]).await {
        tracing::debug!(%error, "a client went away");
    }
}

async fn write_response(
    socket: &mut TcpStream,
    head: &Response<()>,
    size: BodySize,
    body: &[u8],
) -> std::io::Result<()> {
    let mut out = Vec::with_capacity(512 + body.len());
    let status = head.status();
    write!(out, "HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or_default())?;
    for (name, value) in head.headers() {
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    let len = match size {
        BodySize::Sized(len) => len,
        _ => body.len() as u64,
    };
    write!(out, "content-length: {len}\r\nconnection: close\r\n\r\n")?;
    out.extend_from_slice(body);
    socket.write_all(&out).await?;
    socket.shutdown().await
}
