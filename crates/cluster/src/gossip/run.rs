//! The task that gossips: it keeps chitchat running, and looks at what it knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chitchat::{
    Chitchat, ChitchatConfig, ChitchatHandle, ChitchatId, FailureDetectorConfig, ProtocolVersion, spawn_chitchat,
};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};

use super::socket::{Sealed, place_of};
use super::{Facts, Seen, Shared, State, View};

/// A node is suspected when it is silent for this many times its usual pause.
const PHI: f64 = 8.0;

/// Pauses that are remembered.
const PAUSES_LEN: usize = 200;

/// A longer pause says nothing of how often a node speaks.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// What was told by a node that is not heard any more is kept so long, and told to others for half of it: short, so that a
/// node that is started again and again does not fill the frames of the others.
const GRACE: Duration = Duration::from_mins(1);

/// Looks per round.
const LOOKS: u32 = 2;

/// A node whose own look comes so many looks late was held up itself, and suspects nobody for what it has not heard meanwhile.
const LATE: u32 = 4;

/// Rounds between two words to a member of which nothing is heard.
const KNOCK: u32 = 4;

/// Rounds without a word from anybody after which that is told: ten seconds.
const DEAF: u32 = 40;

/// Pause before chitchat is started again.
const AGAIN: Duration = Duration::from_secs(1);

/// Names are looked up again after this time: an address may change.
const RESOLVED: Duration = Duration::from_mins(1);

/// Time to look up a name.
const LOOKUP: Duration = Duration::from_secs(2);

/// Gossips until the end.
pub async fn run(shared: Arc<Shared>) {
    let stop = shared.stop.clone();
    let mut generation = 0;
    while !stop.is_cancelled() {
        generation += 1;
        let ended = async {
            let handle = start(&shared, generation).await?;
            look(&shared, &handle).await;
            handle.abort();
            anyhow::Ok(())
        };
        match stop.run_until_cancelled(ended).await {
            None | Some(Ok(())) => {}
            Some(Err(error)) => tracing::error!(error = format!("{error:#}"), "gossip could not be started"),
        }
        if !stop.is_cancelled() {
            shared.counts.restarts.fetch_add(1, Ordering::Relaxed);
            stop.run_until_cancelled(sleep(AGAIN)).await;
        }
    }
}

async fn start(shared: &Arc<Shared>, generation: u64) -> anyhow::Result<ChitchatHandle> {
    let member = shared.member();
    let config = ChitchatConfig {
        chitchat_id: ChitchatId::new(member.to_string(), generation, place_of(member)),
        cluster_id: shared.cluster_name.clone(),
        gossip_interval: shared.timings.round,
        listen_addr: place_of(member),
        // Members are spoken to as PostgreSQL names them.
        seed_nodes: Vec::new(),
        failure_detector_config: FailureDetectorConfig {
            phi_threshold: PHI,
            sampling_window_size: PAUSES_LEN,
            max_interval: PAUSE_MAX,
            initial_interval: shared.timings.round,
            dead_node_grace_period: GRACE,
        },
        marked_for_deletion_grace_period: GRACE,
        catchup_callback: None,
        extra_liveness_predicate: None,
        protocol_version: ProtocolVersion::V0,
    };
    let facts = shared.facts.borrow().write().map(|(key, value)| (key.to_owned(), value)).to_vec();
    spawn_chitchat(config, facts, &Sealed(shared.clone())).await
}

