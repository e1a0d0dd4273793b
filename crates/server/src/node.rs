//! A node: built from a configuration and a listener, it serves until it is told to stop.

use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_server::ServerHandle;
use roost_api::Webapp;
use roost_app::app::NodeInfo;
use roost_app::clock::{Clock, Random};
use roost_app::embeds::Links;
use roost_app::files::{FileState, storage_open, storage_open_exports, storage_prepare};
use roost_app::gate::Gates;
use roost_app::jobs::{JobWaker, Works};
use roost_app::live::LiveSender;
use roost_app::notify::{self, Notifier};
use roost_app::oauth::Tokens;
use roost_app::outgoing::Outgoing;
use roost_app::presence::Presence;
use roost_app::sight::Sight;
use roost_app::system::{Busy, Installation};
use roost_app::{App, log};
use roost_config::ConfigStore;
use roost_realtime::{Hub, Journal, Options as HubOptions};
use roost_store::connect::{PoolOptions, pool, with_single};
use roost_store::member::cluster_secret;
use roost_store::migrate::{Defaults, Mode, migrate};
use roost_store::replicas::{Expected, ReplicaPools, Replicas};
use roost_store::{StoreError, Trusted};
use roost_telemetry::{LogLines, Metrics, TraceSettings, Traces};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::actions::{self, SocketActions};
use crate::health::{Health, HealthListener, Stage};
use crate::membership::Membership;
use crate::metrics::{MetricsListener, Parts, Pools};
use crate::{
    bus, census, cleaner, config_watch, due, gossip, jobs, listen, log_loop, logging, membership, presence,
    replica_lag, take_overs,
};

/// The version of the original whose interface is served.
pub const VERSION: &str = "11.6.0";

/// Our own version.
pub const ROOST_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Time that requests under way have to end.
pub(crate) const DRAIN_TIMEOUT_S: u64 = 10;

/// A node that starts serves nobody before the others know of it, or this time is over.
const KNOWN_WITHIN: Duration = Duration::from_secs(2);

/// Close code for sockets of a node that goes away: "service restart", clients come back at once.
const CLOSE_RESTART: u16 = 1012;

/// What a node is built from. Everything that tests vary is here.
pub struct NodeOptions {
    pub config: Arc<ConfigStore>,
    /// libpq URL of the primary.
    pub dsn: String,
    /// Folder for uploaded files, where the configuration does not name a bucket.
    pub files_dir: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Iterations of new password hashes: 600,000 but in tests.
    pub password_work_factor: NonZeroU32,
    /// HTTP worker threads; 0: one per core.
    pub workers: usize,
    pub log_timings: roost_cluster::log_reader::Timings,
    pub socket_timings: roost_realtime::Timings,
    /// New sockets per second at most.
    pub sockets_per_s: NonZeroU32,
    pub drain_timings: DrainTimings,
    /// The web client that browsers get.
    pub webapp: Arc<Webapp>,
    /// Where the proxy asks how the node is, if anywhere.
    pub health: Option<TcpListener>,
    /// Where the other nodes speak to this one, in the place of what `ClusterSettings` say.
    pub bus: Option<TcpListener>,
    /// File with the keys of gossip, in the place of the one that follows from the secret of the cluster.
    pub gossip_keys: Option<PathBuf>,
    /// In the place of `MetricsSettings.ListenAddress`, so that nodes of one machine can share a configuration: clients
    /// load theirs anew when they come to a node with another.
    pub metrics_listen: Option<String>,
    /// Whether whoever reads metrics may also have profiles of CPU time and memory.
    pub profiling: bool,
    pub presence_timings: roost_app::presence::Timings,
    /// How long a request goes on trying to reach the database.
    pub database_hold_ms: u64,
    /// Of what people have put off.
    pub due_timings: due::Timings,
    pub job_timings: roost_app::jobs::Timings,
    /// What this process logs.
    pub log_lines: Arc<LogLines>,
    /// Where spans go, if anywhere.
    pub traces: Option<TraceSettings>,
    /// What keeps the log as the configuration wants it; `None`: the log is not this node's.
    pub log_outputs: Option<logging::Follower>,
}

