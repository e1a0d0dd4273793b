//! Writing a prepared post: the part of a post's creation that happens inside its transaction.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::post as errors;
use roost_model::file::FileInfo;
use roost_model::post::{Post, PostMetadata};
use roost_model::user::User;
use roost_store::Tx;
use roost_store::again;
use roost_store::burning::secret_add_in_tx;
use roost_store::posts::{self as store, Bumped, MembersAfter, Start, Started};
use roost_store::threads::{self as threads, ThreadState};
use serde_json::Value;

use super::again::is_answered_by_reply;
use super::audience::Audience;
use super::burning::{self, burns};
use super::crt::Collapsing;
use super::follow::{Scene, ThreadChange, thread_change};
use super::mentions::{Mentions, comment_mentions};
use super::priority::URGENT;
use super::record::{PostedScene, ThreadScene, author_viewed, display_name, participants_text, posted};
use super::unread::UNCOUNTED;
use crate::embeds;
use crate::notify::Notice;
use crate::turns::Turns;
use crate::users::as_everybody_sees;
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

/// So many posts of a channel are written at once from a node. They wait for one another at the channel's row anyhow, and there
/// each of them has a connection and costs PostgreSQL the more the longer the row of those who wait is. Two: while one is
/// being committed, the next one is there already.
const AT_ONCE: usize = 2;

/// After that a post is written without a place. Places spare the database work; nothing is wrong without them, and a database
/// that does not answer holds nobody up longer than it would anyway.
const PATIENCE: Duration = Duration::from_secs(1);

/// For those who write posts.
pub fn places() -> Turns<Id> {
    Turns::new(AT_ONCE)
}

/// Opens the transaction of a post, when it is its turn in its channel.
pub async fn post_begin(ctx: &Ctx, channel: Id) -> Result<Tx, AppError> {
    let turn = ctx.app().posting.wait_at_most(PATIENCE, channel).await;
    let mut tx = ctx.db().begin().await?;
    tx.keep(turn);
    Ok(tx)
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
    let started = start(ctx, tx, &new).await?;
    let Some(bumped) = started.channel else { return earlier(tx, &new).await };
    let thread = thread_of(&new.post, &new.channel, started.thread)?;
    let collapsing = Collapsing::load(ctx, tx, &new.author, thread.as_ref()).await?;
    let mut writing = Writing { ctx, new, bumped, thread, collapsing, change: ThreadChange::default() };
    writing.complete(started.files);
    writing.store(tx);
    writing.answer(tx).await?;
    writing.tell(tx, record).await?;
    let shown = writing.shown();
    ctx.notify(|| writing.notice(&shown));
    Ok(Written::New(Box::new(shown)))
}

/// Claims the pending id, takes the channel, and reads thread and files.
async fn start(ctx: &Ctx, tx: &mut Tx, new: &NewPost) -> Result<Started, AppError> {
    let start = Start {
        post_id: new.post.id,
        channel_id: new.channel.id,
        user_id: new.author.id,
        now_ms: ctx.now_ms(),
        create_at: new.create_at,
        pending_id: &new.post.pending_post_id,
        counted: !UNCOUNTED.contains(&new.post.post_type.as_str()),
        root_id: new.post.root_id,
        file_ids: new.post.files(),
    };
    Ok(store::post_start_in_tx(tx, &start).await?)
}

/// Why the channel was not taken: somebody else has the claim, or it is archived.
async fn earlier(tx: &mut Tx, new: &NewPost) -> Result<Written, AppError> {
    let claimed = match new.post.pending_post_id.as_str() {
        "" => None,
        pending => store::post_claimed_in_tx(tx, new.author.id, pending).await?,
    };
    let earlier = claimed.filter(|id| *id != new.post.id);
    earlier.map(Written::Earlier).ok_or_else(|| errors::CHANNEL_DELETED.into())
}

