//! Webhooks: programs post, and are told of posts.

use reqwest::multipart::Form;
use roost_testkit::{Client, Reaction, Receiver, Reply, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

pub const GENERAL: &str = "web.incoming_webhook.general.app_error";

/// A node whose integrations may be on this machine, and may choose their names.
pub fn tuning() -> Tuning {
    Tuning::default()
        .with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1")
        .with("MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE", "true")
        .with("MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE", "true")
}

/// An administrator with a team, an open channel and a hook for it.
struct Place {
    node: TestNode,
    admin: Client,
    team: Value,
    channel: Value,
}

impl Place {
    async fn build(tuning: Tuning) -> Self {
        let node = TestNode::tuned(tuning).await;
        let admin = node.sign_up("admin").await;
        let team = admin.new_team("crew").await;
        let channel = admin.new_channel(&team, "deck").await;
        Self { node, admin, team, channel }
    }

    async fn incoming(&self, more: Value) -> Value {
        let mut body = json!({"channel_id": id(&self.channel), "display_name": "robot"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.admin.post("/api/v4/hooks/incoming", body).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        made.body
    }

    async fn outgoing(&self, more: Value) -> Value {
        let mut body = json!({"team_id": id(&self.team), "channel_id": id(&self.channel), "display_name": "caller"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.admin.post("/api/v4/hooks/outgoing", body).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        made.body
    }

    async fn fire(&self, hook: &Value, body: Value) -> Reply {
        self.node.anonymous().post(&format!("/hooks/{}", id(hook)), body).await
    }

    /// Posts of a channel, the newest first.
    async fn posts(&self, channel: &Value) -> Vec<Value> {
        posts(&self.admin, channel).await
    }
}

/// Posts of a channel but for those of the server, the newest first.
pub async fn posts(client: &Client, channel: &Value) -> Vec<Value> {
    let list = client.get(&format!("/api/v4/channels/{}/posts", id(channel))).await.body;
    let order = list["order"].as_array().unwrap().iter();
    let all = order.map(|id| list["posts"][id.as_str().unwrap()].clone());
    all.filter(|post| !post["type"].as_str().unwrap().starts_with("system_")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_posts_under_a_name_of_its_own() {
    let place = Place::build(tuning()).await;
    let hook = place.incoming(json!({"username": "hooky", "icon_url": "http://a/i.png"})).await;
    let mut socket = place.admin.connect().await;
    socket.wait_for("hello").await;
    let said = json!({"text": "see <http://a/b|this> <!here>", "props": {"card": "c", "from_bot": "true"}});
    let reply = place.fire(&hook, said).await;
    assert_eq!((reply.status, reply.bytes.as_slice(), reply.header("content-type")), (200, &b"ok"[..], "text/plain"));
    let posted = socket.wait_for("posted").await;
    assert_eq!(posted["data"]["sender_name"], "hooky");
    let post = &place.posts(&place.channel).await[0];
    assert_eq!(post["message"], "see [this](http://a/b) @here");
    assert_eq!(post["user_id"], place.admin.user_id());
    assert_eq!(
        post["props"],
        json!({"card": "c", "from_webhook": "true", "override_username": "hooky", "override_icon_url": "http://a/i.png",
            "webhook_display_name": "robot"})
    );
    place.fire(&hook, json!({"text": "again", "username": "bob", "priority": {"priority": "urgent"}})).await;
    let post = &place.posts(&place.channel).await[0];
    assert_eq!(
        (&post["props"]["override_username"], &post["metadata"]["priority"]["priority"]),
        (&"bob".into(), &"urgent".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_read_in_every_form_that_programs_send() {
    let place = Place::build(tuning()).await;
    let hook = place.incoming(json!({})).await;
    let nobody = place.node.anonymous();
    let path = format!("/hooks/{}", id(&hook));
    let form = |text: &str| {
        nobody.request("POST", &path).header("content-type", "application/x-www-form-urlencoded").body(text.to_owned())
    };
    let raw = |kind: &str, text: &str| {
        nobody.request("POST", &path).header("content-type", kind.to_owned()).body(text.to_owned())
    };
    for (request, message) in [
        (form("payload=%7B%22text%22%3A%22from+a+form%22%7D"), "from a form"),
        (nobody.request("POST", &path).multipart(Form::new().text("text", "from parts")), "from parts"),
        (nobody.request("POST", &path).multipart(Form::new().text("payload", r#"{"text":"in parts"}"#)), "in parts"),
        (raw("application/json; charset=utf-8", "{\"text\": \"two\nlines\"}"), "two\nlines"),
    ] {
        let reply = nobody.send(request).await;
        assert_eq!((reply.status, reply.bytes.as_slice()), (200, &b"ok"[..]), "{message}");
        assert_eq!(place.posts(&place.channel).await[0]["message"], message);
    }
    let long = "x".repeat(20_000);
    assert_eq!(place.fire(&hook, json!({"text": long, "attachments": [{"text": "below"}]})).await.status, 200);
    let posts = place.posts(&place.channel).await;
    let lens = [&posts[1], &posts[0]].map(|post| post["message"].as_str().unwrap().len());
    assert_eq!((lens, posts[0]["props"]["attachments"][0]["text"].as_str()), ([16_383, 3_617], Some("below")));
    assert_eq!((posts[0]["type"].as_str(), posts[1]["props"].get("attachments")), (Some("slack_attachment"), None));

    let before = place.posts(&place.channel).await.len();
    for (request, status, error) in [
        (form("payload=%7B"), 400, "web.incoming_webhook.decode.app_error"),
        (form("text=x"), 400, "web.incoming_webhook.decode.app_error"),
        (raw("application/json", "{\"text\": 5}"), 400, "web.incoming_webhook.decode.app_error"),
        (raw("text/plain", "plain"), 400, "web.incoming_webhook.decode.app_error"),
        (nobody.request("POST", &path).body("{\"text\": \"x\"}"), 400, "web.incoming_webhook.media_type.app_error"),
        (raw("application/json", "{\"text\": \"\"}"), 400, GENERAL),
        (raw("application/json", "{\"text\": \"x\", \"type\": \"system_join_team\"}"), 400, GENERAL),
        (raw("application/json", "{\"text\": \"x\", \"type\": \"nonsense\"}"), 400, GENERAL),
        (raw("application/json", "{\"text\": \"x\", \"channel\": \"nowhere\"}"), 404, GENERAL),
        (raw("application/json", "{\"text\": \"x\", \"channel\": \"@nobody\"}"), 400, GENERAL),
        (raw("multipart/form-data", "x"), 400, "web.incoming_webhook.parse_multipart.app_error"),
    ] {
        let reply = nobody.send(request).await;
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(place.posts(&place.channel).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reaches_no_further_than_its_owner() {
    let place = Place::build(tuning()).await;
    let owner = place.node.sign_up("owner").await;
    place.admin.add_to_team(&place.team, &owner).await;
    let hook = place.incoming(json!({"user_id": owner.user_id()})).await;
    let private = json!({"team_id": id(&place.team), "name": "cabin", "display_name": "Cabin", "type": "P"});
    let private = place.admin.post("/api/v4/channels", private).await.body;
    let to = |channel: &str| json!({"text": "x", "channel": channel});
    let refused = place.fire(&hook, to("cabin")).await;
    assert_eq!((refused.status, refused.error_id()), (403, GENERAL));
    place.admin.add_to_channel(&private, &owner).await;
    assert_eq!(place.fire(&hook, to("#cabin")).await.status, 200);
    assert_eq!(place.fire(&hook, to("@admin")).await.status, 200);
    let direct =
        place.admin.post("/api/v4/channels/direct", json!([owner.user_id(), place.admin.user_id()])).await.body;
    assert_eq!(place.posts(&direct).await[0]["user_id"], owner.user_id());

    let locked = place.incoming(json!({"channel_locked": true})).await;
    let refused = place.fire(&locked, to("town-square")).await;
    assert_eq!((refused.status, refused.error_id()), (403, GENERAL));
    assert_eq!(place.fire(&locked, to("deck")).await.status, 200);

    let path = format!("/api/v4/hooks/incoming/{}", id(&hook));
    let refused = owner.delete(&path).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
    assert_eq!(place.admin.delete(&path).await.status, 200);
    let dead = place.fire(&hook, json!({"text": "x"})).await;
    assert_eq!((dead.status, dead.error_id()), (400, GENERAL));
}

#[tokio::test(flavor = "multi_thread")]
async fn hooks_stay_in_their_team_and_with_those_who_may_manage_them() {
    let place = Place::build(tuning()).await;
    let member = place.node.sign_up("member").await;
    place.admin.add_to_team(&place.team, &member).await;
    let stranger = place.node.sign_up("stranger").await;
    let elsewhere = stranger.new_team("elsewhere").await;
    let foreign = stranger.new_channel(&elsewhere, "foreign").await;
    let hook = place.incoming(json!({})).await;
    let denied = (403, "api.context.permissions.app_error");
    for client in [&member, &stranger] {
        let body = json!({"channel_id": id(&place.channel)});
        let refused = client.post("/api/v4/hooks/incoming", body).await;
        assert_eq!((refused.status, refused.error_id()), denied);
        let refused = client.get(&format!("/api/v4/hooks/incoming/{}", id(&hook))).await;
        assert_eq!((refused.status, refused.error_id()), denied);
        let body = json!({"team_id": id(&place.team), "trigger_words": ["go"], "callback_urls": ["http://a"]});
        let refused = client.post("/api/v4/hooks/outgoing", body).await;
        assert_eq!((refused.status, refused.error_id()), denied);
    }
    let moved = json!({"id": id(&hook), "channel_id": id(&foreign)});
    let refused = place.admin.put(&format!("/api/v4/hooks/incoming/{}", id(&hook)), moved).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.webhook.team_mismatch.app_error"));
    let body = json!({"team_id": id(&place.team), "channel_id": id(&foreign), "callback_urls": ["http://a"]});
    let refused = place.admin.post("/api/v4/hooks/outgoing", body).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.webhook.create_outgoing.permissions.app_error"));
    let owned = stranger.post("/api/v4/hooks/incoming", json!({"channel_id": id(&foreign)})).await;
    assert_eq!(owned.status, 201, "whoever made a team manages its hooks");
    let off = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEINCOMINGWEBHOOKS", "false")).await;
    let refused = off.anonymous().post(&format!("/hooks/{}", id(&hook)), json!({"text": "x"})).await;
    assert_eq!((refused.status, refused.error_id()), (501, GENERAL));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_calls_a_program_and_its_answer_becomes_a_reply() {
    let place = Place::build(tuning()).await;
    let mut receiver = Receiver::start().await;
    let said = json!({"text": "done", "response_type": "comment", "username": "worker"});
    receiver.react("/json", Reaction::Json(said));
    let hook =
        json!({"trigger_words": ["go"], "callback_urls": [receiver.url("/json")], "content_type": "application/json"});
    let hook = place.outgoing(hook).await;
    let mut socket = place.admin.connect().await;
    socket.wait_for("hello").await;
    place.admin.new_post(&place.channel, "gone").await;
    let post = place.admin.new_post(&place.channel, "go now").await;
    let call = receiver.next().await;
    assert_eq!((call.method.as_str(), call.header("content-type")), ("POST", "application/json"));
    let body = call.json();
    assert_eq!(
        body,
        json!({"token": hook["token"], "team_id": id(&place.team), "team_domain": "crew", "channel_id": id(&place.channel),
            "channel_name": "deck", "timestamp": post["create_at"], "user_id": place.admin.user_id(), "user_name": "admin",
            "post_id": id(&post), "text": "go now", "trigger_word": "go", "file_ids": ""})
    );
    for _ in 0..3 {
        socket.wait_for("posted").await;
    }
    let reply = &place.posts(&place.channel).await[0];
    assert_eq!((&reply["message"], &reply["root_id"]), (&"done".into(), &post["id"]));
    assert_eq!(
        (&reply["props"]["override_username"], &reply["props"]["from_webhook"]),
        (&"worker".into(), &"true".into())
    );

    let path = format!("/api/v4/hooks/outgoing/{}", id(&hook));
    let form = json!({"id": id(&hook), "channel_id": id(&place.channel), "trigger_words": ["st"], "trigger_when": 1,
        "callback_urls": [receiver.url("/form")], "token": "sesame"});
    assert_eq!(place.admin.put(&path, form).await.status, 200);
    place.admin.new_post(&place.channel, "start & stop").await;
    let call = receiver.next().await;
    assert_eq!((call.path.as_str(), call.header("content-type")), ("/form", "application/x-www-form-urlencoded"));
    assert!(
        call.body.starts_with("token=sesame&team_id=") && call.body.contains("&text=start+%26+stop&trigger_word=st&")
    );
    assert_eq!(place.admin.delete(&path).await.status, 200);
    place.admin.new_post(&place.channel, "start").await;
    let other = json!({"trigger_words": ["last"], "callback_urls": [receiver.url("/last")]});
    place.outgoing(other).await;
    place.admin.new_post(&place.channel, "last").await;
    assert_eq!(receiver.next().await.path, "/last", "a deleted webhook is not called any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_vanished_programs_hold_nobody_up() {
    let place = Place::build(tuning()).await;
    let mut receiver = Receiver::start().await;
    receiver.react("/slow", Reaction::Hang);
    receiver.react("/gone", Reaction::Vanish);
    receiver.react("/text", Reaction::Text(200, "no json".to_owned()));
    receiver.react("/broken", Reaction::Text(500, json!({"text": "no"}).to_string()));
    let names = ["/slow", "/gone", "/text", "/broken"];
    let mut urls: Vec<String> = names.iter().map(|name| receiver.url(name)).collect();
    urls.push("http://127.0.0.1:1/refused".to_owned());
    place.outgoing(json!({"callback_urls": urls})).await;
    place.admin.new_post(&place.channel, "hello").await;
    let mut called = Vec::new();
    for _ in names {
        called.push(receiver.next().await.path);
    }
    called.sort();
    assert_eq!(called, ["/broken", "/gone", "/slow", "/text"]);
    place.admin.new_post(&place.channel, "and on").await;
    assert_eq!(place.posts(&place.channel).await.len(), 2);
    let mut place = place;
    place.node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_program_leads_the_server_into_its_own_network() {
    let place =
        Place::build(Tuning::default().with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1"))
            .await;
    let mut receiver = Receiver::start().await;
    let port = receiver.url("").rsplit(':').next().unwrap().to_owned();
    for (path, to) in [("/a", "127.0.0.2"), ("/c", "0x7f000002"), ("/d", "[::ffff:127.0.0.2]")] {
        receiver.react(path, Reaction::Redirect(format!("http://{to}:{port}/inside")));
    }
    receiver.react("/ok", Reaction::Redirect(receiver.url("/allowed")));
    let mut urls: Vec<String> =
        ["127.0.0.2", "0x7f.2", "2130706434", "[::1]"].map(|host| format!("http://{host}:{port}/inside")).into();
    urls.extend(["/a", "/c", "/d", "/ok"].map(|path| receiver.url(path)));
    place.outgoing(json!({"callback_urls": urls})).await;
    place.admin.new_post(&place.channel, "hello").await;
    let mut called = Vec::new();
    for _ in 0..5 {
        called.push(receiver.next().await.path);
    }
    called.sort();
    assert_eq!(called, ["/a", "/allowed", "/c", "/d", "/ok"]);
    let mut place = place;
    place.node.stop().await;
    assert!(receiver.try_next().is_none(), "nothing else was called by the time every call had ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_shown_as_it_was_made_to_who_may_manage_it() {
    let place = Place::build(Tuning::default()).await;
    let incoming = place.incoming(json!({"description": "robots"})).await;
    let outgoing = place.outgoing(json!({"trigger_words": ["go"], "callback_urls": ["http://127.0.0.1/x"]})).await;
    let stranger = place.node.sign_up("stranger").await;
    for (kind, hook) in [("incoming", &incoming), ("outgoing", &outgoing)] {
        let path = format!("/api/v4/hooks/{kind}/{}", id(hook));
        let shown = place.admin.get(&path).await;
        assert_eq!((shown.status, &shown.body), (200, hook));
        assert_eq!(stranger.get(&path).await.status, 403, "{kind}");
        assert_eq!(place.node.anonymous().get(&path).await.status, 401, "{kind}");
        assert_eq!(place.admin.delete(&path).await.status, 200);
        assert_eq!(place.admin.get(&path).await.status, 404, "{kind}");
    }
}
