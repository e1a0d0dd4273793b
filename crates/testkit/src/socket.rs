//! A WebSocket client that checks the numbering and keeps everything it hears.

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::DEADLINE;

/// An open socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Everything heard so far, replies too.
    pub heard: Vec<Value>,
    next_seq: Option<i64>,
    requests: i64,
    close_code: Option<u16>,
}

impl Socket {
    pub(crate) async fn open(base: &str, token: &str, query: &str) -> Self {
        Self::try_open(base, token, query).await.unwrap_or_else(|| panic!("{base} takes no socket"))
    }

    pub(crate) async fn try_open(base: &str, token: &str, query: &str) -> Option<Self> {
        let url = format!("{}/api/v4/websocket?{query}", base.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        if !token.is_empty() {
            request.headers_mut().insert("Authorization", format!("Bearer {token}").parse().unwrap());
        }
        let (stream, _) = tokio_tungstenite::connect_async(request).await.ok()?;
        Some(Self { stream, heard: Vec::new(), next_seq: None, requests: 0, close_code: None })
    }

    /// The next frame; `None` when the server has ended the connection.
    pub async fn next(&mut self) -> Option<Value> {
        // Over all frames: protocol pings are no answer.
        let end = Instant::now() + DEADLINE;
        loop {
            let message = tokio::time::timeout_at(end, self.stream.next()).await;
            let Ok(message) = message else { panic!("nothing in time; heard so far: {:#?}", self.heard) };
            match message {
                Some(Ok(Message::Text(text))) => {
                    let value: Value = serde_json::from_str(&text).unwrap();
                    self.check_seq(&value);
                    self.heard.push(value.clone());
                    return Some(value);
                }
                Some(Ok(Message::Close(frame))) => {
                    self.close_code = frame.map(|frame| frame.code.into());
                    return None;
                }
                Some(Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    fn check_seq(&mut self, value: &Value) {
        let Some(seq) = value.get("seq").and_then(Value::as_i64) else { return };
        if let Some(expected) = self.next_seq {
            assert_eq!(seq, expected, "a gap in the numbering; heard so far: {:#?}", self.heard);
        }
        self.next_seq = Some(seq + 1);
    }

    /// Reads on to the next event of this name, passing over others.
    pub async fn wait_for(&mut self, event: &str) -> Value {
        self.wait_matching(event, |value| value["event"] == event).await
    }

    /// Reads on to the first frame that `matches`.
    pub async fn wait_matching(&mut self, what: &str, matches: impl Fn(&Value) -> bool) -> Value {
        loop {
            match self.next().await {
                Some(value) if matches(&value) => return value,
                Some(_) => {}
                None => panic!("closed while waiting for {what}; heard so far: {:#?}", self.heard),
            }
        }
    }

    /// Reads on until the server ends the connection.
    pub async fn wait_closed(&mut self) {
        while self.next().await.is_some() {}
    }

    /// The code with which the server closed, if it sent one.
    pub fn close_code(&self) -> Option<u16> {
        self.close_code
    }

    /// Sends a client action and returns its reply; events that come before it stay in `heard`.
    pub async fn action(&mut self, action: &str, data: Value) -> Value {
        self.requests += 1;
        let seq = self.requests;
        self.send(serde_json::json!({"seq": seq, "action": action, "data": data})).await;
        self.wait_matching("a reply", |value| value["seq_reply"] == seq).await
    }

    /// Types in the channel until `ears`, of a member of it on any node, hears of it: what is in no log may be lost while
    /// links between nodes come about.
    pub async fn type_until_heard(&mut self, channel: &Value, ears: &mut Self) {
        let end = Instant::now() + DEADLINE;
        while !ears.names().contains(&"typing") {
            assert!(Instant::now() < end, "nobody heard of it");
            self.action("user_typing", serde_json::json!({"channel_id": channel["id"], "parent_id": ""})).await;
            // Its answer comes after whatever was there before.
            ears.action("ping", serde_json::json!({})).await;
        }
    }

    pub async fn send(&mut self, value: Value) {
        self.stream.send(Message::text(value.to_string())).await.unwrap();
    }

    /// Events heard so far, by name.
    pub fn names(&self) -> Vec<&str> {
        self.heard.iter().filter_map(|value| value["event"].as_str()).collect()
    }
}
