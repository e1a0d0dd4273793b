//! Messages that are not sent yet.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::errors::{draft as errors, post as post_errors};
use crate::limits::{DRAFT_PROPS_RUNES_MAX, POST_FILES_MAX, exceeds_runes};
use crate::post::request::DraftMetadata;
use crate::post::{PostMetadata, kind};
use crate::ws::json_text;
use crate::{ErrorId, Id};

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

/// A draft as clients send it, the text of a scheduled post too. Whatever the body says, it belongs to the session's user.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftRequest {
    /// Of a scheduled post that is changed.
    pub id: String,
    pub create_at: i64,
    pub channel_id: String,
    pub root_id: String,
    pub message: String,
    #[serde(rename = "type")]
    pub draft_type: String,
    pub props: Map<String, Value>,
    pub file_ids: Vec<String>,
    pub priority: Map<String, Value>,
    /// Of a scheduled post: where its priority stands.
    pub metadata: DraftMetadata,
    /// Of a scheduled post: when it is to be sent.
    pub scheduled_at: i64,
}

impl DraftRequest {
    /// The draft that the request describes, checked as far as that needs no data. Its times are the caller's.
    pub fn draft(self, user_id: Id, message_runes_max: usize) -> Result<Draft, &'static ErrorId> {
        let root_id = match self.root_id.as_str() {
            "" => Id::EMPTY,
            text => Id::parse(text).ok_or(errors::INVALID_ROOT)?,
        };
        let mut file_ids: Vec<Id> = Vec::new();
        for id in self.file_ids.iter().filter_map(|text| Id::parse(text)) {
            if !file_ids.contains(&id) {
                file_ids.push(id);
            }
        }
        let fits = |map: &Map<String, Value>| map.is_empty() || !exceeds_runes(&json_text(map), DRAFT_PROPS_RUNES_MAX);
        let checks = [
            (file_ids.len() <= POST_FILES_MAX, errors::INVALID_FILE_IDS),
            (fits(&self.props), errors::INVALID_PROPS),
            (!exceeds_runes(&self.message, message_runes_max), post_errors::MESSAGE_TOO_LONG),
            (matches!(self.draft_type.as_str(), "" | kind::BURN_ON_READ), post_errors::INVALID_TYPE),
            (fits(&self.priority), errors::INVALID_PRIORITY),
        ];
        if let Some((_, error)) = checks.into_iter().find(|(ok, _)| !ok) {
            return Err(error);
        }
        Ok(Draft {
            create_at: self.create_at,
            user_id,
            channel_id: Id::parse_or_empty(&self.channel_id),
            root_id,
            message: self.message,
            draft_type: self.draft_type,
            props: self.props,
            file_ids,
            priority: self.priority,
            ..Draft::default()
        })
    }
}

impl Draft {
    /// Whether there is nothing left to keep.
    pub fn is_empty(&self) -> bool {
        self.message.is_empty() && self.file_ids.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::POST_MESSAGE_RUNES_MAX;
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

    #[test]
    fn what_cannot_be_kept_is_refused() {
        let large = Map::from_iter([("x".to_owned(), Value::from("y".repeat(8_000)))]);
        let files = |count| (0..count).map(|n| Id::from_random(n).to_string()).collect();
        let plain = DraftRequest::default;
        for (request, error) in [
            (DraftRequest { root_id: "junk".to_owned(), ..plain() }, errors::INVALID_ROOT),
            (DraftRequest { file_ids: files(11), ..plain() }, errors::INVALID_FILE_IDS),
            (DraftRequest { props: large.clone(), ..plain() }, errors::INVALID_PROPS),
            (DraftRequest { priority: large, ..plain() }, errors::INVALID_PRIORITY),
            (DraftRequest { message: "m".repeat(16_384), ..plain() }, post_errors::MESSAGE_TOO_LONG),
            (DraftRequest { draft_type: "system_join".to_owned(), ..plain() }, post_errors::INVALID_TYPE),
        ] {
            assert_eq!(request.draft(Id::EMPTY, POST_MESSAGE_RUNES_MAX), Err(error));
        }
        let sound = DraftRequest { file_ids: files(10), message: "ä".repeat(16_383), ..plain() };
        assert_eq!(sound.draft(Id::EMPTY, POST_MESSAGE_RUNES_MAX).map(|draft| draft.file_ids.len()), Ok(10));
    }
}
