//! Posts as clients see them: with their files, reactions and whatever else they bring along, read in bulk.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::emoji::Emoji;
use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::{PermalinkPreview, Post, PostEmbed, PostList, PostMetadata};
use roost_store::post_lists as lists;
use roost_store::post_parts::{self as store, Wanted};
use serde_json::Value;

use super::{attachments, burning};
use crate::access::channel::{self, ReadContent};
use crate::access::team;
use crate::embeds;
use crate::text::markdown::Document;
use crate::text::{channel_mentions, emoji_names, permalink};
use crate::{AppError, Ctx};

/// The property that names the linked post.
pub const PREVIEWED: &str = "previewed_post";

/// Adds to a new or changed post what its text refers to: channels, and a linked post that the author may read.
pub(super) async fn add_references(
    ctx: &Ctx,
    post: &mut Post,
    documents: &[Document],
    channel: &Channel,
) -> Result<(), AppError> {
    post.props.remove(PREVIEWED);
    post.props.remove("channel_mentions");
    let names: Vec<String> = channel_mentions(&post.message).into_iter().map(str::to_owned).collect();
    if !names.is_empty() && !channel.team_id.is_empty() {
        let found = named_channels(ctx, channel.team_id, &names).await?;
        if !found.is_empty() {
            post.props.insert("channel_mentions".to_owned(), Value::Object(found));
        }
    }
    let config = ctx.config();
    if config.service.enable_permalink_previews {
        let link = documents.first().and_then(Document::first_link);
        let target = link.and_then(|link| permalink(link, &config.service.site_url));
        let target = target.map_or(Id::EMPTY, |target| Id::parse_or_empty(target.post_id));
        if !target.is_empty() && previews(ctx, &[target]).await?.contains_key(&target) {
            post.props.insert(PREVIEWED.to_owned(), Value::from(target.as_str()));
        }
    }
    Ok(())
}

/// Open channels of the team with these names, as the property tells them.
async fn named_channels(ctx: &Ctx, team_id: Id, names: &[String]) -> Result<serde_json::Map<String, Value>, AppError> {
    let team = team::team_get(ctx, team_id).await?;
    let found = roost_store::post_references::open_channels_by_name(ctx.db(), team_id, names).await?;
    let entry = |(name, display_name): (String, String)| {
        (name, serde_json::json!({"display_name": display_name, "team_name": team.name}))
    };
    Ok(found.into_iter().map(entry).collect())
}

/// One post with its metadata.
pub(super) async fn one(ctx: &Ctx, post: Post) -> Result<Post, AppError> {
    let mut posts = [post];
    let gone = many(ctx, posts.iter_mut().collect()).await?;
    let [post] = posts;
    if gone.is_empty() { Ok(post) } else { Err(errors::NOT_FOUND.into()) }
}

/// A post that burns, with what it says and its metadata, for who has just opened it.
pub(super) async fn of_burning(ctx: &Ctx, mut post: Post) -> Result<Post, AppError> {
    plain(ctx, &mut [&mut post]).await?;
    Ok(post)
}

/// A list with the metadata of all its posts.
pub(crate) async fn list(ctx: &Ctx, mut list: PostList) -> Result<PostList, AppError> {
    let gone = many(ctx, list.posts.values_mut().collect()).await?;
    if !gone.is_empty() {
        list.order.retain(|id| !gone.contains(id));
        list.posts.retain(|id, _| !gone.contains(id));
    }
    Ok(list)
}

/// Posts in a row with their metadata.
pub(super) async fn all(ctx: &Ctx, mut posts: Vec<Post>) -> Result<Vec<Post>, AppError> {
    let gone = many(ctx, posts.iter_mut().collect()).await?;
    posts.retain(|post| !gone.contains(&post.id));
    Ok(posts)
}

/// The metadata of a post that is not stored yet, without its files. `create_at` is when it is going to be written.
pub(super) async fn of_new(ctx: &Ctx, post: &Post, create_at: i64) -> Result<Option<PostMetadata>, AppError> {
    let mut shown = Post { file_ids: None, create_at, ..post.clone() };
    complete(ctx, vec![&mut shown]).await?;
    Ok(shown.metadata)
}

