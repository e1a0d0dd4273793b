//! Nodes that know of each other.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use roost_server::node::DrainTimings;
use roost_testkit::{TestDatabase, TestNode, Tuning, program, wait_until};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub fn named(name: &str) -> Tuning {
    let drain_timings = DrainTimings { notice: Duration::ZERO, sockets: Duration::ZERO };
    Tuning { health: true, drain_timings, ..Tuning::default() }
        .with("MM_CLUSTERSETTINGS_ENABLE", "true")
        .with("MM_CLUSTERSETTINGS_CLUSTERNAME", "fleet")
        .with("MM_CLUSTERSETTINGS_OVERRIDEHOSTNAME", name)
}

pub async fn agent(node: &TestNode) -> String {
    let mut proxy = TcpStream::connect(node.health_address()).await.unwrap();
    proxy.write_all(b"agent\n").await.unwrap();
    let mut answer = String::new();
    proxy.read_to_string(&mut answer).await.unwrap();
    answer
}

/// `roost cluster …` on the nodes' database.
pub fn roost(database: &TestDatabase, arguments: &[&str]) -> (bool, String) {
    let config = tempfile::tempdir().unwrap();
    let said = Command::new(program())
        .arg("cluster")
        .args(arguments)
        .args(["--db-url", &database.dsn()])
        .env("ROOST_CONFIG", config.path().join("config.json"))
        .output()
        .unwrap();
    (said.status.success(), String::from_utf8([said.stdout, said.stderr].concat()).unwrap())
}

