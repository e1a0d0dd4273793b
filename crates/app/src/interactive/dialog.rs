//! Dialogs: a program opens one for somebody, who fills it in.

use roost_model::Id;
use roost_model::errors::interactive as errors;
use roost_model::interactive::{DialogOpen, DialogSubmission};
use roost_model::permission::Permission;
use roost_model::ws::{event, json_text};
use roost_model::{ErrorId, wire};
use roost_realtime::{Audience, Event};
use serde_json::{Map, Value, json};

use super::trigger;
use crate::access::channel::require_in_channel;
use crate::access::team::require_in_team;
use crate::outgoing::Request;
use crate::{AppError, Ctx, Record};

/// Shows a dialog to the user whom the trigger id was made for.
pub async fn dialog_open(ctx: &Ctx, mut request: DialogOpen) -> Result<(), AppError> {
    if request.url.is_empty() {
        return Err(AppError::invalid_body("url"));
    }
    let life_s = ctx.config().service.outgoing_integration_requests_timeout.clamp(1, 600);
    let (id, user) = trigger::verified(ctx, &request.trigger_id, life_s * 1_000)?;
    request.trigger_id = id;
    let tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let data = json!({ "dialog": json_text(&request) });
    record.event(Event::new(event::OPEN_DIALOG, &data, Audience::user(user)));
    ctx.commit(tx, record).await
}

/// What is sent to the program of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Everything that was filled in, or that the dialog was closed.
    Whole,
    /// What stands in one field, to learn what it may become.
    Lookup,
}

/// Sends what was filled in to the program, and tells what it answered.
pub async fn dialog_submit(
    ctx: &Ctx,
    kind: Submission,
    mut sent: DialogSubmission,
) -> Result<Map<String, Value>, AppError> {
    if sent.url.is_empty() {
        return Err(AppError::invalid_body("url"));
    }
    let channel = Id::parse_or_empty(&sent.channel_id);
    require_in_channel(ctx, channel, Permission::ReadChannelContent).await?;
    require_in_team(ctx, Id::parse_or_empty(&sent.team_id), Permission::ViewTeam).await?;
    let url = std::mem::take(&mut sent.url);
    sent.user_id = ctx.user_id().to_string();
    let (name, unreadable): (_, &'static ErrorId) = match kind {
        Submission::Whole => ("dialog_submission", errors::SUBMIT_DECODE),
        Submission::Lookup => ("dialog_lookup", errors::LOOKUP_DECODE),
    };
    name.clone_into(&mut sent.submission_type);
    let failed = |why: &dyn std::fmt::Display| AppError::new(errors::INTEGRATION).because(why);
    let answer = ctx.app().outgoing.call(Request::json(&url, &sent)).await.map_err(|error| failed(&error))?;
    if !answer.is_ok() {
        return Err(failed(&answer.status));
    }
    if answer.body.is_empty() {
        return Ok(Map::new());
    }
    wire::decode(&answer.body).map_err(|error| AppError::new(unreadable).because(error))
}
