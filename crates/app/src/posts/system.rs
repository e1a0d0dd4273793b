//! What the server itself says in a channel.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::post::{Post, PostMetadata};
use roost_model::user::User;
use roost_store::Tx;
use serde_json::{Map, Value};

use super::audience::Audience;
use super::mentions::Mentions;
use super::write::{NewPost, post_write_in_tx};
use crate::{AppError, Ctx, Record};

/// A post of the server, in somebody's name.
pub struct SystemPost {
    pub channel: Arc<Channel>,
    pub author: Arc<User>,
    /// One of [`roost_model::post::kind`].
    pub kind: &'static str,
    pub message: String,
    pub props: Map<String, Value>,
    /// Who is told of it as of a mention.
    pub mentioned: Vec<Id>,
    /// The thread it goes into; empty for none.
    pub root_id: Id,
    /// Files of the author that it carries.
    pub files: Vec<Id>,
    /// Members of the channel, as far as they are known: decides how clients name a conversation.
    pub audience: Arc<Audience>,
    /// Whether clients show the author as being there.
    pub set_online: bool,
}

/// Writes it and adds its `posted` event to the record. Gives its id.
pub async fn system_post_in_tx(ctx: &Ctx, tx: &mut Tx, record: &mut Record, new: SystemPost) -> Result<Id, AppError> {
    let post = Post {
        id: ctx.new_id(),
        user_id: new.author.id,
        channel_id: new.channel.id,
        message: new.message,
        post_type: new.kind.to_owned(),
        props: new.props,
        root_id: new.root_id,
        file_ids: Some(new.files),
        metadata: Some(PostMetadata::default()),
        ..Post::default()
    };
    let prepared = NewPost {
        post,
        channel: new.channel,
        author: new.author,
        audience: new.audience,
        mentions: Mentions { users: new.mentioned, ..Mentions::default() },
        create_at: 0,
        set_online: new.set_online,
        views: false,
        preview_for_all: true,
    };
    let id = prepared.post.id;
    post_write_in_tx(ctx, tx, record, prepared).await?;
    Ok(id)
}
