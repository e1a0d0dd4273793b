//! Reads go to standbys, and nobody ever reads what is old.

use std::net::SocketAddr;
use std::sync::Arc;

use roost_testkit::{Client, DEADLINE, PgPair, Proxy, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};
use tokio::time::Instant;

struct Place {
    nodes: [TestNode; 2],
    admin: Client,
    channel: Value,
}

async fn metric(node: &TestNode, series: &str) -> Option<String> {
    let address = node.metrics_address().unwrap();
    let text = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ').map(str::to_owned))
}

async fn nodes(primary: String, replica: SocketAddr) -> [TestNode; 2] {
    let tuning = Tuning { dsn: Some(primary), ..Tuning::clustered() }
        .with("MM_SQLSETTINGS_DATASOURCEREPLICAS", PgPair::dsn_at(replica))
        .with("MM_METRICSSETTINGS_ENABLE", "true")
        .with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0");
    let database = Arc::new(TestDatabase::empty().await);
    [TestNode::on(database.clone(), tuning.clone()).await, TestNode::on(database, tuning).await]
}

impl Place {
    /// Two nodes that write to `primary` and read from the server at `replica`.
    async fn build(primary: String, replica: SocketAddr) -> Self {
        let nodes = nodes(primary, replica).await;
        let admin = nodes[0].sign_up("admin").await;
        let team = admin.new_team("team").await;
        let channel = admin.new_channel(&team, "room").await;
        Self { nodes, admin, channel }
    }

    /// The messages of the channel as a node tells them, newest first.
    async fn read(&self, node: usize) -> Vec<String> {
        let path = format!("/api/v4/channels/{}/posts?per_page=200", self.channel["id"].as_str().unwrap());
        let page = self.admin.at(&self.nodes[node]).get(&path).await;
        assert_eq!(page.status, 200, "{:?}", page.body);
        let order = page.body["order"].as_array().unwrap().iter();
        order.map(|id| page.body["posts"][id.as_str().unwrap()]["message"].as_str().unwrap().to_owned()).collect()
    }