/// Adds the metadata of many posts. Gives those that have burned for the session's user, who must not see them.
async fn many(ctx: &Ctx, mut posts: Vec<&mut Post>) -> Result<HashSet<Id>, AppError> {
    let gone = burning::fill(ctx, &mut posts).await?;
    complete(ctx, posts).await?;
    Ok(gone)
}

/// One round trip for what posts bring along, one more when posts are linked.
async fn complete(ctx: &Ctx, mut posts: Vec<&mut Post>) -> Result<(), AppError> {
    let linked: Vec<Id> =
        posts.iter().map(|post| Id::parse_or_empty(post.prop_str(PREVIEWED))).filter_map(Id::some).collect();
    let previews = if linked.is_empty() || !ctx.config().service.enable_permalink_previews {
        HashMap::new()
    } else {
        previews(ctx, &linked).await?
    };
    plain(ctx, &mut posts).await?;
    for post in posts {
        let target = Id::parse_or_empty(post.prop_str(PREVIEWED));
        if let Some(preview) = previews.get(&target).filter(|_| post.delete_at == 0) {
            let data = serde_json::to_value(preview).map_err(AppError::internal)?;
            let embed = PostEmbed { embed_type: "permalink".to_owned(), url: String::new(), data: Some(data) };
            post.metadata.get_or_insert_default().embeds = vec![embed];
        }
    }
    Ok(())
}

/// The linked posts that the session's user may read, as previews show them.
async fn previews(ctx: &Ctx, ids: &[Id]) -> Result<HashMap<Id, PermalinkPreview>, AppError> {
    let mut found = lists::post_list(ctx.db(), ids).await?;
    found.retain(|post| post.delete_at == 0 && !burning::burns(post));
    plain(ctx, &mut found.iter_mut().collect::<Vec<_>>()).await?;
    let mut out = HashMap::new();
    for mut post in found {
        let Some(channel) = channel::channel_find(ctx, post.channel_id).await? else { continue };
        if channel::of::<ReadContent>(ctx, channel.clone()).await.is_err() {
            continue;
        }
        let team_name = match channel.team_id.some() {
            Some(team) => team::team_get(ctx, team).await?.name.clone(),
            None => String::new(),
        };
        post.reply_count = 0;
        let preview = PermalinkPreview {
            post_id: post.id,
            post,
            team_name,
            channel_display_name: channel.display_name.clone(),
            channel_type: channel.channel_type,
            channel_id: channel.id,
        };
        out.insert(preview.post_id, preview);
    }
    Ok(out)
}

/// Everything but previews.
async fn plain(ctx: &Ctx, posts: &mut [&mut Post]) -> Result<(), AppError> {
    let mut wanted = Wanted::default();
    for post in posts.iter().filter(|post| post.delete_at == 0) {
        if !post.files().is_empty() {
            wanted.files.push(post.id);
        }
        if post.has_reactions {
            wanted.reactions.push(post.id);
        }
        let priority = post.metadata.as_ref().and_then(|metadata| metadata.priority.as_ref());
        if burning::burns(post) || priority.is_some_and(|priority| priority.requested_ack == Some(true)) {
            wanted.acknowledgements.push(post.id);
        }
    }
    let parts = store::parts_list(ctx.db(), &wanted).await?;
    let (mut files, mut reactions, mut acks) = (HashMap::new(), HashMap::new(), HashMap::new());
    parts.files.into_iter().for_each(|file| files.entry(file.post_id).or_insert_with(Vec::new).push(file));
    parts.reactions.into_iter().for_each(|r| reactions.entry(r.post_id).or_insert_with(Vec::new).push(r));
    parts.acknowledgements.into_iter().for_each(|ack| acks.entry(ack.post_id).or_insert_with(Vec::new).push(ack));
    for post in posts.iter_mut() {
        show(post);
        let id = post.id;
        let metadata = post.metadata.get_or_insert_default();
        if let Some(found) = files.remove(&id) {
            metadata.files = found;
        }
        if let Some(found) = reactions.remove(&id) {
            metadata.reactions = found;
        }
        if let Some(found) = acks.remove(&id) {
            metadata.acknowledgements = found;
        }
    }
    let config = ctx.config();
    for post in posts.iter_mut() {
        embeds::show_message(&config, post);
    }
    embeds::show(ctx, posts).await?;
    add_emoji(ctx, posts).await
}

