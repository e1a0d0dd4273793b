//! Gossip of several nodes of one process, over real datagrams that pass a relay which may lose them.

use std::net::UdpSocket as StdSocket;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64};

use super::*;

/// Quicker than in earnest, and still slow enough for a machine with much to do.
const QUICK: Timings = Timings { round: Duration::from_millis(50), silence: Duration::from_millis(600) };

const NOW: i64 = 1_700_000_000_000;

/// What the relay in front of a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Road {
    Open,
    /// Every fifth datagram is lost, every tenth comes twice, every tenth comes after the next one.
    Bad,
    Closed,
}

/// Forwards datagrams to one node.
struct Relay {
    address: SocketAddr,
    road: Arc<AtomicU8>,
    /// The latest datagram that arrived here.
    latest: Arc<Mutex<Vec<u8>>>,
}

impl Relay {
    fn to(node: SocketAddr, tasks: &TaskTracker, seed: u64, stop: CancellationToken) -> Self {
        let inside = StdSocket::bind("127.0.0.1:0").unwrap();
        inside.set_nonblocking(true).unwrap();
        let socket = UdpSocket::from_std(inside).unwrap();
        let address = socket.local_addr().unwrap();
        let (road, latest) = (Arc::new(AtomicU8::new(0)), Arc::new(Mutex::default()));
        let relay = Self { address, road: road.clone(), latest: latest.clone() };
        tasks.spawn(async move {
            let (mut buffer, mut dice, mut kept) = (vec![0; 65_536], seed, None::<Vec<u8>>);
            while let Some(Ok((len, _))) = stop.run_until_cancelled(socket.recv_from(&mut buffer)).await {
                let datagram = buffer[..len].to_vec();
                latest.lock().clone_from(&datagram);
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let roll = (dice >> 33) % 10;
                let bad = road.load(Ordering::Relaxed) == Road::Bad as u8;
                let outgoing = match (road.load(Ordering::Relaxed) == Road::Closed as u8, roll) {
                    (true, _) => Vec::new(),
                    (false, 0 | 1) if bad => Vec::new(),
                    (false, 2) if bad => vec![datagram.clone(), datagram],
                    (false, 3) if bad => kept.replace(datagram).into_iter().collect(),
                    (false, _) => [datagram].into_iter().chain(kept.take()).collect(),
                };
                for datagram in outgoing {
                    let _ = socket.send_to(&datagram, node).await;
                }
            }
        });
        relay
    }

    fn is(&self, road: Road) {
        self.road.store(road as u8, Ordering::Relaxed);
    }
}

/// A node of which there is only gossip.
struct Node {
    gossip: Gossip,
    id: i64,
    address: SocketAddr,
    relay: Relay,
    clock_ms: Arc<AtomicI64>,
}

