//! Who is there, and who is told so.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use roost_testkit::{AheadClock, Client, Proxy, Socket, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};

const NEVER: Duration = Duration::from_hours(1);
const SOON: Duration = Duration::from_millis(10);

/// Seconds without activity after which the settings say "away".
const AWAY_AFTER_S: i64 = 300;

/// Short periods, and a clock to move on.
fn hasty() -> (Tuning, Arc<AheadClock>) {
    let clock = Arc::new(AheadClock::default());
    let mut tuning = Tuning { clock: clock.clone(), ..Tuning::default() };
    tuning.presence_timings.leave = SOON;
    tuning.presence_timings.expire = SOON;
    tuning.socket_timings.ping = SOON;
    (tuning, clock)
}

async fn status_of(asking: &Client, user: &Client) -> Value {
    let reply = asking.get(&format!("/api/v4/users/{}/status", user.user_id())).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

async fn wait_for_status(asking: &Client, user: &Client, word: &str) {
    asking.wait_until(word, async |asking| status_of(asking, user).await["status"] == word).await;
}

async fn choose(user: &Client, word: &str) -> Value {
    choose_until(user, word, 0).await
}

async fn choose_until(user: &Client, word: &str, dnd_end_time: i64) -> Value {
    let body = json!({"user_id": user.user_id(), "status": word, "dnd_end_time": dnd_end_time});
    let reply = user.put("/api/v4/users/me/status", body).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

/// Reads on until the socket hears that its user is `word` now, if it has not heard so last: an answer to a request may
/// come before or after what it causes.
async fn hear(socket: &mut Socket, user: &Client, word: &str) {
    let said = json!({"status": word, "user_id": user.user_id()});
    if statuses(socket).last() == Some(&&said) {
        return;
    }
    let event = socket.wait_matching(word, |event| event["event"] == "status_change" && event["data"] == said).await;
    assert_eq!(event["broadcast"]["user_id"], user.user_id());
}

/// What the socket heard about statuses so far.
fn statuses(socket: &Socket) -> Vec<&Value> {
    socket.heard.iter().filter(|event| event["event"] == "status_change").map(|event| &event["data"]).collect()
}

async fn active(socket: &mut Socket, is_active: bool) {
    let reply = socket.action("user_update_active_status", json!({"user_is_active": is_active, "manual": false})).await;
    assert_eq!(reply["status"], "OK", "{reply}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_means_online_and_the_end_of_the_last_one_offline() {
    let node = TestNode::tuned(hasty().0).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    assert_eq!(status_of(&admin, &bob).await["status"], "offline");
    let mut first = bob.connect().await;
    hear(&mut first, &bob, "online").await;
    let status = status_of(&admin, &bob).await;
    assert_eq!((&status["status"], &status["manual"]), (&json!("online"), &json!(false)));

    let mut second = bob.connect().await;
    second.wait_for("hello").await;
    drop(first);
    // Time enough for the end of the first to count, if it did.
    let team = admin.new_team("team").await;
    admin.add_to_team(&team, &bob).await;
    second.wait_for("added_to_team").await;
    assert_eq!(status_of(&admin, &bob).await["status"], "online");
    assert!(statuses(&second).iter().all(|said| said["status"] == "online"), "{:?}", second.heard);
    drop(second);
    wait_for_status(&admin, &bob, "offline").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_at_once_never_left() {
    let mut tuning = hasty().0;
    tuning.presence_timings.leave = NEVER;
    let node = TestNode::tuned(tuning).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let mut before = bob.connect().await;
    let hello = before.wait_for("hello").await;
    hear(&mut before, &bob, "online").await;
    drop(before);
    let connection = hello["data"]["connection_id"].as_str().unwrap();
    let mut after = bob.connect_with(&format!("connection_id={connection}&sequence_number=2")).await;
    let team = admin.new_team("team").await;
    admin.add_to_team(&team, &bob).await;
    after.wait_for("added_to_team").await;
    assert_eq!(statuses(&after), Vec::<&Value>::new());
    assert_eq!(status_of(&admin, &bob).await["status"], "online");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_nothing_is_away_until_there_is_activity() {
    let (tuning, clock) = hasty();
    let node = TestNode::tuned(tuning).await;
    let bob = node.sign_up("bob").await;
    let mut socket = bob.connect().await;
    hear(&mut socket, &bob, "online").await;
    clock.advance(AWAY_AFTER_S - 30);
    active(&mut socket, false).await;
    assert_eq!(status_of(&bob, &bob).await["status"], "online", "a client that says so early is not believed");
    clock.advance(AWAY_AFTER_S + 1);
    hear(&mut socket, &bob, "away").await;
    assert_eq!(status_of(&bob, &bob).await["manual"], false);
    active(&mut socket, true).await;
    hear(&mut socket, &bob, "online").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_chose_is_never_overridden() {
    let (tuning, clock) = hasty();
    let node = TestNode::tuned(tuning).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    for word in ["away", "dnd", "offline"] {
        let mut socket = bob.connect().await;
        choose(&bob, "online").await;
        choose(&bob, word).await;
        hear(&mut socket, &bob, word).await;
        active(&mut socket, true).await;
        clock.advance(AWAY_AFTER_S + 1);
        active(&mut socket, false).await;
        drop(socket);
        let mut again = bob.connect().await;
        active(&mut again, true).await;
        let status = status_of(&admin, &bob).await;
        assert_eq!((&status["status"], &status["manual"]), (&json!(word), &json!(true)));
        let others = |said: &&Value| said["status"] != word;
        assert!(!statuses(&again).iter().any(others), "{:?}", again.heard);
    }
    // "Online" gives the choice back.
    assert_eq!(choose(&bob, "online").await["manual"], false);
    wait_for_status(&admin, &bob, "offline").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn do_not_disturb_ends_by_itself_with_what_was_before() {
    let (tuning, clock) = hasty();
    let node = TestNode::tuned(tuning).await;
    let bob = node.sign_up("bob").await;
    let mut socket = bob.connect().await;
    hear(&mut socket, &bob, "online").await;
    let last_activity_ms = status_of(&bob, &bob).await["last_activity_at"].as_i64().unwrap();
    let end = last_activity_ms / 1_000 + 200;
    let chosen = choose_until(&bob, "dnd", end).await;
    assert_eq!(chosen["dnd_end_time"], end - end % 60, "whole minutes");
    hear(&mut socket, &bob, "dnd").await;
    clock.advance(100);
    active(&mut socket, true).await;
    assert_eq!(status_of(&bob, &bob).await["status"], "dnd");
    clock.advance(100);
    hear(&mut socket, &bob, "online").await;
    let status = status_of(&bob, &bob).await;
    assert_eq!(
        (&status["status"], &status["manual"], &status["dnd_end_time"]),
        (&json!("online"), &json!(false), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_nobody_asked_for_is_told_to_its_owner_only() {
    let node = TestNode::tuned(hasty().0).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let team = admin.new_team("team").await;
    admin.add_to_team(&team, &bob).await;
    let room = admin.new_channel(&team, "room").await;
    admin.add_to_channel(&room, &bob).await;
    let (mut of_admin, mut of_bob, mut other_of_bob) =
        (admin.connect().await, bob.connect().await, bob.connect().await);
    of_admin.wait_for("hello").await;
    other_of_bob.wait_for("hello").await;
    choose(&bob, "away").await;
    hear(&mut of_bob, &bob, "away").await;
    hear(&mut other_of_bob, &bob, "away").await;
    admin.new_post(&room, "what came before?").await;
    of_admin.wait_for("posted").await;
    assert!(statuses(&of_admin).iter().all(|said| said["user_id"] == admin.user_id()), "{:?}", of_admin.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_asked_for_the_status_of_others_is_told_when_it_changes() {
    let node = TestNode::tuned(hasty().0).await;
    let (admin, bob, eve) = (node.sign_up("admin").await, node.sign_up("bob").await, node.sign_up("eve").await);
    let (mut of_admin, mut of_eve) = (admin.connect().await, eve.connect().await);
    of_admin.wait_for("hello").await;
    hear(&mut of_eve, &eve, "online").await;
    // Asked by request and by socket.
    let asked = admin.post("/api/v4/users/status/ids", json!([admin.user_id(), bob.user_id()])).await;
    assert_eq!(asked.body.as_array().unwrap().len(), 2, "{:?}", asked.body);
    let asked = of_admin.action("get_statuses_by_ids", json!({"user_ids": [eve.user_id()]})).await;
    assert_eq!(asked["data"], json!({eve.user_id(): "online"}));
    let told = async |socket: &mut Socket, whose: &Client, word: &str| {
        let said = json!({"status": word, "user_id": whose.user_id()});
        let is = |event: &Value| event["event"] == "status_change" && event["data"] == said;
        let event = socket.wait_matching(word, is).await;
        assert_eq!(event["broadcast"]["user_id"], admin.user_id());
    };
    let of_bob = bob.connect().await;
    told(&mut of_admin, &bob, "online").await;
    for word in ["dnd", "online"] {
        choose(&bob, word).await;
        told(&mut of_admin, &bob, word).await;
        choose(&eve, word).await;
        told(&mut of_admin, &eve, word).await;
        hear(&mut of_eve, &eve, word).await;
    }
    drop(of_bob);
    told(&mut of_admin, &bob, "offline").await;
    for word in ["dnd", "online"] {
        choose(&admin, word).await;
        told(&mut of_admin, &admin, word).await;
    }
    let own = statuses(&of_admin).into_iter().filter(|said| said["user_id"] == admin.user_id());
    assert_eq!(own.map(|said| &said["status"]).collect::<Vec<_>>(), ["online", "dnd", "online"], "each once");
    // Who has not asked is not told, and who has gone does not ask any more.
    assert!(statuses(&of_eve).iter().all(|said| said["user_id"] == eve.user_id()), "{:?}", of_eve.heard);
    drop(of_admin);
    wait_for_status(&bob, &admin, "offline").await;
    let mut again = admin.connect().await;
    hear(&mut again, &admin, "online").await;
    choose(&eve, "away").await;
    choose(&admin, "away").await;
    hear(&mut again, &admin, "away").await;
    assert!(statuses(&again).iter().all(|said| said["user_id"] == admin.user_id()), "{:?}", again.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_and_going_is_written_once_for_all() {
    const PEOPLE: i64 = 8;
    let mut tuning = hasty().0;
    tuning.presence_timings.flush = NEVER;
    let mut node = TestNode::tuned(tuning).await;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        people.push(node.sign_up(&format!("person{n}")).await);
    }
    let database = node.database.clone();
    let rows = async |sql: &str| -> i64 { database.client().await.query_one(sql, &[]).await.unwrap().get(0) };
    let (records, statuses) = ("select count(*) from roost.log", "select count(*) from status");
    let before = (rows(records).await, rows(statuses).await);
    for _ in 0..3 {
        let mut sockets = join_all(people.iter().map(Client::connect)).await;
        join_all(sockets.iter_mut().zip(&people).map(|(socket, person)| hear(socket, person, "online"))).await;
        drop(sockets);
        join_all(people.iter().map(|person| wait_for_status(&people[0], person, "offline"))).await;
    }
    assert_eq!((rows(records).await, rows(statuses).await), before, "nothing is written while it is fresh");
    node.stop().await;
    assert_eq!(rows("select count(*) from status where status = 'offline'").await, PEOPLE);
    assert_eq!(rows(records).await, before.0 + 1, "one record for all");
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_and_statuses_need_no_database() {
    let (proxy, database) = (Proxy::start().await, Arc::new(TestDatabase::migrated().await));
    let mut tuning = Tuning { dsn: Some(proxy.dsn(&database)), ..hasty().0 };
    tuning.presence_timings.flush = NEVER;
    let node = TestNode::on(database, tuning).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let team = admin.new_team("team").await;
    admin.add_to_team(&team, &bob).await;
    let room = admin.new_channel(&team, "room").await;
    admin.add_to_channel(&room, &bob).await;
    let (mut of_admin, mut of_bob) = (admin.connect().await, bob.connect().await);
    hear(&mut of_admin, &admin, "online").await;
    hear(&mut of_bob, &bob, "online").await;

    let typing = json!({"channel_id": room["id"], "parent_id": ""});
    let (typing_path, both) = (format!("/api/v4/users/{}/typing", bob.user_id()), [admin.user_id(), bob.user_id()]);
    let mut costs = [(1, 1); 2];
    for _ in ["once to read the memberships", "and to count"] {
        let typed = bob.post(&typing_path, typing.clone()).await;
        let polled = admin.post("/api/v4/users/status/ids", json!(both)).await;
        assert_eq!((typed.status, polled.status), (200, 200));
        costs = [typed.statements_and_trips(), polled.statements_and_trips()];
    }
    assert_eq!(costs, [(0, 0); 2]);

    // What a socket asks for is not counted per request: there is no database any more.
    proxy.cut();
    for round in 0..3 {
        let reply = of_bob.action("user_typing", typing.clone()).await;
        assert_eq!(reply["status"], "OK", "{round}: {reply}");
        let event = of_admin.wait_for("typing").await;
        assert_eq!(event["data"], json!({"parent_id": "", "user_id": bob.user_id()}), "{round}");
        let reply = of_admin.action("get_statuses_by_ids", json!({"user_ids": both})).await;
        assert_eq!(reply["data"], json!({both[0]: "online", both[1]: "online"}), "{round}");
        active(&mut of_bob, true).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_for_who_is_out_of_office_once_a_day() {
    let clock = Arc::new(AheadClock::default());
    let node = TestNode::tuned(Tuning { clock: clock.clone(), ..Tuning::default() }).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let direct = json!([admin.user_id(), bob.user_id()]);
    let direct = admin.post("/api/v4/channels/direct", direct).await.body;
    let reply_by_itself = async |on: &str| {
        let mut props = bob.get("/api/v4/users/me").await.body["notify_props"].clone();
        props["auto_responder_active"] = json!(on);
        props["auto_responder_message"] = json!("back on Monday");
        assert_eq!(bob.put("/api/v4/users/me/patch", json!({"notify_props": props})).await.status, 200);
    };
    let answers = async || {
        let list = admin.get(&format!("/api/v4/channels/{}/posts", direct["id"].as_str().unwrap())).await.body;
        let posts = list["posts"].as_object().unwrap().values().cloned();
        posts.filter(|post| post["type"] == "system_auto_responder").collect::<Vec<_>>()
    };
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    admin.new_post(&direct, "anybody there?").await;
    assert_eq!(answers().await.len(), 0);

    reply_by_itself("true").await;
    let status = status_of(&admin, &bob).await;
    assert_eq!((&status["status"], &status["manual"]), (&json!("ooo"), &json!(true)));
    let question = admin.new_post(&direct, "and now?").await;
    let answer = answers().await.pop().unwrap();
    assert_eq!((&answer["message"], &answer["user_id"]), (&json!("back on Monday"), &json!(bob.user_id())));
    assert_eq!(answer["root_id"], question["id"]);
    let told = |event: &Value| event["data"]["post"].as_str().is_some_and(|post| post.contains("back on Monday"));
    socket.wait_matching("the answer", told).await;
    admin.new_post(&direct, "hello?").await;
    bob.new_post(&direct, "my own").await;
    assert_eq!(answers().await.len(), 1);
    clock.advance(24 * 60 * 60);
    let (admin, bob) = (node.log_in("admin").await, node.log_in("bob").await);
    assert_eq!(status_of(&admin, &bob).await["status"], "ooo", "being seen is no choice");
    admin.new_post(&direct, "the next day").await;
    assert_eq!(answers().await.len(), 2);

    // Whoever chooses another status answers for themselves again.
    choose(&bob, "away").await;
    let me = bob.get("/api/v4/users/me").await.body;
    assert_eq!(me["notify_props"]["auto_responder_active"], "false");
    clock.advance(24 * 60 * 60);
    let admin = node.log_in("admin").await;
    admin.new_post(&direct, "the day after").await;
    assert_eq!(answers().await.len(), 2);
    reply_by_itself("true").await;
    reply_by_itself("false").await;
    assert_eq!(status_of(&admin, &bob).await["status"], "online");
}
