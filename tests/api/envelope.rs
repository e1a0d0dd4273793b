//! What every answer has in common: the session check, 501 and 404, headers, bad bodies.

use roost_testkit::{TestNode, facts};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_asks_for_a_session_answers_401_without_one() {
    let node = TestNode::start().await;
    let anonymous = node.anonymous();
    let mut asked = 0;
    for route in facts::routes() {
        if !route.auth.starts_with("APISessionRequired") {
            continue;
        }
        let path = route.path_with(|_| "aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned());
        let reply = anonymous.call(&route.method, &path, Some(json!({}))).await;
        assert_eq!(reply.status, 401, "{} {path}", route.method);
        if route.method != "HEAD" {
            assert_eq!(reply.error_id(), "api.context.session_expired.app_error", "{} {path}", route.method);
        }
        asked += 1;
    }
    assert!(asked > 400, "only {asked} routes were asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_answers_the_originals_404_without_a_request_id() {
    let node = TestNode::start().await;
    let reply = node.anonymous().get("/api/v4/no/such/thing").await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.error_id(), "api.context.404.app_error");
    assert!(reply.body.get("request_id").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_version_and_request_id() {
    let node = TestNode::start().await;
    let reply = node.anonymous().get("/api/v4/system/ping").await;
    assert!(reply.header("x-version-id").starts_with("11.6.0.11.6.0."));
    assert_eq!(reply.header("x-request-id").len(), 26);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_413_and_writes_nothing() {
    let node = TestNode::start().await;
    let before = node.database.digest().await;
    let body = json!({"email": "a@example.com", "username": "a", "password": "x".repeat(400_000)});
    let reply = node.anonymous().post("/api/v4/users", body).await;
    assert_eq!(reply.status, 413);
    assert_eq!(reply.error_id(), "api.context.request_body_too_large.app_error");
    assert_eq!(node.database.digest().await, before);
}
