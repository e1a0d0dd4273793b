//! Reactions and custom emoji.

use futures_util::future::join_all;
use roost_testkit::{Client, Reply, TestNode, Tuning};
use serde_json::{Value, json};

async fn react(client: &Client, post: &Value, emoji: &str) -> Reply {
    let body = json!({"user_id": client.user_id(), "post_id": post["id"], "emoji_name": emoji});
    client.post("/api/v4/reactions", body).await
}

async fn list(client: &Client, post: &Value) -> Value {
    client.get(&format!("/api/v4/posts/{}/reactions", post["id"].as_str().unwrap())).await.body
}

/// A GIF of one pixel.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

async fn new_emoji(client: &Client, name: &str, bytes: &[u8]) -> Reply {
    let draft = json!({"creator_id": client.user_id(), "name": name}).to_string();
    let picture = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("e.gif");
    let form = reqwest::multipart::Form::new().text("emoji", draft).part("image", picture);
    client.send(client.request("POST", "/api/v4/emoji").multipart(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_reaction_many_times_at_once_is_one() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    let replies = join_all((0..6).map(|_| react(&admin, &post, "smile"))).await;
    assert!(replies.iter().all(|reply| reply.status == 200));
    assert_eq!(list(&admin, &post).await.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_has_no_more_different_reactions_than_allowed() {
    let limit = Tuning::default().with("MM_SERVICESETTINGS_UNIQUEEMOJIREACTIONLIMITPERPOST", "2");
    let node = TestNode::tuned(limit).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    let replies = join_all(["smile", "heart", "tada", "wave"].map(|name| react(&admin, &post, name))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 2);
    for refused in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!((refused.status, refused.error_id()), (400, "app.reaction.save.save.too_many_reactions"));
    }
    let there = list(&admin, &post).await[0]["emoji_name"].as_str().unwrap().to_owned();
    assert_eq!(react(&admin, &post, &there).await.status, 200, "one that is there already is no new one");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_of_a_post_goes_with_its_last_reaction() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    let path = format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
    let mut socket = admin.connect().await;
    for name in ["smile", "heart"] {
        assert_eq!(react(&admin, &post, name).await.status, 200);
        socket.wait_for("reaction_added").await;
    }
    for (name, left) in [("smile", json!(true)), ("heart", Value::Null)] {
        let one = format!("/api/v4/users/me{}/reactions/{name}", path.trim_start_matches("/api/v4"));
        assert_eq!(admin.delete(&one).await.status, 200);
        socket.wait_for("reaction_removed").await;
        assert_eq!(admin.get(&path).await.body["has_reactions"], left, "after {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outsiders_neither_react_nor_learn_whether_a_post_exists() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    let before = node.digest().await;
    let nowhere = json!({"id": "x".repeat(26)});
    for post in [&post, &nowhere] {
        let refused = react(&user, post, "smile").await;
        assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_emoji_takes_its_reactions_along() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    assert_eq!(react(&admin, &post, "partyparrot").await.error_id(), "app.emoji.get_by_name.no_result");
    let emoji = new_emoji(&admin, "partyparrot", GIF).await.body;
    let path = format!("/api/v4/emoji/{}", emoji["id"].as_str().unwrap());
    let picture = admin.get(&format!("{path}/image")).await;
    assert_eq!((picture.header("content-type"), picture.bytes.as_slice()), ("image/gif", GIF));
    assert_eq!(react(&admin, &post, "partyparrot").await.status, 200);
    assert_eq!(admin.delete(&path).await.status, 200);
    assert_eq!(list(&admin, &post).await, Value::Null);
    assert_eq!(new_emoji(&admin, "partyparrot", GIF).await.status, 200, "and its name is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_are_completed_by_the_beginning_of_their_names() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    for name in ["partyparrot", "party", "spartan"] {
        assert_eq!(new_emoji(&admin, name, GIF).await.status, 200);
    }
    let names = async |begun: &str| {
        let found = person.get(&format!("/api/v4/emoji/autocomplete?name={begun}")).await;
        assert_eq!(found.status, 200);
        let names = found.body.as_array().unwrap().iter().map(|emoji| emoji["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names("part").await, ["party", "partyparrot"]);
    assert_eq!(names("partyp").await, ["partyparrot"]);
    assert_eq!(names("x").await, [] as [&str; 0]);
    let refused = person.get("/api/v4/emoji/autocomplete").await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.context.invalid_url_param.app_error"));
    assert_eq!(node.anonymous().get("/api/v4/emoji/autocomplete?name=part").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_name_is_taken_once_however_many_try_at_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let replies = join_all((0..6).map(|_| new_emoji(&admin, "party", GIF))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    for refused in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!((refused.status, refused.error_id()), (400, "api.emoji.create.duplicate.app_error"));
    }
    for name in ["smile", "+1", "wave_dark_skin_tone"] {
        assert_eq!(new_emoji(&admin, name, GIF).await.error_id(), "model.emoji.system_emoji_name.app_error", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_makes_no_emoji() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let before = node.digest().await;
    let large = vec![b'x'; 600 * 1024];
    for (bytes, status, error) in [
        (&b"no picture"[..], 400, "api.emoji.upload.image.app_error"),
        (&large[..], 413, "api.emoji.create.too_large.app_error"),
    ] {
        let refused = new_emoji(&admin, "thing", bytes).await;
        assert_eq!((refused.status, refused.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn reacting_costs_five_statements_in_three_trips() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let channel = admin.new_channel(&team, "talk").await;
    let post = admin.new_post(&channel, "hello").await;
    react(&admin, &post, "smile").await;
    let (statements, trips) = react(&admin, &post, "heart").await.statements_and_trips();
    // The post; its mark and the count; the reaction and the record.
    assert!(statements <= 5 && trips <= 4, "{statements} statements in {trips} trips");
}
