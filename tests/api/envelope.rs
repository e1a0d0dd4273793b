//! What every answer has in common: the session check, 501 and 404, headers, bad bodies.

use roost_testkit::{TestNode, Tuning, facts};
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
    let before = node.digest().await;
    let body = json!({"email": "a@example.com", "username": "a", "password": "x".repeat(400_000)});
    let reply = node.anonymous().post("/api/v4/users", body).await;
    assert_eq!(reply.status, 413);
    assert_eq!(reply.error_id(), "api.context.request_body_too_large.app_error");
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_sites_use_the_api_where_they_are_named() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let ask = async |origin: &str| {
        let request = admin.request("OPTIONS", "/api/v4/users/me").header("origin", origin);
        let request = request.header("access-control-request-method", "PUT");
        admin.send(request.header("access-control-request-headers", "authorization")).await
    };
    let read = async |origin: &str| admin.send(admin.request("GET", "/api/v4/users/me").header("origin", origin)).await;
    let (friend, stranger) = ("https://friend.example", "https://stranger.example");
    assert_eq!((ask(friend).await.status, read(friend).await.header("access-control-allow-origin")), (404, ""));
    let cors = |from: &str, credentials: bool| {
        json!({"ServiceSettings": {"AllowCorsFrom": from, "CorsExposedHeaders": "X-Request-Id Token",
            "CorsAllowCredentials": credentials}})
    };
    assert_eq!(admin.put("/api/v4/config/patch", cors(&format!("https://b.example {friend}"), true)).await.status, 200);
    let asked = ask(friend).await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, friend));
    assert_eq!(asked.header("access-control-allow-headers"), "authorization");
    assert!(asked.header("access-control-allow-methods").contains("PUT"));
    let shown = read(friend).await;
    assert_eq!((shown.status, shown.header("access-control-allow-origin")), (200, friend));
    assert_eq!(shown.header("access-control-expose-headers"), "X-Request-Id, Token");
    assert_eq!(shown.header("access-control-allow-credentials"), "true");
    let refused = read(stranger).await;
    assert_eq!((refused.header("access-control-allow-origin"), refused.header("vary")), ("", "Origin"));
    assert_eq!(ask(stranger).await.header("access-control-allow-origin"), "");
    assert_eq!(admin.put("/api/v4/config/patch", cors("*", false)).await.status, 200);
    let anybody = read(stranger).await;
    assert_eq!(anybody.header("access-control-allow-origin"), "*");
    assert_eq!(anybody.header("access-control-allow-credentials"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_header_says_of_a_callers_address_counts_where_the_settings_name_it() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let address = async || {
        let login = json!({"login_id": "admin", "password": "Password-1234"});
        let request = admin.request("POST", "/api/v4/users/login").header("x-forwarded-for", "6.6.6.6, 7.7.7.7");
        assert_eq!(admin.send(request.json(&login)).await.status, 200);
        admin.get("/api/v4/users/me/audits?per_page=1").await.body[0]["ip_address"].clone()
    };
    assert_eq!(address().await, "127.0.0.1");
    let named = json!({"ServiceSettings": {"TrustedProxyIPHeader": ["X-Real-IP", "X-Forwarded-For"]}});
    assert_eq!(admin.put("/api/v4/config/patch", named).await.status, 200);
    assert_eq!(address().await, "6.6.6.6");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_have_a_length_and_what_is_read_is_old_at_once() {
    let node = TestNode::tuned(
        Tuning::default()
            .with("MM_SERVICESETTINGS_ALLOWCOOKIESFORSUBDOMAINS", "true")
            .with("MM_SERVICESETTINGS_SITEURL", "https://chat.example:8443")
            .with("MM_SERVICESETTINGS_ENABLEPOSTSEARCH", "false"),
    )
    .await;
    let admin = node.sign_up("admin").await;
    let own = "/api/v4/users/me";
    let read = admin.get(own).await;
    assert_eq!((read.status, read.header("expires")), (200, "0"));
    let long = admin.get(&format!("{own}?x={}", "y".repeat(2048))).await;
    assert_eq!((long.status, long.error_id()), (414, "basic_security_check.url.too_long_error"));

    let login = json!({"login_id": "admin", "password": "Password-1234"});
    let request = admin.request("POST", "/api/v4/users/login").header("x-requested-with", "XMLHttpRequest");
    let reply = admin.send(request.json(&login)).await;
    let cookies: Vec<&str> = reply.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 3);
    assert!(cookies.iter().all(|line| line.contains("; Domain=chat.example;")), "{cookies:?}");

    let search = admin.post("/api/v4/posts/search", json!({"terms": "x", "is_or_search": false})).await;
    assert_eq!((search.status, search.error_id()), (501, "store.sql_post.search.disabled"));
}
