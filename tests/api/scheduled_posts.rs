//! Posts that are to be sent later: kept for their author alone, and sent once, whichever node does it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use roost_testkit::{AheadClock, Client, Reply, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{eager, id, now_ms};

/// The year 2096: not during a test.
const FAR: i64 = 4_000_000_000_000;

async fn schedule(client: &Client, channel: &Value, message: &str, at: i64) -> Reply {
    let body = json!({"channel_id": channel["id"], "message": message, "scheduled_at": at});
    client.post("/api/v4/posts/schedule", body).await
}

async fn list(client: &Client, team: &Value) -> Vec<Value> {
    let reply = client.get(&format!("/api/v4/posts/scheduled/team/{}", id(team))).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body[id(team)].as_array().unwrap().clone()
}

async fn posts(client: &Client, channel: &Value) -> Vec<Value> {
    let list = client.get(&format!("/api/v4/channels/{}/posts", id(channel))).await.body;
    let order = list["order"].as_array().unwrap();
    order.iter().map(|id| list["posts"][id.as_str().unwrap()].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_send_what_is_due_once_and_tell_the_author_on_both() {
    let cluster = TestCluster::tuned(2, eager()).await;
    let author = cluster.node(0).sign_up("author").await;
    let reader = cluster.node(0).sign_up("reader").await;
    let team = author.new_team("one").await;
    author.add_to_team(&team, &reader).await;
    let talk = author.new_channel(&team, "talk").await;
    author.add_to_channel(&talk, &reader).await;
    let (mut own, mut other) = (author.at(cluster.node(1)).connect().await, reader.at(cluster.node(1)).connect().await);
    own.wait_for("hello").await;
    other.wait_for("hello").await;
    let messages: Vec<String> = (0..20).map(|n| format!("later {n}")).collect();
    let due = now_ms() + 300;
    let replies = join_all(messages.iter().map(|message| schedule(&author, &talk, message, due))).await;
    assert!(replies.iter().all(|reply| reply.status == 201));
    let mut sent = Vec::new();
    let mut gone = 0;
    while sent.len() < 20 || gone < 20 {
        let event = own
            .wait_matching("a post", |event| event["event"] == "posted" || event["event"] == "scheduled_post_deleted");
        let event = event.await;
        if event["event"] == "posted" {
            let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
            // What the server says about joining comes first.
            if post["type"] == "" {
                sent.push(post["message"].as_str().unwrap().to_owned());
            }
        } else {
            gone += 1;
        }
    }
    sent.sort();
    let mut expected = messages.clone();
    expected.sort();
    assert_eq!(sent, expected);
    other.wait_for("posted").await;
    let heard = other.names().iter().filter(|name| name.starts_with("scheduled_post")).count();
    assert_eq!(heard, 0, "nobody else is told of what is scheduled");
    assert!(list(&author, &team).await.is_empty());
    let there = posts(&reader, &talk).await;
    let mine = there.iter().filter(|post| post["message"].as_str().unwrap().starts_with("later")).count();
    assert_eq!(mine, 20, "each of them once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_post_is_sent_as_it_was_changed_with_its_thread_and_priority() {
    let node = TestNode::tuned(eager()).await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    let talk = author.new_channel(&team, "talk").await;
    let root = author.new_post(&talk, "root").await;
    let mut socket = author.connect().await;
    let reply = json!({"channel_id": talk["id"], "root_id": root["id"], "message": "first", "scheduled_at": FAR});
    let reply = author.post("/api/v4/posts/schedule", reply).await.body;
    let urgent = json!({"channel_id": talk["id"], "message": "urgent", "scheduled_at": now_ms() + 100,
        "metadata": {"priority": {"priority": "urgent", "requested_ack": true}}});
    assert_eq!(author.post("/api/v4/posts/schedule", urgent).await.status, 201);
    let event = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!(post["metadata"]["priority"]["priority"], "urgent");
    assert_eq!(post["metadata"]["priority"]["requested_ack"], true);
    let change = json!({"id": reply["id"], "create_at": 1, "channel_id": talk["id"], "message": "second",
        "scheduled_at": now_ms() + 100});
    let changed = author.put(&format!("/api/v4/posts/schedule/{}", id(&reply)), change).await;
    assert_eq!((changed.status, &changed.body["create_at"]), (201, &reply["create_at"]));
    let event = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!((&post["message"], &post["root_id"]), (&json!("second"), &root["id"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_stays_with_its_reason_and_holds_nothing_up() {
    let clock = Arc::new(AheadClock::default());
    let tuning = Tuning { clock: clock.clone(), ..eager() };
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let author = node.sign_up("author").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &author).await;
    let mut channels = Vec::new();
    for name in ["archived", "left", "thread", "talk"] {
        let channel = admin.new_channel(&team, name).await;
        admin.add_to_channel(&channel, &author).await;
        channels.push(channel);
    }
    let root = admin.new_post(&channels[2], "root").await;
    let at = now_ms() + 3_600_000;
    for channel in &channels {
        let root_id = if channel["name"] == "thread" { root["id"].clone() } else { json!("") };
        let body =
            json!({"channel_id": channel["id"], "root_id": root_id, "message": channel["name"], "scheduled_at": at});
        assert_eq!(author.post("/api/v4/posts/schedule", body).await.status, 201);
    }
    assert_eq!(admin.delete(&format!("/api/v4/channels/{}", id(&channels[0]))).await.status, 200);
    let member = format!("/api/v4/channels/{}/members/{}", id(&channels[1]), author.user_id());
    assert_eq!(admin.delete(&member).await.status, 200);
    assert_eq!(admin.delete(&format!("/api/v4/posts/{}", id(&root))).await.status, 200);
    let mut socket = author.connect().await;
    clock.advance(3_700);
    let mut codes = Vec::new();
    for _ in 0..3 {
        let event = socket.wait_for("scheduled_post_updated").await;
        let post: Value = serde_json::from_str(event["data"]["scheduledPost"].as_str().unwrap()).unwrap();
        codes.push((post["message"].as_str().unwrap().to_owned(), post["error_code"].as_str().unwrap().to_owned()));
    }
    codes.sort();
    let expected = [("archived", "channel_archived"), ("left", "no_channel_member"), ("thread", "thread_deleted")];
    assert_eq!(codes, expected.map(|(name, code)| (name.to_owned(), code.to_owned())));
    author
        .wait_until("the fourth is sent", async |author| {
            posts(author, &channels[3]).await.iter().any(|post| post["message"] == "talk")
        })
        .await;
    assert_eq!(list(&author, &team).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_a_day_late_and_whose_author_is_gone_is_not_sent() {
    let clock = Arc::new(AheadClock::default());
    let tuning = Tuning { clock: clock.clone(), ..eager() };
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let author = node.sign_up("author").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &author).await;
    let talk = admin.new_channel(&team, "talk").await;
    admin.add_to_channel(&talk, &author).await;
    assert_eq!(schedule(&author, &talk, "gone", now_ms() + 3 * 24 * 3_600_000).await.status, 201);
    assert_eq!(schedule(&admin, &talk, "late", now_ms() + 3_600_000).await.status, 201);
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", author.user_id())).await.status, 200);
    clock.advance(3 * 24 * 3_600 + 60);
    let client = node.database.client().await;
    roost_testkit::wait_until("both have their reason", async || {
        let sql = "select message, errorcode from scheduledposts order by message";
        let rows = client.query(sql, &[]).await.unwrap();
        let codes: Vec<String> = rows.iter().map(|row| row.get(1)).collect();
        codes == ["user_deleted", "unable_to_send"]
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_post_is_left_alone_for_a_while() {
    let clock = Arc::new(AheadClock::default());
    let mut tuning = Tuning { clock: clock.clone(), ..eager() };
    tuning.due_timings.grace = Duration::from_secs(1_000);
    let node = TestNode::tuned(tuning).await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    let talk = author.new_channel(&team, "talk").await;
    let mut socket = author.connect().await;
    let start = now_ms();
    assert_eq!(schedule(&author, &talk, "old", start + 3_600_000).await.status, 201);
    clock.advance(3_500);
    assert_eq!(schedule(&author, &talk, "new", start + 3_500_000).await.status, 201);
    clock.advance(200);
    // Both are due now, the new one since longer.
    for message in ["old", "new"] {
        let event = socket.wait_for("posted").await;
        let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!(post["message"], message);
        clock.advance(1_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_author_sees_and_changes_what_is_scheduled() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (author, outsider) = (node.sign_up("author").await, node.sign_up("outsider").await);
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &author).await;
    let (talk, old) = (admin.new_channel(&team, "talk").await, admin.new_channel(&team, "old").await);
    admin.add_to_channel(&talk, &author).await;
    let post = schedule(&author, &talk, "mine", FAR).await.body;
    assert_eq!(admin.delete(&format!("/api/v4/channels/{}", id(&old))).await.status, 200);
    assert!(list(&admin, &team).await.is_empty());
    let before = node.digest().await;
    let path = format!("/api/v4/posts/schedule/{}", id(&post));
    let change = |post_id: &str| json!({"id": post_id, "create_at": 1, "channel_id": talk["id"], "message": "x", "scheduled_at": FAR});
    let nobodys = "a".repeat(26);
    let denied = "api.context.permissions.app_error";
    for (reply, status, error) in [
        (admin.put(&path, change(id(&post))).await, 403, "app.update_scheduled_post.update_permission.error"),
        (admin.delete(&path).await, 403, "app.delete_scheduled_post.delete_permission.error"),
        (
            author.put(&format!("/api/v4/posts/schedule/{nobodys}"), change(&nobodys)).await,
            404,
            "app.update_scheduled_post.existing_scheduled_post.not_exist",
        ),
        (
            author.delete(&format!("/api/v4/posts/schedule/{nobodys}")).await,
            404,
            "app.delete_scheduled_post.existing_scheduled_post.not_exist",
        ),
        (schedule(&outsider, &talk, "x", FAR).await, 403, denied),
        (outsider.get(&format!("/api/v4/posts/scheduled/team/{}", id(&team))).await, 403, denied),
        (schedule(&admin, &old, "x", FAR).await, 400, "app.save_scheduled_post.channel_deleted.app_error"),
        (schedule(&author, &talk, "x", 1).await, 400, "model.scheduled_post.is_valid.scheduled_at.app_error"),
        (schedule(&author, &talk, "x", i64::MIN).await, 400, "model.scheduled_post.is_valid.scheduled_at.app_error"),
        (schedule(&author, &talk, "", FAR).await, 400, "model.scheduled_post.is_valid.empty_post.app_error"),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_posts_cannot_be_scheduled_every_operation_says_so() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_SCHEDULEDPOSTS", "false")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let talk = admin.new_channel(&team, "talk").await;
    let path = format!("/api/v4/posts/schedule/{}", "a".repeat(26));
    for reply in [
        schedule(&admin, &talk, "x", FAR).await,
        admin.put(&path, json!({})).await,
        admin.delete(&path).await,
        admin.get(&format!("/api/v4/posts/scheduled/team/{}", id(&team))).await,
    ] {
        assert_eq!((reply.status, reply.error_id()), (400, "api.scheduled_posts.feature_disabled"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_costs_two_statements_however_long_it_is() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    let talk = author.new_channel(&team, "talk").await;
    for message in ["one", "two", "three"] {
        let body =
            json!({"channel_id": talk["id"], "message": message, "file_ids": ["a".repeat(26)], "scheduled_at": FAR});
        assert_eq!(author.post("/api/v4/posts/schedule", body).await.status, 201);
    }
    assert_eq!(list(&author, &team).await.len(), 3);
    let again = author.get(&format!("/api/v4/posts/scheduled/team/{}", id(&team))).await;
    let (statements, _) = again.statements_and_trips();
    assert!(statements <= 2, "{statements} statements");
}
