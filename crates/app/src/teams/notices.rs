//! What the server writes into the default channels of a team about its members.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, DEFAULT_NAME};
use roost_model::post::kind;
use roost_model::user::User;
use serde_json::{Map, Value, json};

use crate::posts::SystemPost;

fn post(channel: Arc<Channel>, author: &Arc<User>, kind: &'static str, message: String, props: Value) -> SystemPost {
    let props = match props {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    SystemPost {
        channel,
        author: author.clone(),
        kind,
        message,
        props,
        mentioned: Vec::new(),
        root_id: Id::EMPTY,
        files: Vec::new(),
        audience: Arc::default(),
        set_online: true,
    }
}

/// Somebody is new, by themselves or because somebody added them.
pub fn joined(channel: Arc<Channel>, user: &Arc<User>, by: Option<&Arc<User>>) -> SystemPost {
    let first = channel.name == DEFAULT_NAME;
    let name = &user.username;
    let Some(by) = by else {
        let props = json!({ "username": name });
        return if first {
            post(channel, user, kind::JOIN_TEAM, format!("{name} is in the team now."), props)
        } else {
            post(channel, user, kind::JOIN_CHANNEL, format!("{name} is in the channel now."), props)
        };
    };
    let props = json!({
        "userId": by.id,
        "username": by.username,
        "addedUserId": user.id,
        "addedUsername": name,
    });
    if first {
        return post(channel, by, kind::ADD_TO_TEAM, format!("{} added {name} to the team.", by.username), props);
    }
    let message = format!("{} added {name} to the channel.", by.username);
    SystemPost { mentioned: vec![user.id], ..post(channel, by, kind::ADD_TO_CHANNEL, message, props) }
}

/// Somebody is gone, by themselves (`own`) or because they were taken out.
pub fn left(channel: Arc<Channel>, user: &Arc<User>, own: bool) -> SystemPost {
    let name = &user.username;
    let props = json!({ "username": name });
    if own {
        post(channel, user, kind::LEAVE_TEAM, format!("{name} is no longer in the team."), props)
    } else {
        post(channel, user, kind::REMOVE_FROM_TEAM, format!("{name} was taken out of the team."), props)
    }
}
