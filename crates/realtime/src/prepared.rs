//! An event made ready for delivery, once for all shards.

use bytes::Bytes;
use roost_model::Id;

use crate::event::{Event, MembershipChange};

/// Events that lose their meaning soon, and all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Typing,
    StatusChange,
    ChannelsViewed,
    Other,
}

/// The bytes of one event that connections share.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub head: Bytes,
}

/// What decides about the recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Connection(Id),
    User(Id),
    Channel(Id),
    Team(Id),
    Everyone,
    /// An id that nobody can have.
    Nobody,
}

#[derive(Debug)]
pub(crate) struct Prepared {
    pub kind: Kind,
    pub target: Target,
    pub head: Bytes,
    pub variants: Vec<PreparedVariant>,
    /// Sorted.
    pub omit_users: Vec<Id>,
    /// Empty: none.
    pub omit_connection: Id,
    pub sanitized: bool,
    pub sensitive: bool,
    /// Sorted.
    pub guests: Option<Vec<Id>>,
    /// The channel that a connection must look at, if it told what it looks at.
    pub active_channel: Option<Id>,
}

#[derive(Debug)]
pub(crate) struct PreparedVariant {
    /// Sorted.
    pub users: Vec<Id>,
    pub posted_ack: bool,
    pub head: Bytes,
}

impl Prepared {
    pub(crate) fn new(event: Event) -> Self {
        let audience = event.audience;
        let target = [
            (&audience.connection_id, Target::Connection as fn(Id) -> Target),
            (&audience.user_id, Target::User),
            (&audience.channel_id, Target::Channel),
            (&audience.team_id, Target::Team),
        ]
        .into_iter()
        .find(|(text, _)| !text.is_empty())
        .map_or(Target::Everyone, |(text, target)| Id::parse(text).map_or(Target::Nobody, target));
        Self {
            kind: kind(&event.name),
            target,
            head: event.head,
            variants: event
                .variants
                .into_iter()
                .map(|v| PreparedVariant { users: ids(&v.users), posted_ack: v.posted_ack, head: v.head })
                .collect(),
            omit_users: ids(&audience.omit_users),
            omit_connection: Id::parse_or_empty(&audience.omit_connection_id),
            sanitized: audience.contains_sanitized,
            sensitive: audience.contains_sensitive,
            guests: audience.guests.map(|guests| ids(&guests.users)),
            active_channel: Id::parse(&audience.channel_id).filter(|_| audience.scoped_to_active_channel),
        }
    }

    /// Which bytes a connection gets: 0 for the common ones, else the number of the variant plus 1.
    pub(crate) fn variant_for(&self, user: &Id, posted_ack: bool) -> usize {
        let fits = |v: &PreparedVariant| (posted_ack || !v.posted_ack) && v.users.binary_search(user).is_ok();
        self.variants.iter().position(fits).map_or(0, |index| index + 1)
    }

    pub(crate) fn bytes(&self, variant: usize) -> &Bytes {
        variant.checked_sub(1).and_then(|index| self.variants.get(index)).map_or(&self.head, |v| &v.head)
    }
}

/// A membership change with parsed ids.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub user: Id,
    pub channel: Option<Id>,
    pub team: Option<Id>,
    pub joined: bool,
}

impl Change {
    pub(crate) fn new(change: &MembershipChange) -> Option<Self> {
        Some(Self {
            user: Id::parse(&change.user)?,
            channel: change.channel.as_deref().and_then(Id::parse),
            team: change.team.as_deref().and_then(Id::parse),
            joined: change.joined,
        })
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "typing" => Kind::Typing,
        "status_change" => Kind::StatusChange,
        "multiple_channels_viewed" => Kind::ChannelsViewed,
        _ => Kind::Other,
    }
}

fn ids(texts: &[String]) -> Vec<Id> {
    let mut ids: Vec<Id> = texts.iter().filter_map(|text| Id::parse(text)).collect();
    ids.sort_unstable();
    ids
}
