//! Applications that people let act for them.

use reqwest::Url;
use roost_testkit::{Client, Reply, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

/// Where the applications of these tests send people back to. Nothing listens there.
const CALLBACK: &str = "http://127.0.0.1/cb";
/// A code verifier, and the challenge that is made of it: the example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn new_app(admin: &Client, more: Value) -> Value {
    let mut body = json!({"name": "Robot", "callback_urls": [CALLBACK], "homepage": "http://127.0.0.1/"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = admin.post("/api/v4/oauth/apps", body).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    made.body
}

/// What a person says when asked: the answer of `POST /oauth/authorize`.
async fn allow(person: &Client, app: &Value, more: Value) -> Reply {
    let mut body = json!({"response_type": "code", "client_id": id(app), "redirect_uri": CALLBACK, "state": "a b"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    person.post("/oauth/authorize", body).await
}

/// A field of the query of an address.
fn field(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    found.unwrap_or_else(|| panic!("no {name} in {address}"))
}

async fn code(person: &Client, app: &Value, more: Value) -> String {
    let reply = allow(person, app, more).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    let address = reply.body["redirect"].as_str().unwrap();
    assert_eq!(field(address, "state"), "a b");
    field(address, "code")
}

/// Names and values as queries and forms have them.
fn encoded(fields: &[(&str, &str)]) -> String {
    Url::parse_with_params("http://a/", fields).unwrap().query().unwrap_or_default().to_owned()
}

/// Calls the token endpoint as an application does: without a session, with a form.
async fn token(node: &TestNode, fields: &[(&str, &str)]) -> Reply {
    let nobody = node.anonymous();
    nobody.send(nobody.request("POST", "/oauth/access_token").body(encoded(fields))).await
}

async fn redeem(node: &TestNode, app: &Value, code: &str) -> Reply {
    let secret = app["client_secret"].as_str().unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", id(app)),
        ("client_secret", secret),
        ("redirect_uri", CALLBACK),
        ("code", code),
    ];
    token(node, &fields).await
}

async fn refresh(node: &TestNode, app: &Value, token_text: &str) -> Reply {
    let secret = app["client_secret"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", id(app)),
        ("client_secret", secret),
        ("refresh_token", token_text),
    ];
    token(node, &fields).await
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// A session with the token that an application was given.
fn acting(node: &TestNode, issued: &Value) -> Client {
    node.anonymous().with_token(text(&issued["access_token"]), "")
}

async fn status(client: &Client) -> u16 {
    client.get("/api/v4/users/me").await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_acts_for_a_person_until_they_no_longer_let_it() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let app = new_app(&admin, json!({})).await;
    let code_text = code(&person, &app, json!({})).await;
    let issued = redeem(&node, &app, &code_text).await;
    assert_eq!((issued.status, issued.header("cache-control")), (200, "no-store"), "{:?}", issued.body);
    assert_eq!((&issued.body["token_type"], &issued.body["scope"]), (&json!("bearer"), &json!("user")));
    let robot = acting(&node, &issued.body);
    assert_eq!(robot.get("/api/v4/users/me").await.body["id"], person.user_id());
    let sessions = person.get("/api/v4/users/me/sessions").await.body;
    let own = sessions.as_array().unwrap().iter().find(|session| session["is_oauth"] == true).unwrap();
    assert_eq!((&own["props"]["platform"], &own["props"]["oauth_app_id"]), (&json!("Robot"), &app["id"]));

    // A code is redeemed once, and a second one gives the same token as long as it lives.
    assert_eq!(redeem(&node, &app, &code_text).await.error_id(), "api.oauth.get_access_token.expired_code.app_error");
    let again = redeem(&node, &app, &code(&person, &app, json!({})).await).await;
    assert_eq!(again.body["access_token"], issued.body["access_token"]);

    let list = person.get("/api/v4/users/me/oauth/apps/authorized").await.body;
    assert_eq!((ids(&list), &list[0]["client_secret"]), (vec![id(&app)], &json!("")));
    let mut socket = robot.connect().await;
    socket.wait_for("hello").await;
    let other = code(&person, &app, json!({})).await;
    assert_eq!(person.post("/oauth/deauthorize", json!({"client_id": id(&app)})).await.status, 200);
    socket.wait_closed().await;
    assert_eq!((status(&robot).await, status(&person).await), (401, 200));
    assert_eq!(redeem(&node, &app, &other).await.status, 400, "its codes are worth nothing either");
    assert_eq!(refresh(&node, &app, text(&issued.body["refresh_token"])).await.status, 404);
    assert_eq!(person.get("/api/v4/users/me/oauth/apps/authorized").await.body, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_gives_new_tokens_once() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let (app, other) = (new_app(&admin, json!({})).await, new_app(&admin, json!({"name": "Other"})).await);
    let first = redeem(&node, &app, &code(&person, &app, json!({})).await).await.body;
    let old = text(&first["refresh_token"]);
    let stolen = refresh(&node, &other, old).await;
    assert_eq!((stolen.status, stolen.error_id()), (404, "api.oauth.get_access_token.refresh_token.app_error"));
    let (one, two) = tokio::join!(refresh(&node, &app, old), refresh(&node, &app, old));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    let second = if one.status == 200 { one.body } else { two.body };
    assert_ne!(second["access_token"], first["access_token"]);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(status(&acting(&node, &first)).await, 401);
    assert_eq!(status(&acting(&node, &second)).await, 200);
    // Whoever ends the session in their list of sessions ends the application's hold.
    let sessions = person.get("/api/v4/users/me/sessions").await.body;
    let own = sessions.as_array().unwrap().iter().find(|session| session["is_oauth"] == true).unwrap();
    let revoked = person.post("/api/v4/users/me/sessions/revoke", json!({"session_id": own["id"]})).await;
    assert_eq!(revoked.status, 200);
    assert_eq!(status(&acting(&node, &second)).await, 401);
    assert_eq!(refresh(&node, &app, text(&second["refresh_token"])).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_codes_at_once_give_one_token() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let app = new_app(&admin, json!({})).await;
    let (first, second) = (code(&person, &app, json!({})).await, code(&person, &app, json!({})).await);
    let (one, two) = tokio::join!(redeem(&node, &app, &first), redeem(&node, &app, &second));
    assert_eq!((one.status, two.status), (200, 200));
    assert_eq!(one.body["access_token"], two.body["access_token"]);
    let sessions = person.get("/api/v4/users/me/sessions").await.body;
    assert_eq!(sessions.as_array().unwrap().iter().filter(|session| session["is_oauth"] == true).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_token_must_be_who_the_code_is_for() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let (app, other) = (new_app(&admin, json!({})).await, new_app(&admin, json!({"name": "Other"})).await);
    let code_text = code(&person, &app, json!({"resource": "https://a.example.com/api"})).await;
    let before = node.digest().await;
    let secret = text(&app["client_secret"]);
    let valid = [
        ("grant_type", "authorization_code"),
        ("client_id", id(&app)),
        ("client_secret", secret),
        ("redirect_uri", CALLBACK),
        ("code", code_text.as_str()),
    ];
    for (name, value, error) in [
        ("grant_type", "password", "api.oauth.get_access_token.bad_grant.app_error"),
        ("client_id", "short", "api.oauth.get_access_token.bad_client_id.app_error"),
        ("client_id", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "api.oauth.get_access_token.credentials.app_error"),
        ("client_id", id(&other), "model.oauth.validate_grant.credentials.app_error"),
        ("client_secret", "", "model.oauth.validate_grant.credentials.app_error"),
        ("redirect_uri", "http://127.0.0.1/other", "api.oauth.get_access_token.redirect_uri.app_error"),
        ("code", "", "api.oauth.get_access_token.missing_code.app_error"),
        ("code", "nonsense", "api.oauth.get_access_token.expired_code.app_error"),
        ("code_verifier", VERIFIER, "model.authorize.validate_pkce.not_used_in_auth.app_error"),
        ("resource", "https://b.example.com/", "api.oauth.get_access_token.resource_mismatch.app_error"),
    ] {
        let mut fields: Vec<(&str, &str)> = valid.iter().copied().filter(|(key, _)| *key != name).collect();
        fields.push((name, value));
        assert_eq!(token(&node, &fields).await.error_id(), error, "{name} {value}");
    }
    assert_eq!(
        redeem(&node, &other, &code_text).await.error_id(),
        "api.oauth.get_access_token.client_id_mismatch.app_error"
    );
    assert_eq!(node.digest().await, before);
    assert_eq!(token(&node, &valid).await.body["audience"], "https://a.example.com/api");
    // An account that is closed has nobody to act for.
    let late = code(&person, &app, json!({})).await;
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", person.user_id())).await.status, 200);
    assert_eq!(redeem(&node, &app, &late).await.error_id(), "api.oauth.get_access_token.internal_user.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_application_proves_itself_with_a_code_verifier() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let app = new_app(&admin, json!({"is_public": true})).await;
    assert_eq!(app["client_secret"], "");
    let refused = allow(&person, &app, json!({})).await;
    assert_eq!(refused.error_id(), "api.oauth.allow_oauth.pkce_required_public.app_error");
    let s256 = json!({"code_challenge": CHALLENGE, "code_challenge_method": "S256"});
    let code_text = code(&person, &app, s256).await;
    let redeem_with = async |more: &[(&str, &str)]| {
        let mut fields = vec![("grant_type", "authorization_code"), ("client_id", id(&app)), ("code", &code_text)];
        fields.extend([("redirect_uri", CALLBACK)]);
        fields.extend(more);
        token(&node, &fields).await
    };
    let wrong = VERIFIER.to_lowercase();
    for (more, error) in [
        (vec![], "model.oauth.validate_grant.pkce_required.app_error"),
        (vec![("code_verifier", wrong.as_str())], "model.authorize.validate_pkce.verification_failed.app_error"),
        (vec![("code_verifier", CHALLENGE)], "model.authorize.validate_pkce.verification_failed.app_error"),
        (vec![("client_secret", "x")], "model.oauth.validate_grant.public_client_secret.app_error"),
    ] {
        assert_eq!(redeem_with(&more).await.error_id(), error, "{more:?}");
    }
    let issued = redeem_with(&[("code_verifier", VERIFIER)]).await;
    assert_eq!((issued.status, &issued.body["refresh_token"]), (200, &json!("")));
    assert_eq!(status(&acting(&node, &issued.body)).await, 200);
    let refreshed =
        token(&node, &[("grant_type", "refresh_token"), ("client_id", id(&app)), ("refresh_token", "x")]).await;
    assert_eq!(refreshed.error_id(), "model.oauth.validate_grant.public_client_refresh_token.app_error");
    let secret = admin.post(&format!("/api/v4/oauth/apps/{}/regen_secret", id(&app)), json!({})).await;
    assert_eq!(secret.error_id(), "api.oauth.regenerate_secret.public_client.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_asked_once_and_sent_to_registered_addresses_only() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let app = new_app(&admin, json!({"name": "<b>Robot</b>"})).await;
    let trusted = new_app(&admin, json!({"is_trusted": true})).await;
    let visit = async |client: &Client, app: &Value, callback: &str| {
        let query = [("response_type", "code"), ("client_id", id(app)), ("redirect_uri", callback), ("state", "a b")];
        client.get(&format!("/oauth/authorize?{}", encoded(&query))).await
    };
    let nobody = visit(&node.anonymous(), &app, CALLBACK).await;
    assert_eq!(nobody.status, 302);
    assert!(nobody.header("location").starts_with("/login?redirect_to=%2Foauth%2Fauthorize%3F"), "{nobody:?}");
    let page = visit(&person, &app, CALLBACK).await;
    let html = String::from_utf8(page.bytes.clone()).unwrap();
    assert_eq!((page.status, page.header("x-frame-options")), (200, "SAMEORIGIN"));
    assert!(html.contains("&lt;b&gt;Robot&lt;/b&gt;") && !html.contains("<b>Robot"), "{html}");

    let to_trusted = visit(&person, &trusted, CALLBACK).await;
    assert_eq!(to_trusted.status, 302);
    let issued = redeem(&node, &trusted, &field(to_trusted.header("location"), "code")).await;
    assert_eq!(issued.status, 200);
    code(&person, &app, json!({})).await;
    assert_eq!(visit(&person, &app, CALLBACK).await.status, 302, "they have said yes before");

    for address in ["http://127.0.0.1/cb2", "http://127.0.0.1/cb?x=1", "javascript://alert(1)", "/cb", ""] {
        let refused = visit(&person, &trusted, address).await;
        assert_eq!((refused.status, refused.header("location")), (400, ""), "{address}");
        assert_eq!(allow(&person, &trusted, json!({"redirect_uri": address})).await.status, 400, "{address}");
    }
    // An application does not let others in.
    let robot = acting(&node, &issued.body);
    assert_eq!(allow(&robot, &app, json!({})).await.status, 403);
    assert_eq!(visit(&robot, &trusted, CALLBACK).await.status, 403);
    let implicit = allow(&person, &app, json!({"response_type": "token"})).await;
    let address = text(&implicit.body["redirect"]).to_owned();
    let given = address.strip_prefix("http://127.0.0.1/cb#access_token=").unwrap();
    assert_eq!(status(&node.anonymous().with_token(&given[..26], "")).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn applications_belong_to_who_made_them() {
    let node = TestNode::start().await;
    let (admin, maker) = (node.sign_up("admin").await, node.sign_up("maker").await);
    let stranger = node.sign_up("stranger").await;
    let role = admin.get("/api/v4/roles/name/system_user").await.body;
    let mut permissions = role["permissions"].as_array().unwrap().clone();
    permissions.push(json!("manage_oauth"));
    let patched = admin.put(&format!("/api/v4/roles/{}/patch", id(&role)), json!({"permissions": permissions})).await;
    assert_eq!(patched.status, 200);

    let app = new_app(&maker, json!({"is_trusted": true})).await;
    assert_eq!(app["is_trusted"], false, "administrators decide whom people need not be asked about");
    new_app(&admin, json!({"name": "Of the house"})).await;
    assert_eq!(ids(&maker.get("/api/v4/oauth/apps").await.body), [id(&app)]);
    assert_eq!(admin.get("/api/v4/oauth/apps").await.body.as_array().unwrap().len(), 2);
    let path = format!("/api/v4/oauth/apps/{}", id(&app));
    let change = json!({"id": id(&app), "name": "Other", "callback_urls": [CALLBACK], "homepage": "http://127.0.0.1/"});
    let before = node.digest().await;
    let refused = [
        stranger.get(&path).await,
        stranger.put(&path, change.clone()).await,
        stranger.post(&format!("{path}/regen_secret"), json!({})).await,
        stranger.delete(&path).await,
    ];
    assert_eq!(refused.map(|reply| reply.status), [403; 4]);
    assert_eq!(node.digest().await, before);
    assert_eq!(stranger.get(&format!("{path}/info")).await.body["client_secret"], "");

    let code_text = code(&stranger, &app, json!({})).await;
    let issued = redeem(&node, &app, &code_text).await.body;
    let renewed = maker.post(&format!("{path}/regen_secret"), json!({})).await.body;
    assert_ne!(renewed["client_secret"], app["client_secret"]);
    assert_eq!(refresh(&node, &app, text(&issued["refresh_token"])).await.status, 401, "the old secret");
    assert_eq!(maker.put(&path, change).await.body["name"], "Other");
    assert_eq!(maker.delete(&path).await.status, 200);
    assert_eq!(status(&acting(&node, &issued)).await, 401);
    assert_eq!(stranger.get("/api/v4/users/me/oauth/apps/authorized").await.body, json!([]));
    assert_eq!(maker.delete(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn applications_register_themselves_where_that_is_allowed() {
    let closed = TestNode::start().await;
    let body = json!({"client_name": "Tool", "redirect_uris": ["https://tool.example.com/cb"]});
    assert_eq!(closed.anonymous().post("/api/v4/oauth/apps/register", body.clone()).await.status, 501);
    let tuning = Tuning::default()
        .with("MM_SERVICESETTINGS_SITEURL", "https://chat.example.com/")
        .with("MM_SERVICESETTINGS_ENABLEDYNAMICCLIENTREGISTRATION", "true")
        .with("MM_SERVICESETTINGS_DCRREDIRECTURIALLOWLIST", "https://*.example.com/**");
    let node = TestNode::tuned(tuning).await;
    let nobody = node.anonymous();
    let found = nobody.get("/.well-known/oauth-authorization-server").await.body;
    assert_eq!(found["token_endpoint"], "https://chat.example.com/oauth/access_token");
    assert_eq!(found["registration_endpoint"], "https://chat.example.com/api/v4/oauth/apps/register");
    let made = nobody.post("/api/v4/oauth/apps/register", body.clone()).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let admin = node.sign_up("admin").await;
    let app = admin.get(&format!("/api/v4/oauth/apps/{}", text(&made.body["client_id"]))).await.body;
    assert_eq!((&app["is_dynamically_registered"], &app["creator_id"]), (&json!(true), &json!("")));
    let mut public = body.clone();
    public["token_endpoint_auth_method"] = json!("none");
    assert_eq!(nobody.post("/api/v4/oauth/apps/register", public).await.body.get("client_secret"), None);
    let before = node.digest().await;
    for (name, value, error) in [
        ("redirect_uris", json!(["https://elsewhere.example.org/cb"]), "invalid_redirect_uri"),
        ("redirect_uris", json!([]), "invalid_client_metadata"),
        ("redirect_uris", json!("x"), "invalid_client_metadata"),
        ("client_name", json!("n".repeat(65)), "invalid_client_metadata"),
        ("client_uri", json!("nowhere"), "invalid_client_metadata"),
        ("token_endpoint_auth_method", json!("private_key_jwt"), "invalid_client_metadata"),
    ] {
        let mut body = body.clone();
        body[name] = value;
        let refused = nobody.post("/api/v4/oauth/apps/register", body.clone()).await;
        assert_eq!((refused.status, &refused.body["error"]), (400, &json!(error)), "{body}");
    }
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_off_nothing_acts_for_anybody() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEOAUTHSERVICEPROVIDER", "false")).await;
    let admin = node.sign_up("admin").await;
    let body = json!({"name": "Robot", "callback_urls": [CALLBACK], "homepage": "http://127.0.0.1/"});
    let off = [
        admin.post("/api/v4/oauth/apps", body).await,
        admin.get("/api/v4/oauth/apps").await,
        allow(&admin, &json!({"id": "a".repeat(26)}), json!({})).await,
        token(&node, &[("grant_type", "refresh_token"), ("refresh_token", "x")]).await,
        node.anonymous().get("/.well-known/oauth-authorization-server").await,
    ];
    assert_eq!(off.map(|reply| reply.status), [501; 5]);
}
