//! Creating a post.

use std::collections::HashSet;
use std::sync::Arc;

use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::{Post, PostDraft};
use roost_model::user::User;
use roost_model::{Id, status};
use roost_store::post_references::group_members_by_name;
use serde_json::Value;

use super::audience::{Audience, audience_of};
use super::auto_reply::auto_reply;
use super::mentions::{self, Mentions, Rules};
use super::write::{NewPost, Written, post_begin, post_write_in_tx};
use super::{burning, get, message_runes_max, metadata, prepare, priority};
use crate::access::ChannelAccess;
use crate::access::channel::{self, CreatePost, UploadFile};
use crate::access::direct;
use crate::embeds::{self, Fetch};
use crate::presence;
use crate::users::own_user;
use crate::webhooks::hooks_trigger;
use crate::{AppError, Ctx, Record};

/// Creates a post in the name of the session's user. A retry with the same `pending_post_id` gives the earlier post.
pub async fn post_create(ctx: &Ctx, draft: PostDraft, set_online: bool) -> Result<Post, AppError> {
    prepare::require_own_voice(ctx, &draft.props)?;
    let new = post_prepare(ctx, &draft, set_online, Fetch::Now).await?;
    created(ctx, &draft, new).await
}

/// Posts what a command of the server says for the session's user. Unlike one's own post it does not mean to have seen the
/// channel, and it says that it has no picture of its own where it could have one.
pub async fn post_create_by_command(ctx: &Ctx, draft: PostDraft) -> Result<(), AppError> {
    let mut new = post_prepare(ctx, &draft, true, Fetch::Now).await?;
    new.views = false;
    new.post.remote_id = None;
    if ctx.config().service.enable_post_icon_override {
        new.post.props.insert("override_icon_url".to_owned(), Value::from(""));
    }
    created(ctx, &draft, new).await.map(drop)
}

/// Writes a post that is ready, and does what follows from it.
async fn created(ctx: &Ctx, draft: &PostDraft, new: NewPost) -> Result<Post, AppError> {
    let (channel, author, set_online) = (new.channel.clone(), new.author.clone(), new.set_online);
    let mut tx = post_begin(ctx, channel.id).await?;
    let mut record = Record::new();
    match post_write_in_tx(ctx, &mut tx, &mut record, new).await? {
        Written::New(post) => {
            ctx.commit(tx, record).await?;
            ctx.app().metrics.post_file_attachments.inc_by(post.file_ids.as_ref().map_or(0, Vec::len) as u64);
            if set_online && let Err(error) = presence::online(ctx.app(), ctx.db(), post.user_id).await {
                // The post is there; that its author seems absent is no reason to say otherwise.
                tracing::warn!(%error, "the author of a post could not be shown as online");
            }
            hooks_trigger(ctx, &channel, &author, &post);
            if let Err(error) = auto_reply(ctx, &channel, &author, &post).await {
                tracing::warn!(%error, post = %post.id, "the answer of somebody who is away was not written");
            }
            let mut post = *post;
            embeds::show_message(&ctx.config(), &mut post);
            Ok(post)
        }
        Written::Earlier(id) => {
            drop(tx);
            earlier(ctx, id, draft.pending_post_id.clone()).await
        }
    }
}

/// A post of the session's user, ready to be written: everything that is known before the transaction.
pub(crate) async fn post_prepare(
    ctx: &Ctx,
    draft: &PostDraft,
    set_online: bool,
    fetch: Fetch,
) -> Result<NewPost, AppError> {
    let access = channel::channel::<CreatePost>(ctx, Id::parse_or_empty(&draft.channel_id)).await?;
    if !draft.file_ids.is_empty() {
        access.also::<UploadFile>()?;
    }
    let author = own_user(ctx).await?;
    if access.channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    direct::require_common_team(ctx, &access.channel, errors::RESTRICTED_DIRECT).await?;
    if !draft.id.is_empty() {
        return Err(errors::SAVE_ID_GIVEN.into());
    }
    let mut post = prepare::post_from(draft, ctx.new_id(), &author, message_runes_max(ctx))?;
    post.message = embeds::message_kept(&ctx.config(), post.message);
    if let Some(priority) = &draft.metadata.priority {
        priority::require(ctx, priority, post.is_reply(), &author)?;
    }
    let new = prepared(ctx, &access, author, post, draft, set_online, fetch).await?;
    if let Some(priority) = &draft.metadata.priority {
        priority::require_recipients(ctx, priority, &new.channel, &new.mentions)?;
    }
    Ok(new)
}

