//! One fault on three real nodes with everybody connected, and the judge who reads the log and what each connection heard.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use roost_testkit::{HaProxy, Launch, Place, ProcessNode, Proxy, Relay};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::crowd::{Return, Scale, Stage, Story, faults, posts_of_log};
use super::site::Site;
use crate::dice::seed;

pub const NODES: usize = 3;

/// At HAProxy, at once.
const CONNECTIONS: usize = 8_000;

/// HAProxy knows by then how a node is.
const NOTICED: Duration = Duration::from_secs(30);

/// What people do during the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// They listen.
    Idle,
    /// Some of them write, at the rate of the scale.
    Posts,
}

/// How the nodes hear of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wires {
    Direct,
    /// Through a proxy each that can be cut. Gossip does not pass it: it is blocked all the time.
    Proxied,
    /// Through a proxy each, and gossip through a relay each; both can lose what passes.
    Lossy,
}

/// Everything that a fault may touch.
pub struct Cast {
    pub stage: Arc<Stage>,
    pub site: Site,
    /// In front of all nodes.
    haproxy: HaProxy,
    asking: reqwest::Client,
    /// In front of each node's bus, unless the wires are direct.
    pub wires: Vec<Proxy>,
    /// In front of each node's gossip, if the wires may lose something.
    relays: Vec<Relay>,
    nodes: Vec<Option<ProcessNode>>,
    /// Where each node is told to listen: bus, health, clients.
    addresses: Vec<[SocketAddr; 3]>,
    started: Instant,
}

/// Loopback of its own for each node, so that a proxy can have the port of the node's bus.
pub fn front(node: usize, port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 1, u8::try_from(node + 1).unwrap()], port))
}

impl Cast {
    async fn gather(site: Site, wires: Wires, scale: Scale, seed: u64, started: Instant) -> Self {
        // Held together, so that they differ.
        let free: Vec<TcpListener> = (0..NODES * 3).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let addresses: Vec<[SocketAddr; 3]> =
            free.chunks(3).map(|three| [0, 1, 2].map(|n| three[n].local_addr().unwrap())).collect();
        drop(free);
        let places: Vec<Place> =
            addresses.iter().map(|[_, health, serves]| Place { serves: *serves, health: *health }).collect();
        let haproxy = HaProxy::start(&places, CONNECTIONS);
        let stage = Stage::set(&site, scale, seed, haproxy.plain.clone()).await;
        let (mut proxies, mut relays) = (Vec::new(), Vec::new());
        for (node, [bus, ..]) in addresses.iter().enumerate() {
            let front = front(node, bus.port());
            if wires != Wires::Direct {
                proxies.push(Proxy::between(front, *bus).await);
            }
            if wires == Wires::Lossy {
                relays.push(Relay::between(front, *bus).await);
            }
        }
        let asking = haproxy.http_client();
        let mut cast =
            Self { stage, site, haproxy, asking, wires: proxies, relays, nodes: Vec::new(), addresses, started };
        for node in 0..NODES {
            cast.nodes.push(None);
            cast.start(node).await;
        }
        cast
    }

    /// Starts a process where there is none.
    pub async fn start(&mut self, node: usize) {
        let [bus, health, listen] = self.addresses[node];
        let mut settings = vec![("MM_CLUSTERSETTINGS_ENABLE", "true".to_owned())];
        settings.extend(self.site.replica().map(|dsn| ("MM_SQLSETTINGS_DATASOURCEREPLICAS", dsn)));
        if !self.wires.is_empty() {
            settings.push(("MM_CLUSTERSETTINGS_ADVERTISEADDRESS", front(node, 0).ip().to_string()));
        }
        let process = ProcessNode::launch(Launch { dsn: self.site.dsn(node), listen, bus, health, settings }).await;
        self.nodes[node] = Some(process);
        self.opened(node).await;
        self.say(format_args!("node {node} takes what comes"));
    }

    /// Returns when HAProxy gives the node what is new.
    pub async fn opened(&self, node: usize) {
        self.in_pool(node, true).await;
    }

    /// Returns when it does not any more.
    pub async fn closed(&self, node: usize) {
        self.in_pool(node, false).await;
    }

