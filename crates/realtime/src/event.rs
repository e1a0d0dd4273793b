//! Events as they stand in the numbered log: final bytes, and who gets them.

use std::cell::Cell;

use bytes::Bytes;
use roost_model::Id;
use roost_model::id::ID_LEN;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// One event, encoded once for all its recipients. Stored in the log and read by every node.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Event {
    #[prost(string, tag = "1")]
    pub name: String,
    /// `{"event":…,"data":…,"broadcast":…`: the connection adds `,"seq":N}`.
    #[prost(bytes = "bytes", tag = "2")]
    pub head: Bytes,
    #[prost(message, required, tag = "3")]
    pub audience: Audience,
    /// Other bytes for some of the recipients; the first that fits a connection is taken.
    #[prost(message, repeated, tag = "4")]
    pub variants: Vec<Variant>,
    /// What `head` lacks because several events of the record have it in common.
    #[prost(message, optional, tag = "5")]
    pub common: Option<CommonPart>,
}

/// A part of an event's bytes that stands in the record once.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct CommonPart {
    /// Its place in `head`.
    #[prost(uint32, tag = "1")]
    pub at: u32,
    /// Its number among the record's common parts, from 0.
    #[prost(uint32, tag = "2")]
    pub number: u32,
}

/// The bytes that some of an event's recipients get instead.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Variant {
    /// User ids.
    #[prost(string, repeated, tag = "1")]
    pub users: Vec<String>,
    #[prost(bytes = "bytes", tag = "2")]
    pub head: Bytes,
    /// Only on connections opened with `posted_ack=true`.
    #[prost(bool, tag = "3")]
    pub posted_ack: bool,
    /// Where in `head` the recipient's own id belongs.
    #[prost(uint32, repeated, tag = "4")]
    pub own_at: Vec<u32>,
}

/// Who gets an event. Of `connection_id`, `user_id`, `channel_id` and `team_id` the first that is set decides, the others
/// are only shown to the client; with none of them it goes to everyone.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Audience {
    #[prost(string, tag = "1")]
    pub user_id: String,
    #[prost(string, tag = "2")]
    pub channel_id: String,
    #[prost(string, tag = "3")]
    pub team_id: String,
    /// Only this connection.
    #[prost(string, tag = "4")]
    pub connection_id: String,
    /// Not this connection.
    #[prost(string, tag = "5")]
    pub omit_connection_id: String,
    /// User ids that are left out of a channel, a team or everyone.
    #[prost(string, repeated, tag = "6")]
    pub omit_users: Vec<String>,
    /// Only for those without the permission `manage_system`: private parts were removed.
    #[prost(bool, tag = "7")]
    pub contains_sanitized: bool,
    /// Only for those with the permission `manage_system`.
    #[prost(bool, tag = "8")]
    pub contains_sensitive: bool,
    /// When set, guests get it only if they stand in the list.
    #[prost(message, optional, tag = "9")]
    pub guests: Option<Guests>,
    /// Not for connections that told us that they look at another channel (typing, reactions).
    #[prost(bool, tag = "10")]
    pub scoped_to_active_channel: bool,
}

/// The guests that may see an event.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Guests {
    /// User ids.
    #[prost(string, repeated, tag = "1")]
    pub users: Vec<String>,
}

/// A user joined or left a channel, a team, or both.
#[derive(Clone, PartialEq, prost::Message)]
pub struct MembershipChange {
    /// User id.
    #[prost(string, tag = "1")]
    pub user: String,
    #[prost(string, optional, tag = "2")]
    pub channel: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub team: Option<String>,
    #[prost(bool, tag = "4")]
    pub joined: bool,
}

impl MembershipChange {
    pub fn in_channel(user: Id, channel: Id, joined: bool) -> Self {
        Self { user: user.to_string(), channel: Some(channel.to_string()), team: None, joined }
    }

    pub fn in_team(user: Id, team: Id, joined: bool) -> Self {
        Self { user: user.to_string(), channel: None, team: Some(team.to_string()), joined }
    }
}

impl Event {
    /// `data` must serialise to a JSON object.
    pub fn new(name: &str, data: &(impl Serialize + ?Sized), audience: Audience) -> Self {
        let head = encode_head(name, data, &audience);
        Self { name: name.to_owned(), head, audience, variants: Vec::new(), common: None }
    }

    /// Says that the record's common part `number` belongs behind the first `marker` of the bytes. Without a marker in
    /// them the event stays as it is.
    #[must_use]
    pub fn with_common(mut self, number: u32, marker: &str) -> Self {
        let found = self.head.windows(marker.len()).position(|part| part == marker.as_bytes());
        let at = found.and_then(|at| u32::try_from(at + marker.len()).ok());
        self.common = at.map(|at| CommonPart { at, number });
        self
    }