/// Long enough for a standby to be promoted.
pub const DATABASE_HOLD_MS: u64 = 10_000;

/// How a node goes away in good order.
#[derive(Clone, Copy, Debug)]
pub struct DrainTimings {
    /// Time in which the proxy notices: it asks once a second.
    pub notice: Duration,
    /// Time over which the sockets are closed, so that those who come back elsewhere come one by one.
    pub sockets: Duration,
}

impl Default for DrainTimings {
    fn default() -> Self {
        Self { notice: Duration::from_millis(2_500), sockets: Duration::from_mins(1) }
    }
}

/// Sockets that a draining node closes per step and shard at least: few sockets are gone sooner.
const DRAIN_STEP_MIN: u64 = 5;

/// Time between two steps.
const DRAIN_STEP: Duration = Duration::from_millis(100);

/// How a node goes away in good order, for everybody who may want it to.
#[derive(Clone)]
pub struct Leaving {
    hub: Hub,
    health: Arc<Health>,
    timings: DrainTimings,
    tasks: TaskTracker,
    /// Cancelled when a drain is taken back.
    going: Arc<parking_lot::Mutex<CancellationToken>>,
}

impl Leaving {
    pub fn is_draining(&self) -> bool {
        self.health.stage() == Stage::Draining
    }

    /// An administrator wants the node to drain, or no longer to. Sockets that are closed by then come back by themselves.
    pub fn wanted(&self, drain: bool) {
        let mut going = self.going.lock();
        going.cancel();
        if !drain {
            self.health.serve();
            return;
        }
        *going = CancellationToken::new();
        let (own, until) = (self.clone(), going.clone());
        self.tasks.spawn(async move { until.run_until_cancelled(own.drain(true)).await });
    }

    /// Tells the proxy, waits until it has `noticed` if there is one, and closes the sockets one after another.
    async fn drain(&self, noticed: bool) {
        self.health.drain();
        if noticed {
            tokio::time::sleep(self.timings.notice).await;
        }
        let hub = &self.hub;
        let steps = self.timings.sockets.as_millis().div_ceil(DRAIN_STEP.as_millis()).max(1);
        let sockets = u128::from(hub.counts().connections) / hub.shard_count().max(1) as u128;
        let step = u64::try_from(sockets.div_ceil(steps)).unwrap_or(u64::MAX).max(DRAIN_STEP_MIN);
        tracing::info!(sockets = hub.counts().connections, step, "draining");
        for _ in 0..steps {
            if hub.counts().connections == 0 {
                break;
            }
            hub.close_some(usize::try_from(step).unwrap_or(usize::MAX), CLOSE_RESTART).await;
            tokio::time::sleep(DRAIN_STEP).await;
        }
    }
}

