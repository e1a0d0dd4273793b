//! What the proxy answers, what devices acknowledge, and what happens while there is no answer.

use roost_testkit::{Reaction, TestNode};
use serde_json::{Value, json};

use super::super::helpers::id;
use super::{Place, SEND, device, name_of, proxy, telling};

const ACK: &str = "/api/v4/notifications/ack";

/// The devices of the sessions of the place's reader.
async fn devices(place: &Place) -> Vec<String> {
    let sessions = place.reader.get("/api/v4/users/me/sessions").await.body;
    sessions.as_array().unwrap().iter().map(|one| one["device_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_gone_is_forgotten_and_one_that_fails_is_not() {
    let mut place = Place::build().await;
    place.proxy.react(SEND, Reaction::Json(json!({"status": "FAIL", "error": "no such token"})));
    place.writer.new_post(&place.channel, "@reader one").await;
    assert_eq!(place.text().await, "@writer: @reader one");
    place.proxy.react(SEND, Reaction::Json(json!({"status": "REMOVE"})));
    place.writer.new_post(&place.channel, "@reader two").await;
    assert_eq!(place.text().await, "@writer: @reader two");
    place.reader.wait_until("forgotten", async |_| devices(&place).await == [""]).await;
    place.proxy.react(SEND, Reaction::Json(json!({"status": "OK"})));
    let other = place.node.log_in("reader").await;
    device(&other, "apple_rn-v2:new").await;
    for message in ["@reader three", "@reader four"] {
        place.writer.new_post(&place.channel, message).await;
        let told = place.next().await;
        assert_eq!((&told["message"], &told["device_id"]), (&json!(format!("@writer: {message}")), &json!("new")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_stumbles_is_tried_again_with_the_same_message() {
    let mut place = Place::build().await;
    place.proxy.react(SEND, Reaction::Text(502, "busy".to_owned()));
    place.writer.new_post(&place.channel, "@reader").await;
    let first = place.next().await;
    place.proxy.react(SEND, Reaction::Json(json!({"status": "OK"})));
    assert_eq!(place.next().await, first, "by the same ack_id: the app shows it once");
    place.proxy.react(SEND, Reaction::Text(400, "bad".to_owned()));
    place.writer.new_post(&place.channel, "@reader refused").await;
    assert_eq!(place.text().await, "@writer: @reader refused");
    place.proxy.react(SEND, Reaction::Json(json!({"status": "OK"})));
    place.writer.new_post(&place.channel, "@reader after").await;
    assert_eq!(place.text().await, "@writer: @reader after", "what is refused is not tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_do_not_wait_for_a_proxy_that_hangs_and_what_is_too_much_is_dropped() {
    let proxy = proxy().await;
    let tuning = telling(&proxy)
        .with("MM_EMAILSETTINGS_PUSHNOTIFICATIONBUFFER", "1")
        .with("MM_METRICSSETTINGS_ENABLE", "true")
        .with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0");
    let place = Place::tuned(proxy, tuning).await;
    place.proxy.react(SEND, Reaction::Hang);
    // A lane, the one under way and the one at the door: more than these cannot wait.
    for n in 0..80 {
        place.writer.new_post(&place.channel, &format!("@reader {n}")).await;
    }
    let address = place.node.metrics_address().unwrap();
    let metrics = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    let dropped =
        metrics.lines().find(|line| line.starts_with("mattermost_notifications_error{") && line.contains("queue_full"));
    let dropped: f64 = dropped.unwrap_or_else(|| panic!("{metrics}")).rsplit(' ').next().unwrap().parse().unwrap();
    assert!(dropped >= 10.0, "{dropped}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_is_told_before_a_node_stops() {
    let mut place = Place::build().await;
    for n in 0..20 {
        place.writer.new_post(&place.channel, &format!("@reader {n}")).await;
    }
    place.node.stop().await;
    for n in 0..20 {
        assert_eq!(place.text().await, format!("@writer: @reader {n}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_acknowledge_and_fetch_the_text_of_what_was_told_by_its_id() {
    let mut place = Place::build().await;
    place.set("EmailSettings", "PushNotificationContents", json!("id_loaded")).await;
    let post = place.writer.new_post(&place.channel, "@reader, a secret").await;
    let told = place.next().await;
    assert!(!told.to_string().contains("secret"));
    let ack = json!({"id": told["ack_id"], "received_at": 5, "platform": "ios", "type": "message",
        "post_id": told["post_id"], "is_id_loaded": true});
    let text = place.reader.post(ACK, ack.clone()).await;
    assert_eq!(text.status, 200);
    assert_eq!(
        (&text.body["message"], &text.body["channel_name"], &text.body["sender_name"], &text.body["ack_id"]),
        (&json!("@writer: @reader, a secret"), &json!("deck"), &json!("@writer"), &told["ack_id"])
    );
    assert_eq!((&text.body["post_id"], &text.body["is_id_loaded"]), (&post["id"], &json!(true)));
    let passed_on = place.proxy.next().await;
    assert_eq!((name_of(&passed_on), passed_on.json()), (("POST", "/api/v1/ack"), ack.clone()));

    let stranger = place.node.sign_up("stranger").await;
    let refused = stranger.post(ACK, ack).await;
    assert_eq!(
        (refused.status, refused.body.get("message").is_some_and(|m| m.to_string().contains("secret"))),
        (403, false)
    );
    place.proxy.next().await;
    let plain = json!({"id": "x", "received_at": 5, "platform": "ios", "type": "clear", "is_id_loaded": false});
    assert_eq!(place.reader.post(ACK, plain.clone()).await.body, json!({"status": "OK"}));
    place.proxy.next().await;
    let nothing = place.reader.post(ACK, json!({"id": "x", "type": "clear", "is_id_loaded": true})).await;
    assert_eq!((nothing.status, nothing.bytes.len()), (200, 0));
    place.proxy.next().await;
    place.proxy.react("/api/v1/ack", Reaction::Vanish);
    let lost = place.reader.post(ACK, plain).await;
    assert_eq!((lost.status, lost.error_id()), (500, "api.push_notifications_ack.forward.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledgements_that_cannot_be_read_or_are_not_wanted_are_refused() {
    let place = Place::build().await;
    let broken = place.reader.request("POST", ACK).header("content-type", "application/json").body("{\"broken");
    let refused = place.reader.send(broken).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.push_notifications_ack.message.parse.app_error"));
    let by_id = |post: &str| json!({"id": "x", "type": "message", "post_id": post, "is_id_loaded": true});
    for post in ["aaaaaaaaaaaaaaaaaaaaaaaaaa", "junk"] {
        let refused = place.reader.post(ACK, by_id(post)).await;
        assert_eq!(refused.status, 404, "{:?}", refused.body);
    }
    let off = TestNode::start().await;
    let refused = off.sign_up("someone").await.post(ACK, json!({})).await;
    assert_eq!((refused.status, refused.error_id()), (501, "api.push_notification.disabled.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_can_ask_whether_it_would_be_reached() {
    let mut place = Place::build().await;
    let ask = async |node: &TestNode| {
        let path = "/api/v4/system/ping?device_id=apple_rn-v2:phone";
        node.anonymous().get(path).await.body["CanReceiveNotifications"].clone()
    };
    for (reaction, expected) in [
        (Reaction::Json(json!({"status": "OK"})), "true"),
        (Reaction::Json(json!({"status": "REMOVE"})), "false"),
        (Reaction::Json(json!({"status": "FAIL"})), "unknown"),
        (Reaction::Vanish, "unknown"),
    ] {
        place.proxy.react(SEND, reaction);
        assert_eq!(ask(&place.node).await, expected);
        let told = place.next().await;
        let seen = [&told["type"], &told["version"], &told["platform"], &told["device_id"], &told["badge"]];
        assert_eq!(seen, [&json!("test"), &json!("2"), &json!("apple_rn-v2"), &json!("phone"), &json!(-1)]);
    }
    assert_eq!(ask(&TestNode::start().await).await, "false");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_try_their_settings_whatever_they_are() {
    let mut place = Place::build().await;
    place.wish(&[("push", "none"), ("push_status", "offline")]).await;
    place.status("dnd").await;
    let mut socket = place.reader.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(place.reader.post("/api/v4/notifications/test", json!({})).await.body, json!({"status": "OK"}));
    let posted = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
    assert!(post["props"]["force_notification"].as_str().is_some_and(|text| text.len() == 26));
    let told = place.next().await;
    assert_eq!((&told["post_id"], &told["channel_name"]), (&post["id"], &json!("@system-bot")));
    assert_eq!(id(&post).len(), 26);
}
