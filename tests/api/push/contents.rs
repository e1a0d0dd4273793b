//! What stands in a message.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::super::helpers::id;
use super::{Place, device};

/// The claims of a token that is signed by the key that the server shows to clients.
async fn claims(place: &Place, token: &str) -> Value {
    let config = place.reader.get("/api/v4/config/client?format=old").await.body;
    let der = STANDARD.decode(config["AsymmetricSigningPublicKey"].as_str().unwrap()).unwrap();
    // The point is at the end.
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &der[der.len() - 65..]);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).expect("signed by the server");
    let (head, claims) = signed.split_once('.').unwrap();
    let part = |text: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    assert_eq!(part(head), json!({"alg": "ES256", "typ": "JWT"}));
    part(claims)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_is_told_with_everything_that_the_proxy_and_the_app_want_to_know() {
    let mut place = Place::build().await;
    let post = place.writer.new_post(&place.channel, "hey **@reader**, [look](http://example.com)").await;
    let mut told = place.next().await;
    let ack = told["ack_id"].as_str().unwrap().to_owned();
    assert_eq!(ack.len(), 26);
    let signature = told["signature"].as_str().unwrap().to_owned();
    assert_eq!(claims(&place, &signature).await, json!({"ack_id": ack, "device_id": "phone"}));
    let server = place.writer.get("/api/v4/config/client?format=old").await.body["DiagnosticId"].clone();
    for name in ["ack_id", "signature"] {
        told.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        told,
        json!({
            "platform": "apple_rn-v2", "server_id": server, "device_id": "phone", "post_id": id(&post),
            "category": "CAN_REPLY", "message": "@writer: hey @reader, look", "badge": 1,
            "team_id": place.channel["team_id"], "channel_id": id(&place.channel), "channel_name": "deck",
            "type": "message", "sender_id": place.writer.user_id(), "sender_name": "@writer", "version": "v2",
            "is_crt_enabled": true, "is_id_loaded": false
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_phone_of_a_person_is_told_and_the_badge_is_what_they_have_not_read() {
    let mut place = Place::build().await;
    let other = place.node.log_in("reader").await;
    device(&other, "android_rn-v2:tablet").await;
    place.writer.new_post(&place.channel, "@reader one").await;
    let mut told = [place.next().await, place.next().await];
    told.sort_by_key(|message| message["platform"].to_string());
    assert_eq!((&told[0]["device_id"], &told[1]["device_id"]), (&json!("tablet"), &json!("phone")));
    assert_ne!(told[0]["ack_id"], told[1]["ack_id"]);
    let direct = place.direct().await;
    place.writer.new_post(&direct, "two").await;
    assert_eq!((&place.next().await["badge"], &place.next().await["badge"]), (&json!(2), &json!(2)));
    let root = place.reader.new_post(&place.channel, "a thread").await;
    place.reply(&root, "@reader, in the thread").await;
    let reply = place.next().await;
    assert_eq!(
        (&reply["badge"], &reply["root_id"]),
        (&json!(2), &root["id"]),
        "with those in threads, without what was read"
    );
    assert_eq!(reply["channel_name"], "Thread in deck");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_proxy_learns_is_a_setting() {
    let mut place = Place::build().await;
    let direct = place.direct().await;
    for (contents, in_channel, in_direct, channel_name) in [
        ("full", "@writer: @reader psst", "psst", json!("deck")),
        ("generic", "@writer mentioned you.", "Wrote to you.", json!("deck")),
        ("generic_no_channel", "@writer mentioned you.", "Wrote to you.", Value::Null),
        ("id_loaded", "There is something new for you.", "There is something new for you.", Value::Null),
    ] {
        place.set("EmailSettings", "PushNotificationContents", json!(contents)).await;
        place.writer.new_post(&place.channel, "@reader psst").await;
        let told = place.next().await;
        assert_eq!((&told["message"], &told["channel_name"]), (&json!(in_channel), &channel_name), "{contents}");
        let by_id = contents == "id_loaded";
        assert_eq!((&told["is_id_loaded"], told.get("sender_name").is_none()), (&json!(by_id), by_id), "{contents}");
        place.writer.new_post(&direct, "psst").await;
        let told = place.next().await;
        let name = if by_id { Value::Null } else { json!("@writer") };
        assert_eq!((&told["message"], &told["channel_name"]), (&json!(in_direct), &name), "{contents}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_say_why_in_the_readers_language() {
    let mut place = Place::build().await;
    place.set("EmailSettings", "PushNotificationContents", json!("generic")).await;
    place.writer.new_post(&place.channel, "@channel listen").await;
    assert_eq!(place.text().await, "@writer wrote to everybody in the channel.");
    let root = place.reader.new_post(&place.channel, "a thread").await;
    place.reply(&root, "an answer").await;
    assert_eq!(place.text().await, "@writer replied in a thread that you follow.");
    place.wish(&[("push", "all"), ("comments", "any")]).await;
    place.writer.new_post(&place.channel, "just so").await;
    assert_eq!(place.text().await, "@writer wrote something.");
    let crt = json!([{"user_id": place.reader.user_id(), "category": "display_settings",
        "name": "collapsed_reply_threads", "value": "off"}]);
    place.set("ServiceSettings", "CollapsedThreads", json!("default_on")).await;
    assert_eq!(place.reader.put("/api/v4/users/me/preferences", crt).await.status, 200);
    place.reply(&root, "an answer").await;
    assert_eq!(place.text().await, "@writer replied to what you wrote.");
    assert_eq!(place.reader.put("/api/v4/users/me/patch", json!({"locale": "de"})).await.status, 200);
    place.writer.new_post(&place.channel, "@reader").await;
    assert_eq!(place.text().await, "@writer hat dich erwähnt.");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_called_as_the_reader_wants_and_programs_as_they_want() {
    let mut place = Place::build().await;
    let names = json!({"first_name": "Ann", "last_name": "Writer", "nickname": "Annie"});
    assert_eq!(place.writer.put("/api/v4/users/me/patch", names).await.status, 200);
    let format = |value: &str| json!([{"user_id": place.reader.user_id(), "category": "display_settings", "name": "name_format", "value": value}]);
    for (value, expected) in [("full_name", "Ann Writer"), ("nickname_full_name", "Annie"), ("username", "@writer")] {
        assert_eq!(place.reader.put("/api/v4/users/me/preferences", format(value)).await.status, 200);
        place.writer.new_post(&place.channel, "@reader").await;
        assert_eq!(place.proxy.next().await.json()["sender_name"], expected);
    }
    let third = place.node.sign_up("third").await;
    let group = json!([place.writer.user_id(), place.reader.user_id(), third.user_id()]);
    let group = place.writer.post("/api/v4/channels/group", group).await.body;
    place.writer.new_post(&group, "all of you").await;
    let told = place.next().await;
    assert_eq!((&told["channel_name"], &told["message"]), (&json!("third, writer"), &json!("@writer: all of you")));

    place.set("ServiceSettings", "EnablePostUsernameOverride", json!(true)).await;
    place.set("ServiceSettings", "EnablePostIconOverride", json!(true)).await;
    let hook = place.writer.post("/api/v4/hooks/incoming", json!({"channel_id": id(&place.channel)})).await.body;
    let said = json!({"text": "@reader", "username": "robot", "icon_url": "http://example.com/i.png",
        "attachments": [{"fallback": "in short", "text": "at length"}]});
    assert_eq!(place.node.anonymous().post(&format!("/hooks/{}", id(&hook)), said).await.status, 200);
    let told = place.next().await;
    assert_eq!(told["message"], "robot: @reader\nin short");
    assert_eq!(
        [&told["sender_name"], &told["override_username"], &told["override_icon_url"], &told["from_webhook"]],
        ["robot", "robot", "http://example.com/i.png", "true"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_of_a_text_that_burns() {
    let mut place = Place::build().await;
    let direct = place.direct().await;
    let burning = json!({"channel_id": id(&direct), "message": "a secret", "type": "burn_on_read"});
    let post = place.writer.post("/api/v4/posts", burning).await;
    assert_eq!(post.status, 201, "{:?}", post.body);
    let told = place.next().await;
    assert_eq!((&told["post_id"], &told["message"]), (&post.body["id"], &json!("Wrote to you.")));
    assert!(!told.to_string().contains("secret"));
}
