//! Nodes that gossip: what it is good for, and that nothing depends on it.

use std::net::UdpSocket;
use std::path::Path;
use std::sync::Arc;

use roost_testkit::{AheadClock, Client, ProcessNode, TestCluster, TestDatabase, TestNode, Tuning, wait_until};
use serde_json::{Value, json};
use tokio_postgres::Client as Database;

use super::membership::{agent, named, names, roost};

/// How many nodes a member is heard by, and how many suspect it.
async fn heard(database: &Database, name: &str) -> (i64, i64) {
    let sql = "select coalesce(sum((m.id = any(o.gossip_heard))::int), 0), coalesce(sum((m.id = any(o.gossip_suspects))::int), 0) \
        from roost.member m, roost.member o where m.name = $1 and o.id <> m.id and o.fenced_at is null";
    let row = database.query_one(sql, &[&name]).await.unwrap();
    (row.get(0), row.get(1))
}

async fn all_heard(database: &Database, names: &[&str]) {
    let others = i64::try_from(names.len()).unwrap() - 1;
    for name in names {
        wait_until(&format!("{name} is heard by all"), async || heard(database, name).await == (others, 0)).await;
    }
}

/// The line of `roost cluster status` for a node.
fn status(database: &TestDatabase, name: &str) -> String {
    let (good, said) = roost(database, &["status"]);
    assert!(good, "{said}");
    said.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{said}")).to_owned()
}

