//! A hub with real sockets on loopback. The server's side is a table in memory: it is a port, and its answers are what
//! these tests vary.

mod fanout;
mod frames;
mod life;
mod membership;
mod queue;
mod requests;
mod resume;
mod take_over;

use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use actix_http::ws::{Codec, Frame};
use bytes::{Bytes, BytesMut};
use parking_lot::Mutex;
use roost_model::Id;
use roost_model::client_kind::ClientKind;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio_util::codec::Decoder;

use crate::*;

/// How long a test waits for what must come. Passing tests do not use it up.
const DEADLINE: Duration = Duration::from_secs(20);
const START_MS: i64 = 1_700_000_000_000;
/// Nodes that were started, and one.
static NODES: AtomicU64 = AtomicU64::new(1);

/// Waits for something that must happen.
async fn soon<T>(what: impl Debug, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, future).await.unwrap_or_else(|_| panic!("did not happen: {what:?}"))
}

/// Waits until the value, which other threads change, is as wanted.
async fn until<T: PartialEq + Debug>(what: &str, wanted: T, read: impl Fn() -> T) {
    let end = tokio::time::Instant::now() + DEADLINE;
    let mut tick = tokio::time::interval(Duration::from_millis(1));
    loop {
        let now = read();
        if now == wanted {
            return;
        }
        assert!(tokio::time::Instant::now() < end, "{what}: {now:?} instead of {wanted:?}");
        tick.tick().await;
    }
}

fn id(n: u128) -> Id {
    Id::from_random(n)
}

fn identity(user: u128) -> Identity {
    Identity {
        session_id: id(user + 5_000),
        user_id: id(user),
        expires_at_ms: 0,
        manages_system: false,
        is_guest: false,
        mfa_ok: true,
    }
}

/// What the server was told, in order.
#[derive(Clone, Debug, PartialEq)]
enum Note {
    Connected(Id),
    Disconnected(Id, bool),
    Pong(Id, i64),
    Action(String, i64),
}

/// The server's side.
struct Server {
    members: Mutex<HashMap<Id, Result<Memberships, Unavailable>>>,
    sessions: Mutex<HashMap<Id, Result<Option<Identity>, Unavailable>>>,
    tokens: Mutex<HashMap<String, Identity>>,
    notes: Mutex<Vec<Note>>,
    /// While true, questions for memberships are not answered.
    hold: watch::Sender<bool>,
    /// While true, questions for sessions are not answered.
    hold_recheck: watch::Sender<bool>,
    /// Questions for sessions so far.
    rechecked: AtomicU64,
    /// Questions for memberships so far.
    asked: AtomicU64,
    /// Connections of other nodes that were asked for.
    wishes: Mutex<Vec<TakeOver>>,
    /// Whether nothing was missed.
    current: watch::Sender<bool>,
    /// How far all nodes are.
    everywhere: AtomicU64,
}

impl ClientActions for Arc<Server> {
    fn authenticate(&self, token: String) -> BoxFuture<'static, Option<Identity>> {
        let found = self.tokens.lock().get(&token).copied();
        Box::pin(async move { found })
    }

    fn recheck(&self, session_id: Id) -> BoxFuture<'static, Result<Option<Identity>, Unavailable>> {
        let found = self.sessions.lock().get(&session_id).copied().unwrap_or(Ok(None));
        self.rechecked.fetch_add(1, Ordering::SeqCst);
        let mut hold = self.hold_recheck.subscribe();
        Box::pin(async move {
            hold.wait_for(|hold| !*hold).await.map_err(|_| Unavailable)?;
            found
        })
    }

    fn memberships(&self, user: Id) -> BoxFuture<'static, Result<Memberships, Unavailable>> {
        // read at once, answered later: what changes in between is not in the answer
        let found = self.members.lock().get(&user).cloned().unwrap_or_else(|| Ok(Memberships::default()));
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut hold = self.hold.subscribe();
        Box::pin(async move {
            hold.wait_for(|hold| !*hold).await.map_err(|_| Unavailable)?;
            found
        })
    }

    fn action(&self, call: ActionCall) -> BoxFuture<'static, Result<Map<String, Value>, ActionError>> {
        self.notes.lock().push(Note::Action(call.action.clone(), call.seq));
        Box::pin(async move {
            match call.data.get("fail") {
                Some(_) => Err(ActionError { id: "test.failed".into(), status: 400, message: "no".into() }),
                None => Ok(call.data),
            }
        })
    }

    fn connected(&self, user: Id) {
        self.notes.lock().push(Note::Connected(user));
    }

    fn disconnected(&self, user: Id, last_connection: bool, _at_ms: i64) {
        self.notes.lock().push(Note::Disconnected(user, last_connection));
    }

    fn pong(&self, user: Id, _at_ms: i64, last_activity_ms: i64) {
        self.notes.lock().push(Note::Pong(user, last_activity_ms));
    }

    fn is_current(&self) -> bool {
        *self.current.borrow()
    }

    fn current(&self) -> BoxFuture<'static, ()> {
        let mut current = self.current.subscribe();
        Box::pin(async move { drop(current.wait_for(|current| *current).await) })
    }

    fn applied_everywhere(&self) -> u64 {
        self.everywhere.load(Ordering::SeqCst)
    }

    fn take_over(&self, wish: TakeOver) {
        self.wishes.lock().push(wish);
    }
}

