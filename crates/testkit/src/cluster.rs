//! Nodes in this process.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use roost_api::Webapp;
use roost_app::App;
use roost_app::clock::{Clock, Random};
use roost_config::{ConfigStore, Overrides, Sources};
use roost_server::node::{DATABASE_HOLD_MS, DrainTimings, StartError};
use roost_server::system::{SystemClock, SystemRandom};
use roost_server::{Node, NodeOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::played::Played;
use crate::{Client, Reply, TestDatabase};

/// Iterations of password hashes in tests. Two tests use the real number.
const WORK_FACTOR: NonZeroU32 = NonZeroU32::new(1_000).expect("1000 is not zero");

/// What tests vary.
#[derive(Clone)]
pub struct Tuning {
    /// Settings as the environment gives them: `MM_SECTION_KEY` and value.
    pub settings: Vec<(&'static str, String)>,
    /// Configuration file in the place of the node's own, for nodes that share one.
    pub config_file: Option<PathBuf>,
    /// Connection string instead of the database's own, to go through a proxy.
    pub dsn: Option<String>,
    pub log_timings: roost_cluster::log_reader::Timings,
    pub socket_timings: roost_realtime::Timings,
    pub sockets_per_s: NonZeroU32,
    pub drain_timings: DrainTimings,
    /// File with the keys of gossip.
    pub gossip_keys: Option<PathBuf>,
    /// Whether the node has a listener for health checks.
    pub health: bool,
    pub presence_timings: roost_app::presence::Timings,
    /// See [`roost_server::NodeOptions`].
    pub database_hold_ms: u64,
    pub due_timings: roost_server::due::Timings,
    pub job_timings: roost_app::jobs::Timings,
    pub log_lines: Arc<roost_app::system::logs::LogLines>,
    pub work_factor: NonZeroU32,
    pub clock: Arc<dyn Clock>,
    /// In the place of the web client in the binary.
    pub webapp: Option<Arc<Webapp>>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            settings: Vec::new(),
            config_file: None,
            dsn: None,
            log_timings: roost_cluster::log_reader::Timings::default(),
            socket_timings: roost_realtime::Timings::default(),
            sockets_per_s: roost_app::gate::PER_S,
            drain_timings: DrainTimings::default(),
            gossip_keys: None,
            health: false,
            presence_timings: roost_app::presence::Timings::default(),
            database_hold_ms: DATABASE_HOLD_MS,
            due_timings: roost_server::due::Timings::default(),
            job_timings: roost_app::jobs::Timings::default(),
            log_lines: Arc::default(),
            work_factor: WORK_FACTOR,
            clock: Arc::new(SystemClock),
            webapp: None,
        }
    }
}

impl Tuning {
    /// For nodes that know of each other.
    pub fn clustered() -> Self {
        Self::default().with("MM_CLUSTERSETTINGS_ENABLE", "true")
    }

    /// Adds a setting: `("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "3")`.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((key, value.into()));
        self
    }
}

/// One node with its database.
pub struct TestNode {
    pub database: Arc<TestDatabase>,
    running: Option<Running>,
    base: String,
}

struct Running {
    node: Node,
    _played: Played,
    /// Configuration and files; removed with the node.
    home: TempDir,
}

impl TestNode {
    pub async fn start() -> Self {
        Self::tuned(Tuning::default()).await
    }

    pub async fn tuned(tuning: Tuning) -> Self {
        Self::on(Arc::new(TestDatabase::migrated().await), tuning).await
    }

    /// A node on a database that others may share.
    pub async fn on(database: Arc<TestDatabase>, tuning: Tuning) -> Self {
        Self::try_on(database, tuning).await.unwrap()
    }

    /// The same, or why the node did not start.
    pub async fn try_on(database: Arc<TestDatabase>, tuning: Tuning) -> Result<Self, StartError> {
        let home = tempfile::tempdir().unwrap();
        let settings = [
            ("MM_TEAMSETTINGS_ENABLEOPENSERVER".to_owned(), "true".to_owned()),
            // Shows counts of statements in a header.
            ("MM_SERVICESETTINGS_ENABLEDEVELOPER".to_owned(), "true".to_owned()),
        ];
        let own = tuning.settings.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
        let sources = Sources {
            overrides: Overrides::from_env(settings.into_iter().chain(own)).unwrap(),
            entropy: Box::new(|out| SystemRandom.fill(out)),
            now_ms: Box::new(|| SystemClock.now_ms()),
        };
        let config_file = tuning.config_file.clone().unwrap_or_else(|| home.path().join("config.json"));
        let config = Arc::new(ConfigStore::open(config_file, sources).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let options = NodeOptions {
            config,
            dsn: tuning.dsn.clone().unwrap_or_else(|| database.dsn()),
            files_dir: home.path().join("files"),
            clock: tuning.clock,
            random: Arc::new(SystemRandom),
            password_work_factor: tuning.work_factor,
            workers: 1,
            log_timings: tuning.log_timings,
            socket_timings: tuning.socket_timings,
            sockets_per_s: tuning.sockets_per_s,
            drain_timings: tuning.drain_timings,
            webapp: tuning.webapp.unwrap_or_else(|| Arc::new(roost_server::webapp::embedded())),
            health: tuning.health.then(|| TcpListener::bind("127.0.0.1:0").unwrap()),
            bus: Some(TcpListener::bind("127.0.0.1:0").unwrap()),
            gossip_keys: tuning.gossip_keys,
            metrics_listen: None,
            profiling: false,
            presence_timings: tuning.presence_timings,
            database_hold_ms: tuning.database_hold_ms,
            due_timings: tuning.due_timings,
            job_timings: tuning.job_timings,
            log_lines: tuning.log_lines,
            traces: None,
            log_outputs: None,
        };
        let node = Node::start(options, listener).await?;
        let base = format!("http://{}", node.address);
        let metrics = node.app.metrics.clone();
        let played = Played::by(move || metrics.operations_that_succeeded());
        Ok(Self { database, running: Some(Running { node, _played: played, home }), base })
    }

    /// The inside of a running node.
    pub fn app(&self) -> &App {
        &self.running.as_ref().unwrap().node.app
    }

    /// The digest of the node's database, once the node has written what it writes later by itself: the statuses that
    /// follow from what people do.
    pub async fn digest(&self) -> String {
        crate::wait_until("statuses are written", async || self.app().presence.unwritten().is_empty()).await;
        self.database.digest().await
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Stops the node in good order.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.node.stop().await;
        }
    }

