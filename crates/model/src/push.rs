//! What goes to the push proxy, and what comes back. Names and order of the fields are those that the original's proxy reads.

use serde::{Deserialize, Serialize};

use crate::{Id, skip};

/// [`PushMessage::kind`]: a post.
pub const MESSAGE: &str = "message";
/// What was shown of a channel or thread is read.
pub const CLEAR: &str = "clear";
/// Only the number on the icon changes.
pub const UPDATE_BADGE: &str = "update_badge";
/// Asks whether a device can be reached.
pub const TEST: &str = "test";

/// [`PushMessage::version`] of everything but tests.
pub const VERSION: &str = "v2";
/// [`PushMessage::version`] of tests.
pub const VERSION_TEST: &str = "2";
/// [`PushMessage::category`] of what can be answered from the notification.
pub const CAN_REPLY: &str = "CAN_REPLY";
/// [`PushMessage::sound`] of what nobody shall hear.
pub const SILENT: &str = "none";

/// One message for one device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PushMessage {
    /// By which the device says that it has it.
    pub ack_id: String,
    /// What stands before the colon of a session's device: `apple_rn-v2`, `android_rn-v2` and such.
    pub platform: String,
    /// The installation.
    pub server_id: String,
    /// What stands after it.
    pub device_id: String,
    pub post_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sound: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// Unread mentions; left out for none.
    #[serde(skip_serializing_if = "skip::zero")]
    pub badge: i64,
    /// 1: the app is woken up.
    #[serde(rename = "cont_ava", skip_serializing_if = "skip::zero")]
    pub content_available: i64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub team_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub channel_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub root_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub channel_name: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub override_username: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub override_icon_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from_webhook: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    pub is_crt_enabled: bool,
    /// The text has to be fetched by the id of the post.
    pub is_id_loaded: bool,
    /// By the installation's key, over the device and `ack_id`: an app shows nothing that its server did not send.
    pub signature: String,
}

impl PushMessage {
    /// The same message for the device of a session, which is stored as `platform:id`.
    #[must_use]
    pub fn for_device(mut self, stored: &str) -> Self {
        if let Some((platform, id)) = stored.split_once(':') {
            platform.clone_into(&mut self.platform);
            id.clone_into(&mut self.device_id);
        }
        self
    }
}

/// `POST /notifications/ack`, which is also what the proxy is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PushAck {
    pub id: String,
    /// Unix milliseconds.
    #[serde(rename = "received_at")]
    pub client_received_at: i64,
    #[serde(rename = "platform")]
    pub client_platform: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post_id: String,
    pub is_id_loaded: bool,
}

impl PushAck {
    /// The post whose text is asked for, if any.
    pub fn wanted(&self) -> Option<Id> {
        let asks = self.is_id_loaded && self.kind == MESSAGE && !self.post_id.is_empty();
        asks.then(|| Id::parse_or_empty(&self.post_id))
    }
}

/// What the proxy answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PushAnswer {
    /// `OK`, `REMOVE` (the device has no such app any more) or `FAIL`.
    pub status: String,
    /// Why it failed.
    pub error: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_its_platform_and_its_id() {
        let message = PushMessage::default().for_device("apple_rn-v2:a:b");
        assert_eq!((&*message.platform, &*message.device_id), ("apple_rn-v2", "a:b"));
        assert_eq!(PushMessage::default().for_device("nothing"), PushMessage::default());
    }

    #[test]
    fn what_is_empty_is_left_out_but_for_what_every_message_has() {
        let message = serde_json::to_value(PushMessage::default()).unwrap();
        let names: Vec<&String> = message.as_object().unwrap().keys().collect();
        let wanted =
            ["ack_id", "device_id", "is_crt_enabled", "is_id_loaded", "platform", "post_id", "server_id", "signature"];
        let mut sorted: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        sorted.sort_unstable();
        assert_eq!(sorted, wanted);
    }
}
