//! Bots.

use roost_testkit::{Client, TestNode};
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
