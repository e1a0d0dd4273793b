//! What tests of several areas read out of answers.

use std::time::Duration;

use roost_app::clock::Clock;
use roost_server::system::SystemClock;
use roost_testkit::Tuning;
use serde_json::Value;

/// The `id` of an entity.
pub fn id(entity: &Value) -> &str {
    entity["id"].as_str().unwrap_or_else(|| panic!("no id in {entity}"))
}

/// The ids of a list.
pub fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(id).collect()
}

/// Nodes that look for what is due all the time, and leave nobody time to think.
pub fn eager() -> Tuning {
    let mut tuning = Tuning::default();
    tuning.due_timings.look = Duration::from_millis(20);
    tuning.due_timings.grace = Duration::ZERO;
    tuning
}

/// Now, in Unix milliseconds.
pub fn now_ms() -> i64 {
    SystemClock.now_ms()
}
