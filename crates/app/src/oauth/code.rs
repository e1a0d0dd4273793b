//! Codes that an application redeems for a token, once and soon.

use roost_model::Id;
use roost_model::errors::oauth as errors;
use roost_model::oauth::{AuthCode, AuthorizeRequest, TokenRequest};
use roost_store::{Tx, oauth as store};

use super::pkce;
use crate::{AppError, Ctx};

const LIFE_S: i32 = 600;

/// A code with which `client` gets to act for the session's user.
pub fn new(ctx: &Ctx, client: Id, asked: &AuthorizeRequest, scope: &str) -> AuthCode {
    AuthCode {
        client_id: client,
        user_id: ctx.user_id(),
        code: ctx.new_id().to_string(),
        expires_in: LIFE_S,
        create_at: ctx.now_ms(),
        redirect_uri: asked.redirect_uri.clone(),
        state: asked.state.clone(),
        scope: scope.to_owned(),
        code_challenge: asked.code_challenge.clone(),
        code_challenge_method: asked.code_challenge_method.clone(),
        resource: asked.resource.clone(),
    }
}

/// Takes the code of a request out, if `client` may redeem it so.
pub async fn redeem_in_tx(ctx: &Ctx, tx: &mut Tx, client: Id, asked: &TokenRequest) -> Result<AuthCode, AppError> {
    let code = store::oauth_code_redeem_in_tx(tx, &asked.code).await?.ok_or(errors::CODE_UNKNOWN)?;
    if code.client_id != client {
        return Err(errors::CODE_OF_ANOTHER.into());
    }
    if code.is_expired(ctx.now_ms()) {
        return Err(errors::CODE_EXPIRED.into());
    }
    if code.redirect_uri != asked.redirect_uri {
        return Err(errors::REDIRECT_DIFFERS.into());
    }
    if !asked.resource.is_empty() && code.resource != asked.resource {
        return Err(errors::RESOURCE_DIFFERS.into());
    }
    pkce::check(&code.code_challenge, &asked.code_verifier)?;
    Ok(code)
}
