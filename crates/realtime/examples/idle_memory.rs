//! Prints the resident bytes per idle connection in the server process: `idle_memory [sockets] [channels per user]`.
//! With a third argument also the deliveries per second of one channel that everybody is in, for so many events.
//!
//! The clients live in a second process, this program started again. Kernel memory of the sockets is not counted.

#![expect(clippy::disallowed_methods, reason = "a measuring program is its own composition root")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use roost_model::Id;
use roost_realtime::{
    Accepted, ActionCall, ActionError, Audience, BoxFuture, ClientActions, Event, Hub, Identity, Memberships, Options,
    Timings, Unavailable, handshake_reply,
};
use serde_json::{Map, Value, json};

/// Two connections per user, every user in the same number of channels, all users in channel 0.
struct Everybody {
    channels: u128,
}

fn identity(session: Id, user: Id) -> Identity {
    Identity {
        session_id: session,
        user_id: user,
        expires_at_ms: 0,
        manages_system: false,
        is_guest: false,
        mfa_ok: true,
    }
}

impl ClientActions for Everybody {
    fn authenticate(&self, _token: String) -> BoxFuture<'static, Option<Identity>> {
        Box::pin(async { None })
    }

    fn recheck(&self, session_id: Id) -> BoxFuture<'static, Result<Option<Identity>, Unavailable>> {
        // this program gives a session the id of its user
        Box::pin(async move { Ok(Some(identity(session_id, session_id))) })
    }

    fn memberships(&self, user: Id) -> BoxFuture<'static, Result<Memberships, Unavailable>> {
        let spread = user.as_str().bytes().map(u128::from).sum::<u128>();
        let channels =
            (0..self.channels).map(|n| Id::from_random(if n == 0 { 0 } else { n * 1_000 + spread })).collect();
        Box::pin(async move { Ok(Memberships { channels, teams: vec![Id::from_random(7)] }) })
    }

    fn action(&self, _call: ActionCall) -> BoxFuture<'static, Result<Map<String, Value>, ActionError>> {
        Box::pin(async { Ok(Map::new()) })
    }

    fn connected(&self, _user: Id) {}
    fn disconnected(&self, _user: Id, _last_connection: bool, _at_ms: i64) {}
    fn pong(&self, _user: Id, _at_ms: i64, _last_activity_ms: i64) {}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let first = args.next().unwrap_or_else(|| "5000".into());
    if let Some(address) = first.strip_prefix("client=") {
        let count = args.next().ok_or("no count")?.parse()?;
        return clients(address, count);
    }
    let sockets: u64 = first.parse()?;
    let channels: u128 = args.next().map_or(Ok(20), |text| text.parse())?;
    let events: u64 = args.next().map_or(Ok(0), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(sockets, channels, events))
}

async fn serve(sockets: u64, channels: u128, events: u64) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let next = AtomicU64::new(1_000_000);
    let options = Options {
        shards: 0,
        timings: Timings::default(),
        new_id: Arc::new(move || Id::from_random(u128::from(next.fetch_add(1, Ordering::Relaxed)))),
        now_ms: Arc::new(|| 0),
        version: "11.6.0".into(),
        server_version: Arc::new(|| "11.6.0.11.6.0.0123456789abcdef0123456789abcdef.true".into()),
        server_hostname: "host".into(),
        journal: None,
    };
    let hub = Hub::start(options, |_| Arc::new(Everybody { channels }))?;
    let before = resident_bytes()?;
    let mut child = Command::new(std::env::current_exe()?)
        .args([format!("client={}", listener.local_addr()?), sockets.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    for number in 0..sockets {
        let (socket, _) = listener.accept()?;
        socket.set_nonblocking(true)?;
        let user = Id::from_random(u128::from(number / 2 + 1));
        let accepted = Accepted {
            socket,
            unread: Bytes::new(),
            handshake_reply: handshake_reply("dGhlIHNhbXBsZSBub25jZQ=="),
            identity: Some(identity(user, user)),
            resume: Ok(None),
            posted_ack: false,
            kind: roost_model::client_kind::ClientKind::Unknown,
        };
        hub.accept(accepted).await;
    }
    let stats = hub.stats();
    let sent = || stats.events_sent.load(Ordering::Relaxed);
    while sent() < sockets {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    report("idle after hello", before, sockets)?;
    if events > 0 {
        deliver(&hub, events, sockets, sent).await?;
        report("idle after traffic", before, sockets)?;
    }
    drop(child.stdin.take());
    child.wait()?;
    hub.shutdown(1012).await;
    Ok(())
}

async fn deliver(hub: &Hub, events: u64, sockets: u64, sent: impl Fn() -> u64) -> std::io::Result<()> {
    let (start, cpu) = (Instant::now(), cpu_ticks()?);
    let data = json!({"post": "x".repeat(1_000), "channel_type": "O"});
    for g in 1..=events {
        let event = Event::new("posted", &data, Audience::channel(Id::from_random(0)));
        if hub.apply(g, Vec::new(), vec![event], &[]).await.is_err() {
            return Ok(());
        }
    }
    while sent() < sockets * (events + 1) && start.elapsed() < Duration::from_mins(2) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let seconds = start.elapsed().as_secs_f64();
    let deliveries = sent() - sockets;
    let writes = hub.stats().writes.load(Ordering::Relaxed) - sockets;
    #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
    let (per_second, cpu_us, per_write) = (
        deliveries as f64 / seconds,
        (cpu_ticks()? - cpu) as f64 * 10_000.0 / deliveries as f64,
        deliveries as f64 / writes as f64,
    );
    println!(
        "{deliveries} deliveries in {seconds:.2} s: {per_second:.0}/s, {cpu_us:.1} us cpu each, {per_write:.1} per write, {} overflowed",
        hub.stats().overflowed.load(Ordering::Relaxed)
    );
    Ok(())
}

fn report(what: &str, before: u64, sockets: u64) -> std::io::Result<()> {
    let grown = resident_bytes()?.saturating_sub(before);
    println!("{what}: {sockets} connections, {grown} bytes, {} per connection", grown / sockets);
    Ok(())
}

/// Opens the connections and reads whatever comes until standard input ends.
fn clients(address: &str, count: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut sockets = Vec::with_capacity(count);
    for _ in 0..count {
        sockets.push(TcpStream::connect(address)?);
    }
    for socket in &sockets {
        socket.set_nonblocking(true)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        for socket in sockets {
            let socket = tokio::net::TcpStream::from_std(socket)?;
            tokio::task::spawn_local(async move {
                let mut buffer = [0; 16 * 1024];
                while socket.readable().await.is_ok() && socket.try_read(&mut buffer).is_ok_and(|count| count > 0)
                    || socket.peer_addr().is_ok()
                {}
            });
        }
        let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        end.await??;
        std::io::stdout().flush()?;
        std::process::exit(0)
    })
}

fn resident_bytes() -> std::io::Result<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    Ok(pages.split(' ').nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) * 4096)
}

/// User and system time of this process in ticks of 10 ms.
fn cpu_ticks() -> std::io::Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    Ok(stat.split(' ').skip(13).take(2).filter_map(|text| text.parse::<u64>().ok()).sum())
}
