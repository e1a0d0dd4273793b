//! Gossip of this node, tied to the rest of it.

use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roost_app::App;
use roost_app::sight::{Glimpse, Told};
use roost_cluster::gossip::{Facts, Gossip, KeyRing, Options, State, Timings};
use roost_store::member::Identity;
use roost_telemetry::Sample;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::node::{Leaving, StartError};

/// Pause between two looks at the file of keys.
const KEYS: Duration = Duration::from_secs(1);

/// Bytes of the file of keys at most.
const KEYS_LEN_MAX: u64 = 16 * 1024;

/// Where gossip is heard, and `who` says so: the port of the bus, or another one when somebody has that. A node that can hear
/// none goes on without.
pub fn socket(bus: SocketAddr, who: &mut Identity) -> Option<UdpSocket> {
    let socket = UdpSocket::bind(bus).or_else(|error| {
        tracing::warn!(address = %bus, %error, "gossip cannot be heard where the bus is; it takes another port");
        UdpSocket::bind(SocketAddr::new(bus.ip(), 0))
    });
    let bound = socket.and_then(|socket| Ok((socket.local_addr()?.port(), socket)));
    let bound = bound.inspect_err(|error| tracing::error!(%error, "no gossip: deaths of nodes are noticed later"));
    let (port, socket) = bound.ok()?;
    let host = who.bus_address.rsplit_once(':').map_or("", |(host, _)| host);
    who.gossip_address = format!("{host}:{port}");
    Some(socket)
}

/// The keys of the file; without one, the key that follows from the secret of the cluster.
pub fn keys(file: Option<&Path>, secret: &str) -> Result<KeyRing, StartError> {
    match file {
        Some(file) => read_keys(file),
        None => Ok(KeyRing::from_secret(secret.as_bytes())?),
    }
}

fn read_keys(file: &Path) -> Result<KeyRing, StartError> {
    let failed = |why: &dyn std::fmt::Display| format!("the gossip keys in {} cannot be used: {why}", file.display());
    let len = std::fs::metadata(file).map_err(|error| failed(&error))?.len();
    if len > KEYS_LEN_MAX {
        return Err(failed(&"it is too large").into());
    }
    let text = std::fs::read_to_string(file).map_err(|error| failed(&error))?;
    Ok(KeyRing::parse(&text).map_err(|error| failed(&error))?)
}

/// Takes up changes of the file of keys until `stop`. One that cannot be used is reported once and changes nothing.
pub async fn watch_keys(gossip: Gossip, file: PathBuf, stop: CancellationToken) {
    let mut known = stamp(&file).await;
    while stop.run_until_cancelled(tokio::time::sleep(KEYS)).await.is_some() {
        let now = stamp(&file).await;
        if now == known {
            continue;
        }
        known = now;
        let of_read = file.clone();
        match tokio::task::spawn_blocking(move || read_keys(&of_read)).await {
            Ok(Ok(keys)) => {
                tracing::info!(ids = ?keys.ids(), "took up changed gossip keys");
                gossip.rekey(keys);
            }
            Ok(Err(error)) => tracing::error!(%error, "the gossip keys stay as they are"),
            Err(error) => tracing::error!(%error, "looking at the gossip keys failed"),
        }
    }
}

/// Changes with the file.
async fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let about = tokio::fs::metadata(file).await.ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Starts gossip on its socket, as the member `who`. It knows nobody yet.
pub fn start(
    app: &Arc<App>,
    who: &Identity,
    (socket, keys): (UdpSocket, KeyRing),
    leaving: &Leaving,
    tasks: &TaskTracker,
) -> Option<Gossip> {
    let started = attach(app, socket, keys, facts(app, who, leaving), tasks);
    started.inspect_err(|error| tracing::error!(%error, "gossip could not be started")).ok()
}

/// What this node tells of itself.
pub fn facts(app: &App, who: &Identity, leaving: &Leaving) -> Facts {
    Facts {
        version: who.version.clone(),
        config_hash: app.config.hash().to_string(),
        bus_address: who.bus_address.clone(),
        connections: app.hub.counts().connections,
        applied: i64::try_from(app.hub.applied()).unwrap_or(i64::MAX),
        draining: leaving.is_draining(),
    }
}

fn attach(
    app: &Arc<App>,
    socket: UdpSocket,
    keys: KeyRing,
    facts: Facts,
    tasks: &TaskTracker,
) -> std::io::Result<Gossip> {
    let (clock, random) = (app.clock.clone(), app.random.clone());
    let options = Options {
        member: app.node.member,
        cluster_name: app.config.current().cluster.cluster_name.clone(),
        keys,
        facts,
        timings: Timings::default(),
        now_ms: Arc::new(move || clock.now_ms()),
        fill: Arc::new(move |out| random.fill(out)),
    };
    let gossip = Gossip::start(options, socket, tasks)?;
    let of_sight = gossip.clone();
    app.sight.attach(move |member| {
        let seen = of_sight.view().get(&member)?.clone();
        Some(Glimpse { suspect: seen.state == State::Suspect, told: seen.facts.map(told) })
    });
    Ok(gossip)
}

fn told(facts: Facts) -> Told {
    Told {
        version: facts.version,
        config_hash: facts.config_hash,
        connections: i64::try_from(facts.connections).unwrap_or(i64::MAX),
        applied_g: facts.applied,
    }
}

/// Adds what gossip counts.
pub fn sample(gossip: &Gossip, sample: &mut Sample) {
    let counts = gossip.counts();
    sample.gossip_frames = vec![("sent", counts.sent), ("unsent", counts.unsent), ("heard", counts.heard)];
    sample.gossip_refused = counts.refused;
    sample.gossip_suspected = counts.suspected;
    sample.gossip_restarts = counts.restarts;
    let view = gossip.view();
    let are = |state| view.values().filter(|seen| seen.state == state).count() as u64;
    sample.gossip_members =
        vec![("alive", are(State::Alive)), ("suspect", are(State::Suspect)), ("unheard", are(State::Unheard))];
    let furthest = view.values().filter_map(|seen| seen.skew_ms).map(i64::unsigned_abs).max();
    sample.gossip_skew = Duration::from_millis(furthest.unwrap_or_default());
}
