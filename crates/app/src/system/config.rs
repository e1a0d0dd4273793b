//! The configuration through the API: shown without secrets, changed with validation, told to clients.

use std::collections::BTreeMap;

use roost_config::{
    ClientContext, Config, ConfigError, Saved, TypeError, client_config, diff, patched, replaced, sanitized,
    without_defaults, without_masked,
};
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use roost_model::ws::event;
use roost_model::ws::system::ConfigChanged;
use roost_model::{ErrorId, Id, limits};
use roost_realtime::{Audience, Event};
use serde_json::{Map, Value};

use super::console::{Access, Console};
use crate::record::Kind;
use crate::users::guests_deactivate;
use crate::{App, AppError, Ctx, Db, Record};

/// What may be left out of a shown configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub remove_masked: bool,
    pub remove_defaults: bool,
}

/// All settings, secrets masked; null for those on pages of the console that are closed to the session's user.
pub fn config_get(ctx: &Ctx, shown: Shown) -> Result<Value, AppError> {
    let console = Console::required(ctx, Access::Read)?;
    let mut value = sanitized(&ctx.config());
    if shown.remove_masked {
        value = without_masked(value);
    }
    if shown.remove_defaults {
        value = without_defaults(value);
    }
    Ok(console.filtered(value))
}

/// Which settings the environment decides, as a tree of `true`, as far as the session's user may read them; null for
/// none.
pub fn config_environment(ctx: &Ctx) -> Value {
    Console::of(ctx, Access::Read).only_open(ctx.app().config.overrides().environment())
}

/// Replaces the configuration. Masked secrets keep their value.
pub async fn config_replace(ctx: &Ctx, body: Value) -> Result<Value, AppError> {
    change(ctx, |old| replaced(old, body)).await
}

/// Changes the settings that the body names.
pub async fn config_patch(ctx: &Ctx, body: Value) -> Result<Value, AppError> {
    change(ctx, |old| patched(old, body)).await
}

/// Changes the configuration as `wanted` says, for who may write settings.
pub async fn config_change(
    ctx: &Ctx,
    wanted: impl FnOnce(&Config) -> Result<Config, TypeError> + Send + 'static,
) -> Result<(), AppError> {
    change(ctx, wanted).await.map(drop)
}

/// Reads the file again.
pub async fn config_reload(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ReloadConfig)?;
    let app = ctx.app_handle();
    let saved = tokio::task::spawn_blocking(move || app.config.reload()).await.map_err(AppError::internal)?;
    let saved = saved.map_err(|error| {
        AppError::new(errors::CONFIG_RELOAD).with("reason", error.to_string()).because("the file cannot be used")
    })?;
    announce(ctx.app(), ctx.db(), &saved).await
}

/// The settings that a client reads at start, as far as the session's user may see them.
pub async fn config_for_client(ctx: &Ctx) -> Result<BTreeMap<String, String>, AppError> {
    for_client(ctx.app(), ctx.db(), ctx.session().is_some()).await
}

async fn for_client(app: &App, db: &Db, signed_in: bool) -> Result<BTreeMap<String, String>, AppError> {
    let installation = &app.installation;
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
        schema_version: installation.schema_version,
        max_post_size: i64::try_from(limits::POST_MESSAGE_RUNES_MAX).unwrap_or(i64::MAX),
        no_accounts: !signed_in && installation.no_accounts(db).await?,
    };
    Ok(client_config(&app.config.current(), &context, signed_in))
}

async fn change(
    ctx: &Ctx,
    wanted: impl FnOnce(&Config) -> Result<Config, TypeError> + Send + 'static,
) -> Result<Value, AppError> {
    let console = Console::required(ctx, Access::Write)?;
    let app = ctx.app_handle();
    // The file is written and flushed: not on a thread that serves requests.
    let work = move || app.config.update_with::<Refused>(|old| allowed(old, wanted(old)?, &console));
    let saved =
        tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?.map_err(|refused| match refused {
            Refused::App(error) => error,
            Refused::Config(error) => refusal(error),
        })?;
    announce(ctx.app(), ctx.db(), &saved).await?;
    if saved.old.guest_accounts.enable && !saved.new.guest_accounts.enable {
        guests_deactivate(ctx).await?;
    }
    Ok(Console::of(ctx, Access::Read).filtered(sanitized(&saved.new)))
}

/// Why a change is refused.
enum Refused {
    App(AppError),
    Config(ConfigError),
}

impl From<ConfigError> for Refused {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<TypeError> for Refused {
    fn from(error: TypeError) -> Self {
        Self::Config(error.into())
    }
}

/// The wish, but settings that its sender may not write keep their values without a word, as in the original.
fn allowed(old: &Config, new: Config, console: &Console) -> Result<Config, Refused> {
    if !old.service.site_url.is_empty() && new.service.site_url.is_empty() {
        return Err(Refused::App(errors::CONFIG_CLEAR_SITE_URL.into()));
    }
    let changed = diff(old, &new);
    if let Some(key) = changed.iter().find(|key| key.path == IMPORT_DIRECTORY) {
        return Err(Refused::App(AppError::new(errors::CONFIG_SECURITY).with("key", key.path.clone())));
    }
    let closed = |path: &str| !console.may(path) || ONLY_BY_HAND.contains(&path);
    if !changed.iter().any(|key| closed(&key.path)) {
        return Ok(new);
    }
    let values = new.to_json();
    let mut open = Value::Object(Map::new());
    for key in changed.iter().filter(|key| !closed(&key.path)) {
        copy(&mut open, &values, &key.path);
    }
    Ok(patched(old, open)?)
}

/// What is in it is taken in with all rights: a change is refused.
const IMPORT_DIRECTORY: &str = "ImportSettings.Directory";

/// Whether the API never changes the setting, whoever asks.
pub(super) fn by_hand(path: &str) -> bool {
    path == IMPORT_DIRECTORY || ONLY_BY_HAND.contains(&path)
}

/// Settings that decide which program text the server trusts: the API leaves them as they are.
const ONLY_BY_HAND: [&str; 2] = ["PluginSettings.EnableUploads", "PluginSettings.SignaturePublicKeyFiles"];

/// Copies the value at a dotted path.
fn copy(into: &mut Value, from: &Value, path: &str) {
    let (mut into, mut from) = (into, from);
    for name in path.split('.') {
        if !into.is_object() {
            *into = Value::Object(Map::new());
        }
        let (Value::Object(map), Some(value)) = (into, from.get(name)) else { return };
        into = map.entry(name).or_insert(Value::Null);
        from = value;
    }
    *into = from.clone();
}

/// Tells everybody connected of a change; nothing is sent when there was none.
pub async fn announce(app: &App, db: &Db, saved: &Saved) -> Result<(), AppError> {
    let changed = diff(&saved.old, &saved.new);
    if changed.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = changed.iter().map(|key| key.path.as_str()).collect();
    let restart = changed.iter().any(|key| key.restart);
    tracing::info!(?keys, restart, "the configuration changed");
    let mut record = Record::new();
    let data = ConfigChanged { config: for_client(app, db, true).await? };
    record.invalidate(Kind::Config, Id::EMPTY);
    record.event(Event::new(event::CONFIG_CHANGED, &data, Audience::everyone()));
    app.commit(db.begin().await?, record).await
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
