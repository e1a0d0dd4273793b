//! HAProxy with the shipped configuration, in front of real nodes.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::wait_until;

/// The configuration has so many places for nodes.
const PLACES: usize = 3;

/// Where a node is found.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub serves: SocketAddr,
    /// Where it answers how it is.
    pub health: SocketAddr,
}

/// A running HAProxy; ends with this value.
pub struct HaProxy {
    process: Child,
    /// The way that clients take.
    pub https: String,
    /// Sends them there.
    pub http: String,
    pub statistics: String,
    /// To the same nodes without TLS, which the shipped configuration does not offer: a crowd would mostly encrypt.
    pub plain: String,
    pub certificate: reqwest::Certificate,
    _home: TempDir,
}

impl HaProxy {
    /// In front of these nodes; nobody is at the places that are left. `connections`: so many at once at most, each of
    /// which costs two file descriptors.
    pub fn start(nodes: &[Place], connections: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pem = make_certificate(home.path());
        let [http, https, statistics, plain] = [(); 4].map(|()| free_address());
        let extra = home.path().join("plain.cfg");
        std::fs::write(&extra, format!("frontend without_tls\n    bind {plain}\n    default_backend nodes\n")).unwrap();
        let mut command = Command::new("haproxy");
        command.args(["-db", "-f", concat!(env!("CARGO_MANIFEST_DIR"), "/../../haproxy/haproxy.cfg"), "-f"]).arg(extra);
        command.env("ROOST_MAXCONN", connections.to_string()).env("ROOST_CERTIFICATE", home.path().join("both.pem"));
        command.env("ROOST_ADMIN_SOCKET", home.path().join("admin.sock"));
        command.env("ROOST_STATS_BIND", statistics.to_string());
        command.env("ROOST_HTTP_BIND", http.to_string()).env("ROOST_HTTPS_BIND", https.to_string());
        command.env("ROOST_HTTPS_PORT", https.port().to_string());
        for number in 0..PLACES {
            let nobody = || Place { serves: free_address(), health: free_address() };
            let Place { serves, health } = nodes.get(number).copied().unwrap_or_else(nobody);
            let name = format!("ROOST_NODE{}", number + 1);
            command.env(format!("{name}_HEALTH"), health.ip().to_string());
            command.env(format!("{name}_HEALTH_PORT"), health.port().to_string());
            command.env(name, serves.to_string());
        }
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("haproxy is installed");
        Self {
            process,
            https: format!("https://{https}"),
            http: format!("http://{http}"),
            statistics: format!("http://{statistics}"),
            plain: format!("http://{plain}"),
            certificate: reqwest::Certificate::from_pem(&pem).unwrap(),
            _home: home,
        }
    }

    /// A client that trusts its certificate and follows nothing.
    pub fn http_client(&self) -> reqwest::Client {
        let plain = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        plain.add_root_certificate(self.certificate.clone()).build().unwrap()
    }

    /// What the pool says of each place (`UP`, `DRAIN (agent)`, `DOWN`, …); nothing while it does not answer.
    pub async fn pool(&self, http: &reqwest::Client) -> Vec<String> {
        let Ok(answer) = http.get(format!("{}/;csv", self.statistics)).send().await else { return Vec::new() };
        let text = answer.text().await.unwrap_or_default();
        let rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>());
        let nodes = rows.filter(|row| row[0] == "nodes" && row[1].starts_with("node"));
        nodes.map(|row| row[17].to_owned()).collect()
    }

    /// Returns once what the pool says of each place `holds`.
    pub async fn wait_for_pool(&self, what: &str, holds: impl Fn(&[String]) -> bool) {
        let http = self.http_client();
        wait_until(what, async || {
            let pool = self.pool(&http).await;
            !pool.is_empty() && holds(&pool)
        })
        .await;
    }
}

impl Drop for HaProxy {
    fn drop(&mut self) {
        // One that is gone already is gone.
        drop(self.process.kill());
        drop(self.process.wait());
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
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
