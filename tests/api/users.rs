//! Accounts and sessions.

use roost_testkit::TestNode;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_is_the_administrator_and_the_second_is_not() {
    let node = TestNode::start().await;
    let first = node.sign_up("first").await;
    let second = node.sign_up("second").await;
    assert_eq!(first.get("/api/v4/users/me").await.body["roles"], "system_admin system_user");
    assert_eq!(second.get("/api/v4/users/me").await.body["roles"], "system_user");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_on_an_empty_server_make_one_administrator() {
    let node = TestNode::start().await;
    let names: Vec<String> = (0..6).map(|n| format!("user{n}")).collect();
    let all = futures_util::future::join_all(names.iter().map(|name| node.sign_up(name))).await;
    let mut admins = 0;
    for client in all {
        let me = client.get("/api/v4/users/me").await;
        admins += usize::from(me.body["roles"].as_str().unwrap().contains("system_admin"));
    }
    assert_eq!(admins, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_taken_once_however_many_try_at_once() {
    let node = TestNode::start().await;
    let anonymous = node.anonymous();
    let tries = (0..8).map(|n| {
        let body = json!({"email": format!("e{n}@example.com"), "username": "same", "password": "Password-1234"});
        anonymous.post("/api/v4/users", body)
    });
    let replies = futures_util::future::join_all(tries).await;
    let created = replies.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(created, 1);
    for refused in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!(refused.error_id(), "app.user.save.username_exists.app_error");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_its_logout() {
    let node = TestNode::start().await;
    let user = node.sign_up("someone").await;
    assert_eq!(user.get("/api/v4/users/me").await.status, 200);
    assert_eq!(user.post("/api/v4/users/logout", json!({})).await.status, 200);
    assert_eq!(user.get("/api/v4/users/me").await.status, 401);
}
