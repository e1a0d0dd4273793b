//! What administrators look up and do in the console: the log, connections to the database.

use std::sync::Arc;

use roost_app::system::logs::LogLines;
use roost_testkit::{TestNode, Tuning};
use serde_json::{Value, json};

/// Sends the log of this process, as the server does, into lines that a node shows.
fn logged() -> Arc<LogLines> {
    let lines = Arc::new(LogLines::default());
    roost_server::telemetry::record(&lines);
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_read_the_log() {
    let lines = logged();
    let node = TestNode::tuned(Tuning { log_lines: lines, ..Tuning::default() }).await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    person.post("/api/v4/logs", json!({"level": "ERROR", "message": "my window is broken"})).await;
    let listed = admin.get("/api/v4/logs").await.body;
    let entry = |line: &Value| serde_json::from_str::<Value>(line.as_str().unwrap()).unwrap();
    let is_complaint = |entry: &Value| entry["said"].as_str().is_some_and(|said| said.contains("my window is broken"));
    let entries: Vec<Value> = listed.as_array().unwrap().iter().map(entry).collect();
    let found: Vec<&Value> = entries.iter().filter(|entry| is_complaint(entry)).collect();
    assert_eq!((found.len(), &found[0]["level"], &found[0]["user"]), (1, &json!("error"), &json!(person.user_id())));
    let newest = admin.get("/api/v4/logs?logs_per_page=1").await.body;
    assert_eq!(newest.as_array().unwrap().len(), 1);
    assert_eq!(newest[0], listed[listed.as_array().unwrap().len() - 1]);
    assert_eq!(admin.get("/api/v4/logs?logs_per_page=1&page=100000").await.body, json!([]));

    let ask = async |filter: Value| admin.post("/api/v4/logs/query", filter).await.body;
    let errors = ask(json!({"log_levels": ["error"]})).await;
    let (name, of_node) = errors.as_object().unwrap().iter().next().unwrap();
    assert!(of_node.as_array().unwrap().iter().all(|entry| entry["level"] == "error"));
    assert!(of_node.as_array().unwrap().iter().any(is_complaint));
    assert_eq!(ask(json!({"server_names": ["elsewhere"]})).await, json!({}));
    assert_eq!(ask(json!({"date_to": "2001-01-01 00:00:00.000"})).await[name], json!([]));
    assert_eq!(admin.post("/api/v4/logs/query", json!({"log_levels": "error"})).await.status, 400);
    let file = admin.get("/api/v4/logs/download").await;
    assert_eq!((file.header("content-type"), file.header("x-frame-options")), ("text/plain", "DENY"));
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.lines().any(|line| is_complaint(&serde_json::from_str(line).unwrap())));
    let refused = [
        person.get("/api/v4/logs").await,
        person.get("/api/v4/logs/download").await,
        person.post("/api/v4/logs/query", json!({})).await,
    ];
    assert_eq!(refused.map(|reply| reply.status), [403; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_the_database_are_made_anew_when_an_administrator_asks() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let beside = node.database.client().await;
    let sql = "select pid from pg_stat_activity where datname = current_database() and application_name = 'roost'";
    let pids = async || -> Vec<i32> { beside.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect() };
    let before = pids().await;
    assert!(!before.is_empty());
    assert_eq!(person.post("/api/v4/database/recycle", json!({})).await.status, 403);
    assert_eq!(admin.post("/api/v4/database/recycle", json!({})).await.status, 200);
    // Each is closed when it is to be used again; the node goes on all the while.
    admin
        .wait_until("the worker's connections are new", async |client| {
            assert_eq!(client.get("/api/v4/audits").await.status, 200);
            pids().await.iter().any(|pid| !before.contains(pid))
        })
        .await;
}
