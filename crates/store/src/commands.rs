//! Slash commands, and where programs answer them.

use roost_model::Id;
use roost_model::command::{Command, CommandHook};
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "commands/delete";
    GET = "commands/get";
    HOOK_CLEAN = "commands/hook_clean";
    HOOK_GET = "commands/hook_get";
    HOOK_INSERT = "commands/hook_insert";
    HOOK_USE = "commands/hook_use";
    INSERT = "commands/insert";
    LOCK_TEAM = "commands/lock_team";
    OF_TEAM = "commands/of_team";
    UPDATE = "commands/update";
}

fn command_from(row: &Row) -> Command {
    Command {
        id: row.id(0),
        token: row.text(1),
        create_at: row.int(2),
        update_at: row.int(3),
        delete_at: row.int(4),
        creator_id: row.id(5),
        team_id: row.id(6),
        trigger: row.text(7),
        method: row.text(8),
        username: row.text(9),
        icon_url: row.text(10),
        auto_complete: row.flag(11),
        auto_complete_desc: row.text(12),
        auto_complete_hint: row.text(13),
        display_name: row.text(14),
        description: row.text(15),
        url: row.text(16),
        plugin_id: row.text(17),
        autocomplete_data: None,
    }
}

/// A command that is not deleted.
pub async fn command_get(db: &Db, id: Id) -> Result<Option<Command>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(command_from))
}

/// All of a team, the oldest first.
pub async fn command_of_team(db: &Db, team: Id) -> Result<Vec<Command>, StoreError> {
    Ok(db.query(OF_TEAM, &[&team.as_str()]).await?.iter().map(command_from).collect())
}

/// All of a team, with everybody else who asks so waiting until this transaction ends.
pub async fn command_of_team_locked_in_tx(tx: &mut Tx, team: Id) -> Result<Vec<Command>, StoreError> {
    let team = team.as_str();
    let mut answers = tx.query_many(&[(LOCK_TEAM, &[&team]), (OF_TEAM, &[&team])]).await?;
    Ok(answers.pop().unwrap_or_default().iter().map(command_from).collect())
}

pub fn command_insert_in_tx(tx: &mut Tx, command: &Command) {
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            command.id.to_string(),
            command.token.clone(),
            command.create_at,
            command.creator_id.to_string(),
            command.team_id.to_string(),
            command.trigger.clone(),
            command.method.clone(),
            command.username.clone(),
            command.icon_url.clone(),
            command.auto_complete,
            command.auto_complete_desc.clone(),
            command.auto_complete_hint.clone(),
            command.display_name.clone(),
            command.description.clone(),
            command.url.clone(),
        ],
    );
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn command_update_in_tx(tx: &mut Tx, command: &Command) {
    tx.queue(
        UPDATE,
        Rows::One,
        crate::params![
            command.id.to_string(),
            command.token.clone(),
            command.update_at,
            command.team_id.to_string(),
            command.trigger.clone(),
            command.method.clone(),
            command.username.clone(),
            command.icon_url.clone(),
            command.auto_complete,
            command.auto_complete_desc.clone(),
            command.auto_complete_hint.clone(),
            command.display_name.clone(),
            command.description.clone(),
            command.url.clone(),
        ],
    );
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn command_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
}

/// Adds a place to answer, and takes those away that are older than `since_ms`.
pub fn command_hook_insert_in_tx(tx: &mut Tx, hook: &CommandHook, since_ms: i64) {
    tx.queue(HOOK_CLEAN, Rows::Any, crate::params![since_ms]);
    tx.queue(
        HOOK_INSERT,
        Rows::One,
        crate::params![
            hook.id.to_string(),
            hook.create_at,
            hook.command_id.to_string(),
            hook.user_id.to_string(),
            hook.channel_id.to_string(),
            hook.root_id.to_string(),
        ],
    );
}

/// A place to answer that was made after `since_ms`.
pub async fn command_hook_get(db: &Db, id: Id, since_ms: i64) -> Result<Option<CommandHook>, StoreError> {
    let row = db.query_opt(HOOK_GET, &[&id.as_str(), &since_ms]).await?;
    Ok(row.map(|row| CommandHook {
        id: row.id(0),
        create_at: row.int(1),
        command_id: row.id(2),
        user_id: row.id(3),
        channel_id: row.id(4),
        root_id: row.id(5),
    }))
}

/// Counts an answer; [`StoreError::Gone`] when there were `uses_max` already.
pub fn command_hook_use_in_tx(tx: &mut Tx, id: Id, uses_max: i32) {
    tx.queue(HOOK_USE, Rows::One, crate::params![id.to_string(), uses_max]);
}
