//! Conversations of two, where they are meant for people of one team.

use roost_model::channel::{Channel, ChannelType};
use roost_model::{ErrorId, Id};

use super::team;
use crate::posts::audience_of;
use crate::{AppError, Ctx};

/// In a conversation of people who are not all in one team, where that is not allowed, `refusal` is the answer.
pub async fn require_common_team(ctx: &Ctx, channel: &Channel, refusal: &'static ErrorId) -> Result<(), AppError> {
    let conversation = matches!(channel.channel_type, ChannelType::Direct | ChannelType::Group);
    if conversation && ctx.config().team.restrict_direct_message == "team" && !common_team(ctx, channel.id).await? {
        return Err(refusal.into());
    }
    Ok(())
}

/// Whether the people of a conversation are all in one team. Programs are in none, and may be written to all the same.
async fn common_team(ctx: &Ctx, channel: Id) -> Result<bool, AppError> {
    let audience = audience_of(ctx, channel).await?;
    let mut people = audience.members.iter().filter(|(_, member)| !member.is_bot).map(|(id, _)| *id);
    let Some(first) = people.next() else { return Ok(true) };
    let mut common: Vec<Id> = team::memberships(ctx, first).await?.teams.keys().copied().collect();
    let mut alone = true;
    for person in people {
        alone = false;
        let theirs = team::memberships(ctx, person).await?;
        common.retain(|team| theirs.teams.contains_key(team));
    }
    Ok(alone || !common.is_empty())
}
