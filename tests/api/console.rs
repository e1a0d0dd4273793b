//! What administrators look up and do in the console: the log, connections to the database.

use std::sync::Arc;

use roost_app::system::logs::LogLines;
use roost_testkit::{TestNode, Tuning};
use serde_json::{Value, json};

/// Sends the log of this process, as the server does, into lines that a node shows.
fn logged() -> Arc<LogLines> {
    let lines = Arc::new(LogLines::default());
    roost_server::logging::record(&lines);
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

/// The description of a setting.
fn described<'v>(list: &'v Value, path: &str) -> &'v Value {
    list.as_array().unwrap().iter().find(|one| one["path"] == path).unwrap_or(&Value::Null)
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_described_as_the_configuration_has_them() {
    let tuning = Tuning::default().with("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "37");
    let node = TestNode::tuned(tuning).await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    assert_eq!(person.get("/api/v4/roost/config/description").await.status, 403);
    assert_eq!(node.anonymous().get("/api/v4/roost/config/description").await.status, 401);
    let list = admin.get("/api/v4/roost/config/description").await.body;

    let users = described(&list, "TeamSettings.MaxUsersPerTeam");
    assert_eq!((&users["kind"], &users["default"], &users["min"]), (&json!("int"), &json!(50), &json!(1)));
    assert_eq!((&users["locked"], &users["writable"], &users["secret"]), (&json!(true), &json!(true), &json!(false)));
    let channels = described(&list, "TeamSettings.MaxChannelsPerTeam");
    assert_eq!((&channels["locked"], &channels["restart"]), (&json!(false), &json!(false)));
    let driver = described(&list, "FileSettings.DriverName");
    assert_eq!((&driver["choices"], &driver["restart"]), (&json!(["local", "amazons3"]), &json!(true)));
    let source = described(&list, "SqlSettings.DataSource");
    assert_eq!((&source["secret"], &source["default"]), (&json!(true), &Value::Null));
    assert_eq!(described(&list, "ImportSettings.Directory")["writable"], false);
    assert_eq!(described(&list, "ServiceSettings.DeveloperFlags")["kind"], "text");

    // One line for each setting of the configuration, and what a limit says holds.
    let config = admin.get("/api/v4/config").await.body;
    for one in list.as_array().unwrap() {
        let pointer = format!("/{}", one["path"].as_str().unwrap().replace('.', "/"));
        assert!(config.pointer(&pointer).is_some(), "{one}");
    }
    let patch = async |value: i64| {
        admin.put("/api/v4/config/patch", json!({"TeamSettings": {"MaxChannelsPerTeam": value}})).await
    };
    let low = channels["min"].as_i64().unwrap();
    assert_eq!((patch(low - 1).await.status, patch(low).await.status), (400, 200));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_settings_on_pages_that_are_open_to_somebody_are_described_to_them() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let roles = json!({"roles": "system_user system_user_manager"});
    let path = format!("/api/v4/users/{}/roles", person.user_id());
    assert_eq!(admin.put(&path, roles).await.status, 200);
    let person = node.log_in("person").await;
    let list = person.get("/api/v4/roost/config/description").await.body;
    assert_eq!(described(&list, "SqlSettings.DataSource"), &Value::Null);
    let open = described(&list, "PasswordSettings.MinimumLength");
    assert_eq!((&open["min"], &open["max"], &open["writable"]), (&json!(5), &json!(72), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_configuration_takes_the_place_of_the_one_before() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let mut config = admin.get("/api/v4/config").await.body;
    config["TeamSettings"]["SiteName"] = json!("Crew");
    assert_eq!(person.put("/api/v4/config", config.clone()).await.status, 403);
    let written = admin.put("/api/v4/config", config.clone()).await;
    assert_eq!(
        (written.status, &written.body["TeamSettings"]["SiteName"]),
        (200, &json!("Crew")),
        "{:?}",
        written.body
    );
    assert_eq!(admin.get("/api/v4/config").await.body, config, "masked secrets are the ones that are there");
    let told = node.anonymous().get("/api/v4/config/client?format=old").await.body;
    assert_eq!(told["SiteName"], "Crew");
    config["TeamSettings"]["MaxUsersPerTeam"] = json!(-1);
    assert_eq!(admin.put("/api/v4/config", config).await.status, 400);
    assert_eq!(admin.get("/api/v4/config").await.body["TeamSettings"]["SiteName"], "Crew");
}
