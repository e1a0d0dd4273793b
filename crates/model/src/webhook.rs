//! Webhooks: addresses at which programs post, and addresses that are called when somebody posts.

use serde::{Deserialize, Serialize};

use crate::errors::webhook as errors;
use crate::limits::{
    WEBHOOK_CONTENT_TYPE_LEN_MAX, WEBHOOK_DESCRIPTION_LEN_MAX, WEBHOOK_DISPLAY_NAME_LEN_MAX, WEBHOOK_ICON_URL_LEN_MAX,
    WEBHOOK_INCOMING_USERNAME_LEN_MAX, WEBHOOK_LIST_LEN_MAX, WEBHOOK_OUTGOING_USERNAME_LEN_MAX,
};
use crate::{ErrorId, Id};

pub mod call;

pub use call::{IncomingCall, OutgoingAnswer, OutgoingCall};

/// Somebody's address for posting into a channel. Who knows its id may post. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IncomingWebhook {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub user_id: Id,
    pub channel_id: Id,
    pub team_id: Id,
    pub display_name: String,
    pub description: String,
    pub username: String,
    pub icon_url: String,
    /// Whether it posts into its own channel only.
    pub channel_locked: bool,
}

/// `POST /hooks/incoming` and `PUT /hooks/incoming/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IncomingDraft {
    pub id: String,
    pub user_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub display_name: String,
    pub description: String,
    pub username: String,
    pub icon_url: String,
    pub channel_locked: bool,
}

impl IncomingWebhook {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let checks = [
            (self.display_name.len() <= WEBHOOK_DISPLAY_NAME_LEN_MAX, errors::IN_DISPLAY_NAME),
            (self.description.len() <= WEBHOOK_DESCRIPTION_LEN_MAX, errors::IN_DESCRIPTION),
            (self.username.len() <= WEBHOOK_INCOMING_USERNAME_LEN_MAX, errors::IN_USERNAME),
            (self.icon_url.len() <= WEBHOOK_ICON_URL_LEN_MAX, errors::IN_ICON_URL),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// `GET /hooks/incoming?include_total_count=true`.
#[derive(Clone, Debug, Serialize)]
pub struct IncomingPage {
    pub incoming_webhooks: Vec<IncomingWebhook>,
    pub total_count: i64,
}

/// An address that is called when a post in an open channel matches. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutgoingWebhook {
    pub id: Id,
    /// Shown to whoever may manage the hook: the receiver tells by it who calls.
    pub token: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: Id,
    /// Empty: every open channel of the team.
    pub channel_id: Id,
    pub team_id: Id,
    pub trigger_words: Vec<String>,
    /// 0: the first word is one of the trigger words; 1: it begins with one.
    pub trigger_when: i64,
    pub callback_urls: Vec<String>,
    pub display_name: String,
    pub description: String,
    pub content_type: String,
    pub username: String,
    pub icon_url: String,
}

/// `POST /hooks/outgoing` and `PUT /hooks/outgoing/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OutgoingDraft {
    pub id: String,
    pub token: String,
    pub creator_id: String,
    pub channel_id: String,
    pub team_id: String,
    pub trigger_words: Vec<String>,
    pub trigger_when: i64,
    pub callback_urls: Vec<String>,
    pub display_name: String,
    pub description: String,
    pub content_type: String,
    pub username: String,
    pub icon_url: String,
}

impl OutgoingWebhook {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let urls_fit = !self.callback_urls.is_empty() && list_len(&self.callback_urls) <= WEBHOOK_LIST_LEN_MAX;
        let checks = [
            (self.token.len() <= crate::id::ID_LEN, errors::OUT_TOKEN),
            (list_len(&self.trigger_words) <= WEBHOOK_LIST_LEN_MAX, errors::OUT_WORDS),
            (self.trigger_words.iter().all(|word| !word.is_empty()), errors::OUT_TRIGGER_WORDS),
            (urls_fit, errors::OUT_CALLBACK),
            (self.callback_urls.iter().all(|url| is_http_url(url)), errors::OUT_URL),
            (self.display_name.len() <= WEBHOOK_DISPLAY_NAME_LEN_MAX, errors::OUT_DISPLAY_NAME),
            (self.description.len() <= WEBHOOK_DESCRIPTION_LEN_MAX, errors::OUT_DESCRIPTION),
            (self.content_type.len() <= WEBHOOK_CONTENT_TYPE_LEN_MAX, errors::OUT_CONTENT_TYPE),
            (matches!(self.trigger_when, 0 | 1), errors::OUT_CONTENT_TYPE),
            (self.username.len() <= WEBHOOK_OUTGOING_USERNAME_LEN_MAX, errors::OUT_USERNAME),
            (self.icon_url.len() <= WEBHOOK_ICON_URL_LEN_MAX, errors::OUT_ICON_URL),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }

    /// The trigger word that a post in `channel` with this first word sets the hook off by; empty where every post does.
    pub fn triggered_by(&self, channel: Id, first_word: &str) -> Option<&str> {
        let own = self.channel_id == channel;
        if !own && !self.channel_id.is_empty() {
            return None;
        }
        if own && self.trigger_words.is_empty() {
            return Some("");
        }
        let fits = |word: &&String| match self.trigger_when {
            0 => *word == first_word,
            _ => first_word.starts_with(word.as_str()),
        };
        let set_off = !first_word.is_empty();
        self.trigger_words.iter().filter(|_| set_off).find(fits).map(String::as_str)
    }

    /// Whether the two would be set off by the same post and call the same address.
    pub fn overlaps(&self, other: &Self) -> bool {
        let shared = |ours: &[String], theirs: &[String]| ours.iter().any(|one| theirs.contains(one));
        self.channel_id == other.channel_id
            && shared(&self.callback_urls, &other.callback_urls)
            && shared(&self.trigger_words, &other.trigger_words)
    }
}

/// Length of the JSON list, which is how the column holds it.
fn list_len(list: &[String]) -> usize {
    crate::ws::json_text(&list).chars().count()
}

/// Whether the text can be called over HTTP.
pub fn is_http_url(url: &str) -> bool {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(words: &[&str], when: i64) -> OutgoingWebhook {
        let trigger_words = words.iter().map(|word| (*word).to_owned()).collect();
        OutgoingWebhook { trigger_words, trigger_when: when, channel_id: Id::from_random(1), ..Default::default() }
    }

    #[test]
    fn posts_set_hooks_off_by_their_first_word() {
        let (own, other) = (Id::from_random(1), Id::from_random(2));
        assert_eq!(hook(&["go"], 0).triggered_by(own, "go"), Some("go"));
        assert_eq!(hook(&["go"], 0).triggered_by(own, "gone"), None);
        assert_eq!(hook(&["go"], 1).triggered_by(own, "gone"), Some("go"));
        assert_eq!(hook(&["go"], 0).triggered_by(other, "go"), None);
        assert_eq!(hook(&[], 0).triggered_by(own, "anything"), Some(""));
        let everywhere = OutgoingWebhook { channel_id: Id::EMPTY, ..hook(&["go"], 0) };
        assert_eq!(everywhere.triggered_by(other, "go"), Some("go"));
        assert_eq!(OutgoingWebhook { trigger_words: Vec::new(), ..everywhere }.triggered_by(other, ""), None);
    }

    #[test]
    fn addresses_are_those_of_http() {
        for good in ["http://127.0.0.1:1/cb", "https://a.b?c=d"] {
            assert!(is_http_url(good), "{good}");
        }
        for bad in ["nope", "ftp://a", "http://", "http:///x", "http://a b"] {
            assert!(!is_http_url(bad), "{bad}");
        }
    }
}
