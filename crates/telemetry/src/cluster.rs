//! What a node and the others are to one another.

use prometheus::{Gauge, Histogram, IntCounter, IntCounterVec, IntGauge, IntGaugeVec};

use crate::metrics::Maker;
use crate::sample::{Sample, raise, signed};

pub struct Cluster {
    health: IntGauge,
    requests: IntCounter,
    bytes: IntCounter,
    /// Numbers of the log that did not come in their turn.
    pub log_holes: IntCounter,
    /// Those of them that nobody had used.
    pub log_voids: IntCounter,
    /// Other nodes that this node took for dead.
    pub fencings: IntCounter,
    certificate: Gauge,
    pub request_time: Histogram,
    events: IntCounterVec,
    peers: IntGauge,
    peers_linked: IntGauge,
    gossip_frames: IntCounterVec,
    gossip_refused: IntCounterVec,
    gossip_suspected: IntCounter,
    gossip_restarts: IntCounter,
    gossip_members: IntGaugeVec,
    gossip_skew: Gauge,
}

impl Cluster {
    pub fn new(make: &Maker) -> Self {
        Self {
            health: make.int_gauge(
                "mattermost_cluster_cluster_health_score",
                "Nodes of the cluster that this node cannot speak to; 0 is healthy.",
            ),
            requests: make.counter("mattermost_cluster_cluster_requests_total", "Frames sent to other nodes."),
            bytes: make.counter("roost_bus_bytes_total", "Bytes of messages sent to other nodes."),
            log_holes: make.counter("roost_log_holes_total", "Numbers of the log that did not come in their turn."),
            log_voids: make.counter("roost_log_voids_total", "Numbers of the log that this node closed, as nobody had used them."),
            fencings: make.counter("roost_fencings_total", "Other nodes that this node took for dead."),
            certificate: make.gauge(
                "roost_certificate_seconds",
                "How long this node may still answer from its caches without another proof that it knows of all changes.",
            ),
            request_time: make.histogram(
                "mattermost_cluster_cluster_request_duration_seconds",
                "Seconds until a node has answered how far it is.",
            ),
            events: make.counters(
                "mattermost_cluster_cluster_event_type_totals",
                "Messages sent to other nodes, by kind.",
                &["name"],
            ),
            peers: make.int_gauge("roost_peers", "Other nodes that belong to the cluster."),
            peers_linked: make.int_gauge("roost_peers_linked", "Other nodes that this node can speak to."),
            gossip_frames: make.counters(
                "roost_gossip_frames_total",
                "Frames of gossip, by what became of them.",
                &["what"],
            ),
            gossip_refused: make.counters(
                "roost_gossip_refused_total",
                "Datagrams that gossip did not hear, by reason.",
                &["why"],
            ),
            gossip_suspected: make
                .counter("roost_gossip_suspected_total", "Times that gossip heard a node no more that it had heard."),
            gossip_restarts: make
                .counter("roost_gossip_restarts_total", "Times that gossip ended and was started again."),
            gossip_members: make.gauges(
                "roost_gossip_members",
                "Other nodes by what gossip makes of them.",
                &["state"],
            ),
            gossip_skew: make.gauge(
                "roost_gossip_skew_seconds",
                "Between the clock of this node and that of the other node that is furthest from it.",
            ),
        }
    }

    pub fn take(&self, now: &Sample) {
        self.health.set(signed(now.peers.saturating_sub(now.peers_linked)));
        raise(&self.requests, now.bus_frames);
        raise(&self.bytes, now.bus_bytes);
        if let Some(left) = now.certificate {
            self.certificate.set(left.as_secs_f64());
        }
        for (name, count) in &now.bus_messages {
            raise(&self.events.with_label_values(&[*name]), *count);
        }
        self.peers.set(signed(now.peers));
        self.peers_linked.set(signed(now.peers_linked));
        for (what, count) in &now.gossip_frames {
            raise(&self.gossip_frames.with_label_values(&[*what]), *count);
        }
        for (why, count) in &now.gossip_refused {
            raise(&self.gossip_refused.with_label_values(&[*why]), *count);
        }
        raise(&self.gossip_suspected, now.gossip_suspected);
        raise(&self.gossip_restarts, now.gossip_restarts);
        for (state, count) in &now.gossip_members {
            self.gossip_members.with_label_values(&[*state]).set(signed(*count));
        }
        self.gossip_skew.set(now.gossip_skew.as_secs_f64());
    }
}