    /// What became of the reads of a node, by outcome.
    async fn reads(&self, node: usize, outcome: &str) -> u64 {
        let series = format!(r#"roost_replica_reads_total{{outcome="{outcome}"}}"#);
        metric(&self.nodes[node], &series).await.map_or(0, |count| count.parse().unwrap())
    }

    /// Reads until a read has this outcome.
    async fn until(&self, node: usize, outcome: &str) {
        let (before, start) = (self.reads(node, outcome).await, Instant::now());
        while self.reads(node, outcome).await == before {
            assert!(start.elapsed() < DEADLINE, "no read was {outcome}");
            self.read(node).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_go_to_a_replica_that_has_everything() {
    let pair = PgPair::start().await;
    let [primary, replica] = pair.addresses();
    let place = Place::build(PgPair::dsn_at(primary), replica).await;
    place.admin.new_post(&place.channel, "hello").await;
    for node in [0, 1] {
        place.until(node, "replica").await;
        assert_eq!(place.read(node).await[0], "hello");
    }
    // A statement that the replica answers is counted like any other.
    let reply = place.admin.get("/api/v4/users/me/teams/unread").await;
    assert_eq!(reply.status, 200);
    assert!(reply.statements_and_trips().0 > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_read_on_every_node_however_far_the_replica_is_behind() {
    let pair = PgPair::start().await;
    let [primary, replica] = pair.addresses();
    let place = Place::build(PgPair::dsn_at(primary), replica).await;
    place.until(1, "replica").await;
    pair.delay(2_000).await;
    let (mut messages, mut me) = (Vec::new(), 0);
    for n in 0..60 {
        let message = format!("message {n}");
        place.admin.at(&place.nodes[n % 2]).new_post(&place.channel, &message).await;
        messages.insert(0, message);
        let there = place.read((n + 1) % 2).await;
        assert_eq!(there[..messages.len()], messages, "after {n} messages");
        // What is cached is read the same way.
        me += 1;
        let nickname = json!({"nickname": me.to_string()});
        assert_eq!(place.admin.at(&place.nodes[n % 2]).put("/api/v4/users/me/patch", nickname).await.status, 200);
        let seen = place.admin.at(&place.nodes[(n + 1) % 2]).get("/api/v4/users/me").await;
        assert_eq!(seen.body["nickname"], me.to_string());
    }
    assert!(place.reads(0, "behind").await + place.reads(1, "behind").await > 0, "the replica was never behind");
    // Once it has caught up it is read again.
    place.until(1, "replica").await;
    assert_eq!(place.read(1).await[..60], messages);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_hangs_or_is_gone_costs_nobody_an_answer() {
    let pair = PgPair::start().await;
    let [primary, replica] = pair.addresses();
    let proxy = Proxy::to_address(replica).await;
    let place = Place::build(PgPair::dsn_at(primary), proxy.address()).await;
    place.admin.new_post(&place.channel, "still here").await;
    place.until(0, "replica").await;
    for trouble in [Proxy::stall, Proxy::cut] {
        trouble(&proxy);
        place.until(0, "failed").await;
        assert_eq!(place.read(0).await[0], "still here");
        assert_eq!(place.read(1).await[0], "still here");
        proxy.mend();
        place.until(0, "replica").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_lost_primary_is_not_read() {
    let pair = PgPair::start().await;
    let [old, new] = pair.addresses();
    let proxies = [Proxy::to_address(old).await, Proxy::to_address(new).await];
    let [first, second] = [proxies[0].address(), proxies[1].address()];
    let primary = format!("postgres://roost@{first},{second}/postgres?sslmode=disable");
    // The old primary itself plays its copy: it goes on with what was lost.
    let mut place = Place::build(primary, old).await;
    place.admin.new_post(&place.channel, "kept").await;
    pair.part().await;
    // More numbers of the log than the new primary leaves out by itself.
    for _ in 0..50 {
        place.admin.new_post(&place.channel, "lost").await;
    }
    assert_eq!(place.read(0).await[49..51], ["lost", "kept"]);
    proxies[0].cut();
    pair.promote().await;
    for node in [0, 1] {
        let start = Instant::now();
        loop {
            let messages = place.read(node).await;
            if messages[0] == "kept" {
                break;
            }
            assert!(start.elapsed() < DEADLINE, "what was lost is still read from node {node}: {messages:?}");
        }
    }
    // Nor by nodes that never knew of what was lost.
    for node in &mut place.nodes {
        node.stop().await;
    }
    place.nodes = nodes(PgPair::dsn_at(new), old).await;
    for node in [0, 1] {
        place.until(node, "failed").await;
        assert_eq!(place.read(node).await[0], "kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_own_question_for_the_lag_is_asked_and_told() {
    let database = Arc::new(TestDatabase::migrated().await);
    let home = tempfile::tempdir().unwrap();
    let question = |text: &str| json!({"DataSource": database.dsn(), "QueryAbsoluteLag": text, "QueryTimeLag": "select 'far', '0.25'::text"});
    let sql = json!({
        "ReplicaLagSettings": [question("this is no question"), question("select 'near', 12 union select null, 1")],
        "ReplicaMonitorIntervalSeconds": 1,
    });
    let config = home.path().join("config.json");
    std::fs::write(&config, json!({"SqlSettings": sql}).to_string()).unwrap();
    let tuning = Tuning { config_file: Some(config), ..Tuning::default() }
        .with("MM_METRICSSETTINGS_ENABLE", "true")
        .with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0");
    let node = TestNode::on(database.clone(), tuning).await;
    let start = Instant::now();
    for (series, lag) in [
        (r#"mattermost_db_replica_lag_abs{node="near"}"#, "12"),
        (r#"mattermost_db_replica_lag_time{node="far"}"#, "0.25"),
    ] {
        loop {
            match metric(&node, series).await {
                Some(told) => break assert_eq!(told, lag),
                None => assert!(start.elapsed() < DEADLINE, "no {series}"),
            }
        }
    }
}
