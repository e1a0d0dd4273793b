//! Clients go on at another node with the connection that they had, and miss nothing.

use std::sync::Arc;
use std::time::Duration;

use roost_server::node::DrainTimings;
use roost_testkit::{Client, ProcessNode, Socket, TestCluster, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};

const CLUSTERED: &[(&str, &str)] = &[("MM_CLUSTERSETTINGS_ENABLE", "true")];

/// What an official client asks for when it comes back.
fn place(heard: &[Value]) -> String {
    let hello = heard.iter().rev().find(|event| event["event"] == "hello").unwrap();
    let next = heard.iter().filter_map(|event| event["seq"].as_i64()).max().unwrap() + 1;
    format!("connection_id={}&sequence_number={next}", hello["data"]["connection_id"].as_str().unwrap())
}

/// A channel of a person.
async fn room(person: &Client) -> Value {
    let team = person.new_team("team").await;
    person.new_channel(&team, "room").await
}

async fn hello(client: &Client) -> Socket {
    let mut socket = client.connect().await;
    socket.wait_for("hello").await;
    socket
}

/// The next event must be this post, with the number after the last one.
async fn hears(socket: &mut Socket, before: &[Value], message: &str) {
    let next = before.iter().chain(&socket.heard).filter_map(|event| event["seq"].as_i64()).max().unwrap() + 1;
    loop {
        let event = socket.next().await.unwrap();
        assert_ne!(event["event"], "hello", "a new connection");
        if event["event"] == "posted" {
            assert!(event["data"]["post"].as_str().unwrap().contains(message), "{event}");
            let between = socket.heard.iter().filter(|event| event["seq"].as_i64().is_some_and(|seq| seq >= next));
            assert_eq!(event["seq"].as_i64().unwrap(), next + i64::try_from(between.count()).unwrap() - 1);
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_goes_on_at_another_node_and_the_old_one_lets_go() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    let person = cluster.node(0).sign_up("wanderer").await;
    let channel = room(&person).await;
    let mut old = hello(&person).await;
    person.new_post(&channel, "heard").await;
    old.wait_for("posted").await;
    let mut socket = person.at(cluster.node(1)).connect_with(&place(&old.heard)).await;
    person.new_post(&channel, "after").await;
    hears(&mut socket, &old.heard, "after").await;
    old.wait_closed().await;
    // And back, with something missed; the socket still looks open.
    let heard = [old.heard, socket.heard].concat();
    person.new_post(&channel, "missed").await;
    let mut socket = person.connect_with(&place(&heard)).await;
    hears(&mut socket, &heard, "missed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connections_of_a_killed_node_are_gone_on_with() {
    let mut first = TestNode::start().await;
    let person = first.sign_up("survivor").await;
    let channel = room(&person).await;
    let friend = first.sign_up("friend").await;
    person.add_to_team(&json!({"id": channel["team_id"]}), &friend).await;
    person.add_to_channel(&channel, &friend).await;
    first.stop().await;
    let database = first.database.clone();
    let (doomed, other) =
        (ProcessNode::with(&database, CLUSTERED).await, ProcessNode::with(&database, CLUSTERED).await);
    let there = person.at_address(doomed.base());
    let here = person.at_address(other.base());
    let mut old = hello(&there).await;
    here.new_post(&channel, "heard").await;
    old.wait_for("posted").await;
    // Goes the way of the journal: what was told before it has arrived too.
    let mut ears = hello(&friend.at_address(other.base())).await;
    old.type_until_heard(&channel, &mut ears).await;
    drop(doomed);
    here.new_post(&channel, "missed").await;
    let mut socket = here.connect_with(&place(&old.heard)).await;
    hears(&mut socket, &old.heard, "missed").await;
    here.new_post(&channel, "after").await;
    hears(&mut socket, &old.heard, "after").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connections_of_a_draining_node_are_gone_on_with() {
    let database = Arc::new(TestDatabase::migrated().await);
    let drain_timings = DrainTimings { notice: Duration::ZERO, sockets: Duration::ZERO };
    let leaving = TestNode::on(database.clone(), Tuning { drain_timings, ..Tuning::clustered() }).await;
    let staying = TestNode::on(database.clone(), Tuning::clustered()).await;
    let person = leaving.sign_up("mover").await;
    let channel = room(&person).await;
    let mut old = hello(&person).await;
    let ((), ()) = tokio::join!(leaving.drain(), old.wait_closed());
    assert_eq!(old.close_code(), Some(1012));
    let here = person.at(&staying);
    here.new_post(&channel, "missed").await;
    let mut socket = here.connect_with(&place(&old.heard)).await;
    hears(&mut socket, &old.heard, "missed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_on_with_the_connection_of_somebody_else() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    let person = cluster.node(0).sign_up("owner").await;
    let stranger = cluster.node(0).sign_up("stranger").await;
    let old = hello(&person).await;
    let mut socket = stranger.at(cluster.node(1)).connect_with(&place(&old.heard)).await;
    let hello = socket.next().await.unwrap();
    assert_eq!(hello["event"], "hello");
    assert_ne!(hello["data"]["connection_id"], old.heard[0]["data"]["connection_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_do_not_know_each_other_begin_anew() {
    let cluster = TestCluster::start(2).await;
    let person = cluster.node(0).sign_up("islander").await;
    let old = hello(&person).await;
    let mut socket = person.at(cluster.node(1)).connect_with(&place(&old.heard)).await;
    assert_eq!(socket.next().await.unwrap()["event"], "hello");
}
