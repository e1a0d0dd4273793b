//! What clients tell of their own speed, in the metrics of the original. Labels have the values of a list, whatever a
//! client sends.

use prometheus::{HistogramVec, IntCounterVec};

use crate::metrics::Maker;

const PLATFORMS: [&str; 5] = ["linux", "macos", "ios", "android", "windows"];
const AGENTS: [&str; 5] = ["desktop", "firefox", "chrome", "safari", "edge"];
const OTHER: &str = "other";

/// How a value becomes one of a metric.
#[derive(Clone, Copy)]
enum Unit {
    /// Told in ms, kept in seconds.
    Ms,
    AsTold,
}

/// Name in the report, our name, unit, what it is, buckets (none: those of the library).
type Row = (&'static str, &'static str, Unit, &'static str, &'static [f64]);

const PAINT: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0, 20.0];
const MOBILE_LOAD: &[f64] = &[1.0, 1.5, 2.0, 3.0, 4.0, 4.5, 5.0, 5.5, 6.0, 7.5, 10.0, 20.0, 25.0, 30.0];
const MOBILE_CHANNEL: &[f64] = &[0.150, 0.200, 0.300, 0.400, 0.450, 0.500, 0.550, 0.600, 0.750, 1.0, 2.0, 3.0];
const MOBILE_TEAM: &[f64] = &[0.150, 0.200, 0.250, 0.300, 0.350, 0.400, 0.500, 0.750, 1.0, 2.0, 3.0];
const PERCENT: &[f64] = &[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 80.0, 100.0];
const MEGABYTES: &[f64] =
    &[0.0, 50.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0, 1000.0, 3000.0, 5000.0];

const HISTOGRAMS: [Row; 13] = [
    ("FCP", "mattermost_webapp_first_contentful_paint", Unit::Ms, "Seconds to the first content.", PAINT),
    ("LCP", "mattermost_webapp_largest_contentful_paint", Unit::Ms, "Seconds to the largest content.", PAINT),
    ("INP", "mattermost_webapp_interaction_to_next_paint", Unit::Ms, "Seconds from an input to its effect.", &[]),
    ("CLS", "mattermost_webapp_cumulative_layout_shift", Unit::AsTold, "How much the page jumped.", &[]),
    ("channel_switch", "mattermost_webapp_channel_switch", Unit::Ms, "Seconds to another channel.", &[]),
    ("team_switch", "mattermost_webapp_team_switch", Unit::Ms, "Seconds to another team.", &[]),
    ("rhs_load", "mattermost_webapp_rhs_load", Unit::Ms, "Seconds to open the right side.", &[]),
    ("global_threads_load", "mattermost_webapp_global_threads_load", Unit::Ms, "Seconds to open all threads.", &[]),
    ("mobile_load", "mattermost_mobileapp_mobile_load", Unit::Ms, "Seconds to start the app.", MOBILE_LOAD),
    (
        "mobile_channel_switch",
        "mattermost_mobileapp_mobile_channel_switch",
        Unit::Ms,
        "Seconds to another channel in the app.",
        MOBILE_CHANNEL,
    ),
    (
        "mobile_team_switch",
        "mattermost_mobileapp_mobile_team_switch",
        Unit::Ms,
        "Seconds to another team in the app.",
        MOBILE_TEAM,
    ),
    ("desktop_cpu", "mattermost_desktopapp_cpu_usage", Unit::AsTold, "Percent of a core.", PERCENT),
    ("desktop_memory", "mattermost_desktopapp_memory_usage", Unit::AsTold, "Megabytes.", MEGABYTES),
];

/// The metrics of clients.
pub(crate) struct Clients {
    histograms: Vec<(&'static str, Unit, HistogramVec)>,
    long_tasks: IntCounterVec,
}

impl Clients {
    pub(crate) fn new(make: &Maker) -> Self {
        let labels = &["platform", "agent"];
        let made = |&(told, name, unit, help, buckets): &Row| (told, unit, make.bucketed(name, help, labels, buckets));
        Self {
            histograms: HISTOGRAMS.iter().map(made).collect(),
            long_tasks: make.counters("mattermost_webapp_long_tasks", "Tasks that held a page up.", labels),
        }
    }

    /// Notes one value. A metric that is not known, and a value that is none, are passed over.
    pub(crate) fn observe(&self, metric: &str, value: f64, platform: &str, agent: &str) {
        let Some((_, unit, histogram)) = self.histograms.iter().find(|(told, ..)| *told == metric) else { return };
        let value = match unit {
            Unit::Ms => seconds(value),
            Unit::AsTold => value,
        };
        if value.is_finite() && value >= 0.0 {
            histogram.with_label_values(&labels(platform, agent)).observe(value);
        }
    }

    /// Counts as many as told.
    pub(crate) fn count(&self, metric: &str, value: f64, platform: &str, agent: &str) {
        if metric == "long_tasks" && (0.0..=1e9).contains(&value) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, see above")]
            self.long_tasks.with_label_values(&labels(platform, agent)).inc_by(value as u64);
        }
    }
}

/// From ms.
pub(crate) fn seconds(ms: f64) -> f64 {
    ms / 1_000.0
}

/// Platform and agent as labels: any other text would be a series of its own.
pub(crate) fn labels(platform: &str, agent: &str) -> [&'static str; 2] {
    let listed = |list: &[&'static str], told: &str| list.iter().copied().find(|one| *one == told).unwrap_or(OTHER);
    [listed(&PLATFORMS, platform), listed(&AGENTS, agent)]
}
