//! Who is told that they are meant, and that what is remembered about members is never old.

use futures_util::future::join_all;
use roost_testkit::{TestNode, Tuning};
use serde_json::{Value, json};

use super::Place;

async fn mention_count(place: &Place, who: usize) -> i64 {
    let path = format!("/api/v4/users/me/channels/{}/unread", place.channel_id());
    place.people[who].get(&path).await.body["mention_count"].as_i64().unwrap()
}

async fn view(place: &Place, who: usize) {
    let body = json!({"channel_id": place.channel["id"]});
    let reply = place.people[who].post("/api/v4/channels/members/me/view", body).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_everybody() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    for (message, bob, cat) in [
        ("hi @bob", 1, 0),
        ("@bob, @cat!", 1, 1),
        ("@channel", 1, 1),
        ("@all", 1, 1),
        ("bob@example.com", 0, 0),
        ("`@bob`", 0, 0),
        ("nobody", 0, 0),
    ] {
        view(&place, 1).await;
        view(&place, 2).await;
        place.people[0].new_post(&place.channel, message).await;
        assert_eq!((mention_count(&place, 1).await, mention_count(&place, 2).await), (bob, cat), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_name_or_setting_counts_at_once() {
    let place = Place::with(&["admin", "bob"]).await;
    place.people[0].new_post(&place.channel, "warm").await;
    view(&place, 1).await;
    let renamed = place.people[1].put("/api/v4/users/me/patch", json!({"username": "robert"})).await;
    assert_eq!(renamed.status, 200);
    place.people[0].new_post(&place.channel, "@bob").await;
    assert_eq!(mention_count(&place, 1).await, 0);
    place.people[0].new_post(&place.channel, "@robert").await;
    assert_eq!(mention_count(&place, 1).await, 1);
    let me = place.people[1].get("/api/v4/users/me").await.body;
    let mut props = me["notify_props"].clone();
    props["mention_keys"] = json!("deploy");
    place.people[1].put("/api/v4/users/me/patch", json!({"notify_props": props})).await;
    place.people[0].new_post(&place.channel, "we deploy").await;
    assert_eq!(mention_count(&place, 1).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_mentioned_or_follows_hears_so_and_others_do_not() {
    let place = Place::with(&["admin", "bob", "cat"]).await;
    let (mut bob, mut cat) = (place.people[1].connect().await, place.people[2].connect().await);
    place.people[0].new_post(&place.channel, "hi @bob").await;
    let to_bob = bob.wait_for("posted").await;
    let to_cat = cat.wait_for("posted").await;
    let only_bob = Value::from(format!("[\"{}\"]", place.people[1].user_id()));
    assert_eq!(to_bob["data"]["mentions"], only_bob);
    assert_eq!(to_cat["data"].get("mentions"), None);
    assert_eq!(to_bob["data"]["post"], to_cat["data"]["post"]);
}

/// People who are mentioned at once.
const CROWD: usize = 70;

#[tokio::test(flavor = "multi_thread")]
async fn of_a_crowd_each_hears_of_itself_only() {
    let node = TestNode::tuned(Tuning::default().with("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "100")).await;
    let place = Place::on(node, &["admin"]).await;
    let mut crowd = Vec::new();
    for n in 0..CROWD {
        let person = place.node.sign_up(&format!("person{n}")).await;
        place.people[0].add_to_team(&place.team, &person).await;
        place.people[0].add_to_channel(&place.channel, &person).await;
        crowd.push(person);
    }
    let mut sockets = join_all(crowd.iter().map(|person| person.connect_with("posted_ack=true"))).await;
    let mut second = crowd[0].connect().await;
    let mut author = place.people[0].connect().await;
    // The name is in the text too: what a person wrote stays as it is.
    let text = format!("@all see {}", crowd[1].user_id());
    let post = place.people[0].new_post(&place.channel, &text).await;
    let events = join_all(sockets.iter_mut().map(|socket| socket.wait_for("posted"))).await;
    for (person, event) in crowd.iter().zip(&events) {
        assert_eq!(event["data"]["mentions"], format!("[\"{}\"]", person.user_id()));
        assert_eq!(event["data"]["should_ack"], true);
        let told: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!((&told["id"], &told["message"]), (&post["id"], &post["message"]));
    }
    let to_second = second.wait_for("posted").await;
    assert_eq!(to_second["data"]["mentions"], events[0]["data"]["mentions"]);
    assert_eq!(to_second["data"].get("should_ack"), None);
    assert_eq!(author.wait_for("posted").await["data"].get("mentions"), None);

    // Kept for who comes back, still in its own name.
    let connection = sockets[2].heard[0]["data"]["connection_id"].as_str().unwrap().to_owned();
    let number = events[2]["seq"].as_i64().unwrap();
    drop(sockets);
    let resume = format!("connection_id={connection}&sequence_number={number}");
    let again = crowd[2].connect_with(&resume).await.wait_for("posted").await;
    assert_eq!(again, events[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_in_an_attachment_counts() {
    let place = Place::with(&["admin", "bob"]).await;
    view(&place, 1).await;
    place.post(0, json!({"props": {"attachments": [{"pretext": "see @bob", "text": "x"}]}})).await;
    assert_eq!(mention_count(&place, 1).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_unread_counts_its_mentions_anew() {
    let place = Place::with(&["admin", "bob"]).await;
    let [admin, bob] = [&place.people[0], &place.people[1]];
    let body = json!({"channel_id": place.channel["id"], "display_name": "robot", "user_id": bob.user_id()});
    let hook = admin.post("/api/v4/hooks/incoming", body).await.body;
    assert_eq!(hook["user_id"], bob.user_id(), "{hook}");
    let hook = format!("/hooks/{}", hook["id"].as_str().unwrap());
    let first = admin.new_post(&place.channel, "@here").await;
    admin.new_post(&place.channel, "nothing").await;
    bob.new_post(&place.channel, "my own @bob").await;
    assert_eq!(place.node.anonymous().post(&hook, json!({"text": "a program says @bob"})).await.status, 200);
    let unread = async |post: &Value| {
        let path = format!("/api/v4/users/me/posts/{}/set_unread", post["id"].as_str().unwrap());
        let set = bob.post(&path, json!({"collapsed_threads_supported": true})).await;
        assert_eq!(set.status, 200);
        ["msg_count", "mention_count", "mention_count_root"].map(|name| set.body[name].as_i64().unwrap())
    };
    assert_eq!(unread(&first).await, [0, 2, 2]);

    // A post of long ago is news to nobody.
    let old = place.post(0, json!({"create_at": 1_600_000_000_000_i64})).await;
    assert_eq!(old.status, 201);
    assert_eq!(unread(&first).await, [0, 2, 2]);

    // In a conversation everything is for the others, also when nobody is named.
    let cat = place.node.sign_up("cat").await;
    let ids = [admin, bob, &cat].map(|person| person.user_id().to_owned());
    for (path, ids) in [("direct", &ids[..2]), ("group", &ids[..])] {
        let channel = admin.post(&format!("/api/v4/channels/{path}"), json!(ids)).await.body;
        let root = admin.new_post(&channel, "one").await;
        admin.new_post(&channel, "two").await;
        bob.new_post(&channel, "three").await;
        assert_eq!(unread(&root).await, [0, 2, 2], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_unread_counts_replies_that_somebody_wants_to_hear_of() {
    let tuning = Tuning::default().with("MM_SERVICESETTINGS_COLLAPSEDTHREADS", "default_on");
    let place = Place::on(TestNode::tuned(tuning).await, &["admin", "bob"]).await;
    let bob = &place.people[1];
    let collapse = async |on: &str| {
        let choice = json!([{"user_id": bob.user_id(), "category": "display_settings",
            "name": "collapsed_reply_threads", "value": on}]);
        assert_eq!(bob.put("/api/v4/users/me/preferences", choice).await.status, 200);
    };
    let reply = async |who: usize, root: &Value| {
        assert_eq!(place.post(who, json!({"root_id": root["id"]})).await.status, 201);
    };
    collapse("off").await;
    let (bobs, admins) = (place.post(1, json!({})).await.body, place.post(0, json!({})).await.body);
    reply(0, &bobs).await;
    reply(0, &admins).await;
    reply(1, &admins).await;
    reply(0, &admins).await;
    let unread = async |comments: &str, collapsed: bool| {
        let mut props = bob.get("/api/v4/users/me").await.body["notify_props"].clone();
        props["comments"] = json!(comments);
        assert_eq!(bob.put("/api/v4/users/me/patch", json!({"notify_props": props})).await.status, 200);
        let path = format!("/api/v4/users/me/posts/{}/set_unread", bobs["id"].as_str().unwrap());
        let set = bob.post(&path, json!({"collapsed_threads_supported": collapsed})).await;
        assert_eq!(set.status, 200);
        ["mention_count", "mention_count_root"].map(|name| set.body[name].as_i64().unwrap())
    };
    assert_eq!(unread("never", false).await, [0, 0]);
    assert_eq!(unread("root", false).await, [1, 0], "the reply to what bob began");
    assert_eq!(unread("any", false).await, [2, 0], "and the one after his own");
    collapse("on").await;
    assert_eq!(unread("any", true).await, [0, 0], "who sees threads apart follows them there");
}
