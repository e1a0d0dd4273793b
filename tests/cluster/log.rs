//! The numbered log under trouble: holes, transactions that hang, an outage of the database.

use roost_testkit::{Proxy, Reply, Socket, TestCluster, TestDatabase, TestNode, Tuning};
use serde_json::json;
use std::sync::Arc;

/// A node, and the open socket of its only account.
async fn listened_to() -> (TestNode, Socket) {
    let node = TestNode::start().await;
    let mut socket = node.sign_up("listener").await.connect().await;
    socket.wait_for("hello").await;
    (node, socket)
}

/// The next account that the socket is told of is the one that was made.
async fn hears_of(socket: &mut Socket, created: &Reply) {
    let event = socket.wait_for("new_user").await;
    assert_eq!(event["data"]["user_id"], created.body["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_was_taken_and_given_up_does_not_hold_up_the_rest() {
    let (node, mut socket) = listened_to().await;
    let beside = node.database.client().await;
    beside
        .batch_execute("begin; select nextval('roost.log_g'); rollback; select nextval('roost.log_g')")
        .await
        .unwrap();
    let created = node.anonymous().sign_up_body("newcomer").await;
    assert_eq!(created.status, 201);
    hears_of(&mut socket, &created).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_number_was_closed_as_a_hole_takes_another() {
    let (node, mut socket) = listened_to().await;
    // The next number that is given out has a void row already, as when its writer is slow to store a large record.
    let close_next = "insert into roost.log (g, void) select nextval('roost.log_g') + 1, true";
    node.database.client().await.batch_execute(close_next).await.unwrap();
    let created = node.anonymous().sign_up_body("newcomer").await;
    assert_eq!(created.status, 201, "{:?}", created.body);
    hears_of(&mut socket, &created).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_waits_for_the_open_transaction_with_the_smaller_number() {
    let (node, mut socket) = listened_to().await;
    let beside = node.database.client().await;
    let open = "begin; insert into roost.log (g, body) values (nextval('roost.log_g'), ''::bytea)";
    beside.batch_execute(open).await.unwrap();
    // The answer does not wait for ever, the event does come later.
    let created = node.anonymous().sign_up_body("newcomer").await;
    assert_eq!(created.status, 201);
    assert!(!socket.names().contains(&"new_user"));
    beside.batch_execute("commit").await.unwrap();
    hears_of(&mut socket, &created).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_database_answers_are_503_and_come_back_by_themselves() {
    let database = Arc::new(TestDatabase::migrated().await);
    let proxy = Proxy::start().await;
    let tuning = Tuning { dsn: Some(proxy.dsn(&database)), ..Tuning::default() };
    let node = TestNode::on(database, tuning).await;
    let user = node.sign_up("someone").await;
    proxy.cut();
    let refused = node.anonymous().sign_up_body("other").await;
    assert_eq!(refused.status, 503, "{:?}", refused.body);
    assert_eq!(node.anonymous().get("/healthz/live").await.status, 200);
    proxy.mend();
    user.wait_until("the database is back", async |client| client.sign_up_body("other").await.status == 201).await;
    // What was acknowledged before is still there, once.
    assert_eq!(user.get("/api/v4/users/me").await.body["username"], "someone");
}

#[tokio::test(flavor = "multi_thread")]
async fn restarts_of_either_node_lose_and_double_nothing() {
    let mut cluster = TestCluster::start(2).await;
    let watcher = cluster.node(0).sign_up("watcher").await;
    let mut created = Vec::new();
    for round in 0..3 {
        let mut socket = watcher.at(cluster.node(0)).connect().await;
        socket.wait_for("hello").await;
        for n in 0..5 {
            let reply = cluster.node(1).anonymous().sign_up_body(&format!("user-{round}-{n}")).await;
            created.push(reply.body["id"].as_str().unwrap().to_owned());
        }
        let expected = &created[created.len() - 5..];
        let mut heard = Vec::new();
        while heard.len() < 5 {
            heard.push(socket.wait_for("new_user").await["data"]["user_id"].as_str().unwrap().to_owned());
        }
        assert_eq!(heard, expected, "in order, each once");
        cluster.restart(round % 2).await;
        assert_eq!(cluster.node(round % 2).anonymous().post("/api/v4/users/login", json!({})).await.status, 400);
    }
}
