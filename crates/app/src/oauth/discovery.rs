//! Where applications find what (RFC 8414).

use roost_model::errors::oauth as errors;
use roost_model::oauth::{AUTH_METHOD_NONE, AUTH_METHOD_POST, CHALLENGE_S256, SCOPE_USER, ServerMetadata};

use super::require_on;
use crate::{AppError, Ctx};

/// The addresses for applications, below the address of this server.
pub fn oauth_metadata(ctx: &Ctx) -> Result<ServerMetadata, AppError> {
    require_on(ctx, errors::METADATA_OFF)?;
    let config = ctx.config();
    let site = config.service.site_url.trim_end_matches('/');
    if site.is_empty() {
        return Err(errors::METADATA_NO_SITE_URL.into());
    }
    let registers = config.service.enable_dynamic_client_registration;
    Ok(ServerMetadata {
        issuer: site.to_owned(),
        authorization_endpoint: format!("{site}/oauth/authorize"),
        token_endpoint: format!("{site}/oauth/access_token"),
        response_types_supported: vec!["code"],
        registration_endpoint: registers.then(|| format!("{site}/api/v4/oauth/apps/register")),
        scopes_supported: vec![SCOPE_USER],
        grant_types_supported: vec!["authorization_code", "refresh_token"],
        token_endpoint_auth_methods_supported: vec![AUTH_METHOD_POST, AUTH_METHOD_NONE],
        code_challenge_methods_supported: vec![CHALLENGE_S256],
    })
}
