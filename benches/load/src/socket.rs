//! One person's socket: reconnects as the official client does, and checks what it hears.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::api::{Api, fault};
use crate::dice::Dice;
use crate::ledger::Ledger;
use tokio::time::Instant;

/// Failed attempts after which the pause grows.
const PATIENCE: u32 = 7;
const PAUSE_MAX: Duration = Duration::from_mins(5);
/// A reply or a connection that takes longer has failed.
const REPLY_MAX: Duration = Duration::from_secs(30);

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

enum Order {
    Typing {
        channel: String,
        done: oneshot::Sender<()>,
    },
    /// Tears the connection off, without a word, and opens it again.
    Break {
        done: oneshot::Sender<()>,
    },
}

/// A socket that is kept open until this is dropped.
pub struct Line {
    orders: mpsc::Sender<Order>,
    task: JoinHandle<()>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Who listens.
pub struct Listener {
    pub person: usize,
    pub token: String,
    /// Where the person's connections go, in turn.
    pub apis: Arc<Vec<Api>>,
    pub ledger: Arc<Ledger>,
    /// The pause before a connection that broke is opened again; official clients wait 3 s.
    pub pause: Duration,
    pub dice: Dice,
}

impl Line {
    /// Opens a socket; returns when it has heard its `hello`.
    pub async fn open(listener: Listener) -> io::Result<Self> {
        let (orders, taken) = mpsc::channel(4);
        let (hello, heard) = oneshot::channel();
        let socket = Socket {
            attempt: listener.person,
            listener,
            connection: String::new(),
            expected: 0,
            resuming: false,
            hello: Some(hello),
            requests: 1,
            waiting: HashMap::new(),
        };
        #[expect(clippy::disallowed_methods, reason = "the line joins it, or aborts it")]
        let task = tokio::spawn(socket.run(taken));
        let line = Self { orders, task };
        match tokio::time::timeout(REPLY_MAX, heard).await {
            Ok(Ok(())) => Ok(line),
            _ => Err(fault("a socket that heard no hello")),
        }
    }

    pub async fn typing(&self, channel: &str) -> io::Result<()> {
        let (done, reply) = oneshot::channel();
        self.order(Order::Typing { channel: channel.to_owned(), done }, reply).await
    }

    pub async fn reconnect(&self) -> io::Result<()> {
        let (done, reply) = oneshot::channel();
        self.order(Order::Break { done }, reply).await
    }

    async fn order(&self, order: Order, reply: oneshot::Receiver<()>) -> io::Result<()> {
        let gone = |_| fault("the socket is gone");
        self.orders.send(order).await.map_err(gone)?;
        match tokio::time::timeout(REPLY_MAX, reply).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(fault("the connection broke before the reply")),
            Err(_) => Err(fault("no reply on the socket")),
        }
    }
}

/// How a connection ended.
enum End {
    /// Nobody wants it any more.
    Over,
    /// By the server, or by us because of a gap.
    Closed,
    /// As ordered.
    Torn(oneshot::Sender<()>),
}

struct Socket {
    listener: Listener,
    /// Chooses the node.
    attempt: usize,
    /// Empty until the first `hello`.
    connection: String,
    /// The number that comes next.
    expected: u64,
    /// The server has not yet said whether it goes on with the connection.
    resuming: bool,
    hello: Option<oneshot::Sender<()>>,
    requests: u64,
    waiting: HashMap<u64, oneshot::Sender<()>>,
}

