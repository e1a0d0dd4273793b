//! Making a team.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, DEFAULT_NAME, OFF_TOPIC_NAME};
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::{Team, TeamDraft};
use roost_store::{channels, teams as store};

use super::join::{default_channel_names, is_email_allowed, join_in_tx};
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Makes a team with its default channels and the session's user as its administrator.
pub async fn team_create(ctx: &Ctx, draft: TeamDraft) -> Result<Team, AppError> {
    if !ctx.can(Permission::CreateTeam) {
        return Err(errors::CREATE_DENIED.into());
    }
    let user = own_user(ctx).await?;
    let team = prepare(ctx, &draft, &user.email);
    if !is_email_allowed(ctx, &user, &team) {
        return Err(errors::CREATE_DOMAIN.into());
    }
    if !draft.id.is_empty() {
        return Err(errors::NAME_TAKEN.into());
    }
    team.validate()?;

    let mut tx = ctx.db().begin().await?;
    store::team_insert_in_tx(&mut tx, &team);
    let mut record = Record::new();
    for name in default_channel_names(ctx) {
        let channel = default_channel(ctx, team.id, &name);
        channels::channel_insert_in_tx(&mut tx, &channel).await.map_err(|error| {
            if error.is_conflict("teams_name_key") { errors::NAME_TAKEN.into() } else { AppError::from(error) }
        })?;
    }
    join_in_tx(ctx, &mut tx, &mut record, &team, user, None).await?;
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

fn default_channel(ctx: &Ctx, team_id: Id, name: &str) -> Channel {
    let display_name = match name {
        DEFAULT_NAME => "Town Square",
        OFF_TOPIC_NAME => "Off-Topic",
        other => other,
    };
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
