//! A person lets an application act for them, or no longer.

use roost_model::errors::oauth as errors;
use roost_model::oauth::{AuthorizeRequest, OAuthApp, SCOPE_USER};
use roost_model::preference::Preference;
use roost_model::{Id, error as ids};
use roost_store::{oauth as store, preferences};

use super::apps::find;
use super::redirect::{with_fragment, with_query};
use super::{PREFERENCE_CATEGORY, code, require_on, token};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// What comes of a person's visit at the page of consent.
#[derive(Debug)]
pub enum Consent {
    /// They have to log in first.
    LogIn,
    /// They are asked about this application.
    Ask(Box<OAuthApp>),
    /// They need not be asked; the address where they go on.
    Given(String),
}

/// Whether the session's user has to be asked before an application acts for them.
pub async fn oauth_consent(ctx: &Ctx, asked: &AuthorizeRequest) -> Result<Consent, AppError> {
    require_on(ctx, errors::AUTHORIZE_OFF)?;
    let app = checked(ctx, asked).await?;
    if ctx.session().is_none() {
        return Ok(Consent::LogIn);
    }
    refuse_applications(ctx)?;
    if app.is_trusted || allowed_before(ctx, asked).await? {
        return Ok(Consent::Given(given(ctx, &app, asked).await?));
    }
    Ok(Consent::Ask(Box::new(app.sanitized())))
}

/// The session's user lets an application act for them. Returns the address where they go on.
pub async fn oauth_allow(ctx: &Ctx, asked: &AuthorizeRequest) -> Result<String, AppError> {
    require_on(ctx, errors::AUTHORIZE_OFF)?;
    let app = checked(ctx, asked).await?;
    refuse_applications(ctx)?;
    given(ctx, &app, asked).await
}

/// The application that asks, if it may ask so.
async fn checked(ctx: &Ctx, asked: &AuthorizeRequest) -> Result<OAuthApp, AppError> {
    asked.validate()?;
    let app = find(ctx, Id::parse_or_empty(&asked.client_id)).await?;
    // Only to where its makers said: anything else would hand codes to strangers.
    if !app.callback_urls.contains(&asked.redirect_uri) {
        return Err(errors::REDIRECT_NOT_REGISTERED.into());
    }
    Ok(app)
}

/// An application does not let other applications act for the person.
fn refuse_applications(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.session().is_some_and(|session| session.is_oauth) { Err(ids::PERMISSIONS.into()) } else { Ok(()) }
}

fn scope_of(asked: &AuthorizeRequest) -> String {
    if asked.scope.is_empty() { SCOPE_USER.to_owned() } else { asked.scope.clone() }
}

async fn allowed_before(ctx: &Ctx, asked: &AuthorizeRequest) -> Result<bool, AppError> {
    let scope = scope_of(asked);
    let all = preferences::preference_list(ctx.db(), ctx.user_id()).await?;
    let is_it =
        |one: &Preference| one.category == PREFERENCE_CATEGORY && one.name == asked.client_id && one.value == scope;
    Ok(all.iter().any(is_it))
}

async fn given(ctx: &Ctx, app: &OAuthApp, asked: &AuthorizeRequest) -> Result<String, AppError> {
    let state = asked.state.as_str();
    match asked.response_type.as_str() {
        "code" => {
            if app.is_public() && asked.code_challenge.is_empty() {
                return Err(errors::CHALLENGE_REQUIRED.into());
            }
            let code = code::new(ctx, app.id, asked, &scope_of(asked));
            let mut tx = ctx.db().begin().await?;
            store::oauth_code_insert_in_tx(&mut tx, &code);
            let record = remember_in_tx(ctx, &mut tx, app, asked);
            ctx.commit(tx, record).await?;
            Ok(with_query(&asked.redirect_uri, &[("code", &code.code), ("state", state)]))
        }
        "token" if !app.is_public() => {
            let mut tx = ctx.db().begin().await?;
            let record = remember_in_tx(ctx, &mut tx, app, asked);
            let issued = token::implicit(ctx, tx, record, app, asked, &scope_of(asked)).await?;
            let expires_in = issued.expires_in.to_string();
            let pairs = [
                ("access_token", issued.access_token.as_str()),
                ("token_type", issued.token_type),
                ("expires_in", &expires_in),
                ("scope", &issued.scope),
                ("state", state),
            ];
            Ok(with_fragment(&asked.redirect_uri, &pairs))
        }
        _ => Ok(with_query(&asked.redirect_uri, &[("error", "unsupported_response_type"), ("state", state)])),
    }
}

/// Notes that the person lets the application act for them.
fn remember_in_tx(ctx: &Ctx, tx: &mut roost_store::Tx, app: &OAuthApp, asked: &AuthorizeRequest) -> Record {
    let user = ctx.user_id();
    let preference = Preference {
        user_id: user,
        category: PREFERENCE_CATEGORY.to_owned(),
        name: app.id.to_string(),
        value: scope_of(asked),
    };
    preferences::preference_save_in_tx(tx, user, &[&preference]);
    let extra = format!("client_id={}", app.id);
    audit::note_in_tx(ctx, tx, user, &[&extra]);
    let mut record = Record::new();
    record.invalidate(Kind::Preferences, user);
    record
}

/// The session's user no longer lets an application act for them: its session ends, and its codes are worth nothing.
pub async fn oauth_deauthorize(ctx: &Ctx, client: Id) -> Result<(), AppError> {
    require_on(ctx, errors::AUTHORIZE_OFF)?;
    refuse_applications(ctx)?;
    let user = ctx.user_id();
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let preference = Preference {
        user_id: user,
        category: PREFERENCE_CATEGORY.to_owned(),
        name: client.to_string(),
        value: String::new(),
    };
    preferences::preference_delete_in_tx(&mut tx, user, &[&preference]);
    store::oauth_codes_delete_in_tx(&mut tx, client, user);
    for session in store::oauth_access_delete_in_tx(&mut tx, client, user).await? {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    record.invalidate(Kind::Preferences, user);
    ctx.commit(tx, record).await
}