/// A post between the taking of its channel and the commit.
struct Writing<'a> {
    ctx: &'a Ctx,
    new: NewPost,
    bumped: Bumped,
    /// The thread before this reply.
    thread: Option<ThreadState>,
    collapsing: Collapsing,
    change: ThreadChange,
}

impl Writing<'_> {
    /// Gives the post its time and its files, and finds out what it does to its thread.
    fn complete(&mut self, files: Vec<FileInfo>) {
        let NewPost { post, channel, author, audience, mentions, create_at, .. } = &mut self.new;
        post.create_at = if *create_at > 0 { *create_at } else { self.bumped.last_post_at };
        post.update_at = post.create_at;
        attach(post, files);
        let Some(state) = &self.thread else { return };
        post.reply_count = state.root.reply_count + 1;
        let comments = comment_mentions(&state.root, &state.participants, audience, |id| self.collapsing.of(id));
        let comments: Vec<Id> = comments.filter(|id| *id != author.id && !mentions.contains(*id)).collect();
        let scene = Scene {
            channel,
            audience,
            mentions,
            comments: &comments,
            auto_follow: self.ctx.config().service.thread_auto_follow,
        };
        self.change = thread_change(post, state, &scene);
        for id in comments {
            mentions.add(id);
            mentions.by_comment.insert(id);
        }
    }

    /// The author, when writing means having seen the channel: a reply is no part of it for those who collapse threads.
    fn viewer(&self) -> Id {
        let elsewhere = self.new.post.is_reply() && self.collapsing.of(self.new.author.id);
        if self.new.views && !elsewhere { self.new.author.id } else { Id::EMPTY }
    }

    /// Queues what is written.
    fn store(&self, tx: &mut Tx) {
        let post = &self.new.post;
        let priority = post.metadata.as_ref().and_then(|metadata| metadata.priority.as_ref());
        if burns(post) {
            store::post_insert_in_tx(tx, &burning::blank(post));
            let expire_at = post.props.get(burning::EXPIRE_AT).and_then(Value::as_i64).unwrap_or_default();
            secret_add_in_tx(tx, post, expire_at);
        } else {
            store::post_insert_in_tx(tx, post);
        }
        if !post.files().is_empty() {
            store::post_files_attach_in_tx(tx, post);
        }
        store::post_priority_insert_in_tx(tx, post);
        if priority.is_some_and(|priority| priority.persistent_notifications == Some(true)) {
            again::again_begin_in_tx(tx, post.id, post.create_at);
        }
        let after = MembersAfter {
            channel_id: self.new.channel.id,
            viewer: self.viewer(),
            mentioned: &self.new.mentions.users,
            channel: self.bumped,
            is_root: !post.is_reply(),
            urgent: priority.is_some_and(|priority| priority.priority.as_deref() == Some("urgent")),
        };
        store::post_members_after_in_tx(tx, &after);
        // After the memberships of the channel: a view takes them in this order too.
        if post.is_reply() {
            threads::thread_reply_added_in_tx(tx, post, self.new.channel.team_id, &self.change.follows);
        }
    }

    /// The first post is told no more when this is the reply that it waits for.
    async fn answer(&self, tx: &mut Tx) -> Result<(), AppError> {
        if let Some(ThreadState { root, priority, .. }) = &self.thread
            && priority == URGENT
            && is_answered_by_reply(tx, root, &self.new.channel, &self.new.audience, self.new.post.user_id).await?
        {
            again::again_end_in_tx(tx, root.id);
        }
        Ok(())
    }

    /// What people who are away are told: nothing of a text that burns.
    fn notice(self, shown: &Post) -> Notice {
        Notice {
            post: if burns(shown) { burning::blank(shown) } else { shown.clone() },
            channel: self.new.channel,
            author: self.new.author,
            audience: self.new.audience,
            mentions: self.new.mentions,
            root_author: self.thread.as_ref().map(|thread| thread.root.user_id),
            followers: self.change.places.iter().map(|place| place.user_id).collect(),
        }
    }

    /// The post as its author reads it.
    fn shown(&self) -> Post {
        let mut shown = self.new.post.clone();
        super::attachments::strip_integrations(&mut shown);
        shown
    }

    /// The post as everybody in the channel may see it.
    fn told(&self) -> Post {
        if burns(&self.new.post) {
            return burning::blank(&self.new.post);
        }
        let mut told = self.shown();
        if !self.new.preview_for_all
            && let Some(metadata) = &mut told.metadata
        {
            metadata.embeds.retain(|embed| embed.embed_type != "permalink");
        }
        told
    }

    /// Adds the events.
    async fn tell(&self, tx: &mut Tx, record: &mut Record) -> Result<(), AppError> {
        let NewPost { post, channel, author, audience, .. } = &self.new;
        let sender_name = sender_name(self.ctx, post, author);
        let names = audience.members.values().map(|member| member.username.as_str());
        let followers = self.change.announced.iter().copied().filter(|id| self.collapsing.of(*id));
        let config = self.ctx.config();
        let seen_by_clients = |mut post: Post| {
            embeds::show_message(&config, &mut post);
            post
        };
        let own = burns(post).then(|| seen_by_clients(self.shown()));
        record.event(posted(&PostedScene {
            post: &seen_by_clients(self.told()),
            of_author: own.as_ref(),
            channel,
            channel_display_name: display_name(channel, &sender_name, names),
            sender_name,
            set_online: self.new.set_online,
            mentioned: &self.new.mentions.users,
            followers: &followers.collect::<Vec<_>>(),
        }));
        let viewer = self.viewer();
        let seen = self.ctx.config().service.enable_channel_viewed_messages;
        if seen && audience.members.contains_key(&viewer) {
            record.event(author_viewed(viewer, channel.id, self.bumped.last_post_at));
        }
        self.tell_followers(tx, record).await
    }

    async fn tell_followers(&self, tx: &mut Tx, record: &mut Record) -> Result<(), AppError> {
        let Some(state) = &self.thread else { return Ok(()) };
        let places: Vec<_> = self.change.places.iter().filter(|place| self.collapsing.of(place.user_id)).collect();
        if places.is_empty() {
            return Ok(());
        }
        let participants = participants(self.ctx, tx, state, self.new.author.id).await?;
        let participants = record.common(participants_text(&participants));
        let scene = ThreadScene {
            reply_count: state.root.reply_count + 1,
            last_reply_at: self.new.post.create_at.max(state.last_reply_at),
            is_urgent: state.priority == "urgent",
            delete_at: state.delete_at,
            team_id: self.new.channel.team_id,
            root: &state.root,
        };
        for place in places {
            record.event(scene.updated(place, participants));
        }
        Ok(())
    }
}

