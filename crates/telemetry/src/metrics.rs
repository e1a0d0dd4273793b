//! The registry, and what is counted as it happens.

use std::sync::Mutex;
use std::time::Duration;

use prometheus::process_collector::ProcessCollector;
use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry,
};

use crate::clients::Clients;
use crate::network::Network;

/// The metrics of one node. Fields are counted by whoever they are named after; the rest are samples.
pub struct Metrics {
    pub(crate) registry: Registry,
    pub(crate) scraping: Mutex<()>,
    http_requests: IntCounter,
    http_errors: IntCounter,
    api_time: HistogramVec,
    /// Posts made by this node, those that the server writes included.
    pub posts: IntCounter,
    /// `posted` events of this node's posts.
    pub post_broadcasts: IntCounter,
    pub post_file_attachments: IntCounter,
    /// Calls of incoming webhooks that made a post.
    pub post_webhooks: IntCounter,
    pub logins: IntCounter,
    pub logins_failed: IntCounter,
    etag_hits: IntCounterVec,
    etag_misses: IntCounterVec,
    websocket_events: IntCounterVec,
    post_searches: IntCounter,
    post_search_time: Histogram,
    file_searches: IntCounter,
    file_search_time: Histogram,
    store_time: HistogramVec,
    /// Posts that a person was told of on the phone.
    pub post_pushes: IntCounter,
    /// Mails about posts.
    pub post_mails: IntCounter,
    notifications: IntCounterVec,
    notifications_acked: IntCounterVec,
    notifications_done: IntCounterVec,
    notifications_failed: IntCounterVec,
    notifications_not_sent: IntCounterVec,
    clients: Clients,
    network: Network,
    pub(crate) cache_hits: IntCounterVec,
    pub(crate) cache_misses: IntCounterVec,
    pub(crate) cache_invalidations: IntCounterVec,
    pub(crate) websockets: IntGaugeVec,
    pub(crate) websocket_reconnects: IntCounterVec,
    pub(crate) websocket_broadcasts: IntCounter,
    pub(crate) master_connections: IntGauge,
    pub(crate) replica_connections: IntGauge,
    pub(crate) search_replica_connections: IntGauge,
    pub(crate) replica_reads: IntCounterVec,
    gate: IntCounterVec,
    replica_lag_absolute: GaugeVec,
    replica_lag_time: GaugeVec,
    pub(crate) log_applied: IntGauge,
    pub(crate) peers: IntGauge,
    pub(crate) peers_linked: IntGauge,
    pub(crate) caches_trusted: IntGauge,
    pub(crate) gossip_frames: IntCounterVec,
    pub(crate) gossip_refused: IntCounterVec,
    pub(crate) gossip_suspected: IntCounter,
    pub(crate) gossip_restarts: IntCounter,
    pub(crate) gossip_members: IntGaugeVec,
    pub(crate) gossip_skew: Gauge,
    pub(crate) sockets: IntCounterVec,
    pub(crate) sockets_parked: IntGauge,
    pub(crate) sockets_unauthenticated: IntGauge,
    pub(crate) writes_under_way: IntGauge,
}

