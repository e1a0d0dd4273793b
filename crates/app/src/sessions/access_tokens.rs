//! Access tokens: secrets that act for a user without a log-in, until somebody revokes them.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::session as errors;
use roost_model::permission::Permission;
use roost_model::session::{UserAccessToken, UserAccessTokenDraft, UserAccessTokenIssued};
use roost_model::user::User;
use roost_store::StoreError;
use roost_store::access_tokens as store;

use crate::mail::{Mail, Topic};
use crate::record::Kind;
use crate::users::access::require_self_or_bot;
use crate::users::user_get;
use crate::{AppError, Ctx, Record, audit};

/// Search shows this many at most.
const SEARCH_LEN_MAX: i64 = 100;

/// The account for which a token is made; checked before the body is read.
pub async fn access_token_owner(ctx: &Ctx, user: Id) -> Result<Arc<User>, AppError> {
    if ctx.session().is_some_and(|session| session.is_oauth) {
        return Err(AppError::no_permission().because(Permission::CreateUserAccessToken.name()));
    }
    user_get(ctx, user).await
}

/// Makes a token. The answer is the only time that its secret is shown.
pub async fn access_token_create(
    ctx: &Ctx,
    owner: &User,
    draft: UserAccessTokenDraft,
) -> Result<UserAccessTokenIssued, AppError> {
    if draft.description.is_empty() {
        return Err(AppError::invalid_body("description"));
    }
    ctx.require(Permission::CreateUserAccessToken)?;
    require_self_or_bot(ctx, owner).await?;
    if !ctx.config().service.enable_user_access_tokens && !owner.is_bot {
        return Err(errors::ACCESS_TOKENS_OFF.into());
    }
    draft.validate()?;
    let secret = ctx.new_id().to_string();
    let token =
        UserAccessToken { id: ctx.new_id(), user_id: owner.id, description: draft.description, is_active: true };
    let mut tx = ctx.db().begin().await?;
    store::access_token_insert_in_tx(&mut tx, &token, &secret);
    if !owner.is_bot {
        ctx.mail(Mail::to_user(owner, Topic::TokenCreated));
    }
    let extra = format!("success - token_id={}", token.id);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&extra]);
    ctx.commit(tx, Record::new()).await?;
    let UserAccessToken { id, user_id, description, is_active } = token;
    Ok(UserAccessTokenIssued { id, token: secret, user_id, description, is_active })
}

/// One token, without its secret.
pub async fn access_token_get(ctx: &Ctx, id: Id) -> Result<UserAccessToken, AppError> {
    ctx.require(Permission::ReadUserAccessToken)?;
    found(ctx, id.as_str()).await
}

/// The token, if the session may handle its owner's.
async fn found(ctx: &Ctx, id: &str) -> Result<UserAccessToken, AppError> {
    let token = store::access_token_get(ctx.db(), id).await?.ok_or(errors::ACCESS_TOKEN_NOT_FOUND)?;
    let owner = user_get(ctx, token.user_id).await?;
    require_self_or_bot(ctx, &owner).await?;
    Ok(token)
}

/// Tokens of everybody, for administrators.
pub async fn access_token_list(ctx: &Ctx, offset: i64, limit: i64) -> Result<Vec<UserAccessToken>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    Ok(store::access_token_list(ctx.db(), offset, limit).await?)
}

/// Tokens of one user.
pub async fn access_token_list_for_user(
    ctx: &Ctx,
    user: Id,
    offset: i64,
    limit: i64,
) -> Result<Vec<UserAccessToken>, AppError> {
    ctx.require(Permission::ReadUserAccessToken)?;
    match crate::users::user_find(ctx, user).await? {
        Some(owner) => require_self_or_bot(ctx, &owner).await?,
        None => ctx.require(Permission::EditOtherUsers)?,
    }
    Ok(store::access_token_list_for_user(ctx.db(), user, offset, limit).await?)
}

/// Tokens whose id, owner or owner's name begins with `term`, for administrators.
pub async fn access_token_search(ctx: &Ctx, term: &str) -> Result<Vec<UserAccessToken>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    if term.is_empty() {
        return Err(AppError::invalid_body("term"));
    }
    Ok(store::access_token_search(ctx.db(), term, SEARCH_LEN_MAX).await?)
}

/// What may be done to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenChange {
    Enable,
    Disable,
    Revoke,
}

/// Switches a token on or off or forgets it. Off and forgotten ones lose their session and its sockets.
pub async fn access_token_change(ctx: &Ctx, id: &str, change: TokenChange) -> Result<(), AppError> {
    ctx.require(match change {
        TokenChange::Enable => Permission::CreateUserAccessToken,
        TokenChange::Disable | TokenChange::Revoke => Permission::RevokeUserAccessToken,
    })?;
    let token = found(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if change != TokenChange::Enable {
        for session in store::access_token_end_session_in_tx(&mut tx, token.id).await? {
            record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
        }
    }
    match change {
        TokenChange::Enable => store::access_token_set_active_in_tx(&mut tx, token.id, true),
        TokenChange::Disable => store::access_token_set_active_in_tx(&mut tx, token.id, false),
        TokenChange::Revoke => store::access_token_delete_in_tx(&mut tx, token.id),
    }
    let extra = format!("success - token_id={}", token.id);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&extra]);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::ACCESS_TOKEN_NOT_FOUND.into(),
        _ => error,
    })
}
