//! Presence.

use serde::{Deserialize, Serialize};

use crate::Id;

pub const ONLINE: &str = "online";
pub const AWAY: &str = "away";
pub const DO_NOT_DISTURB: &str = "dnd";
pub const OFFLINE: &str = "offline";
pub const OUT_OF_OFFICE: &str = "ooo";

/// Presence of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Status {
    pub user_id: Id,
    pub status: String,
    /// Chosen by the user; nothing automatic overrides it.
    pub manual: bool,
    /// Unix milliseconds.
    pub last_activity_at: i64,
    /// Unix *seconds*; 0: until changed.
    pub dnd_end_time: i64,
    /// What comes back when "do not disturb" ends. Not on the wire.
    #[serde(skip)]
    pub prev_status: String,
}

impl Status {
    /// What is told about somebody of whom nothing is stored.
    pub fn offline(user_id: Id) -> Self {
        Self { user_id, status: OFFLINE.to_owned(), ..Self::default() }
    }
}

/// `PUT /users/{id}/status`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StatusChange {
    pub user_id: String,
    pub status: String,
    /// Unix seconds.
    pub dnd_end_time: i64,
}

/// `PUT /users/{id}/status/custom`; also what the props of a user and the recent ones in the preferences hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomStatus {
    pub emoji: String,
    pub text: String,
    pub duration: String,
    /// RFC 3339; the year 1 is "never".
    pub expires_at: String,
}