impl Socket {
    async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        let mut failures = 0;
        let mut torn: Option<oneshot::Sender<()>> = None;
        loop {
            match tokio::time::timeout(REPLY_MAX, self.connect()).await {
                Ok(Ok(stream)) => {
                    failures = 0;
                    if let Some(done) = torn.take() {
                        // Whoever ordered it may have given up.
                        let _ = done.send(());
                    }
                    match self.listen(stream, &mut orders).await {
                        End::Over => return,
                        End::Torn(done) => {
                            torn = Some(done);
                            continue;
                        }
                        End::Closed => self.listener.ledger.count(|count| count.closed += 1),
                    }
                }
                failed => {
                    failures += 1;
                    self.listener.ledger.count(|count| count.refused += 1);
                    if let Ok(Err(error)) = failed {
                        self.listener.ledger.complain(format!("socket: {error}"));
                    }
                }
            }
            let jitter = Duration::from_millis(self.listener.dice.below(2_000));
            tokio::time::sleep(pause(self.listener.pause, failures) + jitter).await;
        }
    }

    async fn connect(&mut self) -> io::Result<Stream> {
        let apis = &self.listener.apis;
        let api = apis.get(self.attempt % apis.len().max(1)).ok_or_else(|| fault("no server"))?;
        self.attempt += 1;
        let url = format!("{}?connection_id={}&sequence_number={}", api.socket_url(), self.connection, self.expected);
        let mut request = url.into_client_request().map_err(io::Error::other)?;
        let bearer = format!("Bearer {}", self.listener.token).parse().map_err(io::Error::other)?;
        request.headers_mut().insert("Authorization", bearer);
        let (stream, _) = tokio_tungstenite::connect_async(request).await.map_err(io::Error::other)?;
        self.resuming = !self.connection.is_empty();
        // The replies of the last connection do not come any more.
        self.waiting.clear();
        self.requests = 1;
        Ok(stream)
    }

    async fn listen(&mut self, mut stream: Stream, orders: &mut mpsc::Receiver<Order>) -> End {
        loop {
            tokio::select! {
                message = stream.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        if !self.frame(&text) {
                            return End::Closed;
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Closed,
                    Some(Ok(_)) => {}
                },
                order = orders.recv() => match order {
                    None => return End::Over,
                    Some(Order::Break { done }) => return End::Torn(done),
                    Some(Order::Typing { channel, done }) => {
                        let number = self.requests;
                        self.requests += 1;
                        self.waiting.insert(number, done);
                        let data = json!({"channel_id": channel, "parent_id": ""});
                        let text = json!({"action": "user_typing", "seq": number, "data": data}).to_string();
                        if stream.send(Message::text(text)).await.is_err() {
                            return End::Closed;
                        }
                    }
                },
            }
        }
    }

    /// Takes a frame; false when a number is missing, whereupon clients close and open again.
    fn frame(&mut self, text: &str) -> bool {
        let ledger = self.listener.ledger.clone();
        let Ok(frame) = serde_json::from_str::<Frame>(text) else {
            ledger.complain(format!("a frame that is no JSON: {text}"));
            ledger.count(|count| count.gaps += 1);
            return false;
        };
        if let Some(number) = frame.seq_reply {
            if let Some(done) = self.waiting.remove(&number) {
                let _ = done.send(());
            }
            return true;
        }
        let (Some(event), Some(seq)) = (frame.event, frame.seq) else { return true };
        if event == "hello" {
            self.begin(frame.data.get());
        } else if std::mem::take(&mut self.resuming) {
            ledger.count(|count| count.resumed += 1);
        }
        if seq != self.expected {
            ledger.complain(format!("{}: {event} has number {seq} instead of {}", self.connection, self.expected));
            ledger.count(|count| count.gaps += 1);
            return false;
        }
        self.expected = seq + 1;
        ledger.count(|count| count.events += 1);
        if event == "posted" {
            self.posted(frame.data.get());
        }
        true
    }

    fn begin(&mut self, data: &str) {
        let value: Value = serde_json::from_str(data).unwrap_or_default();
        let id = value.get("connection_id").and_then(Value::as_str).unwrap_or_default();
        if std::mem::take(&mut self.resuming) {
            let same = id == self.connection;
            let count = |count: &mut crate::ledger::Sockets| if same { count.resumed += 1 } else { count.renewed += 1 };
            self.listener.ledger.count(count);
        }
        if id != self.connection {
            id.clone_into(&mut self.connection);
            self.expected = 0;
            if let Some(mut ears) = self.listener.ledger.ears(self.listener.person) {
                ears.since = Some(Instant::now());
            }
        }
        if let Some(hello) = self.hello.take() {
            let _ = hello.send(());
        }
    }

    fn posted(&self, data: &str) {
        let ledger = &self.listener.ledger;
        let Ok(posted) = serde_json::from_str::<Posted>(data) else { return };
        let Ok(post) = serde_json::from_str::<Post>(&posted.post) else { return };
        let Some(time) = ledger.since_stamp(&post.message) else { return };
        ledger.delivered(time);
        let new = ledger.ears(self.listener.person).is_none_or(|mut ears| ears.hear(&post.id));
        ledger.count(|count| {
            count.deliveries += 1;
            count.duplicates += u64::from(!new);
        });
        if !new {
            ledger.complain(format!("post {} came twice to person {}", post.id, self.listener.person));
        }
    }
}

/// Official clients: the same pause a few times, then its multiple by the square of failures, up to five minutes.
fn pause(first: Duration, failures: u32) -> Duration {
    if failures <= PATIENCE { first } else { (first * failures * failures).min(PAUSE_MAX) }
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    seq: Option<u64>,
    seq_reply: Option<u64>,
    #[serde(borrow, default = "nothing")]
    data: &'a serde_json::value::RawValue,
}

fn nothing() -> &'static serde_json::value::RawValue {
    serde_json::value::RawValue::NULL
}

#[derive(Deserialize)]
struct Posted {
    post: String,
}

#[derive(Deserialize)]
struct Post {
    id: String,
    message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_when_a_server_stays_away() {
        let first = Duration::from_secs(3);
        assert_eq!([0, 7, 8, 100].map(|n| pause(first, n).as_secs()), [3, 3, 192, 300]);
    }
}
