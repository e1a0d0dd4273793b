//! Deactivating accounts and bringing them back.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::User;
use roost_store::users as store;
use roost_store::users::change;
use roost_store::{Tx, sessions};

use super::access::{require_over, require_self_or_edit};
use super::{events, permanent, user_get};
use crate::mail::{Mail, Topic};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// Deactivates an account or brings it back, by an administrator or (deactivation) by its owner.
pub async fn user_set_active(ctx: &Ctx, id: Id, active: bool) -> Result<(), AppError> {
    let own = !active && ctx.user_id() == id;
    if !own && !ctx.can(Permission::SysconsoleWriteUserManagementUsers) {
        return Err(errors::ACTIVE_DENIED.into());
    }
    if own && !ctx.config().team.enable_user_deactivation {
        return Err(errors::SELF_DEACTIVATION_OFF.into());
    }
    let user = user_get(ctx, id).await?;
    require_over(ctx, &user)?;
    if active && user.is_guest() && !ctx.config().guest_accounts.enable {
        return Err(errors::GUESTS_OFF.into());
    }
    if user.auth_service == "ldap" {
        return Err(errors::ACTIVE_BY_DIRECTORY.into());
    }
    if own {
        ctx.mail(Mail::to_user(&user, Topic::Deactivated));
    }
    let extra = format!("user_id={id} active={active}");
    set_active(ctx, id, active, &[&extra], true).await
}

/// `DELETE /users/{id}`: deactivation, or with `permanent` the end of the account and everything in it.
pub async fn user_delete(ctx: &Ctx, id: Id, permanent: bool) -> Result<(), AppError> {
    require_self_or_edit(ctx, id)?;
    let may_always = ctx.can(Permission::ManageSystem);
    if ctx.user_id() == id && !ctx.config().team.enable_user_deactivation && !may_always {
        return Err(errors::SELF_DEACTIVATION_OFF.into());
    }
    let user = user_get(ctx, id).await?;
    require_over(ctx, &user)?;
    if !permanent {
        return set_active(ctx, id, false, &[], false).await;
    }
    if !ctx.config().service.enable_api_user_deletion {
        return Err(errors::DELETION_OFF.into());
    }
    permanent::user_delete_permanently(ctx, &user).await
}

/// Deactivates an account or brings it back, whoever asks. `announce` has clients read their lists anew.
pub(crate) async fn set_active(
    ctx: &Ctx,
    id: Id,
    active: bool,
    extras: &[&str],
    announce: bool,
) -> Result<(), AppError> {
    let witnesses = events::witnesses(ctx, id).await?;
    let bots = if !active && ctx.config().service.disable_bots_when_owner_is_deactivated {
        store::user_bots_owned(ctx.db(), id).await?
    } else {
        Vec::new()
    };
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let user = set_active_in_tx(ctx, &mut tx, &mut record, id, active).await?;
    for bot in bots {
        let bot = set_active_in_tx(ctx, &mut tx, &mut record, bot, false).await?;
        events::user_updated(ctx, &mut record, &bot, &[]);
    }
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), extras);
    events::user_updated(ctx, &mut record, &user, &witnesses);
    if announce {
        record.event(events::activation_changed());
    }
    ctx.commit(tx, record).await
}

/// Deactivates every guest: the server takes none any more.
pub(crate) async fn guests_deactivate(ctx: &Ctx) -> Result<(), AppError> {
    let guests = store::user_guests_active(ctx.db()).await?;
    if guests.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    for guest in guests {
        set_active_in_tx(ctx, &mut tx, &mut record, guest, false).await?;
    }
    record.event(events::guests_deactivated());
    ctx.commit(tx, record).await
}

/// Writes the state; a deactivated account loses its sessions and sockets.
pub(super) async fn set_active_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    id: Id,
    active: bool,
) -> Result<User, AppError> {
    let mut user = change::user_lock_in_tx(tx, id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    user.update_at = ctx.now_ms().max(user.update_at + 1);
    user.delete_at = if active { 0 } else { user.update_at };
    change::user_set_active_in_tx(tx, id, user.delete_at, user.update_at);
    record.invalidate(Kind::User, id).invalidate(Kind::Status, id);
    if !active {
        sessions::session_delete_for_user_in_tx(tx, id, Id::EMPTY).await?;
        record.invalidate(Kind::UserSessions, id).invalidate(Kind::EndSockets, id);
    }
    Ok(user)
}
