//! Tying groups of a directory to teams and channels. Custom groups are never tied.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::{channel as channel_errors, group as errors};
use roost_model::group::{Tie, TiePatch};
use roost_model::permission::Permission;
use roost_store::group_ties::{self as store, Place};

use super::access::find;
use super::events;
use super::ties::{TieKind, ties};
use crate::access::channel::{channel, channel_get};
use crate::access::team::{require_in_team, team_get};
use crate::channels::actions::ManageMembers;
use crate::channels::channel_follow_groups;
use crate::teams::team_follow_groups;
use crate::{AppError, Ctx, Record};

/// A place whose members the session's user may manage.
enum Managed {
    Team(Id),
    Channel(Arc<Channel>),
}

impl Managed {
    fn place(&self) -> Place {
        match self {
            Self::Team(team) => Place::Team(*team),
            Self::Channel(channel) => Place::Channel(channel.id),
        }
    }
}

/// Ties a group to a team or channel, or changes the tie that is there. Whom the group brings in is there when this is done.
pub async fn tie_make(ctx: &Ctx, kind: TieKind, group: Id, place: Id, patch: &TiePatch) -> Result<Tie, AppError> {
    let managed = managed(ctx, kind, group, place).await?;
    let before = ties(ctx, kind, group, place).await?.pop().unwrap_or_default();
    let (auto_add, scheme_admin) = patch.over(&before);
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    if let Managed::Channel(channel) = &managed {
        let team = team_get(ctx, channel.team_id).await?;
        if ties(ctx, TieKind::Team, group, team.id).await?.is_empty() {
            if team.group_constrained == Some(true) {
                return Err(errors::NOT_IN_TEAM.into());
            }
            store::tie_save_in_tx(&mut tx, group, Place::Team(team.id), auto_add, false, ctx.now_ms());
            record.event(events::tied(group, Place::Team(team.id)));
        }
    }
    store::tie_save_in_tx(&mut tx, group, managed.place(), auto_add, scheme_admin, ctx.now_ms());
    record.event(events::tied(group, managed.place()));
    ctx.commit(tx, record).await?;
    follow(ctx, &managed).await?;
    shown(ctx, kind, group, place).await
}

/// Changes a tie.
pub async fn tie_patch(ctx: &Ctx, kind: TieKind, group: Id, place: Id, patch: &TiePatch) -> Result<Tie, AppError> {
    let managed = managed(ctx, kind, group, place).await?;
    let before = ties(ctx, kind, group, place).await?.pop().ok_or(errors::NOT_FOUND)?;
    let (auto_add, scheme_admin) = patch.over(&before);
    let mut tx = ctx.db().begin().await?;
    store::tie_save_in_tx(&mut tx, group, managed.place(), auto_add, scheme_admin, ctx.now_ms());
    ctx.commit(tx, Record::new()).await?;
    follow(ctx, &managed).await?;
    shown(ctx, kind, group, place).await
}

/// Ends a tie; that to a team ends those to its channels with it.
pub async fn tie_end(ctx: &Ctx, kind: TieKind, group: Id, place: Id) -> Result<(), AppError> {
    let managed = managed(ctx, kind, group, place).await?;
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    if !store::tie_end_in_tx(&mut tx, group, managed.place(), ctx.now_ms()).await? {
        drop(tx);
        let was = store::was_tied(ctx.db(), group, managed.place()).await?;
        return Err(if was { errors::UNTIED_BEFORE.into() } else { errors::NOT_FOUND.into() });
    }
    record.event(events::untied(group, managed.place()));
    let mut channels = Vec::new();
    if let Managed::Team(team) = managed {
        channels = store::tie_end_of_channels_in_tx(&mut tx, group, team, ctx.now_ms()).await?;
    }
    for channel in &channels {
        record.event(events::untied(group, Place::Channel(*channel)));
    }
    ctx.commit(tx, record).await?;
    for channel in channels {
        channel_follow_groups(ctx, &*channel_get(ctx, channel).await?).await?;
    }
    follow(ctx, &managed).await
}

/// The place, if the group is one that can be tied and the session's user may manage who is there.
async fn managed(ctx: &Ctx, kind: TieKind, group: Id, place: Id) -> Result<Managed, AppError> {
    let group = find(ctx, group).await?;
    if group.is_custom() {
        return Err(errors::NOT_CUSTOM.into());
    }
    if group.delete_at != 0 {
        return Err(errors::NOT_FOUND.into());
    }
    Ok(match kind {
        TieKind::Team => {
            require_in_team(ctx, place, Permission::ManageTeam).await?;
            Managed::Team(team_get(ctx, place).await?.id)
        }
        TieKind::Channel => {
            let found = channel_get(ctx, place).await?;
            if found.channel_type.is_conversation() {
                return Err(channel_errors::MEMBER_ADD_TYPE.into());
            }
            channel::<ManageMembers>(ctx, place).await?;
            Managed::Channel(found)
        }
    })
}

/// Brings members into line with the groups; into a channel they come by way of its team.
async fn follow(ctx: &Ctx, managed: &Managed) -> Result<(), AppError> {
    let team = match managed {
        Managed::Team(team) => *team,
        Managed::Channel(channel) => channel.team_id,
    };
    team_follow_groups(ctx, &*team_get(ctx, team).await?).await?;
    match managed {
        Managed::Team(_) => Ok(()),
        Managed::Channel(channel) => channel_follow_groups(ctx, channel).await,
    }
}

/// The tie without what only lists tell of its place.
async fn shown(ctx: &Ctx, kind: TieKind, group: Id, place: Id) -> Result<Tie, AppError> {
    let tie = ties(ctx, kind, group, place).await?.pop().ok_or(errors::NOT_FOUND)?;
    let team_id = tie.team_id.filter(|_| kind == TieKind::Team);
    Ok(Tie { team_id, channel_display_name: None, channel_type: None, team_display_name: None, team_type: None, ..tie })
}
