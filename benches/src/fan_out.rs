//! Posts at a fixed rate into channels whose members listen at several nodes: how late they are heard, and what a delivery
//! costs.

use std::cell::RefCell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::http::{Connection, Request, fault, loopback};
use crate::load::{all, drain, percentile};
use crate::prepare::{Person, Prepared, text, words};
use crate::socket::{STAMP, Sockets};
use roost_load::usage::{Cpu, Processes};

/// Not measured: caches and statements become warm.
const WARM_UP: Duration = Duration::from_secs(3);
/// Requests under way at the same time while channels are made.
const WIDTH: usize = 8;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Another node, as URL=PID of its process; may be given several times.
    #[arg(long = "node")]
    pub nodes: Vec<String>,
    #[arg(long, default_value_t = 60)]
    pub channels: usize,
    /// Of each channel. Everybody has one socket.
    #[arg(long, default_value_t = 100)]
    pub members: usize,
    #[arg(long, default_value_t = 100)]
    pub posts_per_s: u32,
    /// Time that is measured, once without sockets and once with them.
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
}

/// Nodes on one database.
struct Cluster {
    nodes: Vec<(SocketAddr, Processes)>,
}

impl Cluster {
    /// The first node, and those of the arguments.
    fn of(first: (SocketAddr, Processes), others: &[String]) -> io::Result<Self> {
        let mut nodes = vec![first];
        for other in others {
            let parts = other.split_once('=').and_then(|(url, pid)| Some((url, pid.parse().ok()?)));
            let (url, pid) = parts.ok_or_else(|| fault(format!("--node {other} is not URL=PID")))?;
            nodes.push((loopback(url)?, Processes { server: Some(pid), postgres: None }));
        }
        Ok(Self { nodes })
    }

    fn cpu(&self) -> Cpu {
        let each = self.nodes.iter().map(|(_, processes)| processes.cpu());
        each.fold(Cpu::default(), |sum, one| Cpu {
            server_ms: sum.server_ms + one.server_ms,
            postgres_ms: sum.postgres_ms + one.postgres_ms,
        })
    }
}

/// A channel, and who writes in it.
struct Room {
    channel: String,
    /// Its founder, who is the first of all people, is in it too.
    members: Vec<Person>,
    /// How many listen.
    ears: u64,
}

/// What a part of the run came to.
struct Part {
    posts: u64,
    /// Deliveries of all posts, those of the warm-up too.
    due: u64,
    cpu: Cpu,
    seconds: f64,
}

pub async fn measure(
    first: (SocketAddr, Processes),
    args: &Args,
    prepared: Rc<Prepared>,
    start: Instant,
) -> io::Result<()> {
    let cluster = Cluster::of(first, &args.nodes)?;
    let rooms = rooms(first.0, args, &prepared).await?;
    let alone = posted(&cluster, &rooms, args, start, || {}).await?;

    let tokens: Vec<String> = prepared.people.iter().map(|person| person.token.clone()).collect();
    let mut listening = Vec::new();
    for (node, (address, _)) in cluster.nodes.iter().enumerate() {
        let theirs: Vec<String> = tokens.iter().skip(node).step_by(cluster.nodes.len()).cloned().collect();
        let mut sockets = Sockets::new(start);
        sockets.open(*address, &theirs, theirs.len()).await?;
        listening.push(sockets);
    }
    let forget = || listening.iter().for_each(|sockets| sockets.heard.delivery_ms.borrow_mut().clear());
    let heard = posted(&cluster, &rooms, args, start, forget).await?;
    for sockets in &listening {
        drain(&sockets.heard).await;
    }
    let mut ms: Vec<f64> = listening.iter().flat_map(|sockets| sockets.heard.delivery_ms.take()).collect();
    ms.sort_by(f64::total_cmp);
    let came: u64 = listening.iter().map(|sockets| sockets.heard.deliveries.get()).sum();
    let closed: u64 = listening.iter().map(|sockets| sockets.heard.closed.get()).sum();
    let missing = heard.due.saturating_sub(came);
    report(&cluster, args, (alone, heard), &ms);
    println!("{missing} deliveries are missing, {closed} sockets were closed");
    Ok(())
}

/// Makes the channels. Everybody is in as many of them as others.
async fn rooms(address: SocketAddr, args: &Args, prepared: &Prepared) -> io::Result<Vec<Room>> {
    let people = &prepared.people;
    let owner = people.first().ok_or_else(|| fault("nobody is prepared"))?;
    let make = |n: usize| {
        let body =
            json!({"team_id": prepared.team, "name": format!("fan-out-{n}"), "display_name": "Fan out", "type": "O"});
        Request::post("/api/v4/channels", &owner.token, body)
    };
    let made = all(address, (0..args.channels).map(make).collect(), WIDTH).await?;
    let mut rooms = Vec::new();
    let mut joins = Vec::new();
    for (n, answer) in made.iter().enumerate() {
        let channel = text(&answer.json()?, "id")?;
        let members: Vec<Person> = people.iter().cycle().skip(n * args.members).take(args.members).cloned().collect();
        let ids: Vec<&str> = members.iter().map(|person| person.id.as_str()).collect();
        let path = format!("/api/v4/channels/{channel}/members");
        joins.push(Request::post(path, &owner.token, json!({"user_id": owner.id, "user_ids": ids})));
        let founder = u64::from(members.iter().all(|person| person.id != owner.id));
        rooms.push(Room { channel, ears: members.len() as u64 + founder, members });
    }
    all(address, joins, WIDTH).await?;
    Ok(rooms)
}

