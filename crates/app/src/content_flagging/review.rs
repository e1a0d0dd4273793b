//! What reviewers see and decide.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::content_flagging::{PropertyValue, ReportField, Verdict, field, status};
use roost_model::errors::data_spillage as errors;
use roost_model::errors::post as post_errors;
use roost_model::post::Post;
use roost_model::ws::event;
use roost_model::ws::post::PostChanged;
use roost_realtime::{Audience, Event};
use roost_store::post_parts::post_files;
use roost_store::{Tx, content_flagging as store, post_change, post_lists};
use serde_json::{Map, Value, json};

use super::access::{require_on, require_reviewer, reviewers, told};
use super::desk::{Desk, Said, values_changed};
use super::flag::check_comment;
use crate::access::channel::channel_find;
use crate::posts::{attachments, post_deleted, remove_bytes};
use crate::users::{own_user, user_get};
use crate::{AppError, Ctx, Record};

/// Stands in a post that was removed.
const REMOVED: &str = "(a reviewer removed this message)";

/// What a report consists of, by name.
pub async fn report_fields(ctx: &Ctx) -> Result<BTreeMap<String, ReportField>, AppError> {
    require_on(ctx)?;
    let fields = store::report_fields(ctx.db()).await?;
    Ok(fields.into_iter().map(|field| (field.name.clone(), field)).collect())
}

/// A post, deleted or not, in the eyes of one who reviews it.
pub(super) struct Reviewed {
    pub post: Post,
    team: Id,
    reviewers: Vec<Id>,
}

pub(super) async fn reviewed(ctx: &Ctx, id: Id) -> Result<Reviewed, AppError> {
    require_on(ctx)?;
    let post = post_lists::post_get(ctx.db(), id).await?.ok_or(post_errors::NOT_FOUND)?;
    let channel = channel_find(ctx, post.channel_id).await?.ok_or(post_errors::NOT_FOUND)?;
    let reviewers = require_reviewer(ctx, channel.team_id).await?;
    Ok(Reviewed { post, team: channel.team_id, reviewers })
}

/// A reported post with everything in it, for its reviewers.
pub async fn flagged_post(ctx: &Ctx, id: Id) -> Result<Post, AppError> {
    let Reviewed { mut post, .. } = reviewed(ctx, id).await?;
    let desk = Desk::open(ctx).await?;
    let values = store::report_values(ctx.db(), id).await?;
    desk.value(&values, field::STATUS)?.ok_or(errors::NOT_REPORTED)?;
    attachments::strip_integrations(&mut post);
    post.metadata.get_or_insert_default().files = post_files(ctx.db(), id, true).await?;
    Ok(post)
}

/// What is known about a reported post, for its reviewers.
pub async fn flagged_values(ctx: &Ctx, id: Id) -> Result<Vec<PropertyValue>, AppError> {
    reviewed(ctx, id).await?;
    Ok(store::report_values(ctx.db(), id).await?)
}

/// A report that is taken until the transaction ends.
struct Taken {
    tx: Tx,
    /// As it is now.
    post: Post,
    desk: Desk,
    reported_at: i64,
}

/// Takes a report whose review is not over.
async fn take(ctx: &Ctx, post: &Post, desk: Desk) -> Result<Taken, AppError> {
    let mut tx = ctx.db().begin().await?;
    let post = post_change::post_lock_in_tx(&mut tx, post.id, post.channel_id).await?.ok_or(post_errors::NOT_FOUND)?;
    let values = store::report_values_in_tx(&mut tx, post.id).await?;
    let state = desk.value(&values, field::STATUS)?.ok_or(errors::NOT_REPORTED)?;
    if state.value != status::PENDING && state.value != status::ASSIGNED {
        return Err(errors::NOT_IN_PROGRESS.into());
    }
    let reported_at = state.create_at;
    Ok(Taken { tx, post, desk, reported_at })
}

/// Who reported the post, as far as it was; before it is taken.
async fn reporter(ctx: &Ctx, id: Id, desk: &Desk) -> Result<Id, AppError> {
    let values = store::report_values(ctx.db(), id).await?;
    desk.value(&values, field::STATUS)?.ok_or(errors::NOT_REPORTED)?;
    let reporter = desk.value(&values, field::REPORTER)?.and_then(|value| value.value.as_str());
    Ok(reporter.map_or(Id::EMPTY, Id::parse_or_empty))
}

/// Gives a report to one of the reviewers.
pub async fn post_assign(ctx: &Ctx, id: Id, to: Id) -> Result<(), AppError> {
    let Reviewed { post, team, .. } = reviewed(ctx, id).await?;
    let reviewers = reviewers(ctx, team).await?;
    if !reviewers.contains(&to) {
        return Err(errors::NOT_REVIEWER.into());
    }
    let (own, other) = (own_user(ctx).await?, user_get(ctx, to).await?);
    let mut taken = take(ctx, &post, Desk::open(ctx).await?).await?;
    let mut record = Record::new();
    let values = [(id, field::REVIEWER, json!(to)), (id, field::STATUS, json!(status::ASSIGNED))];
    let values = taken.desk.note(ctx, &mut taken.tx, &values).await?;
    values_changed(&mut record, &reviewers, id, &values);
    let message = format!("@{} gave the review to @{}", own.username, other.username);
    taken.tell_reviewers(ctx, &mut record, "assigned", &message).await?;
    ctx.commit(taken.tx, record).await
}

