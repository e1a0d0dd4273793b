//! Buses of one process, over real connections.

use std::sync::atomic::AtomicUsize;

use super::*;

/// A node of which there is only the bus.
struct Node {
    bus: Bus,
    peer: Peer,
    applied: watch::Sender<i64>,
    trusted_until_ms: Arc<AtomicU64>,
    records: mpsc::Receiver<(i64, Bytes)>,
    live: mpsc::Receiver<Heard>,
    tasks: TaskTracker,
}

impl Node {
    fn start(id: i64, cluster_name: &str, secret: &str) -> Self {
        let (applied, applied_seen) = watch::channel(0);
        let (records_in, records) = mpsc::channel(64);
        let (live_in, live) = mpsc::channel(64);
        let trusted_until_ms = Arc::new(AtomicU64::new(u64::MAX));
        let snapshots = AtomicUsize::new(0);
        let options = Options {
            member: id,
            cluster_name: cluster_name.to_owned(),
            trust: Trust::from_secret(secret.as_bytes()).unwrap(),
            applied: applied_seen,
            began: Instant::now(),
            trusted_until_ms: trusted_until_ms.clone(),
            answered: Arc::new(|_| {}),
            snapshot: Arc::new(move |open| {
                open();
                format!("snapshot {} of {id}", snapshots.fetch_add(1, Ordering::Relaxed)).into()
            }),
        };
        let tasks = TaskTracker::new();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let peer = Peer { id, address: listener.local_addr().unwrap().to_string() };
        let inbox = Inbox { records: records_in, live: live_in };
        let bus = Bus::start(options, listener, inbox, &tasks).unwrap();
        Self { bus, peer, applied, trusted_until_ms, records, live, tasks }
    }

    fn knows(&self, others: &[&Peer]) {
        let others: Vec<Peer> = others.iter().map(|peer| (*peer).clone()).collect();
        self.bus.listed(&others, self.bus.now_ms());
    }

    async fn linked(&self) {
        // The first answer of a peer is its proof.
        self.bus.polled(self.bus.now_ms(), 0);
        self.bus.trusted().await;
        assert!(self.trusted_until_ms.load(Ordering::Acquire) > 0);
    }

    async fn stop(self) {
        self.bus.stop();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

async fn pair() -> (Node, Node) {
    let (one, two) = (Node::start(1, "c", "secret"), Node::start(2, "c", "secret"));
    one.knows(&[&two.peer]);
    two.knows(&[&one.peer]);
    tokio::join!(one.linked(), two.linked());
    (one, two)
}

#[tokio::test]
async fn records_reach_the_peer_in_order_and_its_position_comes_back() {
    let (one, mut two) = pair().await;
    let mut everywhere = one.bus.everywhere();
    for g in 1..=100 {
        one.bus.record(g, &format!("record {g}").into());
    }
    for g in 1..=100 {
        assert_eq!(two.records.recv().await.unwrap(), (g, format!("record {g}").into()));
    }
    assert_eq!(*everywhere.borrow(), 0);
    two.applied.send_replace(100);
    everywhere.wait_for(|g| *g == 100).await.unwrap();
    one.stop().await;
    two.stop().await;
}

#[tokio::test]
async fn a_live_stream_begins_with_a_snapshot_and_says_when_it_ends() {
    let (mut one, two) = pair().await;
    assert_eq!(one.live.recv().await.unwrap(), Heard::Began { from: 2, snapshot: "snapshot 0 of 2".into() });
    two.bus.live(&"typing".into());
    assert_eq!(one.live.recv().await.unwrap(), Heard::Message { from: 2, message: "typing".into() });
    two.stop().await;
    assert_eq!(one.live.recv().await.unwrap(), Heard::Ended { from: 2 });
    one.bus.broke().await;
    assert_eq!(one.bus.links(), (1, 0));
    one.stop().await;
}

#[tokio::test]
async fn a_node_with_another_secret_or_of_another_cluster_is_not_heard() {
    let mut one = Node::start(1, "c", "secret");
    let stranger = Node::start(2, "c", "another secret");
    let neighbour = Node::start(3, "d", "secret");
    for other in [&stranger, &neighbour] {
        other.knows(&[&one.peer]);
        other.bus.broke().await;
        other.bus.record(1, &"forged".into());
        assert_eq!(other.bus.links(), (1, 0));
    }
    stranger.stop().await;
    neighbour.stop().await;
    one.bus.stop();
    one.tasks.close();
    one.tasks.wait().await;
    one.records.close();
    assert_eq!(one.records.recv().await, None);
}

#[tokio::test]
async fn whoever_speaks_without_a_certificate_is_cut_off() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (mut one, two) = pair().await;
    let mut socket = tokio::net::TcpStream::connect(&one.peer.address).await.unwrap();
    socket.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    // The others go on.
    two.bus.record(1, &"record".into());
    assert_eq!(one.records.recv().await.unwrap().0, 1);
    one.stop().await;
    two.stop().await;
}

#[tokio::test]
async fn an_address_that_passed_to_another_node_is_noticed() {
    let (one, two) = (Node::start(1, "c", "secret"), Node::start(2, "c", "secret"));
    let stale = Peer { id: 7, address: two.peer.address.clone() };
    one.knows(&[&stale]);
    one.bus.broke().await;
    assert_eq!(one.bus.links(), (1, 0));
    one.stop().await;
    two.stop().await;
}
