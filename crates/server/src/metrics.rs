//! The listener on which a node tells its metrics (`MetricsSettings`), apart from the one of the clients: Prometheus is
//! inside the house, people are not. With `--profiling` it also gives profiles (`profiling.rs`).

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_http::body::BoxBody;
use actix_http::header::{CONTENT_TYPE, HeaderValue};
use actix_http::{HttpService, KeepAlive, Method, Request, Response, StatusCode};
use actix_server::{Server, ServerHandle};
use actix_service::fn_service;
use parking_lot::Mutex;
use roost_app::{App, Db};
use roost_cluster::bus::Bus;
use roost_cluster::gossip::Gossip;
use roost_model::client_kind::ClientKind;
use roost_store::replicas::Replicas;
use roost_telemetry::{CONTENT_TYPE as TEXT, Logging, Sample};
use tokio_util::task::TaskTracker;

use crate::gossip;
use crate::listen::full_address;
use crate::profiling;

/// A scraper may take so long to send its question.
const REQUEST_HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// The pools of a node, one per thread that serves.
#[derive(Clone, Default)]
pub struct Pools(Arc<Mutex<Vec<Db>>>);

impl Pools {
    pub fn add(&self, db: Db) {
        self.0.lock().push(db);
    }

    /// Connections to the primary, to replicas, and to replicas for searches.
    fn connections(&self) -> [u64; 3] {
        let pools = self.0.lock();
        [0, 1, 2].map(|n| pools.iter().filter_map(|db| db.connections().get(n).copied()).map(|open| open as u64).sum())
    }
}

/// Parts of a node that are asked for metrics.
#[derive(Clone)]
pub struct Parts {
    pub pools: Pools,
    pub replicas: Option<Arc<Replicas>>,
    /// The way to the other nodes, if there is one.
    pub bus: Option<Bus>,
    pub gossip: Option<Gossip>,
    /// The log of this process, if it is the node's.
    pub log: Option<Arc<Logging>>,
    /// Whether whoever reads metrics may also have profiles.
    pub profiling: bool,
}

/// A running listener.
pub struct MetricsListener {
    pub address: SocketAddr,
    server: ServerHandle,
}

impl MetricsListener {
    /// Starts it if the configuration asks for it, at `address` or else where that says. A node whose metrics nobody can
    /// read serves people all the same.
    pub fn start(app: &Arc<App>, parts: &Parts, tasks: &TaskTracker, address: Option<&str>) -> Option<Self> {
        let config = app.config.current();
        let settings = &config.metrics;
        if !settings.enable {
            return None;
        }
        let address = full_address(address.unwrap_or(&settings.listen_address));
        match Self::listen(app.clone(), parts.clone(), tasks, &address) {
            Ok(started) => {
                tracing::info!(address = %started.address, "telling metrics");
                Some(started)
            }
            Err(error) => {
                tracing::error!(%error, address, "metrics cannot be told; see MetricsSettings.ListenAddress");
                None
            }
        }
    }

    fn listen(app: Arc<App>, parts: Parts, tasks: &TaskTracker, address: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let server = Server::build()
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .listen("roost-metrics", listener, move || {
                let (app, parts) = (app.clone(), parts.clone());
                HttpService::build()
                    .keep_alive(KeepAlive::Disabled)
                    .client_request_timeout(REQUEST_HEAD_TIMEOUT)
                    .h1(fn_service(move |request: Request| {
                        let (app, parts) = (app.clone(), parts.clone());
                        async move { Ok::<_, Infallible>(answer(&app, &parts, &request).await) }
                    }))
                    .tcp()
            })?
            .run();
        let handle = server.handle();
        tasks.spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the metrics listener ended");
            }
        });
        Ok(Self { address, server: handle })
    }

    pub async fn stop(self) {
        self.server.stop(true).await;
    }
}

fn text(status: StatusCode, text: String) -> Response<BoxBody> {
    Response::with_body(status, BoxBody::new(text))
}

async fn answer(app: &App, parts: &Parts, request: &Request) -> Response<BoxBody> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, String::new());
    }
    match request.path() {
        "/metrics" => metrics(app, parts),
        "/debug/pprof/profile" if parts.profiling => profile(profiling::cpu(request.uri().query().unwrap_or("")).await),
        "/debug/pprof/heap" if parts.profiling => profile(profiling::heap().await),
        _ => text(StatusCode::NOT_FOUND, "metrics are at /metrics\n".to_owned()),
    }
}

fn metrics(app: &App, parts: &Parts) -> Response<BoxBody> {
    match app.metrics.scrape(&sample(app, parts)) {
        Ok(metrics) => with_type(text(StatusCode::OK, metrics), TEXT),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written down");
            text(StatusCode::INTERNAL_SERVER_ERROR, String::new())
        }
    }
}

fn profile(answer: profiling::Answer) -> Response<BoxBody> {
    match answer {
        Ok(profile) => {
            with_type(Response::with_body(StatusCode::OK, BoxBody::new(profile)), "application/octet-stream")
        }
        Err((status, why)) => text(status, why),
    }
}

fn with_type(mut response: Response<BoxBody>, kind: &'static str) -> Response<BoxBody> {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn sample(app: &App, parts: &Parts) -> Sample {
    let (peers, peers_linked) = parts.bus.as_ref().map_or((0, 0), Bus::links);
    let [primary_connections, replica_connections, search_replica_connections] = parts.pools.connections();
    let counts = app.hub.counts();
    let stats = app.hub.stats();
    let by_kind = ClientKind::ALL.iter().zip(&stats.open_by_kind);
    let caches = app.caches.counts().into_iter();
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let resumed = count(&stats.resumed) + count(&stats.taken_over);
    let mut sample = Sample {
        reconnects: vec![("success", resumed), ("failure", count(&stats.resume_refused))],
        caches: caches.map(|(name, seen)| (name, [seen.hits, seen.misses, seen.invalidations, seen.late])).collect(),
        sockets: by_kind.map(|(kind, count)| (kind.label(), count.load(Ordering::Relaxed))).collect(),
        events_queued: stats.events_queued.load(Ordering::Relaxed),
        // The first three are amounts and have metrics of their own.
        socket_counts: stats.read().into_iter().skip(3).collect(),
        sockets_parked: counts.parked,
        sockets_unauthenticated: counts.unauthenticated,
        socket_queue_max: count(&stats.queue_max),
        primary_connections,
        replica_connections,
        search_replica_connections,
        replica_reads: parts.replicas.as_ref().map(|replicas| replicas.counts.read().to_vec()).unwrap_or_default(),
        log_lost: parts.log.as_ref().map(|log| log.lost()).unwrap_or_default(),
        log_applied: i64::try_from(app.hub.applied()).unwrap_or(i64::MAX),
        peers: peers as u64,
        peers_linked: peers_linked as u64,
        hubs: app.hub.loads().into_iter().map(|(waiting, users)| (waiting as u64, users as u64)).collect(),
        caches_trusted: app.caches.are_trusted(),
        writes_under_way: app.writes.len() as u64,
        ..Sample::default()
    };
    if let Some(bus) = &parts.bus {
        let said = bus.said();
        sample.bus_frames = count(&said.frames);
        sample.bus_bytes = count(&said.bytes);
        sample.certificate = Some(bus.trusted_for());
        sample.bus_messages =
            vec![("ping", count(&said.pings)), ("record", count(&said.records)), ("live", count(&said.messages))];
    }
    if let Some(gossip) = &parts.gossip {
        gossip::sample(gossip, &mut sample);
    }
    sample
}
