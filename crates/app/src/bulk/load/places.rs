//! Roles, schemes, emoji, teams and channels: few, so they are written one by one.

use std::collections::HashMap;

use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::import as errors;
use roost_model::role::Role;
use roost_model::scheme::{SCOPE_CHANNEL, SCOPE_TEAM, Scheme};
use roost_model::team::Team;
use roost_model::{ErrorId, Id};
use roost_store::bulk::{lookup, places as store};
use roost_store::{Tx, channels, teams};

use super::{Importer, QUIET, names, number};
use crate::bulk::DEFAULT_CHANNELS;
use crate::bulk::batches::Batch;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::{Kind, Line};
use crate::bulk::refusal::Refusal;
use crate::bulk::report::Report;
use crate::bulk::shape::{ChannelLine, RoleLine, SchemeLine, TeamLine};
use crate::bulk::source::Source;
use crate::media;

/// Largest picture of an emoji in bytes.
const EMOJI_LEN_MAX: u64 = 1024 * 1024;

impl Importer {
    pub(super) async fn roles(&self, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let mut wanted: Vec<&RoleLine> = Vec::new();
        for (_, line) in &batch.lines {
            match line {
                Line::Role(role) => wanted.push(role),
                Line::Scheme(scheme) => wanted.extend(scheme.roles()),
                _ => {}
            }
        }
        let role_names: Vec<&str> = wanted.iter().filter_map(|role| role.name.as_deref()).collect();
        let known = names::roles(&self.db, &role_names).await.at(number(batch))?;
        let mut tx = self.db.begin().await.at(number(batch))?;
        let mut written = 0;
        for line in wanted {
            written += usize::from(self.role_in_tx(&mut tx, line, batch.kind == Kind::Scheme, &known));
        }
        if batch.kind == Kind::Role {
            report.settled(Kind::Role, batch.lines.len(), written);
        }
        for (line_number, line) in &batch.lines {
            let Line::Scheme(scheme) = line else { continue };
            let saved = self.scheme_in_tx(&mut tx, scheme).await.at_line(*line_number)?;
            report.settled(Kind::Scheme, 1, usize::from(saved || written > 0));
        }
        tx.commit_quiet(QUIET).await.at(number(batch))
    }

    /// Whether there is something to write.
    fn role_in_tx(&self, tx: &mut Tx, line: &RoleLine, managed: bool, known: &HashMap<String, Role>) -> bool {
        let name = line.name.clone().unwrap_or_default();
        let old = known.get(&name);
        let mut role = old.cloned().unwrap_or_else(|| Role { id: self.id(), name, ..Role::default() });
        overlay(&mut role.display_name, line.display_name.as_ref());
        overlay(&mut role.description, line.description.as_ref());
        overlay(&mut role.permissions, line.permissions.as_ref());
        role.scheme_managed = line.scheme_managed.unwrap_or(managed || role.scheme_managed);
        role.delete_at = 0;
        let changed = old != Some(&role);
        if changed {
            store::role_save_in_tx(tx, &role, self.now_ms());
        }
        changed
    }

    async fn scheme_in_tx(&self, tx: &mut Tx, line: &SchemeLine) -> Result<bool, Problem> {
        let name = line.name.clone().unwrap_or_default();
        let old = names::schemes(&self.db, &[&name]).await?.remove(&name);
        let scope = line.scope.clone().unwrap_or_default();
        if old.as_ref().is_some_and(|old| old.scope != scope) {
            return Err(Refusal::new(errors::SCHEME_SCOPE_CHANGE).with("name", name).into());
        }
        let mut scheme = old.clone().unwrap_or_else(|| Scheme { id: self.id(), name, scope, ..Scheme::default() });
        overlay(&mut scheme.display_name, line.display_name.as_ref());
        overlay(&mut scheme.description, line.description.as_ref());
        let role = |role: &Option<RoleLine>| role.as_ref().and_then(|role| role.name.clone());
        let [team_admin, team_user, team_guest] = line.team_roles().map(role);
        let [channel_admin, channel_user, channel_guest] = line.channel_roles().map(role);
        overlay(&mut scheme.default_team_admin_role, team_admin.as_ref());
        overlay(&mut scheme.default_team_user_role, team_user.as_ref());
        overlay(&mut scheme.default_team_guest_role, team_guest.as_ref());
        overlay(&mut scheme.default_channel_admin_role, channel_admin.as_ref());
        overlay(&mut scheme.default_channel_user_role, channel_user.as_ref());
        overlay(&mut scheme.default_channel_guest_role, channel_guest.as_ref());
        let changed = old.as_ref() != Some(&scheme);
        if changed {
            store::scheme_save_in_tx(tx, &scheme, self.now_ms());
        }
        Ok(changed)
    }