/// Everybody, and what ends them.
struct World {
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl World {
    fn new() -> Self {
        Self { tasks: TaskTracker::new(), stop: CancellationToken::new() }
    }

    fn node(&self, id: i64, cluster_name: &str, keys: &[u8], timings: Timings) -> Node {
        let socket = StdSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let clock_ms = Arc::new(AtomicI64::new(NOW));
        let (of_node, began) = (clock_ms.clone(), Instant::now());
        let draws = AtomicU64::new(u64::try_from(id).unwrap() << 32);
        let options = Options {
            member: id,
            cluster_name: cluster_name.to_owned(),
            keys: ring(keys),
            facts: Facts { version: format!("v{id}"), ..Facts::default() },
            timings,
            now_ms: Arc::new(move || {
                of_node.load(Ordering::Relaxed) + i64::try_from(began.elapsed().as_millis()).unwrap()
            }),
            fill: Arc::new(move |out| {
                let drawn = draws.fetch_add(1, Ordering::Relaxed).to_le_bytes();
                out.iter_mut().zip(drawn.iter().cycle()).for_each(|(byte, drawn)| *byte = *drawn);
            }),
        };
        let gossip = Gossip::start(options, socket, &self.tasks).unwrap();
        let relay = Relay::to(address, &self.tasks, u64::try_from(id).unwrap(), self.stop.clone());
        Node { gossip, id, address, relay, clock_ms }
    }

    /// So many nodes of one cluster that know of one another.
    fn cluster(&self, count: i64, timings: Timings) -> Vec<Node> {
        let nodes: Vec<Node> = (1..=count).map(|id| self.node(id, "fleet", &[1], timings)).collect();
        introduce(&nodes.iter().collect::<Vec<_>>());
        nodes
    }

    async fn end(self, nodes: Vec<Node>) {
        for node in nodes {
            node.gossip.stop();
        }
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

fn ring(keys: &[u8]) -> KeyRing {
    let lines: Vec<String> = keys.iter().map(|byte| format!("{byte:02x}").repeat(32)).collect();
    KeyRing::parse(&lines.join("\n")).unwrap()
}

/// Tells each node of the others, at the addresses of their relays.
fn introduce(nodes: &[&Node]) {
    for node in nodes {
        let others = nodes.iter().filter(|other| other.id != node.id);
        let peers: Vec<Peer> =
            others.map(|other| Peer { id: other.id, address: other.relay.address.to_string() }).collect();
        node.gossip.listed(&peers);
    }
}

fn roads(nodes: &[Node], road: Road) {
    for node in nodes {
        node.relay.is(road);
    }
}

/// Waits until a node sees the others so.
async fn sees(node: &Node, what: &str, mut is: impl FnMut(&View) -> bool) {
    let mut views = node.gossip.views();
    let seen = tokio::time::timeout(Duration::from_mins(1), views.wait_for(|view| is(view))).await;
    assert!(seen.is_ok(), "node {}: {what}; it sees {:?}", node.id, node.gossip.view());
}

async fn see_one_another(nodes: &[Node]) {
    for node in nodes {
        let others = nodes.len() - 1;
        sees(node, "everybody lives", |view| view.values().filter(|seen| seen.state == State::Alive).count() == others)
            .await;
    }
}

/// Waits for something that is counted.
async fn counted(what: &str, is: impl Fn() -> bool) {
    let mut ticks = tokio::time::interval(Duration::from_millis(5));
    let waited = tokio::time::timeout(Duration::from_mins(1), async {
        while !is() {
            ticks.tick().await;
        }
    });
    assert!(waited.await.is_ok(), "{what}");
}

fn refused(node: &Node, why: &str) -> u64 {
    node.gossip.counts().refused.iter().find(|(reason, _)| *reason == why).unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_hear_one_another_and_what_each_tells_of_itself() {
    let world = World::new();
    let nodes = world.cluster(3, QUICK);
    see_one_another(&nodes).await;
    let facts = Facts { version: "v1".to_owned(), connections: 250, applied: 77, draining: true, ..Facts::default() };
    nodes[0].gossip.tell(facts.clone());
    for node in &nodes[1..] {
        sees(node, "the news", |view| view[&1].facts.as_ref() == Some(&facts)).await;
        let other = if node.id == 2 { 3 } else { 2 };
        sees(node, "what the third told at its start", |view| {
            view[&other].facts.as_ref().is_some_and(|told| told.version == format!("v{other}"))
        })
        .await;
    }
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_silent_is_suspected_and_who_comes_back_is_not() {
    let world = World::new();
    let nodes = world.cluster(3, QUICK);
    see_one_another(&nodes).await;
    // It knows nobody any more, and so speaks to nobody.
    nodes[0].gossip.listed(&[]);
    for node in &nodes[1..] {
        sees(node, "the first is suspected", |view| view[&1].state == State::Suspect).await;
        assert_eq!(node.gossip.suspects(), [1]);
        assert_eq!(node.gossip.view()[&1].facts, None);
    }
    introduce(&nodes.iter().collect::<Vec<_>>());
    see_one_another(&nodes).await;
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_suspected_on_a_road_that_loses_repeats_and_reorders() {
    let world = World::new();
    let nodes = world.cluster(3, Timings::default());
    roads(&nodes, Road::Bad);
    see_one_another(&nodes).await;
    let suspected = Arc::new(AtomicBool::new(false));
    for node in &nodes {
        let (mut views, suspected, stop) = (node.gossip.views(), suspected.clone(), world.stop.clone());
        world.tasks.spawn(async move {
            let is = |view: &Arc<View>| view.values().any(|seen| seen.state == State::Suspect);
            if let Some(Ok(_)) = stop.run_until_cancelled(views.wait_for(is)).await {
                suspected.store(true, Ordering::Relaxed);
            }
        });
    }
    counted("each node has heard a hundred frames", || nodes.iter().all(|node| node.gossip.counts().heard > 100)).await;
    assert!(!suspected.load(Ordering::Relaxed));
    assert!(nodes.iter().any(|node| refused(node, "replayed") > 0), "what comes twice is heard once");
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_datagram_passes_nobody_is_known_and_nobody_suspected() {
    let world = World::new();
    let nodes = world.cluster(2, QUICK);
    roads(&nodes, Road::Closed);
    counted("both have tried", || nodes.iter().all(|node| node.gossip.counts().sent > 5)).await;
    for node in &nodes {
        assert!(node.gossip.view().values().all(|seen| seen.state == State::Unheard));
    }
    roads(&nodes, Road::Open);
    see_one_another(&nodes).await;
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_another_key_stays_alone() {
    let world = World::new();
    let nodes = vec![world.node(1, "fleet", &[1], QUICK), world.node(2, "fleet", &[2], QUICK)];
    introduce(&nodes.iter().collect::<Vec<_>>());
    counted("both refuse", || nodes.iter().all(|node| refused(node, "key") > 3)).await;
    for node in &nodes {
        assert_eq!(node.gossip.counts().heard, 0);
        assert!(node.gossip.view().values().all(|seen| seen.state == State::Unheard));
    }
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_changed_while_the_nodes_run_and_nobody_is_suspected() {
    let world = World::new();
    let nodes = world.cluster(2, QUICK);
    see_one_another(&nodes).await;
    for keys in [&[1, 2][..], &[2, 1], &[2]] {
        for node in &nodes {
            node.gossip.rekey(ring(keys));
            let heard: Vec<u64> = nodes.iter().map(|node| node.gossip.counts().heard).collect();
            counted("they hear one another", || {
                nodes.iter().zip(&heard).all(|(node, before)| node.gossip.counts().heard > before + 4)
            })
            .await;
        }
    }
    assert!(nodes.iter().all(|node| refused(node, "key") == 0 && node.gossip.suspects().is_empty()));
    assert_eq!(nodes[0].gossip.key_ids(), ring(&[2]).ids());
    // And a step that is left out shows.
    nodes[0].gossip.rekey(ring(&[3]));
    sees(&nodes[1], "a node with another key is not heard", |view| view[&1].state == State::Suspect).await;
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_of_another_cluster_or_with_a_wrong_clock_or_that_is_no_member_is_not_heard() {
    let world = World::new();
    let mut nodes = world.cluster(2, QUICK);
    see_one_another(&nodes).await;
    nodes.push(world.node(3, "other fleet", &[1], QUICK));
    nodes.push(world.node(4, "fleet", &[1], QUICK));
    nodes.push(world.node(5, "fleet", &[1], QUICK));
    let (late, stranger) = (&nodes[3], &nodes[4]);
    late.clock_ms.fetch_sub(6_000, Ordering::Relaxed);
    introduce(&nodes[..4].iter().collect::<Vec<_>>());
    stranger.gossip.listed(&[Peer { id: 1, address: nodes[0].address.to_string() }]);
    counted("the first refuses all three", || {
        ["cluster", "clock", "stranger"].iter().all(|why| refused(&nodes[0], why) > 3)
    })
    .await;
    assert_eq!(nodes[0].gossip.view()[&2].state, State::Alive);
    assert_eq!(nodes[0].gossip.view()[&3].state, State::Unheard);
    assert_eq!(nodes[0].gossip.view()[&4].state, State::Unheard);
    assert_eq!(nodes[0].gossip.view().get(&5), None);
    // When its clock is set right it is one of them.
    late.clock_ms.fetch_add(6_000, Ordering::Relaxed);
    sees(&nodes[0], "the late one is heard", |view| view[&4].state == State::Alive).await;
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_and_repeated_frames_are_counted_and_change_nothing() {
    let world = World::new();
    let nodes = world.cluster(2, QUICK);
    see_one_another(&nodes).await;
    let attacker = StdSocket::bind("127.0.0.1:0").unwrap();
    let frame = nodes[0].relay.latest.lock().clone();
    let mut forged = frame.clone();
    *forged.last_mut().unwrap() ^= 1;
    let mut beyond = frame.clone();
    beyond.resize(60_000, 0);
    for datagram in [&frame, &forged, &b"GET / HTTP/1.1\r\n".to_vec(), &vec![1; 8], &beyond, &Vec::new()] {
        attacker.send_to(datagram, nodes[0].address).unwrap();
    }
    for (why, times) in [("replayed", 1), ("forged", 1), ("version", 1), ("garbage", 2), ("large", 1)] {
        counted(why, || refused(&nodes[0], why) >= times).await;
    }
    let heard = nodes[0].gossip.counts().heard;
    counted("it goes on", || nodes[0].gossip.counts().heard > heard + 10).await;
    assert_eq!(nodes[0].gossip.view()[&2].state, State::Alive);
    assert_eq!(nodes[0].gossip.counts().restarts, 0);
    world.end(nodes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_joins_anew_is_heard_as_another_and_one_whose_address_is_a_name_too() {
    let world = World::new();
    let nodes = world.cluster(2, QUICK);
    see_one_another(&nodes).await;
    nodes[0].gossip.renamed(11);
    let named = format!("localhost:{}", nodes[0].relay.address.port());
    nodes[1].gossip.listed(&[Peer { id: 11, address: named }]);
    sees(&nodes[1], "the new one lives", |view| view.get(&11).is_some_and(|seen| seen.state == State::Alive)).await;
    sees(&nodes[1], "it tells what it told before", |view| {
        view.get(&11).and_then(|seen| seen.facts.as_ref()).is_some_and(|told| told.version == "v1")
    })
    .await;
    sees(&nodes[0], "it hears the other", |view| view[&2].state == State::Alive).await;
    world.end(nodes).await;
}

/// CPU of this process so far, in milliseconds.
fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()) * 10
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute: make chaos"]
async fn it_costs_a_hundredth_of_a_core_at_most() {
    const NODES: i64 = 6;
    const SECONDS: u64 = 60;
    let world = World::new();
    let nodes = world.cluster(NODES, Timings::default());
    see_one_another(&nodes).await;
    let before = cpu_ms();
    // News each second, as a node has them.
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    for applied in 0..SECONDS {
        ticks.tick().await;
        for node in &nodes {
            node.gossip.tell(Facts { applied: i64::try_from(applied).unwrap(), ..Facts::default() });
        }
    }
    let used = cpu_ms() - before;
    world.end(nodes).await;
    let millionths = used * 1_000 / SECONDS / NODES.unsigned_abs();
    println!("{NODES} nodes, {SECONDS} s: {millionths} millionths of a core each, with the relays in front of them");
    // Of a build that is not optimised, with a relay for each node: a release build is to need a fifth of this.
    assert!(millionths <= 10_000);
}
