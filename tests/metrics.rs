//! What a node tells its operators.
#![expect(clippy::float_cmp, reason = "counts are whole numbers")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use roost_testkit::{Client, TestDatabase, TestNode, Tuning};
use serde_json::json;

fn tuning() -> Tuning {
    Tuning::default().with("MM_METRICSSETTINGS_ENABLE", "true").with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0")
}

async fn scraped(node: &TestNode) -> String {
    let address = node.metrics_address().expect("the listener is asked for");
    let answer = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    answer.text().await.unwrap()
}

/// The sum of all series of this name whose labels contain all of `labels`.
fn sum(text: &str, name: &str, labels: &[&str]) -> f64 {
    let of_name = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']));
    let lines = text.lines().filter(of_name).filter(|line| labels.iter().all(|label| line.contains(label)));
    lines.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_tells_what_happened_on_it() {
    let node = TestNode::tuned(tuning()).await;
    let admin = node.sign_up("teller").await;
    let before = scraped(&node).await;

    let team = admin.new_team("tellers").await;
    let channel = admin.new_channel(&team, "numbers").await;
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    admin.new_post(&channel, "one").await;
    admin.new_post(&channel, "two").await;
    socket.wait_matching("the second post", |event| event["data"]["post"].to_string().contains("two")).await;
    let refused =
        node.anonymous().post("/api/v4/users/login", json!({ "login_id": "teller", "password": "wrong" })).await;
    assert_eq!(refused.status, 401);
    assert_eq!(admin.get("/api/v4/no/such/thing").await.status, 404);

    let after = scraped(&node).await;
    let grew = |name: &str, labels: &[&str]| sum(&after, name, labels) - sum(&before, name, labels);
    assert!(grew("mattermost_post_total", &[]) >= 2.0);
    let posts = ["handler=\"/api/v4/posts\"", "method=\"POST\"", "status_code=\"201\""];
    assert_eq!(grew("mattermost_api_time_count", &posts), 2.0);
    assert!(grew("mattermost_api_time_sum", &posts) > 0.0);
    assert_eq!(grew("mattermost_login_logins_fail_total", &[]), 1.0);
    assert_eq!(grew("mattermost_http_errors_total", &[]), 2.0);
    assert_eq!(grew("mattermost_http_websockets_total", &[]), 1.0);
    assert!(grew("mattermost_websocket_event_total", &["type=\"posted\""]) >= 2.0);
    assert!(grew("mattermost_websocket_broadcasts_total", &[]) >= 3.0, "hello and two posts");
    assert!(grew("mattermost_cache_mem_hit_total", &["name=\"Session\""]) > 0.0);
    assert!(grew("mattermost_cache_mem_invalidation_total", &["name=\"AllChannelMembersForUser\""]) > 0.0);
    assert!(grew("roost_log_applied", &[]) >= 4.0);
    assert_eq!((sum(&after, "roost_peers", &[]), sum(&after, "roost_caches_trusted", &[])), (0.0, 1.0));
    assert!(sum(&after, "mattermost_db_master_connections_total", &[]) >= 1.0);
    assert!(sum(&after, "mattermost_process_resident_memory_bytes", &[]) > 1e6);
    assert!(sum(&after, "mattermost_system_server_start_time", &[]) > 1e9);

    drop(socket);
    let hook = admin.post("/api/v4/hooks/incoming", json!({ "channel_id": channel["id"] })).await.body;
    let path = format!("/hooks/{}", hook["id"].as_str().unwrap());
    assert_eq!(node.anonymous().post(&path, json!({ "text": "three" })).await.status, 200);
    let mut one = admin.connect().await;
    let hello = one.wait_for("hello").await;
    let id = hello["data"]["connection_id"].as_str().unwrap();
    drop(one);
    for id in [id, "abcdefghijklmnopqrstuvwxyz"] {
        let mut again = admin.connect_with(&format!("connection_id={id}&sequence_number=1")).await;
        // An answer shows that it is decided whether the connection goes on.
        again.send(json!({ "action": "ping", "seq": 1 })).await;
        again.wait_matching("an answer", |message| message["seq_reply"] == 1).await;
    }
    let last = scraped(&node).await;
    assert_eq!(sum(&last, "mattermost_post_webhooks_total", &[]), 1.0);
    let reconnects = |how: &str| sum(&last, "mattermost_websocket_reconnects_total", &[&format!("type=\"{how}\"")]);
    assert_eq!((reconnects("success"), reconnects("failure")), (1.0, 1.0));
    admin
        .wait_until("the socket is not counted any more", async |_| {
            sum(&scraped(&node).await, "mattermost_http_websockets_total", &[]) == 0.0
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_clients_measured_is_told_under_labels_of_our_own_choice() {
    let node = TestNode::tuned(tuning()).await;
    let person = node.sign_up("measured").await;
    // By the server's clock.
    let now = person.get("/api/v4/users/me").await.body["create_at"].as_i64().unwrap();
    let network = |what: &str, value: i64, purpose: &str| {
        json!({
            "metric": format!("mobile_network_requests_{what}"), "value": value, "labels": { "network_request_group": purpose },
        })
    };
    let report = |version: &str, end: i64, agent: &str| {
        json!({
            "version": version, "start": end - 1_000, "end": end, "labels": { "platform": "linux", "agent": agent },
            "counters": [{ "metric": "long_tasks", "value": 3 }],
            "histograms": [
                { "metric": "channel_switch", "value": 250 }, { "metric": "of_tomorrow", "value": 1 },
                network("latency", 300, "Cold Start"), network("total_requests", 7, "Cold Start"),
                network("latency", 300, "a purpose of mine"), network("of_tomorrow", 300, "Cold Start"),
            ],
        })
    };
    let path = "/api/v4/client_perf";
    assert_eq!(person.post(path, report("0.1.0", now, "firefox")).await.status, 200);
    assert_eq!(person.post(path, report("0.1.0", now, "a label of mine")).await.status, 200);
    for refused in [report("9.0.0", now, "chrome"), report("0.1.0", now - 400_000, "chrome")] {
        let reply = person.post(path, refused).await;
        assert_eq!((reply.status, reply.error_id()), (400, "api.context.invalid_body_param.app_error"));
    }
    let text = scraped(&node).await;
    let firefox = ["agent=\"firefox\"", "platform=\"linux\""];
    assert_eq!(sum(&text, "mattermost_webapp_channel_switch_sum", &firefox), 0.25);
    assert_eq!(sum(&text, "mattermost_webapp_channel_switch_count", &["agent=\"other\""]), 1.0);
    assert_eq!(sum(&text, "mattermost_webapp_channel_switch_count", &[]), 2.0);
    assert_eq!(sum(&text, "mattermost_webapp_long_tasks", &firefox), 3.0);
    let start = ["agent=\"firefox\"", "network_request_group=\"Cold Start\""];
    assert_eq!(sum(&text, "mattermost_mobileapp_mobile_network_requests_latency_sum", &start), 0.3);
    assert_eq!(sum(&text, "mattermost_mobileapp_mobile_network_requests_latency_count", &[]), 2.0);
    assert_eq!(sum(&text, "mattermost_mobileapp_mobile_network_requests_total_requests_sum", &start), 7.0);
    assert!(!text.contains("of mine") && !text.contains("of_tomorrow"));

    // A node that tells no metrics hears none.
    let deaf = TestNode::start().await;
    let person = deaf.sign_up("unheard").await;
    assert_eq!(person.post(path, json!({ "version": "9.0.0" })).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_tell_what_they_say_to_one_another_and_who_is_on_them() {
    let tuning = || {
        let tuned = Tuning::clustered().with("MM_METRICSSETTINGS_ENABLE", "true");
        tuned.with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0")
    };
    let database = Arc::new(TestDatabase::migrated().await);
    let one = TestNode::on(database.clone(), tuning()).await;
    let admin = one.sign_up("first").await;
    let phone = json!({ "login_id": "first", "password": "Password-1234", "device_id": "apple_rn:x" });
    assert_eq!(one.anonymous().post("/api/v4/users/login", phone).await.status, 200);

    // The second one counts people and phones when it starts.
    let two = TestNode::on(database, tuning()).await;
    let team = admin.new_team("spoken").await;
    let channel = admin.new_channel(&team, "of").await;
    let mut socket = admin.at(&two).connect().await;
    socket.wait_for("hello").await;
    admin.new_post(&channel, "over there").await;
    socket.wait_for("posted").await;
    let records = ["name=\"record\""];
    assert!(sum(&scraped(&one).await, "mattermost_cluster_cluster_event_type_totals", &records) >= 1.0);
    assert!(sum(&scraped(&one).await, "mattermost_cluster_cluster_requests_total", &[]) >= 1.0);
    assert_eq!(sum(&scraped(&one).await, "mattermost_cluster_cluster_health_score", &[]), 0.0);
    assert_eq!(sum(&scraped(&two).await, "mattermost_websocket_broadcast_buffer_users_registered", &[]), 1.0);
    let trusted = async |_: &Client| (0.1..=1.0).contains(&sum(&scraped(&two).await, "roost_certificate_seconds", &[]));
    admin.wait_until("its caches may be trusted for a while", trusted).await;
    let wanted = [
        ("mattermost_cluster_cluster_request_duration_seconds_count", ""),
        ("mattermost_db_active_users", ""),
        ("roost_bus_bytes_total", ""),
        ("roost_websocket_queue_max", ""),
        ("mattermost_mobileapp_mobile_session_metadata", "platform=\"ios\""),
    ];
    for (name, label) in wanted {
        admin.wait_until(name, async |_| sum(&scraped(&two).await, name, &[label]) >= 1.0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_reads_it_and_finds_fault_only_with_names_that_the_original_chose() {
    let node = TestNode::tuned(tuning()).await;
    node.sign_up("reader").await;
    let text = scraped(&node).await;
    let mut tool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    tool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = tool.wait_with_output().unwrap();
    let said = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
    assert!(!said.contains("error while linting"), "{said}");
    let ours: Vec<&str> = said.lines().filter(|line| !line.starts_with("mattermost_")).collect();
    assert!(ours.is_empty(), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_listener_answers_nothing_else_and_is_there_only_when_asked_for() {
    let node = TestNode::tuned(tuning()).await;
    let address = node.metrics_address().unwrap();
    let client = reqwest::Client::new();
    assert_eq!(client.get(format!("http://{address}/api/v4/users")).send().await.unwrap().status(), 404);
    assert_eq!(client.post(format!("http://{address}/metrics")).send().await.unwrap().status(), 405);
    assert!(TestNode::start().await.metrics_address().is_none());
}

/// The folder with what Prometheus is given.
const DEPLOYED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/prometheus");

#[test]
fn alerts_come_when_they_should_and_only_then() {
    for arguments in [["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]] {
        let said = Command::new("promtool").args(arguments).current_dir(DEPLOYED).output().unwrap();
        let text = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
        assert!(said.status.success(), "{text}");
    }
}

#[test]
fn every_alert_names_a_chapter_of_the_run_book_and_has_a_test() {
    let read = |path: &str| std::fs::read_to_string(format!("{DEPLOYED}/{path}")).unwrap();
    let (alerts, tests, book) = (read("alerts.yml"), read("alerts.test.yml"), read("../../docs/OPERATIONS.md"));
    let names: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(book.contains(&format!("\n## {name}\n")), "{name} has no chapter");
        assert!(alerts.contains(&format!("runbook: docs/OPERATIONS.md#{}\n", name.to_lowercase())), "{name}");
        assert!(tests.contains(&format!("alertname: {name}\n        exp_alerts:")), "{name} is never seen to come");
    }
}