/// What needs no data: where buttons lead stays here, attachments are embedded, of deleted posts nothing is left.
pub(super) fn show(post: &mut Post) {
    if post.delete_at > 0 && post.original_id.is_empty() {
        post.message = String::new();
        post.hashtags = String::new();
        post.file_ids = Some(Vec::new());
        post.has_reactions = false;
        if !post.is_reply() {
            // Its replies went with it.
            post.reply_count = 0;
        }
        let deleted_by = post.props.remove("deleteBy");
        post.props.clear();
        if let Some(by) = deleted_by {
            post.props.insert("deleteBy".to_owned(), by);
        }
        post.metadata = Some(PostMetadata::default());
        return;
    }
    attachments::strip_integrations(post);
    let list = post.props.get(attachments::PROP).and_then(Value::as_array);
    let has_attachments = list.is_some_and(|list| !list.is_empty());
    let metadata = post.metadata.get_or_insert_default();
    if has_attachments {
        metadata.embeds = vec![PostEmbed { embed_type: "message_attachment".to_owned(), ..PostEmbed::default() }];
    }
}

/// The custom emoji that messages and reactions use. Names are looked up once, and remembered whether they are ours or not.
async fn add_emoji(ctx: &Ctx, posts: &mut [&mut Post]) -> Result<(), AppError> {
    if !ctx.config().service.enable_custom_emoji {
        return Ok(());
    }
    let names: Vec<HashSet<String>> = posts.iter().map(|post| names_in(post)).collect();
    let cache = &ctx.app().caches.custom_emoji;
    let mut known: HashMap<String, Arc<Option<Emoji>>> = HashMap::new();
    let mut missing = Vec::new();
    for name in names.iter().flatten() {
        if known.contains_key(name) || missing.contains(name) {
            continue;
        }
        match cache.get(name) {
            Some(emoji) => drop(known.insert(name.clone(), emoji)),
            None => missing.push(name.clone()),
        }
    }
    if !missing.is_empty() {
        let tickets: Vec<_> = missing.iter().map(|name| cache.ticket(name)).collect();
        let mut found: HashMap<String, Emoji> =
            store::custom_emoji_list(ctx.db(), &missing).await?.into_iter().map(|e| (e.name.clone(), e)).collect();
        for (name, ticket) in missing.into_iter().zip(tickets) {
            let emoji = Arc::new(found.remove(&name));
            cache.insert(ticket, name.clone(), emoji.clone());
            known.insert(name, emoji);
        }
    }
    for (post, names) in posts.iter_mut().zip(names) {
        let mut emojis: Vec<Emoji> = names.iter().filter_map(|name| (**known.get(name)?).clone()).collect();
        emojis.sort_by(|a, b| a.name.cmp(&b.name));
        if let Some(metadata) = &mut post.metadata {
            metadata.emojis = emojis;
        }
    }
    Ok(())
}

fn names_in(post: &Post) -> HashSet<String> {
    let texts = std::iter::once(post.message.as_str()).chain(attachments::texts(post));
    let mut names: HashSet<String> = texts.flat_map(emoji_names).map(str::to_owned).collect();
    names.extend(post.metadata.iter().flat_map(|m| &m.reactions).map(|r| r.emoji_name.clone()));
    names
}

/// Whether everybody in `channel` may read what the post links to, so that one event can show it to all of them.
pub(super) async fn preview_is_for_all(ctx: &Ctx, post: &Post, channel: &Channel) -> Result<bool, AppError> {
    let target = Id::parse_or_empty(post.prop_str(PREVIEWED));
    if target.is_empty() {
        return Ok(true);
    }
    let linked = lists::post_get(ctx.db(), target).await?;
    Ok(linked.is_some_and(|linked| linked.channel_id == channel.id))
}

/// Whether the session's user may see deleted posts.
pub(super) fn require_deleted(ctx: &Ctx, include_deleted: bool) -> Result<(), AppError> {
    if include_deleted { ctx.require(Permission::ReadDeletedPosts) } else { Ok(()) }
}
