//! The permission scheme of a channel.

use roost_model::Id;
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::channels as store;

use super::events;
use crate::access::channel::channel_get;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Gives a channel a scheme of its own, or with an empty id that of its team.
pub async fn channel_set_scheme(ctx: &Ctx, id: Id, scheme_id: &str) -> Result<(), AppError> {
    let scheme_id = match scheme_id {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or_else(|| AppError::invalid_body("scheme_id"))?,
    };
    ctx.require(Permission::SysconsoleWriteUserManagementChannels)?;
    if !scheme_id.is_empty() {
        let scheme = ctx.roles().schemes.get(&scheme_id).ok_or(roost_model::errors::scheme::NOT_FOUND)?;
        if scheme.scope != "channel" {
            return Err(errors::SCHEME_SCOPE.into());
        }
    }
    channel_get(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    channel.scheme_id = Some(scheme_id);
    channel.update_at = ctx.now_ms();
    store::channel_update_in_tx(&mut tx, &channel).await?;
    let mut record = Record::new();
    record.invalidate(Kind::Channel, id).event(events::updated(&channel));
    ctx.commit(tx, record).await
}
