//! Windows over a channel, changes and deletions.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::Place;

fn messages(list: &Value) -> Vec<&str> {
    let order = list["order"].as_array().unwrap().iter();
    order.map(|id| list["posts"][id.as_str().unwrap()]["message"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_before_and_after_a_post_meet() {
    let place = Place::with(&["admin"]).await;
    let mut ids = Vec::new();
    for n in 0..6 {
        ids.push(place.people[0].new_post(&place.channel, &n.to_string()).await["id"].as_str().unwrap().to_owned());
    }
    let list = async |query: String| {
        place.people[0].get(&format!("/api/v4/channels/{}/posts?{query}", place.channel_id())).await.body
    };
    let newest = list("per_page=2".to_owned()).await;
    assert_eq!(messages(&newest), ["5", "4"]);
    assert_eq!((&newest["next_post_id"], &newest["prev_post_id"]), (&json!(""), &json!(ids[3])));
    let before = list(format!("before={}&per_page=2", ids[4])).await;
    assert_eq!(messages(&before), ["3", "2"]);
    assert_eq!((&before["next_post_id"], &before["prev_post_id"]), (&json!(ids[4]), &json!(ids[1])));
    let after = list(format!("after={}&per_page=2", ids[1])).await;
    assert_eq!(messages(&after), ["3", "2"]);
    assert_eq!((&after["next_post_id"], &after["prev_post_id"]), (&json!(ids[4]), &json!(ids[1])));
    let second = list("page=1&per_page=2".to_owned()).await;
    assert_eq!(messages(&second), ["3", "2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn since_tells_of_changes_and_deletions() {
    let place = Place::with(&["admin"]).await;
    let admin = &place.people[0];
    let (old, gone) = (admin.new_post(&place.channel, "old").await, admin.new_post(&place.channel, "gone").await);
    let since = gone["update_at"].as_i64().unwrap();
    admin.put(&format!("/api/v4/posts/{}/patch", old["id"].as_str().unwrap()), json!({"message": "new"})).await;
    admin.delete(&format!("/api/v4/posts/{}", gone["id"].as_str().unwrap())).await;
    let list = admin.get(&format!("/api/v4/channels/{}/posts?since={since}", place.channel_id())).await.body;
    let posts = list["posts"].as_object().unwrap();
    assert_eq!(posts[old["id"].as_str().unwrap()]["message"], "new");
    assert!(posts[gone["id"].as_str().unwrap()]["delete_at"].as_i64().unwrap() > 0);
    assert_eq!(posts[gone["id"].as_str().unwrap()]["message"], "", "nothing is left of what was deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn collapsed_lists_tell_about_threads_at_their_roots() {
    let place = Place::with(&["admin", "bob"]).await;
    let root = place.people[0].new_post(&place.channel, "root").await;
    place.post(1, json!({"root_id": root["id"], "message": "reply"})).await;
    let path = format!("/api/v4/channels/{}/posts?collapsedThreads=true&per_page=1", place.channel_id());
    let list = place.people[0].get(&path).await.body;
    assert_eq!(messages(&list), ["root"]);
    let shown = &list["posts"][root["id"].as_str().unwrap()];
    assert_eq!((&shown["reply_count"], &shown["is_following"]), (&json!(1), &json!(true)));
    assert_eq!(shown["participants"][0]["id"], place.people[1].user_id());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_once_keep_every_version() {
    let place = Place::with(&["admin"]).await;
    let post = place.people[0].new_post(&place.channel, "first").await;
    let path = format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
    let patch = format!("{path}/patch");
    let changes = join_all((0..3).map(|n| place.people[0].put(&patch, json!({"message": format!("v{n}")})))).await;
    assert!(changes.iter().all(|reply| reply.status == 200));
    let history = place.people[0].get(&format!("{path}/edit_history")).await.body;
    let mut texts: Vec<&str> = history.as_array().unwrap().iter().map(|v| v["message"].as_str().unwrap()).collect();
    let now = place.people[0].get(&path).await.body;
    texts.push(now["message"].as_str().unwrap());
    texts.sort_unstable();
    assert_eq!(texts, ["first", "v0", "v1", "v2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_change_and_delete() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let post = place.people[1].new_post(&place.channel, "mine").await;
    let path = format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
    let patch = format!("{path}/patch");
    let before = place.node.digest().await;
    assert_eq!(place.people[2].put(&patch, json!({"message": "x"})).await.status, 403);
    assert_eq!(place.people[2].delete(&path).await.status, 403);
    assert_eq!(place.people[2].get(&format!("{path}/edit_history")).await.status, 403);
    assert_eq!(place.people[1].delete(&format!("{path}?permanent=true")).await.status, 501);
    assert_eq!(place.node.digest().await, before);
    assert_eq!(place.people[0].put(&patch, json!({"message": "by the administrator"})).await.status, 200);
    assert_eq!(place.people[1].delete(&path).await.status, 200);
    assert_eq!(place.people[1].delete(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_hear_who_deleted() {
    let place = Place::with(&["admin", "bob"]).await;
    let post = place.people[1].new_post(&place.channel, "mine").await;
    let (mut admin, mut bob) = (place.people[0].connect().await, place.people[1].connect().await);
    place.people[0].delete(&format!("/api/v4/posts/{}", post["id"].as_str().unwrap())).await;
    assert_eq!(admin.wait_for("post_deleted").await["data"]["delete_by"], place.people[0].user_id());
    assert_eq!(bob.wait_for("post_deleted").await["data"].get("delete_by"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_in_channels_of_ones_own_only_and_takes_nothing_for_syntax() {
    let place = Place::with(&["admin", "bob"]).await;
    let outsider = place.node.sign_up("outsider").await;
    place.people[0].add_to_team(&place.team, &outsider).await;
    place.people[0].new_post(&place.channel, "the zebra's stripes").await;
    let path = format!("/api/v4/teams/{}/posts/search", place.team["id"].as_str().unwrap());
    for terms in ["zebra", "zeb*", "\"zebra's stripes\"", "zebra -lion", "zebra's", "stripes zebra"] {
        let found = place.people[1].post(&path, json!({"terms": terms})).await;
        assert_eq!((found.status, found.body["order"].as_array().map(Vec::len)), (200, Some(1)), "{terms}");
        assert_eq!(outsider.post(&path, json!({"terms": terms})).await.body["order"], json!([]), "{terms}");
    }
    for terms in ["zebra & !", "'", "\\", "a:*|(b", "<-> x", "!!", "-zebra stripes"] {
        assert_eq!(place.people[1].post(&path, json!({"terms": terms})).await.status, 200, "{terms}");
    }
}
