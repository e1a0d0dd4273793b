//! What members want to be told of.

use roost_model::Id;
use roost_model::channel_member::{ChannelMember, notify};
use roost_model::errors::channel as errors;
use roost_model::limits::{CHANNEL_NOTIFY_PROPS_RUNES_MAX, exceeds_runes};
use roost_model::user::StringMap;
use roost_store::channel_members as store;

use super::events;
use super::roles::member_of;
use super::visible::require_self_or_editor;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// The settings that a client may change.
const SETTINGS: [&str; 10] = [
    notify::AUTO_FOLLOW_THREADS,
    notify::DESKTOP,
    notify::DESKTOP_NOTIFICATION_SOUND,
    notify::DESKTOP_SOUND,
    notify::DESKTOP_THREADS,
    notify::EMAIL,
    notify::IGNORE_MENTIONS,
    notify::MARK_UNREAD,
    notify::PUSH,
    notify::PUSH_THREADS,
];

/// Changes the named settings of a membership and keeps the others. Values are not checked here, as in the original:
/// clients take what they do not know for the default.
pub async fn channel_member_set_notify_props(
    ctx: &Ctx,
    id: Id,
    user: Id,
    settings: StringMap,
) -> Result<ChannelMember, AppError> {
    require_self_or_editor(ctx, user)?;
    let known: StringMap = settings.into_iter().filter(|(name, _)| SETTINGS.contains(&name.as_str())).collect();
    if known.values().any(|value| exceeds_runes(value, CHANNEL_NOTIFY_PROPS_RUNES_MAX)) {
        return Err(errors::NOTIFY_LIMIT.into());
    }
    let mut tx = ctx.db().begin().await?;
    if !store::channel_member_set_notify_props_in_tx(&mut tx, id, user, &known, ctx.now_ms()).await? {
        return Err(errors::MEMBER_NOT_FOUND.into());
    }
    let row = store::channel_member_get_in_tx(&mut tx, id, user).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    let member = member_of(ctx, row);
    let mut record = Record::new();
    record.invalidate(Kind::ChannelAudience, id).event(events::member_updated(&member));
    ctx.commit(tx, record).await?;
    Ok(member)
}
