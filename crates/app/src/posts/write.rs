//! Writing a prepared post: the part of a post's creation that happens inside its transaction.

use std::collections::HashSet;
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::post as errors;
use roost_model::post::{Post, PostMetadata};
use roost_model::user::{SanitizeOptions, User};
use roost_store::Tx;
use roost_store::posts::{self as store, MembersAfter, Start};
use roost_store::threads::{self as threads, ThreadState};

use super::audience::Audience;
use super::crt::Collapsing;
use super::follow::{Scene, ThreadChange, thread_change};
use super::mentions::{Mentions, comment_mentions};
use super::record::{PostedScene, ThreadScene, author_viewed, display_name, posted};
use super::unread::UNCOUNTED;
use crate::{AppError, Ctx, Record};

/// A post that is ready to be written. Its times are not set: the channel gives them.
pub struct NewPost {
    pub post: Post,
    pub channel: Arc<Channel>,
    pub author: Arc<User>,
    pub audience: Arc<Audience>,
    pub mentions: Mentions,
    /// Asked for by an administrator, Unix milliseconds; 0: none.
    pub create_at: i64,
    pub set_online: bool,
    /// Whether writing means having seen the channel: not for webhooks, bots and what the server says.
    pub views: bool,
    /// Whether everybody in the channel may see the post that this one links to.
    pub preview_for_all: bool,
}

/// What became of it.
pub enum Written {
    /// It is written as soon as the transaction is committed.
    New(Box<Post>),
    /// A retry: the post is there already.
    Earlier(Id),
}

/// Writes the post, its place in its thread and what it means for others, and adds its events to the record.
pub async fn post_write_in_tx(ctx: &Ctx, tx: &mut Tx, record: &mut Record, new: NewPost) -> Result<Written, AppError> {
    let NewPost { mut post, channel, author, audience, mut mentions, create_at, set_online, views, preview_for_all } =
        new;
    let started = store::post_start_in_tx(
        tx,
        &Start {
            post_id: post.id,
            channel_id: channel.id,
            user_id: author.id,
            now_ms: ctx.now_ms(),
            create_at,
            pending_id: &post.pending_post_id,
            counted: !UNCOUNTED.contains(&post.post_type.as_str()),
            root_id: post.root_id,
            file_ids: post.files(),
        },
    )
    .await?;
    let Some(bumped) = started.channel else {
        let earlier = match post.pending_post_id.as_str() {
            "" => None,
            pending => store::post_claimed_in_tx(tx, author.id, pending).await?.filter(|id| *id != post.id),
        };
        return earlier.map(Written::Earlier).ok_or_else(|| errors::CHANNEL_DELETED.into());
    };
    let thread = thread_of(&post, &channel, started.thread)?;
    post.create_at = if create_at > 0 { create_at } else { bumped.last_post_at };
    post.update_at = post.create_at;
    attach(&mut post, started.files);

    let collapsing = Collapsing::load(ctx, tx, &author, thread.as_ref()).await?;
    let mut change = ThreadChange::default();
    let mut previous_reply_count = 0;
    if let Some(state) = &thread {
        previous_reply_count = state.root.reply_count;
        post.reply_count = previous_reply_count + 1;
        let comments = comment_mentions(&state.root, &state.participants, &audience, |id| collapsing.of(id));
        let comments: Vec<Id> = comments.filter(|id| *id != author.id && !mentions.contains(*id)).collect();
        let scene = Scene {
            channel: &channel,
            audience: &audience,
            mentions: &mentions,
            comments: &comments,
            auto_follow: ctx.config().service.thread_auto_follow,
        };
        change = thread_change(&post, state, &scene);
        for id in comments {
            mentions.add(id);
        }
    }

    let priority = post.metadata.as_ref().and_then(|m| m.priority.as_ref()).and_then(|p| p.priority.as_deref());
    let urgent = priority == Some("urgent");
    let viewer = if views && !(post.is_reply() && collapsing.of(author.id)) { author.id } else { Id::EMPTY };
    store::post_insert_in_tx(tx, &post);
    if !post.files().is_empty() {
        store::post_files_attach_in_tx(tx, &post);
    }
    if post.is_reply() {
        threads::thread_reply_added_in_tx(tx, &post, channel.team_id, &change.follows);
    }
    store::post_priority_insert_in_tx(tx, &post);
    store::post_members_after_in_tx(
        tx,
        &MembersAfter {
            channel_id: channel.id,
            viewer,
            mentioned: &mentions.users,
            channel: bumped,
            is_root: !post.is_reply(),
            urgent,
        },
    );

    let mut shown = post.clone();
    super::attachments::strip_integrations(&mut shown);
    let mut told = shown.clone();
    if !preview_for_all && let Some(metadata) = &mut told.metadata {
        metadata.embeds.retain(|embed| embed.embed_type != "permalink");
    }
    let sender_name = sender_name(ctx, &post, &author);
    let name = display_name(&channel, &sender_name, audience.members.values().map(|m| m.username.as_str()));
    let announced: Vec<Id> = change.announced.iter().copied().filter(|id| collapsing.of(*id)).collect();
    record.event(posted(&PostedScene {
        post: &told,
        channel: &channel,
        channel_display_name: name,
        sender_name,
        set_online,
        mentioned: &mentions.users,
        followers: &announced,
    }));
    if !viewer.is_empty()
        && audience.members.contains_key(&viewer)
        && ctx.config().service.enable_channel_viewed_messages
    {
        record.event(author_viewed(viewer, channel.id, bumped.last_post_at));
    }
    if let Some(state) = thread {
        let places: Vec<_> = change.places.iter().filter(|place| collapsing.of(place.user_id)).collect();
        if !places.is_empty() {
            let scene = ThreadScene {
                reply_count: previous_reply_count + 1,
                last_reply_at: post.create_at.max(state.last_reply_at),
                participants: participants(ctx, tx, &state, author.id).await?,
                is_urgent: state.priority == "urgent",
                delete_at: state.delete_at,
                team_id: channel.team_id,
                root: &state.root,
            };
            for place in places {
                record.event(scene.updated(place));
            }
        }
    }
    Ok(Written::New(Box::new(shown)))
}

