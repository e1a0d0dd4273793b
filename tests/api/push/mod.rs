//! What phones are told, by way of a push proxy: a real HTTP server that keeps what it gets.

mod contents;
mod proxy;
mod reading;
mod settings;

use roost_testkit::{Client, Reaction, Received, Receiver, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

const SEND: &str = "/api/v1/send_push";

/// Nodes that tell this proxy.
fn telling(proxy: &Receiver) -> Tuning {
    Tuning::default()
        .with("MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS", "true")
        .with("MM_EMAILSETTINGS_PUSHNOTIFICATIONSERVER", proxy.url("/"))
}

async fn proxy() -> Receiver {
    let proxy = Receiver::start().await;
    proxy.react(SEND, Reaction::Json(json!({"status": "OK"})));
    proxy
}

/// Gives the session a device.
async fn device(client: &Client, stored: &str) {
    let reply = client.put("/api/v4/users/sessions/device", json!({"device_id": stored})).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
}

/// A writer and a reader with a phone, in one channel.
struct Place {
    node: TestNode,
    proxy: Receiver,
    writer: Client,
    reader: Client,
    channel: Value,
}

impl Place {
    async fn build() -> Self {
        let proxy = proxy().await;
        let tuning = telling(&proxy);
        Self::tuned(proxy, tuning).await
    }

    async fn tuned(proxy: Receiver, tuning: Tuning) -> Self {
        let node = TestNode::tuned(tuning).await;
        let writer = node.sign_up("writer").await;
        let reader = node.sign_up("reader").await;
        let team = writer.new_team("crew").await;
        writer.add_to_team(&team, &reader).await;
        let channel = writer.new_channel(&team, "deck").await;
        // By themselves: to be added would be a mention, and to read it would be told to phones that come a moment later.
        let path = format!("/api/v4/channels/{}/members", id(&channel));
        let joined = reader.post(&path, json!({"user_id": reader.user_id()})).await;
        assert_eq!(joined.status, 201, "{:?}", joined.body);
        device(&reader, "apple_rn-v2:phone").await;
        Self { node, proxy, writer, reader, channel }
    }

    /// What the proxy is sent next.
    async fn next(&mut self) -> Value {
        let call = self.proxy.next().await;
        assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", SEND), "{}", call.body);
        call.json()
    }

    /// The text of what the proxy is sent next.
    async fn text(&mut self) -> String {
        self.next().await["message"].as_str().unwrap_or_default().to_owned()
    }

    /// The reader's own settings, on top of the present ones.
    async fn wish(&self, settings: &[(&str, &str)]) {
        let mut props = self.reader.get("/api/v4/users/me").await.body["notify_props"].clone();
        for (name, value) in settings {
            props[*name] = json!(value);
        }
        assert_eq!(self.reader.put("/api/v4/users/me/patch", json!({"notify_props": props})).await.status, 200);
    }

    /// The reader's settings in the channel.
    async fn wish_here(&self, settings: Value) {
        let path = format!("/api/v4/channels/{}/members/me/notify_props", id(&self.channel));
        assert_eq!(self.reader.put(&path, settings).await.status, 200);
    }

    async fn status(&self, word: &str) {
        let body = json!({"user_id": self.reader.user_id(), "status": word});
        assert_eq!(self.reader.put("/api/v4/users/me/status", body).await.status, 200);
    }

    async fn reply(&self, root: &Value, message: &str) -> Value {
        let body = json!({"channel_id": id(&self.channel), "root_id": id(root), "message": message});
        let reply = self.writer.post("/api/v4/posts", body).await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        reply.body
    }

    /// A conversation of the writer with the reader.
    async fn direct(&self) -> Value {
        let body = json!([self.writer.user_id(), self.reader.user_id()]);
        self.writer.post("/api/v4/channels/direct", body).await.body
    }

    /// The administrator, who is the writer, changes a setting.
    async fn set(&self, section: &str, name: &str, value: Value) {
        let reply = self.writer.put("/api/v4/config/patch", json!({section: {name: value}})).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
    }
}

fn name_of(call: &Received) -> (&str, &str) {
    (call.method.as_str(), call.path.as_str())
}
