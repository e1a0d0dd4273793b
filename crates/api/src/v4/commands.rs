//! `/commands`: slash commands.

use roost_app::AppError;
use roost_app::commands::{
    command_autocomplete, command_create, command_delete, command_execute, command_get, command_list, command_move,
    command_regen_token, command_suggestions, command_update,
};
use roost_model::Id;
use roost_model::command::{Command, CommandArgs, CommandMove};
use serde_json::json;

use crate::v4::files::server_address;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/commands" => create;
    GET "/api/v4/commands" => list;
    POST "/api/v4/commands/execute" => execute;
    GET "/api/v4/commands/{command_id}" => get;
    PUT "/api/v4/commands/{command_id}" => update;
    PUT "/api/v4/commands/{command_id}/move" => move_to;
    DELETE "/api/v4/commands/{command_id}" => delete;
    PUT "/api/v4/commands/{command_id}/regen_token" => regen_token;
    GET "/api/v4/teams/{team_id}/commands/autocomplete" => autocomplete;
    GET "/api/v4/teams/{team_id}/commands/autocomplete_suggestions" => suggestions;
}

async fn create(mut call: Call) -> Answer {
    let draft: Command = call.json("command").await?;
    Reply::created(&command_create(&call.ctx, draft).await?)
}

async fn list(call: Call) -> Answer {
    let team = Id::parse(call.query("team_id")).ok_or_else(|| AppError::invalid_body("team_id"))?;
    Reply::json(&command_list(&call.ctx, team, call.query_flag("custom_only")).await?)
}

async fn execute(mut call: Call) -> Answer {
    let args: CommandArgs = call.json("command_args").await?;
    let site = server_address(&call);
    // Apart: a command may do what any of a dozen operations does, and its future is as large as theirs.
    Reply::json(&Box::pin(command_execute(&call.ctx, &args, &site)).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&command_get(&call.ctx, call.id("command_id")?).await?)
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("command_id")?;
    let draft: Command = call.json("command").await?;
    Reply::json(&command_update(&call.ctx, id, draft).await?)
}

async fn move_to(mut call: Call) -> Answer {
    let id = call.id("command_id")?;
    let to: CommandMove = call.json("team_id").await?;
    command_move(&call.ctx, id, &to).await?;
    Reply::ok()
}

async fn delete(call: Call) -> Answer {
    command_delete(&call.ctx, call.id("command_id")?).await?;
    Reply::ok()
}

async fn regen_token(call: Call) -> Answer {
    let token = command_regen_token(&call.ctx, call.id("command_id")?).await?;
    Reply::json(&json!({ "token": token }))
}

async fn autocomplete(call: Call) -> Answer {
    Reply::json(&command_autocomplete(&call.ctx, call.id("team_id")?).await?)
}

async fn suggestions(call: Call) -> Answer {
    Reply::json(&command_suggestions(&call.ctx, call.id("team_id")?, call.query("user_input")).await?)
}
