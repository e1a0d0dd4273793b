//! What a node writes to its log file.

use roost_testkit::{Client, ProcessNode, TestDatabase};
use serde_json::{Value, json};

const PASSWORD: &str = "Planted-secret-1234";

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_each_request_no_secrets_and_follows_its_settings() {
    let database = TestDatabase::migrated().await;
    let node = ProcessNode::with(&database, &[("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true")]).await;
    let file = node.home().join("data/logs/mattermost.log");
    let said = || std::fs::read_to_string(&file).unwrap_or_default();
    let anonymous = Client::anonymous(node.base());
    let account = json!({ "email": "a@example.com", "username": "planter", "password": PASSWORD });
    assert_eq!(anonymous.post("/api/v4/users", account).await.status, 201);
    let admin = anonymous.log_in("planter", PASSWORD).await;

    let id = "abcdefghijklmnopqrstuvwxyz";
    assert_eq!(admin.get(&format!("/api/v4/users/{id}?access_token=planted")).await.status, 404);
    let of_request = |line: &Value| line["msg"] == "request" && line["path"].to_string().contains(id);
    let lines = || said().lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect::<Vec<_>>();
    admin.wait_until("the line of the request", async |_| lines().iter().any(of_request)).await;
    let line = lines().into_iter().find(of_request).unwrap();
    let wanted = json!({ "level": "info", "method": "GET", "status": 404, "user": admin.user_id() });
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(line[name], *value, "{line}");
    }

    let settings = json!({ "LogSettings": { "FileJson": false } });
    assert_eq!(admin.put("/api/v4/config/patch", settings).await.status, 200);
    admin
        .wait_until("a line of text", async |admin| {
            admin.get("/api/v4/users/me").await;
            said().lines().any(|line| line.starts_with("info  [") && line.contains("] request caller="))
        })
        .await;
    let said = said();
    for secret in [PASSWORD, admin.token(), "planted"] {
        assert!(!said.contains(secret), "{secret} was logged");
    }
}