/// As the node's own console sees the others.
async fn view(admin: &Client, name: &str) -> Value {
    let seen = admin.get("/api/v4/roost/cluster").await.body;
    seen["nodes"].as_array().unwrap().iter().find(|node| node["name"] == name).cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_who_hears_whom() {
    let database = Arc::new(TestDatabase::migrated().await);
    let client = database.client().await;
    let first = TestNode::on(database.clone(), named("alpha")).await;
    let mut second = TestNode::on(database.clone(), named("beta")).await;
    all_heard(&client, &["alpha", "beta"]).await;
    assert!(status(&database, "alpha").contains(" heard by 1 of 1 "), "{}", status(&database, "alpha"));

    let admin = first.sign_up("admiral").await;
    let seen = view(&admin, "beta").await;
    assert_eq!((&seen["state"], &seen["heard_by"], &seen["suspected_by"]), (&json!("alive"), &json!(1), &json!(0)));
    let mut sockets = Vec::new();
    for _ in 0..3 {
        let mut socket = admin.at(&second).connect().await;
        socket.wait_for("hello").await;
        sockets.push(socket);
    }
    wait_until("its sockets are told", async || view(&admin, "beta").await["connections"] == 3).await;

    // Who leaves is not suspected: it is gone.
    second.stop().await;
    wait_until("it is gone", async || view(&admin, "beta").await == Value::Null).await;
    assert_eq!(names(&admin.get("/api/v4/cluster/status").await.body), ["alpha"]);
    assert!(status(&database, "alpha").contains(" heard by 0 of 0 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_gossip_and_bus_hear_no_more_but_that_proves_its_life_is_never_fenced() {
    let database = Arc::new(TestDatabase::migrated().await);
    let client = database.client().await;
    let nodes =
        [TestNode::on(database.clone(), named("alpha")).await, TestNode::on(database.clone(), named("beta")).await];
    all_heard(&client, &["alpha", "beta"]).await;
    let before: Vec<i64> = ids(&client).await;
    // Both are told of places where nobody is.
    let nobody = UdpSocket::bind("127.0.0.1:0").unwrap();
    let nowhere = nobody.local_addr().unwrap().to_string();
    client.execute("update roost.member set gossip_address = $1, bus_address = $1", &[&nowhere]).await.unwrap();
    for name in ["alpha", "beta"] {
        wait_until("it is suspected", async || heard(&client, name).await == (0, 1)).await;
        wait_until("that is shown", async || status(&database, name).contains(" suspect ")).await;
    }
    assert!(status(&database, "alpha").contains(" heard by 0 of 1, suspected by 1 "));
    // Both have proved their life again and again meanwhile, for longer than a silent node belongs.
    let steady = "select min(extract(epoch from clock_timestamp() - steady_since))::float8 from roost.member";
    let since: f64 = client.query_one(steady, &[]).await.unwrap().get(0);
    wait_until("four seconds went by", async || {
        client.query_one(steady, &[]).await.unwrap().get::<_, f64>(0) > since + 4.0
    })
    .await;
    assert_eq!(ids(&client).await, before);
    let user = nodes[0].sign_up("survivor").await;
    assert_eq!(user.at(&nodes[1]).get("/api/v4/users/me").await.status, 200);
}

/// The members that belong.
async fn ids(database: &Database) -> Vec<i64> {
    let sql = "select id from roost.member where fenced_at is null order by id";
    database.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

const CLUSTERED: &[(&str, &str)] =
    &[("MM_CLUSTERSETTINGS_ENABLE", "true"), ("MM_CLUSTERSETTINGS_OVERRIDEHOSTNAME", "omega")];

async fn is_fenced(database: &Database, name: &str) {
    let sql = "select count(*) from roost.member where name = $1 and fenced_at is not null";
    wait_until("it is fenced", async || database.query_one(sql, &[&name]).await.unwrap().get::<_, i64>(0) == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_or_frozen_node_is_suspected_and_fenced_and_gone_from_the_list() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    let client = cluster.database.client().await;
    let admin = cluster.node(0).sign_up("admiral").await;
    for kill in [true, false] {
        let victim = ProcessNode::with(&cluster.database, CLUSTERED).await;
        wait_until("it is heard by both", async || heard(&client, "omega").await == (2, 0)).await;
        let shown = names(&admin.get("/api/v4/cluster/status").await.body).contains(&"omega");
        assert!(shown);
        let asleep = if kill {
            drop(victim);
            None
        } else {
            victim.freeze();
            Some(victim)
        };
        is_fenced(&client, "omega").await;
        assert!(!names(&admin.get("/api/v4/cluster/status").await.body).contains(&"omega"));
        if let Some(victim) = asleep {
            victim.thaw();
            wait_until("it is heard again, as another member", async || heard(&client, "omega").await == (2, 0)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_gossip_blocked_a_dead_node_is_fenced_all_the_same() {
    let cluster = TestCluster::tuned(2, Tuning::clustered()).await;
    let client = cluster.database.client().await;
    let victim = ProcessNode::with(&cluster.database, CLUSTERED).await;
    let nobody = UdpSocket::bind("127.0.0.1:0").unwrap();
    let nowhere = nobody.local_addr().unwrap().to_string();
    client.execute("update roost.member set gossip_address = $1", &[&nowhere]).await.unwrap();
    wait_until("nobody hears anybody", async || heard(&client, "omega").await.0 == 0).await;
    let writer = cluster.node(0).sign_up("writer").await;
    let there = writer.at(cluster.node(1));
    for n in 0..10 {
        let name = format!("name-{n}");
        assert_eq!(writer.put("/api/v4/users/me/patch", json!({"nickname": name})).await.status, 200);
        assert_eq!(there.get("/api/v4/users/me").await.body["nickname"], name.as_str());
    }
    drop(victim);
    is_fenced(&client, "omega").await;
}

fn keys(file: &Path, bytes: &[u8]) {
    let lines: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}").repeat(32)).collect();
    std::fs::write(file, lines.join("\n") + "\n").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_changed_while_the_nodes_run() {
    let home = tempfile::tempdir().unwrap();
    let database = Arc::new(TestDatabase::migrated().await);
    let client = database.client().await;
    let mut nodes = Vec::new();
    let files = ["alpha", "beta"].map(|name| (name, home.path().join(name)));
    for (name, file) in &files {
        keys(file, &[1]);
        let tuning = Tuning { gossip_keys: Some(file.clone()), ..named(name) };
        nodes.push(TestNode::on(database.clone(), tuning).await);
    }
    all_heard(&client, &["alpha", "beta"]).await;
    let known = async |name: &str| {
        let sql = "select gossip_keys from roost.member where name = $1";
        client.query_one(sql, &[&name]).await.unwrap().get::<_, Vec<String>>(0)
    };
    let first = known("alpha").await;
    for step in [&[1, 2][..], &[2, 1], &[2]] {
        for (name, file) in &files {
            let before = known(name).await;
            keys(file, step);
            wait_until("the keys are taken up", async || known(name).await != before).await;
        }
    }
    assert_ne!(known("alpha").await, first);
    assert_eq!(known("alpha").await, known("beta").await);
    all_heard(&client, &["alpha", "beta"]).await;
    assert_eq!(ids(&client).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_other_keys_or_none_that_can_be_read_does_not_join() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("keys");
    let database = Arc::new(TestDatabase::migrated().await);
    let _first = TestNode::on(database.clone(), named("alpha")).await;
    keys(&file, &[7]);
    let with_keys = || Tuning { gossip_keys: Some(file.clone()), ..named("beta") };
    let refused = TestNode::try_on(database.clone(), with_keys()).await.err().unwrap().to_string();
    assert!(refused.contains("gossip keys"), "{refused}");
    std::fs::write(&file, "00\n").unwrap();
    let refused = TestNode::try_on(database.clone(), with_keys()).await.err().unwrap().to_string();
    assert!(refused.contains("line 1") && refused.contains("keys"), "{refused}");
    std::fs::remove_file(&file).unwrap();
    let refused = TestNode::try_on(database.clone(), with_keys()).await.err().unwrap().to_string();
    assert!(refused.contains("cannot be used"), "{refused}");
    assert_eq!(ids(&database.client().await).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_whose_clock_is_wrong_does_not_join_and_one_whose_clock_goes_wrong_takes_nobody() {
    let database = Arc::new(TestDatabase::migrated().await);
    let client = database.client().await;
    let _first = TestNode::on(database.clone(), named("alpha")).await;
    let clock = Arc::new(AheadClock::default());
    clock.advance(-7);
    let with_clock = || Tuning { clock: clock.clone(), ..named("beta") };
    let refused = TestNode::try_on(database.clone(), with_clock()).await.err().unwrap().to_string();
    assert!(refused.contains("clock"), "{refused}");
    assert_eq!(ids(&client).await.len(), 1);

    clock.advance(7);
    let second = TestNode::on(database.clone(), with_clock()).await;
    all_heard(&client, &["alpha", "beta"]).await;
    assert_eq!(agent(&second).await, "up ready 100%\n");
    clock.advance(20);
    wait_until("it takes nobody", async || agent(&second).await == "drain\n").await;
    wait_until("it is not heard", async || heard(&client, "beta").await == (0, 1)).await;
    clock.advance(-20);
    wait_until("it takes people again", async || agent(&second).await == "up ready 100%\n").await;
    all_heard(&client, &["alpha", "beta"]).await;
    assert_eq!(ids(&client).await.len(), 2, "it has belonged all the while");
}
