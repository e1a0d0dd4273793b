//! Guests who sign in by links that are sent to them, without a password.

use roost_testkit::{Client, MailServer, Reply, TestNode};
use serde_json::{Value, json};

use super::helpers::{id, ids};

const ENTRANCE: &str = "/login/one_time_link";

struct Place {
    server: MailServer,
    node: TestNode,
    admin: Client,
    team: Value,
    channel: Value,
}

impl Place {
    async fn build() -> Self {
        let server = MailServer::start().await;
        let tuning = server
            .tuning()
            .with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")
            .with("MM_GUESTACCOUNTSSETTINGS_ENABLEGUESTMAGICLINK", "true");
        let node = TestNode::tuned(tuning).await;
        let admin = node.sign_up("admin").await;
        let team = admin.new_team("crew").await;
        let channel = admin.new_channel(&team, "deck").await;
        Self { server, node, admin, team, channel }
    }

    async fn invite(&self, email: &str, channel: &Value) {
        let path = format!(
            "/api/v4/teams/{}/invite-guests/email?graceful=true&guest_magic_link=true",
            channel["team_id"].as_str().unwrap()
        );
        let invited = self.admin.post(&path, json!({"emails": [email], "channels": [id(channel)]})).await;
        assert_eq!(invited.body, json!([{"email": email, "error": null}]));
    }

    async fn enter(&self, token: &str) -> Reply {
        self.node.anonymous().get(&format!("{ENTRANCE}?t={token}")).await
    }

    async fn login_type(&self, login_id: &str) -> Reply {
        self.node.anonymous().post("/api/v4/users/login/type", json!({"login_id": login_id})).await
    }
}

/// The token of the link in a mail.
fn token(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    let link = text.lines().find(|line| line.contains(ENTRANCE)).unwrap_or_else(|| panic!("no link: {text}"));
    link.split_once("?t=").unwrap().1.trim().to_owned()
}

