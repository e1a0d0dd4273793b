//! What stands in the line of a user beside the account: memberships and preferences.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::channel_member::{default_notify_props, notify};
use roost_model::errors::import as errors;
use roost_model::user::{User, role_names};
use roost_store::Tx;
use roost_store::bulk::lookup;
use roost_store::bulk::people::{
    ChannelMembership, MemberRoles, PreferenceRow, TeamMembership, channel_members_save_in_tx, preferences_save_in_tx,
    team_members_save_in_tx,
};
use serde_json::{Map, Value};

use super::Importer;
use super::names::{self, Place};
use crate::bulk::DEFAULT_CHANNELS;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::Kind;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::Report;
use crate::bulk::shape::{ChannelMembershipLine, ChannelNotifyLine, ReadStateLine, UserLine};

pub(super) const FAVORITE: &str = "favorite_channel";
pub(super) const FLAGGED: &str = "flagged_post";
const THEME: &str = "theme";
const DISPLAY: &str = "display_settings";
const ADVANCED: &str = "advanced_settings";
const SIDEBAR: &str = "sidebar_settings";
const NOTIFICATIONS: &str = "notifications";
const TUTORIAL: &str = "tutorial_step";
const TUTORIAL_FIRST: &str = "0";
const EMAIL_INTERVAL: &str = "email_interval";

/// A line with its number, its account, and whether the account is new.
pub(super) type Person<'a> = (u64, &'a UserLine, &'a User, bool);

