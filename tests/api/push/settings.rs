//! Who is told, and who is not. What is sent for one device comes in the order of the posts: that the next message is
//! about the later post shows that nothing was told of the earlier one.

use roost_testkit::{TestCluster, Tuning};
use serde_json::json;

use super::super::helpers::{id, now_ms};
use super::{Place, SEND, device, name_of, proxy, telling};

impl Place {
    /// Whether the reader hears of a post in the channel.
    async fn hears(&mut self, message: &str) -> bool {
        let post = self.writer.new_post(&self.channel, message).await;
        let mark = self.mark().await;
        let first = self.next().await;
        if first["post_id"] == mark {
            return false;
        }
        assert_eq!(first["post_id"], post["id"]);
        assert_eq!(self.next().await["post_id"], mark);
        true
    }

    /// A message that the reader is told of whatever their settings are; the id of its post.
    pub(super) async fn mark(&self) -> serde_json::Value {
        assert_eq!(self.reader.post("/api/v4/notifications/test", json!({})).await.body, json!({"status": "OK"}));
        let direct = self.node.database.client().await;
        let sql = "select id from posts where props ->> 'force_notification' <> '' order by createat desc limit 1";
        json!(direct.query_one(sql, &[]).await.unwrap().get::<_, String>(0))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_the_account_and_the_channel_decide() {
    let mut place = Place::build().await;
    assert!(!place.hears("nothing for anybody").await);
    assert!(place.hears("for @reader").await);
    assert!(place.hears("for @channel").await);
    place.wish(&[("mention_keys", "fire"), ("channel", "false")]).await;
    assert!(place.hears("a fire").await && !place.hears("for @channel").await);
    place.wish(&[("push", "none")]).await;
    assert!(!place.hears("for @reader").await);
    place.wish_here(json!({"push": "all"})).await;
    assert!(place.hears("anything").await);
    place.wish_here(json!({"mark_unread": "mention"})).await;
    assert!(!place.hears("for @reader, in a muted channel").await);
    place.wish_here(json!({"mark_unread": "all", "push": "mention"})).await;
    assert!(!place.hears("anything").await && place.hears("a fire").await);
    place.wish_here(json!({"push": "default"})).await;
    place.wish(&[("push", "all")]).await;
    assert!(place.hears("anything").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setting_for_threads_is_the_channels_own_where_the_channel_has_another() {
    let mut place = Place::build().await;
    let root = place.reader.new_post(&place.channel, "a thread").await;
    place.wish(&[("push", "mention"), ("push_threads", "all")]).await;
    for (here, hears) in [
        (json!({"push": "default", "push_threads": "mention"}), true),
        (json!({"push": "mention", "push_threads": "mention"}), false),
        (json!({"push": "mention", "push_threads": "all"}), true),
        (json!({"push": "none", "push_threads": "all"}), false),
    ] {
        place.wish_here(here.clone()).await;
        let reply = place.reply(&root, "a reply").await;
        let mark = place.mark().await;
        let first = place.next().await;
        assert_eq!(first["post_id"] == reply["id"], hears, "{here}: {first}");
        if hears {
            assert_eq!(place.next().await["post_id"], mark);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_decides() {
    let mut place = Place::build().await;
    for (when, word, hears) in [
        ("online", "online", true),
        ("online", "dnd", false),
        ("away", "online", false),
        ("away", "away", true),
        ("away", "offline", true),
        ("offline", "away", false),
        ("offline", "offline", true),
        ("offline", "dnd", false),
    ] {
        place.wish(&[("push_status", when)]).await;
        place.status(word).await;
        assert_eq!(place.hears("@reader").await, hears, "{when} {word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn authors_are_not_told_of_their_own_and_the_server_says_nothing_to_phones() {
    let mut place = Place::build().await;
    place.wish(&[("push", "all")]).await;
    place.reader.new_post(&place.channel, "my own @reader").await;
    let header = json!({"header": "for @reader"});
    let patched = place.writer.put(&format!("/api/v4/channels/{}/patch", id(&place.channel)), header).await;
    assert_eq!(patched.status, 200);
    let mark = place.mark().await;
    assert_eq!(place.next().await["post_id"], mark);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_tell_once_and_know_who_looks_at_the_channel_at_the_other() {
    let mut proxy = proxy().await;
    let mut tuning = telling(&proxy);
    tuning.settings.extend(Tuning::clustered().settings);
    let cluster = TestCluster::tuned(2, tuning).await;
    let writer = cluster.node(0).sign_up("writer").await;
    let reader = cluster.node(0).sign_up("reader").await.at(cluster.node(1));
    let team = writer.new_team("crew").await;
    writer.add_to_team(&team, &reader).await;
    let (deck, hold) = (writer.new_channel(&team, "deck").await, writer.new_channel(&team, "hold").await);
    writer.add_to_channel(&deck, &reader).await;
    writer.add_to_channel(&hold, &reader).await;
    device(&reader, "android_rn-v2:phone").await;
    let view = json!({"channel_id": id(&deck)});
    assert_eq!(reader.post("/api/v4/channels/members/me/view", view).await.status, 200);
    let app = cluster.node(0).app();
    let (user, channel) = (reader.user_id().parse_id(), id(&deck).parse_id());
    roost_testkit::wait_until("the other node knows", async || app.presence.is_viewing(user, channel, 0, now_ms()))
        .await;
    writer.new_post(&deck, "@reader, before your eyes").await;
    let told = writer.new_post(&hold, "@reader, elsewhere").await;
    let call = proxy.next().await;
    assert_eq!((name_of(&call), &call.json()["post_id"]), (("POST", SEND), &told["id"]));
    let last = writer.at(cluster.node(1)).new_post(&hold, "@reader, from the other node").await;
    assert_eq!(proxy.next().await.json()["post_id"], last["id"], "the first was told once");
}

/// Ids as the inside of a node has them.
trait ParseId {
    fn parse_id(&self) -> roost_model::Id;
}

impl ParseId for str {
    fn parse_id(&self) -> roost_model::Id {
        roost_model::Id::parse(self).unwrap()
    }
}
