//! Setting up commands that programs answer.

use roost_model::Id;
use roost_model::command::{Command, CommandMove};
use roost_model::errors::command as errors;
use roost_model::permission::Permission::{self, ManageOthersSlashCommands, ManageOwnSlashCommands};
use roost_store::commands as store;
use roost_store::{StoreError, Tx};

use super::builtin;
use crate::access::team::{can_in_team, require_in_team, team_get};
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// A command with a fresh token, in the session user's name or, by whoever manages those of others, in somebody else's.
pub async fn command_create(ctx: &Ctx, draft: Command) -> Result<Command, AppError> {
    let team = draft.team_id;
    require_in_team(ctx, team, ManageOwnSlashCommands).await?;
    team_get(ctx, team).await?;
    let mut creator_id = ctx.user_id();
    if !draft.creator_id.is_empty() && draft.creator_id != creator_id {
        require_in_team(ctx, team, ManageOthersSlashCommands).await?;
        creator_id = user_get(ctx, draft.creator_id).await?.id;
    }
    require_on(ctx)?;
    let mut command = Command {
        id: ctx.new_id(),
        token: ctx.new_id().to_string(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        delete_at: 0,
        creator_id,
        plugin_id: String::new(),
        ..draft
    };
    command.trigger = command.trigger.to_lowercase();
    command.validate()?;
    let mut tx = ctx.db().begin().await?;
    require_free(&mut tx, &command).await?;
    store::command_insert_in_tx(&mut tx, &command);
    commit(ctx, tx).await?;
    Ok(command)
}

/// Replaces what may be changed. Token, creator and team stay.
pub async fn command_update(ctx: &Ctx, id: Id, draft: Command) -> Result<Command, AppError> {
    if draft.id != id {
        return Err(AppError::invalid_body("command"));
    }
    require_on(ctx)?;
    let old = store::command_get(ctx.db(), id).await?.ok_or(errors::NOT_FOUND)?;
    if draft.team_id != old.team_id {
        return Err(errors::TEAM_MISMATCH.into());
    }
    require_managed(ctx, &old).await?;
    let command = Command {
        token: old.token,
        create_at: old.create_at,
        update_at: ctx.now_ms().max(old.update_at + 1),
        delete_at: 0,
        creator_id: old.creator_id,
        plugin_id: old.plugin_id,
        trigger: draft.trigger.to_lowercase(),
        ..draft
    };
    command.validate()?;
    let mut tx = ctx.db().begin().await?;
    require_free(&mut tx, &command).await?;
    store::command_update_in_tx(&mut tx, &command);
    commit(ctx, tx).await?;
    Ok(command)
}

/// Takes a command to another team, in which the session manages commands too.
pub async fn command_move(ctx: &Ctx, id: Id, to: &CommandMove) -> Result<(), AppError> {
    let team = team_get(ctx, Id::parse_or_empty(&to.team_id)).await?;
    require_in_team(ctx, team.id, ManageOwnSlashCommands).await?;
    let mut command = managed(ctx, id).await?;
    command.team_id = team.id;
    command.update_at = ctx.now_ms().max(command.update_at + 1);
    let mut tx = ctx.db().begin().await?;
    require_free(&mut tx, &command).await?;
    store::command_update_in_tx(&mut tx, &command);
    commit(ctx, tx).await
}

/// A new token; the old one is worth nothing any more.
pub async fn command_regen_token(ctx: &Ctx, id: Id) -> Result<String, AppError> {
    let mut command = managed(ctx, id).await?;
    command.token = ctx.new_id().to_string();
    command.update_at = ctx.now_ms().max(command.update_at + 1);
    let mut tx = ctx.db().begin().await?;
    store::command_update_in_tx(&mut tx, &command);
    commit(ctx, tx).await?;
    Ok(command.token)
}

pub async fn command_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    managed(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    store::command_delete_in_tx(&mut tx, id, ctx.now_ms());
    commit(ctx, tx).await
}

/// One command, for those who may change it. Others are not told that it is there.
pub async fn command_get(ctx: &Ctx, id: Id) -> Result<Command, AppError> {
    managed(ctx, id).await
}

/// The commands of a team: all that the session may use, or only those that programs answer and it may change.
pub async fn command_list(ctx: &Ctx, team: Id, custom_only: bool) -> Result<Vec<Command>, AppError> {
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let manages = can_in_team(ctx, team, ManageOwnSlashCommands).await?;
    if !custom_only && !manages {
        return super::command_autocomplete(ctx, team).await;
    }
    require_in_team(ctx, team, ManageOwnSlashCommands).await?;
    require_on(ctx)?;
    let others = can_in_team(ctx, team, ManageOthersSlashCommands).await?;
    let mut commands = store::command_of_team(ctx.db(), team).await?;
    commands.retain(|command| others || command.creator_id == ctx.user_id());
    if !custom_only {
        commands.extend(builtin::listed_commands());
    }
    Ok(commands)
}

pub(super) fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_commands { Ok(()) } else { Err(errors::OFF.into()) }
}

async fn managed(ctx: &Ctx, id: Id) -> Result<Command, AppError> {
    require_on(ctx)?;
    let command = store::command_get(ctx.db(), id).await?.ok_or(errors::NOT_FOUND)?;
    require_managed(ctx, &command).await?;
    Ok(command)
}

/// 404 for those who manage no commands in its team, 403 for those who manage only their own.
async fn require_managed(ctx: &Ctx, command: &Command) -> Result<(), AppError> {
    if !can_in_team(ctx, command.team_id, ManageOwnSlashCommands).await? {
        return Err(errors::NOT_FOUND.into());
    }
    if command.creator_id == ctx.user_id() {
        return Ok(());
    }
    require_in_team(ctx, command.team_id, ManageOthersSlashCommands).await
}

/// No two commands of a team are called alike, nor like one of the server's own.
async fn require_free(tx: &mut Tx, command: &Command) -> Result<(), AppError> {
    let others = store::command_of_team_locked_in_tx(tx, command.team_id).await?;
    let taken = others.iter().any(|other| other.id != command.id && other.trigger == command.trigger);
    if taken || builtin::is_one(&command.trigger) {
        return Err(errors::DUPLICATE.into());
    }
    Ok(())
}

async fn commit(ctx: &Ctx, tx: Tx) -> Result<(), AppError> {
    ctx.commit(tx, Record::new()).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::NOT_FOUND.into(),
        _ => error,
    })
}
