//! Having read threads.

use roost_model::Id;
use roost_model::errors::thread as errors;
use roost_model::permission::Permission;
use roost_model::thread::ThreadResponse;
use roost_model::ws::channel::NoData;
use roost_model::ws::event;
use roost_model::ws::thread::ThreadReadChanged;
use roost_realtime::{Audience, Event};
use roost_store::threads::thread_lock_in_tx;
use roost_store::user_threads as store;

use super::list::response;
use crate::access::team::require_in_team;
use crate::notify::Read;
use crate::posts::unread::Mentioned;
use crate::posts::{People, readable};
use crate::users::access::require_self_or_edit;
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// The user has read the thread up to a time, Unix milliseconds, and follows it from here on.
pub async fn thread_read(
    ctx: &Ctx,
    user: Id,
    team: Id,
    thread: Id,
    timestamp: i64,
) -> Result<ThreadResponse, AppError> {
    require_self_or_edit(ctx, user)?;
    user_get(ctx, user).await?;
    let (root, _) = readable(ctx, thread).await?;
    let before = store::user_thread_get(ctx.db(), user, thread).await?.unwrap_or_default();
    let mentioned = Mentioned::of(ctx, root.channel_id, user).await?;

    let mut tx = ctx.db().begin().await?;
    // Nobody replies from here on.
    thread_lock_in_tx(&mut tx, thread);
    let mentions = match mentioned {
        Some(member) => member.count_in_thread(&mut tx, thread, timestamp).await?,
        None => 0,
    };
    let place = (user, thread);
    store::thread_membership_put_in_tx(&mut tx, place, true, Some(timestamp), Some(mentions), ctx.now_ms());
    let after = store::user_thread_get_in_tx(&mut tx, user, thread).await?.ok_or(errors::NOT_FOUND)?;
    let mut record = Record::new();
    let data = ThreadReadChanged {
        channel_id: root.channel_id,
        previous_unread_mentions: before.unread_mentions,
        previous_unread_replies: before.unread_replies,
        thread_id: thread,
        timestamp,
        unread_mentions: after.unread_mentions,
        unread_replies: after.unread_replies,
    };
    record.event(Event::new(event::THREAD_READ_CHANGED, &data, Audience::user(user).with_team(team)));
    let told = Read::counts(ctx, user);
    let read = after.unread_replies == 0;
    ctx.notify_read(if read { Read { channel: root.channel_id, root: thread, ..told } } else { told });
    ctx.commit(tx, record).await?;
    let people = People::load(ctx, after.participants.iter().copied(), false).await?;
    Ok(response(after, &people))
}

/// Makes the thread unread from one of its posts on.
pub async fn thread_unread_at(ctx: &Ctx, user: Id, team: Id, thread: Id, post: Id) -> Result<ThreadResponse, AppError> {
    require_self_or_edit(ctx, user)?;
    let (post, _) = readable(ctx, post).await?;
    if post.id != thread && post.root_id != thread {
        return Err(errors::READ_BY_POST.into());
    }
    thread_read(ctx, user, team, thread, post.create_at - 1).await
}

/// Everything that the user follows in the team is read.
pub async fn threads_read(ctx: &Ctx, user: Id, team: Id) -> Result<(), AppError> {
    require_self_or_edit(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let mut tx = ctx.db().begin().await?;
    store::user_threads_read_in_tx(&mut tx, user, team, ctx.now_ms());
    let mut record = Record::new();
    record.event(Event::new(event::THREAD_READ_CHANGED, &NoData {}, Audience::user(user).with_team(team)));
    ctx.notify_read(Read::counts(ctx, user));
    ctx.commit(tx, record).await
}
