//! Logging in, sessions, the second factor.

use futures_util::future::join_all;
use roost_testkit::{Client, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "Password-1234";

async fn try_login(client: &Client, name: &str, password: &str) -> String {
    let reply = client.post("/api/v4/users/login", json!({"login_id": name, "password": password})).await;
    if reply.status == 200 { "in".to_owned() } else { reply.error_id().to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_locks_an_account_however_many_guess_at_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let victim = node.sign_up("victim").await;
    let anonymous = node.anonymous();
    join_all((0..12).map(|n| try_login(&anonymous, "victim", ["wrong", "worse"][n % 2]))).await;
    let locked = "api.user.check_user_login_attempts.too_many.app_error";
    assert_eq!(try_login(&anonymous, "victim", PASSWORD).await, locked);
    let body = json!({"current_password": PASSWORD, "new_password": "Password-5678"});
    assert_eq!(victim.put("/api/v4/users/me/password", body).await.error_id(), locked, "no second door");
    let path = format!("/api/v4/users/{}/reset_failed_attempts", victim.user_id());
    assert_eq!(victim.post(&path, json!({})).await.status, 403);
    assert_eq!(admin.post(&path, json!({})).await.status, 200);
    assert_eq!(try_login(&anonymous, "victim", PASSWORD).await, "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_log_in_of_nobody_leaves_no_trace() {
    let node = TestNode::start().await;
    node.sign_up("admin").await;
    let before = node.digest().await;
    let anonymous = node.anonymous();
    let invalid = "api.user.login.invalid_credentials_email_username";
    assert_eq!(try_login(&anonymous, "nobody", "x").await, invalid);
    assert_eq!(try_login(&anonymous, "", "x").await, invalid);
    assert_eq!(try_login(&anonymous, "admin", "").await, "api.user.login.blank_pwd.app_error");
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_other_sessions_where_the_server_says_so() {
    let tuning = Tuning::default().with("MM_SERVICESETTINGS_TERMINATESESSIONSONPASSWORDCHANGE", "true");
    let node = TestNode::tuned(tuning).await;
    let here = node.sign_up("someone").await;
    let there = node.log_in("someone").await;
    assert_eq!(there.get("/api/v4/users/me").await.status, 200);
    let mut socket = there.connect().await;
    socket.wait_for("hello").await;
    let body = json!({"current_password": PASSWORD, "new_password": "Password-5678"});
    assert_eq!(here.put("/api/v4/users/me/password", body).await.status, 200);
    assert_eq!(here.get("/api/v4/users/me").await.status, 200);
    assert_eq!(there.get("/api/v4/users/me").await.status, 401);
    socket.wait_closed().await;
    assert_eq!(try_login(&node.anonymous(), "someone", "Password-5678").await, "in");
    assert_ne!(try_login(&node.anonymous(), "someone", PASSWORD).await, "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_another_node_ended_ends_here() {
    let cluster = TestCluster::start(2).await;
    let user = cluster.node(0).sign_up("someone").await;
    let elsewhere = user.at(cluster.node(1));
    assert_eq!(elsewhere.get("/api/v4/users/me").await.status, 200);
    let mut socket = elsewhere.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(user.post("/api/v4/users/me/sessions/revoke/all", json!({})).await.status, 200);
    elsewhere.wait_until("locked out", async |client| client.get("/api/v4/users/me").await.status == 401).await;
    socket.wait_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_all_sessions_of_the_server_is_for_administrators() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("someone").await;
    assert_eq!(user.post("/api/v4/users/sessions/revoke/all", json!({})).await.status, 403);
    assert_eq!(admin.post("/api/v4/users/sessions/revoke/all", json!({})).await.status, 200);
    for client in [&admin, &user] {
        assert_eq!(client.get("/api/v4/users/me").await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_of_a_user_is_ended_by_its_id_and_only_by_its_owner() {
    let node = TestNode::start().await;
    node.sign_up("admin").await;
    let (here, other) = (node.sign_up("someone").await, node.sign_up("other").await);
    let there = node.log_in("someone").await;
    let sessions = there.get("/api/v4/users/me/sessions").await.body;
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    // The most recently used stands first.
    let id = sessions[0]["id"].clone();
    let refused = other.post("/api/v4/users/me/sessions/revoke", json!({"session_id": id})).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.context.invalid_url_param.app_error"));
    assert_eq!(here.post("/api/v4/users/me/sessions/revoke", json!({"session_id": id})).await.status, 200);
    let me = "/api/v4/users/me";
    assert_eq!((here.get(me).await.status, there.get(me).await.status), (200, 401));
}

#[tokio::test(flavor = "multi_thread")]
async fn activity_is_written_once_and_an_idle_session_ends() {
    let node = TestNode::start().await;
    let user = node.sign_up("someone").await;
    let sql = node.database.client().await;
    let age = "update sessions set lastactivityat = lastactivityat - $1::bigint returning lastactivityat";
    let aged: i64 = sql.query_one(age, &[&600_000_i64]).await.unwrap().get(0);
    user.get("/api/v4/users/me").await;
    let touched: i64 = sql.query_one("select lastactivityat from sessions", &[]).await.unwrap().get(0);
    assert!(touched > aged);
    let (statements, _) = user.get("/api/v4/users/me").await.statements_and_trips();
    assert_eq!(statements, 0, "for one's own account");
    let again: i64 = sql.query_one("select lastactivityat from sessions", &[]).await.unwrap().get(0);
    assert_eq!(again, touched);

    let tuning = Tuning::default().with("MM_SERVICESETTINGS_SESSIONIDLETIMEOUTINMINUTES", "30");
    let strict = TestNode::on(node.database.clone(), tuning).await;
    let elsewhere = user.at(&strict);
    assert_eq!(elsewhere.get("/api/v4/users/me").await.status, 200);
    sql.query_one(age, &[&3_600_000_i64]).await.unwrap();
    let later = TestNode::on(
        node.database.clone(),
        Tuning::default().with("MM_SERVICESETTINGS_SESSIONIDLETIMEOUTINMINUTES", "30"),
    )
    .await;
    assert_eq!(user.at(&later).get("/api/v4/users/me").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_names_its_program_and_a_device_has_one_session() {
    let node = TestNode::start().await;
    node.sign_up("someone").await;
    let anonymous = node.anonymous();
    let log_in = async |device: &str| {
        let body = json!({"login_id": "someone", "password": PASSWORD, "device_id": device});
        let request = anonymous.request("POST", "/api/v4/users/login");
        let request = request.header("user-agent", "Mattermost Mobile/2.11.0+505 (iPhone; iOS 17.1)").json(&body);
        let reply = anonymous.send(request).await;
        anonymous.with_token(reply.header("token"), reply.body["id"].as_str().unwrap())
    };
    let first = log_in("apple:x").await;
    let second = log_in("apple:x").await;
    assert_eq!(first.get("/api/v4/users/me").await.status, 401);
    let session = second.get("/api/v4/users/me/sessions").await.body[0].clone();
    let props = &session["props"];
    assert_eq!(session["device_id"], "apple:x");
    assert_eq!((&props["platform"], &props["os"]), (&json!("iPhone"), &json!("iOS")));
    assert_eq!((&props["browser"], &props["isMobile"]), (&json!("Mobile App/2.11.0+505"), &json!("true")));
}

/// What an authenticator shows now, by the clock of the database.
async fn code(node: &TestNode, secret: &str) -> String {
    let sql = node.database.client().await;
    let now_s: i64 = sql.query_one("select extract(epoch from now())::bigint", &[]).await.unwrap().get(0);
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(now_s.unsigned_abs()).to_string()
}

async fn second_factor(node: &TestNode, client: &Client) -> String {
    let secret = client.post("/api/v4/users/me/mfa/generate", json!({})).await.body;
    assert!(secret["qr_code"].as_str().unwrap().len() > 100, "{secret}");
    let secret = secret["secret"].as_str().unwrap().to_owned();
    let body = json!({"activate": true, "code": code(node, &secret).await});
    assert_eq!(client.put("/api/v4/users/me/mfa", body).await.status, 200);
    secret
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_second_factor_is_asked_for_and_taken_once() {
    let node =
        TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEMULTIFACTORAUTHENTICATION", "true")).await;
    let user = node.sign_up("someone").await;
    let anonymous = node.anonymous();
    let log_in = async |token: &str| {
        let body = json!({"login_id": "someone", "password": PASSWORD, "token": token});
        let reply = anonymous.post("/api/v4/users/login", body).await;
        (reply.status, reply.error_id().to_owned())
    };
    let secret = second_factor(&node, &user).await;
    let refused = |id: &str| (401, id.to_owned());
    assert_eq!(log_in("").await, refused("mfa.validate_token.authenticate.app_error"));
    assert_eq!(log_in("000000").await, refused("api.user.check_user_mfa.bad_code.app_error"));
    // The code that switched it on is used up; the row forgets it, as if half a minute had passed.
    let sql = node.database.client().await;
    sql.execute("update users set mfausedtimestamps = '[]'", &[]).await.unwrap();
    let token = code(&node, &secret).await;
    let tries = join_all((0..4).map(|_| log_in(&token))).await;
    assert_eq!(tries.iter().filter(|(status, _)| *status == 200).count(), 1, "{tries:?}");
    let me = user.get("/api/v4/users/me").await.body;
    assert_eq!(me["mfa_active"], true);
    assert_eq!(user.put("/api/v4/users/me/mfa", json!({"activate": false})).await.status, 200);
    assert_eq!(log_in("").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_second_factor_is_demanded_nothing_else_works_without_it() {
    let tuning = Tuning::default()
        .with("MM_SERVICESETTINGS_ENABLEMULTIFACTORAUTHENTICATION", "true")
        .with("MM_SERVICESETTINGS_ENFORCEMULTIFACTORAUTHENTICATION", "true");
    let node = TestNode::tuned(tuning).await;
    let user = node.sign_up("someone").await;
    assert_eq!(user.get("/api/v4/users/me").await.status, 200, "one's own account can be read");
    let refused = user.get("/api/v4/users").await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.mfa_required.app_error"));
    second_factor(&node, &user).await;
    assert_eq!(user.get("/api/v4/users").await.status, 200);
}

async fn token_of(client: &Client, description: &str) -> Value {
    let reply = client.post("/api/v4/users/me/tokens", json!({"description": description})).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_is_one_session_until_it_is_switched_off() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true")).await;
    let admin = node.sign_up("admin").await;
    let token = token_of(&admin, "robot").await;
    let robot = node.anonymous().with_token(token["token"].as_str().unwrap(), admin.user_id());
    let uses = join_all((0..6).map(|_| robot.get("/api/v4/users/me"))).await;
    assert!(uses.iter().all(|reply| reply.status == 200));
    let sql = node.database.client().await;
    let count = "select count(*) from sessions where props ->> 'type' = 'UserAccessToken'";
    assert_eq!(sql.query_one(count, &[]).await.unwrap().get::<_, i64>(0), 1);
    let mut socket = robot.connect().await;
    socket.wait_for("hello").await;
    let reference = json!({"token_id": token["id"]});
    assert_eq!(admin.post("/api/v4/users/tokens/disable", reference.clone()).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401);
    socket.wait_closed().await;
    assert_eq!(admin.post("/api/v4/users/tokens/enable", reference.clone()).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 200);
    assert_eq!(admin.post("/api/v4/users/tokens/revoke", reference).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_token_of_a_deactivated_user_does_nothing() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true")).await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("someone").await;
    let roles = json!({"roles": "system_user system_user_access_token"});
    assert_eq!(admin.put(&format!("/api/v4/users/{}/roles", user.user_id()), roles).await.status, 200);
    let token = token_of(&user, "robot").await;
    let robot = node.anonymous().with_token(token["token"].as_str().unwrap(), user.user_id());
    assert_eq!(robot.get("/api/v4/users/me").await.status, 200);
    let active = format!("/api/v4/users/{}/active", user.user_id());
    assert_eq!(admin.put(&active, json!({"active": false})).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401, "nor does it make a new session");
    assert_eq!(admin.put(&active, json!({"active": true})).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 200);
}