    pub(super) async fn emoji(&self, source: &Source, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let emoji =
            || batch.lines.iter().filter_map(|(n, line)| if let Line::Emoji(e) = line { Some((n, e)) } else { None });
        let emoji_names: Vec<&str> = emoji().filter_map(|(_, emoji)| emoji.name.as_deref()).collect();
        let known: HashMap<String, Id> =
            lookup::emoji_list(&self.db, &emoji_names).await.at(number(batch))?.into_iter().collect();
        let mut tx = self.db.begin().await.at(number(batch))?;
        let mut written = 0;
        for (line_number, line) in emoji() {
            let name = line.name.as_deref().unwrap_or_default();
            let path = line.image.as_deref().unwrap_or_default();
            let refused = || Refusal::new(errors::EMOJI_IMAGE).with("path", path).at("emoji.image");
            let bytes = source.read_file(path, EMOJI_LEN_MAX).map_err(|_| refused()).at(*line_number)?;
            let image = media::emoji_image(&bytes).map_err(|_| refused()).at(*line_number)?;
            let old = known.get(name).copied();
            let id = old.unwrap_or_else(|| self.id());
            let stored = format!("emoji/{id}/image");
            if self.store_if_new(&stored, image.bytes).await.at(*line_number)? {
                written += 1;
                match old {
                    Some(_) => store::emoji_touch_in_tx(&mut tx, id, self.now_ms()),
                    None => store::emoji_insert_in_tx(&mut tx, id, name, self.now_ms()),
                }
            }
        }
        report.settled(Kind::Emoji, batch.lines.len(), written);
        tx.commit_quiet(QUIET).await.at(number(batch))
    }

    pub(super) async fn teams(&self, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let lines =
            || batch.lines.iter().filter_map(|(n, line)| if let Line::Team(t) = line { Some((n, t)) } else { None });
        let team_names: Vec<&str> = lines().filter_map(|(_, team)| team.name.as_deref()).collect();
        let scheme_names: Vec<&str> = lines().filter_map(|(_, team)| team.scheme.as_deref()).collect();
        let known = lookup::team_list(&self.db, &team_names).await.at(number(batch))?;
        let known: HashMap<&str, &Team> = known.iter().map(|team| (team.name.as_str(), team)).collect();
        let schemes = names::schemes(&self.db, &scheme_names).await.at(number(batch))?;
        let mut tx = self.db.begin().await.at(number(batch))?;
        let mut written = 0;
        for (line_number, line) in lines() {
            let name = line.name.as_deref().unwrap_or_default();
            let scheme = scheme_id(&schemes, line.scheme.as_deref(), SCOPE_TEAM).at(*line_number)?;
            let old = known.get(name).copied();
            let team = self.team_of(line, old, scheme);
            if old == Some(&team) {
                continue;
            }
            written += 1;
            if old.is_some() {
                store::team_update_in_tx(&mut tx, &Team { update_at: self.now_ms(), ..team });
                continue;
            }
            teams::team_insert_in_tx(&mut tx, &team);
            for (name, display_name) in DEFAULT_CHANNELS {
                let channel = Channel { display_name: display_name.to_owned(), ..self.new_channel(&team, name) };
                channels::channel_insert_in_tx(&mut tx, &channel).await.at(*line_number)?;
            }
        }
        report.settled(Kind::Team, batch.lines.len(), written);
        tx.commit_quiet(QUIET).await.at(number(batch))
    }

    fn team_of(&self, line: &TeamLine, old: Option<&Team>, scheme: Option<Id>) -> Team {
        let mut team = old.cloned().unwrap_or_else(|| Team {
            id: self.id(),
            create_at: self.now_ms(),
            update_at: self.now_ms(),
            name: line.name.clone().unwrap_or_default(),
            invite_id: self.id().to_string(),
            ..Team::default()
        });
        overlay(&mut team.display_name, line.display_name.as_ref());
        overlay(&mut team.description, line.description.as_ref());
        overlay(&mut team.team_type, line.team_type.as_ref());
        overlay(&mut team.allow_open_invite, line.allow_open_invite.as_ref());
        team.scheme_id = scheme.or(team.scheme_id);
        team
    }

    fn new_channel(&self, team: &Team, name: &str) -> Channel {
        Channel {
            id: self.id(),
            create_at: self.now_ms(),
            update_at: self.now_ms(),
            team_id: team.id,
            channel_type: ChannelType::Open,
            name: name.to_owned(),
            ..Channel::default()
        }
    }

