//! What one transaction tells every node: which cached values are old, who joined and left, and which events go out.
//!
//! Encoded with protobuf field numbers that are never reused, so that nodes of neighbouring versions read one another.

use bytes::Bytes;
use prost::Message;
use roost_model::Id;
use roost_realtime::{Event, MembershipChange, TakeOver};

/// Which cached values a record makes old. Numbers are part of the log's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, prost::Enumeration)]
#[repr(i32)]
pub enum Kind {
    /// Every cache; also what a kind from a newer version means to an older one.
    Everything = 0,
    /// Key: session id.
    Session = 1,
    /// Key: user id; all sessions of that user.
    UserSessions = 2,
    /// Key: user id; the user row.
    User = 3,
    /// Key: user id; the user's team and channel memberships.
    Memberships = 4,
    /// Key: channel id; the channel row.
    Channel = 5,
    /// Key: channel id; who is in the channel and what they want to be notified of.
    ChannelAudience = 6,
    /// Key: team id; the team row.
    Team = 7,
    /// No key; all roles and schemes.
    Roles = 8,
    /// Key: user id; preferences.
    Preferences = 9,
    /// Key: user id; the status row.
    Status = 10,
    /// No key; custom emoji.
    Emoji = 11,
    /// Key: user id; the sockets of this user end (deactivated, sessions revoked).
    EndSockets = 12,
    /// Key: session id; the sockets of this session end.
    EndSessionSockets = 13,
    /// Key: user id; what its sessions may (roles, second factor) changed, and its sockets ask anew.
    RefreshSockets = 14,
    /// No key; every session on the server ended, with its sockets.
    AllSessions = 15,
    /// Key: Unix seconds until which the server is marked as busy; 0 for "no longer".
    ServerBusy = 16,
    /// No key; every cache, but connections go on.
    Caches = 17,
    /// No key; the configuration. Nodes that share its file read it anew.
    Config = 18,
    /// No key; the outgoing webhooks of every team, and the outgoing connections.
    Integrations = 19,
}

/// One invalidation.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Invalidation {
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    #[prost(string, tag = "2")]
    pub key: String,
}

/// The whole record. Invalidations are applied first, then membership changes, then events.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Record {
    #[prost(message, repeated, tag = "1")]
    pub invalidations: Vec<Invalidation>,
    #[prost(message, repeated, tag = "2")]
    pub memberships: Vec<MembershipChange>,
    #[prost(message, repeated, tag = "3")]
    pub events: Vec<Event>,
    /// Bytes that several events have in common.
    #[prost(bytes = "bytes", repeated, tag = "4")]
    pub commons: Vec<Bytes>,
    /// Nodes that want to go on with connections of others; in records of their own.
    #[prost(message, repeated, tag = "5")]
    pub take_overs: Vec<TakeOver>,
    /// Ids of users who chose their status: one that followed by itself and is not written yet is void.
    #[prost(string, repeated, tag = "6")]
    pub status_chosen: Vec<String>,
    /// The request that wrote this, for whoever looks for what came of it.
    #[prost(string, tag = "7")]
    pub request_id: String,
    /// Its span, if it has one: what comes of this record on other nodes lies below it.
    #[prost(bytes = "bytes", tag = "8")]
    pub span: Bytes,
}

impl Record {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a row of the log. The parts of the record share its memory.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, prost::DecodeError> {
        Self::decode(bytes)
    }

    pub fn to_bytes(&self) -> Bytes {
        self.encode_to_vec().into()
    }

    /// Makes a cached value old on every node.
    pub fn invalidate(&mut self, kind: Kind, key: Id) -> &mut Self {
        self.invalidations.push(Invalidation { kind: kind.into(), key: key.as_str().to_owned() });
        self
    }

    /// Marks all nodes as busy until a time in Unix seconds.
    pub fn server_busy(&mut self, until_s: i64) -> &mut Self {
        self.invalidations.push(Invalidation { kind: Kind::ServerBusy.into(), key: until_s.to_string() });
        self
    }

    /// Adds an event, after those that are there already.
    pub fn event(&mut self, event: Event) -> &mut Self {
        self.events.push(event);
        self
    }

    /// Keeps bytes that several events have in common, and gives them a number for [`Event::with_common`].
    pub fn common(&mut self, bytes: impl Into<Bytes>) -> u32 {
        self.commons.push(bytes.into());
        u32::try_from(self.commons.len() - 1).unwrap_or(u32::MAX)
    }

    /// The user is in the channel from here on.
    pub fn joined_channel(&mut self, user: Id, channel: Id) -> &mut Self {
        self.membership(MembershipChange::in_channel(user, channel, true)).invalidate(Kind::ChannelAudience, channel)
    }

    pub fn left_channel(&mut self, user: Id, channel: Id) -> &mut Self {
        self.membership(MembershipChange::in_channel(user, channel, false)).invalidate(Kind::ChannelAudience, channel)
    }

    pub fn joined_team(&mut self, user: Id, team: Id) -> &mut Self {
        self.membership(MembershipChange::in_team(user, team, true))
    }

    pub fn left_team(&mut self, user: Id, team: Id) -> &mut Self {
        self.membership(MembershipChange::in_team(user, team, false))
    }

    fn membership(&mut self, change: MembershipChange) -> &mut Self {
        let user = Id::parse_or_empty(&change.user);
        self.memberships.push(change);
        self.invalidate(Kind::Memberships, user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_the_log_and_an_unknown_kind_reads_as_everything() {
        let user = Id::from_random(7);
        let mut record = Record::new();
        record.joined_team(user, Id::from_random(8));
        assert_eq!(Record::from_bytes(record.to_bytes()).unwrap(), record);
        let newer = Invalidation { kind: 9_999, key: String::new() };
        assert_eq!(newer.kind(), Kind::Everything);
    }
}