struct Node {
    hub: Hub,
    server: Arc<Server>,
    listener: TcpListener,
    clock: Arc<AtomicI64>,
    g: AtomicU64,
}

impl Node {
    async fn start() -> Self {
        Self::start_with(Timings { revoked: Duration::from_millis(20), ..Timings::default() }).await
    }

    async fn start_with(timings: Timings) -> Self {
        Self::start_as(timings, None).await
    }

    /// One of several.
    async fn journaling(timings: Timings) -> Self {
        Self::start_as(timings, Some(Journal::new())).await
    }

    async fn start_as(timings: Timings, journal: Option<Journal>) -> Self {
        let server = Arc::new(Server {
            members: Mutex::default(),
            sessions: Mutex::default(),
            tokens: Mutex::default(),
            notes: Mutex::default(),
            hold: watch::Sender::new(false),
            hold_recheck: watch::Sender::new(false),
            rechecked: AtomicU64::new(0),
            asked: AtomicU64::new(0),
            wishes: Mutex::default(),
            current: watch::Sender::new(true),
            everywhere: AtomicU64::new(u64::MAX),
        });
        let clock = Arc::new(AtomicI64::new(START_MS));
        // of several nodes no two give the same id
        let first = NODES.fetch_add(1, Ordering::SeqCst) * 1_000_000;
        let (next, now) = (AtomicU64::new(first), Arc::clone(&clock));
        let options = Options {
            shards: 2,
            timings,
            new_id: Arc::new(move || id(u128::from(next.fetch_add(1, Ordering::SeqCst)))),
            now_ms: Arc::new(move || now.load(Ordering::SeqCst)),
            version: "11.6.0".into(),
            server_version: Arc::new(|| "11.6.0.test".into()),
            server_hostname: "host".into(),
            journal,
        };
        let hub = Hub::start(options, |_| Arc::new(Arc::clone(&server))).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { hub, server, listener, clock, g: AtomicU64::new(0) }
    }

    /// A socket pair: the client's half, and the server's.
    async fn pair(&self) -> (Client, std::net::TcpStream) {
        let address: SocketAddr = self.listener.local_addr().unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        // small, so that a client that does not read is noticed soon
        socket.set_recv_buffer_size(4096).unwrap();
        let (client, accepted) = tokio::join!(socket.connect(address), self.listener.accept());
        let client = Client {
            stream: client.unwrap(),
            codec: Codec::new().client_mode().max_size(1 << 24),
            buffer: BytesMut::new(),
        };
        (client, accepted.unwrap().0.into_std().unwrap())
    }

    async fn open(&self, identity: Option<Identity>, resume: Result<Option<Resume>, MalformedResume>) -> Client {
        if let Some(identity) = identity {
            self.server.sessions.lock().entry(identity.session_id).or_insert(Ok(Some(identity)));
        }
        self.open_with(identity, resume, false).await
    }

    async fn open_with(
        &self,
        identity: Option<Identity>,
        resume: Result<Option<Resume>, MalformedResume>,
        posted_ack: bool,
    ) -> Client {
        let (client, socket) = self.pair().await;
        let handshake_reply = handshake_reply("dGhlIHNhbXBsZSBub25jZQ==");
        let accepted = Accepted {
            socket,
            unread: Bytes::new(),
            handshake_reply,
            identity,
            resume,
            posted_ack,
            kind: ClientKind::Unknown,
        };
        self.hub.accept(accepted).await;
        client
    }

    /// A connection after its hello.
    async fn join(&self, identity: Identity) -> (Client, Id) {
        let mut client = self.open(Some(identity), Ok(None)).await;
        client.greeting().await;
        let connection = client.hello().await;
        (client, connection)
    }

