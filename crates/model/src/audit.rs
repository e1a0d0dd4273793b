//! What users have done, as `GET /users/{id}/audits` and `GET /audits` list it.

use serde::{Deserialize, Serialize};

use crate::Id;

/// One action. The time is Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audit {
    pub id: Id,
    pub create_at: i64,
    pub user_id: Id,
    pub action: String,
    pub extra_info: String,
    pub ip_address: String,
    pub session_id: Id,
}
