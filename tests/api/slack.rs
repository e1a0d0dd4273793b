//! An export of Slack that somebody brings into a team.

use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::multipart::{Form, Part};
use roost_testkit::{Client, Reply, TestCluster, TestNode};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::helpers::id;

fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A small company: two people and one of ours, two channels, a talk of two, a thread, a file and a bot.
fn export() -> Vec<u8> {
    let users = json!([
        {"id": "U1", "name": "ann", "profile": {"email": "ann@slack.example", "real_name": "Ann Smith"}},
        {"id": "U2", "name": "bob", "deleted": true, "profile": {"email": "bob@slack.example"}},
        {"id": "U3", "name": "someone", "profile": {"email": "carl@example.com"}},
        {"id": "B1", "name": "builder", "is_bot": true, "profile": {}},
    ]);
    let channels = json!([
        {"id": "C1", "name": "general", "members": ["U1", "U2", "U3"], "topic": {"value": "News"}, "purpose": {"value": "All"}},
        {"id": "C2", "name": "old", "is_archived": true, "members": ["U1"]},
    ]);
    let groups = json!([{"id": "G1", "name": "secret", "members": ["U1", "U3"]}]);
    let dms = json!([{"id": "D1", "members": ["U1", "U3"]}]);
    let general = json!([
        {"type": "message", "subtype": "channel_join", "user": "U1", "text": "<@U1> has joined", "ts": "1500000000.000001"},
        {"type": "message", "user": "U1", "text": "*hello* <@U3>, see <#C2|old>", "ts": "1500000001.000200",
            "pinned_to": ["C1"], "reactions": [{"name": "wave::skin-tone-3", "users": ["U3", "U9"], "count": 2},
                {"name": "party_parrot", "users": ["U3"], "count": 1}]},
        {"type": "message", "user": "U3", "text": "an answer", "ts": "1500000003.000100", "thread_ts": "1500000001.000200"},
        {"type": "message", "subtype": "bot_message", "bot_id": "B9", "username": "Builds", "text": "done", "ts": "1500000004.5"},
        {"type": "message", "user": "U2", "text": "a picture", "ts": "1500000005.0", "files": [{"id": "F1", "name": "plan.txt"}]},
        {"type": "message", "user": "U9", "text": "who am I", "ts": "1500000006.0"},
        {"type": "message", "subtype": "huddle_thread", "user": "U1", "text": "call", "ts": "1500000007.0"},
    ]);
    let one = |text: &str| json!([{"type": "message", "user": "U1", "text": text, "ts": "1500000010.0"}]);
    let bytes = |value: &Value| value.to_string().into_bytes();
    archive(&[
        ("users.json", bytes(&users)),
        ("channels.json", bytes(&channels)),
        ("groups.json", bytes(&groups)),
        ("dms.json", bytes(&dms)),
        ("general/2017-07-14.json", bytes(&general)),
        ("secret/2017-07-14.json", bytes(&one("between us"))),
        ("D1/2017-07-14.json", bytes(&one("only you"))),
        ("__uploads/F1/plan.txt", b"the plan".to_vec()),
    ])
}

async fn import(client: &Client, team: &Value, bytes: Vec<u8>) -> Reply {
    let size = bytes.len().to_string();
    let form = Form::new().text("filesize", size).text("importFrom", "slack");
    let form = form.part("file", Part::bytes(bytes).file_name("export.zip"));
    client.send(client.request("POST", &format!("/api/v4/teams/{}/import", id(team))).multipart(form)).await
}

fn log(reply: &Reply) -> String {
    let text = reply.body["results"].as_str().unwrap_or_else(|| panic!("{:?}", reply.body));
    String::from_utf8(STANDARD.decode(text).unwrap()).unwrap()
}

async fn channel(client: &Client, team: &Value, name: &str) -> Value {
    let path = format!("/api/v4/teams/{}/channels/name/{name}?include_deleted=true", id(team));
    let found = client.get(&path).await;
    assert_eq!(found.status, 200, "{name}: {:?}", found.body);
    found.body
}

