//! Bots, made on one node and used on another.

use roost_testkit::{TestCluster, Tuning};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_switched_off_on_one_node_is_shut_out_on_the_other() {
    let tuning = Tuning::default().with("MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION", "true");
    let cluster = TestCluster::tuned(2, tuning).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let bot = admin.post("/api/v4/bots", json!({"username": "robot"})).await.body;
    let id = bot["user_id"].as_str().unwrap();
    let token = admin.post(&format!("/api/v4/users/{id}/tokens"), json!({"description": "work"})).await.body;
    let robot = cluster.node(1).anonymous().with_token(token["token"].as_str().unwrap(), id);
    robot
        .wait_until("the other node knows the bot", async |robot| robot.get("/api/v4/users/me").await.status == 200)
        .await;
    let mut socket = robot.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(admin.post(&format!("/api/v4/bots/{id}/disable"), json!({})).await.status, 200);
    robot.wait_until("it is shut out", async |robot| robot.get("/api/v4/users/me").await.status == 401).await;
}
