//! Somebody types a command.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::command::{CommandArgs, CommandResponse};
use roost_model::errors::command as errors;
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_store::commands as store;

use super::respond::respond;
use super::{builtin, custom, manage};
use crate::access::channel::{self, CreatePost};
use crate::access::direct;
use crate::access::team::{require_in_team, team_get};
use crate::{AppError, Ctx};

/// A command in its place.
pub struct Call {
    pub channel: Arc<Channel>,
    /// The team of the channel, or the one in which the user is at the moment; `None` for neither.
    pub team: Option<Arc<Team>>,
    pub root_id: Id,
    /// Address of the server without a slash at its end.
    pub site: String,
    /// Without its slash, in lower case.
    pub trigger: String,
    /// What follows it.
    pub text: String,
}

impl Call {
    /// Where a client finds a channel of the team.
    pub fn goto(&self, name: &str) -> String {
        let team = self.team.as_ref().map_or("", |team| &team.name);
        format!("{}/{team}/channels/{name}", self.site)
    }
}

/// Does what a command says, and tells what it answered. `site` is the address of the server.
pub async fn command_execute(ctx: &Ctx, args: &CommandArgs, site: &str) -> Result<CommandResponse, AppError> {
    let channel_id = Id::parse(&args.channel_id).ok_or(errors::START)?;
    let (trigger, text) = parse(&args.command).ok_or(errors::START)?;
    let access = channel::channel::<CreatePost>(ctx, channel_id).await?;
    if access.channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    direct::require_common_team(ctx, &access.channel, errors::RESTRICTED_DIRECT).await?;
    let team = match (access.channel.team_id.some(), Id::parse(&args.team_id)) {
        (Some(own), _) => Some(team_get(ctx, own).await?),
        (None, Some(asked)) => {
            require_in_team(ctx, asked, Permission::ViewTeam).await?;
            Some(team_get(ctx, asked).await?)
        }
        (None, None) => None,
    };
    let root_id = Id::parse_or_empty(&args.root_id);
    let call = Call { channel: access.channel, team, root_id, site: site.to_owned(), trigger, text };
    if let Some(response) = builtin::run(ctx, &call).await? {
        respond(ctx, &call.channel, call.root_id, None, &response).await?;
        return Ok(response);
    }
    let unknown = || AppError::new(errors::UNKNOWN).with("trigger", &call.trigger);
    let team = call.team.as_ref().ok_or_else(unknown)?;
    let known = store::command_of_team(ctx.db(), team.id).await?;
    let command = known.into_iter().find(|command| command.trigger == call.trigger).ok_or_else(unknown)?;
    manage::require_on(ctx)?;
    let response = custom::ask(ctx, &call, &command).await?;
    respond(ctx, &call.channel, call.root_id, Some(&command), &response).await?;
    Ok(response)
}

/// Word and text of a command; `None` when it is none.
fn parse(command: &str) -> Option<(String, String)> {
    let command = command.strip_prefix('/')?;
    let (word, text) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    (!word.is_empty()).then(|| (word.to_lowercase(), text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_command_is_a_slash_a_word_and_a_text() {
        let parsed = |text| parse(text).map(|(word, text)| format!("{word}|{text}"));
        assert_eq!(parsed("/Away  extra words ").as_deref(), Some("away|extra words"));
        assert_eq!(parsed("/me\nwaves").as_deref(), Some("me|waves"));
        for none in ["away", "", "/", "/ away"] {
            assert_eq!(parsed(none), None, "{none}");
        }
    }
}
