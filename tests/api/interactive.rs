//! Buttons and menus below messages, and dialogs.

use roost_testkit::{Client, Reaction, Receiver, Reply, TestNode};
use serde_json::{Value, json};

use super::helpers::id;
use super::webhooks::tuning;

const NOT_ANSWERED: (u16, &str) = (400, "api.post.do_action.action_integration.app_error");

struct Place {
    node: TestNode,
    admin: Client,
    member: Client,
    team: Value,
    channel: Value,
}

impl Place {
    async fn build() -> Self {
        let node = TestNode::tuned(tuning()).await;
        let admin = node.sign_up("admin").await;
        let member = node.sign_up("member").await;
        let team = admin.new_team("crew").await;
        let channel = admin.new_channel(&team, "deck").await;
        admin.add_to_team(&team, &member).await;
        admin.add_to_channel(&channel, &member).await;
        Self { node, admin, member, team, channel }
    }

    async fn post(&self, actions: Value) -> Value {
        let props = json!({"attachments": [{"text": "choose", "actions": actions}]});
        let body = json!({"channel_id": id(&self.channel), "message": "act", "props": props});
        let made = self.admin.post("/api/v4/posts", body).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        made.body
    }

    async fn use_action(&self, client: &Client, post: &Value, action: &str, body: Value) -> Reply {
        client.post(&format!("/api/v4/posts/{}/actions/{action}", id(post)), body).await
    }

