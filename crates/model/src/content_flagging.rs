//! Reports of posts and their review.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Id;

/// Longest comment of a reporter or reviewer, in runes.
pub const COMMENT_RUNES_MAX: usize = 1_000;

/// Names of the fields of a report.
pub mod field {
    pub const STATUS: &str = "status";
    pub const REASON: &str = "reporting_reason";
    pub const COMMENT: &str = "reporting_comment";
    pub const REPORTER: &str = "reporting_user_id";
    pub const REPORTED_AT: &str = "reporting_time";
    pub const REVIEWER: &str = "reviewer_user_id";
    pub const ACTOR: &str = "actor_user_id";
    pub const ACTOR_COMMENT: &str = "actor_comment";
    pub const ACTED_AT: &str = "action_time";
    /// On what a report hides: the post and its replies.
    pub const MANAGED: &str = "content_flagging_managed";
    /// On the posts that tell reviewers: which post was reported.
    pub const FLAGGED_POST: &str = "flagged_post_id";
}

/// How far a review is, as the field `status` says it.
pub mod status {
    pub const PENDING: &str = "Pending";
    pub const ASSIGNED: &str = "Assigned";
    pub const REMOVED: &str = "Removed";
    pub const RETAINED: &str = "Retained";
}

/// What a report asks for. The last two are told to reviewers only.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FlagConfig {
    pub reasons: Vec<String>,
    pub reporter_comment_required: bool,
    pub reviewer_comment_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_reporter_on_dismissal: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_reporter_on_removal: Option<bool>,
}

/// Whether posts of a team can be reported.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TeamStatus {
    pub enabled: bool,
}

/// A report.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    pub reason: String,
    pub comment: String,
}

/// What a reviewer says to their decision.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Verdict {
    pub comment: String,
}

/// Who reviews in a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TeamReviewers {
    pub enabled: bool,
    pub reviewer_ids: Vec<Id>,
}

/// A field of a report. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportField {
    pub id: Id,
    pub group_id: Id,
    pub name: String,
    #[serde(rename = "type")]
    pub field_type: String,
    /// An object or null.
    pub attrs: Value,
    pub target_id: String,
    pub target_type: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
}

/// The value of a field on a post. Clients get lists of them as text in an event, with the keys in this order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PropertyValue {
    pub id: Id,
    pub target_id: Id,
    pub target_type: String,
    pub group_id: Id,
    pub field_id: Id,
    pub value: Value,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
}

/// The answer to what was done: of the shape in which servers answer one another, with nothing to report.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    status: &'static str,
    err: &'static str,
    payload: NothingSynced,
}

#[derive(Clone, Debug, Default, Serialize)]
struct NothingSynced {
    users_last_update_at: i64,
    user_errors: Option<Vec<Id>>,
    users_syncd: Option<Vec<Id>>,
    posts_last_update_at: i64,
    post_errors: Option<Vec<Id>>,
    reactions_last_update_at: i64,
    reaction_errors: Option<Vec<Id>>,
    acknowledgements_last_update_at: i64,
    acknowledgement_errors: Option<Vec<Id>>,
    status_errors: Option<Vec<Id>>,
}

impl Default for Done {
    fn default() -> Self {
        Self { status: "OK", err: "", payload: NothingSynced::default() }
    }
}
