//! What became of messages for devices.

use crate::Metrics;

impl Metrics {
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
