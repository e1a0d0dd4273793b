//! The shipped HAProxy configuration in front of real nodes.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use roost_server::node::DrainTimings;
use roost_testkit::{Client, TestDatabase, TestNode, Tuning, wait_until};
use tempfile::TempDir;

/// A running HAProxy; ends with the test.
struct HaProxy {
    process: Child,
    https: String,
    http: String,
    statistics: String,
    certificate: reqwest::Certificate,
    _home: TempDir,
}

impl HaProxy {
    /// With three places for nodes; nobody is at those that are not named.
    async fn start(nodes: &[&TestNode]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pem = make_certificate(home.path());
        let (http, https, statistics) = (free_address(), free_address(), free_address());
        let mut command = Command::new("haproxy");
        command.args(["-db", "-f", concat!(env!("CARGO_MANIFEST_DIR"), "/../haproxy/haproxy.cfg")]);
        command.env("ROOST_MAXCONN", "500").env("ROOST_CERTIFICATE", home.path().join("both.pem"));
        command.env("ROOST_ADMIN_SOCKET", home.path().join("admin.sock")).env("ROOST_STATS_BIND", &statistics);
        command.env("ROOST_HTTP_BIND", &http).env("ROOST_HTTPS_BIND", &https);
        command.env("ROOST_HTTPS_PORT", https.rsplit(':').next().unwrap());
        for place in 0..3 {
            let (address, health) = match nodes.get(place) {
                Some(node) => (node.base().replace("http://", ""), node.health_address().to_string()),
                None => (free_address(), free_address()),
            };
            let (host, port) = health.rsplit_once(':').unwrap();
            command.env(format!("ROOST_NODE{}", place + 1), address);
            command.env(format!("ROOST_NODE{}_HEALTH", place + 1), host);
            command.env(format!("ROOST_NODE{}_HEALTH_PORT", place + 1), port);
        }
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("haproxy is installed");
        let certificate = reqwest::Certificate::from_pem(&pem).unwrap();
        let proxy = Self {
            process,
            https: format!("https://{https}"),
            http: format!("http://{http}"),
            statistics: format!("http://{statistics}"),
            certificate,
            _home: home,
        };
        proxy
            .wait_for_pool("every node is up", |pool| pool.iter().filter(|state| *state == "UP").count() == nodes.len())
            .await;
        proxy
    }

    fn http_client(&self) -> reqwest::Client {
        let plain = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        plain.add_root_certificate(self.certificate.clone()).build().unwrap()
    }

    /// What the pool says of each place, once `holds`.
    async fn wait_for_pool(&self, what: &str, holds: impl Fn(&[String]) -> bool) {
        let http = self.http_client();
        wait_until(what, async || {
            let Ok(answer) = http.get(format!("{}/;csv", self.statistics)).send().await else { return false };
            let text = answer.text().await.unwrap();
            let rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>());
            let nodes = rows.filter(|row| row[0] == "nodes" && row[1].starts_with("node"));
            holds(&nodes.map(|row| row[17].to_owned()).collect::<Vec<_>>())
        })
        .await;
    }
}

impl Drop for HaProxy {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn make_certificate(home: &Path) -> Vec<u8> {
    let (chain, key) = (home.join("chain.pem"), home.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&chain)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let pem = std::fs::read(chain).unwrap();
    std::fs::write(home.join("both.pem"), [pem.clone(), std::fs::read(key).unwrap()].concat()).unwrap();
    pem
}

/// Nobody listens there.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn node(database: &std::sync::Arc<TestDatabase>) -> TestNode {
    let drain_timings = DrainTimings { notice: Duration::ZERO, sockets: Duration::ZERO };
    let tuning = Tuning { health: true, drain_timings, ..Tuning::default() };
    let tuning = tuning.with("MM_SERVICESETTINGS_TRUSTEDPROXYIPHEADER", "X-Forwarded-For");
    TestNode::on(database.clone(), tuning).await
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_reach_the_nodes_by_https_and_are_sent_there_from_http() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let node = node(&database).await;
    let proxy = HaProxy::start(&[&node]).await;
    let http = proxy.http_client();
    let moved = http.get(format!("{}/town/channels?a=1", proxy.http)).send().await.unwrap();
    assert_eq!(moved.status(), 301);
    assert_eq!(moved.headers()["location"], format!("{}/town/channels?a=1", proxy.https));
    let account = serde_json::json!({"email": "a@example.com", "username": "alice", "password": "Password-1234"});
    let made = http.post(format!("{}/api/v4/users", proxy.https)).json(&account).send().await.unwrap();
    assert_eq!(made.status(), 201);
    assert!(made.headers().contains_key("strict-transport-security"));
    let login = serde_json::json!({"login_id": "alice", "password": "Password-1234"});
    let request = http.post(format!("{}/api/v4/users/login", proxy.https)).json(&login);
    let login = request
        .header("X-Requested-With", "XMLHttpRequest")
        .header("X-Forwarded-For", "6.6.6.6")
        .header("X-Forwarded-Proto", "http")
        .send()
        .await
        .unwrap();
    let cookies: Vec<&str> =
        login.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains("Secure")), "{cookies:?}");
    let token = login.headers()["token"].to_str().unwrap().to_owned();
    let audits = http.get(format!("{}/api/v4/users/me/audits", proxy.https)).bearer_auth(&token).send().await.unwrap();
    let audits: Vec<serde_json::Value> = audits.json().await.unwrap();
    assert!(!audits.is_empty() && audits.iter().all(|audit| audit["ip_address"] == "127.0.0.1"), "{audits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_drains_gets_nothing_new_and_one_that_dies_is_not_missed() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let (mut first, second) = (node(&database).await, node(&database).await);
    let proxy = HaProxy::start(&[&first, &second]).await;
    let http = proxy.http_client();
    let ping =
        || async { http.get(format!("{}/api/v4/system/ping", proxy.https)).send().await.unwrap().status().as_u16() };
    first.drain().await;
    proxy.wait_for_pool("the first node drains", |pool| pool[0].starts_with("DRAIN") && pool[1] == "UP").await;
    assert_eq!(ping().await, 200);
    first.stop().await;
    for _ in 0..20 {
        assert_eq!(ping().await, 200, "nobody is sent to a node that is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_tells_prometheus_how_it_is() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let node = node(&database).await;
    let proxy = HaProxy::start(&[&node]).await;
    let metrics = Client::anonymous(&proxy.statistics).get("/metrics").await;
    let text = String::from_utf8(metrics.bytes).unwrap();
    assert!(text.contains("haproxy_server_status{proxy=\"nodes\",server=\"node1\",state=\"UP\"} 1"), "{text}");
}
