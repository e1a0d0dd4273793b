//! Moving a thread to another channel: its posts are written there anew, in their order and by their authors, with their
//! files, reactions and priority, and are deleted here. One transaction: nobody ever sees both, or neither.

use std::collections::HashMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::post as errors;
use roost_model::post::request::DraftMetadata;
use roost_model::post::{PermalinkPreview, Post, PostDraft, PostEmbed, PostMetadata, kind};
use roost_model::team_member::SchemeRoleNames;
use roost_model::user::User;
use roost_model::ws::event;
use roost_store::memberships::MemberRoles;
use roost_store::post_lists::{self, ThreadPage};
use roost_store::{Tx, post_change as store};
use serde_json::{Map, Value};

use super::audience::audience_of;
use super::create::prepared;
use super::delete::post_deleted;
use super::get;
use super::mentions::Mentions;
use super::metadata::{self, PREVIEWED};
use super::write::{NewPost, Written, post_write_in_tx};
use crate::access::channel::{self, CreatePost};
use crate::access::{ChannelAccess, roles::effective, team};
use crate::embeds::{self, Fetch};
use crate::reactions::reaction_changed;
use crate::record::Kind;
use crate::users::{own_user, user_find_many};
use crate::{AppError, Ctx, Record};

/// How often a thread is read again that changed before it was taken.
const ATTEMPTS: usize = 5;

/// Moves the thread that a post belongs to into another channel.
pub async fn thread_move(ctx: &Ctx, id: Id, to: Id) -> Result<(), AppError> {
    if !ctx.config().feature_flags.move_threads_enabled {
        return Err(errors::MOVE_DISABLED.into());
    }
    let (post, source) = get::readable(ctx, id).await?;
    let mover = own_user(ctx).await?;
    require_permitted(ctx, &mover, &source.channel).await?;
    let target = target(ctx, &source.channel, to).await?;
    for _ in 0..ATTEMPTS {
        let moving = Moving::load(ctx, &mover, source.channel.clone(), &target, post.thread_id()).await?;
        if moving.run().await? {
            return Ok(());
        }
    }
    Err(refused("it is being written in"))
}

fn refused(reason: &'static str) -> AppError {
    AppError::new(errors::MOVE_REFUSED).with("reason", reason)
}

/// 403 unless the server's settings let this user move threads out of this channel. Administrators always may.
async fn require_permitted(ctx: &Ctx, mover: &User, source: &Channel) -> Result<(), AppError> {
    if mover.is_system_admin() {
        return Ok(());
    }
    let config = ctx.config();
    let settings = &config.wrangler;
    let domains = &settings.allowed_email_domain;
    let own_domain = mover.email.rsplit_once('@').map_or("", |(_, domain)| domain);
    if !domains.is_empty() && !domains.iter().any(|domain| domain.eq_ignore_ascii_case(own_domain)) {
        return Err(errors::MOVE_NOT_PERMITTED.into());
    }
    if settings.permitted_wrangler_roles.is_empty() {
        return Ok(());
    }
    let memberships = team::memberships(ctx, ctx.user_id()).await?;
    let here = |member: Option<&MemberRoles>, names| member.map(|member| effective(member, names, names));
    let roles = [
        Some(mover.roles.clone()),
        here(memberships.teams.get(&source.team_id), SchemeRoleNames::TEAM),
        here(memberships.channels.get(&source.id), SchemeRoleNames::CHANNEL),
    ];
    let has = |name: &String| roles.iter().flatten().any(|roles| roles.split(' ').any(|role| role == name));
    if settings.permitted_wrangler_roles.iter().any(has) {
        return Ok(());
    }
    Err(errors::MOVE_NOT_PERMITTED.into())
}

