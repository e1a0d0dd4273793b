//! Buttons and menus below messages, and dialogs.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Id;

/// `POST /posts/{id}/actions/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionRequest {
    /// What was chosen in a menu.
    pub selected_option: String,
    /// Stands for the post where that is not stored.
    pub cookie: String,
}

/// What a program is told of a button or a menu.
#[derive(Clone, Debug, Serialize)]
pub struct ActionCall {
    pub user_id: Id,
    pub user_name: String,
    pub channel_id: Id,
    pub channel_name: String,
    pub team_id: Id,
    pub team_domain: String,
    pub post_id: Id,
    pub trigger_id: String,
    #[serde(rename = "type")]
    pub action_type: String,
    pub data_source: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub context: Map<String, Value>,
}

/// What it answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionAnswer {
    /// What the post is to become.
    pub update: Option<ActionUpdate>,
    /// Told to the user alone.
    pub ephemeral_text: String,
    pub skip_slack_parsing: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionUpdate {
    pub message: String,
    pub props: Map<String, Value>,
}

/// What a client is answered.
#[derive(Clone, Debug, Serialize)]
pub struct ActionDone {
    pub status: &'static str,
    pub trigger_id: String,
}

/// `POST /actions/dialogs/open`. The dialog itself is for clients to understand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DialogOpen {
    pub trigger_id: String,
    pub url: String,
    pub dialog: Map<String, Value>,
}

/// `POST /actions/dialogs/submit` and `…/lookup`, and what a program is told of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DialogSubmission {
    #[serde(rename = "type")]
    pub submission_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    pub callback_id: String,
    pub state: String,
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub submission: Map<String, Value>,
    pub cancelled: bool,
}
