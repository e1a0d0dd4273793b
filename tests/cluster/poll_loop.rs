//! Two nodes on one database, with nothing between them but the numbered log.

use roost_testkit::TestCluster;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_one_node_is_heard_on_the_other() {
    let cluster = TestCluster::start(2).await;
    let listener = cluster.node(1).sign_up("listener").await;
    let mut socket = listener.connect().await;
    socket.wait_for("hello").await;
    let created = cluster.node(0).anonymous().sign_up_body("newcomer").await;
    let event = socket.wait_for("new_user").await;
    assert_eq!(event["data"]["user_id"], created.body["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_on_one_node_ends_on_the_other() {
    let cluster = TestCluster::start(2).await;
    let user = cluster.node(0).sign_up("traveller").await;
    let elsewhere = user.at(cluster.node(1));
    assert_eq!(elsewhere.get("/api/v4/users/me").await.status, 200);
    assert_eq!(user.post("/api/v4/users/logout", json!({})).await.status, 200);
    elsewhere
        .wait_until("the session is gone", async |client| client.get("/api/v4/users/me").await.status == 401)
        .await;
}
