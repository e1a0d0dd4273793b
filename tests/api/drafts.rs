//! Drafts: kept for their author alone, in step on all their windows and nodes.

use futures_util::future::join_all;
use roost_testkit::{Client, Reply, Socket, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

async fn save(client: &Client, channel: &Value, message: &str) -> Reply {
    client.post("/api/v4/drafts", json!({"channel_id": channel["id"], "message": message})).await
}

async fn list(client: &Client, team: &Value) -> Value {
    let reply = client.get(&format!("/api/v4/users/me/teams/{}/drafts", id(team))).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

fn messages(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().map(|draft| draft["message"].as_str().unwrap()).collect()
}

/// The draft inside an event.
fn told(event: &Value) -> Value {
    serde_json::from_str(event["data"]["draft"].as_str().unwrap()).unwrap()
}

/// Applies what a socket has heard of drafts to a list, newest first.
fn applied(mut drafts: Vec<Value>, socket: &Socket) -> Vec<Value> {
    for event in &socket.heard {
        let name = event["event"].as_str().unwrap_or_default();
        if !name.starts_with("draft_") {
            continue;
        }
        let draft = told(event);
        drafts.retain(|old| (&old["channel_id"], &old["root_id"]) != (&draft["channel_id"], &draft["root_id"]));
        if name == "draft_created" {
            drafts.insert(0, draft);
        }
    }
    drafts
}

#[tokio::test(flavor = "multi_thread")]
async fn what_events_tell_on_another_node_is_what_a_list_shows_there() {
    let cluster = TestCluster::start(2).await;
    let author = cluster.node(0).sign_up("author").await;
    let other = cluster.node(0).sign_up("other").await;
    let team = author.new_team("one").await;
    author.add_to_team(&team, &other).await;
    let (talk, news) = (author.new_channel(&team, "talk").await, author.new_channel(&team, "news").await);
    let elsewhere = author.at(cluster.node(1));
    let (mut own, mut strange) = (elsewhere.connect().await, other.at(cluster.node(1)).connect().await);
    own.wait_for("hello").await;
    assert_eq!(list(&elsewhere, &team).await, Value::Null, "none yet");
    for (channel, message) in [(&talk, "one"), (&news, "two"), (&talk, "three")] {
        assert_eq!(save(&author, channel, message).await.status, 201);
    }
    assert_eq!(author.delete(&format!("/api/v4/users/me/channels/{}/drafts", id(&news))).await.status, 200);
    own.wait_for("draft_deleted").await;
    let fetched = list(&elsewhere, &team).await;
    assert_eq!(messages(&fetched), ["three"]);
    assert_eq!(Value::from(applied(Vec::new(), &own)), fetched);
    // What comes next on the other person's socket is not about drafts.
    author.new_post(&talk, "for all").await;
    author.add_to_channel(&talk, &other).await;
    strange.wait_for("user_added").await;
    assert!(!strange.names().iter().any(|name| name.starts_with("draft_")), "{:?}", strange.names());
    assert_eq!(list(&other, &team).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_that_wrote_is_not_told() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    let talk = author.new_channel(&team, "talk").await;
    let (mut writing, mut other) = (author.connect().await, author.connect().await);
    let hello = writing.wait_for("hello").await;
    let connection = hello["data"]["connection_id"].as_str().unwrap();
    let body = json!({"channel_id": talk["id"], "message": "half a"});
    let request = author.request("POST", "/api/v4/drafts").header("Connection-Id", connection).json(&body);
    assert_eq!(author.send(request).await.status, 201);
    let event = other.wait_for("draft_created").await;
    assert_eq!(event["broadcast"]["omit_connection_id"], connection);
    assert_eq!(save(&author, &talk, "").await.body, Value::Null, "nothing written is no draft");
    writing.wait_for("draft_deleted").await;
    assert!(!writing.names().contains(&"draft_created"), "{:?}", writing.names());
    assert_eq!(list(&author, &team).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_its_beginning_and_its_place() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let (one, two) = (author.new_team("one").await, author.new_team("two").await);
    let talk = author.new_channel(&one, "talk").await;
    let root = author.new_post(&talk, "root").await;
    let first = save(&author, &talk, "first").await.body;
    let reply = json!({"channel_id": talk["id"], "root_id": root["id"], "message": "reply"});
    assert_eq!(author.post("/api/v4/drafts", reply).await.status, 201);
    let again = save(&author, &talk, "second").await.body;
    assert_eq!(again["create_at"], first["create_at"]);
    assert_eq!(list(&author, &two).await, Value::Null, "the drafts of another team");
    let path = format!("/api/v4/users/me/channels/{}/drafts", id(&talk));
    // A thread's draft is not the channel's, and a malformed id is nobody's.
    assert_eq!(author.delete(&format!("{path}/junk")).await.status, 200);
    assert_eq!(list(&author, &one).await.as_array().unwrap().len(), 2);
    assert_eq!(author.delete(&format!("{path}/{}", id(&root))).await.status, 200);
    assert_eq!(messages(&list(&author, &one).await), ["second"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_written_at_once_are_one() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    let talk = author.new_channel(&team, "talk").await;
    let replies = join_all((0..8).map(|n| save(&author, &talk, ["a", "b"][n % 2]))).await;
    assert!(replies.iter().all(|reply| reply.status == 201));
    assert_eq!(list(&author, &team).await.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_draft_are_shown_to_their_uploader_only() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let other = node.sign_up("other").await;
    let team = author.new_team("one").await;
    author.add_to_team(&team, &other).await;
    let talk = author.new_channel(&team, "talk").await;
    author.add_to_channel(&talk, &other).await;
    let part = reqwest::multipart::Part::bytes(b"hello".to_vec()).file_name("a.txt");
    let form = reqwest::multipart::Form::new().text("channel_id", id(&talk).to_owned()).part("files", part);
    let uploaded = author.send(author.request("POST", "/api/v4/files").multipart(form)).await;
    let file = uploaded.body["file_infos"][0]["id"].clone();
    let body = json!({"channel_id": talk["id"], "message": "", "file_ids": [file]});
    let draft = author.post("/api/v4/drafts", body.clone()).await;
    assert_eq!((draft.status, &draft.body["metadata"]["files"][0]["name"]), (201, &json!("a.txt")));
    assert_eq!(list(&author, &team).await[0]["metadata"]["files"][0]["id"], file);
    let stolen = other.post("/api/v4/drafts", body).await;
    assert_eq!((stolen.status, &stolen.body["metadata"]), (201, &json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_drafts_leave_nothing() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let (guest, outsider) = (node.sign_up("guest").await, node.sign_up("outsider").await);
    let team = admin.new_team("one").await;
    let (talk, old) = (admin.new_channel(&team, "talk").await, admin.new_channel(&team, "old").await);
    admin.add_to_team(&team, &guest).await;
    assert_eq!(admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await.status, 200);
    assert_eq!(admin.delete(&format!("/api/v4/channels/{}", id(&old))).await.status, 200);
    let before = node.digest().await;
    for person in [&guest, &outsider] {
        assert_eq!(save(person, &talk, "x").await.error_id(), "api.context.permissions.app_error");
    }
    let files: Vec<String> = (0..11).map(|n| format!("{n:a>26}")).collect();
    let too_large = json!({"x": "y".repeat(8_000)});
    for (key, value, status, error) in [
        ("channel_id", old["id"].clone(), 400, "api.draft.create_draft.can_not_draft_to_deleted.error"),
        ("root_id", json!("junk"), 400, "model.draft.is_valid.root_id.app_error"),
        ("file_ids", json!(files), 400, "model.draft.is_valid.file_ids.app_error"),
        ("props", too_large.clone(), 400, "model.draft.is_valid.props.app_error"),
        ("priority", too_large, 400, "model.draft.is_valid.priority.app_error"),
        ("message", json!("m".repeat(16_384)), 400, "model.post.is_valid.message_length.app_error"),
        ("message", json!(7), 400, "api.context.invalid_body_param.app_error"),
        ("message", json!("a\u{0}b"), 400, "api.context.invalid_body_param.app_error"),
        ("create_at", json!("now"), 400, "api.context.invalid_body_param.app_error"),
    ] {
        let mut body = json!({"channel_id": talk["id"], "message": "x"});
        body[key] = value;
        let refused = admin.post("/api/v4/drafts", body).await;
        assert_eq!((refused.status, refused.error_id()), (status, error), "{key}");
    }
    let foreign = outsider.get(&format!("/api/v4/users/me/teams/{}/drafts", id(&team))).await;
    assert_eq!((foreign.status, foreign.error_id()), (403, "api.context.permissions.app_error"));
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_drafts_are_not_kept_every_operation_says_so() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ALLOWSYNCEDDRAFTS", "false")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let talk = admin.new_channel(&team, "talk").await;
    let drafts = format!("/api/v4/users/me/teams/{}/drafts", id(&team));
    let draft = format!("/api/v4/users/me/channels/{}/drafts", id(&talk));
    for reply in [save(&admin, &talk, "x").await, admin.get(&drafts).await, admin.delete(&draft).await] {
        assert_eq!((reply.status, reply.error_id()), (501, "api.drafts.disabled.app_error"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_costs_two_statements_however_long_it_is() {
    let node = TestNode::start().await;
    let author = node.sign_up("author").await;
    let team = author.new_team("one").await;
    for name in ["one", "two", "three", "four"] {
        let channel = author.new_channel(&team, name).await;
        // Whose file it is makes no difference to the cost.
        let body = json!({"channel_id": channel["id"], "message": name, "file_ids": ["a".repeat(26)]});
        assert_eq!(author.post("/api/v4/drafts", body).await.status, 201);
    }
    assert_eq!(list(&author, &team).await.as_array().unwrap().len(), 4);
    let again = author.get(&format!("/api/v4/users/me/teams/{}/drafts", id(&team))).await;
    let (statements, _) = again.statements_and_trips();
    assert!(statements <= 2, "{statements} statements");
}
