//! The dashboards against a Prometheus that reads a node on which something goes on.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use futures_util::future::join_all;
use roost_testkit::{Client, TestNode, Tuning, wait_until};
use serde_json::{Value, json};
use tempfile::TempDir;

const GRAFANA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/grafana");

/// A running Prometheus; ends with the test.
struct Prometheus {
    process: Child,
    base: String,
    _home: TempDir,
}

impl Prometheus {
    async fn reading(node: &TestNode) -> Self {
        let home = tempfile::tempdir().unwrap();
        let target = node.metrics_address().unwrap();
        let config = json!({
            "global": { "scrape_interval": "500ms" },
            "scrape_configs": [{ "job_name": "roost", "static_configs": [{ "targets": [target.to_string()] }] }],
        });
        // JSON is YAML.
        std::fs::write(home.path().join("prometheus.yml"), config.to_string()).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let argument = |name: &str, place: &Path| format!("--{name}={}", place.display());
        let process = Command::new("prometheus")
            .arg(argument("config.file", &home.path().join("prometheus.yml")))
            .arg(argument("storage.tsdb.path", &home.path().join("data")))
            .arg(format!("--web.listen-address={address}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prometheus is installed");
        Self { process, base: format!("http://{address}"), _home: home }
    }

    /// How many series the query finds; `None` while there is no answer.
    async fn series(&self, query: &str) -> Option<usize> {
        let url = format!("{}/api/v1/query", self.base);
        let answer = reqwest::get(reqwest::Url::parse_with_params(&url, [("query", query)]).unwrap()).await.ok()?;
        let body: Value = answer.json().await.ok()?;
        let said = body["error"].as_str();
        assert_eq!(said, None, "{query}");
        Some(body["data"]["result"].as_array()?.len())
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Every query of every dashboard, with the name of its panel.
fn queries() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(GRAFANA).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let board: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for panel in board["panels"].as_array().unwrap() {
            for target in panel["targets"].as_array().unwrap() {
                let name = format!("{}, {}", board["title"], panel["title"]);
                found.push((name, target["expr"].as_str().unwrap().replace("$__rate_interval", "1m")));
            }
        }
    }
    found
}

/// Something of everything that the dashboards show.
async fn live(admin: &Client, channel: &Value, node: &TestNode) {
    admin.new_post(channel, "something").await;
    admin.post("/api/v4/posts/search", json!({ "terms": "something", "is_or_search": false })).await;
    admin.post("/api/v4/files/search", json!({ "terms": "something", "is_or_search": false })).await;
    node.anonymous().post("/api/v4/users/login", json!({ "login_id": "nobody", "password": "x" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_panel_shows_something_of_a_node_that_is_used() {
    let tuning = Tuning::default()
        .with("MM_METRICSSETTINGS_ENABLE", "true")
        .with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0");
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("watched").await;
    let team = admin.new_team("watchers").await;
    let channel = admin.new_channel(&team, "watched").await;
    let _socket = admin.connect().await;
    let prometheus = Prometheus::reading(&node).await;

    let queries = queries();
    assert!(queries.len() > 25, "the dashboards are read");
    let empty = async || {
        let found = join_all(queries.iter().map(|(_, query)| prometheus.series(query))).await;
        let named = queries.iter().zip(found).filter(|(_, found)| found.is_none_or(|count| count == 0));
        named.map(|((name, query), _)| format!("{name}: {query}")).collect::<Vec<_>>()
    };
    wait_until("every panel has a line", async || {
        live(&admin, &channel, &node).await;
        let empty = empty().await;
        if !empty.is_empty() {
            println!("empty: {empty:#?}");
        }
        empty.is_empty()
    })
    .await;
}
