//! What members and guests of a channel may do, as administrators see and change it.

use serde::{Deserialize, Serialize};

use crate::permission::Permission;

/// The permissions that are granted channel by channel. All others follow the team.
pub const MODERATED: [Permission; 14] = [
    Permission::CreatePost,
    Permission::AddReaction,
    Permission::RemoveReaction,
    Permission::ManagePublicChannelMembers,
    Permission::ManagePrivateChannelMembers,
    Permission::UseChannelMentions,
    Permission::AddBookmarkPublicChannel,
    Permission::EditBookmarkPublicChannel,
    Permission::DeleteBookmarkPublicChannel,
    Permission::OrderBookmarkPublicChannel,
    Permission::AddBookmarkPrivateChannel,
    Permission::EditBookmarkPrivateChannel,
    Permission::DeleteBookmarkPrivateChannel,
    Permission::OrderBookmarkPrivateChannel,
];

/// What is granted together under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moderated {
    Posts,
    Reactions,
    Members,
    Mentions,
    Bookmarks,
}

impl Moderated {
    /// In the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Posts, Self::Reactions, Self::Members, Self::Mentions, Self::Bookmarks];

    pub fn name(self) -> &'static str {
        match self {
            Self::Posts => "create_post",
            Self::Reactions => "create_reactions",
            Self::Members => "manage_members",
            Self::Mentions => "use_channel_mentions",
            Self::Bookmarks => "manage_bookmarks",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Whether guests may ever.
    pub fn for_guests(self) -> bool {
        !matches!(self, Self::Members | Self::Bookmarks)
    }

    /// The permissions of public and private channels.
    pub fn all_permissions(self) -> &'static [Permission] {
        let range = match self {
            Self::Posts => 0..1,
            Self::Reactions => 1..3,
            Self::Members => 3..5,
            Self::Mentions => 5..6,
            Self::Bookmarks => 6..14,
        };
        MODERATED.get(range).unwrap_or_default()
    }

    /// Those that count in a private, or in a public channel.
    pub fn permissions(self, private: bool) -> &'static [Permission] {
        let range = match (self, private) {
            (Self::Members, false) => 3..4,
            (Self::Members, true) => 4..5,
            (Self::Bookmarks, false) => 6..10,
            (Self::Bookmarks, true) => 10..14,
            _ => return self.all_permissions(),
        };
        MODERATED.get(range).unwrap_or_default()
    }
}

/// One kind of thing that may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moderation {
    pub name: &'static str,
    pub roles: ModeratedRoles,
}

/// Who may; `guests` is null where guests never may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ModeratedRoles {
    pub guests: Option<Granted>,
    pub members: Granted,
}

/// Whether it is granted, and whether the team grants it at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Granted {
    pub value: bool,
    pub enabled: bool,
}

/// An element of the body of `PUT /channels/{id}/moderations/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ModerationPatch {
    pub name: String,
    pub roles: ModeratedPatch,
}

/// What is left out stays.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ModeratedPatch {
    pub guests: Option<bool>,
    pub members: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moderated_permission_is_granted_under_one_name() {
        let all: Vec<Permission> = Moderated::ALL.iter().flat_map(|one| one.all_permissions()).copied().collect();
        assert_eq!(all, MODERATED);
        for one in Moderated::ALL {
            assert_eq!(Moderated::from_name(one.name()), Some(one));
            let (public, private) = (one.permissions(false), one.permissions(true));
            assert!(public.iter().all(|permission| !permission.name().contains("private")), "{public:?}");
            assert!(private.iter().all(|permission| !permission.name().contains("public")), "{private:?}");
        }
    }
}
