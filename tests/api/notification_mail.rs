//! Mail about posts to those who are away.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use roost_testkit::{AheadClock, Client, MailServer, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

/// A mail server's nodes that look for due mail all the time.
fn eager(server: &MailServer) -> Tuning {
    let mut tuning = server.tuning();
    tuning.due_timings.look = Duration::from_millis(20);
    tuning
}

/// Nodes that never send what waits.
fn idle(mut tuning: Tuning) -> Tuning {
    tuning.due_timings.look = Duration::from_hours(1);
    tuning
}

async fn offline(client: &Client) {
    status(client, "offline").await;
}

async fn status(client: &Client, word: &str) {
    let body = json!({"user_id": client.user_id(), "status": word});
    assert_eq!(client.put("/api/v4/users/me/status", body).await.status, 200);
}

async fn wish(client: &Client, settings: &[(&str, &str)]) {
    let mut props = client.get("/api/v4/users/me").await.body["notify_props"].clone();
    for (name, value) in settings {
        props[*name] = json!(value);
    }
    assert_eq!(client.put("/api/v4/users/me/patch", json!({"notify_props": props})).await.status, 200);
}

/// A writer, who is the administrator, and offline readers in a channel.
struct Place {
    node: TestNode,
    writer: Client,
    readers: Vec<Client>,
    channel: Value,
}

impl Place {
    async fn on(database: Arc<TestDatabase>, tuning: Tuning, names: &[&str]) -> Self {
        let node = TestNode::on(database, tuning).await;
        let writer = node.sign_up("writer").await;
        let team = writer.new_team("crew").await;
        let channel = writer.new_channel(&team, "deck").await;
        let mut readers = Vec::new();
        for name in names {
            let reader = node.sign_up(name).await;
            writer.add_to_team(&team, &reader).await;
            writer.add_to_channel(&channel, &reader).await;
            offline(&reader).await;
            readers.push(reader);
        }
        Self { node, writer, readers, channel }
    }

    async fn build(tuning: Tuning, names: &[&str]) -> Self {
        Self::on(Arc::new(TestDatabase::migrated().await), tuning, names).await
    }
}

