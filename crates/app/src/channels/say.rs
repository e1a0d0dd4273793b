//! The server's own voice in a channel.

use std::sync::Arc;

use roost_model::channel::Channel;
use roost_model::user::User;
use roost_store::Tx;

use super::notices::Notice;
use crate::posts::{Audience, SystemPost, audience_of, system_post_in_tx};
use crate::{AppError, Ctx, Record};

/// Writes notices into one channel. Prepared before the transaction, so that it needs no second connection in it.
pub struct Speaker {
    channel: Arc<Channel>,
    audience: Arc<Audience>,
}

impl Speaker {
    /// For a channel that has no members yet.
    pub fn new(channel: &Channel) -> Self {
        Self { channel: Arc::new(channel.clone()), audience: Arc::default() }
    }

    pub async fn prepare(ctx: &Ctx, channel: &Channel) -> Result<Self, AppError> {
        let audience = audience_of(ctx, channel.id).await?;
        Ok(Self { channel: Arc::new(channel.clone()), audience })
    }

    /// Adds a notice in the name of `author` to the transaction and its record.
    pub async fn say(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        record: &mut Record,
        author: &Arc<User>,
        notice: Notice,
    ) -> Result<(), AppError> {
        let post = SystemPost {
            channel: self.channel.clone(),
            author: author.clone(),
            kind: notice.kind,
            message: notice.message,
            props: notice.props,
            mentioned: notice.mentioned,
            root_id: notice.root_id,
            files: Vec::new(),
            audience: self.audience.clone(),
            set_online: true,
        };
        system_post_in_tx(ctx, tx, record, post).await.map(drop)
    }
}
