//! Who may upload to a channel and read a file.

use roost_model::channel::ChannelType;
use roost_model::file::StoredFile;
use roost_model::{ErrorId, Id};

use super::upload::BOOKMARK_OWNER;
use crate::access::channel::{ReadContent, UploadFile};
use crate::access::{ChannelAccess, channel, team};
use crate::{AppError, Ctx};

/// Proof that the session's user may upload to the channel. In a conversation with somebody who is in none of one's
/// teams, where that is not allowed, `restricted` is the refusal.
pub(super) async fn require_upload(
    ctx: &Ctx,
    channel_id: Id,
    restricted: &'static ErrorId,
) -> Result<ChannelAccess<UploadFile>, AppError> {
    let access = channel::channel::<UploadFile>(ctx, channel_id).await?;
    let direct = access.channel.channel_type == ChannelType::Direct;
    if direct && ctx.config().team.restrict_direct_message == "team" && !common_team(ctx, &access.channel.name).await? {
        return Err(restricted.into());
    }
    Ok(access)
}

/// Whether both people of a direct channel with this name are in one team.
async fn common_team(ctx: &Ctx, name: &str) -> Result<bool, AppError> {
    let Some((one, two)) = name.split_once("__").filter(|(one, two)| one != two) else { return Ok(true) };
    let ones = team::memberships(ctx, Id::parse_or_empty(one)).await?;
    let twos = team::memberships(ctx, Id::parse_or_empty(two)).await?;
    Ok(ones.teams.keys().any(|team| twos.teams.contains_key(team)))
}

/// 403 unless the file is the session user's own or they may read the channel that it is in.
pub(super) async fn require_read(ctx: &Ctx, file: &StoredFile) -> Result<(), AppError> {
    let owner = &file.info.user_id;
    if owner != BOOKMARK_OWNER && owner == ctx.user_id().as_str() {
        return Ok(());
    }
    channel::channel::<ReadContent>(ctx, file.info.channel_id).await.map(drop)
}
