//! Turning a bot into the account of a person.

use roost_model::Id;
use roost_model::errors::bot as errors;
use roost_model::permission::Permission;
use roost_model::user::{ROLE_SYSTEM_ADMIN, User, UserPatch};
use roost_store::users::change;
use roost_store::{StoreError, bots as store, sessions};

use crate::record::Kind;
use crate::users::password::set_password_in_tx;
use crate::users::patch::{taken, user_change_in_tx};
use crate::users::{events, secrets};
use crate::{AppError, Ctx, Record};

/// What the account is to become.
pub struct BotConversion {
    pub patch: UserPatch,
    pub system_admin: bool,
}

/// 404 unless the bot is there and switched on; asked before the body is read.
pub async fn bot_to_convert(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let bot = store::bot_get(ctx.db(), id).await?;
    bot.filter(|bot| bot.delete_at == 0).map(drop).ok_or_else(|| errors::NOT_FOUND.into())
}

/// Gives the account a password and what else the patch names, and forgets that it was a bot.
pub async fn bot_convert(ctx: &Ctx, id: Id, conversion: &BotConversion) -> Result<User, AppError> {
    let BotConversion { patch, system_admin } = conversion;
    let password = patch.password.as_deref().filter(|password| !password.is_empty());
    let password = password.ok_or_else(|| AppError::invalid_body("userPatch"))?;
    ctx.require(Permission::ManageSystem)?;
    secrets::check_policy(ctx, password)?;
    let hash = secrets::hash(ctx, password).await?;
    let witnesses = events::witnesses(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let bot = store::bot_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    let as_person = |user: &mut User| {
        user.apply(patch);
        user.is_bot = false;
        user.bot_description.clear();
    };
    let mut user = user_change_in_tx(ctx, &mut tx, &mut record, &witnesses, id, as_person).await?;
    if *system_admin && !user.is_system_admin() {
        user.roles = format!("{} {ROLE_SYSTEM_ADMIN}", user.roles);
        change::user_set_roles_in_tx(&mut tx, id, &user.roles, user.update_at);
        sessions::session_set_roles_in_tx(&mut tx, id, &user.roles);
        record.invalidate(Kind::UserSessions, id).invalidate(Kind::RefreshSockets, id);
        record.event(events::role_updated(&user));
    }
    set_password_in_tx(ctx, &mut tx, &mut record, id, hash).await?;
    store::bot_delete_in_tx(&mut tx, id);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::NOT_FOUND.into(),
        _ => taken(error),
    })?;
    // The answer still tells of the bot that it was.
    user.is_bot = true;
    user.bot_description = bot.description;
    Ok(user)
}