/// For whom how many posts wait.
async fn waiting(database: &TestDatabase) -> BTreeSet<(String, i32)> {
    let sql = "select u.username, cardinality(w.posts) from roost.notification_mail w join users u on u.id = w.user_id";
    let rows = database.client().await.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn set(entries: &[(&str, i32)]) -> BTreeSet<(String, i32)> {
    entries.iter().map(|(name, posts)| ((*name).to_owned(), *posts)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_gets_the_message_and_the_way_to_it_by_mail() {
    let mut server = MailServer::start().await;
    let place = Place::build(eager(&server), &["reader"]).await;
    let post = place.writer.new_post(&place.channel, "hey **@reader** <b>x</b>").await;
    let mail = server.mail("reader@example.com", "@writer wrote to you").await;
    let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
    assert!(text.contains("@writer (deck): hey @reader <b>x</b>"), "{text}");
    assert!(html.contains("&lt;b&gt;x") && !html.contains("<b>x"), "{html}");
    assert!(text.contains(&format!("https://chat.example.com/_redirect/pl/{}", id(&post))), "{text}");

    let set =
        json!({"EmailSettings": {"EmailNotificationContentsType": "generic", "UseChannelInEmailNotifications": true}});
    assert_eq!(place.writer.put("/api/v4/config/patch", set).await.status, 200);
    place.writer.new_post(&place.channel, "@reader, a secret").await;
    let mail = server.mail("reader@example.com", "@writer wrote to you in deck").await;
    assert!(!mail.to_string().contains("secret"), "{mail}");

    let direct = json!([place.writer.user_id(), place.readers[0].user_id()]);
    let direct = place.writer.post("/api/v4/channels/direct", direct).await.body;
    let burning = json!({"channel_id": id(&direct), "message": "a secret", "type": "burn_on_read"});
    assert_eq!(place.writer.post("/api/v4/posts", burning).await.status, 201);
    let mail = server.mail("reader@example.com", "").await;
    assert!(!mail.to_string().contains("secret"), "{mail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_presence_decide_who_gets_mail() {
    let server = MailServer::start().await;
    let names = ["plain", "online", "dnd", "away", "without", "muted", "here", "nothere", "deaf"];
    let mut place = Place::build(idle(server.tuning()), &names).await;
    let of = |name: &str| &place.readers[names.iter().position(|one| *one == name).unwrap()];
    for word in ["online", "dnd", "away"] {
        status(of(word), word).await;
    }
    wish(of("without"), &[("email", "false")]).await;
    wish(of("here"), &[("email", "false")]).await;
    wish(of("deaf"), &[("channel", "false")]).await;
    let channel = format!("/api/v4/channels/{}/members/me/notify_props", id(&place.channel));
    for (name, settings) in [
        ("muted", json!({"mark_unread": "mention"})),
        ("here", json!({"email": "true"})),
        ("nothere", json!({"email": "false"})),
    ] {
        assert_eq!(of(name).put(&channel, settings).await.status, 200);
    }
    place.writer.new_post(&place.channel, "nothing for anybody").await;
    place.writer.new_post(&place.channel, "@channel").await;
    // The node ends what it has begun.
    place.node.stop().await;
    assert_eq!(waiting(&place.node.database).await, set(&[("plain", 1), ("away", 1), ("here", 1)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_of_threads_get_mail_about_replies_as_they_want() {
    let server = MailServer::start().await;
    let mut place = Place::build(idle(server.tuning()), &["every", "some"]).await;
    wish(&place.readers[0], &[("email_threads", "all")]).await;
    wish(&place.readers[1], &[("email_threads", "mention")]).await;
    let root = place.writer.new_post(&place.channel, "a thread").await;
    let reply = async |client: &Client, message: &str| {
        let body = json!({"channel_id": id(&place.channel), "root_id": id(&root), "message": message});
        assert_eq!(client.post("/api/v4/posts?set_online=false", body).await.status, 201);
    };
    for reader in &place.readers {
        reply(reader, "I follow").await;
        offline(reader).await;
    }
    reply(&place.writer, "an answer").await;
    place.node.stop().await;
    let rows = waiting(&place.node.database).await;
    assert!(rows.contains(&("every".to_owned(), 1)) && !rows.iter().any(|(name, _)| name == "some"), "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gathers_is_one_mail_of_one_of_two_nodes_without_what_was_read_meanwhile() {
    let mut server = MailServer::start().await;
    let clock = Arc::new(AheadClock::default());
    let batching = |mut tuning: Tuning| {
        tuning.clock = clock.clone();
        tuning.with("MM_EMAILSETTINGS_ENABLEEMAILBATCHING", "true")
    };
    let database = Arc::new(TestDatabase::migrated().await);
    let place = Place::on(database.clone(), batching(idle(server.tuning())), &["reader", "back", "hasty"]).await;
    let at_once = json!([{"user_id": place.readers[2].user_id(), "category": "notifications",
        "name": "email_interval", "value": "30"}]);
    assert_eq!(place.readers[2].put("/api/v4/users/me/preferences", at_once).await.status, 200);
    for n in 0..3 {
        place.writer.new_post(&place.channel, &format!("@channel {n}")).await;
    }
    let gathered = set(&[("reader", 3), ("back", 3), ("hasty", 1)]);
    roost_testkit::wait_until("gathered", async || waiting(&database).await == gathered).await;
    let view = json!({"channel_id": id(&place.channel)});
    assert_eq!(place.readers[1].post("/api/v4/channels/members/me/view", view).await.status, 200);

    let one = TestNode::on(database.clone(), batching(eager(&server))).await;
    let _two = TestNode::on(database.clone(), batching(eager(&server))).await;
    for n in 0..3 {
        let mail = server.mail("hasty@example.com", "@writer wrote to you").await;
        assert!(mail["text"].as_str().unwrap().contains("@channel"), "{n}");
    }
    // A mail counts as sent a moment after the server has it.
    let others = set(&[("reader", 3), ("back", 3)]);
    roost_testkit::wait_until("only the others wait", async || waiting(&database).await == others).await;
    clock.advance(901);
    let mail = server.mail("reader@example.com", "3 messages for you").await;
    let text = mail["text"].as_str().unwrap();
    assert!((0..3).all(|n| text.contains(&format!("@channel {n}"))), "{text}");
    roost_testkit::wait_until("nothing waits", async || waiting(&database).await.is_empty()).await;
    // Whoever would be told twice, or after having read, would have been told before this.
    place.writer.new_post(&place.channel, "@hasty, the last").await;
    drop(one);
    server.mail("hasty@example.com", "@writer wrote to you").await;
    let subjects = server.others().iter().map(|mail| mail["headers"]["subject"].as_str().unwrap());
    let more: Vec<&str> = subjects.filter(|subject| !subject.contains("Welcome")).collect();
    assert_eq!(more, [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_no_server_takes_waits_for_another_try() {
    let mut server = MailServer::start().await;
    let clock = Arc::new(AheadClock::default());
    let database = Arc::new(TestDatabase::migrated().await);
    // Nobody listens there.
    let mut lost = eager(&server).with("MM_EMAILSETTINGS_SMTPPORT", "1");
    lost.clock = clock.clone();
    let mut place = Place::on(database.clone(), lost, &["reader"]).await;
    place.writer.new_post(&place.channel, "@reader").await;
    let client = database.client().await;
    let tries = async || {
        let row = client.query_opt("select tries from roost.notification_mail", &[]).await.unwrap();
        row.map(|row| row.get::<_, i32>(0))
    };
    roost_testkit::wait_until("tried", async || tries().await == Some(1)).await;
    place.node.stop().await;
    let mut well = eager(&server);
    well.clock = clock.clone();
    let _node = TestNode::on(database.clone(), well).await;
    clock.advance(61);
    server.mail("reader@example.com", "@writer wrote to you").await;
    roost_testkit::wait_until("gone", async || tries().await.is_none()).await;
}
