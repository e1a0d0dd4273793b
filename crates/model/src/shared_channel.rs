//! Channels that are shared with other servers.

use serde::Serialize;

use crate::Id;

/// A channel as it is shared. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SharedChannel {
    /// Of the channel.
    pub id: Id,
    pub team_id: Id,
    /// Whether it belongs to this server.
    pub home: bool,
    pub readonly: bool,
    pub name: String,
    pub display_name: String,
    pub purpose: String,
    pub header: String,
    pub creator_id: Id,
    pub create_at: i64,
    pub update_at: i64,
    /// The server that it belongs to; empty for this one.
    pub remote_id: String,
    #[serde(rename = "type")]
    pub channel_type: String,
}

/// What members of shared channels may know of another server. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemoteInfo {
    pub name: String,
    pub display_name: String,
    pub create_at: i64,
    pub delete_at: i64,
    pub last_ping_at: i64,
}
