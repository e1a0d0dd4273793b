//! Passwords and tokens that are not good, and cookies without their second half.

use reqwest::header::{AUTHORIZATION, COOKIE};
use roost_testkit::{Reply, TestNode, Tuning};
use serde_json::json;

use super::Place;

const EXPIRED: &str = "api.context.session_expired.app_error";

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_401_and_only_counted() {
    let node = TestNode::start().await;
    node.sign_up("admin").await;
    node.sign_up("victim").await;
    let before = node.digest().await;
    let invalid = "api.user.login.invalid_credentials_email_username";
    let long = "x".repeat(100_000);
    for (password, status, error) in [
        ("wrong", 401, invalid),
        ("password-1234", 401, invalid),
        ("Password-1234 ", 401, invalid),
        ("Password\u{0}-1234", 401, invalid),
        ("' or 1=1 --", 401, invalid),
        (&*long, 401, invalid),
        ("", 400, "api.user.login.blank_pwd.app_error"),
    ] {
        let body = json!({"login_id": "victim", "password": password});
        let reply = node.anonymous().post("/api/v4/users/login", body).await;
        assert_eq!((reply.status, reply.error_id()), (status, error), "{password:.40}");
        assert_eq!(reply.header("token"), "");
    }
    for login_id in ["victim\u{0}", "\u{0}", "no'body", "%", &long] {
        let body = json!({"login_id": login_id, "password": "Password-1234"});
        let reply = node.anonymous().post("/api/v4/users/login", body).await;
        assert!(matches!(reply.status, 400 | 401), "{} {}", reply.status, reply.error_id());
    }
    // Six were counted and noted, and nothing else was written.
    let client = node.database.client().await;
    let count = "select failedattempts from users where username = 'victim'";
    assert_eq!(client.query_one(count, &[]).await.unwrap().get::<_, i32>(0), 6);
    let reset = "update users set failedattempts = 0 where username = 'victim'";
    client.execute(reset, &[]).await.unwrap();
    let after = node.digest().await;
    let written = |digest: &str| -> Vec<String> {
        let noted = |line: &&str| line.starts_with("roost.log ") || line.starts_with("public.audits ");
        let lines = digest.lines().filter(|line| !noted(line));
        lines.map(ToOwned::to_owned).collect()
    };
    assert_eq!(written(&after), written(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn stale_and_forged_tokens_are_401_and_cost_nothing() {
    let place = Place::build().await;
    let leaver = place.node.log_in("admin").await;
    assert_eq!(leaver.post("/api/v4/users/logout", json!({})).await.status, 200);
    let expired = place.node.log_in("admin").await;
    let client = place.node.database.client().await;
    let expire = "update sessions set expiresat = 1 where token = $1";
    assert_eq!(client.execute(expire, &[&expired.token()]).await.unwrap(), 1);
    let own = place.user.token();
    let before = place.node.digest().await;
    for value in [
        format!("Bearer {}", leaver.token()),
        format!("Bearer {}", expired.token()),
        format!("Bearer {own}x"),
        format!("Bearer {}", own.to_uppercase()),
        format!("Bearer {}%", &own[..25]),
        format!("Bearer {}", "a".repeat(26)),
        format!("Bearer {}", "a".repeat(7_000)),
        format!("Bearer {own},{own}"),
        "Bearer ".to_owned(),
        "Bearer".to_owned(),
        format!("Basic {own}"),
        own.to_owned(),
        "Bearer ' or '1'='1".to_owned(),
    ] {
        for (method, path) in [("GET", "/api/v4/users/me"), ("POST", "/api/v4/posts")] {
            let request = place.node.anonymous().request(method, path).header(AUTHORIZATION, &*value);
            let reply = place.node.anonymous().send(request).await;
            assert_eq!((reply.status, reply.error_id()), (401, EXPIRED), "{value:.60}");
        }
    }
    // Bytes that are no text.
    let request = place.node.anonymous().request("GET", "/api/v4/users/me").header(AUTHORIZATION, &b"Bearer \xff"[..]);
    assert_eq!(place.node.anonymous().send(request).await.status, 401);
    // A good token in the query is for other clients.
    let reply = place.node.anonymous().get(&format!("/api/v4/users/me?access_token={own}")).await;
    assert_eq!((reply.status, reply.error_id()), (401, "api.context.token_provided.app_error"));
    assert_eq!(place.node.digest().await, before);
}

/// What a browser holds after logging in: the cookies of the session and its CSRF token.
async fn browser(node: &TestNode) -> (String, String) {
    let body = json!({"login_id": "admin", "password": "Password-1234"});
    let request = node.anonymous().request("POST", "/api/v4/users/login").json(&body);
    let reply = node.anonymous().send(request.header("X-Requested-With", "XMLHttpRequest")).await;
    assert_eq!(reply.status, 200);
    let cookies = reply.headers.get_all("set-cookie").iter().map(|line| {
        let line = line.to_str().unwrap();
        line.split(';').next().unwrap().to_owned()
    });
    let cookies: Vec<String> = cookies.collect();
    let csrf = cookies.iter().find_map(|cookie| cookie.strip_prefix("MMCSRF=")).unwrap().to_owned();
    (cookies.join("; "), csrf)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_writes_only_with_its_csrf_token() {
    let strict = Tuning::default().with("MM_SERVICESETTINGS_EXPERIMENTALSTRICTCSRFENFORCEMENT", "true");
    let place = Place::on(TestNode::tuned(strict).await).await;
    let (cookie, csrf) = browser(&place.node).await;
    let (_, of_other_session) = browser(&place.node).await;
    let send = async |method: &str, headers: &[(&str, &str)]| -> Reply {
        let path = if method == "GET" { "/api/v4/users/me" } else { "/api/v4/posts" };
        let request = place.node.anonymous().request(method, path).header(COOKIE, &*cookie);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let body = json!({"channel_id": place.channel, "message": "hello"});
        let request = if method == "GET" { request } else { request.json(&body) };
        place.node.anonymous().send(request).await
    };
    let before = place.node.digest().await;
    for headers in [
        &[][..],
        &[("X-CSRF-Token", "")],
        &[("X-CSRF-Token", "aaaaaaaaaaaaaaaaaaaaaaaaaa")],
        &[("X-CSRF-Token", &*of_other_session)],
        &[("X-Requested-With", "XMLHttpRequest")],
        &[("X-Requested-With", "XMLHttpRequest"), ("X-CSRF-Token", "x")],
        &[("Origin", "http://elsewhere.example.com")],
    ] {
        let reply = send("POST", headers).await;
        assert_eq!((reply.status, reply.error_id()), (401, EXPIRED), "{headers:?}");
    }
    assert_eq!(place.node.digest().await, before);
    assert_eq!(send("GET", &[]).await.status, 200, "reading needs none");
    assert_eq!(send("POST", &[("X-CSRF-Token", &csrf)]).await.status, 201);
}
