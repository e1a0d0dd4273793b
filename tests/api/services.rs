//! Accounts that log in by a service: they change to a password, and the desktop app ends what a browser began.

use roost_testkit::{Client, MailServer, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::now_ms;

const SWITCH: &str = "/api/v4/users/login/switch";
const DESKTOP: &str = "/api/v4/users/login/desktop_token";
const NEW: &str = "Password-5678";

/// From now on the account logs in by this service.
async fn by_service(admin: &Client, person: &Client, service: &str) {
    let path = format!("/api/v4/users/{}/auth", person.user_id());
    let data = format!("{service}-{}", person.user_id());
    let set = admin.put(&path, json!({"auth_service": service, "auth_data": data})).await;
    assert_eq!(set.status, 200, "{:?}", set.body);
}

fn wish(service: &str, email: &str, password: &str) -> Value {
    json!({"current_service": service, "new_service": "email", "email": email, "password": password})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_a_service_changes_to_a_password() {
    let mut mails = MailServer::start().await;
    let node = TestNode::tuned(mails.tuning()).await;
    let (admin, ann) = (node.sign_up("admin").await, node.sign_up("ann").await);
    by_service(&admin, &ann, "gitlab").await;
    let mut socket = ann.connect().await;
    socket.wait_for("hello").await;
    let email = ann.get("/api/v4/users/me").await.body["email"].as_str().unwrap().to_owned();

    let done = ann.post(SWITCH, wish("gitlab", &email, NEW)).await;
    assert_eq!((done.status, done.body), (200, json!({"follow_link": "/login?extra=signin_change"})));
    assert_eq!(ann.get("/api/v4/users/me").await.status, 401, "the sessions of the service are over");
    socket.wait_closed().await;
    mails.mail(&email, "password").await;
    let login = node.anonymous().post("/api/v4/users/login", json!({"login_id": "ann", "password": NEW})).await;
    assert_eq!((login.status, &login.body["auth_service"]), (200, &json!("")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_change_to_a_password_keeps_the_service() {
    let node = TestNode::start().await;
    let (admin, ann) = (node.sign_up("admin").await, node.sign_up("ann").await);
    let bob = node.sign_up("bob").await;
    by_service(&admin, &ann, "gitlab").await;
    let email = ann.get("/api/v4/users/me").await.body["email"].as_str().unwrap().to_owned();
    let before = node.digest().await;
    for (reply, status, error) in [
        (
            node.anonymous().post(SWITCH, wish("gitlab", &email, NEW)).await,
            401,
            "api.context.session_expired.app_error",
        ),
        (bob.post(SWITCH, wish("gitlab", &email, NEW)).await, 403, "api.user.oauth_to_email.context.app_error"),
        (ann.post(SWITCH, wish("google", &email, NEW)).await, 400, "api.user.oauth_to_email.not_oauth_user.app_error"),
        (ann.post(SWITCH, wish("gitlab", "no@example.com", NEW)).await, 404, "app.user.missing_account.const"),
        (ann.post(SWITCH, wish("gitlab", &email, "x")).await, 400, "model.user.is_valid.pwd_min_length.app_error"),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);

    for (section, key, error) in [
        (
            "ServiceSettings",
            "ExperimentalEnableAuthenticationTransfer",
            "api.user.oauth_to_email.not_available.app_error",
        ),
        (
            "EmailSettings",
            "EnableSignUpWithEmail",
            "api.user.auth_switch.not_available.email_signup_disabled.app_error",
        ),
    ] {
        let set = |on: bool| json!({section: {key: on}});
        assert_eq!(admin.put("/api/v4/config/patch", set(false)).await.status, 200);
        let refused = ann.post(SWITCH, wish("gitlab", &email, NEW)).await;
        assert_eq!((refused.status, refused.error_id()), (403, error));
        assert_eq!(admin.put("/api/v4/config/patch", set(true)).await.status, 200);
    }
}

/// Leaves a token as the end of a log-in in a browser does.
async fn leave(node: &TestNode, person: &Client, token: &str, age_s: i64) {
    let sql = "insert into desktoptokens (token, createat, userid) values ($1, $2, $3)";
    let at_s = now_ms() / 1_000 - age_s;
    node.database.client().await.execute(sql, &[&token, &at_s, &person.user_id()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desktop_app_ends_a_log_in_by_a_token_once() {
    let node = TestNode::tuned(Tuning::default()).await;
    let (admin, ann) = (node.sign_up("admin").await, node.sign_up("ann").await);
    let bob = node.sign_up("bob").await;
    by_service(&admin, &ann, "gitlab").await;
    leave(&node, &ann, "old", 200).await;
    leave(&node, &ann, "one", 10).await;
    leave(&node, &ann, "two", 5).await;
    leave(&node, &bob, "bobs", 0).await;
    let enter = async |token: &str| {
        let body = json!({"token": token, "deviceId": "desktop:x"});
        node.anonymous().post(DESKTOP, body).await
    };
    let invalid = "app.desktop_token.validate.invalid";
    assert_eq!((enter("old").await.status, enter("").await.error_id()), (401, invalid));
    let entered = enter("one").await;
    assert_eq!((entered.status, &entered.body["username"]), (200, &json!("ann")), "{:?}", entered.body);
    assert!(
        entered.headers.get_all("set-cookie").iter().any(|line| line.to_str().unwrap().starts_with("MMAUTHTOKEN="))
    );
    let session = node.anonymous().with_token(entered.header("token"), ann.user_id());
    assert_eq!(session.get("/api/v4/users/me").await.status, 200);
    let sessions = session.get("/api/v4/users/me/sessions").await.body;
    let newest = sessions.as_array().unwrap().iter().find(|one| one["device_id"] == "desktop:x").unwrap();
    assert_eq!(newest["props"]["isOAuthUser"], "true");
    for token in ["one", "two"] {
        assert_eq!(enter(token).await.error_id(), invalid, "{token} is used up");
    }
    let password = enter("bobs").await;
    let error = "api.user.login_with_desktop_token.not_oauth_or_saml_user.app_error";
    assert_eq!((password.status, password.error_id()), (401, error));
    let closed = admin.delete(&format!("/api/v4/users/{}", ann.user_id())).await;
    assert_eq!(closed.status, 200);
    leave(&node, &ann, "late", 0).await;
    assert_eq!(enter("late").await.error_id(), "api.user.login.inactive.app_error");
}
