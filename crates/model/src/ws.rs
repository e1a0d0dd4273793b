//! The WebSocket: envelopes, requests and replies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::ErrorBody;
use crate::{Id, skip};

pub mod bookmark;
pub mod category;
pub mod channel;
pub mod draft;
pub mod event;
pub mod group;
pub mod post;
pub mod profile_attribute;
pub mod scheduled_post;
pub mod system;
pub mod team;
pub mod thread;
pub mod user;

/// Who is meant by an event, as the envelope tells it. Empty fields do not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Broadcast {
    /// `null` when nobody is left out; else user id → `true`.
    pub omit_users: Option<BTreeMap<Id, bool>>,
    pub user_id: Id,
    pub channel_id: Id,
    pub team_id: Id,
    pub connection_id: String,
    pub omit_connection_id: String,
    /// The copy for those who may not see the full one.
    #[serde(skip_serializing_if = "skip::off")]
    pub contains_sanitized_data: bool,
    /// The copy for those who may manage the system.
    #[serde(skip_serializing_if = "skip::off")]
    pub contains_sensitive_data: bool,
}

impl Broadcast {
    pub fn to_user(user_id: Id) -> Self {
        Self { user_id, ..Self::default() }
    }

    pub fn to_channel(channel_id: Id) -> Self {
        Self { channel_id, ..Self::default() }
    }

    pub fn to_team(team_id: Id) -> Self {
        Self { team_id, ..Self::default() }
    }

    pub fn to_everyone() -> Self {
        Self::default()
    }

    /// Leaves one more user out.
    #[must_use]
    pub fn omitting(mut self, user_id: Id) -> Self {
        self.omit_users.get_or_insert_default().insert(user_id, true);
        self
    }
}

/// An event's bytes up to the number that each connection adds: `{"event":…,"data":…,"broadcast":…`, to be closed by
/// [`event_tail`].
///
/// # Panics
/// When `data` cannot be written as JSON: it has a map with keys that are no texts.
pub fn event_head(name: &str, data: &impl Serialize, broadcast: &Broadcast) -> Vec<u8> {
    #[derive(Serialize)]
    struct Head<'a, D> {
        event: &'a str,
        data: &'a D,
        broadcast: &'a Broadcast,
    }
    let mut out =
        serde_json::to_vec(&Head { event: name, data, broadcast }).expect("event payloads have text keys only");
    out.pop();
    out
}

/// The end of an event: `,"seq":N}`.
pub fn event_tail(seq: i64) -> String {
    format!(",\"seq\":{seq}}}")
}

/// Text that is itself JSON, as many events carry their entity.
///
/// # Panics
/// As [`event_head`].
pub fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("event payloads have text keys only")
}

/// A request of a client.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct WebSocketRequest {
    /// Counted by the client from 1; the reply repeats it.
    pub seq: i64,
    pub action: String,
    pub data: Map<String, Value>,
}

/// Names of the client's actions.
pub mod action {
    pub const AUTHENTICATION_CHALLENGE: &str = "authentication_challenge";
    pub const PING: &str = "ping";
    pub const USER_TYPING: &str = "user_typing";
    pub const USER_UPDATE_ACTIVE_STATUS: &str = "user_update_active_status";
    pub const GET_STATUSES: &str = "get_statuses";
    pub const GET_STATUSES_BY_IDS: &str = "get_statuses_by_ids";
    pub const PRESENCE: &str = "presence";
    pub const POSTED_NOTIFY_ACK: &str = "posted_notify_ack";
    /// Actions that begin so belong to plugins and get no reply.
    pub const CUSTOM_PREFIX: &str = "custom_";
}

/// What the server answers to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// `OK` or `FAIL`.
    pub status: String,
    #[serde(default, skip_serializing_if = "skip::zero")]
    pub seq_reply: i64,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub data: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
}

impl Reply {
    pub fn ok(seq: i64, data: Map<String, Value>) -> Self {
        Self { status: "OK".to_owned(), seq_reply: seq, data, error: None }
    }

    pub fn fail(seq: i64, error: ErrorBody) -> Self {
        Self { status: "FAIL".to_owned(), seq_reply: seq, data: Map::new(), error: Some(error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_objects};
    use crate::wire;

    #[test]
    fn an_event_is_a_head_and_a_tail() {
        let user = Id::from_random(1);
        let data = serde_json::json!({"status": "away"});
        let mut bytes = event_head("status_change", &data, &Broadcast::to_user(user));
        bytes.extend_from_slice(event_tail(7).as_bytes());
        let expected = format!(
            r#"{{"event":"status_change","data":{{"status":"away"}},"broadcast":{{"omit_users":null,"user_id":"{user}","channel_id":"","team_id":"","connection_id":"","omit_connection_id":""}},"seq":7}}"#
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn broadcasts_have_the_recorded_keys() {
        let frames = recorded_objects(&["event", "data", "broadcast"]);
        assert!(frames.len() > 100);
        for frame in frames {
            let theirs = &frame["broadcast"];
            let flag = |name| theirs.get(name).is_some();
            let ours = Broadcast {
                contains_sanitized_data: flag("contains_sanitized_data"),
                contains_sensitive_data: flag("contains_sensitive_data"),
                ..Broadcast::default()
            };
            assert_eq!(keys(theirs), keys(&serde_json::to_value(&ours).unwrap()));
            let left_out = theirs["omit_users"].as_object().is_none_or(|map| map.values().all(|v| *v == true));
            assert!(left_out, "{theirs}");
        }
    }

    #[test]
    fn omitted_users_are_a_map_of_flags() {
        let user = Id::from_random(1);
        let text = json_text(&Broadcast::to_channel(Id::EMPTY).omitting(user));
        assert!(text.starts_with(&format!(r#"{{"omit_users":{{"{user}":true}},"#)), "{text}");
    }

    #[test]
    fn replies_have_the_recorded_keys() {
        let error = ErrorBody {
            id: "x".to_owned(),
            message: "m".to_owned(),
            detailed_error: String::new(),
            request_id: None,
            status_code: 400,
        };
        let recorded = recorded_objects(&["status", "error"]);
        assert!(!recorded.is_empty());
        for reply in recorded {
            let seq = i64::from(reply.get("seq_reply").is_some());
            let ours = serde_json::to_value(Reply::fail(seq, error.clone())).unwrap();
            assert_eq!(keys(&reply), keys(&ours), "{reply}");
            assert_eq!(keys(&reply["error"]), keys(&ours["error"]), "{reply}");
        }
        assert_eq!(json_text(&Reply::ok(5, Map::new())), r#"{"status":"OK","seq_reply":5}"#);
    }

    #[test]
    fn a_request_may_lack_number_and_data() {
        let request: WebSocketRequest = wire::decode(br#"{"action":"ping"}"#).unwrap();
        assert_eq!((request.seq, request.action.as_str()), (0, "ping"));
        assert!(wire::decode::<WebSocketRequest>(b"{not json").is_err());
    }
}