/// Looks until chitchat ends or this node is another member.
async fn look(shared: &Shared, handle: &ChitchatHandle) {
    let (mut facts, mut changes) = (shared.facts.subscribe(), handle.chitchat().lock().await.live_nodes_watcher());
    let mut looks = interval(shared.timings.round / LOOKS);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut told, mut number, mut deaf) = (HashMap::new(), 0_u32, 0_u32);
    let (mut last, mut resumed) = (Instant::now(), Instant::now());
    let mut ended = std::pin::pin!(handle.termination_watcher());
    loop {
        tokio::select! {
            outcome = &mut ended => {
                tracing::error!(error = ?outcome.err(), "gossip ended; starting it again");
                return;
            }
            () = shared.renamed.notified() => return,
            Ok(()) = facts.changed() => {
                let now = facts.borrow_and_update().write();
                handle.with_chitchat(|chitchat| {
                    for (key, value) in &now {
                        chitchat.self_node_state().set(key, value);
                    }
                }).await;
            }
            _ = looks.tick() => {
                let now = Instant::now();
                if now - last > shared.timings.round / LOOKS * LATE {
                    resumed = now;
                }
                last = now;
                let vouched = handle.with_chitchat(|chitchat| living(chitchat)).await;
                if changes.has_changed().unwrap_or(false) {
                    told = changes.borrow_and_update().iter().filter_map(|(id, state)| {
                        Some((member_of(id)?, Facts::read(|key| state.get(key))))
                    }).collect();
                }
                let view = judge(shared, &vouched, &told, resumed, now);
                if number.is_multiple_of(LOOKS * KNOCK) {
                    let unheard = view.iter().filter(|(_, seen)| seen.state != State::Alive);
                    // It fails only when chitchat has ended, which is noticed above.
                    unheard.for_each(|(id, _)| drop(handle.gossip(place_of(*id))));
                }
                deaf = if view.values().all(|seen| seen.state == State::Unheard) && !view.is_empty() { deaf + 1 } else { 0 };
                if deaf == LOOKS * DEAF {
                    tracing::warn!(
                        "gossip hears none of the other nodes: can UDP datagrams pass between them? Everything works, only deaths \
                         are noticed later"
                    );
                }
                number = number.wrapping_add(1);
                shared.view.send_if_modified(|known| {
                    let news = **known != view;
                    if news {
                        *known = Arc::new(view);
                    }
                    news
                });
            }
        }
    }
}

fn member_of(id: &ChitchatId) -> Option<i64> {
    id.node_id.parse().ok().filter(|member| place_of(*member) == id.gossip_advertise_addr)
}

fn living(chitchat: &Chitchat) -> Vec<i64> {
    chitchat.live_nodes().filter_map(member_of).collect()
}

/// What is to be made of each member.
fn judge(shared: &Shared, vouched: &[i64], told: &HashMap<i64, Facts>, resumed: Instant, now: Instant) -> View {
    let mut view = BTreeMap::new();
    for (id, peer) in shared.peers.lock().iter_mut() {
        let silent = peer.heard.map(|heard| now - heard.max(resumed));
        let state = peer.state.next(vouched.contains(id), silent, shared.timings.silence);
        if state != peer.state {
            if state == State::Suspect {
                shared.counts.suspected.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(peer = peer.address, "gossip hears a node no more");
            } else {
                tracing::info!(peer = peer.address, "gossip hears a node");
            }
        }
        peer.state = state;
        let facts = if state == State::Alive { told.get(id).cloned() } else { None };
        view.insert(*id, Seen { state, facts, skew_ms: peer.skew_ms });
    }
    view
}

/// Looks up the names of members that gave one for an address.
pub async fn resolve(shared: Arc<Shared>) {
    let stop = shared.stop.clone();
    while stop.run_until_cancelled(timeout(RESOLVED, shared.unresolved.notified())).await.is_some() {
        let names: Vec<(i64, String)> = {
            let peers = shared.peers.lock();
            let names = peers.iter().filter(|(_, peer)| peer.address.parse::<std::net::SocketAddr>().is_err());
            names.map(|(id, peer)| (*id, peer.address.clone())).collect()
        };
        for (id, name) in names {
            let found = timeout(LOOKUP, tokio::net::lookup_host(&name)).await;
            match found.map_err(Into::into).and_then(|found| found.map(|mut addresses| addresses.next())) {
                Ok(address) => {
                    if let Some(peer) = shared.peers.lock().get_mut(&id).filter(|peer| peer.address == name) {
                        peer.resolved = address.or(peer.resolved);
                    }
                }
                Err(error) => tracing::debug!(name, %error, "the address of a member is not known"),
            }
        }
    }
}
