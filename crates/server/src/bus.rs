//! The bus of this node, tied to the rest of it: what the others say goes to the log loop, the sockets and the statuses.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use roost_app::log::Elsewhere;
use roost_app::{App, Db, live};
use roost_cluster::bus::{Bus, Heard, Inbox, Options, Trust};
use roost_store::member::cluster_secret;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::listen::full_address;
use crate::log_loop::Others;
use crate::node::StartError;

/// Records of others that the log loop has not taken; beyond it they wait, and then their sender does.
const RECORDS_LEN_MAX: usize = 4_096;

/// Messages of others that were not looked at yet.
const LIVE_LEN_MAX: usize = 1_024;

/// By which a node knows until when it may trust its caches.
pub struct TrustClock {
    pub began: Instant,
    pub until_ms: Arc<AtomicU64>,
}

/// Listens where `ClusterSettings` say, unless there is a listener already.
pub fn listener(app: &App, given: Option<TcpListener>) -> Result<TcpListener, StartError> {
    let settings = &app.config.current().cluster;
    let address = full_address(&format!("{}:{}", settings.bind_address, settings.gossip_port));
    match given {
        Some(given) => Ok(given),
        None => TcpListener::bind(&address).map_err(|error| {
            format!(
                "the other nodes cannot be listened to on {address}: {error}; choose another address with --bus-listen"
            )
            .into()
        }),
    }
}

/// Starts the bus and ties it to the node.
pub async fn start(
    app: &Arc<App>,
    db: &Db,
    listener: TcpListener,
    clock: TrustClock,
    tasks: &TaskTracker,
) -> Result<Others, StartError> {
    let (records_in, records) = mpsc::channel(RECORDS_LEN_MAX);
    let (live_in, heard) = mpsc::channel(LIVE_LEN_MAX);
    let of_snapshot = Arc::downgrade(app);
    let metrics = app.metrics.clone();
    let options = Options {
        member: app.node.member,
        cluster_name: app.config.current().cluster.cluster_name.clone(),
        trust: Trust::from_secret(cluster_secret(db).await?.as_bytes())?,
        applied: app.log.applied_seen(),
        began: clock.began,
        trusted_until_ms: clock.until_ms,
        answered: Arc::new(move |took| metrics.peer_answered(took)),
        snapshot: Arc::new(move |open| of_snapshot.upgrade().map(|app| live::snapshot(&app, open)).unwrap_or_default()),
    };
    let inbox = Inbox { records: records_in, live: live_in };
    let bus = Bus::start(options, listener, inbox, tasks)?;

    let (of_live, of_journal, of_writers) = (bus.clone(), bus.clone(), bus.clone());
    if let Some(journal) = app.hub.journal() {
        journal.attach(move |frame| of_journal.live(&live::of_journal(frame)));
    }
    app.live.attach(move |message, wants| of_live.live_to(message, wants));
    let give_up = Box::new(move |g| of_writers.give_up(g));
    app.log.attach(Elsewhere { applied: bus.everywhere(), give_up });
    let (ended, hearing) = (bus.clone(), hear(app.clone(), db.for_request(), heard));
    tasks.spawn(async move {
        tokio::select! {
            () = ended.stopped() => {}
            () = hearing => {}
        }
    });
    Ok(Others { bus, records })
}

async fn hear(app: Arc<App>, db: Db, mut heard: mpsc::Receiver<Heard>) {
    while let Some(heard) = heard.recv().await {
        match heard {
            Heard::Began { from, snapshot } => live::began(&app, &db, from, snapshot).await,
            Heard::Message { from, message } => live::heard(&app, &db, from, message).await,
            // Who was there is there until the member is gone: only its link broke.
            Heard::Ended { from } => tracing::debug!(from, "a live stream ended"),
        }
    }
}
