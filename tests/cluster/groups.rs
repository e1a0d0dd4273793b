//! Groups of people, made on one node and mentioned on another.

use roost_testkit::TestCluster;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_group_made_on_one_node_is_heard_of_and_mentioned_on_the_other() {
    let cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let member = cluster.node(0).sign_up("member").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &member).await;
    admin.add_to_channel(&channel, &member).await;
    let mut socket = member.at(cluster.node(1)).connect().await;
    socket.wait_for("hello").await;
    let group = json!({"name": "watch", "display_name": "Watch", "source": "custom", "allow_reference": true});
    let group = admin.post("/api/v4/groups", group).await;
    assert_eq!(group.status, 201);
    socket.wait_for("received_group").await;
    let path = format!("/api/v4/groups/{}/members", group.body["id"].as_str().unwrap());
    let added = admin.post(&path, json!({"user_ids": [member.user_id()]})).await;
    assert_eq!(added.status, 200);
    let event = socket.wait_for("group_member_add").await;
    assert_eq!(event["broadcast"]["user_id"], member.user_id());
    admin.at(cluster.node(1)).new_post(&channel, "@watch, look").await;
    let posted = socket.wait_for("posted").await;
    assert_eq!(posted["data"]["mentions"], format!("[\"{}\"]", member.user_id()));
}
