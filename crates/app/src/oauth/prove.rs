//! Tokens for programs that the server calls.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_model::outgoing_connection::{GRANT_PASSWORD, Granted, OutgoingConnection};
use roost_model::wire;
use roost_store::outgoing_connections as store;

use crate::outgoing::{CallAnswer, CallError, Request};
use crate::{AppError, Ctx};

/// Connections that are looked through for the one of an address.
const CONNECTIONS_MAX: i64 = 1_000;

/// What a program answers to a token that is good no longer.
const UNAUTHORIZED: u16 = 401;

/// Calls a program, with a token where its address has a connection.
///
/// # Errors
/// When it cannot be called, or there is a connection but no token to be had with it: then nothing is sent.
pub async fn call_proven(ctx: &Ctx, mut request: Request) -> Result<CallAnswer, AppError> {
    let outgoing = &ctx.app().outgoing;
    let on = ctx.config().service.enable_outgoing_oauth_connections;
    let connection = if on { best_fit(ctx, &request.url).await? } else { None };
    let Some(connection) = connection else { return outgoing.call(request).await.map_err(AppError::internal) };
    let tokens = &ctx.app().tokens;
    if let Some(header) = tokens.get(&connection, ctx.now_ms()) {
        request.authorization = header;
        let answer = outgoing.call(request.clone()).await.map_err(AppError::internal)?;
        if answer.status != UNAUTHORIZED {
            return Ok(answer);
        }
        // Taken back before its time.
        tokens.forget(connection.id);
    }
    let granted = granted(ctx, &connection).await.map_err(AppError::internal)?;
    let granted = granted.ok_or_else(|| AppError::internal(format!("no token by connection {}", connection.id)))?;
    tokens.keep(&connection, &granted, ctx.now_ms());
    request.authorization = granted.header();
    outgoing.call(request).await.map_err(AppError::internal)
}

/// The connection that says the most of an address.
pub(super) async fn best_fit(ctx: &Ctx, url: &str) -> Result<Option<OutgoingConnection>, AppError> {
    let load = async || store::outgoing_connection_page(ctx.db(), "", CONNECTIONS_MAX).await.map(Some);
    let all = ctx.app().caches.outgoing_connections.get_or_load(&(), load).await?.unwrap_or_default();
    let fitting = all.iter().filter_map(|connection| Some((connection.fits(url)?, connection)));
    Ok(fitting.max_by_key(|(length, _)| *length).map(|(_, connection)| connection.clone()))
}

/// Asks the token address. `None`: it gives no token for these credentials.
pub(super) async fn granted(ctx: &Ctx, connection: &OutgoingConnection) -> Result<Option<Granted>, CallError> {
    let mut fields = vec![("grant_type", connection.grant_type.clone())];
    if connection.grant_type == GRANT_PASSWORD {
        fields.push(("username", connection.credentials_username.clone().unwrap_or_default()));
        fields.push(("password", connection.credentials_password.clone().unwrap_or_default()));
    }
    // RFC 6749: in the header, or in the body where a server does not support that; never both.
    let mut by_header = Request::form(&connection.oauth_token_url, &fields);
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(&connection.client_id), encoded(&connection.client_secret));
    by_header.authorization = format!("Basic {}", STANDARD.encode(pair));
    fields.push(("client_id", connection.client_id.clone()));
    fields.push(("client_secret", connection.client_secret.clone()));
    let by_body = Request::form(&connection.oauth_token_url, &fields);
    for request in [by_header, by_body] {
        let answer = ctx.app().outgoing.call(request).await?;
        if answer.status >= 500 {
            return Err(CallError::NoAnswer(format!("status {}", answer.status)));
        }
        let granted = answer.is_ok().then(|| wire::decode::<Granted>(&answer.body).ok()).flatten();
        if let Some(granted) = granted.filter(|granted| !granted.access_token.is_empty()) {
            return Ok(Some(granted));
        }
    }
    Ok(None)
}
