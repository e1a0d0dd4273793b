//! What a node writes to its log.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use roost_testkit::{Client, ProcessNode, TestDatabase};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const PASSWORD: &str = "Planted-secret-1234";

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_each_request_no_secrets_and_follows_its_settings() {
    let database = TestDatabase::migrated().await;
    let node = ProcessNode::with(&database, &[("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true")]).await;
    let file = node.home().join("data/logs/mattermost.log");
    let said = || std::fs::read_to_string(&file).unwrap_or_default();
    let anonymous = Client::anonymous(node.base());
    let account = json!({ "email": "a@example.com", "username": "planter", "password": PASSWORD });
    assert_eq!(anonymous.post("/api/v4/users", account).await.status, 201);
    let admin = anonymous.log_in("planter", PASSWORD).await;

    let id = "abcdefghijklmnopqrstuvwxyz";
    assert_eq!(admin.get(&format!("/api/v4/users/{id}?access_token=planted")).await.status, 404);
    let of_request = |line: &Value| line["msg"] == "request" && line["path"].to_string().contains(id);
    let lines = || said().lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect::<Vec<_>>();
    admin.wait_until("the line of the request", async |_| lines().iter().any(of_request)).await;
    let line = lines().into_iter().find(of_request).unwrap();
    let wanted = json!({ "level": "info", "method": "GET", "status": 404, "user": admin.user_id() });
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(line[name], *value, "{line}");
    }

    let settings = json!({ "LogSettings": { "FileJson": false } });
    assert_eq!(admin.put("/api/v4/config/patch", settings).await.status, 200);
    admin
        .wait_until("a line of text", async |admin| {
            admin.get("/api/v4/users/me").await;
            said().lines().any(|line| line.starts_with("info  [") && line.contains("] request caller="))
        })
        .await;
    let said = said();
    for secret in [PASSWORD, admin.token(), "planted"] {
        assert!(!said.contains(secret), "{secret} was logged");
    }
}

/// A program that collects lines at an address until it is gone.
struct Collector {
    address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
    work: JoinSet<()>,
}

impl Collector {
    async fn at(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let kept = lines.clone();
        let mut work = JoinSet::new();
        work.spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut arrived = BufReader::new(stream).lines();
                while let Ok(Some(line)) = arrived.next_line().await {
                    kept.lock().unwrap().push(line);
                }
            }
        });
        Self { address, lines, work }
    }

    fn has(&self, what: &str) -> bool {
        self.lines.lock().unwrap().iter().any(|line| line.contains(what))
    }

    fn first(&self, msg: &str) -> Value {
        let lines = self.lines.lock().unwrap();
        let mut lines = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.find(|line| line["msg"] == msg).unwrap()
    }

    /// Closes its connection, and listens no more.
    async fn gone(mut self) -> SocketAddr {
        self.work.shutdown().await;
        self.address
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_lines_without_secrets_and_requests_go_on_without_it() {
    let database = TestDatabase::migrated().await;
    let settings: &'static [_] = &[
        ("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true"),
        ("MM_METRICSSETTINGS_ENABLE", "true"),
        ("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0"),
    ];
    let node = ProcessNode::with(&database, settings).await;
    let anonymous = Client::anonymous(node.base());
    let account = json!({ "email": "a@example.com", "username": "collector", "password": PASSWORD });
    assert_eq!(anonymous.post("/api/v4/users", account).await.status, 201);
    let admin = anonymous.log_in("collector", PASSWORD).await;

    // An address of its own: its port stays free while nobody listens.
    let collector = Collector::at("127.0.78.1:0").await;
    let far = json!({
        "Type": "tcp", "Format": "json", "MaxQueueSize": 20, "Options": { "Host": "127.0.78.1", "Port": collector.address.port() },
        "Levels": [{ "ID": 4, "Name": "info" }, { "ID": 3, "Name": "warn" }],
    });
    let settings = json!({ "LogSettings": { "AdvancedLoggingJSON": { "far": far } } });
    assert_eq!(admin.put("/api/v4/config/patch", settings).await.status, 200);
    admin
        .wait_until("a line of a request", async |admin| {
            admin.get("/api/v4/users/me?access_token=planted").await;
            collector.has("\"path\":\"/api/v4/users/me\"")
        })
        .await;
    anonymous.post("/api/v4/users/login", json!({ "login_id": "collector", "password": PASSWORD })).await;
    admin.wait_until("the line of signing in", async |_| collector.has("/api/v4/users/login")).await;
    let said = collector.lines.clone();
    let address = collector.gone().await;

    for _ in 0..60 {
        assert_eq!(admin.get("/api/v4/users/me").await.status, 200);
    }
    let file = || std::fs::read_to_string(node.home().join("data/logs/mattermost.log")).unwrap();
    let start = file();
    let mut lines = start.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let metrics = lines.find(|line| line["msg"] == "telling metrics").unwrap()["address"].as_str().unwrap().to_owned();
    let dropped = async || {
        let text = reqwest::get(format!("http://{metrics}/metrics")).await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("roost_log_target_dropped_total{target=\"far\"} "));
        line.expect("the target has a counter").parse::<u64>().unwrap()
    };
    assert!(dropped().await >= 30, "most lines of sixty requests have no room");

    let again = Collector::at(&address.to_string()).await;
    let lost = "lines of the log were lost on their way to an output";
    admin.wait_until("what was lost", async |_| again.has(lost)).await;
    for said in ["a log target cannot be reached; lines wait for it", "a log target can be reached again"] {
        admin.wait_until(said, async |_| file().contains(said)).await;
    }
    let told = again.first(lost);
    assert_eq!(told["output"], "far");
    assert!(told["lines"].as_u64().unwrap() >= 30, "{told}");
    let (before, after) = (said.lock().unwrap().join("\n"), again.lines.lock().unwrap().join("\n"));
    assert!(!after.contains("\"level\":\"debug\"") && !after.contains("\"level\":\"error\""));
    for secret in [PASSWORD, admin.token(), "planted"] {
        assert!(!before.contains(secret) && !after.contains(secret), "{secret} was sent");
    }
}
