//! Following threads.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::ws::event;
use roost_model::ws::thread::ThreadFollowChanged;
use roost_realtime::{Audience, Event};
use roost_store::threads::thread_lock_in_tx;
use roost_store::user_threads as store;

use crate::posts::readable;
use crate::users::access::require_self_or_edit;
use crate::{AppError, Ctx, Record};

/// Makes a user follow a thread, or stop.
pub async fn thread_follow(ctx: &Ctx, user: Id, team: Id, thread: Id, state: bool) -> Result<(), AppError> {
    require_self_or_edit(ctx, user)?;
    if let Err(refused) = readable(ctx, thread).await {
        // Whoever may read everything is not told that there is no such thread, and nothing happens.
        let unknown = refused.id.id == errors::NOT_FOUND.id;
        return if unknown && ctx.can(Permission::ReadChannelContent) {
            Ok(())
        } else {
            Err(AppError::no_permission())
        };
    }
    let reply_count = store::thread_reply_count(ctx.db(), thread).await?.unwrap_or(0);
    let now_ms = ctx.now_ms();
    let mut tx = ctx.db().begin().await?;
    thread_lock_in_tx(&mut tx, thread);
    store::thread_membership_put_in_tx(&mut tx, (user, thread), state, state.then_some(now_ms), None, now_ms);
    let mut record = Record::new();
    let data = ThreadFollowChanged { reply_count, state, thread_id: thread };
    record.event(Event::new(event::THREAD_FOLLOW_CHANGED, &data, Audience::user(user).with_team(team)));
    ctx.commit(tx, record).await
}