    /// Gives some recipients other data; `data` says what it is for a user, and may differ in that user's id only. It does
    /// not add recipients.
    #[must_use]
    pub fn with_variant<D: Serialize>(self, users: impl IntoIterator<Item = Id>, data: impl Fn(Id) -> D) -> Self {
        self.push_variant(users, &data, false)
    }

    /// As [`Event::with_variant`], on those of their connections that were opened with `posted_ack=true`.
    #[must_use]
    pub fn with_ack_variant<D: Serialize>(self, users: impl IntoIterator<Item = Id>, data: impl Fn(Id) -> D) -> Self {
        self.push_variant(users, &data, true)
    }

    fn push_variant<D: Serialize>(
        mut self,
        users: impl IntoIterator<Item = Id>,
        data: &dyn Fn(Id) -> D,
        posted_ack: bool,
    ) -> Self {
        let users: Vec<Id> = users.into_iter().collect();
        let encode = |user: Id| encode_head(&self.name, &data(user), &self.audience);
        let (head, own_at) = match users.as_slice() {
            [] => return self,
            [one] => (encode(*one), Vec::new()),
            _ => {
                let [one, other] = [0, u128::MAX].map(|bits| encode(Id::from_random(bits)));
                let own_at = differences(&one, &other);
                (one, own_at)
            }
        };
        let users = users.iter().map(ToString::to_string).collect();
        self.variants.push(Variant { users, head, posted_ack, own_at });
        self
    }

    /// Whether the event loses its meaning within seconds: it gets no row in the log.
    pub fn is_ephemeral(&self) -> bool {
        matches!(self.name.as_str(), "typing" | "status_change")
    }
}

impl Audience {
    pub fn everyone() -> Self {
        Self::default()
    }

    pub fn user(user: Id) -> Self {
        Self { user_id: user.to_string(), ..Self::default() }
    }

    pub fn channel(channel: Id) -> Self {
        Self { channel_id: channel.to_string(), ..Self::default() }
    }

    pub fn team(team: Id) -> Self {
        Self { team_id: team.to_string(), ..Self::default() }
    }

    pub fn connection(connection_id: &str) -> Self {
        Self { connection_id: connection_id.to_owned(), ..Self::default() }
    }

    /// The channel, if it is what decides.
    pub fn decided_by_channel(&self) -> Option<Id> {
        let narrower = [&self.connection_id, &self.user_id].iter().any(|id| !id.is_empty());
        Id::parse(&self.channel_id).filter(|_| !narrower)
    }

    /// Shows the channel to the client; narrows nothing where a user or connection is set.
    #[must_use]
    pub fn with_channel(mut self, channel: Id) -> Self {
        self.channel_id = channel.to_string();
        self
    }

    /// As [`Audience::with_channel`], for the team.
    #[must_use]
    pub fn with_team(mut self, team: Id) -> Self {
        self.team_id = team.to_string();
        self
    }

    #[must_use]
    pub fn omit_user(mut self, user: Id) -> Self {
        self.omit_users.push(user.to_string());
        self
    }

    /// `connection_id` as the client named it, or an empty text for none.
    #[must_use]
    pub fn omit_connection(mut self, connection_id: &str) -> Self {
        connection_id.clone_into(&mut self.omit_connection_id);
        self
    }

    #[must_use]
    pub fn sanitized(mut self) -> Self {
        self.contains_sanitized = true;
        self
    }

    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.contains_sensitive = true;
        self
    }

    /// Leaves out every guest but these.
    #[must_use]
    pub fn guests(mut self, guests: impl IntoIterator<Item = Id>) -> Self {
        self.guests = Some(Guests { users: guests.into_iter().map(|id| id.to_string()).collect() });
        self
    }

    #[must_use]
    pub fn scoped_to_active_channel(mut self) -> Self {
        self.scoped_to_active_channel = true;
        self
    }
}

/// The audience as clients see it.
struct Broadcast<'a>(&'a Audience);

impl Serialize for Broadcast<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let audience = self.0;
        let mut map = serializer.serialize_map(None)?;
        let omitted = (!audience.omit_users.is_empty()).then_some(OmitUsers(&audience.omit_users));
        map.serialize_entry("omit_users", &omitted)?;
        map.serialize_entry("user_id", &audience.user_id)?;
        map.serialize_entry("channel_id", &audience.channel_id)?;
        map.serialize_entry("team_id", &audience.team_id)?;
        map.serialize_entry("connection_id", &audience.connection_id)?;
        map.serialize_entry("omit_connection_id", &audience.omit_connection_id)?;
        if audience.contains_sanitized {
            map.serialize_entry("contains_sanitized_data", &true)?;
        }
        if audience.contains_sensitive {
            map.serialize_entry("contains_sensitive_data", &true)?;
        }
        map.end()
    }
}

