//! Threads that go to another channel: whole, once, and only where their mover and the settings let them.

use roost_testkit::{Reply, TestCluster, Tuning};
use serde_json::{Value, json};

use super::super::helpers::id;
use super::Place;

async fn move_to(place: &Place, who: usize, post: &Value, channel: &Value) -> Reply {
    place.people[who].post(&format!("/api/v4/posts/{}/move", id(post)), json!({"channel_id": channel["id"]})).await
}

/// The posts of a channel that people wrote, oldest first.
async fn written(place: &Place, who: usize, channel: &Value) -> Vec<Value> {
    let list = place.people[who].get(&format!("/api/v4/channels/{}/posts", id(channel))).await.body;
    let posts = list["order"].as_array().unwrap().iter().rev().map(|id| list["posts"][id.as_str().unwrap()].clone());
    posts.filter(|post| post["type"] == "").collect()
}

async fn setting(place: &Place, wrangler: Value) {
    let reply = place.people[0].put("/api/v4/config/patch", json!({"WranglerSettings": wrangler})).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_keeps_its_authors_order_files_reactions_and_priority() {
    let place = Place::with(&["admin", "bob"]).await;
    let (admin, bob) = (&place.people[0], &place.people[1]);
    let other = admin.new_channel(&place.team, "other").await;
    admin.add_to_channel(&other, bob).await;
    let file = "ffffffffffffffffffffffffff";
    place.upload(1, file).await;
    let priority = json!({"metadata": {"priority": {"priority": "important"}}});
    let root = place.post(0, priority).await.body;
    let reply = json!({"root_id": root["id"], "message": "first", "file_ids": [file]});
    let reply = place.post(1, reply).await.body;
    place.post(0, json!({"root_id": root["id"], "message": "second"})).await;
    let reaction = json!({"user_id": bob.user_id(), "post_id": reply["id"], "emoji_name": "smile"});
    assert_eq!(bob.post("/api/v4/reactions", reaction).await.status, 200);

    // Any post of the thread stands for all of it.
    let moved = move_to(&place, 1, &reply, &other).await;
    assert_eq!((moved.status, &moved.body), (200, &json!({"status": "OK"})));

    let posts = written(&place, 1, &other).await;
    let told: Vec<_> = posts.iter().map(|post| (post["message"].as_str().unwrap(), post["user_id"].clone())).collect();
    let (a, b) = (json!(admin.user_id()), json!(bob.user_id()));
    assert_eq!(told, [("hello", a.clone()), ("first", b), ("second", a)]);
    assert!(posts[1..].iter().all(|post| post["root_id"] == posts[0]["id"]));
    assert_eq!(posts[0]["metadata"]["priority"]["priority"], "important");
    assert_eq!(posts[1]["file_ids"], json!([file]));
    assert_eq!(posts[1]["metadata"]["files"][0]["channel_id"], other["id"]);
    assert_eq!(posts[1]["metadata"]["reactions"][0]["emoji_name"], "smile");
    assert!(written(&place, 1, &place.channel).await.is_empty());
    let old = bob.get(&format!("/api/v4/posts/{}", id(&root))).await;
    assert_eq!((old.status, old.error_id()), (404, "app.post.get.app_error"));
    // The two replies, and what the server says of it.
    let count = place.number("select replycount from threads where coalesce(threaddeleteat, 0) = 0").await;
    assert_eq!(count, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_settings_do_not_let_happen_is_refused_and_changes_nothing() {
    let place = Place::with(&["admin", "bob"]).await;
    let (admin, bob) = (&place.people[0], &place.people[1]);
    let strange = admin.new_channel(&place.team, "strange").await;
    let team = bob.new_team("far").await;
    let far = bob.new_channel(&team, "far").await;
    let own = json!({"team_id": place.team["id"], "name": "own", "display_name": "Own", "type": "P"});
    let own = bob.post("/api/v4/channels", own).await.body;
    let secret = bob.new_post(&own, "secret").await;
    let root = place.post(1, json!({})).await.body;
    place.post(1, json!({"root_id": root["id"]})).await;
    let before = place.number("select count(*) from posts").await;
    let unknown = json!({"id": "aaaaaaaaaaaaaaaaaaaaaaaaaa"});
    let refused = "app.post.move_thread_command.error";
    for (post, channel, status, error) in [
        (&root, &far, 400, refused),
        (&root, &strange, 400, refused),
        (&secret, &place.channel, 400, refused),
        (&root, &unknown, 404, "app.channel.get.existing.app_error"),
        (&unknown, &place.channel, 404, "app.post.get.app_error"),
    ] {
        let reply = move_to(&place, 1, post, channel).await;
        assert_eq!((reply.status, reply.error_id()), (status, error), "{:?}", reply.body);
    }
    for wrangler in [
        json!({"MoveThreadToAnotherTeamEnable": true, "PermittedWranglerRoles": ["channel_admin"]}),
        json!({"PermittedWranglerRoles": [], "AllowedEmailDomain": ["elsewhere.test"]}),
    ] {
        setting(&place, wrangler).await;
        let reply = move_to(&place, 1, &root, &far).await;
        assert_eq!((reply.status, reply.error_id()), (403, "api.post.move_thread.no_permission"));
    }
    setting(&place, json!({"AllowedEmailDomain": [], "MoveThreadMaxCount": 1})).await;
    assert_eq!(move_to(&place, 1, &root, &far).await.error_id(), refused, "too long");
    assert_eq!(place.number("select count(*) from posts").await, before);
    setting(&place, json!({"MoveThreadMaxCount": 2})).await;
    assert_eq!(move_to(&place, 1, &root, &far).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_moves_at_once_one_happens_and_replies_meanwhile_are_lost_in_none() {
    let place = Place::with(&["admin", "bob"]).await;
    let other = place.people[0].new_channel(&place.team, "other").await;
    let root = place.post(0, json!({})).await.body;
    let moves = futures_util::future::join_all((0..4).map(|_| move_to(&place, 0, &root, &other)));
    let replies = futures_util::future::join_all((0..8).map(|_| place.post(1, json!({"root_id": root["id"]}))));
    let (moved, replied) = futures_util::future::join(moves, replies).await;
    let done = moved.iter().filter(|reply| reply.status == 200).count();
    assert!(done <= 1, "a thread went away twice");
    assert!(moved.iter().all(|reply| [200, 400, 404].contains(&reply.status)));
    let kept = replied.iter().filter(|reply| reply.status == 201).count();
    let live = "select count(*) from posts where deleteat = 0 and type = '' and rootid <> ''";
    assert_eq!(place.number(live).await, i64::try_from(kept).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_on_another_node_see_it_go_and_come_and_no_preview_that_is_not_for_them() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    let mover = cluster.node(0).sign_up("mover").await;
    let reader = cluster.node(0).sign_up("reader").await;
    let team = mover.new_team("one").await;
    mover.add_to_team(&team, &reader).await;
    let talk = mover.new_channel(&team, "talk").await;
    mover.add_to_channel(&talk, &reader).await;
    let hidden = json!({"team_id": team["id"], "name": "hidden", "display_name": "Hidden", "type": "P"});
    let hidden = mover.post("/api/v4/channels", hidden).await.body;
    let root = mover.new_post(&talk, "between us").await;
    let (mut theirs, mut own) = (reader.at(cluster.node(1)).connect().await, mover.at(cluster.node(1)).connect().await);
    theirs.wait_for("hello").await;
    own.wait_for("hello").await;
    let path = format!("/api/v4/posts/{}/move", id(&root));
    assert_eq!(mover.post(&path, json!({"channel_id": hidden["id"]})).await.status, 200);
    let come: Value = serde_json::from_str(own.wait_for("posted").await["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!((&come["message"], &come["channel_id"]), (&root["message"], &hidden["id"]));
    let gone = theirs.wait_for("post_deleted").await;
    let gone: Value = serde_json::from_str(gone["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!(gone["id"], root["id"]);
    let said = theirs.wait_for("posted").await;
    let said: Value = serde_json::from_str(said["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!((&said["type"], &said["props"]["NumMessages"]), (&json!("system_wrangler"), &json!(1)));
    assert_eq!(said["metadata"]["embeds"], Value::Null, "the reader is not in the channel that it went to");
}
