//! Nodes on one database, with nothing between them but the numbered log or with the bus, stopped, killed or frozen at random.
//! The judge reads the log and what each connection heard: the posts of a connection are those of the log above its start, in its order, each
//! once and without a hole up to its last. What a connection missed, its client fetches by `since`.
//!
//! `ROOST_TEST_SEED` repeats the choices of a run.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::future::join;
use roost_app::Record;
use roost_testkit::{Client, DEADLINE, ProcessNode, Socket, TestCluster, TestDatabase, TestNode, wait_until};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::dice::{Dice, seed};

const RESTARTS: usize = 6;
const WRITERS: u64 = 2;

/// What everybody in the test shares.
struct Stage {
    seed: u64,
    channel: String,
    /// The same session at each node.
    nodes: Mutex<Vec<Client>>,
    acknowledged: Mutex<Vec<String>>,
    count: AtomicUsize,
    writing: AtomicBool,
}

impl Stage {
    fn any(&self, dice: &mut Dice) -> Client {
        let nodes = self.nodes.lock().unwrap();
        nodes[dice.below(nodes.len())].clone()
    }

    /// Posts until it is acknowledged, at any node, always with the same `pending_post_id`.
    async fn post(&self, dice: &mut Dice, message: &str) {
        let start = Instant::now();
        loop {
            let body = json!({"channel_id": self.channel, "message": message, "pending_post_id": message});
            let sent = self.any(dice).request("POST", "/api/v4/posts").json(&body).send().await;
            if let Ok(reply) = sent
                && reply.status() == 201
                && let Ok(post) = reply.json::<Value>().await
            {
                self.acknowledged.lock().unwrap().push(post["id"].as_str().unwrap().to_owned());
                self.count.fetch_add(1, SeqCst);
                return;
            }
            assert!(start.elapsed() < DEADLINE, "seed {}: {message} is not acknowledged", self.seed);
            tokio::task::yield_now().await;
        }
    }

    async fn write(&self, writer: u64) {
        let mut dice = Dice(self.seed ^ (writer + 1));
        let mut n = 0;
        while self.writing.load(SeqCst) {
            self.post(&mut dice, &format!("post-{writer}-{n}")).await;
            n += 1;
        }
    }

    /// Lets `restart` replace nodes, each at a moment and of a number that the dice choose; it says the new address.
    async fn restart_nodes(&self, mut restart: impl AsyncFnMut(usize) -> String) {
        let mut dice = Dice(self.seed);
        for _ in 0..RESTARTS {
            let wanted = self.count.load(SeqCst) + 1 + dice.below(40);
            let start = Instant::now();
            while self.count.load(SeqCst) < wanted {
                assert!(start.elapsed() < DEADLINE, "seed {}: the writers are stuck", self.seed);
                tokio::task::yield_now().await;
            }
            let node = dice.below(self.nodes.lock().unwrap().len());
            let address = restart(node).await;
            let mut nodes = self.nodes.lock().unwrap();
            nodes[node] = nodes[node].at_address(&address);
        }
        self.writing.store(false, SeqCst);
    }
}

/// A client with one connection at a time, which it goes on with at any node, as the official ones do.
#[derive(Default)]
struct Listener {
    /// The id of the connection and the number of its next event.
    place: Option<(String, i64)>,
    /// The posts before the last connection are not fetched yet.
    behind: bool,
    /// The posts that each connection heard, in order.
    connections: Vec<Vec<String>>,
    known: BTreeSet<String>,
    /// `create_at` of the newest post known.
    newest: i64,
    ended: bool,
}

impl Listener {
    fn learn(&mut self, post: &Value) -> Option<String> {
        let message = post["message"].as_str()?;
        if !message.starts_with("post-") && message != "end" {
            return None;
        }
        let id = post["id"].as_str()?.to_owned();
        self.newest = self.newest.max(post["create_at"].as_i64()?);
        self.ended |= message == "end";
        self.known.insert(id.clone());
        Some(id)
    }