impl Metrics {
    /// `start_s`: when the node started, in seconds of Unix time.
    ///
    /// # Panics
    /// When two metrics have one name, which the tests of this crate would show.
    pub fn new(start_s: f64) -> Self {
        let make = Maker { registry: Registry::new() };
        let start = make.gauge("mattermost_system_server_start_time", "Start of the server in seconds of Unix time.");
        start.set(start_s);
        let pid = i32::try_from(std::process::id()).unwrap_or(0);
        make.register(ProcessCollector::new(pid, "mattermost"));
        Self {
            http_requests: make.counter("mattermost_http_requests_total", "Requests answered."),
            http_errors: make
                .counter("mattermost_http_errors_total", "Requests answered with a status of 400 or more."),
            api_time: make.histograms(
                "mattermost_api_time",
                "Seconds from the head of a request to its answer.",
                &["handler", "method", "status_code", "origin_client"],
            ),
            posts: make.counter("mattermost_post_total", "Posts made."),
            post_broadcasts: make
                .counter("mattermost_post_broadcasts_total", "Posts told to the sockets of a channel."),
            post_file_attachments: make.counter("mattermost_post_file_attachments_total", "Files attached to posts."),
            post_webhooks: make.counter("mattermost_post_webhooks_total", "Posts made by incoming webhooks."),
            logins: make.counter("mattermost_login_logins_total", "Log-ins that succeeded."),
            logins_failed: make.counter("mattermost_login_logins_fail_total", "Log-ins that failed."),
            etag_hits: make.counters(
                "mattermost_cache_etag_hit_total",
                "Answers that a client had already, by its etag.",
                &["route"],
            ),
            etag_misses: make.counters(
                "mattermost_cache_etag_miss_total",
                "Answers sent although the client asked with an etag.",
                &["route"],
            ),
            websocket_events: make.counters("mattermost_websocket_event_total", "Events by type.", &["type"]),
            post_searches: make.counter("mattermost_search_posts_searches_total", "Searches for posts."),
            post_search_time: make
                .histogram("mattermost_search_posts_searches_duration_seconds", "Seconds per search for posts."),
            file_searches: make.counter("mattermost_search_files_searches_total", "Searches for files."),
            file_search_time: make
                .histogram("mattermost_search_files_searches_duration_seconds", "Seconds per search for files."),
            store_time: make.histograms(
                "mattermost_db_store_time",
                "Seconds that requests waited for the database.",
                &["method"],
            ),
            post_pushes: make
                .counter("mattermost_post_pushes_sent_total", "Posts that a person was told of on the phone."),
            post_mails: make.counter("mattermost_post_emails_sent_total", "Mails about posts that were handed over."),
            notifications: make.counters(
                "mattermost_notifications_total",
                "Messages for devices of people who are away.",
                &["type", "platform"],
            ),
            notifications_acked: make.counters(
                "mattermost_notifications_total_ack",
                "Messages that a device says it has.",
                &["type", "platform"],
            ),
            notifications_done: make.counters(
                "mattermost_notifications_success",
                "Messages that were taken from this node.",
                &["type", "platform"],
            ),
            notifications_failed: make.counters(
                "mattermost_notifications_error",
                "Messages that were not taken, by reason.",
                &["type", "reason", "platform"],
            ),
            notifications_not_sent: make.counters(
                "mattermost_notifications_not_sent",
                "Messages that somebody's settings or presence forbid, by reason.",
                &["type", "reason", "platform"],
            ),
            clients: Clients::new(&make),
            network: Network::new(&make),
            cache_hits: make.counters("mattermost_cache_mem_hit_total", "Reads that a cache answered.", &["name"]),
            cache_misses: make.counters(
                "mattermost_cache_mem_miss_total",
                "Reads that a cache could not answer.",
                &["name"],
            ),
            cache_invalidations: make.counters(
                "mattermost_cache_mem_invalidation_total",
                "Entries made old by a record of the log.",
                &["name"],
            ),
            websockets: make.gauges("mattermost_http_websockets_total", "Open sockets.", &["origin_client"]),
            websocket_reconnects: make.counters(
                "mattermost_websocket_reconnects_total",
                "Clients that came back to go on with a connection, by whether they could.",
                &["type"],
            ),
            websocket_broadcasts: make
                .counter("mattermost_websocket_broadcasts_total", "Events put into the queue of a socket."),
            master_connections: make.int_gauge("mattermost_db_master_connections_total", "Connections to the primary."),
            replica_connections: make
                .int_gauge("mattermost_db_read_replica_connections_total", "Connections to replicas."),
            search_replica_connections: make
                .int_gauge("mattermost_db_search_replica_connections_total", "Connections to replicas for searches."),
            replica_reads: make.counters(
                "roost_replica_reads_total",
                "Reads that could have gone to a replica, by outcome; all but `replica` are read from the primary.",
                &["outcome"],
            ),
            gate: make.counters("roost_gate_total", "Sockets that wanted in, by how they passed.", &["how"]),
            replica_lag_absolute: make.float_gauges(
                "mattermost_db_replica_lag_abs",
                "What the operator's question for the lag of replicas says.",
                &["node"],
            ),
            replica_lag_time: make.float_gauges(
                "mattermost_db_replica_lag_time",
                "What the operator's question for the lag of replicas in time says.",
                &["node"],
            ),
            log_applied: make
                .int_gauge("roost_log_applied", "Number of the last record of the log that this node has applied."),
            peers: make.int_gauge("roost_peers", "Other nodes that belong to the cluster."),
            peers_linked: make.int_gauge("roost_peers_linked", "Other nodes that this node can speak to."),
            caches_trusted: make.int_gauge("roost_caches_trusted", "1 while this node answers from its caches."),
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
            sockets: make.counters("roost_websocket_total", "What happened to sockets, by kind.", &["what"]),
            sockets_parked: make.int_gauge("roost_websocket_parked", "Closed sockets that can still be resumed."),
            sockets_unauthenticated: make
                .int_gauge("roost_websocket_unauthenticated", "Open sockets without a session."),
            writes_under_way: make
                .int_gauge("roost_writes_under_way", "Operations that change something and are not done."),
            scraping: Mutex::new(()),
            registry: make.registry,
        }
    }

