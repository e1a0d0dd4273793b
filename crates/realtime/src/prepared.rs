//! An event made ready for delivery, once for all shards.

use std::sync::Arc;

use bytes::Bytes;
use roost_model::Id;
use roost_model::id::ID_LEN;

use crate::event::{Event, MembershipChange, Variant};

/// Events that lose their meaning soon, and all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Typing,
    StatusChange,
    ChannelsViewed,
    Other,
}

/// One event as the connections of a user have it.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// Shared by all of its recipients.
    pub head: Bytes,
    /// The user, and where in `head` its id belongs.
    pub own: Option<(Id, Arc<[usize]>)>,
    /// What other events of the record have too, and where in `head` it belongs.
    pub common: Option<(usize, Bytes)>,
}

impl Sealed {
    /// The same for everybody.
    pub(crate) fn shared(head: Bytes) -> Self {
        Self { head, own: None, common: None }
    }

    /// Bytes that [`Sealed::write`] appends.
    pub(crate) fn len(&self) -> usize {
        self.head.len() + self.common.as_ref().map_or(0, |(_, common)| common.len())
    }

    /// Appends the bytes.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        if let Some((at, common)) = &self.common {
            let (before, after) = self.head.split_at(*at);
            for part in [before, common, after] {
                out.extend_from_slice(part);
            }
            return;
        }
        out.extend_from_slice(&self.head);
        let Some((user, places)) = &self.own else { return };
        for at in places.iter().map(|at| start + at) {
            if let Some(place) = out.get_mut(at..at + ID_LEN) {
                place.copy_from_slice(user.as_str().as_bytes());
            }
        }
    }
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
    /// For `head`, not for the variants.
    pub common: Option<(usize, Bytes)>,
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
    /// Where in `head` the recipient's id belongs.
    pub own_at: Arc<[usize]>,
}

impl Prepared {
    /// `commons`: the record's common parts.
    pub(crate) fn new(event: Event, commons: &[Bytes]) -> Self {
        let common = event.common.and_then(|part| {
            let at = usize::try_from(part.at).ok().filter(|at| *at <= event.head.len())?;
            Some((at, commons.get(usize::try_from(part.number).ok()?)?.clone()))
        });
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
            common,
            variants: event.variants.into_iter().map(PreparedVariant::new).collect(),
            omit_users: ids(&audience.omit_users),
            omit_connection: Id::parse_or_empty(&audience.omit_connection_id),
            sanitized: audience.contains_sanitized,
            sensitive: audience.contains_sensitive,
            guests: audience.guests.map(|guests| ids(&guests.users)),
            active_channel: Id::parse(&audience.channel_id).filter(|_| audience.scoped_to_active_channel),
        }
    }

    /// Whether it may be left out when a queue is long.
    pub(crate) fn can_shed(&self) -> bool {
        self.kind != Kind::Other
    }

    /// Bytes of memory that it holds, but for what other events of the record have too.
    pub(crate) fn bytes(&self) -> usize {
        let ids = |ids: &[Id]| size_of_val(ids);
        let variant = |v: &PreparedVariant| size_of_val(v) + v.head.len() + ids(&v.users) + size_of_val(&*v.own_at);
        let lists = ids(&self.omit_users) + self.guests.as_deref().map_or(0, ids);
        size_of_val(self) + self.head.len() + lists + self.variants.iter().map(variant).sum::<usize>()
    }

    /// Which bytes a connection gets: 0 for the common ones, else the number of the variant plus 1.
    pub(crate) fn variant_for(&self, user: &Id, posted_ack: bool) -> usize {
        let fits = |v: &PreparedVariant| (posted_ack || !v.posted_ack) && v.users.binary_search(user).is_ok();
        self.variants.iter().position(fits).map_or(0, |index| index + 1)
    }

    /// What `user` gets of this number from [`Prepared::variant_for`].
    pub(crate) fn seal(&self, variant: usize, user: Id) -> Sealed {
        let Some(variant) = variant.checked_sub(1).and_then(|index| self.variants.get(index)) else {
            return Sealed { common: self.common.clone(), ..Sealed::shared(self.head.clone()) };
        };
        let own = (!variant.own_at.is_empty()).then(|| (user, Arc::clone(&variant.own_at)));
        Sealed { own, ..Sealed::shared(variant.head.clone()) }
    }
}

impl PreparedVariant {
    fn new(variant: Variant) -> Self {
        let places = variant.own_at.iter().filter_map(|at| usize::try_from(*at).ok());
        Self {
            users: ids(&variant.users),
            posted_ack: variant.posted_ack,
            own_at: places.collect(),
            head: variant.head,
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Audience;

    fn bytes(event: Event, commons: &[Bytes]) -> String {
        let sealed = Prepared::new(event, commons).seal(0, Id::from_random(1));
        let mut out = b"before".to_vec();
        sealed.write(&mut out);
        assert_eq!(out.len(), "before".len() + sealed.len());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_events_have_in_common_is_put_in_its_place() {
        let event = |list: &[u8]| Event::new("e", &json!({"list": list, "own": 7}), Audience::everyone());
        let whole = bytes(event(&[1, 2, 3]), &[]);
        let lacking = event(&[]).with_common(1, "\"list\":[");
        assert_eq!(bytes(lacking.clone(), &[Bytes::new(), Bytes::from_static(b"1,2,3")]), whole);
        assert_eq!(bytes(lacking, &[]), bytes(event(&[]), &[]), "a record without the part it refers to");
        assert_eq!(event(&[]).with_common(0, "\"other\":[").common, None);
    }
}
