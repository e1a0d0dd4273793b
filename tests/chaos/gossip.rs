//! Three nodes that gossip where a fifth of the datagrams is lost: for ten minutes none of the living is taken for dead, and
//! whoever dies is noticed within two seconds. Once with an idle machine, once with one core that somebody else uses.

use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use roost_testkit::{Launch, ProcessNode, Proxy, Relay, TestDatabase, wait_until};
use tokio::time::{Instant, interval, sleep};

use super::play::front;

const NODES: usize = 3;

/// So many of a hundred datagrams are lost.
const LOSS: u8 = 20;

const DEATHS: usize = 12;

/// A death is noticed within this time.
const NOTICED: Duration = Duration::from_secs(2);

struct Place {
    database: TestDatabase,
    nodes: Vec<Option<ProcessNode>>,
    /// Of each node: its bus with its gossip, and its metrics.
    addresses: Vec<[SocketAddr; 2]>,
    _roads: Vec<(Proxy, Relay)>,
}

impl Place {
    async fn build() -> Self {
        // Held together, so that they differ.
        let free: Vec<(TcpListener, UdpSocket)> = (0..NODES * 2).map(|_| reserve()).collect();
        let addresses: Vec<[SocketAddr; 2]> =
            free.chunks(2).map(|pair| [0, 1].map(|n| pair[n].0.local_addr().unwrap())).collect();
        drop(free);
        let mut roads = Vec::new();
        for (node, [bus, _]) in addresses.iter().enumerate() {
            let front = front(node, bus.port());
            let relay = Relay::between(front, *bus).await;
            relay.lose(LOSS);
            roads.push((Proxy::between(front, *bus).await, relay));
        }
        let mut place = Self { database: TestDatabase::migrated().await, nodes: Vec::new(), addresses, _roads: roads };
        for node in 0..NODES {
            place.nodes.push(None);
            place.start(node).await;
        }
        place.all_hear().await;
        place
    }

    async fn start(&mut self, node: usize) {
        let [bus, metrics] = self.addresses[node];
        let settings = vec![
            ("MM_CLUSTERSETTINGS_ENABLE", "true".to_owned()),
            ("MM_CLUSTERSETTINGS_ADVERTISEADDRESS", front(node, 0).ip().to_string()),
            ("MM_METRICSSETTINGS_ENABLE", "true".to_owned()),
            ("MM_METRICSSETTINGS_LISTENADDRESS", metrics.to_string()),
        ];
        let any = "127.0.0.1:0".parse().unwrap();
        let launch = Launch { dsn: self.database.dsn(), listen: any, bus, health: any, settings };
        self.nodes[node] = Some(ProcessNode::launch(launch).await);
    }

    /// A figure that a node tells.
    async fn told(&self, node: usize, series: &str) -> u64 {
        let [_, metrics] = self.addresses[node];
        let text = reqwest::get(format!("http://{metrics}/metrics")).await.unwrap().text().await.unwrap();
        let value = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.unwrap_or_else(|| panic!("no {series} in {text}")).parse().unwrap()
    }

    /// The others that a node takes for alive.
    async fn alive(&self, node: usize) -> u64 {
        self.told(node, r#"roost_gossip_members{state="alive"}"#).await
    }

    async fn all_hear(&self) {
        for node in 0..NODES {
            let others = NODES as u64 - 1;
            wait_until("it hears all others", async || self.alive(node).await == others).await;
        }
    }

    /// How often each node has taken another for dead.
    async fn suspected(&self) -> Vec<u64> {
        let mut all = Vec::new();
        for node in (0..NODES).filter(|node| self.nodes[*node].is_some()) {
            all.push(self.told(node, "roost_gossip_suspected_total").await);
        }
        all
    }

    /// Kills a node; after how long neither of the others takes it for alive: by what it heard itself, or because the other
    /// one was sooner and had it fenced.
    async fn kill(&mut self, node: usize) -> Duration {
        let died = Instant::now();
        self.nodes[node] = None;
        let before = self.suspected().await;
        assert_eq!(before.iter().sum::<u64>(), 0, "somebody who lived was suspected, or a death noticed before it was");
        let mut looks = interval(Duration::from_millis(10));
        for other in (0..NODES).filter(|other| *other != node) {
            while self.alive(other).await == NODES as u64 - 1 {
                looks.tick().await;
                assert!(died.elapsed() < NOTICED * 10, "the death was not noticed");
            }
        }
        died.elapsed()
    }
}

/// A port that is free for connections and datagrams.
fn reserve() -> (TcpListener, UdpSocket) {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        if let Ok(socket) = UdpSocket::bind(listener.local_addr().unwrap()) {
            return (listener, socket);
        }
    }
}

/// Uses a core as long as it is kept.
struct Busy(Arc<AtomicBool>);

impl Busy {
    fn one_core() -> Self {
        let on = Arc::new(AtomicBool::new(true));
        let turning = on.clone();
        tokio::task::spawn_blocking(move || while turning.load(Ordering::Relaxed) {});
        Self(on)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

async fn nobody_living_is_suspected_and_every_death_noticed() {
    let seconds: u64 = std::env::var("ROOST_CHAOS_GOSSIP_S").map_or(600, |text| text.parse().unwrap());
    let place = Place::build().await;
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        sleep(Duration::from_secs(10)).await;
        let suspected: u64 = place.suspected().await.iter().sum();
        assert_eq!(suspected, 0, "after {:.0} s", began.elapsed().as_secs_f64());
    }
    println!("{LOSS} % lost, {seconds} s: none of the living was suspected");
    drop(place);

    let mut times = Vec::new();
    for death in 0..DEATHS {
        // All are new each time: who was suspected once is counted for good.
        let mut place = Place::build().await;
        // The pauses between words are to be known.
        sleep(Duration::from_secs(5)).await;
        times.push(place.kill(death % NODES).await);
    }
    times.sort();
    println!("{DEATHS} deaths noticed by both others after {times:?}");
    assert!(times.iter().all(|time| *time <= NOTICED));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "ten minutes: make chaos"]
async fn idle() {
    nobody_living_is_suspected_and_every_death_noticed().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "ten minutes: make chaos"]
async fn with_one_core_busy() {
    let _busy = Busy::one_core();
    nobody_living_is_suspected_and_every_death_noticed().await;
}
