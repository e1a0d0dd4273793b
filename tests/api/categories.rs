//! The sidebar.

use roost_testkit::{Client, TestNode};
use serde_json::{Value, json};

use super::helpers::{id, ids};

struct Scene {
    node: TestNode,
    ann: Client,
    bob: Client,
    channels: Vec<Value>,
    path: String,
}

async fn scene() -> Scene {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let ann = node.sign_up("ann").await;
    let bob = node.sign_up("bob").await;
    let team = admin.new_team("house").await;
    admin.add_to_team(&team, &ann).await;
    admin.add_to_team(&team, &bob).await;
    let channels = vec![ann.new_channel(&team, "attic").await, ann.new_channel(&team, "barn").await];
    let path = format!("/api/v4/users/{}/teams/{}/channels/categories", ann.user_id(), id(&team));
    Scene { node, ann, bob, channels, path }
}

impl Scene {
    fn category(&self, name: &str, channels: &[&Value]) -> Value {
        let team = self.channels[0]["team_id"].clone();
        let ids: Vec<&Value> = channels.iter().map(|channel| &channel["id"]).collect();
        json!({"user_id": self.ann.user_id(), "team_id": team, "display_name": name, "type": "custom",
            "channel_ids": ids})
    }

    async fn create(&self, name: &str, channels: &[&Value]) -> Value {
        let reply = self.ann.post(&self.path, self.category(name, channels)).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        reply.body
    }

    /// The categories by type or, for those of her own, by name, with the number of channels in each.
    async fn sidebar(&self) -> Vec<(String, usize)> {
        let reply = self.ann.get(&self.path).await;
        let shown = |category: &Value| {
            let kind = category["type"].as_str().unwrap();
            let name = if kind == "custom" { category["display_name"].as_str().unwrap() } else { kind };
            (name.to_owned(), category["channel_ids"].as_array().unwrap().len())
        };
        reply.body["categories"].as_array().unwrap().iter().map(shown).collect()
    }
}

