//! Nodes that speak to each other: what is in no log, and what a write on one node means for a read on another.

use std::net::SocketAddr;
use std::time::Duration;

use roost_model::Id;
use roost_testkit::{Client, ProcessNode, Proxy, TestCluster, Tuning, wait_until};
use serde_json::{Value, json};

/// Statuses are written so rarely that a test never sees it.
fn never_written(tuning: Tuning) -> Tuning {
    let presence_timings = roost_app::presence::Timings {
        flush: Duration::from_hours(1),
        leave: Duration::ZERO,
        lost: Duration::ZERO,
        ..roost_app::presence::Timings::default()
    };
    Tuning { presence_timings, ..tuning }
}

/// Where each node is told that the others are.
async fn linked(cluster: &TestCluster, count: i64) {
    let client = cluster.database.client().await;
    wait_until("every node is a member", async || {
        let row = client.query_one("select count(*) from roost.member", &[]).await.unwrap();
        row.get::<_, i64>(0) == count
    })
    .await;
}

/// Whether the node knows that the user is connected to another.
async fn live_on(cluster: &TestCluster, node: usize, user: &Client) -> bool {
    cluster.node(node).app().presence.is_elsewhere(Id::parse(user.user_id()).unwrap())
}

async fn status_of(asker: &Client, user: &Client) -> Value {
    asker.get(&format!("/api/v4/users/{}/status", user.user_id())).await.body["status"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_reaches_the_people_of_other_nodes() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    linked(&cluster, 2).await;
    let typist = cluster.node(0).sign_up("typist").await;
    let reader = cluster.node(1).sign_up("reader").await;
    let team = typist.new_team("hall").await;
    typist.add_to_team(&team, &reader).await;
    let channel = typist.new_channel(&team, "news").await;
    typist.add_to_channel(&channel, &reader).await;
    let mut socket = reader.connect().await;
    socket.wait_for("hello").await;
    let mut own = typist.connect().await;
    own.wait_for("hello").await;

    // A node is told of typing where somebody who is connected there is a member, and of no other.
    let quiet = typist.new_channel(&team, "quiet").await;
    let id = |channel: &Value| Id::parse(channel["id"].as_str().unwrap()).unwrap();
    let [first, second] = [0, 1].map(|node| cluster.node(node).app());
    let hears = |channel: &Value| first.hub.journal().unwrap().may_have(second.node.member, id(channel));
    wait_until("the first node knows where it is heard", async || hears(&channel) && !hears(&quiet)).await;
    typist.add_to_channel(&quiet, &reader).await;
    wait_until("it has a member there", async || hears(&quiet)).await;
    typist.delete(&format!("/api/v4/channels/{}/members/{}", quiet["id"].as_str().unwrap(), reader.user_id())).await;
    wait_until("it has none any more", async || !hears(&quiet)).await;

    own.type_until_heard(&channel, &mut socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_offline_while_connected_to_any_node() {
    let cluster = TestCluster::tuned(2, never_written(Tuning::clustered())).await;
    linked(&cluster, 2).await;
    let user = cluster.node(0).sign_up("two_screens").await;
    let watcher = cluster.node(1).sign_up("watcher").await;
    let here_and_there = [watcher.at(cluster.node(0)), watcher.at(cluster.node(1))];
    let is = async |status: &str| {
        for asker in &here_and_there {
            wait_until(&format!("{status} everywhere"), async || status_of(asker, &user).await == status).await;
        }
    };

    let mut first = user.connect().await;
    first.wait_for("hello").await;
    is("online").await;
    let mut second = user.at(cluster.node(1)).connect().await;
    second.wait_for("hello").await;
    wait_until("the first node knows", async || live_on(&cluster, 0, &user).await).await;
    let marker = watcher.at(cluster.node(0)).connect().await;
    wait_until("the marker is there", async || status_of(&here_and_there[0], &watcher).await == "online").await;

    drop(first);
    drop(marker);
    wait_until("the marker is gone", async || status_of(&here_and_there[0], &watcher).await == "offline").await;
    assert_eq!(status_of(&here_and_there[0], &user).await, "online");
    assert_eq!(status_of(&here_and_there[1], &user).await, "online");
    drop(second);
    is("offline").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_chose_on_one_node_is_what_every_node_knows() {
    let cluster = TestCluster::tuned(2, never_written(Tuning::clustered())).await;
    linked(&cluster, 2).await;
    let user = cluster.node(0).sign_up("chooser").await;
    let at = [user.clone(), user.at(cluster.node(1))];
    let mut socket = user.connect().await;
    socket.wait_for("hello").await;
    wait_until("online", async || status_of(&at[0], &user).await == "online").await;
    // What the first node is still to write is not what was chosen on the second, nor the other way round.
    for (node, word) in [(1, "away"), (0, "online"), (1, "dnd"), (0, "away"), (1, "online")] {
        let choice = json!({"user_id": user.user_id(), "status": word});
        assert_eq!(at[node].put("/api/v4/users/me/status", choice).await.status, 200);
        for asker in &at {
            assert_eq!(status_of(asker, &user).await, word);
        }
        socket.wait_matching(word, |event| event["data"]["status"] == word).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_one_node_for_a_status_is_told_of_changes_by_the_node_of_the_socket() {
    let cluster = TestCluster::tuned(3, never_written(Tuning::clustered())).await;
    linked(&cluster, 3).await;
    let (asker, other) = (cluster.node(0).sign_up("asker").await, cluster.node(0).sign_up("other").await);
    let mut socket = asker.connect().await;
    wait_until("the second node knows of the socket", async || live_on(&cluster, 1, &asker).await).await;
    let asked = asker.at(cluster.node(1)).post("/api/v4/users/status/ids", json!([other.user_id()])).await;
    assert_eq!(asked.body[0]["status"], "offline");
    // By the node that was asked, whose word for the asker went ahead.
    let mut of_other = other.at(cluster.node(1)).connect().await;
    of_other.wait_for("hello").await;
    let is = |word: &'static str| {
        let said = json!({"status": word, "user_id": other.user_id()});
        move |event: &Value| event["event"] == "status_change" && event["data"] == said
    };
    socket.wait_matching("online", is("online")).await;
    // And by one that has nothing to do with either of them.
    let choice = json!({"user_id": other.user_id(), "status": "dnd"});
    assert_eq!(other.at(cluster.node(2)).put("/api/v4/users/me/status", choice).await.status, 200);
    socket.wait_matching("dnd", is("dnd")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_people_of_a_node_that_went_are_offline_unless_they_come_back() {
    let mut cluster = TestCluster::tuned(2, never_written(Tuning::clustered())).await;
    linked(&cluster, 2).await;
    let gone = cluster.node(0).sign_up("stranded").await;
    let back = cluster.node(0).sign_up("returner").await;
    let watcher = cluster.node(1).sign_up("watcher").await;
    let mut sockets = [gone.connect().await, back.connect().await];
    for (socket, user) in sockets.iter_mut().zip([&gone, &back]) {
        socket.wait_for("hello").await;
        wait_until("they are online", async || status_of(&watcher, user).await == "online").await;
    }
    let mut again = back.at(cluster.node(1)).connect().await;
    again.wait_for("hello").await;
    cluster.stop(0).await;
    wait_until("who did not come back is offline", async || status_of(&watcher, &gone).await == "offline").await;
    assert_eq!(status_of(&watcher, &back).await, "online");
}

/// Writes on one node, reads on the other, again and again; returns how many reads were stale.
async fn stale_reads(writer: &Client, reader: &Client, count: usize) -> usize {
    let mut stale = 0;
    for n in 0..count {
        let nickname = format!("name-{n}");
        let path = format!("/api/v4/users/{}/patch", writer.user_id());
        let written = writer.put(&path, json!({"nickname": nickname})).await;
        assert_eq!(written.status, 200, "{:?}", written.body);
        let read = reader.get(&format!("/api/v4/users/{}", writer.user_id())).await;
        stale += usize::from(read.body["nickname"] != nickname.as_str());
    }
    stale
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_has_answered_another_knows() {
    let cluster = TestCluster::tuned(3, Tuning::clustered()).await;
    let writer = cluster.node(0).sign_up("writer").await;
    for other in [1, 2] {
        assert_eq!(stale_reads(&writer, &writer.at(cluster.node(other)), 100).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_bus_cut_every_message_arrives_and_no_read_is_stale() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    linked(&cluster, 2).await;
    let writer = cluster.node(0).sign_up("islander").await;
    let elsewhere = writer.at(cluster.node(1));
    assert_eq!(stale_reads(&writer, &elsewhere, 10).await, 0);

    // From now on the nodes speak through proxies.
    let client = cluster.database.client().await;
    let rows = client.query("select id, bus_address from roost.member", &[]).await.unwrap();
    let mut proxies = Vec::new();
    for row in rows {
        let address: SocketAddr = row.get::<_, String>(1).parse().unwrap();
        let proxy = Proxy::to_address(address).await;
        let through = proxy.address().to_string();
        client
            .execute("update roost.member set bus_address = $2 where id = $1", &[&row.get::<_, i64>(0), &through])
            .await
            .unwrap();
        proxies.push(proxy);
    }
    assert_eq!(stale_reads(&writer, &elsewhere, 10).await, 0);

    for (name, cut) in [("cut", Proxy::cut as fn(&Proxy)), ("stalled", Proxy::stall)] {
        proxies.iter().for_each(cut);
        assert_eq!(stale_reads(&writer, &elsewhere, 5).await, 0);
        let team = writer.new_team(name).await;
        assert_eq!(elsewhere.get(&format!("/api/v4/teams/{}", team["id"].as_str().unwrap())).await.status, 200);
        let mut socket = elsewhere.connect().await;
        socket.wait_for("hello").await;
        writer.put("/api/v4/users/me/patch", json!({"nickname": "still here"})).await;
        socket.wait_matching("the change", |event| event["data"]["user"]["nickname"] == "still here").await;
        proxies.iter().for_each(Proxy::mend);
        let gone = writer.call("DELETE", &format!("/api/v4/teams/{}", team["id"].as_str().unwrap()), None).await;
        assert_eq!(gone.status, 200);
        assert_eq!(stale_reads(&writer, &elsewhere, 10).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_configuration_is_in_force_on_every_node_that_shares_it() {
    let home = tempfile::tempdir().unwrap();
    let config_file = Some(home.path().join("config.json"));
    let cluster = TestCluster::tuned(2, Tuning { config_file, ..Tuning::clustered() }).await;
    let admin = cluster.node(0).sign_up("admin").await;
    for n in 0..5 {
        let name = format!("Site {n}");
        let patch = json!({"TeamSettings": {"SiteName": name}});
        assert_eq!(admin.put("/api/v4/config/patch", patch).await.status, 200);
        let seen = cluster.node(1).anonymous().get("/api/v4/config/client?format=old").await;
        assert_eq!(seen.body["SiteName"], name.as_str());
    }
}

/// Waits until nodes so many belong, and the database says that so many were fenced.
async fn members_are(cluster: &TestCluster, alive: i64, fenced: i64) {
    let client = cluster.database.client().await;
    let sql = "select count(*) filter (where fenced_at is null), count(*) filter (where fenced_at is not null) from roost.member";
    wait_until("the members are as they should be", async || {
        let row = client.query_one(sql, &[]).await.unwrap();
        (row.get::<_, i64>(0), row.get::<_, i64>(1)) == (alive, fenced)
    })
    .await;
}

/// A node answers for the session and the user from memory.
async fn trusts_its_caches(client: &Client) {
    client
        .wait_until("it answers from memory", async |client| {
            client.get("/api/v4/users/me").await.statements_and_trips().0 == 0
        })
        .await;
}

const CLUSTERED: &[(&str, &str)] =
    &[("MM_CLUSTERSETTINGS_ENABLE", "true"), ("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")];

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_node_is_fenced_and_the_others_trust_their_caches_again() {
    let cluster = TestCluster::tuned(1, Tuning::clustered()).await;
    let other = ProcessNode::with(&cluster.database, CLUSTERED).await;
    let user = cluster.node(0).sign_up("survivor").await;
    members_are(&cluster, 2, 0).await;
    assert_eq!(user.at_address(other.base()).get("/api/v4/users/me").await.status, 200);
    drop(other);
    // Not even while nobody knows that the node is dead is anything stale or refused.
    assert_eq!(stale_reads(&user, &user, 5).await, 0);
    members_are(&cluster, 1, 1).await;
    trusts_its_caches(&user).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_node_is_fenced_and_joins_anew_when_it_wakes() {
    let cluster = TestCluster::tuned(1, Tuning::clustered()).await;
    let other = ProcessNode::with(&cluster.database, CLUSTERED).await;
    let user = cluster.node(0).sign_up("sleeper").await;
    let there = user.at_address(other.base());
    let mut socket = there.connect().await;
    socket.wait_for("hello").await;
    other.freeze();
    members_are(&cluster, 1, 1).await;
    trusts_its_caches(&user).await;
    assert_eq!(user.put("/api/v4/users/me/patch", json!({"nickname": "meanwhile"})).await.status, 200);
    other.thaw();
    assert_eq!(there.get("/api/v4/users/me").await.body["nickname"], "meanwhile");
    socket.wait_closed().await;
    members_are(&cluster, 2, 0).await;
    assert_eq!(stale_reads(&user, &there, 10).await, 0);
    trusts_its_caches(&there).await;
}
