//! What clients tell of their own speed (`POST /api/v4/client_perf`).

use std::collections::HashMap;

use serde::Deserialize;

/// Versions of the report that are understood begin with this.
const VERSION: &str = "0.1.";

/// Measurements of one client over a while. Times are Unix ms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClientReport {
    pub version: String,
    /// `platform` and `agent`.
    pub labels: HashMap<String, String>,
    pub start: f64,
    pub end: f64,
    pub counters: Vec<Measurement>,
    pub histograms: Vec<Measurement>,
}

/// One value, of times in ms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Measurement {
    pub metric: String,
    pub value: f64,
    pub labels: HashMap<String, String>,
}

impl ClientReport {
    /// Whether it is of a version that is understood, and of a span of time that ended after it began and not long ago.
    pub fn is_valid(&self, now_ms: i64) -> bool {
        const AGE_MAX_MS: f64 = 300_000.0;
        #[expect(clippy::cast_precision_loss, reason = "exact for as long as anybody will run this")]
        let age_ms = now_ms as f64 - self.end;
        self.version.starts_with(VERSION) && self.start <= self.end && age_ms <= AGE_MAX_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(version: &str, start: f64, end: f64) -> ClientReport {
        ClientReport { version: version.to_owned(), start, end, ..ClientReport::default() }
    }

    #[test]
    fn reports_are_of_a_known_version_and_of_now() {
        assert!(report("0.1.0", 900_000.0, 950_000.0).is_valid(1_000_000));
        assert!(report("0.1.7", 950_000.0, 950_000.0).is_valid(1_000_000));
        assert!(!report("0.2.0", 900_000.0, 950_000.0).is_valid(1_000_000));
        assert!(!report("", 900_000.0, 950_000.0).is_valid(1_000_000));
        assert!(!report("0.1.0", 960_000.0, 950_000.0).is_valid(1_000_000));
        assert!(!report("0.1.0", 1.0, 2.0).is_valid(1_000_000));
    }
}