/// The thread that a reply goes into; an error when there is none to reply to.
fn thread_of(post: &Post, channel: &Channel, found: Option<ThreadState>) -> Result<Option<ThreadState>, AppError> {
    if !post.is_reply() {
        return Ok(None);
    }
    let fits = |root: &Post| root.delete_at == 0 && root.channel_id == channel.id && !root.is_reply();
    match found {
        Some(state) if fits(&state.root) => Ok(Some(state)),
        _ => Err(errors::ROOT_INVALID.into()),
    }
}

/// Keeps those files that may be attached, in the order they were named.
fn attach(post: &mut Post, found: Vec<roost_model::file::FileInfo>) {
    if post.files().is_empty() {
        return;
    }
    let order = post.file_ids.take().unwrap_or_default();
    let mut files: Vec<_> = found.into_iter().filter(|file| order.contains(&file.id)).collect();
    files.sort_by_key(|file| order.iter().position(|id| *id == file.id));
    for file in &mut files {
        file.post_id = post.id;
        file.channel_id = post.channel_id;
    }
    post.file_ids = (!files.is_empty()).then(|| files.iter().map(|file| file.id).collect());
    post.metadata.get_or_insert_with(PostMetadata::default).files = files;
}

/// Accounts of those who wrote in the thread, the newest last, as others may see them.
async fn participants(ctx: &Ctx, tx: &mut Tx, state: &ThreadState, author: Id) -> Result<Vec<User>, AppError> {
    let ids: Vec<Id> = state.participants.iter().copied().filter(|id| *id != author).chain([author]).collect();
    let cache = &ctx.app().caches.users;
    let mut known: Vec<Arc<User>> = ids.iter().filter_map(|id| cache.get(id)).collect();
    let have: HashSet<Id> = known.iter().map(|user| user.id).collect();
    let missing: Vec<Id> = ids.iter().copied().filter(|id| !have.contains(id)).collect();
    if !missing.is_empty() {
        let tickets: Vec<_> = missing.iter().map(|id| cache.ticket(id)).collect();
        for user in threads::participant_list_in_tx(tx, &missing).await? {
            let user = Arc::new(user);
            let ticket = missing.iter().position(|id| *id == user.id).and_then(|at| tickets.get(at));
            if let Some(ticket) = ticket {
                cache.insert(*ticket, user.id, user.clone());
            }
            known.push(user);
        }
        known.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    }
    let config = ctx.config();
    let (show_full_name, show_email) = (config.privacy.show_full_name, config.privacy.show_email_address);
    let sanitized =
        |user: &Arc<User>| (**user).clone().sanitized(SanitizeOptions::Other { show_full_name, show_email });
    Ok(known.iter().map(sanitized).collect())
}

/// Whom `posted` names as sender.
fn sender_name(ctx: &Ctx, post: &Post, author: &User) -> String {
    if post.is_system() {
        return "System".to_owned();
    }
    let override_name = post.prop_str("override_username");
    if post.is_from_webhook() && !override_name.is_empty() && ctx.config().service.enable_post_username_override {
        return override_name.to_owned();
    }
    format!("@{}", author.username)
}
