//! What a phone is told of a post. Pure: the reader and the names are given.

use roost_config::Config;
use roost_model::channel::ChannelType;
use roost_model::post::{Post, kind};
use roost_model::push::{self, PushMessage};
use roost_model::user::User;
use serde_json::Value;

use super::super::Notice;
use super::super::plain::plain;
use super::super::who::Why;
use super::words::Words;

/// `PushNotificationContents`: how much the proxy learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    Full,
    /// Who, and in which channel.
    Generic,
    /// Who.
    GenericNoChannel,
    /// The id of the post.
    IdLoaded,
}

impl Contents {
    pub fn of(config: &Config) -> Self {
        match config.email.push_notification_contents.as_str() {
            "generic" => Self::Generic,
            "generic_no_channel" => Self::GenericNoChannel,
            "id_loaded" => Self::IdLoaded,
            _ => Self::Full,
        }
    }
}

/// Who is told.
#[derive(Clone, Debug)]
pub struct Reader {
    pub id: roost_model::Id,
    pub locale: String,
    pub collapses: bool,
    /// `username`, `nickname_full_name` or `full_name`.
    pub name_format: String,
    pub badge: i64,
}

/// How somebody is called; user names get `prefix`.
pub fn name_of(user: &User, format: &str, prefix: &str) -> String {
    let full = format!("{} {}", user.first_name, user.last_name).trim().to_owned();
    let shown = match format {
        "nickname_full_name" if !user.nickname.is_empty() => user.nickname.clone(),
        "full_name" | "nickname_full_name" => full,
        _ => String::new(),
    };
    if shown.is_empty() { format!("{prefix}{}", user.username) } else { shown }
}

/// Who is named as sender.
pub fn sender_name(config: &Config, notice: &Notice, format: &str) -> String {
    let post = &notice.post;
    let other = post.prop_str("override_username");
    let overrides = config.service.enable_post_username_override && notice.channel.channel_type != ChannelType::Direct;
    if overrides && post.is_from_webhook() && !other.is_empty() {
        return other.to_owned();
    }
    name_of(&notice.author, format, "@")
}

/// The message. `channel_name`: as the reader sees the channel.
pub fn message(
    config: &Config,
    notice: &Notice,
    reader: &Reader,
    channel_name: String,
    why: Why,
    contents: Contents,
) -> PushMessage {
    let (post, channel) = (&notice.post, &notice.channel);
    let words = Words::of(&reader.locale);
    let base = PushMessage {
        post_id: post.id.to_string(),
        category: push::CAN_REPLY.to_owned(),
        badge: reader.badge,
        team_id: channel.team_id.to_string(),
        channel_id: channel.id.to_string(),
        root_id: post.root_id.to_string(),
        kind: push::MESSAGE.to_owned(),
        version: push::VERSION.to_owned(),
        is_crt_enabled: reader.collapses,
        ..PushMessage::default()
    };
    if contents == Contents::IdLoaded {
        return PushMessage {
            sender_id: reader.id.to_string(),
            message: words.id_loaded.to_owned(),
            is_id_loaded: true,
            ..base
        };
    }
    let direct = channel.channel_type == ChannelType::Direct;
    let hides = contents == Contents::GenericNoChannel;
    let shown_name = if hides && !direct {
        String::new()
    } else if reader.collapses && post.is_reply() && !hides {
        if direct { words.direct_thread_title.to_owned() } else { words.thread_title.replace("{}", &channel_name) }
    } else {
        channel_name
    };
    let mut sender = sender_name(config, notice, &reader.name_format);
    let mut override_username = String::new();
    if config.service.enable_post_username_override && !post.prop_str("override_username").is_empty() {
        post.prop_str("override_username").clone_into(&mut override_username);
        sender.clone_from(&override_username);
    }
    let icons = config.service.enable_post_icon_override;
    PushMessage {
        channel_name: shown_name,
        sender_id: post.user_id.to_string(),
        message: text(post, &sender, direct, why, contents, words),
        sender_name: sender,
        override_username,
        override_icon_url: if icons { post.prop_str("override_icon_url").to_owned() } else { String::new() },
        from_webhook: post.prop_str("from_webhook").to_owned(),
        ..base
    }
}

fn text(post: &Post, sender: &str, direct: bool, why: Why, contents: Contents, words: &Words) -> String {
    if post.post_type == kind::BURN_ON_READ {
        return words.generic(sender, direct, why);
    }
    let mut message = plain(&post.message);
    if let Some(Value::Array(attachments)) = post.props.get("attachments") {
        for fallback in
            attachments.iter().filter_map(|one| one.get("fallback")?.as_str()).filter(|text| !text.is_empty())
        {
            message.push('\n');
            message.push_str(fallback);
        }
    }
    if message.is_empty() && !post.files().is_empty() {
        return words.files(sender, direct);
    }
    match contents {
        Contents::Full if direct => message,
        Contents::Full => format!("{sender}: {message}"),
        _ => words.generic(sender, direct, why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_called_as_the_reader_wants() {
        let ann = User {
            username: "ann".to_owned(),
            nickname: "Annie".to_owned(),
            first_name: "Ann".to_owned(),
            ..User::default()
        };
        assert_eq!(name_of(&ann, "username", "@"), "@ann");
        assert_eq!(name_of(&ann, "full_name", "@"), "Ann");
        assert_eq!(name_of(&ann, "nickname_full_name", "@"), "Annie");
        let bob = User { username: "bob".to_owned(), ..User::default() };
        assert_eq!(name_of(&bob, "nickname_full_name", ""), "bob");
    }
}