/// Posts at the rate, to one node after the other, whether earlier ones have been answered or not. `warm` is called when
/// what follows counts.
async fn posted(
    cluster: &Cluster,
    rooms: &[Room],
    args: &Args,
    start: Instant,
    warm: impl FnOnce(),
) -> io::Result<Part> {
    let pools: Vec<Pool> = cluster.nodes.iter().map(|(address, _)| Pool::new(*address)).collect();
    let mut ticks = interval(Duration::from_secs(1) / args.posts_per_s.max(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut calls = JoinSet::new();
    let (began, mut warm) = (Instant::now(), Some(warm));
    let (mut from, mut posts, mut due_deliveries) = ((Instant::now(), cluster.cpu()), 0, 0);
    for n in 0.. {
        // When it should be sent: a client that is late does not make the server look faster.
        let due = ticks.tick().await;
        if began.elapsed() >= WARM_UP {
            if let Some(warm) = warm.take() {
                warm();
                from = (Instant::now(), cluster.cpu());
                posts = 0;
            }
            if from.0.elapsed() >= Duration::from_secs(args.seconds) {
                break;
            }
        }
        let room = rooms.get(n % rooms.len().max(1)).ok_or_else(|| fault("there are no channels"))?;
        let request = room.post(n / rooms.len().max(1), due.duration_since(start))?;
        due_deliveries += room.ears;
        let pool = pools.get(n % pools.len().max(1)).ok_or_else(|| fault("there is no node"))?.clone();
        calls.spawn_local(async move { pool.call(request).await });
        posts += 1;
        while let Some(ended) = calls.try_join_next() {
            ended.map_err(io::Error::other)??;
        }
    }
    while let Some(ended) = calls.join_next().await {
        ended.map_err(io::Error::other)??;
    }
    // Deliveries are a part of the cost.
    sleep(Duration::from_millis(200)).await;
    let (seconds, after) = (from.0.elapsed().as_secs_f64(), cluster.cpu());
    let cpu =
        Cpu { server_ms: after.server_ms - from.1.server_ms, postgres_ms: after.postgres_ms - from.1.postgres_ms };
    Ok(Part { posts, due: due_deliveries, cpu, seconds })
}

impl Room {
    /// The post of this number in the channel.
    fn post(&self, n: usize, due: Duration) -> io::Result<Request> {
        let writer = self.members.get(n % self.members.len().max(1)).ok_or_else(|| fault("nobody is in a channel"))?;
        let message = format!("{STAMP}{} {}", due.as_micros(), words(n, 120));
        Ok(Request::post("/api/v4/posts", &writer.token, json!({"channel_id": self.channel, "message": message})))
    }
}

/// Connections to a node that nobody uses at the moment.
#[derive(Clone)]
struct Pool {
    address: SocketAddr,
    free: Rc<RefCell<Vec<Connection>>>,
}

impl Pool {
    fn new(address: SocketAddr) -> Self {
        Self { address, free: Rc::default() }
    }

    async fn call(self, request: Request) -> io::Result<()> {
        let free = self.free.borrow_mut().pop();
        let mut connection = free.unwrap_or_else(|| Connection::new(self.address));
        connection.call(&request).await?.success()?;
        self.free.borrow_mut().push(connection);
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
fn report(cluster: &Cluster, args: &Args, (alone, heard): (Part, Part), ms: &[f64]) {
    let per_post = |part: &Part, ms: f64| ms / part.posts.max(1) as f64;
    let deliveries = ms.len() as f64;
    let extra_ms = (per_post(&heard, heard.cpu.server_ms) - per_post(&alone, alone.cpu.server_ms)) * heard.posts as f64;
    println!(
        "| nodes | channels | members | posts/s | deliveries/s | heard after ms: half, 99 %, 99.9 % | server CPU ms/post: nobody \
         listening, with listeners | PostgreSQL CPU ms/post | server CPU µs/delivery |\n|---|---|---|---|---|---|---|---|---|"
    );
    println!(
        "| {} | {} | {} | {:.0} | {:.0} | {:.1}, {:.1}, {:.1} | {:.3}, {:.3} | {:.3} | {:.1} |",
        cluster.nodes.len(),
        args.channels,
        args.members,
        heard.posts as f64 / heard.seconds,
        deliveries / heard.seconds,
        percentile(ms, 0.5),
        percentile(ms, 0.99),
        percentile(ms, 0.999),
        per_post(&alone, alone.cpu.server_ms),
        per_post(&heard, heard.cpu.server_ms),
        per_post(&heard, heard.cpu.postgres_ms),
        extra_ms * 1e3 / deliveries.max(1.0),
    );
}
