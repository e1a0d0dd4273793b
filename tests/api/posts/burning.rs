//! Posts that burn when they are read: what they say reaches nobody who has not opened them, and is gone in time.

use std::sync::Arc;

use futures_util::future::join_all;
use roost_testkit::{AheadClock, Client, Socket, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::Place;
use crate::api::helpers::{eager, id};

async fn burning(place: &Place, who: usize, message: &str) -> Value {
    let reply = place.post(who, json!({"message": message, "type": "burn_on_read"})).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body
}

async fn reveal(client: &Client, post: &Value) -> Value {
    let reply = client.get(&format!("/api/v4/posts/{}/reveal", id(post))).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

async fn status(client: &Client, post: &Value) -> u16 {
    client.get(&format!("/api/v4/posts/{}", id(post))).await.status
}

fn told(event: &Value) -> Value {
    serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap()
}

/// Everything that a client may ask in which the word could stand.
async fn answers(place: &Place, client: &Client, post: &Value) -> String {
    let (channel, team, id) = (place.channel_id(), place.team["id"].as_str().unwrap(), id(post));
    let mut texts = String::new();
    for path in [
        format!("/api/v4/posts/{id}"),
        format!("/api/v4/posts/{id}/thread"),
        format!("/api/v4/posts/{id}/files/info"),
        format!("/api/v4/channels/{channel}/posts"),
        format!("/api/v4/channels/{channel}/posts?since=1"),
        format!("/api/v4/channels/{channel}/posts?collapsedThreads=true"),
        format!("/api/v4/channels/{channel}/posts?after={id}"),
        format!("/api/v4/users/{}/channels/{channel}/posts/unread", client.user_id()),
        format!("/api/v4/users/{}/posts/flagged", client.user_id()),
    ] {
        texts += &client.get(&path).await.body.to_string();
    }
    texts += &client.post("/api/v4/posts/ids", json!([id])).await.body.to_string();
    for path in ["posts", "files"] {
        let found = client.post(&format!("/api/v4/teams/{team}/{path}/search"), json!({"terms": "password"})).await;
        texts += &found.body.to_string();
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_it_before_they_open_it() {
    let place = Place::with(&["admin", "author", "reader"]).await;
    let (admin, author, reader) = (&place.people[0], &place.people[1], &place.people[2]);
    let file = "burningfile000000000000000";
    place.upload(1, file).await;
    let mut socket = reader.connect().await;
    socket.wait_for("hello").await;
    let extra = json!({"message": "the password #tag ~room @reader", "type": "burn_on_read", "file_ids": [file]});
    let post = place.post(1, extra).await.body;
    assert_eq!(
        (post["message"].as_str(), post["file_ids"].clone()),
        (Some("the password #tag ~room @reader"), json!([file]))
    );
    let save = json!([{"user_id": reader.user_id(), "category": "flagged_post", "name": id(&post), "value": "true"}]);
    assert_eq!(reader.put("/api/v4/users/me/preferences", save).await.status, 200);

    let heard = socket.wait_for("posted").await;
    assert!(!heard.to_string().contains("password") && !heard.to_string().contains(file), "{heard}");
    assert_eq!(
        heard["data"]["mentions"],
        json!(format!("[\"{}\"]", reader.user_id())),
        "they are told that it is for them"
    );
    for client in [admin, reader] {
        let seen = answers(&place, client, &post).await;
        assert!(!seen.contains("password") && !seen.contains(file), "{seen}");
    }
    assert_eq!(reader.get(&format!("/api/v4/files/{file}")).await.status, 404);
    assert_eq!(reader.get(&format!("/api/v4/files/{file}/info")).await.status, 404);
    let link =
        json!({"channel_id": place.channel["id"], "message": format!("{}/team/pl/{}", place.node.base(), id(&post))});
    assert!(!reader.post("/api/v4/posts", link).await.body.to_string().contains("password"));
    let (stored, aside) =
        ("select count(*) from posts where message like '%password%'", "select count(*) from temporaryposts");
    assert_eq!((place.number(stored).await, place.number(aside).await), (0, 1));

    let opened = reveal(reader, &post).await;
    assert_eq!(opened["metadata"]["files"][0]["id"], json!(file));
    assert!(answers(&place, reader, &post).await.contains("the password"));
    assert!(answers(&place, author, &post).await.contains("the password"));
    assert!(!answers(&place, admin, &post).await.contains("password"), "each opens it for themselves");
    assert_eq!(reader.get(&format!("/api/v4/files/{file}/info")).await.status, 200);
    assert_eq!(reader.get(&format!("/api/v4/files/{file}/link")).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_that_clients_keep_is_old_once_they_open_it() {
    let place = Place::with(&["admin", "reader"]).await;
    let post = burning(&place, 0, "secret").await;
    let reader = &place.people[1];
    for path in [format!("/api/v4/posts/{}", id(&post)), format!("/api/v4/channels/{}/posts", place.channel_id())] {
        let post = burning(&place, 0, "another").await;
        let before = reader.get(&path).await;
        reveal(reader, &post).await;
        let held = reader.send(reader.request("GET", &path).header("if-none-match", before.header("etag"))).await;
        let expected = if path.contains("channels") { 200 } else { 304 };
        assert_eq!(held.status, expected, "{path}");
    }
    let path = format!("/api/v4/posts/{}", id(&post));
    let before = reader.get(&path).await;
    reveal(reader, &post).await;
    let held = reader.send(reader.request("GET", &path).header("if-none-match", before.header("etag"))).await;
    assert_eq!((held.status, held.body["message"].as_str()), (200, Some("secret")));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_gone_for_a_reader_after_the_time_for_reading_and_for_all_when_everybody_has_read() {
    let clock = Arc::new(AheadClock::default());
    let mut tuning = Tuning { clock: clock.clone(), ..eager() };
    // Only the reading itself is looked at here.
    tuning.due_timings.look = std::time::Duration::from_hours(1);
    let place = Place::on(TestNode::tuned(tuning).await, &["author", "one", "two"]).await;
    let [author, one, two] = &place.people[..] else { panic!() };
    let post = burning(&place, 0, "secret").await;
    reveal(one, &post).await;
    let seen = author.get(&format!("/api/v4/posts/{}", id(&post))).await.body;
    assert_eq!(
        (&seen["metadata"]["recipients"], &seen["metadata"]["expire_at"]),
        (&json!([one.user_id()]), &Value::Null)
    );
    clock.advance(601);
    assert_eq!((status(author, &post).await, status(one, &post).await, status(two, &post).await), (200, 404, 200));
    let list = one.get(&format!("/api/v4/channels/{}/posts", place.channel_id())).await.body;
    assert!(!list.to_string().contains(id(&post)));
    let again = one.get(&format!("/api/v4/posts/{}/reveal", id(&post))).await;
    assert_eq!(again.error_id(), "app.post.get.app_error");
    let last = reveal(two, &post).await;
    let seen = author.get(&format!("/api/v4/posts/{}", id(&post))).await.body;
    assert_eq!(seen["metadata"]["expire_at"], last["metadata"]["expire_at"]);
    clock.advance(601);
    assert_eq!((status(author, &post).await, status(two, &post).await), (404, 404));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_open_it_at_once_one_is_the_last_and_each_counts_once() {
    let place = Place::with(&["author", "one", "two", "three"]).await;
    let mut socket = place.people[0].connect().await;
    socket.wait_for("hello").await;
    let post = burning(&place, 0, "secret").await;
    let path = format!("/api/v4/posts/{}/reveal", id(&post));
    let replies = join_all((0..9).map(|n| place.people[1 + n % 3].get(&path))).await;
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body["message"] == "secret"));
    assert_eq!(place.number("select count(*) from readreceipts").await, 3);
    let mark = burning(&place, 0, "mark").await;
    socket.wait_matching("the mark", |event| event["event"] == "posted" && told(event)["id"] == mark["id"]).await;
    let count = |socket: &Socket, name: &str| socket.names().iter().filter(|event| **event == name).count();
    assert_eq!((count(&socket, "post_revealed"), count(&socket, "burn_on_read_all_revealed")), (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn listeners_of_another_node_hear_of_opening_and_burning_and_one_node_burns_it_in_time() {
    let clock = Arc::new(AheadClock::default());
    let cluster = TestCluster::tuned(2, Tuning { clock: clock.clone(), ..eager() }).await;
    let author = cluster.node(0).sign_up("author").await;
    let (reader, other) = (cluster.node(0).sign_up("reader").await, cluster.node(0).sign_up("other").await);
    let team = author.new_team("team").await;
    let channel = author.new_channel(&team, "room").await;
    for user in [&reader, &other] {
        author.add_to_team(&team, user).await;
        author.add_to_channel(&channel, user).await;
    }
    let mut theirs = author.at(cluster.node(1)).connect().await;
    let mut own = reader.at(cluster.node(1)).connect().await;
    let mut elsewhere = other.at(cluster.node(1)).connect().await;
    for socket in [&mut theirs, &mut own, &mut elsewhere] {
        socket.wait_for("hello").await;
    }
    let body = json!({"channel_id": channel["id"], "message": "secret", "type": "burn_on_read"});
    let post = author.post("/api/v4/posts", body).await.body;
    let posted = |event: &Value| event["event"] == "posted" && told(event)["id"] == post["id"];
    let heard = theirs.wait_matching("the post", posted).await;
    assert_eq!(told(&heard)["message"], "secret", "the author's own clients know it");
    reveal(&reader, &post).await;
    assert_eq!(told(&own.wait_for("post_revealed").await)["message"], "secret");
    let heard = theirs.wait_for("post_revealed").await;
    assert_eq!(heard["data"]["recipients"], json!([reader.user_id()]));
    assert_eq!(reader.delete(&format!("/api/v4/posts/{}/burn", id(&post))).await.status, 200);
    assert_eq!(own.wait_for("post_burned").await["data"]["post_id"], post["id"]);
    clock.advance(604_801);
    let heard = elsewhere.wait_for("post_deleted").await;
    assert_eq!(told(&heard)["id"], post["id"]);
    let said: String = elsewhere.heard.iter().map(ToString::to_string).collect();
    assert!(!said.contains("secret"), "{said}");
    let sql = format!("select count(*) from posts where id = '{}'", id(&post));
    for (sql, left) in
        [(sql.as_str(), 0), ("select count(*) from temporaryposts", 0), ("select count(*) from readreceipts", 0)]
    {
        let count: i64 = cluster.node(0).database.client().await.query_one(sql, &[]).await.unwrap().get(0);
        assert_eq!(count, left, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_or_who_may_delete_it_burns_it_for_all_with_its_files() {
    let place = Place::with(&["admin", "author", "reader"]).await;
    let (admin, author, reader) = (&place.people[0], &place.people[1], &place.people[2]);
    for (by, path) in [(author, "/burn"), (author, ""), (admin, "")] {
        let file = "burningfile000000000000001";
        place.upload(1, file).await;
        let extra = json!({"message": "secret", "type": "burn_on_read", "file_ids": [file]});
        let post = place.post(1, extra).await.body;
        reveal(reader, &post).await;
        assert_eq!(by.delete(&format!("/api/v4/posts/{}{path}", id(&post))).await.status, 200);
        for client in [author, reader, admin] {
            assert_eq!(status(client, &post).await, 404);
            let deleted = client.get(&format!("/api/v4/posts/{}?include_deleted=true", id(&post))).await;
            assert!(matches!(deleted.status, 403 | 404));
        }
        for table in ["temporaryposts", "readreceipts", "fileinfo"] {
            assert_eq!(place.number(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_change_nothing() {
    let place = Place::with(&["admin", "author", "reader"]).await;
    let reader = &place.people[2];
    let outsider = place.node.sign_up("outsider").await;
    let post = burning(&place, 1, "secret").await;
    let plain = place.post(1, json!({})).await.body;
    let below = |post: &Value, tail: &str| format!("/api/v4/posts/{}/{tail}", id(post));
    for (reply, error) in [
        (reader.delete(&below(&post, "burn")).await, "app.burn_post.not_revealed.app_error"),
        (reader.delete(&below(&plain, "burn")).await, "app.burn_post.not_burn_on_read.app_error"),
        (outsider.delete(&below(&post, "burn")).await, "api.context.permissions.app_error"),
        (outsider.get(&below(&post, "reveal")).await, "api.context.permissions.app_error"),
        (reader.get(&below(&plain, "reveal")).await, "app.reveal_post.not_burn_on_read.app_error"),
        (place.people[1].get(&below(&post, "reveal")).await, "api.post.reveal_post.cannot_reveal_own_post.app_error"),
        (
            reader.post(&below(&post, "pin"), json!({})).await,
            "api.post.patch_post.can_not_update_burn_on_read_post.error",
        ),
        (
            place.people[1]
                .put(&format!("/api/v4/posts/{}", id(&post)), json!({"id": post["id"], "message": "x"}))
                .await,
            "api.post.update_post.burn_on_read.app_error",
        ),
        (place.post(2, json!({"root_id": post["id"]})).await, "api.post.create_post.burn_on_read.app_error"),
        (
            place.post(2, json!({"root_id": plain["id"], "type": "burn_on_read"})).await,
            "api.post.create_post.burn_on_read.app_error",
        ),
        (
            place.post(2, json!({"type": "burn_on_read", "props": {"attachments": [{"text": "seen"}]}})).await,
            "api.context.invalid_param.app_error",
        ),
    ] {
        assert_eq!(reply.error_id(), error, "{}", reply.body);
    }
    // An administrator reads every channel, but opens posts only where they are a member.
    let elsewhere = place.people[1].new_channel(&place.team, "elsewhere").await;
    let body = json!({"channel_id": elsewhere["id"], "message": "secret", "type": "burn_on_read"});
    let post = place.people[1].post("/api/v4/posts", body).await.body;
    let refused = place.people[0].get(&below(&post, "reveal")).await;
    assert_eq!(refused.error_id(), "api.post.reveal_post.user_not_in_channel.app_error");
    let refused = place.people[0].delete(&below(&post, "burn")).await;
    assert_eq!(refused.error_id(), "api.post.burn_post.user_not_in_channel.app_error");
    assert_eq!(
        (
            place.number("select count(*) from readreceipts").await,
            place.number("select count(*) from temporaryposts").await
        ),
        (0, 2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_it_switched_off_writes_and_opens_none() {
    let place = Place::with(&["admin", "reader"]).await;
    let post = burning(&place, 0, "secret").await;
    let off = json!({"ServiceSettings": {"EnableBurnOnRead": false}});
    assert_eq!(place.people[0].put("/api/v4/config/patch", off).await.status, 200);
    let refused = place.post(0, json!({"type": "burn_on_read"})).await;
    assert_eq!(
        (refused.status, refused.error_id()),
        (501, "api.post.fill_in_post_props.burn_on_read.config.app_error")
    );
    let refused = place.people[1].get(&format!("/api/v4/posts/{}/reveal", id(&post))).await;
    assert_eq!((refused.status, refused.error_id()), (501, "api.post.reveal_post.disabled.app_error"));
}
