//! Integrations, set up on one node and used on another.

use roost_testkit::{Reaction, Receiver, TestCluster, Tuning};
use serde_json::json;

fn tuning() -> Tuning {
    Tuning::default().with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1")
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_made_on_one_node_work_on_the_other() {
    let cluster = TestCluster::tuned(2, tuning()).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let elsewhere = admin.at(cluster.node(1));
    let mut receiver = Receiver::start().await;
    // The other node remembers that there is nothing to call.
    elsewhere.new_post(&channel, "go").await;
    let body = json!({"channel_id": channel["id"], "display_name": "robot"});
    let hook = admin.post("/api/v4/hooks/incoming", body).await.body;
    let body = json!({"team_id": team["id"], "trigger_words": ["go"], "callback_urls": [receiver.url("/x")]});
    let caller = admin.post("/api/v4/hooks/outgoing", body).await;
    assert_eq!(caller.status, 201, "{:?}", caller.body);
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    let path = format!("/hooks/{}", hook["id"].as_str().unwrap());
    let reply = cluster.node(1).anonymous().post(&path, json!({"text": "from a program"})).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    let posted = socket.wait_for("posted").await;
    assert!(posted["data"]["post"].as_str().unwrap().contains("from a program"));
    let post = elsewhere.new_post(&channel, "go on").await;
    assert!(receiver.next().await.body.contains(post["id"].as_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_and_buttons_work_on_every_node() {
    let cluster = TestCluster::tuned(2, tuning()).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let elsewhere = admin.at(cluster.node(1));
    let mut receiver = Receiver::start().await;
    let answer = json!({"response_type": "in_channel", "text": "sun"});
    receiver.react("/weather", Reaction::Json(answer));
    let body = json!({"team_id": team["id"], "trigger": "weather", "url": receiver.url("/weather"), "method": "P"});
    assert_eq!(admin.post("/api/v4/commands", body).await.status, 201);
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    let body = json!({"channel_id": channel["id"], "command": "/weather"});
    assert_eq!(elsewhere.post("/api/v4/commands/execute", body).await.status, 200);
    receiver.next().await;
    assert!(socket.wait_for("posted").await["data"]["post"].as_str().unwrap().contains("sun"));

    let actions = json!([{"id": "go", "name": "Go", "integration": {"url": receiver.url("/act")}}]);
    let props = json!({"attachments": [{"text": "x", "actions": actions}]});
    let post =
        admin.post("/api/v4/posts", json!({"channel_id": channel["id"], "message": "act", "props": props})).await;
    let path = format!("/api/v4/posts/{}/actions/go", post.body["id"].as_str().unwrap());
    let done = elsewhere.post(&path, json!({})).await;
    assert_eq!(done.status, 200, "{:?}", done.body);
    let body = json!({"trigger_id": done.body["trigger_id"], "url": "http://example.com", "dialog": {"title": "t"}});
    let nobody = cluster.node(1).anonymous();
    assert_eq!(nobody.post("/api/v4/actions/dialogs/open", body).await.status, 200);
    socket.wait_for("open_dialog").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_changes_on_one_node_is_another_one_on_the_other() {
    // Who changes something is answered when all nodes know of it.
    let tuning = Tuning::clustered().with("MM_SERVICESETTINGS_ENABLEOUTGOINGOAUTHCONNECTIONS", "true");
    let cluster = TestCluster::tuned(2, tuning).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let elsewhere = admin.at(cluster.node(1));
    let path = "/api/v4/oauth/outgoing_connections";
    let named = async || {
        let found = elsewhere.get(&format!("{path}?audience=https://x.example.com/api/y")).await;
        assert_eq!(found.status, 200, "{:?}", found.body);
        found.body[0]["name"].as_str().map(str::to_owned)
    };
    assert_eq!(named().await, None, "the other node remembers that there is none");
    let draft = json!({"name": "First", "client_id": "c", "client_secret": "s", "grant_type": "client_credentials",
        "oauth_token_url": "https://x.example.com/token", "audiences": ["https://x.example.com/api"]});
    let made = admin.post(path, draft).await.body;
    assert_eq!(named().await.as_deref(), Some("First"));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(admin.put(&one, json!({"name": "Second"})).await.status, 200);
    assert_eq!(named().await.as_deref(), Some("Second"));
    assert_eq!(admin.delete(&one).await.status, 200);
    assert_eq!(named().await, None);
}