    /// Fetches what the last connection missed; `None` when the node goes away meanwhile.
    async fn catch_up(&mut self, stage: &Stage, client: &Client) -> Option<()> {
        let path = format!("/api/v4/channels/{}/posts?since={}", stage.channel, self.newest);
        let reply = client.request("GET", &path).send().await.ok()?;
        let list: Value = if reply.status() == 200 { reply.json().await.ok()? } else { return None };
        for post in list["posts"].as_object()?.values() {
            self.learn(post);
        }
        Some(())
    }

    fn number(&mut self, stage: &Stage, event: &Value) {
        let Some(seq) = event["seq"].as_i64() else { return };
        if event["event"] == "hello" {
            let id = event["data"]["connection_id"].as_str().unwrap().to_owned();
            self.place = Some((id, 1));
            self.connections.push(Vec::new());
            self.behind = true;
            return;
        }
        let (_, next) = self.place.as_mut().unwrap();
        assert_eq!(seq, *next, "seed {}: {event}", stage.seed);
        *next += 1;
    }

    /// Hears until the connection ends.
    async fn hear(&mut self, stage: &Stage, client: &Client, mut socket: Socket) -> Option<()> {
        while !self.ended {
            if self.behind {
                self.catch_up(stage, client).await?;
                self.behind = false;
                // it may have held the end
                continue;
            }
            let event = socket.next().await?;
            self.number(stage, &event);
            if event["event"] == "posted" {
                let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
                if let Some(id) = self.learn(&post) {
                    self.connections.last_mut().unwrap().push(id);
                }
            }
        }
        Some(())
    }

    async fn run(mut self, stage: &Stage, number: u64) -> Self {
        let mut dice = Dice(stage.seed ^ (0x100 + number));
        let start = Instant::now();
        self.newest = 1;
        while !self.ended {
            assert!(start.elapsed() < DEADLINE * 3, "seed {}: the end is not heard", stage.seed);
            let client = stage.any(&mut dice);
            let query = match &self.place {
                Some((id, next)) => format!("connection_id={id}&sequence_number={next}"),
                None => String::new(),
            };
            match client.try_connect_with(&query).await {
                Some(socket) => drop(self.hear(stage, &client, socket).await),
                None => tokio::task::yield_now().await,
            }
        }
        self
    }
}

/// The posts of the log, in its order.
async fn posts_of_log(database: &TestDatabase) -> Vec<String> {
    let client = database.client().await;
    let rows = client.query("select body from roost.log where length(body) > 0 order by g", &[]).await.unwrap();
    let mut posts = Vec::new();
    for row in rows {
        let record = Record::from_bytes(row.get::<_, Vec<u8>>(0).into()).unwrap();
        for event in record.events.iter().filter(|event| event.name == "posted") {
            let head: Value = serde_json::from_str(&format!("{}}}", String::from_utf8_lossy(&event.head))).unwrap();
            let post: Value = serde_json::from_str(head["data"]["post"].as_str().unwrap()).unwrap();
            let message = post["message"].as_str().unwrap();
            if message.starts_with("post-") || message == "end" {
                posts.push(post["id"].as_str().unwrap().to_owned());
            }
        }
    }
    posts
}

