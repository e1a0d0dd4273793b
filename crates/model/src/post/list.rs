//! Lists of posts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Post;
use crate::Id;
use crate::channel::ChannelType;

/// Posts by id and the order they are shown in, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostList {
    pub order: Vec<Id>,
    pub posts: BTreeMap<Id, Post>,
    /// The post right after the newest shown; empty: none.
    pub next_post_id: Id,
    /// The post right before the oldest shown; empty: none.
    pub prev_post_id: Id,
    /// Whether a thread goes on; left out where pages are not counted so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_next: Option<bool>,
    /// Always 0: this server hides no old posts.
    pub first_inaccessible_post_time: i64,
}

impl PostList {
    /// Appends to the order; a post that is there already keeps its place.
    pub fn push(&mut self, post: Post) {
        let id = post.id;
        if self.posts.insert(id, post).is_none() {
            self.order.push(id);
        }
    }

    /// Adds a post that is not shown by itself, such as the first post of a thread.
    pub fn add_context(&mut self, post: Post) {
        self.posts.entry(post.id).or_insert(post);
    }

    /// Value of the `ETag` of a thread or of the pinned posts of a channel: the first shown and the newest change.
    pub fn etag(&self, version: &str) -> String {
        let first = self.order.first().copied().unwrap_or(Id::EMPTY);
        match self.posts.values().max_by_key(|post| (post.update_at, post.id)) {
            Some(newest) => format!("{version}.{first}.{}.{}", newest.id, newest.update_at),
            None => format!("{version}.{first}.0.0"),
        }
    }
}

/// What a search finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostSearchResults {
    pub order: Vec<Id>,
    pub posts: BTreeMap<Id, Post>,
    pub next_post_id: Id,
    pub prev_post_id: Id,
    pub first_inaccessible_post_time: i64,
    /// The words that matched, by post; `null` from the database's own search.
    pub matches: Option<BTreeMap<Id, Vec<String>>>,
}

impl From<PostList> for PostSearchResults {
    fn from(list: PostList) -> Self {
        Self {
            order: list.order,
            posts: list.posts,
            next_post_id: list.next_post_id,
            prev_post_id: list.prev_post_id,
            first_inaccessible_post_time: list.first_inaccessible_post_time,
            matches: None,
        }
    }
}

/// Answer of `GET /posts/{id}/info`: where a post is, for somebody who may join there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostInfo {
    pub channel_id: Id,
    pub channel_type: ChannelType,
    pub channel_display_name: String,
    pub has_joined_channel: bool,
    pub team_id: Id,
    pub team_type: String,
    pub team_display_name: String,
    pub has_joined_team: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_etag_has_the_recorded_form() {
        let mut list = PostList::default();
        assert_eq!(list.etag("11.6.0"), "11.6.0..0.0");
        let (first, second) = (Id::from_random(1), Id::from_random(2));
        list.push(Post { id: first, update_at: 5, ..Post::default() });
        list.push(Post { id: second, update_at: 9, ..Post::default() });
        assert_eq!(list.etag("11.6.0"), format!("11.6.0.{first}.{second}.9"));
    }

    #[test]
    fn pushing_twice_shows_once() {
        let mut list = PostList::default();
        let post = Post { id: Id::from_random(1), ..Post::default() };
        list.push(post.clone());
        list.push(post);
        list.add_context(Post { id: Id::from_random(2), ..Post::default() });
        assert_eq!((list.order.len(), list.posts.len()), (1, 2));
    }
}