    pub(super) async fn channels(&self, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let lines =
            || batch.lines.iter().filter_map(|(n, line)| if let Line::Channel(c) = line { Some((n, c)) } else { None });
        let team_names: Vec<&str> = lines().filter_map(|(_, channel)| channel.team.as_deref()).collect();
        let scheme_names: Vec<&str> = lines().filter_map(|(_, channel)| channel.scheme.as_deref()).collect();
        let pairs: Vec<(&str, &str)> = lines()
            .map(|(_, c)| (c.team.as_deref().unwrap_or_default(), c.name.as_deref().unwrap_or_default()))
            .collect();
        let teams = lookup::team_list(&self.db, &team_names).await.at(number(batch))?;
        let known = lookup::channel_list(&self.db, &pairs).await.at(number(batch))?;
        let schemes = names::schemes(&self.db, &scheme_names).await.at(number(batch))?;
        let mut tx = self.db.begin().await.at(number(batch))?;
        let mut written = 0;
        for (line_number, line) in lines() {
            let team_name = line.team.as_deref().unwrap_or_default();
            let team = teams.iter().find(|team| team.name == team_name);
            let missing = || Refusal::new(errors::NO_SUCH_TEAM).with("name", team_name).at("channel.team");
            let team = team.ok_or_else(missing).at(*line_number)?;
            let scheme = scheme_id(&schemes, line.scheme.as_deref(), SCOPE_CHANNEL).at(*line_number)?;
            let name = line.name.as_deref().unwrap_or_default();
            let old = known.iter().map(|named| &named.channel).find(|c| c.team_id == team.id && c.name == name);
            let channel = self.channel_of(line, team, old, scheme);
            if old == Some(&channel) {
                continue;
            }
            written += 1;
            if old.is_none() {
                channels::channel_insert_in_tx(&mut tx, &channel).await.at(*line_number)?;
            }
            if old.is_some() || channel.delete_at > 0 {
                let changed = Channel { update_at: self.now_ms(), ..channel };
                channels::channel_update_in_tx(&mut tx, &changed).await.at(*line_number)?;
            }
        }
        report.settled(Kind::Channel, batch.lines.len(), written);
        tx.commit_quiet(QUIET).await.at(number(batch))
    }

    fn channel_of(&self, line: &ChannelLine, team: &Team, old: Option<&Channel>, scheme: Option<Id>) -> Channel {
        let name = line.name.as_deref().unwrap_or_default();
        let mut channel = old.cloned().unwrap_or_else(|| self.new_channel(team, name));
        overlay(&mut channel.display_name, line.display_name.as_ref());
        if channel.display_name.is_empty() {
            name.clone_into(&mut channel.display_name);
        }
        overlay(&mut channel.header, line.header.as_ref());
        overlay(&mut channel.purpose, line.purpose.as_ref());
        if let Some(kind) = line.channel_type.as_deref().and_then(ChannelType::parse) {
            channel.channel_type = kind;
        }
        overlay(&mut channel.delete_at, line.deleted_at.as_ref());
        channel.scheme_id = scheme.or(channel.scheme_id);
        channel
    }
}

/// A value of the line instead of the one that is there.
pub(super) fn overlay<T: Clone>(value: &mut T, given: Option<&T>) {
    if let Some(given) = given {
        value.clone_from(given);
    }
}

/// The id of a scheme that has the right scope.
fn scheme_id(schemes: &HashMap<String, Scheme>, name: Option<&str>, scope: &str) -> Result<Option<Id>, Refusal> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let (missing, wrong): (&'static ErrorId, &'static ErrorId) = if scope == SCOPE_TEAM {
        (errors::NO_SUCH_TEAM_SCHEME, errors::TEAM_SCHEME_SCOPE)
    } else {
        (errors::NO_SUCH_CHANNEL_SCHEME, errors::CHANNEL_SCHEME_SCOPE)
    };
    let scheme = schemes.get(name).ok_or_else(|| Refusal::new(missing).with("name", name))?;
    if scheme.scope == scope { Ok(Some(scheme.id)) } else { Err(Refusal::new(wrong).with("name", name)) }
}

/// A refusal or an error of the store that does not know its line yet.
pub(super) enum Problem {
    Refused(Refusal),
    Store(roost_store::StoreError),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<roost_store::StoreError> for Problem {
    fn from(error: roost_store::StoreError) -> Self {
        Self::Store(error)
    }
}

pub(super) trait ProblemAt<T> {
    fn at_line(self, line: u64) -> Result<T, Failure>;
}

impl<T> ProblemAt<T> for Result<T, Problem> {
    fn at_line(self, line: u64) -> Result<T, Failure> {
        self.map_err(|problem| match problem {
            Problem::Refused(refusal) => Failure::Refused(line, refusal),
            Problem::Store(error) => Failure::Store(line, error),
        })
    }
}
