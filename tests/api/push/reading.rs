//! What was read on one device goes away on the others.

use serde_json::json;

use super::super::helpers::id;
use super::{Place, device};

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_channel_clears_it_on_phones_but_the_one_that_read() {
    let mut place = Place::build().await;
    let desk = place.node.log_in("reader").await;
    place.writer.new_post(&place.channel, "@reader").await;
    assert_eq!(place.next().await["type"], "message");
    let view = json!({"channel_id": id(&place.channel)});
    assert_eq!(desk.post("/api/v4/channels/members/me/view", view.clone()).await.status, 200);
    let clear = place.next().await;
    assert_eq!(
        (&clear["type"], &clear["channel_id"], &clear["cont_ava"], &clear["version"], &clear["device_id"]),
        (&json!("clear"), &place.channel["id"], &json!(1), &json!("v2"), &json!("phone"))
    );
    assert_eq!((clear.get("badge"), clear.get("message"), &clear["post_id"]), (None, None, &json!("")));

    // Nothing to clear: no mention, and the phone itself.
    place.writer.new_post(&place.channel, "by the way").await;
    assert_eq!(desk.post("/api/v4/channels/members/me/view", view.clone()).await.status, 200);
    place.writer.new_post(&place.channel, "@reader, before your eyes").await;
    let mark = place.mark().await;
    assert_eq!(place.next().await["post_id"], mark);
    let away = json!({"channel_id": "", "prev_channel_id": id(&place.channel)});
    assert_eq!(desk.post("/api/v4/channels/members/me/view", away).await.status, 200);
    let clear = place.next().await;
    assert_eq!((&clear["type"], &clear["channel_id"]), (&json!("clear"), &place.channel["id"]));
    place.writer.new_post(&place.channel, "@reader again").await;
    assert_eq!(place.next().await["type"], "message");
    assert_eq!(place.reader.post("/api/v4/channels/members/me/view", view).await.status, 200);
    let direct = place.direct().await;
    place.writer.new_post(&direct, "and on").await;
    assert_eq!(place.next().await["message"], "and on");
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_thread_clears_it_and_making_unread_only_counts() {
    let mut place = Place::build().await;
    let desk = place.node.log_in("reader").await;
    let root = place.reader.new_post(&place.channel, "a thread").await;
    let reply = place.reply(&root, "@reader").await;
    assert_eq!(place.next().await["badge"], 1);
    let team = place.channel["team_id"].as_str().unwrap().to_owned();
    let thread = format!("/api/v4/users/me/teams/{team}/threads/{}", id(&root));
    let read = desk.put(&format!("{thread}/read/{}", reply["create_at"]), json!({})).await;
    assert_eq!(read.status, 200, "{:?}", read.body);
    let clear = place.next().await;
    assert_eq!(
        (&clear["type"], &clear["channel_id"], &clear["root_id"], &clear["is_crt_enabled"], clear.get("badge")),
        (&json!("clear"), &place.channel["id"], &root["id"], &json!(true), None)
    );
    let unread = desk.post(&format!("{thread}/set_unread/{}", id(&reply)), json!({})).await;
    assert_eq!(unread.status, 200, "{:?}", unread.body);
    let counts = place.next().await;
    assert_eq!(
        (&counts["type"], &counts["sound"], &counts["cont_ava"], &counts["badge"]),
        (&json!("update_badge"), &json!("none"), &json!(1), &json!(1))
    );
    assert_eq!((counts.get("channel_id"), counts.get("root_id")), (None, None));
    assert_eq!(desk.put(&format!("/api/v4/users/me/teams/{team}/threads/read"), json!({})).await.status, 200);
    let counts = place.next().await;
    assert_eq!((&counts["type"], counts.get("badge")), (&json!("update_badge"), None));
    let post = place.writer.new_post(&place.channel, "@reader").await;
    assert_eq!(place.next().await["badge"], 1);
    device(&desk, "apple_rn-v2:tablet").await;
    let path = format!("/api/v4/users/{}/posts/{}/set_unread", desk.user_id(), id(&post));
    assert_eq!(desk.post(&path, json!({})).await.status, 200);
    let counts = place.next().await;
    assert_eq!((&counts["type"], &counts["device_id"]), (&json!("update_badge"), &json!("phone")));
}