impl Importer {
    pub(super) async fn memberships(
        &self,
        tx: &mut Tx,
        people: &[Person<'_>],
        at: u64,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let places = self.places(people, at).await?;
        let mut rows = Rows::default();
        for (line_number, line, user, new) in people {
            rows.preferences(line, user, *new);
            rows.memberships(line, user, &places).at(*line_number)?;
        }
        rows.dedup();
        let now_ms = self.now_ms();
        let read = rows.teams.len() + rows.channels.len();
        let mut written = team_members_save_in_tx(tx, &rows.teams, now_ms).await.at(at)?;
        let saved = channel_members_save_in_tx(tx, &rows.channels, &default_notify_props(), now_ms).await.at(at)?;
        written += saved.0.len() + saved.1;
        report.settled(Kind::Member, read, written);
        preferences_save_in_tx(tx, &mut rows.preferences).await.at(at)?;
        Ok(())
    }

    async fn places(&self, people: &[Person<'_>], at: u64) -> Result<Places, Failure> {
        let mut team_names = HashSet::new();
        let mut channel_names = HashSet::new();
        for team in people.iter().flat_map(|(_, line, ..)| line.teams.iter().flatten()) {
            let name = team.name.as_deref().unwrap_or_default();
            team_names.insert(name);
            channel_names.insert((name, DEFAULT_CHANNELS[0].0));
            for channel in team.channels.iter().flatten() {
                channel_names.insert((name, channel.name.as_deref().unwrap_or_default()));
            }
        }
        let team_names: Vec<&str> = team_names.into_iter().collect();
        let teams = lookup::team_list(&self.db, &team_names).await.at(at)?;
        Ok(Places {
            teams: teams.into_iter().map(|team| (team.name, team.id)).collect(),
            channels: names::channels(&self.db, channel_names).await.at(at)?,
        })
    }
}

struct Places {
    teams: HashMap<String, Id>,
    channels: HashMap<(String, String), Place>,
}

/// Rows of a batch.
#[derive(Default)]
struct Rows {
    teams: Vec<TeamMembership>,
    channels: Vec<ChannelMembership>,
    preferences: Vec<PreferenceRow>,
}

impl Rows {
    fn memberships(&mut self, line: &UserLine, user: &User, places: &Places) -> Result<(), Refusal> {
        for team in line.teams.iter().flatten() {
            let name = team.name.as_deref().unwrap_or_default();
            let missing = || Refusal::new(errors::NO_SUCH_TEAM_OF_USER).with("name", name).at("user.teams");
            let team_id = *places.teams.get(name).ok_or_else(missing)?;
            let roles = roles_of(team.roles.as_deref(), "team", user.is_guest());
            let theme = team.theme.clone().filter(|theme| !theme.trim().is_empty());
            self.preference(user.id, THEME, team_id.as_str(), theme.as_ref());
            for channel in team.channels.iter().flatten() {
                let channel_name = channel.name.as_deref().unwrap_or_default();
                let place = places.channels.get(&(name.to_owned(), channel_name.to_owned()));
                let missing = || {
                    let full = format!("{name}/{channel_name}");
                    Refusal::new(errors::NO_SUCH_CHANNEL_OF_USER).with("name", full).at("user.teams.channels")
                };
                let channel_id = place.ok_or_else(missing)?.channel_id;
                self.channel(channel, user, channel_id);
            }
            // Whoever is in a team is in its first channel.
            if let Some(first) = places.channels.get(&(name.to_owned(), DEFAULT_CHANNELS[0].0.to_owned()))
                && !roles.guest
                && !self.channels.iter().rev().any(|m| m.user_id == user.id && m.channel_id == first.channel_id)
            {
                let first_roles = MemberRoles { user: true, ..MemberRoles::default() };
                let member = ChannelMembership {
                    channel_id: first.channel_id,
                    user_id: user.id,
                    roles: first_roles,
                    ..ChannelMembership::default()
                };
                self.channels.push(member);
            }
            self.teams.push(TeamMembership { team_id, user_id: user.id, roles });
        }
        Ok(())
    }

    fn channel(&mut self, line: &ChannelMembershipLine, user: &User, channel_id: Id) {
        if line.favorite == Some(true) {
            self.preference(user.id, FAVORITE, channel_id.as_str(), Some(&"true".to_owned()));
        }
        let roles = roles_of(line.roles.as_deref(), "channel", user.is_guest());
        self.channels.push(membership(channel_id, user.id, roles, line.notify_props.as_ref(), &line.read));
    }

    fn preferences(&mut self, line: &UserLine, user: &User, new: bool) {
        let pairs = [
            (DISPLAY, "use_military_time", &line.military_time),
            (DISPLAY, "collapse_previews", &line.collapse_previews),
            (DISPLAY, "message_display", &line.message_display),
            (DISPLAY, "collapse_consecutive_messages", &line.collapse_consecutive),
            (DISPLAY, "colorize_usernames", &line.colorize_usernames),
            (DISPLAY, "channel_display_mode", &line.channel_display_mode),
            (ADVANCED, "feature_enabled_markdown_preview", &line.feature_enabled_markdown_preview),
            (ADVANCED, "formatting", &line.formatting),
            (SIDEBAR, "show_unread_section", &line.show_unread_section),
        ];
        for (category, name, value) in pairs {
            self.preference(user.id, category, name, value.as_ref());
        }
        let theme = line.theme.clone().filter(|theme| !theme.trim().is_empty());
        self.preference(user.id, THEME, "", theme.as_ref());
        let first = new.then(|| TUTORIAL_FIRST.to_owned());
        self.preference(user.id, TUTORIAL, user.id.as_str(), line.tutorial_step.as_ref().or(first.as_ref()));
        self.preference(user.id, NOTIFICATIONS, EMAIL_INTERVAL, email_interval(line).as_ref());
    }

    fn preference(&mut self, user_id: Id, category: &'static str, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            let row = PreferenceRow { user_id, category, name: name.to_owned(), value: value.clone() };
            self.preferences.push(row);
        }
    }

    /// A line may name a team or channel twice; the last one counts.
    fn dedup(&mut self) {
        let mut seen = HashSet::new();
        self.teams.reverse();
        self.teams.retain(|member| seen.insert((member.team_id, member.user_id)));
        self.teams.reverse();
        seen.clear();
        self.channels.reverse();
        self.channels.retain(|member| seen.insert((member.channel_id, member.user_id)));
        self.channels.reverse();
    }
}

/// Seconds between mails. Somebody who wants no mail is one who gets it at once.
fn email_interval(line: &UserLine) -> Option<String> {
    let seconds = match line.email_interval.as_deref() {
        Some("immediately") => "30",
        Some("fifteen") => "900",
        Some("hour") => "3600",
        _ if line.notify_props.as_ref().and_then(|props| props.email.as_deref()) == Some("false") => "0",
        _ => return None,
    };
    Some(seconds.to_owned())
}

/// `scope` is `team` or `channel`: the built-in roles of it come with the scheme, all others are explicit.
fn roles_of(roles: Option<&str>, scope: &str, guest: bool) -> MemberRoles {
    let Some(roles) = roles.filter(|roles| !roles.is_empty()) else {
        return MemberRoles { given: false, user: !guest, guest, ..MemberRoles::default() };
    };
    let mut out = MemberRoles { given: true, ..MemberRoles::default() };
    for name in role_names(roles) {
        match name.strip_prefix(scope) {
            Some("_user") => out.user = true,
            Some("_admin") => out.admin = true,
            Some("_guest") => out.guest = true,
            _ => {
                if !out.explicit.is_empty() {
                    out.explicit.push(' ');
                }
                out.explicit.push_str(name);
            }
        }
    }
    out
}

/// A membership as a line describes it.
pub(super) fn membership(
    channel_id: Id,
    user_id: Id,
    roles: MemberRoles,
    props: Option<&ChannelNotifyLine>,
    read: &ReadStateLine,
) -> ChannelMembership {
    ChannelMembership {
        channel_id,
        user_id,
        roles,
        notify_props: props.map(channel_props),
        last_viewed_at: read.last_viewed_at,
        msg_count: read.msg_count,
        msg_count_root: read.msg_count_root,
        mention_count: read.mention_count,
        mention_count_root: read.mention_count_root,
        urgent_mention_count: read.urgent_mention_count,
    }
}

fn channel_props(line: &ChannelNotifyLine) -> Value {
    let pairs = [
        (notify::DESKTOP, &line.desktop),
        (notify::PUSH, &line.mobile),
        (notify::MARK_UNREAD, &line.mark_unread),
        (notify::IGNORE_MENTIONS, &line.ignore_channel_mentions),
        (notify::AUTO_FOLLOW_THREADS, &line.channel_auto_follow_threads),
    ];
    let given = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::String(value.clone()?))));
    Value::Object(given.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_roles_come_with_the_scheme_and_others_are_explicit() {
        let roles = roles_of(Some("team_user team_admin helper"), "team", false);
        assert_eq!((roles.user, roles.admin, roles.guest, roles.explicit.as_str()), (true, true, false, "helper"));
        let none = roles_of(None, "channel", true);
        assert_eq!((none.given, none.user, none.guest), (false, false, true));
    }
}
