//! A program of somebody else's: a real HTTP server that keeps what it is sent and reacts as a test wants.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::DEADLINE;

/// What the program does when it is called.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// Answers 200 with JSON.
    Json(Value),
    /// Answers with a status and plain text.
    Text(u16, String),
    /// Answers 200 with bytes of a type.
    Bytes(&'static str, Vec<u8>),
    /// Answers 200 with a type, and with bytes over and over, until the caller has enough.
    Endless(&'static str, Vec<u8>),
    /// Sends the caller elsewhere.
    Redirect(String),
    /// Reads, and never answers.
    Hang,
    /// Reads, and ends the connection.
    Vanish,
}

/// A call that arrived.
#[derive(Debug)]
pub struct Received {
    pub method: String,
    /// With its query.
    pub path: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Received {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// The program. Calls of addresses without a reaction are answered with an empty JSON object.
pub struct Receiver {
    address: SocketAddr,
    reactions: Arc<Mutex<HashMap<String, Reaction>>>,
    calls: mpsc::Receiver<Received>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let reactions: Arc<Mutex<HashMap<String, Reaction>>> = Arc::default();
        let (calls_in, calls) = mpsc::channel(1_000);
        let known = reactions.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, known.clone(), calls_in.clone()));
            }
        });
        Self { address, reactions, calls }
    }

    /// The whole address of a path that begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What is done at a path from now on.
    pub fn react(&self, path: &str, reaction: Reaction) {
        self.reactions.lock().insert(path.to_owned(), reaction);
    }

    /// The next call.
    pub async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(DEADLINE, self.calls.recv()).await;
        next.expect("no call in time").expect("the receiver runs as long as the test")
    }

    /// A call that arrived and was not looked at yet.
    pub fn try_next(&mut self) -> Option<Received> {
        self.calls.try_recv().ok()
    }
}

async fn serve(mut stream: TcpStream, reactions: Arc<Mutex<HashMap<String, Reaction>>>, calls: mpsc::Sender<Received>) {
    let Some(call) = read(&mut stream).await else { return };
    let path = call.path.split('?').next().unwrap_or_default();
    let reaction = reactions.lock().get(path).cloned().unwrap_or_else(|| Reaction::Json(serde_json::json!({})));
    if calls.send(call).await.is_err() {
        return;
    }
    let bytes = match reaction {
        Reaction::Json(value) => answer(200, "application/json", value.to_string().as_bytes()),
        Reaction::Text(status, body) => answer(status, "text/plain", body.as_bytes()),
        Reaction::Bytes(kind, bytes) => answer(200, kind, &bytes),
        Reaction::Redirect(to) => {
            format!("HTTP/1.1 307 Elsewhere\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n").into_bytes()
        }
        Reaction::Endless(kind, bytes) => {
            let head = format!("HTTP/1.1 200 Answer\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n");
            let mut sent = stream.write_all(head.as_bytes()).await;
            while sent.is_ok() {
                sent = stream.write_all(&bytes).await;
            }
            return;
        }
        Reaction::Hang => return std::future::pending().await,
        Reaction::Vanish => return,
    };
    // The caller may be gone by now.
    let _ = stream.write_all(&bytes).await;
}

fn answer(status: u16, content_type: &str, body: &[u8]) -> Vec<u8> {
    let len = body.len();
    let head = format!(
        "HTTP/1.1 {status} Answer\r\ncontent-type: {content_type}\r\ncontent-length: {len}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head_len = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_len]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let header =
        |line: &str| line.split_once(':').map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()));
    let headers: HashMap<String, String> = lines.filter_map(header).collect();
    let len: usize = headers.get("content-length").map_or(0, |len| len.parse().unwrap());
    while bytes.len() < head_len + len {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let bytes = bytes[head_len..head_len + len].to_vec();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Some(Received { method, path, headers, body, bytes })
}
