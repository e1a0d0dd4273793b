//! Every limit of this crate. Periods are in [`Timings`], which tests shrink.

use std::time::Duration;

/// Longest inbound message in bytes, over all its fragments.
pub const MESSAGE_BYTES_MAX: usize = 8 * 1024;
/// Depth of a MessagePack message, as serde_json has it for JSON.
pub(crate) const MESSAGE_DEPTH_MAX: usize = 128;
/// Longest header of an inbound frame in bytes.
pub(crate) const FRAME_HEADER_BYTES_MAX: usize = 14;
/// Events that may wait for a connection.
pub const QUEUE_LEN_MAX: usize = 256;
/// Bytes of events that may wait for a connection; one larger event alone is let through.
pub const QUEUE_BYTES_MAX: usize = 1024 * 1024;
/// From this fill on, events that soon lose their meaning are left out.
pub const QUEUE_LEN_SHED: usize = QUEUE_LEN_MAX / 2;
/// As [`QUEUE_LEN_SHED`], in bytes.
pub const QUEUE_BYTES_SHED: usize = QUEUE_BYTES_MAX / 2;
/// Events kept after they were sent, for a client that comes back.
pub const SENT_LEN_MAX: usize = 128;
/// Bytes of events kept after they were sent.
pub const SENT_BYTES_MAX: usize = 1024 * 1024;
/// Events in one write. At most half of what is kept: after a lost write its events can still be sent again.
pub(crate) const BATCH_LEN_MAX: usize = 64;
/// Bytes in one write; a larger event goes alone.
pub(crate) const BATCH_BYTES_MAX: usize = 64 * 1024;
/// Unsent bytes of replies at which no further request is read.
pub(crate) const REPLY_BYTES_PAUSE: usize = 16 * 1024;
/// Writes, or inbound messages, of one connection before others get their turn.
pub(crate) const TURNS_MAX: usize = 16;
/// First size of a connection's read buffer in bytes; it is freed when empty.
pub(crate) const READ_BUFFER_BYTES: usize = 1024;
/// Log records and other messages that may wait for a shard; then [`crate::Hub::apply`] waits.
pub const SHARD_QUEUE_LEN_MAX: usize = 1024;
/// Messages that a shard takes before its connections get their turn; their events share a write.
pub(crate) const SHARD_BURST_LEN: usize = 32;
/// How often a shard shows that it takes its turns.
pub(crate) const BEAT: Duration = Duration::from_millis(500);
/// Closed connections kept per user for a client that comes back; a further one replaces the oldest.
pub const PARKED_PER_USER_MAX: usize = 16;

/// Numbers of a connection of which every node knows the record: as many as its own node can repeat.
pub(crate) const JOURNAL_LEN_MAX: usize = SENT_LEN_MAX + QUEUE_LEN_MAX;
/// The same, of what a node that begins to listen is told.
pub(crate) const JOURNAL_SNAPSHOT_LEN: usize = 16;
/// Records that a shard keeps for connections that come from another node.
pub(crate) const RECENT_LEN_MAX: usize = 16 * 1024;
/// Bytes of memory that their events hold.
pub(crate) const RECENT_BYTES_MAX: usize = 16 * 1024 * 1024;

const _: () = assert!(BATCH_LEN_MAX * 2 <= SENT_LEN_MAX && QUEUE_LEN_SHED < QUEUE_LEN_MAX);
const _: () = assert!(BATCH_BYTES_MAX <= SENT_BYTES_MAX && QUEUE_BYTES_SHED < QUEUE_BYTES_MAX);

/// Periods of a connection's life.
#[derive(Clone, Debug)]
pub struct Timings {
    /// Time between two protocol pings.
    pub ping: Duration,
    /// A connection that sent no pong for so long is dead.
    pub read: Duration,
    /// A connection that took nothing for so long is dead.
    pub write: Duration,
    /// Time in which a connection without a session must send its challenge.
    pub challenge: Duration,
    /// Time after which a closed connection can no longer be resumed.
    pub parked: Duration,
    /// Time for which the socket of an ended session stays open. Nothing is said on it or taken from it.
    pub revoked: Duration,
    /// Longest wait for the connections' last bytes at shutdown, and for the peer's end after a close frame.
    pub close: Duration,
    /// Longest wait until the nodes agree on who goes on with a connection. Below the three seconds that clients let pass
    /// before they try another node: a node whose wish is granted later must not go on, since the client may be elsewhere.
    pub take_over: Duration,
    /// Longest wait for what another node told of a connection.
    pub journal: Duration,
    /// Longest wait until this node knows that it missed nothing.
    pub current: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            ping: Duration::from_mins(1),
            read: Duration::from_secs(100),
            write: Duration::from_secs(30),
            challenge: Duration::from_secs(5),
            parked: Duration::from_mins(10),
            revoked: Duration::from_secs(5),
            close: Duration::from_secs(3),
            take_over: Duration::from_secs(2),
            journal: Duration::from_millis(300),
            current: Duration::from_secs(3),
        }
    }
}
