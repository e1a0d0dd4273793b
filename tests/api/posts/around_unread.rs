//! What a client opens a channel with: the posts around the oldest one that is unread.

use roost_testkit::{Client, Reply};
use serde_json::{Value, json};

use super::Place;
use crate::api::helpers::id;

async fn opened(place: &Place, person: &Client, query: &str) -> Reply {
    let channel = place.channel_id();
    let reply = person.get(&format!("/api/v4/users/me/channels/{channel}/posts/unread?{query}")).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply
}

async fn view(place: &Place, person: &Client) {
    let body = json!({"channel_id": place.channel["id"]});
    assert_eq!(person.post("/api/v4/channels/members/me/view", body).await.status, 200);
}

/// What is shown, with the posts before and after it.
fn window(list: &Value) -> (Vec<&str>, &str, &str) {
    let order = list["order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
    (order.collect(), list["prev_post_id"].as_str().unwrap(), list["next_post_id"].as_str().unwrap())
}

/// The others of the list: what belongs to the threads of those that are shown.
fn context(list: &Value) -> Vec<&str> {
    let order = list["order"].as_array().unwrap();
    list["posts"].as_object().unwrap().keys().map(String::as_str).filter(|id| !order.contains(&json!(id))).collect()
}

async fn posts(place: &Place, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..count {
        ids.push(id(&place.people[0].new_post(&place.channel, &n.to_string()).await).to_owned());
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_opens_around_its_oldest_unread_post() {
    let place = Place::with(&["admin", "bob"]).await;
    let bob = &place.people[1];
    let read = posts(&place, 4).await;
    view(&place, bob).await;
    let new = posts(&place, 4).await;
    for query in ["limit_before=2&limit_after=2", "limit_before=2&limit_after=2&collapsedThreads=true"] {
        let list = opened(&place, bob, query).await;
        let shown = vec![new[1].as_str(), &new[0], &read[3], &read[2]];
        assert_eq!(window(&list.body), (shown, read[1].as_str(), new[2].as_str()), "{query}");
        assert_eq!(list.header("etag"), "");
        let (statements, trips) = opened(&place, bob, query).await.statements_and_trips();
        assert!(statements <= 2 && trips <= 2, "{query}: {statements} statements in {trips} trips");
    }
    let list = opened(&place, bob, "limit_before=0&limit_after=1").await.body;
    assert_eq!(window(&list), (vec![new[0].as_str()], read[3].as_str(), new[1].as_str()));
    let list = opened(&place, bob, "limit_before=100&limit_after=100").await.body;
    assert_eq!(
        (window(&list).0[..4].iter().rev().copied().collect::<Vec<_>>(), window(&list).2),
        (new.iter().map(String::as_str).collect(), "")
    );
    // A deleted post is none, neither as the oldest unread one nor beside it.
    place.people[0].delete(&format!("/api/v4/posts/{}", new[0])).await;
    let list = opened(&place, bob, "limit_before=1&limit_after=1").await.body;
    assert_eq!(window(&list), (vec![new[1].as_str(), &read[3]], read[2].as_str(), new[2].as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_unread_the_newest_are_shown_and_sent_once() {
    let place = Place::with(&["admin", "bob"]).await;
    let bob = &place.people[1];
    let all = posts(&place, 4).await;
    let never = opened(&place, bob, "limit_before=2").await;
    assert_eq!(window(&never.body), (vec![all[3].as_str(), &all[2]], all[1].as_str(), ""), "who has never looked");
    view(&place, bob).await;
    let list = opened(&place, bob, "limit_before=2").await;
    assert_eq!(window(&list.body), (vec![all[3].as_str(), &all[2]], all[1].as_str(), ""));
    assert_eq!(list.statements_and_trips(), (1, 1));
    let path = format!("/api/v4/users/me/channels/{}/posts/unread?limit_before=2", place.channel_id());
    let ask = async |etag: &str| bob.send(bob.request("GET", &path).header("if-none-match", etag)).await;
    let again = ask(list.header("etag")).await;
    assert_eq!((again.status, again.statements_and_trips()), (304, (1, 1)));
    // What changed, or came, makes it another list.
    place.people[0].put(&format!("/api/v4/posts/{}/patch", all[0]), json!({"message": "changed"})).await;
    let changed = ask(list.header("etag")).await;
    assert_eq!((changed.status, window(&changed.body).0), (200, vec![all[3].as_str(), &all[2]]));
    let new = posts(&place, 1).await;
    assert_eq!(window(&ask(changed.header("etag")).await.body).0[0], new[0]);
    assert_eq!(window(&opened(&place, &place.people[0], "limit_before=0").await.body), (vec![], "", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unread_comes_with_its_thread() {
    let place = Place::with(&["admin", "bob"]).await;
    let bob = &place.people[1];
    let root = posts(&place, 1).await.remove(0);
    let between = posts(&place, 2).await;
    view(&place, bob).await;
    let reply = place.post(0, json!({"root_id": root})).await.body;
    let second = place.post(0, json!({"root_id": root})).await.body;
    let after = posts(&place, 1).await;

    let list = opened(&place, bob, "limit_before=1&limit_after=1").await;
    assert_eq!(window(&list.body), (vec![id(&reply), between[1].as_str()], between[0].as_str(), id(&second)));
    let mut expected = vec![root.as_str(), id(&second)];
    expected.sort_unstable();
    assert_eq!(context(&list.body), expected);
    assert_eq!(list.body["posts"][&root]["reply_count"], 2);
    let warm = opened(&place, bob, "limit_before=1&limit_after=1").await;
    assert_eq!(warm.statements_and_trips(), (2, 2));
    let skipped = opened(&place, bob, "limit_before=1&limit_after=1&skipFetchThreads=true").await.body;
    assert_eq!(context(&skipped), [root.as_str()]);

    // With threads apart replies are not what is unread in the channel.
    let apart = "limit_before=1&limit_after=2&collapsedThreads=true";
    let list = opened(&place, bob, apart).await.body;
    assert_eq!(window(&list), (vec![after[0].as_str(), between[1].as_str()], between[0].as_str(), ""));
    assert!(context(&list).is_empty());
    let late = place.post(0, json!({"root_id": after[0]})).await.body;
    let list = opened(&place, bob, apart).await;
    assert_eq!(context(&list.body), [id(&late)]);
    let shown = &list.body["posts"][&after[0]];
    assert_eq!(
        (&shown["reply_count"], shown["participants"][0]["id"].as_str()),
        (&json!(1), Some(place.people[0].user_id()))
    );
    assert_eq!(list.body["posts"][id(&late)]["reply_count"], 0);
    assert_eq!(list.statements_and_trips(), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_member_has_nothing_unread() {
    let place = Place::with(&["admin", "bob"]).await;
    let other = place.people[1].new_channel(&place.team, "bobs").await;
    let path = format!("/api/v4/users/me/channels/{}/posts/unread", id(&other));
    let refused = place.people[0].get(&path).await;
    assert_eq!((refused.status, refused.error_id()), (404, "app.channel.get_member.missing.app_error"));
}