/// The thread that a reply goes into; an error when there is none to reply to.
fn thread_of(post: &Post, channel: &Channel, found: Option<ThreadState>) -> Result<Option<ThreadState>, AppError> {
    if !post.is_reply() {
        return Ok(None);
    }
    let fits = |root: &Post| root.delete_at == 0 && root.channel_id == channel.id && !root.is_reply();
    match found {
        Some(state) if burns(&state.root) => Err(errors::BURN_THREAD.into()),
        Some(state) if fits(&state.root) => Ok(Some(state)),
        _ => Err(errors::ROOT_INVALID.into()),
    }
}

/// Keeps those files that may be attached, in the order they were named.
fn attach(post: &mut Post, found: Vec<FileInfo>) {
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
    let options = as_everybody_sees(ctx);
    let sanitized = |user: &Arc<User>| (**user).clone().sanitized(options);
    Ok(known.iter().map(sanitized).collect())
}

/// Whom `posted` names as sender.
pub(super) fn sender_name(ctx: &Ctx, post: &Post, author: &User) -> String {
    if post.is_system() {
        return "System".to_owned();
    }
    let override_name = post.prop_str("override_username");
    if post.is_from_webhook() && !override_name.is_empty() && ctx.config().service.enable_post_username_override {
        return override_name.to_owned();
    }
    format!("@{}", author.username)
}
