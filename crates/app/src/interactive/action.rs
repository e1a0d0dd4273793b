//! Somebody uses a button or a menu.

use roost_model::Id;
use roost_model::errors::interactive as errors;
use roost_model::interactive::{ActionAnswer, ActionCall, ActionDone, ActionRequest};
use roost_model::post::Post;
use roost_model::wire;
use serde_json::{Map, Value};

use super::trigger;
use crate::access::team::team_get;
use crate::outgoing::Request;
use crate::posts::integration::{with_links, with_names};
use crate::posts::{attachments, ephemeral, post_change_by_integration, readable_or_denied};
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Tells the program behind the button, and does what it answers: change the post, or tell the user something.
pub async fn post_action(ctx: &Ctx, post: Id, action: &str, request: &ActionRequest) -> Result<ActionDone, AppError> {
    let (post, access) = readable_or_denied(ctx, post).await?;
    let found = attachments::action(&post, action).ok_or(errors::NO_ACTION)?;
    let text = |name| found.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let integration = found.get("integration").and_then(Value::as_object).ok_or(errors::NO_ACTION)?;
    let url = integration.get("url").and_then(Value::as_str).unwrap_or_default();
    let mut context = integration.get("context").and_then(Value::as_object).cloned().unwrap_or_default();
    let action_type = text("type");
    if action_type == "select" {
        context.insert("selected_option".to_owned(), Value::from(request.selected_option.as_str()));
    }
    let team = match access.channel.team_id.some() {
        Some(team) => team_get(ctx, team).await?.name.clone(),
        None => String::new(),
    };
    let trigger_id = trigger::issue(ctx);
    let call = ActionCall {
        user_id: ctx.user_id(),
        user_name: own_user(ctx).await?.username.clone(),
        channel_id: access.channel.id,
        channel_name: access.channel.name.clone(),
        team_id: access.channel.team_id,
        team_domain: team,
        post_id: post.id,
        trigger_id: trigger_id.clone(),
        data_source: text("data_source"),
        action_type,
        context,
    };
    let failed = |why: &dyn std::fmt::Display| AppError::new(errors::INTEGRATION).because(why);
    let answer = ctx.app().outgoing.call(Request::json(url, &call)).await.map_err(|error| failed(&error))?;
    if !answer.is_ok() {
        return Err(failed(&answer.status));
    }
    let answer: ActionAnswer = wire::decode(&answer.body).map_err(|error| failed(&error))?;
    answered(ctx, &post, answer).await?;
    Ok(ActionDone { status: "OK", trigger_id })
}

async fn answered(ctx: &Ctx, post: &Post, answer: ActionAnswer) -> Result<(), AppError> {
    if let Some(update) = answer.update {
        post_change_by_integration(ctx, post.id, update.message, update.props).await?;
    }
    if answer.ephemeral_text.is_empty() {
        return Ok(());
    }
    let message = if answer.skip_slack_parsing {
        answer.ephemeral_text
    } else {
        with_links(&with_names(ctx, answer.ephemeral_text).await?)
    };
    let told = Post {
        channel_id: post.channel_id,
        root_id: post.root_id,
        message,
        props: Map::from_iter([("from_webhook".to_owned(), Value::from("true"))]),
        ..Post::default()
    };
    let tx = ctx.db().begin().await?;
    let mut record = Record::new();
    ephemeral(ctx, &mut record, ctx.user_id(), told);
    ctx.commit(tx, record).await
}