/// Where the thread goes, if it may go from here to there.
async fn target(ctx: &Ctx, source: &Channel, to: Id) -> Result<ChannelAccess<CreatePost>, AppError> {
    let channel = channel::channel_get(ctx, to).await?;
    let config = ctx.config();
    let settings = &config.wrangler;
    let (leaves, what) = match source.channel_type {
        ChannelType::Private => (settings.move_thread_from_private_channel_enable, "it is in a private channel"),
        ChannelType::Direct => {
            (settings.move_thread_from_direct_message_channel_enable, "it is in a conversation of two")
        }
        ChannelType::Group => {
            (settings.move_thread_from_group_message_channel_enable, "it is in a conversation of several")
        }
        ChannelType::Open => (true, ""),
    };
    if !leaves {
        return Err(refused(what));
    }
    let teams = !source.team_id.is_empty() && !channel.team_id.is_empty() && source.team_id != channel.team_id;
    if teams && !settings.move_thread_to_another_team_enable {
        return Err(refused("that channel is in another team"));
    }
    if !channel::channel_perms(ctx, &channel).await?.member {
        return Err(refused("you are no member of that channel"));
    }
    if channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    if source.is_deleted() {
        return Err(errors::DELETE_IN_DELETED.into());
    }
    channel::of(ctx, channel).await
}

/// A thread that is about to be moved, with everything that is known before the transaction.
struct Moving<'a> {
    ctx: &'a Ctx,
    mover: &'a Arc<User>,
    source: Arc<Channel>,
    target: Arc<Channel>,
    /// As they are, the first post first.
    posts: Vec<Post>,
    /// What is written in their place.
    copies: Vec<NewPost>,
    /// What is said at the end of the thread in its new place.
    arrived: NewPost,
    /// What is said in the old place.
    left: NewPost,
}

impl<'a> Moving<'a> {
    async fn load(
        ctx: &'a Ctx,
        mover: &'a Arc<User>,
        source: Arc<Channel>,
        target: &ChannelAccess<CreatePost>,
        root: Id,
    ) -> Result<Self, AppError> {
        let posts = thread(ctx, root).await?;
        let max = ctx.config().wrangler.move_thread_max_count;
        if max > 0 && i64::try_from(posts.len()).unwrap_or(i64::MAX) > max {
            return Err(refused("it has too many posts"));
        }
        if posts.iter().any(|post| post.post_type == kind::BURN_ON_READ) {
            return Err(refused("it has posts that burn"));
        }
        let copies = copies(ctx, mover.id, target, &posts).await?;
        let Some(root) = copies.first().map(|copy| copy.post.clone()) else { return Err(errors::NOT_FOUND.into()) };
        let arrived = arrived(ctx, mover, target, root.id).await?;
        let left = left(ctx, mover, &source, &target.channel, &root, posts.len()).await?;
        Ok(Self { ctx, mover, source, target: target.channel.clone(), posts, copies, arrived, left })
    }

    /// Moves it. `false`: the thread is not what was read any more, and nothing was done.
    async fn run(self) -> Result<bool, AppError> {
        let Self { ctx, posts, .. } = self;
        let Some(root) = posts.first() else { return Err(errors::NOT_FOUND.into()) };
        let mut tx = ctx.db().begin().await?;
        let now = store::thread_lock_in_tx(&mut tx, root.id, [self.source.id, self.target.id]).await?;
        let read = posts.iter().map(|post| (post.id, post.update_at));
        if !now.into_iter().eq(read) {
            return Ok(false);
        }
        let mut record = Record::new();
        let mut shown = Post::default();
        for (post, copy) in posts.iter().zip(self.copies) {
            if !post.files().is_empty() {
                store::post_files_free_in_tx(&mut tx, post, self.target.id);
            }
            let copy = write(ctx, &mut tx, &mut record, copy).await?;
            if post.has_reactions {
                for reaction in store::reactions_copy_in_tx(&mut tx, post.id, copy.id, self.target.id).await? {
                    record.event(reaction_changed(event::REACTION_ADDED, &reaction, self.target.id));
                }
            }
            if !copy.is_reply() {
                shown = copy;
            }
        }
        write(ctx, &mut tx, &mut record, self.arrived).await?;
        let now_ms = posts.iter().map(|post| post.update_at + 1).fold(ctx.now_ms(), i64::max);
        for user in store::post_delete_in_tx(&mut tx, root, now_ms, self.mover.id).await? {
            record.invalidate(Kind::Preferences, user);
        }
        for event in post_deleted(root.clone(), self.mover.id) {
            record.event(event);
        }
        let mut left = self.left;
        // With what is said at its end.
        shown.reply_count = i64::try_from(posts.len()).unwrap_or(i64::MAX);
        preview(ctx, &mut left.post, shown, &self.target).await?;
        write(ctx, &mut tx, &mut record, left).await?;
        ctx.commit(tx, record).await?;
        Ok(true)
    }
}