struct OmitUsers<'a>(&'a [String]);

impl Serialize for OmitUsers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|user| (user, true)))
    }
}

/// Longest buffer that a thread keeps for the next event.
const SCRATCH_BYTES_MAX: usize = 64 * 1024;

thread_local! {
    /// Events are kept for minutes: they are written here first and then copied, so that none of them keeps the room that
    /// a buffer has gained by growing.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

fn encode_head(name: &str, data: &(impl Serialize + ?Sized), audience: &Audience) -> Bytes {
    #[derive(Serialize)]
    struct Head<'a, D: ?Sized> {
        event: &'a str,
        data: &'a D,
        broadcast: Broadcast<'a>,
    }
    let head = Head { event: name, data, broadcast: Broadcast(audience) };
    let mut scratch = SCRATCH.take();
    scratch.clear();
    serde_json::to_writer(&mut scratch, &head).expect("event data has text keys and its types serialise without fail");
    // the closing brace comes after the sequence number
    scratch.pop();
    let bytes = Bytes::copy_from_slice(&scratch);
    if scratch.capacity() <= SCRATCH_BYTES_MAX {
        SCRATCH.set(scratch);
    }
    bytes
}

/// Where two encodings for two users, whose ids have no character in common at the same place, have these ids.
fn differences(one: &[u8], other: &[u8]) -> Vec<u32> {
    debug_assert_eq!(one.len(), other.len(), "only ids differ, and all have the same length");
    let differing = one.iter().zip(other).zip(0..).filter(|((a, b), _)| a != b);
    differing.map(|(_, at)| at).step_by(ID_LEN).collect()
}

#[cfg(test)]
mod tests {
    use prost::Message;
    use serde_json::{Value, json};

    use super::*;

    fn id(n: u128) -> Id {
        Id::from_random(n)
    }

    fn closed(head: &Bytes) -> Value {
        let text = format!("{},\"seq\":3}}", std::str::from_utf8(head).unwrap());
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn the_head_is_json_up_to_the_sequence_number() {
        let audience = Audience::channel(id(1)).omit_user(id(2)).sensitive();
        let event = Event::new("typing", &json!({"user_id": "u"}), audience);
        assert_eq!(
            closed(&event.head),
            json!({
                "event": "typing",
                "data": {"user_id": "u"},
                "broadcast": {
                    "omit_users": {id(2).as_str(): true}, "user_id": "", "channel_id": id(1).as_str(), "team_id": "",
                    "connection_id": "", "omit_connection_id": "", "contains_sensitive_data": true,
                },
                "seq": 3,
            })
        );
        let plain = Event::new("config_changed", &json!({}), Audience::everyone());
        assert_eq!(closed(&plain.head)["broadcast"]["omit_users"], Value::Null);
        assert_eq!(closed(&plain.head)["broadcast"].as_object().unwrap().len(), 6);
        assert!(event.is_ephemeral() && !plain.is_ephemeral());
    }

    #[test]
    fn what_differs_per_recipient_is_known_by_its_places() {
        let event = Event::new("e", &json!({}), Audience::channel(id(1)))
            .with_variant([id(2), id(3)], |own| json!({"a": "text", "b": [own, own], "c": format!("[\"{own}\"]")}))
            .with_variant([id(4), id(5)], |_| json!({"a": id(4)}))
            .with_variant([id(6)], |own| json!({"a": own}))
            .with_variant([], |own| json!({"a": own}));
        let [own, same, single] = event.variants.as_slice() else { panic!("{:?}", event.variants) };
        let mut head = own.head.to_vec();
        assert_eq!(own.own_at.len(), 3);
        for at in &own.own_at {
            head[*at as usize..][..ID_LEN].copy_from_slice(id(3).as_str().as_bytes());
        }
        let expected = json!({"a": "text", "b": [id(3), id(3)], "c": format!("[\"{}\"]", id(3))});
        assert_eq!(closed(&head.into())["data"], expected);
        assert_eq!((same.own_at.len(), single.own_at.len()), (0, 0));
        assert_eq!(closed(&single.head)["data"], json!({"a": id(6)}));
    }

    #[test]
    fn events_and_changes_survive_the_log() {
        let audience = Audience::team(id(1)).guests([id(4)]).omit_connection("c").scoped_to_active_channel();
        let event =
            Event::new("posted", &json!({"a": 1}), audience).with_variant([id(2), id(3)], |own| json!({"a": own}));
        assert_eq!(event.variants[0].own_at.len(), 1);
        assert_eq!(Event::decode(event.encode_to_vec().as_slice()).unwrap(), event);
        let change = MembershipChange::in_channel(id(1), id(2), true);
        assert_eq!(MembershipChange::decode(change.encode_to_vec().as_slice()).unwrap(), change);
    }
}