    /// Prepares the node's end: see [`Node::drain`].
    pub async fn drain(&self) {
        if let Some(running) = &self.running {
            running.node.drain().await;
        }
    }

    /// Where a proxy asks how the node is; of a node tuned for it.
    pub fn health_address(&self) -> SocketAddr {
        self.running.as_ref().and_then(|running| running.node.health_address()).unwrap()
    }

    /// Where the node tells its metrics, if it does.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.running.as_ref().and_then(|running| running.node.metrics_address())
    }

    /// Every file that the running node keeps, configuration included: its name, length and a hash of what is in it.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        if let Some(running) = &self.running {
            list_files(running.home.path(), &mut files);
        }
        files.sort();
        files
    }

    /// Puts a file among those that people uploaded, as `path` below their folder.
    pub fn put_file(&self, path: &str, bytes: &[u8]) {
        let running = self.running.as_ref().unwrap();
        let path = running.home.path().join("files").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// A new account with a session. The first one of a database is the administrator.
    pub async fn sign_up(&self, name: &str) -> Client {
        self.anonymous().sign_up(name).await
    }

    /// A session of an account made by [`TestNode::sign_up`].
    pub async fn log_in(&self, name: &str) -> Client {
        self.anonymous().log_in(name, PASSWORD).await
    }
}

/// Folders and files that go away meanwhile are none any more.
fn list_files(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list_files(&path, files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            files.push(format!("{} {} {:x}", path.display(), bytes.len(), hasher.finish()));
        }
    }
}

/// The password of every account made here.
pub const PASSWORD: &str = "Password-1234";

impl Client {
    /// Creates an account and logs in.
    pub async fn sign_up(&self, name: &str) -> Client {
        let created = self.sign_up_body(name).await;
        assert_eq!(created.status, 201, "{:?}", created.body);
        self.log_in(name, PASSWORD).await
    }

    /// The answer to the creation of an account.
    pub async fn sign_up_body(&self, name: &str) -> Reply {
        let body = json!({"email": format!("{name}@example.com"), "username": name, "password": PASSWORD});
        self.post("/api/v4/users", body).await
    }

    /// Logs in; panics when it does not work.
    pub async fn log_in(&self, name: &str, password: &str) -> Client {
        let reply = self.post("/api/v4/users/login", json!({"login_id": name, "password": password})).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        self.with_token(reply.header("token"), reply.body["id"].as_str().unwrap_or_default())
    }

    /// A new open team with this client as its administrator.
    pub async fn new_team(&self, name: &str) -> Value {
        let reply = self.post("/api/v4/teams", json!({"name": name, "display_name": name, "type": "O"})).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        reply.body
    }

    /// Puts somebody into a team.
    pub async fn add_to_team(&self, team: &Value, user: &Client) {
        let path = format!("/api/v4/teams/{}/members", team["id"].as_str().unwrap());
        let reply = self.post(&path, json!({"team_id": team["id"], "user_id": user.user_id()})).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
    }

    /// A new open channel with this client in it.
    pub async fn new_channel(&self, team: &Value, name: &str) -> Value {
        let body = json!({"team_id": team["id"], "name": name, "display_name": name, "type": "O"});
        let reply = self.post("/api/v4/channels", body).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        reply.body
    }

    /// Puts somebody into a channel.
    pub async fn add_to_channel(&self, channel: &Value, user: &Client) {
        let path = format!("/api/v4/channels/{}/members", channel["id"].as_str().unwrap());
        let reply = self.post(&path, json!({"user_id": user.user_id()})).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
    }

    /// A post; panics when it is refused.
    pub async fn new_post(&self, channel: &Value, message: &str) -> Value {
        let reply = self.post("/api/v4/posts", json!({"channel_id": channel["id"], "message": message})).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        reply.body
    }
}

/// Several nodes on one database; they know of each other when they are tuned so.
pub struct TestCluster {
    pub database: Arc<TestDatabase>,
    nodes: Vec<TestNode>,
}

impl TestCluster {
    pub async fn start(count: usize) -> Self {
        Self::tuned(count, Tuning::default()).await
    }

    pub async fn tuned(count: usize, tuning: Tuning) -> Self {
        let database = Arc::new(TestDatabase::migrated().await);
        let starts = (0..count).map(|_| TestNode::on(database.clone(), tuning.clone()));
        let nodes = futures_util::future::join_all(starts).await;
        Self { database, nodes }
    }

    pub fn node(&self, index: usize) -> &TestNode {
        &self.nodes[index]
    }

    /// Stops a node in good order.
    pub async fn stop(&mut self, index: usize) {
        self.nodes[index].stop().await;
    }

    /// Stops a node and starts another in its place.
    pub async fn restart(&mut self, index: usize) {
        self.nodes[index].stop().await;
        self.nodes[index] = TestNode::on(self.database.clone(), Tuning::default()).await;
    }
}