/// The posts of a channel, the oldest first.
async fn posts(client: &Client, channel: &Value) -> Vec<Value> {
    let page = client.get(&format!("/api/v4/channels/{}/posts", id(channel))).await.body;
    let order = page["order"].as_array().unwrap_or_else(|| panic!("{page}"));
    order.iter().rev().map(|id| page["posts"][id.as_str().unwrap()].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_gets_the_people_channels_and_messages_of_an_export() {
    let node = TestNode::start().await;
    let (admin, carl) = (node.sign_up("admin").await, node.sign_up("carl").await);
    let taken = node.sign_up("ann").await;
    let team = admin.new_team("crew").await;
    let done = import(&admin, &team, export()).await;
    assert_eq!(done.status, 200, "{:?}", done.body);
    let told = log(&done);
    assert!(told.contains("is carl by the address") && told.contains("1 messages of somebody"), "{told}");
    assert!(told.contains("left out: 2 reactions"), "{told}");
    assert!(!told.contains("ended early"), "{told}");

    let user = async |name: &str| admin.get(&format!("/api/v4/users/username/{name}")).await.body;
    let ann = user("ann-u1").await;
    assert_eq!((&ann["email"], &ann["last_name"]), (&json!("ann@slack.example"), &json!("Smith")));
    assert_ne!(user("bob").await["delete_at"], 0);
    let kept = user("ann").await;
    assert_eq!((&kept["id"], &kept["email"]), (&json!(taken.user_id()), &json!("ann@example.com")), "another person");

    let general = channel(&carl, &team, "general").await;
    assert_eq!(
        (&general["type"], &general["header"], &general["purpose"]),
        (&json!("O"), &json!("News"), &json!("All"))
    );
    let said = posts(&carl, &general).await;
    let messages: Vec<&str> = said.iter().map(|post| post["message"].as_str().unwrap()).collect();
    assert_eq!(messages, ["@ann-u1 has joined", "**hello** @carl, see ~old", "an answer", "done", "a picture"]);
    assert_eq!(
        (&said[0]["type"], &said[1]["create_at"]),
        (&json!("system_join_channel"), &json!(1_500_000_001_000_i64))
    );
    assert_eq!((&said[1]["is_pinned"], &said[2]["is_pinned"]), (&json!(true), &json!(false)));
    let reactions = carl.get(&format!("/api/v4/posts/{}/reactions", id(&said[1]))).await.body;
    assert_eq!(reactions.as_array().unwrap().len(), 1, "{reactions}");
    assert_eq!(
        (&reactions[0]["emoji_name"], &reactions[0]["user_id"]),
        (&json!("wave_medium_light_skin_tone"), &json!(carl.user_id()))
    );
    assert_eq!((&said[2]["root_id"], &said[2]["user_id"]), (&said[1]["id"], &json!(carl.user_id())));
    assert_eq!(
        (&said[3]["props"]["override_username"], &said[3]["props"]["from_webhook"]),
        (&json!("Builds"), &json!("true"))
    );
    let file = carl.get(&format!("/api/v4/files/{}", said[4]["file_ids"][0].as_str().unwrap())).await;
    assert_eq!((file.status, file.bytes.as_slice()), (200, &b"the plan"[..]));
    let secret = channel(&carl, &team, "secret").await;
    assert_eq!((&secret["type"], posts(&carl, &secret).await.len()), (&json!("P"), 1));
    assert_ne!(channel(&admin, &team, "old").await["delete_at"], 0);
    let own = carl.get("/api/v4/users/me/channels").await.body;
    let direct = own.as_array().unwrap().iter().find(|channel| channel["type"] == "D").unwrap();
    assert_eq!(posts(&carl, direct).await[0]["message"], "only you");

    // The same again changes nothing.
    let again = import(&admin, &team, export()).await;
    assert!(log(&again).contains("post: 0 of"), "{}", log(&again));
    assert_eq!(posts(&carl, &general).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_import_runs_at_a_time_and_every_node_shows_it() {
    let cluster = TestCluster::start(2).await;
    let (admin, carl) = (cluster.node(0).sign_up("admin").await, cluster.node(0).sign_up("carl").await);
    let team = admin.new_team("crew").await;
    admin.add_to_team(&team, &carl).await;
    let elsewhere = carl.at(cluster.node(1));
    let own = async || elsewhere.get("/api/v4/users/me/channels").await.body.as_array().unwrap().len();
    let before = own().await;
    let other = cluster.database.client().await;
    // What `roost import` holds.
    let key: i64 = 0x726f_6f73_745f_696d;
    other.execute("select pg_advisory_lock($1)", &[&key]).await.unwrap();
    let refused = import(&admin, &team, export()).await;
    assert_eq!((refused.status, own().await), (500, before));
    other.execute("select pg_advisory_unlock($1)", &[&key]).await.unwrap();
    for written in ["post: 5 of", "post: 0 of"] {
        let done = import(&admin, &team, export()).await;
        assert!(log(&done).contains(written), "{}", log(&done));
    }
    elsewhere.wait_until("the other node shows it", async |_| own().await == before + 3).await;
    let general = channel(&elsewhere, &team, "general").await;
    assert_eq!(posts(&elsewhere, &general).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_export_leaves_nothing_behind() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let team = admin.new_team("crew").await;
    admin.add_to_team(&team, &person).await;
    let before = node.digest().await;
    assert_eq!(import(&person, &team, export()).await.status, 403);
    for bytes in [b"no archive".to_vec(), b"PK and nothing else".to_vec()] {
        let refused = import(&admin, &team, bytes).await;
        assert_eq!((refused.status, refused.error_id()), (400, "api.slackimport.slack_import.zip.app_error"));
    }
    let unreadable =
        import(&admin, &team, archive(&[("users.json", b"{".to_vec()), ("x/a.json", b"[]".to_vec())])).await;
    assert!(log(&unreadable).contains("users.json cannot be read"), "{}", log(&unreadable));
    assert_eq!(node.digest().await, before);
}
