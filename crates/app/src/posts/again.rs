//! Urgent posts that are told again and again to those who are named in them, until one of these answers.

use std::sync::Arc;

use roost_model::channel::{Channel, ChannelType};
use roost_model::post::Post;
use roost_model::ws::event;
use roost_model::ws::post::ToldAgain;
use roost_model::{Id, error as ids, status};
use roost_realtime::{Audience as Recipients, Event};
use roost_store::post_references::group_members_by_name;
use roost_store::{Tx, again as store};

use super::audience::{Audience, audience_of};
use super::create::add_people;
use super::mentions::{self, Rules};
use super::{get, metadata, record, write};
use crate::access::channel;
use crate::ctx::Client;
use crate::notify::Notice;
use crate::presence;
use crate::users::{user_find, user_find_many};
use crate::{App, AppError, Ctx, Db, Record};

const MINUTE_MS: i64 = 60_000;

/// Set on posts whose author may name no groups.
pub(super) const NO_GROUPS: &str = "disable_group_highlight";

/// Nobody is meant who is not named.
const NAMED_ONLY: Rules = Rules { channel_mentions: false, members_max: 0 };

/// Tells the next post again that is due. `false` when there is none that another node has not in hand. One that cannot be told
/// is given up, which would hold up the others.
pub async fn told_again_next(app: &Arc<App>, db: &Db) -> Result<bool, AppError> {
    let config = app.config.current();
    let settings = &config.service;
    if !settings.post_priority || !settings.allow_persistent_notifications {
        return Ok(false);
    }
    let now_ms = app.clock.now_ms();
    let since_ms = now_ms - settings.persistent_notification_interval_minutes.max(1) * MINUTE_MS;
    let times_max = i32::try_from(settings.persistent_notification_max_count).unwrap_or(i32::MAX);
    let mut tx = db.begin().await?;
    let Some(post) = store::again_claim_in_tx(&mut tx, now_ms, since_ms, times_max).await? else { return Ok(false) };
    match tell(app, db, tx, post).await {
        Err(error) if error.id.status != ids::UNAVAILABLE.status => {
            tracing::warn!(%error, %post, "a post is not told again");
            let mut tx = db.begin().await?;
            store::again_end_in_tx(&mut tx, post);
            app.commit(tx, Record::new()).await?;
            Ok(true)
        }
        other => other.map(|()| true),
    }
}

async fn tell(app: &Arc<App>, db: &Db, tx: Tx, id: Id) -> Result<(), AppError> {
    let ctx = Ctx::new(app.clone(), db.clone(), None, Client::default(), app.random.id()).await?;
    let mut record = Record::new();
    if let Some(post) = get::post_find(&ctx, id).await?.filter(|post| post.delete_at == 0) {
        let channel = channel::channel_get(&ctx, post.channel_id).await?;
        if !channel.is_deleted() {
            say(&ctx, &mut record, post, &channel).await?;
        }
    }
    ctx.commit(tx, record).await
}

async fn say(ctx: &Ctx, record: &mut Record, post: Post, channel: &Arc<Channel>) -> Result<(), AppError> {
    let audience = audience_of(ctx, channel.id).await?;
    let named = named(ctx, &post, channel, &audience).await?;
    let Some(author) = user_find(ctx, post.user_id).await? else { return Ok(()) };
    let windows = in_windows(ctx, &named).await?;
    let shown = metadata::one(ctx, post.clone()).await?;
    let sender_name = write::sender_name(ctx, &post, &author);
    let names = audience.members.values().map(|member| member.username.as_str());
    let display_name = record::display_name(channel, &sender_name, names);
    let data = ToldAgain::new(&shown, channel, display_name, sender_name, &windows);
    for user in &windows {
        let recipients = Recipients::user(*user).with_channel(channel.id).with_team(channel.team_id);
        record.event(Event::new(event::PERSISTENT_NOTIFICATION_TRIGGERED, &data, recipients));
    }
    let mentions = mentions::Mentions {
        users: named.clone(),
        named: named.iter().copied().collect(),
        ..mentions::Mentions::default()
    };
    ctx.notify_again(|| Notice {
        audience: Arc::new(audience.only(&named)),
        post,
        channel: channel.clone(),
        author,
        mentions,
        root_author: None,
        followers: std::collections::HashSet::new(),
    });
    Ok(())
}

/// Whoever is named in the post, by a group too, as far as they are in the channel now; the other one of two.
async fn named(ctx: &Ctx, post: &Post, channel: &Channel, audience: &Audience) -> Result<Vec<Id>, AppError> {
    let documents = mentions::documents(post);
    let mut found = mentions::mentions_of(post, &documents, channel, audience, NAMED_ONLY);
    let by_group = !post.props.contains_key(NO_GROUPS);
    add_people(ctx, &mut found, audience, post.user_id, by_group).await?;
    let mut users =
        if channel.channel_type == ChannelType::Direct { found.users } else { found.named.into_iter().collect() };
    users.retain(|user| *user != post.user_id);
    users.sort_unstable();
    Ok(users)
}

/// Those of them whose windows tell: not of who wants none of that, or is not to be disturbed.
async fn in_windows(ctx: &Ctx, named: &[Id]) -> Result<Vec<Id>, AppError> {
    let people = user_find_many(ctx, named).await?;
    let wants = |id: &Id| {
        people.iter().any(|user| user.id == *id && user.notify_props.get("desktop").is_none_or(|wish| wish != "none"))
    };
    let statuses = presence::statuses_of(ctx.app(), ctx.db(), named).await?;
    let quiet = |id: &Id| {
        statuses.iter().any(|now| {
            now.user_id == *id && matches!(now.status.as_str(), status::DO_NOT_DISTURB | status::OUT_OF_OFFICE)
        })
    };
    Ok(named.iter().copied().filter(|id| wants(id) && !quiet(id)).collect())
}

/// Whether what somebody does with a post is the answer that it waits for.
pub(crate) async fn is_answered(ctx: &Ctx, post: &Post, by: Id) -> Result<bool, AppError> {
    let priority = post.metadata.as_ref().and_then(|metadata| metadata.priority.as_ref());
    let waits = priority.is_some_and(|priority| priority.persistent_notifications == Some(true));
    if !waits || by == post.user_id || !store::again_is_on(ctx.db(), post.id).await? {
        return Ok(false);
    }
    let channel = channel::channel_get(ctx, post.channel_id).await?;
    let audience = audience_of(ctx, channel.id).await?;
    Ok(named(ctx, post, &channel, &audience).await?.contains(&by))
}

/// As [`is_answered`] for a reply, within its transaction.
pub(super) async fn is_answered_by_reply(
    tx: &mut Tx,
    root: &Post,
    channel: &Channel,
    audience: &Audience,
    by: Id,
) -> Result<bool, AppError> {
    if by == root.user_id {
        return Ok(false);
    }
    let documents = mentions::documents(root);
    let found = mentions::mentions_of(root, &documents, channel, audience, NAMED_ONLY);
    if channel.channel_type == ChannelType::Direct {
        return Ok(found.contains(by));
    }
    let by_group =
        !found.unknown.is_empty() && !root.props.contains_key(NO_GROUPS) && audience.members.contains_key(&by);
    Ok(found.named.contains(&by) || (by_group && group_members_by_name(tx, &found.unknown).await?.contains(&by)))
}
