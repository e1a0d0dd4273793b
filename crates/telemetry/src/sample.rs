//! What is read when somebody asks.

use std::collections::BTreeSet;
use std::sync::PoisonError;
use std::time::Duration;

use prometheus::core::Collector as _;
use prometheus::proto::{LabelPair, MetricFamily};
use prometheus::{IntCounter, TextEncoder};

use crate::Metrics;

/// The present state of a node, in numbers that its parts keep.
#[derive(Debug, Default)]
pub struct Sample {
    /// Per cache: its name, hits, misses, invalidations and values that came late, since the start.
    pub caches: Vec<(&'static str, [u64; 4])>,
    /// Open sockets by kind of client.
    pub sockets: Vec<(&'static str, u64)>,
    /// What happened to sockets since the start, by kind.
    pub socket_counts: Vec<(&'static str, u64)>,
    /// Clients that came back to go on with a connection since the start, by whether they could.
    pub reconnects: Vec<(&'static str, u64)>,
    pub sockets_parked: u64,
    pub sockets_unauthenticated: u64,
    /// Most events that ever waited for one socket.
    pub socket_queue_max: u64,
    pub events_queued: u64,
    /// Connections to the primary.
    pub primary_connections: u64,
    pub replica_connections: u64,
    pub search_replica_connections: u64,
    /// What became of reads that could have gone to a replica, since the start, by outcome.
    pub replica_reads: Vec<(&'static str, u64)>,
    /// Number of the last record of the log that was applied.
    pub log_applied: i64,
    /// Lines that did not get to an output of the log since the start, by its name.
    pub log_lost: Vec<(String, u64)>,
    /// Other members, and those of them that can be spoken to.
    pub peers: u64,
    pub peers_linked: u64,
    /// Frames sent to other members since the start, and the messages in them by kind.
    pub bus_frames: u64,
    pub bus_messages: Vec<(&'static str, u64)>,
    pub bus_bytes: u64,
    /// Of each thread of sockets how many messages wait for it, and how many users it has.
    pub hubs: Vec<(u64, u64)>,
    pub caches_trusted: bool,
    /// How long caches may still be trusted without another proof; nothing on a node that is alone.
    pub certificate: Option<Duration>,
    /// Frames of gossip since the start by what became of them, and datagrams that were refused by reason.
    pub gossip_frames: Vec<(&'static str, u64)>,
    pub gossip_refused: Vec<(&'static str, u64)>,
    pub gossip_suspected: u64,
    pub gossip_restarts: u64,
    /// Other members by what gossip makes of them.
    pub gossip_members: Vec<(&'static str, u64)>,
    /// Between this clock and that of another node at most.
    pub gossip_skew: Duration,
    pub writes_under_way: u64,
}

impl Metrics {
    /// Everything, in the text format of Prometheus, with what a part keeps itself as it is now.
    pub fn scrape(&self, now: &Sample) -> prometheus::Result<String> {
        // Two at once would raise a counter twice.
        let _one = self.scraping.lock().unwrap_or_else(PoisonError::into_inner);
        self.take(now);
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }

    /// Method and pattern of every operation that has answered with success. To lead on is success too, where an operation
    /// does that.
    pub fn operations_that_succeeded(&self) -> BTreeSet<(String, String)> {
        let families = self.api_time.collect();
        let answers = families.iter().flat_map(MetricFamily::get_metric);
        let played = answers.filter_map(|answer| {
            let label = |name: &str| answer.get_label().iter().find(|label| label.name() == name).map(LabelPair::value);
            let status = label("status_code")?;
            let succeeded = status.starts_with('2') || status == "302";
            let handler = label("handler").filter(|handler| succeeded && !handler.is_empty())?;
            Some((label("method")?.to_owned(), handler.to_owned()))
        });
        played.collect()
    }

    fn take(&self, now: &Sample) {
        for (name, [hits, misses, invalidations, late]) in &now.caches {
            raise(&self.cache_hits.with_label_values(&[*name]), *hits);
            raise(&self.cache_misses.with_label_values(&[*name]), *misses);
            raise(&self.cache_invalidations.with_label_values(&[*name]), *invalidations);
            raise(&self.cache_late.with_label_values(&[*name]), *late);
        }
        for (client, count) in &now.sockets {
            self.websockets.with_label_values(&[*client]).set(signed(*count));
        }
        for (what, count) in &now.socket_counts {
            raise(&self.sockets.with_label_values(&[*what]), *count);
        }
        for (how, count) in &now.reconnects {
            raise(&self.websocket_reconnects.with_label_values(&[*how]), *count);
        }
        raise(&self.websocket_broadcasts, now.events_queued);
        self.sockets_parked.set(signed(now.sockets_parked));
        self.sockets_unauthenticated.set(signed(now.sockets_unauthenticated));
        self.socket_queue_max.set(signed(now.socket_queue_max));
        self.master_connections.set(signed(now.primary_connections));
        self.replica_connections.set(signed(now.replica_connections));
        self.search_replica_connections.set(signed(now.search_replica_connections));
        for (outcome, count) in &now.replica_reads {
            raise(&self.replica_reads.with_label_values(&[*outcome]), *count);
        }
        self.log_applied.set(now.log_applied);
        for (output, count) in &now.log_lost {
            raise(&self.log_target_dropped.with_label_values(&[output]), *count);
        }
        self.caches_trusted.set(now.caches_trusted.into());
        for (hub, (waiting, users)) in now.hubs.iter().enumerate() {
            let hub = hub.to_string();
            self.hub_waiting.with_label_values(&[&hub]).set(signed(*waiting));
            self.hub_users.with_label_values(&[&hub]).set(signed(*users));
        }
        self.cluster.take(now);
        self.writes_under_way.set(signed(now.writes_under_way));
    }
}

/// Brings a counter to a total that another part keeps.
pub(crate) fn raise(counter: &IntCounter, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}

pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
