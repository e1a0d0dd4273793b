//! Bots.

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

async fn new_bot(admin: &Client, account: &Client) {
    let path = format!("/api/v4/users/{}/convert_to_bot", account.user_id());
    assert_eq!(admin.post(&path, json!({})).await.status, 200);
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|bot| bot["user_id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_a_bot_is_told_that_there_is_none() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (person, robot) = (node.sign_up("person").await, node.sign_up("robot").await);
    new_bot(&admin, &robot).await;
    let path = format!("/api/v4/bots/{}", robot.user_id());
    let seen = admin.get(&path).await;
    assert_eq!((seen.status, &seen.body["username"]), (200, &"robot".into()));
    let etag = seen.header("etag").to_owned();
    let again = admin.send(admin.request("GET", &path).header("if-none-match", etag)).await;
    assert_eq!(again.status, 304);

    let missing = (404, "store.sql_bot.get.missing.app_error");
    let refused = person.get(&path).await;
    assert_eq!((refused.status, refused.error_id()), missing);
    let no_bot = admin.get(&format!("/api/v4/bots/{}", person.user_id())).await;
    assert_eq!((no_bot.status, no_bot.error_id()), missing);
    let refused = person.get("/api/v4/bots").await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_bots_follows_their_owners_and_leaves_out_those_switched_off() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (owner, mine, other) = (node.sign_up("owner").await, node.sign_up("mine").await, node.sign_up("other").await);
    new_bot(&admin, &mine).await;
    new_bot(&admin, &other).await;
    let sql = node.database.client().await;
    sql.execute("update bots set ownerid = $1 where userid = $2", &[&owner.user_id(), &mine.user_id()]).await.unwrap();
    assert_eq!(ids(&admin.get("/api/v4/bots").await.body).len(), 2);
    assert_eq!(ids(&admin.get("/api/v4/bots?per_page=1&page=1").await.body).len(), 1);
    assert!(ids(&admin.get("/api/v4/bots?only_orphaned=true").await.body).is_empty());

    let path = format!("/api/v4/users/{}/active", owner.user_id());
    assert_eq!(admin.put(&path, json!({"active": false})).await.status, 200);
    assert_eq!(ids(&admin.get("/api/v4/bots").await.body), [other.user_id()], "bots of a deactivated owner are off");
    let orphaned = admin.get("/api/v4/bots?only_orphaned=true&include_deleted=true").await.body;
    assert_eq!(ids(&orphaned), [mine.user_id()]);
    let gone = format!("/api/v4/bots/{}", mine.user_id());
    assert_eq!(admin.get(&gone).await.status, 404);
    assert_ne!(admin.get(&format!("{gone}?include_deleted=true")).await.body["delete_at"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_may_read_bots_sees_only_the_own_ones() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (owner, mine, other) = (node.sign_up("owner").await, node.sign_up("mine").await, node.sign_up("other").await);
    new_bot(&admin, &mine).await;
    new_bot(&admin, &other).await;
    let sql = node.database.client().await;
    sql.execute("update bots set ownerid = $1 where userid = $2", &[&owner.user_id(), &mine.user_id()]).await.unwrap();
    let role = admin.get("/api/v4/roles/name/system_user").await.body;
    let mut permissions = role["permissions"].as_array().unwrap().clone();
    permissions.push("read_bots".into());
    let path = format!("/api/v4/roles/{}/patch", role["id"].as_str().unwrap());
    assert_eq!(admin.put(&path, json!({"permissions": permissions})).await.status, 200);
    assert_eq!(ids(&owner.get("/api/v4/bots").await.body), [mine.user_id()]);
    assert_eq!(owner.get(&format!("/api/v4/bots/{}", mine.user_id())).await.status, 200);
    assert_eq!(owner.get(&format!("/api/v4/bots/{}", other.user_id())).await.status, 404);
}

const MISSING: (u16, &str) = (404, "store.sql_bot.get.missing.app_error");
const DENIED: (u16, &str) = (403, "api.context.permissions.app_error");

async fn with_bots() -> TestNode {
    TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION", "true")).await
}

async fn grant(admin: &Client, names: &[&str]) {
    let role = admin.get("/api/v4/roles/name/system_user").await.body;
    let mut permissions = role["permissions"].as_array().unwrap().clone();
    permissions.extend(names.iter().map(|name| Value::from(*name)));
    let path = format!("/api/v4/roles/{}/patch", role["id"].as_str().unwrap());
    assert_eq!(admin.put(&path, json!({"permissions": permissions})).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_writes_with_its_token_and_its_posts_say_so() {
    let node = with_bots().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let bot = admin.post("/api/v4/bots", json!({"username": "robot", "display_name": "Robot"})).await;
    assert_eq!((bot.status, &bot.body["owner_id"]), (201, &admin.user_id().into()));
    let id = bot.body["user_id"].as_str().unwrap().to_owned();
    let direct = admin.post("/api/v4/channels/direct", json!([id, admin.user_id()])).await.body;
    let hello = admin.get(&format!("/api/v4/channels/{}/posts", direct["id"].as_str().unwrap())).await.body;
    let first = &hello["posts"][hello["order"][0].as_str().unwrap()];
    assert_eq!((&first["type"], &first["user_id"]), (&"add_bot_teams_channels".into(), &id.as_str().into()));

    let tokens = format!("/api/v4/users/{id}/tokens");
    let token = admin.post(&tokens, json!({"description": "work"})).await;
    assert_eq!(token.status, 200, "bots have tokens though people may not");
    let robot = node.anonymous().with_token(token.body["token"].as_str().unwrap(), &id);
    admin.add_to_team(&team, &robot).await;
    admin.add_to_channel(&channel, &robot).await;
    let post = robot.new_post(&channel, "beep").await;
    assert_eq!(post["props"]["from_bot"], "true");
    assert_eq!(robot.post("/api/v4/bots", json!({"username": "child"})).await.status, 403);
    let login = json!({"login_id": "robot", "password": "Password-1234"});
    assert_eq!(node.anonymous().post("/api/v4/users/login", login).await.status, 401);

    assert_eq!(admin.post(&format!("/api/v4/bots/{id}/disable"), json!({})).await.status, 200);
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401);
    let enabled = admin.post(&format!("/api/v4/bots/{id}/enable"), json!({})).await;
    assert_eq!((enabled.status, &enabled.body["delete_at"]), (200, &0.into()));
    assert_eq!(robot.get("/api/v4/users/me").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_becomes_a_person_who_logs_in() {
    let node = with_bots().await;
    let admin = node.sign_up("admin").await;
    let bot = admin.post("/api/v4/bots", json!({"username": "robot"})).await.body;
    let path = format!("/api/v4/bots/{}/convert_to_user", bot["user_id"].as_str().unwrap());
    let weak = admin.post(&path, json!({"password": "short"})).await;
    assert_eq!((weak.status, weak.error_id()), (400, "model.user.is_valid.pwd_min_length.app_error"));
    let person = json!({"password": "Password-1234", "email": "robot@example.com"});
    let done = admin.post(&format!("{path}?set_system_admin=true"), person.clone()).await;
    assert_eq!((done.status, &done.body["roles"]), (200, &"system_user system_admin".into()));
    let again = admin.post(&path, person).await;
    assert_eq!((again.status, again.error_id()), MISSING);
    let login = json!({"login_id": "robot@example.com", "password": "Password-1234"});
    let login = node.anonymous().post("/api/v4/users/login", login).await;
    assert_eq!((login.status, login.body.get("is_bot")), (200, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_manage_their_own_bots_and_nobody_elses() {
    let node = with_bots().await;
    let admin = node.sign_up("admin").await;
    let owner = node.sign_up("owner").await;
    let name = json!({"username": "mine"});
    let refused = owner.post("/api/v4/bots", name.clone()).await;
    assert_eq!((refused.status, refused.error_id()), DENIED);
    grant(&admin, &["create_bot", "read_bots", "manage_bots"]).await;
    let mine = owner.post("/api/v4/bots", name.clone()).await;
    assert_eq!(mine.status, 201);
    let twice = owner.post("/api/v4/bots", name).await;
    assert_eq!((twice.status, twice.error_id()), (400, "app.user.save.username_exists.app_error"));
    let other = admin.post("/api/v4/bots", json!({"username": "other"})).await.body;
    let (mine, other) = (mine.body["user_id"].as_str().unwrap(), other["user_id"].as_str().unwrap());
    let named = owner.put(&format!("/api/v4/bots/{mine}"), json!({"username": "yours", "description": "d"})).await;
    assert_eq!(
        (named.status, &named.body["username"], &named.body["description"]),
        (200, &"yours".into(), &"d".into())
    );
    assert_eq!(owner.get(&format!("/api/v4/users/{mine}")).await.body["bot_description"], "d");
    for path in [format!("/api/v4/bots/{other}/disable"), format!("/api/v4/bots/{other}/assign/{}", owner.user_id())] {
        let refused = owner.post(&path, json!({})).await;
        assert_eq!((refused.status, refused.error_id()), MISSING);
    }
    grant(&admin, &["read_others_bots"]).await;
    let refused = owner.post(&format!("/api/v4/bots/{other}/disable"), json!({})).await;
    assert_eq!((refused.status, refused.error_id()), DENIED);
    let refused = owner.post(&format!("/api/v4/bots/{mine}/assign/{other}"), json!({})).await;
    assert_eq!((refused.status, refused.error_id()), DENIED, "a bot owns no bots");
    let given = owner.post(&format!("/api/v4/bots/{mine}/assign/{}", admin.user_id()), json!({})).await;
    assert_eq!((given.status, &given.body["owner_id"]), (200, &admin.user_id().into()));
    let late = owner.put(&format!("/api/v4/bots/{mine}"), json!({"display_name": "late"})).await;
    assert_eq!((late.status, late.error_id()), DENIED);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bot_is_made_where_that_is_switched_off_or_the_words_are_too_long() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let refused = admin.post("/api/v4/bots", json!({"username": "robot"})).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.bot.create_disabled"));
    let node = with_bots().await;
    let admin = node.sign_up("admin").await;
    for (body, error) in [
        (json!({"username": 5}), "api.context.invalid_body_param.app_error"),
        (json!({"username": "All"}), "model.bot.is_valid.username.app_error"),
        (json!({"username": "robot", "display_name": "x".repeat(65)}), "model.bot.is_valid.user_id.app_error"),
        (json!({"username": "robot", "description": "x".repeat(1025)}), "model.bot.is_valid.description.app_error"),
    ] {
        let refused = admin.post("/api/v4/bots", body).await;
        assert_eq!((refused.status, refused.error_id()), (400, error));
    }
    assert_eq!(admin.get("/api/v4/bots").await.body, json!([]));
}
