//! Users with their memberships, and bots.

use roost_model::ErrorId;
use roost_model::errors::import as errors;
use roost_model::limits::{
    USER_AUTH_DATA_LEN_MAX, USER_FIRST_NAME_RUNES_MAX, USER_LAST_NAME_RUNES_MAX, USER_NICKNAME_RUNES_MAX,
    USER_PASSWORD_LEN_MAX, USER_POSITION_RUNES_MAX,
};
use roost_model::user::{is_valid_email, is_valid_username, role_names};
use serde_json::{Map, Value};

use super::given;
use super::places::fits;
use crate::bulk::refusal::{Refusal, demand};
use crate::bulk::shape::{
    BotLine, ChannelMembershipLine, ChannelNotifyLine, CustomStatusLine, TeamMembershipLine, UserLine, UserNotifyLine,
};

const AUTH_SERVICES: [&str; 7] = ["", "email", "gitlab", "google", "ldap", "office365", "saml"];
const AUTH_SERVICE_OPENID: &str = "openid";
const CUSTOM_STATUS_TEXT_RUNES_MAX: usize = 100;
const CUSTOM_STATUS_DURATIONS: [&str; 8] =
    ["", "thirty_minutes", "one_hour", "four_hours", "today", "this_week", "date_and_time", "custom_date_time"];

pub(super) fn user(user: &UserLine) -> Result<(), Refusal> {
    let username = user.username.as_deref().ok_or(Refusal::new(errors::USER_NO_USERNAME))?;
    demand(is_valid_username(&username.to_lowercase()), errors::USER_USERNAME)?;
    let email = given(user.email.as_ref()).ok_or(Refusal::new(errors::USER_NO_EMAIL))?;
    demand(is_valid_email(&email.to_lowercase()), errors::USER_EMAIL)?;
    log_in(user)?;
    demand(fits(user.nickname.as_ref(), USER_NICKNAME_RUNES_MAX), errors::USER_NICKNAME_LENGTH)?;
    demand(fits(user.first_name.as_ref(), USER_FIRST_NAME_RUNES_MAX), errors::USER_FIRST_NAME_LENGTH)?;
    demand(fits(user.last_name.as_ref(), USER_LAST_NAME_RUNES_MAX), errors::USER_LAST_NAME_LENGTH)?;
    demand(fits(user.position.as_ref(), USER_POSITION_RUNES_MAX), errors::USER_POSITION_LENGTH)?;
    demand(user.roles.as_deref().is_none_or(are_roles), errors::USER_ROLES)?;
    if let Some(props) = &user.notify_props {
        notify(props)?;
    }
    one_of(user.email_interval.as_ref(), &["immediately", "fifteen", "hour"], errors::USER_EMAIL_INTERVAL)?;
    let bools = ["true", "false"];
    one_of(user.feature_enabled_markdown_preview.as_ref(), &bools, errors::USER_MARKDOWN_PREVIEW)?;
    one_of(user.formatting.as_ref(), &bools, errors::USER_FORMATTING)?;
    one_of(user.show_unread_section.as_ref(), &bools, errors::USER_UNREAD_SECTION)?;
    demand(user.theme.as_deref().is_none_or(is_theme), errors::MEMBER_THEME)?;
    if let Some(status) = &user.custom_status {
        demand(is_custom_status(status), errors::USER_CUSTOM_STATUS)?;
    }
    for (index, team) in user.teams.iter().flatten().enumerate() {
        membership(team).map_err(|refusal| {
            let field = format!("teams[{index}]{}", refusal.field);
            refusal.at(field)
        })?;
    }
    guest_roles(user)
}

fn log_in(user: &UserLine) -> Result<(), Refusal> {
    let service = user.auth_service.as_deref().unwrap_or_default();
    if !AUTH_SERVICES.contains(&service) && service != AUTH_SERVICE_OPENID {
        return Err(Refusal::new(errors::USER_AUTH_SERVICE).with("name", service));
    }
    let data = given(user.auth_data.as_ref());
    let by_service = !matches!(service, "" | "email");
    demand(data.is_some() == by_service, errors::USER_AUTH_DATA_ALONE)?;
    demand(data.is_none() || given(user.password.as_ref()).is_none(), errors::USER_AUTH_DATA_PASSWORD)?;
    demand(data.is_none_or(|data| data.len() <= USER_AUTH_DATA_LEN_MAX), errors::USER_AUTH_DATA_LENGTH)?;
    let password_ok =
        user.password.as_ref().is_none_or(|text| (1..=USER_PASSWORD_LEN_MAX).contains(&text.len()) || by_service);
    demand(password_ok, errors::USER_PASSWORD_LENGTH)
}

