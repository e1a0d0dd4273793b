//! Whom a node believes that it calls by HTTPS.

use roost_testkit::{Client, HttpsServer, Launch, ProcessNode, Reply, TestDatabase};
use serde_json::json;

const PASSWORD: &str = "Believed-1234";

/// Runs a command that is served by a program with a certificate of its own. `settings`: as the environment gives them.
async fn run(server: &HttpsServer, settings: &[(&'static str, String)]) -> Reply {
    let database = TestDatabase::migrated().await;
    let address = "127.0.0.1:0".parse().unwrap();
    let mut settings = settings.to_vec();
    settings.push(("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "localhost".to_owned()));
    settings.push(("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true".to_owned()));
    let (listen, bus, health) = (address, address, address);
    let node = ProcessNode::launch(Launch { dsn: database.dsn(), listen, bus, health, settings }).await;
    let anonymous = Client::anonymous(node.base());
    let account = json!({ "email": "a@example.com", "username": "caller", "password": PASSWORD });
    assert_eq!(anonymous.post("/api/v4/users", account).await.status, 201);
    let admin = anonymous.log_in("caller", PASSWORD).await;
    let team = admin.new_team("callers").await;
    let channel = admin.new_channel(&team, "calls").await;
    let command = json!({"team_id": team["id"], "trigger": "secret", "url": server.url(), "method": "P"});
    assert_eq!(admin.post("/api/v4/commands", command).await.status, 201);
    let command = json!({"channel_id": channel["id"], "team_id": team["id"], "command": "/secret"});
    admin.post("/api/v4/commands/execute", command).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_an_authority_of_the_system_has_signed_is_believed() {
    let server = HttpsServer::start().await;
    let reply = run(&server, &[("SSL_CERT_FILE", server.certificate().display().to_string())]).await;
    assert_eq!((reply.status, reply.body["text"].as_str()), (200, Some("done in secret")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_nobody_known_is_not_believed() {
    let server = HttpsServer::start().await;
    let reply = run(&server, &[]).await;
    assert_eq!((reply.status, reply.error_id()), (500, "api.command.execute_command.failed.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_may_have_every_certificate_believed() {
    let server = HttpsServer::start().await;
    let reply = run(&server, &[("MM_SERVICESETTINGS_ENABLEINSECUREOUTGOINGCONNECTIONS", "true".to_owned())]).await;
    assert_eq!((reply.status, reply.body["text"].as_str()), (200, Some("done in secret")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_without_authorities_is_served_and_believes_nobody() {
    let server = HttpsServer::start().await;
    let reply =
        run(&server, &[("SSL_CERT_FILE", "/dev/null".to_owned()), ("SSL_CERT_DIR", "/dev/null".to_owned())]).await;
    assert_eq!((reply.status, reply.error_id()), (500, "api.command.execute_command.failed.app_error"));
}
