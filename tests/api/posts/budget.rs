//! What posting costs: the heart of the product has a budget.

use serde_json::{Value, json};

use super::Place;
use crate::api::helpers::id;

/// What finding out whether somebody may post costs at most when nothing is remembered; here everything is.
const WARM: &str = "authorisation, author and audience come from memory";

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_post_costs_five_statements_in_three_trips() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    place.post(1, json!({"pending_post_id": "warm"})).await;
    let reply = place.post(1, json!({"pending_post_id": "measured"})).await;
    assert_eq!(reply.status, 201);
    let (statements, trips) = reply.statements_and_trips();
    assert!(statements <= 5 && trips <= 3, "{statements} statements in {trips} trips; {WARM}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_with_three_mentions_and_a_file_costs_nine_statements_in_three_trips() {
    let place = Place::with(&["admin", "bob", "cat", "dan", "eve"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    for id in ["warmfile000000000000000000", "measured000000000000000000"] {
        place.upload(1, id).await;
        let body = json!({
            "message": "@cat @dan @eve look", "root_id": root["id"], "file_ids": [id], "pending_post_id": id,
        });
        let reply = place.post(1, body).await;
        assert_eq!((reply.status, &reply.body["file_ids"]), (201, &json!([id])));
        if id.starts_with("measured") {
            let (statements, trips) = reply.statements_and_trips();
            assert!(statements <= 9 && trips <= 3, "{statements} statements in {trips} trips; {WARM}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_channel_costs_the_same_whatever_its_posts_bring_along() {
    let place = Place::with(&["admin", "bob"]).await;
    for n in 0..10 {
        let id = format!("file{n:022}");
        place.upload(1, &id).await;
        let root = place.post(1, json!({"file_ids": [id]})).await.body;
        place.post(0, json!({"root_id": root["id"]})).await;
    }
    let path = |per_page: i64| format!("/api/v4/channels/{}/posts?per_page={per_page}", place.channel_id());
    let small = place.people[1].get(&path(4)).await.statements_and_trips();
    let large = place.people[1].get(&path(40)).await;
    assert_eq!(large.body["order"].as_array().unwrap().len(), 22);
    let large = large.statements_and_trips();
    assert!(large <= small, "{large:?} for a large page, {small:?} for a small one");
    assert!(large.0 <= 4, "{large:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_newest_version_of_a_channel_costs_one_statement() {
    let place = Place::with(&["admin", "bob"]).await;
    place.people[0].new_post(&place.channel, "one").await;
    let path = format!("/api/v4/channels/{}/posts", place.channel_id());
    let etag = place.people[1].get(&path).await.header("etag").to_owned();
    let bob = &place.people[1];
    let reply = bob.send(bob.request("GET", &path).header("if-none-match", &etag)).await;
    assert_eq!((reply.status, reply.statements_and_trips()), (304, (1, 1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_thread_costs_two_statements_in_one_trip() {
    let place = Place::with(&["admin", "bob"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    let reply = place.post(1, json!({"root_id": root["id"]})).await.body;
    let thread = |post: &Value, query: &str| format!("/api/v4/posts/{}/thread?{query}", id(post));
    for query in ["perPage=60", "perPage=60&collapsedThreads=true&direction=up"] {
        let read = place.people[1].get(&thread(&root, query)).await;
        assert_eq!(read.body["posts"].as_object().unwrap().len(), 2, "{query}");
        assert_eq!(read.statements_and_trips(), (2, 1), "{query}");
    }
    // Of a reply the thread is known only when the reply is; and of all replies nothing is read before the right to.
    for (post, query) in [(&reply, "perPage=60"), (&root, "")] {
        let read = place.people[1].get(&thread(post, query)).await;
        assert_eq!(read.body["posts"].as_object().unwrap().len(), 2, "{query}");
        assert!(read.statements_and_trips().0 <= 3, "{query}: {:?}", read.statements_and_trips());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_costs_seven_statements_in_four_trips() {
    let place = Place::with(&["admin", "bob"]).await;
    let post = place.people[1].new_post(&place.channel, "first").await;
    place.post(0, json!({"root_id": post["id"]})).await;
    let reaction = json!({"user_id": place.people[0].user_id(), "post_id": post["id"], "emoji_name": "tada"});
    assert_eq!(place.people[0].post("/api/v4/reactions", reaction).await.status, 200);
    let edit = async |message: &str| {
        let reply =
            place.people[1].put(&format!("/api/v4/posts/{}/patch", id(&post)), json!({"message": message})).await;
        assert_eq!((reply.status, reply.body["metadata"]["reactions"].as_array().map(Vec::len)), (200, Some(1)));
        reply.statements_and_trips()
    };
    edit("so that all is remembered").await;
    let (statements, trips) = edit("second").await;
    assert!(statements <= 7 && trips <= 4, "{statements} statements in {trips} trips");
}
