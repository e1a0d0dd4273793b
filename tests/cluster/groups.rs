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

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_tied_group_brings_into_a_team_is_there_for_every_node() {
    let cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let member = cluster.node(0).sign_up("member").await;
    let team = admin.new_team("crew").await;
    let (team, group) = (team["id"].as_str().unwrap(), "g".repeat(26));
    let rows = cluster.node(0).database.client().await;
    let sql = "insert into usergroups (id, name, displayname, description, source, remoteid, createat, updateat, \
        deleteat, allowreference) values ($1, 'devs', 'Developers', '', 'ldap', 'cn=devs', 1, 1, 0, false)";
    rows.execute(sql, &[&group]).await.unwrap();
    let sql = "insert into groupmembers (groupid, userid, createat, deleteat) values ($1, $2, 1, 0)";
    rows.execute(sql, &[&group, &member.user_id()]).await.unwrap();
    let there = member.at(cluster.node(1));
    assert_eq!(there.get("/api/v4/users/me/teams").await.body, json!([]), "cached on the other node");
    let mut socket = there.connect().await;
    socket.wait_for("hello").await;
    let linked = admin.post(&format!("/api/v4/groups/{group}/teams/{team}/link"), json!({"auto_add": true})).await;
    assert_eq!(linked.status, 201, "{:?}", linked.body);
    let event = socket.wait_for("added_to_team").await;
    assert_eq!(event["data"]["team_id"], team);
    assert_eq!(there.get("/api/v4/users/me/teams").await.body[0]["id"], team);
}