fn named(list: &[(&str, usize)]) -> Vec<(String, usize)> {
    list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_channel_stands_in_exactly_one_category() {
    let s = scene().await;
    assert_eq!(s.sidebar().await, named(&[("favorites", 0), ("channels", 4), ("direct_messages", 0)]));
    let pair = json!([s.ann.user_id(), s.bob.user_id()]);
    assert_eq!(s.ann.post("/api/v4/channels/direct", pair).await.status, 201);
    s.create("mine", &[&s.channels[0]]).await;
    let expected = [("favorites", 0), ("mine", 1), ("channels", 3), ("direct_messages", 1)];
    assert_eq!(s.sidebar().await, named(&expected));
    s.create("newer", &[&s.channels[0], &s.channels[1]]).await;
    let expected = [("favorites", 0), ("newer", 2), ("mine", 0), ("channels", 2), ("direct_messages", 1)];
    assert_eq!(s.sidebar().await, named(&expected));
    let leave = format!("/api/v4/channels/{}/members/me", id(&s.channels[0]));
    assert_eq!(s.ann.delete(&leave).await.status, 200);
    assert_eq!(s.sidebar().await[1], ("newer".to_owned(), 1), "who leaves a channel loses its place");
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_sidebar_writes_nothing() {
    let s = scene().await;
    let before = s.node.digest().await;
    s.sidebar().await;
    assert_eq!(s.ann.get(&format!("{}/order", s.path)).await.body.as_array().unwrap().len(), 3);
    assert_eq!(s.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn favourites_are_kept_in_step_with_the_preferences() {
    let s = scene().await;
    let mine = s.create("mine", &[]).await;
    let sidebar = s.ann.get(&s.path).await.body;
    let favorites = sidebar["categories"][0].clone();
    let mut change = favorites.clone();
    change["channel_ids"] = json!([s.channels[0]["id"]]);
    assert_eq!(s.ann.put(&format!("{}/{}", s.path, id(&favorites)), change).await.status, 200);
    let rows = s.node.database.client().await;
    let count = async || -> i64 {
        let sql = "select count(*) from preferences where userid = $1 and category = 'favorite_channel' and name = $2";
        rows.query_one(sql, &[&s.ann.user_id(), &id(&s.channels[0])]).await.unwrap().get(0)
    };
    assert_eq!(count().await, 1);
    let mut change = mine.clone();
    change["channel_ids"] = json!([s.channels[0]["id"]]);
    assert_eq!(s.ann.put(&format!("{}/{}", s.path, id(&mine)), change).await.status, 200);
    assert_eq!(count().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_muted_category_mutes_its_channels_and_those_that_come_into_it() {
    let s = scene().await;
    let mine = s.create("mine", &[&s.channels[0]]).await;
    let muted = async |channel: &Value| {
        let reply = s.ann.get(&format!("/api/v4/channels/{}/members/me", id(channel))).await;
        reply.body["notify_props"]["mark_unread"] == "mention"
    };
    let mut socket = s.ann.connect().await;
    let mut change = mine.clone();
    change["muted"] = json!(true);
    let path = format!("{}/{}", s.path, id(&mine));
    assert_eq!(s.ann.put(&path, change.clone()).await.status, 200);
    socket.wait_for("channel_member_updated").await;
    assert!(muted(&s.channels[0]).await && !muted(&s.channels[1]).await);
    change["channel_ids"] = json!([s.channels[1]["id"]]);
    assert_eq!(s.ann.put(&path, change).await.status, 200);
    assert!(!muted(&s.channels[0]).await && muted(&s.channels[1]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_made_at_once_get_places_of_their_own() {
    let s = scene().await;
    let names: Vec<String> = (0..6).map(|n| format!("c{n}")).collect();
    let channels = [&s.channels[0]];
    futures_util::future::join_all(names.iter().map(|name| s.create(name, &channels))).await;
    let reply = s.ann.get(&s.path).await.body;
    let categories = reply["categories"].as_array().unwrap();
    assert_eq!(categories.len(), 9);
    let orders: Vec<i64> = categories.iter().map(|category| category["sort_order"].as_i64().unwrap()).collect();
    assert_eq!(orders, (0..9).map(|n| n * 10).collect::<Vec<_>>());
    let holding = categories.iter().filter(|c| !c["channel_ids"].as_array().unwrap().is_empty()).count();
    assert_eq!(holding, 2, "the channel stands in one of them, the others in the built-in one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_sidebar_refuses_leaves_it_as_it_was() {
    let s = scene().await;
    let mine = s.create("mine", &[&s.channels[0]]).await;
    let reply = s.ann.get(&s.path).await.body;
    let builtin = ids(&reply["categories"])[0].to_owned();
    let order = reply["order"].as_array().unwrap().clone();
    let before = s.node.digest().await;

    let long = s.ann.post(&s.path, s.category(&"n".repeat(65), &[])).await;
    assert_eq!((long.status, long.error_id()), (400, "app.channel.sidebar_categories.app_error"));
    let delete = s.ann.delete(&format!("{}/{builtin}", s.path)).await;
    assert_eq!((delete.status, delete.error_id()), (400, "app.channel.sidebar_categories.app_error"));
    let twice = json!([order[0], order[0], order[1], order[2]]);
    assert_eq!(s.ann.put(&format!("{}/order", s.path), twice).await.status, 500);
    assert_eq!(s.bob.get(&s.path).await.status, 403);
    assert_eq!(s.bob.delete(&format!("{}/{}", s.path, id(&mine))).await.status, 403);
    assert_eq!(s.bob.put(&format!("{}/{}", s.path, id(&mine)), mine.clone()).await.status, 403);
    let own = s.path.replace(s.ann.user_id(), s.bob.user_id());
    let foreign = json!({"user_id": s.bob.user_id(), "team_id": s.channels[0]["team_id"], "type": "custom"});
    assert_eq!(s.bob.put(&format!("{own}/{}", id(&mine)), foreign).await.status, 403, "not his category");
    assert_eq!(s.node.digest().await, before);
}
