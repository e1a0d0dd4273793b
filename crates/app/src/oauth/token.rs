//! The tokens with which applications act for people. A token is a session, marked as an application's.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use roost_model::errors::oauth as errors;
use roost_model::oauth::{AccessData, AuthorizeRequest, OAuthApp, TokenIssued, TokenRequest};
use roost_model::session::{Blanked, Session, SessionToken, SessionWithToken, props};
use roost_model::user::{StringMap, User};
use roost_model::{ErrorId, Id};
use roost_store::users::change::user_lock_in_tx;
use roost_store::{Tx, oauth as store, sessions};

use super::{code, require_on};
use crate::record::Kind;
use crate::sessions::session_length_ms;
use crate::{AppError, Ctx, Record};

/// Answers the token endpoint: a code or a refresh token for a token.
pub async fn oauth_token(ctx: &Ctx, asked: &TokenRequest) -> Result<TokenIssued, AppError> {
    require_on(ctx, errors::TOKENS_OFF)?;
    match asked.grant_type.as_str() {
        "authorization_code" if asked.code.is_empty() => return Err(errors::CODE_MISSING.into()),
        "refresh_token" if asked.refresh_token.is_empty() => return Err(errors::REFRESH_TOKEN_MISSING.into()),
        "authorization_code" | "refresh_token" => {}
        _ => return Err(errors::BAD_GRANT.into()),
    }
    let client = Id::parse(&asked.client_id).ok_or(errors::BAD_CLIENT_ID)?;
    let app = roost_store::oauth::oauth_app_get(ctx.db(), client).await?.ok_or(errors::UNKNOWN_CLIENT)?;
    proven(&app, asked)?;
    if asked.grant_type == "refresh_token" { renewed(ctx, &app, asked).await } else { redeemed(ctx, &app, asked).await }
}

/// Whether the request comes from the application: by its secret, or when it has none by what only it can know.
fn proven(app: &OAuthApp, asked: &TokenRequest) -> Result<(), &'static ErrorId> {
    if !app.is_public() {
        let same = verify_slices_are_equal(asked.client_secret.as_bytes(), app.client_secret.as_bytes()).is_ok();
        return if same { Ok(()) } else { Err(errors::BAD_SECRET) };
    }
    if !asked.client_secret.is_empty() {
        return Err(errors::SECRET_OF_PUBLIC);
    }
    if asked.grant_type == "refresh_token" {
        return Err(errors::REFRESH_OF_PUBLIC);
    }
    if asked.code_verifier.is_empty() { Err(errors::VERIFIER_OF_PUBLIC) } else { Ok(()) }
}

async fn redeemed(ctx: &Ctx, app: &OAuthApp, asked: &TokenRequest) -> Result<TokenIssued, AppError> {
    let mut tx = ctx.db().begin().await?;
    let code = code::redeem_in_tx(ctx, &mut tx, app.id, asked).await?;
    let base = AccessData {
        client_id: app.id,
        user_id: code.user_id,
        redirect_uri: code.redirect_uri,
        scope: code.scope,
        audience: code.resource,
        ..AccessData::default()
    };
    issued_in_tx(ctx, tx, Record::new(), app, base).await
}

/// A token without a code, at once in the address that the person goes on to.
pub(super) async fn implicit(
    ctx: &Ctx,
    tx: Tx,
    record: Record,
    app: &OAuthApp,
    asked: &AuthorizeRequest,
    scope: &str,
) -> Result<TokenIssued, AppError> {
    let base = AccessData {
        client_id: app.id,
        user_id: ctx.user_id(),
        redirect_uri: asked.redirect_uri.clone(),
        scope: scope.to_owned(),
        audience: asked.resource.clone(),
        ..AccessData::default()
    };
    issued_in_tx(ctx, tx, record, app, base).await
}

