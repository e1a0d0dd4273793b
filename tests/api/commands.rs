//! Slash commands.

use roost_testkit::{Client, Reaction, Receiver, Reply, TestNode};
use serde_json::{Value, json};

use super::helpers::id;
use super::webhooks::{posts, tuning};

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

    async fn command(&self, trigger: &str, url: &str, method: &str) -> Value {
        let body = json!({"team_id": id(&self.team), "trigger": trigger, "url": url, "method": method});
        let made = self.admin.post("/api/v4/commands", body).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        made.body
    }

    async fn run(&self, client: &Client, command: &str) -> Reply {
        let body = json!({"channel_id": id(&self.channel), "team_id": id(&self.team), "command": command});
        client.post("/api/v4/commands/execute", body).await
    }
}

fn field<'a>(body: &'a str, name: &str) -> &'a str {
    let fields = body.split('&').filter_map(|field| field.split_once('='));
    fields.into_iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_answers_at_once_and_later_on() {
    let place = Place::build().await;
    let mut receiver = Receiver::start().await;
    receiver.react("/weather", Reaction::Json(json!({"response_type": "in_channel", "text": "sun in <http://a|b>"})));
    let command = place.command("weather", &receiver.url("/weather"), "P").await;
    let answered = place.run(&place.member, "/Weather in Oslo").await;
    assert_eq!((answered.status, &answered.body["response_type"]), (200, &"in_channel".into()));
    let call = receiver.next().await;
    let token = command["token"].as_str().unwrap();
    assert_eq!((call.method.as_str(), call.header("authorization")), ("POST", format!("Token {token}").as_str()));
    let sent = |name| field(&call.body, name);
    assert_eq!(
        ["command", "text", "token", "user_name", "channel_name", "team_domain"].map(sent),
        ["%2Fweather", "in+Oslo", token, "member", "deck", "crew"]
    );
    let post = &posts(&place.member, &place.channel).await[0];
    assert_eq!((&post["message"], &post["user_id"]), (&"sun in [b](http://a)".into(), &place.member.user_id().into()));
    assert_eq!(post["props"]["from_webhook"], "true");

    let later = sent("response_url").replace("%3A", ":").replace("%2F", "/");
    let path = later.strip_prefix(place.node.base()).unwrap_or_else(|| panic!("{later} is elsewhere")).to_owned();
    let nobody = place.node.anonymous();
    let bad = nobody.send(nobody.request("POST", &path).body("{")).await;
    assert_eq!((bad.status, bad.error_id()), (400, "web.command_webhook.parse.app_error"));
    let mut socket = place.member.connect().await;
    socket.wait_for("hello").await;
    for n in 0..5 {
        let reply = nobody.post(&path, json!({"text": format!("still {n}"), "response_type": "ephemeral"})).await;
        assert_eq!((reply.status, reply.bytes.as_slice()), (200, &b"ok"[..]));
        let shown = socket.wait_for("ephemeral_message").await;
        assert!(shown["data"]["post"].as_str().unwrap().contains(&format!("still {n}")));
    }
    let often = nobody.post(&path, json!({"text": "x"})).await;
    assert_eq!((often.status, often.error_id()), (400, "app.command_webhook.try_use.invalid"));
    let unknown = nobody.post("/hooks/commands/aaaaaaaaaaaaaaaaaaaaaaaaaa", json!({"text": "x"})).await;
    assert_eq!((unknown.status, unknown.error_id()), (404, "app.command_webhook.get.missing"));
    assert_eq!(posts(&place.member, &place.channel).await.len(), 1, "what one person is told is no post");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_fail_are_told_of_and_post_nothing() {
    let place = Place::build().await;
    let mut receiver = Receiver::start().await;
    receiver.react("/gone", Reaction::Vanish);
    receiver.react("/broken", Reaction::Text(500, "no".to_owned()));
    receiver.react("/empty", Reaction::Text(200, String::new()));
    receiver.react("/text", Reaction::Text(200, "plain".to_owned()));
    for (name, error) in [("gone", "failed"), ("broken", "failed_resp"), ("empty", "failed_empty")] {
        place.command(name, &receiver.url(&format!("/{name}")), "P").await;
        let failed = place.run(&place.member, &format!("/{name}")).await;
        let id = format!("api.command.execute_command.{error}.app_error");
        assert_eq!((failed.status, failed.error_id()), (500, id.as_str()));
        assert_eq!(receiver.next().await.path, format!("/{name}"));
    }
    place.command("inside", "http://127.0.0.2:1/x", "P").await;
    let refused = place.run(&place.member, "/inside").await;
    assert_eq!((refused.status, refused.error_id()), (500, "api.command.execute_command.failed.app_error"));
    place.command("text", &receiver.url("/text?a=b"), "G").await;
    let told = place.run(&place.member, "/text hi").await;
    assert_eq!((told.status, &told.body["text"]), (200, &"plain".into()));
    let call = receiver.next().await;
    assert_eq!(call.method, "GET");
    assert!(call.path.starts_with("/text?a=b&token=") && call.path.contains("&text=hi&"), "{}", call.path);
    assert!(posts(&place.member, &place.channel).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_belong_to_those_who_manage_them() {
    let place = Place::build().await;
    let command = place.command("weather", "http://example.com", "P").await;
    let path = format!("/api/v4/commands/{}", id(&command));
    let stranger = place.node.sign_up("stranger").await;
    for client in [&place.member, &stranger] {
        for reply in [
            client.get(&path).await,
            client.delete(&path).await,
            client.put(&format!("{path}/regen_token"), json!({})).await,
        ] {
            assert_eq!((reply.status, reply.error_id()), (404, "store.sql_command.save.get.app_error"));
        }
        let body = json!({"team_id": id(&place.team), "trigger": "x", "url": "http://example.com", "method": "P"});
        assert_eq!(client.post("/api/v4/commands", body).await.status, 403);
    }
    let list = format!("/api/v4/commands?team_id={}", id(&place.team));
    assert_eq!(stranger.get(&list).await.status, 403);
    assert_eq!(place.run(&stranger, "/away").await.status, 403);
    for (trigger, error) in [
        ("weather", "api.command.duplicate_trigger.app_error"),
        ("join", "api.command.duplicate_trigger.app_error"),
        ("a b", "model.command.is_valid.trigger.app_error"),
    ] {
        let body = json!({"team_id": id(&place.team), "trigger": trigger, "url": "http://example.com", "method": "P"});
        let refused = place.admin.post("/api/v4/commands", body).await;
        assert_eq!((refused.status, refused.error_id()), (400, error));
    }
    let other = stranger.new_team("elsewhere").await;
    let moved = json!({"id": id(&command), "team_id": id(&other), "trigger": "x", "url": "http://a", "method": "P"});
    let refused = place.admin.put(&path, moved).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.command.team_mismatch.app_error"));
    let token = place.admin.put(&format!("{path}/regen_token"), json!({})).await.body["token"].clone();
    assert_eq!(place.admin.get(&path).await.body["token"], token);
    assert_ne!(command["token"], token);
    assert_eq!(place.admin.put(&format!("{path}/move"), json!({"team_id": id(&other)})).await.status, 200);
    let unknown = place.run(&place.member, "/weather").await;
    assert_eq!((unknown.status, unknown.error_id()), (404, "api.command.execute_command.not_found.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_own_commands_do_what_they_say() {
    let place = Place::build().await;
    let member = &place.member;
    let done = async |command: &str| {
        let reply = place.run(member, command).await;
        assert_eq!(reply.status, 200, "{command}: {:?}", reply.body);
        reply.body
    };
    done("/dnd").await;
    let status = member.get(&format!("/api/v4/users/{}/status", member.user_id())).await.body;
    assert_eq!(status["status"], "dnd");
    done("/me waves").await;
    done("/echo \"hello\"").await;
    done("/shrug").await;
    let said = posts(member, &place.channel).await;
    let said: Vec<&str> = said.iter().map(|post| post["message"].as_str().unwrap()).collect();
    assert_eq!(said, ["\u{af}\\\\\\_(\u{30c4})\\_/\u{af}", "hello", "*waves*"]);
    done("/header wind").await;
    let channel = member.get(&format!("/api/v4/channels/{}", id(&place.channel))).await.body;
    assert_eq!(channel["header"], "wind");
    let friend = place.node.sign_up("friend").await;
    place.admin.add_to_team(&place.team, &friend).await;
    done("/invite @friend").await;
    let path = format!("/api/v4/channels/{}/members/{}", id(&place.channel), friend.user_id());
    assert_eq!(member.get(&path).await.status, 200);
    done("/kick @friend").await;
    assert_eq!(member.get(&path).await.status, 404);
    let goto = done("/msg @friend ahoy").await["goto_location"].as_str().unwrap().to_owned();
    assert!(goto.starts_with(&format!("{}/crew/channels/", place.node.base())), "{goto}");
    let direct = friend.post("/api/v4/channels/direct", json!([friend.user_id(), member.user_id()])).await.body;
    assert_eq!(posts(&friend, &direct).await[0]["message"], "ahoy");
    let secret = json!({"team_id": id(&place.team), "name": "cabin", "display_name": "Cabin", "type": "P"});
    place.admin.post("/api/v4/channels", secret).await;
    assert_eq!(
        done("/join ~cabin").await["text"],
        done("/join ~nowhere").await["text"],
        "private channels are not told of"
    );
    done("/mute").await;
    let own = format!("/api/v4/channels/{}/members/me", id(&place.channel));
    assert_eq!(member.get(&own).await.body["notify_props"]["mark_unread"], "mention");
    done("/leave").await;
    assert_eq!(place.run(member, "/away").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_of_the_server_says_is_posted_but_not_seen() {
    let place = Place::build().await;
    let mut socket = place.member.connect().await;
    assert_eq!(place.run(&place.member, "/shrug well").await.status, 200);
    let body = json!({"channel_id": id(&place.channel), "message": "by hand"});
    assert_eq!(place.member.post("/api/v4/posts", body).await.status, 201);
    let mut heard = Vec::new();
    while heard.last().is_none_or(|(name, _)| name != "multiple_channels_viewed") {
        let event = socket.next().await.expect("the socket stays open");
        let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap_or("null")).unwrap();
        let name = event["event"].as_str().unwrap_or_default().to_owned();
        if name == "posted" || name == "multiple_channels_viewed" {
            heard.push((name, post));
        }
    }
    let names: Vec<&str> = heard.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["posted", "posted", "multiple_channels_viewed"], "only writing by hand is seeing");
    let said = &heard[0].1;
    assert_eq!((&said["props"], said.get("remote_id")), (&json!({"override_icon_url": ""}), None));
    assert_eq!(heard[1].1["props"], json!({}));
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_told_what_may_follow_a_command() {
    let place = Place::build().await;
    let list = place.member.get(&format!("/api/v4/teams/{}/commands/autocomplete", id(&place.team))).await.body;
    let data = |name: &str| {
        let found = list.as_array().unwrap().iter().find(|command| command["trigger"] == name);
        found.unwrap_or_else(|| panic!("no {name}"))["autocomplete_data"].clone()
    };
    assert_eq!(data("away"), Value::Null);
    let rename = data("rename");
    assert_eq!((&rename["Trigger"], &rename["RoleID"]), (&"rename".into(), &"system_user".into()));
    assert_eq!(rename["Arguments"][0]["Type"], "TextInput");
    let share = data("share-channel");
    assert_eq!(share["SubCommands"][0]["Arguments"][0]["Data"], json!({"FetchURL": "builtin:share-channel"}));
    assert_eq!(share["SubCommands"][0]["Arguments"][1]["Data"]["Pattern"], "Y|N|y|n");
}
