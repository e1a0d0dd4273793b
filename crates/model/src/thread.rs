//! Threads as their followers see them.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::post::Post;
use crate::user::User;

/// A thread and how far the user has read it. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadResponse {
    /// Id of the first post.
    pub id: Id,
    pub reply_count: i64,
    pub last_reply_at: i64,
    pub last_viewed_at: i64,
    /// Stubs of the accounts, or the accounts where the request asks for `extended`.
    pub participants: Vec<User>,
    /// The first post, without metadata.
    pub post: Post,
    pub unread_replies: i64,
    pub unread_mentions: i64,
    pub is_urgent: bool,
    pub delete_at: i64,
}

/// One page of a user's threads in a team. `threads` is `null` where only the totals were asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Threads {
    pub total: i64,
    pub total_unread_threads: i64,
    pub total_unread_mentions: i64,
    pub total_unread_urgent_mentions: i64,
    pub threads: Option<Vec<ThreadResponse>>,
}

/// Whether and how far a user follows a thread, as it is stored. Times are Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadMembership {
    pub post_id: Id,
    pub user_id: Id,
    pub following: bool,
    pub last_viewed: i64,
    pub last_updated: i64,
    pub unread_mentions: i64,
}
