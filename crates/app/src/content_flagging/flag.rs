//! Reporting a post.

use roost_model::Id;
use roost_model::content_flagging::{COMMENT_RUNES_MAX, Report, field, status};
use roost_model::errors::data_spillage as errors;
use roost_model::errors::post as post_errors;
use roost_model::post::{Post, PostMetadata, kind};
use roost_model::ws::event;
use roost_model::ws::post::PostChanged;
use roost_realtime::{Audience, Event};
use roost_store::{content_flagging as store, post_change};
use serde_json::json;

use super::access::{available, require_on, reviewers};
use super::desk::{Desk, Said};
use crate::posts::burning::burns;
use crate::posts::{post_deleted, readable};
use crate::text::runes;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Reports a post to the reviewers of its team. Where the server says so, nobody sees it any more until they decide.
pub async fn post_flag(ctx: &Ctx, id: Id, report: Report) -> Result<(), AppError> {
    require_on(ctx)?;
    let (post, access) = readable(ctx, id).await?;
    let team = access.channel.team_id;
    if !available(ctx, team).await? {
        return Err(errors::NOT_AVAILABLE.into());
    }
    check(ctx, &report)?;
    if post.is_system() || burns(&post) {
        return Err(errors::INVALID_POST_TYPE.into());
    }
    let reporter = own_user(ctx).await?;
    let desk = Desk::open(ctx).await?;
    let to_reviewers = desk.conversations(ctx, &reviewers(ctx, team).await?).await?;
    let to_others = desk.conversations_of(ctx, "flagged", &post, reporter.id).await?;
    let hide = ctx.config().content_flagging.additional.hide_flagged_content;

    let mut tx = ctx.db().begin().await?;
    let locked = post_change::post_lock_in_tx(&mut tx, id, post.channel_id).await?;
    let post = locked.filter(|post| post.delete_at == 0).ok_or(post_errors::NOT_FOUND)?;
    let before = store::report_values_in_tx(&mut tx, id).await?;
    if desk.value(&before, field::STATUS)?.is_some() {
        return Err(errors::NOT_IN_PROGRESS.into());
    }
    let mut values = vec![
        (id, field::REPORTER, json!(reporter.id)),
        (id, field::REASON, json!(report.reason)),
        (id, field::COMMENT, json!(report.comment)),
        (id, field::REPORTED_AT, json!(ctx.now_ms())),
        (id, field::STATUS, json!(status::PENDING)),
    ];
    if hide {
        values.push((id, field::MANAGED, json!(true)));
        if !post.is_reply() {
            let replies = store::reply_ids_in_tx(&mut tx, id).await?;
            values.extend(replies.into_iter().map(|reply| (reply, field::MANAGED, json!(true))));
        }
    }
    let mut record = Record::new();
    if hide {
        let now_ms = ctx.now_ms().max(post.update_at + 1);
        post_change::post_hide_in_tx(&mut tx, &post, now_ms, desk.bot.id);
        for event in post_deleted(post.clone(), desk.bot.id) {
            record.event(event);
        }
    }
    record.event(thanks(ctx, &post));
    let message = format!("@{} reported a message for review: {}", reporter.username, report.reason);
    for to in &to_reviewers {
        let said = Said { message: &message, report_of: Some(id), below: Id::EMPTY };
        let told = desk.say(ctx, &mut tx, &mut record, to, said).await?;
        values.push((told, field::FLAGGED_POST, json!(id)));
    }
    for to in &to_others {
        let message = "A message that concerns you was reported, and will be reviewed";
        desk.say(ctx, &mut tx, &mut record, to, Said { message, report_of: None, below: Id::EMPTY }).await?;
    }
    desk.note(ctx, &mut tx, &values).await?;
    ctx.commit(tx, record).await
}

fn check(ctx: &Ctx, report: &Report) -> Result<(), AppError> {
    let asked = &ctx.config().content_flagging.additional;
    if report.reason.is_empty() {
        return Err(errors::REASON_REQUIRED.into());
    }
    if !asked.reasons.contains(&report.reason) {
        return Err(errors::REASON_INVALID.into());
    }
    check_comment(&report.comment, asked.reporter_comment_required)
}

pub(super) fn check_comment(comment: &str, required: bool) -> Result<(), AppError> {
    if required && comment.trim().is_empty() {
        return Err(errors::COMMENT_REQUIRED.into());
    }
    if runes::count(comment) > COMMENT_RUNES_MAX {
        return Err(AppError::new(errors::COMMENT_TOO_LONG).with("max", COMMENT_RUNES_MAX.to_string()));
    }
    Ok(())
}

/// What the reporter sees in the channel.
fn thanks(ctx: &Ctx, post: &Post) -> Event {
    let told = Post {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        channel_id: post.channel_id,
        post_type: kind::EPHEMERAL.to_owned(),
        message: "Thank you: the message will be reviewed".to_owned(),
        metadata: Some(PostMetadata::default()),
        ..Post::default()
    };
    let audience = Audience::user(ctx.user_id()).with_channel(post.channel_id);
    Event::new(event::EPHEMERAL_MESSAGE, &PostChanged::new(&told), audience)
}
