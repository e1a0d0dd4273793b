//! Tokens for programs that the server calls.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_model::outgoing_connection::{GRANT_PASSWORD, Granted, OutgoingConnection};
use roost_model::wire;
use roost_store::outgoing_connections as store;

use crate::outgoing::{CallError, Request};
use crate::{AppError, Ctx};

/// Connections that are looked through for the one of an address.
const CONNECTIONS_MAX: i64 = 1_000;

/// Gives a call the token of the connection that its address has; without one it stays as it is.
///
/// # Errors
/// When there is a connection, but no token to be had with it.
pub async fn prove(ctx: &Ctx, mut request: Request) -> Result<Request, AppError> {
    if !ctx.config().service.enable_outgoing_oauth_connections {
        return Ok(request);
    }
    if let Some(connection) = best_fit(ctx, &request.url).await? {
        let granted = granted(ctx, &connection).await.map_err(AppError::internal)?;
        let granted = granted.ok_or_else(|| AppError::internal(format!("no token by connection {}", connection.id)))?;
        request.authorization = granted.header();
    }
    Ok(request)
}

/// The connection that says the most of an address.
pub(super) async fn best_fit(ctx: &Ctx, url: &str) -> Result<Option<OutgoingConnection>, AppError> {
    let all = store::outgoing_connection_page(ctx.db(), "", CONNECTIONS_MAX).await?;
    let fitting = all.into_iter().filter_map(|connection| Some((connection.fits(url)?, connection)));
    Ok(fitting.max_by_key(|(length, _)| *length).map(|(_, connection)| connection))
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
