//! The messages of a conversation as lines of a bulk file.

use std::collections::{BTreeMap, HashMap};

use roost_model::emoji::is_system_name;
use roost_model::limits::POST_MESSAGE_RUNES_MAX;
use roost_model::post::kind;
use serde_json::{Value, json};

use super::people::{Account, set};
use super::shape::SlackMessage;
use super::text::{Names, markdown};

/// Whoever speaks.
pub struct Speakers<'a> {
    pub accounts: &'a HashMap<String, Account>,
    /// Ids of people in the export who are bots, with their names.
    pub bots: &'a HashMap<String, String>,
    /// The account in whose name bots speak here.
    pub bot: &'a str,
    pub names: &'a Names,
    /// Files of the archive by id, with their path in the bulk file.
    pub files: &'a HashMap<String, String>,
}

/// What became of messages.
#[derive(Debug, Default)]
pub struct Count {
    pub posts: usize,
    /// By why.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Of people who are not in the export, or with an emoji of theirs.
    pub reactions_left_out: usize,
    pub by_bots: bool,
}

/// Threads, in the order of time: each a post with its replies. A reply whose beginning is missing begins a thread.
pub fn threads(messages: &[SlackMessage], speakers: &Speakers<'_>, count: &mut Count) -> Vec<Value> {
    let mut timed: Vec<(i64, &SlackMessage)> =
        messages.iter().filter_map(|message| Some((message.at_ms()?, message))).collect();
    *count.left_out.entry("without a time").or_default() += messages.len() - timed.len();
    timed.sort_by(|(_, one), (_, other)| one.ts.cmp(&other.ts));
    let mut roots: Vec<Value> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for (at_ms, message) in timed {
        let mut posts = match posts(message, at_ms, speakers) {
            Ok(posts) => posts,
            Err(why) => {
                *count.left_out.entry(why).or_default() += 1;
                continue;
            }
        };
        if let Some(first) = posts.first_mut() {
            let reactions = reactions(message, at_ms, speakers);
            let asked: usize = message.reactions.iter().map(|reaction| reaction.users.len()).sum();
            count.reactions_left_out += asked - reactions.len();
            set(first, "reactions", reactions);
            if !message.pinned_to.is_empty() {
                set(first, "is_pinned", true);
            }
        }
        count.posts += posts.len();
        count.by_bots |= posts.iter().any(|post| post["user"] == speakers.bot);
        let thread = message.thread_ts.as_deref().and_then(|root| place.get(root));
        let mut index = thread.copied();
        for post in posts {
            if let Some(root) = index.and_then(|index| roots.get_mut(index)) {
                if let Some(replies) = root.get_mut("replies").and_then(Value::as_array_mut) {
                    replies.push(post);
                }
                continue;
            }
            index = Some(roots.len());
            // Also where the beginning is missing: what else answers to that stands together.
            place.insert(message.thread_ts.clone().unwrap_or_else(|| message.ts.clone()), roots.len());
            let mut root = post;
            set(&mut root, "replies", Vec::<Value>::new());
            roots.push(root);
        }
    }
    roots
}

/// A message as a post, or as more where it is longer than posts are: what is left is answers.
fn posts(message: &SlackMessage, at_ms: i64, speakers: &Speakers<'_>) -> Result<Vec<Value>, &'static str> {
    let post_type = match message.subtype.as_str() {
        "" | "bot_message" | "file_comment" | "file_share" | "reply_broadcast" | "thread_broadcast" => kind::DEFAULT,
        "me_message" => kind::ME,
        "channel_join" | "group_join" => "system_join_channel",
        "channel_leave" | "group_leave" => "system_leave_channel",
        "channel_topic" | "group_topic" => "system_header_change",
        "channel_purpose" | "group_purpose" => "system_purpose_change",
        "channel_name" | "group_name" => "system_displayname_change",
        _ => return Err("of a kind that posts do not have"),
    };
    let (user, mut props) = speaker(message, speakers)?;
    let mut text = markdown(&message.text, speakers.names);
    if post_type == kind::ME {
        text = format!("*{text}*");
    } else if post_type.starts_with("system_") {
        set(&mut props, "username", user.as_str());
    }
    let files: Vec<Value> = message
        .all_files()
        .filter_map(|file| speakers.files.get(&file.id))
        .map(|path| json!({ "path": path }))
        .collect();
    if text.trim().is_empty() && files.is_empty() {
        return Err("without a text or a file of the archive");
    }
    let chars: Vec<char> = text.chars().collect();
    let mut pieces: Vec<String> = chars.chunks(POST_MESSAGE_RUNES_MAX).map(|piece| piece.iter().collect()).collect();
    if pieces.is_empty() {
        pieces.push(String::new());
    }
    let post = |(index, piece): (usize, String)| {
        let attachments = if index == 0 { files.clone() } else { Vec::new() };
        json!({"user": user, "message": piece, "create_at": at_ms + i64::try_from(index).unwrap_or(0), "type": post_type,
            "props": props, "attachments": attachments})
    };
    Ok(pieces.into_iter().enumerate().map(post).collect())
}

/// Those that somebody can have here. The export does not say when they were given.
fn reactions(message: &SlackMessage, at_ms: i64, speakers: &Speakers<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    for reaction in &message.reactions {
        let Some(emoji) = emoji_name(&reaction.name) else { continue };
        let people = reaction.users.iter().filter_map(|id| speakers.accounts.get(id));
        found.extend(
            people.map(|account| json!({"user": account.username, "emoji_name": emoji, "create_at": at_ms + 1})),
        );
    }
    found
}

/// The name of an emoji here; `None` for one that Slack's people have made.
fn emoji_name(name: &str) -> Option<String> {
    let (base, tone) = name.split_once("::").unwrap_or((name, ""));
    let tone = match tone {
        "" => "",
        "skin-tone-2" => "_light_skin_tone",
        "skin-tone-3" => "_medium_light_skin_tone",
        "skin-tone-4" => "_medium_skin_tone",
        "skin-tone-5" => "_medium_dark_skin_tone",
        "skin-tone-6" => "_dark_skin_tone",
        _ => return None,
    };
    let name = format!("{base}{tone}");
    is_system_name(&name).then_some(name)
}

/// The account that wrote it, and the props that say which bot did.
fn speaker(message: &SlackMessage, speakers: &Speakers<'_>) -> Result<(String, Value), &'static str> {
    let user = message.user.as_deref().unwrap_or_default();
    if let Some(account) = speakers.accounts.get(user) {
        return Ok((account.username.clone(), json!({})));
    }
    let named = message.username.as_deref().or(speakers.bots.get(user).map(String::as_str));
    if message.subtype == "bot_message" || message.bot_id.is_some() || speakers.bots.contains_key(user) {
        let name = named.filter(|name| !name.is_empty()).unwrap_or("bot");
        return Ok((speakers.bot.to_owned(), json!({"from_webhook": "true", "override_username": name})));
    }
    Err("of somebody who is not in the export")
}

#[cfg(test)]
mod tests {
    use super::emoji_name;

    #[test]
    fn emoji_have_their_names_of_here() {
        assert_eq!(emoji_name("+1").as_deref(), Some("+1"));
        assert_eq!(emoji_name("wave::skin-tone-2").as_deref(), Some("wave_light_skin_tone"));
        assert_eq!(emoji_name("wave::skin-tone-6").as_deref(), Some("wave_dark_skin_tone"));
        for name in ["", "party_parrot", "wave::skin-tone-7", "smile::skin-tone-2"] {
            assert_eq!(emoji_name(name), None, "{name}");
        }
    }
}