async fn write(ctx: &Ctx, tx: &mut Tx, record: &mut Record, new: NewPost) -> Result<Post, AppError> {
    // On the heap: a thread's move holds several of these.
    match Box::pin(post_write_in_tx(ctx, tx, record, new)).await? {
        Written::New(post) => Ok(*post),
        Written::Earlier(_) => Err(AppError::internal("a post without a name of its client was there already")),
    }
}

/// The live posts of a thread, the first one first, with what they bring along.
async fn thread(ctx: &Ctx, root: Id) -> Result<Vec<Post>, AppError> {
    let page = ThreadPage {
        root_id: root,
        with_root: true,
        forwards: Some(true),
        by_update: false,
        from_ms: 0,
        from_id: Id::EMPTY,
        limit: 0,
    };
    let mut posts = post_lists::post_thread(ctx.db(), &page).await?;
    posts.retain(|post| post.delete_at == 0);
    posts.sort_by_key(|post| (post.is_reply(), post.create_at, post.id));
    if posts.first().is_none_or(|post| post.id != root) {
        return Err(errors::NOT_FOUND.into());
    }
    Ok(posts)
}

/// What is written in the new place: the same posts with ids, times and mentions of their own.
async fn copies(
    ctx: &Ctx,
    mover: Id,
    target: &ChannelAccess<CreatePost>,
    posts: &[Post],
) -> Result<Vec<NewPost>, AppError> {
    let mut authors: Vec<Id> = posts.iter().map(|post| post.user_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let authors: HashMap<Id, Arc<User>> =
        user_find_many(ctx, &authors).await?.into_iter().map(|user| (user.id, user)).collect();
    let root_id = ctx.new_id();
    let mut copies = Vec::with_capacity(posts.len());
    // For all of them at once: one after another each could take its time.
    embeds::learn(ctx, &posts.iter().collect::<Vec<_>>(), ctx.now_ms()).await;
    for post in posts {
        let author = authors.get(&post.user_id).cloned().unwrap_or_else(|| Arc::new(User::stub(post.user_id)));
        let priority = post.metadata.as_ref().and_then(|metadata| metadata.priority.clone());
        let draft = PostDraft { metadata: DraftMetadata { priority }, ..PostDraft::default() };
        let copy = Post {
            id: if post.is_reply() { ctx.new_id() } else { root_id },
            channel_id: target.channel.id,
            root_id: if post.is_reply() { root_id } else { Id::EMPTY },
            edit_at: 0,
            reply_count: 0,
            has_reactions: false,
            file_ids: Some(post.files().to_vec()),
            pending_post_id: String::new(),
            metadata: Some(PostMetadata::default()),
            ..post.clone()
        };
        let mut new = prepared(ctx, target, author, copy, &draft, false, Fetch::Never).await?;
        // Who did not move the thread has not looked at the channel.
        new.views &= post.user_id == mover;
        copies.push(new);
    }
    Ok(copies)
}

/// What the server says of it in a channel, in the name of who moved the thread.
async fn said(
    ctx: &Ctx,
    mover: &Arc<User>,
    channel: Arc<Channel>,
    message: String,
    props: &[(&str, Value)],
) -> Result<NewPost, AppError> {
    let audience = audience_of(ctx, channel.id).await?;
    let props: Map<String, Value> = props.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let post = Post {
        id: ctx.new_id(),
        user_id: mover.id,
        channel_id: channel.id,
        message,
        post_type: kind::WRANGLER.to_owned(),
        props,
        file_ids: Some(Vec::new()),
        metadata: Some(PostMetadata::default()),
        ..Post::default()
    };
    Ok(NewPost {
        post,
        channel,
        author: mover.clone(),
        audience,
        mentions: Mentions::default(),
        create_at: 0,
        set_online: false,
        views: false,
        preview_for_all: true,
    })
}

async fn arrived(
    ctx: &Ctx,
    mover: &Arc<User>,
    target: &ChannelAccess<CreatePost>,
    root: Id,
) -> Result<NewPost, AppError> {
    let props = [("TranslationID", Value::from("app.post.move_thread.from_another_channel"))];
    let text = "This thread came here from another channel.".to_owned();
    let mut new = said(ctx, mover, target.channel.clone(), text, &props).await?;
    new.post.root_id = root;
    Ok(new)
}

async fn left(
    ctx: &Ctx,
    mover: &Arc<User>,
    source: &Arc<Channel>,
    target: &Channel,
    root: &Post,
    posts: usize,
) -> Result<NewPost, AppError> {
    let site = ctx.config().service.site_url.trim_end_matches('/').to_owned();
    let team = if target.team_id.is_empty() { source.team_id } else { target.team_id };
    let link = match team.some() {
        Some(team) => format!("{site}/{}/pl/{}", team::team_get(ctx, team).await?.name, root.id),
        None => format!("{site}/_redirect/pl/{}", root.id),
    };
    let conversation = matches!(source.channel_type, ChannelType::Direct | ChannelType::Group);
    let place = if conversation { "direct_or_group" } else { "channel" };
    let (number, text) = match posts {
        1 => ("one_message", format!("A message went to another channel: {link}")),
        _ => ("multiple_messages", format!("A thread of {posts} messages went to another channel: {link}")),
    };
    let translation = format!("app.post.move_thread_command.{place}.{number}");
    let props = [
        ("MovedThreadPermalink", Value::from(link)),
        ("NumMessages", Value::from(posts)),
        ("TranslationID", Value::from(translation)),
    ];
    let mut new = said(ctx, mover, source.clone(), text, &props).await?;
    if ctx.config().service.enable_permalink_previews {
        new.post.props.insert(PREVIEWED.to_owned(), Value::from(root.id.as_str()));
    }
    let there = audience_of(ctx, target.id).await?;
    // One event tells everybody: it shows the thread only when all of them may read it where it is.
    new.preview_for_all = new.audience.members.keys().all(|member| there.members.contains_key(member));
    Ok(new)
}

/// Adds the preview of the moved thread's first post, which nobody else can read yet.
async fn preview(ctx: &Ctx, said: &mut Post, mut root: Post, target: &Channel) -> Result<(), AppError> {
    if !said.props.contains_key(PREVIEWED) {
        return Ok(());
    }
    metadata::show(&mut root);
    let team_name = match target.team_id.some() {
        Some(team) => team::team_get(ctx, team).await?.name.clone(),
        None => String::new(),
    };
    let preview = PermalinkPreview {
        post_id: root.id,
        post: root,
        team_name,
        channel_display_name: target.display_name.clone(),
        channel_type: target.channel_type,
        channel_id: target.id,
    };
    let data = serde_json::to_value(preview).map_err(AppError::internal)?;
    let embed = PostEmbed { embed_type: "permalink".to_owned(), url: String::new(), data: Some(data) };
    said.metadata.get_or_insert_default().embeds = vec![embed];
    Ok(())
}
