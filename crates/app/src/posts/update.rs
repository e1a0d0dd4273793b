//! Changing a post.

use roost_model::channel::Channel;
use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::{Post, PostDraft, PostPatch};
use roost_model::ws::event;
use roost_model::ws::post::PostChanged;
use roost_model::{ErrorId, Id};
use roost_realtime::{Audience, Event};
use roost_store::post_change as store;
use roost_store::post_lists;
use serde_json::{Map, Value};

use super::burning::burns;
use super::{attachments, get, mentions, message_runes_max, metadata, prepare};
use crate::access::{channel, direct};
use crate::embeds;
use crate::text::{self, markdown::Document};
use crate::{AppError, Ctx, Record};

/// How often a change is tried anew when the post changed meanwhile: each reply to it and each reaction is a change.
const ATTEMPTS_MAX: usize = 20;

/// What is to change. `None` leaves a part as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    message: Option<String>,
    pinned: Option<bool>,
    has_reactions: Option<bool>,
    props: Option<Map<String, Value>>,
    file_ids: Option<Vec<Id>>,
}

/// `PUT /posts/{id}`: everything that a client may set becomes what the draft says.
pub async fn post_update(ctx: &Ctx, id: Id, draft: PostDraft) -> Result<Post, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("id"));
    }
    prepare::require_own_voice(ctx, &draft.props)?;
    let post = changeable(ctx, id).await?;
    let own = post.user_id == ctx.user_id();
    if !own {
        channel::require_in_channel(ctx, post.channel_id, Permission::EditOthersPosts).await?;
    }
    channel::require_in_channel(ctx, post.channel_id, Permission::EditPost).await?;
    if burns(&post) {
        return Err(errors::BURN_UPDATE.into());
    }
    let file_ids = prepare::file_ids(&draft.file_ids)?;
    let change = Change {
        message: Some(embeds::message_kept(&ctx.config(), draft.message)),
        pinned: Some(draft.is_pinned),
        has_reactions: Some(draft.has_reactions),
        props: Some(draft.props),
        file_ids: (!file_ids.is_empty()).then_some(file_ids),
    };
    post_change(ctx, post, change, errors::UPDATE_IN_DELETED).await
}

/// `PUT /posts/{id}/patch`: only what the patch names changes.
pub async fn post_patch(ctx: &Ctx, id: Id, patch: PostPatch) -> Result<Post, AppError> {
    if let Some(props) = &patch.props {
        prepare::require_own_voice(ctx, props)?;
    }
    let post = changeable(ctx, id).await?;
    require_edit(ctx, &post).await?;
    let file_ids = patch.file_ids.as_deref().map(prepare::file_ids).transpose()?;
    let change = Change {
        message: patch.message.map(|message| embeds::message_kept(&ctx.config(), message)),
        pinned: patch.is_pinned,
        has_reactions: patch.has_reactions,
        props: patch.props,
        file_ids,
    };
    post_change(ctx, post, change, errors::PATCH_IN_DELETED).await
}

/// Pins a post to its channel, or takes it off. Whoever reads the channel may.
pub async fn post_pin(ctx: &Ctx, id: Id, pinned: bool) -> Result<(), AppError> {
    let post = changeable(ctx, id).await?;
    get::of(ctx, &post).await?;
    let change = Change { pinned: Some(pinned), ..Change::default() };
    post_change(ctx, post, change, errors::PATCH_IN_DELETED).await.map(drop)
}

/// Makes a post what one of its earlier versions was.
pub async fn post_restore(ctx: &Ctx, id: Id, version: Id) -> Result<Post, AppError> {
    let post = changeable(ctx, id).await?;
    let version = get::post_find(ctx, version).await?.ok_or_else(AppError::no_permission)?;
    require_edit(ctx, &post).await?;
    let refusal: Option<&'static ErrorId> = match () {
        () if version.user_id != ctx.user_id() => Some(errors::RESTORE_NOT_ALLOWED),
        () if version.original_id != id => Some(errors::RESTORE_NOT_HISTORY),
        () if version.delete_at == 0 => Some(errors::RESTORE_NOT_VALID),
        () => None,
    };
    if let Some(refusal) = refusal {
        return Err(refusal.into());
    }
    let change = Change { message: Some(version.message), file_ids: version.file_ids, ..Change::default() };
    post_change(ctx, post, change, errors::PATCH_IN_DELETED).await
}

/// What says who spoke in a post. A program that changes its post keeps it.
const SPEAKER_PROPS: [&str; 4] =
    ["override_username", "override_icon_url", "override_icon_emoji", "webhook_display_name"];

/// A program changes the post below which somebody used its button. Nobody's permission is asked for: the post named it.
pub(crate) async fn post_change_by_integration(
    ctx: &Ctx,
    id: Id,
    message: String,
    mut props: Map<String, Value>,
) -> Result<Post, AppError> {
    let old = changeable(ctx, id).await?;
    for name in SPEAKER_PROPS {
        match old.props.get(name) {
            Some(value) => props.insert(name.to_owned(), value.clone()),
            None => props.remove(name),
        };
    }
    props.remove("from_webhook");
    let change = Change { message: Some(message), props: Some(props), ..Change::default() };
    post_change(ctx, old, change, errors::UPDATE_IN_DELETED).await
}

/// The post, or 403, so that ids cannot be probed.
async fn changeable(ctx: &Ctx, id: Id) -> Result<Post, AppError> {
    get::post_find(ctx, id).await?.filter(|post| post.delete_at == 0).ok_or_else(AppError::no_permission)
}

