//! Urgent posts that are told again until somebody answers.

use std::sync::Arc;
use std::time::Duration;

use roost_testkit::{AheadClock, Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::Place;

const INTERVAL_S: i64 = 5 * 60 + 1;

async fn urgent(place: &Place, message: &str) -> Value {
    let priority = json!({"priority": "urgent", "persistent_notifications": true});
    let reply = place.post(0, json!({"message": message, "metadata": {"priority": priority}})).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body
}

/// How many posts are to be told again.
async fn under_way(place: &Place) -> i64 {
    place.number("select count(*) from persistentnotifications").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_post_is_told_again_until_one_of_those_who_are_named_answers() {
    let clock = Arc::new(AheadClock::default());
    let mut tuning = Tuning { clock: clock.clone(), ..Tuning::default() }
        .with("MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONMAXCOUNT", "3");
    tuning.due_timings.look = Duration::from_millis(20);
    let place = Place::on(TestNode::tuned(tuning).await, &["admin", "ann", "bob", "cat"]).await;
    let [admin, ann, bob, cat] = [0, 1, 2, 3].map(|n| &place.people[n]);
    let mut sockets = [ann.connect().await, cat.connect().await];
    let post = urgent(&place, "@ann and @bob, wake up").await;
    let mut named = [ann.user_id(), bob.user_id()];
    named.sort_unstable();
    for _ in 0..2 {
        clock.advance(INTERVAL_S);
        let event = sockets[0].wait_for("persistent_notification_triggered").await;
        let told: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!((&told["id"], &event["data"]["channel_type"]), (&post["id"], &json!("O")));
        assert_eq!(event["data"]["mentions"], json!(json!(named).to_string()));
        assert_eq!(event["data"]["sender_name"], "@admin");
        assert_eq!(event["broadcast"]["user_id"], ann.user_id());
    }
    // The third time is the last one.
    assert_eq!(under_way(&place).await, 1);
    clock.advance(INTERVAL_S);
    sockets[0].wait_for("persistent_notification_triggered").await;
    assert_eq!(under_way(&place).await, 0);

    let path = |post: &Value| format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
    let ack = |who: &Client, post: &Value| {
        format!("/api/v4/users/{}/posts/{}/ack", who.user_id(), post["id"].as_str().unwrap())
    };
    let react = async |who: &Client, post: &Value| {
        let body = json!({"user_id": who.user_id(), "post_id": post["id"], "emoji_name": "eyes"});
        assert_eq!(who.post("/api/v4/reactions", body).await.status, 200);
    };
    let reply = async |who: usize, post: &Value| {
        assert_eq!(place.post(who, json!({"root_id": post["id"]})).await.status, 201);
    };
    // Who is not named, and who wrote it, answer nothing.
    let post = urgent(&place, "@ann").await;
    react(cat, &post).await;
    reply(3, &post).await;
    assert_eq!(admin.post(&ack(admin, &post), json!({})).await.status, 200);
    reply(0, &post).await;
    assert_eq!(under_way(&place).await, 1);
    reply(1, &post).await;
    assert_eq!(under_way(&place).await, 0, "a reply");
    let post = urgent(&place, "@ann @bob").await;
    react(bob, &post).await;
    assert_eq!(under_way(&place).await, 0, "a reaction");
    let post = urgent(&place, "@ann @bob").await;
    assert_eq!(bob.post(&ack(bob, &post), json!({})).await.status, 200);
    assert_eq!(under_way(&place).await, 0, "a confirmation");

    // Whoever is named with others in a group answers as well as by name, and only where the post may name groups.
    let group = json!({"name": "crew", "display_name": "Crew", "source": "custom", "allow_reference": true,
        "user_ids": [cat.user_id()]});
    assert_eq!(admin.post("/api/v4/groups", group).await.status, 201);
    let post = urgent(&place, "@crew, wake up").await;
    reply(2, &post).await;
    assert_eq!(under_way(&place).await, 1);
    reply(3, &post).await;
    assert_eq!(under_way(&place).await, 0, "a reply of one of the group");

    // A post that is gone is told no more; who does not want to be disturbed is not.
    let gone = urgent(&place, "@ann").await;
    assert_eq!(admin.delete(&path(&gone)).await.status, 200);
    let busy = json!({"user_id": ann.user_id(), "status": "dnd"});
    assert_eq!(ann.put("/api/v4/users/me/status", busy).await.status, 200);
    let mut bobs = bob.connect().await;
    urgent(&place, "@ann @bob").await;
    clock.advance(INTERVAL_S);
    let event = bobs.wait_for("persistent_notification_triggered").await;
    assert_eq!(event["data"]["mentions"], json!(json!([bob.user_id()]).to_string()));
    bob.wait_until("what is gone is forgotten", async |_| under_way(&place).await == 1).await;
    let end = admin.new_post(&place.channel, "end").await;
    let told = |event: &&Value| event["event"] == "persistent_notification_triggered";
    for (socket, times) in sockets.iter_mut().zip([3, 0]) {
        let is_end = |event: &Value| {
            event["data"]["post"].as_str().is_some_and(|post| post.contains(end["id"].as_str().unwrap()))
        };
        socket.wait_matching("the end", is_end).await;
        assert_eq!(socket.heard.iter().filter(told).count(), times);
    }
}
