//! Roles, schemes, emoji, teams and channels.

use roost_model::errors::import as errors;
use roost_model::limits::{
    CHANNEL_DISPLAY_NAME_RUNES_MAX, CHANNEL_HEADER_RUNES_MAX, CHANNEL_NAME_LEN_MAX, CHANNEL_PURPOSE_RUNES_MAX,
    TEAM_DESCRIPTION_LEN_MAX, TEAM_DISPLAY_NAME_RUNES_MAX, TEAM_NAME_LEN_MAX, TEAM_NAME_LEN_MIN, exceeds_runes,
};
use roost_model::permission::Permission;

use super::given;
use crate::bulk::refusal::{Refusal, demand};
use crate::bulk::shape::{ChannelLine, EmojiLine, RoleLine, SchemeLine, TeamLine};
use crate::text::names;

const NAME_LEN_MAX: usize = 64;
const DISPLAY_NAME_RUNES_MAX: usize = 128;
const DESCRIPTION_RUNES_MAX: usize = 1_024;

pub(super) fn role(role: &RoleLine) -> Result<(), Refusal> {
    demand(role.name.as_deref().is_some_and(is_role_name), errors::ROLE_NAME)?;
    let display_name = given(role.display_name.as_ref());
    let display_ok = display_name.is_some_and(|name| !exceeds_runes(name, DISPLAY_NAME_RUNES_MAX));
    demand(display_ok, errors::ROLE_DISPLAY_NAME)?;
    demand(fits(role.description.as_ref(), DESCRIPTION_RUNES_MAX), errors::ROLE_DESCRIPTION)?;
    for permission in role.permissions.iter().flatten() {
        if Permission::from_name(permission).is_none() {
            return Err(Refusal::new(errors::ROLE_PERMISSION).with("name", permission));
        }
    }
    Ok(())
}

pub(super) fn scheme(scheme: &SchemeLine) -> Result<(), Refusal> {
    let scope = scheme.scope.as_deref().ok_or(Refusal::new(errors::SCHEME_NO_SCOPE))?;
    demand(matches!(scope, "team" | "channel"), errors::SCHEME_SCOPE)?;
    let [team_admin, team_user, team_guest] = scheme.team_roles().map(Option::is_some);
    let [channel_admin, channel_user, _] = scheme.channel_roles().map(Option::is_some);
    let team_ok = if scope == "team" { team_admin && team_user } else { !(team_admin || team_user || team_guest) };
    demand(channel_admin && channel_user && team_ok, errors::SCHEME_ROLES)?;
    demand(scheme.name.as_deref().is_some_and(is_scheme_name), errors::SCHEME_NAME)?;
    let display_name = given(scheme.display_name.as_ref());
    let display_ok = display_name.is_some_and(|name| !exceeds_runes(name, DISPLAY_NAME_RUNES_MAX));
    demand(display_ok, errors::SCHEME_DISPLAY_NAME)?;
    demand(fits(scheme.description.as_ref(), DESCRIPTION_RUNES_MAX), errors::SCHEME_DESCRIPTION)?;
    scheme.roles().try_for_each(role)
}

pub(super) fn emoji(emoji: &EmojiLine) -> Result<(), Refusal> {
    demand(emoji.name.is_some() || emoji.image.is_some(), errors::EMOJI_EMPTY)?;
    let name = given(emoji.name.as_ref()).ok_or(Refusal::new(errors::EMOJI_NO_NAME))?;
    demand(names::is_emoji_name(name), errors::EMOJI_NO_NAME)?;
    demand(given(emoji.image.as_ref()).is_some(), errors::EMOJI_NO_IMAGE)
}

pub(super) fn team(team: &TeamLine) -> Result<(), Refusal> {
    let name = team.name.as_deref().ok_or(Refusal::new(errors::TEAM_NO_NAME))?;
    demand((TEAM_NAME_LEN_MIN..=TEAM_NAME_LEN_MAX).contains(&name.len()), errors::TEAM_NAME_LENGTH)?;
    demand(!names::is_reserved_team_name(name), errors::TEAM_NAME_RESERVED)?;
    demand(names::is_team_name(name), errors::TEAM_NAME_CHARACTERS)?;
    let display_name = team.display_name.as_deref().ok_or(Refusal::new(errors::TEAM_NO_DISPLAY_NAME))?;
    let display_ok = !display_name.is_empty() && !exceeds_runes(display_name, TEAM_DISPLAY_NAME_RUNES_MAX);
    demand(display_ok, errors::TEAM_DISPLAY_NAME_LENGTH)?;
    let kind = team.team_type.as_deref().ok_or(Refusal::new(errors::TEAM_NO_TYPE))?;
    demand(matches!(kind, "O" | "I"), errors::TEAM_TYPE)?;
    let description_ok = team.description.as_ref().is_none_or(|text| text.len() <= TEAM_DESCRIPTION_LEN_MAX);
    demand(description_ok, errors::TEAM_DESCRIPTION_LENGTH)?;
    demand(team.scheme.as_deref().is_none_or(is_scheme_name), errors::TEAM_SCHEME)
}

pub(super) fn channel(channel: &ChannelLine) -> Result<(), Refusal> {
    demand(given(channel.team.as_ref()).is_some(), errors::CHANNEL_NO_TEAM)?;
    let name = channel.name.as_deref().ok_or(Refusal::new(errors::CHANNEL_NO_NAME))?;
    demand((1..=CHANNEL_NAME_LEN_MAX).contains(&name.len()), errors::CHANNEL_NAME_LENGTH)?;
    demand(names::channel_name_violation(name).is_none(), errors::CHANNEL_NAME_CHARACTERS)?;
    demand(fits(channel.display_name.as_ref(), CHANNEL_DISPLAY_NAME_RUNES_MAX), errors::CHANNEL_DISPLAY_NAME_LENGTH)?;
    let kind = channel.channel_type.as_deref().ok_or(Refusal::new(errors::CHANNEL_NO_TYPE))?;
    demand(matches!(kind, "O" | "P"), errors::CHANNEL_TYPE)?;
    demand(fits(channel.header.as_ref(), CHANNEL_HEADER_RUNES_MAX), errors::CHANNEL_HEADER_LENGTH)?;
    demand(fits(channel.purpose.as_ref(), CHANNEL_PURPOSE_RUNES_MAX), errors::CHANNEL_PURPOSE_LENGTH)?;
    demand(channel.scheme.as_deref().is_none_or(is_scheme_name), errors::CHANNEL_SCHEME)
}

pub(super) fn fits(text: Option<&String>, runes_max: usize) -> bool {
    text.is_none_or(|text| !exceeds_runes(text, runes_max))
}

fn is_role_name(name: &str) -> bool {
    (1..=NAME_LEN_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_scheme_name(name: &str) -> bool {
    name.len() >= 2 && is_role_name(name)
}
