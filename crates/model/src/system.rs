//! The server about itself.

use serde::{Deserialize, Serialize};

/// Answer of `GET /system/ping`. The optional parts stand only where the request asks for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ping {
    #[serde(rename = "ActiveSearchBackend")]
    pub active_search_backend: String,
    #[serde(rename = "AndroidLatestVersion")]
    pub android_latest_version: String,
    #[serde(rename = "AndroidMinVersion")]
    pub android_min_version: String,
    /// A text: `false`, `true` or `unknown`.
    #[serde(rename = "CanReceiveNotifications", skip_serializing_if = "Option::is_none")]
    pub can_receive_notifications: Option<String>,
    #[serde(rename = "IosLatestVersion")]
    pub ios_latest_version: String,
    #[serde(rename = "IosMinVersion")]
    pub ios_min_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filestore_status: Option<String>,
    /// Whether the server runs as root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_status: Option<bool>,
    /// `OK` or `UNHEALTHY`.
    pub status: String,
}

/// Answer of `GET /limits/server`; 0 is "no limit".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ServerLimits {
    pub max_users_limit: i64,
    pub max_users_hard_limit: i64,
    pub active_user_count: i64,
    pub single_channel_guest_count: i64,
    pub single_channel_guest_limit: i64,
    pub post_history_limit: i64,
    pub last_accessible_post_time: i64,
}

/// An announcement to show, as `GET /system/notices/{team_id}` lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Notice {
    pub id: String,
    pub sys_admin_only: bool,
    pub team_admin_only: bool,
    pub action: Option<String>,
    pub action_param: Option<String>,
    pub action_text: Option<String>,
    pub description: String,
    pub image: Option<String>,
    pub title: String,
}

/// A migration of the original that the database has, as `GET /system/schema/version` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppliedMigration {
    pub version: i64,
    pub name: String,
}

/// A node, as `GET /cluster/status` tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClusterNode {
    pub id: String,
    pub version: String,
    pub schema_version: String,
    pub config_hash: String,
    pub ipaddress: String,
    pub hostname: String,
}

/// A named value, as `GET /system/onboarding/complete` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SystemValue {
    pub name: String,
    pub value: String,
}

/// `POST /system/onboarding/complete`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OnboardingDraft {
    pub organization: String,
    pub install_plugins: Vec<String>,
}

/// Answer of `GET /server_busy`. Without an end the times are those of the year 1, as in the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServerBusy {
    pub busy: bool,
    /// Unix seconds.
    pub expires: i64,
    pub expires_ts: String,
}

/// A line of `GET /analytics/old`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnalyticsRow {
    pub name: String,
    pub value: i64,
}

/// Names of rows that the server itself reads or writes.
pub mod value {
    pub const FIRST_ADMIN_SETUP_COMPLETE: &str = "FirstAdminSetupComplete";
    pub const FIRST_ADMIN_VISIT_MARKETPLACE: &str = "FirstAdminVisitMarketplace";
    pub const ORGANIZATION_NAME: &str = "OrganizationName";
    /// When administrators were last told of what people ask for, in Unix milliseconds.
    pub const WISHES_TOLD: &str = "LAST_UPGRADE_NOTIFICATION_TIMESTAMP";
    /// The same for wishes to try something.
    pub const WISHES_TRIAL_TOLD: &str = "LAST_TRIAL_NOTIFICATION_TIMESTAMP";
}
