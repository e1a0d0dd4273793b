//! Counters that the metrics layer reads.

use std::sync::atomic::{AtomicU64, Ordering};

use roost_model::client_kind::ClientKind;

macro_rules! stats {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// Counts since start; the first three are present amounts. Relaxed atomics, written by the shards.
        #[derive(Debug, Default)]
        pub struct Stats {
            $($(#[$doc])* pub $name: AtomicU64,)*
            /// Open connections with a session, by the number of their [`ClientKind`].
            pub open_by_kind: [AtomicU64; ClientKind::ALL.len()],
            /// Most events that ever waited for one connection.
            pub queue_max: AtomicU64,
        }

        impl Stats {
            /// The counter of open connections of clients of this kind.
            pub(crate) fn open_of(&self, kind: ClientKind) -> &AtomicU64 {
                self.open_by_kind.get(kind as usize).expect("there is a counter for every kind")
            }

            /// Every counter with its name.
            pub fn read(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name.load(Ordering::Relaxed))),*]
            }
        }
    };
}

stats! {
    /// Open connections with a session.
    connections;
    /// Open connections without one.
    unauthenticated;
    /// Closed connections that can still be resumed.
    parked;
    /// Sockets handed over.
    accepted;
    /// Connections closed because of a wrong token, or no token in time.
    auth_failed;
    /// Connections closed because the memberships could not be read.
    memberships_failed;
    /// Connections closed because of a frame or request that breaks the protocol.
    malformed;
    /// Requests answered or passed on.
    requests;
    /// Connections continued by a client that came back.
    resumed;
    /// Connections of other nodes that were gone on with.
    taken_over;
    /// Resume attempts answered with a new id.
    resume_refused;
    /// Events put into a connection's queue.
    events_queued;
    /// Events written to a socket.
    events_sent;
    /// Bytes written to sockets.
    bytes_sent;
    /// Writes to sockets.
    writes;
    /// `typing` left out because of a long queue.
    shed_typing;
    /// `status_change` left out because of a long queue.
    shed_status_change;
    /// `multiple_channels_viewed` left out because of a long queue.
    shed_channels_viewed;
    /// Connections ended because their queue was full.
    overflowed;
    /// Connections ended because the client answered no ping or took no bytes in time.
    timed_out;
    /// Ephemeral events dropped because a shard was busy.
    ephemeral_dropped;
    /// Log records that failed inside a shard and ended its connections.
    records_failed;
}

pub(crate) fn add(counter: &AtomicU64, n: u64) {
    counter.fetch_add(n, Ordering::Relaxed);
}

pub(crate) fn sub(counter: &AtomicU64, n: u64) {
    counter.fetch_sub(n, Ordering::Relaxed);
}
