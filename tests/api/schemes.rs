//! Schemes of permissions, and what is moderated in one channel.

use roost_testkit::{Client, TestNode};
use serde_json::{Value, json};

async fn new_scheme(admin: &Client, name: &str, scope: &str) -> Value {
    let made = admin.post("/api/v4/schemes", json!({ "name": name, "display_name": "Crew", "scope": scope })).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    made.body
}

fn id(entity: &Value) -> &str {
    entity["id"].as_str().unwrap()
}

async fn posts(client: &Client, channel: &Value) -> u16 {
    client.post("/api/v4/posts", json!({ "channel_id": channel["id"], "message": "may I" })).await.status
}

/// An administrator, who made a team with a channel, and a member of both.
async fn crew(node: &TestNode) -> (Client, Client, Value, Value) {
    let admin = node.sign_up("captain").await;
    let member = node.sign_up("sailor").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &member).await;
    admin.add_to_channel(&channel, &member).await;
    (admin, member, team, channel)
}

async fn take_posting(admin: &Client, role_name: &Value) {
    let role = admin.get(&format!("/api/v4/roles/name/{}", role_name.as_str().unwrap())).await.body;
    let kept: Vec<&Value> = role["permissions"].as_array().unwrap().iter().filter(|p| *p != "create_post").collect();
    let patched = admin.put(&format!("/api/v4/roles/{}/patch", id(&role)), json!({ "permissions": kept })).await;
    assert_eq!(patched.status, 200, "{:?}", patched.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_a_team_have_the_roles_of_its_scheme_until_that_is_taken_away() {
    let node = TestNode::start().await;
    let (admin, member, team, channel) = crew(&node).await;
    let scheme = new_scheme(&admin, "silent_crew", "team").await;
    take_posting(&admin, &scheme["default_channel_user_role"]).await;
    assert_eq!(posts(&member, &channel).await, 201, "nobody has the scheme yet");

    let given = admin.put(&format!("/api/v4/teams/{}/scheme", id(&team)), json!({ "scheme_id": scheme["id"] })).await;
    assert_eq!(given.status, 200);
    assert_eq!(posts(&member, &channel).await, 403);
    let teams = admin.get(&format!("/api/v4/schemes/{}/teams", id(&scheme))).await;
    assert_eq!(teams.body[0]["id"], team["id"]);

    assert_eq!(admin.delete(&format!("/api/v4/schemes/{}", id(&scheme))).await.status, 200);
    assert_eq!(posts(&member, &channel).await, 201);
    assert_eq!(admin.get(&format!("/api/v4/teams/{}", id(&team))).await.body["scheme_id"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scheme_of_a_channel_grants_nothing_that_the_team_does_not() {
    let node = TestNode::start().await;
    let (admin, member, team, channel) = crew(&node).await;
    let of_team = new_scheme(&admin, "silent_crew", "team").await;
    let of_channel = new_scheme(&admin, "loud_deck", "channel").await;
    take_posting(&admin, &of_team["default_channel_user_role"]).await;
    let give = async |path: &str, of: &Value, scheme: &Value| {
        let path = format!("/api/v4/{path}/{}/scheme", id(of));
        assert_eq!(admin.put(&path, json!({ "scheme_id": scheme["id"] })).await.status, 200);
    };
    give("channels", &channel, &of_channel).await;
    assert_eq!(posts(&member, &channel).await, 201);
    give("teams", &team, &of_team).await;
    assert_eq!(posts(&member, &channel).await, 403, "the channel's own role still has create_post");
    assert_eq!(posts(&admin, &channel).await, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderated_channel_has_a_scheme_for_as_long_as_it_differs_from_its_team() {
    let node = TestNode::start().await;
    let (admin, member, _, channel) = crew(&node).await;
    let path = format!("/api/v4/channels/{}/moderations", id(&channel));
    let mut socket = member.connect().await;
    socket.wait_for("hello").await;

    let patch = json!([{ "name": "create_post", "roles": { "members": false } }]);
    let patched = admin.put(&format!("{path}/patch"), patch).await;
    assert_eq!(patched.body[0]["roles"]["members"], json!({ "value": false, "enabled": true }));
    assert_eq!(patched.body, admin.get(&path).await.body);
    socket.wait_for("channel_scheme_updated").await;
    assert_eq!(posts(&member, &channel).await, 403);
    assert_eq!(posts(&admin, &channel).await, 201);
    let shown = admin.get(&format!("/api/v4/channels/{}", id(&channel))).await.body;
    let scheme = shown["scheme_id"].as_str().unwrap().to_owned();

    let patch = json!([{ "name": "create_post", "roles": { "members": true } }]);
    assert_eq!(admin.put(&format!("{path}/patch"), patch).await.status, 200);
    assert_eq!(posts(&member, &channel).await, 201);
    assert_eq!(admin.get(&format!("/api/v4/channels/{}", id(&channel))).await.body["scheme_id"], Value::Null);
    let scheme = admin.get(&format!("/api/v4/schemes/{scheme}")).await.body;
    assert!(scheme["delete_at"].as_i64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_team_does_not_grant_cannot_be_granted_in_a_channel() {
    let node = TestNode::start().await;
    let (admin, _, team, channel) = crew(&node).await;
    let scheme = new_scheme(&admin, "silent_crew", "team").await;
    take_posting(&admin, &scheme["default_channel_user_role"]).await;
    admin.put(&format!("/api/v4/teams/{}/scheme", id(&team)), json!({ "scheme_id": scheme["id"] })).await;
    let path = format!("/api/v4/channels/{}/moderations", id(&channel));
    let seen = admin.get(&path).await.body;
    assert_eq!(seen[0]["roles"]["members"], json!({ "value": false, "enabled": false }));
    let before = node.digest().await;
    let patch = json!([{ "name": "create_post", "roles": { "members": true } }]);
    let refused = admin.put(&format!("{path}/patch"), patch).await;
    let error = "api.channel.patch_channel_moderations_for_channel.restricted_permission.app_error";
    assert_eq!((refused.status, refused.error_id()), (403, error));
    assert_eq!(node.digest().await, before);
}
