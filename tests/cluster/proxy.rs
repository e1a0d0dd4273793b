//! The shipped HAProxy configuration in front of real nodes.

use std::time::Duration;

use roost_server::node::DrainTimings;
use roost_testkit::{Client, HaProxy, Place, TestDatabase, TestNode, Tuning};

/// In front of these nodes.
async fn proxy(nodes: &[&TestNode]) -> HaProxy {
    let place = |node: &&TestNode| Place {
        serves: node.base().replace("http://", "").parse().unwrap(),
        health: node.health_address(),
    };
    let proxy = HaProxy::start(&nodes.iter().map(place).collect::<Vec<_>>(), 500);
    proxy
        .wait_for_pool("every node is up", |pool| pool.iter().filter(|state| *state == "UP").count() == nodes.len())
        .await;
    proxy
}

async fn node(database: &std::sync::Arc<TestDatabase>) -> TestNode {
    let drain_timings = DrainTimings { notice: Duration::ZERO, sockets: Duration::ZERO };
    let tuning = Tuning { health: true, drain_timings, ..Tuning::default() };
    let tuning = tuning.with("MM_SERVICESETTINGS_TRUSTEDPROXYIPHEADER", "X-Forwarded-For");
    TestNode::on(database.clone(), tuning).await
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_reach_the_nodes_by_https_and_are_sent_there_from_http() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let node = node(&database).await;
    let proxy = proxy(&[&node]).await;
    let http = proxy.http_client();
    let moved = http.get(format!("{}/town/channels?a=1", proxy.http)).send().await.unwrap();
    assert_eq!(moved.status(), 301);
    assert_eq!(moved.headers()["location"], format!("{}/town/channels?a=1", proxy.https));
    let account = serde_json::json!({"email": "a@example.com", "username": "alice", "password": "Password-1234"});
    let made = http.post(format!("{}/api/v4/users", proxy.https)).json(&account).send().await.unwrap();
    assert_eq!(made.status(), 201);
    assert!(made.headers().contains_key("strict-transport-security"));
    let login = serde_json::json!({"login_id": "alice", "password": "Password-1234"});
    let request = http.post(format!("{}/api/v4/users/login", proxy.https)).json(&login);
    let login = request
        .header("X-Requested-With", "XMLHttpRequest")
        .header("X-Forwarded-For", "6.6.6.6")
        .header("X-Forwarded-Proto", "http")
        .send()
        .await
        .unwrap();
    let cookies: Vec<&str> =
        login.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains("Secure")), "{cookies:?}");
    let token = login.headers()["token"].to_str().unwrap().to_owned();
    let audits = http.get(format!("{}/api/v4/users/me/audits", proxy.https)).bearer_auth(&token).send().await.unwrap();
    let audits: Vec<serde_json::Value> = audits.json().await.unwrap();
    assert!(!audits.is_empty() && audits.iter().all(|audit| audit["ip_address"] == "127.0.0.1"), "{audits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_drains_gets_nothing_new_and_one_that_dies_is_not_missed() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let (mut first, second) = (node(&database).await, node(&database).await);
    let proxy = proxy(&[&first, &second]).await;
    let http = proxy.http_client();
    let ping =
        || async { http.get(format!("{}/api/v4/system/ping", proxy.https)).send().await.unwrap().status().as_u16() };
    first.drain().await;
    proxy.wait_for_pool("the first node drains", |pool| pool[0].starts_with("DRAIN") && pool[1] == "UP").await;
    assert_eq!(ping().await, 200);
    first.stop().await;
    for _ in 0..20 {
        assert_eq!(ping().await, 200, "nobody is sent to a node that is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_tells_prometheus_how_it_is() {
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let node = node(&database).await;
    let proxy = proxy(&[&node]).await;
    let metrics = Client::anonymous(&proxy.statistics).get("/metrics").await;
    let text = String::from_utf8(metrics.bytes).unwrap();
    assert!(text.contains("haproxy_server_status{proxy=\"nodes\",server=\"node1\",state=\"UP\"} 1"), "{text}");
}
