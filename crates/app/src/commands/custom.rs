//! Commands that programs answer.

use reqwest::Method;
use roost_model::Id;
use roost_model::command::{Command, CommandHook, CommandResponse};
use roost_model::errors::command as errors;
use roost_model::wire;
use roost_store::{StoreError, commands as store};

use super::execute::Call;
use super::respond::respond;
use crate::access::channel::{self, CreatePost};
use crate::interactive::trigger_issue;
use crate::oauth::call_proven;
use crate::outgoing::{CallAnswer, Request};
use crate::posts::integration::in_the_name_of;
use crate::users::{own_user, user_get};
use crate::{AppError, Ctx, Record};

/// How long a program may answer a command, and how often.
const HOOK_LIFE_MS: i64 = 30 * 60 * 1_000;
const HOOK_USES_MAX: i32 = 5;

/// Asks the program.
pub(super) async fn ask(ctx: &Ctx, call: &Call, command: &Command) -> Result<CommandResponse, AppError> {
    let hook = CommandHook {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        command_id: command.id,
        user_id: ctx.user_id(),
        channel_id: call.channel.id,
        root_id: call.root_id,
    };
    let mut tx = ctx.db().begin().await?;
    store::command_hook_insert_in_tx(&mut tx, &hook, ctx.now_ms() - HOOK_LIFE_MS);
    ctx.commit(tx, Record::new()).await?;
    let request = request(command, &fields(ctx, call, command, &hook).await?);
    let failed = |id, why: &dyn std::fmt::Display| AppError::new(id).with("trigger", &call.trigger).because(why);
    let answer = call_proven(ctx, request).await.map_err(|error| failed(errors::FAILED, &error))?;
    if !answer.is_ok() {
        return Err(failed(errors::FAILED_RESPONSE, &answer.status));
    }
    let response = read(&answer).map_err(|error| failed(errors::FAILED, &error))?;
    response.ok_or_else(|| failed(errors::FAILED_EMPTY, &"an empty body"))
}

async fn fields(
    ctx: &Ctx,
    call: &Call,
    command: &Command,
    hook: &CommandHook,
) -> Result<Vec<(&'static str, String)>, AppError> {
    let user = own_user(ctx).await?;
    let team = call.team.as_ref();
    Ok(vec![
        ("token", command.token.clone()),
        ("team_id", team.map_or(String::new(), |team| team.id.to_string())),
        ("team_domain", team.map_or(String::new(), |team| team.name.clone())),
        ("channel_id", call.channel.id.to_string()),
        ("channel_name", call.channel.name.clone()),
        ("root_id", if call.root_id.is_empty() { String::new() } else { call.root_id.to_string() }),
        ("user_id", user.id.to_string()),
        ("user_name", user.username.clone()),
        ("command", format!("/{}", call.trigger)),
        ("text", call.text.clone()),
        ("trigger_id", trigger_issue(ctx)),
        ("response_url", format!("{}/hooks/commands/{}", call.site, hook.id)),
    ])
}

fn request(command: &Command, fields: &[(&'static str, String)]) -> Request {
    let mut request = Request::form(&command.url, fields);
    if command.method == "G" {
        let joint = if command.url.contains('?') { '&' } else { '?' };
        let form = String::from_utf8_lossy(&request.body).into_owned();
        request.method = Method::GET;
        request.url = format!("{}{joint}{form}", command.url);
        request.body.clear();
    }
    if !command.token.is_empty() {
        request.authorization = format!("Token {}", command.token);
    }
    request
}

/// An answer: JSON, or a text for the user. `None` for an empty one.
fn read(answer: &CallAnswer) -> Result<Option<CommandResponse>, serde_json::Error> {
    if answer.body.is_empty() {
        return Ok(None);
    }
    let kind = answer.content_type.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return wire::decode(&answer.body).map(Some);
    }
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    Ok(Some(CommandResponse { text, ..CommandResponse::default() }))
}

/// `POST /hooks/commands/{id}`: a program answers a command later on, in the name of whoever typed it.
pub async fn command_hook_answer(ctx: &Ctx, id: Id, response: &CommandResponse) -> Result<(), AppError> {
    let hook = store::command_hook_get(ctx.db(), id, ctx.now_ms() - HOOK_LIFE_MS).await?;
    let hook = hook.ok_or(errors::HOOK_MISSING)?;
    let command = store::command_get(ctx.db(), hook.command_id).await?.ok_or(errors::HOOK_COMMAND)?;
    let mut tx = ctx.db().begin().await?;
    store::command_hook_use_in_tx(&mut tx, id, HOOK_USES_MAX);
    ctx.commit(tx, Record::new()).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::HOOK_USED.into(),
        _ => error,
    })?;
    let user = user_get(ctx, hook.user_id).await?;
    let ctx = in_the_name_of(ctx, &user);
    let channel = channel::channel::<CreatePost>(&ctx, hook.channel_id).await?.channel;
    respond(&ctx, &channel, hook.root_id, Some(&command), response).await
}
