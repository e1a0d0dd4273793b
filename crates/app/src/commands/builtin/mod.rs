//! The server's own commands. Some only clients can do: those say so to clients that do not know them.

mod channel;
mod people;
mod person;
mod words;

use roost_model::command::{Command, CommandResponse, EPHEMERAL, IN_CHANNEL};

use super::execute::Call;
use crate::{AppError, Ctx};

struct Builtin {
    trigger: &'static str,
    /// Whether clients offer it.
    listed: bool,
    hint: &'static str,
    description: &'static str,
}

const fn listed(trigger: &'static str, hint: &'static str, description: &'static str) -> Builtin {
    Builtin { trigger, listed: true, hint, description }
}

const fn hidden(trigger: &'static str, hint: &'static str, description: &'static str) -> Builtin {
    Builtin { trigger, listed: false, hint, description }
}

const ALL: [Builtin; 32] = [
    listed("away", "", "Be shown as away"),
    listed("code", "[text]", "Write text as a block of code"),
    listed("collapse", "", "Fold up previews of pictures"),
    listed("dnd", "", "Be disturbed by nobody"),
    listed("echo", "'text' [seconds]", "Say something in your own name, now or a little later"),
    listed("expand", "", "Unfold previews of pictures"),
    listed("groupmsg", "@name,@name 'text'", "Write to several people"),
    listed("header", "[text]", "Change the header of the channel"),
    listed("help", "", "Show where help is"),
    listed("invite", "@name ... [~channel]", "Add people to a channel"),
    hidden("invite_people", "[address] ...", "Invite people to the team by e-mail"),
    listed("join", "~channel", "Join an open channel"),
    listed("kick", "@name", "Take somebody out of the channel"),
    listed("leave", "", "Leave the channel"),
    listed("logout", "", "Log out"),
    hidden("marketplace", "", "Show what can be added to the server"),
    listed("me", "[text]", "Say what you do"),
    listed("msg", "@name 'text'", "Write to somebody"),
    listed("mute", "[~channel]", "Be told nothing of a channel, or again"),
    listed("offline", "", "Be shown as offline"),
    listed("online", "", "Be shown as online"),
    listed("open", "~channel", "Join an open channel"),
    listed("purpose", "[text]", "Change the purpose of the channel"),
    listed("remove", "@name", "Take somebody out of the channel"),
    listed("rename", "[text]", "Give the channel another name"),
    listed("search", "[text]", "Look for messages"),
    listed("secure-connection", "[action]", "Connect to other servers"),
    listed("settings", "", "Show your settings"),
    listed("share-channel", "[action]", "Share the channel with other servers"),
    listed("shortcuts", "", "Show what keys do"),
    listed("shrug", "[text]", "Shrug after a message"),
    listed("status", "[emoji] [text]", "Say what you are about"),
];

/// Whether a command of the server is called like this.
pub(super) fn is_one(trigger: &str) -> bool {
    ALL.iter().any(|builtin| builtin.trigger == trigger)
}

/// Those that clients offer, as clients see commands.
pub(super) fn listed_commands() -> impl Iterator<Item = Command> {
    ALL.iter().filter(|builtin| builtin.listed).map(|builtin| Command {
        trigger: builtin.trigger.to_owned(),
        auto_complete: true,
        auto_complete_desc: builtin.description.to_owned(),
        auto_complete_hint: builtin.hint.to_owned(),
        display_name: builtin.trigger.to_owned(),
        autocomplete_data: words::words_of(builtin.trigger),
        ..Command::default()
    })
}

/// Runs a command of the server; `None` when it has none called like this.
pub(super) async fn run(ctx: &Ctx, call: &Call) -> Result<Option<CommandResponse>, AppError> {
    let text = call.text.as_str();
    let response = match call.trigger.as_str() {
        "away" | "dnd" | "online" | "offline" => person::status(ctx, &call.trigger).await?,
        "status" => person::custom_status(ctx, text).await?,
        "collapse" => person::previews(ctx, true).await?,
        "expand" => person::previews(ctx, false).await?,
        "mute" => person::mute(ctx, call).await?,
        "header" | "purpose" | "rename" => channel::change(ctx, call).await?,
        "join" | "open" => channel::join(ctx, call).await?,
        "leave" => channel::leave(ctx, call).await?,
        "invite" => people::invite(ctx, call).await?,
        "kick" | "remove" => people::remove(ctx, call).await?,
        "msg" => people::message(ctx, call).await?,
        "groupmsg" => people::group_message(ctx, call).await?,
        "echo" => people::echo(ctx, call).await?,
        "me" if text.is_empty() => told("Say what you do: /me waves"),
        "me" => CommandResponse { post_type: "me".to_owned(), ..said(format!("*{text}*")) },
        "shrug" => said(format!("{text} \u{af}\\\\\\_(\u{30c4})\\_/\u{af}").trim_start().to_owned()),
        "code" if text.is_empty() => told("Write the code behind the command: /code x = 1"),
        "code" => {
            let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
            CommandResponse { skip_slack_parsing: true, ..said(lines.join("\n")) }
        }
        "help" => told(&help(ctx)),
        "logout" | "search" | "settings" | "shortcuts" => {
            told("This client does not know the command; other clients do.")
        }
        "marketplace" => told("There is nothing to add to this server."),
        "invite_people" => told("Invitations by e-mail are sent from the menu of the team."),
        "share-channel" | "secure-connection" => told("This server is connected to no others."),
        _ => return Ok(None),
    };
    Ok(Some(response))
}

fn help(ctx: &Ctx) -> String {
    match ctx.config().support.help_link.as_str() {
        "" => "Commands begin with a slash; type one to see what there is.".to_owned(),
        link => format!("Commands begin with a slash; type one to see what there is. More help: {link}"),
    }
}

/// Told to the user alone.
fn told(text: &str) -> CommandResponse {
    CommandResponse { response_type: EPHEMERAL.to_owned(), text: text.to_owned(), ..CommandResponse::default() }
}

/// Said to everybody, in the user's name.
fn said(text: String) -> CommandResponse {
    CommandResponse { response_type: IN_CHANNEL.to_owned(), text, ..CommandResponse::default() }
}

/// Why something could not be done, told as an answer: who types a command is not shown errors. Faults of ours stay such.
fn refused(error: AppError) -> Result<CommandResponse, AppError> {
    if error.id.status >= 500 { Err(error) } else { Ok(told(&error.message())) }
}
