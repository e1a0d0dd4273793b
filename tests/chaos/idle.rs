//! What connections cost on which nothing happens, of as many people: resident bytes of one node, and of all of three.

use std::time::Duration;

use roost_testkit::{Launch, ProcessNode};
use tokio::time::sleep;

use super::crowd::{Scale, Stage};
use super::site::Site;
use crate::dice::seed;

/// The allocator gives back what it does not need ten seconds later.
const SETTLED: Duration = Duration::from_secs(13);

/// Sockets between two looks.
const STEP: usize = 1_000;

fn resident(nodes: &[ProcessNode]) -> u64 {
    nodes.iter().map(ProcessNode::resident_bytes).sum()
}

async fn measure(count: usize) {
    let site = Site::single().await;
    let stage =
        Stage::set(&site, Scale { people: 3 * STEP, channels: 60, each: 2, posts_per_s: 0 }, seed(), String::new())
            .await;
    let mut nodes = Vec::new();
    let loopback = "127.0.0.1:0".parse().unwrap();
    for node in 0..count {
        let settings = vec![("MM_CLUSTERSETTINGS_ENABLE", (count > 1).to_string())];
        // The first way to the database is one that can be cut.
        let launch = Launch { dsn: site.dsn(node + 1), listen: loopback, bus: loopback, health: loopback, settings };
        nodes.push(ProcessNode::launch(launch).await);
    }
    // What is made once is made.
    let mut sockets = Vec::new();
    let mut before = None;
    for part in stage.people.chunks(STEP) {
        for (number, person) in part.iter().enumerate() {
            let client = person.client.at_address(nodes[number % count].base());
            let mut socket = client.try_connect_with("").await.expect("a node takes a socket");
            socket.next().await.expect("it says hello");
            socket.heard = Vec::new();
            sockets.push(socket);
        }
        sleep(SETTLED).await;
        let now = resident(&nodes);
        println!(
            "{count} nodes, {} sockets: {} kB{}",
            sockets.len(),
            now / 1_000,
            before.map_or(String::new(), |before| format!(
                ", {} bytes per further socket",
                (now.saturating_sub(before)) / STEP as u64
            )),
        );
        before = Some(now);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute: make chaos"]
async fn on_one_node() {
    measure(1).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute: make chaos"]
async fn on_three_nodes() {
    measure(3).await;
}
