//! Creating posts: who may, what is refused, and that a retry makes one post.

use futures_util::future::join_all;
use roost_testkit::{TestCluster, TestNode};
use serde_json::json;

use super::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_gives_the_earlier_post() {
    let place = Place::with(&["admin", "bob"]).await;
    let first = place.post(0, json!({"pending_post_id": "p"})).await;
    let again = place.post(0, json!({"pending_post_id": "p", "message": "other"})).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    let of_other = place.post(1, json!({"pending_post_id": "p"})).await;
    assert_ne!(of_other.body["id"], first.body["id"], "the name of a post is its author's");
    assert_eq!(place.number("select count(*) from posts where message in ('hello', 'other')").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_retries_at_once_make_one_post_and_count_it_once() {
    let place = Place::with(&["admin", "bob"]).await;
    let before = place.number("select totalmsgcount from channels where name = 'room'").await;
    let replies = join_all((0..10).map(|_| place.post(1, json!({"pending_post_id": "same"})))).await;
    let first = &replies[0].body["id"];
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.body["id"] == *first));
    assert_eq!(place.number("select count(*) from posts where message = 'hello'").await, 1);
    assert_eq!(place.number("select totalmsgcount from channels where name = 'room'").await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_on_another_node_and_after_a_restart_gives_the_earlier_post() {
    let mut cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let team = admin.new_team("team").await;
    let channel = admin.new_channel(&team, "room").await;
    let body = json!({"channel_id": channel["id"], "message": "once", "pending_post_id": "p"});
    let first = admin.post("/api/v4/posts", body.clone()).await;
    let elsewhere = admin.at(cluster.node(1)).post("/api/v4/posts", body.clone()).await;
    assert_eq!(elsewhere.body["id"], first.body["id"]);
    cluster.restart(0).await;
    let later = admin.at(cluster.node(0)).post("/api/v4/posts", body).await;
    assert_eq!(later.body["id"], first.body["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn times_rise_strictly_however_many_post_at_once() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let replies = join_all((0..30).map(|n| place.post(n % 3, json!({})))).await;
    let mut times: Vec<i64> = replies.iter().map(|reply| reply.body["create_at"].as_i64().unwrap()).collect();
    times.sort_unstable();
    times.dedup();
    assert_eq!(times.len(), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_posts_leave_nothing_behind() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let other = place.people[0].new_channel(&place.team, "other").await;
    let elsewhere = place.people[0].new_post(&other, "root").await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let reply = place.post(0, json!({"root_id": root["id"]})).await.body;
    let gone = place.people[0].new_post(&place.channel, "gone").await;
    place.people[0].delete(&format!("/api/v4/posts/{}", gone["id"].as_str().unwrap())).await;
    let before = place.node.digest().await;
    let eleven: Vec<String> = (0..11).map(|n| format!("file{n:022}")).collect();
    for (extra, status, error) in [
        (json!({"channel_id": ""}), 403, "api.context.permissions.app_error"),
        (json!({"message": "m".repeat(16_384)}), 400, "model.post.is_valid.message_length.app_error"),
        (json!({"type": "system_join_channel"}), 400, "api.context.invalid_param.app_error"),
        (json!({"type": "bogus"}), 400, "model.post.is_valid.type.app_error"),
        (json!({"root_id": "junk"}), 400, "api.post.create_post.root_id.app_error"),
        (json!({"root_id": elsewhere["id"]}), 400, "api.post.create_post.root_id.app_error"),
        (json!({"root_id": reply["id"]}), 400, "api.post.create_post.root_id.app_error"),
        (json!({"root_id": gone["id"], "pending_post_id": "p"}), 400, "api.post.create_post.root_id.app_error"),
        (json!({"file_ids": eleven}), 400, "model.post.is_valid.file_ids.app_error"),
    ] {
        let refused = place.post(1, extra).await;
        assert_eq!((refused.status, refused.error_id()), (status, error));
    }
    assert_eq!(place.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_channels_and_strangers_are_refused() {
    let place = Place::with(&["admin", "bob"]).await;
    let stranger = place.node.sign_up("stranger").await;
    let body = json!({"channel_id": place.channel["id"], "message": "hi"});
    assert_eq!(stranger.post("/api/v4/posts", body.clone()).await.error_id(), "api.context.permissions.app_error");
    assert_eq!(place.people[1].post("/api/v4/posts", body.clone()).await.status, 201);
    place.people[0].delete(&format!("/api/v4/channels/{}", place.channel_id())).await;
    let refused = place.people[1].post("/api/v4/posts", body).await;
    assert_eq!(refused.error_id(), "api.post.create_post.can_not_post_to_deleted.error");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_choose_the_time() {
    let place = Place::with(&["admin", "bob"]).await;
    let old = 1_600_000_000_000_i64;
    assert_eq!(place.post(0, json!({"create_at": old})).await.body["create_at"], old);
    assert!(place.post(1, json!({"create_at": old})).await.body["create_at"].as_i64().unwrap() > old);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_belongs_to_one_post_and_to_its_owner() {
    let place = Place::with(&["admin", "bob"]).await;
    let file = "file0000000000000000000000";
    place.upload(1, file).await;
    let of_other = place.post(0, json!({"file_ids": [file]})).await;
    assert_eq!(of_other.body["file_ids"], json!(null), "somebody else's upload is left out");
    let tries = join_all((0..5).map(|_| place.post(1, json!({"file_ids": [file]})))).await;
    let with_file = tries.iter().filter(|reply| reply.body["file_ids"] == json!([file])).count();
    assert_eq!(with_file, 1);
    assert_eq!(place.number("select count(*) from posts where fileids like '%file0000%'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_means_having_seen_the_channel() {
    let place = Place::with(&["admin", "bob"]).await;
    place.people[0].new_post(&place.channel, "for @bob").await;
    let path = format!("/api/v4/users/me/channels/{}/unread", place.channel_id());
    assert_eq!(place.people[1].get(&path).await.body["mention_count"], 2, "bob was added, and named");
    place.people[1].new_post(&place.channel, "seen").await;
    let unread = place.people[1].get(&path).await.body;
    assert_eq!((&unread["msg_count"], &unread["mention_count"]), (&json!(0), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_heard_by_the_channel_until_they_leave() {
    let place = Place::on(TestNode::start().await, &["admin", "bob"]).await;
    let mut ears = place.people[1].connect().await;
    ears.wait_for("hello").await;
    place.people[0].new_post(&place.channel, "one").await;
    let posted = ears.wait_for("posted").await;
    assert!(posted["data"]["post"].as_str().unwrap().contains("one"));
    let member = format!("/api/v4/channels/{}/members/{}", place.channel_id(), place.people[1].user_id());
    assert_eq!(place.people[0].delete(&member).await.status, 200);
    let refused = place.post(1, json!({})).await;
    assert_eq!(refused.status, 403, "the session's memory of its memberships is gone");
}