    /// Counts an answer. `handler`: the pattern of the path; empty for what is no operation. `client`: its kind.
    pub fn answered(&self, handler: &str, method: &str, status: u16, client: &'static str, took: Duration) {
        self.http_requests.inc();
        if status >= 400 {
            self.http_errors.inc();
        }
        // Any word can stand for a method; those that no operation has are one.
        let method = if handler.is_empty() { "" } else { method };
        let mut digits = [0; 3];
        let labels = [handler, method, status_text(status, &mut digits), client];
        self.api_time.with_label_values(&labels).observe(took.as_secs_f64());
    }

    /// Counts an answer to a client that sent an etag.
    pub fn etag(&self, handler: &str, hit: bool) {
        let counters = if hit { &self.etag_hits } else { &self.etag_misses };
        counters.with_label_values(&[handler]).inc();
    }

    /// Counts somebody who wanted to open a socket.
    pub fn at_the_gate(&self, how: &str) {
        self.gate.with_label_values(&[how]).inc();
    }

    /// Notes the answer to `QueryAbsoluteLag`.
    pub fn replica_lag_absolute(&self, node: &str, lag: f64) {
        self.replica_lag_absolute.with_label_values(&[node]).set(lag);
    }

    /// Notes the answer to `QueryTimeLag`.
    pub fn replica_lag_time(&self, node: &str, lag: f64) {
        self.replica_lag_time.with_label_values(&[node]).set(lag);
    }

    /// Notes a value that a client measured.
    pub fn client_observed(&self, metric: &str, value: f64, platform: &str, agent: &str) {
        self.clients.observe(metric, value, platform, agent);
    }

    /// Notes what an app measured of requests that it made for a purpose.
    pub fn network_observed(&self, metric: &str, value: f64, platform: &str, agent: &str, purpose: &str) {
        self.network.observe(metric, value, platform, agent, purpose);
    }

    /// Adds what a client counted.
    pub fn client_counted(&self, metric: &str, value: f64, platform: &str, agent: &str) {
        self.clients.count(metric, value, platform, agent);
    }

    /// A message for a device is about to be sent. `platform`: what the device calls itself.
    pub fn push_begun(&self, platform: &str) {
        self.notifications.with_label_values(&[PUSH, platform_label(platform)]).inc();
    }

    pub fn push_acked(&self, platform: &str) {
        self.notifications_acked.with_label_values(&[PUSH, platform_label(platform)]).inc();
    }

    pub fn push_succeeded(&self, platform: &str) {
        self.notifications_done.with_label_values(&[PUSH, platform_label(platform)]).inc();
    }