    async fn submit(&self, client: &Client, kind: &str, url: &str) -> Reply {
        let body = json!({"url": url, "callback_id": "cb", "state": "s", "channel_id": id(&self.channel),
            "team_id": id(&self.team), "submission": {"name": "x"}});
        client.post(&format!("/api/v4/actions/dialogs/{kind}"), body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_calls_its_program_which_changes_the_post() {
    let place = Place::build().await;
    let mut receiver = Receiver::start().await;
    let done = json!({"update": {"message": "done", "props": {"from_bot": "true"}}, "ephemeral_text": "thank you"});
    receiver.react("/act", Reaction::Json(done));
    let integration = json!({"url": receiver.url("/act"), "context": {"k": "v"}});
    let menu = json!({"id": "menu", "type": "select", "data_source": "users", "integration": integration});
    let post = place.post(json!([{"name": "Go", "integration": integration}, menu])).await;
    let button = &post["props"]["attachments"][0]["actions"][0];
    assert_eq!(button.get("integration"), None, "where buttons lead stays on the server");
    let mut socket = place.member.connect().await;
    socket.wait_for("hello").await;
    let menu = place.use_action(&place.member, &post, "menu", json!({"selected_option": "two"})).await;
    assert_eq!((menu.status, &menu.body["status"]), (200, &"OK".into()));
    let call = receiver.next().await.json();
    assert_eq!(
        (&call["context"], &call["type"], &call["data_source"]),
        (&json!({"k": "v", "selected_option": "two"}), &"select".into(), &"users".into())
    );
    assert_eq!(
        (&call["user_id"], &call["post_id"], &call["team_domain"]),
        (&place.member.user_id().into(), &post["id"], &"crew".into())
    );
    assert_eq!(call["trigger_id"], menu.body["trigger_id"]);
    let edited = socket.wait_for("post_edited").await;
    assert!(edited["data"]["post"].as_str().unwrap().contains("done"));
    let told = socket.wait_for("ephemeral_message").await;
    assert!(told["data"]["post"].as_str().unwrap().contains("thank you"));
    let now = place.member.get(&format!("/api/v4/posts/{}", id(&post))).await.body;
    assert_eq!(
        (&now["message"], &now["user_id"], &now["props"]),
        (&"done".into(), &place.admin.user_id().into(), &json!({}))
    );
    let gone = place.use_action(&place.member, &post, "menu", json!({})).await;
    assert_eq!(
        (gone.status, gone.error_id()),
        (404, "api.post.do_action.action_id.app_error"),
        "the update took the buttons away"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_are_for_those_who_read_the_channel_and_programs_that_answer() {
    let place = Place::build().await;
    let mut receiver = Receiver::start().await;
    receiver.react("/gone", Reaction::Vanish);
    receiver.react("/broken", Reaction::Text(500, "{}".to_owned()));
    receiver.react("/text", Reaction::Text(200, "plain".to_owned()));
    let action = |name: &str, url: String| json!({"id": name, "name": name, "integration": {"url": url}});
    let mut actions: Vec<Value> =
        ["gone", "broken", "text"].map(|name| action(name, receiver.url(&format!("/{name}")))).into();
    actions.push(action("inside", "http://127.0.0.2:1/x".to_owned()));
    actions.push(json!({"id": "nowhere", "name": "Nowhere"}));
    let post = place.post(actions.into()).await;
    for name in ["gone", "broken", "text", "inside"] {
        let failed = place.use_action(&place.member, &post, name, json!({})).await;
        assert_eq!((failed.status, failed.error_id()), NOT_ANSWERED, "{name}");
    }
    for name in ["gone", "broken", "text"] {
        assert_eq!(receiver.next().await.path, format!("/{name}"));
    }
    for name in ["nowhere", "unknown"] {
        let missing = place.use_action(&place.member, &post, name, json!({})).await;
        assert_eq!((missing.status, missing.error_id()), (404, "api.post.do_action.action_id.app_error"));
    }
    let private = json!({"team_id": id(&place.team), "name": "cabin", "display_name": "Cabin", "type": "P"});
    let private = place.admin.post("/api/v4/channels", private).await.body;
    let props = json!({"attachments": [{"text": "x", "actions": [action("text", receiver.url("/text"))]}]});
    let hidden = json!({"channel_id": id(&private), "message": "act", "props": props});
    let hidden = place.admin.post("/api/v4/posts", hidden).await.body;
    let refused = place.use_action(&place.member, &hidden, "text", json!({})).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
    assert!(receiver.try_next().is_none(), "nobody is called for those who may not");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_opens_a_dialog_for_whoever_clicked_and_is_told_what_they_fill_in() {
    let place = Place::build().await;
    let mut receiver = Receiver::start().await;
    let post = place.post(json!([{"id": "go", "name": "Go", "integration": {"url": receiver.url("/act")}}])).await;
    let mut socket = place.member.connect().await;
    socket.wait_for("hello").await;
    let trigger = place.use_action(&place.member, &post, "go", json!({})).await.body["trigger_id"].clone();
    receiver.next().await;
    let nobody = place.node.anonymous();
    let open = |trigger: Value, url: &str| {
        nobody.post(
            "/api/v4/actions/dialogs/open",
            json!({"trigger_id": trigger, "url": url, "dialog": {"title": "Ask"}}),
        )
    };
    let opened = open(trigger.clone(), "http://example.com").await;
    assert_eq!((opened.status, &opened.body["status"]), (200, &"OK".into()), "{:?}", opened.body);
    let event = socket.wait_for("open_dialog").await;
    let dialog: Value = serde_json::from_str(event["data"]["dialog"].as_str().unwrap()).unwrap();
    assert_eq!((&dialog["url"], &dialog["dialog"]["title"]), (&"http://example.com".into(), &"Ask".into()));
    let mut forged = trigger.as_str().unwrap().to_owned();
    forged.replace_range(4..5, if &forged[4..5] == "A" { "B" } else { "A" });
    for (trigger, url, error) in [
        ("bad".into(), "http://a", "interactive_message.decode_trigger_id.base64_decode_failed"),
        ("YTpi".into(), "http://a", "interactive_message.decode_trigger_id.missing_data"),
        (forged.into(), "http://a", "interactive_message.decode_trigger_id.verify_signature_failed"),
        (trigger, "", "api.context.invalid_body_param.app_error"),
    ] {
        let refused = open(trigger, url).await;
        assert_eq!((refused.status, refused.error_id()), (400, error));
    }

    receiver.react("/submit", Reaction::Json(json!({"errors": {"name": "too short"}})));
    let answered = place.submit(&place.member, "submit", &receiver.url("/submit")).await;
    assert_eq!((answered.status, answered.body), (200, json!({"errors": {"name": "too short"}})));
    let call = receiver.next().await.json();
    assert_eq!(
        (&call["type"], &call["user_id"], &call["submission"]),
        (&"dialog_submission".into(), &place.member.user_id().into(), &json!({"name": "x"}))
    );
    assert_eq!((call.get("url"), &call["callback_id"], &call["state"]), (None, &"cb".into(), &"s".into()));
    receiver.react("/lookup", Reaction::Json(json!({"items": [{"text": "t", "value": "v"}]})));
    let answered = place.submit(&place.member, "lookup", &receiver.url("/lookup")).await;
    assert_eq!((answered.status, &answered.body["items"][0]["value"]), (200, &"v".into()));
    assert_eq!(receiver.next().await.json()["type"], "dialog_lookup");
    receiver.react("/gone", Reaction::Vanish);
    let failed = place.submit(&place.member, "submit", &receiver.url("/gone")).await;
    assert_eq!((failed.status, failed.error_id()), NOT_ANSWERED);
    let stranger = place.node.sign_up("stranger").await;
    assert_eq!(place.submit(&stranger, "submit", &receiver.url("/submit")).await.status, 403);
}