fn notify(props: &UserNotifyLine) -> Result<(), Refusal> {
    let bools = ["true", "false"];
    one_of(props.desktop.as_ref(), &["all", "mention", "none", "default"], errors::USER_DESKTOP)?;
    one_of(props.desktop_sound.as_ref(), &bools, errors::USER_DESKTOP_SOUND)?;
    one_of(props.email.as_ref(), &bools, errors::USER_NOTIFY_EMAIL)?;
    one_of(props.mobile.as_ref(), &["all", "mention", "none"], errors::USER_MOBILE)?;
    one_of(props.mobile_push_status.as_ref(), &["online", "away", "offline"], errors::USER_MOBILE_STATUS)?;
    one_of(props.channel.as_ref(), &bools, errors::USER_CHANNEL_TRIGGER)?;
    one_of(props.comments.as_ref(), &["any", "root", "never"], errors::USER_COMMENTS)
}

fn membership(team: &TeamMembershipLine) -> Result<(), Refusal> {
    demand(given(team.name.as_ref()).is_some(), errors::MEMBER_NO_TEAM)?;
    demand(team.roles.as_deref().is_none_or(are_roles), errors::MEMBER_TEAM_ROLES)?;
    demand(team.theme.as_deref().is_none_or(is_theme), errors::MEMBER_THEME)?;
    for (index, channel) in team.channels.iter().flatten().enumerate() {
        channel_membership(channel).map_err(|refusal| refusal.at(format!(".channels[{index}]")))?;
    }
    Ok(())
}

fn channel_membership(channel: &ChannelMembershipLine) -> Result<(), Refusal> {
    demand(given(channel.name.as_ref()).is_some(), errors::MEMBER_NO_CHANNEL)?;
    demand(channel.roles.as_deref().is_none_or(are_roles), errors::MEMBER_CHANNEL_ROLES)?;
    channel.notify_props.as_ref().map_or(Ok(()), channel_notify)
}

pub(super) fn channel_notify(props: &ChannelNotifyLine) -> Result<(), Refusal> {
    let levels = ["default", "all", "mention", "none"];
    one_of(props.desktop.as_ref(), &levels, errors::MEMBER_DESKTOP)?;
    one_of(props.mobile.as_ref(), &levels, errors::MEMBER_MOBILE)?;
    one_of(props.mark_unread.as_ref(), &["all", "mention"], errors::MEMBER_MARK_UNREAD)
}

/// A guest is one everywhere, and nobody else is one anywhere. Asked only where roles are given.
fn guest_roles(user: &UserLine) -> Result<(), Refusal> {
    let Some(roles) = &user.roles else { return Ok(()) };
    let guest = has_role(roles, "system_guest");
    for team in user.teams.iter().flatten() {
        let team_guest = team.roles.as_deref().is_some_and(|roles| has_role(roles, "team_guest"));
        let broken = if guest { errors::USER_GUEST_TEAMS } else { errors::USER_GUEST_OF_TEAM };
        demand(team_guest == guest, broken)?;
        for channel in team.channels.iter().flatten() {
            let channel_guest = channel.roles.as_deref().is_some_and(|roles| has_role(roles, "channel_guest"));
            let broken = if guest { errors::USER_GUEST_CHANNELS } else { errors::USER_GUEST_OF_CHANNEL };
            demand(channel_guest == guest, broken)?;
        }
    }
    Ok(())
}

pub(super) fn bot(bot: &BotLine) -> Result<(), Refusal> {
    let username = bot.username.as_deref().ok_or(Refusal::new(errors::USER_NO_USERNAME))?;
    demand(is_valid_username(&username.to_lowercase()), errors::USER_USERNAME)?;
    demand(fits(bot.display_name.as_ref(), USER_FIRST_NAME_RUNES_MAX), errors::USER_FIRST_NAME_LENGTH)?;
    demand(given(bot.owner.as_ref()).is_some(), errors::BOT_NO_OWNER)
}

fn one_of(value: Option<&String>, allowed: &[&str], error: &'static ErrorId) -> Result<(), Refusal> {
    demand(value.is_none_or(|value| allowed.contains(&value.as_str())), error)
}

fn has_role(roles: &str, role: &str) -> bool {
    role_names(roles).any(|name| name == role)
}

fn are_roles(roles: &str) -> bool {
    roles.len() <= 256
        && role_names(roles).all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))
}

/// A JSON object of texts; empty is no theme.
fn is_theme(theme: &str) -> bool {
    theme.trim().is_empty()
        || serde_json::from_str::<Map<String, Value>>(theme).is_ok_and(|map| map.values().all(Value::is_string))
}

fn is_custom_status(status: &CustomStatusLine) -> bool {
    let text = status.text.as_deref().unwrap_or_default();
    let named = given(status.emoji.as_ref()).is_some() || !text.is_empty();
    let duration = status.duration.as_deref().unwrap_or_default();
    named
        && !roost_model::limits::exceeds_runes(text, CUSTOM_STATUS_TEXT_RUNES_MAX)
        && CUSTOM_STATUS_DURATIONS.contains(&duration)
}
