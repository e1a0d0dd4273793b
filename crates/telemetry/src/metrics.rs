//! The registry, and what is counted as it happens.

use std::sync::Mutex;
use std::time::Duration;

use prometheus::process_collector::ProcessCollector;
use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry,
};

use crate::clients::Clients;
use crate::cluster::Cluster;
use crate::network::Network;
use crate::sample::raise;

/// The metrics of one node. Fields are counted by whoever they are named after; the rest are samples.
pub struct Metrics {
    pub(crate) registry: Registry,
    pub(crate) scraping: Mutex<()>,
    http_requests: IntCounter,
    http_errors: IntCounter,
    pub(crate) api_time: HistogramVec,
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
    /// Spans that did not get to a collector.
    pub spans_dropped: IntCounter,
    pub(crate) notifications: IntCounterVec,
    pub(crate) notifications_acked: IntCounterVec,
    pub(crate) notifications_done: IntCounterVec,
    pub(crate) notifications_failed: IntCounterVec,
    pub(crate) notifications_not_sent: IntCounterVec,
    clients: Clients,
    network: Network,
    pub(crate) cluster: Cluster,
    active_users: IntGauge,
    mobile_sessions: IntGaugeVec,
    jobs_active: IntGaugeVec,
    pub(crate) hub_waiting: IntGaugeVec,
    pub(crate) hub_users: IntGaugeVec,
    pub(crate) cache_hits: IntCounterVec,
    pub(crate) cache_misses: IntCounterVec,
    pub(crate) cache_invalidations: IntCounterVec,
    pub(crate) cache_late: IntCounterVec,
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
    pub(crate) log_target_dropped: IntCounterVec,
    pub(crate) caches_trusted: IntGauge,
    pub(crate) sockets: IntCounterVec,
    pub(crate) sockets_parked: IntGauge,
    pub(crate) sockets_unauthenticated: IntGauge,
    pub(crate) socket_queue_max: IntGauge,
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
            spans_dropped: make.counter("roost_spans_dropped_total", "Spans that did not get to a collector."),
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
            cluster: Cluster::new(&make),
            active_users: make.int_gauge("mattermost_db_active_users", "Accounts of people that are not deactivated."),
            mobile_sessions: make.gauges(
                "mattermost_mobileapp_mobile_session_metadata",
                "Apps of phones with a session.",
                &["version", "platform", "notifications_disabled"],
            ),
            jobs_active: make.gauges("mattermost_jobs_active", "Jobs that this node is at, by kind.", &["type"]),
            hub_waiting: make.gauges(
                "mattermost_websocket_broadcast_buffer_size",
                "Messages that wait for a thread of sockets.",
                &["hub"],
            ),
            hub_users: make.gauges(
                "mattermost_websocket_broadcast_buffer_users_registered",
                "Users with a socket on a thread of sockets.",
                &["hub"],
            ),
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
            cache_late: make.counters(
                "roost_cache_late_total",
                "Values that became old while they were read, and were not kept.",
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
            log_target_dropped: make.counters(
                "roost_log_target_dropped_total",
                "Lines that did not get to an output of the log.",
                &["target"],
            ),
            caches_trusted: make.int_gauge("roost_caches_trusted", "1 while this node answers from its caches."),
            sockets: make.counters("roost_websocket_total", "What happened to sockets, by kind.", &["what"]),
            sockets_parked: make.int_gauge("roost_websocket_parked", "Closed sockets that can still be resumed."),
            sockets_unauthenticated: make
                .int_gauge("roost_websocket_unauthenticated", "Open sockets without a session."),
            socket_queue_max: make
                .int_gauge("roost_websocket_queue_max", "Most events that ever waited for one socket of this node."),
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

    /// Another node has answered.
    pub fn peer_answered(&self, took: Duration) {
        self.cluster.request_time.observe(took.as_secs_f64());
    }

    /// This node is at a job of this kind until what is given back is dropped.
    pub fn job_active(&self, kind: &str) -> ActiveJob {
        let jobs = self.jobs_active.with_label_values(&[kind]);
        jobs.inc();
        ActiveJob(jobs)
    }

    pub fn active_users(&self, count: i64) {
        self.active_users.set(count);
    }

    /// The apps of phones, by version, platform and whether they may show notifications; those of before are forgotten.
    pub fn mobile_sessions<'a>(&self, apps: impl Iterator<Item = ([&'a str; 3], i64)>) {
        self.mobile_sessions.reset();
        for (labels, count) in apps {
            self.mobile_sessions.with_label_values(&labels).set(count);
        }
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

    /// How often a number of the log has been missing in its turn so far.
    pub fn log_holes(&self, total: u64) {
        raise(&self.cluster.log_holes, total);
    }

    /// Numbers of the log that this node has closed.
    pub fn log_voided(&self, count: u64) {
        self.cluster.log_voids.inc_by(count);
    }

    /// Other nodes that this node has taken for dead.
    pub fn fenced(&self, count: u64) {
        self.cluster.fencings.inc_by(count);
    }

    /// Notes how long a request of an operation waited for the database.
    pub fn waited_for_database(&self, handler: &str, took: Duration) {
        self.store_time.with_label_values(&[handler]).observe(took.as_secs_f64());
    }
}

/// A job that a node is at.
#[must_use]
pub struct ActiveJob(IntGauge);

impl Drop for ActiveJob {
    fn drop(&mut self) {
        self.0.dec();
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

    pub(crate) fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.kept(IntCounter::new(name, help))
    }

    pub(crate) fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.kept(IntCounterVec::new(Opts::new(name, help), labels))
    }

    pub(crate) fn gauge(&self, name: &str, help: &str) -> Gauge {
        self.kept(Gauge::new(name, help))
    }

    pub(crate) fn int_gauge(&self, name: &str, help: &str) -> IntGauge {
        self.kept(IntGauge::new(name, help))
    }

    pub(crate) fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.kept(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    fn float_gauges(&self, name: &str, help: &str, labels: &[&str]) -> GaugeVec {
        self.kept(GaugeVec::new(Opts::new(name, help), labels))
    }

    pub(crate) fn histogram(&self, name: &str, help: &str) -> Histogram {
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
