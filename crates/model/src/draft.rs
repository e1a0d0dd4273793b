//! Messages that are not sent yet.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Id;
use crate::post::PostMetadata;

/// What a user has begun to write in a channel or thread. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
    pub message: String,
    #[serde(rename = "type")]
    pub draft_type: String,
    pub props: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_ids: Vec<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostMetadata>,
    /// As the client sent it.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub priority: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_bodies};

    #[test]
    fn drafts_have_the_recorded_keys() {
        let ours = Draft { metadata: Some(PostMetadata::default()), ..Draft::default() };
        let prioritised = Draft { priority: Map::from_iter([("priority".to_owned(), Value::Null)]), ..ours.clone() };
        let bodies = recorded_bodies("http/drafts.json", "POST", "/api/v4/drafts", 201);
        assert!(!bodies.is_empty());
        for body in bodies {
            let ours = if body.get("priority").is_some() { &prioritised } else { &ours };
            assert_eq!(keys(&body), keys(&serde_json::to_value(ours).unwrap()));
        }
    }
}