/// A running node.
pub struct Node {
    pub address: SocketAddr,
    pub app: Arc<App>,
    pub health: Arc<Health>,
    leaving: Leaving,
    health_listener: Option<HealthListener>,
    metrics_listener: Option<MetricsListener>,
    server: ServerHandle,
    /// Cancelled when connections are to end with their current answer.
    closing: CancellationToken,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Anything that keeps a node from starting, with its reason for people.
pub type StartError = Box<dyn std::error::Error + Send + Sync>;

impl Node {
    /// Migrates the database, fills the window of the log, and serves. Returns when requests are answered.
    pub async fn start(mut options: NodeOptions, listener: TcpListener) -> Result<Self, StartError> {
        let address = listener.local_addr()?;
        migrate_database(&options).await?;

        let workers = if options.workers == 0 { cores() } else { options.workers };
        let settings = &options.config.current().sql;
        let open_max = usize::try_from(settings.max_open_conns).unwrap_or(100);
        let pool_options = PoolOptions {
            statement_timeout_ms: settings.query_timeout.unsigned_abs() * 1_000,
            ..PoolOptions::new(&options.dsn, open_max / (workers + 1))
        };
        let db = pool(&pool_options)?;
        // People wait for another primary; what runs by itself comes again anyway.
        let pool_options = PoolOptions { hold_ms: options.database_hold_ms, ..pool_options };
        let pools = Pools::default();
        pools.add(db.clone());
        let tasks = TaskTracker::new();
        let (stop, closing) = (CancellationToken::new(), CancellationToken::new());

        let (runtime, leave) = (tokio::runtime::Handle::current(), options.presence_timings.leave);
        let actions = Arc::new(SocketActions::new(db.clone(), runtime, leave, closing.clone()));
        let clustered = options.config.current().cluster.enable;
        let hub = start_hub(&options, &actions, clustered.then(Journal::new))?;
        let (log_sender, log_receiver) = log::channel();
        let health = Arc::new(Health::new(hub.clone()));
        let clock = bus::TrustClock { began: Instant::now(), until_ms: Arc::new(u64::MAX.into()) };
        let trusted = Arc::new(Trusted::new(clock.until_ms.clone(), clock.began));
        let blobs = storage_open(&options.config.current(), &options.files_dir).await?;
        storage_prepare(&blobs).await;
        let exports = storage_open_exports(&options.config.current(), &blobs).await?;
        if options.config.current().file.dedicated_export_store {
            storage_prepare(&exports).await;
        }
        let metrics = Arc::new(Metrics::new(seconds(options.clock.now_ms())));
        let node = node_info(&*options.random);
        let traces =
            options.traces.take().map(|settings| traces(settings, &node, &metrics, &tasks, &stop)).transpose()?;
        let app = Arc::new(App {
            config: options.config.clone(),
            caches: roost_app::caches::Caches::new(&trusted),
            log: log_sender,
            hub,
            gates: Gates::new(options.sockets_per_s),
            blobs,
            exports,
            files: FileState::new(images_max(&options.config)),
            clock: options.clock.clone(),
            random: options.random.clone(),
            password_work_factor: options.password_work_factor,
            hashing: tokio::sync::Semaphore::new(cores()),
            posting: roost_app::posts::places(),
            writes: TaskTracker::new(),
            node,
            installation: Installation::load(&db).await?,
            busy: Busy::default(),
            presence: Presence::new(),
            jobs: JobWaker::default(),
            log_lines: options.log_lines.clone(),
            renewal: pool_options.renewal.clone(),
            live: LiveSender::default(),
            sight: Sight::default(),
            metrics,
            traces,
            outgoing: Outgoing::new(options.config.clone())?,
            tokens: Tokens::default(),
            links: Links::default(),
            notifier: Notifier::new(options.config.current().email.push_notification_buffer),
        });
        actions.attach(app.clone());

        let start = log_loop::start_position(&db).await?;
        let leaving = Leaving {
            hub: app.hub.clone(),
            health: health.clone(),
            timings: options.drain_timings,
            tasks: tasks.clone(),
            going: Arc::default(),
        };
        let (mut others, mut others_bus, mut others_gossip) = (None, None, None);
        if clustered {
            let bus_listener = bus::listener(&app, options.bus.take())?;
            let bus_address = bus_listener.local_addr()?;
            let mut who = membership::identity(&app, &db, address, bus_address.port()).await?;
            let keys = gossip::keys(options.gossip_keys.as_deref(), &cluster_secret(&db).await?)?;
            who.gossip_keys = keys.ids();
            let started = bus::start(&app, &db, bus_listener, clock, &tasks).await?;
            let gossip_socket = gossip::socket(bus_address, &mut who);
            membership::join(&app, &db, &who).await?;
            others_gossip =
                gossip_socket.and_then(|socket| gossip::start(&app, &who, (socket, keys), &leaving, &tasks));
            if let (Some(gossip), Some(file)) = (&others_gossip, options.gossip_keys.take()) {
                tasks.spawn(gossip::watch_keys(gossip.clone(), file, stop.clone()));
            }
            let mut member = Membership {
                app: app.clone(),
                db: db.for_request(),
                who,
                leaving: leaving.clone(),
                bus: started.bus.clone(),
                gossip: others_gossip.clone(),
                health: health.clone(),
                misfit: None,
                lost_after: options.presence_timings.lost,
                parked: options.socket_timings.parked,
            };
            // Before anybody writes here: a writer waits for those it knows.
            member.list(&stop).await;
            member.count_connections(open_max).await;
            tasks.spawn(member.run(stop.clone()));
            let (wishes, wished) = mpsc::channel(take_overs::QUEUE_LEN_MAX);
            actions.attach_others(actions::Others { bus: started.bus.clone(), wishes });
            tasks.spawn(take_overs::run(app.clone(), db.for_request(), wished, stop.clone()));
            others_bus = Some(started.bus.clone());
            others = Some(started);
        }
        tasks.spawn(census::run(app.clone(), db.for_request(), stop.clone()));
        tasks.spawn(cleaner::run(db.for_request(), stop.clone()));
        tasks.spawn(presence::run(app.clone(), db.for_request(), options.presence_timings, stop.clone()));
        tasks.spawn(due::run(app.clone(), db.for_request(), options.due_timings, stop.clone()));
        let works = Works { timings: options.job_timings, dsn: options.dsn.clone() };
        tasks.spawn(jobs::run(app.clone(), db.for_request(), works, stop.clone()));
        tasks.spawn(notify::run(app.clone(), db.for_request()));
        tasks.spawn(replica_lag::run(app.clone(), stop.clone()));
        let own_log = options.log_outputs.as_ref().map(logging::Follower::log);
        tasks.spawn(config_watch::run(app.clone(), db.for_request(), options.log_outputs.take(), stop.clone()));
        let head = roost_store::log::log_head(&db).await?;
        let replicas = replicas(&options.config, &pool_options, trusted, &app)?;
        let renewal = pool_options.renewal.clone();
        let source = log_loop::Source { db, renewal, replicas: replicas.clone(), start };
        let reader = log_loop::run(app.clone(), source, options.log_timings, log_receiver, others, stop.clone());
        tasks.spawn(reader);
        // Who comes now has read, or will read, what was written before.
        let mut applied = app.log.applied_seen();
        if tokio::time::timeout(KNOWN_WITHIN, applied.wait_for(|applied| *applied >= head)).await.is_err() {
            tracing::warn!("the log is not applied yet");
        }
        if let Some(bus) = &others_bus
            && tokio::time::timeout(KNOWN_WITHIN, bus.trusted()).await.is_err()
        {
            tracing::warn!("not every other node answers yet");
        }

        let parts = Parts {
            pools: pools.clone(),
            replicas: replicas.clone(),
            bus: others_bus,
            gossip: others_gossip,
            log: own_log,
            profiling: options.profiling,
        };
        let metrics_listener = MetricsListener::start(&app, &parts, &tasks, options.metrics_listen.as_deref());
        let database = listen::Database { options: pool_options, replicas, pools };
        let server = listen::serve(app.clone(), options.webapp, database, listener, workers, closing.clone())?;
        let handle = server.handle();
        tasks.spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the http server ended");
            }
        });
        tasks.close();
        // Last: from here on the proxy sends people.
        let health_listener = options.health.map(|asked| HealthListener::start(asked, health.clone())).transpose()?;
        Ok(Self {
            address,
            app,
            health,
            leaving,
            health_listener,
            metrics_listener,
            server: handle,
            closing,
            stop,
            tasks,
        })
    }

    /// Where the proxy asks.
    pub fn health_address(&self) -> Option<SocketAddr> {
        self.health_listener.as_ref().map(|listener| listener.address)
    }

    /// Where metrics are told, if anywhere.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_listener.as_ref().map(|listener| listener.address)
    }

    /// Tells the proxy to send nobody any more, and closes the sockets one after another. Requests are answered all the
    /// while. [`Node::stop`] comes after it.
    pub async fn drain(&self) {
        self.leaving.drain(self.health_listener.is_some()).await;
    }

    /// Ends sockets, then requests, then the background work. Returns when nothing of the node runs any more.
    pub async fn stop(self) {
        self.app.hub.shutdown(CLOSE_RESTART).await;
        self.server.pause().await;
        self.closing.cancel();
        self.app.writes.close();
        let ended = tokio::time::timeout(Duration::from_secs(DRAIN_TIMEOUT_S), self.app.writes.wait()).await;
        if ended.is_err() {
            tracing::warn!(left = self.app.writes.len(), "stopping with writes under way");
        }
        self.app.notifier.stop().await;
        self.app.outgoing.stop().await;
        // A drain that goes on holds nobody up.
        self.leaving.going.lock().cancel();
        self.server.stop(true).await;
        if let Some(listener) = self.metrics_listener {
            listener.stop().await;
        }
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

/// Starts sending spans.
fn traces(
    settings: TraceSettings,
    node: &NodeInfo,
    metrics: &Metrics,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Result<Traces, StartError> {
    let known = vec![
        ("service.version", node.roost_version.to_owned()),
        ("service.instance.id", format!("{:016x}", node.member)),
        ("host.name", node.hostname.clone()),
    ];
    let (traces, export) = Traces::new(settings, known, metrics.spans_dropped.clone(), stop.clone().cancelled_owned())?;
    tasks.spawn(export);
    tracing::info!("spans go to a collector");
    Ok(traces)
}

async fn migrate_database(options: &NodeOptions) -> Result<(), StartError> {
    let random = options.random.clone();
    let mut new_id = || random.id().as_str().to_owned();
    let defaults = Defaults::generate(&mut new_id, options.clock.now_ms());
    let report = with_single(&options.dsn, async |client| migrate(client, Mode::Apply, &defaults).await).await??;
    if !report.files.is_empty() {
        tracing::info!(files = report.files.len(), adopted = report.adopted, "migrated the database");
    }
    Ok(())
}

/// The replicas that the configuration names. One that cannot be reached keeps no node from starting; a data source that
/// cannot be read does.
fn replicas(
    config: &ConfigStore,
    template: &PoolOptions,
    trusted: Arc<Trusted>,
    app: &App,
) -> Result<Option<Arc<Replicas>>, StoreError> {
    let expected = Expected { trusted, applied: app.log.applied_seen() };
    let sql = &config.current().sql;
    let replicas =
        Replicas::new(template, &sql.data_source_replicas, &sql.data_source_search_replicas, expected).map(Arc::new);
    // Read once here, where a mistake can be told.
    if let Some(replicas) = &replicas {
        ReplicaPools::new(replicas.clone())?;
    }
    Ok(replicas)
}

fn start_hub(options: &NodeOptions, actions: &Arc<SocketActions>, journal: Option<Journal>) -> std::io::Result<Hub> {
    let (random, clock, config) = (options.random.clone(), options.clock.clone(), options.config.clone());
    let hub_options = HubOptions {
        shards: options.workers,
        timings: options.socket_timings.clone(),
        new_id: Arc::new(move || random.id()),
        now_ms: Arc::new(move || clock.now_ms()),
        version: VERSION.to_owned(),
        server_version: Arc::new(move || roost_app::app::version_id(VERSION, &config.hash())),
        server_hostname: roost_telemetry::log::host(),
        journal,
    };
    let port = actions.clone();
    Hub::start(hub_options, move |_| port)
}

fn node_info(random: &dyn Random) -> NodeInfo {
    let mut bits = [0; 8];
    random.fill(&mut bits);
    NodeInfo {
        member: i64::from_le_bytes(bits),
        hostname: roost_telemetry::log::host(),
        runs_as_root: runs_as_root(),
        version: VERSION,
        roost_version: ROOST_VERSION,
    }
}

fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// How many pictures are worked on at once.
fn images_max(config: &ConfigStore) -> usize {
    match usize::try_from(config.current().file.max_image_decoder_concurrency) {
        Ok(max) if max > 0 => max,
        _ => cores(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact for as long as anybody will run this")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
