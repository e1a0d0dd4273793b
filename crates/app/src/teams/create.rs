//! Making a team.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::{Team, TeamDraft};
use roost_store::{channels, teams as store};

use super::join::join_in_tx;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// The channels that every team has: name and display name.
pub const DEFAULT_CHANNELS: [(&str, &str); 2] = [("town-square", "Town Square"), ("off-topic", "Off-Topic")];

/// Makes a team with its default channels and the session's user as its administrator.
pub async fn team_create(ctx: &Ctx, draft: TeamDraft) -> Result<Team, AppError> {
    ctx.require(Permission::CreateTeam)?;
    let user = own_user(ctx).await?;
    let team = prepare(ctx, &draft, &user.email);
    team.validate()?;

    let mut tx = ctx.db().begin().await?;
    store::team_insert_in_tx(&mut tx, &team);
    let mut record = Record::new();
    for (name, display_name) in DEFAULT_CHANNELS {
        let channel = default_channel(ctx, team.id, name, display_name);
        channels::channel_insert_in_tx(&mut tx, &channel).await.map_err(|error| {
            if error.is_conflict("teams_name_key") { errors::NAME_TAKEN.into() } else { AppError::from(error) }
        })?;
    }
    join_in_tx(ctx, &mut tx, &mut record, &team, user, true).await?;
    ctx.commit(tx, record).await?;
    Ok(team)
}

fn prepare(ctx: &Ctx, draft: &TeamDraft, email: &str) -> Team {
    Team {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        display_name: draft.display_name.clone(),
        name: draft.name.clone(),
        description: draft.description.clone(),
        email: email.to_owned(),
        team_type: draft.team_type.clone(),
        company_name: draft.company_name.clone(),
        allowed_domains: draft.allowed_domains.clone(),
        invite_id: ctx.new_id().to_string(),
        allow_open_invite: draft.allow_open_invite,
        scheme_id: draft.scheme_id.as_deref().and_then(Id::parse),
        group_constrained: draft.group_constrained,
        ..Team::default()
    }
}

fn default_channel(ctx: &Ctx, team_id: Id, name: &str, display_name: &str) -> Channel {
    Channel {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        team_id,
        channel_type: ChannelType::Open,
        display_name: display_name.to_owned(),
        name: name.to_owned(),
        ..Channel::default()
    }
}
