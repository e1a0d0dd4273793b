//! Spans that leave for a collector of OpenTelemetry.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use prost::Message;
use roost_testkit::{Client, Launch, ProcessNode, Reaction, Receiver, TestDatabase};
use serde_json::{Value, json};

const PASSWORD: &str = "Planted-secret-1234";

/// The parts of OTLP that are looked at, written down anew from the protocol.
#[derive(Clone, PartialEq, Message)]
struct Sent {
    #[prost(message, repeated, tag = "1")]
    resources: Vec<OfResource>,
}

#[derive(Clone, PartialEq, Message)]
struct OfResource {
    #[prost(message, optional, tag = "1")]
    resource: Option<Resource>,
    #[prost(message, repeated, tag = "2")]
    scopes: Vec<OfScope>,
}

#[derive(Clone, PartialEq, Message)]
struct Resource {
    #[prost(message, repeated, tag = "1")]
    attributes: Vec<KeyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct OfScope {
    #[prost(message, repeated, tag = "2")]
    spans: Vec<OtlpSpan>,
}

#[derive(Clone, PartialEq, Message)]
struct OtlpSpan {
    #[prost(bytes = "vec", tag = "1")]
    trace: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    id: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    parent: Vec<u8>,
    #[prost(string, tag = "5")]
    name: String,
    #[prost(int32, tag = "6")]
    kind: i32,
    #[prost(fixed64, tag = "7")]
    start: u64,
    #[prost(fixed64, tag = "8")]
    end: u64,
    #[prost(message, repeated, tag = "9")]
    attributes: Vec<KeyValue>,
    #[prost(message, optional, tag = "15")]
    status: Option<Status>,
}

#[derive(Clone, PartialEq, Message)]
struct Status {
    #[prost(int32, tag = "3")]
    code: i32,
}

#[derive(Clone, PartialEq, Message)]
struct KeyValue {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(message, optional, tag = "2")]
    value: Option<AnyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct AnyValue {
    #[prost(string, optional, tag = "1")]
    text: Option<String>,
    #[prost(int64, optional, tag = "3")]
    number: Option<i64>,
}

/// A span and who sent it.
#[derive(Clone, Debug)]
struct Span {
    from: BTreeMap<String, String>,
    about: BTreeMap<String, String>,
    sent: OtlpSpan,
}

fn read(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let value = |value: &AnyValue| match (&value.text, value.number) {
        (Some(text), None) => text.clone(),
        (None, Some(number)) => number.to_string(),
        other => panic!("{other:?}"),
    };
    attributes.iter().map(|one| (one.key.clone(), value(one.value.as_ref().unwrap()))).collect()
}

/// A collector: a real HTTP server that answers as one does.
struct Collector {
    http: Receiver,
    spans: Vec<Span>,
}

impl Collector {
    async fn start() -> Self {
        let http = Receiver::start().await;
        http.react("/v1/traces", Reaction::Bytes("application/x-protobuf", Vec::new()));
        Self { http, spans: Vec::new() }
    }

