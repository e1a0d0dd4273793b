//! Threads: counters that stay right, and the law that state before plus events is state after.

use futures_util::future::join_all;
use roost_testkit::Client;
use serde_json::{Value, json};

use super::Place;

fn threads_path(place: &Place) -> String {
    format!("/api/v4/users/me/teams/{}/threads", place.team["id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reply_is_counted_however_many_come_at_once() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let replies = join_all((0..20).map(|n| place.post(n % 3, json!({"root_id": root["id"]})))).await;
    let mut counts: Vec<i64> = replies.iter().map(|reply| reply.body["reply_count"].as_i64().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=20).collect::<Vec<_>>(), "every reply knows its place");
    let thread = place.people[0].get(&format!("/api/v4/posts/{}/thread", root["id"].as_str().unwrap())).await.body;
    assert_eq!(thread["order"].as_array().unwrap().len(), 21);
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_and_deletions_at_once_leave_the_right_count() {
    let place = Place::with(&["admin", "bob"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(place.post(1, json!({"root_id": root["id"]})).await.body["id"].as_str().unwrap().to_owned());
    }
    let bob = &place.people[1];
    let deletions = ids.iter().map(|id| async move { bob.delete(&format!("/api/v4/posts/{id}")).await.status });
    let additions = (0..8).map(|_| async { place.post(0, json!({"root_id": root["id"]})).await.status });
    let (deleted, added) = futures_util::future::join(join_all(deletions), join_all(additions)).await;
    assert!(deleted.iter().all(|status| *status == 200) && added.iter().all(|status| *status == 201));
    let live = "select count(*) from posts where rootid <> '' and deleteat = 0";
    assert_eq!(place.number("select replycount from threads").await, place.number(live).await);
    let gone =
        place.number("select count(*) from threads where participants ? (select id from users where username = 'bob')");
    assert_eq!(gone.await, 0, "who has no reply left is no participant");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_followers_hear_is_what_they_would_read() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let mut ears = place.people[0].connect().await;
    for (who, message) in [(1, "one"), (2, "two @admin"), (1, "three")] {
        place.post(who, json!({"root_id": root["id"], "message": message})).await;
        let heard = ears.wait_for("thread_updated").await;
        let heard: Value = serde_json::from_str(heard["data"]["thread"].as_str().unwrap()).unwrap();
        let path = format!("{}/{}?extended=true", threads_path(&place), root["id"].as_str().unwrap());
        let read = place.people[0].get(&path).await.body;
        assert_eq!(heard["unread_replies"], read["unread_replies"], "{message}");
        assert_eq!(heard["unread_mentions"], read["unread_mentions"], "{message}");
        assert_eq!(heard["reply_count"], read["reply_count"], "{message}");
        assert_eq!(heard["participants"], read["participants"], "{message}");
        assert_eq!(heard["last_reply_at"], read["last_reply_at"], "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_and_unreading_a_thread() {
    let place = Place::with(&["admin", "bob"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let mut replies = Vec::new();
    for n in 0..4 {
        let message = if n == 2 { "@admin" } else { "more" };
        replies.push(place.post(1, json!({"root_id": root["id"], "message": message})).await.body);
    }
    let thread = format!("{}/{}", threads_path(&place), root["id"].as_str().unwrap());
    let admin = &place.people[0];
    let state = admin.get(&thread).await.body;
    assert_eq!((&state["unread_replies"], &state["unread_mentions"]), (&json!(4), &json!(1)));
    let at = replies[1]["create_at"].as_i64().unwrap();
    let read = admin.put(&format!("{thread}/read/{at}"), json!({})).await.body;
    assert_eq!((&read["unread_replies"], &read["unread_mentions"]), (&json!(2), &json!(1)));
    let unread = admin.post(&format!("{thread}/set_unread/{}", replies[3]["id"].as_str().unwrap()), json!({})).await;
    assert_eq!((&unread.body["unread_replies"], &unread.body["unread_mentions"]), (&json!(1), &json!(0)));
    assert_eq!(admin.put(&format!("{}/read", threads_path(&place)), json!({})).await.status, 200);
    let totals = admin.get(&format!("{}?totalsOnly=true", threads_path(&place))).await.body;
    assert_eq!((&totals["total"], &totals["total_unread_threads"]), (&json!(1), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_the_channel_sees_none_of_its_threads() {
    let place = Place::with(&["admin", "bob"]).await;
    let root = place.people[1].new_post(&place.channel, "root").await;
    place.post(0, json!({"root_id": root["id"]})).await;
    assert_eq!(place.people[1].get(&threads_path(&place)).await.body["total"], 1);
    let member = format!("/api/v4/channels/{}/members/{}", place.channel_id(), place.people[1].user_id());
    assert_eq!(place.people[0].delete(&member).await.status, 200);
    assert_eq!(place.people[1].get(&threads_path(&place)).await.body["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_conversation_every_reply_is_a_mention() {
    let place = Place::with(&["admin", "bob"]).await;
    let [admin, bob] = [&place.people[0], &place.people[1]];
    let channel = admin.post("/api/v4/channels/direct", json!([admin.user_id(), bob.user_id()])).await.body;
    let root = admin.new_post(&channel, "root").await;
    let reply = async |who: &Client, text: &str| {
        let body = json!({"channel_id": channel["id"], "root_id": root["id"], "message": text});
        who.post("/api/v4/posts", body).await.body
    };
    let first = reply(bob, "one").await;
    reply(admin, "mine").await;
    reply(bob, "two").await;
    let path = |rest: &str| format!("{}/{}{rest}", threads_path(&place), root["id"].as_str().unwrap());
    let counts = |thread: &Value| (thread["unread_replies"].as_i64(), thread["unread_mentions"].as_i64());
    let unread = format!("/set_unread/{}", first["id"].as_str().unwrap());
    let unread = admin.post(&path(&unread), json!({})).await.body;
    assert_eq!(unread["unread_mentions"], 2, "{unread}");
    let now = admin.put(&path("/read/9999999999999"), json!({})).await.body;
    assert_eq!(counts(&now), (Some(0), Some(0)));
}
