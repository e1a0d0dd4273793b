//! Reminders of posts: sent once, whichever node does it.

use std::sync::Arc;

use roost_testkit::{AheadClock, Client, Reply, Socket, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{eager, id, now_ms};

async fn remind(client: &Client, post: &Value, at_s: Value) -> Reply {
    let path = format!("/api/v4/users/{}/posts/{}/reminder", client.user_id(), id(post));
    client.post(&path, json!({"target_time": at_s})).await
}

fn told(event: &Value) -> Value {
    serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap()
}

/// The reminders that a socket has heard.
fn reminders(socket: &Socket) -> Vec<Value> {
    let posted = socket.heard.iter().filter(|event| event["event"] == "posted");
    posted.map(told).filter(|post| post["type"] == "reminder").collect()
}

async fn count(node: &TestNode, sql: &str) -> i64 {
    node.database.client().await.query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_remind_once_in_a_conversation_with_the_server() {
    let cluster = TestCluster::tuned(2, eager()).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let reader = cluster.node(0).sign_up("reader").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &reader).await;
    let talk = admin.new_channel(&team, "talk").await;
    admin.add_to_channel(&talk, &reader).await;
    let mut socket = reader.at(cluster.node(1)).connect().await;
    socket.wait_for("hello").await;
    let at_s = now_ms() / 1_000 + 1;
    let mut wanted = Vec::new();
    for n in 0..6 {
        let post = admin.new_post(&talk, &format!("read me {n}")).await;
        assert_eq!(remind(&reader, &post, json!(at_s)).await.status, 200);
        let confirmed = told(&socket.wait_for("ephemeral_message").await);
        assert_eq!((&confirmed["root_id"], &confirmed["props"]["target_time"]), (&post["id"], &json!(at_s)));
        wanted.push(id(&post).to_owned());
    }
    // Some may have come before the last was asked for.
    while reminders(&socket).len() < 6 {
        socket.wait_for("posted").await;
    }
    let mut reminded = Vec::new();
    for post in reminders(&socket) {
        assert_eq!((&post["props"]["username"], &post["props"]["team_name"]), (&json!("admin"), &json!("one")));
        reminded.push(post["props"]["post_id"].as_str().unwrap().to_owned());
    }
    reminded.sort();
    wanted.sort();
    assert_eq!(reminded, wanted);
    assert_eq!(count(cluster.node(0), "select count(*) from posts where type = 'reminder'").await, 6);
    assert_eq!(count(cluster.node(0), "select count(*) from postreminders").await, 0);
    let bots = "select count(*) from users u join bots b on b.userid = u.id where u.username = 'system-bot'";
    assert_eq!(count(cluster.node(0), bots).await, 1);
    let direct = "select count(*) from channels where type = 'D'";
    assert_eq!(count(cluster.node(0), direct).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_time_takes_the_place_of_the_one_before_and_a_deleted_post_is_forgotten() {
    let clock = Arc::new(AheadClock::default());
    let node = TestNode::tuned(Tuning { clock: clock.clone(), ..eager() }).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let talk = admin.new_channel(&team, "talk").await;
    let (post, gone) = (admin.new_post(&talk, "read me").await, admin.new_post(&talk, "gone").await);
    let now_s = now_ms() / 1_000;
    for (post, at_s) in [(&post, now_s + 1_000), (&post, now_s + 100_000), (&gone, now_s + 1_000)] {
        assert_eq!(remind(&admin, post, json!(at_s)).await.status, 200);
    }
    assert_eq!(count(&node, "select count(*) from postreminders").await, 2);
    assert_eq!(admin.delete(&format!("/api/v4/posts/{}", id(&gone))).await.status, 200);
    clock.advance(2_000);
    roost_testkit::wait_until("the reminder of the deleted post is dropped", async || {
        count(&node, "select count(*) from postreminders").await == 1
    })
    .await;
    assert_eq!(count(&node, "select count(*) from posts where type = 'reminder'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_can_read_a_post_is_reminded_of_it() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (reader, outsider) = (node.sign_up("reader").await, node.sign_up("outsider").await);
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &reader).await;
    let talk = admin.new_channel(&team, "talk").await;
    admin.add_to_channel(&talk, &reader).await;
    let (post, gone) = (admin.new_post(&talk, "read me").await, admin.new_post(&talk, "gone").await);
    assert_eq!(admin.delete(&format!("/api/v4/posts/{}", id(&gone))).await.status, 200);
    let before = node.digest().await;
    let (denied, body) = ("api.context.permissions.app_error", "api.context.invalid_body_param.app_error");
    let nowhere = json!({"id": "a".repeat(26)});
    let for_admin = format!("/api/v4/users/{}/posts/{}/reminder", admin.user_id(), id(&post));
    let for_nobody = format!("/api/v4/users/{}/posts/{}/reminder", "a".repeat(26), id(&post));
    for (reply, status, error) in [
        (remind(&outsider, &post, json!(4_000_000_000_i64)).await, 403, denied),
        (remind(&outsider, &nowhere, json!(4_000_000_000_i64)).await, 403, denied),
        (reader.post(&for_admin, json!({"target_time": 4_000_000_000_i64})).await, 403, denied),
        (
            admin.post(&for_nobody, json!({"target_time": 4_000_000_000_i64})).await,
            404,
            "app.user.missing_account.const",
        ),
        (remind(&reader, &gone, json!(4_000_000_000_i64)).await, 404, "app.post.get.app_error"),
        (remind(&reader, &post, json!("soon")).await, 400, body),
        (remind(&reader, &post, json!(0)).await, 400, body),
        (remind(&reader, &post, json!(-1)).await, 400, body),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);
}
