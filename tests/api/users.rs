//! Accounts and sessions.

use roost_testkit::{TestNode, Tuning};
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

#[tokio::test(flavor = "multi_thread")]
async fn administrators_of_a_closed_server_see_whose_address_is_of_no_domain_of_theirs() {
    let node = TestNode::tuned(Tuning::default().with("MM_TEAMSETTINGS_ENABLEOPENSERVER", "false")).await;
    let admin = node.sign_up("admin").await;
    for (name, domain) in [("ann", "example.com"), ("bob", "example.org"), ("cat", "x.example.org")] {
        let body = json!({"username": name, "email": format!("{name}@{domain}"), "password": "Password-1234"});
        assert_eq!(admin.post("/api/v4/users", body).await.status, 201);
    }
    let person = node.log_in("ann").await;
    let outside = async || {
        let found = admin.get("/api/v4/users/invalid_emails").await;
        assert_eq!(found.status, 200, "{:?}", found.body);
        let mut names: Vec<String> =
            found.body.as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(outside().await, [] as [&str; 0], "every address is good");
    let domains = json!({"TeamSettings": {"RestrictCreationToDomains": "example.org"}});
    assert_eq!(admin.put("/api/v4/config/patch", domains).await.status, 200);
    assert_eq!(outside().await, ["admin", "ann", "cat"], "a domain below is another one");
    assert_eq!(person.get("/api/v4/users/invalid_emails").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_an_open_server_nobodys_address_is_outside() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    assert_eq!(admin.get("/api/v4/users/invalid_emails").await.status, 400);
}