/// The reported post may stay: everybody sees it again.
pub async fn post_keep(ctx: &Ctx, id: Id, verdict: Verdict) -> Result<(), AppError> {
    let reviewed = reviewed(ctx, id).await?;
    let (mut taken, mut record) = decide(ctx, &reviewed, &verdict, &KEPT).await?;
    let post = &taken.post;
    let hidden = post.delete_at > 0 && post.prop_str("deleteBy") == taken.desk.bot.id.as_str();
    if hidden {
        let now_ms = ctx.now_ms().max(post.update_at + 1);
        store::post_restore_in_tx(&mut taken.tx, post, reviewed.team, now_ms);
        let mut shown = Post { update_at: now_ms, metadata: None, ..post.clone() };
        attachments::strip_integrations(&mut shown);
        record.event(Event::new(event::POST_EDITED, &PostChanged::new(&shown), Audience::channel(shown.channel_id)));
    }
    ctx.commit(taken.tx, record).await
}

/// The reported post goes: nothing is left of what it said.
pub async fn post_remove(ctx: &Ctx, id: Id, verdict: Verdict) -> Result<(), AppError> {
    let reviewed = reviewed(ctx, id).await?;
    let (mut taken, mut record) = decide(ctx, &reviewed, &verdict, &GONE).await?;
    let now_ms = ctx.now_ms().max(taken.post.update_at + 1);
    if taken.post.delete_at == 0 {
        post_change::post_hide_in_tx(&mut taken.tx, &taken.post, now_ms, taken.desk.bot.id);
        let empty = Post { message: REMOVED.to_owned(), props: Map::new(), ..taken.post.clone() };
        for event in post_deleted(empty, taken.desk.bot.id) {
            record.event(event);
        }
    }
    let keys = store::post_scrub_in_tx(&mut taken.tx, id, REMOVED, now_ms).await?;
    ctx.commit(taken.tx, record).await?;
    remove_bytes(ctx.app(), keys).await;
    Ok(())
}

/// What a decision is called, and what people hear of it.
struct Decision {
    status: &'static str,
    /// Who hears of it is set under this name.
    event: &'static str,
    to_reviewers: &'static str,
    to_others: &'static str,
}

const KEPT: Decision = Decision {
    status: status::RETAINED,
    event: "dismissed",
    to_reviewers: "decided that the message stays",
    to_others: "A message that was reported has been reviewed, and stays",
};

const GONE: Decision = Decision {
    status: status::REMOVED,
    event: "removed",
    to_reviewers: "decided that the message goes",
    to_others: "A message that was reported has been reviewed, and was removed",
};

/// Ends a review: notes who decided what, and tells everybody who is to hear of it.
async fn decide(
    ctx: &Ctx,
    reviewed: &Reviewed,
    verdict: &Verdict,
    decision: &Decision,
) -> Result<(Taken, Record), AppError> {
    let id = reviewed.post.id;
    check_comment(&verdict.comment, ctx.config().content_flagging.additional.reviewer_comment_required)?;
    let desk = Desk::open(ctx).await?;
    let own = own_user(ctx).await?;
    let reporter = reporter(ctx, id, &desk).await?;
    let to_others = desk.conversations_of(ctx, decision.event, &reviewed.post, reporter).await?;

    let mut taken = take(ctx, &reviewed.post, desk).await?;
    let mut record = Record::new();
    let values: [(Id, &str, Value); 4] = [
        (id, field::ACTOR, json!(own.id)),
        (id, field::ACTOR_COMMENT, json!(verdict.comment)),
        (id, field::ACTED_AT, json!(ctx.now_ms())),
        (id, field::STATUS, json!(decision.status)),
    ];
    let values = taken.desk.note(ctx, &mut taken.tx, &values).await?;
    values_changed(&mut record, &reviewed.reviewers, id, &values);
    let mut message = format!("@{} {}", own.username, decision.to_reviewers);
    if !verdict.comment.is_empty() {
        message = format!("{message}: {}", verdict.comment);
    }
    taken.tell_reviewers(ctx, &mut record, decision.event, &message).await?;
    for to in &to_others {
        let said = Said { message: decision.to_others, report_of: None, below: Id::EMPTY };
        taken.desk.say(ctx, &mut taken.tx, &mut record, to, said).await?;
    }
    Ok((taken, record))
}

impl Taken {
    /// Says to the reviewers what happened, if they are to hear of it.
    async fn tell_reviewers(
        &mut self,
        ctx: &Ctx,
        record: &mut Record,
        event: &str,
        message: &str,
    ) -> Result<(), AppError> {
        if !told(ctx, event, "reviewers") {
            return Ok(());
        }
        self.desk.say_below_reports(ctx, &mut self.tx, record, self.post.id, self.reported_at, message).await
    }
}
