//! Who may do what with the bookmarks of a channel.

use std::sync::Arc;

use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::bookmark as errors;
use roost_model::permission::Permission;
use roost_model::{ErrorId, Id};

use crate::access::channel::{channel_get, channel_perms};
use crate::users::own_user;
use crate::{AppError, Ctx};

/// What one does with bookmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Add,
    Change,
    Sort,
    Remove,
}

impl Act {
    /// What it takes in public and in private channels.
    fn permissions(self) -> (Permission, Permission) {
        match self {
            Self::Add => (Permission::AddBookmarkPublicChannel, Permission::AddBookmarkPrivateChannel),
            Self::Change => (Permission::EditBookmarkPublicChannel, Permission::EditBookmarkPrivateChannel),
            Self::Sort => (Permission::OrderBookmarkPublicChannel, Permission::OrderBookmarkPrivateChannel),
            Self::Remove => (Permission::DeleteBookmarkPublicChannel, Permission::DeleteBookmarkPrivateChannel),
        }
    }

    /// Refusals: the channel is archived; somebody else's conversation; a guest in a conversation.
    fn refusals(self) -> [&'static ErrorId; 3] {
        match self {
            Self::Add => [errors::CREATE_ARCHIVED, errors::CREATE_OUTSIDE, errors::CREATE_GUEST],
            Self::Change => [errors::UPDATE_ARCHIVED, errors::UPDATE_OUTSIDE, errors::UPDATE_GUEST],
            Self::Sort => [errors::SORT_ARCHIVED, errors::SORT_OUTSIDE, errors::SORT_GUEST],
            Self::Remove => [errors::DELETE_ARCHIVED, errors::DELETE_OUTSIDE, errors::DELETE_GUEST],
        }
    }

    pub(super) fn archived(self) -> &'static ErrorId {
        let [archived, ..] = self.refusals();
        archived
    }
}

/// The channel, if the session's user may do `act` with its bookmarks. In conversations everybody may but guests.
pub async fn bookmarks_of(ctx: &Ctx, channel: Id, act: Act) -> Result<Arc<Channel>, AppError> {
    let channel = channel_get(ctx, channel).await?;
    let [archived, outside, guest] = act.refusals();
    if channel.is_deleted() {
        return Err(archived.into());
    }
    let perms = channel_perms(ctx, &channel).await?;
    let (public, private) = act.permissions();
    let needed = match channel.channel_type {
        ChannelType::Open => public,
        ChannelType::Private => private,
        ChannelType::Direct | ChannelType::Group => {
            if !perms.member {
                return Err(outside.into());
            }
            if own_user(ctx).await?.is_guest() {
                return Err(guest.into());
            }
            return Ok(channel);
        }
    };
    if perms.has(needed) { Ok(channel) } else { Err(AppError::no_permission().because(needed.name())) }
}
