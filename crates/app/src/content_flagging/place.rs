//! What reviewers see of the place of a reported post, members of it or not.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::content_flagging::field;
use roost_model::errors::data_spillage as errors;
use roost_model::errors::{channel as channel_errors, file as file_errors};
use roost_model::file::StoredFile;
use roost_model::post::Post;
use roost_model::team::Team;
use roost_store::{channels, content_flagging as store, files};

use super::desk::Desk;
use super::review::reviewed;
use crate::access::channel::channel_get;
use crate::access::team::team_get;
use crate::{AppError, Ctx};

/// The post, if it is reported and the session's user reviews such posts.
async fn reported(ctx: &Ctx, id: &str) -> Result<Post, AppError> {
    let id = Id::parse(id).ok_or_else(|| AppError::invalid_url("flagged_post_id"))?;
    let post = reviewed(ctx, id).await?.post;
    let desk = Desk::open(ctx).await?;
    let values = store::report_values(ctx.db(), id).await?;
    desk.value(&values, field::STATUS)?.ok_or(errors::NOT_REPORTED)?;
    Ok(post)
}

/// The channel of a reported post.
pub async fn flagged_channel(ctx: &Ctx, post: &str, id: Id) -> Result<Channel, AppError> {
    if reported(ctx, post).await?.channel_id != id {
        return Err(errors::CHANNEL_MISMATCH.into());
    }
    channels::channel_get(ctx.db(), id).await?.ok_or_else(|| channel_errors::NOT_FOUND.into())
}

/// The team of a reported post, without what lets people in.
pub async fn flagged_team(ctx: &Ctx, post: &str, id: Id) -> Result<Team, AppError> {
    let post = reported(ctx, post).await?;
    if channel_get(ctx, post.channel_id).await?.team_id != id {
        return Err(errors::TEAM_MISMATCH.into());
    }
    let mut team = (*team_get(ctx, id).await?).clone();
    team.sanitize(false, false);
    Ok(team)
}

/// A file of a reported post, which goes out of sight with it.
pub(crate) async fn flagged_file(ctx: &Ctx, post: &str, id: Id) -> Result<StoredFile, AppError> {
    let post = reported(ctx, post).await?;
    let file = files::file_get(ctx.db(), id).await?.ok_or(file_errors::INFO_NOT_FOUND)?;
    if file.info.post_id == post.id { Ok(file) } else { Err(errors::FILE_MISMATCH.into()) }
}
