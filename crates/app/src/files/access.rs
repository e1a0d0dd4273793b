//! Who may upload to a channel and read a file.

use roost_model::file::StoredFile;
use roost_model::{ErrorId, Id};

use super::upload::BOOKMARK_OWNER;
use crate::access::channel::{ReadContent, UploadFile};
use crate::access::{ChannelAccess, channel, direct};
use crate::posts::burning::secret_require;
use crate::{AppError, Ctx};

/// Proof that the session's user may upload to the channel. In a conversation with somebody who is in none of one's
/// teams, where that is not allowed, `restricted` is the refusal.
pub(super) async fn require_upload(
    ctx: &Ctx,
    channel_id: Id,
    restricted: &'static ErrorId,
) -> Result<ChannelAccess<UploadFile>, AppError> {
    let access = channel::channel::<UploadFile>(ctx, channel_id).await?;
    direct::require_common_team(ctx, &access.channel, restricted).await?;
    Ok(access)
}

/// 403 unless the file is the session user's own or they may read the channel that it is in; 404 while they do not see the
/// post that it burns with.
pub(super) async fn require_read(ctx: &Ctx, file: &StoredFile) -> Result<(), AppError> {
    let owner = &file.info.user_id;
    if owner != BOOKMARK_OWNER && owner == ctx.user_id().as_str() {
        return Ok(());
    }
    channel::channel::<ReadContent>(ctx, file.info.channel_id).await?;
    match file.info.post_id.some() {
        Some(post) => secret_require(ctx, post).await,
        None => Ok(()),
    }
}