    /// The first span of which this holds; looks at what comes until there is one.
    async fn find(&mut self, fits: impl Fn(&Span) -> bool) -> Span {
        loop {
            if let Some(found) = self.spans.iter().find(|span| fits(span)) {
                return found.clone();
            }
            let call = self.http.next().await;
            assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/v1/traces"));
            assert_eq!((call.header("content-type"), call.header("x-tenant")), ("application/x-protobuf", "chat 7"));
            for of_resource in Sent::decode(call.bytes.as_slice()).unwrap().resources {
                let from = read(&of_resource.resource.unwrap().attributes);
                let spans = of_resource.scopes.into_iter().flat_map(|scope| scope.spans);
                self.spans.extend(spans.map(|span| Span {
                    from: from.clone(),
                    about: read(&span.attributes),
                    sent: span,
                }));
            }
        }
    }
}

async fn node(database: &TestDatabase, endpoint: &str, more: &[(&'static str, &str)]) -> ProcessNode {
    let own = [
        ("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=chat%207"),
        ("OTEL_SERVICE_NAME", "chat"),
        ("OTEL_BSP_SCHEDULE_DELAY", "20"),
        ("NO_PROXY", "127.0.0.1"),
    ];
    let settings = own.iter().chain(more).map(|(key, value)| (*key, (*value).to_owned())).collect();
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    ProcessNode::launch(Launch { dsn: database.dsn(), listen: any, bus: any, health: any, settings }).await
}

async fn admin(node: &ProcessNode) -> Client {
    let anonymous = Client::anonymous(node.base());
    let account = json!({ "email": "a@example.com", "username": "tracer", "password": PASSWORD });
    assert_eq!(anonymous.post("/api/v4/users", account).await.status, 201);
    anonymous.log_in("tracer", PASSWORD).await
}

fn logged(node: &ProcessNode) -> Vec<Value> {
    let said = std::fs::read_to_string(node.home().join("data/logs/mattermost.log")).unwrap_or_default();
    said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_and_what_comes_of_it_on_other_nodes_are_one_trace() {
    let database = TestDatabase::migrated().await;
    let mut collector = Collector::start().await;
    let endpoint = collector.http.url("");
    let more = [("MM_CLUSTERSETTINGS_ENABLE", "true"), ("MM_LOGSETTINGS_FILELEVEL", "trace")];
    let (one, other) = (node(&database, &endpoint, &more).await, node(&database, &endpoint, &more).await);
    let admin = admin(&one).await;
    let team = admin.new_team("tracers").await;
    let channel = admin.new_channel(&team, "spans").await;
    let sent = admin.post("/api/v4/posts", json!({ "channel_id": channel["id"], "message": "hello" })).await;
    assert_eq!(sent.status, 201);
    let id = sent.header("x-request-id").to_owned();

    let request = collector.find(|span| span.sent.kind == 2 && span.about["roost.request_id"] == id).await;
    assert_eq!(request.sent.name, "POST /api/v4/posts");
    let about = [
        ("http.request.method", "POST"),
        ("http.response.status_code", "201"),
        ("http.route", "/api/v4/posts"),
        ("roost.request_id", &id),
        ("user.id", admin.user_id()),
    ];
    assert_eq!(request.about, about.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
    assert_eq!(
        (request.from["service.name"].as_str(), request.sent.trace.len(), request.sent.id.len()),
        ("chat", 16, 8)
    );
    assert!(request.sent.parent.is_empty() && request.sent.status.is_none());
    assert!(request.sent.start > 1_700_000_000_000_000_000 && request.sent.end > request.sent.start);

    let below = |span: &Span| (&span.sent.trace, &span.sent.parent) == (&request.sent.trace, &request.sent.id);
    let commit = collector
        .find(|span| {
            below(span) && span.about.get("db.query.summary").is_some_and(|names| names.ends_with("log/append commit"))
        })
        .await;
    assert_eq!((commit.sent.kind, commit.about["db.system.name"].as_str()), (3, "postgresql"));
    assert!(commit.sent.start >= request.sent.start && commit.sent.end <= request.sent.end);

    let node_of = |span: &Span| span.from["service.instance.id"].clone();
    let here = node_of(&request);
    let applied = |span: &Span| below(span) && span.sent.name == "apply" && span.about["roost.request_id"] == id;
    collector.find(|span| applied(span) && node_of(span) == here).await;
    let there = collector.find(|span| applied(span) && node_of(span) != here).await;
    assert_eq!((there.sent.kind, there.from["service.name"].as_str()), (5, "chat"));

    // The same in the logs, for those who have no collector.
    let of_record = |line: &Value| line["msg"] == "a record is applied" && line["request_id"] == id;
    admin.wait_until("the record in the other log", async |_| logged(&other).iter().any(of_record)).await;
    assert!(logged(&one).iter().any(|line| line["msg"] == "request" && line["request_id"] == id));
    let line = logged(&other).into_iter().find(of_record).unwrap();
    assert_eq!(line["g"].to_string(), there.about["roost.record"]);

    let refused = admin.get("/api/v4/users/me?secret=planted").await;
    let id = refused.header("x-request-id").to_owned();
    let read = collector.find(|span| span.sent.kind == 2 && span.about["roost.request_id"] == id).await;
    assert_ne!(read.sent.trace, request.sent.trace);
    let all = format!("{:?}", collector.spans);
    for secret in [PASSWORD, admin.token(), "planted", "hello"] {
        assert!(!all.contains(secret), "{secret} was sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_are_believed_where_somebody_wants_that() {
    let database = TestDatabase::migrated().await;
    let mut collector = Collector::start().await;
    let node = node(&database, &collector.http.url("/"), &[("OTEL_TRACES_SAMPLER", "parentbased_always_off")]).await;
    let client = Client::anonymous(node.base());
    assert_eq!(client.get("/api/v4/system/ping").await.status, 200);
    let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let sent = client.send(client.request("GET", "/api/v4/users/me").header("traceparent", caller)).await;
    assert_eq!(sent.status, 401);
    // Requests that are nobody's have no spans, so this is the first.
    let request = collector.find(|span| span.sent.kind == 2).await;
    assert_eq!(request.about["roost.request_id"], sent.header("x-request-id"));
    assert_eq!((request.sent.trace[0], request.sent.parent[7]), (0x0a, 0x31));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_costs_a_line_in_the_log() {
    let database = TestDatabase::migrated().await;
    // Nobody listens here: the address is this test's own.
    let node = node(&database, "http://127.0.79.1:9", &[]).await;
    let admin = admin(&node).await;
    for _ in 0..20 {
        assert_eq!(admin.get("/api/v4/users/me").await.status, 200);
    }
    let of_collector = |line: &&Value| line["msg"] == "the collector takes no spans; some of them are lost";
    admin.wait_until("a warning", async |_| logged(&node).iter().any(|line| of_collector(&line))).await;
    assert_eq!(logged(&node).iter().filter(of_collector).count(), 1);
    node.terminate().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_is_told_and_the_node_serves() {
    let database = TestDatabase::migrated().await;
    let node = node(&database, "http://127.0.79.1:9", &[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]).await;
    let client = Client::anonymous(node.base());
    client
        .wait_until("a warning", async |_| {
            logged(&node)
                .iter()
                .any(|line| line["msg"] == "no spans are sent" && line["why"].to_string().contains("grpc"))
        })
        .await;
    assert_eq!(client.get("/api/v4/system/ping").await.status, 200);
}