/// The person's token of this application: the one that it holds already, or a new one. Commits.
async fn issued_in_tx(
    ctx: &Ctx,
    mut tx: Tx,
    mut record: Record,
    app: &OAuthApp,
    base: AccessData,
) -> Result<TokenIssued, AppError> {
    // Held until the end: two codes at once give one token.
    let user = live_user_in_tx(&mut tx, base.user_id).await?;
    let access = match store::oauth_access_get_in_tx(&mut tx, app.id, base.user_id).await? {
        Some((access, true)) if access.expires_at > ctx.now_ms() => access,
        earlier => {
            if let Some((earlier, _)) = earlier {
                end_in_tx(&mut tx, &mut record, &earlier.token).await?;
            }
            new_session_in_tx(ctx, &mut tx, app, &user, base)
        }
    };
    ctx.commit(tx, record).await?;
    Ok(answer(ctx, access))
}

/// Another token for the one that the refresh token came with; both of these are worth nothing from here on.
async fn renewed(ctx: &Ctx, app: &OAuthApp, asked: &TokenRequest) -> Result<TokenIssued, AppError> {
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let access = store::oauth_access_by_refresh_in_tx(&mut tx, &asked.refresh_token).await?;
    let access = access.filter(|access| access.client_id == app.id).ok_or(errors::REFRESH_TOKEN_UNKNOWN)?;
    let user = live_user_in_tx(&mut tx, access.user_id).await?;
    end_in_tx(&mut tx, &mut record, &access.token).await?;
    let access = new_session_in_tx(ctx, &mut tx, app, &user, access);
    ctx.commit(tx, record).await?;
    Ok(answer(ctx, access))
}

async fn live_user_in_tx(tx: &mut Tx, id: Id) -> Result<User, AppError> {
    let user = user_lock_in_tx(tx, id).await?.filter(|user| user.delete_at == 0);
    user.ok_or_else(|| errors::USER_GONE.into())
}

async fn end_in_tx(tx: &mut Tx, record: &mut Record, token: &str) -> Result<(), AppError> {
    if let Some(session) = store::oauth_session_delete_in_tx(tx, token).await? {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    Ok(())
}

/// A new session of the application for the person, and what it holds from here on.
fn new_session_in_tx(ctx: &Ctx, tx: &mut Tx, app: &OAuthApp, user: &User, base: AccessData) -> AccessData {
    let now_ms = ctx.now_ms();
    let all: StringMap = [
        (props::CSRF, ctx.new_id().to_string()),
        (props::PLATFORM, app.name.clone()),
        (props::OS, "OAuth2".to_owned()),
        (props::BROWSER, "OAuth2".to_owned()),
        (props::OAUTH_APP_ID, app.id.to_string()),
        (props::MATTERMOST_APP_ID, app.mattermost_app_id.clone()),
        (props::IS_GUEST, user.is_guest().to_string()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    let token = ctx.new_id().to_string();
    let session = Session {
        id: ctx.new_id(),
        token: Blanked,
        create_at: now_ms,
        expires_at: now_ms + session_length_ms(&ctx.config(), false),
        last_activity_at: now_ms,
        user_id: user.id,
        roles: user.roles.clone(),
        is_oauth: true,
        props: all,
        ..Session::default()
    };
    let access = AccessData {
        token: token.clone(),
        refresh_token: if app.is_public() { String::new() } else { ctx.new_id().to_string() },
        expires_at: session.expires_at,
        ..base
    };
    sessions::session_insert_in_tx(tx, &SessionWithToken { session, token: SessionToken(token) });
    store::oauth_access_save_in_tx(tx, &access);
    access
}

fn answer(ctx: &Ctx, access: AccessData) -> TokenIssued {
    TokenIssued {
        access_token: access.token,
        token_type: "bearer",
        expires_in: (access.expires_at - ctx.now_ms()) / 1_000,
        scope: access.scope,
        refresh_token: access.refresh_token,
        id_token: String::new(),
        audience: access.audience,
    }
}
