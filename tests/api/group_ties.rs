//! Groups of a directory that teams and channels are tied to, and who is there by them.

use roost_testkit::{Client, TestDatabase, TestNode};
use serde_json::{Value, json};

use super::helpers::{crew, id, ids};

/// A group as a directory has told of it, with these members.
async fn directory_group(database: &TestDatabase, letter: char, members: &[&Client]) -> Value {
    let group = json!({"id": letter.to_string().repeat(26)});
    let rows = database.client().await;
    let name = format!("devs-{letter}");
    let sql = "insert into usergroups (id, name, displayname, description, source, remoteid, createat, updateat, \
        deleteat, allowreference) values ($1, $2, $2, '', 'ldap', $2, 1, 1, 0, false)";
    rows.execute(sql, &[&id(&group), &name]).await.unwrap();
    for member in members {
        let sql = "insert into groupmembers (groupid, userid, createat, deleteat) values ($1, $2, 1, 0)";
        rows.execute(sql, &[&id(&group), &member.user_id()]).await.unwrap();
    }
    group
}

fn tie(group: &Value, kind: &str, place: &Value, rest: &str) -> String {
    format!("/api/v4/groups/{}/{kind}/{}{rest}", id(group), id(place))
}

async fn is_in(client: &Client, kind: &str, place: &Value, person: &Client) -> bool {
    let member = client.get(&format!("/api/v4/{kind}/{}/members/{}", id(place), person.user_id())).await;
    member.status == 200 && member.body["delete_at"].as_i64().unwrap_or(0) == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tied_group_brings_its_members_in_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (one, two) = (node.sign_up("one").await, node.sign_up("two").await);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let group = directory_group(&node.database, 'g', &[&one, &two]).await;
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;

    let made = admin.post(&tie(&group, "channels", &channel, "/link"), json!({"auto_add": true})).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let mut keys: Vec<&String> = made.body.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["auto_add", "channel_id", "create_at", "delete_at", "group_id", "scheme_admin", "update_at"]);
    assert_eq!((&made.body["channel_id"], &made.body["auto_add"]), (&channel["id"], &json!(true)));
    let told = socket.wait_for("received_group_associated_to_team").await;
    assert_eq!((&told["data"]["group_id"], &told["broadcast"]["team_id"]), (&group["id"], &team["id"]));
    let told = socket.wait_for("received_group_associated_to_channel").await;
    assert_eq!((&told["data"]["group_id"], &told["broadcast"]["channel_id"]), (&group["id"], &channel["id"]));
    for person in [&one, &two] {
        assert!(is_in(&admin, "teams", &team, person).await && is_in(&admin, "channels", &channel, person).await);
    }
    let teams = admin.get(&format!("/api/v4/groups/{}/teams", id(&group))).await.body;
    assert_eq!((&teams[0]["team_id"], &teams[0]["auto_add"]), (&team["id"], &json!(true)), "by way of the team");

    // Who has left is not brought back, and nobody else goes.
    let own = format!("/api/v4/channels/{}/members/me", id(&channel));
    assert_eq!(two.delete(&own).await.status, 200);
    let patched = admin.put(&tie(&group, "channels", &channel, "/patch"), json!({"scheme_admin": true})).await;
    assert_eq!((patched.status, &patched.body["auto_add"]), (200, &json!(true)), "{:?}", patched.body);
    assert_eq!(patched.body["scheme_admin"], true);
    assert!(!is_in(&admin, "channels", &channel, &two).await && is_in(&admin, "channels", &channel, &admin).await);

    // The end of the tie to the team is that of those to its channels.
    let ended = admin.delete(&tie(&group, "teams", &team, "/link")).await;
    assert_eq!((ended.status, ended.body), (200, json!({"status": "OK"})));
    let told = socket.wait_for("received_group_not_associated_to_team").await;
    assert_eq!(told["data"]["group_id"], group["id"]);
    let told = socket.wait_for("received_group_not_associated_to_channel").await;
    assert_eq!(told["broadcast"]["channel_id"], channel["id"]);
    assert_eq!(admin.get(&format!("/api/v4/channels/{}/groups", id(&channel))).await.body["total_group_count"], 0);
    assert!(is_in(&admin, "channels", &channel, &one).await, "whom it brought stays");
    let again = admin.delete(&tie(&group, "teams", &team, "/link")).await;
    assert_eq!((again.status, again.error_id()), (400, "app.group.group_syncable_already_deleted"));
    let gone = admin.put(&tie(&group, "teams", &team, "/patch"), json!({"auto_add": true})).await;
    assert_eq!((gone.status, gone.error_id()), (404, "app.group.no_rows"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_groups_alone_decide_others_go_and_rights_follow() {
    let node = TestNode::start().await;
    let (admin, [inside, outside], team, channel) = crew(&node).await;
    let group = directory_group(&node.database, 'g', &[&admin, &inside]).await;
    let other = directory_group(&node.database, 'h', &[&outside]).await;
    for path in [format!("/api/v4/teams/{}/patch", id(&team)), format!("/api/v4/channels/{}/patch", id(&channel))] {
        let set = admin.put(&path, json!({"group_constrained": true})).await;
        assert_eq!(set.status, 200, "{:?}", set.body);
    }
    let link = admin.post(&tie(&group, "teams", &team, "/link"), json!({"auto_add": true, "scheme_admin": true})).await;
    assert_eq!(link.status, 201, "{:?}", link.body);
    assert!(is_in(&admin, "teams", &team, &inside).await && !is_in(&admin, "teams", &team, &outside).await);
    let administers = async |person: &Client| {
        let path = format!("/api/v4/teams/{}/members/{}", id(&team), person.user_id());
        admin.get(&path).await.body["scheme_admin"].as_bool().unwrap()
    };
    assert!(administers(&inside).await && administers(&admin).await);
    let patch = admin.put(&tie(&group, "teams", &team, "/patch"), json!({"scheme_admin": false})).await;
    assert_eq!(patch.status, 200);
    assert!(!administers(&inside).await);

    // Into a channel of such a team only groups of the team.
    let strange = admin.post(&tie(&other, "channels", &channel, "/link"), json!({"auto_add": true})).await;
    assert_eq!((strange.status, strange.error_id()), (400, "group_not_associated_to_synced_team"));
    let link = admin.post(&tie(&group, "channels", &channel, "/link"), json!({"scheme_admin": true})).await;
    assert_eq!(link.status, 201, "{:?}", link.body);
    let path = format!("/api/v4/channels/{}/members/{}", id(&channel), inside.user_id());
    assert_eq!(admin.get(&path).await.body["scheme_admin"], true);
    let minus = format!("/api/v4/teams/{}/members_minus_group_members?group_ids={}", id(&team), id(&group));
    assert_eq!(admin.get(&minus).await.body["total_count"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_manage_members_ties_nothing() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &person).await;
    let group = directory_group(&node.database, 'g', &[&person]).await;
    let nobody = json!({"id": "z".repeat(26)});
    let before = node.digest().await;
    let body = json!({"auto_add": true});
    for (reply, status, error) in [
        (
            person.post(&tie(&group, "teams", &team, "/link"), body.clone()).await,
            403,
            "api.context.permissions.app_error",
        ),
        (
            person.put(&tie(&group, "teams", &team, "/patch"), body.clone()).await,
            403,
            "api.context.permissions.app_error",
        ),
        (person.delete(&tie(&group, "teams", &team, "/link")).await, 403, "api.context.permissions.app_error"),
        (
            person.post(&tie(&group, "channels", &channel, "/link"), body.clone()).await,
            403,
            "api.context.permissions.app_error",
        ),
        (admin.delete(&tie(&group, "teams", &team, "/link")).await, 404, "app.group.no_rows"),
        (admin.post(&tie(&nobody, "teams", &team, "/link"), body.clone()).await, 404, "app.group.no_rows"),
        (
            admin.post(&tie(&group, "teams", &team, "/link"), json!({"auto_add": 1})).await,
            400,
            "api.context.invalid_body_param.app_error",
        ),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
    assert_eq!(node.digest().await, before);
    assert_eq!(ids(&admin.get("/api/v4/groups").await.body), [id(&group)]);
}
