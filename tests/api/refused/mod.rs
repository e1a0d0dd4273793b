//! A refused request leaves nothing behind: for every operation that may write, on the whole database and on the disk.
//!
//! Nothing is left out of the comparison. Refusals write no audit rows, sessions note their use once in five minutes
//! only, and statuses that the building of the place brought about are waited for.

pub mod place;
mod table;

use std::collections::BTreeSet;

use place::Place;
use roost_api::route::Table;
use table::{Attempt, Operation, operations};

/// Everything that a request could have changed.
async fn state(place: &Place) -> String {
    let mut state = place.node.digest().await;
    for file in place.node.files() {
        state.push('\n');
        state.push_str(&file);
    }
    state
}

/// What differs, a line each.
fn difference(before: &str, after: &str) -> Vec<String> {
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.lines().collect(), after.lines().collect());
    after.symmetric_difference(&before).map(|line| (*line).to_owned()).collect()
}

/// Sends them one by one, and names the first that changes something again.
async fn culprit(place: &Place, attempts: &[Attempt]) -> String {
    for attempt in attempts {
        let before = state(place).await;
        let status = attempt.send(place).await.status;
        let changed = difference(&before, &state(place).await);
        if !changed.is_empty() {
            return format!("{attempt:?} answered {status}: {changed:#?}");
        }
    }
    format!("one of these, and only once: {attempts:#?}")
}

#[test]
fn every_operation_that_may_write_is_in_the_table() {
    let routes = Table::new();
    // By the method: a post that says it only reads is tried as well.
    let may_write = |method| !matches!(method, "GET" | "HEAD");
    let built = routes.routes().iter().filter(|route| route.run.is_some() && may_write(route.known.method));
    let built: BTreeSet<String> = built.map(|route| format!("{} {}", route.known.method, route.known.path)).collect();
    let told: BTreeSet<String> = operations().iter().map(Operation::name).collect();
    assert_eq!(operations().len(), told.len(), "an operation stands there twice");
    let missing: Vec<_> = built.symmetric_difference(&told).collect();
    assert!(missing.is_empty(), "in only one of operations.txt and the built operations: {missing:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_changes_nothing() {
    let place = Place::build().await;
    let mut faults = Vec::new();
    let mut sent = 0;
    let mut before = state(&place).await;
    for operation in operations() {
        let attempts = operation.attempts(&place);
        let faults_before = faults.len();
        for attempt in &attempts {
            let reply = attempt.send(&place).await;
            sent += 1;
            // 501: switched off, or not here by design.
            let fault = reply.status >= 500 && reply.status != 501;
            if fault || (reply.status < 400 && !operation.reads()) {
                faults.push(format!("{attempt:?} answered {} {}", reply.status, reply.error_id()));
            }
        }
        let after = state(&place).await;
        if after != before {
            let changed = difference(&before, &after);
            // What was let in is told already.
            let told = faults.len() > faults_before;
            let culprit = if told { String::new() } else { culprit(&place, &attempts).await };
            faults.push(format!("{} changed {changed:#?} {culprit}", operation.name()));
            before = state(&place).await;
        }
    }
    assert!(faults.is_empty(), "{} faults in {sent} requests:\n{}", faults.len(), faults.join("\n"));
    assert!(sent > 1_000, "only {sent} requests were sent");
}
