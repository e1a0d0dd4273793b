//! Conversations of two, where they are meant for people of one team.

use roost_model::channel::{Channel, ChannelType};
use roost_model::{ErrorId, Id};

use super::team;
use crate::{AppError, Ctx};

/// In a conversation with somebody who is in none of one's teams, where that is not allowed, `refusal` is the answer.
pub async fn require_common_team(ctx: &Ctx, channel: &Channel, refusal: &'static ErrorId) -> Result<(), AppError> {
    let direct = channel.channel_type == ChannelType::Direct;
    if direct && ctx.config().team.restrict_direct_message == "team" && !common_team(ctx, &channel.name).await? {
        return Err(refusal.into());
    }
    Ok(())
}

/// Whether both people of a direct channel with this name are in one team.
async fn common_team(ctx: &Ctx, name: &str) -> Result<bool, AppError> {
    let Some((one, two)) = name.split_once("__").filter(|(one, two)| one != two) else { return Ok(true) };
    let ones = team::memberships(ctx, Id::parse_or_empty(one)).await?;
    let twos = team::memberships(ctx, Id::parse_or_empty(two)).await?;
    Ok(ones.teams.keys().any(|team| twos.teams.contains_key(team)))
}
