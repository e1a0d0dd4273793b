//! Reports for administrators: people with what they did, and posts of a channel.

use serde::{Deserialize, Serialize};

use crate::post::Post;
use crate::user::User;
use crate::{Id, skip};

/// A person in a report. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct UserReport {
    #[serde(flatten)]
    pub user: User,
    #[serde(skip_serializing_if = "skip::zero")]
    pub last_login: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_post_date: Option<i64>,
    pub days_active: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_posts: Option<i64>,
    pub channel_count: i64,
}

/// What a report on posts was asked for. With a cursor only that counts, and `per_page` and `include_metadata`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PostReportRequest {
    pub channel_id: String,
    pub cursor: String,
    pub start_time: i64,
    pub end_time: i64,
    pub time_field: String,
    pub sort_direction: String,
    pub per_page: i64,
    pub include_deleted: bool,
    pub exclude_system_posts: bool,
    pub include_metadata: bool,
}

/// Where a report on posts goes on, and with what. Clients hand it back as they got it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostReportCursor {
    pub channel_id: Id,
    pub by_update: bool,
    pub descending: bool,
    pub include_deleted: bool,
    pub exclude_system_posts: bool,
    pub end_time: i64,
    /// Time and id of the last post that was told.
    pub time: i64,
    pub id: Id,
}

/// The text of a cursor.
#[derive(Clone, Debug, Serialize)]
pub struct NextCursor {
    pub cursor: String,
}

/// A page of a report on posts.
#[derive(Clone, Debug, Serialize)]
pub struct PostReport {
    pub posts: Vec<Post>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<NextCursor>,
}
