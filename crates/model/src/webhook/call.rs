//! What goes over the wire when webhooks are used.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::post::PostPriority;
use crate::{Id, wire};

/// What a program sends to an incoming webhook.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct IncomingCall {
    pub text: String,
    pub username: String,
    pub icon_url: String,
    pub icon_emoji: String,
    /// `name`, `#name` or `@user`; empty for the webhook's own channel.
    pub channel: String,
    pub props: Map<String, Value>,
    /// A list; `null` for none.
    pub attachments: Value,
    #[serde(rename = "type")]
    pub call_type: String,
    pub priority: Option<PostPriority>,
}

impl IncomingCall {
    /// Reads a body. Many programs write line breaks and tabs into JSON texts as they are: those are taken as meant.
    pub fn parse(body: &[u8]) -> Result<Self, serde_json::Error> {
        wire::decode(body).or_else(|error| wire::decode(&escaped(body)).map_err(|_| error))
    }

    /// The fields of a form, by the names of this type or with underscores.
    pub fn set(&mut self, name: &str, value: &str) {
        let field = match name.to_ascii_lowercase().as_str() {
            "text" => &mut self.text,
            "username" => &mut self.username,
            "iconurl" | "icon_url" => &mut self.icon_url,
            "iconemoji" | "icon_emoji" => &mut self.icon_emoji,
            "channelname" | "channel" => &mut self.channel,
            "type" => &mut self.call_type,
            _ => return,
        };
        value.clone_into(field);
    }
}

/// The same with control characters inside texts written as JSON wants them.
fn escaped(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 16);
    let (mut in_text, mut after_backslash) = (false, false);
    for &byte in body {
        match byte {
            b'\n' if in_text => out.extend_from_slice(b"\\n"),
            b'\r' if in_text => out.extend_from_slice(b"\\r"),
            b'\t' if in_text => out.extend_from_slice(b"\\t"),
            0..0x20 if in_text => out.push(b' '),
            _ => out.push(byte),
        }
        if byte == b'"' && !after_backslash {
            in_text = !in_text;
        }
        after_backslash = byte == b'\\' && !after_backslash;
    }
    out
}

/// What the addresses of an outgoing webhook are sent.
#[derive(Clone, Debug, Serialize)]
pub struct OutgoingCall {
    pub token: String,
    pub team_id: Id,
    pub team_domain: String,
    pub channel_id: Id,
    pub channel_name: String,
    /// Unix milliseconds; in forms seconds.
    pub timestamp: i64,
    pub user_id: Id,
    pub user_name: String,
    pub post_id: Id,
    pub text: String,
    pub trigger_word: String,
    /// Ids with commas between them.
    pub file_ids: String,
}

impl OutgoingCall {
    /// As the fields of a form.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("token", self.token.clone()),
            ("team_id", self.team_id.to_string()),
            ("team_domain", self.team_domain.clone()),
            ("channel_id", self.channel_id.to_string()),
            ("channel_name", self.channel_name.clone()),
            ("timestamp", (self.timestamp / 1_000).to_string()),
            ("user_id", self.user_id.to_string()),
            ("user_name", self.user_name.clone()),
            ("post_id", self.post_id.to_string()),
            ("text", self.text.clone()),
            ("trigger_word", self.trigger_word.clone()),
            ("file_ids", self.file_ids.clone()),
        ]
    }
}

/// What is answered to an outgoing webhook.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OutgoingAnswer {
    pub text: Option<String>,
    pub username: String,
    pub icon_url: String,
    pub props: Map<String, Value>,
    pub attachments: Value,
    #[serde(rename = "type")]
    pub answer_type: String,
    /// `comment`: as a reply to the post.
    pub response_type: String,
    pub priority: Option<PostPriority>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_inside_texts_are_taken_as_meant() {
        let call = IncomingCall::parse(b"{\"text\": \"one\ntwo \\\"q\\\"\tx\",\n \"username\": \"u\"}").unwrap();
        assert_eq!((call.text.as_str(), call.username.as_str()), ("one\ntwo \"q\"\tx", "u"));
        assert!(IncomingCall::parse(b"{\"text\": 5}").is_err());
        assert!(IncomingCall::parse(b"plain").is_err());
    }

    #[test]
    fn forms_name_their_fields_in_either_way() {
        let mut call = IncomingCall::default();
        for (name, value) in [("Text", "t"), ("channel", "c"), ("IconURL", "i"), ("other", "o")] {
            call.set(name, value);
        }
        assert_eq!((call.text.as_str(), call.channel.as_str(), call.icon_url.as_str()), ("t", "c", "i"));
    }
}