pub fn names(status: &Value) -> Vec<&str> {
    status.as_array().unwrap().iter().map(|node| node["hostname"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_every_node_until_it_leaves() {
    let database = Arc::new(TestDatabase::migrated().await);
    let first = TestNode::on(database.clone(), named("alpha")).await;
    let mut second = TestNode::on(database.clone(), named("beta")).await;
    let admin = first.sign_up("admiral").await;

    let seen = admin.at(&second).get("/api/v4/cluster/status").await.body;
    assert_eq!(names(&seen), ["alpha", "beta"]);
    for node in seen.as_array().unwrap() {
        assert_eq!(node["version"], "11.6.0");
        assert_eq!(node["ipaddress"], "127.0.0.1");
        assert_eq!(node["id"].as_str().unwrap().len(), 26);
        assert!(node["schema_version"].as_str().unwrap().parse::<u32>().unwrap() > 100);
        assert_eq!(node["config_hash"].as_str().unwrap().len(), seen[0]["config_hash"].as_str().unwrap().len());
    }
    let client = database.client().await;
    let rows = "select count(*) from clusterdiscovery where clustername = 'fleet' and type = 'mattermost_app'";
    assert_eq!(client.query_one(rows, &[]).await.unwrap().get::<_, i64>(0), 2);

    second.stop().await;
    assert_eq!(names(&admin.get("/api/v4/cluster/status").await.body), ["alpha"]);
    assert_eq!(client.query_one(rows, &[]).await.unwrap().get::<_, i64>(0), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_alone_is_no_cluster() {
    let node = TestNode::start().await;
    let admin = node.sign_up("hermit").await;
    let status = admin.get("/api/v4/cluster/status").await;
    assert_eq!((status.status, status.body), (200, serde_json::json!([])));
    let person = node.sign_up("passer_by").await;
    assert_eq!(person.get("/api/v4/cluster/status").await.status, 403);
    let view = admin.get("/api/v4/roost/cluster").await.body;
    assert_eq!((&view["enabled"], &view["nodes"]), (&json!(false), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_the_name_or_the_database_of_nodes_that_live() {
    let database = Arc::new(TestDatabase::migrated().await);
    let _first = TestNode::on(database.clone(), named("alpha")).await;
    let twin = TestNode::try_on(database.clone(), named("alpha")).await.err().unwrap().to_string();
    assert!(twin.contains("\"alpha\"") && twin.contains("OverrideHostname"), "{twin}");
    let stranger = named("gamma").with("MM_CLUSTERSETTINGS_CLUSTERNAME", "other fleet");
    let stranger = TestNode::try_on(database.clone(), stranger).await.err().unwrap().to_string();
    assert!(stranger.contains("\"fleet\"") && stranger.contains("ClusterName"), "{stranger}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_was_killed_gets_its_name_back() {
    let database = Arc::new(TestDatabase::migrated().await);
    let client = database.client().await;
    // What a killed node leaves: a row whose last proof of life is of just now.
    let row = "insert into roost.member (id, discovery_id, cluster_name, name, hostname, api_address, gossip_address, \
        bus_address, version, schema_version, config_hash, counter) \
        values (7, 'killed', 'fleet', 'alpha', 'alpha', '', '', '', '', '', '', 1)";
    client.batch_execute(row).await.unwrap();
    // And of one that has been gone for an hour.
    let lost = row.replace("(7, 'killed'", "(8, 'lost'").replace("'alpha', 'alpha'", "'omega', 'omega'");
    client.batch_execute(&lost).await.unwrap();
    let hour_ago = "update roost.member set seen = now() - interval '1 hour' where id = 8";
    client.batch_execute(hour_ago).await.unwrap();
    let node = TestNode::on(database.clone(), named("alpha")).await;
    let admin = node.sign_up("admiral").await;
    let seen = admin.get("/api/v4/cluster/status").await.body;
    assert_eq!(names(&seen), ["alpha"]);
    assert_ne!(seen[0]["id"], "killed");
    let left: i64 = client.query_one("select count(*) from roost.member", &[]).await.unwrap().get(0);
    assert_eq!(left, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_was_taken_for_dead_ends_its_sockets_and_joins_anew() {
    let database = Arc::new(TestDatabase::migrated().await);
    let node = TestNode::on(database.clone(), named("alpha")).await;
    let admin = node.sign_up("admiral").await;
    let before = admin.get("/api/v4/cluster/status").await.body;
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    database.client().await.batch_execute("delete from roost.member").await.unwrap();
    socket.wait_closed().await;
    admin
        .wait_until("it is there again", async |admin| {
            let seen = admin.get("/api/v4/cluster/status").await.body;
            names(&seen) == ["alpha"] && seen[0]["id"] != before[0]["id"]
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_drains_a_node_by_name_and_takes_it_back() {
    let database = Arc::new(TestDatabase::migrated().await);
    let node = TestNode::on(database.clone(), named("alpha")).await;
    let person = node.sign_up("sailor").await;
    let mut socket = person.connect().await;
    socket.wait_for("hello").await;

    let (good, said) = roost(&database, &["status"]);
    let line = said.lines().find(|line| line.starts_with("alpha ")).unwrap_or_else(|| panic!("{said}"));
    assert!(good && line.contains(" alive "), "{said}");
    let (good, said) = roost(&database, &["drain", "nobody"]);
    assert!(!good && said.contains("no node is named \"nobody\""), "{said}");

    assert!(roost(&database, &["drain", "alpha"]).0);
    socket.wait_closed().await;
    assert_eq!(socket.close_code(), Some(1012));
    assert_eq!(agent(&node).await, "drain\n");
    wait_until("the state is told", async || roost(&database, &["status"]).1.contains(" draining ")).await;
    assert!(roost(&database, &["undrain", "alpha"]).0);
    wait_until("it takes people again", async || agent(&node).await == "up ready 100%\n").await;
}

/// The node as the console shows it.
fn shown<'v>(view: &'v Value, name: &str) -> &'v Value {
    view["nodes"].as_array().unwrap().iter().find(|node| node["name"] == name).unwrap_or(&Value::Null)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_shows_how_every_node_is() {
    let database = Arc::new(TestDatabase::migrated().await);
    let first = TestNode::on(database.clone(), named("alpha")).await;
    let mut second = TestNode::on(database.clone(), named("beta")).await;
    let admin = first.sign_up("admiral").await;
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;

    let look = async || admin.at(&second).get("/api/v4/roost/cluster").await.body;
    let view = look().await;
    assert_eq!((&view["enabled"], &view["answered_by"]), (&json!(true), &json!("beta")));
    let roost_version = env!("CARGO_PKG_VERSION");
    assert_eq!(view["roost_version"], roost_version);
    for name in ["alpha", "beta"] {
        let node = shown(&view, name);
        assert_eq!(
            (&node["state"], &node["drain"], &node["version"]),
            (&json!("alive"), &json!(false), &json!("11.6.0"))
        );
        assert!(node["unseen_ms"].as_i64().unwrap() < 2_500 && node["up_ms"].as_i64().unwrap() >= 0, "{node}");
    }
    wait_until("sockets are counted", async || shown(&look().await, "alpha")["connections"] == 1).await;
    wait_until("nobody is behind", async || shown(&look().await, "beta")["log_behind"] == 0).await;

    second.stop().await;
    let view = admin.get("/api/v4/roost/cluster").await.body;
    assert_eq!((shown(&view, "beta"), &view["nodes"].as_array().unwrap().len()), (&Value::Null, &1));
    // What a node leaves that was taken for dead.
    let row = "insert into roost.member (id, discovery_id, cluster_name, name, hostname, api_address, gossip_address, \
        bus_address, version, schema_version, config_hash, counter, fenced_at) \
        values (7, 'killed', 'fleet', 'gamma', 'gamma', '', '', '', '', '', '', 1, now())";
    database.client().await.batch_execute(row).await.unwrap();
    assert_eq!(shown(&admin.get("/api/v4/roost/cluster").await.body, "gamma")["state"], "fenced");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_drains_a_node_through_any_other_and_takes_it_back() {
    let database = Arc::new(TestDatabase::migrated().await);
    let first = TestNode::on(database.clone(), named("alpha")).await;
    let second = TestNode::on(database.clone(), named("beta")).await;
    let admin = first.sign_up("admiral").await;
    let person = second.sign_up("sailor").await;
    let mut socket = person.connect().await;
    socket.wait_for("hello").await;

    let drain = async |path: &str, name: Value| admin.post(&format!("/api/v4/roost/cluster/{path}"), name).await;
    let nobody = drain("drain", json!({"name": "omega"})).await;
    assert_eq!((nobody.status, nobody.error_id()), (404, "roost.cluster.no_node"));
    assert_eq!(drain("drain", json!({})).await.status, 400);
    assert_eq!(drain("drain", json!({"name": ["beta"]})).await.status, 400);
    for path in ["drain", "undrain"] {
        let refused = person.post(&format!("/api/v4/roost/cluster/{path}"), json!({"name": "beta"})).await;
        assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
    }
    assert_eq!(person.get("/api/v4/roost/cluster").await.status, 403);
    assert_eq!(first.anonymous().get("/api/v4/roost/cluster").await.status, 401);

    assert_eq!(drain("drain", json!({"name": "beta"})).await.status, 200);
    socket.wait_closed().await;
    assert_eq!(socket.close_code(), Some(1012));
    assert_eq!(agent(&second).await, "drain\n");
    assert_eq!(agent(&first).await, "up ready 100%\n", "the other one goes on");
    let look = async || admin.get("/api/v4/roost/cluster").await.body;
    wait_until("the state is told", async || shown(&look().await, "beta")["state"] == "draining").await;
    assert_eq!(shown(&look().await, "beta")["drain"], true);
    assert_eq!(drain("undrain", json!({"name": "beta"})).await.status, 200);
    wait_until("it takes people again", async || agent(&second).await == "up ready 100%\n").await;
    let audits = admin.get("/api/v4/audits").await.body;
    let noted: Vec<&str> = audits.as_array().unwrap().iter().filter_map(|row| row["extra_info"].as_str()).collect();
    assert!(noted.contains(&"node=beta drain=true") && noted.contains(&"node=beta drain=false"), "{noted:?}");
}