    pub fn push_failed(&self, reason: &str, platform: &str) {
        self.notifications_failed.with_label_values(&[PUSH, reason, platform_label(platform)]).inc();
    }

    pub fn push_not_sent(&self, reason: &str) {
        self.notifications_not_sent.with_label_values(&[PUSH, reason, NO_PLATFORM]).inc();
    }

    pub fn searched_posts(&self, took: Duration) {
        self.post_searches.inc();
        self.post_search_time.observe(took.as_secs_f64());
    }

    pub fn searched_files(&self, took: Duration) {
        self.file_searches.inc();
        self.file_search_time.observe(took.as_secs_f64());
    }

    /// Counts events of the log as they come to this node.
    pub fn event(&self, name: &str) {
        self.websocket_events.with_label_values(&[name]).inc();
    }

    /// Notes how long a request of an operation waited for the database.
    pub fn waited_for_database(&self, handler: &str, took: Duration) {
        self.store_time.with_label_values(&[handler]).observe(took.as_secs_f64());
    }
}

/// Label of notifications to phones.
const PUSH: &str = "push";
const NO_PLATFORM: &str = "no_platform";

/// Clients write platforms: any other text would be a series of its own.
fn platform_label(platform: &str) -> &str {
    const KNOWN: [&str; 8] = [
        "apple",
        "apple_rn",
        "apple_rn-v2",
        "apple_rnbeta",
        "apple_rnbeta-v2",
        "android",
        "android_rn",
        "android_rn-v2",
    ];
    match platform {
        "" => NO_PLATFORM,
        known if KNOWN.contains(&known) => known,
        _ => "other",
    }
}

/// The three digits of a status.
fn status_text(status: u16, digits: &mut [u8; 3]) -> &str {
    let places = [status / 100, status / 10 % 10, status % 10];
    for (digit, place) in digits.iter_mut().zip(places) {
        *digit = b'0' + u8::try_from(place % 10).unwrap_or(0);
    }
    std::str::from_utf8(digits).unwrap_or_default()
}

/// Makes metrics of one registry. The names are literals of this file, so that what can go wrong here goes wrong in tests.
pub(crate) struct Maker {
    registry: Registry,
}

impl Maker {
    fn register(&self, collector: impl prometheus::core::Collector + 'static) {
        self.registry.register(Box::new(collector)).expect("every metric has a name of its own");
    }

    fn kept<C: prometheus::core::Collector + Clone + 'static>(&self, made: prometheus::Result<C>) -> C {
        let made = made.expect("names and labels are well formed");
        self.register(made.clone());
        made
    }

    fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.kept(IntCounter::new(name, help))
    }

    pub(crate) fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.kept(IntCounterVec::new(Opts::new(name, help), labels))
    }

    fn gauge(&self, name: &str, help: &str) -> Gauge {
        self.kept(Gauge::new(name, help))
    }

    fn int_gauge(&self, name: &str, help: &str) -> IntGauge {
        self.kept(IntGauge::new(name, help))
    }

    fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.kept(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    fn float_gauges(&self, name: &str, help: &str, labels: &[&str]) -> GaugeVec {
        self.kept(GaugeVec::new(Opts::new(name, help), labels))
    }

    fn histogram(&self, name: &str, help: &str) -> Histogram {
        self.kept(Histogram::with_opts(HistogramOpts::new(name, help)))
    }

    fn histograms(&self, name: &str, help: &str, labels: &[&str]) -> HistogramVec {
        self.bucketed(name, help, labels, &[])
    }

    /// No buckets: those of the library.
    pub(crate) fn bucketed(&self, name: &str, help: &str, labels: &[&str], buckets: &[f64]) -> HistogramVec {
        let mut options = HistogramOpts::new(name, help);
        if !buckets.is_empty() {
            options = options.buckets(buckets.to_vec());
        }
        self.kept(HistogramVec::new(options, labels))
    }
}