/// Everything that is known before the transaction: mentions, references to other posts and channels, priority.
pub(super) async fn prepared<A>(
    ctx: &Ctx,
    access: &ChannelAccess<A>,
    author: Arc<User>,
    mut post: Post,
    draft: &PostDraft,
    set_online: bool,
    fetch: Fetch,
) -> Result<NewPost, AppError> {
    let channel = access.channel.clone();
    super::attachments::name_actions(&mut post.props, || ctx.new_id());
    let burns = burning::burns(&post);
    if burns {
        burning::prepare(ctx, &channel, &mut post).await?;
    }
    let audience = audience_of(ctx, channel.id).await?;
    let documents = mentions::documents(&post);
    let channel_mentions = access.perms.has(Permission::UseChannelMentions);
    if !burns && !channel_mentions && mentions::names_everybody(&documents) {
        post.props.insert("mentionHighlightDisabled".to_owned(), Value::Bool(true));
    }
    if !burns && !access.perms.has(Permission::UseGroupMentions) && mentions::may_name_somebody(&post.message) {
        post.props.insert("disable_group_highlight".to_owned(), Value::Bool(true));
    }
    let members_max = usize::try_from(ctx.config().team.max_notifications_per_channel).unwrap_or(usize::MAX);
    let rules = Rules { channel_mentions, members_max };
    let mut mentions = mentions::mentions_of(&post, &documents, &channel, &audience, rules);
    add_people(ctx, &mut mentions, &audience, author.id, access.perms.has(Permission::UseGroupMentions)).await?;
    // Properties are for everybody: they tell nothing of a text that burns.
    if !burns {
        metadata::add_references(ctx, &mut post, &documents, &channel).await?;
    }
    let create_at = if ctx.can(Permission::ManageSystem) { draft.create_at.max(0) } else { 0 };
    let written_at = if create_at > 0 { create_at } else { ctx.now_ms() };
    if fetch == Fetch::Now {
        embeds::learn(ctx, &[&post], written_at).await;
    }
    post.metadata = metadata::of_new(ctx, &post, written_at).await?;
    let preview_for_all = metadata::preview_is_for_all(ctx, &post, &channel).await?;
    let priority = draft.metadata.priority.clone();
    post.metadata.get_or_insert_default().priority = priority;
    let views = !post.is_from_webhook() && !post.is_from_bot();
    Ok(NewPost { post, channel, author, audience, mentions, create_at, set_online, views, preview_for_all })
}

/// Adds those whom only data can tell: who is online, for `@here`, and who is in a named group.
pub(super) async fn add_people(
    ctx: &Ctx,
    mentions: &mut Mentions,
    audience: &Audience,
    author: Id,
    groups: bool,
) -> Result<(), AppError> {
    let mut seen: HashSet<Id> = mentions.users.iter().copied().chain([author]).collect();
    if mentions.here {
        let listening = audience.members.iter().filter(|(_, member)| member.channel_mentions).map(|(id, _)| *id);
        let listening: Vec<Id> = listening.filter(|id| !seen.contains(id)).collect();
        for status in presence::statuses_of(ctx.app(), ctx.db(), &listening).await? {
            if status.status == status::ONLINE && seen.insert(status.user_id) {
                mentions.users.push(status.user_id);
            }
        }
    }
    if groups && !mentions.unknown.is_empty() {
        for user in group_members_by_name(&mut ctx.db(), &mentions.unknown).await? {
            if audience.members.contains_key(&user) && user != author {
                mentions.named.insert(user);
                if seen.insert(user) {
                    mentions.users.push(user);
                }
            }
        }
    }
    Ok(())
}

/// The post that a retry asked for once more.
async fn earlier(ctx: &Ctx, id: Id, pending_post_id: String) -> Result<Post, AppError> {
    let post = get::post_find(ctx, id).await?.filter(|post| post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    let mut post = metadata::one(ctx, post).await?;
    post.pending_post_id = pending_post_id;
    Ok(post)
}
