//! The configuration through the API: shown without secrets, changed with validation, told to administrators.

use std::collections::BTreeMap;

use roost_config::{
    ClientContext, Config, ConfigError, Saved, TypeError, client_config, patched, replaced, sanitized,
    without_defaults, without_masked,
};
use roost_model::permission::Permission;
use roost_model::ws::event;
use roost_model::{ErrorId, limits};
use roost_realtime::{Audience, Event};
use roost_store::users;
use serde_json::{Value, json};

use crate::{AppError, Ctx, Record};

/// What may be left out of a shown configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub remove_masked: bool,
    pub remove_defaults: bool,
}

/// All settings, secrets masked.
pub fn config_get(ctx: &Ctx, shown: Shown) -> Result<Value, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let mut value = sanitized(&ctx.config());
    if shown.remove_masked {
        value = without_masked(value);
    }
    if shown.remove_defaults {
        value = without_defaults(value);
    }
    Ok(value)
}

/// Which settings the environment decides, as a tree of `true`; null for none, and for whoever may not know.
pub fn config_environment(ctx: &Ctx) -> Value {
    let tree = ctx.app().config.overrides().environment();
    let told = ctx.can(Permission::ManageSystem) && tree.as_object().is_some_and(|tree| !tree.is_empty());
    if told { tree } else { Value::Null }
}

/// Replaces the configuration. Masked secrets keep their value.
pub async fn config_replace(ctx: &Ctx, body: Value) -> Result<Value, AppError> {
    change(ctx, |old| replaced(old, body)).await
}

/// Changes the settings that the body names.
pub async fn config_patch(ctx: &Ctx, body: Value) -> Result<Value, AppError> {
    change(ctx, |old| patched(old, body)).await
}

/// Reads the file again.
pub async fn config_reload(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let app = ctx.app_handle();
    let saved = tokio::task::spawn_blocking(move || app.config.reload()).await.map_err(AppError::internal)?;
    announce(ctx, &saved.map_err(refusal)?).await
}

/// The settings that a client reads at start, as far as the session's user may see them.
pub async fn config_for_client(ctx: &Ctx) -> Result<BTreeMap<String, String>, AppError> {
    let (app, installation) = (ctx.app(), &ctx.app().installation);
    let context = ClientContext {
        version: app.node.version.to_owned(),
        build_number: app.node.version.to_owned(),
        build_date: String::new(),
        build_hash: app.node.roost_version.to_owned(),
        build_hash_enterprise: app.node.roost_version.to_owned(),
        service_environment: "production".to_owned(),
        is_fips: false,
        diagnostic_id: installation.id.clone(),
        asymmetric_signing_public_key: installation.signing_public_key.clone(),
        installation_date_ms: installation.installed_at_ms,
        schema_version: SCHEMA_VERSION,
        max_post_size: i64::try_from(limits::POST_MESSAGE_RUNES_MAX).unwrap_or(i64::MAX),
        no_accounts: ctx.session().is_none() && !users::user_any(ctx.db()).await?,
    };
    Ok(client_config(&ctx.config(), &context, ctx.session().is_some()))
}

/// The newest migration of an 11.6 server.
const SCHEMA_VERSION: i64 = 159;

async fn change(
    ctx: &Ctx,
    new: impl FnOnce(&Config) -> Result<Config, TypeError> + Send + 'static,
) -> Result<Value, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let app = ctx.app_handle();
    // The file is written and flushed: not on a thread that serves requests.
    let work = move || app.config.update_with::<ConfigError>(|old| Ok(new(old)?));
    let saved = tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?.map_err(refusal)?;
    announce(ctx, &saved).await?;
    Ok(sanitized(&saved.new))
}

async fn announce(ctx: &Ctx, saved: &Saved) -> Result<(), AppError> {
    if saved.old == saved.new {
        return Ok(());
    }
    let mut record = Record::new();
    let data = json!({ "config": config_for_client(ctx).await? });
    record.event(Event::new(event::CONFIG_CHANGED, &data, Audience::everyone()));
    ctx.commit(ctx.db().begin().await?, record).await
}

fn refusal(error: ConfigError) -> AppError {
    match error {
        ConfigError::Invalid(all) => match all.first() {
            Some(first) => {
                AppError::of(ErrorId { id: first.id, status: 400, message: "{why}" }).with("why", first.to_string())
            }
            None => AppError::internal("a configuration was refused without a reason"),
        },
        ConfigError::Type(error) => AppError::invalid_body("config").because(error),
        other => AppError::internal(other),
    }
}