/// Writers, listeners and restarts, and then the judge. `nodes` are the same session at each node.
async fn play(database: &TestDatabase, nodes: Vec<Client>, restart: impl AsyncFnMut(usize) -> String) {
    let seed = seed();
    let team = nodes[0].new_team("team").await;
    let channel = nodes[0].new_channel(&team, "room").await;
    let stage = Stage {
        seed,
        channel: channel["id"].as_str().unwrap().to_owned(),
        nodes: Mutex::new(nodes),
        acknowledged: Mutex::default(),
        count: AtomicUsize::new(0),
        writing: AtomicBool::new(true),
    };
    let writing = async {
        let writers = (0..WRITERS).map(|writer| stage.write(writer));
        join(futures_util::future::join_all(writers), stage.restart_nodes(restart)).await;
        stage.post(&mut Dice(seed), "end").await;
    };
    let listening = join(Listener::default().run(&stage, 0), Listener::default().run(&stage, 1));
    let (listeners, ()) = Box::pin(join(listening, writing)).await;

    let acknowledged = stage.acknowledged.into_inner().unwrap();
    let log = posts_of_log(database).await;
    let once: BTreeSet<String> = acknowledged.iter().cloned().collect();
    assert_eq!(once.len(), acknowledged.len(), "seed {seed}: two drafts became one post");
    assert_eq!(log.len(), once.len(), "seed {seed}: a post stands in the log twice, or one that nobody was told of");
    assert_eq!(log.iter().cloned().collect::<BTreeSet<_>>(), once, "seed {seed}");
    let mut heard = 0;
    for listener in [listeners.0, listeners.1] {
        let missed: Vec<_> = once.difference(&listener.known).collect();
        assert!(missed.is_empty(), "seed {seed}: neither heard nor fetched: {missed:?}");
        for connection in listener.connections {
            let Some(first) = connection.first() else { continue };
            let start = log.iter().position(|id| id == first).unwrap();
            assert_eq!(connection, log[start..start + connection.len()], "seed {seed}: a hole, or another order");
            heard += connection.len();
        }
    }
    assert!(heard > once.len() / 2, "seed {seed}: only {heard} events of {} posts were heard", once.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn random_restarts_of_either_node_lose_and_double_no_post() {
    let mut cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let nodes = vec![admin.clone(), admin.at(cluster.node(1))];
    let database = cluster.database.clone();
    let restart = async |node: usize| {
        cluster.restart(node).await;
        cluster.node(node).base().to_owned()
    };
    play(&database, nodes, restart).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_either_node_at_random_loses_and_doubles_no_post() {
    // Makes the account: hashing a password with the real number of rounds takes long in a build for tests.
    let mut first = TestNode::start().await;
    let admin = first.sign_up("admin").await;
    first.stop().await;
    let database = first.database.clone();
    let mut processes = [ProcessNode::start(&database).await, ProcessNode::start(&database).await];
    let nodes = processes.iter().map(|node| admin.at_address(node.base())).collect();
    let restart = async |node: usize| {
        // The old one is killed when the new one takes its place.
        processes[node] = ProcessNode::start(&database).await;
        processes[node].base().to_owned()
    };
    play(&database, nodes, restart).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_and_freezing_nodes_of_a_cluster_loses_and_doubles_no_post() {
    let mut first = TestNode::start().await;
    let admin = first.sign_up("admin").await;
    first.stop().await;
    let database = first.database.clone();
    let client = database.client().await;
    let clustered: &[(&str, &str)] = &[("MM_CLUSTERSETTINGS_ENABLE", "true")];
    let mut processes = Vec::new();
    for _ in 0..3 {
        processes.push(ProcessNode::with(&database, clustered).await);
    }
    let nodes = processes.iter().map(|node| admin.at_address(node.base())).collect();
    let mut is_kill = false;
    let trouble = async |node: usize| {
        is_kill = !is_kill;
        if is_kill {
            processes[node] = ProcessNode::with(&database, clustered).await;
        } else {
            // Until the others have taken it for dead.
            let fenced = "select count(*) from roost.member where fenced_at is not null";
            let before: i64 = client.query_one(fenced, &[]).await.unwrap().get(0);
            processes[node].freeze();
            wait_until("it is fenced", async || client.query_one(fenced, &[]).await.unwrap().get::<_, i64>(0) > before)
                .await;
            processes[node].thaw();
        }
        processes[node].base().to_owned()
    };
    play(&database, nodes, trouble).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_of_one_node_is_heard_on_the_other_within_a_second_and_a_half() {
    let cluster = TestCluster::start(2).await;
    let author = cluster.node(0).sign_up("author").await;
    let team = author.new_team("team").await;
    let channel = author.new_channel(&team, "room").await;
    let mut ears = author.at(cluster.node(1)).connect().await;
    ears.wait_for("hello").await;
    for n in 0..4 {
        let post = author.new_post(&channel, &format!("post {n}")).await;
        let acknowledged = Instant::now();
        let id = post["id"].as_str().unwrap();
        let is_told = |event: &Value| event["data"]["post"].as_str().is_some_and(|post| post.contains(id));
        ears.wait_matching("the post", is_told).await;
        let took = acknowledged.elapsed();
        assert!(took < Duration::from_millis(1_500), "post {n} was heard after {took:?}");
    }
}
