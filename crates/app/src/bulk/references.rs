//! What a line makes and what it refers to by name.

use roost_model::ErrorId;
use roost_model::errors::{import as errors, role};

use super::line::Line;
use super::refusal::Refusal;
use super::shape::{PostLine, UserLine};

/// Something with a name that lines refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name<'a> {
    Role(&'a str),
    Scheme(&'a str),
    Team(&'a str),
    /// Of a team.
    Channel(&'a str, &'a str),
    User(&'a str),
}

impl Name<'_> {
    fn text(&self) -> String {
        match *self {
            Self::Channel(team, channel) => format!("{team}/{channel}"),
            Self::Role(name) | Self::Scheme(name) | Self::Team(name) | Self::User(name) => name.to_owned(),
        }
    }
}

/// What the line makes or brings up to date, and may be referred to by later lines.
pub fn made<'a>(line: &'a Line, mut visit: impl FnMut(Name<'a>)) {
    let text = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
    match line {
        Line::Role(role) => visit(Name::Role(text(&role.name))),
        Line::Scheme(scheme) => {
            visit(Name::Scheme(text(&scheme.name)));
            scheme.roles().for_each(|role| visit(Name::Role(text(&role.name))));
        }
        Line::Team(team) => {
            visit(Name::Team(text(&team.name)));
            for (channel, _) in crate::bulk::DEFAULT_CHANNELS {
                visit(Name::Channel(text(&team.name), channel));
            }
        }
        Line::Channel(channel) => visit(Name::Channel(text(&channel.team), text(&channel.name))),
        Line::User(user) => visit(Name::User(text(&user.username))),
        Line::Bot(bot) => visit(Name::User(text(&bot.username))),
        Line::Version | Line::Emoji(_) | Line::Post(_) | Line::DirectChannel(_) | Line::DirectPost(_) => {}
    }
}

/// A reference and what to say when there is no such thing.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    pub name: Name<'a>,
    error: &'static ErrorId,
    field: &'static str,
}

impl Reference<'_> {
    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.error).with("name", self.name.text()).at(self.field)
    }
}

/// What the line needs to be there.
pub fn needed<'a>(line: &'a Line, visit: &mut dyn FnMut(Reference<'a>)) {
    let mut need = |name, error, field| visit(Reference { name, error, field });
    match line {
        Line::Version | Line::Role(_) | Line::Scheme(_) | Line::Emoji(_) | Line::Bot(_) => {}
        Line::Team(team) => {
            if let Some(scheme) = team.scheme.as_deref() {
                need(Name::Scheme(scheme), errors::NO_SUCH_TEAM_SCHEME, "team.scheme");
            }
        }
        Line::Channel(channel) => {
            let team = channel.team.as_deref().unwrap_or_default();
            need(Name::Team(team), errors::NO_SUCH_TEAM, "channel.team");
            if let Some(scheme) = channel.scheme.as_deref() {
                need(Name::Scheme(scheme), errors::NO_SUCH_CHANNEL_SCHEME, "channel.scheme");
            }
        }
        Line::User(user) => needed_by_user(user, &mut need),
        Line::Post(post) => {
            let team = post.team.as_deref().unwrap_or_default();
            let channel = post.channel.as_deref().unwrap_or_default();
            need(Name::Team(team), errors::NO_SUCH_TEAM_OF_USER, "post.team");
            need(Name::Channel(team, channel), errors::NO_SUCH_CHANNEL, "post.channel");
            needed_by_post(post, "post.user", &mut need);
        }
        Line::DirectChannel(channel) => {
            for name in channel.member_names() {
                need(Name::User(name), errors::NO_SUCH_USER, "direct_channel.members");
            }
            for name in channel.favorited_by.iter().chain(&channel.shown_by).flatten() {
                need(Name::User(name), errors::NO_SUCH_USER, "direct_channel");
            }
        }
        Line::DirectPost(post) => {
            for name in post.channel_members.iter().flatten() {
                need(Name::User(name), errors::NO_SUCH_USER, "direct_post.channel_members");
            }
            needed_by_post(post, "direct_post.user", &mut need);
        }
    }
}

type Need<'a, 'n> = &'n mut dyn FnMut(Name<'a>, &'static ErrorId, &'static str);

fn needed_by_user<'a>(user: &'a UserLine, need: Need<'a, '_>) {
    let each_role = |roles: &'a Option<String>, field, need: Need<'a, '_>| {
        for role in roles.as_deref().unwrap_or_default().split_ascii_whitespace() {
            need(Name::Role(role), role::ROLE_MISSING, field);
        }
    };
    each_role(&user.roles, "user.roles", need);
    for team in user.teams.iter().flatten() {
        let team_name = team.name.as_deref().unwrap_or_default();
        need(Name::Team(team_name), errors::NO_SUCH_TEAM_OF_USER, "user.teams");
        each_role(&team.roles, "user.teams.roles", need);
        for channel in team.channels.iter().flatten() {
            let name = channel.name.as_deref().unwrap_or_default();
            need(Name::Channel(team_name, name), errors::NO_SUCH_CHANNEL_OF_USER, "user.teams.channels");
            each_role(&channel.roles, "user.teams.channels.roles", need);
        }
    }
}

fn needed_by_post<'a>(post: &'a PostLine, field: &'static str, need: Need<'a, '_>) {
    users_of_post(post, &mut |name| need(Name::User(name), errors::NO_SUCH_USER, field));
}

/// Every user name in a post and its replies, repeated ones too.
pub fn users_of_post<'a>(post: &'a PostLine, visit: &mut dyn FnMut(&'a str)) {
    for name in post.user.iter().chain(post.flagged_by.iter().flatten()) {
        visit(name);
    }
    post.reactions.iter().flatten().filter_map(|reaction| reaction.user.as_deref()).for_each(&mut *visit);
    post.thread_followers.iter().flatten().filter_map(|follower| follower.user.as_deref()).for_each(&mut *visit);
    for reply in post.replies.iter().flatten() {
        users_of_post(reply, visit);
    }
}

/// Path of every file that the line needs, and the field it stands in.
pub fn files_of(line: &Line, visit: &mut dyn FnMut(&str, String)) {
    match line {
        Line::Emoji(emoji) => emoji.image.iter().for_each(|path| visit(path, "emoji.image".to_owned())),
        Line::User(user) => user.profile_image.iter().for_each(|path| visit(path, "user.profile_image".to_owned())),
        Line::Bot(bot) => bot.profile_image.iter().for_each(|path| visit(path, "bot.profile_image".to_owned())),
        Line::Post(post) => files_of_post(post, "post", visit),
        Line::DirectPost(post) => files_of_post(post, "direct_post", visit),
        Line::Version | Line::Role(_) | Line::Scheme(_) | Line::Team(_) | Line::Channel(_) | Line::DirectChannel(_) => {
        }
    }
}

fn files_of_post(post: &PostLine, field: &str, visit: &mut dyn FnMut(&str, String)) {
    for (index, attachment) in post.attachments.iter().flatten().enumerate() {
        if let Some(path) = &attachment.path {
            visit(path, format!("{field}.attachments[{index}]"));
        }
    }
    for (index, reply) in post.replies.iter().flatten().enumerate() {
        if reply.attachments.is_some() {
            files_of_post(reply, &format!("{field}.replies[{index}]"), visit);
        }
    }
}
