//! Making and changing applications.

use roost_model::Id;
use roost_model::errors::oauth as errors;
use roost_model::oauth::{OAuthApp, OAuthAppDraft};
use roost_model::permission::Permission;
use roost_store::StoreError;
use roost_store::channel_lists::Page;
use roost_store::oauth as store;

use super::require_on;
use crate::record::Kind;
use crate::users::access::require_self_or_edit;
use crate::{AppError, Ctx, Record};

/// 403 for whoever may not manage applications; 501 where there are none.
pub fn require_manage(ctx: &Ctx) -> Result<(), AppError> {
    require_on(ctx, errors::OFF)?;
    ctx.require(Permission::ManageOauth)
}

pub(super) async fn find(ctx: &Ctx, id: Id) -> Result<OAuthApp, AppError> {
    store::oauth_app_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// An application that the session's user manages: their own, or anybody's for whoever manages all.
async fn managed(ctx: &Ctx, id: Id) -> Result<OAuthApp, AppError> {
    require_manage(ctx)?;
    let app = find(ctx, id).await?;
    if app.creator_id != ctx.user_id() {
        ctx.require(Permission::ManageSystemWideOauth)?;
    }
    Ok(app)
}

/// Makes an application.
pub async fn oauth_app_create(ctx: &Ctx, draft: OAuthAppDraft) -> Result<OAuthApp, AppError> {
    let (now_ms, is_named) = (ctx.now_ms(), !draft.id.is_empty());
    let app = OAuthApp {
        id: ctx.new_id(),
        creator_id: ctx.user_id(),
        create_at: now_ms,
        update_at: now_ms,
        client_secret: if draft.is_public { String::new() } else { ctx.new_id().to_string() },
        // Nobody is asked about a trusted one: administrators decide that.
        is_trusted: draft.is_trusted && ctx.can(Permission::ManageSystem),
        ..words(draft)
    };
    if is_named {
        return Err(errors::ID_GIVEN.into());
    }
    app.validate()?;
    insert(ctx, &app).await?;
    Ok(app)
}

pub(super) async fn insert(ctx: &Ctx, app: &OAuthApp) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    store::oauth_app_insert_in_tx(&mut tx, app);
    ctx.commit(tx, Record::new()).await
}

fn words(draft: OAuthAppDraft) -> OAuthApp {
    OAuthApp {
        name: draft.name,
        description: draft.description,
        icon_url: draft.icon_url,
        callback_urls: draft.callback_urls,
        homepage: draft.homepage,
        is_trusted: draft.is_trusted,
        mattermost_app_id: draft.mattermost_app_id,
        ..OAuthApp::default()
    }
}

/// Changes what is said of an application.
pub async fn oauth_app_update(ctx: &Ctx, id: Id, draft: OAuthAppDraft) -> Result<OAuthApp, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("app_id"));
    }
    let old = managed(ctx, id).await?;
    let trusted = if ctx.can(Permission::ManageSystem) { draft.is_trusted } else { old.is_trusted };
    let app = OAuthApp {
        id,
        creator_id: old.creator_id,
        create_at: old.create_at,
        update_at: ctx.now_ms().max(old.update_at + 1),
        client_secret: old.client_secret,
        is_trusted: trusted,
        is_dynamically_registered: old.is_dynamically_registered,
        ..words(draft)
    };
    app.validate()?;
    write(ctx, &app).await?;
    Ok(app)
}

async fn write(ctx: &Ctx, app: &OAuthApp) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    store::oauth_app_update_in_tx(&mut tx, app);
    ctx.commit(tx, Record::new()).await.map_err(gone)
}

fn gone(error: AppError) -> AppError {
    match error.store() {
        Some(StoreError::Gone) => errors::NOT_FOUND.into(),
        _ => error,
    }
}

/// Gives an application another secret; the one before is worth nothing from here on.
pub async fn oauth_app_regenerate(ctx: &Ctx, id: Id) -> Result<OAuthApp, AppError> {
    let mut app = managed(ctx, id).await?;
    if app.is_public() {
        return Err(errors::PUBLIC_HAS_NO_SECRET.into());
    }
    app.client_secret = ctx.new_id().to_string();
    app.update_at = ctx.now_ms().max(app.update_at + 1);
    write(ctx, &app).await?;
    Ok(app)
}

/// An application with its secret, for those who manage it.
pub async fn oauth_app_get(ctx: &Ctx, id: Id) -> Result<OAuthApp, AppError> {
    managed(ctx, id).await
}

/// What anybody may know of an application.
pub async fn oauth_app_info(ctx: &Ctx, id: Id) -> Result<OAuthApp, AppError> {
    require_on(ctx, errors::OFF)?;
    Ok(find(ctx, id).await?.sanitized())
}

/// The applications that the session's user manages.
pub async fn oauth_app_list(ctx: &Ctx, page: Page) -> Result<Vec<OAuthApp>, AppError> {
    require_on(ctx, errors::OFF)?;
    let creator = if ctx.can(Permission::ManageSystemWideOauth) {
        Id::EMPTY
    } else if ctx.can(Permission::ManageOauth) {
        ctx.user_id()
    } else {
        return Err(errors::ADMIN_ONLY.into());
    };
    Ok(store::oauth_app_page(ctx.db(), creator, page).await?)
}

/// The applications that somebody lets act for them.
pub async fn oauth_apps_authorized(ctx: &Ctx, user: Id, page: Page) -> Result<Vec<OAuthApp>, AppError> {
    require_on(ctx, errors::OFF)?;
    require_self_or_edit(ctx, user)?;
    let apps = store::oauth_app_authorized(ctx.db(), user, page).await?;
    Ok(apps.into_iter().map(OAuthApp::sanitized).collect())
}

/// Takes an application away. It acts for nobody from here on: its sessions end.
pub async fn oauth_app_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    managed(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    store::oauth_app_delete_in_tx(&mut tx, id);
    for session in store::oauth_access_delete_in_tx(&mut tx, id, Id::EMPTY).await.map_err(|e| gone(e.into()))? {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    for user in store::oauth_preferences_delete_in_tx(&mut tx, id).await? {
        record.invalidate(Kind::Preferences, user);
    }
    ctx.commit(tx, record).await
}
