//! What the server writes into a channel about its changes.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::post::kind;
use roost_model::user::User;
use serde_json::{Map, Value, json};

/// One such post: its type, its text and what clients compose their own text from.
#[derive(Debug)]
pub struct Notice {
    pub kind: &'static str,
    pub message: String,
    pub props: Map<String, Value>,
    /// Who is told of it as of a mention.
    pub mentioned: Vec<Id>,
    /// The thread it goes into; empty for none.
    pub root_id: Id,
}

fn notice(kind: &'static str, message: String, props: Value) -> Notice {
    let props = match props {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Notice { kind, message, props, mentioned: Vec::new(), root_id: Id::EMPTY }
}

pub fn joined(user: &User) -> Notice {
    let kind = if user.is_guest() { kind::GUEST_JOIN_CHANNEL } else { kind::JOIN_CHANNEL };
    notice(kind, format!("{} is in the channel now.", user.username), json!({ "username": user.username }))
}

pub fn added(by: &User, user: &User, root_id: Id) -> Notice {
    let kind = if user.is_guest() { kind::ADD_GUEST_TO_CHANNEL } else { kind::ADD_TO_CHANNEL };
    let props = json!({
        "userId": by.id,
        "username": by.username,
        "addedUserId": user.id,
        "addedUsername": user.username,
    });
    let message = format!("{} added {} to the channel.", by.username, user.username);
    Notice { mentioned: vec![user.id], root_id, ..notice(kind, message, props) }
}

pub fn left(user: &User) -> Notice {
    let props = json!({ "username": user.username, "disable_group_highlight": true });
    notice(kind::LEAVE_CHANNEL, format!("{} is no longer in the channel.", user.username), props)
}

pub fn removed(user: &User) -> Notice {
    let props = json!({ "removedUserId": user.id, "removedUsername": user.username });
    notice(kind::REMOVE_FROM_CHANNEL, format!("{} was taken out of the channel.", user.username), props)
}

pub fn display_name(by: &User, old: &Channel, new: &Channel) -> Notice {
    let props = json!({
        "username": by.username,
        "old_displayname": old.display_name,
        "new_displayname": new.display_name,
    });
    let message = format!("{} renamed the channel from {} to {}.", by.username, old.display_name, new.display_name);
    notice(kind::DISPLAYNAME_CHANGE, message, props)
}

pub fn header(by: &User, old: &Channel, new: &Channel) -> Notice {
    let props = json!({ "username": by.username, "old_header": old.header, "new_header": new.header });
    notice(kind::HEADER_CHANGE, text_change(by, "header", &old.header, &new.header), props)
}

pub fn purpose(by: &User, old: &Channel, new: &Channel) -> Notice {
    let props = json!({ "username": by.username, "old_purpose": old.purpose, "new_purpose": new.purpose });
    notice(kind::PURPOSE_CHANGE, text_change(by, "purpose", &old.purpose, &new.purpose), props)
}

fn text_change(by: &User, what: &str, old: &str, new: &str) -> String {
    let by = &by.username;
    match (old, new) {
        ("", new) => format!("{by} gave the channel a {what}: {new}"),
        (old, "") => format!("{by} cleared the channel's {what} (it was: {old})."),
        (old, new) => format!("{by} changed the channel's {what} from: {old} to: {new}"),
    }
}

pub fn archived(by: &User) -> Notice {
    let message = format!("{} archived the channel.", by.username);
    notice(kind::CHANNEL_DELETED, message, json!({ "username": by.username }))
}

pub fn restored(by: &User) -> Notice {
    let message = format!("{} brought the channel back.", by.username);
    notice(kind::CHANNEL_RESTORED, message, json!({ "username": by.username }))
}

pub fn privacy(by: &User, to: ChannelType) -> Notice {
    let message = match to {
        ChannelType::Private => "The channel is private now: people join by invitation.",
        _ => "The channel is public now: anybody in the team can join.",
    };
    notice(kind::CHANGE_CHANNEL_PRIVACY, message.to_owned(), json!({ "username": by.username }))
}

pub fn moved(by: &User, from_team: &str) -> Notice {
    let message = format!("The channel came here from the team {from_team}.");
    notice(kind::MOVE_CHANNEL, message, json!({ "username": by.username }))
}

pub fn became_channel(by: &User, members: &[Arc<User>]) -> Notice {
    let names: Vec<&str> = members.iter().map(|user| user.username.as_str()).collect();
    let ids: Vec<Id> = members.iter().map(|user| user.id).collect();
    let message = format!("{} made this channel of a group message with {}.", by.username, names.join(", "));
    let props = json!({ "convertedByUserId": by.id, "gmMembersDuringConversionIDs": ids });
    notice(kind::GROUP_TO_CHANNEL, message, props)
}