/// The session that an answer brings a browser.
fn session(place: &Place, entered: &Reply) -> Client {
    assert_eq!((entered.status, entered.header("location")), (302, "/"), "{:?}", entered.body);
    let cookies: Vec<&str> = entered.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    let value = |name: &str| {
        let line = cookies.iter().find_map(|line| line.strip_prefix(&format!("{name}=")));
        line.unwrap_or_else(|| panic!("no {name}: {cookies:?}")).split(';').next().unwrap()
    };
    assert!(!value("MMCSRF").is_empty());
    place.node.anonymous().with_token(value("MMAUTHTOKEN"), value("MMUSERID"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_comes_in_by_the_invitation_and_later_by_links_to_the_same_address() {
    let mut place = Place::build().await;
    place.invite("ann.guest@example.com", &place.channel).await;
    let invitation = token(&place.server.mail("ann.guest@example.com", "as a guest").await);
    let ann = session(&place, &place.enter(&invitation).await);
    let me = ann.get("/api/v4/users/me").await.body;
    let told = ["username", "roles", "auth_service", "email"].map(|name| me[name].as_str().unwrap());
    assert_eq!(told, ["ann.guest", "system_guest", "magic_link", "ann.guest@example.com"]);
    assert_eq!(me["email_verified"], true);
    let channels = ann.get(&format!("/api/v4/users/me/teams/{}/channels", id(&place.team))).await.body;
    assert_eq!(ids(&channels), [id(&place.channel)]);
    assert_eq!(place.enter(&invitation).await.error_id(), "api.user.guest_magic_link.invalid_token.app_error", "once");

    // A browser comes to the page on which another link is asked for.
    let page = place.node.anonymous().request("GET", &format!("{ENTRANCE}?t={invitation}"));
    let led = place.node.anonymous().send(page.header("accept", "text/html,application/xhtml+xml")).await;
    assert_eq!((led.status, led.header("location"), led.header("set-cookie")), (302, "/login?link=spent", ""));

    // By name or address, and whatever else is asked for tells nothing.
    for login_id in ["ann.guest@example.com", "Ann.Guest"] {
        let kind = place.login_type(login_id).await;
        assert_eq!((kind.status, kind.body), (200, json!({"auth_service": "magic_link", "is_deactivated": false})));
    }
    for login_id in ["admin", "nobody@example.com", ""] {
        let kind = place.login_type(login_id).await;
        assert_eq!((kind.status, kind.body), (200, json!({"auth_service": "", "is_deactivated": false})));
    }
    let first = token(&place.server.mail("ann.guest@example.com", "link to sign in").await);
    let second = token(&place.server.mail("ann.guest@example.com", "link to sign in").await);
    // Mails overtake each other: one of the two is the later one, which alone is good.
    let entered = [place.enter(&first).await, place.enter(&second).await];
    let (good, bad): (Vec<&Reply>, Vec<&Reply>) = entered.iter().partition(|reply| reply.status == 302);
    assert_eq!((good.len(), bad[0].error_id()), (1, "api.user.guest_magic_link.invalid_token.app_error"));
    assert_eq!(session(&place, good[0]).get("/api/v4/users/me").await.body["id"], me["id"]);

    // An invitation to more leads the same account there.
    let other = place.admin.new_team("other").await;
    let cabin = place.admin.new_channel(&other, "cabin").await;
    place.invite("ann.guest@example.com", &cabin).await;
    let invitation = token(&place.server.mail("ann.guest@example.com", "as a guest").await);
    let again = session(&place, &place.enter(&invitation).await);
    assert_eq!(again.user_id(), ann.user_id());
    assert_eq!(again.get("/api/v4/users/me/teams").await.body.as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_by_links_has_no_password_and_stays_a_guest() {
    let mut place = Place::build().await;
    place.invite("ann@example.com", &place.channel).await;
    let invitation = token(&place.server.mail("ann@example.com", "as a guest").await);
    let ann = session(&place, &place.enter(&invitation).await);
    let own = format!("/api/v4/users/{}", ann.user_id());
    let nobody = place.node.anonymous();
    let password = json!({"login_id": "ann", "password": "Password-1234"});
    assert_eq!(nobody.post("/api/v4/users/login", password).await.status, 401);
    let reset = nobody.post("/api/v4/users/password/reset/send", json!({"email": "ann@example.com"})).await;
    assert_eq!((reset.status, reset.error_id()), (400, "api.user.send_password_reset.guest_magic_link.app_error"));
    let change = json!({"current_password": "x", "new_password": "Password-5678"});
    for client in [&ann, &place.admin] {
        let refused = client.put(&format!("{own}/password"), change.clone()).await;
        assert_eq!((refused.status, refused.error_id()), (400, "api.user.update_password.magic_link.app_error"));
    }
    let promote = place.admin.post(&format!("{own}/promote"), Value::Null).await;
    assert_eq!(
        (promote.status, promote.error_id()),
        (501, "api.user.promote_guest_to_user.magic_link_enabled.app_error")
    );
    let body = json!({"current_service": "magic_link", "new_service": "email", "email": "ann@example.com"});
    let switch = ann.post("/api/v4/users/login/switch", body).await;
    assert_eq!((switch.status, switch.error_id()), (400, "api.user.oauth_to_email.magic_link.app_error"));
    for (query, error) in [("", "missing_token"), ("t=short", "invalid_token")] {
        let refused = nobody.get(&format!("{ENTRANCE}?{query}")).await;
        let expected = format!("api.user.guest_magic_link.{error}.app_error");
        assert_eq!((refused.status, refused.error_id()), (400, expected.as_str()));
    }

    // The invitation of a guest with a link makes no account with a password, and the other way round.
    place.invite("bob@example.com", &place.channel).await;
    let bobs = token(&place.server.mail("bob@example.com", "as a guest").await);
    let account = json!({"email": "bob@example.com", "username": "bob", "password": "Password-1234"});
    assert_eq!(nobody.post(&format!("/api/v4/users?t={bobs}"), account).await.status, 400);

    // Who is deactivated is told so, and sent nothing.
    assert_eq!(place.admin.put(&format!("{own}/active"), json!({"active": false})).await.status, 200);
    assert_eq!(place.login_type("ann").await.body, json!({"auth_service": "magic_link", "is_deactivated": true}));
    let sent = |mail: &Value| mail["text"].as_str().is_some_and(|text| text.contains(ENTRANCE));
    assert!(!place.server.others().iter().any(sent));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_link_is_good_no_longer() {
    let mut place = Place::build().await;
    place.invite("ann@example.com", &place.channel).await;
    let invitation = token(&place.server.mail("ann@example.com", "as a guest").await);
    let rows = place.node.database.client().await;
    let age = async |minutes: i64| {
        let sql = "update tokens set createat = createat - $1 where type like 'guest_magic_link%'";
        rows.execute(sql, &[&(minutes * 60_000)]).await.unwrap();
    };
    age(48 * 60 + 1).await;
    let late = place.enter(&invitation).await;
    assert_eq!((late.status, late.error_id()), (400, "api.user.guest_magic_link.expired_token.app_error"));
    place.invite("ann@example.com", &place.channel).await;
    let invitation = token(&place.server.mail("ann@example.com", "as a guest").await);
    age(47 * 60).await;
    session(&place, &place.enter(&invitation).await);

    place.login_type("ann").await;
    let link = token(&place.server.mail("ann@example.com", "link to sign in").await);
    age(6).await;
    assert_eq!(place.enter(&link).await.error_id(), "api.user.guest_magic_link.expired_token.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_links_are_off_nobody_is_invited_to_them() {
    let server = MailServer::start().await;
    let node = TestNode::tuned(server.tuning().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let body = json!({"emails": ["ann@example.com"], "channels": [id(&channel)]});
    let path = format!("/api/v4/teams/{}/invite-guests/email?guest_magic_link=true", id(&team));
    let refused = admin.post(&path, body).await;
    let off = "api.team.invite_guests_to_channels.guest_magic_link_disabled.error";
    assert_eq!((refused.status, refused.error_id()), (403, off));
    let entered = node.anonymous().get(&format!("{ENTRANCE}?t={}", "x".repeat(64))).await;
    assert_eq!((entered.status, entered.error_id()), (401, "api.user.login.guest_magic_link.disabled.error"));
    assert_eq!(node.anonymous().post("/api/v4/users/login/type", json!({"login_id": "admin"})).await.status, 404);
}
