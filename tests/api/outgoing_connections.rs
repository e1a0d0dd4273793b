//! Connections with which the server proves itself to the programs that it calls.

use roost_testkit::{Client, Reaction, Receiver, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

const PATH: &str = "/api/v4/oauth/outgoing_connections";

async fn node() -> TestNode {
    TestNode::tuned(
        Tuning::default()
            .with("MM_SERVICESETTINGS_ENABLEOUTGOINGOAUTHCONNECTIONS", "true")
            .with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1"),
    )
    .await
}

fn draft(receiver: &Receiver, more: Value) -> Value {
    let mut draft = json!({"name": "Programs", "client_id": "robot", "client_secret": "s3/cret",
        "oauth_token_url": receiver.url("/token"), "grant_type": "client_credentials",
        "audiences": [receiver.url("/api")]});
    draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    draft
}

async fn made(admin: &Client, draft: Value) -> Value {
    let made = admin.post(PATH, draft).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    made.body
}

fn one(connection: &Value) -> String {
    format!("{PATH}/{}", id(connection))
}

/// Lets the program give out tokens, and says what it is asked for and how.
fn give_token(receiver: &Receiver, token: &str) {
    receiver.react("/token", Reaction::Json(json!({"access_token": token, "token_type": "bearer", "expires_in": 60})));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_kept_and_its_secrets_are_never_told() {
    let node = node().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let receiver = Receiver::start().await;
    let secrets = json!({"grant_type": "password", "credentials_username": "ann", "credentials_password": "hush"});
    let connection = made(&admin, draft(&receiver, secrets)).await;
    let expected = json!({"id": connection["id"], "creator_id": admin.user_id(), "create_at": connection["create_at"],
        "update_at": connection["create_at"], "name": "Programs", "client_id": "robot", "credentials_username": "ann",
        "oauth_token_url": receiver.url("/token"), "grant_type": "password", "audiences": [receiver.url("/api")]});
    assert_eq!(connection, expected);
    assert_eq!(admin.get(&one(&connection)).await.body, expected);
    let renamed = admin.put(&one(&connection), json!({"name": "Other"})).await;
    assert_eq!(
        (renamed.status, &renamed.body["name"], &renamed.body["client_id"]),
        (200, &json!("Other"), &json!("robot"))
    );
    let sql = "select clientsecret, credentialspassword from outgoingoauthconnections";
    let row = node.database.client().await.query_one(sql, &[]).await.unwrap();
    assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("s3/cret", "hush"), "what a change leaves out stays");

    // Who makes webhooks or commands in a team sees where there is a connection, and changes none.
    let team = person.new_team("crew").await;
    let of_team = format!("{PATH}?team_id={}", id(&team));
    assert_eq!(ids(&person.get(&of_team).await.body), [id(&connection)]);
    assert_eq!(person.get(PATH).await.error_id(), "api.context.permissions.app_error");
    assert_eq!(person.delete(&one(&connection)).await.status, 403);
    assert_eq!(person.post(PATH, draft(&receiver, json!({}))).await.status, 403);

    let second =
        made(&admin, draft(&receiver, json!({"name": "More", "audiences": [receiver.url("/api/more")]}))).await;
    let mut all = [id(&connection), id(&second)];
    all.sort_unstable();
    assert_eq!(ids(&admin.get(&format!("{PATH}?limit=1")).await.body), [all[0]]);
    assert_eq!(ids(&admin.get(&format!("{PATH}?from_id={}", all[0])).await.body), [all[1]]);
    let of = async |path: &str| {
        let list = admin.get(&format!("{PATH}?audience={}", receiver.url(path))).await.body;
        ids(&list).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of("/api/x").await, [id(&connection)]);
    assert_eq!(of("/api/more/x").await, [id(&second)]);
    assert_eq!(of("/apix").await, [] as [&str; 0]);
    let refused = admin.get(&format!("{PATH}?limit=many")).await;
    assert_eq!(refused.error_id(), "api.context.outgoing_oauth_connection.list_connections.input_error");

    assert_eq!(admin.delete(&one(&second)).await.status, 200);
    assert_eq!(admin.delete(&one(&second)).await.status, 404);
    assert_eq!(admin.get(&one(&second)).await.status, 404);
    let no_audience = draft(&receiver, json!({"audiences": []}));
    assert_eq!(
        admin.post(PATH, no_audience).await.error_id(),
        "model.outgoing_oauth_connection.is_valid.audience.empty"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_and_webhooks_carry_a_token_where_there_is_a_connection() {
    let node = node().await;
    let admin = node.sign_up("admin").await;
    let mut receiver = Receiver::start().await;
    give_token(&receiver, "t1");
    let connection = made(&admin, draft(&receiver, json!({}))).await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    for (trigger, path) in [("proven", "/api/weather"), ("plain", "/weather")] {
        let body = json!({"team_id": team["id"], "trigger": trigger, "url": receiver.url(path), "method": "P"});
        assert_eq!(admin.post("/api/v4/commands", body).await.status, 201);
    }
    let said = async |command: &str| {
        let body = json!({"channel_id": channel["id"], "command": command});
        admin.post("/api/v4/commands/execute", body).await
    };
    assert_eq!(said("/proven").await.status, 200);
    let asked = receiver.next().await;
    assert_eq!((asked.path.as_str(), asked.body.as_str()), ("/token", "grant_type=client_credentials"));
    assert_eq!(asked.header("authorization"), "Basic cm9ib3Q6czMlMkZjcmV0", "robot:s3%2Fcret");
    let call = receiver.next().await;
    assert_eq!((call.path.as_str(), call.header("authorization")), ("/api/weather", "Bearer t1"));
    assert_eq!(said("/plain").await.status, 200);
    let call = receiver.next().await;
    assert_eq!(call.path, "/weather");
    assert!(call.header("authorization").starts_with("Token "));

    let hook = json!({"team_id": team["id"], "trigger_words": ["go"], "callback_urls": [receiver.url("/api/go")]});
    assert_eq!(admin.post("/api/v4/hooks/outgoing", hook).await.status, 201);
    admin.new_post(&channel, "go on").await;
    let call = receiver.next().await;
    assert_eq!((call.path.as_str(), call.header("authorization")), ("/api/go", "Bearer t1"), "it is still good");

    // A token that was taken back is asked for again, once.
    give_token(&receiver, "t2");
    receiver.react("/api/weather", Reaction::Text(401, "no".to_owned()));
    assert_eq!(said("/proven").await.error_id(), "api.command.execute_command.failed_resp.app_error");
    let mut asked = Vec::new();
    for _ in 0..3 {
        let call = receiver.next().await;
        asked.push((call.path.clone(), call.header("authorization").to_owned()));
    }
    let weather = |token: &str| ("/api/weather".to_owned(), format!("Bearer {token}"));
    assert_eq!([&asked[0], &asked[2]], [&weather("t1"), &weather("t2")]);
    assert_eq!(asked[1].0, "/token");
    assert!(receiver.try_next().is_none());

    // A changed connection asks with what it has now. Without a token nothing is sent.
    receiver.react("/api/weather", Reaction::Json(json!({"text": "rain"})));
    assert_eq!(admin.put(&one(&connection), json!({"client_id": "other"})).await.status, 200);
    receiver.react("/token", Reaction::Text(401, "no".to_owned()));
    assert_eq!(said("/proven").await.error_id(), "api.command.execute_command.failed.app_error");
    assert_eq!([receiver.next().await.path, receiver.next().await.path], ["/token", "/token"]);
    assert!(receiver.try_next().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_nobody_says_the_end_of_is_for_one_call() {
    let node = node().await;
    let admin = node.sign_up("admin").await;
    let mut receiver = Receiver::start().await;
    receiver.react("/token", Reaction::Json(json!({"access_token": "t1", "token_type": "bearer"})));
    made(&admin, draft(&receiver, json!({}))).await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let body = json!({"team_id": team["id"], "trigger": "proven", "url": receiver.url("/api/x"), "method": "P"});
    assert_eq!(admin.post("/api/v4/commands", body).await.status, 201);
    for _ in 0..2 {
        let body = json!({"channel_id": channel["id"], "command": "/proven"});
        assert_eq!(admin.post("/api/v4/commands/execute", body).await.status, 200);
        assert_eq!([receiver.next().await.path, receiver.next().await.path], ["/token", "/api/x"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_tried_before_they_are_kept() {
    let node = node().await;
    let admin = node.sign_up("admin").await;
    let mut receiver = Receiver::start().await;
    give_token(&receiver, "t1");
    let try_it = async |draft: Value| {
        let reply = admin.post(&format!("{PATH}/validate"), draft).await;
        (reply.status, reply.error_id().to_owned())
    };
    let secrets = json!({"grant_type": "password", "credentials_username": "ann", "credentials_password": "hush"});
    assert_eq!(try_it(draft(&receiver, secrets)).await.0, 200);
    assert_eq!(receiver.next().await.body, "grant_type=password&username=ann&password=hush");
    let kept = made(&admin, draft(&receiver, json!({}))).await;
    assert_eq!(try_it(json!({"id": kept["id"], "name": "the kept secret is used"})).await.0, 200);
    assert!(receiver.next().await.header("authorization").starts_with("Basic "));
    let failed = "api.context.outgoing_oauth_connection.validate_connection_credentials.app_error".to_owned();
    receiver.react("/token", Reaction::Text(401, "no".to_owned()));
    assert_eq!(try_it(draft(&receiver, json!({}))).await, (400, failed.clone()));
    receiver.next().await;
    assert!(receiver.next().await.body.contains("client_id=robot&client_secret=s3%2Fcret"), "the other way is tried");
    receiver.react("/token", Reaction::Text(500, "broken".to_owned()));
    assert_eq!(try_it(draft(&receiver, json!({}))).await, (502, failed.clone()));
    // Addresses of the inside are not called for a token either.
    let inside = json!({"oauth_token_url": "http://169.254.169.254/token"});
    assert_eq!(try_it(draft(&receiver, inside)).await, (400, failed));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_connections_are_off_there_are_none() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let off = "api.context.outgoing_oauth_connection.not_available.configuration_disabled";
    for reply in [admin.get(PATH).await, admin.post(PATH, json!({})).await, admin.delete(&format!("{PATH}/x")).await] {
        assert_eq!((reply.status, reply.error_id()), (501, off));
    }
}