async fn require_edit(ctx: &Ctx, post: &Post) -> Result<(), AppError> {
    let permission = if post.user_id == ctx.user_id() { Permission::EditPost } else { Permission::EditOthersPosts };
    channel::require_in_channel(ctx, post.channel_id, permission).await
}

/// What came of one try.
enum Attempt {
    Changed(Post),
    /// Somebody else was faster: the post as it is now, if there is one.
    Meanwhile(Option<Post>),
}

/// Applies a change that is allowed to a post that is not deleted, and tells the channel.
async fn post_change(
    ctx: &Ctx,
    mut old: Post,
    change: Change,
    in_deleted_channel: &'static ErrorId,
) -> Result<Post, AppError> {
    for _ in 0..ATTEMPTS_MAX {
        if burns(&old) {
            return Err(errors::BURN_PATCH.into());
        }
        let channel = channel::channel_get(ctx, old.channel_id).await?;
        if channel.is_deleted() {
            return Err(in_deleted_channel.into());
        }
        let in_restricted = if *in_deleted_channel == *errors::UPDATE_IN_DELETED {
            errors::UPDATE_IN_RESTRICTED
        } else {
            errors::PATCH_IN_RESTRICTED
        };
        direct::require_common_team(ctx, &channel, in_restricted).await?;
        match attempt(ctx, &channel, &old, &change).await? {
            Attempt::Changed(post) => return Ok(post),
            Attempt::Meanwhile(now) => {
                let now = now.filter(|post| post.delete_at == 0).ok_or(errors::UPDATE_NOT_FOUND)?;
                // The priority, which stays as the post began.
                old = Post { metadata: old.metadata, ..now };
            }
        }
    }
    Err(AppError::new(roost_model::error::UNAVAILABLE).because("the post changes all the time"))
}

async fn attempt(ctx: &Ctx, channel: &Channel, old: &Post, change: &Change) -> Result<Attempt, AppError> {
    let mut new = changed(ctx, old, change)?;
    if new.message != old.message {
        let documents = mentions::documents(&new);
        let perms = channel::channel_perms(ctx, channel).await?;
        if !perms.has(Permission::UseChannelMentions) && mentions::names_everybody(&documents) {
            new.props.insert("mentionHighlightDisabled".to_owned(), Value::Bool(true));
        }
    }
    let documents = [Document::parse(&new.message)];
    metadata::add_references(ctx, &mut new, &documents, channel).await?;
    prepare::check(&new, message_runes_max(ctx))?;
    let files_change = new.file_ids != old.file_ids;
    // Known before the transaction, so that the event is complete when it ends.
    embeds::learn(ctx, &[&new], new.create_at).await;
    let mut shown = metadata::one(ctx, new.clone()).await?;

    let mut tx = ctx.db().begin().await?;
    let locked = store::post_lock_in_tx(&mut tx, old.id, old.channel_id).await?;
    if locked.as_ref().is_none_or(|now| now.update_at != old.update_at || now.delete_at > 0) {
        return Ok(Attempt::Meanwhile(locked));
    }
    if files_change {
        store::post_files_set_in_tx(&mut tx, &new, ctx.user_id(), new.update_at);
        let (kept, files) = post_lists::files_in_tx(&mut tx, &new).await?;
        new.file_ids = Some(kept);
        shown.file_ids.clone_from(&new.file_ids);
        shown.metadata.get_or_insert_default().files = files;
    }
    store::post_update_in_tx(&mut tx, &new, ctx.new_id());
    let mut record = Record::new();
    record.event(post_edited(&shown));
    ctx.commit(tx, record).await?;
    Ok(Attempt::Changed(shown))
}

/// The post with the change. Pure.
fn changed(ctx: &Ctx, old: &Post, change: &Change) -> Result<Post, AppError> {
    if old.is_system() {
        return Err(errors::UPDATE_SYSTEM.into());
    }
    let now_ms = ctx.now_ms().max(old.update_at + 1);
    let mut new = old.clone();
    new.update_at = now_ms;
    if let Some(message) = change.message.as_ref().filter(|message| **message != old.message) {
        let limit_s = ctx.config().service.post_edit_time_limit;
        if limit_s >= 0 && ctx.now_ms() > old.create_at + limit_s * 1000 {
            return Err(AppError::new(errors::UPDATE_TOO_LATE).with("seconds", limit_s.to_string()));
        }
        new.message.clone_from(message);
        new.hashtags = text::hashtags(message);
        new.edit_at = now_ms;
    }
    new.is_pinned = change.pinned.unwrap_or(old.is_pinned);
    new.has_reactions = change.has_reactions.unwrap_or(old.has_reactions);
    if let Some(props) = &change.props {
        new.props = prepare::clean_props(props.clone());
        attachments::name_actions(&mut new.props, || ctx.new_id());
        // What the server itself had noted stays.
        for name in ["from_bot", "from_webhook"] {
            if let Some(value) = old.props.get(name) {
                new.props.insert(name.to_owned(), value.clone());
            }
        }
        if new.props.get(attachments::PROP) != old.props.get(attachments::PROP) {
            new.edit_at = now_ms;
        }
    }
    if let Some(file_ids) = &change.file_ids {
        new.file_ids = Some(file_ids.clone());
        if new.files() != old.files() {
            new.edit_at = now_ms;
        }
    }
    Ok(new)
}

/// `post_edited`: the post as everybody sees it now.
pub fn post_edited(shown: &Post) -> Event {
    Event::new(event::POST_EDITED, &PostChanged::new(shown), Audience::channel(shown.channel_id))
}
