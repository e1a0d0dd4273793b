//! What tests of several areas read out of answers.

use std::time::Duration;

use roost_app::clock::Clock;
use roost_server::system::SystemClock;
use roost_testkit::{Client, TestNode, Tuning};
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

/// An administrator, two people in a channel of a team, the team, and the channel.
pub async fn crew(node: &TestNode) -> (Client, [Client; 2], Value, Value) {
    let admin = node.sign_up("admin").await;
    let people = [node.sign_up("inside").await, node.sign_up("outside").await];
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    for person in &people {
        admin.add_to_team(&team, person).await;
        admin.add_to_channel(&channel, person).await;
    }
    (admin, people, team, channel)
}

/// Now, in Unix milliseconds.
pub fn now_ms() -> i64 {
    SystemClock.now_ms()
}
