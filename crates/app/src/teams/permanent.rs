//! Deleting teams for good.

use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_store::{channels, team_members, teams as store};

use super::change::open;
use super::events;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Deletes a team with its channels and everything that was written in them. Files of the file store stay until they
/// are cleaned up, but for the icon.
pub async fn team_delete_forever(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let (mut tx, mut team) = open(ctx, id).await?;
    if !ctx.config().service.enable_api_team_deletion {
        let admin = ctx.can(Permission::ManageSystem);
        return Err(if admin { errors::DELETE_FOREVER_OFF_ADMIN } else { errors::DELETE_FOREVER_OFF }.into());
    }
    let members = team_members::team_member_list_all_in_tx(&mut tx, id).await?;
    let mut record = Record::new();
    for (channel, users) in store::team_channel_members_in_tx(&mut tx, id).await? {
        channels::channel_delete_in_tx(&mut tx, channel);
        record.invalidate(Kind::Channel, channel);
        for user in users {
            record.left_channel(user, channel);
        }
    }
    store::team_purge_in_tx(&mut tx, id);
    team.delete_at = ctx.now_ms();
    record.invalidate(Kind::Team, id);
    // Membership changes are applied before events, so those who were in the team are told one by one.
    for member in members {
        record.left_team(member.user_id, id).event(events::deleted_for(&team, member.user_id));
    }
    ctx.commit(tx, record).await?;
    if let Err(error) = ctx.app().blobs.delete_prefix(&format!("teams/{id}")).await {
        tracing::warn!(team = %id, %error, "the icon of a deleted team stays behind");
    }
    Ok(())
}
