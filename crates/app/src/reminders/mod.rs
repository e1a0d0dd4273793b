//! Reminders of posts: asked for by people, sent by the server in a conversation of its own with them.

mod send;
mod set;

pub use send::remind_next;
pub use set::reminder_set;

use roost_model::Id;
use roost_model::post::{Post, kind};
use serde_json::{Map, Value, json};

use crate::access::channel::channel_find;
use crate::access::team::team_get;
use crate::users::user_find;
use crate::{AppError, Ctx};

/// What a reminder tells of its post; clients compose their own text from it.
struct Reminded {
    post_id: Id,
    channel_id: Id,
    /// Empty in conversations.
    team_name: String,
    /// Of the post's author.
    username: String,
    /// The address of the post.
    link: String,
}

async fn reminded(ctx: &Ctx, post: &Post) -> Result<Reminded, AppError> {
    let team = match channel_find(ctx, post.channel_id).await?.map_or(Id::EMPTY, |channel| channel.team_id).some() {
        Some(team) => team_get(ctx, team).await?.name.clone(),
        None => String::new(),
    };
    let author = user_find(ctx, post.user_id).await?;
    let config = ctx.config();
    let site = config.service.site_url.trim_end_matches('/');
    let place = if team.is_empty() { site.to_owned() } else { format!("{site}/{team}") };
    Ok(Reminded {
        post_id: post.id,
        channel_id: post.channel_id,
        username: author.map_or_else(String::new, |author| author.username.clone()),
        link: format!("{place}/pl/{}", post.id),
        team_name: team,
    })
}

impl Reminded {
    fn props(&self) -> Map<String, Value> {
        let props = [
            ("post_id", json!(self.post_id)),
            ("team_name", json!(self.team_name)),
            ("username", json!(self.username)),
            ("type", json!(kind::REMINDER)),
        ];
        props.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
    }
}
