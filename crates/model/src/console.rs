//! What Roost's own console asks for beside the operations of the original.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One setting, as `GET /roost/config/description` describes it.
#[derive(Clone, Debug, Serialize)]
pub struct SettingDescription {
    /// `ServiceSettings.SiteURL`.
    pub path: String,
    /// `bool`, `int`, `text`, `text_list`, or `json` for everything else.
    pub kind: &'static str,
    /// Null for secrets.
    pub default: Value,
    /// A change is taken up at the next start only.
    pub restart: bool,
    /// Its value is never shown.
    pub secret: bool,
    /// The environment decides: what is written has no effect.
    pub locked: bool,
    /// Whether the session's user may change it.
    pub writable: bool,
    /// What its values mean; empty when the name says it.
    pub note: String,
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// The only values; none when any text will do.
    pub choices: Vec<String>,
}

/// Answer of `GET /roost/cluster`.
#[derive(Clone, Debug, Serialize)]
pub struct ClusterView {
    /// Whether the answering node is one of several, or may be.
    pub enabled: bool,
    /// Name of the node that answers; empty when it is alone.
    pub answered_by: String,
    /// Roost's own version, of the node that answers.
    pub roost_version: String,
    /// Number of the newest record of the log.
    pub log_head: i64,
    pub nodes: Vec<NodeView>,
    pub replicas: Vec<ReplicaView>,
}

/// A node, in [`ClusterView`]. Ages are by PostgreSQL's clock, in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct NodeView {
    pub id: String,
    pub name: String,
    pub hostname: String,
    pub address: String,
    pub version: String,
    pub schema_version: String,
    pub config_hash: String,
    /// `alive`, `draining`, `suspect` (most others do not hear it any more), `silent` (no proof of life of late) or `fenced`
    /// (taken for dead).
    pub state: &'static str,
    /// An administrator wants it to drain, whether or not it has heard of it.
    pub drain: bool,
    pub up_ms: i64,
    /// Since its last proof of life.
    pub unseen_ms: i64,
    pub connections: i64,
    /// Records of the log that it has not applied yet.
    pub log_behind: i64,
    /// How many other nodes hear it by gossip, and how many heard it and do not any more.
    pub heard_by: i64,
    pub suspected_by: i64,
}

/// A standby of the database, in [`ClusterView`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplicaView {
    pub name: String,
    pub address: String,
    /// As PostgreSQL names it; `streaming` when all is well, empty when this account may not know.
    pub state: String,
    /// Behind in applying what was written; 0 when nothing is outstanding.
    pub lag_ms: i64,
    pub lag_bytes: i64,
}

/// `POST /roost/cluster/drain` and `undrain`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeName {
    pub name: String,
}
