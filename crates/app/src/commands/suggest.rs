//! What is offered while somebody types a command.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::command::{Command, Suggestion};
use roost_model::permission::Permission;
use roost_store::commands as store;

use super::builtin;
use crate::access::team::require_in_team;
use crate::{AppError, Ctx};

/// Every command that a member of the team may use and that wants to be offered, the server's own last.
pub async fn command_autocomplete(ctx: &Ctx, team: Id) -> Result<Vec<Command>, AppError> {
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let mut commands = Vec::new();
    if ctx.config().service.enable_commands {
        let custom = store::command_of_team(ctx.db(), team).await?;
        commands.extend(custom.into_iter().filter(|command| command.auto_complete).map(Command::public));
    }
    let seen: HashSet<String> = commands.iter().map(|command| command.trigger.clone()).collect();
    commands.extend(builtin::listed_commands().filter(|command| !seen.contains(&command.trigger)));
    Ok(commands)
}

/// What the text may become, by name.
pub async fn command_suggestions(ctx: &Ctx, team: Id, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    if typed.is_empty() {
        return Err(AppError::invalid_body("userInput"));
    }
    let typed = typed.strip_prefix('/').unwrap_or(typed).to_lowercase();
    let mut found = command_autocomplete(ctx, team).await?;
    // Words that follow a command are its own affair.
    found.retain(|command| command.trigger.starts_with(&typed));
    found.sort_by(|one, other| one.trigger.cmp(&other.trigger));
    let suggestion = |command: Command| Suggestion {
        complete: command.trigger.clone(),
        suggestion: command.trigger,
        hint: command.auto_complete_hint,
        description: command.auto_complete_desc,
        icon_data: String::new(),
    };
    Ok(found.into_iter().map(suggestion).collect())
}
