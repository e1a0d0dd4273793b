//! Direct and group channels: found or made by their members.

use std::collections::{BTreeSet, HashMap, HashSet};

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, direct_name};
use roost_model::channel_member::default_notify_props;
use roost_store::Tx;
use roost_store::bulk::people::{
    ChannelMembership, MemberRoles, PreferenceRow, channel_members_save_in_tx, history_insert_in_tx,
    preferences_save_in_tx,
};
use roost_store::bulk::{lookup, talk};

use super::members::{FAVORITE, membership};
use super::names::Users;
use super::{Importer, QUIET, number};
use crate::bulk::batches::Batch;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::{Kind, Line};
use crate::bulk::refusal::Refusal;
use crate::bulk::report::Report;
use crate::bulk::shape::DirectChannelLine;
use crate::channels::group::{group_display_name, group_name};

const DIRECT_SHOW: &str = "direct_channel_show";
const GROUP_SHOW: &str = "group_channel_show";

/// Who is in a conversation.
pub(super) struct Conversation<'a> {
    /// In the order of the file, each once.
    pub members: Vec<(&'a str, Id)>,
    /// As the channel is stored.
    pub name: String,
}

impl<'a> Conversation<'a> {
    pub fn of(names: &[&'a str], users: &Users) -> Result<Self, Refusal> {
        let mut members: Vec<(&str, Id)> = Vec::with_capacity(names.len());
        for name in names {
            let id = users.get(name)?;
            if members.iter().all(|(_, known)| *known != id) {
                members.push((name, id));
            }
        }
        let mut ids: Vec<Id> = members.iter().map(|(_, id)| *id).collect();
        ids.sort_unstable();
        let name = match *ids.as_slice() {
            [one] => direct_name(one, one),
            [one, two] => direct_name(one, two),
            _ => group_name(&ids),
        };
        Ok(Self { members, name })
    }

    fn is_group(&self) -> bool {
        self.members.len() > 2
    }

    fn channel(&self, id: Id, now_ms: i64) -> Channel {
        let group = self.is_group();
        let names = || self.members.iter().map(|(name, _)| *name).collect();
        Channel {
            id,
            create_at: now_ms,
            update_at: now_ms,
            channel_type: if group { ChannelType::Group } else { ChannelType::Direct },
            display_name: if group { group_display_name(names()) } else { String::new() },
            name: self.name.clone(),
            creator_id: self.members.first().filter(|_| !group).map_or(Id::EMPTY, |(_, id)| *id),
            ..Channel::default()
        }
    }
}

impl Importer {
    /// The channels of conversations by their stored names; those that are not there are made. The second value is how
    /// many that were.
    pub(super) async fn conversations_in_tx(
        &self,
        tx: &mut Tx,
        wanted: &[Conversation<'_>],
        at: u64,
    ) -> Result<(HashMap<String, Channel>, usize), Failure> {
        let names: BTreeSet<&str> = wanted.iter().map(|conversation| conversation.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let find = async || lookup::direct_list(&self.db, &names).await.at(at);
        let by_name = |channels: Vec<Channel>| channels.into_iter().map(|c| (c.name.clone(), c)).collect();
        let mut there: HashMap<String, Channel> = by_name(find().await?);
        let mut made: HashMap<Id, Channel> = HashMap::new();
        let mut members = Vec::new();
        let mut asked = HashSet::new();
        for conversation in wanted {
            if there.contains_key(&conversation.name) || !asked.insert(conversation.name.as_str()) {
                continue;
            }
            let channel = conversation.channel(self.id(), self.now_ms());
            members.extend(conversation.members.iter().map(|(_, user)| (channel.id, *user)));
            made.insert(channel.id, channel);
        }
        if made.is_empty() {
            return Ok((there, 0));
        }
        let mut rows: Vec<Channel> = made.values().cloned().collect();
        // Always in this order: batches that make the same ones do not wait for each other in a circle.
        rows.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let ids: HashSet<Id> = talk::direct_insert_in_tx(tx, &rows, self.now_ms()).await.at(at)?.into_iter().collect();
        if ids.len() < made.len() {
            // Somebody who uses the server opened one at this moment.
            there = by_name(find().await?);
        }
        members.retain(|(channel, _)| ids.contains(channel));
        let roles = MemberRoles { given: false, user: true, ..MemberRoles::default() };
        let new = |(channel_id, user_id): &(Id, Id)| ChannelMembership {
            channel_id: *channel_id,
            user_id: *user_id,
            roles: roles.clone(),
            ..ChannelMembership::default()
        };
        let memberships: Vec<ChannelMembership> = members.iter().map(new).collect();
        channel_members_save_in_tx(tx, &memberships, &default_notify_props(), self.now_ms()).await.at(at)?;
        history_insert_in_tx(tx, &members, self.now_ms());
        let count = ids.len();
        there.extend(made.into_iter().filter(|(id, _)| ids.contains(id)).map(|(_, c)| (c.name.clone(), c)));
        Ok((there, count))
    }

    pub(super) async fn direct_channels(&self, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let at = number(batch);
        let lines: Vec<(u64, &DirectChannelLine)> = batch
            .lines
            .iter()
            .filter_map(|(n, line)| if let Line::DirectChannel(c) = line { Some((*n, &**c)) } else { None })
            .collect();
        let mut names: HashSet<&str> = HashSet::new();
        for (_, line) in &lines {
            names.extend(line.member_names());
            names.extend(line.favorited_by.iter().chain(&line.shown_by).flatten().map(String::as_str));
        }
        let users = Users::find(&self.db, names).await.at(at)?;
        let mut wanted = Vec::with_capacity(lines.len());
        for (line_number, line) in &lines {
            wanted.push(Conversation::of(&line.member_names(), &users).at(*line_number)?);
        }
        let mut tx = self.db.begin().await.at(at)?;
        let (channels, mut written) = self.conversations_in_tx(&mut tx, &wanted, at).await?;
        let mut memberships = Vec::new();
        let mut preferences = Vec::new();
        for ((line_number, line), conversation) in lines.iter().zip(&wanted) {
            let Some(channel) = channels.get(&conversation.name) else { continue };
            if let Some(header) = line.header.as_ref().filter(|header| **header != channel.header) {
                talk::direct_header_in_tx(&mut tx, channel.id, header, self.now_ms());
                written += usize::from(channel.create_at != self.now_ms() && channel.total_msg_count > 0);
            }
            read_states(line, channel.id, &users, &mut memberships).at(*line_number)?;
            shown(line, conversation, channel.id, &users, &mut preferences).at(*line_number)?;
        }
        channel_members_save_in_tx(&mut tx, &memberships, &default_notify_props(), self.now_ms()).await.at(at)?;
        preferences_save_in_tx(&mut tx, &mut preferences).await.at(at)?;
        report.settled(Kind::DirectChannel, lines.len(), written.min(lines.len()));
        tx.commit_quiet(QUIET).await.at(at)
    }
}

/// How far participants have read.
fn read_states(
    line: &DirectChannelLine,
    channel: Id,
    users: &Users,
    out: &mut Vec<ChannelMembership>,
) -> Result<(), Refusal> {
    for participant in line.participants.iter().flatten() {
        let user = users.get(participant.username.as_deref().unwrap_or_default())?;
        let roles = MemberRoles { given: false, user: true, ..MemberRoles::default() };
        if out.iter().all(|m| (m.channel_id, m.user_id) != (channel, user)) {
            out.push(membership(channel, user, roles, participant.notify_props.as_ref(), &participant.read));
        }
    }
    Ok(())
}

/// Who has the conversation as a favourite, and who sees it in the sidebar.
fn shown(
    line: &DirectChannelLine,
    conversation: &Conversation<'_>,
    channel: Id,
    users: &Users,
    out: &mut Vec<PreferenceRow>,
) -> Result<(), Refusal> {
    let row = |user_id, category, name: Id| PreferenceRow {
        user_id,
        category,
        name: name.to_string(),
        value: "true".to_owned(),
    };
    for name in line.favorited_by.iter().flatten() {
        out.push(row(users.get(name)?, FAVORITE, channel));
    }
    for name in line.shown_by.iter().flatten() {
        let user = users.get(name)?;
        let other = conversation.members.iter().map(|(_, id)| *id).find(|id| *id != user).unwrap_or(user);
        out.push(if conversation.is_group() { row(user, GROUP_SHOW, channel) } else { row(user, DIRECT_SHOW, other) });
    }
    Ok(())
}
