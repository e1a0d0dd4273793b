//! What a node tells of itself: a few short facts, each under a key of its own, so that only what changed is sent.

/// What a node tells of itself. It may be a second old, and decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub version: String,
    pub config_hash: String,
    /// Host and port of its bus.
    pub bus_address: String,
    /// Open sockets.
    pub connections: u64,
    /// How far it has applied the log.
    pub applied: i64,
    pub draining: bool,
}

/// Bytes of a fact at most. A value that fills a datagram would hold up every later one.
const FACT_LEN_MAX: usize = 512;

impl Facts {
    /// Key and value of each. Keys are ASCII.
    pub(super) fn write(&self) -> [(&'static str, String); 6] {
        let text = |value: &String| if value.len() > FACT_LEN_MAX { String::new() } else { value.clone() };
        [
            ("version", text(&self.version)),
            ("config", text(&self.config_hash)),
            ("bus", text(&self.bus_address)),
            ("connections", self.connections.to_string()),
            ("applied", self.applied.to_string()),
            ("draining", self.draining.to_string()),
        ]
    }

    /// What is not there yet, or cannot be read, is as it is with a node that has just begun.
    pub(super) fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |key| get(key).unwrap_or_default().to_owned();
        Self {
            version: text("version"),
            config_hash: text("config"),
            bus_address: text("bus"),
            connections: get("connections").and_then(|value| value.parse().ok()).unwrap_or_default(),
            applied: get("applied").and_then(|value| value.parse().ok()).unwrap_or_default(),
            draining: get("draining") == Some("true"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn facts_are_read_as_they_were_written() {
        let facts = Facts {
            version: "11.6.0".to_owned(),
            config_hash: "abc".to_owned(),
            bus_address: "straße.example:8074".to_owned(),
            connections: 1_000,
            applied: -1,
            draining: true,
        };
        let written: HashMap<_, _> = facts.write().into_iter().collect();
        assert_eq!(Facts::read(|key| written.get(key).map(String::as_str)), facts);
        assert_eq!(Facts::read(|_| None), Facts::default());
        assert_eq!(Facts::read(|_| Some("nonsense")).connections, 0);
    }

    #[test]
    fn a_fact_that_is_too_long_is_not_told() {
        let facts = Facts { bus_address: "x".repeat(513), ..Facts::default() };
        assert!(facts.write().iter().all(|(_, value)| value.len() < 10));
    }
}
