//! Commands about other people.

use std::time::Duration;

use roost_model::Id;
use roost_model::channel::ChannelMemberDraft;
use roost_model::command::CommandResponse;
use roost_model::post::PostDraft;
use roost_model::user::User;
use roost_store::channels::channel_get_by_name;
use roost_store::users::user_list_by_usernames;

use super::super::execute::Call;
use super::{refused, told};
use crate::channels::{channel_direct, channel_group, channel_member_add, channel_member_remove};
use crate::posts::post_create;
use crate::{AppError, Ctx};

/// A message that is said later waits this long at most.
const ECHO_DELAY_S_MAX: u64 = 10_000;

fn named(word: &str) -> String {
    word.trim_matches(|c: char| c == '@' || c == ',').to_lowercase()
}

async fn users(ctx: &Ctx, names: &[String]) -> Result<Vec<User>, AppError> {
    let mut found = user_list_by_usernames(ctx.db(), names).await?;
    found.retain(|user| user.delete_at == 0);
    Ok(found)
}

/// Adds people to this channel, or to those that are named.
pub(super) async fn invite(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let (mut names, mut channels) = (Vec::new(), Vec::new());
    for word in call.text.split_whitespace() {
        match (word.strip_prefix('~'), &call.team) {
            (Some(name), Some(team)) => match channel_get_by_name(ctx.db(), team.id, &name.to_lowercase()).await? {
                Some(channel) => channels.push(channel.id),
                None => return Ok(told("There is no such channel.")),
            },
            _ => names.push(named(word)),
        }
    }
    if names.is_empty() {
        return Ok(told("Name somebody: /invite @name"));
    }
    if channels.is_empty() {
        channels.push(call.channel.id);
    }
    let found = users(ctx, &names).await?;
    if found.len() < names.len() {
        return Ok(told("Nobody is called like this."));
    }
    for channel in channels {
        for user in &found {
            let draft = ChannelMemberDraft { user_id: user.id.to_string(), ..ChannelMemberDraft::default() };
            if let Err(error) = channel_member_add(ctx, channel, draft).await {
                return refused(error);
            }
        }
    }
    Ok(told("They are in the channel now."))
}

pub(super) async fn remove(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let name = named(call.text.split_whitespace().next().unwrap_or_default());
    let found = users(ctx, &[name]).await?;
    let Some(user) = found.first() else { return Ok(told("Nobody is called like this.")) };
    match channel_member_remove(ctx, call.channel.id, user.id).await {
        Ok(()) => Ok(CommandResponse::default()),
        Err(error) => refused(error),
    }
}

/// The names at the beginning of the text, and what follows them.
fn names_and_message(text: &str) -> (Vec<String>, String) {
    let mut rest = text;
    let mut names = Vec::new();
    loop {
        let (word, more) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        names.extend(word.split(',').filter(|name| !name.is_empty()).map(named));
        rest = more.trim_start();
        // `@a, @b text`: a comma at the end of a word or the beginning of the next one goes on.
        if rest.is_empty() || !(word.ends_with(',') || rest.starts_with(',')) {
            return (names, rest.to_owned());
        }
    }
}

pub(super) async fn message(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let (word, text) = call.text.split_once(char::is_whitespace).unwrap_or((&call.text, ""));
    let found = users(ctx, &[named(word)]).await?;
    let Some(user) = found.first() else { return Ok(told("Nobody is called like this.")) };
    let ids = [ctx.user_id().to_string(), user.id.to_string()];
    let channel = match channel_direct(ctx, &ids).await {
        Ok(channel) => channel,
        Err(error) => return refused(error),
    };
    say(ctx, channel.id, Id::EMPTY, text.trim()).await?;
    Ok(CommandResponse { goto_location: call.goto(&channel.name), ..told("") })
}

pub(super) async fn group_message(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let (names, text) = names_and_message(&call.text);
    let found = users(ctx, &names).await?;
    if found.len() < names.len() {
        return Ok(told("Nobody is called like this."));
    }
    let mut ids: Vec<String> = found.iter().map(|user| user.id.to_string()).collect();
    let own = ctx.user_id().to_string();
    if !ids.contains(&own) {
        ids.push(own);
    }
    let made = if ids.len() == 2 { channel_direct(ctx, &ids).await } else { channel_group(ctx, &ids).await };
    let channel = match made {
        Ok(channel) => channel,
        Err(error) => return refused(error),
    };
    say(ctx, channel.id, Id::EMPTY, &text).await?;
    Ok(CommandResponse { goto_location: call.goto(&channel.name), ..told("") })
}

/// Says a text, in quotes or not, now or after so many seconds.
pub(super) async fn echo(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let (text, delay_s) = delayed(&call.text);
    if text.is_empty() {
        return Ok(told("Write what is to be said: /echo \"text\" [seconds]"));
    }
    if delay_s > ECHO_DELAY_S_MAX {
        return Ok(told("That is too long to wait."));
    }
    if delay_s == 0 {
        say(ctx, call.channel.id, call.root_id, &text).await?;
        return Ok(CommandResponse::default());
    }
    let (own, channel, root_id) = (ctx.detached(), call.channel.id, call.root_id);
    let started = ctx.app().outgoing.later(Duration::from_secs(delay_s), async move {
        if let Err(error) = say(&own, channel, root_id, &text).await {
            tracing::warn!(%error, "a delayed message could not be said");
        }
    });
    if started { Ok(CommandResponse::default()) } else { Ok(told("The server is too busy for that.")) }
}

/// The text without its quotes, and the seconds behind it.
fn delayed(text: &str) -> (String, u64) {
    let text = text.trim();
    let number = text.rsplit_once(char::is_whitespace).and_then(|(text, last)| Some((text, last.parse::<u64>().ok()?)));
    let quoted = |text: &str| text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned);
    match number {
        Some((text, delay_s)) => (quoted(text.trim()).unwrap_or_else(|| text.trim().to_owned()), delay_s),
        None => (quoted(text).unwrap_or_else(|| text.to_owned()), 0),
    }
}

/// Posts in the user's name, if there is anything to say.
async fn say(ctx: &Ctx, channel: Id, root_id: Id, text: &str) -> Result<(), AppError> {
    if text.is_empty() {
        return Ok(());
    }
    let draft = PostDraft {
        channel_id: channel.to_string(),
        root_id: root_id.to_string(),
        message: text.to_owned(),
        ..PostDraft::default()
    };
    post_create(ctx, draft, true).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_people_are_named_before_the_message() {
        let parsed = |text| names_and_message(text);
        assert_eq!(parsed("@a,@b hello you"), (vec!["a".to_owned(), "b".to_owned()], "hello you".to_owned()));
        assert_eq!(parsed("@a, @b ,@c hi"), (vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], "hi".to_owned()));
        assert_eq!(parsed("a"), (vec!["a".to_owned()], String::new()));
    }

    #[test]
    fn a_number_at_the_end_is_a_delay() {
        assert_eq!(delayed("hello"), ("hello".to_owned(), 0));
        assert_eq!(delayed("\"say 5\" 10"), ("say 5".to_owned(), 10));
        assert_eq!(delayed("\"say 5\""), ("say 5".to_owned(), 0));
    }
}
