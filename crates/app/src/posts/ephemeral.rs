//! Posts that one user sees and nobody stores.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::post::{EphemeralDraft, Post, PostMetadata, kind};
use roost_model::ws::event;
use roost_model::ws::post::PostChanged;
use roost_realtime::{Audience, Event};

use super::prepare;
use crate::{AppError, Ctx, Record};

/// Shows a post to one user.
pub async fn post_ephemeral(ctx: &Ctx, draft: EphemeralDraft) -> Result<Post, AppError> {
    let user = Id::parse(&draft.user_id).ok_or_else(|| AppError::invalid_body("user_id"))?;
    let post = draft.post.ok_or_else(|| AppError::invalid_body("post"))?;
    ctx.require(Permission::CreatePostEphemeral)?;
    prepare::require_own_voice(ctx, &post.props)?;
    let post = Post {
        channel_id: Id::parse_or_empty(&post.channel_id),
        root_id: Id::parse_or_empty(&post.root_id),
        message: post.message,
        props: prepare::clean_props(post.props),
        ..Post::default()
    };
    let tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let post = ephemeral(ctx, &mut record, user, post);
    ctx.commit(tx, record).await?;
    Ok(post)
}

/// Adds a post that only `user` sees to the record. Author and time are filled in.
pub fn ephemeral(ctx: &Ctx, record: &mut Record, user: Id, post: Post) -> Post {
    let post = Post {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        user_id: ctx.user_id(),
        post_type: kind::EPHEMERAL.to_owned(),
        metadata: Some(PostMetadata::default()),
        ..post
    };
    let audience = Audience::user(user).with_channel(post.channel_id);
    record.event(Event::new(event::EPHEMERAL_MESSAGE, &PostChanged::new(&post), audience));
    post
}
