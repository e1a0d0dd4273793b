//! What gossip costs, how soon a death is noticed, and whether the living are suspected: nodes of one process that gossip over
//! loopback through relays that lose datagrams.
//!
//!     cargo run --release -p roost-cluster --example gossip -- NODES LOSS_PERCENT SECONDS DEATHS

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use roost_cluster::gossip::{Facts, Gossip, KeyRing, Options, Peer, State, Timings};
use tokio::time::{Instant, interval, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How much node 0 may take to be heard by the others after it began anew.
const JOIN: Duration = Duration::from_mins(1);

struct Node {
    gossip: Gossip,
    peer: Peer,
}

/// Unix time does not matter here: all nodes have this clock.
fn clock(began: Instant) -> Arc<dyn Fn() -> i64 + Send + Sync> {
    Arc::new(move || i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))
}

fn start(id: i64, began: Instant, tasks: &TaskTracker) -> std::io::Result<(Gossip, SocketAddr)> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    let seed = AtomicU64::new(u64::from_le_bytes(id.to_le_bytes()) << 20);
    let options = Options {
        member: id,
        cluster_name: "measured".to_owned(),
        keys: KeyRing::from_secret(b"measured").map_err(std::io::Error::other)?,
        facts: Facts { version: "11.6.0".to_owned(), bus_address: address.to_string(), ..Facts::default() },
        timings: Timings::default(),
        now_ms: clock(began),
        fill: Arc::new(move |out| {
            let drawn = seed.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            out.iter_mut().zip(drawn.iter().cycle()).for_each(|(byte, drawn)| *byte = *drawn);
        }),
    };
    Ok((Gossip::start(options, socket, tasks)?, address))
}

/// Loses so many of a hundred datagrams on the way to a node.
fn relay(
    to: SocketAddr,
    loss: u64,
    seed: u64,
    tasks: &TaskTracker,
    stop: CancellationToken,
) -> std::io::Result<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_nonblocking(true)?;
    let address = socket.local_addr()?;
    let socket = tokio::net::UdpSocket::from_std(socket)?;
    tasks.spawn(async move {
        let (mut buffer, mut dice) = (vec![0; 65_536], seed);
        while let Some(Ok((len, _))) = stop.run_until_cancelled(socket.recv_from(&mut buffer)).await {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if (dice >> 33) % 100 >= loss {
                let _ = socket.send_to(buffer.get(..len).unwrap_or_default(), to).await;
            }
        }
    });
    Ok(address)
}

fn node(id: i64, loss: u64, began: Instant, tasks: &TaskTracker, stop: &CancellationToken) -> std::io::Result<Node> {
    let (gossip, mut address) = start(id, began, tasks)?;
    if loss > 0 {
        address = relay(address, loss, u64::from_le_bytes(id.to_le_bytes()), tasks, stop.clone())?;
    }
    Ok(Node { gossip, peer: Peer { id, address: address.to_string() } })
}

fn introduce(nodes: &[Node]) {
    for node in nodes {
        let others = nodes.iter().filter(|other| other.peer.id != node.peer.id);
        node.gossip.listed(&others.map(|other| other.peer.clone()).collect::<Vec<_>>());
    }
}

/// Waits until all of `nodes` see the member in this state; returns after how long.
async fn all_see(nodes: &[Node], member: i64, state: State) -> Duration {
    let began = Instant::now();
    let mut ticks = interval(Duration::from_millis(5));
    while began.elapsed() < JOIN {
        ticks.tick().await;
        if nodes.iter().all(|node| node.gossip.view().get(&member).is_some_and(|seen| seen.state == state)) {
            break;
        }
    }
    began.elapsed()
}

/// Processor time of this process, in seconds.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap_or_default().split(' ').filter_map(|f| f.parse().ok()).collect();
    // utime and stime, in hundredths.
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(user, system)| (user + system) / 100.0)
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let given: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let &[count, loss, seconds, deaths] = given.as_slice() else {
        println!("NODES LOSS_PERCENT SECONDS DEATHS");
        return Ok(());
    };
    let (tasks, stop, began) = (TaskTracker::new(), CancellationToken::new(), Instant::now());
    let mut nodes = Vec::new();
    for id in (1..).take(usize::try_from(count).unwrap_or(2)) {
        nodes.push(node(id, loss, began, &tasks, &stop)?);
    }
    introduce(&nodes);
    for node in &nodes {
        let others: Vec<&Node> = nodes.iter().filter(|other| other.peer.id != node.peer.id).collect();
        while !others
            .iter()
            .all(|other| other.gossip.view().get(&node.peer.id).is_some_and(|seen| seen.state == State::Alive))
        {
            sleep(Duration::from_millis(5)).await;
        }
    }
    println!("all hear one another after {:.2} s", began.elapsed().as_secs_f64());

    let suspected = Arc::new(AtomicU64::new(0));
    let measuring = stop.child_token();
    for node in &nodes {
        let (mut views, suspected) = (node.gossip.views(), suspected.clone());
        let until = measuring.clone();
        tasks.spawn(async move {
            let mut before = 0;
            while let Some(Ok(())) = until.run_until_cancelled(views.changed()).await {
                let now = views.borrow_and_update().values().filter(|seen| seen.state == State::Suspect).count();
                suspected.fetch_add(now.saturating_sub(before) as u64, Ordering::Relaxed);
                before = now;
            }
        });
    }
    let (frames, used, since) = (total(&nodes), processor(), Instant::now());
    // The facts that change in a busy cluster change once a second.
    for second in 0..seconds {
        for node in &nodes {
            let facts = Facts { connections: second, applied: i64::try_from(second).unwrap_or(0), ..Facts::default() };
            node.gossip.tell(facts);
        }
        sleep(Duration::from_secs(1)).await;
    }
    let (elapsed, used, frames) = (since.elapsed().as_secs_f64(), processor() - used, total(&nodes) - frames);
    measuring.cancel();
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let (per_node, frames) = (used / elapsed / count as f64 * 100.0, frames as f64 / elapsed / count as f64);
    println!(
        "{count} nodes, {loss} % lost, {elapsed:.0} s: {per_node:.3} % of a core and {frames:.0} frames/s per node"
    );
    println!("living nodes suspected: {}", suspected.load(Ordering::Relaxed));

    let mut noticed = Vec::new();
    for death in 0..deaths {
        let dead = nodes.remove(0);
        dead.gossip.stop();
        noticed.push(all_see(&nodes, dead.peer.id, State::Suspect).await.as_secs_f64());
        let id = 1_000 + i64::try_from(death).unwrap_or(0);
        nodes.push(node(id, loss, began, &tasks, &stop)?);
        introduce(&nodes);
        let (newest, others) = nodes.split_last().expect("there are at least two");
        all_see(others, newest.peer.id, State::Alive).await;
        // Its pauses are to be known.
        sleep(Duration::from_secs(3)).await;
    }
    noticed.sort_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (noticed.first(), noticed.last()) {
        let median = noticed.get(noticed.len() / 2).unwrap_or(least);
        println!(
            "{deaths} deaths noticed by all others after {least:.2} to {most:.2} s, half of them within {median:.2} s"
        );
    }
    for node in &nodes {
        node.gossip.stop();
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(())
}

fn total(nodes: &[Node]) -> u64 {
    nodes.iter().map(|node| node.gossip.counts().sent).sum()
}
