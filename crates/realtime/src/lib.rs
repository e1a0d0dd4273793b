//! WebSocket connections: who is connected, which event reaches whom, in which order, and what a client that comes back
//! has missed.
//!
//! The server hands over raw sockets ([`Hub::accept`]) and the numbered log's events ([`Hub::apply`]); questions that need
//! data go the other way through [`ClientActions`]. Nothing here knows PostgreSQL, permissions or HTTP routes.
//!
//! A [`Hub`] runs a few shards, each a thread with its own single-threaded runtime. A connection lives on the shard of its
//! user, so that a shard's tables need no lock and one membership set serves all connections of a user.

mod conn;
pub mod errors;
mod event;
mod handshake;
mod history;
mod hub;
mod journal;
pub mod limits;
pub mod measured;
mod port;
mod prepared;
mod shard;
mod stats;
#[cfg(test)]
mod tests;

pub use conn::{Inbound, Incoming, Request};
pub use event::{Audience, Event, MembershipChange, Variant};
pub use handshake::{accept_key, handshake_reply};
pub use hub::{Accepted, Closed, Counts, Hub, MalformedResume, Options, Resume};
pub use journal::{Journal, TakeOver};
pub use limits::Timings;
pub use port::{ActionCall, ActionError, BoxFuture, ClientActions, Identity, Memberships, Unavailable};
pub use shard::fnv;
pub use stats::Stats;
