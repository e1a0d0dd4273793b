//! What connections need from the rest of the server.

use std::fmt;

use roost_model::Id;
use serde_json::{Map, Value};

pub use futures_util::future::BoxFuture;

use crate::TakeOver;

/// Who a connection belongs to. A copy of the session's facts, kept current by [`crate::Hub::refresh_session`],
/// [`crate::Hub::refresh_user`] and [`crate::Hub::end_session`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub session_id: Id,
    pub user_id: Id,
    /// Unix time in ms; 0: never.
    pub expires_at_ms: i64,
    /// Whether the user has the permission `manage_system`.
    pub manages_system: bool,
    pub is_guest: bool,
    /// False while the server demands a second factor that the user has not set up: no events then.
    pub mfa_ok: bool,
}

/// The channels and teams that a user is a member of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    pub channels: Vec<Id>,
    pub teams: Vec<Id>,
}

/// The answer cannot be had now, because the database does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// A request of an authenticated client that this crate does not answer itself.
#[derive(Clone, Debug)]
pub struct ActionCall {
    pub identity: Identity,
    pub connection_id: Id,
    /// `user_typing`, `user_update_active_status`, `get_statuses`, `get_statuses_by_ids`, `posted_notify_ack`, or a name
    /// that begins with `custom_`.
    pub action: String,
    /// The client's number of the request, above 0.
    pub seq: i64,
    pub data: Map<String, Value>,
}

/// A refused request, as it goes to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    pub id: String,
    /// HTTP status.
    pub status: u16,
    pub message: String,
}

impl ActionError {
    pub fn new(error: &roost_model::ErrorId) -> Self {
        Self { id: error.id.to_owned(), status: error.status, message: error.message.to_owned() }
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.id, self.status, self.message)
    }
}

/// The server's side of a connection.
///
/// The futures run on a shard's thread, beside its sockets: they must not block it or compute for long. `connected`,
/// `disconnected` and `pong` are called in order per user and must only note the fact for later work;
/// [`crate::Hub::user_connections`] is up to date when they are called.
pub trait ClientActions: Send + Sync + 'static {
    /// The session behind a token sent as a challenge. `None` closes the connection.
    fn authenticate(&self, token: String) -> BoxFuture<'static, Option<Identity>>;

    /// The session again, asked when its time is over. `Ok(None)` closes the connection.
    fn recheck(&self, session_id: Id) -> BoxFuture<'static, Result<Option<Identity>, Unavailable>>;

    /// What a user is a member of, at least as new as every record that was applied before the call.
    fn memberships(&self, user: Id) -> BoxFuture<'static, Result<Memberships, Unavailable>>;

    /// A client request. The answer's `data`; `Ok` with an empty map is a bare OK.
    fn action(&self, call: ActionCall) -> BoxFuture<'static, Result<Map<String, Value>, ActionError>>;

    /// A connection of the user began.
    fn connected(&self, user: Id);

    /// A connection of the user ended at `at_ms`; `last_connection`: it was the only one on this node.
    fn disconnected(&self, user: Id, last_connection: bool, at_ms: i64);

    /// A connection answered a protocol ping at `at_ms`; its last request that shows a person was at `last_activity_ms`.
    fn pong(&self, user: Id, at_ms: i64, last_activity_ms: i64);

    /// Whether every record that was committed before now has been applied here, but for the last second.
    fn is_current(&self) -> bool {
        true
    }

    /// Returns when [`ClientActions::is_current`] holds.
    fn current(&self) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }

    /// Every node has applied the log up to here, as far as this one knows; [`u64::MAX`]: there are no others.
    fn applied_everywhere(&self) -> u64 {
        u64::MAX
    }

    /// Puts a wish into the log. What becomes of it comes back by [`crate::Hub::take_overs`].
    fn take_over(&self, _wish: TakeOver) {}
}