    async fn in_pool(&self, node: usize, open: bool) {
        let asked = Instant::now();
        loop {
            let pool = self.haproxy.pool(&self.asking).await;
            if pool.get(node).is_some_and(|state| state.starts_with("UP") == open) {
                return;
            }
            assert!(asked.elapsed() < NOTICED, "seed {}: the pool says {pool:?}", self.stage.seed);
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// From now on so many of a hundred packets between the nodes are lost.
    pub fn lose(&self, percent: u8) {
        self.wires.iter().for_each(|wire| wire.lose(percent));
        self.relays.iter().for_each(|relay| relay.lose(percent));
        self.say(format_args!("{percent} % of what nodes say to one another is lost"));
    }

    pub fn kill(&mut self, node: usize) {
        self.nodes[node] = None;
        self.say(format_args!("node {node} is killed"));
    }

    /// Ends a node in good order.
    pub async fn terminate(&mut self, node: usize) {
        self.say(format_args!("node {node} is to end"));
        self.nodes[node].take().unwrap().terminate().await;
        self.say(format_args!("node {node} has ended"));
    }

    pub fn node(&self, node: usize) -> &ProcessNode {
        self.nodes[node].as_ref().unwrap()
    }

    pub fn say(&self, text: impl Display) {
        println!("{:7.1} s: {text}", self.started.elapsed().as_secs_f64());
    }

    /// How many members were declared dead so far.
    pub async fn fenced(&self) -> i64 {
        let sql = "select count(*) from roost.member where fenced_at is not null";
        self.site.sql().await.query_one(sql, &[]).await.unwrap().get(0)
    }
}

/// What the judge found, for what a row of the matrix promises beside the law.
pub struct Verdict {
    pub cast: Cast,
    /// Everybody who lost a socket during the fault, and had one again.
    returns: Vec<Return>,
}

impl Verdict {
    /// That many of 100 went on with their connection.
    pub fn resumed(&self, of_100: usize) {
        let resumed = self.returns.iter().filter(|back| back.resumed).count();
        let lost = self.returns.len();
        assert!(resumed * 100 >= of_100 * lost, "{resumed} of {lost} resumed, seed {}", self.cast.stage.seed);
    }

    /// Each socket was closed with a word why, and so many in a second at most.
    pub fn told_and_no_faster_than(&self, per_s: usize) {
        let seed = self.cast.stage.seed;
        let cut = self.returns.iter().filter(|back| !back.told).count();
        assert_eq!(cut, 0, "sockets were cut, seed {seed}");
        let mut lost: Vec<Instant> = self.returns.iter().map(|back| back.lost).collect();
        lost.sort();
        let most = lost.iter().enumerate().map(|(n, from)| {
            lost[n..].iter().take_while(|other| other.duration_since(*from) < Duration::from_secs(1)).count()
        });
        let most = most.max().unwrap_or_default();
        println!("{} sockets were let go of, {most} in a second at most", lost.len());
        assert!(!lost.is_empty() && most <= per_s, "{most} in a second, seed {seed}");
    }

    /// Nobody lost a socket.
    pub fn undisturbed(&self) {
        assert_eq!(self.returns.len(), 0, "sockets were lost, seed {}", self.cast.stage.seed);
    }
}

/// Plays one row of the failure matrix and judges it by the law: each acknowledged post is in the log once, and each
/// connection heard the posts of its person's channels above its start, in the log's order, each once, without a hole.
pub async fn play(load: Load, site: Site, wires: Wires, fault: impl AsyncFnOnce(&mut Cast)) -> Verdict {
    let (scale, seed, started) = (Scale::from_env(), seed(), Instant::now());
    println!("seed {seed}, {load:?}, {wires:?}, {scale:?}");
    let mut cast = Cast::gather(site, wires, scale, seed, started).await;
    let stage = cast.stage.clone();
    let mut listeners = JoinSet::new();
    for number in 0..scale.people {
        let stage = stage.clone();
        listeners.spawn(async move { (number, stage.listen(number).await) });
        // They arrive over some seconds.
        if number % 100 == 99 {
            sleep(Duration::from_millis(100)).await;
        }
    }
    stage.gather().await;
    cast.say("everybody is connected");
    let mut writers = JoinSet::new();
    if load == Load::Posts {
        let stage = stage.clone();
        writers.spawn(async move { stage.write(scale.posts_per_s).await });
        sleep(Duration::from_secs(5)).await;
    }
    let before = Instant::now();
    fault(&mut cast).await;
    sleep(Duration::from_secs(5)).await;
    stage.gather().await;
    stage.writing.store(false, SeqCst);
    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
    // Whoever heard nothing is found by what comes now.
    for _ in 0..60 {
        stage.post().await;
    }
    stage.gather().await;
    sleep(Duration::from_secs(3)).await;
    stage.going.store(false, SeqCst);
    let mut stories = Vec::new();
    while let Some(story) = listeners.join_next().await {
        stories.push(story.unwrap());
    }
    assert_eq!(stories.len(), scale.people);
    let returns = judge(&cast, &stories, before).await;
    Verdict { cast, returns }
}

async fn judge(cast: &Cast, stories: &[(usize, Story)], fault: Instant) -> Vec<Return> {
    let (stage, seed) = (&cast.stage, cast.stage.seed);
    let log = posts_of_log(&cast.site.sql().await).await;
    let (mut bad, mut returns, mut heard): (BTreeMap<&str, usize>, Vec<Return>, usize) = Default::default();
    for (number, story) in stories {
        for (fault, count) in faults(story, &stage.people[*number], &log) {
            *bad.entry(fault).or_default() += count;
        }
        returns.extend(story.returns.iter().filter(|back| back.lost >= fault));
        heard += story.connections.iter().map(Vec::len).sum::<usize>();
    }
    let in_log: usize = log.values().map(Vec::len).sum();
    let acknowledged = stage.acknowledged.lock().unwrap().clone();
    let ids: HashSet<&String> = log.values().flatten().collect();
    let lost = acknowledged.iter().filter(|id| !ids.contains(id)).count();
    let resumed = returns.iter().filter(|back| back.resumed).count();
    let mut times: Vec<Duration> = returns.iter().map(|back| back.back.duration_since(back.lost)).collect();
    times.sort();
    let at = |hundredth: usize| times.get(times.len() * hundredth / 100).or(times.last()).copied().unwrap_or_default();
    cast.say(format_args!(
        "{in_log} posts, {} acknowledged, {lost} of them lost, {heard} heard; {} sockets lost, {resumed} resumed, back \
         after {:?} (half), {:?} (99 %), {:?} (all); {} members fenced; faults: {bad:?}",
        acknowledged.len(),
        returns.len(),
        at(50),
        at(99),
        times.last(),
        cast.fenced().await,
    ));
    assert_eq!((lost, in_log), (0, acknowledged.len()), "seed {seed}");
    assert!(bad.is_empty(), "seed {seed}: {bad:?}");
    returns
}
