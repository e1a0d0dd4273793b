//! Sending reminders that are due. Any number of nodes may do so at once: who takes the row away sends the reminder, in the
//! same transaction.

use std::sync::Arc;

use roost_model::post::{Post, kind};
use roost_model::{Id, error as ids};
use roost_store::{Tx, post_lists, reminders as store};

use super::reminded;
use crate::channels::channel_direct_of;
use crate::ctx::Client;
use crate::posts::{SystemPost, audience_of, system_post_in_tx};
use crate::users::{system_bot, user_find};
use crate::{App, AppError, Ctx, Db, Record};

/// Sends the next reminder that is due. `false` when there is none that another node has not in hand. One of a post or for
/// a user that is gone is dropped, and so is one that cannot be sent, which would hold up the others.
pub async fn remind_next(app: &Arc<App>, db: &Db) -> Result<bool, AppError> {
    let now_s = app.clock.now_ms() / 1_000;
    let mut tx = db.begin().await?;
    let Some((post, user)) = store::reminder_claim_in_tx(&mut tx, now_s).await? else { return Ok(false) };
    match remind(app, db, tx, post, user).await {
        Err(error) if error.id.status != ids::UNAVAILABLE.status => {
            tracing::warn!(%error, %post, %user, "a reminder was given up");
            let mut tx = db.begin().await?;
            store::reminder_drop_in_tx(&mut tx, post, user, now_s);
            app.commit(tx, Record::new()).await?;
            Ok(true)
        }
        other => other.map(|()| true),
    }
}

async fn remind(app: &Arc<App>, db: &Db, mut tx: Tx, post: Id, user: Id) -> Result<(), AppError> {
    let ctx = Ctx::new(app.clone(), db.clone(), None, Client::default(), app.random.id()).await?;
    let mut record = Record::new();
    let post = post_lists::post_get(db, post).await?.filter(|post| post.delete_at == 0);
    let user = user_find(&ctx, user).await?.filter(|user| user.delete_at == 0);
    if let (Some(post), Some(user)) = (post, user) {
        say(&ctx, &mut tx, &mut record, &post, user.id).await?;
    }
    ctx.commit(tx, record).await
}

async fn say(ctx: &Ctx, tx: &mut Tx, record: &mut Record, post: &Post, user: Id) -> Result<(), AppError> {
    let bot = system_bot(ctx).await?;
    let channel = channel_direct_of(ctx, user, bot.id).await?;
    let audience = audience_of(ctx, channel.id).await?;
    let reminded = reminded(ctx, post).await?;
    let said = SystemPost {
        channel: Arc::new(channel),
        author: bot,
        kind: kind::REMINDER,
        message: format!("You wanted to be reminded of {} by @{}", reminded.link, reminded.username),
        props: reminded.props(),
        mentioned: vec![user],
        root_id: Id::EMPTY,
        files: Vec::new(),
        audience,
        set_online: true,
    };
    system_post_in_tx(ctx, tx, record, said).await.map(drop)
}
