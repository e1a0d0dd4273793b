//! Sending what is due. Any number of nodes may do so at once: who deletes the row of a scheduled post writes the post, in
//! the same transaction.

use std::sync::Arc;

use roost_model::error as ids;
use roost_model::errors::post as post_errors;
use roost_model::post::request::DraftMetadata;
use roost_model::post::{Post, PostDraft};
use roost_model::scheduled_post::{ScheduledPost, failure};
use roost_model::session::Session;
use roost_model::ws::event;
use roost_store::{Tx, scheduled_posts as store};

use super::changed;
use crate::access::channel::{channel_find, channel_perms};
use crate::ctx::Client;
use crate::embeds::{self, Fetch};
use crate::posts::{Written, post_prepare, post_write_in_tx};
use crate::users::user_find;
use crate::{App, AppError, Ctx, Db, Record};

/// A post that is so late is not sent any more: nobody expects it.
const LATE_MS_MAX: i64 = 24 * 60 * 60 * 1_000;

/// Why a scheduled post was not sent.
enum Failed {
    /// Its author has to do something about it.
    Because(&'static str),
    /// It may work the next time.
    Later(AppError),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        let code = match error.id.id {
            id if id == post_errors::ROOT_INVALID.id => failure::THREAD_DELETED,
            id if id == post_errors::CHANNEL_DELETED.id => failure::CHANNEL_ARCHIVED,
            id if id == ids::PERMISSIONS.id => failure::NO_CHANNEL_PERMISSION,
            _ if error.id.status == 503 => return Self::Later(error),
            _ if error.id.status >= 500 => failure::UNKNOWN,
            _ => failure::INVALID_POST,
        };
        tracing::warn!(%error, "a scheduled post was not sent");
        Self::Because(code)
    }
}

/// Sends the next post that is due and was made at least `grace_ms` ago, or tells its author why it cannot be sent.
/// `false` when there is none that another node has not in hand.
pub async fn send_next(app: &Arc<App>, db: &Db, grace_ms: i64) -> Result<bool, AppError> {
    if !app.config.current().service.scheduled_posts {
        return Ok(false);
    }
    let now_ms = app.clock.now_ms();
    let mut tx = db.begin().await?;
    let Some(due) = store::scheduled_claim_in_tx(&mut tx, now_ms, now_ms - grace_ms).await? else {
        return Ok(false);
    };
    match send(app, db, tx, &due).await {
        Ok(()) => {}
        Err(Failed::Because(code)) => fail(app, db, &due, code).await?,
        Err(Failed::Later(error)) => return Err(error),
    }
    Ok(true)
}

async fn send(app: &Arc<App>, db: &Db, mut tx: Tx, due: &ScheduledPost) -> Result<(), Failed> {
    if due.scheduled_at < app.clock.now_ms() - LATE_MS_MAX {
        return Err(Failed::Because(failure::UNABLE_TO_SEND));
    }
    let ctx = in_name_of(app, db, due).await?;
    let post = Post { message: due.draft.message.clone(), props: due.draft.props.clone(), ..Post::default() };
    let mut again = None;
    if !embeds::is_known(&ctx, &post) {
        // Nothing is fetched within the transaction. Whoever comes first afterwards sends it, as it is then.
        drop(tx);
        embeds::learn(&ctx, &[&post], ctx.now_ms()).await;
        tx = db.begin().await.map_err(AppError::from)?;
        let claimed = store::scheduled_claim_again_in_tx(&mut tx, due.id, app.clock.now_ms()).await;
        again = claimed.map_err(AppError::from)?;
        if again.is_none() {
            return Ok(());
        }
    }
    let due = again.as_ref().unwrap_or(due);
    let new = post_prepare(&ctx, &draft_of(due), false, Fetch::Never).await?;
    let mut record = Record::new();
    store::scheduled_delete_in_tx(&mut tx, due.id);
    let Written::New(_) = post_write_in_tx(&ctx, &mut tx, &mut record, new).await? else {
        return Err(Failed::Because(failure::UNKNOWN));
    };
    record.event(changed(event::SCHEDULED_POST_DELETED, &due.clone().shown()));
    Ok(ctx.commit(tx, record).await?)
}

/// A context in which the author acts, once it is sure that they still can.
async fn in_name_of(app: &Arc<App>, db: &Db, due: &ScheduledPost) -> Result<Ctx, Failed> {
    let ctx = Ctx::new(app.clone(), db.clone(), None, Client::default(), app.random.id()).await?;
    let user = user_find(&ctx, due.draft.user_id).await?.ok_or(Failed::Because(failure::USER_MISSING))?;
    if user.delete_at > 0 {
        return Err(Failed::Because(failure::USER_DELETED));
    }
    let session = Session { user_id: user.id, roles: user.roles.clone(), ..Session::default() };
    let ctx = ctx.with_session(Arc::new(session));
    let channel = channel_find(&ctx, due.draft.channel_id).await?;
    let channel = channel.ok_or(Failed::Because(failure::CHANNEL_NOT_FOUND))?;
    if channel.is_deleted() {
        return Err(Failed::Because(failure::CHANNEL_ARCHIVED));
    }
    if !channel_perms(&ctx, &channel).await?.member {
        return Err(Failed::Because(failure::NO_CHANNEL_MEMBER));
    }
    Ok(ctx)
}

/// What the author would have sent.
fn draft_of(due: &ScheduledPost) -> PostDraft {
    let draft = &due.draft;
    PostDraft {
        channel_id: draft.channel_id.to_string(),
        root_id: draft.root_id.to_string(),
        message: draft.message.clone(),
        post_type: draft.draft_type.clone(),
        props: draft.props.clone(),
        file_ids: draft.file_ids.iter().map(ToString::to_string).collect(),
        metadata: DraftMetadata { priority: due.priority() },
        ..PostDraft::default()
    }
}

async fn fail(app: &App, db: &Db, due: &ScheduledPost, code: &str) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    if let Some(post) = store::scheduled_fail_in_tx(&mut tx, due, code, app.clock.now_ms()).await? {
        let mut record = Record::new();
        record.event(changed(event::SCHEDULED_POST_UPDATED, &post.shown()));
        app.commit(tx, record).await?;
    }
    Ok(())
}
