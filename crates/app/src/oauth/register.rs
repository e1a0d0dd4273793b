//! Applications that register themselves.

use roost_model::errors::oauth as errors;
use roost_model::oauth::{
    AUTH_METHOD_NONE, AUTH_METHOD_POST, OAuthApp, Registered, Registration, RegistrationRefused, SCOPE_USER,
};

use super::apps::insert;
use super::redirect::fits;
use super::require_on;
use crate::{AppError, Ctx};

/// What an application is called that does not say so.
const NAMELESS: &str = "Dynamically registered client";

/// The application, or why there is none; both as RFC 7591 says.
pub type Outcome = Result<Registered, RegistrationRefused>;

const fn refused(error: &'static str, error_description: &'static str) -> Outcome {
    Err(RegistrationRefused { error, error_description })
}

/// Makes an application of what it says of itself; `None` is a body that cannot be read.
pub async fn oauth_register(ctx: &Ctx, registration: Option<Registration>) -> Result<Outcome, AppError> {
    require_on(ctx, errors::OFF)?;
    let config = ctx.config();
    if !config.service.enable_dynamic_client_registration {
        return Err(errors::OFF.into());
    }
    let Some(registration) = registration else {
        return Ok(refused("invalid_client_metadata", "the body cannot be read"));
    };
    let method = match registration.token_endpoint_auth_method.as_deref() {
        None | Some("" | AUTH_METHOD_POST) => AUTH_METHOD_POST,
        Some(AUTH_METHOD_NONE) => AUTH_METHOD_NONE,
        Some(_) => return Ok(refused("invalid_client_metadata", "token_endpoint_auth_method is unknown")),
    };
    let allowed = &config.service.dcr_redirect_uri_allowlist;
    let listed = |url: &String| allowed.is_empty() || allowed.iter().any(|pattern| fits(pattern, url));
    if !registration.redirect_uris.iter().all(listed) {
        return Ok(refused("invalid_redirect_uri", "this server does not let clients send people to redirect_uris"));
    }
    let now_ms = ctx.now_ms();
    let app = OAuthApp {
        id: ctx.new_id(),
        create_at: now_ms,
        update_at: now_ms,
        client_secret: if method == AUTH_METHOD_NONE { String::new() } else { ctx.new_id().to_string() },
        name: registration.client_name.clone().unwrap_or_else(|| NAMELESS.to_owned()),
        callback_urls: registration.redirect_uris.clone(),
        homepage: registration.client_uri.clone().unwrap_or_default(),
        is_dynamically_registered: true,
        ..OAuthApp::default()
    };
    if let Err(error) = app.validate() {
        return Ok(refused("invalid_client_metadata", error.message));
    }
    insert(ctx, &app).await?;
    Ok(Ok(Registered {
        client_id: app.id,
        client_secret: (!app.is_public()).then_some(app.client_secret),
        redirect_uris: app.callback_urls,
        token_endpoint_auth_method: method,
        grant_types: vec!["authorization_code", "refresh_token"],
        response_types: vec!["code"],
        scope: SCOPE_USER,
        client_name: registration.client_name,
        client_uri: registration.client_uri,
    }))
}
