//! What the apps of phones tell of their requests, by what they were made for.

use prometheus::HistogramVec;

use crate::clients::{labels, seconds};
use crate::metrics::Maker;

/// What requests are made for; `Deferred`: not needed for what is shown first.
const PURPOSES: [&str; 12] = [
    "Cold Start",
    "Cold Start Deferred",
    "DeepLink",
    "DeepLink Deferred",
    "Login",
    "Login Deferred",
    "Notification",
    "Notification Deferred",
    "Server Switch",
    "Server Switch Deferred",
    "WebSocket Reconnect",
    "WebSocket Reconnect Deferred",
];

const PREFIX: &str = "mobile_network_requests_";

const BYTES: &[f64] = &[1e3, 1e4, 5e4, 1e5, 5e5, 1e6, 5e6];
const COMPRESSED: &[f64] = &[0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
const SECONDS: &[f64] = &[0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const REQUESTS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// Name in the report without the prefix that all have, what it is, buckets.
const HISTOGRAMS: [(&str, &str, &[f64]); 9] = [
    ("average_speed", "Speed of the requests of an app on average.", BYTES),
    ("effective_latency", "Seconds from one answer to the next.", SECONDS),
    ("elapsed_time", "Seconds from the first request to the last answer.", SECONDS),
    ("latency", "Seconds to an answer on average.", SECONDS),
    ("total_compressed_size", "What came over the network.", COMPRESSED),
    ("total_parallel_requests", "Requests beside one another.", REQUESTS),
    ("total_requests", "Requests.", REQUESTS),
    ("total_sequential_requests", "Requests one after the other.", REQUESTS),
    ("total_size", "What came, unpacked.", BYTES),
];

pub(crate) struct Network(Vec<(&'static str, bool, HistogramVec)>);

impl Network {
    pub(crate) fn new(make: &Maker) -> Self {
        let names = &["platform", "agent", "network_request_group"];
        let made = HISTOGRAMS.iter().map(|&(told, help, buckets)| {
            let name = format!("mattermost_mobileapp_{PREFIX}{told}");
            (told, buckets == SECONDS, make.bucketed(&name, help, names, buckets))
        });
        Self(made.collect())
    }

    /// Notes one value, of times in ms. Metrics and purposes that are not known, and values that are none, are passed over.
    pub(crate) fn observe(&self, metric: &str, value: f64, platform: &str, agent: &str, purpose: &str) {
        let Some(told) = metric.strip_prefix(PREFIX) else { return };
        let Some((_, is_time, histogram)) = self.0.iter().find(|(name, ..)| *name == told) else { return };
        let Some(purpose) = PURPOSES.iter().find(|known| **known == purpose) else { return };
        let value = if *is_time { seconds(value) } else { value };
        if value.is_finite() && value >= 0.0 {
            let [platform, agent] = labels(platform, agent);
            histogram.with_label_values(&[platform, agent, purpose]).observe(value);
        }
    }
}
