//! Bookmarks of channels.

use futures_util::future::join_all;
use roost_testkit::{Client, Reply, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

fn path(channel: &Value) -> String {
    format!("/api/v4/channels/{}/bookmarks", id(channel))
}

fn link(name: &str) -> Value {
    json!({"display_name": name, "link_url": "http://example.com/", "type": "link"})
}

async fn add(client: &Client, channel: &Value, name: &str) -> Value {
    let reply = client.post(&path(channel), link(name)).await;
    assert_eq!(reply.status, 201, "{:?}", reply.body);
    reply.body
}

async fn patch(client: &Client, channel: &Value, bookmark: &Value, change: Value) -> Reply {
    client.call("PATCH", &format!("{}/{}", path(channel), id(bookmark)), Some(change)).await
}

async fn list(client: &Client, channel: &Value) -> Value {
    let reply = client.get(&path(channel)).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

async fn upload(client: &Client, channel: &Value, bookmark: bool) -> Value {
    let part = reqwest::multipart::Part::bytes(b"hello".to_vec()).file_name("a.txt");
    let form = reqwest::multipart::Form::new().text("channel_id", id(channel).to_owned()).part("files", part);
    let request = client.request("POST", &format!("/api/v4/files?bookmark={bookmark}")).multipart(form);
    client.send(request).await.body["file_infos"][0]["id"].clone()
}

/// What a listener knows after an event.
fn applied(mut all: Vec<Value>, event: &Value) -> Vec<Value> {
    let read = |key: &str| -> Value { serde_json::from_str(event["data"][key].as_str().unwrap()).unwrap() };
    match event["event"].as_str().unwrap() {
        "channel_bookmark_created" => all.push(read("bookmark")),
        "channel_bookmark_deleted" => all.retain(|old| old["id"] != read("bookmark")["id"]),
        "channel_bookmark_updated" => {
            let mut new = read("bookmarks")["updated"].clone();
            // Told in the event only.
            new.as_object_mut().unwrap().remove("original_id");
            all.iter_mut().filter(|old| old["id"] == new["id"]).for_each(|old| *old = new.clone());
        }
        "channel_bookmark_sorted" => all.clone_from(read("bookmarks").as_array().unwrap()),
        _ => {}
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_events_tell_on_another_node_is_what_a_list_shows_there() {
    let cluster = TestCluster::start(2).await;
    let owner = cluster.node(0).sign_up("owner").await;
    let friend = cluster.node(0).sign_up("friend").await;
    let team = owner.new_team("one").await;
    owner.add_to_team(&team, &friend).await;
    let talk = owner.new_channel(&team, "talk").await;
    owner.add_to_channel(&talk, &friend).await;
    let elsewhere = friend.at(cluster.node(1));
    let mut socket = elsewhere.connect().await;
    socket.wait_for("hello").await;
    let (one, two) = (add(&owner, &talk, "one").await, add(&owner, &talk, "two").await);
    let three = add(&friend, &talk, "three").await;
    assert_eq!(patch(&friend, &talk, &one, json!({"display_name": "mine now"})).await.status, 200);
    assert_eq!(owner.post(&format!("{}/{}/sort_order", path(&talk), id(&three)), json!(0)).await.status, 200);
    assert_eq!(owner.delete(&format!("{}/{}", path(&talk), id(&two))).await.status, 200);
    socket.wait_for("channel_bookmark_deleted").await;
    let known = socket.heard.iter().filter(|event| event["event"].is_string()).fold(Vec::new(), applied);
    assert_eq!(Value::from(known), list(&elsewhere, &talk).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_wrote_is_kept_as_deleted() {
    let node = TestNode::start().await;
    let (owner, friend) = (node.sign_up("owner").await, node.sign_up("friend").await);
    let team = owner.new_team("one").await;
    owner.add_to_team(&team, &friend).await;
    let talk = owner.new_channel(&team, "talk").await;
    owner.add_to_channel(&talk, &friend).await;
    let one = add(&owner, &talk, "one").await;
    let changed = patch(&friend, &talk, &one, json!({"display_name": "other"})).await.body;
    let (updated, deleted) = (&changed["updated"], &changed["deleted"]);
    assert_eq!((&updated["id"], &updated["owner_id"]), (&one["id"], &json!(friend.user_id())));
    assert_eq!(updated["original_id"], deleted["id"]);
    assert_eq!((&deleted["display_name"], &deleted["owner_id"]), (&json!("one"), &json!(owner.user_id())));
    let since = owner.get(&format!("{}?bookmarks_since=1", path(&talk))).await.body;
    assert_eq!(since.as_array().unwrap().len(), 2);
    let mut kept = updated.clone();
    kept.as_object_mut().unwrap().remove("original_id");
    assert_eq!(list(&owner, &talk).await, json!([kept]));
    let again = patch(&friend, &talk, &one, json!({"emoji": ":tada:"})).await.body;
    assert_eq!((&again["updated"]["emoji"], &again["deleted"]), (&json!("tada"), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn bookmarks_added_at_once_have_places_of_their_own_and_a_limit() {
    let node = TestNode::start().await;
    let owner = node.sign_up("owner").await;
    let team = owner.new_team("one").await;
    let talk = owner.new_channel(&team, "talk").await;
    let replies = join_all((0..53).map(async |n: u8| owner.post(&path(&talk), link(&n.to_string())).await)).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 50);
    let all = list(&owner, &talk).await;
    let places: Vec<i64> = all.as_array().unwrap().iter().map(|one| one["sort_order"].as_i64().unwrap()).collect();
    assert_eq!(places, (0..50).collect::<Vec<_>>());
    // Two that are moved at once leave no place empty and none taken twice.
    let all = ids(&all);
    let moves = [(all[0], 49), (all[49], 0), (all[20], 30)];
    join_all(moves.map(async |(one, place)| {
        let moved = owner.post(&format!("{}/{one}/sort_order", path(&talk)), json!(place)).await;
        assert_eq!(moved.status, 200, "{:?}", moved.body);
    }))
    .await;
    let sorted = list(&owner, &talk).await;
    let places: Vec<i64> = sorted.as_array().unwrap().iter().map(|one| one["sort_order"].as_i64().unwrap()).collect();
    assert_eq!(places, (0..50).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_of_one_bookmark_and_goes_with_it() {
    let node = TestNode::start().await;
    let owner = node.sign_up("owner").await;
    let team = owner.new_team("one").await;
    let (talk, news) = (owner.new_channel(&team, "talk").await, owner.new_channel(&team, "news").await);
    let (file, ordinary) = (upload(&owner, &talk, true).await, upload(&owner, &talk, false).await);
    let body = |file: &Value| json!({"display_name": "f", "file_id": file, "type": "file"});
    for (channel, file) in [(&talk, &ordinary), (&news, &file), (&talk, &json!("a".repeat(26)))] {
        let refused = owner.post(&path(channel), body(file)).await;
        let error = "model.channel_bookmark.is_valid.file_id.missing_or_invalid.app_error";
        assert_eq!((refused.status, refused.error_id()), (400, error));
    }
    let made = owner.post(&path(&talk), body(&file)).await;
    assert_eq!((made.status, &made.body["file"]["name"]), (201, &json!("a.txt")));
    assert_eq!(owner.post(&path(&talk), body(&file)).await.status, 400, "it is taken");
    let info = format!("/api/v4/files/{}/info", file.as_str().unwrap());
    assert_eq!(owner.get(&info).await.status, 200);
    assert_eq!(owner.delete(&format!("{}/{}", path(&talk), id(&made.body))).await.status, 200);
    assert_eq!(owner.get(&info).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_conversations_everybody_but_guests_and_strangers_has_bookmarks() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let (guest, outsider) = (node.sign_up("guest").await, node.sign_up("outsider").await);
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &guest).await;
    let direct = admin.post("/api/v4/channels/direct", json!([admin.user_id(), guest.user_id()])).await.body;
    assert_eq!(admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await.status, 200);
    let one = add(&admin, &direct, "one").await;
    let before = node.digest().await;
    let at = format!("{}/{}", path(&direct), id(&one));
    for (person, reason) in [
        (&guest, "direct_or_group_channels_by_guests.forbidden.app_error"),
        (&outsider, "direct_or_group_channels.forbidden.app_error"),
    ] {
        for (act, reply) in [
            ("create_channel_bookmark", person.post(&path(&direct), link("x")).await),
            ("update_channel_bookmark", patch(person, &direct, &one, json!({"display_name": "x"})).await),
            ("update_channel_bookmark_sort_order", person.post(&format!("{at}/sort_order"), json!(0)).await),
            ("delete_channel_bookmark", person.delete(&at).await),
        ] {
            assert_eq!((reply.status, reply.error_id()), (403, &*format!("api.channel.bookmark.{act}.{reason}")));
        }
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_changes_leave_the_bookmarks_as_they_are() {
    let node = TestNode::start().await;
    let (owner, outsider) = (node.sign_up("owner").await, node.sign_up("outsider").await);
    let team = owner.new_team("one").await;
    let (talk, old) = (owner.new_channel(&team, "talk").await, owner.new_channel(&team, "old").await);
    let (one, other) = (add(&owner, &talk, "one").await, add(&owner, &old, "other").await);
    assert_eq!(owner.delete(&format!("/api/v4/channels/{}", id(&old))).await.status, 200);
    let before = node.digest().await;
    let denied = "api.context.permissions.app_error";
    let archived = "api.channel.bookmark.update_channel_bookmark.deleted_channel.forbidden.app_error";
    let body = "api.context.invalid_body_param.app_error";
    for (reply, status, error) in [
        (outsider.get(&path(&talk)).await, 403, denied),
        (outsider.post(&path(&talk), link("x")).await, 403, denied),
        (patch(&outsider, &talk, &one, json!({"display_name": "x"})).await, 403, denied),
        (patch(&owner, &old, &other, json!({"display_name": "x"})).await, 403, archived),
        (patch(&owner, &talk, &other, json!({"display_name": "x"})).await, 400, body),
        (patch(&owner, &talk, &one, json!({"sort_order": -1})).await, 400, body),
        (patch(&owner, &talk, &one, json!({"sort_order": 1_u64 << 40})).await, 400, body),
        (patch(&owner, &talk, &one, json!({"display_name": "a\u{0}b"})).await, 400, body),
        (
            patch(&owner, &talk, &one, json!({"link_url": "javascript:alert(1)"})).await,
            400,
            "model.channel_bookmark.is_valid.link_url.missing_or_invalid.app_error",
        ),
        (
            owner.post(&format!("{}/{}/sort_order", path(&talk), id(&one)), json!(1)).await,
            400,
            "app.channel.bookmark.update_sort.invalid_input.app_error",
        ),
        (owner.delete(&format!("{}/{}", path(&talk), id(&other))).await, 400, body),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_costs_one_statement_however_long_it_is() {
    let node = TestNode::start().await;
    let owner = node.sign_up("owner").await;
    let team = owner.new_team("one").await;
    let talk = owner.new_channel(&team, "talk").await;
    for name in ["one", "two", "three"] {
        add(&owner, &talk, name).await;
    }
    assert_eq!(list(&owner, &talk).await.as_array().unwrap().len(), 3);
    let (statements, _) = owner.get(&path(&talk)).await.statements_and_trips();
    assert!(statements <= 1, "{statements} statements");
}