    async fn resume(&self, identity: Identity, connection_id: Id, sequence_number: i64) -> Client {
        let mut client = self.open(Some(identity), Ok(Some(Resume { connection_id, sequence_number }))).await;
        client.greeting().await;
        client
    }

    fn members(&self, user: u128, channels: &[u128], teams: &[u128]) {
        let list = |ids: &[u128]| ids.iter().copied().map(id).collect();
        let found = Memberships { channels: list(channels), teams: list(teams) };
        self.server.members.lock().insert(id(user), Ok(found));
    }

    async fn apply(&self, changes: Vec<MembershipChange>, events: Vec<Event>) {
        let g = self.g.fetch_add(1, Ordering::SeqCst) + 1;
        self.hub.apply(g, changes, events, &[]).await.unwrap();
    }

    async fn event(&self, event: Event) {
        self.apply(Vec::new(), vec![event]).await;
    }

    /// Waits until everything that was handed over is in the queues.
    async fn applied(&self) {
        until("applied", self.g.load(Ordering::SeqCst), || self.hub.applied()).await;
    }

    fn stat(&self, name: &str) -> u64 {
        let all = self.hub.stats().read();
        all.iter().find(|(other, _)| *other == name).unwrap_or_else(|| panic!("no counter {name}")).1
    }

    async fn parked(&self, count: u64) {
        until("parked", count, || self.hub.counts().parked).await;
    }
}

/// An event whose name is its message.
fn posted(name: &str, audience: Audience) -> Event {
    Event::new(name, &json!({"n": name}), audience)
}

/// How the server ended a connection.
#[derive(Debug, PartialEq)]
enum Ending {
    Frame(Option<u16>),
    Abrupt,
}

struct Client {
    stream: TcpStream,
    codec: Codec,
    buffer: BytesMut,
}

impl Client {
    async fn greeting(&mut self) {
        let expected = handshake_reply("dGhlIHNhbXBsZSBub25jZQ==");
        let mut found = vec![0; expected.len()];
        soon("the greeting", self.stream.read_exact(&mut found)).await.unwrap();
        assert_eq!(found, expected);
    }

    /// The next frame, or `None` at the end of the stream.
    async fn frame(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.codec.decode(&mut self.buffer).unwrap() {
                return Some(frame);
            }
            match soon("a frame", self.stream.read_buf(&mut self.buffer)).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next text; answers pings on the way.
    async fn text(&mut self) -> Value {
        loop {
            match self.frame().await {
                Some(Frame::Text(bytes)) => return serde_json::from_slice(&bytes).unwrap(),
                Some(Frame::Ping(data)) => self.send_frame(0x8a, &data).await,
                other => panic!("{other:?} instead of a text"),
            }
        }
    }

    async fn hello(&mut self) -> Id {
        let hello = self.text().await;
        assert_eq!((&hello["event"], &hello["seq"]), (&json!("hello"), &json!(0)), "{hello}");
        Id::parse(hello["data"]["connection_id"].as_str().unwrap()).unwrap()
    }

    /// The next text must be this event with this number.
    async fn expect(&mut self, name: &str, seq: u64) -> Value {
        let event = self.text().await;
        assert_eq!((&event["event"], &event["seq"]), (&json!(name), &json!(seq)), "{event}");
        event
    }

    async fn ending(&mut self) -> Ending {
        loop {
            match self.frame().await {
                None => return Ending::Abrupt,
                Some(Frame::Close(reason)) => return Ending::Frame(reason.map(|reason| reason.code.into())),
                Some(Frame::Ping(_)) => {}
                other => panic!("{other:?} instead of the end"),
            }
        }
    }

    async fn send(&mut self, bytes: &[u8]) {
        soon("a write", self.stream.write_all(bytes)).await.unwrap();
    }

    async fn send_frame(&mut self, first_byte: u8, payload: &[u8]) {
        self.send(&masked(first_byte, payload)).await;
    }

    async fn request(&mut self, request: &Value) {
        self.send_frame(0x81, request.to_string().as_bytes()).await;
    }
}

/// A client's frame. The mask is all zero, which the standard allows.
fn masked(first_byte: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first_byte];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | u8::try_from(len).unwrap()),
        len @ 126..=0xffff => {
            out.push(0xfe);
            out.extend_from_slice(&u16::try_from(len).unwrap().to_be_bytes());
        }
        len => {
            out.push(0xff);
            out.extend_from_slice(&(len as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(payload);
    out
}
